"""Whole protocols: nothing is lost, whatever the text, and the demo's are read as they are written.

`cases/demo_protocols.tsv` says of every demo protocol what a reader finds in it: body, date,
chair, secretary, how many were present, absent and guests, and the item numbers in order.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.nouns import Document, Meeting, Page
from index.parsing import parse_document
from index.reading import read_document

CASES = Path(__file__).parent / "cases" / "demo_protocols.tsv"
DEMO = Path(__file__).parent.parent / "eval" / "demo" / "protocols"
ROWS = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()[1:]]

# Lines that lead the parser into each of its branches; a text is any mixture of them.
LINES = st.sampled_from(
    [
        "Kommunstyrelsens protokoll 2/2018", "Tid/Plats: 180321 kl. 08.30-11.50, Granvik",
        "Närvarande: Siv Ahlmark (S), Granvik, Bo Rask och Mia Norén, Ljungås", "Beslutande",
        "[X] Ahlmark Siv (S)", "~~Bo Rask, Ljungås~~", "| **Övriga** | Tove Falk, rektor |",
        "1. Budget", "2. Övriga frågor", "§ 3", "§ 4 Taxor", "§ 4 forts.", "09.15 **Läget**",
        "§ 5 i avtalet gäller.", "1. Budget ............ 3", "Dnr KS 2024/00018", "- Ny mötestid",
        "Rådet har tagit del av informationen.", "Beslut", "Beslut: att bifalla, samt att avslå",
        "att anslå 150 000 kr, samt", "- att godkänna rapporten", "Kommunstyrelsen beslutar",
        "Förslag till beslut", "Ja: 24, Nej: 20", "Sida 2 (5)", "Justerande   Utdragsbestyrkande",
        "Vid protokollet\tJusteras", "Siv Ahlmark\tBo Rask", "ordförande", "Underskriftssida",
        "Dokumentet har undertecknats elektroniskt enligt eIDAS.", "[bookmark: _GoBack]samt att",
        "",
        "Siv Ahlmark, som är gäst", "\x00\x01", "\f", "   ", "**", "Ärendelista",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(LINES, max_size=40).map("\n".join),
    st.lists(LINES, min_size=20, max_size=60).map("\n".join),
    st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=30).map("\n".join),
)


def _document(text: str, cuts: list[int] | None = None) -> Document:
    bounds = [0, *sorted({cut % (len(text) + 1) for cut in cuts or []} - {0, len(text)}), len(text)]
    pages = tuple(
        Page(number, start, end) for number, (start, end) in enumerate(pairwise(bounds), 1)
    )
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document("protokoll.txt", sha256, "text/plain", text, pages)


def _check_tiling(meeting: Meeting) -> None:
    assert (meeting.header.start, meeting.header.end) == (meeting.start, meeting.items[0].start)
    at = meeting.header.end
    for item in meeting.items:
        assert item.start == at, "between two items something is lost or in both"
        assert item.start <= item.end
        at = item.end
        inside = item.start
        for sub in item.sub_items:
            assert inside <= sub.start <= sub.end <= item.end
            inside = sub.end
    assert at == meeting.end
    ids = [item.id for item in meeting.all_items()]
    assert len(ids) == len(set(ids)), "an address is there twice"


def _check_parts(meeting: Meeting, text: str) -> None:
    for item in meeting.all_items():
        at = item.start
        for section in item.sections:
            assert at <= section.start <= section.end <= item.end
            at = section.end
        for decision in item.decisions:
            assert item.start <= decision.start < decision.end <= item.end
            assert text[decision.start : decision.end].strip()
    at = meeting.start
    for piece in meeting.furniture:
        assert at <= piece.start < piece.end <= meeting.end
        at = piece.end
    for person in meeting.attendees:
        found = text[person.start : person.end]
        assert found.replace(",", " ").split() == person.name.split(), (
            "an attendee is not where it is said to be"
        )


@settings(max_examples=250, deadline=None)
@given(TEXTS, st.lists(st.integers(0, 2000), max_size=4))
def test_no_character_is_lost(text: str, cuts: list[int]) -> None:
    meetings = parse_document(_document(text, cuts))
    assert meetings[0].start == 0
    assert meetings[-1].end == len(text)
    for before, after in pairwise(meetings):
        assert before.end == after.start
    for meeting in meetings:
        _check_tiling(meeting)
        _check_parts(meeting, text)


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_the_same_text_is_always_understood_alike(text: str) -> None:
    assert parse_document(_document(text)) == parse_document(_document(text))


def test_every_demo_protocol_is_in_the_table() -> None:
    files = {path.relative_to(DEMO).as_posix() for path in DEMO.rglob("*") if path.is_file()}
    assert files == {row[0] for row in ROWS}


@pytest.mark.parametrize(
    ("name", "body", "date", "chair", "secretary", "counts", "items"),
    ROWS,
    ids=[r[0] for r in ROWS],
)
def test_demo_protocol(
    name: str, body: str, date: str, chair: str, secretary: str, counts: str, items: str
) -> None:
    document = read_document(DEMO / name, DEMO)
    (meeting,) = parse_document(document)
    status = Counter(person.status.value for person in meeting.attendees)
    found = (
        meeting.body, str(meeting.date), meeting.chair or "-", meeting.secretary or "-",
        f"{status['present']} {status['absent']} {status['guest']}",
        " ".join((item.number or "-").replace("§ ", "§") for item in meeting.items),
    )  # fmt: skip
    assert found == (body, date, chair, secretary, counts, items)
    _check_tiling(meeting)
    _check_parts(meeting, document.text)
    missing = [warning.message for warning in meeting.warnings]
    assert all("missing" in m or "vote" in m for m in missing), missing


ITEM = "§ {n} Ärende om taxor\n\nFörvaltningen redogör.\n\nBeslut\n\natt godkänna taxan.\n\n"


@pytest.mark.parametrize("many", [1, 40, 800])
def test_every_item_of_a_long_protocol_is_found(many: int) -> None:
    text = "Kommunstyrelsens protokoll 1/2024\n\n" + "".join(
        ITEM.format(n=n) for n in range(1, many + 1)
    )
    (meeting,) = parse_document(_document(text))
    assert [item.number for item in meeting.items] == [f"§ {n}" for n in range(1, many + 1)]
    assert all(len(item.decisions) == 1 for item in meeting.items)


FURNITURE = "Granviks kommun\tProtokoll\t2024-03-14\nJusterande\tUtdragsbestyrkande\tSida {n} (3)\n"


def test_furniture_alone_is_no_decision_and_does_not_hide_one() -> None:
    pages = [
        FURNITURE.format(n=1) + "Kommunstyrelsen\n§ 1 Budget\nText om budgeten.\nBeslut\n",
        FURNITURE.format(n=2) + "att anta budgeten.\n§ 2 Taxor\nText om taxorna.\nBeslut\n",
        FURNITURE.format(n=3) + "att höja taxan.\n",
    ]
    text = "".join(pages)
    starts = [0, len(pages[0]), len(pages[0]) + len(pages[1])]
    (meeting,) = parse_document(_document(text, starts[1:]))
    found = [[text[d.start : d.end] for d in item.decisions] for item in meeting.items]
    assert found == [["att anta budgeten."], ["att höja taxan."]]


def test_a_column_of_numbers_is_no_decision() -> None:
    text = "§ 1 Budget\nText.\nBeslut\n1.\n2.\nNämnden beslutar att anta budgeten.\n"
    text += "§ 2 Övrigt\nInget.\n"
    (meeting,) = parse_document(_document(text))
    assert [text[d.start : d.end] for d in meeting.items[0].decisions] == [
        "Nämnden beslutar att anta budgeten."
    ]


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("att inrätta ett råd", "övrigt"),
        ("att flytta mötet till 160415", "övrigt"),
        ("att utöver de medel som beviljats beakta behovet", "övrigt"),
        ("att ge sekretariatet i uppdrag att utreda frågan", "uppdrar"),
        ("att föreslå styrelsen att bevilja medel", "överlämnar"),
        ("att notera informationen", "noterar"),
        ("att bordlägga ärendet", "bordlägger"),
        ("att utse Siv Ahlmark till sammankallande", "utser"),
    ],
)
def test_kind_of_a_decision(section: str, kind: str) -> None:
    text = f"1. Ärende\n\nText om ärendet.\n\nBeslut:\n\n{section}\n\n2. Övrigt\n\nIngenting.\n"
    (meeting,) = parse_document(_document(text))
    assert [decision.kind.value for decision in meeting.items[0].decisions] == [kind]


@pytest.mark.parametrize(
    "heading", ["Förslag till beslut", "Yrkanden", "Omröstning", "Reservation", "Beslutsunderlag"]
)
def test_what_is_only_proposed_is_not_decided(heading: str) -> None:
    text = f"§ 1 Ärende\n\nText.\n\n{heading}\n\natt bygga en bro\n\n§ 2 Övrigt\n\nIngenting.\n"
    (meeting,) = parse_document(_document(text))
    assert not meeting.items[0].decisions


def test_an_item_that_goes_on_over_a_page_is_one() -> None:
    text = (
        "§ 1 Upprop\n\nUpprop förrättas.\n\n§ 2 Taxor\n\nText om taxor.\n\n"
        "§ 2 forts.\n\nMer text.\n"
        "\nBeslut\n\natt höja taxan.\n\n§ 3 Övrigt\n\nIngenting.\n"
    )
    (meeting,) = parse_document(_document(text))
    assert [item.number for item in meeting.items] == ["§ 1", "§ 2", "§ 3"]
    assert "Mer text." in meeting.items[1].text
    assert len(meeting.items[1].decisions) == 1
