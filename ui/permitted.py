"""The one archive that routes are given: what it shows is what the present visitor may see.

Every closed document is missing from it, in lists, counts, searches and answers alike, so that a
route need not think of it and cannot forget it. A visitor with other rights has another view of
the archive, with lists and examples of its own; nothing is kept for two of them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock, Thread

from index.nouns import ANY, Filter, Hit, Item, Meeting
from index.standing import Standing
from qa.nouns import Answer, Assistant, Searched
from ui.catalogue import Catalogue
from ui.closed import ClosedCollections
from ui.live import LiveArchive, Observer, Searches, ServedArchive
from ui.narrowing import (
    NarrowedArchive,
    NarrowedAssistant,
    NarrowedRewriter,
    NarrowedSearcher,
    Rewrites,
)
from ui.visitors import Visitor, present

KEPT = 8  # views, each with its lists of the archive: as many kinds of rights at a time


class PermittedArchive(LiveArchive):
    """The archive as the present visitor may see it; every method asks who that is."""

    def __init__(
        self,
        archive: ServedArchive,
        assistant: Assistant,
        searcher: Searches | None = None,
        observer: Observer | None = None,
        rewriter: Rewrites | None = None,
        closed: ClosedCollections | None = None,
    ) -> None:
        super().__init__(archive, assistant, searcher, observer, rewriter)
        self._closed = closed
        self._lock = Lock()
        self._views: OrderedDict[frozenset[str], LiveArchive] = OrderedDict()
        self._is_warm = False

    def seen(self, visitor: Visitor | None = None) -> LiveArchive:
        """Return the archive as a visitor sees it, the present one unless another is given.

        Raises CollectionsError if it cannot be told what is closed.
        """
        hidden = frozenset[str]()
        if self._closed is not None:
            hidden = self._closed.hidden_from(present() if visitor is None else visitor)
        with self._lock:
            view = self._views.get(hidden)
            is_new = view is None
            if view is None:
                view = self._views[hidden] = self._without(hidden)
            self._views.move_to_end(hidden)
            while len(self._views) > KEPT:
                self._views.popitem(last=False)
        if is_new and self._is_warm:
            view.warm_up()
        return view

    def refresh(self) -> bool:
        """Pick up a finished change, if it can be read with the model in use; True if so."""
        return self.seen().refresh()

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        """Answer from the newest state of the archive."""
        return self.seen().ask(question, history, where)

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, best first; none where there is nothing to search with."""
        return self.seen().search(query, k, where=where)

    def nearest(self, question: str, where: Filter = ANY) -> list[Hit]:
        """Return the few items that lie near a question, whether or not they answer it."""
        return self.seen().nearest(question, where)

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        """Return the meetings by date."""
        return self.seen().meetings(where)

    def meeting(self, meeting_id: str) -> Meeting:
        """Return one meeting; KeyError if unknown."""
        return self.seen().meeting(meeting_id)

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return an item and its meeting; KeyError if unknown."""
        return self.seen().find_item(item_id)

    def catalogue(self) -> Catalogue:
        """Return the lists of all that the archive holds."""
        return self.seen().catalogue()

    def searched(self, where: Filter = ANY) -> Searched:
        """Return how many meetings pass `where`, from which day to which."""
        return self.seen().searched(where)

    def examples(self) -> Sequence[str]:
        """Return questions to begin with."""
        return self.seen().examples()

    def standing(self) -> Standing:
        """Return how it stands with the archive, as of the last refresh."""
        return self.seen().standing()

    def warm_up(self) -> Thread:
        """Load the models in the background, and prepare what each new view needs from now on."""
        self._is_warm = True
        return self.seen().warm_up()

    def _without(self, hidden: frozenset[str]) -> LiveArchive:
        searcher, rewriter = self._searcher, self.rewriter
        return LiveArchive(
            NarrowedArchive(self._archive, hidden),
            NarrowedAssistant(self._assistant, hidden),
            NarrowedSearcher(searcher, hidden) if searcher is not None else None,
            self._observer,
            NarrowedRewriter(rewriter, hidden) if rewriter is not None else None,
        )
