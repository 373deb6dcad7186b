"""What search asks of a store of passages, and the store that lies in the archive folder."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.errors import ArchiveError
from index.layout import Layout, sha256_of
from index.manifest import Manifest
from index.words import Field, WordIndex

if TYPE_CHECKING:
    import numpy as np

    from index.vectors import VectorIndex


class PassageStore(Protocol):
    """Passages that can be found by meaning and by words; safe to call from many threads.

    A score of chosen passages is asked for by naming them in `allowed`; an empty `allowed` finds
    nothing, None means no limit. Ties go by id.
    """

    def dense(
        self, vector: np.ndarray, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most `k` ids with their cosine to the unit vector, closest first."""

    def lexical(
        self, query: str, field: Field, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most `k` ids that share a term with the query, with their BM25, best first."""


class EmbeddedStore:
    """The store of one generation in the archive folder; each half is loaded when first asked."""

    def __init__(self, layout: Layout, manifest: Manifest) -> None:
        self._layout = layout
        self._manifest = manifest
        self._loading = threading.Lock()

    def dense(
        self, vector: np.ndarray, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most `k` ids with their cosine to the unit vector, closest first."""
        return self.vectors.search(vector, k, allowed)

    def lexical(
        self, query: str, field: Field, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most `k` ids that share a term with the query, with their BM25, best first."""
        return self.words.search(query, field, k, allowed)

    @property
    def vectors(self) -> VectorIndex:
        """The vectors; ArchiveError if they are missing, damaged or too few."""
        with self._loading:
            return self._vectors

    @property
    def words(self) -> WordIndex:
        """The words; ArchiveError if they are missing, damaged or too few."""
        with self._loading:
            return self._words

    @cached_property
    def _vectors(self) -> VectorIndex:
        from index.vectors import VectorIndex

        path = self._layout.vectors(self._manifest.generation)
        self._check([path])
        return VectorIndex(path, count=self._manifest.passages, dim=self._manifest.model_dim)

    @cached_property
    def _words(self) -> WordIndex:
        folder = self._layout.words(self._manifest.generation)
        inside = f"words/{folder.name}/"
        named = [self._layout.root / name for name in self._manifest.checksums if inside in name]
        self._check(named)
        return WordIndex(folder, count=self._manifest.passages)

    def _check(self, files: Iterable[Path]) -> None:
        """Raise ArchiveError unless the files are those that were written: 0.5 s a gigabyte."""
        for file in files:
            name = file.relative_to(self._layout.root).as_posix()
            try:
                is_same = sha256_of(file) == self._manifest.checksums.get(name)
            except OSError as error:
                raise ArchiveError(
                    f"{file} cannot be read ({error.strerror}); run: protokollsvar verify --repair"
                ) from error
            if not is_same:
                raise ArchiveError(
                    f"{file} is not the file that was written; run: protokollsvar verify --repair"
                )
