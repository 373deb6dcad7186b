"""The seal: the checksum of `records.sqlite` as it lies on disk while nobody changes it.

SQLite notices a damaged structure, not a flipped bit in a name or a date. So there are two sums:
one of what the rows say, kept in the manifest (`content_sha256`), and one of the file's bytes,
kept beside it in the form that `sha256sum -c` reads. The second is taken back before the first
byte is changed and given again when the write-ahead log has been emptied into the file; while a
reader holds an older state that is not possible, and the rows alone vouch for themselves.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from index.errors import ArchiveError
from index.layout import Layout, write_durably

CHECKED_AT_OPENING = 500_000_000  # bytes, about 0.3 s; larger records are left to `verify`
_UNSEALED = "unsealed\n"
_opening = threading.Lock()
_opened: dict[tuple[int, int], int] = {}  # device and inode → descriptor


def unseal(layout: Layout) -> None:
    """Say that the records are about to change."""
    if _text(layout) != _UNSEALED:
        write_durably(layout.seal, _UNSEALED.encode())


def seal(layout: Layout, connection: sqlite3.Connection) -> bool:
    """Empty the log into the records and seal them; return whether no reader was in the way.

    The caller holds the writer's lock and knows that the rows are what they should be.
    """
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        return False
    write_durably(layout.seal, _line(_sha256_of_records(layout.records)).encode())
    return True


def is_sealed(layout: Layout) -> bool:
    """Return whether there is a seal, broken or not."""
    return _text(layout) not in (None, _UNSEALED)


def seal_problem(layout: Layout) -> str | None:
    """Return what is wrong with the records' bytes; None if all is well or nothing is sealed."""
    before = _text(layout)
    if before == _UNSEALED:
        return None
    if before is None:
        return f"{layout.seal.name} is missing"
    if before == _line(_sha256_of_records(layout.records)) or _text(layout) != before:
        return None  # whole, or a change began meanwhile
    return f"{layout.records.name} is not the file that was written, or {layout.seal.name} is not"


def check_at_opening(layout: Layout) -> None:
    """Raise ArchiveError if the records are small enough to be read through and are damaged."""
    if is_sealed(layout) and layout.records.stat().st_size <= CHECKED_AT_OPENING:
        problem = seal_problem(layout)
        if problem:
            raise ArchiveError(
                f"{layout.root}: {problem}; run: protokollsvar verify --repair, and if that cannot "
                "help, protokollsvar index --rebuild"
            )


def content_sha256(connection: sqlite3.Connection) -> str:
    """Return the SHA-256 of all rows but the manifest's own and embeddings that nothing needs."""
    digest = hashlib.sha256()
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT IN ('meta', 'embeddings') ORDER BY name"
    ).fetchall()
    for (table,) in tables:
        digest.update(f"\0{table}\0".encode())
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    for key, vector in connection.execute(
        "SELECT key, vector FROM embeddings WHERE key IN (SELECT embedding FROM passages "
        "UNION SELECT embedding FROM sentences) ORDER BY key"
    ):
        digest.update(key.encode())
        digest.update(vector)
    return digest.hexdigest()


def blocks_of_records(path: Path) -> Iterator[bytes]:
    """Yield the records' bytes, without ever closing the file.

    Closing any descriptor of a file drops every lock that the process holds on it, SQLite's
    included (POSIX): another process would then take the log away from under our readers.
    """
    with _opening:
        status = path.stat()
        place = (status.st_dev, status.st_ino)
        if place not in _opened:
            _opened[place] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    at = 0
    while block := os.pread(_opened[place], 1 << 20, at):
        yield block
        at += len(block)


def _sha256_of_records(path: Path) -> str:
    digest = hashlib.sha256()
    for block in blocks_of_records(path):
        digest.update(block)
    return digest.hexdigest()


def _line(checksum: str) -> str:
    return f"{checksum}  records.sqlite\n"


def _text(layout: Layout) -> str | None:
    try:
        return layout.seal.read_bytes().decode("latin-1")
    except FileNotFoundError:
        return None
