"""The bundled model as one process holds it: its file and its tokeniser, for all that use them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.e5_weights import E5File, check_weights, locate_weights
from index.once import Once

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class E5Model:
    """The opened file with what is built of it on first use; safe to use from many threads.

    What is called raises ModelError if the file is not the one that is known.
    """

    def __init__(self, path: Path) -> None:
        """Name the file; nothing of it is read yet."""
        self.path = path
        self.file = Once(self._open)
        self.characters = Once(self._character_map)
        self.tokenizer = Once(self._build_tokenizer)

    def _open(self) -> E5File:
        check_weights(self.path)
        return E5File(self.path)

    def _character_map(self) -> dict[int, str]:
        from index.e5_tokenizer import character_map

        return character_map(self.file())

    def _build_tokenizer(self) -> Tokenizer:
        from index.e5_tokenizer import build_tokenizer

        return build_tokenizer(self.file())


def bundled_model() -> E5Model:
    """Return the bundled model, the same each time: its tokeniser alone takes 300 MB.

    Raises ModelError if its package is not installed.
    """
    return _model_at(locate_weights())


@cache
def _model_at(path: Path) -> E5Model:
    return E5Model(path)
