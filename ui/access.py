"""Who may ask: the check that stands before the whole app, Gradio's queue and files included.

On this machine's own address everybody may. Anywhere else a visitor is a user with a password, or
one whom a trusted proxy names. Nothing is open but signing in and the health checks.
"""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs, urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import ProtokollsvarError
from ui.addresses import ADDING_PATH
from ui.users import ROLES, Users

LOGIN, LOGOUT = "/logga-in", "/logga-ut"
OPEN = frozenset({LOGIN, "/healthz", "/readyz"})
OPERATORS = ("/metrics",)  # what only an operator sees, by the beginning of its path
EDITORS = (ADDING_PATH,)  # … and what editors and operators see
COOKIE = "protokollsvar"
LASTS = 12 * 3600  # seconds that a session lasts
LARGEST = 2_000_000  # bytes of a request's body, save where files are added
TRIES, WITHIN = 10, 300.0  # wrong passwords from one address within so many seconds
REQUESTS = 120  # that change or ask something, by one visitor in a minute
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Gradio's page needs script and style in the page and evaluates its templates; nothing else does.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": _POLICY,
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


def check_may_listen(host: str, users: Users | None, proxy: Proxy | None) -> None:
    """Raise AccessError if others would reach a server that asks nobody who they are."""
    if not is_loopback(host) and proxy is None and (users is None or not users.names()):
        raise AccessError(
            f"{host} can be reached by others and nobody would be asked who they are; add users "
            "with: protokollsvar user NAME, set PROTOKOLLSVAR_USERS to their file, or set "
            "PROTOKOLLSVAR_PROXY to the address of a proxy that signs them in"
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
    ) -> None:
        """Guard `app`; where files are added a body may have `largest_file` bytes."""
        self._app = app
        self._largest_file = largest_file
        self._users = users
        self._proxy = proxy
        self._is_local = is_loopback(host)
        self._asks = users is not None or proxy is not None or not self._is_local
        self._wrong = Rate(TRIES, WITHIN)
        self._asked = Rate(REQUESTS, 60.0)

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
            await send(message)

        refusal = await self._refusal(scope, receive)
        if refusal is not None:
            await refusal(scope, receive, with_headers)
        else:
            await self._app(scope, _limited(receive, self._largest(scope["path"])), with_headers)

    def _largest(self, path: str) -> int:
        return self._largest_file if path.startswith(EDITORS) else LARGEST

    async def _refusal(self, scope: Scope, receive: Receive) -> Response | None:
        connection = HTTPConnection(scope)
        headers, path = connection.headers, scope["path"]
        if not self._asks and not _names_this_machine(headers.get("host", "")):
            return PlainTextResponse("Not the name of this machine", 421)
        if scope["method"] not in _SAFE and not _is_same_origin(headers):
            return PlainTextResponse("Asked from another site", 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._largest(path):
            return PlainTextResponse("Too large", 413)
        user = self._user(connection) if self._asks else None
        if path == LOGIN and self._users is not None:
            return await self._sign_in(Request(scope, receive))
        if path == LOGOUT and scope["method"] == "POST":
            return _forgetting()
        if not self._asks or path in OPEN:
            return None
        visitor = user[0] if user else _address(connection)
        if scope["method"] not in _SAFE and not self._asked.allows(visitor):
            return PlainTextResponse("Too many requests", 429, headers={"Retry-After": "60"})
        if user is None:
            if self._users is not None and "text/html" in headers.get("accept", ""):
                return RedirectResponse(LOGIN, 303)
            return PlainTextResponse("Sign in first", 401)
        if path.startswith(OPERATORS) and user[1] != "operator":
            return PlainTextResponse("For operators only", 403)
        if path.startswith(EDITORS) and user[1] == ROLES[0]:
            return PlainTextResponse("For editors only", 403)
        return None

    def _user(self, connection: HTTPConnection) -> tuple[str, str] | None:
        """Return the name and the role of who asks; None if that is not known."""
        if self._proxy is not None and _address(connection) == self._proxy.address:
            name = connection.headers.get(self._proxy.header)
            if name:
                return name, (self._users.role(name) if self._users else None) or ROLES[0]
        if self._users is None:
            return None
        try:
            said = _signer(self._users).loads(connection.cookies.get(COOKIE, ""), max_age=LASTS)
            name, mark = said["name"], said["mark"]
        except (BadSignature, KeyError, TypeError):
            return None
        role = self._users.role(name)
        # A changed password ends the sessions that began with the one before.
        is_same = hmac.compare_digest(str(mark), self._users.mark(name))
        return (name, role) if role and is_same else None

    async def _sign_in(self, request: Request) -> Response:
        users, address = self._users, _address(request)
        if users is None or request.method in _SAFE:
            return _login_page("")
        if self._wrong.is_full(address):
            return _login_page("För många försök. Vänta några minuter.", 429)
        body = b""
        async for block in request.stream():
            body += block
            if len(body) > 10_000:
                return PlainTextResponse("Too large", 413)
        form = parse_qs(body.decode("utf-8", "replace"))
        name, password = form.get("name", [""])[0], form.get("password", [""])[0]
        if not users.is_right(name, password):
            self._wrong.allows(address)
            return _login_page("Namnet eller lösenordet är fel.", 401)
        response = RedirectResponse("/", 303)
        token = _signer(users).dumps({"name": name, "mark": users.mark(name)})
        response.set_cookie(
            COOKIE, token, max_age=LASTS, httponly=True, samesite="lax",
            secure="https" in (request.url.scheme, request.headers.get("x-forwarded-proto")),
        )  # fmt: skip
        return response


class Rate:
    """How often each visitor did something lately; used on one thread, the event loop's."""

    def __init__(self, most: int, within: float) -> None:
        self._most, self._within = most, within
        self._times: dict[str, list[float]] = {}

    def is_full(self, visitor: str) -> bool:
        """Return whether the visitor has used up what is allowed."""
        now = time.monotonic()
        kept = [one for one in self._times.get(visitor, ()) if now - one < self._within]
        if kept:
            self._times[visitor] = kept
        else:
            self._times.pop(visitor, None)
        return len(kept) >= self._most

    def allows(self, visitor: str) -> bool:
        """Note one more; return whether it is allowed."""
        if self.is_full(visitor):
            return False
        if len(self._times) > 10_000:  # many addresses: begin anew rather than fill the memory
            self._times.clear()
        self._times.setdefault(visitor, []).append(time.monotonic())
        return True


def _signer(users: Users) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(users.secret, salt="session")


def _address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


def _names_this_machine(host: str) -> bool:
    """Return whether a Host header names this machine: another site's name may point here too."""
    name = urlsplit(f"//{host}").hostname or ""
    return is_loopback(name)


def _is_same_origin(headers: Mapping[str, str]) -> bool:
    """Return whether a request that changes something comes from our own page or no page at all."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _limited(receive: Receive, largest: int) -> Receive:
    """Return `receive` that ends a body that says less of its length than it is."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > largest else message

    return limited


def _forgetting() -> Response:
    response = RedirectResponse(LOGIN, 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


def _login_page(fault: str, status: int = 200) -> HTMLResponse:
    said = f'<p role="alert">{escape(fault)}</p>' if fault else ""
    return HTMLResponse(
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Logga in – '
        'Protokollsvar</title><meta name="viewport" content="width=device-width"></head><body>'
        f'<main><h1>Protokollsvar</h1>{said}<form method="post" action="{LOGIN}">'
        '<p><label>Namn <input name="name" autocomplete="username" required></label></p>'
        '<p><label>Lösenord <input name="password" type="password" '
        'autocomplete="current-password" required></label></p>'
        '<p><button>Logga in</button></p></form><p lang="en">Sign in with your name and password.'
        "</p></main></body></html>",
        status,
        headers={"Cache-Control": "no-store"},
    )
