"""Parsing: from a document's text to the meeting, or meetings, that it records.

The steps, each in a module of its own: furniture is set apart; the numbering finds the items;
what stands before the first is the header; inside each item, sections, sub-items, decisions
and presenters are found. Nothing is copied: every part is a span of the document's text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from index.attendance import find_attendees, find_guests_in_text
from index.furniture import Paper, find_furniture, without_overlap
from index.header import Header, read_header
from index.heading_lines import Heading
from index.headings import announced_numbers, find_headings
from index.interests import with_conflicts
from index.items import build_items
from index.lines import Line, lines_of, without_double_spacing
from index.nouns import Attendee, Document, Furniture, Meeting, ParseWarning, Span, slug
from index.sections import with_whole_headings
from index.several import protocol_starts
from index.signatures import find_adjusters, find_chair_and_secretary, find_closing

_HEADER_LINES = 40  # of a text without any item heading


def parse_document(document: Document) -> list[Meeting]:
    """Return the meetings that `document` records, in order; always at least one.

    A text without any item heading gives one meeting with one unnumbered item and a warning, so
    that nothing is lost. Time grows linearly with the text.
    """
    lines = without_double_spacing(lines_of(document.text))
    starts = protocol_starts(lines)
    paper = find_furniture(document.text, lines, document.pages, starts)
    taken: dict[str, int] = {}
    meetings = []
    for start, end in pairwise([*starts, len(document.text)]):
        meeting = _parse_meeting(document, start, end, lines, paper, taken)
        meetings.append(meeting)
    return meetings


def _parse_meeting(
    document: Document, start: int, end: int, all_lines: list[Line], paper: Paper,
    taken: dict[str, int],
) -> Meeting:  # fmt: skip
    furniture = [piece for piece in paper.furniture if start <= piece.start < end]
    hidden = {piece.start for piece in furniture if piece.kind != "mark"}
    stop = next((f.start for f in furniture if f.kind == "notice"), end)
    mine = [line for line in all_lines if start <= line.start < stop]
    lines = with_whole_headings([line for line in mine if line.start not in hidden])
    titles: dict[str, str] = {}
    unnumbered: tuple[str, ...] = ()
    for at, listed in paper.contents:
        if start <= at < end:
            titles = {**listed.titles, **titles}
            unnumbered += listed.unnumbered
    announced = announced_numbers(lines)
    headings = find_headings(lines, titles, announced, unnumbered)
    closing = find_closing(lines, headings[-1].end if headings else start)
    if closing is not None:
        furniture = without_overlap([*furniture, Furniture(closing, stop, "signatures")])
    body_end = stop if closing is None else closing
    top = headings[0].start if headings else start
    header_lines = [x for x in lines if x.start < top] if headings else lines[:_HEADER_LINES]
    margin = [line for line in mine if line.start < max(top, start + 1)]
    header = read_header(header_lines, margin)
    attendees = _attendees(document, header_lines, start, body_end)
    signed = [line for line in lines if closing is None or line.start >= closing]
    chair, secretary = find_chair_and_secretary(header_lines, signed, attendees)
    meeting_id = _unique(_meeting_id(document, header), taken)
    items, warnings = build_items(
        document, lines, headings, Span(start, body_end), end, meeting_id, header.body,
        header.date.year if header.date else None,
    )  # fmt: skip
    meeting = Meeting(
        id=meeting_id, document=document, start=start, end=end, body=header.body,
        number=header.number, date=header.date, start_time=header.start_time,
        end_time=header.end_time, place=header.place, chair=chair, secretary=secretary,
        attendees=tuple(attendees), items=with_conflicts(items, attendees),
        furniture=tuple(furniture), header=Span(start, items[0].start),
        warnings=(
            *_header_warnings(header, start), *_lost_numbers(headings, announced, start), *warnings,
        ),
    )  # fmt: skip
    return replace(meeting, adjusters=_adjusters(meeting))


def _unique(meeting_id: str, taken: dict[str, int]) -> str:
    """Return an id of its own for each meeting of one file: two of a body may be on one day."""
    taken[meeting_id] = taken.get(meeting_id, 0) + 1
    return meeting_id if taken[meeting_id] == 1 else f"{meeting_id}-{taken[meeting_id]}"


def _adjusters(meeting: Meeting) -> tuple[str, ...]:
    text = meeting.document.text
    names = (re.sub(r"\s+", " ", text[a.start : a.end]) for a in find_adjusters(meeting))
    return tuple(name for name in dict.fromkeys(names) if name != meeting.chair)


def _lost_numbers(
    headings: list[Heading], announced: range | None, start: int
) -> list[ParseWarning]:
    """Return a warning for the numbers at either end that the first page announces in vain."""
    if announced is None or not headings or headings[0].style == "clock":
        return []
    lost = [n for n in (announced[0], announced[-1]) if n not in {h.order for h in headings}]
    return [
        ParseWarning(f"item {n}, which the first page announces, is missing", start)
        for n in dict.fromkeys(lost)
    ]


def _attendees(
    document: Document, header_lines: list[Line], start: int, body_end: int
) -> list[Attendee]:
    listed = find_attendees(document.text, header_lines)
    names = {person.name for person in listed}
    guests = []
    for guest in find_guests_in_text(document.text, start, body_end):
        if guest.name not in names:
            names.add(guest.name)
            guests.append(guest)
    return [*listed, *guests]


def _header_warnings(header: Header, start: int) -> list[ParseWarning]:
    facts = (("body", header.body), ("date", header.date))
    return [
        ParseWarning(f"the meeting's {name} was not found", start)
        for name, value in facts
        if value is None
    ]


def _meeting_id(document: Document, header: Header) -> str:
    name = document.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    body = slug(header.body) if header.body else slug(name)
    return f"{body or 'protokoll'}-{header.date.isoformat() if header.date else 'odaterat'}"
