"""Syncing: the archive mirrors a set of source files, and only what changed costs anything."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.changes import (
    Plan,
    Progress,
    ReadDocument,
    compare,
    known_documents,
    reading_with,
    write_all_again,
)
from index.cutting import PassageDraft, SentenceDraft, cut, sentence_drafts
from index.embedding import Embedder, ModelIdentity
from index.errors import ArchiveError, SourceError
from index.generations import begin_writing, finish_change, stores_are_there
from index.layout import Layout, writer_lock
from index.limits import LIMITS, Limits
from index.manifest import SCHEMA_VERSION, Manifest, check_tables
from index.naming import with_own_ids
from index.nouns import Document, Meeting
from index.records import (
    add_embeddings,
    create_tables,
    insert_document,
    insert_sentences,
    missing_embeddings,
    move_documents,
    older_manifest,
    read_manifest,
    records_in_memory,
    remove_documents,
    schema_version,
)
from index.sealing import check_at_opening, unseal
from index.source_files import FailedFile, SourceFile
from index.uploads import Uploads

BATCH = 128  # passages embedded between two saves: some seconds of work that a crash can cost


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, in documents, and what the archive holds after it."""

    added: int
    updated: int  # read anew, or only moved
    removed: int
    unchanged: int
    failed: tuple[FailedFile, ...]
    meetings: int
    items: int  # without sub-items
    passages: int
    seconds: float
    warnings: tuple[str, ...]  # what could not be understood in the files read now
    copies: tuple[str, ...]  # files with the same bytes as one before them: not indexed twice
    embedded: int  # passages and sentences whose vectors had to be computed
    erased: tuple[str, ...]  # files whose content was erased: not indexed again
    paths: dict[str, list[str]]  # of the documents added, updated, removed and unchanged


def sync(
    source: Sequence[Path],
    archive: Path,
    embedder: Embedder,
    progress: Progress | None = None,
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    parse: Callable[[Document], list[Meeting]] | None = None,
    limits: Limits = LIMITS,
    only_added: bool = False,
    read: Callable[[SourceFile, Limits], Document] | None = None,
) -> SyncReport:
    """Make the archive hold exactly the protocols in the files and folders of `source`.

    Those that were added to it (`index.uploads`) count as sources; with `only_added` the others
    stay as they are. `read` is used in place of reading the file.

    A file is known by its content: one that is unchanged costs a checksum, one that moved is not
    read again, and a passage whose embedded text did not change is never embedded again. A file
    that cannot be read is reported and skipped; what an earlier version of it gave stays. Where
    only the parser changed, the text that was read is parsed again, and so it is where the archive
    has tables of an older version, which are taken over. With `rebuild` an archive of
    another model or version is replaced: another model embeds what the records hold, and otherwise
    every file is read again. Readers see the archive before or the one after, also if this process
    dies. With `dry_run` nothing is written: the report says what would be done, `embedded` how many
    passages and sentences would be, and the archive's counts are those of now.

    Raises SourceError if there is nothing readable, StaleArchive if the archive is of another
    model or version and `rebuild` is false, ArchiveError if the folder cannot be written or
    another process is writing it.
    """
    began = time.perf_counter()
    say = progress or _silent
    layout = Layout(archive)
    reading = reading_with(parse, limits, read)
    embedded = 0
    with _changing(layout, embedder.identity, rebuild=rebuild, dry_run=dry_run) as connection:
        manifest = read_manifest(connection)
        has_any = manifest or older_manifest(connection)
        known = known_documents(connection) if has_any else []
        is_other = manifest is not None and manifest.model != embedder.identity
        uploads = Uploads(archive)
        plan = compare(
            connection, known, source, reading, say, anew=rebuild and not is_other,
            added=uploads.files(), others_stay=only_added,
        )  # fmt: skip
        if is_other:
            write_all_again(connection, plan)
        if plan.is_empty and not (only_added and manifest):
            raise SourceError(_nothing(source, plan))
        if dry_run:
            drafts = _drafted(connection, plan, embedder)
            embedded = len(missing_embeddings(connection, drafts.texts))
        elif (
            manifest is None
            or rebuild
            or not plan.changes_nothing
            or not stores_are_there(layout, manifest)
        ):
            manifest, embedded = carry_out(connection, layout, plan, embedder, reading.version, say)
    paths = plan.paths()
    return SyncReport(
        added=len(paths["added"]),
        updated=len(paths["updated"]),
        removed=len(paths["removed"]),
        unchanged=len(paths["unchanged"]),
        failed=tuple(plan.failed),
        meetings=manifest.meetings if manifest else 0,
        items=manifest.items if manifest else 0,
        passages=manifest.passages if manifest else 0,
        seconds=time.perf_counter() - began,
        warnings=tuple(
            f"{one.document.path}: {warning.message}"
            for one in plan.written
            for meeting in one.meetings
            for warning in meeting.warnings
        ),
        copies=tuple(plan.copies),
        erased=tuple(plan.erased),
        embedded=embedded,
        paths=paths,
    )


def store_documents(
    documents: Iterable[tuple[Document, list[Meeting]]],
    archive: Path,
    embedder: Embedder,
    progress: Progress | None = None,
) -> Manifest:
    """Make an archive of documents that are parsed already, such as a benchmark's corpus.

    What the archive held before is replaced; embeddings of the same text are used again. Raises
    ArchiveError as `sync` does.
    """
    layout = Layout(archive)
    with _changing(layout, embedder.identity, rebuild=True) as connection:
        known = known_documents(connection) if read_manifest(connection) else []
        written = [ReadDocument(document, meetings, "") for document, meetings in documents]
        plan = Plan(known, written=written)
        return carry_out(connection, layout, plan, embedder, "", progress)[0]


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Report nothing."""


@contextmanager
def _changing(
    layout: Layout, model: ModelIdentity, *, rebuild: bool, dry_run: bool = False
) -> Iterator[sqlite3.Connection]:
    """Hold the writer's lock and the records of an archive; a dry run holds a copy in memory."""
    if dry_run:
        connection = records_in_memory(layout.records)
        with closing(connection):
            _check(connection, layout, model, rebuild=rebuild)
            yield connection
        return
    layout.prepare()
    with writer_lock(layout), _as_archive_errors(layout):
        connection = _opened(layout, model, rebuild=rebuild)
        try:
            yield connection
        finally:
            connection.close()


def _opened(layout: Layout, model: ModelIdentity, *, rebuild: bool) -> sqlite3.Connection:
    """Open the records of an archive that fits the model, or any archive to rebuild it."""
    try:
        check_at_opening(layout)
        connection = begin_writing(layout)
    except ArchiveError:
        if not rebuild:
            raise
        layout.remove_records()
        connection = begin_writing(layout)
    try:
        _check(connection, layout, model, rebuild=rebuild)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(
    connection: sqlite3.Connection, layout: Layout, model: ModelIdentity, *, rebuild: bool
) -> None:
    """Raise StaleArchive if the archive is of newer tables or another model."""
    if rebuild:
        return
    version = schema_version(connection)
    if version > SCHEMA_VERSION:  # older ones are taken over
        check_tables(version, layout.root)
    manifest = read_manifest(connection) or older_manifest(connection)
    if manifest is not None:
        manifest.check_model(model, layout.root)


def _nothing(source: Sequence[Path], plan: Plan) -> str:
    where = ", ".join(str(path) for path in source)
    if plan.failed:
        first = plan.failed[0]
        return f"none of the {len(plan.failed)} files in {where} can be read; first: {first.reason}"
    return f"there is no file that could be a protocol in {where}"


def carry_out(
    connection: sqlite3.Connection,
    layout: Layout,
    plan: Plan,
    embedder: Embedder,
    code_version: str,
    progress: Progress | None = None,
    *,
    also: Callable[[sqlite3.Connection], None] | None = None,
) -> tuple[Manifest, int]:
    """Carry out the plan, and what is `also` to be done, as one change of the archive.

    Return its manifest and how much was embedded. The caller holds the writer's lock.
    """
    say = progress or _silent
    drafts = _drafted(connection, plan, embedder)
    unseal(layout)
    embedded = _embed(connection, drafts.texts, embedder, say)
    say("write", 0, 1)
    fresh = read_manifest(connection) is None
    # Tables of another version are dropped in any order; SQLite changes this between changes only.
    connection.execute(f"PRAGMA foreign_keys = {'OFF' if fresh else 'ON'}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if fresh:
            create_tables(connection)
        staying = {one.key for one in plan.kept} | plan.moved.keys()
        remove_documents(connection, {one.key for one in plan.known} - staying)
        move_documents(connection, plan.moved)
        for one, meetings in drafts.documents:
            insert_document(connection, one.document, meetings, one.code_version)
        insert_sentences(connection, drafts.sentences)
        if also:
            also(connection)
        manifest = finish_change(connection, layout, embedder.identity, code_version)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    say("write", 1, 1)
    return manifest, embedded


@dataclass(frozen=True, slots=True)
class _Drafts:
    """What is to be written, every passage and sentence with the key of its embedding."""

    documents: list[tuple[ReadDocument, list[tuple[Meeting, list[tuple[PassageDraft, str]]]]]]
    sentences: list[tuple[SentenceDraft, str]]
    texts: dict[str, str]  # the key of each embedding and the text that it is of


def _drafted(connection: sqlite3.Connection, plan: Plan, embedder: Embedder) -> _Drafts:
    """Cut what the plan writes into passages and sentences."""
    documents = [
        (one, [(meeting, _drafts(meeting, embedder)) for meeting in meetings])
        for one, meetings in _named(connection, plan)
    ]
    texts = {
        key: draft.embedded
        for _, meetings in documents
        for _, passages in meetings
        for draft, key in passages
    }
    sentences = [
        (draft, _key(draft.embedded, embedder))
        for _, meetings in documents
        for meeting, _ in meetings
        for draft in sentence_drafts(meeting)
    ]
    return _Drafts(documents, sentences, texts | {key: one.embedded for one, key in sentences})


def _named(connection: sqlite3.Connection, plan: Plan) -> list[tuple[ReadDocument, list[Meeting]]]:
    """Return the documents to write with ids of their own, first those that keep what they had."""
    held: dict[str, set[str]] = {}
    taken: set[str] = set()
    if plan.known:
        staying = {one.key for one in plan.kept} | plan.moved.keys()
        for key, path, meeting_id in connection.execute(
            "SELECT d.key, d.path, m.id FROM meetings m JOIN documents d ON d.key = m.document"
        ):
            held.setdefault(path, set()).add(meeting_id)
            if key in staying:
                taken.add(meeting_id)

    def is_new(one: ReadDocument) -> bool:
        mine = held.get(one.document.path, set())
        return not any(meeting.id in mine for meeting in one.meetings)

    ordered = sorted(plan.written, key=is_new)
    return [(one, with_own_ids(one.meetings, taken)) for one in ordered]


def _drafts(meeting: Meeting, embedder: Embedder) -> list[tuple[PassageDraft, str]]:
    """Return the meeting's passages, each with the key of its embedding."""
    return [
        (draft, _key(draft.embedded, embedder))
        for draft in cut(meeting, embedder.count_tokens, embedder.window)
    ]


def _key(embedded: str, embedder: Embedder) -> str:
    """Return the key under which the embedding of a text by this model is kept."""
    return hashlib.sha256(f"{embedder.identity.fingerprint}\0{embedded}".encode()).hexdigest()


def _embed(
    connection: sqlite3.Connection, texts: dict[str, str], embedder: Embedder, say: Progress
) -> int:
    """Compute the embeddings that are not known yet, saving each batch; return how many."""
    missing = missing_embeddings(connection, texts)
    for first in range(0, len(missing), BATCH):
        keys = missing[first : first + BATCH]

        def report(done: int, first: int = first) -> None:
            say("embed", first + done, len(missing))

        vectors = embedder.embed_passages([texts[key] for key in keys], progress=report)
        add_embeddings(connection, keys, vectors)
    return len(missing)


@contextmanager
def _as_archive_errors(layout: Layout) -> Iterator[None]:
    """Turn what SQLite and the disk say while writing into one sentence."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise ArchiveError(
            f"the records in {layout.root} cannot be read or written ({error}); check the disk's "
            "free space, then run: protokollsvar verify"
        ) from error
    except OSError as error:
        raise ArchiveError(
            f"the archive {layout.root} cannot be written ({error.strerror}); "
            "check the disk's free space and the folder's permissions"
        ) from error
