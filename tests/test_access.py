"""Nobody reaches anything without being known, where others reach the server."""

from __future__ import annotations

import gc
import io
import sys
import warnings
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route

from fake_archive import FakeArchive, FakeAssistant
from ui.access import (
    EDITORS,
    LARGEST,
    LOGIN,
    OPEN,
    OPERATORS,
    REQUESTS,
    TRIES,
    AccessError,
    Guard,
    Proxy,
    check_may_listen,
    is_loopback,
)
from ui.app import create_app
from ui.cli import main
from ui.users import Users, UsersError

PASSWORD = "en lång ramsa om våren"


def _app() -> FastAPI:
    """Return the app; Gradio leaves event loops behind, which are collected here and now."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive = FakeArchive()
        app = create_app(archive, FakeAssistant(archive))
        gc.collect()
    return app


APP = _app()
PATHS = sorted(
    {route.path for route in APP.routes if isinstance(route, Route | Mount)}
    | {"/", "/en/", "/gradio_api/info", "/gradio_api/queue/join", "/finns-inte", "/metrics"}
)


@pytest.fixture
def users(tmp_path: Path) -> Users:
    users = Users(tmp_path / "users.json", PasswordHasher.from_parameters(CHEAPEST))
    for role in ("reader", "editor", "operator"):
        users.put(role, role, PASSWORD)
    return users


def client(host: str, users: Users | None = None, proxy: Proxy | None = None) -> TestClient:
    # The MCP server is not running here; that it answers with an error shows that it was reached.
    return TestClient(
        Guard(APP, host, users, proxy),
        base_url="http://127.0.0.1",
        follow_redirects=False,
        raise_server_exceptions=False,
    )


def sign_in(page: TestClient, name: str, password: str = PASSWORD) -> int:
    return page.post(LOGIN, data={"name": name, "password": password}).status_code


@pytest.mark.parametrize("path", PATHS)
def test_every_route_asks_who_it_is(path: str, users: Users) -> None:
    page = client("0.0.0.0", users)
    for method in ("GET", "POST", "PUT", "DELETE"):
        answer = page.request(method, path)
        assert answer.status_code == 401 or path in OPEN, f"{method} {path}"
    page.cookies.set("protokollsvar", "påhittad".encode().hex())
    assert page.get(path).status_code == 401 or path in OPEN
    sign_in(page, "reader")
    expected = 403 if path.startswith(OPERATORS + EDITORS) else None
    assert page.get(path).status_code not in (401, 303) if expected is None else True
    if expected:
        assert page.get(path).status_code == expected
        sign_in(page, "operator")
        assert page.get(path).status_code != expected


def test_there_are_routes_to_ask() -> None:
    assert len(PATHS) > 8


def test_without_authentication_only_this_machine_is_served(users: Users, tmp_path: Path) -> None:
    for host in ("0.0.0.0", "::", "192.168.1.5", "", "arkiv.example"):
        assert not is_loopback(host)
        with pytest.raises(AccessError, match="protokollsvar user"):
            check_may_listen(host, None, None)
        with pytest.raises(AccessError):
            check_may_listen(host, Users(tmp_path / "tom.json"), None)
        check_may_listen(host, users, None)
        check_may_listen(host, None, Proxy("10.0.0.1"))
    for host in ("127.0.0.1", "::1", "localhost", "127.8.8.8"):
        check_may_listen(host, None, None)
    assert client("127.0.0.1").get("/healthz").status_code == 200
    assert client("127.0.0.1").get("/readyz").json()["status"] == "ready"


def test_another_sites_name_for_this_machine_is_refused() -> None:
    page = client("127.0.0.1")
    assert page.get("/healthz", headers={"host": "ondska.example"}).status_code == 421
    assert page.get("/healthz", headers={"host": "localhost:7860"}).status_code == 200


def test_signing_in_and_out(users: Users) -> None:
    page = client("0.0.0.0", users)
    answer = page.get("/manifest.json", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, LOGIN)
    assert "Lösenord" in page.get(LOGIN).text
    assert sign_in(page, "reader", "fel") == 401
    assert sign_in(page, "<okänd>") == 401
    answer = page.post(LOGIN, data={"name": "reader", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert page.get("/manifest.json").status_code == 200
    users.put("reader", "reader", PASSWORD + "!")
    assert page.get("/manifest.json").status_code == 401, "a new password ends old sessions"
    sign_in(page, "reader", PASSWORD + "!")
    users.remove("reader")
    assert page.get("/manifest.json").status_code == 401


def test_guessing_is_slowed_down(users: Users) -> None:
    page = client("0.0.0.0", users)
    assert {sign_in(page, "reader", str(n)) for n in range(TRIES)} == {401}
    assert sign_in(page, "reader") == 429


def test_only_the_named_proxy_is_believed() -> None:
    named = {"X-Remote-User": "anna"}
    trusted = TestClient(Guard(APP, "0.0.0.0", None, Proxy("testclient")))
    assert trusted.get("/manifest.json", headers=named).status_code == 200
    assert trusted.get("/manifest.json").status_code == 401
    assert trusted.get("/metrics", headers=named).status_code == 403
    other = TestClient(Guard(APP, "0.0.0.0", None, Proxy("10.0.0.1")))
    assert other.get("/manifest.json", headers=named).status_code == 401


def test_other_sites_large_bodies_and_floods_are_refused(users: Users) -> None:
    page = client("127.0.0.1")
    for headers in ({"origin": "http://ondska.example"}, {"sec-fetch-site": "cross-site"}):
        assert page.post("/samtal/vidare", headers=headers).status_code == 403
    assert page.post("/samtal/vidare", content=b"x" * (LARGEST + 1)).status_code == 413
    page = client("0.0.0.0", users)
    sign_in(page, "reader")
    own = {"origin": "http://127.0.0.1"}
    codes = [page.post("/finns-inte", headers=own).status_code for _ in range(REQUESTS + 1)]
    assert 429 not in codes[:-5]
    assert codes[-1] == 429


def test_files_are_added_by_editors_and_may_be_large(users: Users) -> None:
    page = TestClient(Guard(APP, "0.0.0.0", users, None, LARGEST * 2), base_url="http://127.0.0.1")
    sign_in(page, "reader")
    assert page.get("/lagg-till").status_code == 403
    assert page.post("/lagg-till/fil", content=b"x").status_code == 403
    sign_in(page, "editor")
    larger = page.post("/lagg-till/fil", content=b"x" * (LARGEST + 1))
    assert larger.status_code not in (403, 413)
    assert page.post("/lagg-till/fil", content=b"x" * (LARGEST * 2 + 1)).status_code == 413
    assert page.post("/samtal/vidare", content=b"x" * (LARGEST + 1)).status_code == 413


def test_security_headers_are_on_every_answer(users: Users) -> None:
    for answer in (client("127.0.0.1").get("/healthz"), client("0.0.0.0", users).get("/")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


def test_the_file_of_users(users: Users, tmp_path: Path) -> None:
    assert PASSWORD not in users.path.read_text(encoding="utf-8")
    assert "$argon2id$" in users.path.read_text(encoding="utf-8")
    assert users.path.stat().st_mode & 0o077 == 0
    assert Users(users.path).is_right("editor", PASSWORD)
    for name, role, password in (
        ("x", "kung", PASSWORD),
        ("", "reader", PASSWORD),
        ("x", "reader", "kort"),
    ):
        with pytest.raises(UsersError):
            users.put(name, role, password)
    (tmp_path / "skrot.json").write_text('{"users": []}')
    with pytest.raises(UsersError, match="cannot be read as users"):
        Users(tmp_path / "skrot.json")


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "users.json"
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    monkeypatch.setattr(
        sys, "argv", ["protokollsvar", "user", "anna", "--role", "editor", "--users", str(file)]
    )
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code in (0, None)
    assert capsys.readouterr().out == f"anna is editor in {file}.\n"
    assert Users(file).is_right("anna", PASSWORD)
