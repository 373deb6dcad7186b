"""Mutated protocols lose no character and break nothing, and time grows with length only."""

from __future__ import annotations

import time

import pytest
from fuzzing import check_tiling, mutants
from golden_form import document_of

from index.parsing import parse_document

MANY = 250  # `make fuzz` parses 20,000


@pytest.mark.parametrize("seed", [1, 2])
def test_no_mutant_breaks_the_parser(seed: int) -> None:
    for document in mutants(MANY, seed):
        check_tiling(parse_document(document), document.text)


PAGE = (
    "Granviks kommun\tSammanträdesprotokoll\t2024-03-14\nKommunstyrelsen\tSida {n}\n"
    "§ {n}\tDnr KS 2024/{n:05d}\nUtredning om väg nummer {n}\nBeslut\nKommunstyrelsen beslutar\n"
    "att godkänna rapport {n},\natt anslå 100 000 kr, samt\natt uppdra åt Siv Ahlmark att komma.\n"
    "Ärendebeskrivning\n"
    + "Förvaltningschefen Bo Rask redogör för hur arbetet går.\n"
    * 25
    + "Yrkanden\n"
    "Mia Norén (S) yrkar bifall.\nBeslutet skickas till\nEkonomichefen\nJusterandes sign\n\f"
)


def _seconds(pages: int) -> float:
    text = "".join(PAGE.format(n=n) for n in range(1, pages + 1))
    document = document_of("lang.txt", text)
    began = time.process_time()
    (meeting,) = parse_document(document)
    took = time.process_time() - began
    assert len(meeting.items) == pages
    assert all(len(item.decisions) == 3 for item in meeting.items)
    return took


def test_a_thousand_pages_take_less_than_ten_seconds_and_time_grows_linearly() -> None:
    short, long = _seconds(250), _seconds(1000)
    assert long < 10
    assert long < 4 * short * 1.8, f"{short:.2f} s for 250 pages, {long:.2f} s for 1,000"


@pytest.mark.parametrize(
    "line",
    ["§ 1 ", "1. ", "att ", "Beslut\n", "Ja: 1 ", "Anna Ek (S), ", "....... 3\n", "a", "\t", "§",
     "Närvarande: ", "Sida 1 (2)\n", "2024-01-01 ", "Bilaga 1 ", "\u00a0", "**", "|", "Dnr 1 "],
)  # fmt: skip
def test_one_thing_again_and_again_is_no_trap(line: str) -> None:
    for text in (line * 4000, (line * 8 + "\n") * 500):
        began = time.process_time()
        check_tiling(parse_document(document_of("upprepat.txt", text)), text)
        assert time.process_time() - began < 4, f"{line!r} takes too long"
