"""A language model as the answers use it: where it is, what it is asked, how it may fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from index.errors import ProtokollsvarError

Reason = Literal["unreachable", "slow", "busy", "refused", "garbled", "endless", "silent"]

DEFAULT_SECONDS = 30.0  # 7 billion parameters on a laptop's processor read 1,000 tokens in these


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint: llama.cpp, Ollama, vLLM or a hosted one."""

    url: str  # up to /chat/completions: "http://127.0.0.1:8080/v1"
    model: str = "default"  # what llama.cpp serves whatever it is called
    key: str | None = field(default=None, repr=False)
    seconds: float = DEFAULT_SECONDS  # for the whole answer; then the extractive one stands


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a language model is told: its task, and what to do it with."""

    task: str
    material: str


class LanguageModelError(ProtokollsvarError):
    """A language model did not write; `reason` says why, the message what happened."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason


class LanguageModel(Protocol):
    """Writes a text, a piece at a time."""

    @property
    def name(self) -> str:
        """What the model is called."""

    def write(self, prompt: Prompt, /) -> Iterator[str]:
        """Yield the text as it comes; closing the iterator ends the writing.

        Raises LanguageModelError if no whole text has come within the time that was set.
        """
