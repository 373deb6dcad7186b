"""Several protocols in one file: where each of them begins."""

from __future__ import annotations

import re

from index.attendance import is_attendance_label
from index.folding import fold_marks
from index.header import is_when_label, names_body
from index.lines import Line

_NUMBERED_TITLE = re.compile(r"^\S.{0,60}protokoll\s+\d{1,3}/(?:19|20)\d\d\s*$", re.IGNORECASE)
_TITLE = re.compile(r"protokoll(?!et|\w*juster)|minnesanteckningar", re.IGNORECASE)
_ATTACHED = re.compile(r"^bilaga\b", re.IGNORECASE)
_BEFORE = 12  # filled lines above the time and place in which a first page's title stands
_AFTER = 20  # filled lines below it in which its attendance begins
_SHORTEST = 10  # filled lines of one protocol
_LONGEST_TITLE = 90  # characters


def protocol_starts(lines: list[Line]) -> list[int]:
    """Return where each protocol of a file begins: at 0, and at every later first page.

    A first page has a title, time and place, and an attendance; minutes that are attached to an
    item ("Bilaga 2") are part of it.
    """
    filled = [line for line in lines if line.text]
    starts = {0}
    titles: set[frozenset[str]] = set()
    latest = -_SHORTEST
    for k, line in enumerate(filled):
        if len(line.text) <= _LONGEST_TITLE and _NUMBERED_TITLE.match(line.text):
            words = frozenset(fold_marks(line.text).split())
            if not any(words <= other or other <= words for other in titles):
                if titles and k - latest >= _SHORTEST:
                    starts.add(line.start)
                latest = k
                titles.add(words)
        elif is_when_label(line) and k - latest >= _SHORTEST and _has_attendance(filled, k):
            first = _title_above(filled, k, latest)
            if latest >= 0 and first is not None:
                starts.add(filled[first].start)
            latest = k
    return sorted(starts)


def _has_attendance(filled: list[Line], k: int) -> bool:
    return any(is_attendance_label(line) for line in filled[k : k + _AFTER])


def _title_above(filled: list[Line], k: int, latest: int) -> int | None:
    """Return the first page's first line, above its time and place; None for an attachment."""
    floor = max(latest + 1, k - _BEFORE, 0)
    title = next(
        (
            j
            for j in range(floor, k + 1)
            if _TITLE.search(filled[j].text) and len(filled[j].text) <= _LONGEST_TITLE
            and not re.search(r"[.,;]$", filled[j].text)
        ),
        None,
    )  # fmt: skip
    if title is None:
        return None
    around = filled[max(floor, title - 4) : title + 1]
    if any(_ATTACHED.match(line.text) for line in around):
        return None
    while title > floor and _names_town_or_body(filled[title - 1]):
        title -= 1
    return title


def _names_town_or_body(line: Line) -> bool:
    return (
        bool(re.search(r"\b(?:kommun|stad|region)\b", line.text, re.IGNORECASE))
        and (len(line.text) <= _BEFORE * 5 and not re.search(r"[.,;]$", line.text))
    ) or names_body(line)
