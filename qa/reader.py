"""Reading: which words of a short text answer a question, and whether the text answers it at all.

A cross-encoder over "query: question" and "passage: context": the bundled multilingual-e5-small
with its upper layers trained on Swedish questions. The lower layers are read from the bundled
model's file, the trained ones from `reader_weights.npz`.

What its opinion is worth to the ranking, on questions and protocols that it was not trained on,
`python -m eval.fitting` says; how well it reads beside simple floors, `python -m eval.bench.squad`.

The weights were trained from intfloat/multilingual-e5-small (MIT) on the Swedish translation
SQuAD_v2_sv (Apache-2.0) of SQuAD 2.0 (Rajpurkar, Jia and Liang 2018, CC BY-SA 4.0), on
SweQUAD-MC (Kalpakchi and Boye 2021, CC BY 4.0), and on the protocol items of `eval/training/items`.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.e5_encoder import Encoder, Numbers
from index.e5_model import bundled_model
from index.once import Once
from qa.reader_weights import load_trained

WEIGHTS = Path(__file__).with_name("reader_weights.npz")

_QUESTION_TOKENS = 48  # as in training; the longest question of our sets has 28
_TOKENS = 224  # of question and context together, as in training
_SPAN_TOKENS = 30  # the longest span that is proposed
_PROMPT = "passage: "
_TOGETHER = 1024  # tokens that go through the layers at a time
_KEPT = 512  # readings that are remembered: a follow-up asks the questions before it again


@dataclass(frozen=True, slots=True)
class Reading:
    """The best span of a context for a question, and whether the context answers it."""

    answerable: float  # logit: above 0, the context rather answers the question than not
    start: int  # the span is context[start:end]; empty where the context has no word
    end: int
    score: float  # log odds of the span against no span at all, higher is better


class Reader:
    """Reads short texts for the answer to a question; safe to use from many threads."""

    def __init__(self, weights: Path = WEIGHTS, *, many: bool = False) -> None:
        """Name the trained weights; nothing is loaded before the first question.

        Where `many` questions will come, the first one also loads torch, which takes 2 s and 260 MB
        more; who asks meanwhile does not wait for that.
        """
        self._network = Once(lambda: _Network(weights))
        self._many = many
        self._quickening = threading.Lock()
        self._keeping = threading.Lock()
        self._kept: OrderedDict[_Asked, list[Reading]] = OrderedDict()

    def read(self, question: str, context: str) -> Reading:
        """Return the best span of `context` for `question`."""
        return self.read_many(question, [context])[0]

    def read_many(self, question: str, contexts: Sequence[str]) -> list[Reading]:
        """Return the best span of each context for `question`, in the order of `contexts`.

        Of a context, what goes beyond 224 tokens together with the question is not read.
        Raises ModelError if the bundled model or the trained weights cannot be read.
        """
        whole = [(context, [(0, len(context))]) for context in contexts]
        return [readings[0] for readings in self.read_parts(question, whole)]

    def read_parts(
        self, question: str, contexts: Sequence[tuple[str, Sequence[tuple[int, int]]]]
    ) -> list[list[Reading]]:
        """Return the best span within each part (start, end) of each context.

        A part, such as a sentence, is read with the whole context around it, so the parts of one
        context may be compared: of those, `answerable` is the same. A part that was not read has
        an empty span and the score −∞. Raises ModelError as `read_many` does.
        """
        if not contexts:
            return []
        network = self._network()
        if self._many and self._quickening.acquire(blocking=False):
            network.quicken()  # not released: once is enough
        asked = [(question, text, tuple(parts)) for text, parts in contexts]
        return self._read(network, asked)

    def _read(self, network: _Network, asked: Sequence[_Asked]) -> list[list[Reading]]:
        """Return the readings of what is asked, those that are remembered not read again."""
        with self._keeping:
            found = {one: self._kept[one] for one in asked if one in self._kept}
        missing = [one for one in dict.fromkeys(asked) if one not in found]
        found.update(zip(missing, network.read(missing), strict=True))
        with self._keeping:
            for one in asked:
                self._kept[one] = found[one]
                self._kept.move_to_end(one)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return [found[one] for one in asked]


_Asked = tuple[str, str, tuple[tuple[int, int], ...]]
"""A question, a context and its parts."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """The tokens of a question and a context, and where the context's stand in it."""

    ids: list[int]
    first: int  # the place of the context's first token in `ids`
    spans: list[tuple[int, int]]  # of the context's tokens in the context; (-1, -1): a blank
    parts: Sequence[tuple[int, int]]


class _Network:
    """The encoder with its tokenizer, and what was trained on top of it: spans and a verdict."""

    def __init__(self, weights: Path) -> None:
        self._trained = load_trained(weights)
        self._model = bundled_model()
        self._encoder = Encoder(self._model.file(), self._trained)

    def quicken(self) -> None:
        """Go over to torch."""
        self._encoder.quicken()

    def read(self, asked: Sequence[_Asked]) -> list[list[Reading]]:
        readings: list[list[Reading]] = []
        group: list[_Pair] = []
        for question, context, parts in asked:
            pair = self._pair(self._head(question), context, parts)
            if group and sum(len(each.ids) for each in group) + len(pair.ids) > _TOGETHER:
                readings += self._run(group)
                group = []
            group.append(pair)
        return readings + (self._run(group) if group else [])

    def _head(self, question: str) -> list[int]:
        from index.e5_tokenizer import clean

        asked = clean(f"query: {question}", self._model.characters())
        ids = self._model.tokenizer().encode(asked, add_special_tokens=False).ids
        return ids[:_QUESTION_TOKENS]

    def _pair(self, head: list[int], context: str, parts: Sequence[tuple[int, int]]) -> _Pair:
        text, places = _cleaned(context, self._model.characters())
        encoding = self._model.tokenizer().encode(_PROMPT + text, add_special_tokens=False)
        marks = self._model.file().vocabulary
        bos, eos = marks.bos, marks.eos
        ids = [bos, *head, eos]
        room = _TOKENS - len(ids) - 1
        ids += encoding.ids[:room]
        spans: list[tuple[int, int]] = []
        for start, end in encoding.offsets[:room]:
            if end <= len(_PROMPT):
                continue
            start, end = max(0, start - len(_PROMPT)), end - len(_PROMPT)
            while start < end and text[start] == " ":
                start += 1
            spans.append((places[start][0], places[end - 1][1]) if end > start else (-1, -1))
        return _Pair([*ids, eos], len(ids) - len(spans), spans, parts)

    def _run(self, pairs: Sequence[_Pair]) -> list[list[Reading]]:
        states = self._encoder.states([pair.ids for pair in pairs])
        return [self._readings(pair, x) for pair, x in zip(pairs, states, strict=True)]

    def _readings(self, pair: _Pair, x: Numbers) -> list[Reading]:
        trained = self._trained
        logits = x @ trained["span.w"].T + trained["span.b"]
        pooled = np.tanh(trained["pool.w"] @ x[0] + trained["pool.b"])
        answerable = float((trained["ans.w"] @ pooled + trained["ans.b"])[0])
        none = float(logits[0].sum())
        own = logits[pair.first : pair.first + len(pair.spans)]
        return [_best(own, pair.spans, part, answerable, none) for part in pair.parts]


def _best(
    logits: Numbers,
    spans: Sequence[tuple[int, int]],
    part: tuple[int, int],
    answerable: float,
    none: float,
) -> Reading:
    """Return the reading of the best span within `part`."""
    inside = [i for i, (start, end) in enumerate(spans) if part[0] <= start and 0 < end <= part[1]]
    if not inside:
        return Reading(answerable, part[0], part[0], -np.inf)
    starts, ends = logits[inside].T
    table = starts[:, None] + ends
    n = len(inside)
    table[np.tri(n, k=-1, dtype=bool) | ~np.tri(n, k=_SPAN_TOKENS, dtype=bool)] = -np.inf
    first, last = divmod(int(table.argmax()), n)
    return Reading(
        answerable,
        spans[inside[first]][0],
        spans[inside[last]][1],
        float(table[first, last]) - none,
    )


def _cleaned(text: str, characters: dict[int, str]) -> tuple[str, list[tuple[int, int]]]:
    """Return `text` as the model reads it, and of each character there where it comes from."""
    from index.e5_tokenizer import clean

    parts: list[str] = []
    places: list[tuple[int, int]] = []
    for match in re.finditer(r"\S+", text):
        word = clean(match.group(), characters)
        if not word:
            continue
        if parts:
            parts.append(" ")
            places.append((match.start(), match.start()))
        parts.append(word)
        if word == match.group():
            places += [(at, at + 1) for at in range(match.start(), match.end())]
        else:  # a letter may have become two, or two one: such a word is one piece
            places += [match.span()] * len(word)
    return "".join(parts), places
