"""Timing: whether an item is of the times and holds the numbers that a question names."""

from __future__ import annotations

import re

from index.dates import MONTH_NAMES, find_dates
from index.nouns import Hit
from qa.kinds import Kind
from qa.matching import has_number
from qa.understanding import Question

_SPOKEN_OF = 0.9  # a meeting may speak of a time that is not its own; its own is surer
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)(?!\d)")


def timed(question: Question, hit: Hit) -> float:
    """Return the share, 0…1, of the question's numbers and times that the item meets."""
    if question.kind is Kind.TIMELINE:
        return 1.0  # its years are where it begins and ends
    text, day = hit.item.text, hit.meeting.date
    own = day.year if day else None
    met: list[float] = [float(has_number(number, text)) for number in question.numbers]
    met += [
        1.0 if own == year else _SPOKEN_OF * _speaks_of_year(text, year)
        for year in question.when.years
    ]
    dates = find_dates(text, own) if question.when.months or question.when.dates else []
    for year, month in question.when.months:
        here = day is not None and (day.year, day.month) == (year, month)
        said = any((d.first.year, d.first.month) == (year, month) for d in dates)
        named = MONTH_NAMES[month - 1] in text.lower() and (
            own == year or _speaks_of_year(text, year)
        )
        met.append(1.0 if here else _SPOKEN_OF * (said or named))
    for asked in question.when.dates:
        said = any(d.first <= asked.first <= d.last for d in dates)
        met.append(1.0 if day == asked.first else _SPOKEN_OF * said)
    return sum(met) / len(met) if met else 1.0


def _speaks_of_year(text: str, year: int) -> bool:
    """Return whether `text` names the year, a day of it as `190314`, or years around it."""
    day = rf"{year % 100:02d}(?:0[1-9]|1[0-2])[0-3]\d"
    if re.search(rf"(?<!\d)(?:{year}|{day})(?!\d)", text):
        return True
    return any(int(first) <= year <= int(last) for first, last in _YEARS.findall(text))
