"""An archive of any size, grown from the demo's: its protocols, again and again with other names.

Names, places and years are exchanged, so that the copies share most words with the originals, as
protocols of many years and bodies do. A copy's vectors are its original's, a little turned: what a
search costs is the same, and an archive of 10,000 passages is made in minutes.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from eval.archives import Stages, demo_archive
from index.archive import Archive
from index.embedding import Embedder, ModelIdentity, Progress, Vectors
from index.errors import ArchiveError

_NAME = re.compile(r"(?<=[a-zåäö,] )[A-ZÅÄÖ][a-zåäöé]{3,}")
_SMALL = re.compile(r"\b[a-zåäöé]+\b")
_CAPITAL = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]{3,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIRST_YEAR, _YEARS, _YEARS_APART = 1950, 76, 7  # the years of copies: all of them, mixed
_CHANGING = re.compile(r"\b[A-ZÅÄÖ]\w*|\d+")
_TURNED = 0.3  # length of what is added to a copy's vector of length 1: a cosine of about 0.96
_VOWELS = "aeiouyåäö"


def grown_archive(
    path: Path, passages: int, embedder: Embedder, progress: Stages | None = None
) -> Archive:
    """Open the archive in `path` with at least `passages` passages; make it if it is not there."""
    from index.indexing import sync

    try:
        archive = Archive.open(path, embedder.identity)
        if archive.status().passages >= passages:
            return archive
    except ArchiveError:
        pass
    demo = demo_archive(path.with_name(f"{path.name}-demo"), embedder)
    texts = {meeting.document.path: meeting.document.text for meeting in demo.meetings()}
    copies = -(-passages // demo.status().passages)
    folder = path.with_name(f"{path.name}-protocols")
    shutil.rmtree(folder, ignore_errors=True)
    names = names_in(texts.values())
    for copy in range(copies):
        for name, text in texts.items():
            file = folder / f"{copy:03d}" / f"{name}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(varied(text, copy, names), encoding="utf-8")
    sync([folder], path, Turned(embedder), progress, rebuild=True)
    return Archive.open(path, embedder.identity)


def varied(text: str, copy: int, names: frozenset[str]) -> str:
    """Return `text` with other `names` and years; copy 0 is the text itself."""
    if not copy:
        return text

    def other_name(match: re.Match[str]) -> str:
        word = match.group()
        if word not in names:
            return word
        return word[0] + "".join(_turn(letter, copy) for letter in word[1:])

    def other_year(match: re.Match[str]) -> str:
        gone = int(match.group()) - _FIRST_YEAR + _YEARS_APART * copy
        return str(_FIRST_YEAR + gone % _YEARS)

    return _YEAR.sub(other_year, _CAPITAL.sub(other_name, text))


class Turned:
    """An embedder that computes one vector for all texts that differ in names and numbers only."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, np.ndarray] = {}

    @property
    def identity(self) -> ModelIdentity:
        """The model behind the vectors."""
        return self._embedder.identity

    @property
    def unrelated(self) -> float:
        """The cosine of texts of different matters."""
        return self._embedder.unrelated

    @property
    def window(self) -> int:
        """How many tokens the model reads."""
        return self._embedder.window

    def count_tokens(self, text: str) -> int:
        """Return how many tokens `text` takes."""
        return self._embedder.count_tokens(text)

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return the model's own vectors."""
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str], /, progress: Progress | None = None) -> Vectors:
        """Return float32 (len(texts), dim), rows of unit L2 norm."""
        shapes = [_CHANGING.sub("#", text) for text in texts]
        new: dict[str, str] = {}
        for shape, text in zip(shapes, texts, strict=True):
            if shape not in self._known:
                new.setdefault(shape, text)
        computed = self._embedder.embed_passages(list(new.values()), progress)
        self._known.update(zip(new, computed, strict=True))
        if progress is not None:
            progress(len(texts))
        rows = np.empty((len(texts), self.identity.dim), np.float32)
        for place, (shape, text) in enumerate(zip(shapes, texts, strict=True)):
            row = self._known[shape]
            rows[place] = row if new.get(shape) == text else _turned(row, text)
        return rows


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that have a capital inside sentences and are never written without one."""
    whole = "\n".join(texts)
    small = set(_SMALL.findall(whole))
    return frozenset(name for name in _NAME.findall(whole) if name.lower() not in small)


def _turn(letter: str, copy: int) -> str:
    at = _VOWELS.find(letter)
    return letter if at < 0 else _VOWELS[(at + copy) % len(_VOWELS)]


def _turned(row: np.ndarray, text: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
    noise = np.random.default_rng(seed).standard_normal(len(row)).astype(np.float32)
    turned = row + noise * (_TURNED / len(row) ** 0.5)
    unit: np.ndarray = turned / np.linalg.norm(turned)
    return unit
