"""The archive folder: the names of its files, who may write it, and how bytes get onto disk.

`records.sqlite` is the truth. A *generation* is one finished change; the derived stores of
generation 12 are `vectors/00000012.faiss` and `words/00000012/`, so writing the next ones disturbs
nobody who reads these.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArchiveBusy, ArchiveError

UPLOADS = "uploads"  # the folder of files that people added; `index.uploads` knows what is in it
_GENERATION = re.compile(r"\d{8}(?:\.faiss)?")


@dataclass(frozen=True, slots=True)
class Layout:
    """The file names of one archive folder; no other class knows them."""

    root: Path

    @property
    def records(self) -> Path:
        """The SQLite database that holds everything that cannot be derived."""
        return self.root / "records.sqlite"

    @property
    def manifest(self) -> Path:
        """The description of the current generation, for people and for copies."""
        return self.root / "manifest.json"

    @property
    def lock(self) -> Path:
        """The file whose lock the one writer holds."""
        return self.root / ".lock"

    @property
    def seal(self) -> Path:
        """The checksum of the records, while nobody changes them."""
        return self.root / "records.sha256"

    @property
    def last_sync(self) -> Path:
        """The note of how the last sync ended."""
        return self.root / "sync.json"

    def vectors(self, generation: int) -> Path:
        """Return the FAISS file of `generation`."""
        return self.root / "vectors" / f"{generation:08d}.faiss"

    def words(self, generation: int) -> Path:
        """Return the tantivy folder of `generation`."""
        return self.root / "words" / f"{generation:08d}"

    def derived_files(self, generation: int) -> list[Path]:
        """Return the files of both derived stores of `generation`, in order of their names."""
        words = self.words(generation)
        inside = (
            sorted(path for path in words.iterdir() if path.is_file()) if words.is_dir() else []
        )
        vectors = self.vectors(generation)
        return [*([vectors] if vectors.is_file() else []), *inside]

    def remove_records(self) -> None:
        """Remove the database with what SQLite keeps beside it and what describes it."""
        self.manifest.unlink(missing_ok=True)
        self.seal.unlink(missing_ok=True)
        self.last_sync.unlink(missing_ok=True)
        for ending in ("", "-wal", "-shm"):
            self.records.with_name(self.records.name + ending).unlink(missing_ok=True)

    def remove_generations(self, *, but: int) -> None:
        """Remove the derived stores of every generation, finished or not, except `but`."""
        kept = {self.vectors(but), self.words(but)}
        for folder in (self.root / "vectors", self.root / "words"):
            for path in folder.iterdir() if folder.is_dir() else ():
                if path in kept or not _GENERATION.fullmatch(path.name):
                    continue
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()

    def remove_generation(self, generation: int) -> None:
        """Remove what a crash may have left of a generation that never became current."""
        self.vectors(generation).unlink(missing_ok=True)
        shutil.rmtree(self.words(generation), ignore_errors=True)

    def strangers(self) -> list[str]:
        """Return the names of what nobody put into the folders of the derived stores."""
        return [
            path.relative_to(self.root).as_posix()
            for folder in (self.root / "vectors", self.root / "words")
            for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
            if not _GENERATION.fullmatch(path.name)
        ]

    def prepare(self) -> None:
        """Make the archive's folders; refuse a folder that holds something else.

        Raises ArchiveError if the folder cannot be made or is not an archive.
        """
        own = {
            "records.sqlite", "records.sha256", "manifest.json", "sync.json", ".lock", "vectors",
            "words",
        }  # fmt: skip
        own |= {UPLOADS}
        try:
            if self.root.is_dir() and not self.records.exists():
                strangers = sorted({path.name for path in self.root.iterdir()} - own)
                if strangers:
                    raise ArchiveError(
                        f"{self.root} is not an archive: it holds {strangers[0]!r} and no "
                        "records.sqlite; choose an empty or a new folder"
                    )
            for folder in (self.root, self.root / "vectors", self.root / "words"):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"the archive folder {self.root} cannot be written ({error.strerror}); "
                "choose another with --archive or mend its permissions"
            ) from error


@contextmanager
def writer_lock(layout: Layout) -> Iterator[None]:
    """Hold the archive's only writing right; a process that died does not hold it.

    Raises ArchiveError if another process writes the archive now.
    """
    try:
        descriptor = os.open(layout.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise ArchiveError(
            f"the archive folder {layout.root} cannot be written ({error.strerror}); "
            "choose another with --archive or mend its permissions"
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveBusy(
                f"another process is changing the archive {layout.root}; "
                "wait until it has finished and try again"
            ) from error
        yield
    finally:
        os.close(descriptor)


def sync_to_disk(path: Path) -> None:
    """Force a file, or a folder's list of names, onto the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, data: bytes) -> None:
    """Replace `path` by `data` in one step: a crash leaves the old content or the new."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        sync_to_disk(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_to_disk(path.parent)


def sha256_of(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
