"""The soak: 20 users ask for half an hour while syncs go on; no error, and memory stays flat.

python tests/soaking.py [--minutes 30] [--users 20] [--pause 4] [--slope 60]

The server is `protokollsvar chat` with the real model over the demo's protocols, the syncs are
those of `index --watch` while files come, change and go. Half of the users talk in the chat, by
Gradio's queue as its page does, in ever new conversations; the others ask the API and turn pages.
What must not change, a question about a protocol that stays, is asked all the time, and its answer
compared. Memory is that of the server and of `index --watch`; its slope is fitted over the last
half, when every cache is filled. Exit code 1 for an error, a wrong answer or a slope above the
limit.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "eval" / "demo"
FIXED = "Vilka var närvarande den 14 mars 2014?"
PAGES = ("/", "/en/", "/arkiv", "/arkiv/beslut", "/arkiv/personer", "/api", "/api/meetings")
PATIENCE = 120  # seconds for one request on a busy machine


@dataclass
class Tally:
    """What came of the soak."""

    done: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    # Of each process: minutes, MB.
    memory: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, fault: str = "") -> None:
        """Count a request."""
        with self.lock:
            self.done[kind] += 1
            self.seconds.append(seconds)
            if fault:
                self.faults.append(f"{kind}: {fault}")


class User:
    """One who asks, waits, and asks again."""

    def __init__(self, address: str, questions: list[str], tally: Tally, seed: int) -> None:
        self._chance = random.Random(seed)
        self._questions = questions
        self._tally = tally
        self._web = httpx.Client(base_url=address, timeout=PATIENCE)
        self._items: list[str] = []
        self._fixed: Any = None
        self._chats = seed % 2 == 0
        config = self._web.get("/config").json()
        self._ask = next(
            one["id"]
            for one in config["dependencies"]
            if any(target[1] == "submit" for target in one["targets"])
        )

    def live(self, stop: threading.Event, pause: float) -> None:
        """Do one thing after the other until `stop`."""
        while not stop.wait(self._chance.expovariate(1 / pause)):
            kind, act = self._next()
            began = time.perf_counter()
            try:
                fault = act()
            except (httpx.HTTPError, ValueError, KeyError) as error:
                fault = f"{type(error).__name__}: {error}"
            if not (stop.is_set() and fault):  # cut off at the end
                self._tally.note(kind, time.perf_counter() - began, fault)
        self._web.close()

    def _next(self) -> tuple[str, Callable[[], str]]:
        if self._chats:
            return "conversation", self._talk
        return self._chance.choice(
            [("question", self._question), ("known answer", self._known), ("page", self._page),
             ("search", self._search), ("item", self._item)]
        )  # fmt: skip

    def _talk(self) -> str:
        """Ask up to three questions in one conversation, as the chat page does."""
        session = uuid.uuid4().hex
        shown: list[dict[str, Any]] = []
        for _ in range(self._chance.randint(1, 3)):
            question = self._chance.choice(self._questions)
            joined = self._web.post(
                "/gradio_api/queue/join",
                json={"data": [question, shown], "fn_index": self._ask, "session_hash": session},
            )
            if joined.status_code != 200:
                return f"queue/join said {joined.status_code}"
            ended = self._hear(session)
            if not ended.get("success"):
                return f"the answer ended with {ended}"
            shown += [
                {"role": role, "content": [{"type": "text", "text": text}]}
                for role, text in (("user", question), ("assistant", "Svar."))
            ]
        return ""

    def _hear(self, session: str) -> dict[str, Any]:
        with self._web.stream(
            "GET", "/gradio_api/queue/data", params={"session_hash": session}
        ) as events:
            for line in events.iter_lines():
                if line.startswith("data: "):
                    event: dict[str, Any] = json.loads(line[6:])
                    if event["msg"] == "process_completed":
                        return event
        return {"msg": "the stream ended before the answer"}

    def _question(self) -> str:
        answer = self._web.get(
            "/api/ask", params={"question": self._chance.choice(self._questions)}
        )
        return "" if answer.status_code == 200 else f"{answer.status_code} {answer.text[:200]}"

    def _known(self) -> str:
        said = self._web.get("/api/ask", params={"question": FIXED}).json()
        told = (said.get("answer"), [one["quote"] for one in said.get("citations", ())])
        self._fixed = self._fixed or told
        return "" if told == self._fixed and said["status"] == "answered" else f"WRONG: {said}"

    def _page(self) -> str:
        path = self._chance.choice(PAGES)
        answer = self._web.get(path)
        return "" if answer.status_code == 200 else f"{path} said {answer.status_code}"

    def _search(self) -> str:
        query = self._chance.choice(self._questions)
        answer = self._web.get("/api/search", params={"query": query})
        if answer.status_code != 200:
            return f"{answer.status_code} {answer.text[:200]}"
        self._items = [one["item_id"] for one in answer.json()["hits"]]
        return ""

    def _item(self) -> str:
        if not self._items:
            return self._search()
        answer = self._web.get(f"/api/items/{self._chance.choice(self._items)}")
        # Its protocol may have gone since it was found.
        return "" if answer.status_code in (200, 404) else f"{answer.status_code}"


def stir(source: Path, stop: threading.Event, every: float, seed: int) -> None:
    """Let a protocol come, change and go, over and over; the others stay."""
    chance = random.Random(seed)
    texts = [file.read_text(encoding="utf-8") for file in sorted(DEMO.rglob("kf-*.md"))]
    number = 0
    while not stop.wait(every):
        number += 1
        file = source / f"nytt-{number % 3}.md"
        if file.exists() and chance.random() < 0.4:
            file.unlink()
        else:
            file.write_text(f"{chance.choice(texts)}\n\nRad {number}.\n", encoding="utf-8")


def memory_of(pid: int) -> float:
    """Return a process's resident memory in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def slope_of(memory: list[tuple[float, float]]) -> float:
    """Return by how many MB an hour memory grew in the last half."""
    last = memory[len(memory) // 2 :]
    minutes, held = np.array(last).T
    return float(np.polyfit(minutes, held, 1)[0] * 60)


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a command of ours; its words go to a file."""
    with (folder / f"{arguments[0]}.log").open("w", encoding="utf-8") as log:
        return subprocess.Popen(
            [sys.executable, "-c", "from ui.cli import main; main()", *arguments],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True,
            env={**os.environ, "PROTOKOLLSVAR_LOG": "json"},
        )  # fmt: skip


def ended(*processes: subprocess.Popen[str]) -> list[int]:
    """Return the exit codes of those that are not running."""
    return [code for one in processes if (code := one.poll()) is not None]


def soak(folder: Path, minutes: float, users: int, pause: float, every: float) -> Tally:
    """Run it all; return what came of it."""
    source, archive = folder / "protokoll", folder / "archive"
    shutil.copytree(DEMO / "protocols", source)
    questions = [
        json.loads(line)["question"]
        for file in sorted((DEMO / "questions").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    tally, stop = Tally(), threading.Event()
    watching = start(folder, "index", str(source), "--archive", str(archive), "--watch", "--json")
    assert watching.stdout is not None
    watching.stdout.readline()  # the first sync is done
    syncs: list[str] = []
    threads = [threading.Thread(target=lambda: syncs.extend(watching.stdout or ()))]
    chatting = start(folder, "chat", "--archive", str(archive), "--port", "0", "--json")
    assert chatting.stdout is not None
    address = json.loads("".join(iter(chatting.stdout.readline, "}\n")) + "}")["address"]
    all_users = [User(address, questions, tally, seed) for seed in range(users)]
    threads += [threading.Thread(target=one.live, args=(stop, pause)) for one in all_users]
    threads.append(threading.Thread(target=stir, args=(source, stop, every, 1)))
    for thread in threads:
        thread.start()
    began = time.monotonic()
    while (gone := time.monotonic() - began) < minutes * 60 and not ended(chatting, watching):
        for name, process in (("chat", chatting), ("index --watch", watching)):
            tally.memory.setdefault(name, []).append((gone / 60, memory_of(process.pid)))
        time.sleep(5)
    early = ended(chatting, watching)
    stop.set()
    watching.send_signal(signal.SIGTERM)
    for thread in threads:
        thread.join()
    tally.faults += [f"a process ended by itself with {code}" for code in early]
    chatting.send_signal(signal.SIGTERM)
    chatting.wait()
    watching.wait()
    tally.done["sync"] = len(syncs)
    for one in ("chat", "index"):
        for line in (folder / f"{one}.log").read_text(encoding="utf-8").splitlines():
            if '"level": "error"' in line or "Traceback" in line:
                tally.faults.append(f"{one}'s log: {line[:500]}")
    return tally


def main() -> None:
    """Run as a script."""
    options = argparse.ArgumentParser(description="Ask for a long time while syncs go on.")
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--users", type=int, default=20)
    options.add_argument("--pause", type=float, default=4, help="mean seconds between two requests")
    options.add_argument("--every", type=float, default=20, help="seconds between two changes")
    options.add_argument("--keep", type=Path, help="a folder for the logs and the curve of memory")
    options.add_argument("--slope", type=float, default=60, help="MB an hour that are allowed")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="protokollsvar-soak-") as folder:
        tally = soak(Path(folder), chosen.minutes, chosen.users, chosen.pause, chosen.every)
        if chosen.keep:
            for log in Path(folder).glob("*.log"):
                shutil.copy(log, chosen.keep)
            (chosen.keep / "memory.json").write_text(json.dumps(tally.memory), encoding="utf-8")
    middle, late = np.quantile(tally.seconds, (0.5, 0.95))
    slopes = {name: slope_of(memory) for name, memory in tally.memory.items()}
    print(  # noqa: T201 - a script's output
        f"{chosen.users} users, {chosen.minutes:g} minutes: "
        + ", ".join(f"{number} × {kind}" for kind, number in tally.done.most_common()),
        f"half done within {middle:.2f} s, 95 % within {late:.2f} s",
        *(
            f"memory of {name}: {held[0][1]:.0f} MB at the start, {held[len(held) // 2][1]:.0f} MB "
            f"at half-time, {held[-1][1]:.0f} MB at the end; "
            f"slope over the last half {slopes[name]:+.1f} MB an hour"
            for name, held in tally.memory.items()
        ),
        f"{len(tally.faults)} errors",
        *tally.faults[:20],
        sep="\n",
    )
    sys.exit(1 if tally.faults or max(slopes.values()) > chosen.slope else 0)


if __name__ == "__main__":
    main()
