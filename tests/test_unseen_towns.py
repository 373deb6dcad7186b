"""Eighteen protocols that share no matter, person or layout, each written before it was parsed.

When they were first read, headings were found with precision .971 and recall .934, points decided
with .896 and .763, people with .858 and .765 (tests/towns_unseen.py measures the same way, but
takes names in either order since). Eight later ones were written against those: .773 and .646, .659
and .635, people .985 and .691, the frame .929. What they taught is general; what is held here is
the result.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from town_script import Town
from towns_unseen import LATER, TOWNS, rates, tally

from index.attendance import find_attendees
from index.attendance_tables import head_of_table
from index.lines import lines_of
from index.parsing import parse_document
from index.reading import read_document

LEAST = {"h": 0.98, "d": 0.95, "p": 0.95, "f": 1.0}  # headings, decisions, people, the frame


def _score(town: Town, folder: Path) -> tuple[Counter[str], list[str]]:
    path = folder / f"{town.name}.pdf"
    path.write_bytes(town.pdf())
    score, misses = Counter[str](), list[str]()
    tally(town, parse_document(read_document(path, folder)), score, misses)
    return score, misses


@pytest.mark.parametrize("name", TOWNS | LATER)
def test_what_the_protocol_says_is_found(name: str, tmp_path: Path) -> None:
    score, misses = _score((TOWNS | LATER)[name], tmp_path)
    for kind, least in LEAST.items():
        assert min(rates(score, kind)) >= least, misses


def _people(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(a.name, a.party, a.role) for a in find_attendees(text, lines_of(text))]


@pytest.mark.parametrize(
    ("listed", "people"),
    [
        ("Klint, Eva af\nPåle, Bo\naf Ro, Eva", ["Klint Eva af", "Påle Bo", "af Ro Eva"]),
        ("Påle Christer (S), Berg Anna (M)", ["Påle Christer", "Berg Anna"]),
        ("Klint, Eva af (M), Påle, Christer (S)", ["Klint Eva af", "Påle Christer"]),
        ("von Essen, Barbro (M), Berg, Anna (S)", ["von Essen Barbro", "Berg Anna"]),
        ("Anna Berg (S), Christer Påle (M)", ["Anna Berg", "Christer Påle"]),
    ],
)  # fmt: skip
def test_a_list_that_writes_the_surname_first(listed: str, people: list[str]) -> None:
    for form in ("Närvarande ledamöter\n{}\n", "Närvarande ledamöter: {}\n"):
        if "\n" not in listed or form.endswith("\n{}\n"):
            found = _people(form.format(listed))
            assert [name for name, _, _ in found] == people
            assert {role for _, _, role in found} == {"ledamot"}


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Anna Berg (S) Ordförande", "Ordförande"),
        ("Anna Berg (S) 1:e vice ordförande", "1:e vice ordförande"),
        ("Anna Berg (S) tjänstgörande", None),
        ("sekreteraren Anna Berg", "sekreteraren"),
        ("Stadsdirektören Anna Berg", "Stadsdirektören"),
    ],
)
def test_an_office_beside_a_name(line: str, role: str | None) -> None:
    ((name, _, found),) = _people(f"Närvarande\n{line}\n")
    assert (name, found) == ("Anna Berg", role)


def test_two_columns_make_nobody_an_officer() -> None:
    text = "Beslutande:\tErsättare:\nBo Ek (C), vice\tIda Lo (L) från\nordförande\t§ 33 kl. 17.20\n"
    assert [role for name, _, role in _people(text) if name == "Ida Lo"] == [None]


def test_a_table_of_people_tells_who_was_there_and_who_came_instead() -> None:
    text = (
        "Närvarolista\nLedamot\tParti\tNärv.\tErsättare\tAnm.\n1. Bo Ek\tS\tX\nIda Lo\tM\t-\tÅke Ry"
        "\t§§ 3–7\nFrånvarande\nEli Fors\tC\tLedamot\n"
    )
    found = [(a.name, a.status.value, a.party) for a in find_attendees(text, lines_of(text))]
    assert found == [
        ("Bo Ek", "present", "S"), ("Ida Lo", "absent", "M"), ("Åke Ry", "present", None),
        ("Eli Fors", "absent", "C"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row", ["Ordförande\tAnna Berg", "Namn Efternamn\tParti", "Parti\tNärvarande", "Ledamöter"]
)
def test_no_head_of_a_table_of_people(row: str) -> None:
    assert head_of_table(lines_of(row)[0]) is None
