"""Reading alone: `python -m eval.bench.squad FOLDER [--out FILE.md]`, the passage given.

FOLDER is squad-v2-sv in BEIR form. Asked are the first 1,000 questions with and the first 1,000
without an answer of the articles that the reader was not trained on (`eval/held_out.py`). The span
found is compared with the answers word by word, and what is said of there being an answer with
whether there is one, beside two simple ways of doing the same.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from eval.held_out import held_articles
from eval.measures import Interval, Ratio, interval, ratio
from index.embedding import Embedder, load_embedder
from index.folding import words
from index.units import sentences
from qa.reader import Reader

_EACH = 1000  # questions with and without an answer
_WINDOW = 600  # characters that are read together, as of a protocol's item
_DRAWS = 200  # of the interval of the area: each takes a million comparisons


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a passage; without `answers` the passage does not answer it."""

    question: str
    passage: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a way of reading gives: the words that answer, and how sure it is that any do."""

    highlight: str
    sure: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a way of reading is worth."""

    exact: float | None  # share of highlights that are an answer, but for case and points
    f1: float | None  # mean share of words in common with the best of the answers
    f1_interval: Interval | None
    area: float  # ROC AUC: how often an answerable question is surer than an unanswerable one
    area_interval: Interval


class Way(Protocol):
    """A way of finding an answer in a passage."""

    def __call__(self, question: str, passage: str, /) -> Found:
        """Return the words of `passage` that answer `question`, whether or not any do."""


def main(arguments: list[str]) -> int:
    """Read, measure and write the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.squad", description=__doc__)
    parser.add_argument("folder", type=Path, help="squad-v2-sv in BEIR form")
    parser.add_argument("--out", type=Path, help="write the table to this Markdown file")
    parser.add_argument("--each", type=int, default=_EACH, help="questions of both kinds")
    chosen = parser.parse_args(arguments)
    asked = held_out(chosen.folder, chosen.each)
    ways: dict[str, Way] = {
        "the reader": ByReader(Reader(many=True)),
        "best sentence by embedding": ByEmbedding(load_embedder()),
        "longest common words": by_words,
    }
    text = page(asked, {name: measured(asked, way) for name, way in ways.items()})
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


def held_out(folder: Path, each: int) -> list[Asked]:
    """Return the first `each` questions of both kinds that the reader was not trained on."""
    pages = {page["_id"]: page for page in _records(folder / "corpus.jsonl")}
    queries = list(_records(folder / "queries.jsonl"))
    held = held_articles(
        {key: page["title"] for key, page in pages.items()},
        [(one["metadata"]["asked_about"], "answers" in one["metadata"]) for one in queries],
    )
    kinds: dict[bool, list[Asked]] = {True: [], False: []}
    for query in queries:
        page = pages[query["metadata"]["asked_about"]]
        if page["title"] in held:
            answers = tuple(query["metadata"].get("answers", ()))
            kinds[bool(answers)].append(Asked(query["text"], page["text"], answers))
    return kinds[True][:each] + kinds[False][:each]


class ByReader:
    """The shipped reader; a long passage is read in windows, the likeliest span is taken."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(self, question: str, passage: str, /) -> Found:
        """Return the likeliest span."""
        windows = list(_windows(passage))
        readings = self._reader.read_many(question, windows)
        at = max(range(len(windows)), key=lambda k: readings[k].score)
        best = readings[at]
        return Found(windows[at][best.start : best.end], max(one.answerable for one in readings))


class ByEmbedding:
    """The sentence whose vector is nearest to the question's."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, tuple[list[str], np.ndarray]] = {}

    def __call__(self, question: str, passage: str, /) -> Found:
        """Return the nearest sentence."""
        if passage not in self._known:
            parts = _sentences(passage)
            self._known[passage] = (parts, self._embedder.embed_passages(parts))
        parts, rows = self._known[passage]
        cosines = rows @ self._embedder.embed_queries([question])[0]
        at = int(cosines.argmax())
        return Found(parts[at], float(cosines[at]))


def by_words(question: str, passage: str, /) -> Found:
    """Return the sentence that has the longest words in common with the question."""
    asked = set(words(question))

    def common(sentence: str) -> int:
        return sum(map(len, asked & set(words(sentence))))

    best = max(_sentences(passage), key=common)
    return Found(best, common(best) / max(1, sum(map(len, asked))))


def measured(asked: Sequence[Asked], way: Way) -> Figures:
    """Return what `way` is worth over the questions."""
    found = [way(one.question, one.passage) for one in asked]
    exact, shares = [], []
    for one, given in zip(asked, found, strict=True):
        if one.answers:
            exact.append(Ratio(max(_plain(given.highlight) == _plain(a) for a in one.answers), 1))
            shares.append(Ratio(max(token_f1(given.highlight, a) for a in one.answers), 1))
    sure = [
        np.array([f.sure for one, f in zip(asked, found, strict=True) if bool(one.answers) is kind])
        for kind in (True, False)
    ]
    random = np.random.default_rng(0)
    drawn = [
        roc_area(*(random.choice(values, len(values)) for values in sure)) for _ in range(_DRAWS)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figures(
        ratio(exact), ratio(shares), interval(shares), roc_area(*sure), (float(low), float(high))
    )


def token_f1(ours: str, theirs: str) -> float:
    """Return the harmonic mean of the shares of words that two texts have in common, 0…1."""
    a, b = (collections.Counter(re.findall(r"\w+", text.lower())) for text in (ours, theirs))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0


def roc_area(yes: np.ndarray, no: np.ndarray) -> float:
    """Return how often one of `yes` is above one of `no`; a tie is half."""
    return float((yes[:, None] > no).mean() + (yes[:, None] == no).mean() / 2)


def page(asked: Sequence[Asked], figures: dict[str, Figures]) -> str:
    """Return the table with how it was made."""
    answered = sum(bool(one.answers) for one in asked)
    lines = [
        "# Reading alone: squad-v2-sv, the passage given",
        "",
        f"{answered} questions with and {len(asked) - answered} without an answer, of articles "
        "that the reader was not",
        "trained on. The highlight is compared with the answers where there is one; the area "
        "under the ROC",
        "curve tells how well questions with and without an answer are told apart. 95 % bootstrap "
        "intervals.",
        "",
        "| way | exact match | token F1 | 95 % | refusal ROC AUC | 95 % |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {_figure(one.exact)} | {_figure(one.f1)} | {_ends(one.f1_interval)} | "
        f"{_figure(one.area)} | {_ends(one.area_interval)} |"
        for name, one in figures.items()
    ]
    return "\n".join([*lines, "", "Made with `python -m eval.bench.squad squad-v2-sv`.", ""])


def _windows(passage: str) -> Iterator[str]:
    window = ""
    for sentence in _sentences(passage):
        if window and len(window) + len(sentence) > _WINDOW:
            yield window
            window = ""
        window = f"{window} {sentence}".strip()
    yield window


def _sentences(passage: str) -> list[str]:
    parts = [passage[start:end] for start, end in sentences(passage, 0, len(passage))]
    return [part for part in parts if part.strip()] or [passage]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".lstrip("0")


def _ends(ends: Interval | None) -> str:
    return "–" if ends is None else f"{_figure(ends[0])} – {_figure(ends[1])}"


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
