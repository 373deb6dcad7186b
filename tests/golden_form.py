"""A parsed protocol in the form of the golden files: what a reviewer reads, without offsets."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import Any

from index.nouns import Attendee, Decision, Document, Item, Meeting, Page, Vote
from index.parsing import parse_document

Form = dict[str, Any]


def document_of(name: str, text: str) -> Document:
    """A document whose pages end at form feeds, as a PDF's text has them."""
    cuts = [0, *(k + 1 for k, letter in enumerate(text) if letter == "\f"), len(text)]
    pages = tuple(
        Page(n, start, end) for n, (start, end) in enumerate(pairwise(cuts), 1) if end > start
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(name, sha256, "text/plain", text, pages)


def golden_form(name: str, text: str) -> list[Form]:
    return form_of(document_of(name, text))


def form_of(document: Document) -> list[Form]:
    return [_meeting(meeting) for meeting in parse_document(document)]


def _meeting(meeting: Meeting) -> Form:
    head = {
        field: getattr(meeting, field)
        for field in ("body", "number", "start_time", "end_time", "place", "chair", "secretary")
    }
    head["date"] = meeting.date.isoformat() if meeting.date else None
    text = meeting.document.text
    return _filled(
        {
            **{key: _plain(value) for key, value in head.items()},
            "adjusters": list(meeting.adjusters),
            "attendees": [_attendee(person) for person in meeting.attendees],
            "items": [_item(meeting, item) for item in meeting.items],
            "furniture": [
                f"{f.kind}: {_plain(text[f.start : f.end])[:40]}" for f in meeting.furniture
            ],
            "warnings": [
                f"{w.message} @ {_plain(text[w.start : w.start + 30])}" for w in meeting.warnings
            ],
        }
    )


def _attendee(person: Attendee) -> str:
    parts = [
        _plain(person.name), person.status.value, person.role, person.party, _plain(person.place),
        person.from_time and f"from {person.from_time}", person.to_time and f"to {person.to_time}",
        person.replaces and f"for {person.replaces}", person.items and f"items {person.items}",
    ]  # fmt: skip
    return " | ".join(part for part in parts if part)


def _item(meeting: Meeting, item: Item) -> Form:
    return _filled(
        {
            "number": item.number,
            "title": _plain(item.title),
            "page": item.page if item.page > 1 else None,
            "reference": item.reference,
            "presenters": list(item.presenters),
            "decisions": [_decision(meeting, decision) for decision in item.decisions],
            "votes": [_vote(vote) for vote in item.votes],
            "reservations": list(item.reservations),
            "conflicts": list(item.conflicts),
            "attachments": list(item.attachments),
            "sub_items": [_item(meeting, sub) for sub in item.sub_items],
        }
    )


def _decision(meeting: Meeting, decision: Decision) -> str:
    words = meeting.words(decision.start, decision.end)
    notes = [decision.decided_by]
    notes += [f"{amount.kronor.normalize():f} {amount.currency}" for amount in decision.amounts]
    notes += [
        day.first.isoformat() + (f"/{day.last.isoformat()}" if day.last != day.first else "")
        for day in decision.dates
    ]
    notes += decision.persons
    shown = ", ".join(note for note in notes if note)
    return f"{decision.kind}: {words}" + (f" [{shown}]" if shown else "")


def _vote(vote: Vote) -> Form:
    return _filled(
        {
            "count": [vote.in_favour, vote.against, vote.abstained],
            "ballots": [f"{b.name} ({b.party}) {b.choice}" for b in vote.ballots],
        }
    )


def _filled(form: Form) -> Form:
    return {key: value for key, value in form.items() if value not in (None, "", [])}


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
