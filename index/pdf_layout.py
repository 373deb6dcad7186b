"""Where text stands on a PDF's page, and in which order one reads it."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_HYPHENS = (0x02, 0xFFFE)  # PDFium's hyphen at a line's end; it leaves the line end out
_GAP = 1.3  # line heights of white between two words that make them two columns
_ROOM = 0.3  # line heights: two lines that overlap by less stand above each other


@dataclass(frozen=True, slots=True)
class _Box:
    """Where something stands on the page; y grows upward, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of text and how high it stands on the page, in points; y grows upward."""

    text: str
    top: float
    bottom: float


def page_lines(page: PdfTextPage) -> list[DrawnLine]:
    """Return the page's lines as PDFium found them, in the order in which they were drawn."""
    lines: list[DrawnLine] = []
    letters: list[str] = []
    boxes: list[_Box] = []

    def end_line() -> None:
        if boxes:
            top, bottom = max(box.top for box in boxes), min(box.bottom for box in boxes)
            lines.append(DrawnLine("".join(letters).rstrip(), top, bottom))
        letters.clear()
        boxes.clear()

    for code, box in _characters(page):
        letter = chr(code)
        if letter in "\r\n":
            end_line()
        elif code in _HYPHENS:
            letters.append("-")
            end_line()
        elif letter.isspace():
            if letters:
                letters.append(letter)
        elif code:
            if (
                boxes
                and letters[-1].isspace()
                and box.left - boxes[-1].right > (_GAP * boxes[-1].height)
            ):
                letters[-1] = "\t"
            letters.append(letter)
            boxes.append(box)
    end_line()
    return lines


def _characters(page: PdfTextPage) -> list[tuple[int, _Box]]:
    import pypdfium2.raw as raw

    found: list[tuple[int, _Box]] = []
    rectangle = raw.FS_RECTF()
    lead = 0  # the first half of a character beyond U+FFFF
    for index in range(page.count_chars()):
        code = int(raw.FPDFText_GetUnicode(page.raw, index))
        raw.FPDFText_GetLooseCharBox(page.raw, index, ctypes.byref(rectangle))
        if 0xD800 <= code < 0xDC00:
            lead = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((lead - 0xD800) << 10) + (code - 0xDC00) if lead else 0
        lead = 0
        box = _Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        found.append((code, box))
    return found


def in_reading_order(lines: list[DrawnLine]) -> list[DrawnLine]:
    """Return `lines` from top to bottom where the order of drawing leaps.

    Lines that follow each other downward stay together. Such a block goes before those that lie
    wholly below it, which mends a page whose foot was drawn first; columns, which lie beside each
    other, keep the order in which they were drawn.
    """
    blocks: list[list[DrawnLine]] = []
    for line in lines:
        if blocks and _middle(line) <= _middle(blocks[-1][-1]) + _ROOM * _height(line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    ordered: list[list[DrawnLine]] = []
    for block in blocks:
        place = len(ordered)
        while place and _is_above(block, ordered[place - 1]):
            place -= 1
        ordered.insert(place, block)
    return [line for block in ordered for line in block]


def _is_above(block: list[DrawnLine], other: list[DrawnLine]) -> bool:
    lowest = min(block, key=lambda line: line.bottom)
    return lowest.bottom >= max(line.top for line in other) - _ROOM * _height(lowest)


def _middle(line: DrawnLine) -> float:
    return (line.top + line.bottom) / 2


def _height(line: DrawnLine) -> float:
    return line.top - line.bottom
