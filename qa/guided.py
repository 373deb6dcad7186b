"""Guided search: where a question says to look, there it is looked.

A stated meeting, day or number restricts: nothing outside is found. A year or a month restricts
what is asked of meetings («mötet», «protokollet»); of all else it says when something happened,
which another meeting may tell of: an item of that time, or one that speaks of it, comes before
all others. A person or a body that is named comes first in the same way. Filters always restrict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.archive import Archive
from index.folding import fold_marks
from index.nouns import ANY, Filter, Hit
from index.register import Entry, Register
from index.search import Searcher
from qa.persons import People, Person
from qa.scope import Chosen, resolve
from qa.timing import speaks_of_time
from qa.understanding import Question, understand

_MOST_READ = 2000  # characters of a query that are read for where to look
_WIDE = 25  # hits among which those of a time or a person are looked for
# What is asked of the meeting itself: who was there, who led it, who signed, when it began.
_OF_MEETING = re.compile(
    r"""
    \b\w*(?:motet|mote|motets|sammantrade|sammantradet|protokoll|protokollet|traffen|traffades)\b
    | \bnarvar | \bfranvar | \bdeltog | \bjustera | \bjusterare | \bforhinder | \btjanstgjor
    | \baterbud | \bordforande\b | \bsekreterare\b | \bdagordning
    """,
    re.VERBOSE,
)
# Shares of a hit's own score that are added for being of the time itself, and for its own words
# naming the person. On the demo and the real protocols the right item was first for .859 of 241
# questions without _NEARER, .863 with 0.4, .867 with 0.8, .871 with 1.5; _NAMED changed none.
_NEARER = 0.8
_NAMED = 0.3
_NEXT = re.compile(r"\bnasta\s+(?:\w+\s+)?(?:mote|sammantrade)")


@dataclass(frozen=True, slots=True)
class Guide:
    """Where a question says to look."""

    question: Question
    chosen: Chosen[Entry]
    persons: tuple[Person, ...]
    restricts: bool  # nothing but the chosen meetings may be found
    times: bool  # a time is named that some come nearer to than others


class GuidedSearcher:
    """Finds items where the question says to look; safe to use from many threads."""

    def __init__(self, archive: Archive, searcher: Searcher) -> None:
        """Look in `archive` by way of `searcher`, which is of the same archive."""
        self._archive = archive
        self.unguided = searcher

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, one an item, best first; none contradicts what is stated.

        Raises what `Searcher.search` raises.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        question = understand(query[:_MOST_READ].encode("utf-8", "ignore").decode())
        self._archive.refresh()
        register = self._archive.snapshot.register(where)
        guide = read_guide(question, register)
        inside = self._inside(guide, where)
        if inside is None:
            return []
        if not (guide.times or guide.persons):
            return self.unguided.search(query, k, where=inside)
        hits = self.unguided.search(query, max(k, _WIDE), where=inside)
        if guide.times and guide.chosen.stated:
            known = {hit.item.id for hit in hits}
            within = _within(inside, guide.chosen.meetings)
            hits += [
                hit
                for hit in self.unguided.search(query, k, where=within)
                if hit.item.id not in known
            ]
        return in_order(guide, hits)[:k]

    def _inside(self, guide: Guide, where: Filter) -> Filter | None:
        """Return `where`, narrowed to what is stated; None if the archive has nothing of it."""
        if guide.restricts:
            if guide.chosen.missing or not guide.chosen.meetings:
                return None
            where = _within(where, guide.chosen.meetings)
        if not guide.question.item_numbers:
            return where
        wanted = {plain_number(number) for number in guide.question.item_numbers}
        found = self._archive.snapshot.numbered_items(
            [re.findall(r"\d+", number)[0].lstrip("0") for number in wanted], where
        )
        ids = frozenset(one for one, number in found if plain_number(number) in wanted)
        if ids:
            return replace(where, items=ids if where.items is None else where.items & ids)
        # A meeting that is named has no such item; else the number may be of something else.
        return None if guide.restricts else where


def read_guide(question: Question, register: Register) -> Guide:
    """Return where `question` says to look among the meetings of `register`."""
    dated = any(entry.date for entry in register.meetings)
    when = question.when
    chosen = resolve(question, register.meetings)
    if question.meeting_numbers and not any(entry.number for entry in register.meetings):
        chosen = Chosen(register.meetings, stated=False, strict=False)
    of_meeting = bool(_OF_MEETING.search(question.plain)) and not _NEXT.search(question.plain)
    time = bool(when.dates or when.months or when.years or when.periods) and dated
    restricts = chosen.strict or (of_meeting and time and chosen.stated)
    people = _people(register.people)
    return Guide(
        question,
        chosen,
        tuple(people.named_in(question)),
        restricts=restricts,
        times=time and not restricts,
    )


def in_order(guide: Guide, hits: Sequence[Hit]) -> list[Hit]:
    """Return `hits` with those first that meet the time and the persons that are named.

    If the time is met by none, all of them contradict it, and there is none.
    """
    inside = {entry.id for entry in guide.chosen.meetings} if guide.chosen.stated else set()
    met = [_met(guide, hit, inside) for hit in hits]
    if guide.times and not any(one.time for one in met):
        return []
    ranked = sorted(
        zip(met, range(len(hits)), hits, strict=True),
        key=lambda one: (
            not one[0].time,
            not one[0].person,
            -one[2].score * (1 + _NEARER * one[0].time) * (1 + _NAMED * one[0].person),
            one[1],
        ),
    )
    return [hit for _, _, hit in ranked]


@dataclass(frozen=True, slots=True)
class _Met:
    """How well a hit meets the time and the persons that are named, 0…1."""

    time: float
    person: float


def _met(guide: Guide, hit: Hit, inside: set[str]) -> _Met:
    time = 1.0
    if guide.times and hit.meeting.date is not None and hit.meeting.id not in inside:
        time = 0.5 if speaks_of_time(guide.question, hit) else 0.0
    if not guide.persons:
        return _Met(time, 1.0)
    plain = fold_marks(hit.item.text)
    there = [fold_marks(attendee.name) for attendee in hit.meeting.attendees]
    told = 0.0
    for person in guide.persons:
        present = any(person.told_of(name) == 1.0 for name in there)
        told += max(person.told_of(plain), 0.25 * present)
    return _Met(time, told / len(guide.persons))


def plain_number(number: str) -> str:
    """Return an item's number without its dress: `§ 27` and `27.` are `27`, `09.15` is `9.15`."""
    match = re.search(r"\d+(?:[.:]\d+)*", number)
    if match is None:
        return number
    head, *rest = re.split(r"[.:]", match.group())
    return ".".join([str(int(head)), *rest])


def _within(where: Filter, meetings: Sequence[Entry]) -> Filter:
    named = frozenset(meeting.id for meeting in meetings)
    return replace(where, meetings=named if where.meetings is None else where.meetings & named)


@lru_cache(maxsize=8)
def _people(names: tuple[str, ...]) -> People:
    return People(names)
