"""Drafts: what an answer will say and where it stands, before it is proven and numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.nouns import Item, Meeting


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one protocol that prove a sentence: the document's text[start:end]."""

    meeting: Meeting
    item: Item  # the item to cite: a top-level item, or the meeting's frame
    start: int
    end: int

    @property
    def text(self) -> str:
        """The quote, verbatim."""
        return self.meeting.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence to say and the quotes that must prove it."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer to be: its sentences and the exact fact in them."""

    sentences: tuple[DraftSentence, ...]
    highlight: str | None = None
    confidence: float | None = None  # 0…1: how surely it answers; None: it is from the records


def draft_of_latest(found: Sequence[tuple[DraftSentence, str]], most: int) -> Draft:
    """Return the last `most` of `found`, which are sentences with the exact fact in each.

    The fact is the highlight if all of them have the same one; else none is the answer alone.
    """
    facts = {fact for _, fact in found}
    highlight = facts.pop() if len(facts) == 1 else None
    return Draft(tuple(sentence for sentence, _ in found[-most:]), highlight)
