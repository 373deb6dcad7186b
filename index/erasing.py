"""Erasing protocols so that no byte of them is left, and looking for traces.

What is erased is remembered by the checksum of its file, so that the next `index` does not bring
it back while the file still lies in the sources.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArchiveError
from index.folding import fold_marks
from index.generations import begin_writing, finish_change
from index.layout import Layout, writer_lock
from index.manifest import Manifest, check_tables
from index.records import read_manifest, remove_documents, schema_version
from index.sealing import blocks_of_records, seal, unseal
from index.uploads import Uploads

WAIT = 30.0  # seconds for running readers to let go of the state before
_ERASED = "CREATE TABLE IF NOT EXISTS erased (sha256 TEXT PRIMARY KEY, at TEXT NOT NULL)"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased."""

    documents: tuple[str, ...]  # their paths
    meetings: tuple[str, ...]  # their ids
    is_complete: bool  # False: a running reader still holds the state before


def erase(path: Path, targets: Sequence[str], *, wait: float = WAIT) -> Erasure:
    """Erase the protocols that `targets` name, by the path of a file or the id of a meeting.

    A file goes as a whole, with every meeting in it. Raises ArchiveError if a target is unknown.
    """
    layout = Layout(path)
    check_is_there(layout)
    with writer_lock(layout), closing(begin_writing(layout)) as connection:
        keys = keys_of(connection, path, targets)
        return _erase(connection, layout, keys, wait)


def erase_again(path: Path, contents: Collection[str], *, wait: float = WAIT) -> None:
    """Erase the files of these checksums where the archive has them, and remember them."""
    layout = Layout(path)
    with writer_lock(layout), closing(begin_writing(layout)) as connection:
        rows = connection.execute("SELECT key, sha256 FROM documents").fetchall()
        back = [key for key, sha256 in rows if sha256 in contents]
        _erase(connection, layout, back, wait, also=contents)


def keys_of(connection: sqlite3.Connection, path: Path, targets: Collection[str]) -> list[int]:
    """Return the keys of the documents that `targets` name, each once; ArchiveError if unknown."""
    keys: dict[int, None] = {}
    for target in targets:
        found = connection.execute(
            "SELECT key FROM documents WHERE path = ?1 UNION "
            "SELECT document FROM meetings WHERE id = ?1",
            (target,),
        ).fetchall()
        if not found:
            raise ArchiveError(
                f'{path} has no file and no meeting "{target}"; take an id or a path from: '
                "protokollsvar meetings --json"
            )
        keys |= dict.fromkeys(key for (key,) in found)
    return list(keys)


def leave_no_trace(
    connection: sqlite3.Connection, layout: Layout, manifest: Manifest, wait: float
) -> bool:
    """Write every byte of the records anew and remove what was before the finished change.

    Returns whether that is done: a running reader keeps the state that it holds for `wait` seconds
    at most, then for longer than this waits. The caller holds the writer's lock.
    """
    unseal(layout)
    connection.execute("VACUUM")
    layout.remove_generations(but=manifest.generation)
    until = time.monotonic() + wait
    while not (is_complete := seal(layout, connection)) and time.monotonic() < until:
        time.sleep(0.2)
    return is_complete


def erased_contents(connection: sqlite3.Connection) -> set[str]:
    """Return the checksums of the files that must not come back."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'erased'").fetchone():
        return set()
    return {sha256 for (sha256,) in connection.execute("SELECT sha256 FROM erased")}


def _erase(
    connection: sqlite3.Connection,
    layout: Layout,
    keys: list[int],
    wait: float,
    also: Iterable[str] = (),
) -> Erasure:
    check_tables(schema_version(connection), layout.root)
    manifest = read_manifest(connection)
    if manifest is None:
        raise ArchiveError(f"{layout.root} has no finished index; there is nothing to erase")
    chosen = json.dumps(keys)
    inside = "IN (SELECT value FROM json_each(?))"
    documents = connection.execute(
        f"SELECT path, sha256 FROM documents WHERE key {inside} ORDER BY path", (chosen,)
    ).fetchall()
    meetings = connection.execute(
        f"SELECT id FROM meetings WHERE document {inside} ORDER BY id", (chosen,)
    ).fetchall()
    unseal(layout)
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")  # VACUUM must not leave a copy elsewhere
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(_ERASED)
        today = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        gone = {sha256 for _, sha256 in documents} | set(also)
        connection.executemany(
            "INSERT OR IGNORE INTO erased VALUES (?, ?)", [(one, today) for one in sorted(gone)]
        )
        remove_documents(connection, keys)
        manifest = finish_change(connection, layout, manifest.model, manifest.code_version)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    uploads = Uploads(layout.root)
    for one in gone:
        uploads.remove(one)
    is_complete = leave_no_trace(connection, layout, manifest, wait)
    return Erasure(
        tuple(path for path, _ in documents), tuple(one for (one,) in meetings), is_complete
    )


def traces_of(path: Path, text: str) -> list[str]:
    """Return where `text` can still be found in the archive's folder; nothing if it is gone.

    Every byte of every file is compared with it in the usual encodings and cases, and every cell of
    the records without regard to case and white space (a cell may lie in pieces in the file).
    """
    words = text.split()
    if not words:
        raise ArchiveError("there is no text to look for; give the words that were erased")
    layout = Layout(path)
    check_is_there(layout)
    found = [
        f"{file.relative_to(path).as_posix()} holds it"
        for file in sorted(path.rglob("*"))
        if file.is_file() and not file.name.endswith("-shm") and _is_in(layout, file, text)
    ]
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    folded = " ".join(fold_marks(text).split())
    from index.archive import connect_for_reading

    with closing(connect_for_reading(layout)) as connection:
        for table, column in _columns(connection):
            count = sum(
                bool(pattern.search(value) or folded in value)
                for (value,) in connection.execute(
                    f'SELECT "{column}" FROM "{table}" WHERE typeof("{column}") = \'text\''
                )
            )
            if count:
                found.append(f"records.sqlite: {count} rows of {table} hold it as {column}")
    return found


def check_is_there(layout: Layout) -> None:
    """Raise ArchiveError if the folder holds no records."""
    if not layout.records.is_file():
        raise ArchiveError(f"there is no archive in {layout.root}; give one with --archive")


def _columns(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    ).fetchall()


def _is_in(layout: Layout, file: Path, text: str) -> bool:
    forms = {text, text.lower(), text.upper(), text.title(), fold_marks(text)}
    wanted = {form.encode(code) for form in forms for code in ("utf-8", "utf-16-le")}
    wanted |= {json.dumps(form)[1:-1].encode() for form in forms}
    longest = max(map(len, wanted))
    blocks = blocks_of_records(file) if file == layout.records else _blocks(file)
    tail = b""
    for block in blocks:
        data = tail + block
        if any(one in data for one in wanted):
            return True
        tail = data[-longest:]
    return False


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            yield block
