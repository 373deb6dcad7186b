"""Nobody reaches anything without being known, where others reach the server."""

from __future__ import annotations

import io
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from fake_archive import FakeArchive
from served_app import PASSWORD, built, users_in
from ui.access import (
    ALL_TRIES,
    ASKED,
    COOKIE,
    SENT,
    TRIES,
    AccessError,
    Guard,
    Proxy,
    check_may_listen,
    is_loopback,
)
from ui.cli import main
from ui.rates import Rate
from ui.rights import LARGEST, LOGIN, LOGOUT
from ui.sessions import MOST, Sessions
from ui.users import Users, UsersError
from ui.visitors import NOBODY, Visitor

OWN = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return built(FakeArchive(), tmp_path_factory.mktemp("app"))


@pytest.fixture
def users(tmp_path: Path) -> Users:
    return users_in(tmp_path)


def client(
    app: FastAPI | Guard, host: str, users: Users | None = None, proxy: Proxy | None = None
) -> TestClient:
    # The MCP server is not running here; that it answers with an error shows that it was reached.
    return TestClient(
        app if isinstance(app, Guard) else Guard(app, host, users, proxy),
        base_url=OWN,
        follow_redirects=False,
        raise_server_exceptions=False,
    )


def sign_in(page: TestClient, name: str, password: str = PASSWORD) -> int:
    return page.post(LOGIN, data={"name": name, "password": password}).status_code


def test_without_authentication_only_this_machine_is_served(
    app: FastAPI, users: Users, tmp_path: Path
) -> None:
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
    page = client(app, "127.0.0.1")
    assert page.get("/healthz").status_code == 200
    assert page.get("/readyz").json()["status"] == "ready"
    assert page.get("/api/meetings").status_code == 200
    assert client(app, "0.0.0.0").get("/api/meetings").status_code == 401


def test_an_address_that_leads_nowhere_is_said_in_words(app: FastAPI) -> None:
    page = client(app, "127.0.0.1")
    answer = page.get("/finns-inte", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "<h1>" in answer.text
    assert page.get("/finns-inte").json() == {"detail": "Not Found"}
    refused = page.put("/api/ask")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, POST")


def test_another_sites_name_for_this_machine_is_refused(app: FastAPI) -> None:
    page = client(app, "127.0.0.1")
    for host in ("ondska.example", "[", "127.0.0.1.ondska.example", ""):
        assert page.get("/healthz", headers={"host": host}).status_code == 421, host
    assert page.get("/healthz", headers={"host": "localhost:7860"}).status_code == 200


def test_signing_in(app: FastAPI, users: Users) -> None:
    page = client(app, "0.0.0.0", users)
    answer = page.get("/manifest.json", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, LOGIN)
    assert "Lösenord" in page.get(LOGIN).text
    assert "script" not in page.get(LOGIN).headers["content-security-policy"]
    assert sign_in(page, "reader", "fel") == 401
    assert sign_in(page, "<okänd>") == 401
    answer = page.post(LOGIN, data={"name": "reader", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert page.get("/manifest.json").status_code == 200
    behind = {"x-forwarded-proto": "https"}
    answer = page.post(LOGIN, data={"name": "reader", "password": PASSWORD}, headers=behind)
    assert "secure" in answer.headers["set-cookie"].lower()


def test_a_browsers_form_says_that_it_is_ours_where_it_hides_its_origin(
    app: FastAPI, users: Users
) -> None:
    said = {"sec-fetch-site": "same-origin", "origin": "null"}
    page = client(app, "0.0.0.0", users)
    sent = page.post(LOGIN, data={"name": "reader", "password": PASSWORD}, headers=said)
    assert sent.status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "påhittad", "ImEi.sig", '"a".b', "." * 5000])
def test_an_invented_cookie_is_nobodys(app: FastAPI, users: Users, cookie: str) -> None:
    page = client(app, "0.0.0.0", users)
    said = {b"cookie": f"{COOKIE}={cookie}".encode()}
    assert page.get("/manifest.json", headers=said).status_code == 401
    assert Sessions().find(Sessions().begin(Visitor("anna", "operator"))) is None, (
        "another server's"
    )


def test_a_session_ends_when_one_signs_out_for_whoever_has_its_cookie(
    app: FastAPI, users: Users
) -> None:
    guard = Guard(app, "0.0.0.0", users)
    page, stolen = client(guard, ""), client(guard, "")
    sign_in(page, "reader")
    stolen.cookies.update(page.cookies)
    assert stolen.get("/manifest.json").status_code == 200
    answer = page.post(LOGOUT)
    assert (answer.status_code, answer.headers["location"]) == (303, LOGIN)
    assert page.get("/manifest.json").status_code == 401
    assert stolen.get("/manifest.json").status_code == 401


@pytest.mark.parametrize(
    ("role", "password"), [("reader", PASSWORD + "!"), ("operator", PASSWORD), (None, PASSWORD)]
)
def test_a_session_ends_with_another_password_role_or_no_user(
    app: FastAPI, users: Users, role: str | None, password: str
) -> None:
    page = client(app, "0.0.0.0", users)
    sign_in(page, "reader")
    assert page.get("/manifest.json").status_code == 200
    if role is None:
        users.remove("reader")
    else:
        users.put("reader", role, password)
    assert page.get("/manifest.json").status_code == 401
    assert sign_in(page, "reader", password) == (303 if role else 401)
    assert page.get("/metrics").status_code == (200 if role == "operator" else 403 if role else 401)


def test_signing_in_again_ends_the_session_before(app: FastAPI, users: Users) -> None:
    guard = Guard(app, "0.0.0.0", users)
    page, old = client(guard, ""), client(guard, "")
    sign_in(page, "reader")
    old.cookies.update(page.cookies)
    sign_in(page, "reader")
    assert old.get("/manifest.json").status_code == 401


def test_sessions_end_by_themselves_and_are_few() -> None:
    sessions = Sessions()
    first = sessions.begin(Visitor("a", "reader"), lasts=-1)
    assert sessions.find(first) is None
    kept = [sessions.begin(Visitor(str(n), "reader")) for n in range(MOST + 1)]
    assert sessions.find(kept[0]) is None
    found = sessions.find(kept[-1])
    assert found is not None
    assert found.visitor.name == str(MOST)
    assert not NOBODY.may("reader")


def test_guessing_is_slowed_down(app: FastAPI, users: Users) -> None:
    page = client(app, "0.0.0.0", users)
    assert {sign_in(page, "reader", str(n)) for n in range(TRIES)} == {401}
    assert sign_in(page, "reader") == 429
    assert sign_in(page, "editor") == 303, "another name is not locked out with it"


def test_many_guesses_at_once_are_many_guesses(app: FastAPI, users: Users) -> None:
    guard = Guard(app, "0.0.0.0", users)

    def guess(n: int) -> int:
        return sign_in(client(guard, ""), f"namn-{n // 5}", "fel")

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(guess, range(ALL_TRIES + 20)))
    assert codes.count(401) == ALL_TRIES
    assert codes.count(429) == 20


def test_only_the_named_proxy_is_believed(app: FastAPI) -> None:
    named = {"X-Remote-User": "anna"}
    trusted = TestClient(Guard(app, "0.0.0.0", None, Proxy("testclient")))
    assert trusted.get("/manifest.json", headers=named).status_code == 200
    assert trusted.get("/manifest.json").status_code == 401
    assert trusted.get("/metrics", headers=named).status_code == 403
    other = TestClient(Guard(app, "0.0.0.0", None, Proxy("10.0.0.1")))
    assert other.get("/manifest.json", headers=named).status_code == 401


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_another_site_can_change_nothing(app: FastAPI, users: Users, host: str) -> None:
    page = client(app, host, users if host == "0.0.0.0" else None)
    if host == "0.0.0.0":
        sign_in(page, "operator")
    asked: dict[str, Any] = {"json": {"question": "Vad beslutades?"}}
    for headers in (
        {"origin": "http://ondska.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": OWN},
    ):
        for path in ("/samtal/vidare", "/samtal/omdome", "/utvardering", "/api/ask", LOGOUT, LOGIN):
            assert page.post(path, headers=headers, **asked).status_code == 403, (path, headers)
    assert page.post("/api/ask", headers={"origin": OWN}, **asked).status_code == 200
    assert page.post("/api/ask", **asked).status_code == 200, "no page at all: a program"


def test_large_bodies_are_refused_also_when_they_say_less(app: FastAPI) -> None:
    page = client(app, "127.0.0.1")
    large = b"x" * (LARGEST + 1)
    assert page.post("/samtal/vidare", content=large).status_code == 413
    assert page.post(LOGIN, content=b"x" * 10_001).status_code == 413
    assert page.post("/utvardering", content=large).status_code != 413, "questions may be more"
    for length in ("-1", "1e9", "²", "9" * 5000, ""):
        said = {b"content-length": length.encode()}
        assert page.post("/samtal/vidare", content=b"", headers=said).status_code in (413, 422)
    chunks = (large[:65_536] for _ in range(LARGEST // 65_536 + 2))
    assert page.post("/samtal/vidare", content=chunks).status_code == 400


def test_each_visitor_has_a_rate_of_their_own(app: FastAPI, users: Users) -> None:
    guard = Guard(app, "0.0.0.0", users)
    page, other = client(guard, ""), client(guard, "")
    sign_in(page, "reader")
    sign_in(other, "editor")
    codes = [page.post("/finns-inte").status_code for _ in range(ASKED + 1)]
    assert set(codes[:-1]) == {404}
    assert codes[-1] == 429
    assert page.get("/api/ask", params={"question": "x"}).status_code == 429, "by GET too"
    assert page.get("/api/meetings").status_code == 200, "reading goes on"
    assert other.post("/finns-inte").status_code == 404


def test_files_are_added_by_editors_and_may_be_large(app: FastAPI, users: Users) -> None:
    page = client(Guard(app, "0.0.0.0", users, None, LARGEST * 2), "")
    sign_in(page, "reader")
    assert page.get("/lagg-till").status_code == 403
    assert page.post("/lagg-till/fil", content=b"x").status_code == 403
    sign_in(page, "editor")
    larger = page.post("/lagg-till/fil", content=b"x" * (LARGEST + 1))
    assert larger.status_code not in (403, 413)
    assert page.post("/lagg-till/fil", content=b"x" * (LARGEST * 2 + 1)).status_code == 413
    assert page.post("/samtal/vidare", content=b"x" * (LARGEST + 1)).status_code == 413


def test_rates() -> None:
    rate = Rate(10, 60)
    assert [rate.allows("a", 4) for _ in range(3)] == [True, True, False]
    assert rate.allows("a", 2)
    assert rate.is_full("a")
    assert not rate.is_full("b")
    assert not Rate(SENT, 1).allows("a", SENT + 1)
    past = Rate(1, 0)
    assert all(past.allows("a") for _ in range(3))


def policy_of(header: str) -> dict[str, list[str]]:
    parts = (part.split() for part in header.split(";"))
    return {name: values for name, *values in parts}


def test_the_chats_page_has_another_nonce_each_time(app: FastAPI) -> None:
    page = client(app, "127.0.0.1")
    nonces = set()
    for path in ("/", "/en/", "/"):
        answer = page.get(path)
        scripts = policy_of(answer.headers["content-security-policy"])["script-src"]
        (nonce,) = [one for one in scripts if one.startswith("'nonce-")]
        nonces.add(nonce)
        given = set(re.findall(r'<(?:script|style)\b[^>]*nonce="([^"]+)"', answer.text))
        assert given == {nonce.removeprefix("'nonce-").strip("'")}
    assert len(nonces) == 3
    assert all(len(nonce) > 24 for nonce in nonces)


def test_security_headers_are_on_every_answer(app: FastAPI, users: Users) -> None:
    page = client(app, "0.0.0.0", users)
    sign_in(page, "reader")
    local = client(app, "127.0.0.1")
    for asking, path in (
        (local, "/healthz"), (local, "/finns-inte"), (page, "/"), (page, "/arkiv"),
        (page, "/api/meetings"), (page, "/metrics"), (client(app, "0.0.0.0", users), "/arkiv"),
    ):  # fmt: skip
        answer = asking.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = policy_of(answer.headers["content-security-policy"])
        assert policy["default-src"] == ["'none'"]
        assert policy["frame-ancestors"] in (["'self'"], ["'none'"])
        for kind in ("script-src", "style-src"):
            # Nothing in a page but what has this answer's nonce, and no text that is evaluated.
            assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(policy.get(kind, [])), path
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        if asking is not local:
            assert "cookie" in answer.headers["vary"].lower()
            assert answer.headers["cache-control"]


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


@pytest.mark.parametrize("path", ["/arkiv%00", "/punkt/a%1bb", "/gradio_api/heartbeat/%05"])
def test_what_is_no_address_is_refused(app: FastAPI, path: str) -> None:
    assert client(app, "127.0.0.1").get(path).status_code == 400


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("x-forwarded-host", "arkiv.example, 10.0.0.1:8080", 200),
        ("x-forwarded-host", "<script>", 400),
        ("x-forwarded-host", "999.999.999.999", 400),
        ("x-gradio-server", "https://ondska.example", 400),
    ],
)
def test_no_page_is_built_on_a_name_that_is_none(
    app: FastAPI, name: str, value: str, status: int
) -> None:
    assert client(app, "127.0.0.1").get("/config", headers={name: value}).status_code == status


@pytest.mark.parametrize("path", ["/api/ask", "/gradio_api/reset", "/en/gradio_api/reset"])
@pytest.mark.parametrize("body", [b"\xa8\x00\xff", b'{"hemligt": "\\ud800"}', b'{"\\ud800": 1}'])
def test_a_wrong_form_is_refused_and_not_repeated(app: FastAPI, path: str, body: bytes) -> None:
    answer = client(app, "127.0.0.1").post(path, content=body)
    assert answer.status_code == 422
    assert "hemligt" not in answer.text
    assert set(answer.json()["detail"][0]) == {"type", "loc", "msg"}


@pytest.mark.parametrize("path", ["/assets/", "/static/", "/svelte/", "/resurser/", "/fil/"])
def test_a_name_too_long_for_a_file_is_nobodys(app: FastAPI, path: str) -> None:
    assert client(app, "127.0.0.1").get(path + "x" * 5000).status_code == 404


def test_an_event_that_gradio_does_not_have_is_nobodys(app: FastAPI) -> None:
    answer = client(app, "127.0.0.1").post("/gradio_api/run/finns-inte", json={"data": []})
    assert answer.status_code == 404
