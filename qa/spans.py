"""Exact spans: the persons, dates, sums, numbers and places that a text names.

Each function proposes spans of a text, in its order; which of them answers is chosen elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.amounts import find_amounts
from index.dates import MONTHS, find_dates
from index.names import find_names

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_PERIOD = re.compile(
    rf"""
    (?:senast\s+)?(?:den\s+)?\d{{1,2}}\s?[-–]?\s?\d{{0,2}}\s+(?:{_MONTH})\b(?:\s+\d{{4}})?
    | (?:(?:första|andra)\s+(?:halvåret|kvartalet)
        |(?:vår|höst|sommar|vinter)(?:en|terminen)?
        |(?:vid\s+)?(?:års|halvårs)skiftet
        |(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)
        |(?:kvartal|vecka)\s+\d+)
        (?:\s+(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?)?
    | (?:efter|före|inför|under)\s+
        (?:sommar|jul|semester|årsskiftet|sommaruppehållet|sommaren|hösten|våren)\w*
        (?:\s+(?:19|20)\d\d)?
    | \b(?:19|20)\d\d\s?[-–]\s?(?:19|20)?\d\d\b
    | (?<![\d-])(?:19|20)\d\d(?![\d-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TO = re.compile(r"\s?[-–]\s?|\s+(?:till(?:\s+och\s+med)?|t\.?\s?o\.?\s?m\.?)\s+")
_CLOCK = re.compile(r"(?:kl(?:ockan)?\.?\s*)?\b\d{1,2}[.:]\d{2}\b(?:\s?[-–]\s?\d{1,2}[.:]\d{2})?")
_NUMBER_WORD = """en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton
    |sexton|sjutton|arton|nitton|tjugo|trettio|fyrtio|femtio|sextio|hundra|tusen
    |inga|ingen|samtliga"""
_COUNT = re.compile(
    rf"""
    (?<![\d.,:/-])(?:\d{{1,3}}(?:[ \u00a0]\d{{3}})+|\d+(?:[.,]\d+)?(?:[-–]\d+)?)
        (?:\s?(?:%|procent(?:enheter)?))?(?![\d/:])
        (?:\s+(?:månader|år|veckor|dagar|timmar|kilometer|km|meter|ton|platser|kvadratmeter|m2))?
    | \b(?:{_NUMBER_WORD})\b(?:\s+(?:månader|år|veckor|dagar|timmar))?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PLACE = re.compile(
    r"""
    \b(?:i|på|vid|till|från|hos|mellan)\s+
    ((?:[A-ZÅÄÖ][\wåäöé-]+)(?:\s(?:[A-ZÅÄÖ][\wåäöé-]+|\d+\s?[a-z]?\b))*)
    """,
    re.VERBOSE,
)
# Between two names of one list: `Ida Berg, Norrsjö, och Per Lind, kanslichef`.
_LISTED = re.compile(r"(?:,(?!\s*som\b)[^,.;()]{0,40})?,?\s*(?:och|samt)?\s*")
_APART = 45  # characters between them: a place or a role, and the joint
_ANY_YEAR = 2000  # of a date without one: only where it stands is asked for


@dataclass(frozen=True, slots=True)
class Found:
    """A span inside a unit's text that has the type asked for."""

    start: int
    end: int
    text: str


def found(text: str, spans: Iterable[tuple[int, int]]) -> list[Found]:
    """Return those of `spans` that are not empty, with their text."""
    return [Found(start, end, text[start:end]) for start, end in spans if end > start]


def names(text: str) -> list[Found]:
    """Return the persons named in `text`."""
    return found(text, find_names(text))


def name_runs(text: str) -> list[Found]:
    """Return the persons named in `text`, those that are listed together as one span."""
    runs: list[Found] = []
    for name in names(text):
        between = text[runs[-1].end : name.start] if runs else ""
        if runs and _LISTED.fullmatch(between) and len(between) < _APART:
            runs[-1] = Found(runs[-1].start, name.end, text[runs[-1].start : name.end])
        else:
            runs.append(name)
    return runs


def dates(text: str) -> list[Found]:
    """Return the dates, periods and deadlines in `text`; of those that overlap, the longest."""
    spans = [(date.start, date.end) for date in find_dates(text, _ANY_YEAR)]
    spans += [match.span() for match in _PERIOD.finditer(text)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        if not any(a < end and start < b for a, b in kept):
            kept.append((start, end))
    return found(text, _joined(text, sorted(kept)))


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `spans` in their order, those of a first and a last day as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _TO.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def clocks(text: str) -> list[Found]:
    """Return the clock times in `text`."""
    return found(text, [match.span() for match in _CLOCK.finditer(text)])


def amounts(text: str) -> list[Found]:
    """Return the sums of money in `text`."""
    return found(text, [(amount.start, amount.end) for amount in find_amounts(text)])


def counts(text: str) -> list[Found]:
    """Return the numbers in `text` that count something: no dates, no sums of money."""
    taken = [*dates(text), *amounts(text)]
    return [
        number
        for number in found(text, [match.span() for match in _COUNT.finditer(text)])
        if not any(each.start < number.end and number.start < each.end for each in taken)
    ]


def places(text: str) -> list[Found]:
    """Return the places named after a preposition in `text`."""
    people = names(text)
    spans = [match.span(1) for match in _PLACE.finditer(text)]
    return [place for place in found(text, spans) if place not in people]
