"""Attendance: who was at a meeting, who was not, from when to when, and in whose place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.dates import swedish_date
from index.folding import fold_marks
from index.nouns import Attendee, AttendeeStatus, Meeting
from qa.ask import Ask
from qa.drafts import Draft, DraftSentence, draft_of_latest
from qa.groups import group_asked, is_elected
from qa.kinds import Kind
from qa.phrases import clock, enumerated, on_day, with_origin
from qa.quotes import people_quotes, person_quote, span_quote

_PRESENT, _ABSENT, _GUEST = AttendeeStatus.PRESENT, AttendeeStatus.ABSENT, AttendeeStatus.GUEST
_LISTED = {_PRESENT: "Närvarande vid", _ABSENT: "Frånvarande vid", _GUEST: "Gäster vid"}
_WAS = {
    _PRESENT: "var närvarande vid",
    _ABSENT: "var frånvarande vid",
    _GUEST: "var gäst vid",
}
_COUNTED = re.compile(r"\bhur manga\b")
_TIMED = re.compile(
    r"\bnar\b|\bhur dags\b|\btid\b|\btider\b|\bklockan\b|\bsent?\b|\bmellan vilka\b"
)
_ABSENCE = re.compile(r"franvar|sakna|forhind|aterbud|borta|inte (?:med|dar)")
_LEAVING = re.compile(r"\b(?:gick|lamna\w*|avvek|slutade|akte)\b")
_SOMEONE_LEFT = re.compile(r"\b(?:gick|lamnade|avvek)\b")
_IN_PLACE_OF = re.compile(
    r"(?:tjänstgörande|tjg\.?|ersätter|ersättare|ers\.?|tjänstgör|i stället)[^\n,;]{0,30}$"
)
_BEFORE_REPLACED = 120  # characters before a replaced person's name that may say so
_SUBSTITUTE_WITHIN = 160  # characters before it in which the substitute's name stands
_PLACES_ASKED = re.compile(r"\bvilk(?:a|en)\s+kommun")
_MEMBERS = "ledamoter beslutande"
_MOST = 6  # meetings whose attendance is told in one answer, the latest


def present(ask: Ask) -> Draft | None:
    """Return who was present."""
    return _listed(ask, _PRESENT)


def absent(ask: Ask) -> Draft | None:
    """Return who was absent."""
    return _listed(ask, _ABSENT)


def guests(ask: Ask) -> Draft | None:
    """Return who was a guest."""
    return _listed(ask, _GUEST)


def _listed(ask: Ask, status: AttendeeStatus) -> Draft | None:
    """Return the people of `status`, of the place asked about if there is one."""
    if not ask.of_meeting and ask.place is None:
        return None
    place = fold_marks(ask.place) if ask.place else None
    group = group_asked(ask.question)
    counted = bool(_COUNTED.search(ask.question.plain))
    places_asked = bool(_PLACES_ASKED.search(ask.question.plain))
    found = []
    for meeting in ask.meetings if ask.of_meeting else ask.scope.meetings:
        people = [
            p
            for p in meeting.attendees
            if p.status is status and (place is None or fold_marks(p.place or "") == place)
        ]
        if group is not None and any(is_elected(p) for p in meeting.attendees):
            people = [p for p in people if group.has(p)]
        elif group is not None and not group.words.search(_MEMBERS):
            people = []  # who is what is not written, but all who meet are its members
        if not people:
            continue
        listed = enumerated([with_origin(p) for p in people])
        if counted:
            said = f"{len(people)} stycken: {listed}."
        else:
            said = f"{_LISTED[status]} {on_day(meeting)}: {listed}."
        sentence = DraftSentence(said, people_quotes(meeting, people))
        from_where = [p.place for p in people if p.place]
        named = from_where if places_asked and len(from_where) == len(people) else None
        mark = str(len(people)) if counted else enumerated(named or [p.name for p in people])
        found.append((sentence, mark))
    return draft_of_latest(found, _MOST)


def was_there(ask: Ask) -> Draft | None:
    """Return at which of the meetings the person was, how often, or from when to when."""
    key = fold_marks(ask.person or "")
    entries = [(m, p) for m in ask.scope.meetings for p in m.attendees if fold_marks(p.name) == key]
    if _COUNTED.search(ask.question.plain):
        return _count(entries)
    if _TIMED.search(ask.question.plain) and ask.question.kind is not Kind.YES_NO:
        return _times(entries, leaving=bool(_LEAVING.search(ask.question.plain)))
    sentences = [
        DraftSentence(f"{p.name} {_WAS[p.status]} {on_day(m)}.", (person_quote(m, p),))
        for m, p in entries
    ]
    if len(sentences) == 1 and ask.question.kind is Kind.YES_NO:
        absence_asked = bool(_ABSENCE.search(ask.question.plain))
        word = "Ja" if (entries[0][1].status is _ABSENT) == absence_asked else "Nej"
        said = DraftSentence(f"{word}. {sentences[0].text}", sentences[0].quotes)
        return Draft((said,), word)
    return Draft(tuple(sentences[-_MOST:]))


def there_then(ask: Ask) -> Draft | None:
    """Return what `was_there` does, where the question names a meeting; None where it does not."""
    return was_there(ask) if ask.of_meeting else None


def _count(entries: Sequence[tuple[Meeting, Attendee]]) -> Draft:
    """Return at how many meetings a person was, and on which days."""
    there = [(m, p) for m, p in entries if p.status is not _ABSENT]
    if not there:
        return Draft(())
    days = [swedish_date(m.date) for m, _ in there if m.date]
    many = "möte" if len(there) == 1 else "möten"
    said = f"{len(there)} {many}" + (f": {enumerated(days)}." if days else ".")
    quotes = tuple(person_quote(m, p) for m, p in there)
    return Draft((DraftSentence(said, quotes),), str(len(there)))


def _times(entries: Sequence[tuple[Meeting, Attendee]], *, leaving: bool) -> Draft:
    """Return when each person came and left, as far as the attendance says."""
    found = []
    for meeting, p in entries:
        came, left = p.from_time, p.to_time
        if left and (leaving or came is None):
            said, mark = f"{p.name} lämnade {on_day(meeting)} kl. {clock(left)}.", left
        elif came and left:
            said = f"{p.name} var med på {on_day(meeting)} från kl. {clock(came)}"
            said += f" till kl. {clock(left)}."
            mark = f"{came}–{left}"
        elif came and not leaving:
            said, mark = f"{p.name} kom till {on_day(meeting)} kl. {clock(came)}.", came
        else:
            continue
        found.append((DraftSentence(said, (person_quote(meeting, p),)), clock(mark)))
    return draft_of_latest(found, _MOST)


def arrivals(ask: Ask) -> Draft | None:
    """Return who came late to the meetings, or who left them early."""
    if not ask.of_meeting:
        return None
    plain = ask.question.plain
    left = bool(_SOMEONE_LEFT.search(plain))
    entries = [
        (m, p)
        for m in ask.scope.meetings
        for p in m.attendees
        if (p.to_time if left else p.from_time)
    ]
    draft = _times(entries, leaving=bool(_LEAVING.search(plain)))
    if draft.sentences and len(entries) == 1:
        return Draft(draft.sentences, entries[0][1].name)
    return draft


def origin(ask: Ask) -> Draft | None:
    """Return where the person comes from, as last written: `vilket företag kom X från`."""
    key = fold_marks(ask.person or "")
    for meeting in reversed(ask.scope.meetings):
        for p in reversed(meeting.attendees):
            where = p.place or p.role
            if where and fold_marks(p.name) == key:
                said = f"{p.name}: {where} (vid {on_day(meeting)})."
                return Draft((DraftSentence(said, (person_quote(meeting, p),)),), where)
    return Draft(())


def replaced(ask: Ask) -> Draft:
    """Return who served in the place of the person asked about, who is not listed as there.

    A Draft without sentences where the records do not say: a list that lacks a name says nothing.
    """
    who = {fold_marks(name).removesuffix("s") for name in ask.question.names}
    found = []
    for meeting in ask.meetings:
        for p in meeting.attendees:
            if p.replaces and fold_marks(p.replaces).removesuffix("s") in who:
                quote = person_quote(meeting, p)
                said = f"{p.name} tjänstgjorde i stället för {p.replaces} vid {on_day(meeting)}."
                if fold_marks(p.replaces) in fold_marks(" ".join(quote.text.split())):
                    found.append((DraftSentence(said, (quote,)), p.name))
    return Draft(draft_of_latest(found, _MOST).sentences)


def substitute(ask: Ask) -> Draft | None:
    """Return who served in a person's place: the header's line that names both."""
    person = ask.person or (ask.question.names[0] if ask.question.names else None)
    if person is None:
        return None
    name = re.compile(re.escape(person).replace(r"\ ", r"\s+"))
    for meeting in ask.meetings:
        text, first = meeting.document.text, meeting.header.start
        for match in name.finditer(text, first, meeting.header.end):
            before = text[max(first, match.start() - _BEFORE_REPLACED) : match.start()]
            if not _IN_PLACE_OF.search(before):
                continue
            people = [
                p
                for p in meeting.attendees
                if 0 < match.start() - p.start < _SUBSTITUTE_WITHIN and p.name != person
            ]
            if people:
                other = people[-1].name
                said = f"{other} tjänstgjorde i stället för {person} vid {on_day(meeting)}."
                quote = span_quote(meeting, people[-1].start, match.end())
                return Draft((DraftSentence(said, (quote,)),), other)
    return None
