"""Kinds: what a question asks for, by the first of its words that ask for something.

All patterns are of the folded question without marks.
"""

from __future__ import annotations

import re
from enum import StrEnum


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


_SUM = r"""(?:\w*(?:belopp|summa|kostnad|budget|anslag|pris|hyra|avgift|ersattning|bidrag|arvode
    |taxa|nota|intakt|lon|utfall|resultat|overskott|underskott))"""
# Where two begin at the same word, the first here wins.
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = tuple(
    (re.compile(pattern, re.VERBOSE), kind)
    for pattern, kind in (
        (
            r"""
            \b(?:nar|vilka\s+moten|vilka\s+ganger|hur\s+ofta)\b.*
            \b(?:varit\s+uppe|diskuterats|tagits\s+upp|behandlats|pratats?)\b
            """,
            Kind.TIMELINE,
        ),
        (
            r"""
            \b(?:hur|vad|vilka)\b.*
            \b(?:rosterna|rostsiffr\w*|omrostning\w*|votering\w*|rostresultat\w*)\b
            | \bhur\s+rostade\b
            | \bhur\s+manga\s+rostade\b
            """,
            Kind.VOTE,
        ),
        (
            r"""
            \b(?:pa|vid|under)\s+vilka\s+(?:moten|sammantraden)\b
            | \bhur\s+har\b.*\b(?:utvecklats|forandrats|andrats|gatt\s+till|gatt)\b
            | \btidslinje\b
            | \bover\s+tid\b
            | \bvad\s+har\s+hant\s+med\b
            | \bvad\s+(?:hande|skedde)\s+med\b.*\bfran\b.*\btill\b
            | \bvilka\s+\w+\s+har\b.*\bhaft\b
            | \bhur\b.*\b(?:har|hade|fragan)\b.*\b(?:vuxit\s+fram|utvecklats|utvecklat\s+sig)
            | \bhistorik\b
            | \bhistoriken\b
            | \butvecklingen\s+(?:av|for|i)\b
            | \bvilka\s+har\s+varit\b
            | \bi\s+(?:tur\s+och\s+)?ordning\b
            | \bhur\s+(?:forandrades|andrades|utvecklades)\b
            | \bgenom\s+aren\b
            | \bunder\s+de\s+olika\b
            """,
            Kind.TIMELINE,
        ),
        (
            r"""
            \bvarfor\b
            | \bav\s+vilk(?:en|et|a)\s+(?:anledning|skal|orsak)
            | \borsaken\s+till\b
            | \bvad\s+berodde\b
            | \bhur\s+kommer\s+det\s+sig
            | \bi\s+vilket\s+syfte\b
            | \bmed\s+vilken\s+motivering\b
            | \bhur\s+motiverades\b
            | \bvad\s+var\s+(?:skalet|anledningen|orsaken|syftet)\b
            """,
            Kind.WHY,
        ),
        (
            rf"""
            \bhur\s+(?:mycket|stor[at]?|dyr[at]?)\b(?!\s+(?:andel|del\b))
            | \bhur\s+hog[at]?\s+(?:\w+\s+){{0,3}}?\w*{_SUM}
            | \bvad\s+(?:kosta|ar\s+{_SUM}|blev\s+{_SUM}|var\s+{_SUM})
            | \bvilk(?:et|en|a)\s+{_SUM}
            | \bvilka\s+kostnader\b
            | \bvad\b.*\b(?:kosta|kostade|kostar|kostat|kostnad\w*|betala|betalar|betalade|betalt
                |slutnota\w*|notan|budgeten)\b
            | \bvad\s+(?:gick|landade|slutade|hamnade)\b.*\bpa\b
            """,
            Kind.HOW_MUCH,
        ),
        (
            r"""
            \bhur\s+(?:manga|stor\s+(?:andel|del)|hog[at]?)\b
            | \bvilket\s+antal\b
            | \bantalet\b.*\?
            | \bantal\s+\w+
            | \bhur\s+lang[at]?\b
            | \bhur\s+(?:gammal|gamla)\b
            """,
            Kind.HOW_MANY,
        ),
        (
            r"""
            \bnar\b
            | \bvilk(?:en|et|a)\s+
                (?:dag|dagar|datum|ar|manad|tid|tider|tidpunkt|period|vecka|termin)\b
            | \bhur\s+dags\b
            | \bhur\s+lange\b
            | \bsista\s+dag
            | \bvilket\s+mote\b
            | \btill\s+vilken\s+dag\b
            | \bhur\s+snart\b
            | \bdatum\s+for\b
            | \bdeadline\b
            | \bvad\s+ar\s+tidplanen\b
            """,
            Kind.WHEN,
        ),
        (
            r"""
            \b(?:vem|vems|vilka\s+personer|vilken\s+person
            |vilka\s+(?:ar|var|blev|ska|skulle|fick|far|har|hade|kom|ingar|ingick|satt|sitter|tog
                |skrev|lag|rostar|jobbar|leder|pratar|saknas|finns|deltar|avstod
                |\w+(?:ade|sades|ades|rde|nde|gde|lde|mde|vde|kte|ste|pte|tog|lts|drog)))\b
            | \bvad\s+het(?:er|te)\s+(?:den\s+som|de\s+som|han|hon|personen|mannen|kvinnan
                |(?:den\s+)?(?:ny[ae]?\s+|tidigare\s+|forr[ae]\s+)?\w*(?:chef|direktor|ordforande|rektor|hovding|ledare|sekreterare|lakare|larare
                |forskare|handlaggare|konstnar|arkitekt|strateg|samordnare|rad)(?:e?n|na)?)\b
            """,
            Kind.WHO,
        ),
        (
            r"""
            \bvilk(?:en|et|a)\s+beslut\b
            | \bsenaste\s+beslutet\b
            | \bvad\s+(?:\w+\s+){0,3}?(?:beslutade|beslutades|beslutas|beslut|beslutet|bestamdes
                |bestamde|bestamts|beslots|beslot|gjorde|tyckte|sa\b|sade)
            | \bvad\s+(?:blev|ar|var)\s+(?:beslutet|det\s+beslutade)
            | \bvad\s+(?:blev\s+det\s+av|hande|hander|hant|har\s+hant)\b
            | \bkom\b.*\bfram\s+till\b
            | \bhur\s+gick\s+det\b
            | \bvad\s+ska\s+(?:\w+\s+)?(?:gora|goras|handa)\b
            | ^beslut\s+(?:om|i|gallande|angaende)\b
            | \bhur\s+blev\s+det\b
            """,
            Kind.DECISION,
        ),
        (
            r"""
            \bvar\s+(?!(?:det|med|dar|och)\b)
                (?:ska|kan|kunde|far|fick|ligger|lag|holl|haller|hall|ager|agde|hamnar|hamnade|byggs
                |finns|fanns|kommer|skulle|blir|blev|nagonstans|star|stod|sker|bor|ordnas
                |arrangeras|\w+(?:ades|des|tes|lls|ses|rdes|ts))\b
            | ^(?:och\s+)?var\s+(?:ar|sker|var)\b
            | ^(?:och\s+)?var(?:\s+(?:da|nagonstans|exakt|dar))?(?:,|$)
            | \bvart\b
            | \b(?:pa|i)\s+vilk(?:en|et|a)\s+
                (?:plats|ort|orter|adress|lokal|kommun|byggnad|stad|skola|hus)\w*
            | \bvilk(?:en|et|a)\s+(?:plats|lokal|adress|hotell|ort|orter)\b
            """,
            Kind.WHERE,
        ),
        (r"\bvilk(?:en|et|a)\b | \bvad\s+(?:heter|hette|kallas)\b", Kind.WHICH),
    )
)
# These are asked for with words that ask for other things too: «när har … diskuterats».
_SPECIAL = (Kind.TIMELINE, Kind.VOTE, Kind.WHY)
_VERB_FIRST = re.compile(
    r"""
    ^(?:och\s+|men\s+)?
    (?:ska|skall|har|hade|blev|blir|fick|far|var|ar|kommer|kan|finns|fanns|gick|tog|togs|ville|vill
    |sa|gav|borde|maste|kom|slapp|vann|bar
    |\w{2,}(?:ade|ades|des|tes|rde|nde|lde|gde|mde|vde|kte|pte|lls|lts|jer|jes|rs|ller|rar|par|nar|tar|lar|ngs|ogs
        |og|tte|llde|klar))\b
    """,
    re.VERBOSE,
)
_ASKING = re.compile(
    r"\b(?:vem|vems|vilka|vilken|vilket|vad|nar|hur|varfor|vart|varifran|hurdan)\b"
)
# Where the verb comes first, «när» begins a clause: «Var hon med när avtalet skrevs?», unless the
# verb is of knowing or telling: «Vet man när bron öppnar?»
_TELLING = re.compile(
    r"^(?:och\s+|men\s+)?(?:kan|vet|vill|minns|framgar|star|sags|sa|sade|sager|gar|finns|anges|namns"
    r"|beslut\w*|bestam\w*|ar\s+det|var\s+det)\b"
)
_OPENING = 60  # characters, to the first comma, in which a question with the verb first may ask
# What keywords without a question ask for, and what a timeline is of: the first that matches.
_OF_KEYWORDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (
        re.compile(r"\bforedragande|\bansvarig\b|\bordforande\b|\bsekreterare\b|\bchef\b"),
        Kind.WHO,
    ),
    (re.compile(r"\bbeslut(?:et|ades)?\b"), Kind.DECISION),
    (re.compile(rf"(?<!\batt\ )\b{_SUM}", re.VERBOSE), Kind.HOW_MUCH),
    (re.compile(r"\bdatum\b|\btidpunkt\b"), Kind.WHEN),
)
_OF_TIMELINE: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(rf"\b{_SUM} | \bkosta", re.VERBOSE), Kind.HOW_MUCH),
    (re.compile(r"\bandel|\bantal|\bprocent"), Kind.HOW_MANY),
    (re.compile(r"\bdatum|\btidpunkt|\bdag\b"), Kind.WHEN),
    (re.compile(r"\bvilka\s+har\s+varit\b|\bvem\b|\bvilka\s+\w+\s+har\b.*\bhaft\b"), Kind.WHO),
)


def kind_of(plain: str) -> Kind:
    """Return what the first words of `plain` that ask for something ask for."""
    first = _first_asking(plain)
    if _VERB_FIRST.match(plain) and (first is None or first[0] > 0) and not _asks_besides(plain):
        return Kind.YES_NO
    if first is not None:
        return first[1]
    return next((kind for pattern, kind in _OF_KEYWORDS if pattern.search(plain)), Kind.OTHER)


def _asks_besides(plain: str) -> bool:
    """Return whether a question with the verb first asks for more than yes or no."""
    asking = [match.group() for match in _ASKING.finditer(plain[:_OPENING].split(",")[0])]
    return any(word != "nar" or _TELLING.match(plain) for word in asking)


def measure_of(kind: Kind, plain: str) -> Kind:
    """Return what a timeline is of: sums, counts, days, persons; of all else, the kind itself."""
    if kind is not Kind.TIMELINE:
        return kind
    return next((of for pattern, of in _OF_TIMELINE if pattern.search(plain)), kind)


def _first_asking(plain: str) -> tuple[int, Kind] | None:
    """Return where the words stand that ask for something, and for what; None if none do."""
    found = [
        (match.start(), rank, kind)
        for rank, (pattern, kind) in enumerate(_KINDS)
        if (match := pattern.search(plain))
    ]
    if not found:
        return None
    start, _, kind = min([f for f in found if f[2] in _SPECIAL] or found)
    return start, kind
