"""Standing: what a quote is in its protocol, whatever it says.

A decision, a proposal or a vote; an entry of the attendance; a whole sentence, or the half of one
without its `inte`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.nouns import (
    FRAME_SUFFIX,
    Decision,
    DecisionKind,
    Item,
    SectionKind,
)
from index.sections import same_body
from qa.claims import is_negated, line_of, stated, tokens
from qa.drafts import Quote

_CLAUSE_END = re.compile(r"[.!?:;,)](?=\s|$)|\n\s*\n|\n\s*(?:[-–•]|att\b)|\n[^\n]*\t")
_AFTER_END = re.compile(rf"{_CLAUSE_END.pattern}|\n\s*(?=[A-ZÅÄÖ])")  # a heading of its own
_CLAUSE = 160  # characters beside a quote in which the clause that it is cut from may go on
_DECIDES = re.compile(r"\b(?:beslut(?:ar|ade|at|ades|as|ats)|beslöts?)\b", re.IGNORECASE)
_FORWARDS = re.compile(
    r"\b(?:föresl\w+|förslag\w*|hemställ\w+|tillstyrk\w+|överlämn\w+|vidarebefordr\w+)\b",
    re.IGNORECASE,
)
_REJECTS = re.compile(r"\bavsl(?:å\w*|og\w*)\b", re.IGNORECASE)
_NO_OUTCOME = (SectionKind.PROPOSAL, SectionKind.VOTE, SectionKind.RESERVATION, SectionKind.ADMIN)


def is_genuine(quote: Quote) -> bool:
    """Return whether the quote has words and lies in its item, the item in its meeting."""
    meeting, item = quote.meeting, quote.item
    inside = meeting.start <= item.start <= quote.start < quote.end <= item.end <= meeting.end
    if not inside or quote.end > len(meeting.document.text) or not quote.text.strip():
        return False
    if item.id == f"{meeting.id}{FRAME_SUFFIX}":
        return True
    return any(item is own for own in meeting.items) or any(
        (item.id, item.title, item.number, item.start) == (own.id, own.title, own.number, own.start)
        for own in meeting.all_items()
    )


def is_frame(quote: Quote) -> bool:
    """Return whether the quote is cited as the protocol itself: attendance, signatures."""
    return quote.item.id.endswith(FRAME_SUFFIX)


def _parts(quote: Quote) -> Iterator[Item]:
    """Yield the items, innermost first, that hold the quote."""
    items = quote.meeting.items if is_frame(quote) else (quote.item,)
    for item in items:
        if item.start <= quote.start < item.end:
            yield from (s for s in item.sub_items if s.start <= quote.start < s.end)
            yield item


def section_of(quote: Quote) -> SectionKind | None:
    """Return the kind of the section that the quote begins in."""
    return next(
        (s.kind for part in _parts(quote) for s in part.sections if s.start <= quote.start < s.end),
        None,
    )


def is_no_outcome(quote: Quote) -> bool:
    """Return whether the quote is a proposal, a vote or a reservation: never what was decided."""
    return section_of(quote) in _NO_OUTCOME


def decisions_in(quote: Quote) -> list[Decision]:
    """Return the decisions that the quote consists of or is a part of; none, if it is more."""
    found = [
        decision
        for part in _parts(quote)
        for decision in part.decisions
        if decision.start < quote.end and quote.start < decision.end
    ]
    begins = any(decision.start <= quote.start for decision in found)
    ends = any(quote.end <= decision.end for decision in found)
    return found if begins and ends else []


def forwards(quote: Quote) -> bool:
    """Return whether the quote is a decision that leaves the matter to another body."""
    found = decisions_in(quote)
    return bool(found) and all(decision.kind is DecisionKind.FORWARDS for decision in found)


def decides(quote: Quote, said: Sequence[str], body: str | None) -> bool:
    """Return whether the quote is what its meeting decided, and `said` words of its decisions.

    `body` is who is said to have decided: a decision that names another is not its own. What a
    body only proposes to another one is no decision.
    """
    found = decisions_in(quote)
    if not found:
        return bool(_DECIDES.search(quote.text)) and not is_no_outcome(quote)
    points = [quote.meeting.words(decision.start, decision.end) for decision in found]
    for decision, words in zip(found, points, strict=True):
        if decision.kind is DecisionKind.FORWARDS and not _FORWARDS.search(words):
            return False
        if body and decision.decided_by and not same_body(decision.decided_by, body):
            return False
    lines = [line_of(tokens(stated(words).text)) for words in points]
    return all(any(words in line for line in lines) for words in said)


def is_denied(quote: Quote) -> bool:
    """Return whether the quote says no: by a negation, or as a decision that turns down."""
    said = stated(quote.text)
    return (
        is_negated(said.words)
        or bool(_REJECTS.search(said.text))
        or any(
            d.kind is DecisionKind.REJECTS and d.start == quote.start for d in decisions_in(quote)
        )
    )


def is_cut_from_negation(quote: Quote) -> bool:
    """Return whether the clause that the quote is cut from negates it outside the quote."""
    if is_frame(quote):
        return False
    text, item = quote.meeting.document.text, quote.item
    before = text[max(item.start, quote.start - _CLAUSE) : quote.start]
    ends = [match.end() for match in _CLAUSE_END.finditer(before)]
    before = before[ends[-1] :] if ends else before
    after = ""
    if not _CLAUSE_END.search(text, quote.end - 1, quote.end + 1):
        after = text[quote.end : min(item.end, quote.end + _CLAUSE)]
        following = _AFTER_END.search(after)
        after = after[: following.start()] if following else after
    return is_negated([token.text for token in tokens(f"{before} {after}")])
