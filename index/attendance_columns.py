"""Two lists of people side by side under a row of two labels, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from index.lines import Line
from index.nouns import AttendeeStatus

_LONGEST = 80  # lines of such lists
Status = Callable[[Line], AttendeeStatus | None]  # what a line says that is a label alone


def column_after_column(
    lines: Sequence[Line], status: Status, ends: Callable[[Line], bool]
) -> list[Line]:
    """Return `lines`, those of two columns of people one column after the other.

    The right column's own lines begin with a tab. Where two columns are mixed row by row, they are
    parted if it matters most: one of them lists who was away. Lines that `ends` end both lists.
    """
    result: list[Line] = []
    at = 0
    while at < len(lines):
        heads = _parts(lines[at])
        says = [status(head) for head in heads] if heads else []
        if len(says) != 2 or None in says:
            result.append(lines[at])
            at += 1
            continue
        stop = _end(lines, at + 1, ends)
        below = lines[at + 1 : stop]
        if any(line.raw.startswith("\t") for line in below):
            first = next(k for k, line in enumerate(below) if line.raw.startswith("\t"))
            left, right = list(below[:first]), list(below[first:])
        elif says[0] is not says[1] and any(_parts(line) for line in below):
            left, right = (list(_cells(below, k)) for k in (0, 1))
        else:
            result.append(lines[at])
            at += 1
            continue
        result += [heads[0], *left, heads[1], *right]
        at = stop
    return result


def _end(lines: Sequence[Line], start: int, ends: Callable[[Line], bool]) -> int:
    """Return where lists that begin at `start` end: at another label, or left of the right one."""
    right = False
    for at in range(start, min(start + _LONGEST, len(lines))):
        line = lines[at]
        if ends(line) or (right and not line.blank and not line.raw.startswith("\t")):
            return at
        right = right or line.raw.startswith("\t")
    return min(start + _LONGEST, len(lines))


def _cells(lines: Sequence[Line], column: int) -> Iterator[Line]:
    for line in lines:
        parts = _parts(line)
        if parts:
            yield parts[column]
        elif column == 0:
            yield line


def _parts(line: Line) -> list[Line]:
    """Return the two columns of a line; none where it has not two."""
    raw = line.raw.rstrip()
    cut = raw.find("\t", len(raw) - len(raw.lstrip()))
    if cut < 0 or raw.startswith("\t"):
        return []
    value = len(raw) - len(raw[cut:].lstrip("\t "))
    if "\t" in raw[value:]:
        return []
    return [
        Line(line.start, line.start + cut, raw[:cut]),
        Line(line.start + value, line.start + len(raw), raw[value:]),
    ]
