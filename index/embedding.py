"""What an embedding model must do for the archive, and which one answers to a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""One vector a row; every row has an L2 norm of 1, so a dot product is a cosine."""

Progress = Callable[[int], None]
"""Called with the number of texts done so far, from above 0 up to all of them."""

BUNDLED = "multilingual-e5-small"
"""The model that comes with the package and needs no network."""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model made a vector: vectors of two identities must never be compared."""

    name: str
    dim: int
    fingerprint: str  # sha256 of the weights, hexadecimal


class Embedder(Protocol):
    """Turns questions and passages into vectors of one space; safe to call from many threads."""

    @property
    def identity(self) -> ModelIdentity:
        """The model behind the vectors."""

    @property
    def unrelated(self) -> float:
        """The cosine, −1…1, that a question has on average with a text of another matter."""

    @property
    def window(self) -> int:
        """How many tokens of a passage the model reads, its prefix and end marks not counted."""

    def count_tokens(self, text: str) -> int:
        """Return how many of the window's tokens `text` takes; 0 for a blank text."""

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return float32 (len(texts), dim), rows of unit L2 norm; no texts give no rows."""

    def embed_passages(self, texts: Sequence[str], /, progress: Progress | None = None) -> Vectors:
        """Return float32 (len(texts), dim), rows of unit L2 norm, in the order of `texts`.

        What lies beyond `window` tokens may be left out of a text's vector.
        """


def load_embedder(
    model: str = BUNDLED, *, allow_download: bool = False, many: bool = False
) -> Embedder:
    """Return the embedder called `model`: the bundled one, a hub name or a local folder.

    Cheap: weights are read on first use; the bundled model takes longer at the first question
    where `many` will come, and less for each after. Nothing is fetched from a network unless
    `allow_download` is true. Raises ModelError if the model is not there.
    """
    if model == BUNDLED:
        from index.bundled import BundledEmbedder

        return BundledEmbedder(many=many)
    from index.sentence_models import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(model, allow_download=allow_download)
