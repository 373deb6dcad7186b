"""Dates and clock times as Swedish minutes write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

MONTHS = {
    name: number
    for number, names in enumerate(
        ("januari jan", "februari feb febr", "mars mar", "april apr", "maj", "juni jun",
         "juli jul", "augusti aug", "september sep sept", "oktober okt", "november nov",
         "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH_NAMES = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""
    (?<![\d./-])(?P<iso_y>(?:19|20)\d\d)-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)
        (?:\s?[-–]\s?(?P<iso_d2>\d\d)(?![\d-]))?(?!\d)                           # 2024-03-14(--15)
  | (?<![\d.,/-])(?P<fi_d>\d{{1,2}})\.(?P<fi_m>\d{{1,2}})\.(?P<fi_y>(?:19|20)\d\d)
        (?!\d)                                                                   # 15.9.2022
  | (?<![\d/])(?P<sl_d>\d{{1,2}})/(?P<sl_m>\d{{1,2}})(?:[\s-](?P<sl_y>(?:19|20)\d\d))?
        (?![\d/])                                                                # 1/1 2020
  | (?<![\d/:.,-])(?P<six>\d{{6}})(?:\s?[-–]\s?(?P<six_d2>\d{{2}})(?!\d|[.:]\d))?
        (?![\d/])                                                                # 190829-30
  | (?<!\d)(?P<ei>(?:19|20)\d{{6}})(?!\d)                                        # 20180321
  | (?<![\d.,])(?P<r_d>\d{{1,2}})\s+(?P<r_m>{_MONTH})\b\.?
        \s*[-–]\s*(?P<r_d2>\d{{1,2}})\s+(?P<r_m2>{_MONTH})\b\.?
        (?:\s+(?P<r_y2>(?:19|20)\d\d))?                                # 30 januari–2 februari
  | (?<![\d.,])(?P<w_d>\d{{1,2}})(?::?e)?(?:\s?[-–]\s?(?P<w_d2>\d{{1,2}}))?
        \s+(?P<w_m>{_MONTH})\b\.?
        (?:\s+(?P<w_y>(?:19|20)\d\d))?                                           # den 24 maj 2017
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TIME = r"(\d{1,2})[.:](\d{2})"
_KL = r"(?:klockan|kl|ki|k1)\.?\s*"
_TIME_RANGE = re.compile(
    rf"(?<![\d.,]){_TIME}\s*(?:[-–—]|till|t\.?\s?o\.?\s?m\.?(?:\s*kl\.?)?)\s*(?:{_KL})?{_TIME}(?![\d])",
    re.I,
)
# "kl 9-11", "kl. 8.30-10": hours without minutes, after a word for clock only
_HOURS = re.compile(
    rf"{_KL}(\d{{1,2}})(?:[.:](\d{{2}}))?\s*[-–—]\s*(\d{{1,2}})(?:[.:](\d{{2}}))?(?![\d/:])", re.I
)
_TIME_ONE = re.compile(rf"{_KL}{_TIME}(?!\d)", re.I)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, or a range of days, where it stands in a text."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    year_given: bool


def find_dates(text: str, year: int | None = None) -> list[FoundDate]:
    """Return the dates in `text`, in order; days without a year are of `year`, or left out.

    Numbers that are no day of the calendar (`180399`, `31/2`) are not dates.
    """
    found: list[FoundDate] = []
    for match in _DATE.finditer(text):
        part = match.groupdict()
        given = True
        if part["r_d"]:
            found += _range(match, year)
            continue
        last_day = part["iso_d2"] or part["six_d2"] or part["w_d2"]
        if part["iso_y"]:
            y, m, d = int(part["iso_y"]), int(part["iso_m"]), int(part["iso_d"])
        elif part["fi_y"]:
            y, m, d = int(part["fi_y"]), int(part["fi_m"]), int(part["fi_d"])
        elif part["six"]:
            six = part["six"]
            y, m, d = 2000 + int(six[:2]), int(six[2:4]), int(six[4:])
            if y > 2060:
                y -= 100
        elif part["ei"]:
            eight = part["ei"]
            y, m, d = int(eight[:4]), int(eight[4:6]), int(eight[6:])
        else:
            own = part["sl_y"] or part["w_y"]
            if own is None and year is None:
                continue
            given = own is not None
            y = int(own) if own else (year or 0)
            m = int(part["sl_m"]) if part["sl_m"] else MONTHS[part["w_m"].lower()]
            d = int(part["sl_d"] or part["w_d"])
        try:
            first = dt.date(y, m, d)
            last = first.replace(day=int(last_day)) if last_day else first
        except ValueError:
            continue
        if last < first:
            last = first
        if part["w_d2"]:  # "12-13 mars": the first number is the first day
            first = first.replace(day=int(part["w_d"]))
        found.append(FoundDate(match.start(), match.end(), first, last, given))
    return found


def _range(match: re.Match[str], year: int | None) -> list[FoundDate]:
    """Return `30 januari–2 februari 2022` as one range of days, over New Year too."""
    own = match["r_y2"]
    if own is None and year is None:
        return []
    y2 = int(own) if own else (year or 0)
    m1, m2 = MONTHS[match["r_m"].lower()], MONTHS[match["r_m2"].lower()]
    y1 = y2 - (m1 > m2)
    try:
        first, last = dt.date(y1, m1, int(match["r_d"])), dt.date(y2, m2, int(match["r_d2"]))
    except ValueError:
        return []
    return [FoundDate(match.start(), match.end(), first, max(first, last), own is not None)]


def _clock(hour: str, minute: str) -> str | None:
    if int(hour) > 24 or int(minute) > 59:
        return None
    return f"{int(hour):02d}:{minute}"


def find_times(text: str) -> tuple[str | None, str | None, tuple[int, int] | None]:
    """Return the first time range in `text` as ("HH:MM", "HH:MM" or None) and where it stands."""
    match = _TIME_RANGE.search(text)
    if match:
        begin, end = _clock(match[1], match[2]), _clock(match[3], match[4])
        if begin and end:
            return begin, end, match.span()
    match = _HOURS.search(text)
    if match:
        begin, end = _clock(match[1], match[2] or "00"), _clock(match[3], match[4] or "00")
        if begin and end:
            return begin, end, match.span()
    match = _TIME_ONE.search(text)
    if match:
        return _clock(match[1], match[2]), None, match.span()
    return None, None, None


def swedish_date(day: dt.date) -> str:
    """Return `day` as Swedish prose writes it: `21 mars 2018`."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
