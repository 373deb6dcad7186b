"""Succession: who held an office at a time between two protocols, before someone, after someone.

A protocol that appoints tells from when; another that names the next one tells until when. Who
held it in between is answered where both are on record, and not where one must be guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold_marks
from index.nouns import Item, Meeting
from index.tenures import find_tenures
from index.units import flat, units_of
from qa.drafts import Draft, DraftSentence, Quote
from qa.roles import (
    IS_ACTING,
    PLURAL_OR_DEFINITE,
    Held,
    is_of_place,
    is_office,
    mentions,
    places_named,
    sentence_of,
)  # fmt: skip
from qa.scope import Scope
from qa.understanding import Question

_OFFICE = (
    r"(?:\w*(?:chef|direktor|ledare|samordnare|strateg|controller|jurist|ombud|registrator|arkitekt"
    r"|rektor|kommunalrad)\w{0,3})"
)
_AT_A_TIME = re.compile(
    r"\b(?:vem|vilka|vilken)\b\s+(?:var|hade\s+varit|(?:hade|innehade|skotte)\s+"
    r"(?:posten|tjansten|rollen|befattningen|uppdraget)\s+som|(?:arbetade|tjanstgjorde|satt)\s+som)"
    rf"\s+(?P<office>{_OFFICE})\b"
)
_BESIDE_SOMEONE = re.compile(
    rf"""\b(?:vem|vilken|vad\s+hette)\b .*? (?:\b(?P<office>{_OFFICE})\b .*?)?
    \b(?P<way>fore|innan|efter|eftertradde|ersatte)\b""",
    re.VERBOSE,
)
_OF_OFFICE = re.compile(rf"\b(?P<office>{_OFFICE})\b")
_MONTHS = 12
_UNSEEN = dt.timedelta(days=730)  # in a longer time without a protocol another may have come


@dataclass(frozen=True, slots=True)
class _Post:
    """That someone holds the office from a day, or is named in it on the day of a meeting."""

    day: dt.date
    name: str
    begins: bool  # the day is the first, as written; else only a day on which it was held
    acting: bool
    said: DraftSentence


@dataclass(frozen=True, slots=True)
class _Holder:
    """One holder of the office, with all posts in a row, by day."""

    posts: tuple[_Post, ...]

    @property
    def name(self) -> str:
        return self.posts[0].name

    @property
    def first(self) -> _Post:
        """The post that tells from when, if one does."""
        return next((post for post in self.posts if post.begins), self.posts[0])

    @property
    def acting(self) -> bool:
        return self.first.acting


def answer_from_succession(
    question: Question, scope: Scope, meetings: Sequence[Meeting]
) -> Draft | None:
    """Return who held the office at the time, or before or after the person, that is named.

    `meetings` are all that may be looked at, of the time and outside it. None if it is not asked
    for, or two protocols together do not tell it.
    """
    beside = _BESIDE_SOMEONE.search(question.plain)
    if beside and len(question.names) == 1 and not question.when.any:
        office = beside["office"] or _only_office(question.names[0], meetings)
        if office is None:
            return None
        holders = _holders(question, scope, meetings, office)
        after = beside["way"] not in ("fore", "innan")
        found = _next_to(question.names[0], holders, after=after)
        return found if found or after else Draft(())  # any other holder may have come later
    at = _AT_A_TIME.search(question.plain)
    time = _time_asked(question)
    if at and time and not question.names:
        return _at(time, _holders(question, scope, meetings, at["office"]))
    return None


def _time_asked(question: Question) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of the time named: a day, a month or a year."""
    when = question.when
    if when.dates:
        return when.dates[0].first, when.dates[0].last
    if when.months:
        year, month = when.months[0]
        following = dt.date(year + month // _MONTHS, month % _MONTHS + 1, 1)
        return dt.date(year, month, 1), following - dt.timedelta(days=1)
    if when.years and when.season is None:
        return dt.date(when.years[0], 1, 1), dt.date(when.years[0], 12, 31)
    return None


def _only_office(name: str, meetings: Sequence[Meeting]) -> str | None:
    """Return the one office that the person called `name` is ever named in."""
    offices = set()
    for one in mentions(meetings):
        if fold_marks(one.name) == fold_marks(name):
            found = _OF_OFFICE.search(fold_marks(one.role))
            if found:
                offices.add(PLURAL_OR_DEFINITE.sub("", found["office"]))
    return offices.pop() if len(offices) == 1 else None


def _holders(
    question: Question, scope: Scope, meetings: Sequence[Meeting], office: str
) -> list[_Holder]:
    """Return the holders of `office` in order of time; none, if they are not one after another."""
    wanted = PLURAL_OR_DEFINITE.sub("", office)
    places = places_named(question, scope)
    posts = []
    for meeting in meetings:
        for tenure in find_tenures(meeting):
            if tenure.since and is_office(tenure.role, wanted):
                item = _item_at(meeting, tenure.start)
                held = Held(meeting, item, tenure.name, tenure.role, tenure.start, tenure.end)
                if all(is_of_place(held, place) for place in places):
                    acting = bool(IS_ACTING.search(fold_marks(tenure.role)))
                    said = _appointment(held)
                    posts.append(_Post(tenure.since, tenure.name, True, acting, said))
    for one in mentions(meetings):
        day = one.meeting.date
        if day and is_office(one.role, wanted) and all(is_of_place(one, p) for p in places):
            acting = bool(IS_ACTING.search(fold_marks(one.role)))
            posts.append(_Post(day, one.name, False, acting, sentence_of(one)))
    rows = _in_rows(posts)
    names = [fold_marks(row[0].name) for row in rows]
    if len(set(names)) < len(names):
        return []  # in several towns, or back again: who followed whom is not told
    return [_Holder(tuple(row)) for row in rows]


def _in_rows(posts: Sequence[_Post]) -> list[list[_Post]]:
    """Return the posts by day, those of one person in a row together.

    Who is appointed in September from October is called by the new title at once, while another
    still holds it: what is before the day that is written is left out. Of two who are named on
    one day, the one who is named later, too, comes last.
    """
    begins = {fold_marks(post.name): post.day for post in posts if post.begins}
    latest: dict[str, dt.date] = {}
    for post in posts:
        name = fold_marks(post.name)
        latest[name] = max(latest.get(name, post.day), post.day)
    kept = [post for post in posts if post.day >= begins.get(fold_marks(post.name), post.day)]
    kept.sort(key=lambda post: (post.day, latest[fold_marks(post.name)], not post.begins))
    rows: list[list[_Post]] = []
    for post in kept:
        if rows and fold_marks(rows[-1][0].name) == fold_marks(post.name):
            rows[-1].append(post)
        else:
            rows.append([post])
    return rows


def _item_at(meeting: Meeting, at: int) -> Item:
    return next((item for item in meeting.items if item.start <= at < item.end), meeting.frame)


def _appointment(held: Held) -> DraftSentence:
    """Return the sentence or point that appoints, after the name."""
    start, end = held.start, held.end
    for unit in units_of(held.item, held.meeting.furniture):
        if unit.start <= held.start and held.end <= unit.end + 1 and not unit.title:
            start, end = unit.start, unit.end
            break
    quote = Quote(held.meeting, held.item, start, end)
    return DraftSentence(f"{held.name}. ”{flat(held.meeting.words(start, end))}”", (quote,))


def _at(time: tuple[dt.date, dt.date], holders: Sequence[_Holder]) -> Draft | None:
    """Return who held the office all through `time`, with what tells from when and until when."""
    first, last = time
    for k, holder in enumerate(holders):
        before = [post for post in holder.posts if post.day <= first]
        if not before:
            continue
        later = [post for post in holder.posts if post.day > last]
        following = holders[k + 1].first if k + 1 < len(holders) else None
        if following and following.day <= last:
            continue
        begun = holder.first if holder.first.begins else before[-1]
        if later:
            return Draft((begun.said, later[0].said), holder.name)
        near = following and following.day - before[-1].day <= _UNSEEN
        if following and following.begins and near:
            said = following.said
            until = DraftSentence(f"Senare: {said.text}", said.quotes)
            return Draft((begun.said, until), holder.name)
    return None


def _next_to(name: str, holders: Sequence[_Holder], *, after: bool) -> Draft | None:
    """Return who held the office before or after `name`; a deputy with who came next."""
    asked = fold_marks(name).removesuffix("s")
    at = next(
        (k for k, h in enumerate(holders) if fold_marks(h.name).removesuffix("s") == asked), None
    )
    if at is None:
        return None
    beside = list(holders[at + 1 :] if after else reversed(holders[:at]))
    if not beside:
        return None
    found = beside[:1]
    if found[0].acting:
        found += beside[1:2]
    return Draft(tuple(holder.first.said for holder in found), found[0].name)
