"""The assistant: from a question to a proven answer, or to the finding that there is none."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.errors import QuestionError
from index.nouns import ANY, Filter, Hit, Item, Meeting
from qa.answerable import answerable
from qa.drafts import Draft, Quote
from qa.extraction import Candidate, Weighted, extract, weigh
from qa.facts import answer_from_facts, date_quote
from qa.followups import Context, standalone
from qa.nouns import Answer, Citation, Searched, Sentence
from qa.proof import proven
from qa.scope import Scope, resolve
from qa.understanding import Kind, Question, understand
from qa.vocabulary import Vocabulary
from qa.wording import decided_on, say, timeline

_HITS = 8
_MAX_QUESTION = 2000  # characters that are read of a question
_DECIDED = re.compile(
    r"\b(?:beslut\w*|bestam\w*|utsag\w*|valdes|antogs|godkandes|avslogs|bordla\w*|diskuter\w*|behandla\w*|togs\s+upp|tog\s+upp|aterremitt\w*|var\s+uppe|vilket\s+mote|"
    r"klubba\w*|tillsattes|anstalldes|inrattades|beviljades|anslogs|nar\s+var\s+det|skedde|hande\s+det)\b"
)
_FUTURE = re.compile(r"\b(?:ska|skall|kommer|senast|klar\w*|fardig\w*|borjar|startar|oppnar|till\s+vilk\w+)\b")


class Archive(Protocol):
    """The part of the archive that answers are made from."""

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        """Return the meetings that pass `where`, by date and id."""


class Searcher(Protocol):
    """Finds items."""

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, one an item, best first."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question read against the archive."""

    question: Question
    scope: Scope
    weighted: list[Weighted]


class ArchiveAssistant:
    """Answers questions from one archive; safe to use from many threads."""

    def __init__(self, archive: Archive, searcher: Searcher) -> None:
        self._archive = archive
        self._searcher = searcher
        self._vocabulary: tuple[tuple[str, ...], Vocabulary] | None = None

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        """Answer `question`, asked after the earlier questions in `history` (oldest first).

        Raises QuestionError if the question is blank.
        """
        begun = time.perf_counter()
        text = re.sub(r"\s+", " ", question).strip()[:_MAX_QUESTION]
        if not re.search(r"\w", text):
            raise QuestionError("The question is empty; ask something, such as: Vad beslutades på senaste mötet?")
        context = self._context(history, where)
        whole = standalone(text, context)
        meetings = self._archive.meetings(where)
        draft = self._draft(whole.text, meetings, where, context if whole.leans else None)
        return _answer(question, whole.text, proven(draft), meetings, time.perf_counter() - begun)

    def _context(self, history: Sequence[str], where: Filter) -> Context | None:
        context: Context | None = None
        meetings = self._archive.meetings(where) if history else []
        for earlier in history[-6:]:
            text = re.sub(r"\s+", " ", earlier).strip()[:_MAX_QUESTION]
            if not re.search(r"\w", text):
                continue
            whole = standalone(text, context)
            draft = proven(self._draft(whole.text, meetings, where, context if whole.leans else None))
            answer = _answer(text, whole.text, draft, meetings, 0.0)
            context = Context(understand(whole.text), answer)
        return context

    def _draft(self, text: str, meetings: list[Meeting], where: Filter, context: Context | None) -> Draft:
        question = understand(text)
        near = _near(context, meetings)
        if near and not question.when.any and not question.meeting_numbers:
            draft = self._from(question, near, where, leaning=True)
            if draft.sentences:
                return draft
        return self._from(question, meetings, where, leaning=False)

    def _from(self, question: Question, meetings: list[Meeting], where: Filter, *, leaning: bool) -> Draft:
        scope = resolve(question, meetings)
        if leaning:
            scope = replace(scope, meetings=tuple(meetings), stated=True, strict=True)
        fact = answer_from_facts(question, scope) if not (scope.missing and not scope.stated) else None
        if scope.missing and (scope.strict or _speaks_of_meetings(question)):
            return Draft(())
        if fact is not None and (fact.sentences or scope.strict or question.about_meeting):
            return fact
        vocabulary = self._words(meetings)
        weighted = weigh(question, vocabulary.frequency, vocabulary.items)
        reading = _Reading(question, scope, weighted)
        if scope.stated:
            inside = frozenset(m.id for m in scope.meetings)
            draft = self._extracted(reading, replace(where, meetings=_both(where.meetings, inside)))
            if draft.sentences or scope.strict:
                return draft
        return self._extracted(reading, where)

    def _extracted(self, reading: _Reading, where: Filter) -> Draft:
        question = reading.question
        if not question.terms and not question.numbers and not question.item_numbers:
            return self._whole_meeting(reading)
        hits = self._searcher.search(question.text, _HITS, where=where)
        if question.item_numbers:
            hits = _numbered(hits, question, reading.scope) or []
        candidates = [c for c in extract(question, hits, reading.weighted) if answerable(question, c)]
        if not candidates:
            return Draft(())
        best = candidates[0]
        if question.kind is Kind.TIMELINE:
            return timeline(_one_an_item(candidates))
        if question.kind is Kind.WHEN and _DECIDED.search(question.plain) and not _FUTURE.search(question.plain):
            return decided_on(best, date_quote(best.hit.meeting))
        return replace(say(question, best), confidence=best.evidence)

    def _whole_meeting(self, reading: _Reading) -> Draft:
        """Answer «vad beslutades på mötet …»: the decisions of the one meeting named."""
        if not reading.scope.stated or reading.question.kind not in (Kind.DECISION, Kind.OTHER, Kind.WHICH):
            return Draft(())
        return _summary(reading.scope.meetings[-1])

    def _words(self, meetings: list[Meeting]) -> Vocabulary:
        key = tuple(m.id for m in meetings)
        known = self._vocabulary
        if known is None or known[0] != key:
            known = (key, Vocabulary(meetings))
            self._vocabulary = known
        return known[1]


def _both(a: frozenset[str] | None, b: frozenset[str]) -> frozenset[str]:
    return b if a is None else a & b


def _near(context: Context | None, meetings: list[Meeting]) -> list[Meeting]:
    """Return the meetings that the last answer cited."""
    if context is None:
        return []
    keys = {(c.source, c.date) for c in context.answer.citations}
    return [m for m in meetings if (m.document.path, m.date) in keys]


def _speaks_of_meetings(question: Question) -> bool:
    return question.about_meeting or bool(re.search(r"\bnarvar|\bfranvar|\bdeltog|\bordforande|\bsekreterare|\bdagordning", question.plain))


def _numbered(hits: Sequence[Hit], question: Question, scope: Scope) -> list[Hit]:
    wanted = {re.sub(r"\D+", ".", n).strip(".") for n in question.item_numbers}
    return [h for h in hits if h.item.number and re.sub(r"\D+", ".", h.item.number).strip(".") in wanted]


def _one_an_item(candidates: Sequence[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.hit.item.id, candidate)
    first = candidates[0].score
    kept = [c for c in best.values() if c.score >= 0.6 * first][:8]
    return sorted(kept, key=lambda c: (c.hit.meeting.date.isoformat() if c.hit.meeting.date else "", c.hit.item.id))


def _summary(meeting: Meeting) -> Draft:
    from qa.drafts import DraftSentence
    from index.units import flat

    sentences = []
    for item in meeting.items:
        decisions = [d for part in (item, *item.sub_items) for d in part.decisions]
        if not decisions:
            continue
        said = " ".join(f"”{flat(meeting.document.text[d.start:d.end])}”" for d in decisions)
        quote = Quote(meeting, item, decisions[0].start, decisions[-1].end)
        sentences.append(DraftSentence(f"{item.number or ''} {item.title}: {said}".strip(), (quote,)))
    return Draft(tuple(sentences), None)


def _answer(question: str, standalone_question: str, draft: Draft, meetings: list[Meeting], seconds: float) -> Answer:
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    sentences: list[Sentence] = []
    for sentence in draft.sentences:
        mine = []
        for quote in sentence.quotes:
            key = (quote.item.id, quote.start, quote.end)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(_citation(numbers[key], quote))
            mine.append(numbers[key])
        sentences.append(Sentence(sentence.text, tuple(mine)))
    dated = [m.date for m in meetings if m.date]
    searched = Searched(len(meetings), min(dated, default=None), max(dated, default=None))
    return Answer(
        question, standalone_question, "answered" if sentences else "not_found", tuple(sentences),
        draft.highlight if sentences else None, tuple(citations), searched, seconds,
    )  # fmt: skip


def _citation(n: int, quote: Quote) -> Citation:
    meeting, item = quote.meeting, quote.item
    document = meeting.document
    return Citation(
        n=n, item_id=item.id, body=meeting.body, meeting=meeting.number, date=meeting.date,
        item=item.number, title=item.title, quote=quote.text, source=document.path,
        start=quote.start, end=quote.end, page=document.page_at(quote.start),
    )  # fmt: skip


__all__ = ["ArchiveAssistant", "Item"]
