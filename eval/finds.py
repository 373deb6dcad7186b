"""What a search brought up for one question, kept so that a report can show and link to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from index.nouns import Hit
from index.why import Why, explain
from qa.nouns import Citation

SHOWN = 3  # of a question's finds in a report


@dataclass(frozen=True, slots=True)
class Place:
    """An item, as much of it as one needs to name it and link to it without its archive."""

    item_id: str
    body: str | None = None
    meeting: str | None = None
    date: str | None = None  # ISO
    item: str | None = None
    title: str = ""
    start: int | None = None  # of the quote or the passage, in the document
    end: int | None = None

    def __str__(self) -> str:
        """Return "Hamnrådet 3/2019, 2019-05-14, item 2: Ny hamnkapten"."""
        whose = " ".join(part for part in (self.body, self.meeting) if part)
        what = f"item {self.item}: {self.title}" if self.item else self.title
        return ", ".join(part for part in (whose, self.date, what) if part) or self.item_id


@dataclass(frozen=True, slots=True)
class Find:
    """One hit of a question: where, with which score, whether it was wanted, and why it came."""

    place: Place
    score: float
    right: bool
    legs: dict[str, float]  # raw scores: "dense" −1…1, "words" and "grams" 0 and up
    why: Why


def finds_of(query: str, hits: Sequence[Hit], right: Collection[int]) -> tuple[Find, ...]:
    """Return the first hits as finds; `right` holds the places, from 0, of those wanted."""
    reasons = explain(query, hits, SHOWN)
    return tuple(
        Find(place_of(hit), round(hit.score, 4), at in right, _rounded(hit.legs), why)
        for at, (hit, why) in enumerate(zip(hits, reasons, strict=False))
    )


def place_of(hit: Hit) -> Place:
    """Return where a hit stands."""
    meeting, item, passage = hit.meeting, hit.item, hit.passage
    day = meeting.date.isoformat() if meeting.date else None
    return Place(
        item.id, meeting.body, meeting.number, day, item.number, item.title,
        passage.start, passage.end,
    )  # fmt: skip


def cited_place(citation: Citation) -> Place:
    """Return where a citation stands."""
    day = citation.date.isoformat() if citation.date else None
    return Place(
        citation.item_id, citation.body, citation.meeting, day, citation.item, citation.title,
        citation.start, citation.end,
    )  # fmt: skip


def find_of(record: dict[str, Any]) -> Find:
    """Return a find from its plain values, as `dataclasses.asdict` gives them."""
    why = record["why"]
    return Find(
        Place(**record["place"]),
        record["score"],
        record["right"],
        record["legs"],
        Why(tuple(why["words"]), tuple((a, b) for a, b in why["parts"]), why["ranks"]),
    )


def _rounded(legs: dict[str, float]) -> dict[str, float]:
    return {leg: round(score, 4) for leg, score in legs.items()}
