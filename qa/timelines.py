"""Timelines: which of the ranked candidates tell how something went on, in the order of time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.choosing import MATTER_MET, day_and_item
from qa.extraction import Candidate
from qa.kinds import Kind
from qa.matching import best_score, words_of
from qa.ranking import Ranked
from qa.spans import counts
from qa.understanding import Question

_ALONE = 2.0  # times wider than any other gap of the scores
_MOST_OF_TIMELINE = 8
_SERIES = 2  # items that are of the matter, so that others than these are not
_COUNTED = re.compile(r"\bantal(?:et)?\s+(?:\w-)?(\w{3,})")
_SAME_THING = 0.75  # of the word that is counted
_POINT_BEHIND = 2.0  # of the ranking's score: so far behind, a decision still tells the most


def of_one_matter(question: Question, ranked: Sequence[Ranked]) -> list[Candidate]:
    """Return the best candidate of each item that is about the same matter, by date.

    Of a number that is followed through the years, those that count the same thing.
    """
    counted = of_one_count(question, ranked)
    if counted:
        return counted
    best: dict[str, Ranked] = {}
    for one in ranked:
        first = best.get(one.candidate.hit.item.id)
        measured = one.candidate.typed or question.measure is Kind.TIMELINE
        if measured and (first is None or _is_told_better(question, first, one)):
            best[one.candidate.hit.item.id] = one
    if not best:
        return [ranked[0].candidate]
    ordered = sorted(best.values(), key=lambda one: -one.score)
    ordered = [one for one in ordered if _is_share(one) == _is_share(ordered[0])]
    met = [one for one in ordered if one.candidate.weakest >= MATTER_MET]
    if len(met) >= _SERIES:
        kept = met
    else:
        kept = ordered[: _before_the_gap([one.score for one in ordered])]
        kept += [one for one in met if one not in kept]
    return sorted((one.candidate for one in kept[:_MOST_OF_TIMELINE]), key=day_and_item)


def of_one_count(question: Question, ranked: Sequence[Ranked]) -> list[Candidate]:
    """Return, by date, the best candidate of each item that counts the things asked for.

    «antalet bostäder» is followed by «40 bostäder», «de 32 bostäderna». None are returned unless
    two items count them and speak of the matter.
    """
    noun = _COUNTED.search(question.plain)
    if question.measure is not Kind.HOW_MANY or noun is None:
        return []
    best: dict[str, Candidate] = {}
    for one in ranked:
        candidate = one.candidate
        if candidate.weakest >= MATTER_MET and _counts(noun[1], candidate.unit.text):
            best.setdefault(candidate.hit.item.id, candidate)
    counted = list(best.values())[:_MOST_OF_TIMELINE]
    return sorted(counted, key=day_and_item) if len(counted) >= _SERIES else []


def _counts(noun: str, text: str) -> bool:
    """Return whether `text` has a number before the thing, at most one word between."""
    return any(
        best_score(noun, words_of(" ".join(text[found.end :].split()[:2]))) >= _SAME_THING
        for found in counts(text)
    )


def _is_share(one: Ranked) -> bool:
    """Return whether what a candidate gives is a share of something: «38 procent»."""
    found = one.candidate.highlight
    return found is not None and ("procent" in found.text or "%" in found.text)


def _before_the_gap(scores: Sequence[float]) -> int:
    """Return how many of `scores`, best first, stand before their widest gap.

    Items of one matter score alike, and the rest of what was found lies apart. A matter of which a
    development is asked for is of more than one item, unless the first stands all alone.
    """
    near = scores[: _MOST_OF_TIMELINE + 1]
    gaps = [first - second for first, second in pairwise(near)]
    if len(gaps) < 2:
        return len(near)
    if gaps[0] > _ALONE * max(gaps[1:]):
        return 1
    return 2 + max(range(len(gaps) - 1), key=lambda place: gaps[place + 1])


def _is_told_better(question: Question, first: Ranked, other: Ranked) -> bool:
    """Return whether `other`, the first point of a decision, tells what happened in the item.

    What is asked for by its measure, a sum or a count, need not be decided.
    """
    return (
        question.measure is Kind.TIMELINE
        and other.candidate.unit.point
        and not first.candidate.unit.point
        and other.score >= first.score - _POINT_BEHIND
    )
