"""A real headless Chromium over a running app: what the tests of the page have in common."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from fake_archive import FakeArchive, FakeAssistant, FakeSearcher
from qa.language_model import LanguageModel
from qa.rewriting import Rewriter
from ui.access import Guard
from ui.feedback import FeedbackFile

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

IN_BROWSER = [
    pytest.mark.browser,
    # Gradio 6.31 uses what pandas 3 is about to retire; both are outside this project.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed"),
]


class Running:
    """An app on a free port of this machine."""

    def __init__(self, app: FastAPI, guard: Guard | None = None, name: str = "127.0.0.1") -> None:
        import uvicorn

        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://{name}:{self._listener.getsockname()[1]}"
        guarded = guard or Guard(app, "127.0.0.1")
        self._server = uvicorn.Server(uvicorn.Config(guarded, log_level="warning", ws="none"))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._listener.close()


class Served(Running):
    """The app over the invented archive."""

    def __init__(self, model: LanguageModel | None = None) -> None:
        from ui.app import create_app

        self.archive = FakeArchive()
        self.assistant = FakeAssistant(self.archive)
        self._kept = tempfile.TemporaryDirectory()
        self.feedback = FeedbackFile(Path(self._kept.name) / "feedback.jsonl")
        searcher = FakeSearcher(self.archive)
        rewriter = Rewriter(model, self.archive) if model else None
        app = create_app(
            self.archive, self.assistant, searcher, feedback=self.feedback, rewriter=rewriter
        )
        super().__init__(app)

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self._kept.cleanup()


class Visit:
    """One visitor's browser page, and everything that went wrong on it."""

    def __init__(self, browser: Any, address: str, **context: Any) -> None:
        self.address = address
        self.wrongs: list[str] = []
        self._context = browser.new_context(locale="en-GB", **context)
        self.page = self._context.new_page()
        self.page.set_default_timeout(20_000)
        self._streams: set[Any] = set()  # of events, not yet ended by the server
        self._context.on("request", self._request)
        for end in ("requestfinished", "requestfailed"):
            self._context.on(end, lambda request: self._streams.discard(request))
        self._context.on(
            "response",
            lambda r: self.wrongs.append(f"{r.status} {r.url}") if r.status >= 400 else None,
        )
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrongs.append(str(error)))
        self.page.on("dialog", self._dialog)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.wrongs.append(message.text)

    def _request(self, request: Any) -> None:
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob") and f"{url.scheme}://{url.netloc}" != self.address:
            self.wrongs.append(f"asked another host: {request.url}")
        if url.path.endswith("/queue/data"):
            self._streams.add(request)

    def _dialog(self, dialog: Any) -> None:
        self.wrongs.append(f"a script ran: {dialog.message}")
        dialog.dismiss()

    def open(self, path: str = "/") -> None:
        self.page.goto(self.address + path)
        if path in ("/", "/en/"):
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until the chat takes questions: the example questions are its last part to come."""
        self.page.wait_for_selector("#ruta textarea")
        self.page.wait_for_selector("#logg .example")

    def wait_until_unheard(self) -> None:
        """Wait until the server has ended its event stream: the next question needs a new one."""
        while self._streams:
            self.page.wait_for_timeout(50)

    def ask(self, question: str) -> Any:
        """Ask and return the last answer once it is complete."""
        answers = self.page.locator("#logg .bot-row .svar:not(.soker)")
        before = answers.count()
        self.page.fill("#ruta textarea", question)
        self.page.keyboard.press("Enter")
        answers.nth(before).locator(".genomsokt").or_(answers.nth(before)).first.wait_for()
        self.page.wait_for_selector("#ruta .submit-button")
        return answers.nth(before)

    def close(self) -> None:
        self._context.close()
