"""How it stands with the archive, in the words of the page: said at once, with what to do."""

from __future__ import annotations

from index.errors import (
    ArchiveBusy,
    ModelError,
    NoArchive,
    ProtokollsvarError,
    QuestionError,
    StaleArchive,
)
from index.standing import Standing
from ui.words import Words


def standing_text(standing: Standing, words: Words) -> str:
    """Return what is to be said of the archive's state; empty where all is well."""
    return {
        Standing.READY: "",
        Standing.EMPTY: words.archive_empty,
        Standing.BUILDING: words.archive_building,
        Standing.STALE: words.archive_stale,
        Standing.DAMAGED: words.archive_damaged,
    }[standing]


def trouble_text(error: ProtokollsvarError, standing: Standing, words: Words) -> str:
    """Return why a question could not be answered; the core's own sentence is for the operator."""
    if isinstance(error, QuestionError):
        return words.blank_question
    if isinstance(error, StaleArchive):
        return words.archive_stale
    if isinstance(error, ModelError):
        return words.model_missing
    if isinstance(error, ArchiveBusy):
        return words.failed
    if isinstance(error, NoArchive):
        return standing_text(standing, words) or words.archive_empty
    return standing_text(standing, words) or words.archive_damaged
