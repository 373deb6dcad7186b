"""Measures over questions, with intervals: retrieval through ir_measures, ratios by resampling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

RETRIEVAL_MEASURES = ("nDCG@10", "R@1", "R@5", "R@10", "R@100", "RR@10", "MAP")
_PACKAGE_NAMES = {"MAP": "AP"}  # ir_measures' own names where they differ
DEPTH = 100  # how deep the deepest of them looks
RESAMPLES = 1000
SWAPS = 10_000  # of the randomisation test: p is exact to about ±.004 around .05
SEED = 20180321  # any fixed number: the same run must give the same interval


@dataclass(frozen=True, slots=True)
class Ratio:
    """What one question adds to a measure: `part` of `whole`; (0, 0) if it is not concerned."""

    part: float
    whole: float


Interval = tuple[float, float]


def ratio(values: Sequence[Ratio]) -> float | None:
    """Return the sum of the parts over the sum of the wholes; None if no question is concerned."""
    whole = sum(value.whole for value in values)
    return sum(value.part for value in values) / whole if whole else None


def interval(values: Sequence[Ratio], resamples: int = RESAMPLES) -> Interval | None:
    """Return the 95 % percentile bootstrap interval of `ratio`, questions drawn with replacement.

    None if no question is concerned. Efron & Tibshirani, An Introduction to the Bootstrap, ch. 13.
    """
    concerned = np.array([(value.part, value.whole) for value in values if value.whole])
    if not len(concerned):
        return None
    draws = np.random.default_rng(SEED).integers(len(concerned), size=(resamples, len(concerned)))
    sums = concerned[draws].sum(axis=1)
    low, high = np.percentile(sums[:, 0] / sums[:, 1], [2.5, 97.5])
    return float(low), float(high)


def difference_interval(
    pairs: Sequence[tuple[Ratio, Ratio]], resamples: int = RESAMPLES
) -> Interval | None:
    """Return the 95 % paired bootstrap interval of the second ratio less the first.

    A pair holds one question's values in two runs. None if a run's values concern no question.
    """
    table = np.array([(a.part, a.whole, b.part, b.whole) for a, b in pairs], dtype=float)
    if not len(table) or not table[:, 1].any() or not table[:, 3].any():
        return None
    draws = np.random.default_rng(SEED).integers(len(table), size=(resamples, len(table)))
    sums = table[draws].sum(axis=1)
    drawn = sums[(sums[:, 1] > 0) & (sums[:, 3] > 0)]
    if not len(drawn):
        return None
    change = drawn[:, 2] / drawn[:, 3] - drawn[:, 0] / drawn[:, 1]
    low, high = np.percentile(change, [2.5, 97.5])
    return float(low), float(high)


def swap_test(pairs: Sequence[tuple[Ratio, Ratio]], swaps: int = SWAPS) -> float | None:
    """Return the two-sided p of the paired randomisation test for the difference of two ratios.

    It is the share of random swaps of each question's two values that give a difference as great
    as the one found. Smucker, Allan and Carterette, "A Comparison of Statistical Significance
    Tests for Information Retrieval Evaluation" (CIKM 2007). None where a run's values concern no
    question.
    """
    table = np.array([(a.part, a.whole, b.part, b.whole) for a, b in pairs], dtype=float)
    if not len(table) or not table[:, 1].any() or not table[:, 3].any():
        return None
    changed = table[(table[:, :2] != table[:, 2:]).any(axis=1)]
    total = table.sum(axis=0)
    found = abs(total[2] / total[3] - total[0] / total[1])
    random = np.random.default_rng(SEED)
    as_great = 0
    step = max(1, 2_000_000 // max(1, len(changed)))  # 16 MB of draws at a time
    for first in range(0, swaps, step):
        swapped = random.integers(2, size=(min(step, swaps - first), len(changed)))
        moved = swapped @ (changed[:, 2:] - changed[:, :2])
        before, after = total[:2] + moved, total[2:] - moved
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn = np.abs(after[:, 0] / after[:, 1] - before[:, 0] / before[:, 1])
        as_great += int((np.nan_to_num(drawn, nan=np.inf) >= found - 1e-12).sum())
    return (as_great + 1) / (swaps + 1)


def retrieval_scores(
    relevant: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Return, for each measure, each question's score in 0…1.

    `relevant` gives each question's relevant documents with their gain, `rankings` the documents
    found, best first. A question without a ranking scores 0, one without relevant documents is
    left out.
    """
    import ir_measures

    measures = {
        name: ir_measures.parse_measure(_PACKAGE_NAMES.get(name, name))
        for name in RETRIEVAL_MEASURES
    }
    names = {measure: name for name, measure in measures.items()}
    judged = {query: gains for query, gains in relevant.items() if gains}
    scores = {name: dict.fromkeys(judged, 0.0) for name in RETRIEVAL_MEASURES}
    qrels = [
        ir_measures.Qrel(query, document, gain)
        for query, gains in judged.items()
        for document, gain in gains.items()
    ]
    # The rank becomes the score, so that a measure cannot break ties another way than the search.
    run = [
        ir_measures.ScoredDoc(query, document, float(-rank))
        for query in judged
        for rank, document in enumerate(rankings.get(query, ()))
    ]
    for metric in ir_measures.iter_calc(list(names), qrels, run):
        scores[names[metric.measure]][metric.query_id] = float(metric.value)
    return scores
