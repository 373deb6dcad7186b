"""Timing: whether an item is of the times and holds the numbers that a question names."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from index.dates import MONTH_NAMES, find_dates
from index.folding import fold, fold_marks, stem
from index.nouns import Hit
from qa.kinds import Kind
from qa.matching import has_number
from qa.periods import Period
from qa.understanding import Question

_SPOKEN_OF = 0.9  # a meeting may speak of a time that is not its own; its own is surer
_OTHER_SEASON = 0.5  # the year is met and not its season
# What there is of each year, and which year's it is: `bokslut för 2019`, `budget 2020`.
_OF_YEAR = re.compile(r"\b([^\W\d_]{5,})\s+(?:(?:för|år|från|till)\s+)*((?:19|20)\d\d)\b")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)(?!\d)")


def timed(question: Question, hit: Hit) -> float:
    """Return the share, 0…1, of the question's numbers and times that the item meets."""
    if question.kind is Kind.TIMELINE:
        return 1.0  # its years are where it begins and ends
    met = [float(has_number(number, hit.item.text)) for number in question.numbers]
    met += _times_met(question, hit)
    return sum(met) / len(met) if met else 1.0


def speaks_of_time(question: Question, hit: Hit) -> bool:
    """Return whether the item's text names one of the times that the question names."""
    when, text = question.when, hit.item.text
    if any(speaks_of_year(text, year) for year in when.years):
        return True
    return any(_times_met(replace(question, when=replace(when, years=())), hit))


def _times_met(question: Question, hit: Hit) -> list[float]:
    """Return for each time that the question names how well the item meets it, 0…1."""
    text, day = hit.item.text, hit.meeting.date
    own = day.year if day else None
    met = [_year_met(question, year, hit) for year in question.when.years]
    dates = find_dates(text, own) if question.when.months or question.when.dates else []
    for year, month in question.when.months:
        here = day is not None and (day.year, day.month) == (year, month)
        said = any((d.first.year, d.first.month) == (year, month) for d in dates)
        named = MONTH_NAMES[month - 1] in text.lower() and (
            own == year or speaks_of_year(text, year)
        )
        met.append(1.0 if here else _SPOKEN_OF * (said or named))
    for asked in question.when.dates:
        said = any(d.first <= asked.first <= d.last for d in dates)
        met.append(1.0 if day == asked.first else _SPOKEN_OF * said)
    for period in question.when.periods:
        here = day is not None and day in period
        met.append(1.0 if here else _SPOKEN_OF * _speaks_of_period(text, period))
    return met


def _year_met(question: Question, year: int, hit: Hit) -> float:
    """Return how well a year that the question names is met, and its season if it names one."""
    text, day = hit.item.text, hit.meeting.date
    if _is_of_other_year(question, year, hit.item.title):
        return 0.0
    if day and day.year == year and question.when.in_season(day.month):
        return 1.0
    own = day is not None and day.year == year
    if question.when.season is None or _speaks_of_season(question, text, year):
        return _SPOKEN_OF * (own or speaks_of_year(text, year))
    return _OTHER_SEASON * (own or speaks_of_year(text, year))


def _is_of_other_year(question: Question, year: int, title: str) -> bool:
    """Return whether the title names what the question asks of `year`, as that of another year.

    The budget for 2020 is decided on in 2019: that item is not the one on the budget for 2019.
    """
    asked = {stem(word) for word, of in _OF_YEAR.findall(fold(question.text)) if int(of) == year}
    named = {int(of) for word, of in _OF_YEAR.findall(fold(title)) if stem(word) in asked}
    return bool(named) and not speaks_of_year(title, year)


def _speaks_of_season(question: Question, text: str, year: int) -> bool:
    """Return whether `text` names a season of the year that the question names too."""
    named = rf"\b(varen|hosten|sommaren|vintern)(?:\s+\w+)?\s+{year}\b"
    return any(season in question.plain for season in re.findall(named, fold_marks(text)))


def _speaks_of_period(text: str, period: Period) -> bool:
    """Return whether `text` names a year that has days of a period with a beginning and end."""
    if period.first == date.min or period.last == date.max:
        return False
    years = range(period.first.year, period.last.year + 1)
    return any(speaks_of_year(text, year) for year in years)


def speaks_of_year(text: str, year: int) -> bool:
    """Return whether `text` names the year, a day of it as `190314`, or years around it."""
    day = rf"{year % 100:02d}(?:0[1-9]|1[0-2])[0-3]\d"
    if re.search(rf"(?<!\d)(?:{year}|{day})(?!\d)", text):
        return True
    return any(int(first) <= year <= int(last) for first, last in _YEARS.findall(text))
