"""Any other sentence-transformers model, by its hub name or its folder."""

from __future__ import annotations

import hashlib
import logging
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding import ModelIdentity, Progress, Vectors
from index.errors import ModelError
from index.once import Once
from index.openmp import patient_threads

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_E5_PROMPTS = {"query": "query: ", "document": "passage: "}
"""Without them the E5 models lose up to 14 points of nDCG; older copies do not name them."""

_MATTERS = (
    ("Vem valdes till ordförande?", "Nämnden valde Karin Ek till ordförande för året."),
    ("Vad kostar den nya bron?", "Bron byggs för högst 14 miljoner kronor."),
    ("När öppnar biblioteket?", "Biblioteket slår upp dörrarna den 3 maj."),
    ("Hur många elever går på skolan?", "På skolan i Åby går 212 barn i sju klasser."),
    ("Varför avslogs bygglovet?", "Marken är översvämningshotad och lovet nekades därför."),
    ("Vilket bolag fick hämta soporna?", "Renhållningen sköts av Åkeriet Nord AB."),
)
"""Questions with what answers them, of six matters that have nothing to do with each other."""

_BATCH = 8  # as for the bundled model; larger batches were slower on 2 cores

_DEFAULT_WINDOW = 512  # tokens, for a model that does not say

_WEIGHTS = ("model*.safetensors", "pytorch_model*.bin")


class SentenceTransformerEmbedder:
    """A model of the sentence-transformers library, with its own prompts where it has some."""

    def __init__(self, model: str, *, allow_download: bool = False) -> None:
        """Name the model; nothing is read before first use, nor fetched without leave."""
        self._name = model
        self._allow_download = allow_download
        self._model = Once(self._load)
        self._identity = Once(self._identify)
        self._running = threading.Lock()  # one batch at a time: it takes all cores by itself

    @property
    def identity(self) -> ModelIdentity:
        """The model's name, dimension and the sha256 of its weights; loads the model."""
        return self._identity()

    @cached_property
    def unrelated(self) -> float:
        """The mean cosine of each question of a few with the texts that answer the others."""
        questions = self.embed_queries([question for question, _ in _MATTERS])
        texts = self.embed_passages([text for _, text in _MATTERS])
        cosines = questions @ texts.T
        count = len(_MATTERS)
        return float((cosines.sum() - np.trace(cosines)) / (count * (count - 1)))

    @property
    def window(self) -> int:
        """Tokens of a passage that are read, without the prompt and the end marks."""
        model = self._model()
        prompt = model.prompts.get("document") or ""
        marks = len(model.tokenizer(prompt)["input_ids"])
        return int(model.max_seq_length or _DEFAULT_WINDOW) - marks

    def count_tokens(self, text: str) -> int:
        """Return how many of the window's tokens `text` takes; 0 for a blank text."""
        if not text.strip():
            return 0
        tokenizer = self._model().tokenizer
        return len(tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def embed_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return float32 (len(texts), dim), rows of unit L2 norm, made for questions."""
        return self._embed(texts, self._model().encode_query, None)

    def embed_passages(self, texts: Sequence[str], /, progress: Progress | None = None) -> Vectors:
        """Return float32 (len(texts), dim), rows of unit L2 norm, in the order of `texts`."""
        return self._embed(texts, self._model().encode_document, progress)

    def _embed(
        self, texts: Sequence[str], encode: Callable[..., Any], progress: Progress | None
    ) -> Vectors:
        rows = np.empty((len(texts), self.identity.dim), dtype=np.float32)
        places = sorted(range(len(texts)), key=lambda place: (-len(texts[place]), place))
        for start in range(0, len(places), _BATCH):
            batch = places[start : start + _BATCH]
            with self._running:
                vectors = encode(
                    [texts[place] for place in batch], batch_size=_BATCH, show_progress_bar=False
                )
            vectors = np.asarray(vectors, dtype=np.float32)
            # Not every model ends in a Normalize module.
            rows[batch] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-12)
            if progress is not None:
                progress(start + len(batch))
        return rows

    def _load(self) -> SentenceTransformer:
        with patient_threads():
            from sentence_transformers import SentenceTransformer

        try:
            with _quiet():
                model = SentenceTransformer(self._name, local_files_only=not self._allow_download)
        except Exception as error:
            raise ModelError(self._explain(error)) from error
        if "e5" in Path(self._name).name.lower() and not any(model.prompts.values()):
            model.prompts.update(_E5_PROMPTS)
        return model

    def _explain(self, error: Exception) -> str:
        if Path(self._name).is_dir():
            reason = str(error).strip().split("\n")[0]
            return (
                f"The folder {self._name} holds no sentence-transformers model that loads "
                f"({type(error).__name__}: {reason}); choose another folder or model."
            )
        if self._allow_download:
            return (
                f"The model {self._name} is neither a folder nor could it be fetched "
                f"({type(error).__name__}); check its name and the network, or choose another."
            )
        return (
            f"The model {self._name} is neither a folder nor on this machine, and downloads are "
            "not allowed; allow them once, give the folder of a copy, or choose another model."
        )

    def _identify(self) -> ModelIdentity:
        model = self._model()
        folder = Path(self._name)
        if not folder.is_dir():
            from huggingface_hub import snapshot_download

            folder = Path(snapshot_download(self._name, local_files_only=True))
        return ModelIdentity(
            self._name, int(model.get_embedding_dimension() or 0), _fingerprint(folder)
        )


def _fingerprint(folder: Path) -> str:
    """Return the sha256 over the weight files below `folder`, by name and content."""
    files = sorted(path for pattern in _WEIGHTS for path in folder.rglob(pattern))
    if not files:
        raise ModelError(f"The model folder {folder} holds no weights ({', '.join(_WEIGHTS)}).")
    total = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what libraries say while loading off the terminal, and put all back afterwards."""
    from transformers.utils import logging as transformers_logging

    bars = transformers_logging.is_progress_bar_enabled()
    loggers = [logging.getLogger(name) for name in ("transformers", "sentence_transformers")]
    levels = [logger.level for logger in loggers]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
