"""The reader's encoder: the transformer of the bundled model, its upper layers trained.

What was not trained is read from the bundled model's file, the rest from `reader_weights.npz`.
It runs in numpy, which is there at once, or in torch, which is quicker when it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from index.e5_weights import E5File, dequantise
from index.errors import ModelError
from index.openmp import patient_threads

if TYPE_CHECKING:
    from index.e5_layers import TorchLayers

Numbers = npt.NDArray[np.float32]

_HEADS = 12  # of intfloat/multilingual-e5-small
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")
_ROWS = 8192  # of a tensor that are made numbers at a time
_BLOCK, _BLOCK_BYTES = 32, 18  # numbers in a block of the file, and its bytes


class ReaderFile(E5File):
    """The bundled model's file, of which single rows are wanted."""

    def rows_at(self, name: str, columns: int, places: Sequence[int]) -> Numbers:
        """Return the rows of a tensor at `places`: float32 (len(places), columns)."""
        entry = self._directory[name]
        size = columns // _BLOCK * _BLOCK_BYTES
        blocks = [
            np.frombuffer(self._bytes, np.uint8, size, entry.offset + place * size)
            for place in places
        ]
        return dequantise(np.concatenate(blocks)).reshape(len(places), columns)

    def whole(self, name: str, columns: int) -> Numbers:
        """Return a whole tensor: float32 (rows, columns)."""
        return np.concatenate(list(self.rows(name, columns, _ROWS)))


class Encoder:
    """Turns the tokens of short texts into their states."""

    def __init__(self, file: ReaderFile, trained: dict[str, Numbers]) -> None:
        """Take each tensor from `trained`, if it is there, else from `file`."""
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
        lengths = [len(ids) for ids in texts]
        ends = list(accumulate(lengths))
        bounds = list(zip([0, *ends[:-1]], ends, strict=True))
        x = self._file.rows_at("emb.word", self._width, [one for ids in texts for one in ids])
        x += np.concatenate([self._places[:length] for length in lengths])
        x = self._norm(x, *self._first_norm)
        layers = self._layers  # another thread may be about to exchange them
        if isinstance(layers, list):
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


def load_trained(path: Path) -> dict[str, Numbers]:
    """Return the trained tensors; a matrix is stored as bytes with a scale for each row."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            tensors = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise ModelError(
            f"The reader's weights {path.name} cannot be read ({error}); "
            "install protokollsvar again."
        ) from error
    scales = {name: tensors.pop(name) for name in list(tensors) if name.endswith(".scale")}
    return {
        name: tensor.astype(np.float32) * scales[f"{name}.scale"][:, None]
        if f"{name}.scale" in scales
        else tensor.astype(np.float32)
        for name, tensor in tensors.items()
    }
