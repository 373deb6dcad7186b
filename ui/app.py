"""The web app: the chat, the source pages and the health check in one FastAPI application."""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import ArchiveError, ProtokollsvarError
from index.nouns import ANY, Filter, Item, Meeting
from qa.nouns import Answer, Assistant, Searched
from ui.examples import Examples
from ui.words import ENGLISH, GRADIO_SWEDISH, SWEDISH

if TYPE_CHECKING:
    from fastapi import FastAPI

_logger = logging.getLogger(__name__)
# Of a kind that every model is asked about; the first visitor must not wait for them to load.
_WARMING = "Vem är ansvarig för projektet?"


class PortError(ProtokollsvarError):
    """The address to listen on is in use or may not be used."""


class ServedArchive(Protocol):
    """What the web app needs of an archive."""

    def refresh(self) -> bool:
        """Pick up a finished change made by another process; True if there was one."""

    def meetings(self, where: Filter = ...) -> list[Meeting]:
        """Return the meetings by date."""

    def meeting(self, meeting_id: str) -> Meeting:
        """Return one meeting; KeyError if unknown."""

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return an item and its meeting; KeyError if unknown."""

    def status(self) -> Any:
        """Return the counts: meetings, first_date, last_date."""


class LiveArchive:
    """An archive and its assistant as the page uses them: always the newest finished state."""

    def __init__(self, archive: ServedArchive, assistant: Assistant) -> None:
        self._archive = archive
        self._assistant = assistant
        self._examples = Examples(archive, SWEDISH)

    def refresh(self) -> bool:
        """Pick up a finished change, if it can be read with the model in use; True if so."""
        try:
            return self._refresh()
        except ProtokollsvarError:
            # What was opened before can still be read; a question will say what is wrong.
            _logger.exception("the changed archive cannot be used")
            return False

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        """Answer from the newest state of the archive."""
        self._refresh()
        return self._assistant.ask(question, history, where)

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        """Return the meetings by date."""
        return self._archive.meetings(where)

    def meeting(self, meeting_id: str) -> Meeting:
        """Return one meeting; KeyError if unknown."""
        return self._archive.meeting(meeting_id)

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return an item and its meeting; KeyError if unknown."""
        return self._archive.find_item(item_id)

    def searched(self) -> Searched:
        """Return how many meetings there are, from which day to which."""
        status = self._archive.status()
        return Searched(status.meetings, status.first_date, status.last_date)

    def examples(self) -> Sequence[str]:
        """Return questions to begin with."""
        return self._examples.now()

    def warm_up(self) -> Thread:
        """Load the models in the background by asking; the example questions are proven so."""
        thread = Thread(target=self._prove, name="protokollsvar-warm-up", daemon=True)
        thread.start()
        return thread

    def _refresh(self) -> bool:
        changed = self._archive.refresh()
        if changed:
            self._examples.forget()
            self.warm_up()
        return changed

    def _prove(self) -> None:
        try:
            self._assistant.ask(_WARMING)
            self._examples.prove(self._assistant)
        except Exception:
            # The page works without examples; a broken model also says so at the first question.
            _logger.exception("could not prepare the example questions")


def create_app(archive: ServedArchive, assistant: Assistant, *, warm_up: bool = False) -> FastAPI:
    """Return the web app over an archive; with `warm_up` the model loads in the background."""
    # Read by Gradio when it is imported: nothing leaves the machine.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.middleware.gzip import GZipMiddleware
    from fastapi.responses import JSONResponse
    from fastapi.staticfiles import StaticFiles

    from ui.chat import build_chat
    from ui.front_door import FrontDoor
    from ui.pages import ASSETS, ASSETS_PATH, pages

    live = LiveArchive(archive, assistant)
    app = FastAPI(title="Protokollsvar", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(FrontDoor)
    app.add_middleware(GZipMiddleware)
    app.mount(ASSETS_PATH, StaticFiles(directory=ASSETS), name="assets")
    app.include_router(pages(live))

    @app.get("/healthz", include_in_schema=False)
    def health() -> JSONResponse:
        return JSONResponse({"status": "ok", "meetings": live.searched().meetings})

    @app.get("/manifest.json", include_in_schema=False)
    def manifest() -> JSONResponse:
        return JSONResponse({"name": "Protokollsvar", "start_url": "/"})

    def overview() -> LiveArchive:
        live.refresh()
        return live

    i18n, theme = gr.I18n(sv=GRADIO_SWEDISH), _theme()
    for path, words in (("/en", ENGLISH), ("/", SWEDISH)):  # "/" takes whatever comes after it
        app = gr.mount_gradio_app(
            app,
            build_chat(live, overview, words),
            path,
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            enable_monitoring=False,
            mcp_server=False,
            pwa=False,
            i18n=i18n,
            theme=theme,
        )
    if warm_up:
        live.warm_up()
    return app


def serve(
    archive_path: Path,
    host: str,
    port: int,
    model: str,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Run the web app on `host`:`port` until it is stopped; `announce` is told the address.

    Raises PortError if the port cannot be had, ArchiveError or StaleArchive if the archive
    cannot be opened, ModelError if the model is unknown; all before anything heavy is loaded.
    """
    if not archive_path.is_dir():
        raise ArchiveError(
            f"There is no archive at {archive_path}; build one first: "
            f"protokollsvar index SOURCE --archive {archive_path}"
        )
    listener = _listen(host, port)
    with closing(listener):
        import uvicorn

        from index.archive import Archive
        from index.embedding import load_embedder
        from index.search import Searcher
        from qa.assistant import ArchiveAssistant

        embedder = load_embedder(model)
        archive = Archive.open(archive_path, embedder.identity)
        assistant = ArchiveAssistant(archive, Searcher(archive, embedder))
        app = create_app(archive, assistant, warm_up=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        bound = listener.getsockname()[1]
        (announce or _say)(f"http://{_shown(host)}:{bound}/")
        server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that already holds the port, so that nobody takes it while we load."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise PortError(
            f"The host {host!r} has no address here ({error.strerror}); "
            "use --host 127.0.0.1, or 0.0.0.0 to be reached from other machines."
        ) from None
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            reason = "is already in use; stop what runs there or choose another with --port"
        elif error.errno == errno.EACCES:
            reason = "may not be used by this account; choose one above 1023 with --port"
        else:
            reason = f"cannot be opened ({error.strerror}); try --host 127.0.0.1"
        raise PortError(f"Port {port} on {host} {reason}.") from None
    return listener


def _shown(host: str) -> str:
    """Return the host as one can click it: an address that means "all" is reached locally."""
    if host in ("0.0.0.0", "::", ""):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _say(address: str) -> None:
    import typer

    typer.echo(address)


def _theme() -> Any:
    """Return a plain theme with the system's fonts; chat.css gives it our colours."""
    import gradio as gr

    return gr.themes.Base(
        primary_hue="emerald",
        neutral_hue="stone",
        font=["system-ui", "Segoe UI", "Noto Sans", "Arial", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )
