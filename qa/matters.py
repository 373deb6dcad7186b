"""Matters: which items of the meetings asked about are of what a question names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.dates import swedish_date
from index.folding import fold_marks
from index.nouns import Decision, Item, Meeting
from index.units import flat, units_of
from qa.drafts import DraftSentence, Quote
from qa.matching import best_score, words_of
from qa.scope import Scope
from qa.understanding import Question

_MATCHED = 0.6  # of a word of the question, in an item
_APART = 40  # characters between two points: more than a number and blanks are other words
_TITLE_MATCHED = 0.75  # of it, in the item's title: there it names the matter


def topics_of(question: Question, scope: Scope, own: re.Pattern[str]) -> list[str]:
    """Return the words that name the matter: no names, no body, and none that is one of `own`.

    `own` is of the words, folded and without marks, by which a record is asked for.
    """
    named = {part for name in question.names for part in words_of(fold_marks(name))}
    named |= {f"{part}s" for part in named}
    return [
        term.word
        for term in question.terms
        if not term.generic
        and term.word not in scope.bodies
        and fold_marks(term.word) not in named
        and not own.fullmatch(fold_marks(term.word))
    ]


def items_of(meetings: Sequence[Meeting]) -> Iterator[tuple[Meeting, Item, Item]]:
    """Yield each item and sub-item with its meeting and its top-level item, in order."""
    for meeting in meetings:
        for item in meeting.items:
            for part in (item, *item.sub_items):
                yield meeting, item, part


def speaks_of(topics: Sequence[str], part: Item) -> bool:
    """Return whether an item's title and text together meet each of `topics`."""
    bag = words_of(part.title + " " + part.text)
    return all(best_score(topic, bag) >= _MATCHED for topic in topics)


def is_titled(topics: Sequence[str], part: Item) -> bool:
    """Return whether an item's title itself meets one of `topics`."""
    bag = words_of(part.title)
    return any(best_score(topic, bag) >= _TITLE_MATCHED for topic in topics)


def nearest(
    topics: Sequence[str], found: Sequence[tuple[Meeting, Item, Item]]
) -> list[tuple[Meeting, Item, Item]]:
    """Return those of `found` that speak of `topics`; where titles name them, only these."""
    if not topics:
        return list(found)
    about = [one for one in found if speaks_of(topics, one[2])]
    return [one for one in about if is_titled(topics, one[2])] or about


def of_year(
    question: Question, topics: Sequence[str], meetings: Sequence[Meeting]
) -> list[tuple[Meeting, Item, Item]]:
    """Return the items whose titles name all of `topics` and the year asked about: `Budget 2024`.

    They may have been decided in another year; without a year or a topic there are none.
    """
    years = [str(year) for year in question.when.years]
    if not years or not topics:
        return []
    return [
        one
        for one in items_of(meetings)
        if any(year in one[2].title for year in years)
        and all(best_score(topic, words_of(one[2].title)) >= _TITLE_MATCHED for topic in topics)
    ]


def joined(points: Sequence[Decision]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the points; points that follow each other closely are one."""
    start, end = points[0].start, points[0].end
    for point in points[1:]:
        if point.start - end > _APART:
            yield start, end
            start = point.start
        end = point.end
    yield start, end


def under_title(
    meeting: Meeting, item: Item, part: Item, spans: Sequence[tuple[int, int]], *, dated: bool
) -> DraftSentence:
    """Return words of an item under its title, with the meeting's day before it if `dated`."""
    quotes = tuple(Quote(meeting, item, start, end) for start, end in spans)
    said = " ".join(f"”{flat(meeting.words(start, end))}”" for start, end in spans)
    day = f"{swedish_date(meeting.date)}: " if dated and meeting.date else ""
    title = part.title or item.title
    return DraftSentence(f"{day}{title}: {said}" if title else f"{day}{said}", quotes)


def units_with(
    meeting: Meeting, item: Item, part: Item, pattern: re.Pattern[str]
) -> list[tuple[int, int]]:
    """Return the spans of an item's sentences that `pattern` is found in."""
    return [
        (unit.start, unit.end)
        for unit in units_of(item, meeting.furniture)
        if not unit.title and part.start <= unit.start < part.end and pattern.search(unit.text)
    ]
