"""A second look: the reader reads the best items, and its opinion joins the ranking.

Rules find the item and weigh its sentences by the words they share with the question; the
reader tells which sentence of the item answers when it shares none, and whether any does. It is
slow, so only the best items are read, and of those only the first where that settles it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from index.dates import MONTH_NAMES
from index.units import Unit, units_of
from qa.extraction import Candidate
from qa.highlighting import Finder, finder, options
from qa.kinds import Kind
from qa.ranking import Ranked, confidence, rank
from qa.reader import Reading
from qa.understanding import Question

_ITEMS = 3  # items that are read; with 2 of them four answers in 338 less were right
# Read alone, the best item settles a question if it answers that so probably and leads by so much
# of the ranking's score: so 401 of 721 questions need no more, and 486 are answered or refused
# rightly, as many as with three items for each.
_SETTLED, _LEADING = 0.7, 2.0
_WINDOW = 600  # characters around the best sentence: what the reader was trained on
_LOWEST = -1.0  # for what was not read


class Reads(Protocol):
    """Reads texts for the answer to a question: what `qa.reader.Reader` does."""

    def read_parts(
        self, question: str, contexts: Sequence[tuple[str, Sequence[tuple[int, int]]]], /
    ) -> list[list[Reading]]:
        """Return the best span within each part (start, end) of each context."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the reader says of a unit."""

    reading: Reading
    at: int  # where the unit begins in what was read
    pointed: bool  # its span is the likeliest of its item


def read_again(question: Question, ranked: Sequence[Ranked], reader: Reads) -> list[Ranked]:
    """Return the candidates ranked anew with what the reader says of the best items."""
    best: dict[str, Ranked] = {}
    for one in ranked:
        best.setdefault(one.candidate.hit.item.id, one)
    chosen = list(best.values())[:_ITEMS]
    find = finder(question.measure, question.plain)
    again: list[Ranked] = []
    said: dict[tuple[str, int], _Said] = {}
    for part in (chosen[:1], chosen[1:]):
        if part:
            said |= _read(question, part, reader)
            again = rank(question, [_told(question, one.candidate, said, find) for one in ranked])
            if _settled(question, again):
                break
    return again


def _read(
    question: Question, items: Sequence[Ranked], reader: Reads
) -> dict[tuple[str, int], _Said]:
    """Return what the reader says of the units around the best candidates of some items."""
    windows = [_window(one) for one in items]
    texts = [_context(title, units) for title, units in windows]
    said: dict[tuple[str, int], _Said] = {}
    for (_, units), (_, parts), readings in zip(
        windows, texts, reader.read_parts(question.text, texts), strict=True
    ):
        best_score = max((reading.score for reading in readings), default=0.0)
        for unit, (start, _), reading in zip(units, parts, readings, strict=True):
            said[unit.item.id, unit.start] = _Said(reading, start, reading.score == best_score)
    return said


def _settled(question: Question, ranked: Sequence[Ranked]) -> bool:
    """Return whether the first item answers so plainly that the others need not be read."""
    first = ranked[0]
    rival = next(
        (r.score for r in ranked if r.candidate.hit.item.id != first.candidate.hit.item.id), None
    )
    return (
        question.kind is not Kind.TIMELINE  # told by many items
        and (rival is None or first.score - rival >= _LEADING)
        and confidence(question, ranked) >= _SETTLED
    )


def _told(
    question: Question,
    candidate: Candidate,
    said: Mapping[tuple[str, int], _Said],
    find: Finder | None,
) -> Candidate:
    """Return `candidate` with what the reader says of its unit, and the words it points at."""
    key = (candidate.unit.item.id, candidate.unit.start)
    if key not in said:
        return replace(candidate, read=_LOWEST, answered=_LOWEST)
    reading, at = said[key].reading, said[key].at
    first, last = reading.start - at, reading.end - at
    pointed = [
        option
        for option in options(question, candidate.unit.text, find)
        if option.start < last and first < option.end
    ]
    return replace(
        candidate,
        read=max(_LOWEST, min(1.0, reading.score / 10)),
        answered=reading.answerable / 5,
        pointed=said[key].pointed,
        highlight=pointed[0] if pointed else candidate.highlight,
    )


def _window(one: Ranked) -> tuple[str, list[Unit]]:
    """Return the title of a candidate's item and the units around it, as many as can be read."""
    hit = one.candidate.hit
    units = [u for u in units_of(hit.item, hit.meeting.furniture) if not u.title]
    places = [k for k, unit in enumerate(units) if unit.start == one.candidate.unit.start]
    first = last = places[0] if places else 0
    size = len(units[first].text) if units else 0
    while units and size < _WINDOW and (first > 0 or last < len(units) - 1):
        if first > 0:
            first -= 1
            size += len(units[first].text)
        if last < len(units) - 1:
            last += 1
            size += len(units[last].text)
    title = headed(hit.meeting.body or "", hit.meeting.date, hit.item.title)
    return title, units[first : last + 1]


def headed(body: str, day: date | None, title: str) -> str:
    """Return an item's title with its meeting before it: `Nämnden 4 maj 2021. Budget`."""
    when = f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}" if day else ""
    meeting = f"{body} {when}".strip()
    return f"{meeting}. {title}" if meeting else title


def _context(title: str, units: Sequence[Unit]) -> tuple[str, list[tuple[int, int]]]:
    text, parts = f"{title}:", []
    for unit in units:
        parts.append((len(text) + 1, len(text) + 1 + len(unit.text)))
        text = f"{text} {unit.text}"
    return text, parts
