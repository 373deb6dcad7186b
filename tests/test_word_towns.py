"""Eight protocols of Word templates, printed to PDF and as Word files: they are read whole.

What was found of them before the parser had seen any is in docs/reading.md.
"""

from __future__ import annotations

from collections import Counter

import pytest
from towns_unseen import rates, tally
from towns_word import FOLDER, TOWNS, WordTown

from index.parsing import parse_document
from index.reading import read_document

LEAST = {"h": 0.98, "d": 0.95, "p": 0.95, "f": 1.0}  # headings, decisions, people, the frame


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.name)
def test_a_protocol_of_a_word_template_is_found(town: WordTown, kind: str) -> None:
    document = read_document(FOLDER / f"{town.name}.{kind}", FOLDER)
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
