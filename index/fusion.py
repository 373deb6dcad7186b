"""From four raw scores an item to one score, by how far each stands out among the candidates.

The raw scores of a leg say little by themselves: cosines of one model lie in a narrow band (0.75 to
0.9 for the bundled one), BM25 has no upper end. So each is first told in standard deviations from
the mean of the query's candidates (z; z-scores and convex combinations: Bruch, Gai and Ingber, "An
Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 2023). The combination is a sum of
exponentials, weight * exp(z / 2), not of the z themselves. That is the same as a weighted mean of
exp((z - z of the leg's best) / 2) in which a leg's weight grows with how far its best stands out.
So the legs' say adapts to the question: where one rare word points to one item, the words decide;
where the words are everywhere and all score alike, the meaning does. And an item that is by far the
best in one leg is not dragged down by the others, as sums of z would.

Meaning is asked twice: of whole passages, and of single sentences, because an answer is a sentence
and the mean over 900 characters hides it (as late interaction does with tokens: Khattab and
Zaharia, "ColBERT", SIGIR 2020).

Measured with the bundled model, nDCG@10 on swefaq (219 questions), swequad-train (962) and
squad-v2-sv (5,211): .744, .913, .912. One leg alone: meaning .689, .785, .815; stemmed words .643,
.879, .823; 4-grams .671, .902, .862; reciprocal ranks of the three .697, .881, .878; sums of scores
brought to 0…1 with fixed weights .734, .908, .904. In the mean of the three (1,200 of squad-v2-sv),
sums of z are .004 worse, and so is leaving the sentences out; weights from (.4, .1, .2, .3) to
(.5, .1, .2, .2) stay within .004: it is a plateau, not a peak.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", int, str)

DENSE_WEIGHT = 0.45
SENTENCE_WEIGHT = 0.15
WORDS_WEIGHT = 0.15
GRAMS_WEIGHT = 0.25
STEEPNESS = 0.5  # of the exponential; 0.3 gave the same within .001
LEAST_SPREAD = 0.005  # of cosines; below it closeness counts less, so that rounding decides nothing


@dataclass(frozen=True, slots=True)
class Legs:
    """Raw scores by leg; what shares no term with the query has a BM25 of 0."""

    dense: float  # cosine of the passage, −1…1
    words: float  # BM25 of stemmed words, 0 and up
    grams: float  # BM25 of character 4-grams, 0 and up
    sentence: float | None = None  # cosine of an item's closest sentence, −1…1; None: not known


def fuse(found: Mapping[Key, Legs]) -> dict[Key, float]:
    """Return a score for each candidate, 0…1, higher is better, comparable within one query only.

    A candidate without sentences is judged by its passage instead.
    """
    if not found:
        return {}
    legs = (
        (DENSE_WEIGHT, LEAST_SPREAD, [one.dense for one in found.values()]),
        (
            SENTENCE_WEIGHT,
            LEAST_SPREAD,
            [one.dense if one.sentence is None else one.sentence for one in found.values()],
        ),
        (WORDS_WEIGHT, 0.0, [one.words for one in found.values()]),
        (GRAMS_WEIGHT, 0.0, [one.grams for one in found.values()]),
    )
    sums = [0.0] * len(found)
    most = 0.0
    for weight, least, scores in legs:
        shares = [math.exp(STEEPNESS * z) for z in _standardised(scores, least)]
        sums = [so_far + weight * share for so_far, share in zip(sums, shares, strict=True)]
        most += weight * max(shares)
    return {one: so_far / most for one, so_far in zip(found, sums, strict=True)}


def best_of(passages: Sequence[Legs], sentence: float | None) -> Legs:
    """Return an item's legs: in each the best of its passages, and its closest sentence."""
    return Legs(
        max(one.dense for one in passages),
        max(one.words for one in passages),
        max(one.grams for one in passages),
        sentence,
    )


def _standardised(scores: Sequence[float], least: float) -> list[float]:
    mean = sum(scores) / len(scores)
    spread = math.sqrt(sum((score - mean) ** 2 for score in scores) / len(scores))
    spread = max(spread, least)
    return [(score - mean) / spread if spread else 0.0 for score in scores]
