"""Words that mean the same in minutes and in questions about them.

Each row is one sense; a question's word matches any word of its rows. Words are stems of
folded words without marks (`beslöt` → `besl`), a trailing `*` lets any ending follow. A new
synonym is a word in a row, a new sense a new row.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ROWS = """
utse* utsag* utsetts valj* valt valde vald valdes val tilltra* tilltrad* tillsat* rekryter* forordna* anstall* ny nya nytt bli blir blev
ansla* anslog anslag* bevilj* avsat* avsatt* finansier* bidra* bidrag* betal* kosta* kostnad* pris* priset budget* pengar summa belopp medel satsa* satsning* disponer* lagg* lagga skjut* tilldel* fa far fick fatt utgift* investering*
redovis* foredr* presenter* informer* beratt* rapporter* redogor* lyft* tar tog pratade pratat prata talade tala visade visa inled* dragning* lade la fram lagga beskrev*
beslut* bestam* beslot avgor* kom fram godkann* overenskom*
uppdra* uppdrag* uppgift* ansvar* skot* ansvarig*
flytta* skjut* uppskjut* bordlagg* bordlad* senarelag* vanta* aterremit*
vinn* vann vunn* vinnare pris* priset utmarkels* tilldel* fick far gar gick tavling*
avslog avsla* avslag* nej neka* inte ej avstyr*
planer* upplagg* forbered* arbetsgrupp* utforma*
aterkom* aterredovis* aterrapporter* avrapporter* tillbaka aterkoppl* uppfolj* folj* foljs
synpunkt* kommentar* asikt* aterkoppl* remissvar*
gemensam* ihop tillsammans samverk* samarbet* 
sammankall* leder leda ledning* samordn* ansvarig*
senast sista dag deadline klar* fardig* tidplan*
start* borja* inled* dras igang
slut* avslut* upphor* sluta*
oka* okning* okat hoj* hojning* hojs mer storre
minska* minskning* sank* sankning* sanks mindre lagre
bygg* uppfor* anlagg* nybyggnad*
renover* upprust* reparer* reparation* restaurer* laga* bat*
kop* kopt* upphandl* inkop* anskaff* avtal* leverantor* entreprenor*
salj* sald* salt avyttr* forsaljning*
hyra* hyr* hyres* lokal*
elev* skolbarn* barn* ungdom*
aldre* aldreomsorg* pensionar* omsorg*
personal* medarbetar* anstalld*
invanar* medborgar* befolkning* kommuninvanar*
foretag* naringsliv* bolag*
nod* kris* beredskap* sakerhet*
internet* bredband* fiber* natverk*
buss* kollektivtrafik* trafik*
ordforande* ordf klubban
sekreterare* protokollfor* protokollsskriv*
motet mote* sammantrad* traff*
orsak* anled* skal* varfor darfor eftersom
mal* malet malsattning* syfte*
kontaktperson* kontakt*
medlem* ingar deltar delta* deltog med medverk*
yttrande* remiss* remissvar* svar*
rost* rostade rostning* votering* omrostning*
yrka* yrkande* foresl* forslag* forslog
reserv* reservation*
overskott* resultat* plus
underskott* minus forlust*
lana* lan
ansok* ansokan* soka* sokt*
skicka* sand* oversand* 
forlang* forlangning* forlangs
tim* klockan tid dags
kommunchef* kommundirektor*
skriv* skrev undertecknad* underteckna*
bort avskaff* upphav* lagg* ned nedlagg* stang* stangs
tacka* avtack*
oppn* oppnas invig* invigning*
hemsida* webbplats* webb*
tagit tas tar tog fram ta framtagn* utarbeta* sammanstall*
"""


def _rows() -> list[list[str]]:
    return [row.split() for row in _ROWS.strip().splitlines()]


def _pattern(row: list[str]) -> re.Pattern[str]:
    parts = [re.escape(word[:-1]) + r"\w*" if word.endswith("*") else re.escape(word) for word in row]
    return re.compile("(?:" + "|".join(parts) + ")$")


_PATTERNS = [_pattern(row) for row in _rows()]


@lru_cache(maxsize=100_000)
def senses(word: str) -> frozenset[int]:
    """Return the senses (row numbers) of a word that is folded and without marks."""
    return frozenset(i for i, pattern in enumerate(_PATTERNS) if pattern.match(word))
