"""Weighing: how much of a question each of its words is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from index.folding import fold_marks
from qa.understanding import Question, Term
from qa.vocabulary import Vocabulary

# Factors on a word's rarity; set on the demo questions and those on the real protocols.
_GENERIC = 0.25  # "kostade", "beslutades": what is asked, not what about
_VERB = 0.45  # "anlände", "läckte": told in other words more often than nouns are
_FRAME = 0.2  # the name of the body or the town, that every protocol bears
_NAME = 1.2  # a person's: who is meant matters more than how common the name is


@dataclass(frozen=True, slots=True)
class Weighted:
    """A term and its share of the question."""

    term: Term
    weight: float  # 0…1; those of a question sum to 1
    frame: bool = False  # a name that every protocol of some body bears
    known: bool = True  # the archive uses the word, in some form


def weigh(question: Question, vocabulary: Vocabulary) -> list[Weighted]:
    """Return the question's terms with weights that sum to 1; rare words weigh most."""
    named = {part for name in question.names for part in fold_marks(name).replace("-", " ").split()}
    raw = [_rarity(term, vocabulary) * _factor(term, named, vocabulary) for term in question.terms]
    total = sum(raw) or 1.0
    return [
        Weighted(term, weight / total, vocabulary.is_frame(term.stem), vocabulary.knows(term.word))
        for term, weight in zip(question.terms, raw, strict=True)
    ]


def _rarity(term: Term, vocabulary: Vocabulary) -> float:
    """Return the inverse document frequency of a term over the archive's items."""
    return math.log(1 + (vocabulary.items + 1) / (vocabulary.frequency(term.stem) + 0.5))


def _factor(term: Term, named: set[str], vocabulary: Vocabulary) -> float:
    if vocabulary.is_frame(term.stem):
        return _FRAME
    if term.generic:
        return _GENERIC
    if term.verb:
        return _VERB
    return _NAME if fold_marks(term.word) in named else 1.0
