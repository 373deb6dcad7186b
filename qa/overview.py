"""Overviews: what one meeting or one item was about, and decisions of one kind over time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.dates import swedish_date
from index.nouns import Decision, DecisionKind, Item, Meeting
from index.units import flat, units_of
from qa.drafts import Draft, DraftSentence, Quote
from qa.matching import best_score, words_of
from qa.scope import Scope
from qa.understanding import Question

_OF_MEETING = re.compile(
    r"""
    \bsammanfatt
    | \bdagordning
    | \barendelista
    | \bvad\s+(?:togs\s+upp|tog\s+man\s+upp|handlade|avhandlades|behandlades|diskuterades|gjordes
        |sades|hande|beslutades|bestamdes|beslutade)
    | \bvilka\s+(?:arenden|punkter|beslut|fragor)\b
    | \bvad\s+(?:fattades|togs)\s+for\s+beslut
    """,
    re.VERBOSE,
)
# What is asked for in the plural by its kind: «vilka uppdrag fick …», «vad bordlades …».
_KINDS: tuple[tuple[str, DecisionKind], ...] = (
    (r"\bvilka\s+uppdrag\b", DecisionKind.ASSIGNS),
    (r"\bvad\s+fick\b.*\bi\s+uppdrag\b", DecisionKind.ASSIGNS),
    (r"\bvilka\s+fick\b.*\buppdrag\b", DecisionKind.ASSIGNS),
    (r"\b(?:vad|vilka\s+\w+)\s+(?:har\s+)?(?:bordla|aterremitt)\w*", DecisionKind.POSTPONES),
    (r"\b(?:vad|vilka\s+\w+)\s+(?:har\s+)?(?:avslogs|avslag|avslagits)\w*", DecisionKind.REJECTS),
    (r"\bvilka\s+(?:anslag|bidrag|medel)\b", DecisionKind.GRANTS),
)
_KIND_WORDS = re.compile(
    r"""
    ^(?:uppdrag\w*|bordla\w*|aterremitt\w*|avsl\w*|anslag\w*|bidrag\w*|medel
    |arenden?|punkter?|motion\w*|fragor)$
    """,
    re.VERBOSE,
)
_MOST = 12  # sentences of an overview
_APART = 40  # characters between two points: more than a number and blanks are other words
_LONGEST = 700  # characters of a decision that is quoted whole in an overview
_MATCHED = 0.6  # of a word of the question, in a decision or its title


def answer_with_overview(question: Question, scope: Scope) -> Draft | None:
    """Return an overview if the question asks for one; None if it asks for something exact.

    A Draft without sentences means that an overview was asked for and there is nothing to show.
    """
    own = [t for t in question.terms if not t.generic and t.word not in scope.bodies]
    if question.item_numbers and not own and scope.meetings:
        return _of_item(question, scope)
    kind = _kind_asked(question)
    if kind is not None:
        return _of_kind(question, scope, kind)
    if not own and not question.names and scope.stated and _OF_MEETING.search(question.plain):
        return _of_meeting(scope.meetings[-1])
    return None


def _of_item(question: Question, scope: Scope) -> Draft | None:
    """Return what the items of this number say and decided; None if it is not clear which."""
    wanted = {_plain(number) for number in question.item_numbers}
    found = [
        (meeting, item)
        for meeting in scope.meetings
        for item in meeting.items
        if item.number and _plain(item.number) in wanted
    ]
    if not found or (not scope.stated and len({m.id for m, _ in found}) > 1):
        return None if not scope.stated else Draft(())
    sentences = []
    for meeting, item in found[-_MOST:]:
        lead = next((u for u in units_of(item, meeting.furniture) if not u.title), None)
        if lead is not None and not item.decisions:
            quote = Quote(meeting, item, lead.start, lead.end)
            sentences.append(DraftSentence(f"{item.title}: ”{lead.text}”", (quote,)))
        sentences += [s for s in (_decided(meeting, item),) if s]
    return Draft(tuple(sentences))


def _plain(number: str) -> str:
    """Return an item's number as it is compared: points only, no zeros before it."""
    return re.sub(r"\D+", ".", number).strip(".").lstrip("0")


def _of_meeting(meeting: Meeting) -> Draft:
    sentences = [s for item in meeting.items if (s := _decided(meeting, item))]
    return Draft(tuple(sentences))


def _decided(meeting: Meeting, item: Item) -> DraftSentence | None:
    """Return what an item decided, under its title; None if it decided nothing."""
    points = [d for part in (item, *item.sub_items) for d in part.decisions]
    if not points:
        return None
    shown = [d for d in points if d.end - d.start <= _LONGEST] or points[:1]
    quotes = tuple(Quote(meeting, item, a, b) for a, b in _joined(shown))
    said = " ".join(f"”{flat(meeting.words(d.start, d.end))}”" for d in shown)
    return DraftSentence(f"{item.title}: {said}", quotes)


def _joined(points: Sequence[Decision]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the points; points that follow each other closely are one."""
    start, end = points[0].start, points[0].end
    for point in points[1:]:
        if point.start - end > _APART:
            yield start, end
            start = point.start
        end = point.end
    yield start, end


def _kind_asked(question: Question) -> DecisionKind | None:
    return next((kind for pattern, kind in _KINDS if re.search(pattern, question.plain)), None)


def _of_kind(question: Question, scope: Scope, kind: DecisionKind) -> Draft | None:
    """Return the decisions of a kind, by date, that speak of all that the question does."""
    topics = [
        t.word
        for t in question.terms
        if not t.generic and not _KIND_WORDS.match(t.word) and t.word not in scope.bodies
    ]
    decisions = (
        (meeting, item, part, decision)
        for meeting in scope.meetings
        for item in meeting.items
        for part in (item, *item.sub_items)
        for decision in part.decisions
        if decision.kind is kind
    )
    sentences = []
    for meeting, item, part, decision in decisions:
        text = flat(meeting.words(decision.start, decision.end))
        bag = words_of(f"{text} {part.title}")
        if all(best_score(topic, bag) >= _MATCHED for topic in topics):
            day = swedish_date(meeting.date) if meeting.date else "Utan datum"
            quote = Quote(meeting, item, decision.start, decision.end)
            sentences.append(DraftSentence(f"{day}: ”{text}”", (quote,)))
    return Draft(tuple(sentences[:_MOST])) if sentences else None
