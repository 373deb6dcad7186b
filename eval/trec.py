"""TREC run files, the field's exchange format: `query Q0 document rank score tag` a line."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from index.errors import QuestionError

Run = Mapping[str, Sequence[tuple[str, float]]]
"""What a system found: for each question, documents with their scores, best first."""

_COLUMNS = 6


def read_run(path: Path, queries: Collection[str], documents: Collection[str]) -> Run:
    """Read a run over these queries and documents; QuestionError says which line is wrong and why.

    The score decides the order, as in trec_eval; where scores are equal the file's order does.
    """
    found: dict[str, list[tuple[str, float]]] = {}
    seen: dict[tuple[str, str], int] = {}
    known_queries, known_documents = frozenset(queries), frozenset(documents)
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        query, document, score = _columns(place, line)
        if query not in known_queries:
            raise QuestionError(f'{place}: no question has the id "{query}"')
        if document not in known_documents:
            raise QuestionError(f'{place}: no document has the id "{document}"')
        earlier = seen.setdefault((query, document), number)
        if earlier != number:
            raise QuestionError(
                f'{place}: "{document}" is already found for "{query}" in line {earlier}'
            )
        found.setdefault(query, []).append((document, score))
    if not found:
        raise QuestionError(f"{path} is empty; a run has lines: query Q0 document rank score tag")
    return {query: sorted(pairs, key=lambda pair: -pair[1]) for query, pairs in found.items()}


def run_text(run: Run, tag: str) -> str:
    """Return `run` as a TREC run file; QuestionError if an id holds a space."""
    lines = []
    for query, pairs in run.items():
        for rank, (document, score) in enumerate(pairs, start=1):
            for one in (query, document):
                if one.split() != [one]:
                    raise QuestionError(
                        f'the id "{one}" holds a space, which a TREC run file cannot; rename it'
                    )
            lines.append(f"{query} Q0 {document} {rank} {score:.6f} {tag}\n")
    return "".join(lines)


def is_run(path: Path) -> bool:
    """Tell whether the first line of `path` has the six columns of a run."""
    for line in _text(path).split("\n"):
        if line.strip():
            return not line.lstrip().startswith("{") and len(line.split()) == _COLUMNS
    return False


def _columns(place: str, line: str) -> tuple[str, str, float]:
    columns = line.split()
    if len(columns) != _COLUMNS:
        raise QuestionError(
            f"{place}: found {len(columns)} columns, wanted 6: query Q0 document rank score tag"
        )
    query, _, document, _, score, _ = columns
    try:
        value = float(score)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise QuestionError(f'{place}: the score is "{score}", wanted a number')
    return query, document, value


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise QuestionError(f"{path} does not exist; give a TREC run file") from None
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path} is not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise QuestionError(f"{path} cannot be read: {error.strerror}") from error
