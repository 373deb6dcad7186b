"""Reading the records back: rows of SQLite become the nouns they were written from."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from index.closing import lies_in
from index.details import decision_of, item_details_of, names_of
from index.nouns import (
    Attendee,
    AttendeeStatus,
    Document,
    Filter,
    Furniture,
    Item,
    Meeting,
    Page,
    ParseWarning,
    Passage,
    Section,
    SectionKind,
    Span,
)
from index.records import folded_body, folded_name


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage with the meeting's row key and its top-level item."""

    passage: Passage
    top_item_id: str


def load_documents(
    connection: sqlite3.Connection, documents: Collection[int]
) -> dict[int, Document]:
    """Return the text and the pages of each document, from tables of any version."""
    keys = json.dumps(sorted(documents))
    pages = _grouped(
        connection, keys, "SELECT document, number, start, end, read_by, confidence FROM pages "
        "WHERE document IN (SELECT value FROM json_each(?)) ORDER BY rowid",
    )  # fmt: skip
    return {
        key: Document(path, sha256, media_type, text, tuple(Page(*page) for page in pages[key]))
        for key, path, sha256, media_type, text in connection.execute(
            "SELECT key, path, sha256, media_type, text FROM documents "
            "WHERE key IN (SELECT value FROM json_each(?))",
            (keys,),
        )
    }


def load_meetings(
    connection: sqlite3.Connection, documents: Collection[int]
) -> dict[int, tuple[Meeting, ...]]:
    """Return the meetings of each document, in the order in which they stand in it.

    Meetings of one document share one Document.
    """
    keys = json.dumps(sorted(documents))
    texts = load_documents(connection, documents)
    attendees = _of_meetings(
        connection, keys, "attendees",
        "name, status, c.start, c.end, role, c.place, party, from_time, to_time, "
        "replaces, c.items",
    )  # fmt: skip
    furniture = _of_meetings(connection, keys, "furniture", "c.start, c.end, kind")
    warnings = _of_meetings(connection, keys, "warnings", "message, c.start")
    items = _load_items(connection, keys, texts)
    meetings: dict[int, list[Meeting]] = defaultdict(list)
    for (
        key,
        document,
        meeting_id,
        start,
        end,
        date,
        header_start,
        header_end,
        *rest,
    ) in connection.execute(
        "SELECT key, document, id, start, end, date, header_start, header_end, body, number, "
        "start_time, end_time, place, chair, secretary, adjusters FROM meetings "
        "WHERE document IN (SELECT value FROM json_each(?)) ORDER BY key",
        (keys,),
    ):
        body, number, start_time, end_time, place, chair, secretary, adjusters = rest
        meetings[document].append(
            Meeting(
                id=meeting_id,
                document=texts[document],
                start=start,
                end=end,
                body=body,
                number=number,
                date=dt.date.fromisoformat(date) if date else None,
                start_time=start_time,
                end_time=end_time,
                place=place,
                chair=chair,
                secretary=secretary,
                attendees=tuple(
                    Attendee(name, AttendeeStatus(status), *more)
                    for name, status, *more in attendees[key]
                ),
                items=tuple(items.get(key, ())),
                furniture=tuple(Furniture(*row) for row in furniture[key]),
                header=Span(header_start, header_end),
                warnings=tuple(ParseWarning(*row) for row in warnings[key]),
                adjusters=names_of(adjusters),
            )
        )
    return {document: tuple(found) for document, found in meetings.items()}


def load_passages(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, PassageRow]:
    """Return the passages of these ids that exist."""
    return {
        row[0]: PassageRow(Passage(*row[:6]), row[6])
        for row in connection.execute(
            "SELECT p.id, i.id, m.id, p.start, p.end, p.context, top.id FROM passages p "
            "JOIN items i ON i.key = p.item JOIN items top ON top.key = p.top_item "
            "JOIN meetings m ON m.key = p.meeting "
            "WHERE p.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
    }


def load_sentences(
    connection: sqlite3.Connection, item_ids: Iterable[str]
) -> dict[str, list[tuple[int, int, bytes]]]:
    """Return the sentences of each item, as start, end and the embedding's float32 numbers."""
    found: dict[str, list[tuple[int, int, bytes]]] = defaultdict(list)
    for item_id, start, end, vector in connection.execute(
        "SELECT i.id, s.start, s.end, e.vector FROM items i JOIN sentences s ON s.item = i.key "
        "JOIN embeddings e ON e.key = s.embedding "
        "WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY i.id, s.start",
        (json.dumps(list(item_ids)),),
    ):
        found[item_id].append((start, end, vector))
    return found


def passing_meetings(connection: sqlite3.Connection, where: Filter) -> list[int]:
    """Return the row keys of the meetings that pass `where`, by date and then id.

    A meeting without a date passes no date limit. A person is found by all words of the name
    given; a body or a person without a letter passes nothing, a meeting whose document is closed
    never does.
    """
    tests: list[str] = []
    values: list[str] = []
    for limit, test in ((where.date_from, "date >= ?"), (where.date_to, "date <= ?")):
        if limit is not None:
            tests.append(test)
            values.append(limit.isoformat())
    if where.body is not None:
        body = folded_body(where.body)
        tests.append("instr(body_folded, ?) > 0" if body else "0")
        values += [body] if body else []
    if where.person is not None:
        names = folded_name(where.person).split()
        named = " AND ".join(["instr(' ' || folded || ' ', ?) > 0"] * len(names)) or "0"
        tests.append("key IN (SELECT meeting FROM people WHERE " + named + ")")
        values += [f" {name} " for name in names]
    if where.meetings is not None:
        tests.append("id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(where.meetings)))
    if where.closed:
        documents = connection.execute("SELECT key, path FROM documents")
        kept = [key for key, path in documents if lies_in(path, where.closed)]
        tests.append("document NOT IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(kept))
    return [
        key
        for (key,) in connection.execute(
            "WITH people AS (SELECT meeting, folded FROM attendees UNION ALL "
            "SELECT i.meeting, p.folded FROM presenters p JOIN items i ON i.key = p.item) "
            f"SELECT key FROM meetings WHERE {' AND '.join(tests) or '1'} "
            "ORDER BY date IS NULL, date, id",
            values,
        )
    ]


def passing_passages(
    connection: sqlite3.Connection, meetings: Collection[int], items: Collection[str] | None
) -> tuple[int, ...]:
    """Return the ids of the passages of these meetings; with `items`, only of those and below."""
    keys = json.dumps(list(meetings))
    if items is None:
        rows = connection.execute(
            "SELECT id FROM passages WHERE meeting IN (SELECT value FROM json_each(?)) ORDER BY id",
            (keys,),
        )
    else:
        rows = connection.execute(
            "WITH wanted AS (SELECT key FROM items WHERE id IN (SELECT value FROM json_each(?1)) "
            "AND meeting IN (SELECT value FROM json_each(?2))) SELECT id FROM passages "
            "WHERE item IN wanted OR top_item IN wanted ORDER BY id",
            (json.dumps(sorted(items)), keys),
        )
    return tuple(passage_id for (passage_id,) in rows)


def _grouped(
    connection: sqlite3.Connection, keys: str, query: str
) -> dict[int, list[tuple[Any, ...]]]:
    """Return the rows of `query` by their first column, without it."""
    rows: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for first, *rest in connection.execute(query, (keys,)):
        rows[first].append(tuple(rest))
    return rows


def _of_meetings(
    connection: sqlite3.Connection, keys: str, table: str, columns: str
) -> dict[int, list[tuple[Any, ...]]]:
    return _grouped(
        connection,
        keys,
        f"SELECT c.meeting, {columns} FROM {table} c JOIN meetings m ON m.key = c.meeting "
        "WHERE m.document IN (SELECT value FROM json_each(?)) ORDER BY c.rowid",
    )


def _of_items(
    connection: sqlite3.Connection, keys: str, table: str, columns: str
) -> dict[int, list[tuple[Any, ...]]]:
    return _grouped(
        connection,
        keys,
        f"SELECT c.item, {columns} FROM {table} c JOIN items i ON i.key = c.item "
        "JOIN meetings m ON m.key = i.meeting "
        "WHERE m.document IN (SELECT value FROM json_each(?)) ORDER BY c.rowid",
    )


def _load_items(
    connection: sqlite3.Connection, keys: str, texts: dict[int, Document]
) -> dict[int, list[Item]]:
    """Return the top-level items of each meeting, in order, with their sub-items."""
    sections = _of_items(connection, keys, "sections", "kind, c.start, c.end, heading")
    decisions = _of_items(
        connection, keys, "decisions", "c.start, c.end, kind, decided_by, c.details"
    )
    presenters = _of_items(connection, keys, "presenters", "name")
    rows = connection.execute(
        "SELECT i.key, i.meeting, m.document, i.parent, i.id, i.number, i.title, i.start, i.end, "
        "i.reference, i.details FROM items i JOIN meetings m ON m.key = i.meeting "
        "WHERE m.document IN (SELECT value FROM json_each(?)) ORDER BY i.key DESC",
        (keys,),
    )
    children: dict[int, list[Item]] = defaultdict(list)
    items: dict[int, list[Item]] = defaultdict(list)
    # Last first, so that the sub-items of an item are there before it.
    for key, meeting, document, parent, item_id, number, title, start, end, *more in rows:
        item = Item(
            id=item_id,
            number=number,
            title=title,
            start=start,
            end=end,
            document=texts[document],
            sections=tuple(
                Section(SectionKind(kind), first, last, heading)
                for kind, first, last, heading in sections[key]
            ),
            decisions=tuple(
                decision_of(first, last, kind, by, details)
                for first, last, kind, by, details in decisions[key]
            ),
            presenters=tuple(name for (name,) in presenters[key]),
            sub_items=tuple(reversed(children[key])),
            reference=more[0],
            **item_details_of(more[1]),
        )
        if parent is None:
            items[meeting].append(item)
        else:
            children[parent].append(item)
    return {meeting: found[::-1] for meeting, found in items.items()}
