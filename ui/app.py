"""The web app: the chat, the source pages and the health check in one FastAPI application."""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from index.errors import ArchiveError, ProtokollsvarError
from qa.nouns import Assistant
from ui.closed import ClosedCollections
from ui.feedback import FILE_NAME, FeedbackFile
from ui.live import Figures, Searches, ServedArchive
from ui.narrowing import Rewrites
from ui.opening import rewriter_of
from ui.originals import Originals
from ui.permitted import PermittedArchive
from ui.settings import Settings
from ui.words import ENGLISH, GRADIO_SWEDISH, SWEDISH

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

    from ui.adding import Adding
    from ui.operation import Operation


# Visits of which Gradio remembers what it last sent, 70 kB each: also those that are over, until
# there are more of them. No answer of ours depends on it.
_SESSIONS = 500
# A connection that nothing comes over is kept longer than proxies keep theirs, a minute as a rule:
# else one of them sends a request at the moment that it is closed.
_KEPT_ALIVE = 75  # seconds
_logger = logging.getLogger(__name__)


class PortError(ProtokollsvarError):
    """The address to listen on is in use or may not be used."""


def create_app(
    archive: ServedArchive,
    assistant: Assistant,
    searcher: Searches | None = None,
    *,
    feedback: FeedbackFile | None = None,
    originals: Originals | None = None,
    adding: Adding | None = None,
    rewriter: Rewrites | None = None,
    warm_up: bool = False,
    with_api: bool = True,
    with_mcp: bool = True,
    host: str = "127.0.0.1",
    operation: Operation | None = None,
    with_metrics: bool = True,
    closed: ClosedCollections | None = None,
) -> FastAPI:
    """Return the web app over an archive; with `warm_up` the model loads in the background.

    Without `searcher` nothing near is offered and nothing can be searched; without `feedback` no
    verdict on an answer is taken; without `originals` no source file is handed out; without
    `adding` no protocol can be added. With a `rewriter` a language model says the chat's answers in
    its own words. The MCP server refuses requests that name another host than this machine while
    `host` is this machine. What is asked is counted by `operation`, shown at `/metrics` unless
    `with_metrics` is false. Of `closed` collections only a visitor with the right sees anything,
    which the Guard before the app tells.
    """
    # Read by Gradio when it is imported: nothing leaves the machine.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi.middleware.gzip import GZipMiddleware
    from fastapi.responses import JSONResponse, Response
    from fastapi.staticfiles import StaticFiles

    from ui.archive_pages import archive_pages
    from ui.chat import build_chat
    from ui.conversation_routes import conversation_routes
    from ui.evaluation_routes import evaluation_routes
    from ui.front_door import FrontDoor
    from ui.gradio_errors import log_gradios_errors
    from ui.interfaces import app_with_interfaces
    from ui.metrics import MEDIA_TYPE, PATH
    from ui.operation import Operation
    from ui.pages import ASSETS, ASSETS_PATH, pages
    from ui.refused_input import refuse_in_words

    log_gradios_errors()
    operation = operation or Operation()
    live = PermittedArchive(archive, assistant, searcher, operation, rewriter, closed)
    figures = Figures(archive)
    operation.metrics.watch(figures.status, figures.last_sync)
    app = app_with_interfaces(live, with_api=with_api, with_mcp=with_mcp, host=host)
    app.add_exception_handler(ProtokollsvarError, _unready)
    app.add_middleware(FrontDoor)
    app.add_middleware(GZipMiddleware)
    app.mount(ASSETS_PATH, StaticFiles(directory=ASSETS), name="assets")
    app.include_router(pages(live, live.catalogue, originals))
    app.include_router(archive_pages(live))
    app.include_router(conversation_routes(live, feedback))
    app.include_router(evaluation_routes(live, live.seen))
    app.state.adds = adding is not None
    if adding is not None:
        from ui.adding_routes import adding_routes

        adding.changed = live.refresh
        app.include_router(adding_routes(live, adding))

    @app.get("/healthz", include_in_schema=False)
    def health() -> JSONResponse:
        return JSONResponse({"status": "ok", "meetings": live.searched().meetings})

    @app.get("/readyz", include_in_schema=False)
    def ready() -> JSONResponse:
        try:
            live.refresh()
            return JSONResponse({"status": "ready", "meetings": live.searched().meetings})
        except ProtokollsvarError:
            return JSONResponse({"status": "the archive cannot be read"}, 503)

    if with_metrics:

        @app.get(PATH, include_in_schema=False)
        def metrics() -> Response:
            return Response(operation.metrics.text(), media_type=MEDIA_TYPE)

    @app.get("/manifest.json", include_in_schema=False)
    def manifest() -> JSONResponse:
        return JSONResponse({"name": "Protokollsvar", "start_url": "/"})

    i18n, theme = gr.I18n(sv=GRADIO_SWEDISH), _theme()
    for path, words in (("/en", ENGLISH), ("/", SWEDISH)):  # "/" takes whatever comes after it
        chat = build_chat(live.seen, words, operation.follow, can_add=adding is not None)
        chat.state_session_capacity = _SESSIONS
        app = gr.mount_gradio_app(
            app,
            chat,
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
    refuse_in_words(app)
    if warm_up:
        live.warm_up()
    return app


def _unready(_request: Request, error: Exception) -> Response:
    """Answer what cannot be served now: a damaged archive, unreadable rights."""
    from fastapi.responses import JSONResponse

    _logger.error("could not serve a request: %s", error)
    return JSONResponse({"detail": "not ready; the reason stands in the server's log"}, 503)


# What the system says of an address: family, kind, protocol, canonical name, the address itself.
_Address = tuple[
    socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int] | tuple[str, int, int, int] |
    tuple[int, bytes],
]  # fmt: skip


def serve(settings: Settings, model: str, announce: Callable[[str], None] | None = None) -> None:
    """Run the web app until it is stopped; `announce` is told the address.

    Raises PortError if the port cannot be had, ArchiveError or StaleArchive if the archive
    cannot be opened, ModelError if the model is unknown; all before anything heavy is loaded.
    """
    archive_path = settings.archive
    if not archive_path.is_dir() and not settings.uploads:
        raise ArchiveError(
            f"There is no archive at {archive_path}; build one first: "
            f"protokollsvar index SOURCE --archive {archive_path}"
        )
    from ui.access import Guard, Proxy, check_may_listen
    from ui.logs import set_up_logging
    from ui.memory import keep_few_kernels, share_heaps
    from ui.oidc import OpenIdConnect
    from ui.rights import LARGEST
    from ui.users import Users

    share_heaps()
    keep_few_kernels()
    # Set here, where the program begins: else a library sets it to its own taste.
    set_up_logging(as_json=settings.log == "json", with_questions=settings.log_questions)
    users = Users(settings.users) if settings.users else None
    proxy = Proxy(settings.proxy, settings.proxy_header) if settings.proxy else None
    oidc = OpenIdConnect(settings.oidc) if settings.oidc else None
    closed = ClosedCollections(settings.collections) if settings.collections else None
    place = _address(settings.host, settings.port)
    check_may_listen(settings.host, users, proxy, oidc)
    listener = _listen(settings.host, settings.port, place)
    with closing(listener):
        import uvicorn

        from index.embedding import load_embedder
        from index.search import Searcher
        from index.uploads import Uploads
        from index.waiting import WaitingArchive
        from qa.assistant import ArchiveAssistant
        from qa.guided import GuidedSearcher
        from qa.reader import Reader
        from ui.adding import Adding
        from ui.operation import Observed, Operation
        from ui.stopping import StoppingServer

        operation = Operation()
        embedder = load_embedder(model, many=True)
        archive = WaitingArchive(archive_path, embedder.identity)
        if archive.problem:
            _logger.warning("the page says that the archive cannot be read: %s", archive.problem)
        searcher = Searcher(archive, embedder)
        endpoint = settings.endpoint
        app = create_app(
            archive,
            ArchiveAssistant(archive, searcher, Reader(many=True)),
            GuidedSearcher(archive, searcher),
            feedback=FeedbackFile(settings.feedback or archive_path / FILE_NAME),
            originals=Originals(settings.sources, Uploads(archive_path)),
            adding=Adding(archive_path, embedder, settings.limits) if settings.uploads else None,
            rewriter=rewriter_of(endpoint, archive, searcher) if endpoint else None,
            warm_up=True,
            with_api=settings.api,
            with_mcp=settings.mcp,
            host=settings.host,
            operation=operation,
            with_metrics=settings.metrics,
            closed=closed,
        )
        if closed is not None:
            documents = [meeting.document.path for meeting in archive.meetings()]
            for path in closed.unused(documents):
                _logger.warning("the closed path %r is of no document in the archive", path)
        largest = settings.limits.bytes + LARGEST
        guard = Guard(app, settings.host, users, proxy, largest, oidc)
        config = uvicorn.Config(
            Observed(guard, operation, settings.proxy),
            log_config=None,  # ours
            log_level="warning",
            access_log=False,
            proxy_headers=False,  # else a header would tell from which address one comes
            server_header=False,
            timeout_keep_alive=_KEPT_ALIVE,
        )
        server = StoppingServer(config, operation, settings.stop_seconds)
        bound = listener.getsockname()[1]
        with _scraped(operation, settings.metrics_port):
            (announce or _say)(f"http://{_shown(settings.host)}:{bound}/")
            server.run(sockets=[listener])


@contextmanager
def _scraped(operation: Operation, port: int | None) -> Iterator[None]:
    """Serve the figures on a port of this machine's own too: a scraper cannot sign in."""
    if port is None:
        yield
        return
    from prometheus_client import start_http_server

    try:
        server, thread = start_http_server(port, "127.0.0.1", operation.metrics.registry)
    except OSError as error:
        raise PortError(f"Port {port} for metrics cannot be had ({error.strerror}).") from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _address(host: str, port: int) -> _Address:
    """Return where a server on `host` listens; PortError if the name means nothing here."""
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror as error:
        raise PortError(
            f"The host {host!r} has no address here ({error.strerror}); "
            "use --host 127.0.0.1, or 0.0.0.0 to be reached from other machines."
        ) from None


def _listen(host: str, port: int, place: _Address) -> socket.socket:
    """Return a socket that already holds the port, so that nobody takes it while we load."""
    family, kind, protocol, _, address = place
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
