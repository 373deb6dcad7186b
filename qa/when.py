"""When: the days, months, years, seasons and periods that a question names."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from index.dates import MONTHS, FoundDate, find_dates
from index.folding import fold, fold_marks
from qa.periods import Period, find_periods

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
_SEASON_WORD = r"\b(?:våren|varen|hösten|hosten|sommaren|vintern)\b"
# First and last month, as boards divide the year: the spring is all that comes before the summer.
_SEASONS = {"varen": (1, 6), "sommaren": (6, 8), "hosten": (8, 12), "vintern": (12, 2)}
_MEETING = r"(?:\w*mote|\w*motet|sammantrade|sammantradet|\w*protokoll|\w*protokollet|traffen)s?"
_BETWEEN = r"(?:[\w-]+\s+)?"  # «senaste ordinarie mötet»
_SECOND = r"(?:[\w-]+s\s+)?(?:(?:ordinarie|extra)\s+)?"  # «andra» is «other» as well
_LAST = re.compile(rf"\b(?:senaste|sista|forra|foregaende|nyaste)\s+{_BETWEEN}{_MEETING}\b")
_LAST_BUT_ONE = re.compile(
    rf"""
    \bnast\s+(?:senaste|sista)\s+{_BETWEEN}{_MEETING}\b
    | \bmotet\s+(?:fore|innan)\s+det\s+(?:senaste|sista)\b
    | \bforrforra\s+{_BETWEEN}{_MEETING}\b
    """,
    re.VERBOSE,
)
_NTH = re.compile(rf"\b(forsta|andra|tredje|fjarde|femte|sjatte)\s+{_SECOND}{_MEETING}\b")
_SEVERAL = re.compile(
    r"\b(?P<number>tva|tre|fyra|fem|2|3|4|5)\s+(?P<which>senaste|sista|forsta)\s+"
    r"(?:moten(?:a)?|sammantraden(?:a)?|protokoll(?:en)?)\b"
)
_PLACES = {"forsta": 1, "andra": 2, "tredje": 3, "fjarde": 4, "femte": 5, "sjatte": 6}
_NUMBERS = {"tva": 2, "tre": 3, "fyra": 4, "fem": 5}


@dataclass(frozen=True, slots=True)
class When:
    """The times that a question names."""

    dates: tuple[FoundDate, ...] = ()
    months: tuple[tuple[int, int], ...] = ()  # (year, month)
    bare_months: tuple[int, ...] = ()  # a month with no year
    years: tuple[int, ...] = ()
    season: tuple[int, int] | None = None  # first and last month
    order: str | None = None  # "last" or "first" meeting
    periods: tuple[Period, ...] = ()  # what is longer, or less plain, than the above
    place: int = 1  # 2 for the last but one, or the second
    several: int = 1  # meetings from there on: 3 for «de tre senaste mötena»

    @property
    def any(self) -> bool:
        """Whether the question names any time."""
        return bool(
            self.dates
            or self.months
            or self.years
            or self.order
            or self.bare_months
            or self.periods
        )

    def in_season(self, month: int) -> bool:
        """Return whether `month` is of the season that is named; True if none is."""
        if self.season is None:
            return True
        first, last = self.season
        return first <= month <= last if first <= last else month >= first or month <= last


def find_when(text: str, today: dt.date | None = None) -> tuple[When, str]:
    """Return the times that `text` names, and the text without them.

    «i fjol» is counted from `today`, by default the day on which it is asked.
    """
    rest = text = unicodedata.normalize("NFC", text)
    plain = fold_marks(text)
    periods = find_periods(plain, today or dt.date.today()) if len(plain) == len(text) else []
    for period in periods:
        rest = _blanked(rest, period.start, period.end)
    dates = tuple(found for found in find_dates(rest) if found.year_given)
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
    for year in {*years, *(year for year, _ in months)}:
        rest = re.sub(rf"(?<![\d/-]){year}(?![\d/-])", " ", rest)
    season = _SEASON.search(plain) if years else None
    if season:
        rest = re.sub(_SEASON_WORD, " ", rest, flags=re.IGNORECASE)
    order, place, several = _order(plain)
    return When(
        dates, tuple(months), tuple(bare), years, _SEASONS[season[1]] if season else None, order,
        tuple(found.period for found in periods), place, several,
    ), rest  # fmt: skip


def _blanked(text: str, start: int, end: int) -> str:
    """Return `text` with blanks for a span, so that all else stays in its place."""
    return text[:start] + " " * (end - start) + text[end:]


def _order(plain: str) -> tuple[str | None, int, int]:
    """Return which meeting is named by its place among others: from where, which, how many."""
    if match := _SEVERAL.search(plain):
        number = match["number"]
        order = "first" if match["which"] == "forsta" else "last"
        return order, 1, _NUMBERS.get(number) or int(number)
    if _LAST_BUT_ONE.search(plain):
        return "last", 2, 1
    if _LAST.search(plain):
        return "last", 1, 1
    if match := _NTH.search(plain):
        return "first", _PLACES[match[1]], 1
    return None, 1, 1
