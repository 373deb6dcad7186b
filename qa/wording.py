"""Wording: how what was found is said, as Swedish that a civil servant could have written."""

from __future__ import annotations

import re

from index.dates import find_dates, swedish_date
from index.nouns import Item, Meeting, SectionKind
from qa.drafts import Draft, DraftSentence, Quote
from qa.extraction import Candidate, is_negated, rejects
from qa.facts import on_day
from qa.understanding import Kind, Question
from index.units import flat

_SURE_INSIDE = 0.5  # share of the question that the evidence itself must speak of for a yes or no
_MOST_DECISION = 1400  # characters of a decision that are quoted whole


def say(question: Question, best: Candidate, more: tuple[Candidate, ...] = ()) -> Draft:
    """Return the answer that the best candidate, and others of the same weight, give."""
    if question.kind is Kind.DECISION:
        draft = _decision(best)
        if draft:
            return draft
    if question.kind is Kind.YES_NO:
        return _yes_no(question, best)
    sentences = [_sentence(best, best.highlight.text if best.highlight else None)]
    sentences += [_sentence(other, None) for other in more]
    return Draft(tuple(sentences), _clean_highlight(best))


def _clean_highlight(best: Candidate) -> str | None:
    return best.highlight.text.strip(" ,.;:") if best.highlight else None


def quote_of(candidate: Candidate) -> Quote:
    """Return the candidate's unit as a quote, cited by its top-level item."""
    return Quote(candidate.hit.meeting, candidate.hit.item, candidate.unit.start, candidate.unit.end)


def _sentence(candidate: Candidate, highlight: str | None) -> DraftSentence:
    said = f"”{candidate.unit.text}”"
    if highlight:
        highlight = highlight.strip(" ,.;:")
        said = f"{_capital(highlight)}{_in_words(candidate, highlight)}. {said}" if highlight[:1].islower() else f"{highlight}{_in_words(candidate, highlight)}. {said}"
    return DraftSentence(said, (quote_of(candidate),))


def _capital(text: str) -> str:
    return text


def _in_words(candidate: Candidate, highlight: str) -> str:
    """Return a date's plain form in brackets, where the protocol writes it in figures."""
    day = candidate.hit.meeting.date
    found = find_dates(highlight, day.year if day else None)
    if len(found) != 1 or re.search(r"[a-zåäö]{3}", highlight):
        return ""
    first, last = found[0].first, found[0].last
    if first == last:
        return f" ({swedish_date(first)})"
    return f" ({first.day}–{swedish_date(last)})"


def _decision(best: Candidate) -> Draft | None:
    """Return the decision of the candidate's item in its own words; None if it has none."""
    item = best.unit.item
    if not item.decisions:
        item = best.hit.item
    if not item.decisions:
        return None
    quote = _decision_quote(best.hit.meeting, best.hit.item, item)
    said = " ".join(f"”{flat(best.hit.meeting.document.text[d.start:d.end])}”" for d in item.decisions)
    if quote.end - quote.start > _MOST_DECISION:
        return None
    who = best.hit.meeting.body or "Mötet"
    return Draft((DraftSentence(f"{who} beslutade vid {on_day(best.hit.meeting)}: {said}", (quote,)),), None)


def _decision_quote(meeting: Meeting, cited: Item, item: Item) -> Quote:
    return Quote(meeting, cited, item.decisions[0].start, item.decisions[-1].end)


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
            return Draft((*decided.sentences, _sentence(best, None)), None)
    denied = is_negated(unit.text) or rejects(best)
    asked_no = bool(re.search(r"\b(?:inte|ej|aldrig)\b", question.plain))
    sure = best.inside >= _SURE_INSIDE and unit.section in (SectionKind.DECISION, SectionKind.BODY)
    word = ("Nej" if denied != asked_no else "Ja") if sure else None
    sentence = _sentence(best, None)
    if word:
        sentence = DraftSentence(f"{word}. {sentence.text}", sentence.quotes)
    return Draft((sentence,), word)


def decided_on(best: Candidate) -> Draft:
    """Return when something was decided or treated: the day of the meeting that did."""
    meeting = best.hit.meeting
    day = swedish_date(meeting.date) if meeting.date else ""
    number = f" (möte {meeting.number})" if meeting.number else ""
    return Draft((DraftSentence(f"Den {day}{number}. ”{best.unit.text}”", (quote_of(best),)),), day)


def timeline(candidates: list[Candidate]) -> Draft:
    """Return what was said on each day, in order of time, each with its own citation."""
    sentences = []
    for candidate in candidates:
        meeting = candidate.hit.meeting
        day = swedish_date(meeting.date) if meeting.date else "Utan datum"
        sentences.append(DraftSentence(f"{day}: ”{candidate.unit.text}”", (quote_of(candidate),)))
    return Draft(tuple(sentences), None)
