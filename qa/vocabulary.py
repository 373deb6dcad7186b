"""The archive's words: how common each is, which name the body, and which it never uses.

Rare words tell what a question is about; a word that the archive never uses, in no form, tells
that it may be about something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Indel
from rapidfuzz.process import extractOne

from index.folding import fold_marks, fold_shapes, stem, words
from index.nouns import Item, Meeting
from qa.matching import FUZZY_MIN, MIN_PART
from qa.thesaurus import senses

_FRAME_SHARE = 0.2  # of the protocols: a town or a co-operation that many of them name on top
_FRAME_LINES = 4  # filled lines at a protocol's top that name who meets


class Vocabulary:
    """The words of the items of some meetings."""

    def __init__(self, meetings: Iterable[Meeting]) -> None:
        self._counts: Counter[str] = Counter()
        self._frames: Counter[str] = Counter()
        self._senses: set[int] = set()
        self.items = 0
        self._meetings = 0
        for meeting in meetings:
            self._meetings += 1
            self._frames.update(_frame_words(meeting))
            for item in meeting.items:
                self.items += 1
                found = _words(item)
                self._counts.update({stem(word) for word in found})
                self._senses.update(*(senses(fold_marks(word)) for word in found))
        self._bare = sorted({fold_marks(word) for word in self._counts})
        self._shapes = [fold_shapes(word) for word in self._counts if len(word) >= MIN_PART]
        self._known = lru_cache(maxsize=20_000)(self._is_known)

    def frequency(self, stemmed: str) -> int:
        """Return in how many items the stem stands; 0 for one that the archive never uses."""
        return self._counts[stemmed]

    def is_frame(self, stemmed: str) -> bool:
        """Return whether the stem stands on top of so many protocols that it names who meets."""
        return self._frames[stemmed] >= max(3, _FRAME_SHARE * self._meetings)

    def knows(self, word: str) -> bool:
        """Return whether the archive uses `word`, a compound of it, a synonym or a like spelling."""
        return self._known(word)

    def _is_known(self, word: str) -> bool:
        if self._counts[stem(word)]:
            return True
        bare = fold_marks(stem(word))
        if senses(fold_marks(word)) & self._senses:
            return True
        if len(bare) >= MIN_PART and any(other.endswith(bare) or other.startswith(bare) for other in self._bare):
            return True
        alike = extractOne(
            fold_shapes(stem(word)), self._shapes, scorer=Indel.normalized_similarity,
            score_cutoff=FUZZY_MIN / 100,
        )  # fmt: skip
        return alike is not None


def _words(item: Item) -> set[str]:
    found = set()
    for word in words(item.text):
        found.add(word)
        if "-" in word:
            found.update(word.split("-"))
    return found


def _frame_words(meeting: Meeting) -> set[str]:
    header = meeting.document.text[meeting.start : meeting.header.end]
    lines = [line for line in header.splitlines() if line.strip()][:_FRAME_LINES]
    return {stem(word) for word in words(" ".join([*lines, meeting.body or ""]))}
