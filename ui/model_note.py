"""What is said of a language model's part in an answer: what it wrote, what was taken out."""

from __future__ import annotations

from qa.language_model import Reason
from qa.rewriting import Rewriting
from ui.words import Words


def model_note(rewriting: Rewriting, words: Words) -> str:
    """Return the sentences that stand below an answer which a language model was asked to write."""
    if rewriting.state == "writing":
        return words.model_writing.format(model=rewriting.model)
    if rewriting.state == "written":
        said = [words.model_wrote, _removed(rewriting.removed, words)]
    elif rewriting.state == "unproven":
        said = [words.model_unproven, _removed(rewriting.removed, words), words.own_words]
    elif rewriting.state == "withheld":
        said = [words.model_withheld, words.own_words]
    else:
        said = [_failure(rewriting.reason, words), words.own_words]
    return " ".join(filter(None, said)).format(model=rewriting.model, count=rewriting.removed)


def _removed(count: int, words: Words) -> str:
    if count == 0:
        return ""
    return words.model_removed_one if count == 1 else words.model_removed


def _failure(reason: Reason | None, words: Words) -> str:
    failures: dict[Reason, str] = {
        "unreachable": words.model_unreachable,
        "slow": words.model_slow,
        "busy": words.model_busy,
        "refused": words.model_refused,
        "garbled": words.model_garbled,
        "endless": words.model_endless,
        "silent": words.model_silent,
    }
    return failures[reason or "garbled"]
