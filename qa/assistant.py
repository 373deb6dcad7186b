"""The assistant: from a question to a proven answer, or to the finding that there is none."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.dates import swedish_date
from index.errors import QuestionError
from index.nouns import ANY, Filter, Hit, Item, Meeting
from qa.drafts import Draft, DraftSentence, Quote
from qa.extraction import Candidate, extract, weigh
from qa.facts import answer_from_facts, date_quote
from qa.followups import Context, Standalone, standalone, written_out
from qa.kinds import Kind
from qa.nouns import Answer, Citation, Searched, Sentence
from qa.overview import answer_with_overview
from qa.proof import proven
from qa.ranking import Ranked, confidence, fitted, rank
from qa.reader import Reader
from qa.rereading import Reads, read_again
from qa.roles import answer_from_roles
from qa.scope import Scope, resolve
from qa.understanding import Question, understand
from qa.vocabulary import Vocabulary
from qa.wording import decided_on, say, timeline

_HITS = 8
_MAX_QUESTION = 2000  # characters that are read of a question
_DECIDED = re.compile(
    r"\b(?:beslut\w*|bestam\w*|utsag\w*|valdes|antogs|godkandes|avslogs|bordla\w*|diskuter\w*|behandla\w*|togs\s+upp|tog\s+upp|aterremitt\w*|var\s+uppe|vilket\s+mote|"
    r"klubba\w*|tillsattes|anstalldes|inrattades|beviljades|anslogs|nar\s+var\s+det|skedde|hande\s+det)\b"
)
_FUTURE = re.compile(
    r"\b(?:ska|skall|kommer|senast|klar\w*|fardig\w*|borjar|startar|oppnar|till\s+vilk\w+)\b"
)


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
    vocabulary: Vocabulary


class ArchiveAssistant:
    """Answers questions from one archive; safe to use from many threads."""

    def __init__(self, archive: Archive, searcher: Searcher, reader: Reads | None = None) -> None:
        """Answer from `archive` by way of `searcher`, with the shipped reader unless given one."""
        self._reader = reader or Reader()
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
            raise QuestionError(
                "The question is empty; ask something, such as: Vad beslutades på senaste mötet?"
            )
        context = self._context(history, where)
        whole = standalone(text, context)
        meetings = self._archive.meetings(where)
        draft, text = self._draft(whole, meetings, where, context)
        return _answer(question, text, draft, meetings, time.perf_counter() - begun)

    def _context(self, history: Sequence[str], where: Filter) -> Context | None:
        context: Context | None = None
        meetings = self._archive.meetings(where) if history else []
        for earlier in history[-6:]:
            text = re.sub(r"\s+", " ", earlier).strip()[:_MAX_QUESTION]
            if not re.search(r"\w", text):
                continue
            whole = standalone(text, context)
            draft, written = self._draft(whole, meetings, where, context)
            answer = _answer(text, written, draft, meetings, 0.0)
            context = Context(understand(written), answer)
        return context

    def _draft(
        self, whole: Standalone, meetings: list[Meeting], where: Filter, context: Context | None
    ) -> tuple[Draft, str]:
        """Return the proven answer and the question that it answers, written out."""
        near = _near(context, meetings) if whole.own is not None else []
        if near and context is not None and whole.own is not None:
            question = understand(whole.own)
            if not (question.when.any or question.meeting_numbers):
                draft = proven(self._from_near(question, near, context, where))
                if draft.sentences:
                    return draft, whole.text if whole.leans else written_out(whole.own, context)
        return proven(self._from(understand(whole.text), meetings, where)), whole.text

    def _from_near(
        self, question: Question, near: list[Meeting], context: Context, where: Filter
    ) -> Draft:
        """Answer from what the last answer cited: its items, else the facts of its meetings."""
        scope = Scope(tuple(near), stated=True, strict=True)
        cited = {c.item_id for c in context.answer.citations}
        own = [t for t in question.terms if not t.generic]
        if question.kind is Kind.WHEN and not own and _WHEN_WAS.search(question.plain):
            return self._day_of(near, cited)
        fact = answer_from_facts(question, scope)
        if fact is not None and fact.sentences:
            return fact
        reading = _Reading(question, scope, self._words(self._archive.meetings(where)))
        found = [c for c in self._candidates(reading, where) if c.hit.item.id in cited]
        ranked = [
            r for r in rank(question, found) if r.candidate.typed and not r.candidate.unit.title
        ]
        if not ranked:
            return Draft(())
        if question.kind is Kind.DECISION and not own:
            return say(question, ranked[0].candidate)
        asked = context.answer.citations[0]
        fresh = [r for r in ranked if r.candidate.unit.start != asked.start] or ranked
        best = fresh[0] if not own else ranked[0]
        exact = question.kind in _EXACT
        if (own and best.candidate.weakest < _OWN_WORD_MET) or (
            not own and not exact and question.kind is not Kind.WHY
        ):
            return Draft(())
        return say(
            question,
            best.candidate,
            _beside(question, [best, *(r for r in fresh if r is not best)]),
        )

    def _day_of(self, near: list[Meeting], cited: set[str]) -> Draft:
        for meeting in near:
            quote = date_quote(meeting)
            if quote and meeting.date:
                day = swedish_date(meeting.date)
                number = f" ({meeting.number})" if meeting.number else ""
                return Draft((DraftSentence(f"Den {day}{number}.", (quote,)),), day)
        return Draft(())

    def _from(self, question: Question, meetings: list[Meeting], where: Filter) -> Draft:
        scope = resolve(question, meetings)
        if scope.missing and (scope.strict or _speaks_of_meetings(question)):
            return Draft(())
        if not scope.missing or scope.stated:
            fact = answer_from_facts(question, scope)
            if fact is not None and (fact.sentences or scope.strict or question.about_meeting):
                return fact
            overview = answer_with_overview(question, scope)
            if overview is not None:
                return overview
        held = answer_from_roles(question, scope)
        if held is not None and proven(held).sentences:
            return held
        reading = _Reading(question, scope, self._words(meetings))
        return self._extracted(reading, where)

    def _hits(self, reading: _Reading, where: Filter) -> list[Hit]:
        """Return where to look: in the meetings that are named, and elsewhere if only a time is.

        What happened in a year may be told of in the next: a year only prefers.
        """
        question, scope = reading.question, reading.scope
        most = _HITS * 2 if question.kind is Kind.TIMELINE else _HITS
        hits: list[Hit] = []
        if scope.stated:
            inside = frozenset(m.id for m in scope.meetings)
            hits = self._searcher.search(
                question.text, most, where=replace(where, meetings=_both(where.meetings, inside))
            )
        if not scope.strict:
            known = {hit.item.id for hit in hits}
            wider = self._searcher.search(question.text, most, where=where)
            hits = [*hits, *(hit for hit in wider if hit.item.id not in known)]
        return _numbered(hits, question) if question.item_numbers else hits

    def _extracted(self, reading: _Reading, where: Filter) -> Draft:
        question = reading.question
        if not any(not t.generic and t.word not in reading.scope.bodies for t in question.terms):
            return Draft(())  # nothing that evidence could be evidence of
        ranked = self._ranked(reading, where)
        sure = confidence(question, ranked)
        if question.kind is Kind.TIMELINE:
            return timeline(_one_an_item(question, ranked)) if sure >= _TIMELINE_SURE else Draft(())
        if sure < fitted().threshold:
            return Draft(())
        if _LATEST.search(question.plain):
            ranked = _latest_first(ranked)
        best = ranked[0].candidate
        if (
            question.kind is Kind.WHEN
            and _DECIDED.search(question.plain)
            and not _FUTURE.search(question.plain)
        ):
            return decided_on(best)
        return replace(say(question, best, _beside(question, ranked)), confidence=sure)

    def ranked(self, question: Question, where: Filter = ANY) -> list[Ranked]:
        """Return what `question` is answered from, best first; for fitting and for reports."""
        meetings = self._archive.meetings(where)
        reading = _Reading(question, resolve(question, meetings), self._words(meetings))
        return self._ranked(reading, where)

    def _ranked(self, reading: _Reading, where: Filter) -> list[Ranked]:
        ranked = rank(reading.question, self._candidates(reading, where))
        return read_again(reading.question, ranked, self._reader)

    def _candidates(self, reading: _Reading, where: Filter) -> list[Candidate]:
        weighted = weigh(reading.question, reading.vocabulary)
        return extract(reading.question, self._hits(reading, where), weighted)

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
    return question.about_meeting or bool(
        re.search(
            r"\bnarvar|\bfranvar|\bdeltog|\bordforande|\bsekreterare|\bdagordning", question.plain
        )
    )


def _numbered(hits: Sequence[Hit], question: Question) -> list[Hit]:
    wanted = {re.sub(r"\D+", ".", n).strip(".") for n in question.item_numbers}
    return [
        h for h in hits if h.item.number and re.sub(r"\D+", ".", h.item.number).strip(".") in wanted
    ]


_TIMELINE_SURE = 0.3  # the items of a timeline confirm each other
_SAME_MATTER = 2.2  # of the ranking's score, between the items of one matter
_MATTER_MET = 0.6  # an item that speaks of the matter by name is of it
_MOST_OF_TIMELINE = 8
_OWN_WORD_MET = 0.5
_EXACT = (Kind.WHO, Kind.WHEN, Kind.HOW_MUCH, Kind.HOW_MANY, Kind.WHERE, Kind.VOTE)
_WHEN_WAS = re.compile(
    r"\bnar\s+(?:var|hande|skedde|beslutades|bestamdes|holls|togs)\s*(?:det|detta|motet|beslutet)?$"
)
_LATEST = re.compile(r"\bsenaste\b(?!\s+(?:mote|motet|sammantrade))|\bnu\s+gallande\b|\bsist\b")
_CLOSE = 1.0  # of the ranking's score: so near, the second is right as often as not
_MOST_BESIDE = 1


def _beside(question: Question, ranked: Sequence[Ranked]) -> tuple[Candidate, ...]:
    """Return the candidates of the best one's item that are nearly as good: said beside it."""
    best = ranked[0]
    near = [
        r.candidate
        for r in ranked[1:]
        if r.candidate.hit.item.id == best.candidate.hit.item.id
        and r.score > best.score - _CLOSE
        and not r.candidate.unit.title
    ]
    if question.kind is Kind.WHY and re.search(r"\bdärför\b", best.candidate.unit.text):
        before = [
            r.candidate
            for r in ranked
            if r.candidate.hit.item.id == best.candidate.hit.item.id
            and r.candidate.unit.position == best.candidate.unit.position - 1
        ]
        return tuple(before)
    return tuple(near[: _MOST_BESIDE + (question.kind is Kind.WHY)])


def _latest_first(ranked: list[Ranked]) -> list[Ranked]:
    """Return `ranked` with the latest of those first that are about the matter as surely."""
    first = ranked[0]
    near = [
        r
        for r in ranked
        if r.score >= first.score - _SAME_MATTER and r.candidate.weakest >= first.candidate.weakest
        and r.candidate.hit.meeting.date
    ]  # fmt: skip
    if not near:
        return ranked
    latest = max(near, key=lambda r: (str(r.candidate.hit.meeting.date), r.score))
    return [latest, *(r for r in ranked if r is not latest)]


def _one_an_item(question: Question, ranked: Sequence[Ranked]) -> list[Candidate]:
    """Return the best candidate of each item that is about the same matter, by date."""
    best: dict[str, Ranked] = {}
    for one in ranked:
        if one.candidate.typed or question.measure is Kind.TIMELINE:
            best.setdefault(one.candidate.hit.item.id, one)
    if not best:
        return [ranked[0].candidate]
    first = max(r.score for r in best.values())
    kept = sorted(
        (
            r
            for r in best.values()
            if r.score >= first - _SAME_MATTER or r.candidate.weakest >= _MATTER_MET
        ),
        key=lambda r: -r.score,
    )[:_MOST_OF_TIMELINE]
    return sorted(
        (r.candidate for r in kept),
        key=lambda c: (c.hit.meeting.date.isoformat() if c.hit.meeting.date else "", c.hit.item.id),
    )


def _answer(
    question: str, standalone_question: str, draft: Draft, meetings: list[Meeting], seconds: float
) -> Answer:
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
