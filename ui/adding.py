"""Adding protocols while the chat runs: one thread reads, understands and indexes what came."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from queue import Empty, Queue

from index.apart import read_apart, unpack_apart
from index.embedding import Embedder
from index.errors import ArchiveBusy, ProtokollsvarError, ReadError
from index.indexing import SyncReport, sync
from index.limits import LIMITS, Limits
from index.nouns import Document
from index.source_files import SourceFile
from index.uploads import Upload, Uploads, shown_name

MOST_WAITING = 500  # files that may wait to be read: a flood fills no disk
KEPT = 500  # files that the page still knows of
_TOGETHER = 25  # files that are indexed in one change
_AGAIN = 2.0  # seconds after which an archive that another process changes is tried again
_ERASED = "its content was erased from this archive and is not taken in again"

_logger = logging.getLogger(__name__)


class FullError(ProtokollsvarError):
    """Too many files wait to be read."""


class State(StrEnum):
    """What becomes of an added file."""

    WAITING = "waiting"
    READING = "reading"
    INDEXING = "indexing"
    DONE = "done"
    KNOWN = "known"  # the archive has these bytes already
    FAILED = "failed"
    REMOVED = "removed"


_OVER = frozenset({State.DONE, State.KNOWN, State.FAILED, State.REMOVED})


@dataclass(frozen=True, slots=True)
class Added:
    """A file on its way into the archive, as the page shows it."""

    id: str
    name: str
    state: State = State.WAITING
    reason: str = ""  # why it failed, one sentence in English
    sha256: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.state in _OVER


class Adding:
    """Takes files in and out of an archive, one after the other; safe to use from many threads."""

    def __init__(
        self,
        archive: Path,
        embedder: Embedder,
        limits: Limits = LIMITS,
        changed: Callable[[], object] | None = None,
    ) -> None:
        """Add to the archive in this folder; `changed` is called when a change is finished."""
        self.limits = limits
        self.changed = changed
        self._path = archive
        self._embedder = embedder
        self._uploads = Uploads(archive)
        self._incoming = Path(tempfile.mkdtemp(prefix="protokollsvar-"))
        weakref.finalize(self, shutil.rmtree, self._incoming, ignore_errors=True)
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Added] = OrderedDict()
        self._waiting: Queue[tuple[str, Path | None]] = Queue()
        self._documents: dict[str, Document] = {}  # read, not yet indexed
        self._thread: threading.Thread | None = None

    def place(self) -> Path:
        """Return where to write a file before `add` is called with it."""
        return self._incoming / secrets.token_hex(16)

    def add(self, file: Path, name: str) -> Added:
        """Have a file at `place` taken in; FullError if too many are waiting."""
        if self._waiting.qsize() >= MOST_WAITING:
            raise FullError(f"{MOST_WAITING} files wait already; add this one later")
        added = Added(secrets.token_urlsafe(9), shown_name(name))
        self._put(added)
        self._begin(added.id, file)
        return added

    def remove(self, sha256: str) -> None:
        """Have an added file taken out again, and its protocol with it."""
        with self._lock:
            held = [one for one in self._known.values() if one.sha256 == sha256]
        name = next((one.name for one in self._uploads.all() if one.sha256 == sha256), "")
        if not name:
            return
        added = held[-1] if held else Added(secrets.token_urlsafe(9), name, sha256=sha256)
        self._put(replace(added, state=State.INDEXING))
        self._begin(added.id, None)

    def latest(self) -> list[Added]:
        """Return the files that came lately, in order."""
        with self._lock:
            return list(self._known.values())

    def held(self) -> list[Upload]:
        """Return the added files that the archive keeps."""
        return self._uploads.all()

    def _begin(self, id_: str, file: Path | None) -> None:
        with self._lock:
            self._waiting.put((id_, file))
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="protokollsvar-adding", daemon=True
                )
                self._thread.start()

    def _put(self, added: Added) -> None:
        with self._lock:
            self._known[added.id] = added
            while len(self._known) > KEPT:
                self._known.popitem(last=False)

    def _work(self) -> None:
        while True:
            batch = [self._waiting.get()]
            try:
                while len(batch) < _TOGETHER:
                    batch.append(self._waiting.get_nowait())
            except Empty:
                pass
            try:
                self._take(batch)
            except Exception:
                # The page goes on; the operator finds the cause in the log.
                _logger.exception("could not add files")
                self._fail_unfinished([id_ for id_, _ in batch], "an error of the program")

    def _take(self, batch: list[tuple[str, Path | None]]) -> None:
        ready: dict[str, Added] = {}  # by checksum
        for id_, file in batch:
            added = self._known.get(id_)
            if added is None:
                continue
            if file is None:
                self._uploads.remove(added.sha256)
                ready[added.sha256] = added
                continue
            try:
                for one in self._members(added, file):
                    ready |= {one.sha256: one} if not one.over else {}
            finally:
                file.unlink(missing_ok=True)
        if ready:
            self._index(ready)
        self._documents.clear()

    def _members(self, added: Added, file: Path) -> list[Added]:
        """Return what came of a file, or of each file in a zip archive, when it was read."""
        self._put(reading := replace(added, state=State.READING))
        target = file.with_name(f"{file.name}.d")
        target.mkdir()
        try:
            inside = unpack_apart(file, added.name, target, self.limits)
            if inside is None:
                return [self._read(reading, file)]
            with self._lock:
                del self._known[added.id]
            found = []
            for name, member, failure in inside:
                one = Added(secrets.token_urlsafe(9), shown_name(name), State.READING)
                self._put(one)
                found.append(self._failed(one, failure) if failure else self._read(one, member))
        except ReadError as error:
            return [self._failed(reading, str(error))]
        else:
            return found
        finally:
            shutil.rmtree(target, ignore_errors=True)

    def _read(self, added: Added, file: Path) -> Added:
        """Read a file and keep it; the result says whether it can be indexed."""
        before = {one.sha256 for one in self._uploads.all()}
        upload = self._uploads.add(file.read_bytes(), added.name)
        if upload.sha256 in before:
            return self._over(replace(added, state=State.KNOWN, sha256=upload.sha256))
        added = replace(added, state=State.INDEXING, sha256=upload.sha256)
        source = self._uploads.find(upload.sha256)
        try:
            if source is None:
                return self._failed(added, f"{added.name} went while it was added; add it again")
            one = SourceFile(source, upload.path, upload.sha256)
            self._documents[upload.sha256] = read_apart(one, self.limits)
        except BaseException as error:
            self._uploads.remove(upload.sha256)
            if isinstance(error, ReadError):
                return self._failed(added, str(error))
            raise
        return self._over(added)

    def _index(self, ready: Mapping[str, Added]) -> None:
        """Make one change of the archive out of what was read or removed."""
        paths = {one.path: one.sha256 for one in self._uploads.all()}
        try:
            report = self._synced()
        except ProtokollsvarError as error:
            for sha256, added in ready.items():
                self._uploads.remove(sha256)
                self._failed(added, str(error))
            return
        refused = {paths.get(one.path): one.reason for one in report.failed}
        refused |= {paths.get(path): f"{path}: {_ERASED}" for path in report.erased}
        copies = {paths.get(path) for path in report.copies}
        if self.changed is not None:
            # What each visitor may see of it is told when they look; it is in the archive.
            with suppress(ProtokollsvarError):
                self.changed()
        for sha256, added in ready.items():
            if sha256 in refused:
                self._uploads.remove(sha256)
                self._failed(added, refused[sha256])
            elif sha256 in copies:
                self._uploads.remove(sha256)
                self._over(replace(added, state=State.KNOWN))
            elif self._uploads.find(sha256) is None:
                self._over(replace(added, state=State.REMOVED))
            else:
                self._over(replace(added, state=State.DONE))

    def _synced(self) -> SyncReport:
        """Sync what was added; wait while another process changes the archive."""
        waiting = threading.Event()

        def read(one: SourceFile, limits: Limits) -> Document:
            document = self._documents.get(one.sha256)
            return read_apart(one, limits) if document is None else document

        while True:
            try:
                return sync(
                    (), self._path, self._embedder, only_added=True, limits=self.limits, read=read
                )
            except ArchiveBusy:
                waiting.wait(_AGAIN)

    def _failed(self, added: Added, reason: str) -> Added:
        return self._over(replace(added, state=State.FAILED, reason=reason))

    def _over(self, added: Added) -> Added:
        self._put(added)
        return added

    def _fail_unfinished(self, ids: list[str], reason: str) -> None:
        for added in self.latest():
            if not added.over and (added.id in ids or added.state is not State.WAITING):
                self._failed(added, reason)
