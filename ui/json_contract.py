"""What `--json` prints: the nouns as plain dictionaries. Fields may be added, never renamed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.nouns import Attendee, Decision, Hit, Item, Meeting
from index.why import explain
from qa.nouns import Answer, Citation, Refusal

if TYPE_CHECKING:
    from index.archive import ArchiveStatus
    from index.indexing import SyncReport

Json = dict[str, Any]


def answer_json(answer: Answer) -> Json:
    """Return what `ask --json` prints; `refusal` is there only if there is no answer."""
    why = {"refusal": _refusal_json(answer.refusal)} if answer.refusal else {}
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "status": answer.status,
        "answer": answer.text,
        "highlight": answer.highlight,
        "citations": [_citation_json(citation) for citation in answer.citations],
        "searched": {
            "meetings": answer.searched.meetings,
            "from": _day(answer.searched.date_from),
            "to": _day(answer.searched.date_to),
        },
        "seconds": round(answer.seconds, 3),
        **why,
    }


def _refusal_json(refusal: Refusal) -> Json:
    return {
        "reason": refusal.reason,
        "words": list(refusal.words),
        "asked_for": refusal.asked_for,
        "nearest": [
            {
                "meeting_id": near.id,
                "body": near.body,
                "meeting": near.number,
                "date": _day(near.date),
            }
            for near in refusal.nearest
        ],
    }


def hits_json(query: str, hits: Sequence[Hit], seconds: float) -> Json:
    """Return what `search --json` prints."""
    return {
        "query": query,
        "hits": [
            {
                "item_id": hit.item.id,
                "body": hit.meeting.body,
                "meeting": hit.meeting.number,
                "date": _day(hit.meeting.date),
                "item": hit.item.number,
                "title": hit.item.title,
                "text": hit.text,
                "score": round(hit.score, 6),
                "legs": {leg: round(score, 6) for leg, score in hit.legs.items()},
                "why": {
                    "words": list(why.words),
                    "parts": [list(pair) for pair in why.parts],
                    "ranks": dict(why.ranks),
                },
                "source": hit.item.document.path,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "page": hit.item.document.page_at(hit.passage.start),
            }
            for hit, why in zip(hits, explain(query, hits), strict=True)
        ],
        "seconds": round(seconds, 3),
    }


def parsed_json(meetings: Sequence[Meeting]) -> Json | list[Json]:
    """Return what `parse --json` prints: one meeting, or a list where the file holds several."""
    records = [meeting_json(meeting) for meeting in meetings]
    return records[0] if len(records) == 1 else records


def meeting_json(meeting: Meeting) -> Json:
    """Return one meeting, whole, without the text of its items."""
    return {
        "id": meeting.id,
        "body": meeting.body,
        "number": meeting.number,
        "date": _day(meeting.date),
        "start_time": meeting.start_time,
        "end_time": meeting.end_time,
        "place": meeting.place,
        "chair": meeting.chair,
        "secretary": meeting.secretary,
        "adjusters": list(meeting.adjusters),
        "attendees": [_attendee_json(attendee) for attendee in meeting.attendees],
        "items": [item_json(meeting, item) for item in meeting.items],
        "warnings": [warning.message for warning in meeting.warnings],
        "warning_places": [
            {
                "message": warning.message,
                "start": warning.start,
                "page": meeting.document.page_at(warning.start),
            }
            for warning in meeting.warnings
        ],
        "text_chars": meeting.end - meeting.start,
        "source": meeting.document.path,
    }


def meeting_row_json(meeting: Meeting) -> Json:
    """Return one line of `meetings --json`: what a list of meetings needs."""
    return {
        "id": meeting.id,
        "body": meeting.body,
        "number": meeting.number,
        "date": _day(meeting.date),
        "items": len(meeting.items),
        "source": meeting.document.path,
        "warnings": len(meeting.warnings),
    }


def item_json(meeting: Meeting, item: Item) -> Json:
    """Return one item with its sub-items, without its text."""
    return {
        "id": item.id,
        "number": item.number,
        "title": item.title,
        "start": item.start,
        "end": item.end,
        "page": item.page,
        "decisions": [_decision_json(meeting, item, decision) for decision in item.decisions],
        "presenters": list(item.presenters),
        "reference": item.reference,
        "votes": [
            {
                "for": vote.in_favour,
                "against": vote.against,
                "abstained": vote.abstained,
                "ballots": [
                    {"name": ballot.name, "party": ballot.party, "vote": str(ballot.choice)}
                    for ballot in vote.ballots
                ],
                "start": vote.start,
                "end": vote.end,
            }
            for vote in item.votes
        ],
        "reservations": list(item.reservations),
        "conflicts": list(item.conflicts),
        "attachments": list(item.attachments),
        "sub_items": [item_json(meeting, sub_item) for sub_item in item.sub_items],
    }


def shown_json(meeting: Meeting, item: Item) -> Json:
    """Return what `show --json` prints: an item with its text, and its meeting."""
    return {**item_json(meeting, item), "text": item.text, "meeting": meeting_row_json(meeting)}


def sync_json(report: SyncReport) -> Json:
    """Return what `index --json` prints."""
    return {
        "added": report.added,
        "updated": report.updated,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "failed": [{"path": failed.path, "reason": failed.reason} for failed in report.failed],
        "meetings": report.meetings,
        "items": report.items,
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
        "copies": list(report.copies),
        "embedded": report.embedded,
        "warnings": list(report.warnings),
    }


def status_json(archive: Path, status: ArchiveStatus) -> Json:
    """Return what `status --json` prints."""
    return {
        "archive": str(archive),
        "documents": status.documents,
        "meetings": status.meetings,
        "items": status.items,
        "passages": status.passages,
        "from": _day(status.first_date),
        "to": _day(status.last_date),
        "model": status.model_name,
        "dim": status.dim,
        "schema_version": status.schema_version,
        "generation": status.generation,
        "built_at": status.built_at,
    }


def _citation_json(citation: Citation) -> Json:
    return {
        "n": citation.n,
        "item_id": citation.item_id,
        "body": citation.body,
        "meeting": citation.meeting,
        "date": _day(citation.date),
        "item": citation.item,
        "title": citation.title,
        "quote": citation.quote,
        "source": citation.source,
        "start": citation.start,
        "end": citation.end,
        "page": citation.page,
    }


def _attendee_json(attendee: Attendee) -> Json:
    return {
        "name": attendee.name,
        "role": attendee.role,
        "place": attendee.place,
        "party": attendee.party,
        "status": str(attendee.status),
        "from": attendee.from_time,
        "to": attendee.to_time,
        "replaces": attendee.replaces,
        "items": attendee.items,
    }


def _without_paper(meeting: Meeting, decision: Decision) -> str:
    """Return a decision verbatim, or, if a page ends in it, its words without the page's."""
    inside = any(f.start < decision.end and f.end > decision.start for f in meeting.furniture)
    if inside:
        return meeting.words(decision.start, decision.end)
    return meeting.document.text[decision.start : decision.end]


def _decision_json(meeting: Meeting, item: Item, decision: Decision) -> Json:
    return {
        "text": _without_paper(meeting, decision),
        "start": decision.start,
        "end": decision.end,
        "kind": str(decision.kind),
        "decided_by": decision.decided_by,
        "amounts": [
            {
                "text": item.document.text[amount.start : amount.end],
                "sum": float(amount.kronor),
                "currency": amount.currency,
            }
            for amount in decision.amounts
        ],
        "dates": [
            {
                "text": item.document.text[day.start : day.end],
                "from": day.first.isoformat(),
                "to": day.last.isoformat(),
            }
            for day in decision.dates
        ],
        "persons": list(decision.persons),
    }


def _day(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None
