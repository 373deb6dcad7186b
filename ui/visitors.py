"""Who asks: a visitor with a role, known to all that is done for a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from ui.roles import ROLES

_KEY = "protokollsvar.visitor"  # in the scope of a request


@dataclass(frozen=True, slots=True)
class Visitor:
    """One who asks; without a name it is not known who."""

    name: str | None = None
    role: str | None = None  # one of ROLES; None: may do nothing but sign in
    groups: frozenset[str] = frozenset()  # as the identity provider names them
    is_ours: bool = False  # signed in with a password that we keep
    has_session: bool = False  # signed in here, and may sign out

    def may(self, least: str) -> bool:
        """Return whether the visitor's role is `least` or one that may do more."""
        return self.role is not None and ROLES.index(self.role) >= ROLES.index(least)

    def is_shown(self, least: str) -> bool:
        """Return whether to show the way to what needs the role `least`.

        Where no guard stands before the app, as when it is put into another one, all is shown.
        """
        return self.role is None or self.may(least)


NOBODY = Visitor()
# Where nobody is asked, on this machine's own address, everything may be done; but a closed
# collection is for those who are known, and stays closed.
LOCAL = Visitor(None, ROLES[-1])

_present: ContextVar[Visitor] = ContextVar("visitor", default=NOBODY)


def present() -> Visitor:
    """Return for whom the present code runs; NOBODY in a thread of its own and outside requests."""
    return _present.get()


@contextmanager
def visiting(scope: dict[str, Any] | Any, visitor: Visitor) -> Iterator[None]:
    """Let the request of this ASGI scope, and all that is called for it, be the visitor's."""
    scope[_KEY] = visitor
    token = _present.set(visitor)
    try:
        yield
    finally:
        _present.reset(token)


def visitor_of(scope: Mapping[str, Any] | None) -> Visitor:
    """Return whose request this is; NOBODY if nobody stood at the door.

    For what runs outside the request that asked for it, as Gradio's queue does.
    """
    visitor = scope.get(_KEY) if scope is not None else None
    return visitor if isinstance(visitor, Visitor) else NOBODY
