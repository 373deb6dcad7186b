"""The id of the request that is being answered: one in the response, every log line and the page.

A proxy that is trusted may give it, so that its log and ours can be laid side by side.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-ID"
_USABLE = re.compile(r"[A-Za-z0-9._-]{1,64}")  # what can do no harm in a log or a header
_now: ContextVar[str | None] = ContextVar("request_id", default=None)


def current() -> str | None:
    """Return the id of the request that this code works for; None if it is for none."""
    return _now.get()


def begin(given: str | None = None) -> str:
    """Take the id that was given, or a new one, for what this task and its threads do."""
    chosen = given if given and _USABLE.fullmatch(given) else uuid.uuid4().hex
    _now.set(chosen)
    return chosen


@contextmanager
def working_for(request_id: str | None) -> Iterator[None]:
    """Work for a request that another task received."""
    before = _now.set(request_id)
    try:
        yield
    finally:
        _now.reset(before)
