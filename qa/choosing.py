"""Choosing: which of the ranked candidates are said, and in which order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold_marks
from index.nouns import SectionKind
from qa.extraction import Candidate
from qa.kinds import Kind
from qa.ranking import Ranked, asks_proposal, proposes
from qa.understanding import Question

_LATEST = re.compile(r"\bsenaste\b(?!\s+(?:mote|motet|sammantrade))|\bnu\s+gallande\b|\bsist\b")
_EARLIEST = re.compile(
    r"\bfran\s+borjan\b|\bforst\b|\bursprunglig\w*\b|\bforsta\s+(?:gangen|beslut\w*)\b"
)
_NOW = re.compile(
    r"""^(?:hur\s+(?:hog\w*|mycket|stor\w*|manga|dyr\w*)|vad|vem|vilk\w+)\b.*?
    \b(?:ar|kostar|galler|skoter|driver|leder|levererar)\b""",
    re.VERBOSE,
)
_OF_NOW = (Kind.HOW_MUCH, Kind.HOW_MANY, Kind.WHO, Kind.WHICH)
_FINAL_ASKED = re.compile(
    r"\btill\s+slut\b|\bslutlig\w*|\bslut(?:kostnad|not|summ|pris)\w*|\bnotan?\b"
)
_FINAL = re.compile(
    r"\bslut(?:lig\w*\s+(?:kostnad|pris|summ)|kostnad|not|summ|pris|regler)"
    r"|\b(?:kostnad|not|pris|summ|utgift)\w*\s+(?:\w+\s+){0,3}(?:blev|stannade|landade)\b"
    r"|\b(?:blev|stannade|landade)\s+(?:\w+\s+){0,3}(?:kostnad|not|pris|summ)",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:skjut\w*\s+(?:\w+\s+){0,4}upp|flytta|ändra|i\s+stället|ersätt|upphäv|återkalla|höj|sänk"
    r"|utöka|minska|förläng|avbryt|avveckl|lägg\w*\s+ned|häv|tidigarelägg|senarelägg)",
    re.IGNORECASE,
)
_AS_SURELY = 0.9  # of how well the matter's most telling word is met
_DECIDED = re.compile(
    r"\b(?:bevilja|anslog|anslag|anslas|avsatt|satte?s?\s+(?:\w+\s+){0,2}av\b|anvisa|beslut|bestam|beslot)"
)
_AS_MUCH = 0.7  # of the evidence for the proposal, that the decision of its item is about it
_SAME_MATTER = 2.2  # of the ranking's score, between the items of one matter
MATTER_MET = 0.6
"""How well an item meets the most telling word if it speaks of the matter by name."""
_CLOSE = 1.0  # of the ranking's score: so near, the second is right as often as not
_MOST_BESIDE = 1  # sentences said beside the best one; a reason may take one more


def in_order(question: Question, ranked: list[Ranked]) -> list[Ranked]:
    """Return `ranked`, with the latest, or the earliest, of the matter first, if asked for."""
    if not _asks_order(question):
        return ranked
    first = ranked[0]
    near = [
        one
        for one in ranked
        if one.score >= first.score - _SAME_MATTER
        and one.candidate.weakest >= _AS_SURELY * first.candidate.weakest
        and one.candidate.hit.meeting.date
    ]
    if question.measure is Kind.HOW_MUCH and _FINAL_ASKED.search(question.plain):
        near = _final(ranked) or near
    if not near:
        return ranked
    if _asks_latest(question):
        wanted = max(near, key=lambda one: (str(one.candidate.hit.meeting.date), one.score))
    else:
        wanted = min(near, key=lambda one: (str(one.candidate.hit.meeting.date), -one.score))
    return [wanted, *(one for one in ranked if one is not wanted)]


def _final(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return those of `ranked` with a sum that say what the first one's matter cost in the end."""
    least = max(MATTER_MET, _AS_SURELY * ranked[0].candidate.weakest)
    return [
        one
        for one in ranked
        if one.candidate.highlight is not None
        and one.candidate.weakest >= least
        and one.candidate.hit.meeting.date
        and _FINAL.search(one.candidate.unit.text)
    ]


def decided_first(question: Question, ranked: list[Ranked]) -> list[Ranked]:
    """Return `ranked` with a decision first in place of what else its item says, where it is asked.

    Of a sum, a day or a name that was proposed and decided, what was decided is asked for, unless
    the question says otherwise; of one that was only told, where the question speaks of deciding.
    """
    best = ranked[0].candidate
    decided = proposes(best.unit) or _DECIDED.search(question.plain)
    if asks_proposal(question) or not decided or best.unit.point or best.highlight is None:
        return ranked
    decisions = [
        one
        for one in ranked
        if one.candidate.hit.item.id == best.hit.item.id
        and one.candidate.unit.point
        and one.candidate.unit.section is SectionKind.DECISION
        and one.candidate.highlight is not None
        and one.candidate.evidence >= _AS_MUCH * best.evidence
    ]
    if not decisions:
        return ranked
    return [decisions[0], *(one for one in ranked if one is not decisions[0])]


def deciding_point(question: Question, ranked: list[Ranked]) -> list[Ranked]:
    """Return `ranked`, for a yes or no with the point first that has most of the question's words.

    Of a decision in several points, the one on the matter itself answers, not the terms after it.
    """
    best = ranked[0].candidate if ranked else None
    if question.kind is not Kind.YES_NO or best is None or not best.unit.point:
        return ranked
    points = [
        one
        for one in ranked
        if one.candidate.unit.item is best.unit.item and one.candidate.unit.point
    ]
    first = max(points, key=lambda one: one.candidate.inside)
    if first.candidate.inside <= best.inside:
        return ranked
    return [first, *(one for one in ranked if one is not first)]


def of_the_voter(question: Question, ranked: list[Ranked]) -> list[Ranked]:
    """Return of `ranked` what names the one whose vote is asked for; all, if nobody's is.

    How a vote fell does not say how someone voted.
    """
    if question.kind is not Kind.VOTE or not question.names:
        return ranked
    asked = [fold_marks(name).removesuffix("s") for name in question.names]
    return [
        one for one in ranked if any(name in fold_marks(one.candidate.unit.text) for name in asked)
    ]


def _asks_order(question: Question) -> bool:
    return _asks_latest(question) or bool(_EARLIEST.search(question.plain))


def _asks_latest(question: Question) -> bool:
    """Return whether the last word is asked for: by name, or as what is so now."""
    now = question.kind in _OF_NOW and not question.when.any and _NOW.search(question.plain)
    return bool(now or _LATEST.search(question.plain) or _FINAL_ASKED.search(question.plain))


def beside(question: Question, ranked: Sequence[Ranked]) -> list[Candidate]:
    """Return what is said beside the best of `ranked`: units of its item that are nearly as good.

    For a reason told with «därför», that is what stands before it.
    """
    best = ranked[0].candidate
    here = [one for one in ranked if one.candidate.hit.item.id == best.hit.item.id]
    if question.kind is Kind.WHY and re.search(r"\bdärför\b", best.unit.text):
        before = best.unit.position - 1
        return [one.candidate for one in here if one.candidate.unit.position == before]
    near = [
        one.candidate
        for one in here[1:]
        if one.score > ranked[0].score - _CLOSE and not one.candidate.unit.title
    ]
    return near[: _MOST_BESIDE + (question.kind is Kind.WHY)]


def in_passing(ranked: Sequence[Ranked]) -> list[Candidate]:
    """Return the best of `ranked` and the sentence that follows it: a question and its reply."""
    best = ranked[0].candidate
    after = [
        one.candidate
        for one in ranked
        if one.candidate.hit.item.id == best.hit.item.id
        and one.candidate.unit.position == best.unit.position + 1
    ]
    return [best, *after]


def changed_later(question: Question, ranked: Sequence[Ranked]) -> Candidate | None:
    """Return the last decision that changes what the best of `ranked` says; None if none does.

    It is of a later meeting, about the matter as surely, and says itself that it changes
    something. A question that names a time is about that time only.
    """
    first = ranked[0].candidate
    day = first.hit.meeting.date
    if day is None or question.when.any or question.meeting_numbers or _asks_order(question):
        return None
    changes = [
        one.candidate
        for one in ranked
        if (one.candidate.hit.meeting.date or day) > day
        and one.score >= ranked[0].score - _SAME_MATTER
        and one.candidate.weakest >= max(MATTER_MET, _AS_SURELY * first.weakest)
        and one.candidate.unit.point
        and one.candidate.typed
        and _CHANGES.search(one.candidate.unit.text)
    ]
    return max(changes, key=day_and_item, default=None)


def day_and_item(candidate: Candidate) -> tuple[str, str]:
    """Return what candidates of several items stand in the order of."""
    day = candidate.hit.meeting.date
    return (day.isoformat() if day else "", candidate.hit.item.id)
