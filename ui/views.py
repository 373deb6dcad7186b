"""What the templates of an item's and a meeting's page show, from the records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from index.nouns import Attendee, AttendeeStatus, Item, Meeting, Span, slug
from ui import addresses
from ui.archive_words import ARCHIVE_WORDS
from ui.source_text import layout
from ui.words import Words

_WHOLE_NUMBER = re.compile(r"\d{1,9}")


def quote_span(item: Item, query: Mapping[str, str]) -> tuple[Span | None, bool]:
    """Return the quote that `start` and `end` in the address ask for, cut to the item.

    The second value is False when something was asked for that does not lie in the item.
    """
    if "start" not in query and "end" not in query:
        return None, True
    start, end = query.get("start", ""), query.get("end", "")
    if not (_WHOLE_NUMBER.fullmatch(start) and _WHOLE_NUMBER.fullmatch(end)):
        return None, False
    span = Span(max(int(start), item.start), min(int(end), item.end))
    if span.start >= span.end or not item.document.quote(span).strip():
        return None, False
    return span, True


def item_view(
    meeting: Meeting, item: Item, query: Mapping[str, str], words: Words
) -> dict[str, Any]:
    """Return what the template of an item's page needs."""
    panel = "panel" in query
    quote, valid = quote_span(item, query)
    items = [meeting.frame, *meeting.all_items()]
    at = next(index for index, other in enumerate(items) if other.id == item.id)
    start = item.start if quote is None else quote.start
    page = item.document.page_at(start)
    return {
        **_meeting_facts(meeting, words, panel=panel),
        "item": item,
        "framed": at == 0,
        "blocks": layout(item, quote, meeting.furniture),
        "bad_quote": not valid,
        "page": page,
        "ocr": any(p.read_by == "ocr" for p in item.document.pages if p.number == page),
        "reference": addresses.reference(
            meeting.body, meeting.number, meeting.date, item.number, item.title, words
        ),
        "previous": items[at - 1] if at > 1 else None,
        "next": items[at + 1] if at + 1 < len(items) else None,
    }


def meeting_view(meeting: Meeting, words: Words, *, panel: bool = False) -> dict[str, Any]:
    """Return what the template of a meeting's page needs."""
    opening = meeting.document.quote(meeting.header).strip()
    return {
        **_meeting_facts(meeting, words, panel=panel),
        "opening": opening,
        "read_by": _read_by(meeting, words),
        "reference": addresses.meeting_reference(meeting, words),
        "items_with_blocks": [
            (item, layout(item, None, meeting.furniture)) for item in meeting.items
        ],
    }


def _meeting_facts(meeting: Meeting, words: Words, *, panel: bool) -> dict[str, Any]:
    times = "–".join(time for time in (meeting.start_time, meeting.end_time) if time)
    return {
        "meeting": meeting,
        "file_href": None,
        "pictures": [],
        "matter": [],
        "day": words.undated if meeting.date is None else words.day(meeting.date),
        "time_and_place": ", ".join(part for part in (times, meeting.place) if part),
        "attendance": [
            (
                label,
                [
                    _person(person, words, panel=panel)
                    for person in meeting.attendees
                    if person.status == s
                ],
            )
            for label, s in (
                (words.present, AttendeeStatus.PRESENT),
                (words.absent, AttendeeStatus.ABSENT),
                (words.guests, AttendeeStatus.GUEST),
            )
        ],
        "meeting_href": addresses.meeting_address(meeting.id, words=words, panel=panel),
        "item_href": lambda other: addresses.item_address(other.id, words=words, panel=panel),
        "panel": panel,
    }


def _person(person: Attendee, words: Words, *, panel: bool) -> tuple[str, str, str]:
    """Return a name, in one line what the protocol says of the person, and the person's page."""
    details = [
        person.role,
        person.place,
        person.party,
        person.from_time and words.from_time.format(time=person.from_time),
        person.to_time and words.to_time.format(time=person.to_time),
    ]
    said = ", ".join(detail for detail in details if detail)
    page = "" if panel else addresses.archive_address(words, f"person/{slug(person.name)}")
    return person.name, said, page


def _read_by(meeting: Meeting, words: Words) -> str:
    """Return how the protocol's text was read, and how surely."""
    a = ARCHIVE_WORDS[words.lang]
    scanned = [page for page in meeting.document.pages if page.read_by == "ocr"]
    sure = [page.confidence for page in scanned if page.confidence is not None]
    if not scanned:
        return a.by_text
    if not sure:
        return words.read_by_ocr
    return a.by_ocr.format(confidence=round(sum(sure) / len(sure)))
