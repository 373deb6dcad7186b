"""The records: one SQLite database with everything that cannot be derived.

This module makes the tables of `tables.py` and writes them; `recall.py` reads them back. A
document and all that hangs on it are written and removed as one.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from index.cutting import PassageDraft, SentenceDraft
from index.details import decision_details, item_details, names_json
from index.errors import ArchiveError
from index.folding import fold_marks, words
from index.manifest import SCHEMA_VERSION, Manifest
from index.masking import Mask
from index.nouns import Document, Item, Meeting
from index.tables import EMBEDDINGS, MASKS, TABLES

if TYPE_CHECKING:
    import numpy as np


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open, or begin, the records at `path`; the caller holds the writer's lock.

    Raises ArchiveError if the file is no SQLite database.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(EMBEDDINGS)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise ArchiveError(
            f"{path} cannot be read as an archive ({error}); "
            "build it anew with: protokollsvar index --rebuild"
        ) from error
    return connection


def records_in_memory(path: Path) -> sqlite3.Connection:
    """Return a copy of the records at `path` that nothing outlives; empty if there are none.

    Raises ArchiveError if they cannot be read.
    """
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        if path.is_file():
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as read:
                read.backup(copy)
        copy.execute(EMBEDDINGS)
    except sqlite3.DatabaseError as error:
        copy.close()
        raise ArchiveError(
            f"{path} cannot be read as an archive ({error}); "
            "build it anew with: protokollsvar index --rebuild"
        ) from error
    return copy


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the version of the tables, 0 where there are none yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def read_manifest(connection: sqlite3.Connection) -> Manifest | None:
    """Return the current generation's manifest, or None if no change was ever finished."""
    if schema_version(connection) != SCHEMA_VERSION:
        return None
    row = connection.execute("SELECT value FROM meta WHERE key = 'manifest'").fetchone()
    return Manifest.from_json(row[0]) if row else None


def older_manifest(connection: sqlite3.Connection) -> Manifest | None:
    """Return the manifest that stands in tables of an older version; None if there is none."""
    if not 0 < schema_version(connection) < SCHEMA_VERSION:
        return None
    row = connection.execute("SELECT value FROM meta WHERE key = 'manifest'").fetchone()
    return Manifest.from_json(row[0]) if row else None


def generation_of(connection: sqlite3.Connection) -> int:
    """Return the number of the last finished change, 0 if there is none."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
    return int(row[0]) if row else 0


def keep_masks(connection: sqlite3.Connection, masks: Iterable[Mask]) -> None:
    """Remember what was blanked in which document, within the caller's transaction."""
    connection.execute(MASKS)
    connection.executemany(
        "INSERT OR IGNORE INTO masks VALUES (?, ?, ?, ?, ?)",
        [(one.document, one.path, one.length, one.salt, one.digest) for one in masks],
    )


def masks_of(connection: sqlite3.Connection) -> list[Mask]:
    """Return what was blanked, each with its document."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'masks'").fetchone():
        return []
    rows = connection.execute("SELECT document, path, length, salt, digest FROM masks")
    return [Mask(*row) for row in rows]


def create_tables(connection: sqlite3.Connection) -> None:
    """Drop every table but the embeddings and what was erased or blanked; make them anew.

    The number of the generation is carried over, so that readers see it rise. The caller has
    turned foreign keys off.
    """
    has_meta = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone()
    generation = generation_of(connection) if has_meta else 0
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' "
        "AND name NOT LIKE 'sqlite_%' AND name NOT IN ('embeddings', 'erased', 'masks')"
    ).fetchall()
    for (name,) in names:
        connection.execute(f'DROP TABLE "{name}"')
    for statement in TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("INSERT INTO meta VALUES ('generation', ?)", (str(generation),))


def write_manifest(connection: sqlite3.Connection, manifest: Manifest) -> None:
    """Make `manifest` the current generation's, within the caller's transaction."""
    connection.executemany(
        "INSERT INTO meta (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [("manifest", manifest.to_json()), ("generation", str(manifest.generation))],
    )


def insert_document(
    connection: sqlite3.Connection,
    document: Document,
    meetings: Sequence[tuple[Meeting, Sequence[tuple[PassageDraft, str]]]],
    code_version: str,
) -> None:
    """Write a document, its meetings and their passages, each with the key of its embedding."""
    key = connection.execute(
        "INSERT INTO documents (path, sha256, media_type, text, text_sha256, code_version) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (document.path, document.sha256, document.media_type, document.text,
         text_sha256(document.text), code_version),
    ).lastrowid  # fmt: skip
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)",
        [(key, p.number, p.start, p.end, p.read_by, p.confidence) for p in document.pages],
    )
    for meeting, drafts in meetings:
        meeting_key = _insert_meeting(connection, key, meeting)
        own_and_top: dict[str, tuple[int | None, int | None]] = {}
        for item in meeting.items:
            keys = _insert_item(connection, meeting_key, None, item)
            own_and_top |= {one: (own, keys[item.id]) for one, own in keys.items()}
        connection.executemany(
            "INSERT INTO passages (item, top_item, meeting, start, end, context, text, embedding) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (*own_and_top[d.item_id], meeting_key, d.start, d.end, d.context, d.text, embedding)
                for d, embedding in drafts
            ],
        )


def insert_sentences(
    connection: sqlite3.Connection, drafts: Iterable[tuple[SentenceDraft, str]]
) -> None:
    """Write the sentences of items that are in the records, each with the key of its embedding."""
    connection.executemany(
        "INSERT INTO sentences (item, start, end, embedding) "
        "SELECT key, ?, ?, ? FROM items WHERE id = ?",
        [(draft.start, draft.end, embedding, draft.item_id) for draft, embedding in drafts],
    )


def remove_documents(connection: sqlite3.Connection, keys: Iterable[int]) -> None:
    """Remove documents with everything that hangs on them."""
    connection.executemany("DELETE FROM documents WHERE key = ?", [(key,) for key in keys])


def move_documents(connection: sqlite3.Connection, paths: dict[int, str]) -> None:
    """Give documents new paths; two of them may exchange theirs."""
    connection.executemany(
        "UPDATE documents SET path = char(0) || key WHERE key = ?", [(key,) for key in paths]
    )
    connection.executemany(
        "UPDATE documents SET path = ? WHERE key = ?",
        [(path, key) for key, path in paths.items()],
    )


def missing_embeddings(connection: sqlite3.Connection, keys: Iterable[str]) -> list[str]:
    """Return those of `keys` that are not in the cache, each once, in their order."""
    known = "SELECT 1 FROM embeddings WHERE key = ?"
    return [
        key for key in dict.fromkeys(keys) if connection.execute(known, (key,)).fetchone() is None
    ]


def add_embeddings(
    connection: sqlite3.Connection, keys: Sequence[str], vectors: np.ndarray
) -> None:
    """Keep computed vectors, one row a key; what is finished survives a crash."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT OR REPLACE INTO embeddings VALUES (?, ?)",
        [(key, row.astype("<f4").tobytes()) for key, row in zip(keys, vectors, strict=True)],
    )
    connection.execute("COMMIT")


def drop_unused_embeddings(connection: sqlite3.Connection) -> None:
    """Forget the vectors that no passage and no sentence needs any longer."""
    connection.execute(
        "DELETE FROM embeddings WHERE key NOT IN (SELECT embedding FROM passages) "
        "AND key NOT IN (SELECT embedding FROM sentences)"
    )


def text_sha256(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def folded_body(body: str) -> str:
    """Return the form in which names of bodies are compared."""
    return " ".join(fold_marks(body).split())


def folded_name(name: str) -> str:
    """Return the form in which names of persons are compared: bare words, a space between."""
    return " ".join(words(fold_marks(name)))


def _insert_meeting(connection: sqlite3.Connection, document: int | None, meeting: Meeting) -> int:
    row = (
        document, meeting.id, meeting.start, meeting.end, meeting.body,
        folded_body(meeting.body or ""), meeting.number,
        meeting.date.isoformat() if meeting.date else None,
        meeting.start_time, meeting.end_time, meeting.place, meeting.chair, meeting.secretary,
        meeting.header.start, meeting.header.end, names_json(meeting.adjusters),
    )  # fmt: skip
    key = connection.execute(
        "INSERT INTO meetings (document, id, start, end, body, body_folded, number, date, "
        "start_time, end_time, place, chair, secretary, header_start, header_end, "
        f"adjusters) VALUES ({', '.join('?' * len(row))})",
        row,
    ).lastrowid
    if key is None:
        raise ArchiveError(f"the meeting {meeting.id} could not be written to the records")
    connection.executemany(
        "INSERT INTO attendees VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (key, a.name, a.status.value, a.start, a.end, a.role, a.place, a.party, a.from_time,
             a.to_time, a.replaces, a.items, folded_name(a.name))
            for a in meeting.attendees
        ],
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO furniture VALUES (?, ?, ?, ?)",
        [(key, f.start, f.end, f.kind) for f in meeting.furniture],
    )
    connection.executemany(
        "INSERT INTO warnings VALUES (?, ?, ?)",
        [(key, w.message, w.start) for w in meeting.warnings],
    )
    return key


def _insert_item(
    connection: sqlite3.Connection, meeting: int, parent: int | None, item: Item
) -> dict[str, int | None]:
    key = connection.execute(
        "INSERT INTO items (meeting, parent, id, number, title, start, end, reference, details) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            meeting,
            parent,
            item.id,
            item.number,
            item.title,
            item.start,
            item.end,
            item.reference,
            item_details(item),
        ),
    ).lastrowid
    connection.executemany(
        "INSERT INTO sections VALUES (?, ?, ?, ?, ?)",
        [(key, s.kind.value, s.start, s.end, s.heading) for s in item.sections],
    )
    connection.executemany(
        "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?)",
        [
            (key, d.start, d.end, d.kind.value, d.decided_by, decision_details(d))
            for d in item.decisions
        ],
    )
    connection.executemany(
        "INSERT INTO presenters VALUES (?, ?, ?)",
        [(key, name, folded_name(name)) for name in item.presenters],
    )
    keys: dict[str, int | None] = {item.id: key}
    for sub_item in item.sub_items:
        keys |= _insert_item(connection, meeting, key, sub_item)
    return keys
