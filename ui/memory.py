"""How the C library shares out memory: one heap for many threads, so that a server stays small."""

from __future__ import annotations

import ctypes
import os

# glibc gives threads heaps of their own, eight for each processor, and what is freed in one is of
# no use in another: with twenty users and syncs for half an hour the chat grew to 3.3 GB.
_ARENAS = 2
_ARENA_MAX = -8  # of malloc.h


def share_heaps() -> bool:
    """Let threads share their heaps, if the operator has said nothing else; False if they cannot.

    To be called before there are threads.
    """
    if "MALLOC_ARENA_MAX" in os.environ:
        return True
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS))
    except (AttributeError, OSError):  # another C library than glibc
        return False
