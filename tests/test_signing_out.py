"""Signing out: the button is there for who has signed in here, and ends the session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from browsing import CHROMIUM, FLAGS, IN_BROWSER, Running, Visit
from fake_archive import FakeArchive
from served_app import NAMES, PASSWORD, built, users_in, visiting_client
from ui.access import Guard, Proxy
from ui.addresses import ADDING_PATH
from ui.chat_frame import head_html
from ui.pages import EVALUATION_PATH
from ui.rights import LOGIN, LOGOUT, RIGHTS
from ui.users import Users
from ui.visitors import NOBODY, Visitor
from ui.words import ENGLISH, SWEDISH, Words

FORM = f'<form class="utloggning" method="post" action="{LOGOUT}">'
NAME = "arkiv.example"  # of a server without TLS, so that the browser says less of where it is


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return built(FakeArchive(), tmp_path_factory.mktemp("app"))


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Users:
    return users_in(tmp_path_factory.mktemp("users"))


@pytest.fixture(scope="module")
def guard(app: FastAPI, users: Users) -> Guard:
    return Guard(app, "0.0.0.0", users)


def test_the_pages_have_the_button_in_both_languages(guard: Guard) -> None:
    page = visiting_client(guard, "editor")
    for path in ("/arkiv", "/arkiv/personer", ADDING_PATH, EVALUATION_PATH, "/mote/finns-inte"):
        for lang, words in (("sv", SWEDISH), ("en", ENGLISH)):
            answer = page.get(path, params={"lang": lang}, headers={"accept": "text/html"})
            assert f"{FORM}<button>{words.sign_out}</button></form>" in answer.text, path
    assert SWEDISH.sign_out != ENGLISH.sign_out


@pytest.mark.parametrize("words", [SWEDISH, ENGLISH], ids=["sv", "en"])
def test_the_chat_has_the_button(words: Words) -> None:
    signed_in = Visitor("anna", "reader", has_session=True)
    assert f"{FORM}<button>{words.sign_out}</button></form>" in head_html(words, None, signed_in)
    assert LOGOUT not in head_html(words, None, NOBODY)


def test_who_has_no_session_here_has_no_button(app: FastAPI, users: Users) -> None:
    local = TestClient(Guard(app, "127.0.0.1"), base_url="http://127.0.0.1:7860")
    assert LOGOUT not in local.get("/arkiv").text
    behind = TestClient(Guard(app, "0.0.0.0", users, Proxy("testclient")))
    answer = behind.get("/arkiv", headers={"X-Remote-User": "reader"})
    assert answer.status_code == 200
    assert LOGOUT not in answer.text, "the proxy would sign them in again"


# What the guard itself answers has no route in the app; every role, and who has none, may ask it.
OWN = [right for right in RIGHTS if right.path.startswith((LOGIN, LOGOUT))]
SAID = {("POST", LOGIN): 401, ("POST", LOGOUT): 303, ("GET", LOGIN): 200}


def test_what_the_guard_answers_itself_is_open_to_every_role(guard: Guard) -> None:
    assert {(right.method, right.path) for right in OWN} >= set(SAID)
    for right in OWN:
        for name in (None, *NAMES):
            answer = visiting_client(guard, name).request(right.method, right.path)
            wanted = SAID.get((right.method, right.path), 404)  # there is no identity provider
            assert answer.status_code == wanted, (right, name)


@pytest.mark.parametrize("name", NAMES)
def test_signing_out_ends_every_roles_session_and_no_others(guard: Guard, name: str) -> None:
    page, copy, other = (visiting_client(guard, name) for _ in range(3))
    copy.cookies.update(page.cookies)
    # By the address alone nobody is signed out: a picture on another site would do it.
    assert page.get(LOGOUT).status_code == 405
    site = {"sec-fetch-site": "cross-site", "origin": "https://ondska.example"}
    assert page.post(LOGOUT, headers=site).status_code == 403
    assert copy.get("/arkiv").status_code == 200
    assert page.post(LOGOUT).status_code == 303
    assert page.get("/arkiv").status_code == 401
    assert copy.get("/arkiv").status_code == 401, "the cookie was kept, the session is over"
    assert other.get("/arkiv").status_code == 200


@pytest.fixture(scope="module")
def address(app: FastAPI, guard: Guard) -> Iterator[str]:
    with Running(app, guard, NAME) as running:
        yield running.address


@pytest.fixture
def visit(address: str) -> Iterator[Visit]:
    from playwright.sync_api import sync_playwright

    rule = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*FLAGS, rule])
        visiting = Visit(chromium, address)
        yield visiting
        visiting.close()
        chromium.close()
    # Without TLS a browser heeds two headers less, and says so.
    unheeded = ("The Cross-Origin-Opener-Policy header has been ignored", "Clear-Site-Data header")
    assert [one for one in visiting.wrongs if not one.startswith(unheeded)] == []


class TestInTheBrowser:
    """Where there is no TLS a browser names no site of a form: it must be let through."""

    pytestmark = IN_BROWSER

    @staticmethod
    def sign_in(visit: Visit) -> Any:
        page = visit.page
        page.goto(visit.address + LOGIN)
        page.fill("[name=name]", "reader")
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        visit.wait_until_ready()
        return page

    def test_out_of_the_chat(self, visit: Visit) -> None:
        page = self.sign_in(visit)
        page.get_by_role("button", name=SWEDISH.sign_out).click()
        page.wait_for_url(f"**{LOGIN}")
        page.goto(f"{visit.address}/arkiv")
        assert page.url == visit.address + LOGIN

    def test_out_of_a_page_in_english(self, visit: Visit) -> None:
        page = self.sign_in(visit)
        page.goto(f"{visit.address}/arkiv?lang=en")
        page.get_by_role("button", name=ENGLISH.sign_out).click()
        page.wait_for_url(f"**{LOGIN}")
        page.go_back()
        page.wait_for_url(f"**{LOGIN}")
