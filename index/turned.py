"""Headings that are turned round: the title first, the item's number right of it or below it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.fuzz import ratio

from index.folding import fold
from index.lines import BULLETS, Line
from index.references import is_reference_line, without_reference
from index.sections import section_heading
from index.titles import LEADERS, OPEN_END, find_title, joined

_NUMBER = r"(?P<n>\d{1,4})(?P<letter>\s?[a-h]\b)?(?:/(?:20)?\d\d)?"
_PREFIX = r"(?P<body>(?:[A-ZÅÄÖ]{1,5}[A-ZÅÄÖa-zåäö]{0,4}[ \t]*)?)"
# "Val av justerare<tab>§ 12", a contents list's "Val av justerare<tab>§ 12<tab>3".
RIGHT = re.compile(
    rf"^(?P<title>[”\"]?[A-ZÅÄÖ0-9].*?)(?:\t+|\s{{3,}}){_PREFIX}§\s*{_NUMBER}"
    r"(?P<page>(?:(?:\t|\s{3,})[\t .]*\d{1,4})?)$"
)
_RIGHT_BARE = re.compile(r"^(?P<title>[”\"]?[A-ZÅÄÖ0-9].*?)(?:\t+|\s{3,})(?P<n>\d{1,4})$")
_BELOW = re.compile(rf"^{_PREFIX}§\s*{_NUMBER}$")
_LABEL = re.compile(r"^(?:Paragraf|Justera|Protokoll|Omfattning|Sekreterare|Ordförande)", re.I)
_LETTERS = 3  # that a title has at least
_MOST_LINES = 4  # of a title above its number
_LONGEST = 140  # characters of one of its lines
_FEWEST = 3  # numbers alone on a line that tell where their titles stand
_ABOVE = 0.6  # of them, with a title above and none below
_KNOWN = 86.0


@dataclass(frozen=True, slots=True)
class Turned:
    """A heading whose title stands before its number; `first` to `last` are its lines."""

    first: int
    last: int
    number: int
    letter: str
    body: str | None
    title: str
    signed: bool = True  # the number has a section sign


def titles_right(lines: Sequence[Line], titles: Mapping[str, str]) -> list[Turned]:
    """Return the lines that end with an item's number after a wide gap, each with its title."""
    found = []
    for i, line in enumerate(lines):
        match = RIGHT.match(line.raw.strip())
        if match is None or match["page"] or LEADERS.search(line.text) or not _is_title(match[1]):
            continue
        letter = (match["letter"] or "").strip()
        known = titles.get(f"{match['n']}{letter}")
        rest = without_reference(match["title"])
        title, last = find_title(list(lines), i, rest, known)
        found.append(Turned(i, last, int(match["n"]), letter, match["body"].strip() or None, title))
    return found


def titles_right_bare(lines: Sequence[Line]) -> list[Turned]:
    """Return the lines that end with a number alone after a wide gap, an item's text below.

    Only where three or more are so, each number higher than the one before: no table's rows.
    """
    found = []
    for i, line in enumerate(lines):
        match = _RIGHT_BARE.match(line.raw.strip())
        if (
            match is None
            or not _is_title(match[1])
            or section_heading(line)
            or not _begins(lines, i)
        ):
            continue
        title = without_reference(match["title"])
        found.append(Turned(i, i, int(match["n"]), "", None, title, signed=False))
    rising = all(one.number < other.number for one, other in pairwise(found))
    return found if rising and len(found) >= _FEWEST else []


def _begins(lines: Sequence[Line], i: int) -> bool:
    """Whether an item begins below line `i`: with its diarienummer or a part's name."""
    below = next((line for line in lines[i + 1 : i + 3] if not line.blank), None)
    return below is not None and (is_reference_line(below) or section_heading(below) is not None)


def titles_above(lines: Sequence[Line], titles: Mapping[str, str]) -> list[Turned]:
    """Return the numbers that stand alone below their titles; none where titles stand below them.

    What stands on both sides of all such numbers tells which of the two it is.
    """
    alone = [
        (i, match)
        for i, line in enumerate(lines)
        if not line.blank and (match := _BELOW.match(without_reference(line.text))) is not None
    ]
    above = sum(_has_title_above(lines, i) and not _has_title_below(lines, i) for i, _ in alone)
    if len(alone) < _FEWEST or above < _ABOVE * len(alone):
        return []
    found = []
    for i, match in alone:
        letter = (match["letter"] or "").strip()
        first, title = _title_above(lines, i, titles.get(f"{match['n']}{letter}"))
        if title:
            body = match["body"].strip() or None
            found.append(Turned(first, i, int(match["n"]), letter, body, title))
    return found


def _is_title(text: str) -> bool:
    return (
        sum(c.isalpha() for c in text) >= _LETTERS
        and len(text) <= _LONGEST
        and not re.search(r"[.;:,]$|\d{4}-\d\d-\d\d$", text.strip())
        and not _LABEL.match(text)
    )


def _has_title_above(lines: Sequence[Line], i: int) -> bool:
    line = lines[i - 1] if i else None
    return (
        line is not None
        and not line.blank
        and _is_title_line(line)
        and not re.search(r"[.;:!?,]$", line.text)
    )


def _has_title_below(lines: Sequence[Line], i: int) -> bool:
    near = (x for x in lines[i + 1 : i + 4] if not x.blank and not is_reference_line(x))
    below = next(near, None)
    return below is not None and _is_title_line(below) and not re.search(r"[.:;!]$", below.text)


def _is_title_line(line: Line) -> bool:
    text = line.text
    return (
        len(text) <= _LONGEST
        and sum(c.isalpha() for c in text) >= _LETTERS
        and section_heading(line) is None
        and not re.match(rf"[{BULLETS}§]|\d{{1,2}}[.)]\s|(?:samt\s+)?att\b", text)
    )


def _title_above(lines: Sequence[Line], i: int, known: str | None) -> tuple[int, str]:
    """Return the first line and the words of the title that ends right above line `i`."""
    first = i
    best: tuple[float, int] = (0.0, i)
    while first > 0 and i - first < _MOST_LINES and _is_title_line(lines[first - 1]):
        upper = lines[first - 1]
        if first < i and re.search(r"[.;:!?]$", upper.text):
            break
        if first < i and known is None and not _goes_on(upper, lines[first]):
            break
        first -= 1
        if known is not None:
            title = joined([line.text for line in lines[first:i]])
            best = max(best, (ratio(fold(title), fold(known)), first))
    if known is not None:
        if best[0] < _KNOWN:  # the list has another title, or only its beginning
            return _title_above(lines, i, None)
        first = best[1]
    return first, joined([line.text for line in lines[first:i]]) if first < i else ""


def _goes_on(upper: Line, lower: Line) -> bool:
    return lower.text[:1].islower() or bool(OPEN_END.search(upper.text))
