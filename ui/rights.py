"""What each role may do: one row for each route of the app. What has no row is refused.

Gradio brings dozens of routes along, which write files, fetch addresses or run what is not ours:
only those that the chat's page asks for have a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.routing import compile_path

from ui.addresses import ADDING_PATH, PICTURE_PATH

LOGIN, LOGOUT = "/logga-in", "/logga-ut"
OIDC_START, OIDC_BACK = f"{LOGIN}/organisation", f"{LOGIN}/svar"  # to the provider, and back
MEGABYTE = 1_000_000
LARGEST = 2 * MEGABYTE  # of a request's body, where a row says nothing else


@dataclass(frozen=True, slots=True)
class Right:
    """One route, and the least role that may use it."""

    method: str  # GET stands for HEAD too
    path: str  # as routes write it: "/punkt/{item_id:path}"
    role: str | None  # None: everybody, also who has not signed in
    asks: bool = False  # costs work, and is counted by visitor; what is sent (POST) always is
    largest: int | None = LARGEST  # bytes of the body; None: a file that is added


def _reading(*paths: str) -> list[Right]:
    return [Right("GET", path, "reader") for path in paths]


def _chat(at: str) -> list[Right]:
    """Return the routes that Gradio's page asks for, mounted at `at`."""
    own = f"{at}/gradio_api"
    return [
        *_reading(
            f"{at}/",
            f"{at}/config",
            f"{at}/theme.css",
            f"{at}/favicon.ico",
            f"{at}/static/{{path:path}}",
            f"{at}/assets/{{path:path}}",
            f"{at}/svelte/{{path:path}}",
            f"{own}/info",
            f"{own}/app_id",
            f"{own}/startup-events",
            f"{own}/heartbeat/{{session_hash}}",
            f"{own}/queue/data",
        ),
        Right("POST", f"{own}/queue/join", "reader"),
        Right("POST", f"{own}/run/{{api_name}}", "reader"),
        Right("POST", f"{own}/cancel", "reader"),
        Right("POST", f"{own}/reset", "reader"),
    ]


RIGHTS: tuple[Right, ...] = (
    Right("GET", LOGIN, None),
    Right("POST", LOGIN, None, largest=10_000),
    Right("GET", OIDC_START, None),
    Right("GET", OIDC_BACK, None),
    Right("POST", LOGOUT, None),
    Right("GET", "/healthz", None),
    Right("GET", "/readyz", None),
    *_chat(""),
    *_chat("/en"),
    *_reading("/en", "/manifest.json", "/robots.txt", "/resurser/{path:path}"),
    *_reading(PICTURE_PATH + "{number}/{meeting_id:path}"),
    *_reading("/punkt/{item_id:path}", "/mote/{meeting_id:path}", "/fil/{meeting_id:path}"),
    *_reading("/arkiv", "/arkiv/beslut", "/arkiv/beslut.csv", "/arkiv/beslut.xlsx"),
    *_reading("/arkiv/personer", "/arkiv/person/{person_id}"),
    *_reading("/api", "/api/openapi.json", "/api/meetings", "/api/meetings/{meeting_id}"),
    *_reading("/api/items/{item_id}"),
    Right("GET", "/api/ask", "reader", asks=True),
    Right("GET", "/api/ask/stream", "reader", asks=True),
    Right("GET", "/api/search", "reader", asks=True),
    Right("POST", "/api/ask", "reader"),
    Right("POST", "/samtal/vidare", "reader"),
    Right("POST", "/samtal/omdome", "reader"),
    Right("POST", "/samtal/export", "reader"),
    Right("POST", "/mcp", "reader"),
    Right("GET", "/utvardering", "editor"),
    Right("GET", "/utvardering/{run_id}", "editor"),
    Right("GET", "/utvardering/{run_id}/{kind}", "editor"),
    Right("POST", "/utvardering", "editor", largest=6 * MEGABYTE),
    Right("GET", ADDING_PATH, "editor"),
    Right("GET", f"{ADDING_PATH}/lista", "editor"),
    Right("POST", ADDING_PATH, "editor", largest=None),
    Right("POST", f"{ADDING_PATH}/fil", "editor", largest=None),
    Right("POST", f"{ADDING_PATH}/angra", "editor"),
    Right("GET", "/metrics", "operator"),
)


class Table:
    """The rows by which requests are let through."""

    def __init__(self, rights: Iterable[Right] = RIGHTS) -> None:
        self._rows: list[tuple[re.Pattern[str], Right]] = [
            (compile_path(right.path)[0], right) for right in rights
        ]

    def find(self, method: str, path: str) -> Right | None:
        """Return the row of a request; None: there is none, and it is to be refused."""
        asked = "GET" if method == "HEAD" else method
        for pattern, right in self._rows:
            if right.method == asked and pattern.match(path):
                return right
        return None

    def methods(self, path: str) -> list[str]:
        """Return the methods that have a row for a path."""
        return sorted({right.method for pattern, right in self._rows if pattern.match(path)})
