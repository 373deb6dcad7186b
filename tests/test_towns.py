"""Protocols in the styles of many invented towns, typeset as PDF and read back.

What must be found is the printed contents list, number and title, and every point decided, in its
own words without the page heads and feet that stand inside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
import towns_one
import towns_three
import towns_two
from golden_form import document_of
from town_protocols import Style, Typeset, typeset

from index.folding import fold
from index.nouns import Document, Meeting
from index.parsing import parse_document
from index.reading import read_document

STYLES = {s.town: s for s in (*towns_one.STYLES, *towns_two.STYLES, *towns_three.STYLES)}
LEAST = 12  # towns, of the issue that asked for them
HEADINGS, DECISIONS = 0.98, 0.95  # precision and recall that it asks for
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


def _paged(document: Document) -> str:
    """The text with a form feed at each page's end, as many tools write it."""
    pages = (document.text[page.start : page.end].rstrip("\n") for page in document.pages)
    return "".join(f"{page}\f" for page in pages)


SPOILT: dict[str, Callable[[str], str]] = {
    "no pages": lambda text: text.replace("\f", "\n"),
    "a blank line after each line": lambda text: text.replace("\n", "\n\n"),
    "blanks for tabs": lambda text: text.replace("\t", " "),
    "§ glued to its number": lambda text: text.replace("§ ", "§"),
    "a hard space after §": lambda text: text.replace("§ ", "§\u00a0"),
    "ligatures": lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_text_extraction_spoils_costs_no_item(how: str, folder: Path) -> None:
    """Over all towns, as the issue asks of real ones: headings at .98, decisions at .95."""
    right = found = wanted = same = points = asked = 0
    for town in STYLES:
        made, document, _ = _read(town, folder)
        spoilt = document_of("town.txt", SPOILT[how](_paged(document)))
        items = [item for meeting in parse_document(spoilt) for item in meeting.items]
        titles = {(_number(item.number), " ".join(fold(item.title).split())) for item in items}
        right += len(titles & {(n, fold(title)) for n, title in made.items})
        found, wanted = found + len(items), wanted + len(made.items)
        words = [len(item.decisions) for item in items]
        same += sum(map(min, words, map(len, made.points)))
        points, asked = points + sum(words), asked + sum(map(len, made.points))
    assert min(right / found, right / wanted) >= HEADINGS, (right, found, wanted)
    assert min(same / points, same / asked) >= DECISIONS, (same, points, asked)
