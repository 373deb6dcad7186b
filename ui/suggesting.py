"""Questions to go on with: proposed from what was cited or lies near, kept when answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from index.folding import stem
from index.folding import words as folded
from index.nouns import ANY, Filter, Hit
from qa.nouns import Answer
from ui.catalogue import Catalogue, ItemRow
from ui.examples import as_object
from ui.words import Words

COUNT = 3
_TRIES = 6
_TITLE_LENGTH = 70  # a longer title makes no question


class Askable(Protocol):
    """What the suggestions need of the archive."""

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        """Answer a question."""

    def nearest(self, question: str, where: Filter = ANY) -> list[Hit]:
        """Return the few items that lie near a question."""

    def catalogue(self) -> Catalogue:
        """Return the lists of all that the archive holds."""


def suggestions(
    archive: Askable,
    question: str,
    history: Sequence[str],
    where: Filter,
    words: Words,
    is_busy: Callable[[], bool] = lambda: False,
) -> list[str]:
    """Return up to COUNT questions that have an answer of their own after `question`.

    As soon as `is_busy` says that others wait for their answers, those found so far must do.
    """
    answer = archive.ask(question, history, where)
    told = {answer.text}
    asked = {question.strip().casefold(), *(each.strip().casefold() for each in history)}
    found: list[str] = []
    for tried, candidate in enumerate(_candidates(archive, answer, where, words)):
        if len(found) == COUNT or tried == _TRIES or is_busy():
            break
        if candidate.casefold() in asked:
            continue
        asked.add(candidate.casefold())
        following = archive.ask(candidate, [*history, question], where)
        # A question that would only repeat what was just said leads nowhere.
        if following.status == "answered" and following.text not in told:
            told.add(following.text)
            found.append(candidate)
    return found


def _candidates(archive: Askable, answer: Answer, where: Filter, words: Words) -> Iterator[str]:
    """Yield questions in Swedish, the most telling first."""
    catalogue = archive.catalogue()
    if answer.status == "not_found":
        for hit in archive.nearest(answer.standalone_question, where):
            if hit.item.decisions:
                yield from _about(hit.item.title, catalogue, words)
        return
    cited = list(dict.fromkeys(citation.item_id for citation in answer.citations))
    for item_id in cited[:2]:
        for other in _others(catalogue, item_id, cited):
            yield from _about(other.title, catalogue, words)
    for citation in answer.citations[:1]:
        if citation.item is not None:
            yield from _about(citation.title, catalogue, words)
        yield words.ask_day
        if citation.date is not None:
            day = words.day(citation.date)
            yield words.ask_present.format(day=day)
            yield words.ask_chair.format(day=day)


def _others(catalogue: Catalogue, item_id: str, cited: Sequence[str]) -> list[ItemRow]:
    """Return the newest items on the same matter that were not cited and decided something."""
    same = [
        item for item in catalogue.same_matter(item_id) if item.id not in cited and item.decisions
    ]
    return same[-2:][::-1]


def _about(title: str, catalogue: Catalogue, words: Words) -> Iterator[str]:
    plain = " ".join(title.split()).strip(" .:")
    if 0 < len(plain) <= _TITLE_LENGTH:
        named = any(stem(word) in catalogue.names for word in folded(plain.split()[0]))
        yield words.ask_decided.format(title=plain if named else as_object(plain))
