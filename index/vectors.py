"""The vectors of one generation: an exact FAISS index of inner products, which are cosines.

Exact search, because a town's protocols of a century are some hundred thousand passages, and an
approximate index would trade found answers for milliseconds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import ArchiveError

if TYPE_CHECKING:
    from index.embedding import Vectors


def write_vectors(path: Path, ids: Sequence[int], vectors: Vectors) -> None:
    """Write the vectors, one row an id, rows of unit L2 norm; what stood at `path` is replaced."""
    import faiss

    index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
    if len(ids):
        index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.asarray(ids, np.int64))
    faiss.write_index(index, str(path))


def expected_bytes(count: int, dim: int) -> int:
    """Return the least size of a file of `count` vectors, for a check without loading it."""
    return count * dim * 4 + count * 8


class VectorIndex:
    """The passages of one generation by the closeness of their meaning; read-only."""

    def __init__(self, path: Path, *, count: int, dim: int) -> None:
        """Load the file; ArchiveError if it does not hold `count` vectors of `dim` numbers."""
        import faiss

        self._faiss: Any = faiss
        try:
            self._index: Any = faiss.read_index(str(path))
        except RuntimeError as error:
            raise ArchiveError(
                f"{path} cannot be read as vectors; run: protokollsvar verify --repair"
            ) from error
        if (self._index.ntotal, self._index.d) != (count, dim):
            raise ArchiveError(
                f"{path} holds {self._index.ntotal} vectors of {self._index.d} numbers, the "
                f"records want {count} of {dim}; run: protokollsvar verify --repair"
            )

    def search(
        self, vector: np.ndarray, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most `k` passage ids with their cosine (−1…1), closest first, ties by id.

        `allowed` limits the search to these ids; an empty one finds nothing.
        """
        k = min(k, self._index.ntotal if allowed is None else len(allowed))
        if k < 1:
            return []
        parameters = None
        if allowed is not None:
            selector = self._faiss.IDSelectorBatch(np.fromiter(allowed, np.int64, len(allowed)))
            parameters = self._faiss.SearchParameters(sel=selector)
        row = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        # One thread a question: at 20,000 passages it takes 1 ms, and on a machine at work the
        # threads' waiting for each other took 20. The number is the calling thread's own.
        threads = self._faiss.omp_get_max_threads()
        self._faiss.omp_set_num_threads(1)
        try:
            cosines, ids = self._index.search(row, k, params=parameters)
        finally:
            self._faiss.omp_set_num_threads(threads)
        found = [
            (int(one), float(cosine))
            for one, cosine in zip(ids[0], cosines[0], strict=True)
            if one >= 0
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def ids(self) -> list[int]:
        """Return the ids of all vectors, ascending."""
        return sorted(int(one) for one in self._faiss.vector_to_array(self._index.id_map))
