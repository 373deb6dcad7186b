"""The archive and its assistant as the web app uses them: always the newest finished state."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from threading import Thread
from typing import Any, Protocol

from index.errors import ProtokollsvarError, QuestionError
from index.last_sync import LastSync, last_sync
from index.nouns import ANY, Filter, Hit, Item, Meeting
from index.standing import Standing
from qa.nouns import Answer, Assistant, Searched
from ui.catalogue import Catalogue, CatalogueOf
from ui.examples import Examples
from ui.narrowing import Rewrites
from ui.remembering import ANSWERS, Remembered
from ui.words import SWEDISH

_logger = logging.getLogger(__name__)
# Of a kind that every model is asked about; the first visitor must not wait for them to load.
_WARMING = "Vem är ansvarig för projektet?"
# Passages of the demo's archive that share the matter of an unanswered question lie at 0.1…0.4,
# those that share none below 0.06.
_NEAR = 0.1  # closeness, 0 unrelated … 1 the same
_NEAREST = 3


class ServedArchive(Protocol):
    """What the web app needs of an archive."""

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


class Observer(Protocol):
    """Is told of every question."""

    def asked(self, question: str, status: str, seconds: float) -> None:
        """Note a question and what came of it."""


class LiveArchive:
    """An archive and its assistant as the page uses them: always the newest finished state."""

    def __init__(
        self,
        archive: ServedArchive,
        assistant: Assistant,
        searcher: Searches | None = None,
        observer: Observer | None = None,
        rewriter: Rewrites | None = None,
    ) -> None:
        self.rewriter = rewriter  # says answers in a language model's words, if there is one
        self._archive = archive
        self._assistant = assistant
        self._searcher = searcher
        self._observer = observer
        self._trouble = ""  # logged once
        self._examples = Examples(archive, SWEDISH)
        self._catalogue = CatalogueOf(archive)
        self._remembered = Remembered()

    def refresh(self) -> bool:
        """Pick up a finished change, if it can be read with the model in use; True if so."""
        try:
            return self._refresh()
        except ProtokollsvarError as error:
            # What was opened before can still be read; a question will say what is wrong.
            if str(error) != self._trouble:
                self._trouble = str(error)
                _logger.warning("the archive cannot be used: %s", error)
            return False

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        """Answer from the newest state of the archive."""
        began, status = time.perf_counter(), "failed"
        try:
            self._refresh()
            answer = self._answer(question, history, where, began)
            status = answer.status
        except QuestionError:
            status = "refused"
            raise
        finally:
            if self._observer:
                self._observer.asked(question, status, time.perf_counter() - began)
        return answer

    def _answer(self, question: str, history: Sequence[str], where: Filter, began: float) -> Answer:
        generation = self._archive.status().generation
        known = self._remembered.get(generation, question, history, where)
        if known is not None:
            return replace(known, seconds=time.perf_counter() - began)
        with ANSWERS.one_more():
            answer = self._assistant.ask(question, history, where)
        # A change that finished meanwhile may have been answered from or not: then it is not kept.
        if self._archive.status().generation == generation:
            self._remembered.keep(generation, question, history, where, answer)
        return answer

    def standing(self) -> Standing:
        """Return how it stands with the archive, as of the last refresh."""
        return self._archive.standing()

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, best first; none where there is nothing to search with."""
        return [] if self._searcher is None else self._searcher.search(query, k, where=where)

    def nearest(self, question: str, where: Filter = ANY) -> list[Hit]:
        """Return the few items that lie near a question, whether or not they answer it."""
        found = self.search(question, _NEAREST, where=where)
        return [hit for hit in found if hit.closeness >= _NEAR]

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        """Return the meetings by date."""
        return self._archive.meetings(where)

    def meeting(self, meeting_id: str) -> Meeting:
        """Return one meeting; KeyError if unknown."""
        return self._archive.meeting(meeting_id)

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return an item and its meeting; KeyError if unknown."""
        return self._archive.find_item(item_id)

    def catalogue(self) -> Catalogue:
        """Return the lists of all that the archive holds."""
        return self._catalogue.now()

    def searched(self, where: Filter = ANY) -> Searched:
        """Return how many meetings pass `where`, from which day to which."""
        if where == ANY:
            status = self._archive.status()
            return Searched(status.meetings, status.first_date, status.last_date)
        passing = self._archive.meetings(where)
        days = [meeting.date for meeting in passing if meeting.date]
        return Searched(len(passing), min(days, default=None), max(days, default=None))

    def examples(self) -> Sequence[str]:
        """Return questions to begin with."""
        return self._examples.now()

    def warm_up(self) -> Thread:
        """Load the models in the background by asking; the example questions are proven so."""
        thread = Thread(target=self._prove, name="protokollsvar-warm-up", daemon=True)
        thread.start()
        return thread

    def _refresh(self) -> bool:
        changed = self._archive.refresh()
        if changed:
            self._remembered.forget()
            self._examples.forget()
            self.warm_up()
        return changed

    def _prove(self) -> None:
        try:
            self._assistant.ask(_WARMING)
            self._examples.prove(self._assistant)
        except Exception:
            # The page works without examples; a broken model also says so at the first question.
            _logger.exception("could not prepare the example questions")


class Figures:
    """How much the whole archive holds, for those who operate it: no page may show it."""

    def __init__(self, archive: ServedArchive) -> None:
        self._archive = archive

    def status(self) -> Any:
        """Return what the newest state of the archive holds, closed collections included."""
        try:
            self._archive.refresh()
        except ProtokollsvarError:
            _logger.exception("the changed archive cannot be used")
        return self._archive.status()

    def last_sync(self) -> LastSync | None:
        """Return how the last sync of the archive ended, if that was noted."""
        path = getattr(self._archive, "path", None)
        return last_sync(path) if path else None
