"""An archive, its search and its assistant without the documents that are kept from who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Protocol

from index.closing import lies_in
from index.nouns import ANY, Filter, Hit, Item, Meeting
from index.standing import Standing
from qa.nouns import Answer, Assistant
from qa.rewriting import Rewriting


class Archive(Protocol):
    """What is narrowed."""

    def refresh(self) -> bool:
        """Pick up a finished change made by another process; True if there was one."""

    def meetings(self, where: Filter = ...) -> list[Meeting]:
        """Return the meetings by date."""

    def meeting(self, meeting_id: str) -> Meeting:
        """Return one meeting; KeyError if unknown."""

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return an item and its meeting; KeyError if unknown."""

    def status(self) -> Any:
        """Return the counts: meetings, first_date, last_date, generation."""

    def standing(self) -> Standing:
        """Return how it stands with the archive, as of the last refresh."""


class Searches(Protocol):
    """Finds items by a query."""

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, best first."""


class Rewrites(Protocol):
    """Says an answer in other words."""

    def rewrite(self, answer: Answer, where: Filter = ANY) -> Iterator[Rewriting]:
        """Yield how the rewriting goes on, at last how it ended."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How much of an archive is to be seen."""

    meetings: int
    first_date: dt.date | None
    last_date: dt.date | None
    generation: int


class NarrowedArchive:
    """An archive as if the closed documents were not in it; safe to use from many threads."""

    def __init__(self, archive: Archive, closed: frozenset[str]) -> None:
        self._archive = archive
        self._closed = closed
        self._lock = Lock()
        self._generation = int(archive.status().generation)
        self._counted: Seen | None = None

    def refresh(self) -> bool:
        """Pick up a finished change; True for the first call after each, also if others saw it."""
        changed = self._archive.refresh()
        generation = int(self._archive.status().generation)
        with self._lock:
            changed = changed or generation != self._generation
            self._generation = generation
            if changed:
                self._counted = None
        return changed

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        """Return the meetings that pass, by date and id."""
        return self._archive.meetings(narrowed(where, self._closed))

    def meeting(self, meeting_id: str) -> Meeting:
        """Return one meeting; KeyError if it is unknown or closed."""
        meeting = self._archive.meeting(meeting_id)
        if lies_in(meeting.document.path, self._closed):
            raise KeyError(meeting_id)
        return meeting

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return an item and its meeting; KeyError if it is unknown or closed."""
        meeting, item = self._archive.find_item(item_id)
        if lies_in(meeting.document.path, self._closed):
            raise KeyError(item_id)
        return meeting, item

    def standing(self) -> Standing:
        """Return how it stands with the archive; empty if there is nothing to be seen."""
        standing = self._archive.standing()
        is_bare = standing is Standing.READY and self._closed and not self.status().meetings
        return Standing.EMPTY if is_bare else standing

    def status(self) -> Any:
        """Return the counts of what is to be seen."""
        status = self._archive.status()
        if not self._closed:
            return status
        with self._lock:
            counted = self._counted
        if counted is None or counted.generation != status.generation:
            meetings = self.meetings()
            days = [meeting.date for meeting in meetings if meeting.date]
            first, last = min(days, default=None), max(days, default=None)
            counted = Seen(len(meetings), first, last, status.generation)
            with self._lock:
                self._counted = counted
        return counted


class NarrowedSearcher:
    """A search that finds nothing in the closed documents."""

    def __init__(self, searcher: Searches, closed: frozenset[str]) -> None:
        self._searcher = searcher
        self._closed = closed

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, best first."""
        return self._searcher.search(query, k, where=narrowed(where, self._closed))


class NarrowedAssistant:
    """An assistant that answers as if the closed documents were not in the archive."""

    def __init__(self, assistant: Assistant, closed: frozenset[str]) -> None:
        self._assistant = assistant
        self._closed = closed

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        """Answer a question."""
        return self._assistant.ask(question, history, narrowed(where, self._closed))


class NarrowedRewriter:
    """A rewriter that is given no quote of the closed documents."""

    def __init__(self, rewriter: Rewrites, closed: frozenset[str]) -> None:
        self._rewriter = rewriter
        self._closed = closed

    def rewrite(self, answer: Answer, where: Filter = ANY) -> Iterator[Rewriting]:
        """Yield how the rewriting goes on, at last how it ended."""
        return self._rewriter.rewrite(answer, narrowed(where, self._closed))


def narrowed(where: Filter, closed: frozenset[str]) -> Filter:
    """Return `where` without the closed documents."""
    return replace(where, closed=where.closed | closed) if closed else where
