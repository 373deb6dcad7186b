"""Scope: which meetings a question speaks of, and whether they are in the archive."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from index.nouns import Meeting
from qa.matching import HEAD, best_score, words_of
from qa.understanding import Question
from qa.when import When

# Words of many bodies' names, by which none of them is named.
_ANY_BODY = frozenset({"gruppen", "grupp", "mote", "motet", "mötet", "möte", "styrelsen"})
_MEETING_ENDING = re.compile(r"s?(?:möte(?:t|ts)?|sammanträde(?:t|ts)?|protokoll(?:et)?)$")
_NUMBER = re.compile(
    r"(?P<n>\d{1,3})\s?[/-]\s?(?P<y>(?:19|20)\d\d)"
    r"|(?P<y2>(?:19|20)\d\d)\s?[:/-]\s?(?P<n2>\d{1,3})"
)
_MEMBERS = re.compile(r"(?P<one>\w{6,}?)(?:er|ar|or)na$")  # `kommuncheferna`
_GROUP = re.compile(r"s?(?:grupp|nätverk|råd|kollegi|träff|möte)\w*")  # … meet as a group
_SHORT = {  # as offices write them
    "ks": "kommunstyrelsen", "kf": "kommunfullmäktige", "ksau": "kommunstyrelsens arbetsutskott",
    "rs": "regionstyrelsen", "rf": "regionfullmäktige",
}  # fmt: skip
_MIN_NAME = 6  # letters of a word that names a body by itself; shorter ones are parts of many


class Sitting(Protocol):
    """What is looked at of a meeting."""

    @property
    def body(self) -> str | None:
        """Whose meeting it was."""

    @property
    def number(self) -> str | None:
        """Its number, as written."""

    @property
    def date(self) -> dt.date | None:
        """Its day."""


S = TypeVar("S", bound=Sitting)


@dataclass(frozen=True)  # with slots a generic class cannot be called by another name
class Chosen(Generic[S]):
    """The meetings that a question restricts itself to."""

    meetings: tuple[S, ...]  # by date
    stated: bool  # the question names a meeting or a time that these are of
    strict: bool  # nothing outside may answer: a meeting was named, not only a time
    missing: str | None = None  # what was named and is not in the archive: "7/2019"
    bodies: frozenset[str] = frozenset()  # the words of the question that name a body


Scope = Chosen[Meeting]


def resolve(question: Question, meetings: Sequence[S]) -> Chosen[S]:
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
        return Chosen(mine, stated=True, strict=True, missing=missing, bodies=bodies)
    if when.dates:
        mine = _on_days(when, chosen) or _on_days(when, meetings)
        missing = None if mine else when.dates[0].first.isoformat()
        return Chosen(mine or chosen, bool(mine), bool(mine), missing, bodies)
    if when.months or when.years or when.periods:
        mine = _in_time(when, chosen)
        if not mine:
            return Chosen(chosen, False, False, _first_time(when), bodies)
        chosen, stated = mine, True
    elif when.bare_months and question.about_meeting:
        mine = tuple(m for m in chosen if m.date and m.date.month in when.bare_months)
        chosen, stated = mine[-1:] or chosen, bool(mine)
    if when.order:
        picked = _placed(when, chosen)
        if picked:
            return Chosen(picked, stated=True, strict=True, bodies=bodies)
    return Chosen(chosen, stated, strict=False, bodies=bodies)


def in_time(when: When, day: dt.date) -> bool:
    """Return whether `day` is of the months that `when` names, or else of its periods or years."""
    if when.months:
        return (day.year, day.month) in when.months
    if any(day in period for period in when.periods):
        return True
    return not when.periods and day.year in when.years and when.in_season(day.month)


def _numbered(question: Question, meetings: Sequence[S]) -> tuple[S, ...]:
    """Return the meetings of the numbers named, however each writes its own: `2015:8`, `8`."""
    wanted = {_number(number, None) for number in question.meeting_numbers}
    return tuple(
        m
        for m in meetings
        if m.number and _number(m.number, m.date.year if m.date else None) in wanted
    )


def _number(text: str, year: int | None) -> tuple[int, int | None] | str:
    """Return a meeting's number and year; the text itself where it has another form."""
    match = _NUMBER.search(text)
    if match:
        return int(match["n"] or match["n2"]), int(match["y"] or match["y2"])
    alone = re.fullmatch(r"\D{0,12}?(\d{1,3})", text.strip())
    return (int(alone[1]), year) if alone else text


def _on_days(when: When, meetings: Sequence[S]) -> tuple[S, ...]:
    return tuple(
        m for m in meetings if m.date and any(d.first <= m.date <= d.last for d in when.dates)
    )


def _in_time(when: When, meetings: Sequence[S]) -> tuple[S, ...]:
    return tuple(m for m in meetings if m.date and in_time(when, m.date))


def _placed(when: When, meetings: Sequence[S]) -> tuple[S, ...]:
    """Return the first or last meetings, or those that come after so many; none if too few."""
    dated = [m for m in meetings if m.date]
    first = when.place - 1
    if when.order == "last":
        return tuple(dated[::-1][first : first + when.several][::-1])
    return tuple(dated[first : first + when.several])


def _first_time(when: When) -> str:
    """Return the first month, period or year that `when` names: `2019-06`, `2019`."""
    if when.months:
        year, month = when.months[0]
        return f"{year}-{month:02d}"
    return str(when.periods[0]) if when.periods else str(when.years[0])


def _of_named_bodies(
    question: Question, meetings: Sequence[S]
) -> tuple[tuple[S, ...], frozenset[str]]:
    """Return the meetings of the body that the question names, if it names one, and its words."""
    asked = [term.word for term in question.terms if term.word not in _ANY_BODY]
    by_body: dict[str, set[str]] = {}
    for body in {m.body for m in meetings if m.body}:
        named = words_of(body)
        short = {word for word in asked if _SHORT.get(word) == " ".join(named)}
        hits = {word for word in asked if _names(word, named)} | short
        if short or any(len(word) >= _MIN_NAME for word in hits):
            by_body[body] = hits
    if not by_body:
        return tuple(meetings), frozenset()
    words = frozenset(word for hits in by_body.values() for word in hits)
    most = max(len(hits) for hits in by_body.values())
    wanted = {body for body, hits in by_body.items() if len(hits) == most}
    whole = {body for body in wanted if len(words_of(body)) <= most}
    wanted = whole or wanted  # «kommunstyrelsen» is not «kommunstyrelsens arbetsutskott»
    return tuple(m for m in meetings if m.body in wanted), words


def _names(word: str, body: Sequence[str]) -> bool:
    """Return whether `word` names the body of these words: itself, its meeting or its members."""
    if best_score(_without_meeting(word), body) >= HEAD:
        return True
    members = _MEMBERS.match(word)
    one = members["one"] if members else ""
    return bool(one) and any(
        part.startswith(one) and _GROUP.fullmatch(part.removeprefix(one)) for part in body
    )


def _without_meeting(word: str) -> str:
    """Return the body that a word names by its meeting: `fullmäktigemötet`, `fullmäktige`."""
    return _MEETING_ENDING.sub("", word) or word
