"""Why a search found an item: the words it shares with the query, and how far up each leg put it.

The scores themselves are in the hit (`Hit.score`, `Hit.legs`); this puts them into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from index.folding import fold, stem
from index.nouns import Hit

if TYPE_CHECKING:
    import tantivy

LEGS = ("dense", "words", "grams")  # as in Hit.legs
SHORTEST_PART = 4  # letters: the 4-grams that the leg of word parts compares
_MOST_WORDS = 40  # of a query; a pasted page is explained by its beginning
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Why:
    """What a query and a passage have in common."""

    words: tuple[str, ...] = ()  # the passage's, as written, that share a stem with the query's
    parts: tuple[tuple[str, str], ...] = ()  # a shared part and the passage's word that holds it
    ranks: Mapping[str, int] = field(default_factory=dict)  # by leg, 1 = best of the hits


def explain(query: str, hits: Sequence[Hit], first: int | None = None) -> list[Why]:
    """Return why each of the `first` hits (all, if None) was found, in their order.

    `ranks` counts among all of `hits`; a leg that gave a hit nothing is not in it. Stop words
    explain nothing and are left out, unless the query has no other words.
    """
    asked = _content_words(query)
    ranks = _ranks(hits)
    return [
        Why(*_shared(asked, f"{hit.passage.context}\n{hit.text}"), ranks[place])
        for place, hit in enumerate(hits[:first])
    ]


def _ranks(hits: Sequence[Hit]) -> list[dict[str, int]]:
    found: list[dict[str, int]] = [{} for _ in hits]
    for leg in LEGS:
        scores = [hit.legs.get(leg, 0.0) for hit in hits]
        for place, score in enumerate(scores):
            if score > 0:
                found[place][leg] = 1 + sum(other > score for other in scores)
    return found


def _shared(
    asked: Mapping[str, str], text: str
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the words and the parts of words of `text` that stand in the query, in its order."""
    written: dict[str, str] = {}  # the first form of each stem, as written
    for match in _WORD.finditer(text):
        written.setdefault(stem(fold(match.group())), match.group())
    words = [written[one] for one in asked if one in written]
    parts = []
    for one, word in asked.items():
        part = None if one in written else _longest_part(word, written.values())
        if part:
            parts.append(part)
    return tuple(dict.fromkeys(words)), tuple(dict.fromkeys(parts))


def _longest_part(word: str, others: Iterable[str]) -> tuple[str, str] | None:
    """Return the longest part that `word` shares with one of `others`, and that one as written."""
    folded = [(fold(other), other) for other in others]
    for length in range(len(word), SHORTEST_PART - 1, -1):
        for start in range(len(word) - length + 1):
            part = word[start : start + length]
            for known, other in folded:
                if part in known:
                    return part, other
    return None


def _content_words(query: str) -> dict[str, str]:
    """Return the query's telling words, folded, by their stem."""
    folded = fold(query)
    found = _stop_words_out().analyze(folded) or _WORD.findall(folded)
    return {stem(word): word for word in found[:_MOST_WORDS]}


@cache
def _stop_words_out() -> tantivy.TextAnalyzer:
    import tantivy

    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.lowercase(), tantivy.Filter.stopword("swedish")):
        words = words.filter(step)
    return words.build()
