"""Eight protocols of Word templates, printed to PDF and as Word files: they are read whole.

What was found of them before the parser had seen any is in docs/reading.md.
"""

from __future__ import annotations

from collections import Counter

import pytest
from towns_unseen import rates, tally
from towns_word import AGAIN, FOLDER, TOWNS, WordTown

from index.attendance import find_attendees
from index.furniture import find_furniture
from index.lines import lines_of
from index.parsing import parse_document
from index.reading import read_document

LEAST = {"h": 0.98, "d": 0.95, "p": 0.95, "f": 1.0}  # headings, decisions, people, the frame


@pytest.mark.parametrize(
    ("town", "name"),
    [
        *((town, f"{town.name}.{kind}") for town in TOWNS for kind in ("pdf", "docx")),
        *((town, f"again/{town.name}.pdf") for town in AGAIN),
    ],
)
def test_a_protocol_of_a_word_template_is_found(town: WordTown, name: str) -> None:
    document = read_document(FOLDER / name, FOLDER)
    score, misses = Counter[str](), list[str]()
    tally(town, parse_document(document), score, misses)
    for part, least in LEAST.items():
        assert min(rates(score, part)) >= least, misses


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.name)
def test_print_and_word_file_say_the_same(town: WordTown) -> None:
    said = []
    for kind in ("pdf", "docx"):
        (meeting,) = parse_document(read_document(FOLDER / f"{town.name}.{kind}", FOLDER))
        points = [(i.number, d.kind) for i in meeting.items for d in i.decisions]
        roles = {(a.name, a.status, a.role, a.party, a.items) for a in meeting.attendees}
        references = [i.reference for i in meeting.items]
        said.append((meeting.id, meeting.place, meeting.adjusters, points, roles, references))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    "text",
    [
        "Närvarande\tFrånvarande\nAnna Berg\nBo Ek\n\tIda Lo\n\tEli Fors\nParagrafer: 1–4\n",
        "Närvarande\tFrånvarande\nAnna Berg\tIda Lo\nBo Ek\tEli Fors\nParagrafer: 1–4\n",
        "Frånvarande\tNärvarande\nIda Lo\tAnna Berg\nEli Fors\tBo Ek\n",
        "Närvarande\tFrånvarande\nAnna Berg\tIda Lo\nBo Ek\n\nFrånvarande: Eli Fors\n",
    ],
)
def test_two_columns_tell_who_was_there_and_who_was_not(text: str) -> None:
    there = {(a.name, a.status.value) for a in find_attendees(text, lines_of(text))}
    assert there == {
        ("Anna Berg", "present"), ("Bo Ek", "present"), ("Ida Lo", "absent"),
        ("Eli Fors", "absent"),
    }  # fmt: skip


def test_officers_named_above_the_list_were_there_and_signers_are_not_listed() -> None:
    text = "Ordförande\tAnna Berg\nSekreterare\tIda Lo\nLedamöter\tBo Ek, Eli Fors\n"
    assert [(a.name, a.role) for a in find_attendees(text, lines_of(text))] == [
        ("Anna Berg", "ordförande"), ("Ida Lo", "sekreterare"), ("Bo Ek", "ledamot"),
        ("Eli Fors", "ledamot"),
    ]  # fmt: skip
    signed = "Sekreterare\tIda Lo\nOrdförande\tAnna Berg\nJusterare\tBo Ek\n"
    assert find_attendees(signed, lines_of(signed)) == []


def test_a_first_page_does_not_repeat_itself() -> None:
    head = ["PROTOKOLL", "Hamnnämnden", "Sammanträdesdatum", "2024-05-07", "Viks kommun", "Sida"]
    rest = ["Plats och tid\tHamnkontoret", "2024-05-08", "Beslutande\tAnna Berg (S), ordförande"]
    text = "\n".join([*head, "1 (9)", *rest, ""])
    kinds = {
        text[f.start : f.end].strip() for f in find_furniture(text, lines_of(text), ()).furniture
    }
    assert kinds == {"1 (9)"}
