"""What the commands print for people: plain text, in English around the protocols' own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import indent
from typing import TYPE_CHECKING

from index.nouns import Hit, Item, Meeting
from qa.nouns import Answer, Refusal, Searched
from ui.refusing import refusal_text
from ui.words import ENGLISH

if TYPE_CHECKING:
    from index.archive import ArchiveStatus
    from index.indexing import SyncReport

_QUOTED = 300  # characters of a passage that a list of hits shows


def answer_text(answer: Answer) -> str:
    """Return an answer with its citations below, or the finding that there is none."""
    if answer.status == "not_found":
        if answer.refusal is not None and answer.refusal.reason == "no_question":
            return refusal_text(answer.refusal, ENGLISH)
        return f"Not found in the protocols; {_searched(answer.searched)}.{_why(answer.refusal)}"
    lines = [answer.text, ""]
    for citation in answer.citations:
        place = _joined(
            _named(citation.body, citation.meeting),
            citation.date.isoformat() if citation.date else None,
            _numbered(citation.item, citation.title),
        )
        lines += [
            f"[{citation.n}] {place}",
            indent(_one_line(citation.quote), "    “", lambda _: True) + "”",
            f"    {citation.source}, page {citation.page}; protokollsvar show {citation.item_id}",
        ]
    return "\n".join(lines)


def _why(refusal: Refusal | None) -> str:
    said = refusal_text(refusal, ENGLISH) if refusal else ""
    return f" {said}" if said else ""


def hits_text(hits: Sequence[Hit]) -> str:
    """Return the hits as a numbered list, or the finding that there are none."""
    if not hits:
        return "Nothing found."
    lines = []
    for rank, hit in enumerate(hits, start=1):
        text = _one_line(hit.text)
        shown = text if len(text) <= _QUOTED else text[:_QUOTED].rsplit(" ", 1)[0] + " …"
        lines += [
            f"{rank}. {meeting_line(hit.meeting)}, {_numbered(hit.item.number, hit.item.title)}",
            f"   {shown}",
            f"   score {hit.score:.3f}; protokollsvar show {hit.item.id}",
        ]
    return "\n".join(lines)


def meetings_text(meetings: Sequence[Meeting]) -> str:
    """Return one line a meeting, or the finding that there are none."""
    if not meetings:
        return "No meetings."
    return "\n".join(
        f"{meeting.date or 'undated   '}  {_named(meeting.body, meeting.number)}"
        f"  ({len(meeting.items)} items, {meeting.document.path})"
        for meeting in meetings
    )


def item_text(meeting: Meeting, item: Item) -> str:
    """Return an item's whole text, under the meeting that it belongs to."""
    head = f"{meeting_line(meeting)}\n{meeting.document.path}, page {item.page}\n"
    return f"{head}\n{item.text.strip()}"


def meeting_line(meeting: Meeting) -> str:
    """Return "Kommundirektörsgruppen 2/2018, 2018-03-21"."""
    return _joined(
        _named(meeting.body, meeting.number), meeting.date.isoformat() if meeting.date else None
    )


def sync_text(report: SyncReport) -> str:
    """Return what a change of the archive did and what it now holds."""
    return (
        f"{report.added} added, {report.updated} updated, {report.removed} removed, "
        f"{report.unchanged} unchanged, {len(report.failed)} failed\n"
        f"{report.meetings} meetings, {report.items} items, {report.passages} passages "
        f"in {report.seconds:.1f} s"
    )


def preview_text(report: SyncReport) -> str:
    """Return what a change of the archive would do."""
    lines = [
        f"would be {what}: {path}"
        for what in ("added", "updated", "removed")
        for path in report.paths[what]
    ]
    return "\n".join(
        [
            *lines,
            f"{report.added} to add, {report.updated} to update, {report.removed} to remove, "
            f"{report.unchanged} unchanged, {len(report.failed)} failed, "
            f"{report.embedded} texts to embed; nothing was written",
        ]
    )


def status_text(status: ArchiveStatus) -> str:
    """Return what an archive holds and what made it."""
    return (
        f"{status.documents} documents, {status.meetings} meetings, {status.items} items, "
        f"{status.passages} passages\n"
        f"from {status.first_date or '–'} to {status.last_date or '–'}\n"
        f"model {status.model_name} ({status.dim}), schema {status.schema_version}, "
        f"generation {status.generation}, built {status.built_at}"
    )


def parsed_lines(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Yield what the header of a protocol says, as label and value; what is missing is left out."""
    times = "–".join(time for time in (meeting.start_time, meeting.end_time) if time)
    rows = (
        ("date", " ".join(part for part in (str(meeting.date or ""), times) if part)),
        ("place", meeting.place),
        ("chair", meeting.chair),
        ("secretary", meeting.secretary),
        ("approved by", ", ".join(meeting.adjusters) or None),
    )
    for label, value in rows:
        if value:
            yield label, value


def _searched(searched: Searched) -> str:
    span = f", {searched.date_from} to {searched.date_to}" if searched.date_from else ""
    return f"searched {searched.meetings} meetings{span}"


def _named(body: str | None, number: str | None) -> str:
    return " ".join(part for part in (body, number) if part) or "unnamed meeting"


def _numbered(number: str | None, title: str) -> str:
    return f"item {number}: {title}" if number else title


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _one_line(text: str) -> str:
    return " ".join(text.split())
