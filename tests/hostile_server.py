"""The whole app over a real archive, behind its guards, as hostile requests find it."""

from __future__ import annotations

import asyncio
import gc
import re
import tempfile
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from hostile_answers import CANARY, Answered, Wrong, check
from hostile_requests import Asked, typed

from fake_archive import FIRST, SECOND
from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.indexing import sync
from index.limits import Limits
from index.search import Searcher
from index.uploads import Uploads
from qa.assistant import ArchiveAssistant
from qa.reader import Reading
from served_app import CLOSED_TEXT, PASSWORD, closed_in, routes_of, users_in
from ui.access import COOKIE, Guard
from ui.adding import Adding
from ui.app import create_app
from ui.feedback import FeedbackFile
from ui.originals import Originals
from ui.rights import LOGIN, LOGOUT, RIGHTS

# Of the files that are added: small, so that what takes too much is ended soon.
LIMITS = Limits(megabytes=5, unpacked_megabytes=20, pages=300, lines=20_000, files=500, seconds=10)
SLOW = 60.0  # seconds for one request: a hang, also on a busy machine
# Held open for as long as the page is there; a visitor who leaves ends them.
_ENDLESS = re.compile(r"/heartbeat/|/queue/data|/mcp$")


class NoReading:
    """A reader that finds nothing, so that no model is loaded."""

    def read_parts(
        self, _question: str, contexts: Sequence[tuple[str, Sequence[tuple[int, int]]]], /
    ) -> list[list[Reading]]:
        """Return a reading without an answer for each part of each context."""
        return [[Reading(0.0, start, start, 0.0) for start, _ in parts] for _, parts in contexts]


class Hostile:
    """The app behind its guards on an event loop of its own, and all that is sent to it."""

    def __init__(self, folder: Path) -> None:
        """Build a real archive in `folder`, with secrets beside it, and start the app."""
        self.folder = folder
        self.statuses: Counter[int] = Counter()
        self.slowest = 0.0
        self.app = self._built()
        users = users_in(folder)
        self._before = self._files()
        # On this machine everything may be asked; elsewhere the cookies and passwords matter.
        self._open = Guard(self.app, "127.0.0.1")
        self._closed = Guard(self.app, "0.0.0.0", users)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._stop = asyncio.Event()
        self._life = asyncio.run_coroutine_threadsafe(self._live(), self._loop)
        asyncio.run_coroutine_threadsafe(self._started(), self._loop).result(60)
        self.cookie = self._signed_in()

    def send(self, asked: Asked, *, signed_in: bool | None = None) -> Answered:
        """Send a request and check its answer; `signed_in` None: where nobody is asked."""
        guard = self._open if signed_in is None else self._closed
        if signed_in:
            # Who signs out has a session of their own; the others go on with theirs.
            session = self._signed_in() if asked.path == LOGOUT else self.cookie
            cookie = (b"cookie", f"{COOKIE}={session}".encode())
            asked = Asked(
                asked.method, asked.path, asked.query, (*asked.headers, cookie), asked.body
            )
        # Rates are tested elsewhere; here they would answer in the app's place.
        rates = (guard._requested, guard._asked, guard._sent, guard._tried, guard._tried_in_all)
        for rate in rates:
            rate._done.clear()
        began = time.perf_counter()
        future = asyncio.run_coroutine_threadsafe(_call(guard, asked), self._loop)
        answer = future.result(SLOW)
        self.slowest = max(self.slowest, time.perf_counter() - began)
        self.statuses[answer.status] += 1
        check(asked, answer)
        return answer

    def routes(self) -> list[tuple[str, str]]:
        """Return the routes: the app's, Gradio's, and those that the guard answers itself."""
        door = [(right.method, right.path) for right in RIGHTS if right.path in (LOGIN, LOGOUT)]
        return [(method, path) for method, path, _ in routes_of(self.app)] + door

    def wait_until_read(self, patience: float = 600) -> None:
        """Wait until something has become of each added file. Raises Wrong if it does not."""
        until = time.monotonic() + patience
        while left := [one.name for one in self._adding.latest() if not one.over]:
            if time.monotonic() > until:
                raise Wrong(f"not read within {patience:.0f} s: {left}")
            time.sleep(0.1)
        self.archive.refresh()

    def foreign_files(self) -> set[str]:
        """Return what was written beside the archive and is not ours."""
        return self._files() - self._before

    def close(self) -> None:
        """Stop the app."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._life.result(60)
        asyncio.run_coroutine_threadsafe(_ended(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()

    def _built(self) -> Any:
        sources = self.folder / "källor"
        (sources / "slutna").mkdir(parents=True)
        (self.folder / "hemligt.txt").write_text(CANARY)
        (sources / ".hemligt").write_text(CANARY)
        for name, text in (("a.txt", FIRST), ("b.txt", SECOND), ("slutna/c.txt", CLOSED_TEXT)):
            (sources / name).write_text(text, encoding="utf-8")
        place, embedder = self.folder / "archive", SharedWordsEmbedder()
        sync([sources], place, embedder)
        self.archive = archive = Archive.open(place, embedder.identity)
        self._adding = Adding(place, embedder, LIMITS)
        searcher = Searcher(archive, embedder)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            app = create_app(
                archive,
                ArchiveAssistant(archive, searcher, NoReading()),
                searcher,
                feedback=FeedbackFile(place / "feedback.jsonl"),
                originals=Originals([sources], Uploads(place)),
                adding=self._adding,
                closed=closed_in(self.folder),
                host="0.0.0.0",
            )
            gc.collect()
        return app

    def _files(self) -> set[str]:
        archive = self.folder / "archive"
        return {
            str(path) for path in self.folder.rglob("*") if not path.is_relative_to(archive)
        } | {str(path) for path in self.folder.parent.iterdir()}

    async def _live(self) -> None:
        async with self.app.router.lifespan_context(self.app):
            self._running.set()
            await self._stop.wait()

    async def _started(self) -> None:
        await asyncio.wait_for(self._running.wait(), 60)

    @property
    def _running(self) -> asyncio.Event:
        if not hasattr(self, "_is_running"):
            self._is_running = asyncio.Event()
        return self._is_running

    def _signed_in(self) -> str:
        body = urlencode({"name": "editor", "password": PASSWORD}).encode()
        answer = self.send(Asked("POST", LOGIN, headers=typed("form"), body=body), signed_in=False)
        return answer.headers["set-cookie"].partition("=")[2].partition(";")[0]


async def _ended() -> None:
    """End what Gradio leaves running."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


async def _call(app: Any, asked: Asked) -> Answered:
    """Call an ASGI app as a server does."""
    headers = dict(asked.headers)
    headers.setdefault(b"host", b"127.0.0.1:7860")
    if asked.body:
        headers.setdefault(b"content-length", str(len(asked.body)).encode())
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "method": asked.method, "path": asked.path, "raw_path": quote(asked.path).encode(),
        "query_string": asked.query, "root_path": "", "headers": list(headers.items()),
        "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", 7860),
    }  # fmt: skip
    size = max(1, -(-len(asked.body) // asked.chunks))
    parts = [asked.body[at : at + size] for at in range(0, len(asked.body), size)] or [b""]
    done = asyncio.Event()
    endless = bool(_ENDLESS.search(asked.path))

    async def receive() -> dict[str, Any]:
        if parts:
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}
        if not endless:
            await done.wait()
        return {"type": "http.disconnect"}

    status, sent, body = 0, {}, bytearray()

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, sent
        if message["type"] == "http.response.start":
            status = message["status"]
            sent = {k.decode("latin-1"): v.decode("latin-1") for k, v in message["headers"]}
        else:
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                done.set()

    await app(scope, receive, send)
    done.set()
    return Answered(status, sent, bytes(body))


@contextmanager
def running() -> Iterator[Hostile]:
    """Run the app over an archive in a folder of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder, "server")
        place.mkdir()
        hostile = Hostile(place)
        try:
            yield hostile
        finally:
            hostile.close()
