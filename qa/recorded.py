"""Records of items: dissent, votes, assignments and money, by the first rule that has an answer."""

from __future__ import annotations

from collections.abc import Sequence

from index.nouns import Meeting
from qa.assignments import answer_from_assignments
from qa.ballots import answer_from_ballots
from qa.dissent import answer_from_dissent
from qa.drafts import Draft
from qa.money import answer_from_grants
from qa.proof import proven
from qa.scope import Scope
from qa.understanding import Question


def answer_from_records(
    question: Question, scope: Scope, meetings: Sequence[Meeting]
) -> Draft | None:
    """Return what the records of the items in `scope` answer; None if they are not asked for.

    A Draft without sentences means that they are, and do not say it. `meetings` are all that may
    be looked at. What cannot be proven is no answer.
    """
    for answer in (answer_from_dissent, answer_from_ballots, answer_from_assignments):
        found = answer(question, scope, meetings)
        if _is_answer(found, question):
            return found
    granted = answer_from_grants(question, scope)
    return granted if _is_answer(granted, question) else None


def _is_answer(found: Draft | None, question: Question) -> bool:
    return found is not None and (not found.sentences or bool(proven(found, question).sentences))
