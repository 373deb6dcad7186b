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
from qa.parties import parties_in
from qa.thesaurus import senses

_FRAME_SHARE = 0.2  # of the protocols: a town or a co-operation that many of them name on top
_MIN_FRAMES = 3  # protocols, however few there are: what two have on top may be a matter of both
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

    def uses(self, word: str) -> int:
        """Return in how many items or protocols' top lines `word` stands, of several the rarest."""
        stems = [stem(one) for one in words(word)]
        return min((self._counts[one] + self._frames[one] for one in stems), default=0)

    def is_frame(self, stemmed: str) -> bool:
        """Return whether the stem stands on top of so many protocols that it names who meets."""
        return self._frames[stemmed] >= max(_MIN_FRAMES, _FRAME_SHARE * self._meetings)

    def knows(self, word: str) -> bool:
        """Return whether the archive uses `word`, its compound, synonym or a like spelling."""
        return self._known(word)

    def _is_known(self, word: str) -> bool:
        stemmed = stem(word)
        if self._counts[stemmed] or senses(fold_marks(word)) & self._senses:
            return True
        part = fold_marks(stemmed)
        if len(part) >= MIN_PART and any(
            whole.startswith(part) or whole.endswith(part) for whole in self._bare
        ):
            return True
        alike = extractOne(
            fold_shapes(stemmed), self._shapes, scorer=Indel.normalized_similarity,
            score_cutoff=FUZZY_MIN / 100,
        )  # fmt: skip
        return alike is not None


def _words(item: Item) -> set[str]:
    """Return the folded words of an item, hyphenated ones also in parts, and the parties in it."""
    found = {*words(item.text), *parties_in(item.text)}
    return found | {part for word in found for part in word.split("-")}


def _frame_words(meeting: Meeting) -> set[str]:
    """Return the stems on top of a protocol: the body, the town, the co-operation."""
    header = meeting.document.text[meeting.start : meeting.header.end]
    lines = [line for line in header.splitlines() if line.strip()][:_FRAME_LINES]
    return {stem(word) for word in words(" ".join([*lines, meeting.body or ""]))}
