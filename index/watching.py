"""Waiting until the files of the sources change, and until they have settled.

The files are looked at, not subscribed to: protocols often lie on a network drive, where no
notification comes, and a look at some thousand names takes milliseconds.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.finding import is_visible

EVERY = 2.0  # seconds between two looks

Look = dict[str, tuple[int, int, int]]
"""Size, time of change and number of each visible file, by its path."""


def settled_changes(
    source: Sequence[Path], stop: threading.Event, *, every: float = EVERY, since: Look
) -> Iterator[Look]:
    """Yield the newest look each time the files of `source` differ from the last one yielded.

    A file that is still being copied is waited for: two looks in a row must be the same. Ends
    when `stop` is set.
    """
    known, before = since, since
    while not stop.wait(every):
        now = look(source)
        if now not in (known, before):  # still on the move
            before = now
        elif now == before and now != known:
            known = now
            yield now
        else:
            before = now


def look(source: Sequence[Path]) -> Look:
    """Return what the visible files of `source` are like; what is not there is left out."""
    found: Look = {}
    for one in source:
        if one.is_dir():
            for place, folders, files in os.walk(one):
                folders[:] = [name for name in folders if is_visible(name)]
                for name in files:
                    if is_visible(name):
                        _note(Path(place, name), found)
        else:
            _note(one, found)
    return found


def _note(file: Path, found: Look) -> None:
    try:
        stat = file.stat()
    except OSError:
        return  # it went between the two looks, or cannot be seen, which the sync reports
    found[str(file)] = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
