"""Exact spans: the name, date, amount, number or place inside a unit that answers a question.

Each finder proposes spans of a text; the one nearest to the words that the question asks about
is the highlight.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.amounts import find_amounts
from index.dates import MONTHS, find_dates
from index.folding import fold_marks
from index.names import find_names
from qa.kinds import Kind

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_PERIOD = re.compile(
    rf"(?:senast\s+)?(?:den\s+)?\d{{1,2}}\s?[-–]?\s?\d{{0,2}}\s+(?:{_MONTH})\b(?:\s+\d{{4}})?"
    rf"|(?:(?:första|andra)\s+(?:halvåret|kvartalet)|(?:vår|höst|sommar|vinter)(?:en|terminen)?|(?:vid\s+)?(?:års|halvårs)skiftet|"
    rf"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)|(?:kvartal|vecka)\s+\d+)(?:\s+(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?)?"
    rf"|(?:efter|före|inför|under)\s+(?:sommar|jul|semester|årsskiftet|sommaruppehållet|sommaren|hösten|våren)\w*(?:\s+(?:19|20)\d\d)?"
    rf"|\b(?:19|20)\d\d\s?[-–]\s?(?:19|20)?\d\d\b|(?<![\d-])(?:19|20)\d\d(?![\d-])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:kl(?:ockan)?\.?\s*)?\b\d{1,2}[.:]\d{2}\b(?:\s?[-–]\s?\d{1,2}[.:]\d{2})?")
_NUMBER_WORD = (
    "en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo|"
    "trettio|fyrtio|femtio|sextio|hundra|tusen|inga|ingen|samtliga"
)
_COUNT = re.compile(
    rf"(?<![\d.,:/-])(?:\d{{1,3}}(?:[ \u00a0]\d{{3}})+|\d+(?:[.,]\d+)?)(?:\s?(?:%|procent(?:enheter)?))?(?![\d/:])(?:\s+(?:månader|år|veckor|dagar|timmar|kilometer|km|meter|ton|platser|kvadratmeter|m2))?|\b(?:{_NUMBER_WORD})\b(?:\s+(?:månader|år|veckor|dagar|timmar))?",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:i|på|vid|till|från|hos|mellan)\s+((?:[A-ZÅÄÖ][\wåäöé-]+)(?:\s(?:[A-ZÅÄÖ][\wåäöé-]+|\d+\s?[a-z]?\b))*)"
)
# Who is charged with something, when it is no person: `uppdra åt X att`, `X får i uppdrag att`.
_NAMED = r"[\wåäöÅÄÖ-]+(?:\s[A-ZÅÄÖ][\wåäö-]+)*"
_AGENT = re.compile(
    r"(?i:uppdra(?:r|s)?\s+(?:åt|till|at|&t))\s+(?P<a>[^.;]{3,80}?)\s+(?:att|i uppdrag)\b"
    r"|(?i:ge|ger|gav|ges)\s+(?P<b>[^.;]{3,60}?)\s+i\s+uppdrag"
    r"|(?:^|[Aa]tt\s+)(?P<c>[^.;,]{3,60}?)\s+(?:får|fick|ges)\s+i\s+uppdrag"
    rf"|(?:sammanställs|genomförs|utförs|redovisas|tas\s+fram|samordnas|drivs|leds|ansvaras)\s+av\s+(?P<d>{_NAMED})"
    r"|(?:går|gick|tilldelas|tilldelades|delas ut)\s+(?:till\s+)?(?P<e>[^.;]{3,60}?)(?:\.|$)"
    r"|[Aa]tt\s+(?P<f>[\wåäöÅÄÖ-]+(?:\s(?!ska\b|skall\b)[\wåäöÅÄÖ-]+){0,5})\s+(?:ska|skall|arbetar|tar|återkommer|"
    r"ansvarar|återkopplar|undersöker|samordnar|kallar|utreder|redovisar|skickar|bjuder)\b"
    r"|med\s+(?P<g>[A-ZÅÄÖ][\wåäöÅÄÖ-]*(?:\s[A-ZÅÄÖ][\wåäö-]+)*)\s+som\s+\w+"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A span inside a unit's text that has the type asked for."""

    start: int
    end: int
    text: str


def _found(text: str, spans: Sequence[tuple[int, int]]) -> list[Found]:
    return [Found(a, b, text[a:b]) for a, b in spans if b > a]


def names(text: str) -> list[Found]:
    """Return the persons named in `text`; names joined by commas and `och` are one run."""
    return _found(text, find_names(text))


def name_runs(text: str) -> list[Found]:
    """Return the persons named in `text`, those that are listed together as one span."""
    runs: list[Found] = []
    for name in names(text):
        if (
            runs
            and re.fullmatch(
                r"(?:,[^,.;()]{0,40})?,?\s*(?:och|samt)?\s*", text[runs[-1].end : name.start]
            )
            and name.start - runs[-1].end < 45
        ):
            runs[-1] = Found(runs[-1].start, name.end, text[runs[-1].start : name.end])
        else:
            runs.append(name)
    return runs


_BODY_LIKE = re.compile(
    r"[A-ZÅÄÖ]|\b[\wåäö-]*(?:grupp|nätverk|sekretariat|styrelse|nämnd|utskott|chef|råd|förvaltning|enhet|kontor|direktör|"
    r"kommun|företag|bolag|förening|ledning|organisation|avdelning|presidi|ordförande|samordnare|strateg|ledare|kommitté|beredning|ansvarig)\w{0,4}\b"
)


def agents(text: str) -> list[Found]:
    """Return the bodies, networks and offices that `text` charges with something."""
    spans = []
    for match in _AGENT.finditer(text):
        for group in "abcdefg":
            if match[group] and _BODY_LIKE.search(match[group]):
                spans.append(match.span(group))
    return _found(text, spans)


def dates(text: str) -> list[Found]:
    """Return the dates, periods and deadlines in `text`, longest first at each place."""
    spans = [(d.start, d.end) for d in find_dates(text, 2000)]
    spans += [m.span() for m in _PERIOD.finditer(text)]
    kept: list[tuple[int, int]] = []
    for a, b in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if not any(x < b and a < y for x, y in kept):
            kept.append((a, b))
    return _found(text, sorted(kept))


def clocks(text: str) -> list[Found]:
    """Return the clock times in `text`."""
    return _found(text, [m.span() for m in _CLOCK.finditer(text)])


def amounts(text: str) -> list[Found]:
    """Return the sums of money in `text`."""
    return _found(text, [(a.start, a.end) for a in find_amounts(text)])


def counts(text: str) -> list[Found]:
    """Return the numbers in `text` that count something: no dates, no sums of money."""
    taken = [(f.start, f.end) for f in (*dates(text), *amounts(text))]
    spans = [m.span() for m in _COUNT.finditer(text)]
    return _found(text, [s for s in spans if not any(a < s[1] and s[0] < b for a, b in taken)])


def places(text: str) -> list[Found]:
    """Return the places named after a preposition in `text`."""
    people = [(f.start, f.end) for f in names(text)]
    spans = [m.span(1) for m in _PLACE.finditer(text)]
    return _found(text, [s for s in spans if s not in people])


def finder(kind: Kind, plain: str) -> Callable[[str], list[Found]] | None:
    """Return what proposes highlights for a question of this kind; None if none is exact."""
    if kind is Kind.WHO:

        def who(text: str) -> list[Found]:
            people = name_runs(text)
            return people if people else agents(text)

        return who
    if kind is Kind.WHEN:
        if re.search(r"\bhur\s+dags\b|\bklockan\b|\bvilken\s+tid\b|\bvilka\s+tider\b", plain):
            return lambda text: clocks(text) or dates(text)
        if re.search(r"\bhur\s+lange\b", plain):
            return lambda text: (
                dates(text)
                or [f for f in counts(text) if re.search(r"månad|år|veck|dag|timm", f.text)]
            )
        return dates
    if kind is Kind.HOW_MUCH:
        return lambda text: (
            amounts(text) or [f for f in counts(text) if "%" in f.text or "procent" in f.text]
        )
    if kind is Kind.HOW_MANY:
        return lambda text: [f for f in counts(text) if fold_marks(f.text) not in {"en", "ett"}]
    if kind is Kind.WHERE:
        return places
    return None


_FIRM = re.compile(r"[A-ZÅÄÖ][\wåäöÅÄÖé-]*(?:\s(?:(?:i|och|&)\s)?[A-ZÅÄÖ&][\wåäöÅÄÖé&-]*)*")


def firms(text: str) -> list[Found]:
    """Return the capitalised names in `text` that are no person's and not merely its first word."""
    people = {(f.start, f.end) for f in names(text)}
    found = []
    for match in _FIRM.finditer(text):
        alone = " " not in match.group()
        if (
            match.span() in people
            or (match.start() == 0 and alone)
            or match.group() in {"AB", "Dnr"}
        ):
            continue
        found.append(match.span())
    return _found(text, found)


def heads(head: str, text: str) -> list[Found]:
    """Return the noun phrases in `text` whose last word is, or ends with, `head`.

    «Vilket nätverk …» is answered by `HR nätverket` or `skolchefsnätverket`.
    """
    stemmed = fold_marks(head)[: max(4, len(head) - 2)]
    pattern = re.compile(r"(?:[A-ZÅÄÖ][\wåäöÅÄÖ-]*\s+){0,3}[\wåäöÅÄÖ-]+")
    found = []
    for match in pattern.finditer(text):
        last = fold_marks(match.group().split()[-1])
        at = last.rfind(stemmed)
        if at < 0 or len(last) - at > len(head) + 4:
            continue
        if at > 0 or len(match.group().split()) > 1:
            found.append(Found(match.start(), match.end(), match.group()))
    named = re.compile(
        rf"\b\w*{re.escape(head[: max(4, len(head) - 2)])}\w{{0,5}}\s+([A-ZÅÄÖ][\wåäö-]*(?:\s[A-ZÅÄÖ][\wåäö-]*)*)",
        re.IGNORECASE,
    )
    for match in named.finditer(text):
        if match[1][0].isupper():
            found.append(Found(match.start(1), match.end(1), match[1]))
    return found
