"""Who may ask: the check that stands before the whole app, Gradio's queue and files included.

On this machine's own address everybody may. Anywhere else a visitor is a user with a password, one
whom the organisation's identity provider names, or one whom a trusted proxy names. What a visitor
may do stands in one table (rights.py); nothing is open but signing in and the health checks.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import ProtokollsvarError
from ui.oidc import OpenIdConnect
from ui.policies import NO_PAGE, REFERRER
from ui.rates import Rate
from ui.rights import LARGEST, LOGIN, LOGOUT, MEGABYTE, OIDC_BACK, OIDC_START, Right, Table
from ui.roles import ROLES
from ui.sessions import LASTS, Sessions
from ui.signing_in import NOT_ORGANISATION, TOO_OFTEN, WRONG, login_page
from ui.users import Users
from ui.visitors import LOCAL, NOBODY, Visitor, visiting

COOKIE = "protokollsvar"
TRIES, WITHIN = 10, 300.0  # passwords for one name from one address within so many seconds
ALL_TRIES = 100  # … and from one address for all names: many people sit behind one
ASKED = 120  # questions and whatever else is sent, by one visitor in a minute
REQUESTS = 1200  # of any kind: a page of the archive with its files is ten
SENT = 500 * MEGABYTE  # by one visitor in an hour
_HASHING = 2  # passwords checked at once: each takes 64 MB and a processor
_HOST = re.compile(r"[\w.\-:\[\]]{1,300}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": REFERRER,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": NO_PAGE,
}


class AccessError(ProtokollsvarError):
    """The server would be open to others, or its users cannot be read."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that signs users in and names them in a header."""

    address: str  # the only one from which the header is believed
    header: str = "X-Remote-User"


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_may_listen(
    host: str, users: Users | None, proxy: Proxy | None, oidc: OpenIdConnect | None = None
) -> None:
    """Raise AccessError if others would reach a server that asks nobody who they are."""
    has_users = users is not None and bool(users.names())
    if not (is_loopback(host) or has_users or proxy is not None or oidc is not None):
        raise AccessError(
            f"{host} can be reached by others and nobody would be asked who they are; add users "
            "with: protokollsvar user NAME, set PROTOKOLLSVAR_USERS to their file, or set "
            "PROTOKOLLSVAR_PROXY to the address of a proxy that signs them in, or "
            "PROTOKOLLSVAR_OIDC_ISSUER to an identity provider"
        )


class Guard:
    """ASGI middleware: headers, sizes, rates, origin and, where it is asked for, the user."""

    def __init__(
        self,
        app: ASGIApp,
        host: str,
        users: Users | None = None,
        proxy: Proxy | None = None,
        largest_file: int = LARGEST,
        oidc: OpenIdConnect | None = None,
    ) -> None:
        """Guard `app`; where files are added a body may have `largest_file` bytes."""
        self._app = app
        self._largest_file = largest_file
        self._users = users
        self._proxy = proxy
        self._oidc = oidc
        self._asks = not is_loopback(host) or any(one is not None for one in (users, proxy, oidc))
        self._table = Table()
        self._sessions = Sessions()
        self._tried = Rate(TRIES, WITHIN)
        self._tried_in_all = Rate(ALL_TRIES, WITHIN)
        self._asked = Rate(ASKED, 60.0)
        self._requested = Rate(REQUESTS, 60.0)
        self._sent = Rate(SENT, 3600.0)
        self._hashing = ThreadPoolExecutor(_HASHING, "protokollsvar-password")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # the app has none
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if self._asks:  # what one visitor may see is not for the next one at a cache
                    headers.setdefault("Cache-Control", "private, no-cache")
                    headers.add_vary_header("Cookie")
            await send(message)

        connection = HTTPConnection(scope)
        visitor = self._visitor(connection) if self._asks else LOCAL
        right = self._table.find(scope["method"], scope["path"])
        refusal = self._refusal(connection, scope["method"], visitor, right)
        limited = _limited(receive, self._largest(right))
        if refusal is None:
            refusal = await self._at_the_door(Request(scope, limited))
        with visiting(scope, visitor):
            if refusal is not None:
                await refusal(scope, limited, with_headers)
            else:
                await self._app(scope, limited, with_headers)

    def _refusal(
        self, connection: HTTPConnection, method: str, visitor: Visitor, right: Right | None
    ) -> Response | None:
        """Return why the request is not let through; None if it is."""
        headers = connection.headers
        if not self._asks and not _names_this_machine(headers.get("host", "")):
            return PlainTextResponse("Not the name of this machine", 421)
        if not _is_an_address(connection):
            return PlainTextResponse("The address holds bytes that an address cannot", 400)
        if method not in _SAFE and not _is_same_origin(headers):
            return PlainTextResponse("Asked from another site", 403)
        length = headers.get("content-length", "0")
        largest = self._largest(right)
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > largest:
            return PlainTextResponse("Too large", 413)
        if right is not None and right.role is None:
            return None
        if visitor.role is None:
            if self._has_page and "text/html" in headers.get("accept", ""):
                return RedirectResponse(LOGIN, 303)
            return PlainTextResponse("Sign in first", 401)
        if self._asks and not self._is_moderate(visitor, method, right, int(length)):
            return PlainTextResponse("Too many requests", 429, headers={"Retry-After": "60"})
        if right is None:
            return _unknown(connection, self._table.methods(connection.scope["path"]))
        if right.role is not None and not visitor.may(right.role):
            return PlainTextResponse(f"For the role {right.role} only", 403)
        return None

    def _largest(self, right: Right | None) -> int:
        """Return how many bytes a body may have."""
        if right is None:
            return LARGEST
        return self._largest_file if right.largest is None else right.largest

    def _is_moderate(self, visitor: Visitor, method: str, right: Right | None, length: int) -> bool:
        name = visitor.name or ""
        asks = method not in _SAFE or (right is not None and right.asks)
        return (
            self._requested.allows(name)
            and (not asks or self._asked.allows(name))
            and (not length or self._sent.allows(name, length))
        )

    @property
    def _has_page(self) -> bool:
        return self._users is not None or self._oidc is not None

    def _visitor(self, connection: HTTPConnection) -> Visitor:
        """Return who asks; NOBODY if that is not known."""
        if self._proxy is not None and _address(connection) == self._proxy.address:
            name = connection.headers.get(self._proxy.header)
            if name:
                role = self._users.role(name) if self._users else None
                return Visitor(name, role or ROLES[0])
        session = self._sessions.find(connection.cookies.get(COOKIE, ""))
        if session is None:
            return NOBODY
        if session.visitor.is_ours:
            # Another password or role ends the sessions that began with the one before.
            name = session.visitor.name or ""
            if self._users is None or self._users.mark(name) != session.mark:
                self._sessions.end(connection.cookies.get(COOKIE, ""))
                return NOBODY
        return session.visitor

    async def _at_the_door(self, request: Request) -> Response | None:
        """Answer what has to do with signing in; None if the request is for the app."""
        path, post = request.scope["path"], request.method == "POST"
        if path == LOGOUT and post:
            return self._sign_out(request)
        if path == LOGIN and self._has_page:
            return await self._sign_in(request) if post else self._page()
        if path == OIDC_START and self._oidc is not None:
            return await self._oidc.start()
        if path == OIDC_BACK and self._oidc is not None:
            if not self._tried_in_all.allows(_whence(request)):
                return self._page(TOO_OFTEN, 429)
            found = await self._oidc.finish(request)
            if found is None:
                return self._page(NOT_ORGANISATION, 401)
            return self._signed_in(request, found, "", self._oidc.lasts)
        return None

    def _page(self, fault: str = "", status: int = 200) -> Response:
        return login_page(
            fault,
            status,
            passwords=self._users is not None,
            organisation=self._oidc is not None,
        )

    async def _sign_in(self, request: Request) -> Response:
        users = self._users
        body = await request.body()
        form = parse_qs(body.decode("utf-8", "replace"))
        name, password = form.get("name", [""])[0], form.get("password", [""])[0]
        whence = _whence(request)
        of_name = f"{whence} {name[:200]}"
        # Counted before it is looked at: many tries sent at once are many tries.
        if users is None or not (self._tried_in_all.allows(whence) and self._tried.allows(of_name)):
            return self._page(TOO_OFTEN, 429)
        mark, role = users.mark(name), users.role(name)
        is_right = await asyncio.get_running_loop().run_in_executor(
            self._hashing, users.is_right, name, password
        )
        if not is_right or role is None or mark is None:
            return self._page(WRONG, 401)
        return self._signed_in(request, Visitor(name, role, is_ours=True), mark, LASTS)

    def _signed_in(self, request: Request, visitor: Visitor, mark: str, lasts: float) -> Response:
        self._sessions.end(request.cookies.get(COOKIE, ""))
        visitor = replace(visitor, has_session=True)
        response = RedirectResponse("/", 303, headers={"Cache-Control": "no-store"})
        response.set_cookie(
            COOKIE, self._sessions.begin(visitor, mark, lasts), max_age=int(lasts), httponly=True,
            samesite="lax", secure=_is_secure(request),
        )  # fmt: skip
        return response

    def _sign_out(self, request: Request) -> Response:
        self._sessions.end(request.cookies.get(COOKIE, ""))
        response = RedirectResponse(LOGIN if self._has_page else "/", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        # What a browser kept of pages is not for who sits down at it next.
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


def _is_an_address(connection: HTTPConnection) -> bool:
    """Return whether what the request gives as its address, and what a proxy adds, can be one.

    Gradio builds addresses of them, and fails where they are none.
    """
    scope, headers = connection.scope, connection.headers
    hosts = [headers.get("host", ""), *headers.get("x-forwarded-host", "").split(",")]
    return (
        scope["query_string"].isascii()
        and not _CONTROL.search(scope["query_string"].decode("ascii") + scope["path"])
        and all(_is_a_host(host.strip()) for host in hosts if host)
        and "x-gradio-server" not in headers  # of a service that this is not
    )


@lru_cache(maxsize=1000)
def _is_a_host(name: str) -> bool:
    import httpx

    try:
        return bool(_HOST.fullmatch(name)) and bool(httpx.URL(f"http://{name}").host)
    except httpx.InvalidURL:
        return False


def _unknown(connection: HTTPConnection, methods: list[str]) -> Response:
    """Answer what has no row in the table: in words to a browser, by its methods to a program."""
    if methods:
        allowed = {"Allow": ", ".join(methods)}
        return JSONResponse({"detail": "Method Not Allowed"}, 405, headers=allowed)
    if "text/html" in connection.headers.get("accept", ""):
        from ui.pages import missing

        return missing(Request(connection.scope))
    return JSONResponse({"detail": "Not Found"}, 404)


def _is_secure(request: Request) -> bool:
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))


def _address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


def _whence(connection: HTTPConnection) -> str:
    """Return the address by which tries are counted: of IPv6 the network that one line has."""
    address = _address(connection)
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return (
        address if found.version == 4 else str(ipaddress.ip_network(f"{address}/64", strict=False))
    )


def _names_this_machine(host: str) -> bool:
    """Return whether a Host header names this machine: another site's name may point here too."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:  # "[", as no browser sends it
        return False
    return is_loopback(name)


def _is_same_origin(headers: Mapping[str, str]) -> bool:
    """Return whether a request that changes something comes from our own page or no page at all.

    A browser says the first in a header that no page can set, also where it hides the origin.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc == headers.get("host")
    except ValueError:
        return False


def _limited(receive: Receive, largest: int) -> Receive:
    """Return `receive` that ends a body that says less of its length than it is."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > largest else message

    return limited
