"""Questions to begin with: built from what the archive holds, kept when they can be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Protocol

from index.nouns import AttendeeStatus, DecisionKind, Filter, Item, Meeting
from qa.nouns import Assistant
from ui.words import Words

COUNT = 4
_TITLE_LENGTH = range(8, 46)  # shorter says too little, longer does not fit a phone's line
# Titles that name no matter: everyone's last item, and what every meeting does.
_NO_MATTER = re.compile(
    r"(?i)övrig|nästa (?:möte|sammanträde)|justering|dagordning|föregående|information|"
    r"rapport|anmälan|delgivning|[<>\[\]{}*_\\|]"
)

# The five real protocols: 3.5…4.6 % of the letters are å, ä or ö, and 0 % of the one scan's.
_SWEDISH_SHARE = 0.02
_FEW_LETTERS = 200
_TELLING = {
    DecisionKind.APPOINTS: 0,
    DecisionKind.GRANTS: 1,
    DecisionKind.ADOPTS: 1,
    DecisionKind.OTHER: 2,
    DecisionKind.NOTES: 3,
}


class Listed(Protocol):
    """What the examples need of an archive."""

    def meetings(self, where: Filter = ...) -> list[Meeting]:
        """Return the meetings by date."""


def candidates(meetings: Sequence[Meeting], words: Words) -> Iterator[str]:
    """Yield questions about `meetings`, the most telling matters of the newest first."""
    newest = sorted(
        (meeting for meeting in meetings if meeting.items and _reads_well(meeting)),
        key=lambda meeting: (meeting.date is not None, meeting.date, meeting.id),
        reverse=True,
    )
    dated = [meeting for meeting in newest if meeting.date and _has_present(meeting)]
    queues = sorted((_matters(meeting) for meeting in newest), key=lambda q: _rank(q[:1]))
    asked: set[str] = set()
    for turn in range(max((len(queue) for queue in queues), default=0)):
        for place, queue in enumerate(queues):
            if turn == 0 and place == min(COUNT - 2, len(queues) - 1):
                yield from _about_people(dated, words)
            if turn < len(queue) and queue[turn].title not in asked:
                asked.add(queue[turn].title)
                yield words.ask_decided.format(title=as_object(queue[turn].title.strip(" .:")))


def answerable(
    assistant: Assistant, meetings: Sequence[Meeting], words: Words, *, tries: int = 16
) -> tuple[str, ...]:
    """Return up to COUNT example questions that the assistant answers, of at most `tries`."""
    found: list[str] = []
    for tried, question in enumerate(candidates(meetings, words)):
        if len(found) == COUNT or tried == tries:
            break
        if assistant.ask(question).status == "answered":
            found.append(question)
    return tuple(found)


class Examples:
    """The example questions of one archive, anew for each state of it."""

    def __init__(self, archive: Listed, words: Words) -> None:
        self._archive = archive
        self._words = words
        self._lock = Lock()
        self._proven: tuple[str, ...] | None = None

    def now(self) -> tuple[str, ...]:
        """Return the proven examples, or the likeliest ones while none are proven yet."""
        with self._lock:
            if self._proven is not None:
                return self._proven
        likely = candidates(self._archive.meetings(), self._words)
        return tuple(question for question, _ in zip(likely, range(COUNT), strict=False))

    def prove(self, assistant: Assistant) -> None:
        """Ask the candidates and keep those that were answered."""
        proven = answerable(assistant, self._archive.meetings(), self._words)
        with self._lock:
            self._proven = proven

    def forget(self) -> None:
        """Drop what was proven, because the archive has changed."""
        with self._lock:
            self._proven = None


def _matters(meeting: Meeting) -> list[Item]:
    """Return the items worth asking about, those that appoint or grant something first."""
    items = [
        item
        for item in meeting.items
        if item.decisions
        and len(item.title.strip()) in _TITLE_LENGTH
        and not _NO_MATTER.search(item.title)
    ]
    return sorted(items, key=lambda item: _rank([item]))


def _rank(items: Sequence[Item]) -> int:
    """Return how telling the first decision of `items` is; 0 is most."""
    kinds = [decision.kind for item in items for decision in item.decisions]
    return min((_TELLING.get(kind, 2) for kind in kinds), default=4)


def _about_people(dated: Sequence[Meeting], words: Words) -> Iterator[str]:
    for meeting in dated[len(dated) // 2 :][:1]:
        if meeting.date is not None:
            yield words.ask_present.format(day=words.day(meeting.date))


def _reads_well(meeting: Meeting) -> bool:
    """Say whether the text has Swedish letters: a scan read in another language has none."""
    text = meeting.document.text[meeting.start : meeting.end].lower()
    letters = sum(map(str.isalpha, text))
    return letters < _FEW_LETTERS or sum(map(text.count, "åäö")) >= letters * _SWEDISH_SHARE


def _has_present(meeting: Meeting) -> bool:
    return any(person.status is AttendeeStatus.PRESENT for person in meeting.attendees)


def as_object(title: str) -> str:
    """Return a title as it stands in running text: lower case unless its first word is a name."""
    first, _, rest = title.partition(" ")
    keep = not first[1:].islower() or rest[:1].isupper()
    return title if keep else title[:1].lower() + title[1:]
