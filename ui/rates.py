"""How much each visitor did lately, and whether it is too much."""

from __future__ import annotations

import time

_MOST_VISITORS = 10_000  # many addresses: begin anew rather than fill the memory


class Rate:
    """How often each visitor did something lately; used on one thread, the event loop's."""

    def __init__(self, most: int, within: float) -> None:
        """Allow `most` in all `within` so many seconds."""
        self._most, self._within = most, within
        self._done: dict[str, list[tuple[float, int]]] = {}

    def is_full(self, visitor: str) -> bool:
        """Return whether the visitor has used up what is allowed."""
        return self._used(visitor) >= self._most

    def allows(self, visitor: str, amount: int = 1) -> bool:
        """Note that much more, if it is allowed; return whether it is."""
        if self._used(visitor) + amount > self._most:
            return False
        if len(self._done) > _MOST_VISITORS:
            self._done.clear()
        self._done.setdefault(visitor, []).append((time.monotonic(), amount))
        return True

    def _used(self, visitor: str) -> int:
        now = time.monotonic()
        kept = [one for one in self._done.get(visitor, ()) if now - one[0] < self._within]
        if kept:
            self._done[visitor] = kept
        else:
            self._done.pop(visitor, None)
        return sum(amount for _, amount in kept)
