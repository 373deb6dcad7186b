"""Scope: which meetings a question speaks of, and whether they are in the archive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.nouns import Meeting
from qa.matching import HEAD, best_score, words_of
from qa.understanding import Question
from qa.when import When

# Words of many bodies' names, by which none of them is named.
_ANY_BODY = frozenset({"gruppen", "grupp", "mote", "motet", "mötet", "möte", "styrelsen"})
_MEETING_ENDING = re.compile(r"s?(?:möte(?:t|ts)?|sammanträde(?:t|ts)?|protokoll(?:et)?)$")
_MIN_NAME = 6  # letters of a word that names a body by itself; shorter ones are parts of many


@dataclass(frozen=True, slots=True)
class Scope:
    """The meetings that a question restricts itself to."""

    meetings: tuple[Meeting, ...]  # by date
    stated: bool  # the question names a meeting or a time that these are of
    strict: bool  # nothing outside may answer: a meeting was named, not only a time
    missing: str | None = None  # what was named and is not in the archive: "7/2019"
    bodies: frozenset[str] = frozenset()  # the words of the question that name a body


def resolve(question: Question, meetings: Sequence[Meeting]) -> Scope:
    """Return the meetings among `meetings` (by date) that `question` speaks of.

    A number goes before a day, a day before a month, a month before a year; the first or last
    meeting is that of the time named. Where no meeting is of the time, all those of the body stay,
    for what happened then may be told of later; a number that is not in the archive leaves none.
    """
    chosen, bodies = _of_named_bodies(question, meetings)
    when, stated = question.when, False
    if question.meeting_numbers:
        mine = _numbered(question, chosen) or _numbered(question, meetings)
        missing = None if mine else ", ".join(question.meeting_numbers)
        return Scope(mine, stated=True, strict=True, missing=missing, bodies=bodies)
    if when.dates:
        mine = _on_days(when, chosen) or _on_days(when, meetings)
        missing = None if mine else when.dates[0].first.isoformat()
        return Scope(mine or chosen, bool(mine), bool(mine), missing, bodies)
    if when.months or when.years:
        mine = _in_time(when, chosen)
        if not mine:
            return Scope(chosen, False, False, _first_time(when), bodies)
        chosen, stated = mine, True
    elif when.bare_months and question.about_meeting:
        mine = tuple(m for m in chosen if m.date and m.date.month in when.bare_months)
        chosen, stated = mine[-1:] or chosen, bool(mine)
    dated = [m for m in chosen if m.date]
    if when.order and dated:
        pick = dated[-1] if when.order == "last" else dated[0]
        return Scope((pick,), stated=True, strict=True, bodies=bodies)
    return Scope(chosen, stated, strict=False, bodies=bodies)


def _numbered(question: Question, meetings: Sequence[Meeting]) -> tuple[Meeting, ...]:
    return tuple(m for m in meetings if m.number in question.meeting_numbers)


def _on_days(when: When, meetings: Sequence[Meeting]) -> tuple[Meeting, ...]:
    return tuple(
        m for m in meetings if m.date and any(d.first <= m.date <= d.last for d in when.dates)
    )


def _in_time(when: When, meetings: Sequence[Meeting]) -> tuple[Meeting, ...]:
    """Return the meetings of the months that `when` names, or else of its years and season."""
    if when.months:
        return tuple(m for m in meetings if m.date and (m.date.year, m.date.month) in when.months)
    return tuple(
        m
        for m in meetings
        if m.date and m.date.year in when.years and _in_season(m.date.month, when.season)
    )


def _first_time(when: When) -> str:
    """Return the first month or year that `when` names: `2019-06`, `2019`."""
    if when.months:
        year, month = when.months[0]
        return f"{year}-{month:02d}"
    return str(when.years[0])


def _in_season(month: int, season: tuple[int, int] | None) -> bool:
    if season is None:
        return True
    first, last = season
    return first <= month <= last if first <= last else month >= first or month <= last


def _of_named_bodies(
    question: Question, meetings: Sequence[Meeting]
) -> tuple[tuple[Meeting, ...], frozenset[str]]:
    """Return the meetings of the body that the question names, if it names one, and its words."""
    asked = [term.word for term in question.terms if term.word not in _ANY_BODY]
    by_body: dict[str, set[str]] = {}
    for body in {m.body for m in meetings if m.body}:
        named = words_of(body)
        hits = {word for word in asked if best_score(_without_meeting(word), named) >= HEAD}
        if any(len(word) >= _MIN_NAME for word in hits):
            by_body[body] = hits
    if not by_body:
        return tuple(meetings), frozenset()
    words = frozenset(word for hits in by_body.values() for word in hits)
    most = max(len(hits) for hits in by_body.values())
    wanted = {body for body, hits in by_body.items() if len(hits) == most}
    return tuple(m for m in meetings if m.body in wanted), words


def _without_meeting(word: str) -> str:
    """Return the body that a word names by its meeting: `fullmäktigemötet`, `fullmäktige`."""
    return _MEETING_ENDING.sub("", word) or word
