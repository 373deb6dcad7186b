"""Single bytes of an archive are changed, one at a time: verify must find each of them.

python tests/corrupting.py [--changes 1000] [--seed 1]

After each change the archive is also used without asking verify: every answer must be that of the
undamaged archive, or an error in a sentence.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crashing import LONG, QUESTIONS

from fakes import SharedWordsEmbedder
from index.archive import Archive, verify_archive
from index.errors import ProtokollsvarError
from index.last_sync import LastSync, note_sync
from index.nouns import Filter
from index.search import Searcher
from index.uploads import Uploads
from tiny_protocols import LADA, ODATERAD, SKOLA, store_texts

TEXTS = {"lada.txt": LADA, "skola.txt": SKOLA, "odaterad.txt": ODATERAD, "lång.txt": LONG}


@dataclass
class Found:
    """What came of the changes."""

    by_file: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)  # verify said nothing
    wrong: list[str] = field(default_factory=list)  # an answer was another, and nobody said so
    refused: int = 0  # the archive said by itself that it is damaged


def make(archive: Path) -> None:
    """Make an archive in which there is a file of every kind."""
    store_texts(TEXTS, archive, SharedWordsEmbedder())
    Uploads(archive).add(LADA.encode(), "lada.txt")
    note_sync(archive, LastSync("2024-05-01T10:00:00+00:00", True, 2.5, added=len(TEXTS)))


def answers(archive: Path) -> Any:
    """Return everything that is asked of the archive."""
    opened = Archive.open(archive)
    searcher = Searcher(opened, SharedWordsEmbedder())
    hits = [
        [(hit.item.id, hit.text, round(hit.score, 6)) for hit in searcher.search(question)]
        for question in QUESTIONS
    ]
    named = [one.id for one in opened.meetings(Filter(person="Ada Ek"))]
    return hits, named, opened.meetings()


def corrupt(archive: Path, changes: int, seed: int) -> Found:
    """Change and restore one byte at a time, each file in its turn."""
    chance = random.Random(seed)
    files = [  # not the -shm file, which is how running readers share memory and is made anew
        one
        for one in sorted(archive.rglob("*"))
        if one.is_file() and one.stat().st_size and not one.name.endswith("-shm")
    ]
    right = answers(archive)
    found = Found()
    for number in range(changes):
        file = files[number % len(files)]
        data = file.read_bytes()
        at = chance.randrange(len(data))
        damaged = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        name = file.relative_to(archive).as_posix()
        found.by_file[name] += 1
        file.write_bytes(damaged)
        if not verify_archive(archive):
            found.missed.append(f"{name} at {at}")
        try:
            if answers(archive) != right:
                found.wrong.append(f"{name} at {at}")
        except ProtokollsvarError:
            found.refused += 1
        file.write_bytes(data)
    return found


def main() -> None:
    """Run as a script; exit code 1 if a change was missed or gave a wrong answer."""
    options = argparse.ArgumentParser(description="Change single bytes of an archive.")
    options.add_argument("--changes", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="protokollsvar-corrupt-") as folder:
        archive = Path(folder, "archive")
        make(archive)
        found = corrupt(archive, chosen.changes, chosen.seed)
    print(  # noqa: T201 - a script's output
        f"{sum(found.by_file.values())} single-byte changes in {len(found.by_file)} files: "
        f"{len(found.missed)} missed by verify, {len(found.wrong)} wrong answers, "
        f"{found.refused} refused at use",
        *found.missed, *found.wrong, sep="\n",
    )  # fmt: skip
    sys.exit(1 if found.missed or found.wrong else 0)


if __name__ == "__main__":
    main()
