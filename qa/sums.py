"""Sums: which granted amounts may be added up, and why others may not.

Amounts add up where each was granted once, by the same body, in a matter of its own. The same
rules make an answer and prove it: `qa.money` adds by them and `qa.framing` adds again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.amounts import Amount, find_amounts
from index.folding import fold
from index.nouns import DecisionKind, Item
from qa.drafts import Quote
from qa.standing import decisions_in

_GRANTS = re.compile(
    r"\b(?:anslå\w*|bevilja\w*|avsätt\w*|anvisa\w*|reservera\w*|tilldela\w*|tillskjut\w*|utbetala\w*"
    r"|(?:utöka|höja|förstärka)\w*\s+(?:anslaget|budgeten|ramen)|bidra(?:r|s)?\s+med"
    r"|finansiera\w*\s+(?:\w+\s+){0,4}?med\s+\d[\d ]*\w*)\b",
    re.IGNORECASE,
)
_REPEATED = re.compile(
    r"\bper\s+\w+|\bårlig\w*|\bvarje\s+\w+|\bi\s+månaden|\bom\s+året|/\s?(?:år|mån|inv)",
    re.IGNORECASE,
)
_INEXACT = re.compile(
    r"\b(?:högst|maximalt|max|upp\s+till|minst|cirka|ca|omkring|ungefär|drygt|knappt|preliminärt)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:sammanlagt|totalt|tillsammans|varav|därav|av\s+dessa|ytterligare|resterande)\b",
    re.IGNORECASE,
)


def grants(text: str) -> bool:
    """Return whether the words of a decision grant money."""
    return _GRANTS.search(text) is not None


def only_amount(quote: Quote) -> Amount | None:
    """Return the one amount that a quote holds; None if it holds none or several."""
    found = find_amounts(quote.text)
    return found[0] if len(found) == 1 else None


def total_of(quotes: Sequence[Quote]) -> Decimal | None:
    """Return the sum in kronor of what the quotes grant; None if they may not be added up."""
    amounts = [only_amount(quote) for quote in quotes]
    if len(quotes) < 2 or why_not_summed(quotes):
        return None
    return sum((amount.kronor for amount in amounts if amount), Decimal(0))


def why_not_summed(quotes: Sequence[Quote]) -> str | None:
    """Return, in words of an answer, why the amounts of the quotes are not added up; None if so."""
    amounts = [only_amount(quote) for quote in quotes]
    if not all(amounts):
        return "ett beslut nämner flera belopp"
    if {amount.currency for amount in amounts if amount} != {"SEK"}:
        return "de är i olika valutor"
    if not all(_is_grant(quote) for quote in quotes):
        return "alla är inte beviljade"
    if any(_REPEATED.search(quote.text) for quote in quotes):
        return "ett av dem gäller mer än en gång"
    if any(_PART.search(quote.text) for quote in quotes):
        return "ett av dem är en del av ett annat"
    if any(_INEXACT.search(quote.text) for quote in quotes):
        return "ett av dem är inte exakt"
    if len({_decider(quote) for quote in quotes}) > 1:
        return "olika organ har beslutat"
    if len({_matter(quote) for quote in quotes}) < len(quotes):
        return "några gäller samma ärende"
    same = [
        (quote.meeting.date, amount.kronor)
        for quote, amount in zip(quotes, amounts, strict=True)
        if amount
    ]
    files = {quote.meeting.document.path for quote in quotes}
    if len(set(same)) < len(same) and len(files) > 1:
        return "samma beslut kan stå i flera protokoll"
    return None


def _is_grant(quote: Quote) -> bool:
    found = decisions_in(quote)
    sent_on = (DecisionKind.FORWARDS, DecisionKind.REJECTS)
    return bool(found) and all(d.kind not in sent_on for d in found) and grants(quote.text)


def _decider(quote: Quote) -> str:
    by = next((d.decided_by for d in decisions_in(quote) if d.decided_by), None)
    return fold(by or quote.meeting.body or "")


def _matter(quote: Quote) -> str:
    """Return what tells the matter: its diarienummer, else the title of its item."""
    return matter_key(quote.item)


def matter_key(item: Item) -> str:
    """Return what the items on one matter share: the diarienummer, else the title."""
    if item.reference and re.search(r"\d{3}", item.reference):
        return re.sub(r"\W|dnr", "", item.reference.lower())
    return fold(item.title)
