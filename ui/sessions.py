"""Sessions of those who signed in: known to this server only, named by a signed cookie.

They are kept in memory: signing out ends a session for whoever has its cookie, and so does a
restart of the server.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from ui.visitors import Visitor

LASTS = 12 * 3600.0  # seconds
MOST = 10_000  # sessions; then the oldest ends


@dataclass(frozen=True, slots=True)
class Session:
    """One visitor who signed in."""

    visitor: Visitor
    mark: str  # of the user when it began; another one ends it
    ends: float  # of time.monotonic()


class Sessions:
    """The sessions of one server; used on one thread, the event loop's."""

    def __init__(self) -> None:
        self._signer = URLSafeSerializer(secrets.token_bytes(32), salt="session")
        self._held: OrderedDict[str, Session] = OrderedDict()

    def begin(self, visitor: Visitor, mark: str = "", lasts: float = LASTS) -> str:
        """Return the cookie of a new session."""
        key = secrets.token_urlsafe(24)
        self._held[key] = Session(visitor, mark, time.monotonic() + lasts)
        while len(self._held) > MOST:
            self._held.popitem(last=False)
        return str(self._signer.dumps(key))

    def find(self, cookie: str) -> Session | None:
        """Return the session that a cookie names, if it goes on."""
        key = self._key(cookie)
        session = self._held.get(key) if key else None
        if session is not None and session.ends < time.monotonic():
            self.end(cookie)
            return None
        return session

    def end(self, cookie: str) -> None:
        """End the session that a cookie names, if there is one."""
        key = self._key(cookie)
        if key:
            self._held.pop(key, None)

    def _key(self, cookie: str) -> str | None:
        try:
            key = self._signer.loads(cookie)
        except BadSignature:
            return None
        return key if isinstance(key, str) else None
