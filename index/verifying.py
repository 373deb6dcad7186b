"""Looking an archive over: what is damaged, missing or out of step, a sentence each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from index.errors import ArchiveError
from index.generations import is_described
from index.last_sync import note_problem
from index.layout import Layout, sha256_of
from index.manifest import Manifest
from index.records import text_sha256
from index.sealing import content_sha256, seal_problem
from index.stores import EmbeddedStore
from index.tiling import lost_text
from index.uploads import Uploads

# Spans that must lie inside another one: what is inside, its table joined to what holds it.
_NESTED = (
    ("page", "pages c JOIN documents o ON o.key = c.document", "0", "length(o.text)"),
    ("meeting", "meetings c JOIN documents o ON o.key = c.document", "0", "length(o.text)"),
    ("item", "items c JOIN meetings o ON o.key = c.meeting", "o.start", "o.end"),
    ("sub-item", "items c JOIN items o ON o.key = c.parent", "o.start", "o.end"),
    ("section", "sections c JOIN items o ON o.key = c.item", "o.start", "o.end"),
    ("decision", "decisions c JOIN items o ON o.key = c.item", "o.start", "o.end"),
    ("sentence", "sentences c JOIN items o ON o.key = c.item", "o.start", "o.end"),
    ("passage", "passages c JOIN items o ON o.key = c.item", "o.start", "o.end"),
)


def problems_of(layout: Layout, connection: sqlite3.Connection, manifest: Manifest) -> list[str]:
    """Return a sentence for each thing that is wrong with the archive; none, if all is well."""
    try:
        found = [*_records(connection), *_content(connection, manifest)]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        found = [f"records.sqlite is damaged: {error}"]
    stores = _stores(layout, connection, manifest)
    return [*found, *_files(layout, manifest), *stores, *Uploads(layout.root).problems()]


def _records(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"records.sqlite is damaged: {line}"
    for table, row, *_ in connection.execute("PRAGMA foreign_key_check"):
        yield f"records.sqlite: row {row} of {table} hangs on nothing"
    for path, text, digest in connection.execute("SELECT path, text, text_sha256 FROM documents"):
        if text_sha256(text) != digest:
            yield f"records.sqlite: the text of {path} is not the one that was written"
    for what, tables, first, last in _NESTED:
        (count,) = connection.execute(
            f"SELECT count(*) FROM {tables} "
            f"WHERE c.start < {first} OR c.end > {last} OR c.end < c.start"
        ).fetchone()
        if count:
            yield f"records.sqlite: {count} {what} spans lie outside of what holds them"
    yield from lost_text(connection)
    (count,) = connection.execute(
        "SELECT count(*) FROM passages WHERE embedding NOT IN (SELECT key FROM embeddings)"
    ).fetchone()
    if count:
        yield f"records.sqlite: the embeddings of {count} passages are missing"
    (count,) = connection.execute(
        "SELECT count(*) FROM sentences WHERE embedding NOT IN (SELECT key FROM embeddings)"
    ).fetchone()
    if count:
        yield f"records.sqlite: the embeddings of {count} sentences are missing"


def _content(connection: sqlite3.Connection, manifest: Manifest) -> Iterator[str]:
    yield from _counts(connection, manifest)
    if manifest.content_sha256 not in ("", content_sha256(connection)):
        yield "records.sqlite: the rows are not those that were written"


def _counts(connection: sqlite3.Connection, manifest: Manifest) -> Iterator[str]:
    for table, wanted in (
        ("documents", manifest.documents),
        ("meetings", manifest.meetings),
        ("items WHERE parent IS NULL", manifest.items),
        ("passages", manifest.passages),
    ):
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        if count != wanted:
            name = table.partition(" ")[0]
            yield f"records.sqlite has {count} {name}, its manifest says {wanted}"


def _files(layout: Layout, manifest: Manifest) -> Iterator[str]:
    problem = seal_problem(layout)
    if problem and manifest.content_sha256:
        yield problem
    if not is_described(layout, manifest):
        yield "manifest.json is missing or does not describe the current records"
    for name, checksum in manifest.checksums.items():
        path = layout.root / name
        if not path.is_file():
            yield f"{name} is missing"
        elif sha256_of(path) != checksum:
            yield f"{name} is not the file that was written"
    for path in layout.derived_files(manifest.generation):
        name = path.relative_to(layout.root).as_posix()
        if name not in manifest.checksums and not name.endswith(".lock"):
            yield f"{name} does not belong to the archive"
    if problem := note_problem(layout):
        yield problem
    for name in layout.strangers():
        yield f"{name} does not belong to the archive"


def _stores(layout: Layout, connection: sqlite3.Connection, manifest: Manifest) -> Iterator[str]:
    store = EmbeddedStore(layout, manifest)
    try:
        ids = [row[0] for row in connection.execute("SELECT id FROM passages ORDER BY id")]
        if store.vectors.ids() != ids:
            yield "the vectors are not those of the passages in records.sqlite"
    except (ArchiveError, sqlite3.DatabaseError) as error:
        yield str(error)
    try:
        store.words.search("", "words", 1)
    except ArchiveError as error:
        yield str(error)
