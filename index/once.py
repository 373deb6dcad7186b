"""A value that is costly to make: made on first use, once, whichever thread comes first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Calls `make` on first use and keeps what it returned; a failed call is tried again."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._values: list[T] = []

    @property
    def ready(self) -> bool:
        """Whether the value has been made."""
        return bool(self._values)

    def __call__(self) -> T:
        """Return the value; others wait while the first one makes it."""
        with self._lock:
            if not self._values:
                self._values.append(self._make())
            return self._values[0]
