"""Sittings: which meetings there were, when each began and ended, and where it was held."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from index.dates import find_dates, swedish_date
from index.folding import fold_marks
from index.nouns import Meeting
from index.units import units_of
from qa.ask import Ask
from qa.drafts import Draft, DraftSentence, Quote, draft_of_latest
from qa.phrases import capitalised, clock, on_day
from qa.quotes import frame_quote

_BEGIN, _END = re.compile(r"\bborja"), re.compile(r"\bsluta")
_WHOLE = re.compile(r"pagick|lange|tider")
_SOME_BODY = re.compile(r"\b(grupp|styrelse|namnd|rad|utskott|fullmaktige)(?:n|en|et)?s?\b")
_NEXT = re.compile(
    r"\bnästa\s+(?:\w+\s+)?\w*(?:möte|sammanträde|träff)|\b(?:sammanträder|träffas|möts|ses)\s+nästa\s+gång"
    r"|\bkommande\s+(?:möten|sammanträden)",
    re.IGNORECASE,
)
_ONE_NAME = 85.0  # of the likeness of two bodies' names: one of them was scanned
_MOST = 4  # meetings whose hours or place are told in one answer, the latest
_MOST_COUNTED = 12  # meetings that are named one by one below their number
_MOST_NAMED = 20  # meetings that are named one by one where no number is asked for


def hours(ask: Ask) -> Draft | None:
    """Return when the meetings began and ended; of a place that is named, nothing is known."""
    if not ask.of_meeting or ask.place is not None:
        return None
    plain = ask.question.plain
    only_end = _END.search(plain) and not _BEGIN.search(plain)
    both = _WHOLE.search(plain) or (_END.search(plain) and _BEGIN.search(plain))
    found = []
    for meeting in ask.meetings:
        begin, end = meeting.start_time, meeting.end_time
        if begin is None:
            continue
        short = begin.lstrip("0")
        quote = frame_quote(meeting, clock(begin), begin, clock(short), short)
        if quote is None:
            continue
        until = f" till kl. {clock(end)}" if end else ""
        said = f"{capitalised(on_day(meeting))} pågick från kl. {clock(begin)}{until}."
        mark = begin
        if end and only_end:
            mark = end
        elif end and both:
            mark = f"{begin}–{end}"
        found.append((DraftSentence(said, (quote,)), clock(mark)))
    return draft_of_latest(found, _MOST)


def venue(ask: Ask) -> Draft | None:
    """Return where the meetings were held."""
    if not ask.of_meeting:
        return None
    found = []
    for meeting in ask.meetings:
        place = meeting.place
        quote = frame_quote(meeting, place, place.split(",")[0]) if place else None
        if place and quote:
            said = f"{capitalised(on_day(meeting))} hölls på {place}."
            found.append((DraftSentence(said, (quote,)), place))
    return draft_of_latest(found, _MOST)


def held(ask: Ask) -> Draft | None:
    """Return which meetings there were, or how many: `vilka möten hölls 2015`."""
    sentences = []
    meetings = _of_the_kind(ask)
    for meeting in meetings:
        name = meeting.number or meeting.body
        quote = frame_quote(meeting, name) if name and meeting.date else None
        if meeting.date and quote:
            named = " ".join(filter(None, (meeting.body, meeting.number)))
            said = f"{named}, {swedish_date(meeting.date)}."
            sentences.append(DraftSentence(said, (quote,)))
    counted = bool(re.search(r"\bhur (?:manga|ofta)\b", ask.question.plain))
    names = [fold_marks(meeting.body or "") for meeting in meetings]
    several = any(ratio(name, names[0]) < _ONE_NAME for name in names)
    if counted and several and _SOME_BODY.search(ask.question.plain):
        return Draft(tuple(sentences[-_MOST_NAMED:]))  # which of them is meant is not told
    if sentences and counted:
        quotes = tuple(sentence.quotes[0] for sentence in sentences)
        many = "möte" if len(sentences) == 1 else "möten"
        count = DraftSentence(f"{len(sentences)} {many}.", quotes)
        return Draft((count, *sentences[:_MOST_COUNTED]), str(len(sentences)))
    day = meetings[0].date if len(meetings) == 1 else None
    return Draft(tuple(sentences[:_MOST_NAMED]), swedish_date(day) if day else None)


def coming(ask: Ask) -> Draft:
    """Return what the last of the protocols asked about says of the meeting after it, if anything.

    Which day it is today no protocol knows: what an older one says is past.
    """
    meeting = max(ask.meetings, key=lambda one: one.date or dt.date.min, default=None)
    if meeting is None or meeting.date is None:
        return Draft(())
    day = swedish_date(meeting.date)
    for item in reversed(meeting.items):
        for unit in units_of(item, meeting.furniture):
            said = unit.text if _NEXT.search(unit.text) else f"{unit.item.title}: {unit.text}"
            dates = [one for one in find_dates(unit.text, meeting.date.year) if not unit.title]
            later = [one for one in dates if one.last > meeting.date]
            if _NEXT.search(said) and later:
                quote = Quote(meeting, item, unit.start, unit.end)
                highlight = unit.text[later[0].start : later[0].end].rstrip(" .")
                return Draft((DraftSentence(f"{day}: ”{unit.text}”", (quote,)),), highlight)
    return Draft(())


def _of_the_kind(ask: Ask) -> Sequence[Meeting]:
    """Return the meetings of «gruppen», «styrelsen»: of the bodies called so, if any are."""
    called = _SOME_BODY.search(ask.question.plain)
    if called is None:
        return ask.scope.meetings
    mine = [m for m in ask.scope.meetings if called[1] in fold_marks(m.body or "")]
    return mine or ask.scope.meetings
