"""The archive as its readers see it: one folder, one generation at a time.

A reader works on a snapshot: records, vectors and words of the same generation. A finished change
of another process is picked up as a whole by `refresh`; whoever still works on the old snapshot
is not disturbed.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.embedding import ModelIdentity
from index.errors import ArchiveError, NoArchive, StaleArchive
from index.generations import check_not_lost, heal_manifest
from index.layout import Layout
from index.manifest import Manifest, check_tables
from index.nouns import ANY, FRAME_SUFFIX, Filter, Item, Meeting
from index.recall import (
    PassageRow,
    load_meetings,
    load_passages,
    load_sentences,
    passing_meetings,
    passing_passages,
)
from index.records import generation_of, read_manifest, schema_version
from index.register import Register, numbered_items, read_register
from index.sealing import check_at_opening
from index.standing import Standing, is_being_written
from index.stores import EmbeddedStore

KEPT_DOCUMENTS = 20_000  # loaded at most; 1,221 protocols of the demo's length took 54 MB
_PATIENCE, _PAUSE = 60.0, 0.05  # seconds for a writer to finish, and between two looks
_KEPT_FILTERS = 32  # whose passages and registers are remembered, a few MB each at the most

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """How much an archive holds, and what made it."""

    meetings: int
    items: int  # without sub-items
    passages: int
    first_date: dt.date | None
    last_date: dt.date | None
    model_name: str
    dim: int
    schema_version: int
    generation: int
    built_at: str  # ISO 8601, UTC
    documents: int


class Snapshot:
    """One generation of an archive; it does not change, and many threads may read it."""

    def __init__(self, layout: Layout) -> None:
        """Open the current generation; ArchiveError or StaleArchive if there is none to read."""
        self._connection = connect_for_reading(layout)
        weakref.finalize(self, self._connection.close)
        # One connection with one open transaction is one view; the lock lends it to one thread.
        self._lock = threading.RLock()
        self._connection.execute("BEGIN")
        self.manifest = _manifest_of(self._connection, layout)
        self.store = EmbeddedStore(layout, self.manifest)
        self._documents: dict[str, int] = dict(
            self._connection.execute("SELECT id, document FROM meetings")
        )
        self._loaded: OrderedDict[int, dict[str, Meeting]] = OrderedDict()
        self._passing: OrderedDict[Filter, tuple[int, ...]] = OrderedDict()
        self._registers: OrderedDict[Filter, Register] = OrderedDict()
        self._meetings: OrderedDict[Filter, list[Meeting]] = OrderedDict()

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        """Return the meetings that pass, by date (those without one last) and then id."""
        with self._lock:
            found = self._meetings.get(where)
            if found is None:
                ids = dict(self._connection.execute("SELECT key, id FROM meetings"))
                keys = passing_meetings(self._connection, where)
                found = _kept(self._meetings, where, self._load([ids[key] for key in keys]))
            return list(found)

    def meeting(self, meeting_id: str) -> Meeting:
        """Return the meeting of this id; KeyError if there is none."""
        with self._lock:
            return self._load([meeting_id])[0]

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return the item or sub-item of this id and its meeting; KeyError if there is none.

        A meeting's frame, which answers cite for attendance and the like, has an id too.
        """
        with self._lock:
            if item_id.endswith(FRAME_SUFFIX):
                meeting = self.meeting(item_id.removesuffix(FRAME_SUFFIX))
                return meeting, meeting.frame
            row = self._connection.execute(
                "SELECT m.id FROM items i JOIN meetings m ON m.key = i.meeting WHERE i.id = ?",
                (item_id,),
            ).fetchone()
            if row is None:
                raise KeyError(item_id)
            meeting = self.meeting(row[0])
        return meeting, next(item for item in _walk(meeting.items) if item.id == item_id)

    def find_items(self, item_ids: Sequence[str]) -> dict[str, tuple[Meeting, Item]]:
        """Return the top-level items of these ids and their meetings; KeyError if one is not."""
        with self._lock:
            owners = dict(
                self._connection.execute(
                    "SELECT i.id, m.id FROM items i JOIN meetings m ON m.key = i.meeting "
                    "WHERE i.id IN (SELECT value FROM json_each(?))",
                    (json.dumps(list(item_ids)),),
                )
            )
            wanted = list(dict.fromkeys(owners[item_id] for item_id in item_ids))
            meetings = dict(zip(wanted, self._load(wanted), strict=True))
        return {
            item_id: (meeting, next(item for item in meeting.items if item.id == item_id))
            for item_id in item_ids
            for meeting in (meetings[owners[item_id]],)
        }

    def passages(self, ids: Iterable[int]) -> dict[int, PassageRow]:
        """Return the passages of these ids."""
        with self._lock:
            return load_passages(self._connection, ids)

    def sentences(self, item_ids: Iterable[str]) -> dict[str, list[tuple[int, int, bytes]]]:
        """Return each top-level item's sentences: start, end, float32 numbers of the vector."""
        with self._lock:
            return load_sentences(self._connection, item_ids)

    def register(self, where: Filter = ANY) -> Register:
        """Return the meetings that pass and who is on record in them, without loading them."""
        with self._lock:
            found = self._registers.get(where)
            if found is None:
                keys = None if where == ANY else passing_meetings(self._connection, where)
                found = _kept(self._registers, where, read_register(self._connection, keys))
            return found

    def numbered_items(self, parts: Collection[str], where: Filter = ANY) -> list[tuple[str, str]]:
        """Return id and number of each item and sub-item whose number holds one of `parts`."""
        with self._lock:
            keys = passing_meetings(self._connection, where)
            return numbered_items(self._connection, parts, keys)

    def passing_passages(self, where: Filter) -> tuple[int, ...] | None:
        """Return the ids of the passages that a search may find; None means all of them."""
        if where == ANY:
            return None
        with self._lock:
            found = self._passing.get(where)
            if found is None:
                keys = passing_meetings(self._connection, where)
                ids = passing_passages(self._connection, keys, where.items)
                found = _kept(self._passing, where, ids)
            return found

    def status(self) -> ArchiveStatus:
        """Return what the generation holds."""
        with self._lock:
            first, last = self._connection.execute(
                "SELECT min(date), max(date) FROM meetings"
            ).fetchone()
        manifest = self.manifest
        return ArchiveStatus(
            meetings=manifest.meetings,
            items=manifest.items,
            passages=manifest.passages,
            first_date=dt.date.fromisoformat(first) if first else None,
            last_date=dt.date.fromisoformat(last) if last else None,
            model_name=manifest.model_name,
            dim=manifest.model_dim,
            schema_version=manifest.schema_version,
            generation=manifest.generation,
            built_at=manifest.built_at,
            documents=manifest.documents,
        )

    def execute(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows of a reading SQL query against the records of this generation."""
        with self._lock:
            return self._connection.execute(query).fetchall()

    def _load(self, ids: list[str]) -> list[Meeting]:
        keys = {meeting_id: self._documents[meeting_id] for meeting_id in ids}
        missing = set(keys.values()) - self._loaded.keys()
        found = {key: self._loaded[key] for key in set(keys.values()) - missing}
        if missing:
            for key, meetings in load_meetings(self._connection, missing).items():
                found[key] = {meeting.id: meeting for meeting in meetings}
        for key, by_id in found.items():
            self._loaded[key] = by_id
            self._loaded.move_to_end(key)
        while len(self._loaded) > KEPT_DOCUMENTS:
            self._loaded.popitem(last=False)
        return [found[key][meeting_id] for meeting_id, key in keys.items()]


class Archive:
    """A folder of indexed protocols, opened for reading; safe to use from many threads."""

    def __init__(self, path: Path, expected: ModelIdentity | None = None) -> None:
        """Open the archive; `open` says what it raises."""
        self.path = path
        self._layout = Layout(path)
        self._expected = expected
        self._refreshing = threading.Lock()
        connect_for_reading(self._layout).close()  # says in a sentence that there is nothing
        check_at_opening(self._layout)
        self._snapshot = self._checked(Snapshot(self._layout))
        self._file = self._layout.records.stat().st_ino
        self._watch = connect_for_reading(self._layout)
        weakref.finalize(self, self._watch.close)
        check_not_lost(self._layout, self._watch)
        heal_manifest(self._layout, self._snapshot.manifest)

    @classmethod
    def open(cls, path: Path, expected: ModelIdentity | None = None) -> Archive:
        """Open the archive in the folder `path` for reading.

        Raises ArchiveError if there is none or it is damaged, StaleArchive if its tables are of
        another version, or its vectors of another model than `expected`.
        """
        return cls(path, expected)

    @property
    def snapshot(self) -> Snapshot:
        """The generation that was current at the last refresh."""
        return self._snapshot

    def refresh(self) -> bool:
        """Pick up a finished change of another process; return whether there was one.

        Costs some tens of microseconds where there was none. Raises StaleArchive if the archive
        was rebuilt with another model than the expected one.
        """
        with self._refreshing:
            try:
                file = self._layout.records.stat().st_ino
            except FileNotFoundError:
                return False  # it was removed; what was opened can still be read
            if file != self._file:  # removed and built anew: the old one's number says nothing
                self._snapshot = self._checked(Snapshot(self._layout))
                self._file, self._watch = file, connect_for_reading(self._layout)
                weakref.finalize(self, self._watch.close)
                return True
            try:
                current = generation_of(self._watch)
            except sqlite3.DatabaseError as error:
                raise ArchiveError(
                    f"the records in {self.path} cannot be read any longer ({error}); "
                    "run: protokollsvar verify"
                ) from error
            if current == self._snapshot.manifest.generation:
                return False
            self._snapshot = self._checked(Snapshot(self._layout))
            return True

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        """Return the meetings that pass, by date (those without one last) and then id."""
        return self._snapshot.meetings(where)

    def meeting(self, meeting_id: str) -> Meeting:
        """Return the meeting of this id; KeyError if there is none."""
        return self._snapshot.meeting(meeting_id)

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return the item or sub-item of this id and its meeting; KeyError if there is none."""
        return self._snapshot.find_item(item_id)

    def status(self) -> ArchiveStatus:
        """Return what the archive holds."""
        return self._snapshot.status()

    def standing(self) -> Standing:
        """Return how it stands with the archive, as of the last refresh."""
        if self.status().meetings:
            return Standing.READY
        return Standing.BUILDING if is_being_written(self.path) else Standing.EMPTY

    def verify(self) -> list[str]:
        """Return a sentence for each thing that is wrong with the archive; none, if all is well."""
        return verify_archive(self.path)

    def _checked(self, snapshot: Snapshot) -> Snapshot:
        if self._expected is not None:
            snapshot.manifest.check_model(self._expected, self.path)
        return snapshot


def verify_archive(path: Path) -> list[str]:
    """Return a sentence for each thing that is wrong with the archive; none, if all is well.

    What another process is changing may look wrong meanwhile, so it is looked at once more when
    that process has finished, or has not for a minute. Raises ArchiveError if there is no archive
    at all, StaleArchive if its tables are of another version.
    """
    layout = Layout(path)
    if not layout.records.is_file():
        raise ArchiveError(f"there is no archive in {path}; run: protokollsvar index SOURCE")
    if not _problems(layout):
        return []
    latest = time.monotonic() + _PATIENCE
    while is_being_written(path) and time.monotonic() < latest:
        time.sleep(_PAUSE)
    return _problems(layout)


def _problems(layout: Layout) -> list[str]:
    from index.verifying import problems_of

    try:
        with closing(connect_for_reading(layout)) as connection:
            connection.execute("BEGIN")
            return problems_of(layout, connection, _manifest_of(connection, layout))
    except StaleArchive:
        raise
    except (ArchiveError, sqlite3.DatabaseError) as error:
        return [f"{layout.records.name} is damaged: {error}"]


def _kept(cache: OrderedDict[Filter, Kept], where: Filter, found: Kept) -> Kept:
    """Return `found`, kept for the next time; the oldest is forgotten when there are many."""
    cache[where] = found
    while len(cache) > _KEPT_FILTERS:
        cache.popitem(last=False)
    return found


def _walk(items: Iterable[Item]) -> Iterable[Item]:
    for item in items:
        yield item
        yield from _walk(item.sub_items)


def connect_for_reading(layout: Layout) -> sqlite3.Connection:
    """Open the records for reading only."""
    if not layout.records.is_file():
        raise NoArchive(
            f"there is no archive in {layout.root}; make one with: protokollsvar index SOURCE"
        )
    uri = layout.records.absolute().as_uri()
    try:
        return _opened(f"{uri}?mode=ro")
    except sqlite3.OperationalError:
        # On a medium that cannot be written SQLite must be told that nobody else writes either.
        wal = layout.records.with_name(layout.records.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise ArchiveError(
                f"{layout.root} was copied in the middle of a change or cannot be locked; "
                "copy it again with every file in it, or make it writable"
            ) from None
        return _opened(f"{uri}?mode=ro&immutable=1")
    except sqlite3.DatabaseError as error:
        raise ArchiveError(
            f"{layout.records} cannot be read as an archive ({error}); "
            "build it anew with: protokollsvar index --rebuild"
        ) from error


def _opened(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _manifest_of(connection: sqlite3.Connection, layout: Layout) -> Manifest:
    check_tables(schema_version(connection), layout.root)
    try:
        manifest = read_manifest(connection)
    except (ValueError, TypeError, sqlite3.DatabaseError) as error:
        raise ArchiveError(
            f"the records in {layout.root} cannot be read ({error}); run: protokollsvar verify"
        ) from error
    if manifest is None:
        raise NoArchive(
            f"{layout.root} has no finished index; make one with: protokollsvar index SOURCE"
        )
    return manifest
