"""The crash harness: `index` is killed and starved at every point while readers ask.

python tests/crashing.py [--moments 500] [--every 1] [--seed 1] [--patience 90]

A process with everything imported forks one child a trial. The child syncs an archive from one
known state of its sources to the next and is killed: at a random moment; at the first and last
pass of every function and C call of the modules that write (they are found by running, so a new
one cannot be forgotten); at every write, fsync, truncation, rename, unlink and mkdir of the
process, SQLite's, FAISS' and tantivy's own included (whole or torn, where a C compiler is there to
make the preloaded library). The same calls fail with EIO once and with ENOSPC for good. After each
trial the archive must be as before or after, `verify` must find nothing, and the next run must
bring it to the state after.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import faulthandler
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import faiss  # noqa: F401 - imported before the forks, so that no child has to
import tantivy  # noqa: F401

import index.indexing
import index.verifying
import index.words
from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.errors import ArchiveError
from index.indexing import sync
from index.search import Searcher
from tiny_protocols import LADA, ODATERAD, SKOLA, tiny_parse

WRITING = ("indexing", "changes", "generations", "layout", "records", "manifest", "vectors",
           "words", "naming", "sealing")  # fmt: skip
HERE = Path(__file__).parent
LIBRARY = "PROTOKOLLSVAR_FAILING_DISK"  # set for the process that runs with it preloaded
TORN = -1
PATIENCE = 90  # seconds after which a child is taken to hang; a trial takes less than one

LONG = "Kulturnämnden | 2022-05-05 | Ada Ek\n" + "".join(
    f"# {n} Bidrag till förening {n}\nNämnden beviljar {n} 000 kronor till förening nummer {n}.\n"
    for n in range(1, 30)
)
# What the sources hold, one state after the other and round again: files that are added, changed,
# removed, moved and exchanged.
STATES: list[dict[str, str]] = [
    {"lada.txt": LADA, "skola.txt": SKOLA},
    {"lada.txt": LADA.replace("i maj", "i juni"), "odaterad.txt": ODATERAD, "lång.txt": LONG},
    {"skola.txt": LADA.replace("i maj", "i juni"), "lada.txt": SKOLA, "kort.txt": LONG},
    {"skola.txt": SKOLA.replace("antar", "avslår"), "odaterad.txt": ODATERAD},
]
QUESTIONS = ("rivning av ladan", "nästa möte i juni", "skolskjutsar på landsbygden", "förening 7")


@dataclass
class Tally:
    """What came of the trials."""

    trials: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)  # before, after
    faults: list[str] = field(default_factory=list)  # "lost …", "half-visible …", "wrong …"
    reused: int = 0  # embeddings that the run after a crash found made
    asked: int = 0


class Forked:
    """A child process that does some work and sends what it returns, or how it failed."""

    patience = PATIENCE  # more for a run of low priority on a busy machine

    def __init__(self, work: Callable[[], Any], *, may_hang: bool = True) -> None:
        receive, send = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(receive)
            if may_hang:
                faulthandler.dump_traceback_later(self.patience, exit=True)
            try:
                said = {"value": work()}
            except ArchiveError as error:
                said = {"refused": str(error)}
            except BaseException:  # noqa: BLE001 - the parent is told
                said = {"failed": traceback.format_exc()}
            with os.fdopen(send, "w") as pipe:
                json.dump(said, pipe)
            os._exit(0)
        os.close(send)
        self.pipe = os.fdopen(receive)

    def result(self) -> dict[str, Any]:
        """Return what the child sent; nothing if it was killed."""
        with self.pipe:
            text = self.pipe.read()
        _, status = os.waitpid(self.pid, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            return {"failed": f"a process that hung for {self.patience} s or died"}
        return json.loads(text) if text else {}


class Place:
    """A source folder and an archive that is brought from state to state."""

    def __init__(self, root: Path) -> None:
        self.source = root / "protokoll"
        self.archive = root / "archive"

    def offer(self, state: int) -> None:
        """Let the sources be in a state."""
        shutil.rmtree(self.source, ignore_errors=True)
        self.source.mkdir(parents=True)
        for name, text in STATES[state].items():
            (self.source / name).write_text(text, encoding="utf-8")

    def sync(self) -> int:
        """Bring the archive to what the sources hold; return how many texts were embedded."""
        index.indexing.BATCH = 8
        embedder = SharedWordsEmbedder()
        return sync([self.source], self.archive, embedder, parse=tiny_parse).embedded

    def state(self) -> tuple[int | None, list[str]]:
        """Return the state in which the archive is, None if in none, and what verify finds."""
        archive = Archive.open(self.archive)
        Searcher(archive, SharedWordsEmbedder()).search("ladan")
        return state_of(archive), archive.verify()


def state_of(archive: Archive) -> int | None:
    snapshot = archive.snapshot
    held = {one.document.path: one.document.text for one in snapshot.meetings()}
    return next((n for n, state in enumerate(STATES) if state == held), None)


def answers(searcher: Searcher) -> list[str]:
    return [
        hits[0].text if (hits := searcher.search(question, 3)) else "" for question in QUESTIONS
    ]


def read_on(archive: Path, expected: list[list[str]], stop: int) -> dict[str, Any]:
    """Ask until `stop` can be read; return how often, and what was wrong."""
    searcher = Searcher(Archive.open(archive), SharedWordsEmbedder())
    wrong: list[str] = []
    asked = [0, 0]
    ended = threading.Event()

    def ask(reader: int) -> None:
        own = searcher
        while not ended.is_set():
            try:
                if reader and asked[1] % 5 == 0:  # one who has just come
                    own = Searcher(Archive.open(archive), SharedWordsEmbedder())
                before = state_of(own.archive)
                said = answers(own)
                after = state_of(own.archive)
                if before is None or after is None:
                    wrong.append("half-visible to a reader")
                elif before == after and said != expected[before]:
                    wrong.append(f"wrong answers in state {before}: {said}")
                asked[reader] += len(said)
            except Exception:  # noqa: BLE001 - any error is what this looks for
                wrong.append("wrong: a reader got an error: " + traceback.format_exc())
            if len(wrong) > 5:
                return

    threads = [threading.Thread(target=ask, args=(one,)) for one in (0, 1)]
    for thread in threads:
        thread.start()
    os.read(stop, 1)
    ended.set()
    for thread in threads:
        thread.join()
    return {"asked": sum(asked), "wrong": wrong}


class Points:
    """Counts the passes of functions and C calls in the modules that write; may die at one."""

    def __init__(self, die_at: tuple[str, int] | None = None) -> None:
        self.passes: Counter[str] = Counter()
        self.die_at = die_at

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        layer, _, module = frame.f_globals.get("__name__", "").partition(".")
        if layer != "index" or module not in WRITING or event not in ("call", "return", "c_call"):
            return
        called = f" {getattr(argument, '__name__', '?')}" if event == "c_call" else ""
        name = f"{module}.{frame.f_code.co_name} {event}{called}"
        self.passes[name] += 1
        if (name, self.passes[name]) == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)


class Harness:
    """Trials on one archive."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.now = 0
        self.tally = Tally()
        place.offer(0)
        self.sent(Forked(place.sync))

    def trial(
        self, kind: str, arm: Callable[[], None] = lambda: None, kill_after: float | None = None
    ) -> None:
        """Sync to the next state in a child that `arm` prepares, then look what became of it."""
        before, after = self.now, (self.now + 1) % len(STATES)
        self.place.offer(after)

        def work() -> int:
            arm()
            return self.place.sync()

        child = Forked(work)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child.pid, signal.SIGKILL)
        said = child.result()
        self.tally.trials[kind] += 1
        if "failed" in said:
            self.fault(f"wrong: {kind}: no sentence but {said['failed']}")
        state, problems = self.sent(Forked(self.place.state))
        if state not in (before, after):
            self.fault(f"lost: {kind}: the archive is in state {state}, not {before} or {after}")
        elif "value" in said and state != after:
            self.fault(f"lost: {kind}: finished, but in state {state}")
        if problems:
            self.fault(f"half-visible: {kind}: {problems}")
        self.tally.ends["after" if state == after else "before"] += 1
        embedded = self.sent(Forked(self.place.sync))
        state, problems = self.sent(Forked(self.place.state))
        if state != after or problems:
            self.fault(f"lost: {kind}: the next run left state {state}, {problems}")
        self.tally.reused += embedded == 0
        self.now = after

    def say(self) -> None:
        """Print how far it has come: the whole run takes an hour."""
        done = ", ".join(f"{number} × {kind}" for kind, number in self.tally.trials.items())
        print(f"{done}: {len(self.tally.faults)} faults", flush=True)  # noqa: T201

    def fault(self, words: str) -> None:
        self.tally.faults.append(words)
        print(words, file=sys.stderr)  # noqa: T201 - a script's output

    def sent(self, child: Forked) -> Any:
        """Return what a child sent that must not fail."""
        said = child.result()
        if "value" not in said:
            raise SystemExit(f"what must work failed: {said}")
        return said["value"]

    def whole_run(self, arm: Callable[[], None], then: Callable[[], Any]) -> Any:
        """Sync to the next state undisturbed; return what `then` says of it in the child."""
        self.now = (self.now + 1) % len(STATES)
        self.place.offer(self.now)

        def work() -> Any:
            arm()
            self.place.sync()
            return then()

        return self.sent(Forked(work))

    def passes(self) -> dict[str, int]:
        """Return how often each named point was passed in a whole run."""
        counter = Points()

        def counted() -> Counter[str]:
            sys.setprofile(None)
            return counter.passes

        found: dict[str, int] = self.whole_run(lambda: sys.setprofile(counter), counted)
        return found

    def expected(self) -> list[list[str]]:
        """Return the answers of every state, asked with nothing else going on."""

        def ask() -> list[str]:
            return answers(Searcher(Archive.open(self.place.archive), SharedWordsEmbedder()))

        found: dict[int, list[str]] = {}
        for _ in STATES:
            self.whole_run(lambda: None, lambda: None)
            found[self.now] = self.sent(Forked(ask))
        return [found[one] for one in range(len(STATES))]


def run(place: Place, moments: int, every: int, seed: int) -> Tally:
    """Do all trials; `every` takes each so-manieth point of a kind only."""
    chance = random.Random(seed)
    harness = Harness(place)
    expected = harness.expected()
    receive, send = os.pipe()
    readers = Forked(lambda: read_on(place.archive, expected, receive), may_hang=False)
    began = time.perf_counter()
    harness.whole_run(lambda: None, lambda: None)
    seconds = time.perf_counter() - began
    for _ in range(moments):
        harness.trial("random moment", kill_after=chance.uniform(0, seconds))
    harness.say()
    passes: Counter[str] = Counter()
    for _ in STATES:
        for name, times in harness.passes().items():
            passes[name] = max(passes[name], times)
    points = sorted({(name, one) for name, times in passes.items() for one in (1, times)})
    for point in points[::every]:
        harness.trial("named point", lambda point=point: sys.setprofile(Points(point)))  # type: ignore[misc]
    harness.say()
    for limit in [chance.randrange(1, 200_000) for _ in range(40 // every + 1)]:
        harness.trial("full file", lambda limit=limit: _allow(limit))  # type: ignore[misc]
    if disk := os.environ.get(LIBRARY):
        library = ctypes.CDLL(disk)
        calls = max(
            harness.whole_run(lambda: library.disk_arm(10**9, 0, 0), library.disk_seen)
            for _ in STATES
        )
        ways = [("killed at a call", 0, 0), ("torn write", TORN, 0), ("EIO once", errno.EIO, 0),
                ("disk full", errno.ENOSPC, 1)]  # fmt: skip
        for kind, mode, for_good in ways:
            for call in range(0, calls, every):
                harness.trial(
                    kind,
                    lambda c=call, m=mode, g=for_good: library.disk_arm(c, m, g),  # type: ignore[misc]
                )
            harness.say()
    os.write(send, b".")
    said = harness.sent(readers)
    harness.tally.asked = said["asked"]
    for words in said["wrong"]:
        harness.fault(words)
    return harness.tally


def _allow(size: int) -> None:
    """Let no file of this process grow beyond `size` bytes: whoever writes gets EFBIG."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def main() -> None:
    """Run as a script; exit code 1 if anything was lost, half-visible or wrong."""
    options = argparse.ArgumentParser(description="Kill and starve index while readers ask.")
    options.add_argument("--moments", type=int, default=500)
    options.add_argument("--every", type=int, default=1)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--patience", type=int, default=PATIENCE)
    chosen = options.parse_args()
    Forked.patience = chosen.patience
    with tempfile.TemporaryDirectory(prefix="protokollsvar-crash-") as folder:
        if LIBRARY not in os.environ and (compiler := shutil.which("cc")):
            library = str(Path(folder, "failing_disk.so"))
            source = str(HERE / "failing_disk.c")
            subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"],
                           check=True)  # fmt: skip
            environment = {**os.environ, LIBRARY: library, "LD_PRELOAD": library}
            sys.exit(subprocess.call([sys.executable, *sys.argv], env=environment))
        began = time.perf_counter()
        tally = run(Place(Path(folder)), chosen.moments, chosen.every, chosen.seed)
    kinds = Counter(words.split(":")[0].split()[0] for words in tally.faults)
    print(  # noqa: T201 - a script's output
        ", ".join(f"{number} × {kind}" for kind, number in tally.trials.items()),
        f"\n{tally.ends['before']} left the archive as before, {tally.ends['after']} as after; "
        f"{tally.reused} next runs embedded nothing again",
        f"\n{tally.asked} questions asked meanwhile, {time.perf_counter() - began:.0f} s",
        f"\n{kinds['lost']} lost, {kinds['half-visible']} half-visible, {kinds['wrong']} wrong",
    )
    sys.exit(1 if tally.faults else 0)


if __name__ == "__main__":
    main()
