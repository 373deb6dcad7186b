"""When: the days, months, years and seasons that a question names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.dates import MONTHS, FoundDate, find_dates
from index.folding import fold, fold_marks

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = re.compile(r"(?<![\d/-])((?:19|20)\d\d)(?![\d/-]|\d)")
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?\s+((?:19|20)\d\d)\b")
_MONTHS_MEETING = re.compile(
    rf"\b({_MONTH})(?:mötet|motet|mötets|motets|sammanträdet|sammantradet)\b(?:\s+((?:19|20)\d\d)\b)?"
)
_BARE_MONTH = re.compile(rf"\bi\s+({_MONTH})\b(?!\s+(?:19|20)\d\d)")
# «Planen för 2020-2023» names a plan and not when to look.
_YEAR_RANGE = re.compile(r"\b(?:19|20)\d\d\s?[-–]\s?(?:19|20)?\d\d\b")
_SEASON = re.compile(r"\b(varen|hosten|sommaren|vintern)\b")
# First and last month, as boards divide the year: the spring is all that comes before the summer.
_SEASONS = {"varen": (1, 6), "sommaren": (6, 8), "hosten": (8, 12), "vintern": (12, 2)}
_LAST = re.compile(
    r"""
    \b(?:senaste|sista)\s+(?:\w+\s+)?(?:mote|motet|sammantrade|sammantradet|protokollet)\b
    | \bsenaste\s+\w*motet\b
    """,
    re.VERBOSE,
)
_FIRST = re.compile(r"\bforsta\s+(?:\w+\s+)?(?:mote|motet|sammantrade|sammantradet|protokollet)\b")


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


def find_when(text: str) -> tuple[When, str]:
    """Return the times that `text` names, and the text without them."""
    rest = text
    dates = tuple(found for found in find_dates(text) if found.year_given)
    for found in dates:
        rest = _blanked(rest, found.start, found.end)
    months = []
    for match in _MONTH_YEAR.finditer(fold(rest)):
        months.append((int(match[2]), MONTHS[match[1]]))
        rest = _blanked(rest, match.start(), match.end())
    bare = [MONTHS[match[1]] for match in _BARE_MONTH.finditer(fold(rest))]
    for match in _MONTHS_MEETING.finditer(fold(rest)):  # «junimötet 2019»
        if match[2]:
            months.append((int(match[2]), MONTHS[match[1]]))
        else:
            bare.append(MONTHS[match[1]])
        rest = _blanked(rest, match.start(), match.end())
    ranges = [match.span() for match in _YEAR_RANGE.finditer(text)]
    years = tuple(
        int(match[1])
        for match in _YEAR.finditer(rest)
        if not any(start <= match.start() < end for start, end in ranges)
    )
    for year in years:
        rest = re.sub(rf"(?<![\d/-]){year}(?![\d/-])", " ", rest)
    plain = fold_marks(text)
    season = _SEASON.search(plain) if years else None
    return When(
        dates,
        tuple(months),
        tuple(bare),
        years,
        _SEASONS[season[1]] if season else None,
        _order(plain),
    ), rest


def _blanked(text: str, start: int, end: int) -> str:
    """Return `text` with blanks for a span, so that all else stays in its place."""
    return text[:start] + " " * (end - start) + text[end:]


def _order(plain: str) -> str | None:
    if _LAST.search(plain):
        return "last"
    return "first" if _FIRST.search(plain) else None
