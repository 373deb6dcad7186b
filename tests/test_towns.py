"""Protocols in the styles of many invented towns, typeset as PDF and read back.

What must be found is the printed contents list, number and title, and every point decided, in its
own words without the page heads and feet that stand inside it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
import towns_one
import towns_three
import towns_two
from town_protocols import Style, Typeset, typeset

from index.nouns import Document, Meeting
from index.parsing import parse_document
from index.reading import read_document

STYLES = {s.town: s for s in (*towns_one.STYLES, *towns_two.STYLES, *towns_three.STYLES)}
LEAST = 12  # towns, of the issue that asked for them
each_town = pytest.mark.parametrize("town", STYLES)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("towns")


@lru_cache
def _read(town: str, folder: Path) -> tuple[Typeset, Document, Meeting]:
    made = typeset(STYLES[town])
    path = folder / f"{town}.pdf"
    path.write_bytes(made.pdf)
    document = read_document(path, folder)
    (meeting,) = parse_document(document)
    return made, document, meeting


def _number(text: str | None) -> int:
    return int(re.findall(r"\d+", text or "0")[0])


@each_town
def test_the_items_are_those_of_the_contents_list(town: str, folder: Path) -> None:
    made, _, meeting = _read(town, folder)
    assert [(_number(item.number), item.title) for item in meeting.items] == list(made.items)


@each_town
def test_the_decisions_are_the_points_decided(town: str, folder: Path) -> None:
    made, _, meeting = _read(town, folder)
    for item, points in zip(meeting.items, made.points, strict=True):
        found = [meeting.words(d.start, d.end) for d in item.decisions]
        bare = [re.sub(r"^.*?beslutar att |^att ", "", one.rstrip(".")) for one in found]
        shown = [re.sub(r"- (?=[a-zåäö])", "", one[:1].lower() + one[1:]) for one in bare]
        assert shown == [re.sub(r"- (?=[a-zåäö])", "", point) for point in points], item.title


@each_town
def test_the_frame_is_read(town: str, folder: Path) -> None:
    _, document, meeting = _read(town, folder)
    style: Style = STYLES[town]
    assert (meeting.body, str(meeting.date)) == (style.body, "2023-03-14")
    assert (meeting.chair, meeting.secretary) == ("Ulla-Britt Fors", "Sofia Dahlén")
    assert len(meeting.attendees) == 16
    assert (meeting.start_time, meeting.end_time) == ("13:00", "16:20")
    assert {page.read_by for page in document.pages} == {"text"}


@each_town
def test_no_page_head_is_left_in_an_item(town: str, folder: Path) -> None:
    """Where a page number stands, furniture stands: none is left in the items' own words."""
    meeting = _read(town, folder)[2]
    for item in meeting.items:
        words = meeting.words(item.start, item.end)
        assert not re.search(r"Utdragsbestyrkande|Justerandes sign|\d \(\d+\)|\d av \d", words)


def test_there_are_enough_towns() -> None:
    assert len(STYLES) >= LEAST
