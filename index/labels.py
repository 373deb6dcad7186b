"""A header's labels: `Plats och tid: …`, in a column, in a table, or on a line of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.lines import BULLETS, Line

_MARKS = re.compile(rf"[\s|#>*_]*(?:[{BULLETS}]\s+)?[|*_]*")
_LABEL = re.compile(
    r"(?P<label>[^\W\d_](?:[^\n:|\t*_…](?!\s\s)){1,44}[^\s:|\t*_…]?)(?:\*\*|__)?[ ]?"
    r"(?::(?:\*\*|__)?|\t+|\s*\|\s*|\s{2,}|[ ]?(?=[._…]{3,})|\*\*|\s*$)[\s|*]*"
)
_LEADERS = re.compile(r"[._…\s]{3,}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line that begins with what may be a label; whether it is one, its reader knows."""

    label: str
    value: int  # where the value begins in the document; the line's end where there is none
    end: int  # of the line
    colon: bool


def labelled(line: Line, start: int | None = None) -> Labelled | None:
    """Return the label that `line` (from `start`) may begin with, and where its value stands."""
    offset = 0 if start is None else start - line.start
    opening = _MARKS.match(line.raw, offset)
    begin = opening.end() if opening else offset
    match = _LABEL.match(line.raw, begin)
    if match is None:
        return None
    value = match.end()
    leaders = _LEADERS.match(line.raw, value)
    if leaders:
        value = leaders.end()
    if not line.raw[value:].strip(" |*_"):
        value = len(line.raw)
    return Labelled(
        match["label"].strip(),
        line.start + value,
        line.end,
        ":" in match.group()[match.end("label") - begin :],
    )


def alone(line: Line) -> bool:
    """Return whether `line` is one phrase: no colon, no columns."""
    return not re.search(r"[:|\t]|\S\s{2,}\S", line.raw.strip(" |*#"))
