"""Wording: how what was found is said, as Swedish that a civil servant could have written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.dates import find_dates, swedish_date
from index.nouns import DecisionKind, SectionKind
from index.units import flat
from qa.drafts import Draft, DraftSentence, Quote
from qa.extraction import Candidate
from qa.kinds import Kind
from qa.phrases import later_on, on_day
from qa.question_words import DENYING
from qa.timing import speaks_of_year
from qa.understanding import Question

# Share of the question that the evidence itself must speak of before a yes or no of ours: if less
# than half of it is met there, most of what was asked is not in the words that are quoted.
_SURE_INSIDE = 0.5
_MET = 0.3  # of the most telling word: less, and the item has no form of it
_NEGATION = re.compile(
    r"\b(?:inte|ej|icke|inga|inget|ingen|varken|avslå\w*|avslog\w*|avslogs)\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ASKS_DECISION = re.compile(r"\bbeslut\w*\b|\bbestam\w*\b|\bklubba\w*\b")
_NOT_DONE = re.compile(
    r"^(?:Ingen|Inget|Inte)\b|\b(?:flytta\w*|bordl\w+|sköts|skjuts|utgår|utgick|dras\s+tillbaka)\b"
)
_ONLY_ASKS = re.compile(
    r"(?:samt\s+)?att\s+(?:rekommendera|uppmana|föreslå|begära|be|hemställa|ansöka|äska|bjuda\s+in)\b"
)
_MOST_DECISION = 1400  # characters of a decision that are quoted whole; half a printed page


def say(question: Question, best: Candidate, more: Sequence[Candidate] = ()) -> Draft:
    """Return the answer that the best candidate gives, and what `more` say beside it."""
    if question.kind is Kind.DECISION:
        draft = _decision(best)
        if draft:
            return draft
    if question.kind is Kind.YES_NO:
        return _yes_no(question, best)
    highlight = best.highlight.text.strip(" ,.;:") if best.highlight else None
    sentences = [quoted(best, highlight), *(quoted(other) for other in more)]
    return Draft(tuple(sentences), highlight)


def later(change: Candidate) -> DraftSentence:
    """Return what was changed later, with the day of the meeting that changed it."""
    said = f"{later_on(change.hit.meeting)}: ”{change.unit.text}”"
    return DraftSentence(said, (quote_of(change),))


def quote_of(candidate: Candidate) -> Quote:
    """Return the candidate's unit as a quote, cited by its top-level item."""
    hit, unit = candidate.hit, candidate.unit
    return Quote(hit.meeting, hit.item, unit.start, unit.end)


def quoted(candidate: Candidate, lead: str | None = None) -> DraftSentence:
    """Return the unit in its own words, with the exact fact before it if there is one."""
    said = f"”{candidate.unit.text}”"
    if lead:
        said = f"{lead}{_in_words(candidate, lead)}. {said}"
    return DraftSentence(said, (quote_of(candidate),))


def _in_words(candidate: Candidate, highlight: str) -> str:
    """Return a date in words, in brackets, where the protocol writes it in figures."""
    day = candidate.hit.meeting.date
    found = find_dates(highlight, day.year if day else None)
    if len(found) != 1 or re.search(r"[a-zåäö]{3}", highlight):
        return ""
    first, last = found[0].first, found[0].last
    if first == last:
        return f" ({swedish_date(first)})"
    return f" ({first.day}–{swedish_date(last)})"


def _decision(best: Candidate) -> Draft | None:
    """Return the decision of the candidate's item in its own words.

    None if the item has none, or one so long that the unit found says more.
    """
    item = best.unit.item if best.unit.item.decisions else best.hit.item
    if not item.decisions:
        return None
    start, end = item.decisions[0].start, item.decisions[-1].end
    if end - start > _MOST_DECISION:
        return None
    meeting = best.hit.meeting
    points = [meeting.words(d.start, d.end) for d in item.decisions]
    said = " ".join(f"”{flat(point)}”" for point in points)
    said = f"{meeting.body or 'Mötet'} beslutade vid {on_day(meeting)}: {said}"
    return Draft((DraftSentence(said, (Quote(meeting, best.hit.item, start, end),)),))


def is_undecided(question: Question, best: Candidate) -> bool:
    """Return whether a yes or no is asked for of an item that does not tell.

    It is of other times than are asked about, or decided nothing where a decision is asked about.
    What says no itself is an answer: «Ingen kommun lämnade besked», «Punkten flyttades».
    """
    if question.kind is Kind.YES_NO and (best.timed == 0 or _names_other_years(question, best)):
        return True
    decided = best.unit.item.decisions or best.hit.item.decisions
    asked = question.kind is Kind.YES_NO and _ASKS_DECISION.search(question.plain)
    return bool(asked) and not decided and not _NOT_DONE.search(best.unit.text)


def _names_other_years(question: Question, best: Candidate) -> bool:
    """Return whether a year is asked about and the evidence itself names only others."""
    years, text = question.when.years, best.unit.text
    asked = any(speaks_of_year(text, year) for year in years)
    return bool(years) and not asked and _YEAR.search(text) is not None


def _yes_no(question: Question, best: Candidate) -> Draft:
    """Return yes or no where the evidence is the decision itself, or no decision was taken.

    Beside a proposal or the background stands what was decided: that is the answer, and no word
    of ours before it.
    """
    unit = best.unit
    decisions = unit.item.decisions or best.hit.item.decisions
    if decisions and not unit.point and unit.section is not SectionKind.DECISION:
        decided = _decision(best)
        if decided:
            return Draft((*decided.sentences, quoted(best)))
    denied = bool(_NEGATION.search(unit.text)) or _rejects(best)
    asked_no = bool(DENYING.search(question.plain))
    met = best.inside >= _SURE_INSIDE and best.weakest >= _MET
    sure = met and unit.section in (SectionKind.DECISION, SectionKind.BODY)
    word = ("Nej" if denied != asked_no else "Ja") if sure else None
    if word == "Ja" and (unit.section is SectionKind.BODY or _ONLY_ASKS.match(unit.text)):
        word = None  # what is only told of, or asked of others, need not have come true
    sentence = quoted(best)
    if word:
        sentence = DraftSentence(f"{word}. {sentence.text}", sentence.quotes)
    return Draft((sentence,), word)


def _rejects(candidate: Candidate) -> bool:
    """Return whether the candidate is a decision that turns something down."""
    return any(
        decision.kind is DecisionKind.REJECTS and decision.start == candidate.unit.start
        for decision in candidate.unit.item.decisions
    )


def tells_past_day(best: Candidate) -> bool:
    """Return whether the candidate, no decision itself, tells what was done on an earlier day."""
    meeting = best.hit.meeting
    if best.highlight is None or best.unit.point or meeting.date is None:
        return False
    days = find_dates(best.highlight.text, meeting.date.year)
    return len(days) == 1 and days[0].first == days[0].last < meeting.date


def decided_on(best: Candidate) -> Draft:
    """Return when something was decided or treated: the day of the meeting that did."""
    meeting = best.hit.meeting
    day = swedish_date(meeting.date) if meeting.date else ""
    number = f" (möte {meeting.number})" if meeting.number else ""
    return Draft((DraftSentence(f"Den {day}{number}. ”{best.unit.text}”", (quote_of(best),)),), day)


def timeline(candidates: Sequence[Candidate]) -> Draft:
    """Return what was said on each day, in the order of `candidates`, each with its citation."""
    sentences = []
    for candidate in candidates:
        meeting = candidate.hit.meeting
        day = swedish_date(meeting.date) if meeting.date else "Utan datum"
        sentences.append(DraftSentence(f"{day}: ”{candidate.unit.text}”", (quote_of(candidate),)))
    return Draft(tuple(sentences))
