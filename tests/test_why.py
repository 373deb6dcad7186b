"""Why a search found an item, in words."""

from __future__ import annotations

import datetime as dt

import pytest

from index.nouns import Document, Hit, Item, Meeting, Passage
from index.why import Why, explain


def hit(text: str, **legs: float) -> Hit:
    document = Document("a.txt", "0" * 64, "text/plain", text)
    item = Item("i", "1", "Punkt", 0, len(text), document)
    meeting = Meeting("m", document, 0, len(text), date=dt.date(2019, 5, 14), items=(item,))
    return Hit(meeting, item, Passage(1, "i", "m", 0, len(text), ""), 0.5, legs)


@pytest.mark.parametrize(
    ("query", "text", "words", "parts"),
    [
        ("Vem valdes till kapten?", "Rådet valde en kapten.", ("valde", "kapten"), ()),
        ("sekretariat", "Sekretariatschefen", (), (("sekretariat", "Sekretariatschefen"),)),
        ("tjänstgöringsschema", "Schemat gäller", (), (("schema", "Schemat"),)),
        ("Muddring", "Avgiften höjs.", (), ()),
        ("vad är det", "Det är så.", ("är", "Det"), ()),  # no telling word: all of them tell
        ("", "Det är så.", (), ()),
        ("🙂", "Det är så.", (), ()),
    ],
)  # fmt: skip
def test_what_is_shared(
    query: str, text: str, words: tuple[str, ...], parts: tuple[tuple[str, str], ...]
) -> None:
    (why,) = explain(query, [hit(text)])
    assert (why.words, why.parts) == (words, parts)


def test_ranks_count_among_all_hits_and_leave_out_what_gave_nothing() -> None:
    hits = [hit("a", dense=0.9, words=0.0), hit("b", dense=0.8, words=3.0), hit("c", dense=0.9)]
    assert [why.ranks for why in explain("x", hits)] == [
        {"dense": 1},
        {"dense": 3, "words": 1},
        {"dense": 1},
    ]
    assert len(explain("x", hits, first=2)) == 2
    assert explain("x", []) == []


def test_a_pasted_page_is_explained_by_its_beginning() -> None:
    (why,) = explain("ladan " + " ".join(f"ord{n}" for n in range(5000)), [hit("Ladan rivs")])
    assert why == Why(("Ladan",))
