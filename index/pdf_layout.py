"""Where text stands on a PDF's page, and in which order one reads it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from index.symbols import SYMBOLS

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_HYPHENS = (0x02, 0xFFFE)  # PDFium's hyphen at a line's end; it leaves the line end out
_GAP = 1.3  # line heights of white between two words that make them two columns
_PROSE = 25  # letters and blanks a line of running text has at least, on average, in a column
_FEWEST = 4  # lines that make two columns
_LEAP = 250  # points, a third of a page: nothing in between belongs to both sides
_CELL_LINES = 60  # of a table's cell, at most
_ROOM = 0.3  # line heights: two lines that overlap by less stand above each other


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands on the page; y grows upward, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """From the bottom to the top."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line without a wide gap in it, and where it stands."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of text and how high it stands on the page, in points; y grows upward."""

    text: str
    top: float
    bottom: float
    parts: tuple[Part, ...] = ()  # what tabs part, from left to right


def page_lines(page: PdfTextPage) -> list[DrawnLine]:
    """Return the page's lines as PDFium found them, in the order in which they were drawn."""
    lines: list[DrawnLine] = []
    letters: list[str] = []
    boxes: list[Box] = []
    begins: list[int] = [0]  # where in `boxes` each part of the line begins

    def end_line() -> None:
        if boxes:
            top, bottom = max(box.top for box in boxes), min(box.bottom for box in boxes)
            text = "".join(letters).rstrip()
            edges = [
                (boxes[first].left, boxes[end - 1].right)
                for first, end in pairwise([*begins, len(boxes)])
            ]
            texts = text.split("\t")
            parts = (
                tuple(Part(one, *edge) for one, edge in zip(texts, edges, strict=True))
                if len(texts) == len(edges)
                else ()  # the page has tabs of its own
            )
            lines.append(DrawnLine(text, top, bottom, parts))
        letters.clear()
        boxes.clear()
        begins[:] = [0]

    for code, box in characters(page):
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
                begins.append(len(boxes))
            letters.append(letter)
            boxes.append(box)
    end_line()
    return lines


def characters(page: PdfTextPage) -> list[tuple[int, Box]]:
    """Return each character of a page, in the order in which PDFium tells them, and its place."""
    import pypdfium2.raw as raw

    found: list[tuple[int, Box]] = []
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
        box = Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        found.append((ord(SYMBOLS.get(chr(code), chr(code))), box))
    return found


def in_reading_order(lines: list[DrawnLine]) -> list[DrawnLine]:
    """Return `lines` from top to bottom where the order of drawing leaps.

    Lines that follow each other downward stay together, but for a foot that was drawn right after
    the head. Such a block goes before those that lie
    wholly below it, which mends a page whose foot was drawn first; columns, which lie beside each
    other, keep the order in which they were drawn.
    """
    blocks: list[list[DrawnLine]] = []
    for line in lines:
        drop = _middle(blocks[-1][-1]) - _middle(line) if blocks else 0.0
        if blocks and -_ROOM * _height(line) <= drop <= _LEAP:
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


def column_by_column(lines: Sequence[DrawnLine]) -> list[str]:
    """Return the lines' text, two columns of running text one after the other.

    Drawn row by row, they would read across. A table's rows, whose cells are short, stay rows;
    every part of every line is in the result. The lines of a cell that was drawn beside another
    begin with a tab.
    """
    texts: list[str] = []
    right_cells = _in_right_cells(lines)
    at = 0
    while at < len(lines):
        end, gutter = _columns_end(lines, at)
        if end == at:
            texts.append("\t" * (at in right_cells) + lines[at].text)
            at += 1
            continue
        for is_left in (True, False):
            texts += [
                part.text
                for line in lines[at:end]
                for part in line.parts
                if (part.left < gutter) == is_left
            ]
        at = end
    return texts


def _in_right_cells(lines: Sequence[DrawnLine]) -> set[int]:
    """Return the lines of cells that were drawn after the whole cell left of them.

    Such a cell begins higher than the line drawn before it, and right of all lines in between.
    """
    found: set[int] = set()
    edge: float | None = None  # the left edge of the cell that is being read
    for at in range(1, len(lines)):
        before, line = lines[at - 1], lines[at]
        if not before.parts or not line.parts:
            edge = None
            continue
        if _middle(line) - _middle(before) > _height(line) / 2:
            cell = line.parts[0].left
            first = at
            while first and lines[first - 1].parts and lines[first - 1].bottom < line.top:
                if lines[first - 1].parts[-1].right >= cell or at - first > _CELL_LINES:
                    break
                first -= 1
            higher = first and lines[first - 1].bottom < line.top
            edge = None if higher or first == at else cell
        elif edge is not None and line.parts[0].left < edge - _room(line):
            edge = None
        if edge is not None:
            found.add(at)
    return found


def _columns_end(lines: Sequence[DrawnLine], start: int) -> tuple[int, float]:
    """Return where the columns that begin at `start` end, and where the right one begins."""
    if len(lines[start].parts) != 2:
        return start, 0.0
    gutter = lines[start].parts[1].left - _room(lines[start])
    end, pairs = start, 0
    for line in lines[start:]:
        if not line.parts or any(part.left < gutter < part.right for part in line.parts):
            break
        if len(line.parts) > 2 or (len(line.parts) == 2 and not _is_beside(line, gutter)):
            break
        end += 1
        pairs += len(line.parts) == 2
    while end > start and len(lines[end - 1].parts) != 2:
        end -= 1  # a column's last lines alone are read alike either way
    sides = [list(_side(lines[start:end], gutter, left=left)) for left in (True, False)]
    if pairs < _FEWEST or min(sum(map(len, side)) / max(len(side), 1) for side in sides) < _PROSE:
        return start, 0.0
    return end, gutter


def _side(lines: Sequence[DrawnLine], gutter: float, *, left: bool) -> Iterator[str]:
    for line in lines:
        yield from (part.text for part in line.parts if (part.left < gutter) == left)


def _is_beside(line: DrawnLine, gutter: float) -> bool:
    """Return whether the line's second part begins at the right column's edge."""
    return 0 <= line.parts[1].left - gutter < 2 * _room(line)


def _room(line: DrawnLine) -> float:
    return _height(line) / 2
