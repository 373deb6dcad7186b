"""Stand-ins for slow parts: deterministic functions of the text, so tests can assert rankings."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from index.embedding import ModelIdentity, Progress, Vectors

_WORD = re.compile(r"\w+")
_STEM = 6  # letters: "sekretariatets" and "sekretariat" count as one word


class SharedWordsEmbedder:
    """An embedder whose cosine is the share of common words: more of them, closer texts.

    Each word, in lower case and cut after six letters, adds 1 in the dimension that its CRC-32
    points to; two words may by chance share a dimension. A text without words gets a dimension
    that no word uses, so it is at right angles to every other text.
    """

    def __init__(self, name: str = "shared-words", dim: int = 256, window: int = 120) -> None:
        self.identity = ModelIdentity(name, dim, fingerprint=f"{zlib.crc32(name.encode()):064x}")
        self.window = window
        self.unrelated = 0.0

    def count_tokens(self, text: str) -> int:
        """Return the number of words of `text`."""
        return len(_WORD.findall(text))

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return one row a text; a query and a passage of the same words are the same vector."""
        rows = np.zeros((len(texts), self.identity.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            words = _WORD.findall(text.lower())[: self.window]
            for word in words:
                row[1 + zlib.crc32(word[:_STEM].encode()) % (self.identity.dim - 1)] += 1
            if not words:
                row[0] = 1
            row /= np.linalg.norm(row)
        return rows

    def embed_passages(self, texts: Sequence[str], /, progress: Progress | None = None) -> Vectors:
        """Return one row a text, and report progress once for all of them."""
        rows = self.embed_queries(texts)
        if progress is not None and len(texts):
            progress(len(texts))
        return rows
