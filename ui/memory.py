"""How a process that runs for long stays small: few heaps for its threads, few kernels kept."""

from __future__ import annotations

import ctypes
import os

# glibc gives threads heaps of their own, eight for each processor, and what is freed in one is of
# no use in another: with twenty users and syncs for half an hour the chat grew to 3.3 GB.
_ARENAS = 2
_ARENA_MAX = -8  # of malloc.h
# oneDNN and torch's layer above it each keep the code made for every number of tokens they met, up
# to 1,024 of them: over a hundred questions the chat grew by 400 MB, with sixteen by 50 MB, and a
# question took no longer.
_KERNELS = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "16", "LRU_CACHE_CAPACITY": "16"}


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


def keep_few_kernels() -> None:
    """Let what computes with torch keep few kernels, if the operator has said nothing else.

    To be called before anything is computed: the libraries read it then, once.
    """
    for name, most in _KERNELS.items():
        os.environ.setdefault(name, most)
