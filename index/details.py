"""Details of items and decisions as JSON in the records: what belongs to one row and no other."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

from index.amounts import Amount
from index.dates import FoundDate
from index.nouns import Ballot, Choice, Decision, DecisionKind, Item, Vote


class ItemDetails(TypedDict):
    """The fields of an item that its details hold."""

    votes: tuple[Vote, ...]
    reservations: tuple[str, ...]
    conflicts: tuple[str, ...]
    attachments: tuple[str, ...]


def names_json(names: Sequence[str]) -> str:
    """Return `names` as a JSON list."""
    return json.dumps(list(names), ensure_ascii=False)


def names_of(text: str) -> tuple[str, ...]:
    """Return the names in a JSON list."""
    return tuple(json.loads(text))


def item_details(item: Item) -> str:
    """Return an item's votes, reservations, conflicts and attachments as JSON."""
    return json.dumps(
        {
            "votes": [
                {
                    "start": vote.start, "end": vote.end, "for": vote.in_favour,
                    "against": vote.against, "abstained": vote.abstained,
                    "ballots": [[b.name, b.choice.value, b.party] for b in vote.ballots],
                }
                for vote in item.votes
            ],
            "reservations": item.reservations,
            "conflicts": item.conflicts,
            "attachments": item.attachments,
        },
        ensure_ascii=False,
    )  # fmt: skip


def item_details_of(text: str) -> ItemDetails:
    """Return the fields that `item_details` wrote."""
    found = json.loads(text)
    return ItemDetails(
        votes=tuple(
            Vote(
                vote["start"], vote["end"], vote["for"], vote["against"], vote["abstained"],
                tuple(Ballot(name, Choice(how), party) for name, how, party in vote["ballots"]),
            )
            for vote in found["votes"]
        ),
        reservations=tuple(found["reservations"]),
        conflicts=tuple(found["conflicts"]),
        attachments=tuple(found["attachments"]),
    )  # fmt: skip


def decision_details(decision: Decision) -> str:
    """Return the amounts, dates and persons in a decision as JSON."""
    return json.dumps(
        {
            "amounts": [
                {"start": a.start, "end": a.end, "sum": str(a.kronor), "currency": a.currency}
                for a in decision.amounts
            ],
            "dates": [
                {
                    "start": d.start, "end": d.end, "first": d.first.isoformat(),
                    "last": d.last.isoformat(), "year_given": d.year_given,
                }
                for d in decision.dates
            ],
            "persons": decision.persons,
        },
        ensure_ascii=False,
    )  # fmt: skip


def decision_of(start: int, end: int, kind: str, decided_by: str | None, text: str) -> Decision:
    """Return a decision from its row."""
    found = json.loads(text)
    return Decision(
        start,
        end,
        DecisionKind(kind),
        decided_by,
        tuple(
            Amount(a["start"], a["end"], Decimal(a["sum"]), a["currency"]) for a in found["amounts"]
        ),
        tuple(
            FoundDate(
                d["start"], d["end"], dt.date.fromisoformat(d["first"]),
                dt.date.fromisoformat(d["last"]), d["year_given"],
            )
            for d in found["dates"]
        ),
        tuple(found["persons"]),
    )  # fmt: skip
