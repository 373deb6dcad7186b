"""From three raw scores a passage to one score an item.

A convex combination of scores that are brought to 0…1 within the query: Bruch, Gai and Ingber, "An
Analysis of Fusion Functions for Hybrid Retrieval" (ACM TOIS 2023), found it better than ranks
(RRF) and its weights easy to carry from one collection to another. BM25 has a natural zero; the
zero of a cosine is the least one among the candidates, because the cosines of one model lie in a
narrow band (0.75 to 0.9 for the bundled one).

Measured with the bundled model on passages, mean nDCG@10 of the three development sets (219, 600
and 500 questions): meaning alone .763, stemmed words .782, 4-grams .812, all three .848. By set:
.735, .904, .905. Weights from (.5, .15, .35) to (.55, .2, .25), z-scores instead of min and max,
and 20 to 200 candidates a leg all stay within .003: it is a plateau, not a peak.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DENSE_WEIGHT = 0.5
WORDS_WEIGHT = 0.2
GRAMS_WEIGHT = 0.3
LEAST_SPREAD = 0.02  # of cosines; below it closeness counts less, so that rounding decides nothing
REST_SHARE = 0.05  # more of it favours short items: 0.3 cost .012 of mean nDCG@10


@dataclass(frozen=True, slots=True)
class Legs:
    """A passage's raw scores by leg; one that shares no term with the query has a BM25 of 0."""

    dense: float  # cosine, −1…1
    words: float  # BM25 of stemmed words, 0 and up
    grams: float  # BM25 of character 4-grams, 0 and up


def fuse(found: Mapping[int, Legs]) -> dict[int, float]:
    """Return one score a passage, 0…1, higher is better, comparable within one query only."""
    if not found:
        return {}
    low = min(legs.dense for legs in found.values())
    dense = max(LEAST_SPREAD, max(legs.dense for legs in found.values()) - low)
    words = max(legs.words for legs in found.values()) or 1.0
    grams = max(legs.grams for legs in found.values()) or 1.0
    return {
        one: DENSE_WEIGHT * (legs.dense - low) / dense
        + WORDS_WEIGHT * legs.words / words
        + GRAMS_WEIGHT * legs.grams / grams
        for one, legs in found.items()
    }


def item_score(passages: Sequence[float]) -> float:
    """Return an item's score from those of its passages: the best, and a little of the rest."""
    best, *rest = sorted(passages, reverse=True)
    mean = sum(rest) / len(rest) if rest else best
    return (1 - REST_SHARE) * best + REST_SHARE * mean
