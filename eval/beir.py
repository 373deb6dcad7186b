"""BEIR folders, the field's standard: corpus.jsonl, queries.jsonl, qrels/*.tsv.

Every document becomes one item of one meeting, as it is, so that cutting, embedding and search are
what is measured, not the parser.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.finds import SHOWN, Find, Place, finds_of
from eval.measures import DEPTH, RETRIEVAL_MEASURES, Ratio, retrieval_scores
from eval.running import SHIPPED, Evaluation, Progress, Result, Search
from eval.trec import Run
from index.errors import QuestionError
from index.nouns import Document, Item, Meeting, Page, Section, SectionKind
from index.why import Why

_NAMED = 10  # documents that a result names as given
SPLITS = ("test", "dev", "train")  # the first of these that a folder has is the one that is run


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One BEIR folder: its documents, its queries and which document answers which."""

    name: str
    documents: dict[str, tuple[str, str]]  # by id: title (may be empty) and text
    queries: dict[str, str]  # by id
    qrels: dict[str, dict[str, int]]  # by query and document: the gain; unanswerable ones lack
    fingerprint: str  # sha256 of corpus.jsonl, hexadecimal


def load_benchmark(folder: Path) -> Benchmark:
    """Read a BEIR folder; QuestionError says which file and line is wrong and why."""
    corpus, queries = folder / "corpus.jsonl", folder / "queries.jsonl"
    judgements = _judgements(folder)
    for path in (corpus, queries):
        if not path.is_file():
            raise QuestionError(
                f"{path} does not exist; a BEIR folder has corpus.jsonl, queries.jsonl and qrels/"
            )
    documents = {
        key: (record.get("title") or "", _field(corpus, line, record, "text"))
        for line, key, record in _records(corpus)
    }
    asked = {key: _field(queries, line, record, "text") for line, key, record in _records(queries)}
    return Benchmark(
        name=folder.resolve().name,
        documents=documents,
        queries=asked,
        qrels=_qrels(judgements, documents, asked),
        fingerprint=hashlib.sha256(corpus.read_bytes()).hexdigest(),
    )


def as_meetings(benchmark: Benchmark) -> Iterator[tuple[Document, list[Meeting]]]:
    """Yield each document of the corpus as a meeting with one item; its path is its id."""
    for key, (title, body) in benchmark.documents.items():
        text = body if not title or body.startswith(title) else f"{title}\n{body}"
        end = len(text)
        document = Document(
            path=key,
            sha256=hashlib.sha256(f"{key}\n{text}".encode()).hexdigest(),
            media_type="text/plain",
            text=text,
            pages=(Page(1, 0, end),),
        )
        section = Section(SectionKind.BODY, 0, end)
        item = Item(key, None, title, 0, end, document, sections=(section,))
        yield document, [Meeting(f"m-{key}", document, 0, end, items=(item,))]


def run_benchmark(
    benchmark: Benchmark,
    search: Search,
    progress: Progress | None = None,
    *,
    system: str = SHIPPED,
) -> Evaluation:
    """Search for every query that has an answer, and measure where it came."""
    began = time.perf_counter()
    run: dict[str, list[tuple[str, float]]] = {}
    finds: dict[str, tuple[Find, ...]] = {}
    for done, (query, gains) in enumerate(benchmark.qrels.items(), start=1):
        text = benchmark.queries[query]
        hits = search.search(text, DEPTH)
        run[query] = [(hit.item.document.path, hit.score) for hit in hits]
        right = [at for at, hit in enumerate(hits) if hit.item.document.path in gains]
        finds[query] = finds_of(text, hits, right)
        if progress is not None:
            progress(done, len(benchmark.qrels))
    return _evaluation(benchmark, run, finds, time.perf_counter() - began, system)


def score_run(benchmark: Benchmark, run: Run, system: str) -> Evaluation:
    """Measure a run that comes from elsewhere; a query without a ranking scores 0."""
    finds = {
        query: tuple(
            Find(
                Place(document, title=benchmark.documents[document][0]),
                score,
                document in gains,
                {},
                Why(),
            )
            for document, score in run.get(query, ())[:SHOWN]
        )
        for query, gains in benchmark.qrels.items()
    }
    return _evaluation(benchmark, run, finds, 0.0, system)


def _evaluation(
    benchmark: Benchmark,
    run: Run,
    finds: Mapping[str, tuple[Find, ...]],
    seconds: float,
    system: str,
) -> Evaluation:
    rankings = {query: [document for document, _ in pairs] for query, pairs in run.items()}
    scores = retrieval_scores(benchmark.qrels, rankings)
    results = []
    for query, gains in benchmark.qrels.items():
        found = rankings.get(query, [])
        ranks = [rank for rank, document in enumerate(found, start=1) if document in gains]
        results.append(
            Result(
                id=query,
                type=benchmark.name,
                question=benchmark.queries[query],
                scores={name: Ratio(scores[name][query], 1) for name in RETRIEVAL_MEASURES},
                expected=" | ".join(gains),
                given=" ".join(found[:_NAMED]),
                rank=ranks[0] if ranks else None,
                found=finds[query],
            )
        )
    return Evaluation(
        benchmark.name, tuple(results), seconds, RETRIEVAL_MEASURES, system=system, run=run
    )


def _judgements(folder: Path) -> Path:
    if not folder.is_dir():
        raise QuestionError(f"{folder} is not a folder; give one in BEIR form")
    for split in SPLITS:
        path = folder / "qrels" / f"{split}.tsv"
        if path.is_file():
            return path
    raise QuestionError(
        f"{folder / 'qrels'} holds none of {', '.join(f'{split}.tsv' for split in SPLITS)}"
    )


def _records(path: Path) -> Iterator[tuple[int, str, dict[str, Any]]]:
    seen: dict[str, int] = {}
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise QuestionError(f"{path}, line {number}: no valid JSON ({error.msg})") from None
        if not isinstance(record, dict):
            raise QuestionError(f"{path}, line {number}: wanted a JSON object")
        key = _field(path, number, record, "_id")
        if key in seen:
            raise QuestionError(
                f'{path}, line {number}: the id "{key}" is already that of line {seen[key]}'
            )
        seen[key] = number
        yield number, key, record
    if not seen:
        raise QuestionError(f"{path} is empty; write one JSON object a line")


def _field(path: Path, number: int, record: dict[str, Any], field: str) -> str:
    value = record.get(field)
    if not isinstance(value, str):
        raise QuestionError(f'{path}, line {number}: wanted a text in the field "{field}"')
    return value


def _qrels(
    path: Path, documents: dict[str, tuple[str, str]], queries: dict[str, str]
) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip() or (number == 1 and line.startswith("query-id")):
            continue
        try:
            query, document, gain = line.rstrip("\r").split("\t")
            value = int(gain)
        except ValueError:
            raise QuestionError(
                f"{path}, line {number}: wanted query, document and score with tabs between them"
            ) from None
        if query not in queries:
            raise QuestionError(f'{path}, line {number}: no query has the id "{query}"')
        if document not in documents:
            raise QuestionError(f'{path}, line {number}: no document has the id "{document}"')
        if value > 0:
            qrels.setdefault(query, {})[document] = value
    if not qrels:
        raise QuestionError(f"{path} judges no document relevant; there is nothing to measure")
    return qrels


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path} is not UTF-8 (byte {error.start})") from None
