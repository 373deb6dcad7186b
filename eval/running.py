"""Run a question set: search and ask every question, and keep what came of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from eval.finds import Find, Place, cited_place, finds_of
from eval.highlights import exact_match, token_f1, unsupported
from eval.judging import Verdict, cites, judge, wants_item
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
from eval.trec import Run
from index.nouns import ANY, Filter, Hit
from qa.nouns import Answer, Assistant

SHIPPED = "fused"  # the name of the one setting that ships
ANSWER_MEASURES = (
    "answer_accuracy", "highlight_em", "highlight_f1", "citation_precision", "citation_recall",
    "supported", "refusal_precision", "refusal_recall",
)  # fmt: skip

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
    standalone: str = ""  # what was searched for, where it is not the question itself
    rank: int | None = (
        None  # of the first right hit, from 1; None: not within the depth, or unasked
    )
    found: tuple[Find, ...] = ()  # the first hits, and why they came
    cited: tuple[Place, ...] = ()  # what the answer cites
    confidence: float | None = None  # 0…1, of the answer or the refusal; None: not weighed


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run over one question set; its measures are derived from its results."""

    name: str  # of the question set
    results: tuple[Result, ...]
    seconds: float
    names: tuple[str, ...] = field(default=RETRIEVAL_MEASURES)  # of the measures, in order
    system: str = SHIPPED  # what was run: a setting, a model, or the name of a run file
    run: Run = field(default_factory=dict, compare=False, repr=False)  # the whole rankings

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
                self.system,
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
    answers: dict[str, Answer] = {}
    hits: dict[str, Sequence[Hit]] = {}
    for done, question in enumerate(questions, start=1):
        answer = assistant.ask(question.question, history=question.history)
        answers[question.id] = answer
        if needs(question):
            hits[question.id] = search.search(answer.standalone_question, DEPTH)
        if progress is not None:
            progress(done, len(questions))
    asked = {
        question.id: answers[question.id].standalone_question
        for question in questions
        if answers[question.id].standalone_question != question.question
    }
    found = _searched(questions, asked, hits)
    results = tuple(_judged(question, answers[question.id], found) for question in questions)
    seconds = time.perf_counter() - began
    names = RETRIEVAL_MEASURES + ANSWER_MEASURES
    return Evaluation(name, results, seconds, names, run=_run_of(hits))


def run_search(
    questions: Sequence[LabelledQuestion],
    asked: Mapping[str, str],
    search: Search,
    *,
    name: str = "questions",
    system: str = SHIPPED,
    progress: Progress | None = None,
) -> Evaluation:
    """Search for every question that needs something found, without answering it.

    `asked` gives the standalone question of each that is a follow-up.
    """
    began = time.perf_counter()
    hits: dict[str, Sequence[Hit]] = {}
    for done, question in enumerate(questions, start=1):
        if needs(question):
            hits[question.id] = search.search(asked.get(question.id, question.question), DEPTH)
        if progress is not None:
            progress(done, len(questions))
    found = _searched(questions, asked, hits)
    results = tuple(found[one.id] for one in questions if one.id in found)
    seconds = time.perf_counter() - began
    return Evaluation(name, results, seconds, system=system, run=_run_of(hits))


def score_hits(
    questions: Sequence[LabelledQuestion],
    hits: Mapping[str, Sequence[Hit]],
    *,
    name: str = "questions",
    system: str,
) -> Evaluation:
    """Measure hits from elsewhere, such as a run file; a question without any scores 0."""
    found = _searched(questions, {}, hits)
    results = tuple(found[one.id] for one in questions if one.id in found)
    return Evaluation(name, results, 0.0, system=system, run=_run_of(hits))


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


def _searched(
    questions: Sequence[LabelledQuestion],
    asked: Mapping[str, str],
    hits: Mapping[str, Sequence[Hit]],
) -> dict[str, Result]:
    """Return what the search brought, by the id of each question that needs something found."""
    relevant = {one.id: dict.fromkeys(needs(one), 1) for one in questions if needs(one)}
    rankings = {one.id: ranking(one, hits.get(one.id, ())) for one in questions}
    scores = retrieval_scores(relevant, rankings)
    results = {}
    for one in questions:
        if one.id not in relevant:
            continue
        right = [at for at, name in enumerate(rankings[one.id]) if name in relevant[one.id]]
        results[one.id] = Result(
            id=one.id,
            type=one.type,
            question=one.question,
            scores={name: Ratio(values[one.id], 1) for name, values in scores.items()},
            expected=_expected(one),
            standalone=asked.get(one.id, ""),
            rank=right[0] + 1 if right else None,
            found=finds_of(asked.get(one.id, one.question), hits.get(one.id, ()), right),
        )
    return results


def _judged(question: LabelledQuestion, answer: Answer, found: Mapping[str, Result]) -> Result:
    """Return what came of a question that was answered, with what its search brought."""
    verdict = judge(question, answer)
    searched = found.get(question.id)
    return Result(
        id=question.id,
        type=question.type,
        question=question.question,
        scores={
            **(searched.scores if searched else {}),
            **answer_scores(question, answer, verdict),
        },
        right=verdict.right,
        reason=verdict.reason,
        expected=_expected(question),
        given=_given(answer),
        standalone=searched.standalone if searched else "",
        rank=searched.rank if searched else None,
        found=searched.found if searched else (),
        cited=tuple(cited_place(citation) for citation in answer.citations),
        confidence=answer.confidence,
    )


def _run_of(hits: Mapping[str, Sequence[Hit]]) -> Run:
    return {one: [(hit.item.id, hit.score) for hit in found] for one, found in hits.items()}


def answer_scores(question: LabelledQuestion, answer: Answer, verdict: Verdict) -> dict[str, Ratio]:
    """Return what one judged answer adds to each measure of answers.

    answer_accuracy: of the answerable questions, those judged right. highlight_em and highlight_f1:
    of the highlights where the label gives the words (`answer_any`), those that are just them, and
    the words shared. citation_precision: of the citations under answerable questions, those of a
    right meeting and item. citation_recall: of the meetings such a question needs, those cited with
    a right item. supported: of all sentences, those that say nothing that their quotes do not.
    refusal_precision: of the not_found, those truly unanswerable. refusal_recall: of the
    unanswerable, those refused.
    """
    refused = answer.status == "not_found"
    scores = {}
    if question.unanswerable:
        scores["refusal_recall"] = Ratio(refused, 1)
    else:
        scores["answer_accuracy"] = Ratio(verdict.right, 1)
        scores |= _citation_scores(question, answer, verdict)
        if answer.highlight and question.answer_any:
            wanted = question.answer_any
            scores["highlight_em"] = Ratio(exact_match(answer.highlight, wanted), 1)
            scores["highlight_f1"] = Ratio(token_f1(answer.highlight, wanted), 1)
    if answer.sentences:
        count = len(answer.sentences)
        scores["supported"] = Ratio(count - unsupported(answer), count)
    if refused:
        scores["refusal_precision"] = Ratio(question.unanswerable, 1)
    return scores


def _citation_scores(
    question: LabelledQuestion, answer: Answer, verdict: Verdict
) -> dict[str, Ratio]:
    scores = {}
    if verdict.citations:
        scores["citation_precision"] = Ratio(verdict.right_citations, verdict.citations)
    if question.meetings_all:
        days = {one.date for one in answer.citations if cites(question, one)}
        needed = set(question.meetings)
        scores["citation_recall"] = Ratio(len(days & needed), len(needed))
    elif needs(question):
        scores["citation_recall"] = Ratio(verdict.right_citations > 0, 1)
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
