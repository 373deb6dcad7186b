"""Mutated protocols lose no character and break nothing, and time grows with length only."""

from __future__ import annotations

import sys
import time
from types import FrameType

import pytest
from fuzzing import check_tiling, long_protocol, mutants
from golden_form import document_of

from index.parsing import parse_document

MANY = 250  # `make fuzz` parses 20,000


@pytest.mark.parametrize("seed", [1, 2])
def test_no_mutant_breaks_the_parser(seed: int) -> None:
    for document in mutants(MANY, seed):
        check_tiling(parse_document(document), document.text)


def _calls(pages: int) -> int:
    """Return how many functions, ours and built-in ones, are called to parse so many pages."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    document = long_protocol(pages)
    sys.setprofile(counted)
    try:
        (meeting,) = parse_document(document)
    finally:
        sys.setprofile(None)
    assert len(meeting.items) == pages
    assert all(len(item.decisions) == 3 for item in meeting.items)
    return count


def test_the_work_grows_with_the_pages_and_no_faster() -> None:
    short, long = _calls(40), _calls(160)
    assert long < 4 * short * 1.1, f"{short} calls for 40 pages, {long} for 160"


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
