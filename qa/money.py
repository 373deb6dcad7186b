"""Money: what was granted in a time or for a matter, each amount with its decision; the sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.dates import swedish_date
from index.nouns import DecisionKind
from index.units import flat
from qa.drafts import Draft, DraftSentence, Quote
from qa.matters import items_of, nearest, topics_of
from qa.scope import Scope
from qa.sums import grants, only_amount, total_of, why_not_summed
from qa.understanding import Question

_GRANTED = (
    r"(?:ansl[ao]g\w*|anslas|bevilja\w*|avsat\w*|avsatts|anvisa\w*|tilldela\w*|reservera\w*"
    r"|delades?\b|betalades\s+ut|gavs|fatt|fick)"
)
_SORTS = r"(?:anslag|bidrag|stod|medel|belopp|summor|pengar|investeringar|utgifter)"
_ASKS_LIST = re.compile(rf"\bvilka\s+(?:\w+\s+)?{_SORTS}(?:en|et|na)?\b")
_ASKS_SUM = re.compile(rf"\bhur\s+(?:mycket|stora\s+(?:belopp|summor))\b.*\b{_GRANTED}\b")
_TOTAL = re.compile(r"\b(?:totalt|sammanlagt|sammantaget|tillsammans|summan|i\s+allt)\b")
_OWN = re.compile(
    rf"{_GRANTED}|{_SORTS}\w*|beslut\w*|beslot\w*|totalt|sammanlagt|sammantaget|tillsammans|kronor|kr"
    r"|gjordes|gjorde|lamnades|mycket|allt|delade|delades|betalades|gick|satt"
)
_GIFT = re.compile(r"\bbidrag|\bstöd|\bföreningsstöd", re.IGNORECASE)
_ANY_AMOUNT = re.compile(r"\b(?:belopp|summor|utgifter)\b")
_WHOLE = re.compile(r"\b(?:sammanlagt|totalt)\b", re.IGNORECASE)
_NO_GRANT = (DecisionKind.FORWARDS, DecisionKind.REJECTS, DecisionKind.POSTPONES)
_FEWEST = 2  # decisions of one matter that add up
_MOST = 40  # decisions in one answer, the latest

_Found = tuple[Quote, str]  # a decision and the title that it stands under


def answer_from_grants(question: Question, scope: Scope) -> Draft | None:
    """Return the decisions that grant money, each with its amount, and their sum if one is asked.

    None if it is asked of one matter, which its own words answer, or nothing of it is on record.
    """
    plain = question.plain
    listed = _ASKS_LIST.search(plain)
    summed = bool(_ASKS_SUM.search(plain) or (listed and _TOTAL.search(plain)))
    if not (listed or summed) or question.names or question.numbers:
        return None
    topics = topics_of(question, scope, _OWN)
    if topics and not (listed or _TOTAL.search(plain)):
        return None
    if summed and not topics and not (scope.stated or scope.bodies):
        return None
    wide = bool(topics) and bool(_ANY_AMOUNT.search(plain))
    found = _granted(question, scope, topics, wide=wide)
    if not found:
        return Draft(()) if scope.stated and not topics else None
    # One that is told to be the whole is the answer, and its own words give it.
    whole = len(found) < _FEWEST or any(_WHOLE.search(quote.text) for quote, _ in found)
    if topics and summed and not listed and whole:
        return None
    rows = [_row(*one) for one in found[-_MOST:]]
    quotes = [quote for quote, _ in found]
    if len(found) == 1:
        amount = only_amount(quotes[0])
        shown = quotes[0].text[amount.start : amount.end] if amount else None
        return Draft(tuple(rows), " ".join(shown.split()) if shown else None)
    if not summed or len(found) > _MOST:
        return Draft(tuple(rows))
    total = total_of(quotes)
    if total is None:
        why = why_not_summed(quotes)
        told = DraftSentence(f"Beloppen läggs inte ihop: {why}.", tuple(quotes))
        return Draft((*rows, told))
    said = in_kronor(total)
    addends = " + ".join(_written(quote) for quote in quotes)
    return Draft((DraftSentence(f"Sammanlagt {said} ({addends}).", tuple(quotes)), *rows), said)


def in_kronor(total: Decimal) -> str:
    """Return a sum as minutes write it: `1 250 000 kr`."""
    whole = f"{total:,.2f}".replace(",", " ").removesuffix(".00").replace(".", ",")
    return f"{whole} kr"


def _granted(
    question: Question, scope: Scope, topics: Sequence[str], *, wide: bool
) -> list[_Found]:
    """Return the decisions with an amount that grant it; with `wide`, all that have an amount."""
    only_gifts = re.search(r"\b(?:bidrag|stod)", question.plain)
    found = []
    for meeting, item, part in nearest(topics, list(items_of(scope.meetings))):
        for decision in part.decisions:
            text = flat(meeting.words(decision.start, decision.end))
            if not decision.amounts or decision.kind in _NO_GRANT:
                continue
            if not wide and not grants(text):
                continue
            if only_gifts and not _GIFT.search(f"{text} {part.title}"):
                continue
            quote = Quote(meeting, item, decision.start, decision.end)
            found.append((quote, part.title or item.title))
    return found


def _row(quote: Quote, title: str) -> DraftSentence:
    """Return one decision as `12 maj 2015: Nytt tak: 4,2 mnkr. ”att anslå …”`."""
    day = f"{swedish_date(quote.meeting.date)}: " if quote.meeting.date else ""
    named = f"{title}: " if title else ""
    figure = f"{_written(quote)}. " if only_amount(quote) else ""
    shown = flat(quote.meeting.words(quote.start, quote.end))
    return DraftSentence(f"{day}{named}{figure}”{shown}”", (quote,))


def _written(quote: Quote) -> str:
    amount = only_amount(quote)
    return " ".join(quote.text[amount.start : amount.end].split()) if amount else ""
