"""What a question and its answer consist of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from index.nouns import ANY, Filter

Status = Literal["answered", "not_found"]
Language = Literal["sv", "en"]
Reason = Literal["no_meeting", "not_mentioned", "no_decision", "no_question", "not_answered"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where the words stand that prove a sentence; `quote` is the document's text[start:end]."""

    n: int  # 1-based, as in the answer's "[1]"
    item_id: str
    body: str | None
    meeting: str | None  # "2/2018"
    date: dt.date | None
    item: str | None  # the item's number as written
    title: str
    quote: str
    source: str  # path relative to the source folder
    start: int
    end: int
    page: int  # 1-based


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer and the numbers of the citations that prove it."""

    text: str  # without citation marks
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through: how many meetings, from which day to which."""

    meetings: int
    date_from: dt.date | None
    date_to: dt.date | None


@dataclass(frozen=True, slots=True)
class NearMeeting:
    """A meeting that is in the archive, near one that is not."""

    id: str
    body: str | None
    number: str | None  # "2/2018"
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, as far as the archive tells."""

    reason: Reason
    words: tuple[str, ...] = ()  # of the question, in no protocol that was searched
    asked_for: str | None = None  # the number, day, month or year of which there is no meeting
    nearest: tuple[NearMeeting, ...] = ()  # to what was asked for, by date


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, with its proof, or the finding that there is none."""

    question: str
    standalone_question: str  # the question with what earlier ones imply written out
    status: Status
    sentences: tuple[Sentence, ...]
    highlight: str | None  # the exact name, date, amount or yes/no, where there is one
    citations: tuple[Citation, ...]
    searched: Searched
    seconds: float
    refusal: Refusal | None = None  # why, if the status is not_found and it was looked into
    confidence: float | None = None  # 0…1: how surely what was found answers; None: not weighed
    language: Language = "sv"  # of the question, and of the words of ours in the sentences

    @property
    def text(self) -> str:
        """The whole answer with its citation marks: "Johan Lindberg har … [1]"."""
        return " ".join(
            " ".join([sentence.text, *(f"[{n}]" for n in sentence.citations)])
            for sentence in self.sentences
        )


class Assistant(Protocol):
    """Answers questions from one archive."""

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        """Answer `question`, asked after the earlier questions in `history` (oldest first).

        Raises QuestionError if the question is blank.
        """
