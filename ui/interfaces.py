"""What programs use: the application with the REST API and the MCP server, where wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from importlib.metadata import version

from fastapi import FastAPI

from ui.api import DESCRIPTION, OPENAPI, api
from ui.live import LiveArchive
from ui.mcp_server import PATH as MCP_PATH
from ui.mcp_server import mcp_server


def app_with_interfaces(
    live: LiveArchive, *, with_api: bool = True, with_mcp: bool = True, host: str = "127.0.0.1"
) -> FastAPI:
    """Return an application with the two interfaces that programs use, and nothing else.

    While `host` is this machine the MCP server refuses requests that name another one.
    """
    server = mcp_server(live) if with_mcp else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with server.session_manager.run() if server else nullcontext():
            yield

    app = FastAPI(
        title="Protokollsvar",
        description=DESCRIPTION,
        version=version("protokollsvar"),
        docs_url=None,  # its pages load scripts from elsewhere; ours is /api
        redoc_url=None,
        openapi_url=OPENAPI if with_api else None,
        lifespan=lifespan,
    )
    if with_api:
        app.include_router(api(live))
    if server:
        over_http = server.streamable_http_app(
            streamable_http_path=MCP_PATH, stateless_http=True, json_response=True, host=host
        )
        app.router.routes.extend(over_http.routes)
    return app
