"""Timing: whether an item is of the times that a question names."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from qa.timing import timed
from qa.understanding import understand


def hit(day: str, text: str, title: str = "Bron") -> Any:
    """Return an item of a meeting on `day`."""
    meeting = SimpleNamespace(date=dt.date.fromisoformat(day))
    return SimpleNamespace(meeting=meeting, item=SimpleNamespace(text=text, title=title))


@pytest.mark.parametrize(
    ("question", "day", "text", "met"),
    [
        ("Vad kostade bron?", "2019-03-12", "Bron kostade 2 mnkr.", 1.0),
        ("Vad kostade bron 2019?", "2019-03-12", "Bron kostade 2 mnkr.", 1.0),
        ("Vad kostade bron 2019?", "2020-03-12", "Bron kostade 2 mnkr 2019.", 0.9),
        ("Vad kostade bron 2019?", "2020-03-12", "Bron kostade 2 mnkr.", 0.0),
        ("Vad kostade bron våren 2019?", "2019-03-12", "Bron kostade 2 mnkr.", 1.0),
        ("Vad kostade bron våren 2019?", "2019-10-12", "Bron kostade 2 mnkr.", 0.5),
        ("Vad kostade bron våren 2019?", "2019-10-12", "Våren 2019 kostade bron mer.", 0.9),
        ("Vad kostade bron våren 2019?", "2020-02-12", "Bron kostade 2 mnkr 2019.", 0.5),
        ("Vad kostade bron våren 2019?", "2020-02-12", "Hösten 2019 stod bron klar.", 0.5),
        ("Vad kostade bron vintern 2019?", "2019-01-12", "Bron kostade 2 mnkr.", 1.0),
        ("Vad kostade bron i mars 2019?", "2019-03-12", "Bron kostade 2 mnkr.", 1.0),
        ("Vad kostade bron i mars 2019?", "2019-06-12", "I mars 2019 kostade den mer.", 0.9),
        ("Hur har bron utvecklats 2014 till 2019?", "2012-06-12", "Bron.", 1.0),
    ],
)
def test_a_time_is_met_by_the_meetings_day_or_by_what_is_said(
    question: str, day: str, text: str, met: float
) -> None:
    assert timed(understand(question), hit(day, text)) == pytest.approx(met)


@pytest.mark.parametrize(
    ("question", "title", "met"),
    [
        ("Vad visar bokslutet för 2019?", "Bokslut 2019", True),
        ("Vad visar bokslutet för 2019?", "Bokslut 2018", False),
        ("Vad visar bokslutet 2019?", "Bokslut för år 2018", False),
        ("Vad visar bokslutet 2019?", "Budget 2020 och bokslut 2019", True),
        ("Vad visar bokslutet 2019?", "Budget 2020", True),  # what it says is not of that title
        ("Vad är investeringarna i budgeten för 2019?", "Budget 2020", False),
        ("Vad är investeringarna i budgeten för 2019?", "Budget 2018 och plan 2019–2020", True),
        ("Vad är investeringarna i budgeten för 2019?", "Budget 2018–2020", True),
        ("Vad sades 2019 om bokslutet?", "Bokslut 2018", True),  # 2019 is when, not which
    ],
)
def test_what_there_is_of_each_year_is_of_the_year_in_the_title(
    question: str, title: str, met: bool
) -> None:
    found = hit("2019-11-05", "Det är så mycket.", title)
    assert (timed(understand(question), found) > 0) is met
