"""Protocols that people added one by one: their files, in a folder of the archive's own.

A file lies there under the checksum of its bytes. The name that it came with stands beside it and
is only shown: nothing in it is ever taken for a path.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from index.errors import ArchiveError
from index.layout import UPLOADS, sha256_of, sync_to_disk, write_durably
from index.source_files import SourceFile

PREFIX = ".uploads/"
"""How the paths of added documents begin; no hidden folder of a source is read."""

_LONGEST = 120  # characters of a name
_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_NAMELESS = "namnlös"


@dataclass(frozen=True, slots=True)
class Upload:
    """One added file."""

    sha256: str
    path: str  # of its document: PREFIX and the name, unique among those added
    added: str  # ISO 8601, UTC

    @property
    def name(self) -> str:
        """The name to show."""
        return self.path.removeprefix(PREFIX)


class Uploads:
    """The added files of the archive at `root`; the folder is made when there is a first one."""

    def __init__(self, root: Path) -> None:
        self._folder = root / UPLOADS

    def add(self, data: bytes, name: str) -> Upload:
        """Keep a file; one of the same content that is there already is returned instead."""
        checksum = sha256(data).hexdigest()
        held = {one.sha256: one for one in self.all()}
        if checksum in held:
            return held[checksum]
        upload = Upload(
            checksum,
            _unique(PREFIX + shown_name(name), {one.path for one in held.values()}),
            dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )
        self._folder.mkdir(parents=True, exist_ok=True)
        write_durably(self._folder / checksum, data)
        write_durably(self._folder / f"{checksum}.json", _note(upload).encode())
        return upload

    def all(self) -> list[Upload]:
        """Return what was added, first to last; ArchiveError if the note of one is damaged."""
        found = []
        for file in self._folder.iterdir() if self._folder.is_dir() else ():
            beside = file.with_name(f"{file.name}.json")
            if _CHECKSUM.fullmatch(file.name) and beside.is_file():
                found.append(_noted(file.name, beside))
        return sorted(found, key=lambda one: (one.added, one.path))

    def files(self) -> list[SourceFile]:
        """Return the files as `index` reads them, with the checksums that they have now."""
        return [
            SourceFile(file, path, sha256_of(file))
            for file, path in ((self._folder / one.sha256, one.path) for one in self.all())
        ]

    def find(self, checksum: str) -> Path | None:
        """Return where the file of a content lies; None if it was not added here."""
        file = self._folder / checksum
        return file if _CHECKSUM.fullmatch(checksum) and file.is_file() else None

    def remove(self, checksum: str) -> bool:
        """Remove a file; return whether there was one. The archive is told by the next sync."""
        file = self.find(checksum)
        if file is None:
            return False
        file.unlink()
        file.with_name(f"{checksum}.json").unlink(missing_ok=True)
        sync_to_disk(self._folder)
        return True

    def problems(self) -> list[str]:
        """Return a sentence for each added file that is not what it was."""
        try:
            held = self.all()
        except ArchiveError as error:
            return [str(error)]
        return [
            f"{UPLOADS}/{one.sha256} ({one.name}) is not the file that was added"
            for one in held
            if sha256_of(self._folder / one.sha256) != one.sha256
        ]

    def copy_to(self, root: Path) -> None:
        """Copy what was added, for a backup."""
        target = root / UPLOADS
        for one in self.all():
            target.mkdir(parents=True, exist_ok=True)
            for name in (one.sha256, f"{one.sha256}.json"):
                shutil.copyfile(self._folder / name, target / name)
                sync_to_disk(target / name)
        if target.is_dir():
            sync_to_disk(target)

    def become(self, other: Uploads, but: Container[str]) -> None:
        """Hold what `other` holds, except the contents in `but`."""
        kept = {one.sha256 for one in other.all() if one.sha256 not in but}
        for one in self.all():
            if one.sha256 not in kept:
                self.remove(one.sha256)
        other.copy_to(self._folder.parent)
        for one in self.all():
            if one.sha256 not in kept:
                self.remove(one.sha256)


def _note(upload: Upload) -> str:
    said = {"path": upload.path, "added": upload.added}
    own = sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return json.dumps({**said, "sha256": own}, ensure_ascii=False)


def _noted(checksum: str, file: Path) -> Upload:
    try:
        text = file.read_bytes().decode()
        said = json.loads(text)
        upload = Upload(checksum, said["path"], said["added"])
        is_whole = text == _note(upload)
    except (ValueError, TypeError, KeyError):
        is_whole = False
    if not is_whole:
        raise ArchiveError(
            f"{UPLOADS}/{file.name} is not the file that was written; restore a backup, or remove "
            f"{UPLOADS}/{checksum} and add it again"
        )
    return upload


def shown_name(name: str) -> str:
    """Return a name to show: its last part, without characters that are no text."""
    last = re.split(r"[/\\]", name)[-1]
    text = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in last)
    return " ".join(text.split()).lstrip(".")[-_LONGEST:].strip() or _NAMELESS


def _unique(path: str, taken: Container[str]) -> str:
    stem, dot, ending = path.rpartition(".")
    if not stem.removeprefix(PREFIX) or len(ending) > 8:
        stem, dot, ending = path, "", ""
    number, free = 2, path
    while free in taken:
        free, number = f"{stem} ({number}){dot}{ending}", number + 1
    return free
