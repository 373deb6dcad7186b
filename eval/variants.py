"""Other ways to rank the same archive, to compare with: one leg alone, or their reciprocal ranks.

All of them look at the same passages, so what differs is the ranking alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from eval.running import Search
from index.archive import Archive, Snapshot
from index.embedding import Embedder, ModelIdentity, Progress, Vectors
from index.nouns import ANY, Filter, Hit
from index.search import Searcher
from qa.guided import GuidedSearcher

RRF_K = 60  # Cormack, Clarke and Büttcher, Reciprocal Rank Fusion (SIGIR 2009)

Ranked = list[tuple[str, float, int]]
"""Items by id, best first, each with its score and its best passage."""


class LegSearch:
    """Ranks items by their best passage in one leg: "dense", "words" or "grams"."""

    def __init__(self, archive: Archive, embedder: Embedder, leg: str) -> None:
        self._archive = archive
        self._embedder = embedder
        self._leg = leg

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, best first, ties by item id; a blank query finds nothing."""
        if not query.strip():
            return []
        vector = self._embedder.embed_queries([query])[0]
        snapshot = self._archive.snapshot
        ranked = _by_leg(snapshot, self._leg, query, vector, k, where)
        return _hits(snapshot, ranked, self._leg)


class ReciprocalRanks:
    """Ranks items by the sum of 1/(60 + rank) over the three legs."""

    def __init__(self, archive: Archive, embedder: Embedder) -> None:
        self._archive = archive
        self._embedder = embedder

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, best first, ties by item id; a blank query finds nothing."""
        if not query.strip():
            return []
        vector = self._embedder.embed_queries([query])[0]
        snapshot = self._archive.snapshot
        scores: dict[str, float] = {}
        passages: dict[str, int] = {}
        for leg in ("dense", "words", "grams"):
            ranked = _by_leg(snapshot, leg, query, vector, max(k, 100), where)
            for rank, (item_id, _, passage) in enumerate(ranked, start=1):
                scores[item_id] = scores.get(item_id, 0.0) + 1 / (RRF_K + rank)
                passages.setdefault(item_id, passage)
        best = sorted(scores, key=lambda one: (-scores[one], one))[:k]
        return _hits(snapshot, [(one, scores[one], passages[one]) for one in best], None)


class Remembering:
    """An embedder that embeds each question once, however many settings ask it."""

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
        """Return one row a text, computed when it is asked for the first time."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= dict(zip(new, self._embedder.embed_queries(new), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32)

    def embed_passages(self, texts: Sequence[str], /, progress: Progress | None = None) -> Vectors:
        """Return one row a text."""
        return self._embedder.embed_passages(texts, progress)


def _leg(name: str) -> Callable[[Archive, Embedder], Search]:
    return lambda archive, embedder: LegSearch(archive, embedder, name)


def _shipped(archive: Archive, embedder: Embedder) -> Search:
    return GuidedSearcher(archive, Searcher(archive, embedder))


SETTINGS: dict[str, Callable[[Archive, Embedder], Search]] = {
    "fused": _shipped,
    "dense": _leg("dense"),
    "words": _leg("words"),
    "grams": _leg("grams"),
    "rrf": ReciprocalRanks,
}


def _by_leg(
    snapshot: Snapshot, leg: str, query: str, vector: np.ndarray, k: int, where: Filter
) -> Ranked:
    """Return the `k` best items of one leg; more passages are asked for until there are enough."""
    allowed = snapshot.passing_passages(where)
    wanted = 4 * k
    while True:
        if leg == "dense":
            passages = snapshot.store.dense(vector, wanted, allowed)
        elif leg == "words":
            passages = snapshot.store.lexical(query, "words", wanted, allowed)
        else:
            passages = snapshot.store.lexical(query, "grams", wanted, allowed)
        rows = snapshot.passages([one for one, _ in passages])
        best: dict[str, tuple[float, int]] = {}
        for one, score in passages:
            best.setdefault(rows[one].top_item_id, (score, one))
        if len(best) >= k or len(passages) < wanted:
            break
        wanted *= 4
    ranked = sorted(best.items(), key=lambda pair: (-pair[1][0], pair[0]))
    return [(item_id, score, passage) for item_id, (score, passage) in ranked[:k]]


def _hits(snapshot: Snapshot, ranked: Ranked, leg: str | None) -> list[Hit]:
    rows = snapshot.passages([passage for _, _, passage in ranked])
    places = snapshot.find_items([item_id for item_id, _, _ in ranked])
    return [
        Hit(
            *places[item_id],
            rows[passage].passage,
            score,
            {leg: score} if leg else {},
        )
        for item_id, score, passage in ranked
    ]
