"""How the last sync of an archive ended, for those who watch over it: counts and times, no names.

It lies beside the records, in `sync.json`, and carries its own checksum: a sync that changes
nothing must not touch the records.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from index.layout import Layout, write_durably


@dataclass(frozen=True, slots=True)
class LastSync:
    """When a sync ended, whether it was finished, and how many documents it concerned."""

    at: str  # ISO 8601, UTC
    is_done: bool
    seconds: float
    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: int = 0


def note_sync(archive: Path, last: LastSync) -> None:
    """Note how a sync ended; an archive that is not there or cannot be written gets no note."""
    layout = Layout(archive)
    if layout.records.is_file():
        with suppress(OSError):  # a full disk is why it failed; that was said already
            write_durably(layout.last_sync, _line(asdict(last)).encode())


def now() -> str:
    """Return the time as a note has it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def last_sync(archive: Path) -> LastSync | None:
    """Return how the last sync ended; None if nobody noted it or the note is damaged."""
    try:
        text = Layout(archive).last_sync.read_text(encoding="utf-8")
        fields = json.loads(text)
        del fields["sha256"]
        last = LastSync(**fields)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return last if text == _line(asdict(last)) else None


def note_problem(layout: Layout) -> str | None:
    """Return what is wrong with the note; None if there is none or it is whole."""
    if layout.last_sync.exists() and last_sync(layout.root) is None:
        return f"{layout.last_sync.name} is not the file that was written; run index again"
    return None


def _line(fields: dict[str, object]) -> str:
    digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    return json.dumps({**fields, "sha256": digest}) + "\n"
