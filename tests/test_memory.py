"""Threads share their heaps: what one frees, another uses."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.routing import Mount

from fake_archive import FakeArchive
from served_app import built
from ui.memory import keep_few_kernels, share_heaps

# Each of forty threads takes 40 MB in small pieces, one after the other, and frees them.
GROWING = """
import os, sys, threading
if sys.argv[1] == "shared":
    from ui.memory import share_heaps
    assert share_heaps()
import ctypes
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
hold = threading.Barrier(40)
def work():
    hold.wait()
    for _ in range(3):
        for piece in [libc.malloc(1000) for _ in range(500)]:
            libc.free(piece)
    hold.wait()
threads = [threading.Thread(target=work) for _ in range(40)]
for thread in threads: thread.start()
for thread in threads: thread.join()
heaps = 0
for line in open("/proc/self/maps"):
    start, rights = line.split()[0].split("-")[0], line.split()[1]
    heaps += start.startswith("7f") and rights == "rw-p" and int(start, 16) % (64 << 20) == 0
print(heaps)
"""


def heaps(how: str) -> int:
    """Return how many heaps of threads a process has in the end: each lies at 64 MB."""
    environment = {k: v for k, v in os.environ.items() if k != "MALLOC_ARENA_MAX"}
    done = subprocess.run(
        [sys.executable, "-c", GROWING, how],
        check=True, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    return int(done.stdout)


def test_threads_share_their_heaps() -> None:
    if not hasattr(ctypes.CDLL(None), "mallopt"):
        assert not share_heaps()
        return
    assert heaps("shared") <= 2 < heaps("apart")


def test_gradio_remembers_few_visits(tmp_path: Path) -> None:
    mounted = [one.app for one in built(FakeArchive(), tmp_path).routes if isinstance(one, Mount)]
    held = [one.state_holder.capacity for one in mounted if hasattr(one, "state_holder")]
    assert held == [500, 500]


# Texts of sixty lengths go through an encoder's layers, as questions do in a day.
MULTIPLYING = """
from ui.memory import keep_few_kernels
keep_few_kernels()
import numpy as np
from index.e5_layers import TorchLayers
made = np.random.default_rng(0)
wide = {"qkv": (384, 1152), "ao": (384, 384), "fi": (384, 1536), "fo": (1536, 384)}
layer = {f"{k}.w": made.standard_normal(v, np.float32) / 20 for k, v in wide.items()}
layer |= {f"{k}.b": np.zeros(v[1], np.float32) for k, v in wide.items()}
layer |= {f"{k}.{part}": np.ones(384, np.float32) for k in ("aln", "oln") for part in "wb"}
layers = TorchLayers([layer], 12, 1e-12)
def held(): return int(open("/proc/self/statm").read().split()[1]) * 4 // 1024
def read(lengths):
    for n in lengths: layers.states(made.standard_normal((3 * n, 384), np.float32), [n] * 3)
read([60, 221])
before = held()
read(range(61, 221))
print(held() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the memory held is Linux's")
def test_few_kernels_are_kept() -> None:
    given = {k: v for k, v in os.environ.items() if not k.endswith("CACHE_CAPACITY")}
    done = subprocess.run(
        [sys.executable, "-c", MULTIPLYING], check=True, capture_output=True, text=True, env=given
    )
    assert int(done.stdout) < 100  # MB; 633 with all kept, of bfloat16


def test_what_the_operator_says_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALLOC_ARENA_MAX", "7")
    assert share_heaps()
    monkeypatch.setenv("LRU_CACHE_CAPACITY", "7")
    monkeypatch.setenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "7")
    keep_few_kernels()
    assert os.environ["LRU_CACHE_CAPACITY"] == "7"
