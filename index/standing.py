"""How it stands with an archive: whether it can be read, and whether somebody is at it."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

from index.layout import Layout


class Standing(StrEnum):
    """How it stands with an archive that is served."""

    READY = "ready"
    EMPTY = "empty"  # nothing was indexed
    BUILDING = "building"  # … and a process is at it now
    STALE = "stale"  # of another model or version; what was read before may still answer
    DAMAGED = "damaged"


def is_being_written(path: Path) -> bool:
    """Return whether a process holds the writer's lock, as far as this system tells.

    Trying the lock would keep a writer out that begins at this very moment.
    """
    try:
        lock = Layout(path).lock.stat()
        held = Path("/proc/locks").read_text(encoding="ascii")
    except OSError:
        return False
    device = f"{os.major(lock.st_dev):02x}:{os.minor(lock.st_dev):02x}:{lock.st_ino}"
    inode = f":{lock.st_ino} "  # some file systems tell another device than stat does
    return any("FLOCK" in line and (device in line or inode in line) for line in held.splitlines())
