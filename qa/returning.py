"""Returning: a follow-up is asked of what the last answer cited, before it is asked of all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.dates import swedish_date
from index.nouns import Meeting
from qa.choosing import beside
from qa.drafts import Draft, DraftSentence
from qa.evidence import Evidence, Selection
from qa.facts import answer_from_facts
from qa.followups import Context
from qa.kinds import Kind
from qa.quotes import date_quote
from qa.ranking import Ranked
from qa.scope import Scope
from qa.turns import of_the_turn
from qa.understanding import Question
from qa.wording import say

_WHEN_WAS = re.compile(
    r"""
    \bnar\s+(?:var|hande|skedde|beslutades|bestamdes|holls|togs)\s*
    (?:det|detta|motet|beslutet)?$
    """,
    re.VERBOSE,
)
_OWN_WORD_MET = 0.5  # of the follow-up's most telling word: else it is about something new
_READ = 0.2  # the reader's verdict: rather an answer than none
# Kinds that a unit of the cited item answers by what it is: «vem?», «hur mycket?», «varför?».
_EXACT = (Kind.WHO, Kind.WHEN, Kind.HOW_MUCH, Kind.HOW_MANY, Kind.WHERE, Kind.VOTE, Kind.WHY)


def answer_from_cited(
    question: Question, written: str, context: Context, evidence: Evidence, selection: Selection
) -> Draft:
    """Answer from the items that the last answer cited, else from the facts of their meetings.

    `written` is the question with the subject of the conversation, for the reader. A Draft without
    sentences means that they do not answer it.
    """
    citations = context.answer.citations
    meetings = {(citation.source, citation.date) for citation in citations}
    near = tuple(m for m in selection.meetings if (m.document.path, m.date) in meetings)
    if not near:
        return Draft(())
    own = any(not term.generic for term in question.terms)
    if question.kind is Kind.WHEN and not own and _WHEN_WAS.search(question.plain):
        return _day_of(near)
    scope = Scope(near, stated=True, strict=True)
    fact = answer_from_facts(question, scope)
    if fact is not None and fact.sentences:
        return fact
    items = {citation.item_id for citation in citations}
    ranked = [
        one
        for one in evidence.ranked_in(items, question, written, scope, selection)
        if one.candidate.typed and not one.candidate.unit.title and not _is_said(one, context)
    ]
    ranked = of_the_turn(question, ranked)
    if not ranked:
        return Draft(())
    if question.kind is Kind.DECISION and not own:
        return say(question, ranked[0].candidate)
    # What was answered already is no answer to a question that only goes on from it.
    fresh = [one for one in ranked if one.candidate.unit.start != citations[0].start] or ranked
    best = ranked[0] if own else fresh[0]
    met = best.candidate.weakest >= _OWN_WORD_MET or best.candidate.answered >= _READ
    answers = met if own else question.kind in _EXACT
    if not answers:
        return Draft(())
    others = [best, *(one for one in fresh if one is not best)]
    return say(question, best.candidate, beside(question, others))


def _is_said(one: Ranked, context: Context) -> bool:
    """Return whether a candidate has no other exact words than the last answer had."""
    found, said = one.candidate.highlight, context.answer.highlight
    if found is None or said is None:
        return False
    return found.text in said or said in found.text  # «16 maj» and «lördagen den 16 maj»


def _day_of(meetings: Iterable[Meeting]) -> Draft:
    """Return the day of the first of `meetings` that has one."""
    for meeting in meetings:
        quote = date_quote(meeting)
        if quote and meeting.date:
            day = swedish_date(meeting.date)
            number = f" ({meeting.number})" if meeting.number else ""
            return Draft((DraftSentence(f"Den {day}{number}.", (quote,)),), day)
    return Draft(())
