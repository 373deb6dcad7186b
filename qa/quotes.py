"""Quotes of a protocol's frame: its header, its list of attendance and its signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.dates import find_dates
from index.nouns import Attendee, Meeting
from qa.drafts import Quote

_LONG_ENTRY = 120  # characters; an entry without a comma that is longer has run into other text
_SAME_LIST = 60  # characters between two entries of one list: a place, a role, a line break
_NEAR_NAME = 80  # characters beside a name in which its role stands, in the line or the next
_ROLE_NEAR = re.compile(r"ordf|sekret|tangent|vid protokoll|pennan|protokollf")
_ROLE_AFTER = re.compile(
    r"[ \t.,_()A-Za-zÅÄÖåäö-]{0,40}\n{0,3}[ \t]*"
    r"(?:mötes)?(?:ordförande|sekreterare|sekretariatschef|protokollförare)\b",
    re.IGNORECASE,
)
_ROLE_BEFORE = re.compile(
    r"(?:ordförande|sekreterare|protokollförare|vid (?:tangenterna|protokollet|pennan))"
    r"[^\n]{0,60}\n{0,3}[^\n]{0,60}$",
    re.IGNORECASE,
)
_BEFORE_NAME = 140  # characters: all that the pattern above can take in


def span_quote(meeting: Meeting, start: int, end: int) -> Quote:
    """Return a span of the document as a quote, cited as the meeting itself."""
    return Quote(meeting, meeting.frame, start, end)


def lines_quote(meeting: Meeting, start: int, end: int) -> Quote:
    """Return the whole lines that hold a span, without the blanks around them."""
    text = meeting.document.text
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return span_quote(meeting, first, last)


def frame_quote(meeting: Meeting, *needles: str) -> Quote | None:
    """Return the line that holds the first of `needles` that the frame has.

    A meeting whose frame has none is quoted where the first needle stands in its items; None if
    it stands nowhere.
    """
    text = meeting.document.text
    places = [(meeting.header.start, meeting.header.end)]
    places += [(f.start, f.end) for f in meeting.furniture if f.kind in ("signatures", "notice")]
    places_of = [(needle, place) for needle in needles for place in places]
    for needle, (start, end) in [*places_of, (needles[0], (meeting.start, meeting.end))]:
        at = text.find(needle, start, end)
        if at >= 0:
            return lines_quote(meeting, at, at + len(needle))
    return None


def date_quote(meeting: Meeting) -> Quote | None:
    """Return the line of the protocol's header that gives the meeting's day."""
    if meeting.date is None:
        return None
    start, end = meeting.header.start, meeting.header.end
    for found in find_dates(meeting.document.text[start:end], meeting.date.year):
        if found.first == meeting.date:
            return lines_quote(meeting, start + found.start, start + found.end)
    return None


def person_quote(meeting: Meeting, person: Attendee) -> Quote:
    """Return a person's entry in the attendance: the name and what is said of it."""
    return span_quote(meeting, *_entry(meeting, person))


def people_quotes(meeting: Meeting, people: Sequence[Attendee]) -> tuple[Quote, ...]:
    """Return quotes that hold all of `people`: one, where their entries stand together."""
    others = [p.start for p in meeting.attendees if p not in people]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_entry(meeting, p) for p in people):
        before = merged[-1] if merged else None
        if (
            before
            and start - before[1] < _SAME_LIST
            and not any(before[1] <= other < start for other in others)
        ):
            merged[-1] = (before[0], end)
        else:
            merged.append((start, end))
    return tuple(span_quote(meeting, start, end) for start, end in merged)


def _entry(meeting: Meeting, person: Attendee) -> tuple[int, int]:
    """Return the span from the name to the next entry, the end of the line or the blank line."""
    text = meeting.document.text
    later = [p.start for p in meeting.attendees if p.start > person.start]
    ends = [text.find("\n\n", person.end)]
    if not later:
        ends.append(text.find("\n", person.end))
    end = min([*later, *(end for end in ends if end >= 0)], default=len(text))
    while end > person.end and (text[end - 1].isspace() or text[end - 1] in ",;~*-"):
        end -= 1
    entry = re.sub(r"\s*(?:,|\boch\b|\bsamt\b)\s*$", "", text[person.start : end])
    if "," not in entry and len(entry) > _LONG_ENTRY:
        entry = entry.split("\n")[0]
    return person.start, max(person.start + len(entry), person.end)


def office_quote(meeting: Meeting, name: str) -> Quote | None:
    """Return the words that prove an office: the name with its role beside, above or below it."""
    text = meeting.document.text
    found = [
        (meeting.start + match.start(), meeting.start + match.end())
        for match in re.finditer(re.escape(name), text[meeting.start : meeting.end])
    ]
    if not found:
        return None

    def rank(span: tuple[int, int]) -> int:
        start, end = span
        near = text[max(meeting.start, start - _NEAR_NAME) : end + _NEAR_NAME].lower()
        in_frame = start < meeting.header.end or any(
            f.start <= start < f.end for f in meeting.furniture
        )
        return (0 if _ROLE_NEAR.search(near) else 1) + (0 if in_frame else 2)

    start, end = min(found, key=rank)
    after = _ROLE_AFTER.match(text[end:])
    if after:
        return span_quote(meeting, start, end + after.end())
    window = max(0, start - _BEFORE_NAME)
    before = _ROLE_BEFORE.search(text[window:start])
    if before:
        return span_quote(meeting, window + before.start(), end)
    return lines_quote(meeting, start, end)
