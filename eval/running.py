"""Run a question set: search and ask every question, and keep what came of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from eval.judging import Verdict, judge, wants_item
from eval.measures import (
    DEPTH,
    RETRIEVAL_MEASURES,
    Interval,
    Ratio,
    interval,
    ratio,
    retrieval_scores,
)
from eval.questions import LabelledQuestion
from index.nouns import ANY, Filter, Hit
from qa.nouns import Answer, Assistant

ANSWER_MEASURES = ("answer_accuracy", "citation_precision", "refusal_precision", "refusal_recall")

Progress = Callable[[int, int], None]
"""Called with how many questions are done, and of how many."""


class Search(Protocol):
    """Finds items; what `index.search.Searcher` does."""

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, best first, one an item."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question."""

    id: str
    type: str
    question: str
    scores: Mapping[str, Ratio]  # by measure; what the question does not concern is not there
    right: bool | None = None  # None: only searched for, not answered
    reason: str = ""  # what was wrong; empty if right
    expected: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run over one question set; its measures are derived from its results."""

    name: str  # of the question set
    results: tuple[Result, ...]
    seconds: float
    names: tuple[str, ...] = field(default=RETRIEVAL_MEASURES)  # of the measures, in order

    def measures(self) -> dict[str, float | None]:
        """Return each measure over all questions, in 0…1; None if it concerns none of them."""
        return {name: ratio(list(self._ratios(name))) for name in self.names}

    def intervals(self) -> dict[str, Interval | None]:
        """Return each measure's 95 % bootstrap interval over the questions."""
        return {name: interval(list(self._ratios(name))) for name in self.names}

    def by_type(self) -> dict[str, Evaluation]:
        """Return the same run for each type of question, in alphabetical order."""
        kinds = sorted({result.type for result in self.results})
        return {
            kind: Evaluation(
                kind,
                tuple(result for result in self.results if result.type == kind),
                self.seconds,
                self.names,
            )
            for kind in kinds
        }

    def failures(self) -> list[Result]:
        """Return the results that were judged wrong, in the set's order."""
        return [result for result in self.results if result.right is False]

    def _ratios(self, name: str) -> Iterator[Ratio]:
        return (result.scores[name] for result in self.results if name in result.scores)


def run_questions(
    questions: Sequence[LabelledQuestion],
    search: Search,
    assistant: Assistant,
    *,
    name: str = "questions",
    progress: Progress | None = None,
) -> Evaluation:
    """Ask and search every question of the set, as one who asks them one by one would.

    What is searched for is the standalone question, so that a follow-up is measured too.
    """
    began = time.perf_counter()
    answers: list[Answer] = []
    rankings: dict[str, list[str]] = {}
    for done, question in enumerate(questions, start=1):
        answer = assistant.ask(question.question, history=question.history)
        answers.append(answer)
        if needs(question):
            hits = search.search(answer.standalone_question, DEPTH)
            rankings[question.id] = ranking(question, hits)
        if progress is not None:
            progress(done, len(questions))
    relevant = {question.id: dict.fromkeys(needs(question), 1) for question in questions}
    found = retrieval_scores(relevant, rankings)
    results = tuple(
        _result(question, answer, found)
        for question, answer in zip(questions, answers, strict=True)
    )
    seconds = time.perf_counter() - began
    return Evaluation(name, results, seconds, RETRIEVAL_MEASURES + ANSWER_MEASURES)


def needs(question: LabelledQuestion) -> tuple[str, ...]:
    """Return what a search must bring up: one right item, or one of each meeting if all are wanted.

    That is what the label asks for, so a question whose item the parser lost still counts, as 0.
    An unanswerable question, or one without meetings and items, needs nothing.
    """
    if question.unanswerable or not (question.meetings or question.items):
        return ()
    if question.meetings_all:
        return tuple(f"need:{day.isoformat()}" for day in dict.fromkeys(question.meetings))
    return ("need:any",)


def ranking(question: LabelledQuestion, hits: Sequence[Hit]) -> list[str]:
    """Return `hits` in order as document names: the first that meets a need bears its name."""
    open_needs = set(needs(question))
    names = []
    for hit in hits:
        name = hit.item.id
        day = hit.meeting.date
        in_meeting = not question.meetings or day in question.meetings
        if in_meeting and wants_item(question, hit.item.number):
            need = f"need:{day}" if question.meetings_all else "need:any"
            if need in open_needs:
                open_needs.remove(need)
                name = need
        names.append(name)
    return names


def _result(
    question: LabelledQuestion, answer: Answer, found: Mapping[str, Mapping[str, float]]
) -> Result:
    verdict = judge(question, answer)
    scores = {
        name: Ratio(values[question.id], 1)
        for name, values in found.items()
        if question.id in values
    }
    return Result(
        id=question.id,
        type=question.type,
        question=question.question,
        scores=scores | answer_scores(question, answer, verdict),
        right=verdict.right,
        reason=verdict.reason,
        expected=_expected(question),
        given=_given(answer),
    )


def answer_scores(question: LabelledQuestion, answer: Answer, verdict: Verdict) -> dict[str, Ratio]:
    """Return what one judged answer adds to each measure of answers.

    answer_accuracy: of the answerable questions, those judged right. citation_precision: of the
    citations under answerable questions, those of a right meeting and item. refusal_precision: of
    the not_found, those truly unanswerable. refusal_recall: of the unanswerable, those refused.
    """
    refused = answer.status == "not_found"
    scores = {}
    if question.unanswerable:
        scores["refusal_recall"] = Ratio(refused, 1)
    else:
        scores["answer_accuracy"] = Ratio(verdict.right, 1)
        if verdict.citations:
            scores["citation_precision"] = Ratio(verdict.right_citations, verdict.citations)
    if refused:
        scores["refusal_precision"] = Ratio(question.unanswerable, 1)
    return scores


def _expected(question: LabelledQuestion) -> str:
    if question.unanswerable:
        return "not found"
    parts = []
    if question.answer_any:
        parts.append(" | ".join(question.answer_any))
    if question.answer_all:
        parts.append(" & ".join(question.answer_all))
    if question.answer_regex:
        parts.append(f"/{question.answer_regex}/")
    joiner = " and " if question.meetings_all else " or "
    place = joiner.join(day.isoformat() for day in question.meetings)
    if question.items:
        place += f" item {' or '.join(question.items)}"
    return "; ".join(parts) + (f" ({place.strip()})" if place else "")


def _given(answer: Answer) -> str:
    if answer.status == "not_found":
        return "not found"
    places = ", ".join(
        f"{citation.date or 'undated'} item {citation.item or '–'}" for citation in answer.citations
    )
    return f"{answer.text} ({places})"
