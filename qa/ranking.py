"""Ranking: which candidate answers best, and whether the best one answers at all.

Both are linear in the same few features of a candidate, all about 0…1. The weights stand in
`weights.json`; `python -m eval.fitting` fits them to the labelled questions (a pairwise logistic
ranking as in Joachims 2002, and a logistic regression for answerability) and says what they are
worth in cross-validation.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.nouns import SectionKind
from index.units import Unit
from qa.extraction import Candidate
from qa.highlighting import finder
from qa.kinds import Kind
from qa.understanding import Question

RANK_FEATURES = (
    "similar", "item", "evidence", "inside", "weakest", "typed", "entities", "named", "timed",
    "point", "unasked proposal", "asked proposal", "title", "reason", "relation", "point for why",
    "read", "answered", "pointed",
)  # fmt: skip
ANSWER_FEATURES = (
    *RANK_FEATURES, "most similar", "most evidence", "passage", "score", "margin", "length",
    "most read", "most answered", "answered at most", "both", "unknown", "unmet word",
    "unmet time", "unmet name", *(f"asks {kind}" for kind in Kind),
)  # fmt: skip

_PLAINLY = 0.4  # above it, the reader's verdict was right 19 times in 20 on the demo
_WHY = re.compile(
    r"\b(?:eftersom|därför|på grund av|med anledning av|för att|då\s|beror|berodde|motiver|syfte|"
    r"orsak|skäl)",
    re.IGNORECASE,
)
_ASKS_PROPOSAL = re.compile(
    r"yrka|foreslo|foresla|forslag|rost|reserver|vote|omrost|majoritet|forord|ansok|askad|hemstall"
)
_PROPOSES = re.compile(r"\b(?:föresl(?:år|og|ås|ogs|agit)|yrka(?:r|de|s|t)|förorda(?:r|de|s|t))\b")
# A point of a decision that asks another for something: what was asked for is not yet given.
_REQUESTS = re.compile(r"(?:samt\s+)?att\s+(?:ansöka|äska|begära|hemställa)\b")
_PROPOSALS = (SectionKind.PROPOSAL, SectionKind.VOTE, SectionKind.RESERVATION)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score; only differences between scores mean anything."""

    candidate: Candidate
    score: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted numbers: one a feature, and the bias and threshold of answerability."""

    rank: tuple[float, ...]
    answer: tuple[float, ...]
    bias: float
    threshold: float  # 0…1: the least probability with which an answer is given


@cache
def fitted() -> Weights:
    """Return the weights that ship; ValueError if they are of other features."""
    data = json.loads(files("qa").joinpath("weights.json").read_text(encoding="utf-8"))
    if list(data["rank"]) != list(RANK_FEATURES) or list(data["answer"]) != list(ANSWER_FEATURES):
        raise ValueError(
            "qa/weights.json is of other features; give new ones a 0 there, take lost ones out, "
            "and run: python -m eval.fitting --write"
        )
    return Weights(
        tuple(data["rank"].values()), tuple(data["answer"].values()), data["bias"],
        data["threshold"],
    )  # fmt: skip


def proposes(unit: Unit) -> bool:
    """Return whether a unit tells what somebody wanted, not what was decided."""
    told = unit.section is SectionKind.BODY and not unit.point
    return (
        unit.section in _PROPOSALS
        or (told and bool(_PROPOSES.search(unit.text)))
        or (unit.point and bool(_REQUESTS.match(unit.text)))
    )


def asks_proposal(question: Question) -> bool:
    """Return whether a question asks for what somebody wanted."""
    return bool(_ASKS_PROPOSAL.search(question.plain))


def rank_features(question: Question, c: Candidate) -> tuple[float, ...]:
    """Return a candidate's features in the order of RANK_FEATURES."""
    unit, why = c.unit, question.kind is Kind.WHY
    proposal, asked = proposes(unit), asks_proposal(question)
    exact = finder(question.measure, question.plain) is not None or question.kind is Kind.VOTE
    if question.kind is Kind.WHICH:
        exact = c.highlight is not None or not c.typed
    decided = question.kind in (Kind.DECISION, Kind.YES_NO)
    return (
        c.similar,
        c.hit.score,
        c.evidence,
        c.inside,
        c.weakest,
        float(c.typed) if exact else 0.5,
        c.entities,
        c.named,
        c.timed,
        unit.point * (1.0 if decided else 0.5),
        float(proposal and not asked),
        float(proposal and asked),
        float(unit.title),
        float(why and bool(_WHY.search(unit.text))),
        c.relation,
        float(why and unit.point),
        c.read,
        c.answered,
        float(c.pointed),
    )


def rank(
    question: Question, candidates: Sequence[Candidate], weights: Weights | None = None
) -> list[Ranked]:
    """Return the candidates, best first; ties by item id and place in the text."""
    numbers = (weights or fitted()).rank
    ranked = [
        Ranked(c, sum(w * f for w, f in zip(numbers, rank_features(question, c), strict=True)))
        for c in candidates
    ]
    return sorted(ranked, key=lambda r: (-r.score, r.candidate.hit.item.id, r.candidate.unit.start))


def answer_features(question: Question, ranked: Sequence[Ranked]) -> tuple[float, ...]:
    """Return the best candidate's features, and how it stands among the others."""
    best = ranked[0]
    own = rank_features(question, best.candidate)
    rival = next(
        (r.score for r in ranked if r.candidate.hit.item.id != best.candidate.hit.item.id),
        best.score - 3.0,
    )
    return (
        *own,
        max(r.candidate.similar for r in ranked) - best.candidate.similar,
        max(r.candidate.evidence for r in ranked),
        best.candidate.hit.closeness,
        best.score / 10,
        (best.score - rival) / 10,
        min(len(question.terms), 8) / 8,
        max(r.candidate.read for r in ranked) - best.candidate.read,
        max(r.candidate.answered for r in ranked) - best.candidate.answered,
        min(best.candidate.answered, _PLAINLY),
        min(best.candidate.answered, best.candidate.read),
        best.candidate.unknown,
        float(best.candidate.weakest < 0.3),
        float(best.candidate.timed < 0.85),
        float(best.candidate.entities < 0.5),
        *(float(question.kind is kind) for kind in Kind),
    )


def confidence(
    question: Question, ranked: Sequence[Ranked], weights: Weights | None = None
) -> float:
    """Return the probability, 0…1, that the best of `ranked` answers the question."""
    if not ranked:
        return 0.0
    chosen = weights or fitted()
    features = answer_features(question, ranked)
    z = chosen.bias + sum(w * f for w, f in zip(chosen.answer, features, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
