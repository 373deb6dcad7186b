"""Evidence: what an archive holds on a question, found by search, ranked and read again."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.nouns import ANY, Filter, Hit, Meeting
from qa.extraction import Candidate, extract
from qa.kinds import Kind
from qa.ranking import Ranked, rank
from qa.rereading import Reads, read_again
from qa.scope import Scope
from qa.understanding import Question
from qa.vocabulary import Vocabulary
from qa.weighing import Weighted, weigh

_DONE_THEN = re.compile(
    r"\b(?:beslutade\w*|beslots?|bestam(?:de|des)|rost(?:ade|er\w*)|reserver\w*|yrkade\w*|voter\w*"
    r"|omrostning\w*|bordlades|aterremitterades|avslogs|antogs)\b"
)
_FEW_MEETINGS = 200
_ON = 100  # items that are looked for where there are more
_HITS = 8  # items that are looked into; twice as many for a timeline, which is of many


class Archive(Protocol):
    """The part of the archive that answers are made from."""

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        """Return the meetings that pass `where`, by date and id."""


class Searcher(Protocol):
    """Finds items."""

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, one an item, best first."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of an archive that is asked."""

    where: Filter
    meetings: tuple[Meeting, ...]  # those that pass `where`, by date


def select(archive: Archive, where: Filter = ANY) -> Selection:
    """Return what of `archive` passes `where`."""
    return Selection(where, tuple(archive.meetings(where)))


class Evidence:
    """Finds what may answer a question; safe to use from many threads."""

    def __init__(self, searcher: Searcher, reader: Reads) -> None:
        """Find items by `searcher`, and have `reader` read the best of them."""
        self._searcher = searcher
        self._reader = reader
        self._vocabulary: tuple[tuple[str, ...], Vocabulary] | None = None  # of the last selection

    def ranked(self, question: Question, scope: Scope, selection: Selection) -> list[Ranked]:
        """Return what `question` may be answered from, best first."""
        ranked = rank(question, self.candidates(question, scope, selection))
        return read_again(question, ranked, self._reader)

    def ranked_in(
        self, items: Container[str], question: Question, written: str, scope: Scope,
        selection: Selection,
    ) -> list[Ranked]:  # fmt: skip
        """Return what in the items of these ids may answer `question`, best first.

        `written` is the question written out, for the reader.
        """
        found = self.candidates(question, scope, selection)
        ranked = rank(question, [c for c in found if c.hit.item.id in items])
        return read_again(replace(question, text=written), ranked, self._reader)

    def candidates(self, question: Question, scope: Scope, selection: Selection) -> list[Candidate]:
        """Return the units of the items found, in the order of the hits and of the text."""
        hits = self._hits(question, scope, selection.where)
        return extract(question, hits, self.weighted(question, selection))

    def on_matter(self, question: Question, scope: Scope, selection: Selection) -> Scope:
        """Return `scope` with those of its meetings in which the question's matter is found.

        Of few meetings all are kept: to go through the items of 200 takes 40 ms, of 1,221 600 ms.
        """
        if len(scope.meetings) <= _FEW_MEETINGS:
            return scope
        where = narrowed(selection.where, scope.meetings) if scope.stated else selection.where
        found = {hit.meeting.id for hit in self._searcher.search(question.text, _ON, where=where)}
        return replace(scope, meetings=tuple(one for one in scope.meetings if one.id in found))

    def weighted(self, question: Question, selection: Selection) -> list[Weighted]:
        """Return the question's words with their worth in the selection."""
        return weigh(question, self._words(selection.meetings))

    def uses(self, selection: Selection, word: str) -> int:
        """Return how often the selection has a Swedish word, in this form or another."""
        return self._words(selection.meetings).uses(word)

    def _hits(self, question: Question, scope: Scope, where: Filter) -> list[Hit]:
        """Return where to look: in the meetings that are named, and elsewhere if only a time is.

        What happened in a year may be told of in the next: a year only prefers. What was decided
        or voted on then stands in the minutes of then.
        """
        most = _HITS * 2 if question.kind is Kind.TIMELINE else _HITS
        hits: list[Hit] = []
        if scope.stated:
            inside = narrowed(where, scope.meetings)
            hits = self._searcher.search(question.text, most, where=inside)
        if not (scope.strict or (scope.stated and _DONE_THEN.search(question.plain))):
            known = {hit.item.id for hit in hits}
            wider = self._searcher.search(question.text, most, where=where)
            hits = [*hits, *(hit for hit in wider if hit.item.id not in known)]
        return _numbered(hits, question) if question.item_numbers else hits

    def _words(self, meetings: tuple[Meeting, ...]) -> Vocabulary:
        key = tuple(meeting.id for meeting in meetings)
        known = self._vocabulary
        if known is None or known[0] != key:
            known = (key, Vocabulary(meetings))
            self._vocabulary = known
        return known[1]


def narrowed(where: Filter, meetings: Sequence[Meeting]) -> Filter:
    """Return `where`, narrowed to `meetings`."""
    named = frozenset(meeting.id for meeting in meetings)
    return replace(where, meetings=named if where.meetings is None else where.meetings & named)


def _numbered(hits: Sequence[Hit], question: Question) -> list[Hit]:
    """Return the hits of the items that the question names by number."""
    wanted = {_plain(number) for number in question.item_numbers}
    return [hit for hit in hits if hit.item.number and _plain(hit.item.number) in wanted]


def _plain(number: str) -> str:
    """Return an item's number with points only: `§ 12:3` is `12.3`."""
    return re.sub(r"\D+", ".", number).strip(".")
