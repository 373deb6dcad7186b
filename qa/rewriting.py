"""Rewriting: a language model says an answer in its own words, and each sentence is checked.

The model gets the question and the quotes of the extractive answer, with those of the nearest
items; nothing else. A sentence is shown as soon as it is proven by the quotes that it cites. What
is not proven is taken out and counted; if nothing is left, or the model fails, the extractive
answer stands.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from index.errors import ProtokollsvarError
from index.nouns import ANY, Filter, Hit, Item, Meeting
from index.units import sentences
from qa.citing import cite
from qa.drafts import Draft, DraftSentence, Quote
from qa.language_model import LanguageModel, LanguageModelError, Reason
from qa.nouns import Answer
from qa.prompting import addresses_a_model, prompt_of
from qa.proof import is_proven
from qa.restating import keeps_to_quotes, plain_marks

_NEAREST = 3  # items beside those cited
_MOST_QUOTES = 8
_LONGEST_QUOTE = 1200  # characters; eight of them and the task are 4,000 tokens
_MARK = r"[\[【](?:citat\s*)?\d{1,2}(?:\s*[,;&]\s*\d{1,2})*[\]】]"
_MARKED = re.compile(_MARK)
_MARKS_AFTER = re.compile(rf"([.!?…]+[”\"]?)((?:\s*{_MARK})+)")  # `… kapten. [1]`
_LIST_MARK = re.compile(r"^\s*(?:[-–•*#]+|\d{1,2}[.)])\s+")
_LEAD = re.compile(r"^\s*(?:svar|answer)\s*:\s*", re.IGNORECASE)
_YES_NO = re.compile(r"^(ja|nej|yes|no)\b[\s,.:;!–-]*", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|~~|`")

_logger = logging.getLogger(__name__)

State = Literal["writing", "written", "unproven", "withheld", "failed"]


@dataclass(frozen=True, slots=True)
class Rewriting:
    """How far a language model has come, and what is to be shown now.

    `answer` is in the model's words once one of its sentences is proven, until then and after a
    failure it is the extractive one.
    """

    state: State
    answer: Answer
    model: str
    removed: int = 0  # sentences of the model that were not proven
    reason: Reason | None = None  # of a failure

    @property
    def by_model(self) -> bool:
        """Whether `answer` is in the model's words."""
        return self.state == "written"


class Items(Protocol):
    """Finds what a citation is of."""

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return an item, or a meeting's frame, and its meeting; KeyError if unknown."""


class Searcher(Protocol):
    """Finds items."""

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, one an item, best first."""


class Rewriter:
    """Has a language model rewrite answers; safe to use from many threads."""

    def __init__(
        self, model: LanguageModel, items: Items, searcher: Searcher | None = None
    ) -> None:
        """Let `model` write from what is cited of `items`, and from the nearest by `searcher`."""
        self._model = model
        self._items = items
        self._searcher = searcher

    def rewrite(self, answer: Answer, where: Filter = ANY) -> Iterator[Rewriting]:
        """Yield how the rewriting of `answer` goes on, at last how it ended.

        Nothing is asked of the model where there is no answer: a no stays a no. Nor for a question
        in English: its answer is Swedish quotes, and what a model made of them in English could
        not be held against them.
        """
        if answer.status == "not_found" or answer.language == "en":
            return
        began = time.perf_counter()
        quotes = self._quotes(answer, where)
        if not quotes:
            yield Rewriting("withheld", answer, self._model.name)
            return
        now = Rewriting("writing", answer, self._model.name)
        yield now
        draft = _Draft(quotes, _yes_no(answer.text))
        try:
            with closing(self._written(answer, quotes)) as written:
                for text in written:
                    if draft.take(text):
                        now = replace(now, answer=draft.answer(answer), removed=draft.removed)
                        yield now
        except LanguageModelError as error:
            _logger.warning("the language model did not write: %s", error)
            yield Rewriting("failed", answer, self._model.name, reason=error.reason)
            return
        if draft.kept:
            taken = answer.seconds + time.perf_counter() - began
            done = replace(draft.answer(answer), seconds=taken)
            yield Rewriting("written", done, self._model.name, draft.removed)
        else:
            yield Rewriting("unproven", answer, self._model.name, draft.removed)

    def _written(self, answer: Answer, quotes: Sequence[Quote]) -> Generator[str, None, None]:
        """Yield the sentences of the model, each when it is complete."""
        rest = ""
        pieces = self._model.write(prompt_of(answer.standalone_question, quotes))
        try:
            for piece in pieces:
                rest += piece
                whole, rest = _split(rest)
                yield from whole
        finally:
            _close(pieces)
        yield from _sentences(rest)

    def _quotes(self, answer: Answer, where: Filter) -> list[Quote]:
        """Return what the model may write from: what is cited, then what is nearest."""
        found = [quote for quote in self._cited(answer) if quote]
        if found and self._searcher:
            found += self._near(answer, found, where)
        kept = [q for q in found if not addresses_a_model(f"{q.item.title}\n{q.text}")]
        return kept[:_MOST_QUOTES]

    def _cited(self, answer: Answer) -> Iterator[Quote | None]:
        for citation in answer.citations:
            try:
                meeting, item = self._items.find_item(citation.item_id)
            except KeyError:  # the archive has changed since the answer was found
                continue
            quote = Quote(meeting, item, citation.start, citation.end)
            yield quote if quote.text == citation.quote else None

    def _near(self, answer: Answer, cited: Sequence[Quote], where: Filter) -> list[Quote]:
        """Return the passages found nearest to the question, of other items than those cited."""
        if self._searcher is None:
            return []
        known = {quote.item.id for quote in cited}
        try:
            hits = self._searcher.search(
                answer.standalone_question, _NEAREST + len(known), where=where
            )
        except ProtokollsvarError:
            _logger.exception("could not look for the nearest items")
            return []
        near = [
            Quote(hit.meeting, hit.item, hit.passage.start, _short(hit))
            for hit in hits
            if hit.item.id not in known
        ]
        return near[:_NEAREST]


@dataclass(slots=True)
class _Draft:
    """What a model has written so far, and how much of it was not proven."""

    quotes: Sequence[Quote]
    verdict: str | None  # the yes or no of the extractive answer; the model may say no other
    kept: list[DraftSentence] = field(default_factory=list)
    removed: int = 0

    def take(self, text: str) -> bool:
        """Keep a sentence if it is proven, else count it; return whether there was one."""
        numbers = [int(n) for mark in _MARKED.findall(text) for n in re.findall(r"\d+", mark)]
        bare = re.sub(r"\s+([.,;:!?])", r"\1", _MARKED.sub("", text)).strip()
        if not re.search(r"\w", bare):
            return False
        sentence = self._proven(bare, list(dict.fromkeys(numbers)))
        if sentence is None:
            self.removed += 1
        elif sentence.text not in {other.text for other in self.kept}:
            self.kept.append(sentence)
        return True

    def answer(self, extractive: Answer) -> Answer:
        """Return what is kept as the answer in place of `extractive`; that, if nothing is.

        The exact fact stays: it is proven, whether the model repeats it or not.
        """
        if not self.kept:
            return extractive
        own = cite(
            extractive.question, extractive.standalone_question,
            Draft(tuple(self.kept), extractive.highlight), (), extractive.seconds,
        )  # fmt: skip
        return replace(own, searched=extractive.searched)

    def _proven(self, text: str, numbers: Sequence[int]) -> DraftSentence | None:
        """Return the sentence with the quotes that prove it.

        Those are the ones that it cites; if it cites none, the first that proves it alone.
        """
        if _yes_no(text) not in (None, self.verdict):
            return None
        if numbers:
            if not all(1 <= n <= len(self.quotes) for n in numbers):
                return None
            choices = [tuple(self.quotes[n - 1] for n in numbers)]
        else:
            choices = [(quote,) for quote in self.quotes]
        for quotes in choices:
            sentence = DraftSentence(text, quotes)
            rest = DraftSentence(_YES_NO.sub("", text, count=1), quotes)
            if is_proven(sentence) and keeps_to_quotes(rest):
                return sentence
        return None


def _yes_no(text: str) -> str | None:
    """Return the yes or no that `text` begins with."""
    match = _YES_NO.match(text)
    return match[1].lower() if match else None


def _split(text: str) -> tuple[list[str], str]:
    """Return the complete sentences of what has come so far, and what may still go on."""
    text = _MARKS_AFTER.sub(r"\2\1", text)
    spans = list(sentences(text, 0, len(text)))
    whole = len(spans) - 1
    if spans and text[spans[-1][0]] in "[【":
        whole -= 1  # a citation mark that is coming belongs to the sentence before
    if whole < 1:
        return [], text
    return _sentences(text[: spans[whole][0]]), text[spans[whole][0] :]


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text without what Markdown puts around them."""
    text = _EMPHASIS.sub("", plain_marks(_MARKS_AFTER.sub(r"\2\1", text)))
    cleaned = (
        _LEAD.sub("", _LIST_MARK.sub("", " ".join(text[a:b].split())))
        for a, b in sentences(text, 0, len(text))
    )
    return [sentence for sentence in cleaned if sentence]


def _short(hit: Hit) -> int:
    """Return where to end the quote of a passage: at a sentence's end, if it is long."""
    start, end = hit.passage.start, hit.passage.end
    if end - start <= _LONGEST_QUOTE:
        return end
    text = hit.meeting.document.text
    ends = [b for _, b in sentences(text, start, end) if b - start <= _LONGEST_QUOTE]
    return ends[-1] if ends else start + _LONGEST_QUOTE


def _close(pieces: Iterator[str]) -> None:
    """End the writing, where the iterator can be told to."""
    close = getattr(pieces, "close", None)
    if close:
        close()
