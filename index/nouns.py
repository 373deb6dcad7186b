"""What a protocol consists of: the nouns that every other module speaks in.

A document's text is stored once; everything below it is a span of offsets into that text, so
`document.text[start:end]` is the quote, always.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from index.amounts import Amount
from index.dates import FoundDate

ReadBy = Literal["text", "ocr"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text: characters `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document and how its text was obtained."""

    number: int  # 1-based
    start: int
    end: int
    read_by: ReadBy = "text"
    confidence: float | None = None  # mean word confidence of our OCR, 0…100; None: not ours


@dataclass(frozen=True, slots=True)
class Document:
    """One source file as it was read: its text, verbatim, and its pages."""

    path: str  # relative to the source folder, with forward slashes
    sha256: str  # of the file's bytes, hexadecimal
    media_type: str
    text: str = field(repr=False)
    pages: tuple[Page, ...] = ()
    warnings: tuple[ParseWarning, ...] = ()  # of reading; the archive keeps them with the meetings

    def page_at(self, offset: int) -> int:
        """Return the 1-based number of the page that holds `offset`; 1 where pages are unknown."""
        number = 1
        for page in self.pages:
            if page.start > offset:
                break
            number = page.number
        return number

    def quote(self, span: Span) -> str:
        """Return the text of `span`, verbatim."""
        return self.text[span.start : span.end]


class AttendeeStatus(StrEnum):
    """Whether a person listed in a protocol's attendance was there."""

    PRESENT = "present"
    ABSENT = "absent"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person as a protocol's attendance lists them; what is not written is None."""

    name: str
    status: AttendeeStatus
    start: int  # where the name stands in the document
    end: int
    role: str | None = None
    place: str | None = None
    party: str | None = None
    from_time: str | None = None  # "HH:MM", when the person came
    to_time: str | None = None  # "HH:MM", when the person left
    replaces: str | None = None  # the member for whom a substitute served
    items: str | None = None  # for which items, as written: "§§ 61-65", "ej § 63"


class DecisionKind(StrEnum):
    """What a decision does, by its leading verb. The values are what users and JSON see."""

    APPOINTS = "utser"
    APPROVES = "godkänner"
    ADOPTS = "antar"
    GRANTS = "beviljar"
    REJECTS = "avslår"
    ASSIGNS = "uppdrar"
    FORWARDS = "överlämnar"
    REFERS = "remitterar"
    POSTPONES = "bordlägger"
    NOTES = "noterar"
    OTHER = "övrigt"


@dataclass(frozen=True, slots=True)
class Decision:
    """One point of a decision, in the protocol's own words."""

    start: int
    end: int
    kind: DecisionKind
    decided_by: str | None = None  # the body that decides, as written; else the meeting's own
    amounts: tuple[Amount, ...] = ()  # with offsets into the document, as the dates
    dates: tuple[FoundDate, ...] = ()
    persons: tuple[str, ...] = ()


class Choice(StrEnum):
    """How one member voted."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One member's vote, where the protocol lists it."""

    name: str
    choice: Choice
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """One count of votes at an item; a number that is not written is None."""

    start: int
    end: int
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    ballots: tuple[Ballot, ...] = ()


class SectionKind(StrEnum):
    """What a part of an item is. Only DECISION holds what was decided."""

    BODY = "body"  # running text: background, summary, discussion
    DECISION = "decision"
    PROPOSAL = "proposal"  # proposals, motions, what earlier bodies said
    VOTE = "vote"
    RESERVATION = "reservation"
    ADMIN = "admin"  # basis for the decision, distribution lists, approval notices


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an item under its own heading (or before the first one)."""

    kind: SectionKind
    start: int
    end: int
    heading: str | None = None  # as written, without the colon


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a meeting (ärende, punkt, paragraf): the unit that people cite."""

    id: str  # stable address, unique in the archive
    number: str | None  # as written: "6", "§ 27", "09.15"; None: an unnumbered part
    title: str
    start: int
    end: int
    document: Document = field(repr=False)
    sections: tuple[Section, ...] = ()
    decisions: tuple[Decision, ...] = ()
    presenters: tuple[str, ...] = ()
    sub_items: tuple[Item, ...] = ()
    reference: str | None = None  # diarienummer
    votes: tuple[Vote, ...] = ()
    reservations: tuple[str, ...] = ()  # who recorded dissent, as written
    conflicts: tuple[str, ...] = ()  # who took no part because of an interest (jäv)
    attachments: tuple[str, ...] = ()  # as written: "Bilaga 2", "Tidplan 2024-03-01"

    @property
    def page(self) -> int:
        """The 1-based page on which the item begins."""
        return self.document.page_at(self.start)

    @property
    def text(self) -> str:
        """The item's whole text, verbatim."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class ParseWarning:
    """Something in a document that could not be understood, and where."""

    message: str
    start: int


FRAME_SUFFIX = "-protokollet"  # of the id of a meeting's frame
FRAME_TITLE = "Protokollets uppgifter"
FurnitureKind = Literal["running header", "page number", "contents", "signatures", "notice", "mark"]


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text that belongs to the paper and not to the meeting: it is kept, but never an answer."""

    start: int
    end: int
    kind: FurnitureKind


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of one body, as its protocol records it; what is not written is None."""

    id: str  # stable address, unique in the archive
    document: Document = field(repr=False)
    start: int  # the meeting's span in the document: all of it, unless several share the file
    end: int
    body: str | None = None
    number: str | None = None  # "2/2018"
    date: dt.date | None = None
    start_time: str | None = None  # "HH:MM"
    end_time: str | None = None
    place: str | None = None
    chair: str | None = None
    secretary: str | None = None
    attendees: tuple[Attendee, ...] = ()
    items: tuple[Item, ...] = ()
    furniture: tuple[Furniture, ...] = ()  # in order, without overlap
    header: Span = Span(0, 0)  # from the meeting's start to its first item
    warnings: tuple[ParseWarning, ...] = ()
    adjusters: tuple[str, ...] = ()  # who approved the minutes beside the chair

    @property
    def frame(self) -> Item:
        """The whole protocol as an item, to cite what stands in none: attendance, signatures."""
        return Item(
            f"{self.id}{FRAME_SUFFIX}", None, FRAME_TITLE, self.start, self.end, self.document
        )

    def words(self, start: int, end: int) -> str:
        """Return the words of `start` … `end` on one line, without the furniture among them.

        This is what is shown; a quote stays verbatim.
        """
        text, pieces, at = self.document.text, [], start
        for piece in self.furniture:
            if piece.start < end and piece.end > start:
                pieces.append(text[at : max(at, piece.start)])
                at = max(at, min(piece.end, end))
        return " ".join("".join([*pieces, text[at:end]]).split())

    def all_items(self) -> Iterator[Item]:
        """Yield every item in order, each followed by its sub-items."""
        for item in self.items:
            yield item
            yield from item.sub_items


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of one item that is embedded and matched, together with its context line."""

    id: int  # row in the archive, unique
    item_id: str
    meeting_id: str
    start: int
    end: int
    context: str  # "body, date, number title": searched with the text, never quoted


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found by a search, its best passage, and why it was found."""

    meeting: Meeting
    item: Item
    passage: Passage
    score: float  # 0…1, higher is better
    legs: dict[str, float] = field(
        default_factory=dict
    )  # raw score by leg: "dense", "words", "grams"
    closeness: float = 0.0  # of the question and the passage: 0 unrelated, 1 the same
    sentences: Mapping[tuple[int, int], float] = field(default_factory=dict)  # the same, by span

    @property
    def text(self) -> str:
        """The best passage's text, verbatim."""
        return self.item.document.text[self.passage.start : self.passage.end]


@dataclass(frozen=True, slots=True)
class Filter:
    """Where a search may look; None means no limit, an empty set means that nothing passes."""

    date_from: dt.date | None = None
    date_to: dt.date | None = None
    body: str | None = None  # folded substring of the body's name
    person: str | None = None  # someone in the attendance, or named as a presenter
    meetings: frozenset[str] | None = None  # meeting ids
    items: frozenset[str] | None = None  # item ids, their sub-items with them; of a search only
    closed: frozenset[str] = frozenset()  # documents that are kept from who asks: closing.py


ANY = Filter()

_SLUG = re.compile(r"[^a-z0-9]+")
_PLAIN = str.maketrans("åäöéèüáàëïæø", "aaoeeuaaeiao")


def slug(text: str) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens, for stable addresses."""
    return _SLUG.sub("-", text.lower().translate(_PLAIN)).strip("-")
