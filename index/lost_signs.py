"""Headings whose section sign an OCR has misread: `845 Title` between § 44 and § 46 is § 45."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from index.heading_lines import Heading
from index.lines import Line

_SIGN = r"[^\w\s]{0,2}[8S$&ß3B5§]{1,2}[^\w\s]{0,2}"  # what Tesseract makes of §
_MAY_BE = re.compile(rf"^(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{{1,6}}\s+)?{_SIGN}\s?\d")
_NEAR = 8  # lines above a heading, and half of those below it, that tell what it is
_MOST_LOST = 30  # numbers between two headings

Reader = Callable[[list[Line], int], Heading | None]  # the heading on a line, if there is one


def with_lost_signs(
    chain: list[Heading], lines: list[Line], wanted: Collection[int], read: Reader
) -> list[Heading]:
    """Return `chain` with the headings of the numbers that are missing in it, if they are found.

    Only where the number stands between its neighbours, after what may have been a sign. `wanted`
    are the numbers that the first page or a contents list has; none is added beyond these.
    """
    if not chain:
        return chain
    begin = min((n for n in wanted if n < chain[0].order), default=chain[0].order)
    stop = max((n for n in wanted if n > chain[-1].order), default=chain[-1].order) + 1
    edges = [
        (begin - 1, lines[0].start),
        *((heading.order, heading.end) for heading in chain),
    ]
    ends = [*((h.order, h.start) for h in chain), (stop, lines[-1].end)]
    missing = [
        (range(low + 1, high), start, end)
        for (low, start), (high, end) in zip(edges, ends, strict=True)
        if 0 < high - low - 1 <= _MOST_LOST
    ]
    found: list[Heading] = []
    starts = [line.start for line in lines]
    for numbers, start, end in missing:
        least = numbers[0]
        for i in range(bisect_left(starts, start), bisect_left(starts, end)):
            line = lines[i]
            if not _MAY_BE.match(line.text):
                continue
            number = next((n for n in range(least, numbers[-1] + 1) if _bears(line, n)), None)
            heading = _read(lines, i, number, read) if number is not None else None
            if heading is not None and number is not None:
                body = chain[0].body
                found.append(replace(heading, body=body, start=line.start))
                least = number + 1
    whole = sorted([*chain, *found], key=lambda heading: heading.start)
    rising = all(a.order <= b.order for a, b in pairwise(whole))
    return whole if rising else chain


def _bears(line: Line, number: int) -> bool:
    return _pattern(number).match(line.text) is not None


def _pattern(number: int) -> re.Pattern[str]:
    return re.compile(
        rf"^(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{{1,6}}\s+)?{_SIGN}\s?{number}(?!\d)"
        r"[\s=.:–-]*(?P<rest>[A-ZÅÄÖ”\"(].*|$)"
    )


def _read(lines: Sequence[Line], i: int, number: int, read: Reader) -> Heading | None:
    """Return the heading that line `i` would be with its sign."""
    line = lines[i]
    match = _pattern(number).match(line.text)
    rest = match["rest"] if match else ""
    first = max(0, i - _NEAR)
    near = list(lines[first : i + 2 * _NEAR])
    near[i - first] = Line(line.start, line.end, f"§ {number} {rest}")
    return read(near, i - first)
