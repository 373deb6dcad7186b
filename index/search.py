"""Searching an archive: items by meaning, by words and by parts of words, ranked together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np

from index.archive import Archive, Snapshot
from index.embedding import Embedder
from index.errors import ArchiveError
from index.fusion import Legs, best_of, fuse
from index.nouns import ANY, Filter, Hit
from index.stores import PassageStore

CANDIDATES = 50  # passages a leg; 200 gave the same nDCG@10 in development (fusion.py)
# How far down a lexical leg's own list the scores of the other legs' candidates are looked up. One
# deep search takes half the time of a second one for the candidates alone, at 100,000 passages.
_DEPTH = 500
_KEPT = 256  # vectors of queries: a question is looked for in the meetings it names, then elsewhere


class Searcher:
    """Finds items of one archive; safe to use from many threads."""

    def __init__(self, archive: Archive, embedder: Embedder) -> None:
        self.archive = archive
        self.embedder = embedder
        # Of the embedder only: a cache that held the searcher would keep the archive open.
        self._vector = lru_cache(maxsize=_KEPT)(partial(_vector_of, embedder))

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, one an item, best first, ties by item id.

        A blank query finds nothing, and neither does a filter that no meeting passes. Nothing in
        the query is syntax. A finished change of the archive is seen by the next search.

        Raises ValueError if `k` < 1, StaleArchive if the archive is of another model by now, and
        ArchiveError if it is damaged.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, not {k}")
        query = query.encode("utf-8", "ignore").decode().strip()
        if not query:
            return []
        vector = self._vector(query)
        self.archive.refresh()
        snapshot = self.archive.snapshot
        snapshot.manifest.check_model(self.embedder.identity, self.archive.path)
        try:
            return self._ranked(snapshot, query, vector, k, where)
        except ArchiveError:
            # Two changes may have finished since the refresh, and the second one tidied up.
            if not self.archive.refresh():
                raise
        return self._ranked(self.archive.snapshot, query, vector, k, where)

    def _ranked(
        self, snapshot: Snapshot, query: str, vector: np.ndarray, k: int, where: Filter
    ) -> list[Hit]:
        unrelated = self.embedder.unrelated
        return [
            replace(
                hit,
                closeness=closeness(hit.legs["dense"], unrelated),
                sentences={
                    span: closeness(cosine, unrelated) for span, cosine in hit.sentences.items()
                },
            )
            for hit in _search(snapshot, query, vector, k, where)
        ]


def _vector_of(embedder: Embedder, query: str) -> np.ndarray:
    vector: np.ndarray = embedder.embed_queries([query])[0]
    return vector


def closeness(cosine: float, unrelated: float) -> float:
    """Return where `cosine` lies between that of unrelated texts, 0, and of the same, 1."""
    return (cosine - unrelated) / (1 - unrelated)


def _search(snapshot: Snapshot, query: str, vector: np.ndarray, k: int, where: Filter) -> list[Hit]:
    allowed = snapshot.passing_passages(where)
    legs = candidates(snapshot.store, query, vector, allowed)
    rows = snapshot.passages(legs)
    by_item: dict[str, list[int]] = {}
    for passage_id, row in rows.items():
        by_item.setdefault(row.top_item_id, []).append(passage_id)
    passages = fuse(legs)  # which of an item's passages is shown
    sentences = _cosines(snapshot.sentences(by_item), vector)
    items = fuse(
        {
            item_id: best_of(
                [legs[one] for one in ids], max(sentences.get(item_id, {}).values(), default=None)
            )
            for item_id, ids in by_item.items()
        }
    )
    hits = []
    ranked = sorted(items.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
    places = snapshot.find_items([item_id for item_id, _ in ranked])
    for item_id, score in ranked:
        meeting, item = places[item_id]
        best = min(by_item[item_id], key=lambda one: (-passages[one], one))
        found = legs[best]
        hits.append(
            Hit(
                meeting,
                item,
                rows[best].passage,
                score,
                {"dense": found.dense, "words": found.words, "grams": found.grams},
                sentences=sentences.get(item_id, {}),
            )
        )
    return hits


def _cosines(
    sentences: Mapping[str, Sequence[tuple[int, int, bytes]]], vector: np.ndarray
) -> dict[str, dict[tuple[int, int], float]]:
    """Return the cosine of each sentence of each item, by its span, with the question's vector."""
    joined = b"".join(row for found in sentences.values() for _, _, row in found)
    cosines = iter((np.frombuffer(joined, "<f4").reshape(-1, len(vector)) @ vector).tolist())
    return {
        item_id: {(start, end): next(cosines) for start, end, _ in found}
        for item_id, found in sentences.items()
    }


def candidates(
    store: PassageStore, query: str, vector: np.ndarray, allowed: Collection[int] | None
) -> dict[int, Legs]:
    """Return the best passages of each leg, each with the raw scores of all three.

    A lexical score that is not among the leg's 500 best is told as the last of these.
    """
    near = store.dense(vector, CANDIDATES, allowed)
    words = store.lexical(query, "words", _DEPTH, allowed)
    grams = store.lexical(query, "grams", _DEPTH, allowed)
    found = {one for leg in (near, words, grams) for one, _ in leg[:CANDIDATES]}
    dense = dict(store.dense(vector, len(found), found))
    by_words, by_grams = dict(words), dict(grams)
    least_words, least_grams = _least(words), _least(grams)
    return {
        one: Legs(dense[one], by_words.get(one, least_words), by_grams.get(one, least_grams))
        for one in sorted(found)
    }


def _least(leg: Sequence[tuple[int, float]]) -> float:
    """Return the score of what a lexical leg did not list: 0, or at the most that of its last."""
    return leg[-1][1] if len(leg) == _DEPTH else 0.0
