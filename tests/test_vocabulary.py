"""Vocabulary: which words an archive is said to use, and how many of its items use each."""

from __future__ import annotations

import pytest

from invented import FRONT, invented_meeting
from qa.vocabulary import Vocabulary

MATTERS = """§ 7 Skolskjuts
Bo Ek (M) yrkar bifall till förslaget om natt-bussar. Fp lämnade besked.
Beslut
Kommunstyrelsen beslutar
att anta riktlinjerna för skolskjuts.
§ 8 Avslut
Ordföranden tackar.
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary([invented_meeting(FRONT + MATTERS)])


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("skolskjutsen", True),
        ("riktlinje", True),
        ("bussarna", True),  # a part of what is joined by a hyphen
        ("riktlinejrna", True),  # typed wrong
        ("moderaterna", True),  # its letters stand in brackets
        ("moderaternas", True),
        ("centerpartiet", False),
        ("vindkraften", False),
    ],
)  # fmt: skip
def test_what_the_archive_has_a_word_for(vocabulary: Vocabulary, word: str, *, known: bool) -> None:
    assert vocabulary.knows(word) is known


def test_a_word_is_counted_once_an_item(vocabulary: Vocabulary) -> None:
    assert [vocabulary.uses(word) for word in ("skolskjuts", "Ordföranden", "vindkraft")] == [
        1,
        1,
        0,
    ]
