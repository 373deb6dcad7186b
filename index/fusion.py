"""From three raw scores a passage to one score an item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DENSE_WEIGHT = 0.5
WORDS_WEIGHT = 0.2
GRAMS_WEIGHT = 0.3
REST_SHARE = 0.1  # of an item's score is what its other passages found by the same query say


@dataclass(frozen=True, slots=True)
class Legs:
    """A passage's raw scores by leg; a leg that did not match it gives 0."""

    dense: float  # cosine, −1…1
    words: float  # BM25, 0 and up
    grams: float  # BM25, 0 and up


def fuse(found: Mapping[int, Legs]) -> dict[int, float]:
    """Return one score a passage, 0…1, comparable within one query only."""
    if not found:
        return {}
    low = min(legs.dense for legs in found.values())
    dense = max(legs.dense for legs in found.values()) - low or 1.0
    words = max(legs.words for legs in found.values()) or 1.0
    grams = max(legs.grams for legs in found.values()) or 1.0
    return {
        one: DENSE_WEIGHT * (legs.dense - low) / dense
        + WORDS_WEIGHT * legs.words / words
        + GRAMS_WEIGHT * legs.grams / grams
        for one, legs in found.items()
    }


def item_score(passages: list[float]) -> float:
    """Return an item's score from those of its passages: the best, and a little of the rest."""
    best, *rest = sorted(passages, reverse=True)
    mean = sum(rest) / len(rest) if rest else best
    return (1 - REST_SHARE) * best + REST_SHARE * mean
