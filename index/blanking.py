"""Blanking a person's data, or any words, in the archive: a protocol stays, the words go.

The words are replaced by blocks of the same length in the text and in all that was understood of
it; vectors and words are made anew, and what SQLite keeps of the state before is overwritten. The
source files are not touched: they are public records of somebody else's. What the archive keeps
is a salted checksum of the words, so that they stay blanked when a file is read again.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.changes import Plan, ReadDocument, known_documents
from index.embedding import Embedder
from index.erasing import WAIT, check_is_there, keys_of, leave_no_trace
from index.errors import ArchiveError
from index.generations import begin_writing
from index.indexing import carry_out
from index.layout import Layout, writer_lock
from index.manifest import check_tables
from index.masking import Mask, could_hold, mask_of, masked_document, masked_meetings, spans_of
from index.nouns import Document
from index.recall import load_documents, load_meetings
from index.records import keep_masks, read_manifest, schema_version
from index.uploads import PREFIX


@dataclass(frozen=True, slots=True)
class Blanking:
    """What was blanked, and where."""

    documents: tuple[str, ...]  # the paths of the documents that held the words
    places: int  # in their texts
    is_complete: bool  # False: a running reader still holds the state before


def blank(
    path: Path,
    texts: Sequence[str],
    embedder: Embedder,
    *,
    only: Collection[str] = (),
    wait: float = WAIT,
) -> Blanking:
    """Blank `texts` in every document, or in those that `only` names by their path or a meeting.

    Raises ArchiveError if a text has no word, no document holds any of them, a name of `only` is
    unknown or the file of such a document was added to the archive, StaleArchive if another model
    made the archive.
    """
    layout = Layout(path)
    check_is_there(layout)
    salt = secrets.token_hex(16)
    with writer_lock(layout), closing(begin_writing(layout)) as connection:
        masks: list[tuple[int, Mask]] = []
        for key, document in _documents(connection, path, only):
            for text in texts:
                mask = _mask(text, salt, document)
                if could_hold(document.text, text) and spans_of(document.text, [mask]):
                    masks.append((key, mask))
        if not masks:
            raise ArchiveError(
                f"no document in {path} holds it; whole words are compared, in any case: give them "
                "as the protocol writes them"
            )
        _check_not_added(connection, {key for key, _ in masks})
        return _blank(connection, layout, embedder, masks, wait)


def blank_again(
    path: Path, masks: Collection[Mask], embedder: Embedder, *, wait: float = WAIT
) -> None:
    """Blank what `masks` remember in an archive that was restored to a state before them."""
    layout = Layout(path)
    with writer_lock(layout), closing(begin_writing(layout)) as connection:
        found = [
            (key, mask)
            for key, document in _documents(connection, path)
            for mask in masks
            if mask.fits(document.sha256, document.path)
        ]
        if found:
            _blank(connection, layout, embedder, found, wait)


def _blank(
    connection: sqlite3.Connection,
    layout: Layout,
    embedder: Embedder,
    masks: Sequence[tuple[int, Mask]],
    wait: float,
) -> Blanking:
    check_tables(schema_version(connection), layout.root)
    manifest = read_manifest(connection)
    if manifest is None:
        raise ArchiveError(f"{layout.root} has no finished index; there is nothing to blank")
    manifest.check_model(embedder.identity, layout.root)
    by_key: dict[int, list[Mask]] = {}
    for key, mask in masks:
        by_key.setdefault(key, []).append(mask)
    known = known_documents(connection)
    plan = Plan(known, kept=[one for one in known if one.key not in by_key])
    documents = load_documents(connection, by_key)
    meetings = load_meetings(connection, by_key)
    places = 0
    for one in known:
        if one.key in by_key:
            own = by_key[one.key]
            places += len(spans_of(documents[one.key].text, own))
            plan.written.append(
                ReadDocument(
                    masked_document(documents[one.key], own),
                    masked_meetings(meetings.get(one.key, ()), own),
                    one.code_version,
                )
            )
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")  # VACUUM must not leave a copy elsewhere
    kept = [mask for _, mask in masks]
    manifest, _ = carry_out(
        connection, layout, plan, embedder, manifest.code_version,
        also=lambda changing: keep_masks(changing, kept),
    )  # fmt: skip
    is_complete = leave_no_trace(connection, layout, manifest, wait)
    paths = tuple(one.document.path for one in plan.written)
    return Blanking(paths, places, is_complete)


def _documents(
    connection: sqlite3.Connection, path: Path, targets: Collection[str] = ()
) -> Iterator[tuple[int, Document]]:
    """Yield the documents that `targets` name, or all of them, with their keys."""
    check_tables(schema_version(connection), path)
    keys = keys_of(connection, path, targets) if targets else None
    for one in known_documents(connection):
        if keys is None or one.key in keys:
            yield from load_documents(connection, [one.key]).items()


def _check_not_added(connection: sqlite3.Connection, keys: Collection[int]) -> None:
    """Raise ArchiveError if the file of a document lies in the archive itself, words and all."""
    added = [
        one.path.removeprefix(PREFIX)
        for one in known_documents(connection)
        if one.key in keys and one.path.startswith(PREFIX)
    ]
    if added:
        raise ArchiveError(
            f"{', '.join(added)} was added to the archive and its file holds it; remove that, add "
            "a file without the words, and blank the others"
        )


def _mask(text: str, salt: str, document: Document) -> Mask:
    try:
        return mask_of(text, salt, document.sha256, document.path)
    except ValueError as error:
        raise ArchiveError(f'"{text}" cannot be blanked: {error}') from error
