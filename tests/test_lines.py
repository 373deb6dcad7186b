r"""Single lines of minutes against the tables in `cases/`: headings, dates, amounts, attendance.

A table is tab-separated under a line of column names; `\t`, `\n` and `\u00a0` in its first column
stand for the characters that an editor would hide.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from index.amounts import find_amounts
from index.attendance import find_attendees
from index.dates import find_dates
from index.deciding import kind_of
from index.headings import find_headings
from index.lines import lines_of
from index.nouns import Section, SectionKind
from index.sections import section_heading
from index.voting import find_votes

CASES = Path(__file__).parent / "cases"
_ESCAPES = {r"\t": "\t", r"\n": "\n", r"\u00a0": "\u00a0", r"\u202f": "\u202f"}


def _rows(name: str) -> list[list[str]]:
    rows = [line.split("\t") for line in (CASES / name).read_text(encoding="utf-8").splitlines()]
    for row in rows:
        for written, meant in _ESCAPES.items():
            row[0] = row[0].replace(written, meant)
    return rows[1:]


BODY = "Förvaltningschefen redogör för läget.\n\nBeslut\n\natt godkänna redogörelsen.\n"
TITLE_BELOW = "Redogörelse för höstens arbete"


@pytest.mark.parametrize(("line", "number", "title"), _rows("headings.tsv"))
def test_heading(line: str, number: str, title: str) -> None:
    """The line alone between blanks, an item's text under it; numbers without signs and bodies."""
    below = f"{TITLE_BELOW}\n\n" if number and not title else ""
    text = f"Ordföranden hälsar välkommen.\n\n{line}\n{below or chr(10)}{BODY}"
    at = text.index(line)
    found = [
        (re.sub(r"[^\d.:]", "", heading.number), heading.title)
        for heading in find_headings(lines_of(text))
        if at <= heading.start <= at + len(line)
    ]
    wanted = (number, title or TITLE_BELOW)
    assert found == ([wanted] if number else [])


@pytest.mark.parametrize(("text", "year", "dates"), _rows("dates.tsv"))
def test_dates(text: str, year: str, dates: str) -> None:
    found = find_dates(text, int(year) if year else None)
    written = [
        day.first.isoformat() + (f"/{day.last.isoformat()}" if day.last != day.first else "")
        for day in found
    ]
    assert " ".join(written) == dates


@pytest.mark.parametrize(("text", "kronor"), _rows("amounts.tsv"))
def test_amounts(text: str, kronor: str) -> None:
    assert [int(amount.kronor) for amount in find_amounts(text)] == [int(k) for k in kronor.split()]


@pytest.mark.parametrize(("line", "attendees"), _rows("attendance.tsv"))
def test_attendance(line: str, attendees: str) -> None:
    """What the table leaves out is not written; a role, though, may come from the list's label."""
    wanted: list[dict[str, Any]] = json.loads(attendees)
    people = find_attendees(line, lines_of(line))
    found = [
        {
            "name": " ".join(person.name.split()),
            "status": person.status.value,
            "place": " ".join((person.place or "").split()) or None,
            "party": person.party and person.party.upper(),
            "role": person.role,
            "from": person.from_time,
            "to": person.to_time,
        }
        for person in people
    ]
    fields = ("name", "status", "place", "party", "from", "to")
    assert [{k: p[k] for k in fields} for p in found] == [
        {k: w.get(k) for k in fields} for w in wanted
    ]
    for person, asked in zip(found, wanted, strict=True):
        assert person["role"] == asked.get("role", person["role"])


@pytest.mark.parametrize(("line", "kind"), _rows("sections.tsv"))
def test_section_heading(line: str, kind: str) -> None:
    heading = section_heading(lines_of(line)[0])
    assert (heading.kind.value if heading else "-") == kind


@pytest.mark.parametrize(("point", "kind"), _rows("kinds.tsv"))
def test_kind_of_a_point(point: str, kind: str) -> None:
    assert kind_of(point).value == kind


@pytest.mark.parametrize(("text", "count"), _rows("votes.tsv"))
def test_count_of_votes(text: str, count: str) -> None:
    section = Section(SectionKind.VOTE, 0, len(text))
    found = [
        " ".join("-" if n is None else str(n) for n in (v.in_favour, v.against, v.abstained))
        for v in find_votes(lines_of(text), (section,))
    ]
    assert found == ([count] if count else [])
