"""Comparing source files with an archive: what is kept, what only moved, what is read anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.code_version import code_version
from index.erasing import erased_contents
from index.errors import ReadError
from index.limits import LIMITS, Limits
from index.manifest import SCHEMA_VERSION
from index.masking import Mask, masked_document
from index.nouns import Document, Item, Meeting
from index.ocr import missing_for_ocr
from index.recall import load_documents, load_meetings
from index.records import masks_of, schema_version
from index.source_files import FailedFile, SourceFile, read_source, scan, with_reading_warnings
from index.uploads import PREFIX

UNREAD = "-unread"
"""The end of the version of a document of which a page could not be read."""
_OLDER = ".tables-"
"""In the version of a document that lies in tables of an older version, before its number."""

Progress = Callable[[str, int, int], None]
"""Called with the stage ("read", "embed" or "write"), how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document as the archive has it."""

    key: int
    path: str
    sha256: str
    code_version: str

    @property
    def is_older(self) -> bool:
        """Whether only its text and pages can be read, and the rest must be parsed from these."""
        return _OLDER in self.code_version


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with its meetings, to be written, and the version of the code that read it."""

    document: Document
    meetings: list[Meeting]
    code_version: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How files become meetings."""

    read: Callable[[SourceFile, Limits], Document]
    parse: Callable[[Document], list[Meeting]]
    version: str  # of the code that does it: of the reading, a point, of the rest
    limits: Limits

    def version_of(self, document: Document) -> str:
        """Return the version to note for a document: another where a page could not be read."""
        return self.version + (UNREAD if document.warnings else "")

    def is_current(self, version: str) -> bool:
        """Return whether a document noted with `version` needs not be read again.

        One with pages that wait for OCR is read again as soon as there is one.
        """
        return version == self.version or (
            version == self.version + UNREAD and missing_for_ocr() is not None
        )

    def has_text(self, version: str) -> bool:
        """Return whether the text of a document noted with `version` is as it would be read now.

        Then it need not be read, or recognised, again to be parsed again.
        """
        same = version.partition(".")[0] == self.version.partition(".")[0]
        return same and not version.endswith(UNREAD)


@dataclass(slots=True)
class Plan:
    """What is to become of the documents of the archive and of the sources."""

    known: list[KnownDocument]
    kept: list[KnownDocument] = field(default_factory=list)
    moved: dict[int, str] = field(default_factory=dict)  # key → new path
    rewritten: dict[int, str] = field(default_factory=dict)  # … of those moved and written again
    written: list[ReadDocument] = field(default_factory=list)
    failed: list[FailedFile] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)  # files that were erased and must not come back

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be left in the archive."""
        return not (self.kept or self.moved or self.written)

    @property
    def changes_nothing(self) -> bool:
        """Whether the archive holds just this already."""
        return not (self.moved or self.written) and len(self.kept) == len(self.known)

    def paths(self) -> dict[str, list[str]]:
        """Return the paths of the documents that are added, updated, removed and unchanged."""
        before = {one.path for one in self.known}
        moved = self.moved | self.rewritten
        read = {one.document.path for one in self.written} - {one.path for one in self.failed}
        read -= set(moved.values())
        after = {one.path for one in self.kept} | set(moved.values())
        after |= {one.document.path for one in self.written}
        origins = {one.path for one in self.known if one.key in moved}
        failing = {one.path for one in self.failed}
        return {
            "added": sorted(read - before),
            "updated": sorted([*(read & before), *moved.values()]),
            "removed": sorted(before - after - origins),
            "unchanged": sorted(one.path for one in self.kept if one.path not in failing),
        }


def reading_with(
    parse: Callable[[Document], list[Meeting]] | None,
    limits: Limits = LIMITS,
    read: Callable[[SourceFile, Limits], Document] | None = None,
) -> Reading:
    """Return the reading that uses `read` and `parse`, or the readers and parser of protocols."""
    from index.parsing import parse_document

    chosen = parse or parse_document
    version = f"{code_version('index.reading')}.{code_version('index.cutting', chosen.__module__)}"
    return Reading(read or _read_any, chosen, version, limits)


def _read_any(one: SourceFile, limits: Limits) -> Document:
    """Read a file; one that somebody added by the page in a process of its own."""
    if one.path.startswith(PREFIX):
        from index.apart import read_apart

        return read_apart(one, limits)
    return read_source(one, limits)


def known_documents(connection: sqlite3.Connection) -> list[KnownDocument]:
    """Return the documents of the archive by their paths.

    What older tables hold beside text and pages is derived from these, so it is made anew.
    """
    rows = connection.execute("SELECT key, path, sha256, code_version FROM documents ORDER BY path")
    tables = schema_version(connection)
    if tables == SCHEMA_VERSION:
        return [KnownDocument(*row) for row in rows]
    return [
        KnownDocument(key, path, sha256, _in_older_tables(version, tables))
        for key, path, sha256, version in rows
    ]


def _in_older_tables(version: str, tables: int) -> str:
    ending = UNREAD if version.endswith(UNREAD) else ""
    return f"{version.removesuffix(UNREAD).partition('.')[0]}{_OLDER}{tables}{ending}"


def compare(
    connection: sqlite3.Connection,
    known: list[KnownDocument],
    source: Sequence[Path],
    reading: Reading,
    say: Progress,
    *,
    anew: bool,
    added: Sequence[SourceFile] = (),
    others_stay: bool = False,
) -> Plan:
    """Look at every source file and read those that the archive does not have as they are.

    Those in `added` count as sources too; with `others_stay` what was not added stays as it is.
    With `anew` all of them are read. Raises SourceError if a source does not exist.
    """
    plan = Plan(known)
    gone = erased_contents(connection)
    masks = masks_of(connection)
    files = scan(source, plan.failed, plan.copies, reading.limits)
    contents = {one.sha256 for one in files}
    if others_stay:
        plan.kept = [one for one in known if not one.path.startswith(PREFIX)]
        contents |= {one.sha256 for one in plan.kept}
        known = [one for one in known if one.path.startswith(PREFIX)]
    plan.copies += [one.path for one in added if one.sha256 in contents]
    files += [one for one in added if one.sha256 not in contents]
    by_path = {one.path: one for one in known}
    by_content = {one.sha256: one for one in known}
    plan.erased = [one.path for one in files if one.sha256 in gone]
    files = [one for one in files if one.sha256 not in gone]
    for done, one in enumerate(files):
        say("read", done, len(files))
        before = by_path.get(one.path)
        twin = before if before and before.sha256 == one.sha256 else by_content.get(one.sha256)
        if twin is None or anew:
            _read(one, reading, plan, masks)
        elif not reading.is_current(twin.code_version):
            if reading.has_text(twin.code_version):
                _parse(replace(_text_of(connection, twin), path=one.path), reading, plan)
            else:
                _read(one, reading, plan, masks)
        elif twin is before:
            plan.kept.append(twin)
        else:
            plan.moved[twin.key] = one.path
    say("read", len(files), len(files))
    failing = {failure.path for failure in plan.failed}
    for path, before in by_path.items():
        if not failing.intersection(_and_around(path)) or before.key in plan.moved:
            continue
        if before in plan.kept:
            continue
        if before.is_older:
            _parse(_text_of(connection, before), reading, plan)
        elif anew:  # its file is broken now: what the archive has of it is written again
            _write_again(connection, before, before.path, plan)
        else:
            plan.kept.append(before)
    return plan


def write_all_again(connection: sqlite3.Connection, plan: Plan) -> None:
    """Have what the plan keeps or moves written again from the records: for another model."""
    keeping = [(one, one.path) for one in plan.kept]
    moving = [(one, plan.moved[one.key]) for one in plan.known if one.key in plan.moved]
    plan.kept, plan.moved, plan.rewritten = [], {}, plan.moved
    for one, path in keeping + moving:
        _write_again(connection, one, path, plan)


def _text_of(connection: sqlite3.Connection, one: KnownDocument) -> Document:
    return load_documents(connection, [one.key])[one.key]


def _write_again(connection: sqlite3.Connection, one: KnownDocument, path: str, plan: Plan) -> None:
    if meetings := load_meetings(connection, [one.key]).get(one.key):
        document = replace(meetings[0].document, path=path)
        plan.written.append(
            ReadDocument(document, [_in(document, each) for each in meetings], one.code_version)
        )


def _in(document: Document, meeting: Meeting) -> Meeting:
    """Return the meeting as one of `document`, which differs from its own by the path only."""
    return replace(
        meeting,
        document=document,
        items=tuple(_item_in(document, item) for item in meeting.items),
    )


def _item_in(document: Document, item: Item) -> Item:
    inside = tuple(_item_in(document, one) for one in item.sub_items)
    return replace(item, document=document, sub_items=inside)


def _read(one: SourceFile, reading: Reading, plan: Plan, masks: Sequence[Mask]) -> None:
    try:
        document = reading.read(one, reading.limits)
        if document.sha256 != one.sha256:
            raise ReadError(
                f"{one.path} was changed while it was indexed; index again when it is written."
            )
    except ReadError as error:
        plan.failed.append(FailedFile(one.path, str(error)))
        return
    own = [mask for mask in masks if mask.fits(document.sha256, document.path)]
    _parse(masked_document(document, own), reading, plan)


def _parse(document: Document, reading: Reading, plan: Plan) -> None:
    try:
        meetings = with_reading_warnings(document, reading.parse(document))
    except Exception as error:  # noqa: BLE001 - a slip of the parser must cost one file only
        path, kind = document.path, type(error).__name__
        reason = f"{path} could not be parsed ({kind}: {error}); report it"
        plan.failed.append(FailedFile(path, reason))
        return
    plan.written.append(ReadDocument(document, meetings, reading.version_of(document)))


def _and_around(path: str) -> list[str]:
    """Return `path` and what is around it: a file in an archive is lost with its archive."""
    parts = path.split("/")
    return ["/".join(parts[: at + 1]) for at in range(len(parts))]
