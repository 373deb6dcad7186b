"""From settings to an open archive; the heavy imports wait until a command needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.settings import Settings

if TYPE_CHECKING:
    from index.archive import Archive
    from index.embedding import Embedder
    from index.search import Searcher
    from qa.language_model import Endpoint
    from qa.rewriting import Rewriter


def model_of(settings: Settings) -> str:
    """Return the name of the model in use."""
    from index.embedding import BUNDLED

    return settings.model or BUNDLED


def embedder_of(settings: Settings) -> Embedder:
    """Return the model in use; its weights are read when they are first needed."""
    from index.embedding import load_embedder

    return load_embedder(model_of(settings))


def open_archive(settings: Settings) -> Archive:
    """Open the archive for reading, whichever model made it."""
    from index.archive import Archive

    return Archive.open(settings.archive)


def open_search(settings: Settings) -> tuple[Archive, Searcher]:
    """Open the archive for searching; StaleArchive if another model made it."""
    from index.archive import Archive
    from index.search import Searcher

    embedder = embedder_of(settings)
    archive = Archive.open(settings.archive, embedder.identity)
    return archive, Searcher(archive, embedder)


def rewriter_of(endpoint: Endpoint, archive: Archive, searcher: Searcher) -> Rewriter:
    """Return what has the language model at `endpoint` rewrite answers; nothing is sent yet."""
    from qa.chat_completions import ChatCompletions
    from qa.rewriting import Rewriter

    return Rewriter(ChatCompletions(endpoint), archive, searcher)
