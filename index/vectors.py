"""The vectors of one generation: an exact FAISS index of inner products, which are cosines.

Exact search, because a town's protocols of a century are some hundred thousand passages, and an
approximate index would trade found answers for milliseconds. Of many passages those that may be
closest are first looked for among vectors of one byte a number, and then told by the whole ones.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import ArchiveError

if TYPE_CHECKING:
    from index.embedding import Vectors


LARGE = 20_000  # passages from which on a first look is had at compressed vectors
_SPARE = 4  # times as many are looked at again by their whole vectors; 50 of 50 were there
_FEW = 2_000  # passages that are compared one by one
_TRAINED_ON = 20_000  # vectors, for the range of their numbers


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
            index: Any = faiss.read_index(str(path))
        except RuntimeError as error:
            raise ArchiveError(
                f"{path} cannot be read as vectors; run: protokollsvar verify --repair"
            ) from error
        if (index.ntotal, index.d) != (count, dim):
            raise ArchiveError(
                f"{path} holds {index.ntotal} vectors of {index.d} numbers, the "
                f"records want {count} of {dim}; run: protokollsvar verify --repair"
            )
        self._index = index
        flat: Any = faiss.downcast_index(index.index)
        self._flat = flat
        self._ids = faiss.vector_to_array(index.id_map)
        self._order = np.argsort(self._ids)
        self._rows = faiss.rev_swig_ptr(flat.get_xb(), count * dim).reshape(count, dim)
        self._coarse: Any = self._compressed() if count >= LARGE else None

    def search(
        self, vector: np.ndarray, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most `k` passage ids with their cosine (−1…1), closest first, ties by id.

        `allowed` limits the search to these ids; an empty one finds nothing.
        """
        k = min(k, self._index.ntotal if allowed is None else len(allowed))
        if k < 1:
            return []
        row = np.ascontiguousarray(vector, np.float32)
        places = None if allowed is None else self._places(allowed)
        if places is None or len(places) > _FEW:
            places = self._near(row, k, places)
        cosines = self._rows[places] @ row
        ids = self._ids[places]
        best = np.lexsort((ids, -cosines))[:k]
        return list(zip(ids[best].tolist(), cosines[best].tolist(), strict=True))

    def _near(self, row: np.ndarray, k: int, among: np.ndarray | None) -> np.ndarray:
        """Return the places of the `k` rows closest to `row`, and perhaps of more."""
        parameters = None
        if among is not None:
            mask = np.zeros(self._index.ntotal, bool)
            mask[among] = True
            packed = np.packbits(mask, bitorder="little")
            selector = self._faiss.IDSelectorBitmap(packed)
            parameters = self._faiss.SearchParameters(sel=selector)
        index, most = self._flat, k
        if self._coarse is not None:
            index, most = self._coarse, min(_SPARE * k, self._index.ntotal)
        # One thread a question: at 20,000 passages it takes 1 ms, and on a machine at work the
        # threads' waiting for each other took 20. The number is the calling thread's own.
        threads = self._faiss.omp_get_max_threads()
        self._faiss.omp_set_num_threads(1)
        try:
            _, places = index.search(row.reshape(1, -1), most, params=parameters)
        finally:
            self._faiss.omp_set_num_threads(threads)
        found: np.ndarray = places[0][places[0] >= 0]
        return found

    def _places(self, ids: Collection[int]) -> np.ndarray:
        """Return the places of the rows of these ids, of those that there are."""
        wanted = np.fromiter(ids, np.int64, len(ids))
        if not len(self._ids):
            return wanted[:0]
        at = np.searchsorted(self._ids, wanted, sorter=self._order)
        places = self._order[np.minimum(at, len(self._ids) - 1)]
        there: np.ndarray = places[self._ids[places] == wanted]
        return there

    def _compressed(self) -> Any:
        """Return the rows with one byte a number: 50 ms to make, and half the time to search."""
        index = self._faiss.IndexScalarQuantizer(
            self._index.d, self._faiss.ScalarQuantizer.QT_8bit, self._faiss.METRIC_INNER_PRODUCT
        )
        index.train(self._rows[:_TRAINED_ON])
        index.add(self._rows)
        return index

    def ids(self) -> list[int]:
        """Return the ids of all vectors, ascending."""
        return sorted(int(one) for one in self._faiss.vector_to_array(self._index.id_map))
