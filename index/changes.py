"""Comparing source files with an archive: what is kept, what only moved, what is read anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.code_version import code_version
from index.errors import ReadError
from index.layout import sha256_of
from index.nouns import Document, Meeting
from index.recall import load_meetings

Progress = Callable[[str, int, int], None]
"""Called with the stage ("read", "embed" or "write"), how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A source file that could not be indexed, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it lies in the sources."""

    file: Path
    root: Path
    path: str  # relative to its root, unique in the archive
    sha256: str


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document as the archive has it."""

    key: int
    path: str
    sha256: str
    code_version: str


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with its meetings, to be written, and the version of the code that read it."""

    document: Document
    meetings: list[Meeting]
    code_version: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How files become meetings."""

    read: Callable[[Path, Path], Document]
    parse: Callable[[Document], list[Meeting]]
    version: str  # of the code that does it


@dataclass(slots=True)
class Plan:
    """What is to become of the documents of the archive and of the sources."""

    known: list[KnownDocument]
    kept: list[KnownDocument] = field(default_factory=list)
    moved: dict[int, str] = field(default_factory=dict)  # key → new path
    written: list[ReadDocument] = field(default_factory=list)
    failed: list[FailedFile] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be left in the archive."""
        return not (self.kept or self.moved or self.written)

    @property
    def changes_nothing(self) -> bool:
        """Whether the archive holds just this already."""
        return not (self.moved or self.written) and len(self.kept) == len(self.known)

    def counts(self) -> tuple[int, int, int, int]:
        """Return how many documents are added, updated, removed and unchanged, by their paths."""
        before = {one.path for one in self.known}
        read = {one.document.path for one in self.written} - {one.path for one in self.failed}
        after = {one.path for one in self.kept} | set(self.moved.values())
        after |= {one.document.path for one in self.written}
        origins = {one.path for one in self.known if one.key in self.moved}
        failing = {one.path for one in self.failed}
        return (
            len(read - before),
            len(read & before) + len(self.moved),
            len(before - after - origins),
            sum(one.path not in failing for one in self.kept),
        )


def reading_with(parse: Callable[[Document], list[Meeting]] | None) -> Reading:
    """Return the reading that uses `parse`, or the parser of protocols."""
    from index.parsing import parse_document
    from index.reading import read_document

    chosen = parse or parse_document
    version = code_version("index.reading", "index.cutting", chosen.__module__)
    return Reading(read_document, chosen, version)


def known_documents(connection: sqlite3.Connection) -> list[KnownDocument]:
    """Return the documents of the archive by their paths."""
    rows = connection.execute("SELECT key, path, sha256, code_version FROM documents ORDER BY path")
    return [KnownDocument(*row) for row in rows]


def compare(
    connection: sqlite3.Connection,
    known: list[KnownDocument],
    source: Sequence[Path],
    reading: Reading,
    say: Progress,
    *,
    anew: bool,
) -> Plan:
    """Look at every source file and read those that the archive does not have as they are.

    With `anew` all of them are read. Raises SourceError if a source does not exist.
    """
    plan = Plan(known)
    by_path = {one.path: one for one in known}
    by_content = {one.sha256: one for one in known}
    files = _scan(source, plan)
    for done, one in enumerate(files):
        say("read", done, len(files))
        before = by_path.get(one.path)
        twin = before if before and before.sha256 == one.sha256 else by_content.get(one.sha256)
        if twin is None or twin.code_version != reading.version or anew:
            _read(one, reading, plan)
        elif twin is before:
            plan.kept.append(twin)
        else:
            plan.moved[twin.key] = one.path
    say("read", len(files), len(files))
    for path in {failure.path for failure in plan.failed} & by_path.keys():
        before = by_path[path]
        if before.key in plan.moved:
            continue
        if anew:  # its file is broken now: what the archive has of it is written again
            meetings = list(load_meetings(connection, [before.key]).get(before.key, ()))
            if meetings:
                document = meetings[0].document
                plan.written.append(ReadDocument(document, meetings, before.code_version))
        else:
            plan.kept.append(before)
    return plan


def _scan(source: Sequence[Path], plan: Plan) -> list[SourceFile]:
    """Return the files to index; a copy of one before it, and what cannot be opened, go to `plan`.

    Two files of the same relative path in two sources are told apart by their folder's name.
    """
    from index.reading import find_files

    files: list[SourceFile] = []
    paths: set[str] = set()
    contents: set[str] = set()
    for file, root in find_files(source):
        path = file.relative_to(root).as_posix()
        if path in paths:
            path = f"{root.name}/{path}"
        number = 2
        while path in paths:
            path, number = f"{root.name}-{number}/{file.relative_to(root).as_posix()}", number + 1
        paths.add(path)
        try:
            digest = sha256_of(file)
        except OSError as error:
            plan.failed.append(FailedFile(path, f"{path} cannot be opened: {error.strerror}"))
            continue
        if digest in contents:
            plan.copies.append(path)
        else:
            contents.add(digest)
            files.append(SourceFile(file, root, path, digest))
    return files


def _read(one: SourceFile, reading: Reading, plan: Plan) -> None:
    try:
        document = replace(reading.read(one.file, one.root), path=one.path)
    except ReadError as error:
        plan.failed.append(FailedFile(one.path, str(error)))
        return
    try:
        meetings = reading.parse(document)
    except Exception as error:  # noqa: BLE001 - a slip of the parser must cost one file only
        reason = f"{one.path} could not be parsed ({type(error).__name__}: {error}); report it"
        plan.failed.append(FailedFile(one.path, reason))
        return
    plan.written.append(ReadDocument(document, meetings, reading.version))
