"""Scope: which meetings a question speaks of, and whether they are in the archive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.nouns import Meeting
from qa.matching import HEAD, best_score, words_of
from qa.understanding import Question


@dataclass(frozen=True, slots=True)
class Scope:
    """The meetings that a question restricts itself to."""

    meetings: tuple[Meeting, ...]  # by date
    stated: bool  # the question names a meeting or a time that these are of
    strict: bool  # nothing outside may answer: a meeting was named, not only a time
    missing: str | None = None  # what was named and is not in the archive: "7/2019"
    bodies: frozenset[str] = frozenset()  # the words of the question that name a body


def resolve(question: Question, meetings: Sequence[Meeting]) -> Scope:
    """Return the meetings among `meetings` (by date) that `question` speaks of."""
    chosen = list(meetings)
    stated = strict = False
    chosen, bodies = _of_named_bodies(question, chosen)
    when = question.when
    if question.meeting_numbers:
        numbers = set(question.meeting_numbers)
        mine = [m for m in chosen if m.number in numbers] or [m for m in meetings if m.number in numbers]
        if not mine:
            return Scope((), True, True, ", ".join(question.meeting_numbers), bodies)
        return Scope(tuple(mine), True, True, None, bodies)
    if when.dates:
        mine = [m for m in chosen if m.date and any(d.first <= m.date <= d.last for d in when.dates)]
        mine = mine or [m for m in meetings if m.date and any(d.first <= m.date <= d.last for d in when.dates)]
        if mine:
            return Scope(tuple(mine), True, True, None, bodies)
        return Scope(tuple(chosen), False, False, when.dates[0].first.isoformat(), bodies)
    if when.months:
        mine = [m for m in chosen if m.date and (m.date.year, m.date.month) in when.months]
        if mine:
            chosen, stated = mine, True
        else:
            year, month = when.months[0]
            return Scope(tuple(chosen), False, False, f"{year}-{month:02d}", bodies)
    elif when.years:
        mine = [m for m in chosen if m.date and m.date.year in when.years and _in_season(m, when.season)]
        if mine:
            chosen, stated = mine, True
        else:
            return Scope(tuple(chosen), False, False, str(when.years[0]), bodies)
    elif when.bare_months and question.about_meeting:
        mine = [m for m in chosen if m.date and m.date.month in when.bare_months]
        if mine:
            chosen, stated = mine[-1:], True
    if when.order and chosen:
        dated = [m for m in chosen if m.date]
        if dated:
            pick = dated[-1] if when.order == "last" else dated[0]
            return Scope((pick,), True, True, None, bodies)
    return Scope(tuple(chosen), stated, strict, None, bodies)


def _in_season(meeting: Meeting, season: tuple[int, int] | None) -> bool:
    if season is None or meeting.date is None:
        return True
    first, last = season
    month = meeting.date.month
    return first <= month <= last if first <= last else month >= first or month <= last


_ANY_BODY = frozenset("gruppen grupp mote motet mötet möte styrelsen".split())


def _without_meeting(word: str) -> str:
    """`fullmäktigemötet` -> `fullmäktige`: a body's meeting names the body."""
    return re.sub(r"s?(?:möte(?:t|ts)?|sammanträde(?:t|ts)?|protokoll(?:et)?)$", "", word) or word


def _of_named_bodies(question: Question, meetings: list[Meeting]) -> tuple[list[Meeting], frozenset[str]]:
    """Return the meetings of the body that the question names, if it names one, and its words."""
    asked = [term.word for term in question.terms if term.word not in _ANY_BODY]
    by_body: dict[str, set[str]] = {}
    for body in {m.body for m in meetings if m.body}:
        named = words_of(body)
        hits = {word for word in asked if best_score(_without_meeting(word), named) >= HEAD}
        if any(len(word) > 5 for word in hits):
            by_body[body] = hits
    if not by_body:
        return meetings, frozenset()
    words = frozenset(word for hits in by_body.values() for word in hits)
    best = max(len(hits) for hits in by_body.values())
    wanted = {body for body, hits in by_body.items() if len(hits) == best}
    return [m for m in meetings if m.body in wanted], words
