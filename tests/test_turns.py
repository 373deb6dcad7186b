"""Turns: an answer tells the turn that is asked for, and not its opposite."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from qa.ranking import Ranked
from qa.turns import of_the_turn
from qa.understanding import understand


def _ranked(*texts: str) -> list[Any]:
    return [Ranked(_candidate(text), 9.0 - place) for place, text in enumerate(texts)]


def _candidate(text: str) -> Any:
    return SimpleNamespace(unit=SimpleNamespace(text=text))


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("När slutade Anna Berg?", "Hennes sista arbetsdag blir den 3 maj.",
         "Anna Berg börjar den 1 april."),
        ("När gick Anna Berg i pension?", "Anna Berg har avgått.", "Anna Berg utses den 1 april."),
        ("När lämnade Anna Berg tjänsten?", "Anna Berg har sagt upp sig.", "Anna Berg kom i maj."),
        ("När sköts invigningen upp till?", "att skjuta upp invigningen till den 22 maj",
         "att invigningen ska äga rum den 16 maj"),
        ("När senarelades testet?", "att senarelägga testet till hösten", "att testa i mars"),
        ("Vem fick tjänsten?", "Bo Ek har tackat ja.", "Bo Ek påminde om angreppet i juli."),
        ("Vem fick klubbens bidrag?", "att bevilja Bo Ek bidraget", "Bo Ek tjänstgör."),
        ("Vem efterträdde Anna Berg?", "Bo Ek är tillförordnad från maj.",
         "Bo Ek ville dela uppdraget på två personer."),
        ("Vem fick tjansten?", "Bo Ek borjar den 1 mars.", "Bo Ek undrade om kostnaden."),
    ],
)  # fmt: skip
def test_only_what_tells_it(question: str, told: str, other: str) -> None:
    left = of_the_turn(understand(question), _ranked(other, told))
    assert [one.candidate.unit.text for one in left] == [told]


@pytest.mark.parametrize(
    "question",
    [
        "När slutade mötet?",  # of nobody
        "När började Anna Berg?",
        "Vem fick i uppdrag att utreda frågan?",
        "Vad kostar bryggan?",
        "Varför sköts invigningen upp?",
    ],
)
def test_another_question_keeps_all(question: str) -> None:
    ranked = _ranked("att testa i mars", "Bo Ek undrade.")
    assert of_the_turn(understand(question), ranked) == ranked
