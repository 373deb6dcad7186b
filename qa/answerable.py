"""Answerable: whether a candidate's evidence is enough to answer, or the answer is no."""

from __future__ import annotations

from qa.extraction import Candidate
from qa.understanding import Kind, Question

MIN_EVIDENCE = 0.62
MIN_WEAKEST = 0.5
_EXACT = (Kind.WHO, Kind.WHEN, Kind.HOW_MUCH, Kind.HOW_MANY, Kind.WHERE)


def answerable(question: Question, candidate: Candidate) -> bool:
    """Return whether `candidate` may be given as the answer to `question`."""
    if candidate.evidence < MIN_EVIDENCE or candidate.weakest < MIN_WEAKEST:
        return False
    return candidate.typed or question.kind not in _EXACT
