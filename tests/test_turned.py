"""Headings whose number stands right of the title, or below it, and those that only look so."""

from __future__ import annotations

import pytest

from index.headings import find_headings
from index.lines import lines_of
from index.sections import with_whole_headings

SAID = "Nämnden beslutar att godkänna förslaget och lägga det till handlingarna."


def _found(text: str, titles: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(h.number, h.title) for h in find_headings(lines_of(text), titles)]


def test_the_number_right_of_the_title() -> None:
    text = (
        f"Val av justerare\t§ 12\n{SAID}\nUpphandling av en ny färja för trafiken mellan öarna och"
        f"\t§ 13\nfastlandet\nDnr KS 2024/17\n{SAID}\nUppföljning 2024\t§ 14 a\n{SAID}\n"
    )
    assert _found(text) == [
        ("§ 12", "Val av justerare"),
        ("§ 13", "Upphandling av en ny färja för trafiken mellan öarna och fastlandet"),
        ("§ 14 a", "Uppföljning 2024"),
    ]


def test_the_number_below_the_title() -> None:
    text = (
        f"Val av justerare\n§ 12\n{SAID}\nTaxa för vatten och avlopp\nför år 2025\n"
        f"§ 13\t2024/00017\nBeslut\n{SAID}\nMotion om cykelväg\n§ 14\n{SAID}\n"
    )
    wanted = [("§ 12", "Val av justerare"), ("§ 13", "Taxa för vatten och avlopp för år 2025"),
              ("§ 14", "Motion om cykelväg")]  # fmt: skip
    assert _found(text) == wanted
    assert _found(text, {"13": "Taxa för vatten och avlopp för år 2025"}) == wanted


def test_titles_below_their_numbers_stay_below() -> None:
    text = (
        f"§ 12\nVal av justerare\n{SAID}\nSkickas till\nKommunkansliet\n§ 13\nTaxa för vatten\n"
        f"{SAID}\nSkickas till\nTekniska kontoret\n§ 14\nMotion om cykelväg\n{SAID}\n"
    )
    assert _found(text) == [
        ("§ 12", "Val av justerare"), ("§ 13", "Taxa för vatten"), ("§ 14", "Motion om cykelväg"),
    ]  # fmt: skip


def test_a_letter_behind_a_number_with_a_point() -> None:
    text = (
        f"1. Mötets öppnande\n{SAID}\n2. Dagordning\n{SAID}\n2 a. Brandstationen\n{SAID}\n"
        f"3. Budget\n{SAID}\n3 b) Taxor\n{SAID}\n4. Avslutning\n{SAID}\n"
    )
    assert [number for number, _ in _found(text)] == ["1", "2", "2 a", "3", "3 b", "4"]


def test_the_names_of_columns_belong_to_the_heading_below() -> None:
    text = f"§\tDnr\tRubrik\n60\tMBN-2024-4\tMötet öppnas\n{SAID}\n" + "".join(
        f"§\tDnr\tRubrik\n{n}\tB-2024-{n}\tBygglov på gård {n}\n{SAID}\n" for n in (61, 62, 63)
    )
    headings = find_headings(lines_of(text))
    assert [(h.number, h.title, h.reference) for h in headings][1:3] == [
        ("61", "Bygglov på gård 61", "B-2024-61"), ("62", "Bygglov på gård 62", "B-2024-62"),
    ]  # fmt: skip
    assert all(text[h.start :].startswith("§\tDnr") for h in headings)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Arbetsutskottets\nförslag till nämnden", ["Arbetsutskottets förslag till nämnden"]),
        ("Beslutet ska\nskickas till\nEkonomi", ["Beslutet ska skickas till", "Ekonomi"]),
        ("Beslut\nhar fattats", ["Beslut", "har fattats"]),
        ("Budgeten för\nnästa år", ["Budgeten för", "nästa år"]),
    ],
)  # fmt: skip
def test_a_parts_name_that_a_narrow_column_broke(text: str, lines: list[str]) -> None:
    joined = with_whole_headings(lines_of(text))
    assert [line.text for line in joined] == lines
    assert all(text[line.start : line.end].split() == line.raw.split() for line in joined)


def test_a_title_that_a_narrow_column_broke_reaches_to_its_diarienummer() -> None:
    text = (
        "§ 110\nÄndring av bolagsordning för Ånäs\nEnergi AB och dess dotterbolag Ånäs\n"
        f"Elnät AB med anledning av ny\nlagstiftning\nDnr KS 2023/200\nBeslut\n{SAID}\n§ 111\n"
        f"Val av justerare\nBo Ek\nBeslut\n{SAID}\n"
    )
    whole = "Ändring av bolagsordning för Ånäs Energi AB och dess dotterbolag Ånäs Elnät AB med "
    assert _found(text) == [
        ("§ 110", f"{whole}anledning av ny lagstiftning"), ("§ 111", "Val av justerare"),
    ]  # fmt: skip
