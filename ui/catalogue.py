"""The catalogue: what an archive holds as lists, without the protocols' texts.

It is built once for each state of the archive and read by the archive's pages, the selection of
the chat and the timeline of a matter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from threading import Lock
from typing import Any, Protocol

from index.folding import fold_marks, stem, words
from index.nouns import Attendee, DecisionKind, Filter, Item, Meeting, slug
from index.persons import Person, find_persons

# Words of titles that say what is done with a matter, not which matter it is.
_NO_MATTER = frozenset(
    stem(word)
    for word in """
    motion motionen information informationsärende svar på om av i för till och med den det ett en
    från vid ny nytt nya yttrande över remiss antagande ändring ändrad val beslut budget
    uppföljning rapport övrigt övriga frågor ärenden fråga nästa möte föregående protokoll
    justering dagordning godkännande anmälan läget lägesrapport frågan delegationsbeslut
    meddelanden redovisning fyllnadsval interpellation avsägelse upphandling fastställande upprop
    föredragningslista föredragningslistan kommunchefen kommundirektören informerar allmänhetens
    frågestund anställning mötets öppnande avslutning sammanträde
    """.split()
)
_GIVEN = (DecisionKind.ASSIGNS, DecisionKind.APPOINTS)
_DATE_LIKE = re.compile(r"[\d./:-]+")


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting, as a list shows it."""

    id: str
    body: str | None
    number: str | None
    date: dt.date | None
    items: int
    decisions: int
    warnings: int
    scanned: bool
    text: str  # folded: the body, the number and the items' titles, to be searched
    content: str  # the checksum of the file that it was read from


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item, and what tells whether another one is about the same matter."""

    id: str
    number: str | None
    title: str
    meeting: MeetingRow
    reference: str | None
    matter: frozenset[str]  # stems of the title's telling words
    decisions: int


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One point of a decision, in the protocol's own words."""

    item: ItemRow
    text: str
    kind: str
    start: int
    end: int
    kronor: Decimal | None  # the largest sum in it
    persons: tuple[str, ...] = ()  # the names in it


@dataclass(frozen=True, slots=True)
class Appearance:
    """One person in the attendance of one meeting."""

    meeting: MeetingRow
    attendee: Attendee


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of a person: from when to when, and the protocols that say so."""

    role: str
    first: dt.date | None  # the day that a protocol names, else that of the first to show it
    last: dt.date | None
    protocols: tuple[MeetingRow, ...]  # by date


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person, and where they stand in the attendance."""

    id: str  # as in the address
    name: str
    appearances: tuple[Appearance, ...]  # by date
    roles: tuple[RoleRow, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Everything in the archive, as lists by date."""

    meetings: tuple[MeetingRow, ...]
    items: tuple[ItemRow, ...]
    decisions: tuple[DecisionRow, ...]
    people: tuple[PersonRow, ...]  # by name

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The names of the bodies, sorted."""
        return tuple(sorted({m.body for m in self.meetings if m.body}, key=fold_marks))

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years with a meeting, first to last."""
        return tuple(sorted({m.date.year for m in self.meetings if m.date}))

    @cached_property
    def names(self) -> frozenset[str]:
        """Stems of the words that titles write with a capital inside: names of things."""
        return frozenset(
            stem(word)
            for item in self.items
            for written in item.title.split()[1:]
            if written[:1].isupper()
            for word in words(written)
        )

    @cached_property
    def _by_id(self) -> dict[str, ItemRow]:
        return {item.id: item for item in self.items}

    @cached_property
    def _people(self) -> dict[str, PersonRow]:
        known = {person.id: person for person in self.people}
        for person in self.people:  # a scan's spelling, a surname that stands first
            for one in person.appearances:
                known.setdefault(slug(one.attendee.name), person)
        return known

    def person(self, person_id: str) -> PersonRow:
        """Return one person; KeyError if unknown."""
        return self._people[person_id]

    def given_to(self, person: PersonRow) -> tuple[DecisionRow, ...]:
        """Return what was assigned to a person, or what they were chosen for, newest first."""
        return tuple(
            point
            for point in reversed(self.decisions)
            if point.kind in _GIVEN
            and any(self._people.get(slug(name)) is person for name in point.persons)
        )

    def same_matter(self, item_id: str) -> tuple[ItemRow, ...]:
        """Return the items on the same matter, by date and with this one; empty if it is alone.

        The same matter is the same case number, or titles of which one has all telling words of
        the other, two at least.
        """
        own = self._by_id.get(item_id)
        if own is None:
            return ()
        found = [other for other in self.items if other.id == item_id or _same(own, other)]
        return tuple(found) if len(found) > 1 else ()


class Listed(Protocol):
    """What the catalogue needs of an archive."""

    def meetings(self, where: Filter = ...) -> list[Meeting]:
        """Return the meetings by date."""

    def status(self) -> Any:
        """Return the counts, the generation among them."""


class CatalogueOf:
    """The catalogue of one archive, built anew when the archive has changed."""

    def __init__(self, archive: Listed) -> None:
        self._archive = archive
        self._lock = Lock()
        self._built: tuple[int, Catalogue] | None = None

    def now(self) -> Catalogue:
        """Return the catalogue of the archive's present state."""
        generation = self._archive.status().generation
        with self._lock:
            if self._built is None or self._built[0] != generation:
                self._built = (generation, catalogue_of(self._archive.meetings()))
            return self._built[1]


def catalogue_of(meetings: Sequence[Meeting]) -> Catalogue:
    """Return the lists of `meetings`."""
    rows: list[MeetingRow] = []
    items: list[ItemRow] = []
    decisions: list[DecisionRow] = []
    for meeting in meetings:
        row = _meeting_row(meeting)
        rows.append(row)
        for item in meeting.all_items():
            listed = _item_row(item, row)
            items.append(listed)
            decisions += _decision_rows(meeting, item, listed)
    known = {row.id: row for row in rows}
    persons = [_person_row(person, known) for person in find_persons(meetings)]
    return Catalogue(tuple(rows), tuple(items), tuple(decisions), tuple(persons))


def _person_row(person: Person, meetings: dict[str, MeetingRow]) -> PersonRow:
    roles = tuple(
        RoleRow(
            held.role, held.since or held.first, held.until or held.last,
            tuple(meetings[name] for name in held.protocols),
        )
        for held in person.roles()
    )  # fmt: skip
    seen = tuple(Appearance(meetings[one.meeting.id], one.attendee) for one in person.sightings)
    return PersonRow(person.id, person.name, seen, roles)


def _meeting_row(meeting: Meeting) -> MeetingRow:
    titles = [item.title for item in meeting.all_items()]
    references = [item.reference for item in meeting.all_items() if item.reference]
    return MeetingRow(
        meeting.id,
        meeting.body,
        meeting.number,
        meeting.date,
        len(meeting.items),
        sum(len(item.decisions) for item in meeting.all_items()),
        len(meeting.warnings),
        any(page.read_by == "ocr" for page in meeting.document.pages),
        fold_marks(" ".join([meeting.body or "", meeting.number or "", *titles, *references])),
        meeting.document.sha256,
    )


def _item_row(item: Item, meeting: MeetingRow) -> ItemRow:
    telling = (
        stem(word) for word in words(item.title) if len(word) > 2 and not _DATE_LIKE.fullmatch(word)
    )
    matter = frozenset(word for word in telling if word not in _NO_MATTER)
    return ItemRow(
        item.id, item.number, item.title, meeting, item.reference, matter, len(item.decisions)
    )


def _decision_rows(meeting: Meeting, item: Item, row: ItemRow) -> Iterator[DecisionRow]:
    for point in item.decisions:
        sums = [amount.kronor for amount in point.amounts if amount.currency == "SEK"]
        text = meeting.words(point.start, point.end)
        yield DecisionRow(
            row,
            text,
            str(point.kind),
            point.start,
            point.end,
            max(sums, default=None),
            point.persons,
        )


def _same(one: ItemRow, other: ItemRow) -> bool:
    if one.reference and other.reference:
        return fold_marks(one.reference) == fold_marks(other.reference)
    fewer, more = sorted((one.matter, other.matter), key=len)
    return len(fewer) > 1 and fewer <= more
