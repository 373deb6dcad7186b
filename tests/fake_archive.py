"""An invented archive and an assistant that needs no model, for tests of the web page."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.closing import lies_in
from index.errors import QuestionError
from index.nouns import (
    ANY,
    Attendee,
    AttendeeStatus,
    Decision,
    DecisionKind,
    Document,
    Filter,
    Hit,
    Item,
    Meeting,
    Page,
    Passage,
    Section,
    SectionKind,
)
from index.standing import Standing
from qa.nouns import Answer, Citation, Searched, Sentence

FIRST = """Hamnrådets protokoll 3/2019
Tid och plats: 2019-05-14 kl 09.00-11.30, Sjöfartshuset i Grynnvik
Närvarande: Alva Brandt, Grynnvik, Ove Lindskog, Sandhamra (från kl 09.40)
Frånvarande: Rut Ekdahl, Tångby

1. Muddring av inloppet
Farleden har grundats upp efter vinterns stormar och två fartyg har fått vänta på högvatten.
Kostnaden beräknas till 480 000 kr, varav staten bär hälften.

Beslut:
att muddra inloppet under hösten 2019
samt att anslå 240 000 kr ur underhållsfonden.

2. Ny hamnkapten
Hamnkapten Torsten Vik går i pension den 1 september. Fjorton personer har sökt tjänsten.

Beslut:
att utse Signe Holmkvist till hamnkapten från den 1 september 2019.

3. Märkning <script>alert("hej")</script> & skyltar
Kajerna får nya skyltar med *stora* siffror, se [ritning](http://exempel.invalid/x).

Beslut:
att notera informationen.
"""

SECOND = """Hamnrådets protokoll 4/2019
Tid och plats: 2019-09-03, Grynnvik
Närvarande: Signe Holmkvist, Grynnvik, Ove Lindskog, Sandhamra

§ 7 Avgifter för gästbryggan
Dygnsavgiften är oförändrad sedan 2012.

Beslut
Hamnrådet beslutar att höja dygnsavgiften till 190 kr från årsskiftet.
"""


def _document(path: str, text: str) -> Document:
    return Document(
        path=path,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        text=text,
        pages=(Page(1, 0, len(text)),),
    )


def _item(document: Document, item_id: str, number: str | None, title: str, until: str) -> Item:
    """Build the item whose heading ends in `title` and whose text runs up to `until`."""
    text = document.text
    start = text.rfind("\n", 0, text.index(title)) + 1
    end = text.index(until, start) if until else len(text)
    sections: list[Section] = []
    decisions: list[Decision] = []
    at = text.find("\nBeslut", start, end) + 1
    if at:
        sections.append(Section(SectionKind.DECISION, at, end, heading="Beslut"))
        line = text.index("\n", at) + 1
        for point in text[line:end].rstrip().splitlines(keepends=True):
            decisions.append(Decision(line, line + len(point.rstrip()), DecisionKind.OTHER))
            line += len(point)
    return Item(
        item_id, number, title, start, end, document, tuple(sections), decisions=tuple(decisions)
    )


def _attendee(document: Document, name: str, status: AttendeeStatus, place: str) -> Attendee:
    start = document.text.index(name)
    return Attendee(name, status, start, start + len(name), place=place)


def meetings() -> tuple[Meeting, ...]:
    """Return the two invented meetings, in order of date."""
    first = _document("hamnrad-2019-05.txt", FIRST)
    second = _document("hamnrad-2019-09.txt", SECOND)
    late = replace(
        _attendee(first, "Ove Lindskog", AttendeeStatus.PRESENT, "Sandhamra"), from_time="09:40"
    )
    return (
        Meeting(
            "hamnradet-2019-05-14",
            first,
            0,
            len(FIRST),
            body="Hamnrådet",
            number="3/2019",
            date=dt.date(2019, 5, 14),
            start_time="09:00",
            end_time="11:30",
            place="Sjöfartshuset i Grynnvik",
            attendees=(
                _attendee(first, "Alva Brandt", AttendeeStatus.PRESENT, "Grynnvik"),
                late,
                _attendee(first, "Rut Ekdahl", AttendeeStatus.ABSENT, "Tångby"),
            ),
            items=(
                _item(first, "hamn-1", "1", "Muddring av inloppet", "2. Ny"),
                _item(first, "hamn-2", "2", "Ny hamnkapten", "3. Märkning"),
                _item(first, "hamn-3", "3", 'Märkning <script>alert("hej")</script> & skyltar', ""),
            ),
        ),
        Meeting(
            "hamnradet-2019-09-03",
            second,
            0,
            len(SECOND),
            body="Hamnrådet",
            number="4/2019",
            date=dt.date(2019, 9, 3),
            place="Grynnvik",
            attendees=(
                _attendee(second, "Signe Holmkvist", AttendeeStatus.PRESENT, "Grynnvik"),
                _attendee(second, "Ove Lindskog", AttendeeStatus.PRESENT, "Sandhamra"),
            ),
            items=(_item(second, "hamn-7", "§ 7", "Avgifter för gästbryggan", ""),),
        ),
    )


@dataclass(frozen=True, slots=True)
class FakeStatus:
    """As much of an archive's status as the page and the metrics read."""

    meetings: int
    first_date: dt.date | None
    last_date: dt.date | None
    generation: int
    documents: int = 2
    items: int = 4
    passages: int = 4
    built_at: str = "2024-05-01T10:00:00+00:00"


@dataclass(slots=True)
class FakeArchive:
    """An archive in memory; `change` stands for a re-index by another process."""

    kept: tuple[Meeting, ...] = field(default_factory=meetings)
    generation: int = 1
    waiting: tuple[Meeting, ...] | None = None
    stands: Standing | None = None  # None: as its meetings tell

    def standing(self) -> Standing:
        """Return how it stands with the archive."""
        return self.stands or (Standing.READY if self.kept else Standing.EMPTY)

    def change(self, kept: tuple[Meeting, ...]) -> None:
        """Finish a re-index: `refresh` will see `kept`."""
        self.waiting = kept

    def refresh(self) -> bool:
        """Pick up a finished change; True if there was one."""
        if self.waiting is None:
            return False
        self.kept, self.waiting = self.waiting, None
        self.generation += 1
        return True

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        """Return the meetings that pass the body, the days and the person, by date."""
        return [meeting for meeting in self.kept if _passes(meeting, where)]

    def meeting(self, meeting_id: str) -> Meeting:
        """Return one meeting; KeyError if unknown."""
        return {meeting.id: meeting for meeting in self.kept}[meeting_id]

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return an item and its meeting; KeyError if unknown."""
        return {item.id: (m, item) for m in self.kept for item in m.all_items()}[item_id]

    def status(self) -> FakeStatus:
        """Return how much is in the archive."""
        days = [meeting.date for meeting in self.kept if meeting.date]
        return FakeStatus(
            len(self.kept), min(days, default=None), max(days, default=None), self.generation
        )


def _passes(meeting: Meeting, where: Filter) -> bool:
    day = meeting.date or dt.date.min
    people = [person.name for person in meeting.attendees]
    return (
        (where.body or "").lower() in (meeting.body or "").lower()
        and (where.date_from or day) <= day <= (where.date_to or day)
        and (where.person is None or where.person in people)
        and not lies_in(meeting.document.path, where.closed)
    )


@dataclass(slots=True)
class FakeSearcher:
    """Finds the items whose titles share beginnings of long words with the query."""

    archive: FakeArchive

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        """Return at most `k` hits, those that share most words first."""
        wanted = {word.strip("?,.") for word in query.lower().split() if len(word) > 6}
        hits = [
            Hit(
                meeting,
                item,
                Passage(number, item.id, meeting.id, item.start, item.end, item.title),
                score=shared / len(wanted),
                closeness=shared / len(wanted),
            )
            for meeting in self.archive.meetings(where)
            for number, item in enumerate(meeting.all_items())
            if (shared := sum(word[:7] in item.title.lower() for word in wanted))
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.item.id))[:k]


@dataclass(slots=True)
class FakeAssistant:
    """Answers with the decision of the item that shares most long words with the question."""

    archive: FakeArchive
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        """Answer from the fake archive; QuestionError if the question is blank."""
        if not question.strip():
            raise QuestionError("The question is empty.")
        if "krascha" in question:
            raise RuntimeError("a defect in the assistant")
        self.asked.append((question, tuple(history)))
        wanted = {word for word in question.lower().strip("?").split() if len(word) > 6}
        passing = self.archive.meetings(where)
        days = [meeting.date for meeting in passing if meeting.date]
        searched = Searched(len(passing), min(days, default=None), max(days, default=None))
        best: tuple[int, Meeting, Item] | None = None
        for meeting in self.archive.meetings(where):
            for item in meeting.all_items():
                shared = sum(word in item.text.lower() for word in wanted)
                if item.decisions and shared and (best is None or shared > best[0]):
                    best = (shared, meeting, item)
        if best is None:
            return Answer(question, question, "not_found", (), None, (), searched, 0.01)
        _, meeting, item = best
        citations = tuple(
            Citation(
                n, item.id, meeting.body, meeting.number, meeting.date, item.number, item.title,
                item.document.text[point.start : point.end], item.document.path,
                point.start, point.end, item.page,
            )
            for n, point in enumerate(item.decisions, 1)
        )  # fmt: skip
        sentences = tuple(Sentence(citation.quote, (citation.n,)) for citation in citations)
        highlight = next(
            (name for name in ("Signe Holmkvist", "190 kr", "240 000 kr") if name in item.text),
            None,
        )
        return Answer(
            question, question, "answered", sentences, highlight, citations, searched, 0.0123
        )
