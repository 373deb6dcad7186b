"""How common each word is in the archive: rare words tell what a question is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from index.folding import stem, words
from index.nouns import Item, Meeting


_FRAME_SHARE = 0.3  # of the protocols; a member's town stands in fewer headers than the body's


class Vocabulary:
    """In how many items each stem stands."""

    def __init__(self, meetings: Iterable[Meeting]) -> None:
        self._counts: Counter[str] = Counter()
        self._headers: Counter[str] = Counter()
        self.items = 0
        self._meetings = 0
        for meeting in meetings:
            self._meetings += 1
            header = meeting.document.text[meeting.header.start : meeting.header.end]
            self._headers.update({stem(word) for word in words(header)})
            for item in meeting.items:
                self.items += 1
                self._counts.update(_stems(item))

    def frequency(self, stemmed: str) -> int:
        """Return in how many items the stem stands; 0 for one that the archive never uses."""
        return self._counts[stemmed]

    def is_frame(self, stemmed: str) -> bool:
        """Return whether the stem stands in so many headers that it names who meets, not what about."""
        return self._headers[stemmed] >= max(3, _FRAME_SHARE * self._meetings)


def _stems(item: Item) -> set[str]:
    found = set()
    for word in words(item.text):
        found.add(stem(word))
        if "-" in word:
            found.update(stem(part) for part in word.split("-"))
    return found
