"""Dissent: who recorded that they would have decided otherwise, and who took no part in a matter.

From the records of the items: reservations, and conflicts of interest (jäv).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold_marks
from index.nouns import Item, Meeting, SectionKind
from index.units import flat, units_of
from qa.drafts import Draft, DraftSentence, Quote
from qa.matters import items_of, nearest, of_year, topics_of, under_title, units_with
from qa.phrases import enumerated
from qa.quotes import person_quote
from qa.scope import Scope
from qa.understanding import Question

_ASKS_DISSENT = re.compile(r"\breserver(?:ade|at|ar|erade)\s+sig\b|\breservation")
_OWN_DISSENT = re.compile(
    r"reserv\w*|sig|emot|mot|ledamot\w*|ledamoter\w*|fullmaktige|namnd\w*|styrelsen|avvikande"
    r"|anmal\w*|lamna\w*"
)
_ASKS_CONFLICT = re.compile(r"\bjav\b|\bjavi[gn]\w*|\bpartisk")
_OWN_CONFLICT = re.compile(r"jav\w*|partisk\w*|anmal\w*|hand\w*|ledamot\w*|ledamoter\w*")
_CONFLICT = re.compile(r"\bjäv|\bpartisk", re.IGNORECASE)
_MOST = 12  # items that are told in one answer

_Place = tuple[Meeting, Item, Item]


def answer_from_dissent(
    question: Question, scope: Scope, meetings: Sequence[Meeting]
) -> Draft | None:
    """Return who dissented or took no part; None if that is not asked or not recorded.

    `meetings` are all that may be looked at: the year in «budgeten för 2020» is of the matter, and
    it was decided the year before.
    """
    if _ASKS_DISSENT.search(question.plain):
        return _dissent(question, scope, meetings)
    if _ASKS_CONFLICT.search(question.plain):
        return _conflicts(question, scope)
    return None


def _dissent(question: Question, scope: Scope, meetings: Sequence[Meeting]) -> Draft | None:
    topics = topics_of(question, scope, _OWN_DISSENT)
    if not (topics or question.names or scope.stated):
        return None
    name = question.names[0] if len(question.names) == 1 else None
    of_that_year = [one for one in of_year(question, topics, meetings) if _dissent_spans(one)]
    found = []
    for place in of_that_year or nearest(topics, list(items_of(scope.meetings))):
        spans = _dissent_spans(place)
        if spans and (name is None or _is_among(name, place[2].reservations)):
            found.append((place, spans, place[2].reservations))
    return _told(found, one=name is None)


def _dissent_spans(place: _Place) -> list[tuple[int, int]]:
    """Return the sentences in which dissent is recorded; of a bare list, all of them."""
    meeting, item, part = place
    spans = units_with(meeting, item, part, re.compile(r"\breserver(?:ar|ade|at)\s+sig\b"))
    if spans or not part.reservations:
        return spans
    sections = [s for s in part.sections if s.kind is SectionKind.RESERVATION]
    return [
        (unit.start, unit.end)
        for unit in units_of(item, meeting.furniture)
        if not unit.title and any(s.start <= unit.start < s.end for s in sections)
    ]


def _conflicts(question: Question, scope: Scope) -> Draft | None:
    topics = topics_of(question, scope, _OWN_CONFLICT)
    if not (topics or question.names or scope.stated):
        return None
    name = question.names[0] if len(question.names) == 1 else None
    found = []
    for place in nearest(topics, list(items_of(scope.meetings))):
        meeting, item, part = place
        who = part.conflicts
        if not who or (name is not None and not _is_among(name, who)):
            continue
        spans = [
            span
            for span in units_with(meeting, item, part, _CONFLICT)
            if any(one in flat(meeting.words(*span)) for one in who)
        ]
        if spans:
            found.append((place, spans, who))
    if not found and topics:
        return _barred(nearest(topics, list(items_of(scope.meetings))))
    return _told(found, one=name is None)


def _barred(places: Sequence[_Place]) -> Draft | None:
    """Return who the attendance says took no part in one item: `ej § 63 på grund av jäv`."""
    for meeting, _, part in places:
        for person in meeting.attendees:
            if person.name in part.conflicts and person.items and "jäv" in person.items:
                quote = person_quote(meeting, person)
                said = f"{person.name}. ”{flat(meeting.words(quote.start, quote.end))}”"
                return Draft((DraftSentence(said, (quote,)),), person.name)
    return None


def _told(
    found: Sequence[tuple[_Place, Sequence[tuple[int, int]], Sequence[str]]], *, one: bool
) -> Draft | None:
    """Return each item under its title; where `one` alone is asked about, who it names."""
    if not found:
        return None
    if len(found) == 1 and one:
        (meeting, item, _), spans, who = found[0]
        shown = " ".join(f"”{flat(meeting.words(start, end))}”" for start, end in spans)
        quotes = tuple(Quote(meeting, item, start, end) for start, end in spans)
        people = {fold_marks(p.name) for p in meeting.attendees}
        names = [
            name for name in who if name in shown and (not people or fold_marks(name) in people)
        ]
        if not names:
            return Draft((DraftSentence(shown, quotes),))
        listed = enumerated(names)
        return Draft((DraftSentence(f"{listed}. {shown}", quotes),), listed)
    return Draft(
        tuple(under_title(*place, spans, dated=True) for place, spans, _ in found[-_MOST:])
    )


def _is_among(name: str, who: Sequence[str]) -> bool:
    """Return whether `name`, whole or as a surname, is one of `who`."""
    asked = fold_marks(name).removesuffix("s")
    return any(asked == fold_marks(one).removesuffix("s") for one in who)
