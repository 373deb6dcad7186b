"""Reading: which words of a short text answer a question, and whether the text answers it at all.

A cross-encoder over "query: question" and "passage: context": the bundled multilingual-e5-small
with its upper layers trained on Swedish questions. It runs in numpy; the lower layers are read from
the bundled model's file, the trained ones from `reader_weights.npz`.

On the demo questions and those on the real protocols, none of which it was trained on, the sentence
of its best span in the right item held the answer for 72.6 % of 197, the sentence of the highest
cosine for 62.9 %; of the 149 that ask for who, when, where, which, how much, how many or a vote,
83.9 % against 68.5 %. For decisions and reasons it is worse than the cosine (22 % against 39 %,
57 % against 64 %): its training asked for few of them.

The weights were trained from intfloat/multilingual-e5-small (MIT) on the Swedish translation
SQuAD_v2_sv (Apache-2.0) of SQuAD 2.0 (Rajpurkar, Jia and Liang 2018, CC BY-SA 4.0) and on
SweQUAD-MC (Kalpakchi and Boye 2021, CC BY 4.0).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from index.e5_weights import E5File, check_weights, dequantise, locate_weights
from index.errors import ModelError
from index.once import Once

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).with_name("reader_weights.npz")

Numbers = npt.NDArray[np.float32]

_HEADS = 12
_QUESTION_TOKENS = 48  # as in training; the longest question of our sets has 28
_TOKENS = 224  # of question and context together; the longest in training had 192
_SPAN_TOKENS = 30  # the longest span that is proposed
_PROMPT = "passage: "
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")
_TOGETHER = 1024  # tokens that go through the layers at a time


@dataclass(frozen=True, slots=True)
class Reading:
    """The best span of a context for a question, and whether the context answers it."""

    answerable: float  # logit: above 0, the context rather answers the question than not
    start: int  # the span is context[start:end]; empty where the context has no word
    end: int
    score: float  # log odds of the span against no span at all, higher is better


class Reader:
    """Reads short texts for the answer to a question; safe to use from many threads."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Name the trained weights; nothing is loaded before the first question."""
        self._network = Once(lambda: _Network(weights))
        self._running = threading.Lock()  # the limit on threads is the whole process's

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
        from threadpoolctl import threadpool_limits

        network = self._network()
        # One thread: with 2 on 2 cores, and others at work there, a pair took 1,300 ms and not 58.
        with self._running, threadpool_limits(1, "blas"):
            return network.read(question, contexts)


@dataclass(frozen=True, slots=True)
class _Pair:
    ids: list[int]
    first: int  # the place of the context's first token in `ids`
    spans: list[tuple[int, int]]  # of the context's tokens in the context; (-1, -1): a blank
    parts: Sequence[tuple[int, int]]


class _File(E5File):
    """The bundled model's file, of which single rows are wanted."""

    def rows_at(self, name: str, columns: int, places: Sequence[int]) -> Numbers:
        entry = self._directory[name]
        size = columns // 32 * 18
        blocks = [
            np.frombuffer(self._bytes, np.uint8, size, entry.offset + place * size)
            for place in places
        ]
        return dequantise(np.concatenate(blocks)).reshape(len(places), columns)

    def whole(self, name: str, columns: int) -> Numbers:
        return np.concatenate(list(self.rows(name, columns, 8192)))


class _Network:
    def __init__(self, weights: Path) -> None:
        self._trained = _load(weights)
        path = locate_weights()
        check_weights(path)
        self._file = _File(path)
        self._epsilon = np.float32(self._file.shape.norm_epsilon)
        self._width = width = self._file.shape.hidden
        self._places = self._file.whole("emb.pos", width) + self._file.whole("emb.type", width)[0]
        self._first_norm = tuple(self._file.whole(f"emb.ln.{part}", width)[0] for part in "wb")
        self._layers = [self._layer(i) for i in range(self._file.shape.layers)]

    @cached_property
    def _characters(self) -> dict[int, str]:
        from index.e5_tokenizer import character_map

        return character_map(self._file)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from index.e5_tokenizer import build_tokenizer

        return build_tokenizer(self._file)

    def _tensor(self, name: str, columns: int) -> Numbers:
        if name in self._trained:
            return self._trained[name]
        return self._file.whole(name, columns)

    def _layer(self, i: int) -> dict[str, Numbers]:
        width, inner = self._file.shape.hidden, self._file.shape.feed_forward
        layer: dict[str, Numbers] = {}
        for name in _MATRICES:
            columns = inner if name == "fo" else width
            rows = inner if name == "fi" else width
            layer[f"{name}.w"] = self._tensor(f"l{i}.{name}.w", columns)
            layer[f"{name}.b"] = self._tensor(f"l{i}.{name}.b", rows).reshape(-1)
        for name in ("aln", "oln"):
            for part in "wb":
                layer[f"{name}.{part}"] = self._tensor(f"l{i}.{name}.{part}", width).reshape(-1)
        layer["qkv.w"] = np.ascontiguousarray(
            np.concatenate([layer.pop(f"{name}.w") for name in "qkv"]).T
        )
        layer["qkv.b"] = np.concatenate([layer.pop(f"{name}.b") for name in "qkv"])
        for name in ("ao", "fi", "fo"):
            layer[f"{name}.w"] = np.ascontiguousarray(layer[f"{name}.w"].T)
        return layer

    def read(
        self, question: str, contexts: Sequence[tuple[str, Sequence[tuple[int, int]]]]
    ) -> list[list[Reading]]:
        from index.e5_tokenizer import clean

        asked = clean(f"query: {question}", self._characters)
        head = self._tokenizer.encode(asked, add_special_tokens=False).ids[:_QUESTION_TOKENS]
        readings: list[list[Reading]] = []
        group: list[_Pair] = []
        for context, parts in contexts:
            pair = self._pair(head, context, parts)
            if group and sum(len(each.ids) for each in group) + len(pair.ids) > _TOGETHER:
                readings += self._run(group)
                group = []
            group.append(pair)
        return readings + self._run(group)

    def _pair(self, head: list[int], context: str, parts: Sequence[tuple[int, int]]) -> _Pair:
        text, places = _cleaned(context, self._characters)
        encoding = self._tokenizer.encode(_PROMPT + text, add_special_tokens=False)
        bos, eos = self._file.vocabulary.bos, self._file.vocabulary.eos
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
        lengths = [len(pair.ids) for pair in pairs]
        ends = list(accumulate(lengths))
        bounds = list(zip([0, *ends[:-1]], ends, strict=True))
        x = self._file.rows_at("emb.word", self._width, [one for p in pairs for one in p.ids])
        x += np.concatenate([self._places[:length] for length in lengths])
        x = self._norm(x, *self._first_norm)
        for layer in self._layers:
            x = self._through(layer, x, bounds)
        return [
            self._readings(pair, x[start:end])
            for pair, (start, end) in zip(pairs, bounds, strict=True)
        ]

    def _norm(self, x: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
        x -= x.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[1])
        x *= 1 / np.sqrt(variance + self._epsilon)
        x *= weight
        x += bias
        return x

    def _through(
        self, layer: dict[str, Numbers], x: Numbers, bounds: Sequence[tuple[int, int]]
    ) -> Numbers:
        width = self._width
        qkv = x @ layer["qkv.w"]
        qkv += layer["qkv.b"]
        seen = np.empty_like(x)
        scale = np.float32((width // _HEADS) ** -0.5)
        for start, end in bounds:  # a text sees nothing but itself
            parts = qkv[start:end].reshape(end - start, 3, _HEADS, -1).transpose(1, 2, 0, 3)
            weights = (parts[0] * scale) @ parts[1].transpose(0, 2, 1)
            weights -= weights.max(axis=2, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=2, keepdims=True)
            seen[start:end] = (weights @ parts[2]).transpose(1, 0, 2).reshape(end - start, width)
        y = seen @ layer["ao.w"]
        y += layer["ao.b"]
        y += x
        x = self._norm(y, layer["aln.w"], layer["aln.b"])
        inner = x @ layer["fi.w"]
        inner += layer["fi.b"]
        y = _gelu(inner) @ layer["fo.w"]
        y += layer["fo.b"]
        y += x
        return self._norm(y, layer["oln.w"], layer["oln.b"])

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


def _gelu(x: Numbers) -> Numbers:
    """Return x·Φ(x), by the tangent formula; it differs from the exact one by 0.0005 at most."""
    y = x * x
    y *= np.float32(0.044715 * 0.7978845608)
    y += np.float32(0.7978845608)
    y *= x
    np.tanh(y, out=y)
    y += 1
    y *= x
    y *= np.float32(0.5)
    return y


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


def _load(path: Path) -> dict[str, Numbers]:
    """Return the trained tensors; a matrix is stored as bytes with a scale for each row."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            tensors = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise ModelError(
            f"The reader's weights {path.name} cannot be read ({error}); "
            "install protokollsvar again."
        ) from error
    scales = {name: tensors.pop(name) for name in list(tensors) if name.endswith(".scale")}
    return {
        name: tensor.astype(np.float32) * scales[f"{name}.scale"][:, None]
        if f"{name}.scale" in scales
        else tensor.astype(np.float32)
        for name, tensor in tensors.items()
    }
