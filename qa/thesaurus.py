"""Words that mean the same in minutes and in questions about them.

Each row is one sense, or senses that one verb of the minutes joins (`anslår`: gives and pays).
Two words mean the same if a row has both; a word may stand in several. Words are folded and
without marks (`beslöt` is `beslot`), and `*` lets any ending follow: a new synonym is a word in a
row, a new sense a new row. A row of one word joins the forms that its stems keep apart.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ROWS = (
    # Who gets an office, a task, a prize.
    "utse* utsag* valj* valt valde vald valdes val tilltra* tillsat* forordna* "
    "ny nya nytt bli blir blev",  # utses, väljs, tillträder; what is new
    "rekryter* anstall* anstallning* jobb* tjanst*",  # rekryterar, anställer
    "uppdra* uppgift* ansvar* skot*",  # ett uppdrag, den som sköter det
    "sammankall* leder leda ledning* samordn* ansvarig*",  # den som leder eller sammankallar
    "vinn* vann vunn* pris* utmarkels* tilldel* fick far gar gick tavling*",  # vinner och får
    # What meetings do.
    "beslut* bestam* beslot avgor* kom fram godkann* overenskom*",  # beslutar, kommer fram till
    "avslog* avsla* nej neka* inte ej avstyr*",  # säger nej
    "yrka* foresl* forslag* forslog",  # föreslår
    "rost* votering* omrostning*",  # röstar
    "reserv*",
    "flytta* skjut* uppskjut* bordlagg* bordlad* senarelag* vanta* aterremit*",  # skjuter upp
    "redovis* foredr* presenter* informer* beratt* rapporter* redogor* lyft* tar tog pratade "
    "pratat prata talade tala visade visa inled* dragning* lade la fram lagga beskrev*",
    "yttrande* remiss* svar*",
    "synpunkt* kommentar* asikt* aterkoppl* remissvar*",  # svar på remiss
    "aterkom* aterredovis* aterrapporter* avrapporter* tillbaka aterkoppl* uppfolj* folj*",
    "aterta* atertog* aterkall* tillbaka drogs",  # återtar
    "tagit tas tar tog fram ta framtagn* utarbeta* sammanstall*",  # tar fram
    "planer* upplagg* forbered* arbetsgrupp* utforma*",  # förbereder
    "skicka* sand* oversand*",
    "skriv* skrev underteckna*",
    "tacka* avtack*",
    # Meetings and those who are at them.
    "mote* sammantrad* traff*",
    "ordforande* ordf klubban",
    "sekreterare* protokollfor* protokollsskriv*",
    "medlem medlemm* ingar delta* deltog med medverk*",
    "kommunchef* kommundirektor*",  # the same office, before and after its name was changed
    "kontakt*",
    # Money and agreements.
    "ansla* anslog* bevilj* avsat* finansier* bidra* betal* kosta* kostnad* pris* budget* pengar "
    "summa belopp medel satsa* satsning* disponer* lagg* skjut* tilldel* fa far fick fatt utgift* "
    "investering*",  # anslår, betalar, kostar
    "kommunalskatt* skattesats* skatten skatt",
    "kop* upphandl* inkop* anskaff* avtal* leverantor* entreprenor*",
    "salj* sald* salt avyttr* forsaljning*",
    "hyr* lokal*",
    "lana* lan",
    "overskott* resultat* plus",
    "underskott* minus forlust*",
    "ansok* soka* sokt*",
    "forlang*",  # förlänger
    # More, less, beginning, end, time.
    "oka* okning* hoj* mer storre",
    "minska* minskning* sank* mindre lagre",
    "start* borja* inled* dras igang",
    "slut* avslut* upphor*",
    "bort avskaff* upphav* lagg* ned nedlagg* stang*",  # tas bort
    "oppn* invig*",  # öppnas
    "senast sista dag deadline klar* fardig* tidplan*",  # senast när
    "tim* klockan tid dags",  # när på dagen
    # Why and what for.
    "orsak* anled* skal* varfor darfor eftersom",
    "mal* syfte*",  # målet
    # What is built and kept.
    "bygg* uppfor* anlagg* nybyggnad*",
    "renover* upprust* reparer* reparation* restaurer* laga* bat*",
    "internet* bredband* fiber* natverk*",
    "buss* kollektivtrafik* trafik*",
    "hemsida* webb*",
    # People, places of work, matters.
    "elev* skolbarn* barn* ungdom*",
    "aldre* pensionar* omsorg*",  # äldre
    "personal* medarbetar* anstalld*",
    "invanar* medborgar* befolkning* kommuninvanar*",
    "foretag* naringsliv* bolag*",
    "nod* kris* beredskap* sakerhet*",  # nöd
    "gemensam* ihop tillsammans samverk* samarbet*",  # tillsammans
)


def _pattern(row: str) -> re.Pattern[str]:
    words = (re.escape(word).replace(r"\*", r"\w*") for word in row.split())
    return re.compile("|".join(words))


_PATTERNS = tuple(_pattern(row) for row in _ROWS)


@lru_cache(maxsize=100_000)
def senses(word: str) -> frozenset[int]:
    """Return the senses (row numbers) of a word that is folded and without marks."""
    return frozenset(i for i, pattern in enumerate(_PATTERNS) if pattern.fullmatch(word))
