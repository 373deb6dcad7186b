"""Scope: which meetings a question speaks of, and what it names that is not there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from invented import invented_meetings
from qa.scope import Scope, resolve
from qa.understanding import understand

MEETINGS = invented_meetings()
DAYS = [str(meeting.date) for meeting in MEETINGS]


def _scope(text: str) -> Scope:
    return resolve(understand(text), MEETINGS)


def test_the_meetings_are_by_date() -> None:
    assert DAYS == sorted(DAYS) == ["2018-03-21", "2019-09-12", "2020-02-06", "2021-03-09"]


@pytest.mark.parametrize(
    ("text", "days", "strict"),
    [
        ("Vilka var med på mötet 2/2018?", "2018-03-21", True),
        ("vilka var med pa mote 4/2019", "2019-09-12", True),
        ("Vad sades på 2/2018 och 4/2019?", "2018-03-21 2019-09-12", True),
        ("Vad sades den 12 september 2019?", "2019-09-12", True),
        ("Vad sades 2019-09-12?", "2019-09-12", True),
        ("Vad sades 190912?", "2019-09-12", True),
        ("Vad sades på senaste mötet?", "2021-03-09", True),
        ("Vad sades på första mötet?", "2018-03-21", True),
        ("Vad sades på Bryggrådets senaste möte?", "2019-09-12", True),
        ("Vad sades i mars 2018?", "2018-03-21", False),
        ("Vad sades 2020?", "2020-02-06", False),
        ("Vad sades hösten 2019?", "2019-09-12", False),
        ("Vad sades våren 2018?", "2018-03-21", False),
        ("Vad sades på mötet i mars?", "2021-03-09", False),
        ("Vad sades 2018 och 2020?", "2018-03-21 2020-02-06", False),
    ],
)
def test_a_named_time(text: str, days: str, strict: bool) -> None:
    scope = _scope(text)
    assert [str(m.date) for m in scope.meetings] == days.split()
    assert (scope.stated, scope.strict, scope.missing) == (True, strict, None)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Vilka var med på mötet 7/2019?", "7/2019"),
        ("Vilka var med på mötet 2/2019?", "2/2019"),
        ("Vilka var med den 3 maj 2017?", "2017-05-03"),
        ("Vilka var med i maj 2018?", "2018-05"),
        ("Vilka var med på mötet 2016?", "2016"),
        ("Vad sades våren 2019?", "2019"),
    ],
)
def test_a_time_without_a_meeting(text: str, missing: str) -> None:
    assert _scope(text).missing == missing


def test_a_missing_number_leaves_nothing_to_answer_from() -> None:
    scope = _scope("Vilka var med på mötet 7/2019?")
    assert (scope.meetings, scope.stated, scope.strict) == ((), True, True)


@pytest.mark.parametrize("text", ["Vad kostar bryggan?", "Vem är chef?", "bastu"])
def test_no_time_at_all(text: str) -> None:
    assert _scope(text) == Scope(MEETINGS, stated=False, strict=False)


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Vad beslutade Sjönämnden?", {"Sjönämnden"}),
        ("vad beslutade sjonamnden", {"Sjönämnden"}),
        ("Vad beslutade bryggrådet om bastun?", {"Bryggrådet"}),
        ("Vad sades på hamnstyrelsens möte?", {"Hamnstyrelsen"}),
        ("Vad tyckte bryggarna om bastun?", {"Sjönämnden", "Bryggrådet", "Hamnstyrelsen"}),
        ("Vad beslutades om fyren?", {"Sjönämnden", "Bryggrådet", "Hamnstyrelsen"}),
    ],
)
def test_a_named_body(text: str, bodies: set[str]) -> None:
    assert {m.body for m in _scope(text).meetings} == bodies


def test_an_empty_archive_has_nothing_in_scope() -> None:
    for text in ("Vad sades på senaste mötet?", "Vad sades 2019?", "Vad sades?"):
        assert resolve(understand(text), ()).meetings == ()


@pytest.mark.parametrize(
    ("word", "body", "named"),
    [
        ("kommuncheferna", "kommunchefsgruppen", True),
        ("hamnmästarna", "hamnmästarrådet", False),  # `mästarna`: no plural in -er, -ar or -or
        ("rektorerna", "rektorsnätverket", True),
        ("kommunerna", "kommunchefsgruppen", False),
        ("kommunchefer", "kommunchefsgruppen", False),
        ("direktörerna", "kommundirektörsgruppen", False),
        ("samordnarna", "samordningsrådet", False),
    ],
)
def test_a_body_is_named_by_its_members(word: str, body: str, named: bool) -> None:
    meeting = replace(MEETINGS[0], body=body)
    scope = resolve(understand(f"Vad sa {word} om bastun?"), (meeting, MEETINGS[1]))
    assert (scope.bodies == {word}) is named
