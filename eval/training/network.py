"""The reader's network in torch, for training: the bundled encoder, a span head and a verdict."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from eval.training.pairs import Pair
from index.e5_weights import E5File

FIRST_TRAINED = 4  # of 12 layers; those below are the bundled model's own
_DROPOUT = 0.1
_ROWS_AT_A_TIME = 8192


class Layer(nn.Module):
    """One encoder layer, its tensors named as in the bundled model's file."""

    def __init__(self, file: E5File, number: int) -> None:
        super().__init__()
        shape = file.shape
        self._width, self._heads, self._epsilon = shape.hidden, shape.heads, shape.norm_epsilon
        self._tensors = nn.ParameterDict()
        for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
            rows = shape.feed_forward if name == "fi" else shape.hidden
            columns = shape.feed_forward if name == "fo" else shape.hidden
            weight = tensor(file, f"l{number}.{name}.w", columns)
            self._tensors[f"{name}_w"] = weight[0] if name.endswith("ln") else weight
            self._tensors[f"{name}_b"] = tensor(file, f"l{number}.{name}.b", rows)[0]

    def forward(self, x: Tensor, real: Tensor) -> Tensor:
        """Return (texts, tokens, width) after this layer; `real` (texts, 1, 1, tokens)."""
        query, key, value = (self._split(self._linear(x, name)) for name in "qkv")
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=real)
        joined = seen.transpose(1, 2).reshape(x.shape)
        x = self._norm(x + self._drop(self._linear(joined, "ao")), "aln")
        inner = functional.gelu(self._linear(x, "fi"))
        return self._norm(x + self._drop(self._linear(inner, "fo")), "oln")

    def _linear(self, x: Tensor, name: str) -> Tensor:
        return functional.linear(x, self._tensors[f"{name}_w"], self._tensors[f"{name}_b"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weight, bias = (
            self._tensors[f"{name}_w"].to(x.dtype),
            self._tensors[f"{name}_b"].to(x.dtype),
        )
        return functional.layer_norm(x, (self._width,), weight, bias, self._epsilon)

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, _DROPOUT, self.training)

    def _split(self, x: Tensor) -> Tensor:
        texts, tokens, _ = x.shape
        return x.view(texts, tokens, self._heads, -1).transpose(1, 2)


class Network(nn.Module):
    """The trained layers and both heads."""

    def __init__(self, file: E5File) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            Layer(file, number) for number in range(FIRST_TRAINED, file.shape.layers)
        )
        self.span = nn.Linear(file.shape.hidden, 2)
        self.pool = nn.Linear(file.shape.hidden, file.shape.hidden)
        self.ans = nn.Linear(file.shape.hidden, 1)

    def forward(self, x: Tensor, real: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the logits of starts and ends (texts, tokens) and of being answered (texts)."""
        for layer in self.layers:
            x = layer(x, real[:, None, None, :])
        x = x.float()
        with torch.autocast("cpu", enabled=False):
            starts, ends = self.span(x).unbind(-1)
            dropped = functional.dropout(x[:, 0], _DROPOUT, self.training)
            pooled = functional.dropout(torch.tanh(self.pool(dropped)), _DROPOUT, self.training)
            return starts, ends, self.ans(pooled)[:, 0]

    def packed(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the tensors as they are shipped: matrices as bytes, with a scale for each row."""
        packed: dict[str, npt.NDArray[np.generic]] = {}
        for key, value in self.state_dict().items():
            name = _shipped_name(key)
            values = value.numpy()
            if values.ndim < 2 or name in ("span.w", "ans.w"):
                packed[name] = values
            else:
                scales = np.abs(values).max(axis=1) / 127
                packed[name] = np.rint(values / scales[:, None]).astype(np.int8)
                packed[f"{name}.scale"] = scales
        return packed

    def unpack(self, tensors: Mapping[str, npt.NDArray[np.float32]]) -> None:
        """Take up what `packed` gave, made numbers again."""
        self.load_state_dict(
            {key: torch.from_numpy(tensors[_shipped_name(key)]) for key in self.state_dict()}
        )

    def approach(self, tensors: Mapping[str, npt.NDArray[np.float32]]) -> None:
        """Go half the way to what `packed` gave, made numbers again."""
        self.load_state_dict(
            {
                key: (value + torch.from_numpy(tensors[_shipped_name(key)])) / 2
                for key, value in self.state_dict().items()
            }
        )


def _shipped_name(key: str) -> str:
    """Return "l6.q.w" for "layers.0._tensors.q_w", "span.b" for "span.bias"."""
    parts = key.split(".")
    if parts[0] != "layers":
        return f"{parts[0]}.{parts[1][0]}"
    return f"l{FIRST_TRAINED + int(parts[1])}.{parts[3].replace('_', '.')}"


def tensor(file: E5File, name: str, columns: int) -> Tensor:
    """Return a tensor of the bundled model, float32 (rows, columns)."""
    return torch.from_numpy(np.concatenate(list(file.rows(name, columns, _ROWS_AT_A_TIME))))


@torch.no_grad()
def lower_states(file: E5File, pairs: Sequence[Pair]) -> list[Tensor]:
    """Return what the untrained layers make of each pair, bfloat16 (tokens, width).

    They never change, so they run once and not in every epoch.
    """
    width = file.shape.hidden
    word = tensor(file, "emb.word", width)
    place = tensor(file, "emb.pos", width) + tensor(file, "emb.type", width)[0]
    weight, bias = (tensor(file, f"emb.ln.{part}", width)[0] for part in "wb")
    layers = [Layer(file, number).bfloat16().eval() for number in range(FIRST_TRAINED)]
    states: dict[int, Tensor] = {}
    for batch in batches(pairs, 2000, random.Random(0)):
        longest = max(len(pairs[i].ids) for i in batch)
        ids = torch.ones(len(batch), longest, dtype=torch.long)
        real = torch.zeros(len(batch), longest, dtype=torch.bool)
        for row, i in enumerate(batch):
            ids[row, : len(pairs[i].ids)] = torch.tensor(pairs[i].ids)
            real[row, : len(pairs[i].ids)] = True
        x = word[ids] + place[:longest]
        x = functional.layer_norm(x, (width,), weight, bias, file.shape.norm_epsilon).bfloat16()
        for layer in layers:
            x = layer(x, real[:, None, None, :])
        states |= {i: x[row, : len(pairs[i].ids)].clone() for row, i in enumerate(batch)}
    return [states[i] for i in range(len(pairs))]


def batches(pairs: Sequence[Pair], tokens: int, drawn: random.Random) -> Iterator[list[int]]:
    """Yield places in `pairs` of like length, at most `tokens` together, in random order."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].ids) + 12 * drawn.random())
    found: list[list[int]] = [[]]
    for i in order:
        longest = max(len(pairs[j].ids) for j in (*found[-1], i))
        if found[-1] and (len(found[-1]) + 1) * longest > tokens:
            found.append([])
        found[-1].append(i)
    drawn.shuffle(found)
    yield from found
