"""Framing of items: what an answer says of votes, sums and reports, held to the items' records."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.amounts import find_amounts
from index.nouns import Choice
from qa.drafts import Quote
from qa.phrases import NO_REPORT
from qa.standing import decisions_in
from qa.sums import only_amount, total_of, why_not_summed

_VOTED = re.compile(
    r"^(?P<name>[^.:”]+?) (?P<verb>röstade (?:ja|nej)|avstod|voted (?:yes|no)|abstained)\."
)
_CHOICES = {
    "röstade ja": Choice.FOR, "voted yes": Choice.FOR, "röstade nej": Choice.AGAINST,
    "voted no": Choice.AGAINST, "avstod": Choice.ABSTAINED, "abstained": Choice.ABSTAINED,
}  # fmt: skip
_SUMMED = re.compile(r"^Sammanlagt (?P<total>[^()]+) \((?P<addends>[^()]+)\)\.$")
_NOT_SUMMED = re.compile(r"^Beloppen läggs inte ihop: (?P<why>[^.]+)\.$")


def is_of_sums(own: str, quotes: Sequence[Quote]) -> bool:
    """Return whether `own` is the true sum of what the quotes grant, or why there is none."""
    why = _NOT_SUMMED.match(own.strip())
    if why:
        return why["why"] == why_not_summed(quotes)
    summed = _SUMMED.match(own.strip())
    total = total_of(quotes) if summed else None
    if not summed or total is None:
        return False
    said = [amount.kronor for amount in find_amounts(summed["total"])]
    addends = [amount.kronor for amount in find_amounts(summed["addends"])]
    amounts = [amount.kronor for quote in quotes if (amount := only_amount(quote))]
    return said == [total] and addends == amounts


def without_no_report(own: str, quotes: Sequence[Quote]) -> str:
    """Return `own` without the words that no report was found, if decisions stand before them.

    They tell what was looked for, not what is written.
    """
    bare = own.rstrip()
    if bare.endswith(NO_REPORT) and all(decisions_in(quote) for quote in quotes):
        return bare.removesuffix(NO_REPORT)
    return own


def without_vote(own: str, quotes: Sequence[Quote]) -> str | None:
    """Return `own` without how someone voted, as the quoted items record it; None if falsely."""
    voted = _VOTED.match(own)
    if not voted:
        return own
    if not all(_has_voted(voted["name"], _CHOICES[voted["verb"]], quote) for quote in quotes):
        return None
    return f"{voted['name']}{own[voted.end('verb') :]}"


def _has_voted(name: str, choice: Choice, quote: Quote) -> bool:
    """Return whether the item that a quote stands in records this vote of the person."""
    parts = [
        part
        for part in (quote.item, *quote.item.sub_items)
        if part.start <= quote.start and quote.end <= part.end
    ]
    cast = {
        ballot.choice
        for part in parts
        for vote in part.votes
        for ballot in vote.ballots
        if ballot.name == name
    }
    return cast == {choice}
