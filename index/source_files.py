"""The files of a user's sources, those in zip archives included, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from index.errors import ReadError
from index.layout import sha256_of
from index.limits import LIMITS, Limits
from index.nouns import Document, Meeting


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A source file that could not be indexed, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it lies in the sources, or in a zip archive there."""

    file: Path
    path: str  # relative to its root, unique in the archive
    sha256: str
    inside: tuple[str, ...] = ()  # the way to it in the archive that `file` is


def scan(
    source: Sequence[Path],
    failed: list[FailedFile],
    copies: list[str],
    limits: Limits = LIMITS,
) -> list[SourceFile]:
    """Return the files to read, those in zip archives included.

    A copy of one before it goes to `copies`, what cannot be opened to `failed`. Two files of the
    same relative path in two sources are told apart by their folder's name.
    """
    from index.finding import find_files

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
        for one in _look(file, path, failed, limits):
            if one.sha256 in contents:
                copies.append(one.path)
            else:
                contents.add(one.sha256)
                files.append(one)
    return files


def _look(file: Path, path: str, failed: list[FailedFile], limits: Limits) -> Iterator[SourceFile]:
    """Yield a file, or what is in it if it is a zip archive, with its checksum."""
    from index.unpacking import is_archive, unpack

    try:
        if not is_archive(file, path):
            yield SourceFile(file, path, sha256_of(file))
            return
        for one in unpack(file, path, limits):
            name = f"{path}/{'/'.join(one.inside)}"
            if one.failure is not None:
                failed.append(FailedFile(name, one.failure))
            else:
                yield SourceFile(file, name, sha256(one.data).hexdigest(), one.inside)
    except OSError as error:
        failed.append(FailedFile(path, f"{path} cannot be opened: {error.strerror}"))
    except ReadError as error:
        failed.append(FailedFile(path, str(error)))


def read_source(one: SourceFile, limits: Limits) -> Document:
    """Return a source file's text and pages; raises ReadError."""
    from index.reading import load, read_bytes
    from index.unpacking import extract

    data = load(one.file, one.path, limits)
    if one.inside:
        data = extract(data, one.path, one.inside, limits)
    return read_bytes(data, one.path, limits)


def with_reading_warnings(document: Document, meetings: list[Meeting]) -> list[Meeting]:
    """Return the meetings, each with the warnings of the pages in it that could not be read."""
    return [
        replace(
            meeting,
            warnings=(
                *(w for w in document.warnings if meeting.start <= w.start < meeting.end),
                *meeting.warnings,
            ),
        )
        for meeting in meetings
    ]


def parse_file(file: Path, limits: Limits = LIMITS) -> tuple[list[Meeting], list[FailedFile]]:
    """Return the meetings in one file, and what of it could not be read if it is an archive.

    Raises ReadError if there is nothing to return.
    """
    from index.parsing import parse_document

    failed: list[FailedFile] = []
    meetings: list[Meeting] = []
    for one in scan([file], failed, [], limits):
        try:
            document = read_source(one, limits)
            meetings += with_reading_warnings(document, parse_document(document))
        except ReadError as error:
            failed.append(FailedFile(one.path, str(error)))
    if failed and not meetings:
        raise ReadError(failed[0].reason)
    return meetings, failed
