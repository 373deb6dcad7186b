"""Units: exact slices, whole sentences, points of decisions, and nothing of an item lost."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.nouns import Item, Meeting, SectionKind
from index.parsing import parse_document
from index.reading import read_document
from index.units import Unit, flat, sentences, units_of
from invented import BRYGGA, invented_meeting, invented_meetings, item_of

DEMO = Path(__file__).parent.parent / "eval" / "demo" / "protocols"
PROTOCOLS = sorted(path for path in DEMO.rglob("*") if path.is_file())


def _units(meeting: Meeting, item: Item) -> tuple[Unit, ...]:
    return units_of(item, meeting.furniture)


def _sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text, 0, len(text))]


def _headings(item: Item) -> set[int]:
    """Return the offsets of the lines that are section headings: they say nothing themselves."""
    text = item.document.text
    places: set[int] = set()
    for part in (item, *item.sub_items):
        for section in part.sections:
            if section.heading:
                end = text.find("\n", section.start, section.end)
                places.update(range(section.start, end if end >= 0 else section.end))
    return places


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.name)
def test_units_are_slices_in_order_and_lose_no_letter(path: Path) -> None:
    document = read_document(path, DEMO)
    text = document.text
    for meeting in parse_document(document):
        paper = {at for piece in meeting.furniture for at in range(piece.start, piece.end)}
        for item in meeting.items:
            units = _units(meeting, item)
            assert units == units_of(item, meeting.furniture)
            assert all(a.end <= b.start for a, b in pairwise(units)), "two units share text"
            held: set[int] = set()
            for unit in units:
                assert item.start <= unit.start < unit.end <= item.end
                assert unit.quote == text[unit.start : unit.end] == unit.quote.strip()
                held.update(range(unit.start, unit.end))
            passed = held | paper | _headings(item)
            lost = [at for at in range(item.start, item.end) if text[at].isalnum()]
            lost = [at for at in lost if at not in passed]
            assert not lost, f"{item.number}: lost {text[lost[0] : lost[-1] + 1]!r}"


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.name)
def test_page_furniture_is_no_evidence(path: Path) -> None:
    document = read_document(path, DEMO)
    for meeting in parse_document(document):
        papers = [flat(document.text[f.start : f.end]) for f in meeting.furniture]
        long = [paper for paper in papers if len(paper) > 20]
        for item in meeting.items:
            for unit in _units(meeting, item):
                assert not any(paper in unit.text for paper in long), unit.text


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.name)
def test_each_point_of_a_decision_is_a_unit(path: Path) -> None:
    (meeting,) = parse_document(read_document(path, DEMO))
    for item in meeting.items:
        decided = {(d.start, d.end) for part in (item, *item.sub_items) for d in part.decisions}
        points = {(u.start, u.end) for u in _units(meeting, item) if u.point}
        assert points == decided


@pytest.mark.parametrize(
    "short",
    [
        "t.ex.", "bl.a.", "m.m.", "m.fl.", "d.v.s.", "s.k.", "o.s.v.", "f.d.", "fr.o.m.", "t.o.m.",
        "e.d.", "p.g.a.", "kl.", "ca.", "nr.", "dnr.", "tf.", "ordf.", "resp.", "inkl.", "exkl.",
        "ev.", "tel.", "jfr.", "kap.", "st.",
    ],
)  # fmt: skip
def test_an_abbreviation_ends_no_sentence(short: str) -> None:
    first = f"Rådet har {short} 3 bryggor och {short} bryggan i Vik."
    assert _sentences(f"{first} Det är bra.") == [first, "Det är bra."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mötet slutade 11.50. Nästa börjar 12.", ["Mötet slutade 11.50.", "Nästa börjar 12."]),
        ("Per A. Lind tackade. Alla gick.", ["Per A. Lind tackade.", "Alla gick."]),
        ("Går det? Ja! Det går.", ["Går det?", "Ja!", "Det går."]),
        ("Han sa ”Ja.” Alla gick.", ["Han sa ”Ja.”", "Alla gick."]),
        ("Det var 2018. Nu är det 2019.", ["Det var 2018.", "Nu är det 2019."]),
        ("Den 3. maj firas.", ["Den 3. maj firas."]),
        ("Se 1.500 kr. Det räcker.", ["Se 1.500 kr.", "Det räcker."]),
        ("En mening som\ngår över två rader.", ["En mening som\ngår över två rader."]),
        ("Ett stycke\n\nEtt annat", ["Ett stycke", "Ett annat"]),
        ("att bygga\natt måla", ["att bygga", "att måla"]),
        ("- ett\n- två", ["- ett", "- två"]),
        ("1) ett\n2) två", ["1) ett", "2) två"]),
        ("Post\t2018\t2019\nDrift\t20\t30", ["Post\t2018\t2019", "Drift\t20\t30"]),
        ("Ja: 24, Nej: 20\nAvstår: 1", ["Ja: 24, Nej: 20", "Avstår: 1"]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert _sentences(text) == found


PIECES = st.sampled_from(
    ["Rådet tackar.", " ", "\n", "\n\n", "t.ex. ", "kl. 9.30", "att bygga", "- ett", "\t", "Ja: 3",
     "Går det?", "…", "”", "3. ", "|", "A. "]
)  # fmt: skip


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=20).map("".join)))
@settings(max_examples=150, deadline=None)
def test_sentences_keep_every_visible_character(text: str) -> None:
    spans = list(sentences(text, 0, len(text)))
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    held = "".join(text[a:b] for a, b in spans)
    assert "".join(held.split()) == "".join(text.split())


def test_the_parts_of_an_item() -> None:
    meeting = invented_meeting(BRYGGA)
    units = _units(meeting, item_of(meeting, "1"))
    assert [u.text for u in units if u.point] == [
        "att anslå 150 000 kr till bryggan",
        "att utse Bo Rask till projektledare för bryggan.",
    ]
    assert {u.section for u in units if u.point} == {SectionKind.DECISION}
    assert "Den 15 april 2018 ska bygget starta." in [u.text for u in units if not u.title]
    assert [u.position for u in units] == sorted(u.position for u in units)
    assert any(u.title and "Ny brygga i Granvik" in u.text for u in units)


def test_sub_items_are_part_of_their_item() -> None:
    meeting = invented_meeting(BRYGGA)
    item = item_of(meeting, "3")
    (sub,) = item.sub_items
    inside = [u.text for u in _units(meeting, item) if u.item is sub and not u.title]
    assert inside[:2] == [
        "Platserna räcker inte.",
        "Pia Wall undersöker till nästa möte om Ljungås har plats.",
    ]


def test_a_proposal_is_no_point_of_a_decision() -> None:
    text = (
        "1. Ärende\n\nText.\n\nFörslag till beslut\n\natt bygga en bro\n\n"
        "Beslut\n\natt inte bygga någon bro\n"
    )
    meeting = invented_meeting(text)
    units = {u.text: u for u in _units(meeting, meeting.items[0])}
    assert units["att inte bygga någon bro"].point
    assert not units["att bygga en bro"].point
    assert units["att bygga en bro"].section is SectionKind.PROPOSAL


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**Beslut:**  att\n bygga", "Beslut: att bygga"),
        ("~~Bo Ek~~ [bookmark: _GoBack]kom", "Bo Ek kom"),
        ("samman\u00adträde\u00a0nu", "sammanträde nu"),
        ("  ", ""),
    ],
)
def test_flat(text: str, shown: str) -> None:
    assert flat(text) == shown


def test_all_items_of_the_invented_minutes_have_units() -> None:
    for meeting in invented_meetings():
        assert all(_units(meeting, item) for item in meeting.items)
