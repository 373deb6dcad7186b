"""Pairs of a Swedish question and a short context, to train and to measure the reader with.

From `squad-v2-sv`, whose unanswerable questions are adversarial, from `swequad-train`, written in
Swedish about the pages of authorities, and from the protocol items in `items/`, written for this:
each with questions in other words than its own, and with near misses. Contexts are cut as the
reader will meet them: a few sentences, often after a title. Our own question sets are not among
them: they are the test.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from eval.held_out import held_articles
from eval.item_sets import HELD_ITEMS, read_items
from index.e5_tokenizer import build_tokenizer, character_map, clean
from index.e5_weights import E5File
from index.units import sentences
from qa.rereading import headed

_QUESTION_TOKENS = 48
_TOKENS = 224  # of question and context together
_PROMPT = "passage: "
_SIZES = (40, 60, 80, 100, 120, 130)  # tokens of a context; the uses we have are about these
_HELD_SIZE = 120
_HELD_PAGES = 60  # of swequad-train
_HELD_SHARE = 0.08  # share of the protocol items
_ITEM_SIZES = (80, 110, 140, 160)  # tokens: what is read of an item, without its meeting and title
_LIKE = 4  # other items that are looked into for a context that does not answer
_REPLAYED = 0.35  # share of the benchmarks' pairs that go with the items, not to be forgotten
_SPLIT_SEED = 7  # the split stays when the pairs are drawn anew


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a context as the reader reads them, and where the answer stands."""

    question: str
    context: str
    answers: tuple[str, ...]  # none: the context does not answer the question
    ids: list[int]  # token ids
    first: int  # the place in `ids` of the context's first token
    offsets: list[tuple[int, int]]  # of the context's tokens in the context
    start: int  # the answer's first and last token; both 0, the beginning mark, without one
    end: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is trained with and, of other articles and pages, what is measured with."""

    train: list[Pair]
    held: dict[str, list[Pair]]  # by benchmark
    lost: int  # questions whose answer is not in their text, verbatim


@dataclass(frozen=True, slots=True)
class _Page:
    title: str  # for an item, with its meeting before it
    sentences: tuple[str, ...]
    sizes: tuple[int, ...]  # in tokens
    words: tuple[frozenset[str], ...]  # the telling words of each sentence


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question on its way to a pair."""

    text: str
    words: frozenset[str]
    answers: tuple[str, ...]
    held: bool
    of_item: bool = False


class PairMaker:
    """Makes pairs with the bundled model's tokeniser; the same seed makes the same pairs."""

    def __init__(self, file: E5File, seed: int) -> None:
        self._tokenizer: Tokenizer = build_tokenizer(file)
        self._characters = character_map(file)
        self._ends = (file.vocabulary.bos, file.vocabulary.eos)
        self._random = random.Random(seed)

    def make(self, benchmarks: Path) -> Pairs:
        """Return the pairs of both sets in the folder `benchmarks`."""
        pairs, lost = Pairs([], {}, 0), 0
        for name, make in (("squad-v2-sv", self._squad), ("swequad-train", self._swequad)):
            lost += _gather(make(benchmarks / name), name, pairs)
        return Pairs(pairs.train, pairs.held, lost)

    def make_items(self, items: Path, benchmarks: Pairs) -> Pairs:
        """Return the pairs of the protocol items in the folder `items`, with some benchmarks'."""
        replayed = self._random.sample(benchmarks.train, int(_REPLAYED * len(benchmarks.train)))
        pairs, lost = Pairs(replayed, dict(benchmarks.held), 0), 0
        for path in sorted(items.glob("*.jsonl")):
            if path.name in HELD_ITEMS:
                continue
            lost += _gather(self._items(path), "items", pairs)
        return Pairs(pairs.train, pairs.held, lost)

    def _squad(self, folder: Path) -> Iterator[tuple[_Asked, Pair | None]]:
        pages, queries = self._load(folder)
        articles: dict[str, list[str]] = {}
        for key, page in pages.items():
            articles.setdefault(page.title, []).append(key)
        held = held_articles(
            {key: page.title for key, page in pages.items()},
            [(one["metadata"]["asked_about"], "answers" in one["metadata"]) for one in queries],
        )
        for query in queries:
            page = pages[query["metadata"]["asked_about"]]
            asked = self._ask(query, held=page.title in held)
            if not asked.answers:
                # The page that it was asked about, where it comes nearest to an answer.
                yield asked, self._without(asked, page, self._nearest(asked, page))
                continue
            yield asked, self._with_answer(asked, page)
            if not asked.held and self._random.random() < 0.35:
                keys = self._random.sample(articles[page.title], min(8, len(articles[page.title])))
                yield from self._from_elsewhere(asked, [pages[k] for k in keys if pages[k] != page])

    def _swequad(self, folder: Path) -> Iterator[tuple[_Asked, Pair | None]]:
        pages, queries = self._load(folder)
        keys = sorted(pages)
        random.Random(_SPLIT_SEED).shuffle(keys)
        held = set(keys[:_HELD_PAGES])
        judged = _judgements(folder)
        for query in queries:
            key = judged[query["_id"]]
            page = pages[key]
            asked = self._ask(query, held=key in held)
            for _ in range(1 if asked.held else 2):  # twice, between other sentences
                yield asked, self._with_answer(asked, page)
            yield from self._from_elsewhere(asked, [page])
            like = [k for k in keys if k != key and (k in held) == asked.held]
            yield from self._from_elsewhere(
                asked, [pages[k] for k in self._random.sample(like, 15)]
            )

    def _items(self, path: Path) -> Iterator[tuple[_Asked, Pair | None]]:
        records = read_items(path)
        pages = [self._page({**one, "title": _title(one)}) for one in records]
        own_words = [frozenset().union(*page.words) for page in pages]
        split = random.Random(_SPLIT_SEED)
        for i, (record, page) in enumerate(zip(records, pages, strict=True)):
            held = split.random() < _HELD_SHARE
            for query in record["questions"]:
                text, answer = self._clean(query["question"]), query["answer"]
                answers = (self._clean(answer).strip(" .,;"),) if answer else ()
                asked = _Asked(text, _telling(text), answers, held, of_item=True)
                times = 1 if held else 2  # twice, between other sentences
                if not answers:
                    for _ in range(times):
                        yield asked, self._without(asked, page, self._nearest(asked, page))
                    continue
                for _ in range(times):
                    yield asked, self._with_answer(asked, page)
                yield from self._from_elsewhere(asked, [page])
                others = sorted(
                    (k for k in range(len(pages)) if k != i),
                    key=lambda k: (-len(asked.words & own_words[k]), self._random.random()),
                )
                yield from self._from_elsewhere(asked, [pages[k] for k in others[:_LIKE]])

    def _ask(self, query: dict[str, Any], *, held: bool) -> _Asked:
        text = self._clean(query["text"])
        answers = (self._clean(one).strip(" .,;") for one in query["metadata"].get("answers", ()))
        return _Asked(text, _telling(text), tuple(filter(None, answers)), held)

    def _with_answer(self, asked: _Asked, page: _Page) -> Pair | None:
        """Return a pair with the answer where most of the question's words stand around it."""
        found = [
            (len(asked.words & page.words[i]) - 0.5 * k, -i, -match.start(), answer)
            for k, answer in enumerate(asked.answers)
            for i, sentence in enumerate(page.sentences)
            for match in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", sentence)
        ]
        if not found:
            return None
        _, i, start, answer = max(found)
        context, at = self._around(page, -i, asked)
        pair = self._pair(asked, context, (at - start, at - start + len(answer)))
        return pair if pair.start else None  # None: cut off

    def _from_elsewhere(
        self, asked: _Asked, pages: Sequence[_Page]
    ) -> Iterator[tuple[_Asked, Pair]]:
        """Yield a pair of the sentences that come nearest without saying the answer, if any do."""
        best = max(
            (
                (len(asked.words & page.words[i]) + self._random.random(), k, i)
                for k, page in enumerate(pages)
                for i, sentence in enumerate(page.sentences)
                if not _says(sentence, asked.answers)
            ),
            default=None,
        )
        if best is not None:
            pair = self._without(asked, pages[best[1]], best[2])
            if not _says(pair.context, asked.answers):
                yield asked, pair

    def _nearest(self, asked: _Asked, page: _Page) -> int:
        shared = [
            (len(asked.words & own) + self._random.random(), i) for i, own in enumerate(page.words)
        ]
        return max(shared)[1]

    def _without(self, asked: _Asked, page: _Page, sentence: int) -> Pair:
        return self._pair(asked, self._around(page, sentence, asked)[0], None)

    def _around(self, page: _Page, sentence: int, asked: _Asked) -> tuple[str, int]:
        """Return `sentence` among its neighbours, as many as fit, and where it begins there."""
        sizes = _ITEM_SIZES if asked.of_item else _SIZES
        size = _HELD_SIZE if asked.held else self._random.choice(sizes)
        first = last = sentence
        room = size - page.sizes[sentence]
        while True:
            sides = [
                i
                for i in (first - 1, last + 1)
                if 0 <= i < len(page.sizes) and page.sizes[i] <= room
            ]
            if not sides:
                break
            side = self._random.choice(sides)
            room -= page.sizes[side]
            first, last = min(first, side), max(last, side)
        title = f"{page.title}: " if asked.of_item or self._random.random() < 0.5 else ""
        at = len(title) + sum(len(one) + 1 for one in page.sentences[first:sentence])
        return title + " ".join(page.sentences[first : last + 1]), at

    def _pair(self, asked: _Asked, context: str, answer: tuple[int, int] | None) -> Pair:
        """Return the pair; with `answer`, where it stands in `context`, if that is read."""
        question = asked.text if asked.held else self._as_typed(asked.text)
        head = self._tokenizer.encode(f"query: {question}", add_special_tokens=False).ids
        ids = [self._ends[0], *head[:_QUESTION_TOKENS], self._ends[1]]
        encoding = self._tokenizer.encode(_PROMPT + context, add_special_tokens=False)
        room = _TOKENS - len(ids) - 1
        ids += encoding.ids[:room]
        offsets = [
            (max(0, a - len(_PROMPT)), b - len(_PROMPT))
            for a, b in encoding.offsets[:room]
            if b > len(_PROMPT)
        ]
        first = len(ids) - len(offsets)
        ids.append(self._ends[1])
        if answer is None:
            return Pair(question, context, (), ids, first, offsets, 0, 0)
        inside = [first + i for i, (a, b) in enumerate(offsets) if a < answer[1] and b > answer[0]]
        if not inside:
            return Pair(question, context, (), ids, first, offsets, 0, 0)
        return Pair(question, context, asked.answers, ids, first, offsets, inside[0], inside[-1])

    def _as_typed(self, question: str) -> str:
        """Return the question as some would type it: without its mark, without capitals."""
        drawn = self._random.random()
        if drawn < 0.18:
            question = question.rstrip(" ?")
        return question.lower() if drawn < 0.12 else question

    def _clean(self, text: str) -> str:
        return clean(text, self._characters)

    def _load(self, folder: Path) -> tuple[dict[str, _Page], list[dict[str, Any]]]:
        corpus = _records(folder / "corpus.jsonl")
        return {one["_id"]: self._page(one) for one in corpus}, list(
            _records(folder / "queries.jsonl")
        )

    def _page(self, record: dict[str, Any]) -> _Page:
        text = record["text"]
        spans = sentences(text, 0, len(text))
        cleaned = [self._clean(text[start:end])[:450] for start, end in spans]
        own = tuple(filter(None, cleaned))
        encoded = self._tokenizer.encode_batch(own, add_special_tokens=False)
        title = self._clean(record["title"].replace("_", " "))
        return _Page(title, own, tuple(len(one.ids) for one in encoded), tuple(map(_telling, own)))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            yield json.loads(line)


def _gather(made: Iterable[tuple[_Asked, Pair | None]], name: str, pairs: Pairs) -> int:
    """Put what was made into `pairs`; return how many questions have no answer in their text."""
    held, lost = pairs.held.setdefault(name, []), 0
    for asked, pair in made:
        if pair is None:
            lost += 1
        else:
            (held if asked.held else pairs.train).append(pair)
    return lost


def _title(record: dict[str, Any]) -> str:
    """Return an item's title as the reader will meet it, with its meeting."""
    return headed(record["body"], date.fromisoformat(record["date"]), record["title"])


def _judgements(folder: Path) -> dict[str, str]:
    lines = (folder / "qrels" / "train.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {query: page for query, page, _ in (line.split("\t") for line in lines)}


def _telling(text: str) -> frozenset[str]:
    """Return the first letters of the longer words: enough to see the same word inflected."""
    return frozenset(word[:6] for word in re.findall(r"\w+", text.lower()) if len(word) > 3)


def _says(text: str, answers: Sequence[str]) -> bool:
    return any(answer.lower() in text.lower() for answer in answers)
