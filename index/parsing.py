"""Parsing: from a document's text to the meeting, or meetings, that it records.

The steps, each in a module of its own: furniture is set apart; the numbering finds the items;
what stands before the first is the header; inside each item, sections, sub-items, decisions
and presenters are found. Nothing is copied: every part is a span of the document's text.
"""

from __future__ import annotations

import re
from itertools import pairwise

from index.attendance import find_attendees, find_guests_in_text
from index.folding import fold_marks
from index.furniture import Paper, find_furniture, without_overlap
from index.header import Header, read_header
from index.headings import announced_numbers, find_headings
from index.items import build_items
from index.lines import Line, lines_of
from index.nouns import Attendee, Document, Furniture, Meeting, ParseWarning, Span, slug
from index.signatures import find_chair_and_secretary, find_closing

PARSER_VERSION = 2  # raise it when the same text is understood differently

_NEW_PROTOCOL = re.compile(r"^\S.{0,60}protokoll\s+\d{1,3}/(?:19|20)\d\d\s*$", re.IGNORECASE)
_HEADER_LINES = 40  # of a text without any item heading


def parse_document(document: Document) -> list[Meeting]:
    """Return the meetings that `document` records, in order; always at least one.

    A text without any item heading gives one meeting with one unnumbered item and a warning, so
    that nothing is lost. Time grows linearly with the text.
    """
    lines = lines_of(document.text)
    paper = find_furniture(document.text, lines, document.pages)
    bounds = [*_protocol_starts(lines), len(document.text)]
    return [_parse_meeting(document, start, end, lines, paper) for start, end in pairwise(bounds)]


def _protocol_starts(lines: list[Line]) -> list[int]:
    """Return where each protocol of the file begins: at 0, and at each later protocol title."""
    titles = [line for line in lines if _NEW_PROTOCOL.match(line.text)]
    starts = [0]
    seen = {fold_marks(titles[0].text)} if titles else set()
    for line in titles[1:]:
        if fold_marks(line.text) not in seen:
            starts.append(line.start)
            seen.add(fold_marks(line.text))
    return starts


def _parse_meeting(
    document: Document, start: int, end: int, all_lines: list[Line], paper: Paper
) -> Meeting:
    furniture = [piece for piece in paper.furniture if start <= piece.start < end]
    hidden = {piece.start for piece in furniture if piece.kind != "mark"}
    stop = next((f.start for f in furniture if f.kind == "notice"), end)
    mine = [line for line in all_lines if start <= line.start < stop]
    lines = [line for line in mine if line.start not in hidden]
    titles: dict[int, str] = {}
    for at, listed in paper.contents:
        if start <= at < end:
            titles = {**listed, **titles}
    headings = find_headings(lines, titles, announced_numbers(lines))
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
    meeting_id = _meeting_id(document, header)
    items, warnings = build_items(document, lines, headings, Span(start, body_end), end, meeting_id)
    return Meeting(
        id=meeting_id, document=document, start=start, end=end, body=header.body,
        number=header.number, date=header.date, start_time=header.start_time,
        end_time=header.end_time, place=header.place, chair=chair, secretary=secretary,
        attendees=tuple(attendees), items=items, furniture=tuple(furniture),
        header=Span(start, items[0].start),
        warnings=(*_header_warnings(header, start), *warnings),
    )  # fmt: skip


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
