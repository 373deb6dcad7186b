"""Where a quote stands on a page: by the letters of its text layer, or of its recognition."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from index.nouns import Document, Page, Span
from index.pdf_layout import characters

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from index.ocr import Recognised

_FOUND = 0.8  # share of a quote's letters that must be found on the page for it to be marked

Piece = tuple[str, int]
"""Letters of a quote that stand on one line, and how many letters of the page stand before them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a line that is marked: shares of the page's width and height, from the top left."""

    left: float
    top: float
    width: float
    height: float


def pieces_on(document: Document, page: Page, quote: Span) -> list[Piece]:
    """Return the parts of a quote that stand on a page, line by line, to be looked for there."""
    found = []
    at, end = max(quote.start, page.start), min(quote.end, page.end)
    while at < end:
        stops = [stop for mark in "\n\t" if (stop := document.text.find(mark, at, end)) >= 0]
        stop = min(stops, default=end)
        if letters := _letters(document.text[at:stop]):
            found.append((letters, len(_letters(document.text[page.start : at]))))
        at = stop + 1
    return found


def marks_in_layer(page: PdfPage, size: tuple[int, int], pieces: Sequence[Piece]) -> Iterator[Mark]:
    """Yield where the pieces are in a page's text layer; `size` is the picture's, in pixels."""
    text_page = page.get_textpage()
    try:
        drawn = [
            (letter, box)
            for code, box in characters(text_page)
            if code and (letter := chr(code).lower()).isalnum()
        ]
    finally:
        text_page.close()
    text = "".join(letter[0] for letter, _ in drawn)
    for place, length in _places(text, pieces):
        boxes = [box for _, box in drawn[place : place + length]]
        line: list[Any] = []
        for box in boxes:
            if line and not (box.bottom < line[-1].top and line[-1].bottom < box.top):
                yield _mark(page, size, line)
                line = []
            line.append(box)
        if line:
            yield _mark(page, size, line)


def marks_in_scan(reading: Recognised, pieces: Sequence[Piece]) -> Iterator[Mark]:
    """Yield where the words of the pieces are in a picture as it was read."""
    across, down = reading.size
    of_letters = [
        (number, word)
        for number, line in enumerate(reading.lines)
        for word in line
        for _ in _letters(word.text)
    ]
    text = "".join(_letters(word.text) for line in reading.lines for word in line)
    for place, length in _places(text, pieces):
        covered = of_letters[place : place + length]
        for _, group in groupby(covered, key=lambda one: one[0]):
            words = [word for _, word in group]
            left, top = min(word.left for word in words), min(word.top for word in words)
            right = max(word.right for word in words)
            bottom = max(word.top + word.height for word in words)
            yield Mark(left / across, top / down, (right - left) / across, (bottom - top) / down)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _places(text: str, pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Return where the pieces stand among a page's letters, and their lengths.

    None are returned where too few of a quote's letters are found.
    """
    # A foot that was drawn first moves every place alike: the longest piece tells by how much.
    longest, before = max(pieces, key=lambda piece: len(piece[0]), default=("", 0))
    place = _nearest(text, longest, before)
    moved = 0 if place is None else place - before
    places = [(_nearest(text, each, at + moved), len(each)) for each, at in pieces]
    found = [(place, length) for place, length in places if place is not None]
    enough = _FOUND * sum(length for _, length in places)
    return found if sum(length for _, length in found) >= enough else []


def _nearest(text: str, letters: str, expected: int) -> int | None:
    """Return where `letters` stand in `text`, of several places the one nearest to `expected`."""
    places = []
    at = text.find(letters)
    while at >= 0:
        places.append(at)
        at = text.find(letters, at + 1)
    return min(places, key=lambda place: abs(place - expected), default=None)


def _mark(page: PdfPage, size: tuple[int, int], boxes: Sequence[Any]) -> Mark:
    """Return the shares of the picture that boxes in the page's own points take up."""
    import pypdfium2.raw as raw

    across, down = [], []
    x, y = ctypes.c_int(), ctypes.c_int()
    for box in (boxes[0], boxes[-1]):
        for left, top in ((box.left, box.bottom), (box.right, box.top)):
            raw.FPDF_PageToDevice(
                page.raw, 0, 0, *size, 0, left, top, ctypes.byref(x), ctypes.byref(y)
            )
            across.append(x.value / size[0])
            down.append(y.value / size[1])
    return Mark(min(across), min(down), max(across) - min(across), max(down) - min(down))
