"""The protocols in a zip archive, each as if it lay in a folder of the archive's name."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from index.errors import ReadError
from index.finding import is_visible
from index.formats import Format, format_of, format_of_file
from index.limits import Limits

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
_ENCRYPTED = 0x1
_OFFICE = (".docx", ".docm", ".odt", ".ott")


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in an archive: the way to it, and its bytes or why it cannot be had."""

    inside: tuple[str, ...]  # its name in the archive, behind those of the archives around it
    data: bytes = field(default=b"", repr=False)
    failure: str | None = None


@dataclass(slots=True)
class _Count:
    """What the archives have come to so far, those inside included."""

    files: int = 0
    unpacked: int = 0


def unpack(path: Path, name: str, limits: Limits) -> Iterator[Packed]:
    """Yield the visible files in the archive at `path`, in its order; `name` is for the messages.

    Raises ReadError if the archive itself cannot be read or goes beyond a limit; an archive
    inside it that does is a failure of its own.
    """
    limits.check_bytes(path.stat().st_size, name)
    yield from _unpack(path.read_bytes(), name, (), limits, _Count())


def is_archive(path: Path, name: str) -> bool:
    """Return whether the file at `path` is an archive to unpack, and called one.

    A zip archive with the name of a Word file is a mistake that is told, not guessed about.
    Raises OSError if it cannot be opened.
    """
    try:
        kind = format_of_file(path, name)
    except ReadError:
        return False  # the reading says what is wrong with it
    return kind is Format.ZIP and path.suffix.lower() not in _OFFICE


def extract(data: bytes, name: str, inside: tuple[str, ...], limits: Limits) -> bytes:
    """Return the bytes of the file `name`, which lies `inside` an archive whose bytes are given.

    Raises ReadError if it cannot be had.
    """
    for member in inside:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                data = _bytes(archive, archive.getinfo(member), name, limits)
        except (*_DAMAGE, KeyError) as error:
            raise ReadError(f"{name} cannot be unpacked ({error}); pack it again.") from error
    return data


def _unpack(
    data: bytes, name: str, way: tuple[str, ...], limits: Limits, count: _Count
) -> Iterator[Packed]:
    if len(way) >= limits.nesting:
        raise ReadError(
            f"{name} lies in {len(way)} archives inside each other where at most "
            f"{limits.nesting} are opened; unpack it or raise PROTOKOLLSVAR_MAX_NESTING."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise ReadError(f"{name} is a damaged zip archive ({error}); pack it again.") from error
    with archive:
        members = [member for member in archive.infolist() if _is_shown(member)]
        if not members:
            raise ReadError(f"{name} is a zip archive without any file; pack it again.")
        count.files += len(members)
        count.unpacked += sum(member.file_size for member in members)
        if count.files > limits.files:
            raise ReadError(
                f"{name} holds {count.files} files where at most {limits.files} are read from an "
                "archive; split it or raise PROTOKOLLSVAR_MAX_FILES."
            )
        limits.check_unpacked(count.unpacked, name)
        for member in members:
            yield from _member(archive, member, name, way, limits, count)


def _member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    name: str,
    way: tuple[str, ...],
    limits: Limits,
    count: _Count,
) -> Iterator[Packed]:
    inside = (*way, member.filename)
    own_name = f"{name}/{member.filename}"
    try:
        data = _bytes(archive, member, own_name, limits)
        if format_of(data, own_name) is Format.ZIP:
            yield from _unpack(data, own_name, inside, limits, count)
        else:
            yield Packed(inside, data)
    except ReadError as error:
        yield Packed(inside, failure=str(error))


def _bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        raise ReadError(f"{name} has a password; pack it again without one.")
    limits.check_bytes(member.file_size, name)
    try:
        return archive.read(member)  # no more than `file_size` bytes, whatever is packed
    except _DAMAGE as error:
        raise ReadError(f"{name} cannot be unpacked ({error}); pack it again.") from error


def _is_shown(member: zipfile.ZipInfo) -> bool:
    return not member.is_dir() and all(map(is_visible, PurePosixPath(member.filename).parts))
