"""The systems that are compared: each indexes a corpus and then finds documents for questions.

All of them get the same passages and the same embedding model, and each is used as its own
documentation shows for hybrid search. They are imported only when they are run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from eval.archives import benchmark_archive
from eval.beir import Benchmark, as_meetings
from eval.variants import SETTINGS
from index.cutting import cut
from index.embedding import Embedder, load_embedder

Pairs = list[tuple[str, float]]


class System(Protocol):
    """A retrieval system under test."""

    def build(self, benchmark: Benchmark) -> None:
        """Index the benchmark's documents."""

    def find(self, query: str, k: int) -> Pairs:
        """Return at most `k` documents with their scores, best first."""


class Ours:
    """Protokollsvar in one of its settings."""

    def __init__(self, setting: str) -> None:
        self._setting = setting
        self._place = tempfile.TemporaryDirectory()

    def build(self, benchmark: Benchmark) -> None:
        """Index the benchmark's documents."""
        embedder = load_embedder()
        archive = benchmark_archive(benchmark, Path(self._place.name) / "archive", embedder)
        self._search = SETTINGS[self._setting](archive, embedder)

    def find(self, query: str, k: int) -> Pairs:
        """Return at most `k` documents with their scores, best first."""
        return [(hit.item.document.path, hit.score) for hit in self._search.search(query, k)]


class Txtai:
    """txtai with `hybrid=True`: its dense index and its BM25, combined as it does by default."""

    def build(self, benchmark: Benchmark) -> None:
        """Index the benchmark's passages."""
        from txtai import Embeddings

        embedder = load_embedder()
        passages = passages_of(benchmark, embedder)
        self._documents = [document for document, _ in passages]
        self._queries = False

        def vectors(texts: Sequence[str]) -> Any:
            embed = embedder.embed_queries if self._queries else embedder.embed_passages
            return embed(list(texts))

        self._index: Any = Embeddings(method="external", transform=vectors, hybrid=True)
        self._index.index((at, text, None) for at, (_, text) in enumerate(passages))
        self._queries = True

    def find(self, query: str, k: int) -> Pairs:
        """Return at most `k` documents with their scores, best first."""
        found = self._index.search(query, 4 * k)
        return _by_document(((self._documents[int(at)], float(score)) for at, score in found), k)


class LlamaIndex:
    """LlamaIndex: a vector index and its BM25 retriever, fused by reciprocal ranks."""

    def build(self, benchmark: Benchmark) -> None:
        """Index the benchmark's passages."""
        from llama_index.core import VectorStoreIndex
        from llama_index.core.embeddings import BaseEmbedding
        from llama_index.core.llms import MockLLM
        from llama_index.core.retrievers import QueryFusionRetriever
        from llama_index.core.schema import TextNode
        from llama_index.retrievers.bm25 import BM25Retriever
        from Stemmer import Stemmer

        embedder = load_embedder()

        class Same(BaseEmbedding):  # type: ignore[misc]  # it has no types
            def _get_query_embedding(self, query: str) -> list[float]:
                return [float(x) for x in embedder.embed_queries([query])[0]]

            async def _aget_query_embedding(self, query: str) -> list[float]:
                return self._get_query_embedding(query)

            def _get_text_embedding(self, text: str) -> list[float]:
                return self._get_text_embeddings([text])[0]

            def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
                return [[float(x) for x in row] for row in embedder.embed_passages(texts)]

        nodes = [
            TextNode(text=text, id_=str(at), metadata={"document": document},
                     excluded_embed_metadata_keys=["document"])
            for at, (document, text) in enumerate(passages_of(benchmark, embedder))
        ]  # fmt: skip
        k = 100
        dense = VectorStoreIndex(nodes, embed_model=Same(embed_batch_size=128))
        words = BM25Retriever.from_defaults(
            nodes=nodes, similarity_top_k=min(k, len(nodes)), stemmer=Stemmer("swedish"),
            language="sv",
        )  # fmt: skip
        self._retriever: Any = QueryFusionRetriever(
            [dense.as_retriever(similarity_top_k=k), words], similarity_top_k=2 * k,
            num_queries=1, mode="reciprocal_rerank", use_async=False, llm=MockLLM(),
        )  # fmt: skip

    def find(self, query: str, k: int) -> Pairs:
        """Return at most `k` documents with their scores, best first."""
        found = self._retriever.retrieve(query)
        return _by_document(((one.node.metadata["document"], float(one.score)) for one in found), k)


class Haystack:
    """Haystack: its in-memory store's embedding and BM25 retrievers, fused by reciprocal ranks."""

    def build(self, benchmark: Benchmark) -> None:
        """Index the benchmark's passages."""
        from haystack import Document
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._embedder = load_embedder()
        passages = passages_of(benchmark, self._embedder)
        rows = self._embedder.embed_passages([text for _, text in passages])
        store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
        store.write_documents(
            [
                Document(id=str(at), content=text, meta={"document": document},
                         embedding=[float(x) for x in row])
                for at, ((document, text), row) in enumerate(zip(passages, rows, strict=True))
            ]
        )  # fmt: skip
        self._dense: Any = InMemoryEmbeddingRetriever(store, top_k=100)
        self._words: Any = InMemoryBM25Retriever(store, top_k=100)
        self._joiner: Any = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=200)

    def find(self, query: str, k: int) -> Pairs:
        """Return at most `k` documents with their scores, best first."""
        vector = [float(x) for x in self._embedder.embed_queries([query])[0]]
        lists = [
            self._dense.run(query_embedding=vector)["documents"],
            self._words.run(query=query)["documents"],
        ]
        found = self._joiner.run(documents=lists)["documents"]
        return _by_document(((one.meta["document"], float(one.score)) for one in found), k)


SYSTEMS: dict[str, Callable[[], System]] = {
    "Protokollsvar": lambda: Ours("fused"),
    "dense alone": lambda: Ours("dense"),
    "BM25 alone": lambda: Ours("words"),
    "txtai hybrid": Txtai,
    "LlamaIndex fusion": LlamaIndex,
    "Haystack joiner": Haystack,
}


def passages_of(benchmark: Benchmark, embedder: Embedder) -> list[tuple[str, str]]:
    """Return the passages that Protokollsvar would index, each with its document's id."""
    return [
        (document.path, draft.embedded)
        for document, meetings in as_meetings(benchmark)
        for meeting in meetings
        for draft in cut(meeting, embedder.count_tokens, embedder.window)
    ]


def _by_document(found: Any, k: int) -> Pairs:
    """Return the documents by their best passage, best first."""
    best: dict[str, float] = {}
    for document, score in found:
        best[document] = max(score, best.get(document, score))
    return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
