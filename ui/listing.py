"""Choosing rows of the catalogue: the filters of the archive's pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from index.folding import fold_marks
from index.nouns import Filter
from ui.catalogue import Catalogue, DecisionRow, MeetingRow, PersonRow
from ui.selection import where_of

_LONGEST = 200  # characters of a search
_NUMBER = re.compile(r"\d{1,12}")


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address of the archive's pages asks for."""

    where: Filter
    words: str  # as typed
    kind: str
    at_least: Decimal | None
    largest_first: bool

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Choice:
        """Read an address; what cannot be read is left out."""
        digits = re.sub(r"\s", "", query.get("minst", ""))
        return cls(
            where_of(query),
            " ".join(query.get("q", "").split())[:_LONGEST],
            query.get("slag", "").strip()[:_LONGEST],
            Decimal(digits) if _NUMBER.fullmatch(digits) else None,
            query.get("ordning") == "belopp",
        )

    def query(self) -> dict[str, str]:
        """Return what of the choice is no selection of meetings, as part of an address."""
        values = {
            "q": self.words,
            "slag": self.kind,
            "minst": "" if self.at_least is None else str(self.at_least),
            "ordning": "belopp" if self.largest_first else "",
        }
        return {name: value for name, value in values.items() if value}


def meetings_of(catalogue: Catalogue, choice: Choice) -> list[MeetingRow]:
    """Return the meetings that pass, by date."""
    passes = _passing(catalogue, choice.where)
    has = _has(choice.words)
    return [meeting for meeting in catalogue.meetings if passes(meeting) and has(meeting.text)]


def decisions_of(catalogue: Catalogue, choice: Choice) -> list[DecisionRow]:
    """Return the points of decisions that pass, newest or largest first."""
    passes = _passing(catalogue, choice.where)
    has = _has(choice.words)
    found = [
        point
        for point in catalogue.decisions
        if (not choice.kind or point.kind == choice.kind)
        and passes(point.item.meeting)
        and (choice.at_least is None or (point.kronor or Decimal(0)) >= choice.at_least)
        and has(fold_marks(f"{point.text} {point.item.title}"))
    ]
    found.reverse()
    found.sort(key=lambda point: str(point.item.meeting.date or ""), reverse=True)
    if choice.largest_first:
        found.sort(key=lambda point: point.kronor or Decimal(-1), reverse=True)
    return found


def people_of(catalogue: Catalogue, words: str) -> list[PersonRow]:
    """Return the people whose names hold the words, by name."""
    has = _has(words)
    return [person for person in catalogue.people if has(fold_marks(person.name))]


def kinds_of(points: Iterable[DecisionRow]) -> list[str]:
    """Return the kinds of decisions, sorted."""
    return sorted({point.kind for point in points}, key=fold_marks)


def _has(words: str) -> Callable[[str], bool]:
    wanted = fold_marks(words).split()
    return lambda folded: all(word in folded for word in wanted)


def _passing(catalogue: Catalogue, where: Filter) -> Callable[[MeetingRow], bool]:
    """Return whether a meeting passes `where`, as a search would have it."""
    body = fold_marks(where.body or "")
    with_person: frozenset[str] | None = None
    if where.person:
        with_person = frozenset(
            one.meeting.id
            for person in people_of(catalogue, where.person)
            for one in person.appearances
        )

    def passes(meeting: MeetingRow) -> bool:
        day = meeting.date
        if (where.date_from or where.date_to) and day is None:
            return False
        return (
            body in fold_marks(meeting.body or "")
            and (with_person is None or meeting.id in with_person)
            and (where.date_from is None or day is None or day >= where.date_from)
            and (where.date_to is None or day is None or day <= where.date_to)
        )

    return passes
