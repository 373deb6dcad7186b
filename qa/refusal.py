"""Refusal: why a question has no answer, as far as the archive itself tells.

Three findings help the one who asked: the meeting is not in the archive, a word is in no protocol,
the matter was discussed without a decision. Otherwise no reason is given: that the protocols do
not answer is all that is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold_marks
from index.nouns import Meeting
from qa.extraction import Candidate
from qa.kinds import Kind
from qa.nouns import NearMeeting, Refusal
from qa.scope import Scope
from qa.understanding import Question
from qa.weighing import Weighted

_ASKS_DECISION = re.compile(r"\b(?:beslut\w*|bestam\w*|klubba\w*|fattade\w*)\b")
_DISCUSSED = 0.9  # of the question's weight that one item meets: it speaks of all that was asked
_NUMBER = re.compile(r"(\d+)/(\d{4})")


def refusal(
    question: Question,
    scope: Scope,
    meetings: Sequence[Meeting],
    weighted: Sequence[Weighted],
    candidates: Sequence[Candidate],
) -> Refusal:
    """Return why `question` has no answer in `meetings`; `candidates` are all that was found.

    `weighted` are the question's words with their worth in the archive.
    """
    if scope.missing and not any(_is_of(scope.missing, meeting) for meeting in scope.meetings):
        near = _nearest(scope.missing, scope.meetings or meetings)
        return Refusal("no_meeting", asked_for=scope.missing, nearest=near)
    unknown = {
        w.term.word for w in weighted if not (w.known or w.frame or w.term.generic or w.term.verb)
    }
    if unknown:
        return Refusal("not_mentioned", words=_as_typed(question.text, unknown))
    if _asks_decision(question):
        about = [c.hit.item for c in candidates if c.evidence >= _DISCUSSED]
        if about and not any(one.decisions for item in about for one in (item, *item.sub_items)):
            return Refusal("no_decision")
    return Refusal("not_answered")


def _asks_decision(question: Question) -> bool:
    return question.kind is Kind.DECISION or bool(_ASKS_DECISION.search(question.plain))


def _as_typed(text: str, folded: set[str]) -> tuple[str, ...]:
    """Return the words of `text` that are among `folded`, in its order, each once."""
    typed = re.findall(r"[^\W_]+(?:[-:][^\W_]+)*", text)
    wanted = {fold_marks(word) for word in folded}
    parts = {
        word: {fold_marks(word), *(fold_marks(part) for part in re.split(r"[-:]", word))}
        for word in typed
    }
    return tuple(dict.fromkeys(word for word in typed if parts[word] & wanted))


def _nearest(missing: str, meetings: Sequence[Meeting]) -> tuple[NearMeeting, ...]:
    """Return the meetings nearest to the one that is missing: before it and after it."""
    placed = sorted(
        ((place, one.id, one) for one in meetings if (place := _place(missing, one))),
        key=lambda found: found[:2],
    )
    wanted = _numbered(missing) or missing
    before = [one for place, _, one in placed if place < wanted][-1:]
    after = [one for place, _, one in placed if place > wanted][:1]
    return tuple(NearMeeting(m.id, m.body, m.number, m.date) for m in (*before, *after))


def _place(missing: str, meeting: Meeting) -> str | None:
    """Return where a meeting lies, to compare with what is missing: its number, or its day."""
    if _numbered(missing):
        return _numbered(meeting.number or "")
    return meeting.date.isoformat() if meeting.date else None


def _is_of(missing: str, meeting: Meeting) -> bool:
    """Return whether a meeting is of the time: a year has one, though its summer has none."""
    return bool(meeting.date) and str(meeting.date).startswith(missing)


def _numbered(number: str) -> str | None:
    """Return the first of meeting numbers, `7/2019, 8/2019`, in the form that sorts by time."""
    match = _NUMBER.match(number)
    return f"{match[2]}/{int(match[1]):04d}" if match else None
