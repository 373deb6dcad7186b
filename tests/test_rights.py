"""The authorisation matrix: every route of the app × every role × a closed collection.

The routes are those that the app itself has, Gradio's included; a new one without a row in
ui/rights.py fails here. Whoever has no right to a closed protocol gets, to every request, the very
answer of a server that never had it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from fake_archive import FakeArchive
from served_app import (
    CLOSED_ITEM,
    CLOSED_MEETING,
    CLOSED_PATH,
    CLOSED_PERSON,
    CLOSED_TEXT,
    INSIDER,
    NAMES,
    QUESTION,
    SECRETS,
    built,
    routes_of,
    users_in,
    visiting_client,
    whole_archive,
)
from ui.access import Guard
from ui.rights import RIGHTS, Right, Table
from ui.users import Users

# Not of the app: the guard answers them itself, or another process's metrics are not there.
BY_THE_GUARD = {"/logga-in", "/logga-ut", "/logga-in/organisation", "/logga-in/svar"}
NOT_YET = {"/robots.txt"}
ANYBODY = {None: 0, "reader": 1, "editor": 2, "operator": 3}
FILLED = {
    "item_id": CLOSED_ITEM, "meeting_id": CLOSED_MEETING, "person_id": CLOSED_PERSON,
    "item_id:path": CLOSED_ITEM, "meeting_id:path": CLOSED_MEETING, "run_id": "ingen",
    "kind": "json", "path:path": "chat.css", "session_hash": "abc", "api_name": "predict",
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "/api/ask": {"json": {"question": QUESTION}},
    "/samtal/vidare": {"json": {"question": QUESTION}},
    "/samtal/omdome": {
        "json": {
            "question": QUESTION, "verdict": "up", "found": True,
            "citations": [{"n": 1, "reference": "x", "item_id": CLOSED_ITEM}],
        }
    },
    "/samtal/export": {"json": {"name": "x", "form": "md", "turns": []}},
    "/utvardering": {"data": {"chosen": "ingen"}},
    "/gradio_api/run/{api_name}": {"json": {"data": [], "fn_index": 0}},
    "/gradio_api/queue/join": {"json": {"data": [], "fn_index": 0, "session_hash": "abc"}},
    "/gradio_api/cancel": {"json": {"session_hash": "abc", "fn_index": 0, "event_id": "x"}},
    "/gradio_api/reset": {"json": {"event_id": "x"}},
    "/lagg-till": {"files": {"files": ("", b"")}},
    "/lagg-till/fil": {"content": b""},
    "/lagg-till/angra": {"data": {"sha256": "0" * 64}},
}  # fmt: skip
QUERIES: dict[str, list[dict[str, str]]] = {
    "/api/ask": [{"question": QUESTION}, {"question": QUESTION, "to": "1990-01-01"}],
    "/api/ask/stream": [{"question": QUESTION}],
    "/api/search": [{"query": "kvicksilvret hamnbassängen"}, {"query": "x", "body": "slutna"}],
    "/api/meetings": [{}, {"body": "slutna"}, {"person": "Hemming Dold"}, {"to": "1990-01-01"}],
    "/arkiv": [{}, {"organ": "Slutna rådet"}, {"fran": "1987", "till": "1987"}, {"ord": "kvick"}],
    "/arkiv/beslut": [{}, {"organ": "Slutna rådet"}, {"ord": "kvicksilvret"}],
    "/arkiv/beslut.csv": [{}],
    "/arkiv/beslut.xlsx": [{}],
    "/arkiv/personer": [{}, {"ord": "hemming"}],
    "/gradio_api/queue/data": [{"session_hash": "abc"}],
}
# They end when the visitor goes; what comes through Gradio's queue has tests of its own.
STREAMS = ("/heartbeat/", "/queue/data")


# For operators: how much the whole archive holds. Said in SECURITY.md.
COUNTS_ALL = ("/metrics",)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matrix")
    original = folder / "sources" / CLOSED_PATH
    original.parent.mkdir(parents=True)
    original.write_text(CLOSED_TEXT)
    return folder


@pytest.fixture(scope="module")
def app(folder: Path) -> Any:
    return built(whole_archive(), folder)


@pytest.fixture(scope="module")
def users(folder: Path) -> Users:
    return users_in(folder)


@pytest.fixture(scope="module")
def clients(app: Any, users: Users) -> dict[str | None, TestClient]:
    guard = Guard(app, "0.0.0.0", users)
    guard._requested._most = guard._asked._most = 10**9
    return {name: visiting_client(guard, name) for name in (None, *NAMES)}


@pytest.fixture(scope="module")
def elsewhere(folder: Path, users: Users) -> dict[str, TestClient]:
    """The same server over an archive that never had the closed protocol."""
    guard = Guard(built(FakeArchive(), folder), "0.0.0.0", users)
    guard._requested._most = guard._asked._most = 10**9
    return {name: visiting_client(guard, name) for name in ("reader", "editor", "operator")}


def filled(path: str) -> str:
    """Return a route's path with the closed protocol's ids in it."""
    return re.sub(r"\{([^}]+)\}", lambda found: FILLED.get(found[1], "1"), path)


def test_every_route_of_ours_has_a_row_and_every_row_a_route(app: Any) -> None:
    table, routes = Table(), list(routes_of(app))
    assert len(routes) > 150
    ours = {(method, path) for method, path, is_gradio in routes if not is_gradio}
    missing = {
        (method, path)
        for method, path in ours
        if table.find(method, filled(path)) is None and (method, path) not in NO_ROW
    }
    assert not missing, f"give them a row in ui/rights.py: {missing}"
    there = {(method, path) for method, path, _ in routes}
    dead = {
        (right.method, right.path)
        for right in RIGHTS
        if (right.method, right.path) not in there
        and right.path not in BY_THE_GUARD | NOT_YET | {"/en"}
    }
    assert not dead, f"they have a row and no route: {dead}"


# Of the MCP server's own, where a session is neither kept nor ended.
NO_ROW = {("GET", "/mcp"), ("DELETE", "/mcp")}


def test_gradio_has_no_more_routes_than_its_page_needs(app: Any) -> None:
    table = Table()
    let = {p for m, p, is_gradio in routes_of(app) if is_gradio and table.find(m, filled(p))}
    for path in ("upload", "file=", "proxy=", "vibe", "call", "monitoring", "component", "runs"):
        assert not any(f"/{path}" in one for one in let), path
    assert 20 < len(let) < 40


def test_every_route_and_every_role(app: Any, clients: dict[str | None, TestClient]) -> None:
    table, cells = Table(), 0
    for method, path, _ in routes_of(app):
        right = table.find(method, filled(path))
        if right is not None and any(stream in path for stream in STREAMS):
            continue
        for name in (None, "reader", "editor", "operator"):
            options = BODIES.get(path.removeprefix("/en"), {}) if method == "POST" else {}
            status = clients[name].request(method, filled(path), **options).status_code
            cells += 1
            assert status in expected(right, name, table.methods(filled(path))), (
                f"{method} {path} for {name}: {status}"
            )
    assert cells > 600


class Anything:
    """Whatever the app itself says; the guard let the request through."""

    def __contains__(self, status: object) -> bool:
        return status not in (401, 403, 429, 413)


def expected(right: Right | None, name: str | None, methods: list[str]) -> Any:
    if right is not None and right.role is None:
        return (200, 303, 404, 405, 503)
    if name is None:
        return (401,)
    if right is None:
        return (405,) if methods else (404,)
    return Anything() if ANYBODY[name] >= ANYBODY[right.role] else (403,)


def told(answer: Any) -> str:
    """Return all that an answer tells, without what differs between any two."""
    body = answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(n) for n in packed.namelist() if "docProps" not in n)
    text = body.decode("utf-8", "replace")
    text = re.sub(r'"seconds": ?[\d.e-]+', "", text)
    kept = {k: v for k, v in answer.headers.items() if k in ("content-type", "location")}
    return f"{answer.status_code} {json.dumps(kept)}\n{text}"


def requests(app: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield requests to every route that a signed-in visitor may use, asking for what is closed."""
    table = Table()
    for method, path, _ in routes_of(app):
        if table.find(method, filled(path)) is None or any(s in path for s in STREAMS):
            continue
        if path in COUNTS_ALL:
            continue
        for query in QUERIES.get(path, [{}]):
            options = BODIES.get(path.removeprefix("/en"), {}) if method == "POST" else {}
            yield method, filled(path), {"params": query, **options}


def test_a_closed_collection_leaves_no_trace(
    app: Any, clients: dict[str | None, TestClient], elsewhere: dict[str, TestClient]
) -> None:
    compared = 0
    for method, path, options in requests(app):
        for name in (None, "reader", "editor", "operator"):
            answer = clients[name].request(method, path, **options)
            said = told(answer)
            if name is None or has_own_numbers(path):
                # These hold numbers of their own; every other answer is the very same.
                assert not [secret for secret in SECRETS if secret in said.replace(path, "")], path
                continue
            other = told(elsewhere[name].request(method, path, **options))
            assert said == other, f"{method} {path} {options} for {name}"
            compared += 1
    assert compared > 100


def has_own_numbers(path: str) -> bool:
    pages = ("/", "/en/", "/config", "/en/config")
    return "gradio_api" in path or path in pages or path.startswith("/lagg-till")


def test_who_has_the_right_reads_it(app: Any, clients: dict[str | None, TestClient]) -> None:
    page = clients[INSIDER]
    assert page.get("/api/ask", params={"question": QUESTION}).json()["status"] == "answered"
    assert clients["reader"].get("/api/ask", params={"question": QUESTION}).json()["status"] == (
        "not_found"
    )
    for path in (
        f"/punkt/{CLOSED_ITEM}", f"/mote/{CLOSED_MEETING}", f"/api/items/{CLOSED_ITEM}",
        f"/api/meetings/{CLOSED_MEETING}", f"/arkiv/person/{CLOSED_PERSON}", "/arkiv",
        "/arkiv/beslut", "/arkiv/beslut.csv", "/arkiv/personer", "/api/meetings",
    ):  # fmt: skip
        answer = page.get(path)
        assert answer.status_code == 200, path
        assert any(secret in answer.text for secret in SECRETS), path
    assert page.get("/readyz").json()["meetings"] == 3
    assert clients[None].get("/readyz").json()["meetings"] == 2
