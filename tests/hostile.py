"""Hostile requests to the whole app: addresses, names, filters, cookies, bodies, files.

`python tests/hostile.py 100000` sends that many to the app behind its guard, over a real archive,
and fails on an answer of 500 or more, a traceback, a byte of a file outside the archive, or a
script that a browser would run. A third are made by schemathesis from the API's own description and
by Hypothesis, the others drawn from a corpus.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import logging
import random
import re
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import hypothesis
from hostile_files import hostile_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

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
from ui.rights import LOGIN, LOGOUT, RIGHTS, Table

# Of the files that are added: small, so that what takes too much is ended soon.
LIMITS = Limits(megabytes=5, unpacked_megabytes=20, pages=300, lines=20_000, files=500, seconds=10)
SLOW = 60.0  # seconds for one request: a hang, also on a busy machine
CANARY = "kanariefågeln-sjunger-4711"  # stands in a file beside the archive, and nowhere else
OUTSIDE = (CANARY, "root:x:0:0", "-----BEGIN")
MARK = "zqx"  # what a hostile script calls
_TRACES = ("Traceback (most recent call last)", 'File "/', '.py", line')
# Held open for as long as the page is there; a visitor who leaves ends them.
_ENDLESS = re.compile(r"/heartbeat/|/queue/data|/mcp$")

SCRIPTS = [
    f"<script>{MARK}(1)</script>", f'"><img src=x onerror={MARK}(1)>', f"javascript:{MARK}(1)",
    f"'-{MARK}(1)-'", f"</title><svg/onload={MARK}(1)>", f"{{{{{MARK}(1)}}}}", f"${{{MARK}(1)}}",
    f"<a href=javascript:{MARK}(1)>x</a>", f"]]><script>{MARK}(1)</script>",
]  # fmt: skip
PATHS = [
    "../" * 9 + "etc/passwd", "..%2f" * 9 + "etc%2fpasswd", "..\\" * 9 + "etc\\passwd",
    "/etc/passwd",
    "....//" * 9 + "etc/passwd", "%2e%2e/" * 9 + "etc/passwd", "file:///etc/passwd", "hemligt.txt",
    "../hemligt.txt", "../../hemligt.txt", "%00", "a\x00b", "..;/hemligt.txt", "~root", "C:\\x",
    "http://127.0.0.1:1/", "//ondska.example/x", "\\\\ondska.example\\x", ".git/config", "CON",
]  # fmt: skip
ODD = [
    "", " ", "\u0000", "\ufeff", "\u202e", "å" * 300, "x" * 5000, "%", "%s%n", "'", '"', "\\", "*",
    "' OR 1=1 --", "1; DROP TABLE meetings", "NaN", "-1", "0", "9" * 400, "1e999", "true", "null",
    "[]", "{}", "\r\nSet-Cookie: x=1", "🜏", "\ud7ff", "\ud800", "AND OR NOT", "field:x", "a~9",
    "/x/", "(((", "2019-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2019", "-2019",
    "Hamnrådet", "hamn", "Alva Brandt", "3/2019", "-protokollet", "x-protokollet", "kvicksilvret",
    "Slutna rådet",
]  # fmt: skip
WORDS = [*SCRIPTS, *PATHS, *ODD]
NAMES = (
    "question query after from to body person k lang organ fran till ord sida start end panel typ "
    "visa belopp fler namn session_hash __theme view x"
).split()
COOKIES = [
    COOKIE, f"{COOKIE}-inloggning", "session", "access-token", "access-token-unsecure", "x",
]  # fmt: skip
HEADERS = (
    "accept accept-language accept-encoding content-type content-length host origin referer range "
    "x-forwarded-for x-forwarded-proto x-forwarded-host x-remote-user x-gradio-user if-none-match "
    "if-modified-since sec-fetch-site x-request-id transfer-encoding expect authorization"
).split()


class Wrong(AssertionError):
    """An answer that must not be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as bytes on the wire would give it."""

    method: str
    path: str  # decoded, as a server gives it
    query: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""
    chunks: int = 1  # in how many parts the body comes


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoReading:
    """A reader that finds nothing, so that no model is loaded."""

    def read_parts(
        self, _question: str, contexts: Sequence[tuple[str, Sequence[tuple[int, int]]]], /
    ) -> list[list[Reading]]:
        """Return a reading without an answer for each part of each context."""
        return [[Reading(0.0, start, start, 0.0) for start, _ in parts] for _, parts in contexts]


class Scripts(HTMLParser):
    """Collects what in a page a browser would run of what a visitor sent."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            text = (value or "").strip().lower()
            runs = name.startswith("on") or text.startswith(("javascript:", "data:text/html"))
            if (runs or name == "srcdoc") and MARK in text:
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        # Our own scripts are files; Gradio's page has data of its own, as JSON, in one.
        if self._inside == "script" and re.search(rf"(?<![\"\w\\]){MARK}\(", data):
            self.found.append(data[:200])

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def check(asked: Asked, answer: Answered) -> None:
    """Raise Wrong if the answer is one that must not be."""
    said = answer.body.decode("utf-8", "replace")
    faults = []
    if answer.status >= 500:
        faults.append(f"status {answer.status}")
    faults += [f"a traceback: {one}" for one in _TRACES if one in said]
    asked_for = asked.path + asked.query.decode("latin-1") + asked.body.decode("latin-1")
    faults += [f"a file outside: {one}" for one in OUTSIDE if one in said and one not in asked_for]
    kind = answer.headers.get("content-type", "")
    if kind.startswith(("text/html", "image/svg", "application/xhtml")) and MARK in said:
        scripts = Scripts()
        scripts.feed(said)
        faults += [f"a script: {one}" for one in scripts.found]
    if "x-content-type-options" not in answer.headers:
        faults.append("no security headers")
    if "set-cookie" in answer.headers and "x=1" in answer.headers["set-cookie"]:
        faults.append("a header that was sent in")
    if faults:
        raise Wrong(f"{'; '.join(faults)}\n{asked}\n{said[:2000]}")


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
        answer = self.send(Asked("POST", LOGIN, headers=_typed("form"), body=body), signed_in=False)
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


def _decoded(path: str) -> str:
    """Return a path as a server gives it: without half characters."""
    return path.encode("utf-8", "replace").decode()


def _typed(kind: str) -> tuple[tuple[bytes, bytes], ...]:
    types = {"json": "application/json", "form": "application/x-www-form-urlencoded"}
    return ((b"content-type", types.get(kind, kind).encode("latin-1", "replace")),)


def drawn(count: int, routes: Sequence[tuple[str, str]], seed: int) -> Iterator[Asked]:
    """Yield `count` requests drawn from the corpus, always the same for a seed."""
    for n in range(count):
        yield _drawn(random.Random(f"{seed}-{n}"), routes)


def _drawn(chance: random.Random, routes: Sequence[tuple[str, str]]) -> Asked:
    def word() -> str:
        one = chance.choice(WORDS)
        return one + chance.choice(WORDS) if chance.random() < 0.1 else one

    method, template = chance.choice(routes)
    if chance.random() < 0.1:
        method = chance.choice(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "X"])
    path = re.sub(r"\{[^}]+\}", lambda _: word(), template)
    if chance.random() < 0.1:
        path = "/" + word() + path
    path = _decoded(path)
    pairs = [(chance.choice(NAMES), word()) for _ in range(chance.randrange(4))]
    query = urlencode(pairs, errors="replace").encode()
    if chance.random() < 0.05:
        query = chance.randbytes(chance.randrange(40))
    headers: list[tuple[bytes, bytes]] = []
    if chance.random() < 0.5:
        headers.append((b"accept", b"text/html"))
    for _ in range(chance.randrange(3)):
        name = chance.choice(HEADERS)
        if name != "content-length" or chance.random() < 0.1:
            headers.append((name.encode(), word().encode("utf-8", "replace")[:4000]))
    if chance.random() < 0.2:
        cookie = f"{chance.choice(COOKIES)}={word()}"
        headers.append((b"cookie", cookie.encode("utf-8", "replace")[:4000]))
    body = b""
    if method not in ("GET", "HEAD"):
        body, typed = _body(chance, word)
        headers += typed
    return Asked(method, path, query, tuple(headers), body, chance.randrange(1, 4))


def _body(
    chance: random.Random, word: Callable[[], str]
) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    shape = chance.randrange(5)
    if shape == 0:
        pairs = [(chance.choice(["name", "password", "chosen", "sha256"]), word()) for _ in "ab"]
        return urlencode(pairs, errors="replace").encode(), _typed("form")
    if shape == 1:
        return _multipart(chance, word)
    if shape == 2:
        return chance.randbytes(chance.randrange(200)), _typed(
            chance.choice(["json", "form", word()])
        )
    return json.dumps(_value(chance, word, 3)).encode("utf-8", "replace"), _typed("json")


FIELDS = (
    "question history query lang verdict reason comment answer highlight found citations n "
    "reference title quote address item_id name form turns paragraphs text notes after from to "
    "body person data fn_index session_hash event_id trigger_id jsonrpc id method params arguments"
).split()


def _value(chance: random.Random, word: Callable[[], str], depth: int) -> Any:
    if depth and chance.random() < 0.6:
        return {
            chance.choice(FIELDS): _value(chance, word, depth - 1)
            for _ in range(chance.randrange(8))
        }
    if depth and chance.random() < 0.3:
        return [_value(chance, word, depth - 1) for _ in range(chance.randrange(4))]
    odd = (None, True, -1, 0, 1, 2**70, 1e300, "up", "md", "docx", "sv", "tools/call", "2.0")
    return chance.choice(odd) if chance.random() < 0.4 else word()


def _multipart(
    chance: random.Random, word: Callable[[], str]
) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    edge = "gräns" if chance.random() < 0.1 else "grans"
    name = word().replace("\r", "").replace("\n", "").replace('"', "%22")
    content = json.dumps(_value(chance, word, 2)).encode("utf-8", "replace")
    part = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    end = f"\r\n--{edge}--\r\n" if chance.random() < 0.9 else ""
    body = part.encode("utf-8", "replace") + content + end.encode()
    return body, _typed(f"multipart/form-data; boundary={edge}")


def by_schemathesis(count: int, hostile: Hostile, seed: int) -> int:
    """Send what schemathesis makes of the API's description, right and wrong; return how many."""
    import schemathesis
    from schemathesis.core.result import Ok
    from schemathesis.generation import GenerationMode

    schema = schemathesis.openapi.from_dict(hostile.app.openapi())
    operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    sent = 0
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            strategy = operation.as_strategy(generation_mode=mode)

            def send(case: Any) -> None:
                nonlocal sent
                sent += 1
                hostile.send(_of_case(case))

            # What takes any text has no wrong form.
            with suppress(Unsatisfiable):
                _run(strategy, send, max(1, count // (2 * len(operations))), seed)
    return sent


def _of_case(case: Any) -> Asked:
    """Return a request as schemathesis would send it."""
    kwargs = case.as_transport_kwargs(base_url="http://127.0.0.1:7860")
    import requests

    prepared = requests.Request(**{
        name: value for name, value in kwargs.items()
        if name in ("method", "url", "headers", "params", "json", "data", "cookies")
    }).prepare()  # fmt: skip
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(str(prepared.url))
    body = prepared.body or b""
    headers = tuple(
        (name.lower().encode("latin-1", "replace"), str(value).encode("latin-1", "replace"))
        for name, value in prepared.headers.items()
    )
    return Asked(
        str(prepared.method), unquote(parts.path), parts.query.encode(), headers,
        body if isinstance(body, bytes) else str(body).encode(),
    )  # fmt: skip


def by_hypothesis(count: int, hostile: Hostile, seed: int) -> int:
    """Send what Hypothesis makes of names, ids, filters, cookies and paths; return how many."""
    texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=60))
    routes = st.sampled_from([path for method, path in hostile.routes() if method == "GET"])
    cookies = st.one_of(texts, st.just(hostile.cookie), st.binary(max_size=60).map(repr))
    requests = st.tuples(
        routes, st.lists(texts, min_size=4, max_size=4),
        st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=4),
        cookies, st.sampled_from([None, True, False]),
    )  # fmt: skip

    def send(drawn_: Any) -> None:
        template, words, pairs, cookie, signed_in = drawn_
        left = iter(words)
        path = _decoded(re.sub(r"\{[^}]+\}", lambda _: next(left, "x"), template))
        said = f"{COOKIE}={cookie}".encode("utf-8", "replace")
        headers = ((b"cookie", said), (b"accept", b"text/html"))
        query = urlencode(pairs, errors="replace").encode()
        hostile.send(Asked("GET", path, query, headers), signed_in=signed_in)

    return _run(requests, send, count, seed)


def _run(strategy: Any, send: Callable[[Any], None], count: int, seed: int) -> int:
    sent = 0

    @hypothesis.seed(seed)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[hypothesis.Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def each(one: Any) -> None:
        nonlocal sent
        sent += 1
        send(one)

    each()
    return sent


def files(secret: Path) -> list[tuple[str, bytes]]:
    """Return the corpus of hostile files, then harmless ones under hostile names."""
    page = f"<html><body>{''.join(SCRIPTS)}<h1>Protokoll</h1></body></html>".encode()
    return hostile_files(secret, SCRIPTS) + [(f"{one}.html", page) for one in (*PATHS, *SCRIPTS)]


def add_files(hostile: Hostile, most: int) -> int:
    """Add hostile files on the page, wait until they are read, look at all; return the requests."""
    before = sum(hostile.statuses.values())
    html = ((b"accept", b"text/html"),)
    every = files(hostile.folder / "hemligt.txt")
    # Some of each kind where there is no time for all.
    for name, content in every[:: max(1, len(every) // max(1, most))][:most]:
        query = urlencode({"namn": name}, errors="replace").encode()
        typed = _typed("application/octet-stream")
        hostile.send(Asked("POST", "/lagg-till/fil", query, typed, content))
        hostile.send(Asked("GET", "/lagg-till/lista", headers=html))
    hostile.wait_until_read()
    for path in ("/lagg-till", "/lagg-till/lista", "/arkiv", "/arkiv/beslut", "/arkiv/personer"):
        hostile.send(Asked("GET", path, headers=html))
    for meeting in hostile.archive.meetings():
        hostile.send(Asked("GET", f"/mote/{meeting.id}", headers=html))
        hostile.send(Asked("GET", f"/fil/{meeting.id}", headers=html))
        hostile.send(Asked("GET", f"/sida/1/{meeting.id}"))
        for item in [meeting.frame, *meeting.all_items()][:50]:
            hostile.send(Asked("GET", f"/punkt/{item.id}", b"panel=1&start=0&end=99", html))
            hostile.send(Asked("GET", f"/api/items/{item.id}"))
    return sum(hostile.statuses.values()) - before


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


def bombard(hostile: Hostile, count: int, seed: int = 0, most_files: int = 400) -> int:
    """Send `count` hostile requests; return how many it were. Raises Wrong at the first fault."""
    sent = add_files(hostile, min(most_files, count // 20))
    sent += by_schemathesis(count // 6, hostile, seed)
    sent += by_hypothesis(count // 6, hostile, seed)
    routes = [one for one in hostile.routes() if Table().find(one[0], one[1]) is not None]
    routes += hostile.routes()  # what the guard refuses is asked for too, but less often
    for n, asked in enumerate(drawn(max(0, count - sent), routes, seed)):
        hostile.send(asked, signed_in=(None, None, True, False)[n % 4])
        sent += 1
    if foreign := hostile.foreign_files():
        raise Wrong(f"written beside the archive: {sorted(foreign)}")
    return sent


def main() -> int:
    """Send as many hostile requests as asked for; 1 if an answer is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what is refused is refused aloud
    warnings.simplefilter("ignore")
    began = time.perf_counter()
    with running() as hostile:
        try:
            sent = bombard(hostile, asked.count, asked.seed)
        except Wrong as wrong:
            sys.stderr.write(f"{wrong}\n")
            return 1
        kinds = ", ".join(f"{status}: {n}" for status, n in sorted(hostile.statuses.items()))
        slowest = hostile.slowest
    sys.stdout.write(
        f"{sent} hostile requests ({kinds}); none answered with 5xx, a traceback, a file from "
        f"outside or a script; slowest {slowest:.1f} s, "
        f"{time.perf_counter() - began:.0f} s in all\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
