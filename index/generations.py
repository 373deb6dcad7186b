"""Finishing a change: the one point at which an archive goes from before to after.

The derived stores of the next generation are written and forced onto the disk first, beside the
current ones. Then one SQLite commit makes records and stores current together. What a crash
leaves behind has the name of a generation that no commit made current, and the next writer
removes it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

import numpy as np

from index.embedding import ModelIdentity
from index.errors import ArchiveError
from index.layout import Layout, sha256_of, sync_to_disk, write_durably, writer_lock
from index.manifest import SCHEMA_VERSION, Manifest
from index.records import (
    drop_unused_embeddings,
    generation_of,
    open_for_writing,
    read_manifest,
    schema_version,
    write_manifest,
)
from index.sealing import content_sha256, is_sealed, seal, unseal


def finish_change(
    connection: sqlite3.Connection, layout: Layout, model: ModelIdentity, code_version: str
) -> Manifest:
    """Write the next generation's stores from the open transaction and commit it."""
    generation = generation_of(connection) + 1
    drop_unused_embeddings(connection)
    _write_stores(connection, layout, generation, model.dim)
    counts = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("documents", "meetings", "items WHERE parent IS NULL", "passages")
    ]
    manifest = Manifest(
        generation=generation,
        built_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        model_name=model.name,
        model_dim=model.dim,
        model_fingerprint=model.fingerprint,
        code_version=code_version,
        documents=counts[0],
        meetings=counts[1],
        items=counts[2],
        passages=counts[3],
        checksums={
            path.relative_to(layout.root).as_posix(): sha256_of(path)
            for path in layout.derived_files(generation)
            if not path.name.endswith(".lock")
        },
        content_sha256=content_sha256(connection),
    )
    write_manifest(connection, manifest)
    connection.execute("COMMIT")
    # From here on the change is visible; what follows only describes and tidies.
    write_durably(layout.manifest, manifest.to_json().encode())
    # A reader on an older snapshot keeps SQLite from emptying its log; the next writer will.
    connection.execute("PRAGMA busy_timeout = 0")
    seal(layout, connection)
    return manifest


def begin_writing(layout: Layout) -> sqlite3.Connection:
    """Open the records for the holder of the writer's lock, and tidy up after a crash.

    Leftovers of unfinished generations and finished ones that are no longer current are removed;
    a `manifest.json` that lags behind is written again, and records that a crash or a reader left
    without a seal get one. Raises ArchiveError if the records have lost a change.
    """
    connection = open_for_writing(layout.records)
    try:
        manifest = read_manifest(connection)
        if schema_version(connection) in (0, SCHEMA_VERSION):  # others are not ours to judge
            layout.remove_generations(but=manifest.generation if manifest else 0)
        if manifest is not None:
            check_not_lost(layout, connection)
            if not is_described(layout, manifest):
                write_durably(layout.manifest, manifest.to_json().encode())
            if manifest.content_sha256 and not is_sealed(layout):
                _seal_again(layout, connection, manifest)
    except BaseException:
        connection.close()
        raise
    return connection


def is_described(layout: Layout, manifest: Manifest) -> bool:
    """Return whether `manifest.json` says what the records say."""
    text = manifest.to_json().encode()
    return layout.manifest.is_file() and layout.manifest.read_bytes() == text


def check_not_lost(layout: Layout, connection: sqlite3.Connection) -> None:
    """Raise ArchiveError if `manifest.json` tells of a later change than the records hold.

    The connection must not stand in a transaction: it is asked after the file was read.
    """
    described = _described_generation(layout)
    generation = generation_of(connection)
    if described is not None and described > generation:
        raise ArchiveError(
            f"the records in {layout.root} end with change {generation}, manifest.json with "
            f"{described}: the last change is lost or one of them is damaged; restore a backup, "
            "or run: protokollsvar index --rebuild"
        )


def heal_manifest(layout: Layout, manifest: Manifest) -> None:
    """Write `manifest.json` again if a crash left it behind, unless a writer is at work.

    A reader that may not write the folder leaves it as it is, and one that is damaged is left to
    `verify`.
    """
    if is_described(layout, manifest) or not os.access(layout.root, os.W_OK):
        return
    described = _described_generation(layout)
    if layout.manifest.exists() and (described is None or described >= manifest.generation):
        return
    # A writer that holds the lock describes its own generation when it has finished.
    with suppress(ArchiveError), writer_lock(layout):
        begin_writing(layout).close()


def _described_generation(layout: Layout) -> int | None:
    """Return the generation that `manifest.json` describes; None if it describes none."""
    try:
        return int(json.loads(layout.manifest.read_bytes())["generation"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _seal_again(layout: Layout, connection: sqlite3.Connection, manifest: Manifest) -> None:
    connection.execute("PRAGMA busy_timeout = 0")
    if content_sha256(connection) == manifest.content_sha256:
        seal(layout, connection)


def stores_are_there(layout: Layout, manifest: Manifest) -> bool:
    """Return whether every derived file of the manifest exists (its content is not read)."""
    return all((layout.root / name).is_file() for name in manifest.checksums)


def rebuild_derived(path: Path) -> Manifest:
    """Write vectors, words and manifest of the archive at `path` anew from its records.

    Nothing is read or embedded again. A damaged search tree of the records is derived too. Raises
    ArchiveError if their rows are damaged or lack an embedding: they cannot be repaired from here.
    """
    layout = Layout(path)
    if not layout.records.is_file():
        raise ArchiveError(f"there is no archive in {path}; run: protokollsvar index SOURCE")
    with writer_lock(layout):
        connection = begin_writing(layout)
        try:
            manifest = read_manifest(connection)
            if manifest is None:
                raise ArchiveError(
                    f"{path} has no finished index with tables of version {SCHEMA_VERSION} (found "
                    f"{schema_version(connection)}); run: protokollsvar index --rebuild"
                )
            layout.prepare()
            if manifest.content_sha256 not in ("", content_sha256(connection)):
                raise sqlite3.DatabaseError("the rows are not those that were written")
            unseal(layout)
            connection.execute("REINDEX")
            connection.execute("VACUUM")  # writes every byte of the file anew
            connection.execute("BEGIN IMMEDIATE")
            return finish_change(connection, layout, manifest.model, manifest.code_version)
        except sqlite3.DatabaseError as error:
            raise ArchiveError(
                f"the records in {path} are damaged ({error}), and everything else is made of "
                "them; restore a backup, or build them anew with: protokollsvar index --rebuild"
            ) from error
        finally:
            connection.close()


def _write_stores(
    connection: sqlite3.Connection, layout: Layout, generation: int, dim: int
) -> None:
    from index.vectors import write_vectors
    from index.words import write_words

    ids, blobs = [], []
    for passage_id, blob in connection.execute(
        "SELECT p.id, e.vector FROM passages p LEFT JOIN embeddings e ON e.key = p.embedding "
        "ORDER BY p.id"
    ):
        if blob is None or len(blob) != dim * 4:
            raise ArchiveError(
                f"the records hold no vector of {dim} numbers for passage {passage_id}; "
                "run: protokollsvar index --rebuild"
            )
        ids.append(passage_id)
        blobs.append(blob)
    vectors = np.frombuffer(b"".join(blobs), "<f4").reshape(len(ids), dim)
    folder = layout.words(generation)
    folder.mkdir()
    rows = connection.execute("SELECT id, context, text FROM passages ORDER BY id")
    try:
        write_vectors(layout.vectors(generation), ids, vectors)
        write_words(folder, rows)
    except (ValueError, RuntimeError) as error:  # how tantivy and FAISS tell of a failing disk
        raise ArchiveError(
            f"the archive {layout.root} cannot be written ({error}); check the disk's free space"
        ) from error
    for path in layout.derived_files(generation):
        sync_to_disk(path)
    for changed in (folder, folder.parent, layout.vectors(generation).parent, layout.root):
        sync_to_disk(changed)
