"""What an operator sees of a running server: its requests and questions, and how it stops."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import request_ids
from ui.logs import FIELDS, QUESTIONS, REQUESTS
from ui.metrics import PATH, Metrics

Step = TypeVar("Step")

# Connections that the chat page and MCP clients hold open for as long as they are there.
_HELD_OPEN = re.compile(r"/gradio_api/(?:queue/data|heartbeat/)|/mcp$")
_CHAT_PAGES = ("/", "/en", "/en/")
_WHILE_STOPPING = ("/healthz", PATH)


class Operation:
    """Counts, logs and ends the work of one server; safe to use from many threads."""

    def __init__(self) -> None:
        self.metrics = Metrics()
        self.is_stopping = False
        self._running = 0
        self._lock = threading.Lock()
        self._held_open: set[asyncio.Task[object]] = set()  # used on the event loop only
        self._is_over = False

    @property
    def running(self) -> int:
        """How many requests and answers are under way, without connections that are held open."""
        return self._running

    @contextmanager
    def work(self) -> Iterator[None]:
        """Have the server wait with stopping until this is done."""
        self._add(1)
        try:
            yield
        finally:
            self._add(-1)

    def follow(
        self, request_id: str | None, steps: Generator[Step, None, None]
    ) -> Generator[Step, None, None]:
        """Yield the steps of an answer, each worked out for the request that asked for it.

        Every step may run on another thread, so the id is set and taken back around each.
        """
        with self.work(), closing(steps):
            while True:
                with request_ids.working_for(request_id):
                    try:
                        step = next(steps)
                    except StopIteration:
                        return
                yield step

    def asked(self, question: str, status: str, seconds: float) -> None:
        """Note a question and what came of it."""
        self.metrics.asked(status, seconds)
        QUESTIONS.info(
            "question %s", status,
            extra={FIELDS: {
                "status": status, "seconds": round(seconds, 4), "question": question,
            }},
        )  # fmt: skip

    def requested(self, route: str, method: str, status: int, seconds: float) -> None:
        """Note a request that was answered."""
        self.metrics.requested(route, method, status)
        REQUESTS.info(
            "%s %s %s", method, route, status,
            extra={FIELDS: {
                "method": method, "route": route, "status": status, "seconds": round(seconds, 4),
            }},
        )  # fmt: skip

    def hang_up(self) -> None:
        """End the connections that are held open; called on the event loop."""
        self._is_over = True
        for task in self._held_open:
            task.cancel()

    def has_hung_up(self) -> bool:
        """Return whether connections that are held open have been ended."""
        return self._is_over

    @contextmanager
    def held_open(self) -> Iterator[None]:
        """Have `hang_up` end this task."""
        task = asyncio.current_task()
        if task is None:
            yield
            return
        self._held_open.add(task)
        try:
            yield
        finally:
            self._held_open.discard(task)

    def _add(self, number: int) -> None:
        with self._lock:
            self._running += number
            self.metrics.running.set(self._running)


class Observed:
    """ASGI middleware around everything else: request ids, figures, and no new work at the end."""

    def __init__(self, app: ASGIApp, operation: Operation, trusted: str | None = None) -> None:
        """Take request ids of others only from the address `trusted`."""
        self._app = app
        self._operation = operation
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through and note what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = request_ids.begin(self._given_id(scope))
        # The chat's answers are worked out by another task, which reads the id here.
        name = request_ids.HEADER.lower().encode()
        headers = [(key, value) for key, value in scope["headers"] if key.lower() != name]
        scope = {**scope, "headers": [*headers, (name, request_id.encode())]}
        began, status, is_ended = time.perf_counter(), 500, False

        async def watched(message: Message) -> None:
            nonlocal status, is_ended
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[request_ids.HEADER] = request_id
            elif message["type"] == "http.response.body":
                is_ended = not message.get("more_body", False)
            await send(message)

        operation = self._operation
        is_held_open = scope["method"] == "GET" and bool(_HELD_OPEN.search(scope["path"]))
        try:
            if operation.is_stopping and scope["path"] not in _WHILE_STOPPING:
                refusal = JSONResponse(
                    {"detail": "the server is stopping; try again in a moment"}, 503,
                    headers={"Retry-After": "10"},
                )  # fmt: skip
                await refusal(scope, receive, watched)
                return
            with operation.held_open() if is_held_open else operation.work():
                await self._app(scope, receive, watched)
        except asyncio.CancelledError:
            if not operation.has_hung_up():
                raise
            if not is_ended:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            seconds = time.perf_counter() - began
            operation.requested(_route(scope), scope["method"], status, seconds)

    def _given_id(self, scope: Scope) -> str | None:
        client = scope.get("client")
        if self._trusted is None or not client or client[0] != self._trusted:
            return None
        return Headers(scope=scope).get(request_ids.HEADER)


def _route(scope: Scope) -> str:
    """Return the route as the app declares it: what is in an address may be a question."""
    route = getattr(scope.get("route"), "path_format", None)
    if route is not None:
        return str(route)
    path: str = scope["path"]
    if path in _CHAT_PAGES:
        return "/"
    return f"{path[: path.index('/', 1)]}/*" if path.startswith("/resurser/") else "other"
