"""Periods: stretches of time that a question names, from which day to which.

«mellan 2016 och 2018», «sedan 2021», «i början av 2020», «efter sommaruppehållet 2018», «förra
året». All patterns are of the folded text without marks.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.dates import MONTHS

_YEAR = r"(?:19|20)\d\d(?![\d/]|-\d)"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# First and last month of the parts of a year, as boards divide it: the spring is all that comes
# before the summer, and the committee year begins again in August.
_PARTS: tuple[tuple[str, int, int], ...] = (
    (r"varen", 1, 6),
    (r"hosten", 8, 12),
    (r"sommaren", 6, 8),
    (r"(?:i\s+)?borjan\s+(?:av|pa)", 1, 4),
    (r"(?:i\s+)?mitten\s+(?:av|pa)", 5, 8),
    (r"(?:i\s+)?slutet\s+(?:av|pa)", 9, 12),
    (r"forsta\s+halv(?:aret|an\s+av)", 1, 6),
    (r"andra\s+halv(?:aret|an\s+av)", 7, 12),
    (r"(?:forsta\s+kvartalet|q1|kvartal\s+1)", 1, 3),
    (r"(?:andra\s+kvartalet|q2|kvartal\s+2)", 4, 6),
    (r"(?:tredje\s+kvartalet|q3|kvartal\s+3)", 7, 9),
    (r"(?:fjarde|sista)\s+kvartalet|q4|kvartal\s+4", 10, 12),
)
_AROUND: tuple[tuple[str, int, int], ...] = (
    (r"(?:efter|sedan)\s+(?:sommar\w*|semest\w+)", 8, 12),
    (r"(?:fore|innan)\s+(?:sommar\w*|semest\w+)", 1, 6),
    (r"(?:fore|innan)\s+(?:jul\w*|nyar\w*)", 9, 12),
)
_PART = "|".join(pattern for pattern, _, _ in (*_PARTS, *_AROUND))
_DAY = rf"(?:den\s+)?\d{{1,2}}\s+(?:{_MONTH})\s+{_YEAR}|(?:19|20)\d\d-\d\d-\d\d(?!\d)"
# A day, a month, a part of a year, a year.
_BASE = rf"(?:{_DAY}|(?:(?:{_MONTH}|{_PART})\.?\s+)?(?:aret?\s+)?{_YEAR})"
_OPEN = rf"(?:(?:{_MONTH}|{_PART}|\d{{1,2}}\s+(?:{_MONTH}))|{_BASE})"  # its year may come later
_TO = r"(?:t\.?\s?o\.?\s?m\.?|till\s+och\s+med|fram\s+till|till|och)"
_FROM = r"(?:mellan|fr\.?\s?o\.?\s?m\.?|fran\s+och\s+med|fran)"
_RANGE = re.compile(rf"\b{_FROM}\s+(?:ar(?:en|et)?\s+)?({_OPEN})\s+{_TO}\s+(?:ar\s+)?({_BASE})")
# «Planen för 2020-2023» names a plan and not when to look.
_YEARS = re.compile(
    r"(?<!for )\b(?:under\s+)?(?:aren|perioden|mandatperioden|under)\s+"
    r"((?:19|20)\d\d)\s?[-–]\s?((?:19|20)?\d\d)(?!\d)"
)
_SINCE = re.compile(
    rf"\b(?P<how>sedan|alltsedan|fr\.?\s?o\.?\s?m\.?|fran\s+och\s+med|efter|fore|innan|fram\s+till"
    rf"|t\.?\s?o\.?\s?m\.?|till\s+och\s+med)\s+(?:ar\s+)?(?P<base>{_BASE})"
)
_PART_OF_YEAR = re.compile(
    rf"\b(?P<part>{_PART})\s+(?:under\s+|av\s+)?(?:aret?\s+)?(?P<year>(?:19|20)\d\d)(?![\d/]|-\d)"
)
_SEASON = re.compile(r"(?:varen|hosten|sommaren|vintern)$")
_AROUND_OF_YEAR = re.compile("|".join(pattern for pattern, _, _ in _AROUND))
_OVER_NEW_YEAR = re.compile(
    r"\bvintern\s+(?P<first>(?:19|20)\d\d)\s?[-/–]\s?(?P<last>(?:20)?\d\d)\b"
)
_TERM = re.compile(r"\b(?P<term>vt|ht)\s?[-']?(?P<year>(?:20)?\d\d)\b")
_AFTER_NEW_YEAR = re.compile(r"\befter\s+(?:jul\w*|nyar\w*|arsskiftet)\s+((?:19|20)\d\d)\b")
# General elections are in September; what they lead to is settled until the next year's end.
_AFTER_ELECTION = re.compile(r"\befter\s+(?:riksdags|kommunal)?valet\s+((?:19|20)\d\d)\b")
_DECADE = re.compile(r"\b((?:19|20)?\d0)-talet\b")
_RELATIVE = re.compile(
    r"""
    \b(?P<this>i\s+ar|innevarande\s+ar|arets\s+(?=\w+\s+(?:mote|sammantrade)))(?!\s+(?:igen|rad))\b
    | \b(?P<last>forra\s+aret|i\s+fjol|fjolarets?|forra\s+arets)\b
    | \bi\s+(?P<passed>varas|somras|hostas|vintras)\b
    | \bforra\s+(?P<former>varen|sommaren|hosten|vintern)\b
    | \b(?P<month>forra\s+manaden)\b
    """,
    re.VERBOSE,
)
_SEASONS = {"var": (1, 6), "som": (6, 8), "hos": (8, 12), "vin": (12, 2)}


@dataclass(frozen=True, slots=True)
class Period:
    """All days from `first` to `last`, both included; `dt.date.min` and `max` where it is open."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        """Return whether `day` is one of them."""
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """Return `2016-01-01–2018-12-31`, without an end that is open."""
        first = "" if self.first == dt.date.min else self.first.isoformat()
        last = "" if self.last == dt.date.max else self.last.isoformat()
        return f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period and where a text names it."""

    start: int
    end: int
    period: Period


def find_periods(plain: str, today: dt.date) -> list[FoundPeriod]:
    """Return the periods that `plain` names in more than a day, a month or a year, in order.

    A plain year, a month of a year and a season of a year are left to their reader (when.py).
    """
    found: list[FoundPeriod] = []
    for one in _all(plain, today):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _all(plain: str, today: dt.date) -> Iterator[FoundPeriod]:
    """Yield what each pattern finds, the widest patterns first; some may overlap."""
    for match in _RANGE.finditer(plain):
        last = _base(match[2])
        first = _base(match[1]) or (_base(f"{match[1]} {last.last.year}") if last else None)
        if first and last and first.first <= last.last:
            yield FoundPeriod(*match.span(), Period(first.first, last.last))
    for match in _YEARS.finditer(plain):
        year, last_year = int(match[1]), _full_year(match[2], match[1])
        if year <= last_year:
            yield FoundPeriod(*match.span(), Period(*_months(year, 1, last_year, 12)))
    for match in _OVER_NEW_YEAR.finditer(plain):
        year, last_year = int(match["first"]), _full_year(match["last"], match["first"])
        if last_year == year + 1:
            yield FoundPeriod(*match.span(), Period(*_months(year, 12, last_year, 2)))
    for match in _AFTER_NEW_YEAR.finditer(plain):
        year = int(match[1]) + 1
        yield FoundPeriod(*match.span(), Period(*_months(year, 1, year, 4)))
    for match in _AFTER_ELECTION.finditer(plain):
        yield FoundPeriod(*match.span(), Period(*_months(int(match[1]), 9, int(match[1]) + 1, 12)))
    yield from _parts(plain, around=True)  # «före jul 2018» is not before July
    for match in _SINCE.finditer(plain):
        base = _base(match["base"])
        if base is not None:
            yield FoundPeriod(*match.span(), _open_ended(match["how"], base))
    yield from _parts(plain, around=False)
    for match in _TERM.finditer(plain):
        year = _full_year(match["year"], "2000")
        months = (1, 6) if match["term"] == "vt" else (8, 12)
        yield FoundPeriod(*match.span(), Period(*_months(year, months[0], year, months[1])))
    for match in _DECADE.finditer(plain):
        year = _full_year(match[1], "1900" if match[1] in ("70", "80", "90") else "2000")
        yield FoundPeriod(*match.span(), Period(*_months(year, 1, year + 9, 12)))
    for match in _RELATIVE.finditer(plain):
        yield FoundPeriod(*match.span(), _relative(match, today))


def _parts(plain: str, *, around: bool) -> Iterator[FoundPeriod]:
    """Yield the parts of a year; if `around`, those named by a holiday before or after them."""
    for match in _PART_OF_YEAR.finditer(plain):
        part = match["part"]
        if _SEASON.match(part) or bool(_AROUND_OF_YEAR.fullmatch(part)) is not around:
            continue
        period = _base(f"{part} {match['year']}")
        if period is not None:
            yield FoundPeriod(*match.span(), period)


def _base(text: str) -> Period | None:
    """Return the period of a day, a month, a part of a year or a year; None if it is none."""
    text = re.sub(r"^den\s+", "", text.strip())
    if re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d", text):
        return _day(*(int(part) for part in text.split("-")))
    match = re.search(r"((?:19|20)\d\d)$", text)
    if match is None:
        return None
    year = int(match[1])
    before = re.sub(r"\s+aret?$", "", text[: match.start()].strip())
    if match := re.fullmatch(rf"(\d{{1,2}})\s+({_MONTH})", before):
        return _day(year, MONTHS[match[2]], int(match[1]))
    if before.rstrip(".") in MONTHS:
        month = MONTHS[before.rstrip(".")]
        return Period(*_months(year, month, year, month))
    for pattern, first, last in (*_PARTS, *_AROUND):
        if before and re.fullmatch(pattern, before):
            return Period(*_months(year, first, year, last))
    return None if before else Period(*_months(year, 1, year, 12))


def _open_ended(how: str, base: Period) -> Period:
    """Return the days since, after, before or until `base`."""
    one_day = dt.timedelta(days=1)
    if how == "efter":
        return Period(base.last + one_day, dt.date.max)
    if how in ("fore", "innan"):
        return Period(dt.date.min, base.first - one_day)
    if how in ("sedan", "alltsedan") or (how.startswith("fr") and not how.startswith("fram")):
        return Period(base.first, dt.date.max)
    return Period(dt.date.min, base.last)


def _relative(match: re.Match[str], today: dt.date) -> Period:
    """Return the period that is named by where it lies from `today`."""
    if match["this"]:
        return Period(*_months(today.year, 1, today.year, 12))
    if match["last"]:
        return Period(*_months(today.year - 1, 1, today.year - 1, 12))
    if match["month"]:
        day = today.replace(day=1) - dt.timedelta(days=1)
        return Period(day.replace(day=1), day)
    first, last = _SEASONS[(match["passed"] or match["former"])[:3]]
    year = today.year
    while True:  # the latest of these seasons that has begun
        period = Period(*_months(year, first, year + (first > last), last))
        if period.first <= today:
            break
        year -= 1
    if match["former"] and today in period:  # the one before the one that is now
        period = Period(*_months(year - 1, first, year - 1 + (first > last), last))
    return period


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return Period(found, found)


def _months(year: int, month: int, last_year: int, last_month: int) -> tuple[dt.date, dt.date]:
    """Return the first day of the first month and the last day of the last one."""
    last_day = calendar.monthrange(last_year, last_month)[1]
    return dt.date(year, month, 1), dt.date(last_year, last_month, last_day)


def _full_year(text: str, of: str) -> int:
    """Return a year that may be written without its century, which is that of `of`."""
    return int(text) if len(text) == 4 else int(of[:2] + text)
