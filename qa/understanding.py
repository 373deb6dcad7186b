"""Understanding a question: what is asked for, about what, and where to look.

Everything here is rules over folded words, so that it works for questions typed without å, ä
and ö, in keywords only, or with a spelling error in a name.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from index.dates import MONTHS, FoundDate, find_dates
from index.folding import fold, fold_marks, stem, words
from index.names import find_names


class Kind(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MUCH = "how_much"
    HOW_MANY = "how_many"
    DECISION = "decision"
    YES_NO = "yes_no"
    WHY = "why"
    WHICH = "which"
    TIMELINE = "timeline"
    VOTE = "vote"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the question that the evidence must speak of."""

    word: str  # folded, marks kept
    generic: bool  # a relation ("utsågs", "kostade") rather than a topic
    verb: bool = False  # has the ending of a past tense: says what was done

    @property
    def stem(self) -> str:
        """The word's Swedish stem."""
        return stem(self.word)


@dataclass(frozen=True, slots=True)
class When:
    """The times that a question names."""

    dates: tuple[FoundDate, ...] = ()
    months: tuple[tuple[int, int], ...] = ()  # (year, month)
    bare_months: tuple[int, ...] = ()  # a month with no year
    years: tuple[int, ...] = ()
    season: tuple[int, int] | None = None  # first and last month
    order: str | None = None  # "last" or "first" meeting

    @property
    def any(self) -> bool:
        """Whether the question names any time."""
        return bool(self.dates or self.months or self.years or self.order or self.bare_months)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood."""

    text: str
    plain: str  # folded, without marks, one blank between words
    kind: Kind
    terms: tuple[Term, ...]
    names: tuple[str, ...]  # names of persons as typed
    numbers: tuple[str, ...]  # other numbers that the evidence must hold
    when: When
    meeting_numbers: tuple[str, ...]  # "2/2018"
    item_numbers: tuple[str, ...]
    about_meeting: bool  # it speaks of "mötet", "protokollet"
    plural: bool
    head: str | None  # the noun after "vilken": "kommun"
    measure: Kind  # what a timeline is of: sums, counts, days; else the kind itself


_STOP = frozenset(
    """
    a alla allt an ar att av blev bli blir bliva da dag dar dara de dem den denna dess det detta dig din dit du dom
    dags dock da efter egentligen ej eller en enligt er ett for fran fran genom ha hade han hans har hon hur hurdan i
    ihop in ingen inget inom inte ja jag just kan ni nagon nagot nagra nar nu nya och ocksa om oss pa sa sade sagt sin sig
    sina sitt ska skall skulle som till the under upp ut vad vara var vart varit vem vems vet vi vid vilka vilken
    vilket vill ville vilkas at an an ett exakt finns fanns finnas fick far fa fatt gallde galler gallande angaende kring
    betraffande handlar handlade hander hande hant gar gick gjorde gor gora gjort ge ger gav hos innan ifran inga just kom
    kommer komma kunde lite manga mycket med mellan men mer mot man namn namnet na ocksa redan sedan sen stor stort stora
    hela saker slags sort typ tack tar tog vars varifran vart at ut utan over aven stod star sta blivit kontra per under
    respektive samt respektive istallet hej snalla finnsdet vilkendag langt lange ofta tidigare senare behover
    varfor beratta visa lista handlade skedde sker ske nagonsin annan andra sista forsta senaste dagar hall delen
    sammanfatta sammanfattning dagordningen dagordning
    haller hallit ligga ligger lag tycker heter hette kallas bade dvs vore tror
    """.split()
)
# Words of the relation asked about: matched through the thesaurus, light in weight.
_GENERIC = frozenset(
    """
    utsags utse utses utsedd utsett utnamnd valdes valts vald valde beslut beslutades beslutade besluta beslutet beslutats
    bestamde bestamdes bestamts bestammt beslots beslot kostade kostar kosta kostnad kostnaden kostnader pengar summa summan belopp
    beloppet anslogs anslag anslaget anslas avsattes avsatte avsatts betalar betala betalade pris priset mote motet moten motena
    sammantrade sammantradet protokoll protokollet arende arendet punkt punkten paragraf punkterna fraga fragan diskuterades
    diskuterade pratade pratat prata togs tagit sades sagts hette person personer personen ansvarar ansvarig uppdrag uppgift
    presenterade presenterar redovisade redovisar informerade informerar foredrog berattade rapporterade foredragande
    beviljades beviljade bevilja fatta fattades fattats blev tidpunkt datum datumet klockan tid tiden tider
    gruppen foreslogs forslag lades inkom gav slutade borjade aktuell uppe handla deltog deltagare narvarande franvarande
    plats lokal omfattning antal andel procent langsta nasta kommande fore totalt sammanlagt totala hoga hog lang orsak
    slut slutgiltiga hitta dyr dyrt dyra satte satta satt landade slutade notan slutnota slutnotan nuvarande samtliga helt halva
    tidigare senaste sammanlagda fatt kravs behovs kravdes behovdes forandrats forandrades andrades andrats utvecklats utvecklades
    anledning skal resultat resultatet utfall utfallet svar svaret nytt nu laget status
    """.split()
)
# Past tenses and passives: what was done, not what it was done to.
_VERB = re.compile(
    r".{2,}(?:ade|ades|ats|ddes|rdes|ldes|ndes|gdes|ktes|ptes|stes|ttes|tte|dde|lde|rde|gde|ände|kte|pte|ste|ogs|evs|ötts)$"
)
# A firm is asked for by its trade: «vilken byrå», «vilken konsult».
ORGANISATION = re.compile(
    r"(?:firma|foretag|bolag|byra|konsult|entreprenor|leverantor|konsulten|byran|foretaget|bolaget|firman)(?:en|er|erna)?$"
)
_SEASONS = {"var": (1, 6), "varen": (1, 6), "sommar": (6, 8), "sommaren": (6, 8), "host": (8, 12), "hosten": (8, 12),
            "vinter": (12, 2), "vintern": (12, 2)}  # fmt: skip
_MONTH_WORD = "|".join(sorted(MONTHS, key=len, reverse=True))
_MEETING_NUMBER = re.compile(r"\b(\d{1,3}/(?:19|20)\d\d)\b")
_ITEM_NUMBER = re.compile(
    r"(?:§+|paragraf|punkt|arende|item)\s*(?:nr\s*)?(\d{1,4}(?:[.:]\d{2})?)\b"
)
_YEAR = re.compile(r"(?<![\d/-])((?:19|20)\d\d)(?![\d/-]|\d)")
_MONTH_YEAR = re.compile(rf"\b({_MONTH_WORD})\.?\s+((?:19|20)\d\d)\b")
_BARE_MONTH = re.compile(rf"\bi\s+({_MONTH_WORD})\b(?!\s+(?:19|20)\d\d)")
_YEAR_RANGE = re.compile(r"\b(?:19|20)\d\d\s?[-–]\s?(?:19|20)?\d\d\b")
_NUMBER = re.compile(r"(?<![\d/.,:-])\d+(?:[.,:]\d+)?(?![\d/:-])")

_SUM = r"(?:\w*(?:belopp|summa|kostnad|budget|anslag|pris|hyra|avgift|ersattning|bidrag|arvode|taxa|nota|intakt|lon|utfall|resultat|overskott|underskott))"
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (
            r"\b(?:nar|vilka\s+moten|vilka\s+ganger|hur\s+ofta)\b.*\b(?:varit\s+uppe|diskuterats|tagits\s+upp|behandlats|pratats?)\b",
            Kind.TIMELINE,
        ),
        (
            r"\b(?:hur|vad|vilka)\b.*\b(?:rosterna|rostsiffr\w*|omrostning\w*|votering\w*|rostresultat\w*)\b|\bhur\s+rostade\b|\bhur\s+manga\s+rostade\b",
            Kind.VOTE,
        ),
        (
            r"\b(?:pa|vid|under)\s+vilka\s+(?:moten|sammantraden)\b|\bhur\s+har\b.*\b(?:utvecklats|forandrats|andrats|gatt\s+till|gatt)\b|\btidslinje\b|\bover\s+tid\b|\bvad\s+har\s+hant\s+med\b|\bhistoriken\b|\butvecklingen\s+(?:av|for|i)\b|\bvilka\s+har\s+varit\b|\bi\s+ordning\b|\bhur\s+(?:forandrades|andrades|utvecklades)\b|\bgenom\s+aren\b|\bunder\s+de\s+olika\b",
            Kind.TIMELINE,
        ),
        (
            r"\bvarfor\b|\bav\s+vilk(?:en|et|a)\s+(?:anledning|skal|orsak)|\borsaken\s+till\b|\bvad\s+berodde\b|\bhur\s+kommer\s+det\s+sig|\bi\s+vilket\s+syfte\b|\bmed\s+vilken\s+motivering\b|\bhur\s+motiverades\b|\bvad\s+var\s+(?:skalet|anledningen|orsaken|syftet)\b",
            Kind.WHY,
        ),
        (
            rf"\bhur\s+(?:mycket|stor[at]?|dyr[at]?)\b(?!\s+(?:andel|del\b))|\bvad\s+(?:kosta|ar\s+{_SUM}|blev\s+{_SUM}|var\s+{_SUM})|\bvilk(?:et|en|a)\s+{_SUM}|\bvilka\s+kostnader\b|\bvad\b.*\b(?:kosta|kostade|kostar|kostat|kostnad\w*|betala|betalar|betalade|betalt|slutnota\w*|notan|budgeten)\b|\bvad\s+(?:gick|landade|slutade|hamnade)\b.*\bpa\b",
            Kind.HOW_MUCH,
        ),
        (
            r"\bhur\s+(?:manga|stor\s+(?:andel|del)|hog[at]?)\b|\bvilket\s+antal\b|\bantalet\b.*\?|\bantal\s+\w+|\bhur\s+lang[at]?\b|\bhur\s+(?:gammal|gamla)\b",
            Kind.HOW_MANY,
        ),
        (
            r"\bnar\b|\bvilk(?:en|et|a)\s+(?:dag|dagar|datum|ar|manad|tid|tider|tidpunkt|vecka|termin)\b|\bhur\s+dags\b|\bhur\s+lange\b|\bsista\s+dag|\bvilket\s+mote\b|\btill\s+vilken\s+dag\b|\bhur\s+snart\b|\bdatum\s+for\b|\bdeadline\b|\bvad\s+ar\s+tidplanen\b",
            Kind.WHEN,
        ),
        (
            r"\b(?:vem|vems|vilka\s+personer|vilken\s+person|vilka\s+(?:ar|var|blev|ska|skulle|fick|far|har|hade|kom|ingar|ingick|satt|sitter|tog|skrev|lag|rostar|jobbar|leder|pratar|saknas|finns|deltar|avstod|\w+(?:ade|sades|ades|rde|nde|gde|lde|mde|vde|kte|ste|pte|tog|lts|drog)))\b",
            Kind.WHO,
        ),
        (
            r"\bvilk(?:en|et|a)\s+beslut\b|\bsenaste\s+beslutet\b|\bvad\s+(?:\w+\s+){0,3}?(?:beslutade|beslutades|beslutas|beslut|beslutet|bestamdes|bestamde|bestamts|beslots|beslot|gjorde|tyckte|sa\b|sade)|\bvad\s+(?:blev|ar|var)\s+(?:beslutet|det\s+beslutade)|\bvad\s+(?:blev\s+det\s+av|hande|hander|hant|har\s+hant)\b|\bkom\b.*\bfram\s+till\b|\bhur\s+gick\s+det\b|\bvad\s+ska\s+(?:\w+\s+)?(?:gora|goras|handa)\b|^beslut\s+(?:om|i|gallande|angaende)\b|\bhur\s+blev\s+det\b",
            Kind.DECISION,
        ),
        (
            r"\bvar\s+(?!(?:det|med|dar|och)\b)(?:ska|kan|kunde|far|fick|ligger|lag|holl|haller|hall|ager|agde|hamnar|hamnade|byggs|finns|fanns|kommer|skulle|blir|blev|nagonstans|star|stod|sker|bor|ordnas|arrangeras|\w+(?:ades|des|tes|lls|ses|rdes|ts))\b|^(?:och\s+)?var\s+(?:ar|sker|var)\b|\bvart\b|\b(?:pa|i)\s+vilk(?:en|et|a)\s+(?:plats|ort|orter|adress|lokal|kommun|byggnad|stad|skola|hus)\w*|\bvilk(?:en|et|a)\s+(?:plats|lokal|adress|hotell|ort|orter)\b",
            Kind.WHERE,
        ),
        (r"\bvilk(?:en|et|a)\b|\bvad\s+(?:heter|hette|kallas)\b", Kind.WHICH),
    )
)
_VERB_FIRST = re.compile(
    r"^(?:och\s+|men\s+)?(?:ska|skall|har|hade|blev|blir|fick|far|var|ar|kommer|kan|finns|fanns|gick|tog|togs|ville|vill|sa|gav|borde|maste|kom|slapp|vann|bar|"
    r"\w{2,}(?:ade|ades|des|tes|rde|nde|lde|gde|lls|lts|jer|jes|rs|ller|rar|par|nar|tar|lar|ngs|ogs|og|tte|llde|klar))\b"
)
_ASKING = re.compile(
    r"\b(?:vem|vems|vilka|vilken|vilket|vad|nar|hur|varfor|vart|varifran|hurdan)\b"
)


def understand(text: str) -> Question:
    """Return `text` as a Question; nothing in it is looked up in an archive."""
    plain = re.sub(r"\s+", " ", fold_marks(text)).strip(" ?!.")
    when, rest = _when(text)
    kind = _kind(plain)
    names = _names(text)
    return Question(
        text=text,
        plain=plain,
        kind=kind,
        terms=_terms(rest, names),
        names=names,
        numbers=_numbers(rest),
        when=when,
        meeting_numbers=tuple(_MEETING_NUMBER.findall(text)),
        item_numbers=tuple(_ITEM_NUMBER.findall(plain)),
        about_meeting=bool(re.search(r"\b(?:mote|motet|sammantrade|sammantradet|protokoll|protokollet|traffen|sittningen)\b", plain)),
        plural=bool(re.search(r"\b(?:vilka|dom|de)\b", plain)),
        head=_head(plain),
        measure=_measure(kind, plain),
    )  # fmt: skip


def _kind(plain: str) -> Kind:
    """Return what the first words that ask for something ask for."""
    where = _first_match(plain)
    if (
        _VERB_FIRST.match(plain)
        and (where is None or where[0] > 0)
        and not _ASKING.search(plain[:60].split(",")[0])
    ):
        return Kind.YES_NO
    if where is not None:
        return where[1]
    if re.search(r"\bforedragande|\bansvarig\b|\bordforande\b|\bsekreterare\b|\bchef\b", plain):
        return Kind.WHO
    if re.search(r"\bbeslut(?:et|ades)?\b", plain):
        return Kind.DECISION
    if re.search(rf"\b{_SUM}", plain):
        return Kind.HOW_MUCH
    if re.search(r"\bdatum\b|\btidpunkt\b", plain):
        return Kind.WHEN
    return Kind.OTHER


def _measure(kind: Kind, plain: str) -> Kind:
    if kind is not Kind.TIMELINE:
        return kind
    if re.search(rf"\b{_SUM}|\bkosta", plain):
        return Kind.HOW_MUCH
    if re.search(r"\bandel|\bantal|\bprocent", plain):
        return Kind.HOW_MANY
    if re.search(r"\bdatum|\btidpunkt|\bdag\b", plain):
        return Kind.WHEN
    if re.search(r"\bvilka\s+har\s+varit\b|\bvem\b", plain):
        return Kind.WHO
    return kind


def _first_match(plain: str) -> tuple[int, Kind] | None:
    found = [
        (match.start(), rank, kind)
        for rank, (pattern, kind) in enumerate(_KINDS)
        if (match := pattern.search(plain))
    ]
    if not found:
        return None
    special = [f for f in found if f[2] in (Kind.TIMELINE, Kind.VOTE, Kind.WHY)]
    start, _, kind = min(special or found)
    return start, kind


def _when(text: str) -> tuple[When, str]:
    """Return the times that `text` names, and the text without them."""
    plain = fold_marks(text)
    rest = text
    ranges = [m.span() for m in _YEAR_RANGE.finditer(text)]
    dates = tuple(d for d in find_dates(text) if d.year_given)
    for found in reversed(dates):
        rest = rest[: found.start] + " " * (found.end - found.start) + rest[found.end :]
    low = fold(rest)
    months = []
    for match in _MONTH_YEAR.finditer(low):
        months.append((int(match[2]), MONTHS[match[1]]))
        rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
    low = fold(rest)
    bare = tuple(MONTHS[m[1]] for m in _BARE_MONTH.finditer(low))
    years = []
    for match in _YEAR.finditer(rest):
        if not any(a <= match.start() < b for a, b in ranges):
            years.append(int(match[1]))
    season = None
    season_match = re.search(r"\b(varen|hosten|sommaren|vintern)\b", plain)
    if season_match and years:
        season = _SEASONS[season_match[1]]
    order = None
    if re.search(
        r"\b(?:senaste|sista)\s+(?:\w+\s+)?(?:mote|motet|sammantrade|sammantradet|protokollet)\b|\bsenaste\s+\w*motet\b",
        plain,
    ):
        order = "last"
    elif re.search(
        r"\bforsta\s+(?:\w+\s+)?(?:mote|motet|sammantrade|sammantradet|protokollet)\b", plain
    ):
        order = "first"
    for year in years:
        rest = re.sub(rf"(?<![\d/-]){year}(?![\d/-])", " ", rest)
    return When(dates, tuple(months), bare, tuple(years), season, order), rest


def _names(text: str) -> tuple[str, ...]:
    return tuple(text[a:b] for a, b in find_names(text))


def _terms(text: str, names: tuple[str, ...]) -> tuple[Term, ...]:
    text = _MEETING_NUMBER.sub(" ", text)
    text = re.sub(r"(?:§+|[Pp]unkt|[Pp]aragraf|[Ää]rende)\s*\d{1,4}(?:[.:]\d{2})?", " ", text)
    seen: dict[str, Term] = {}
    named = {word for name in names for word in fold_marks(name).replace("-", " ").split()}
    for word in words(text):
        for part in _parts(word):
            bare = fold_marks(part)
            if bare in _STOP and bare in named:  # `Per Lind`: here it is no preposition
                seen.setdefault(stem(part), Term(part, generic=False))
            if bare in _STOP or bare in MONTHS or len(bare) < 2 or bare.replace(".", "").isdigit():
                continue
            generic = bare in _GENERIC or bool(ORGANISATION.search(bare))
            seen.setdefault(stem(part), Term(part, generic, _is_verb(part, text)))
    return tuple(seen.values())


def _is_verb(word: str, text: str) -> bool:
    return bool(_VERB.match(word)) and word in text  # written small: `Roste` is a place


def _parts(word: str) -> list[str]:
    return (
        [part for part in re.split(r"[-/:]", word) if part]
        if re.search(r"[-/:]", word) and not word[0].isdigit()
        else [word]
    )


def _numbers(text: str) -> tuple[str, ...]:
    text = _MEETING_NUMBER.sub(" ", text)
    text = re.sub(
        r"(?:§+|[Pp]unkt|[Pp]aragraf|[Ää]rende|[Kk]l\.?|[Kk]lockan)\s*\d{1,4}(?:[.:]\d{2})?",
        " ",
        text,
    )
    return tuple(_NUMBER.findall(text))


def _head(plain: str) -> str | None:
    match = re.search(
        r"\bvilk(?:en|et|a)\s+(?:av\s+(?:de|dom)\s+)?(?:\w+\s+(?=natverk|projekt|kommun|foretag|bolag|nya))?(\w{3,})",
        plain,
    )
    return match[1] if match and match[1] not in _STOP else None


def month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a month."""
    first = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return first, following - dt.timedelta(days=1)
