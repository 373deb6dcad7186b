"""Answers that were worked out before, and how many are being worked out: for when many ask."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from index.nouns import Filter
from qa.nouns import Answer

KEPT = 500  # answers; one takes some kilobytes

_Key = tuple[str, tuple[str, ...], Filter]


class Remembered:
    """The answers of one state of an archive; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._generation = -1
        self._answers: OrderedDict[_Key, Answer] = OrderedDict()

    def get(
        self, generation: int, question: str, history: Sequence[str], where: Filter
    ) -> Answer | None:
        """Return the answer to the same question in the same state, if it is known."""
        key = (question, tuple(history), where)
        with self._lock:
            if generation != self._generation or key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key]

    def keep(
        self,
        generation: int,
        question: str,
        history: Sequence[str],
        where: Filter,
        answer: Answer,
    ) -> None:
        """Keep an answer that was found in state `generation`; those of states before are gone."""
        with self._lock:
            if generation < self._generation:
                return
            if generation > self._generation:
                self._answers.clear()
                self._generation = generation
            self._answers[question, tuple(history), where] = answer
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)

    def forget(self) -> None:
        """Drop every answer: what was erased from the archive must not stay here."""
        with self._lock:
            self._answers.clear()


class UnderWay:
    """How many answers are being worked out in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count one for as long as this takes."""
        with self._lock:
            self._count += 1
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1

    @property
    def count(self) -> int:
        """How many there are now."""
        return self._count


ANSWERS = UnderWay()
"""The answers that visitors of this process wait for."""
