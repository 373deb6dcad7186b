"""Signing in at an identity provider, end to end against a small real one, and its lies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey

from oidc_server import CLIENT, SECRET, IdentityProvider, state_of
from ui.access import COOKIE, Guard, check_may_listen
from ui.oidc import OpenIdConnect
from ui.provider import OidcError, Provider
from ui.rights import LOGIN, OIDC_BACK, OIDC_START
from ui.settings import SettingError, Settings
from ui.visitors import present

URL = "http://127.0.0.1:7860"
GROUPS = {"editor": "redaktionen", "operator": "driften"}


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with IdentityProvider() as running:
        yield running


def app() -> FastAPI:
    served = FastAPI()

    @served.get("/api/meetings")
    def who(_: Request) -> dict[str, Any]:
        visitor = present()
        return {"name": visitor.name, "role": visitor.role, "groups": sorted(visitor.groups)}

    return served


def door(provider: IdentityProvider, groups: dict[str, str] | None = None) -> TestClient:
    settings = Provider(provider.issuer, CLIENT, SECRET, URL, groups=groups or {})
    guard = Guard(app(), "0.0.0.0", oidc=OpenIdConnect(settings))
    return TestClient(guard, base_url=URL, follow_redirects=False)


def back_from(page: TestClient) -> str:
    """Begin to sign in, do what the browser does at the provider; return the way back."""
    started = page.get(OIDC_START)
    assert started.status_code == 303, started.text
    back = httpx.get(started.headers["location"], trust_env=False)
    return back.headers["location"].removeprefix(URL)


def test_signing_in_end_to_end(provider: IdentityProvider) -> None:
    page = door(provider, GROUPS)
    answer = page.get("/api/meetings", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, LOGIN)
    assert OIDC_START in page.get(LOGIN).text
    assert "password" not in page.get(LOGIN).text
    provider.claims = {"groups": ["kommunen", "redaktionen"]}
    answer = page.get(back_from(page))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert page.get("/api/meetings").json() == {
        "name": "oidc:17", "role": "editor", "groups": ["kommunen", "redaktionen"],
    }  # fmt: skip
    assert page.post("/logga-ut").status_code == 303
    assert page.get("/api/meetings").status_code == 401


@pytest.mark.parametrize(
    ("held", "groups", "role"),
    [
        ([], {}, "reader"),
        (["driften", "redaktionen"], GROUPS, "operator"),
        ("redaktionen", GROUPS, "editor"),
        (None, GROUPS, "reader"),
        (["annat"], GROUPS | {"reader": "kommunen"}, None),
        (["kommunen"], GROUPS | {"reader": "kommunen"}, "reader"),
        (["driften"], GROUPS | {"reader": "kommunen"}, "operator"),
    ],
)
def test_groups_give_the_role(
    provider: IdentityProvider, held: Any, groups: dict[str, str], role: str | None
) -> None:
    page = door(provider, groups)
    provider.claims = {"groups": held}
    assert page.get(back_from(page)).status_code == (303 if role else 401)
    answer = page.get("/api/meetings")
    assert (answer.json()["role"] if role else answer.status_code) == (role or 401)


def now(seconds: int) -> int:
    return int(time.time()) + seconds


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "en annan"},
        {"aud": ["en annan", CLIENT], "azp": "en annan"},
        {"aud": None},
        {"iss": "https://ondska.example"},
        {"iss": None},
        {"exp": now(-120)},
        {"exp": None},
        {"iat": now(3600)},
        {"nbf": now(3600)},
        {"nonce": "en annan"},
        {"nonce": None},
        {"nonce": None, "nonce_supported": False},
        {"sub": None},
        {"sub": ""},
        {"sub": 17},
    ],
)
def test_a_token_that_says_something_wrong_is_refused(
    provider: IdentityProvider, lie: dict[str, Any]
) -> None:
    page = door(provider)
    provider.changes = lie
    answer = page.get(back_from(page))
    assert answer.status_code == 401
    assert COOKIE not in {cookie.name for cookie in page.cookies.jar}
    assert page.get("/api/meetings").status_code == 401
    provider.changes = {}
    assert page.get(back_from(page)).status_code == 303, "the truth is believed"


def test_a_signature_that_is_not_the_providers_is_refused(provider: IdentityProvider) -> None:
    page = door(provider)
    for header, key in (
        ({"alg": "RS256", "kid": "ett"}, RSAKey.generate_key(2048, {"kid": "ett"})),
        ({"alg": "RS256", "kid": "okänd"}, RSAKey.generate_key(2048, {"kid": "okänd"})),
        ({"alg": "HS256", "kid": "ett"}, None),
        ({"alg": "none"}, None),
    ):
        provider.header, provider.signs_with = header, key
        assert page.get(back_from(page)).status_code == 401, header
    provider.header, provider.signs_with = {"alg": "RS256", "kid": "ett"}, provider.key
    assert page.get(back_from(page)).status_code == 303


def test_new_keys_of_the_provider_are_fetched(provider: IdentityProvider) -> None:
    page = door(provider)
    assert page.get(back_from(page)).status_code == 303
    provider.key = provider.signs_with = RSAKey.generate_key(2048, {"kid": "två"})
    provider.header = {"alg": "RS256", "kid": "två"}
    assert page.get(back_from(page)).status_code == 303


def test_the_way_back_is_for_the_browser_that_began_and_only_once(
    provider: IdentityProvider,
) -> None:
    page = door(provider)
    back = back_from(page)
    other = TestClient(page.app, base_url=URL, follow_redirects=False)
    assert other.get(back).status_code == 401, "another browser: it never began"
    assert other.get(OIDC_START).status_code == 303
    assert other.get(back).status_code == 401, "another browser: another state"
    state = state_of(back)["state"]
    for query in (
        "", "?code=x", f"?code=påhittad&state={state}", f"?state={state}",
        f"?error=access_denied&state={state}", back.partition("?")[2].replace(state, "x"),
        f"{back.removeprefix(OIDC_BACK)}&iss=https://ondska.example",
    ):  # fmt: skip
        assert page.get(OIDC_BACK + query).status_code == 401, query
    assert page.get(back).status_code == 303
    assert page.get(back).status_code == 401, "a code is good once"
    assert len(provider.asked[-1]["code_verifier"]) >= 43


def test_a_provider_that_is_not_itself_or_away_is_said_on_the_page(
    provider: IdentityProvider,
) -> None:
    for described in (
        {"issuer": "https://ondska.example"},
        {"token_endpoint": "http://ondska.example/token"},
        {"jwks_uri": None},
    ):
        provider.describes = described
        answer = door(provider).get(OIDC_START)
        assert answer.status_code == 503
        assert "lyckades inte" in answer.text
        assert "ondska" not in answer.text


def test_settings_that_cannot_be_right() -> None:
    for issuer, url, secret in (
        ("http://login.example", URL, SECRET),
        ("https://login.example", "http://svar.example", SECRET),
        ("https://login.example", "", SECRET),
        ("https://login.example", "https://svar.example", ""),
    ):
        with pytest.raises(OidcError):
            OpenIdConnect(Provider(issuer, CLIENT, secret, url))
    good = OpenIdConnect(Provider("https://login.example", CLIENT, SECRET, "https://svar.example"))
    check_may_listen("0.0.0.0", None, None, good)
    read = Settings.from_environment(
        {
            "PROTOKOLLSVAR_OIDC_ISSUER": "https://login.example",
            "PROTOKOLLSVAR_OIDC_EDITORS": "redaktionen",
        }
    )
    assert read.oidc is not None
    assert read.oidc.groups == {"editor": "redaktionen"}
    assert SECRET not in repr(Provider("https://login.example", CLIENT, SECRET, URL))
    with pytest.raises(SettingError, match="OIDC_ISSUER is not"):
        Settings.from_environment({"PROTOKOLLSVAR_OIDC_CLIENT": "x"})
