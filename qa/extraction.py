"""Extraction: from the items found to the units that may answer, each with its evidence.

Every unit of the items found is a candidate. A candidate's evidence is how well the question's
words are met by the unit itself, its item's title, the rest of its item and its meeting, in
that order of worth. The rarest words count most: a question about something that the archive
never mentions finds no evidence, however alike the rest is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.dates import MONTH_NAMES
from index.folding import fold
from index.nouns import Hit, SectionKind
from index.units import Unit, units_of
from qa.highlighting import Finder, finder, highlight, is_typed
from qa.matching import begun_by, best_score, words_of
from qa.spans import Found
from qa.timing import timed
from qa.understanding import Question
from qa.weighing import Weighted

# How much a word of the question counts where it is met: in the unit itself, next to it, in the
# item's title, elsewhere in the item, in the meeting's name. Ordered by how directly each is
# about the fact; set on the demo questions and the questions on the real protocols.
_IN_UNIT, _IN_NEIGHBOUR, _IN_TITLE, _IN_ITEM, _IN_MEETING = 1.0, 0.85, 0.9, 0.7, 0.6
_IN_COMPOUND = 0.6  # of a name, that its first part is met: `Tärnsund` for `Tärnsundsbron`
_NAME = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]{3,}\b")
_TELLING = 0.6  # of the heaviest word's weight: as telling as it, or nearly


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may answer, its highlight and the evidence for it."""

    hit: Hit
    unit: Unit
    highlight: Found | None  # in unit.text
    evidence: float  # 0…1: weighted share of the question's words that are met
    inside: float  # 0…1: the same, within the unit alone
    weakest: float  # 0…1: how well the most telling word is met
    typed: bool  # the unit holds what the question asks for
    similar: float  # closeness of question and unit: 0 unrelated, 1 the same
    entities: float  # 0…1: how well the worst-met name or capitalised word is met near the unit
    named: float  # 0…1: the same, anywhere in the item or on top of its protocol
    timed: float  # 0…1: share of the question's years, dates and numbers that are met
    unknown: float  # 0…1: share of the question that the archive has no word for
    relation: float  # 0…1: how well what is asked of the subject ("kostade") is met in the unit
    read: float = 0.0  # −1…1: the reader's log odds of a span in the unit, tenths; 0: not asked
    answered: float = 0.0  # the reader's logit that the unit's surroundings answer, fifths
    pointed: bool = False  # of its item's units, the reader found the likeliest span in this one


@dataclass(frozen=True, slots=True)
class _Met:
    """How well one unit meets each word of the question, 0…1: by itself and by what is around."""

    inside: list[float]
    near: list[float]  # by the unit, the units next to it and its title
    anywhere: list[float]  # the best of all places, each at its worth


def extract(
    question: Question, hits: Sequence[Hit], weighted: Sequence[Weighted]
) -> list[Candidate]:
    """Return the candidates in the items found, in the order of the hits and of the text."""
    find = finder(question.measure, question.plain)
    return [c for hit in hits for c in _candidates(question, hit, weighted, find)]


def _candidates(
    question: Question, hit: Hit, weighted: Sequence[Weighted], find: Finder | None
) -> Iterator[Candidate]:
    proper = [k for k, w in enumerate(weighted) if not w.frame and w.term.proper]
    in_time = timed(question, hit)
    unknown = sum(w.weight for w in weighted if not w.known)
    named = min((_name_met(hit, weighted[k].term.word) for k in proper), default=1.0)
    for unit, met in _read(hit, weighted):
        if unit.section is SectionKind.ADMIN:
            continue
        found = highlight(question, unit.text, weighted, find)
        relation = (met.inside[k] for k, w in enumerate(weighted) if w.term.generic)
        yield Candidate(
            hit=hit,
            unit=unit,
            highlight=found,
            evidence=_weighted_sum(weighted, met.anywhere),
            inside=_weighted_sum(weighted, met.inside),
            weakest=_weakest(weighted, met.anywhere),
            typed=is_typed(question, unit, exact=find is not None, found=found is not None),
            similar=hit.sentences.get((unit.start, unit.end), 0.0),
            entities=min((met.near[k] for k in proper), default=1.0),
            named=named,
            timed=in_time,
            unknown=unknown,
            relation=max(relation, default=0.0),
        )


def _read(hit: Hit, weighted: Sequence[Weighted]) -> Iterator[tuple[Unit, _Met]]:
    """Yield the units of an item with how well each meets the words of the question."""
    units = units_of(hit.item, hit.meeting.furniture)
    in_units = [_scores(weighted, unit.text) for unit in units]
    in_item = _best_of(in_units)
    in_meeting = _of_meeting(hit, weighted)
    in_titles: dict[str, list[float]] = {}
    for i, unit in enumerate(units):
        title = hit.item.title if unit.item is hit.item else f"{hit.item.title} {unit.item.title}"
        if title not in in_titles:
            in_titles[title] = _scores(weighted, title)
        in_unit, in_title = in_units[i], in_titles[title]
        beside = _best_of(in_units[max(0, i - 1) : i + 2])
        near, anywhere = [], []
        for k in range(len(weighted)):
            near.append(max(in_unit[k], _IN_NEIGHBOUR * beside[k], in_title[k]))
            anywhere.append(
                max(
                    _IN_UNIT * in_unit[k],
                    _IN_NEIGHBOUR * beside[k],
                    _IN_TITLE * in_title[k],
                    _IN_ITEM * in_item[k],
                    in_meeting[k],
                )
            )
        yield unit, _Met(in_unit, near, anywhere)


def _scores(weighted: Sequence[Weighted], text: str) -> list[float]:
    bag = words_of(text)
    # A name is met by a name: `Stenforsskolan` is no school in Stenfors.
    return [best_score(w.term.word, bag, by_parts=not w.term.proper) for w in weighted]


def _best_of(rows: Sequence[Sequence[float]]) -> list[float]:
    """Return the best score of each word in any of `rows`."""
    return [max(column) for column in zip(*rows, strict=True)]


def _of_meeting(hit: Hit, weighted: Sequence[Weighted]) -> list[float]:
    """Return what the meeting's header is worth for each word: all, for a name on top of it."""
    meeting = hit.meeting
    top = words_of(meeting.document.quote(meeting.header))
    day = f"{meeting.date.year} {MONTH_NAMES[meeting.date.month - 1]}" if meeting.date else ""
    facts = words_of(" ".join(filter(None, (meeting.body, meeting.place, day))))
    return [
        best_score(w.term.word, top) if w.frame else _IN_MEETING * best_score(w.term.word, facts)
        for w in weighted
    ]


def _name_met(hit: Hit, name: str) -> float:
    """Return how well a name is met by the item, its title and the top of its protocol."""
    meeting, item = hit.meeting, hit.item
    top = meeting.document.quote(meeting.header)
    texts = (item.title, item.text, top, meeting.body or "", meeting.place or "")
    best = max(best_score(name, words_of(text), by_parts=False) for text in texts)
    if best < _IN_COMPOUND and begun_by(name, (fold(n) for t in texts for n in _NAME.findall(t))):
        return _IN_COMPOUND
    return best


def _weighted_sum(weighted: Sequence[Weighted], met: Sequence[float]) -> float:
    return sum(w.weight * m for w, m in zip(weighted, met, strict=True))


def _weakest(weighted: Sequence[Weighted], met: Sequence[float]) -> float:
    """Return how well the worst-met of the words is met that say what the question is about."""
    telling = [
        (w.weight, m) for w, m in zip(weighted, met, strict=True) if not (w.term.generic or w.frame)
    ]
    heaviest = max((weight for weight, _ in telling), default=0.0)
    return min((m for weight, m in telling if weight >= _TELLING * heaviest), default=1.0)
