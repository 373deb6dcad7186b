"""The bundled model's encoder, any of its weights exchanged for trained ones.

It runs in numpy, which is there at once, or in torch, which is quicker when it is there.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from index.e5_weights import E5File
from index.openmp import patient_threads

if TYPE_CHECKING:
    from index.e5_layers import TorchLayers

Numbers = npt.NDArray[np.float32]

_HEADS = 12  # of intfloat/multilingual-e5-small
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")
_NONE: Mapping[str, Numbers] = MappingProxyType({})


class Encoder:
    """Turns the tokens of short texts into their states; safe to use from many threads."""

    def __init__(self, file: E5File, trained: Mapping[str, Numbers] = _NONE) -> None:
        """Take each tensor from `trained`, if it is there, else from `file`."""
        # In threads of its own: torch keeps a pool of threads for each that it runs in.
        self._running = ThreadPoolExecutor(
            os.cpu_count(), thread_name_prefix="protokollsvar-encoder"
        )
        self._in_numpy = threading.Lock()
        self._file = file
        self._trained = trained
        self._epsilon = np.float32(file.shape.norm_epsilon)
        self._width = width = file.shape.hidden
        self._places = file.whole("emb.pos", width) + file.whole("emb.type", width)[0]
        self._first_norm = tuple(file.whole(f"emb.ln.{part}", width)[0] for part in "wb")
        self._layers: list[dict[str, Numbers]] | TorchLayers = [
            self._layer(i) for i in range(file.shape.layers)
        ]

    def quicken(self) -> None:
        """Go over to torch: 2 s to load and 260 MB, then a text in half the time."""
        with patient_threads():
            from index.e5_layers import TorchLayers
        if not isinstance(self._layers, TorchLayers):
            self._layers = TorchLayers(self._layers, _HEADS, float(self._epsilon))

    def states(self, texts: Sequence[Sequence[int]]) -> list[Numbers]:
        """Return the last layer's states of each text's token ids: float32 (tokens, width)."""
        return self._running.submit(self._run, texts).result()

    def _run(self, texts: Sequence[Sequence[int]]) -> list[Numbers]:
        lengths = [len(ids) for ids in texts]
        ends = list(accumulate(lengths))
        bounds = list(zip([0, *ends[:-1]], ends, strict=True))
        x = self._file.rows_at("emb.word", self._width, [one for ids in texts for one in ids])
        x += np.concatenate([self._places[:length] for length in lengths])
        x = self._norm(x, *self._first_norm)
        layers = self._layers  # another thread may be about to exchange them
        if isinstance(layers, list):
            # One thread, and one text at a time, as the limit is the whole process's: with two on
            # 2 cores, and others at work there, a pair took 1,300 ms and not 58.
            with self._in_numpy, threadpool_limits(1, "blas"):
                for layer in layers:
                    x = self._through(layer, x, bounds)
        else:
            x = layers.states(x, lengths)
        return [x[start:end] for start, end in bounds]

    def _tensor(self, name: str, columns: int) -> Numbers:
        if name in self._trained:
            return self._trained[name]
        return self._file.whole(name, columns)

    def _layer(self, i: int) -> dict[str, Numbers]:
        width, inner = self._file.shape.hidden, self._file.shape.feed_forward
        layer: dict[str, Numbers] = {}
        for name in _MATRICES:
            columns = inner if name == "fo" else width
            rows = inner if name == "fi" else width
            layer[f"{name}.w"] = self._tensor(f"l{i}.{name}.w", columns)
            layer[f"{name}.b"] = self._tensor(f"l{i}.{name}.b", rows).reshape(-1)
        for name in ("aln", "oln"):
            for part in "wb":
                layer[f"{name}.{part}"] = self._tensor(f"l{i}.{name}.{part}", width).reshape(-1)
        layer["qkv.w"] = np.ascontiguousarray(
            np.concatenate([layer.pop(f"{name}.w") for name in "qkv"]).T
        )
        layer["qkv.b"] = np.concatenate([layer.pop(f"{name}.b") for name in "qkv"])
        for name in ("ao", "fi", "fo"):
            layer[f"{name}.w"] = np.ascontiguousarray(layer[f"{name}.w"].T)
        return layer

    def _norm(self, x: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
        x -= x.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[1])
        x *= 1 / np.sqrt(variance + self._epsilon)
        x *= weight
        x += bias
        return x

    def _through(
        self, layer: dict[str, Numbers], x: Numbers, bounds: Sequence[tuple[int, int]]
    ) -> Numbers:
        width = self._width
        qkv = x @ layer["qkv.w"]
        qkv += layer["qkv.b"]
        seen = np.empty_like(x)
        scale = np.float32((width // _HEADS) ** -0.5)
        for start, end in bounds:  # a text sees nothing but itself
            parts = qkv[start:end].reshape(end - start, 3, _HEADS, -1).transpose(1, 2, 0, 3)
            weights = (parts[0] * scale) @ parts[1].transpose(0, 2, 1)
            weights -= weights.max(axis=2, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=2, keepdims=True)
            seen[start:end] = (weights @ parts[2]).transpose(1, 0, 2).reshape(end - start, width)
        y = seen @ layer["ao.w"]
        y += layer["ao.b"]
        y += x
        x = self._norm(y, layer["aln.w"], layer["aln.b"])
        inner = x @ layer["fi.w"]
        inner += layer["fi.b"]
        y = _gelu(inner) @ layer["fo.w"]
        y += layer["fo.b"]
        y += x
        return self._norm(y, layer["oln.w"], layer["oln.b"])


def _gelu(x: Numbers) -> Numbers:
    """Return x·Φ(x), by the tangent formula; it differs from the exact one by 0.0005 at most."""
    y = x * x
    y *= np.float32(0.044715 * 0.7978845608)
    y += np.float32(0.7978845608)
    y *= x
    np.tanh(y, out=y)
    y += 1
    y *= x
    y *= np.float32(0.5)
    return y
