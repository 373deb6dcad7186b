"""Wording: when a yes or no of ours stands before the quote, and when none can."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from index.nouns import DecisionKind, SectionKind
from qa.understanding import understand
from qa.wording import is_undecided, say


def _candidate(text: str, *, decided: bool = True, weakest: float = 1.0) -> Any:
    document = SimpleNamespace(text=text)
    decision = SimpleNamespace(start=0, end=len(text), kind=DecisionKind.OTHER)
    item = SimpleNamespace(decisions=(decision,) if decided else (), document=document)
    meeting = SimpleNamespace(document=document, date=None, number=None, body="Rådet")
    unit = SimpleNamespace(
        item=item, text=text, start=0, end=len(text), point=decided,
        section=SectionKind.DECISION if decided else SectionKind.BODY,
    )  # fmt: skip
    hit = SimpleNamespace(item=item, meeting=meeting)
    return SimpleNamespace(hit=hit, unit=unit, inside=1.0, weakest=weakest, highlight=None)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("att köpa en ny brandbil", "Ja"),
        ("att inte köpa någon brandbil", "Nej"),
        ("att rekommendera Vik att köpa en brandbil", None),
        ("samt att föreslå styrelsen att köpa en brandbil", None),
        ("att ansöka om pengar till en brandbil", None),
    ],
)
def test_what_is_only_asked_of_others_is_no_yes(text: str, word: str | None) -> None:
    draft = say(understand("Har Vik köpt en ny brandbil?"), _candidate(text))
    assert draft.highlight == word


@pytest.mark.parametrize(("weakest", "word"), [(0.7, "Ja"), (0.2, None)])
def test_what_the_item_has_no_word_for_is_no_yes(weakest: float, word: str | None) -> None:
    found = _candidate("att ge bidrag till roddklubben i Vik", weakest=weakest)
    assert say(understand("Fick hembygdsföreningen bidrag?"), found).highlight == word


@pytest.mark.parametrize(
    ("question", "text", "decided", "undecided"),
    [
        ("Är det beslutat att bron rivs?", "Rådet talade om bron.", False, True),
        ("Är det beslutat att bron rivs?", "Frågan om bron flyttades till maj.", False, False),
        ("Har något beslutats om bron?", "Ingen lämnade besked om bron.", False, False),
        ("Är det beslutat att bron rivs?", "att riva bron", True, False),
        ("Ska bron rivas?", "Rådet talade om bron.", False, False),
    ],
)
def test_whether_it_was_decided_is_not_told_without_a_decision(
    question: str, text: str, decided: bool, undecided: bool
) -> None:
    assert is_undecided(understand(question), _candidate(text, decided=decided)) is undecided
