"""Rows of a table that an OCR has read column by column, put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from index.ocr_words import Word

_LABELS = 25  # characters a line of running text has at least, on average, in a column
_OVER = 0.5  # of the lower line's height that two lines of a row share


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it was recognised; the box is in pixels, y grows downward."""

    words: tuple[Word, ...]

    @property
    def left(self) -> int:
        return self.words[0].left

    @property
    def right(self) -> int:
        return max(word.right for word in self.words)

    @property
    def top(self) -> int:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> int:
        return max(word.top + word.height for word in self.words)

    @property
    def length(self) -> int:
        return sum(len(word.text) + 1 for word in self.words) - 1


def lines_by_row(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words line by line, in the order in which they were recognised.

    But columns of short lines, such as labels, and what stands right of them are read row by row:
    `Plats och tid` and the place beside it are one line.
    """
    lines = [_Line(tuple(group)) for _, group in groupby(words, key=lambda word: word.line)]
    blocks = [list(group) for _, group in groupby(lines, key=lambda one: one.words[0].line[0])]
    ordered: list[tuple[bool, list[_Line]]] = []
    for table in _tables(blocks):
        together = [line for k in table for line in blocks[k]]
        place = len(ordered)
        while place and ordered[place - 1][0] and _is_above(together, ordered[place - 1][1]):
            place -= 1  # a page's head, which was read after the table's first column
        ordered.insert(place, (len(table) > 1, together))
    result: list[list[Word]] = []
    for rows, together in ordered:
        result += _rows(together) if rows else [list(line.words) for line in together]
    return result


def _is_above(lines: Sequence[_Line], others: Sequence[_Line]) -> bool:
    return max(line.bottom for line in lines) <= min(line.top for line in others)


def _tables(blocks: Sequence[Sequence[_Line]]) -> list[list[int]]:
    """Return which blocks are columns of one table; the others are alone."""
    table = list(range(len(blocks)))  # of each block: the first block of its table
    for at, block in enumerate(blocks):
        if fmean(line.length for line in block) >= _LABELS:
            continue
        for k, other in enumerate(blocks):
            if _stands_right(other, block):
                one, two = sorted((table[at], table[k]))
                table = [one if first == two else first for first in table]
    return [[k for k, first in enumerate(table) if first == at] for at in sorted(set(table))]


def _stands_right(block: Sequence[_Line], other: Sequence[_Line]) -> bool:
    """Return whether a block stands right of another, not above or below it."""
    edge = max(line.right for line in other)
    down = min(max(line.bottom for line in block), max(line.bottom for line in other)) - max(
        min(line.top for line in block), min(line.top for line in other)
    )
    return down > 0 and min(line.left for line in block) >= edge


def _rows(lines: Sequence[_Line]) -> list[list[Word]]:
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda one: (one.top + one.bottom) / 2):
        row = rows[-1] if rows else None
        if row is not None and all(_beside(line, other) for other in row):
            row.append(line)
        else:
            rows.append([line])
    return [
        [word for line in sorted(row, key=lambda one: one.left) for word in line.words]
        for row in rows
    ]


def _beside(one: _Line, other: _Line) -> bool:
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    across = min(one.right, other.right) - max(one.left, other.left)
    return across <= 0 and down >= _OVER * min(one.bottom - one.top, other.bottom - other.top)
