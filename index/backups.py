"""Backing an archive up while it is in use, and restoring it under running readers."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from index.archive import connect_for_reading, verify_archive
from index.blanking import blank_again
from index.embedding import Embedder
from index.erasing import erase_again, erased_contents
from index.errors import ArchiveError
from index.generations import begin_writing
from index.layout import Layout, sha256_of, sync_to_disk, write_durably, writer_lock
from index.manifest import Manifest
from index.records import generation_of, masks_of, read_manifest, write_manifest
from index.sealing import seal, unseal
from index.uploads import Uploads

ATTEMPTS = 3  # a backup may be overtaken by two changes, which take its files away


def backup(path: Path, target: Path) -> Manifest:
    """Copy the current state of a live archive to the new folder `target`, and verify the copy.

    The copy is an archive itself. `target` appears when it is whole and on disk. Raises
    ArchiveError if it exists, cannot be written or the archive is damaged.
    """
    if target.exists():
        raise ArchiveError(f"{target} exists; give a new folder for the backup")
    partial = target.with_name(f"{target.name}.partial")
    for attempt in range(ATTEMPTS):
        shutil.rmtree(partial, ignore_errors=True)
        try:
            manifest = _copy(Layout(path), Layout(partial))
            break
        except FileNotFoundError as error:
            if attempt + 1 == ATTEMPTS:
                raise ArchiveError(
                    f"{error.filename} went while {path} was copied; run verify, then try again"
                ) from error
    problems = verify_archive(partial)
    if problems:
        shutil.rmtree(partial)
        raise ArchiveError(f"{path} is damaged and was not backed up: {problems[0]}")
    partial.rename(target)
    sync_to_disk(target.absolute().parent)
    return manifest


def _copy(source: Layout, target: Layout) -> Manifest:
    with closing(connect_for_reading(source)) as connection:
        connection.execute("BEGIN")
        manifest = read_manifest(connection)
        if manifest is None:
            raise ArchiveError(f"{source.root} has no finished index; there is nothing to back up")
        target.prepare()
        with closing(sqlite3.connect(target.records, isolation_level=None)) as copy:
            connection.backup(copy)
            for name in manifest.checksums:
                _copy_file(source.root / name, target.root / name)
            write_durably(target.manifest, manifest.to_json().encode())
            seal(target, copy)
    Uploads(source.root).copy_to(target.root)
    return manifest


def _copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    sync_to_disk(target)
    sync_to_disk(target.parent)


def restore(source: Path, path: Path, embedder: Callable[[], Embedder] | None = None) -> Manifest:
    """Make the archive at `path` what the backup `source` is, as one change.

    Readers see it before or after, and a new number, so that running ones take it over. What was
    erased or blanked since the backup was made is so again; for the latter `embedder` is called.
    Raises ArchiveError if the backup is damaged, the archive cannot be written, or there is no
    `embedder` where one is needed.
    """
    problems = verify_archive(source)
    if problems:
        raise ArchiveError(f"the backup {source} is damaged and was not restored: {problems[0]}")
    layout = Layout(path)
    layout.prepare()
    with writer_lock(layout):
        connection = _writable(layout)
        try:
            erased, masks = erased_contents(connection), masks_of(connection)
            if masks and embedder is None:
                raise ArchiveError(f"texts were blanked in {path}; a model is needed for it again")
            manifest = _take_over(connection, layout, Layout(source))
        finally:
            connection.close()
    Uploads(path).become(Uploads(source), but=erased)
    if erased:
        erase_again(path, erased)
    if masks and embedder:
        blank_again(path, masks, embedder())
    return manifest


def _writable(layout: Layout) -> sqlite3.Connection:
    """Open the archive's records, or begin them anew where they are damaged."""
    try:
        return begin_writing(layout)
    except (ArchiveError, sqlite3.DatabaseError):
        layout.remove_records()
        return begin_writing(layout)


def _take_over(connection: sqlite3.Connection, layout: Layout, source: Layout) -> Manifest:
    beside = layout.root / "restored.new"
    beside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
            with closing(connect_for_reading(source)) as read:
                read.backup(copy)
            held = read_manifest(copy)
            if held is None:
                raise ArchiveError(f"{source.root} holds no finished index")
            number = max(held.generation, _last_generation(connection, layout)) + 1
            renamed = {
                name: name.replace(f"{held.generation:08d}", f"{number:08d}", 1)
                for name in held.checksums
            }
            layout.remove_generation(number)
            for name, own in renamed.items():
                _copy_file(source.root / name, layout.root / own)
            layout.words(number).mkdir(exist_ok=True)
            checksums = {own: sha256_of(layout.root / own) for own in renamed.values()}
            if sorted(checksums.values()) != sorted(held.checksums.values()):
                raise ArchiveError(f"{source.root} changed while it was restored; try again")
            manifest = replace(held, generation=number, checksums=checksums)
            copy.execute("BEGIN")
            write_manifest(copy, manifest)
            copy.execute("COMMIT")
            unseal(layout)
            copy.backup(connection)  # one transaction: the point at which it becomes visible
        write_durably(layout.manifest, manifest.to_json().encode())
        connection.execute("PRAGMA busy_timeout = 0")
        seal(layout, connection)
    finally:
        for ending in ("", "-wal", "-shm"):
            beside.with_name(beside.name + ending).unlink(missing_ok=True)
    return manifest


def _last_generation(connection: sqlite3.Connection, layout: Layout) -> int:
    """Return the highest number that a reader or a file may know."""
    has_meta = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone()
    described = 0
    if layout.manifest.is_file():
        try:
            described = int(json.loads(layout.manifest.read_bytes())["generation"])
        except (ValueError, TypeError, KeyError):
            described = 0
    return max(generation_of(connection) if has_meta else 0, described)
