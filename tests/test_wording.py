"""Wording: when a yes or no of ours stands before the quote, and when none can."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from index.nouns import DecisionKind, Furniture, SectionKind
from index.parsing import parse_document
from index.units import units_of
from invented import FRONT, invented_document
from qa.proof import is_proven
from qa.understanding import understand
from qa.wording import is_undecided, say


def _candidate(text: str, *, decided: bool = True, weakest: float = 1.0, timed: float = 1.0) -> Any:
    document = SimpleNamespace(text=text)
    decision = SimpleNamespace(start=0, end=len(text), kind=DecisionKind.OTHER)
    item = SimpleNamespace(decisions=(decision,) if decided else (), document=document)
    meeting = SimpleNamespace(
        document=document, date=None, number=None, body="Rådet",
        words=lambda start, end: text[start:end],
    )  # fmt: skip
    unit = SimpleNamespace(
        item=item, text=text, start=0, end=len(text), point=decided,
        section=SectionKind.DECISION if decided else SectionKind.BODY,
    )  # fmt: skip
    hit = SimpleNamespace(item=item, meeting=meeting)
    return SimpleNamespace(
        hit=hit, unit=unit, inside=1.0, weakest=weakest, timed=timed, highlight=None
    )


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


def test_a_decision_is_said_without_the_foot_of_the_page_inside_it() -> None:
    point = "anslå 220 tkr till en förstudie om gångvägen längs ån\nKontoret 1 (2)\ni Norrby"
    foot = point.splitlines()[1]
    (found,) = parse_document(invented_document(f"{FRONT}§ 4 Väg\nBeslut\natt {point}\n"))
    at = found.document.text.index(foot)
    meeting = replace(found, furniture=(Furniture(at, at + len(foot) + 1, "running header"),))
    item = meeting.items[0]
    unit = next(one for one in units_of(item, meeting.furniture) if one.point)
    best: Any = SimpleNamespace(
        hit=SimpleNamespace(item=item, meeting=meeting), unit=unit, inside=1.0, weakest=1.0,
        highlight=None,
    )  # fmt: skip
    (sentence,) = say(understand("Vad beslutades om vägen?"), best).sentences
    assert foot not in sentence.text
    assert sentence.text.endswith("längs ån i Norrby”")
    assert is_proven(sentence, understand("Vad beslutades om vägen?"))


@pytest.mark.parametrize(
    ("question", "text", "timed", "undecided"),
    [
        ("Finns det en budget för 2025?", "Gruppen godkänner budgeten för 2024.", 0.9, True),
        ("Finns det en budget för 2025?", "Gruppen godkänner budgeten för 2025.", 0.9, False),
        ("Finns det en budget för 2025?", "Gruppen godkänner budgeten 2024–2026.", 0.9, False),
        ("Finns det en budget för 2025?", "Gruppen godkänner budgeten 2026–2028.", 0.9, True),
        ("Finns det en budget för 2025?", "Gruppen godkänner budgeten.", 0.9, False),
        ("Finns det en budget för 2025?", "Gruppen godkänner budgeten.", 0.0, True),
        ("Finns det en budget?", "Gruppen godkänner budgeten för 2024.", 1.0, False),
        ("Vad är budgeten för 2025?", "Gruppen godkänner budgeten för 2024.", 0.9, False),
    ],
)
def test_a_yes_is_of_the_year_that_is_asked_about(
    question: str, text: str, timed: float, undecided: bool
) -> None:
    assert is_undecided(understand(question), _candidate(text, timed=timed)) is undecided
