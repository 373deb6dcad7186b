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


class Listed(Protocol):
    """What the examples need of an archive."""

    def meetings(self, where: Filter = ...) -> list[Meeting]:
        """Return the meetings by date."""


def candidates(meetings: Sequence[Meeting], words: Words) -> Iterator[str]:
    """Yield questions about `meetings`, the newest first, no two of a meeting in a row."""
    newest = sorted(
        (meeting for meeting in meetings if meeting.items),
        key=lambda meeting: (meeting.date is not None, meeting.date, meeting.id),
        reverse=True,
    )
    dated = [meeting for meeting in newest if meeting.date and _has_present(meeting)]
    queues = [_matters(meeting) for meeting in newest]
    asked: set[str] = set()
    for turn in range(max((len(queue) for queue in queues), default=0)):
        for queue in queues:
            if turn < len(queue) and queue[turn].title not in asked:
                title = queue[turn].title.strip()
                asked.add(queue[turn].title)
                yield words.ask_decided.format(title=_as_object(title))
        if turn == 0 and dated:
            first = dated[len(dated) // 2]
            assert first.date is not None
            yield words.ask_present.format(day=words.day(first.date))


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
    telling = {DecisionKind.APPOINTS: 0, DecisionKind.GRANTS: 1, DecisionKind.ADOPTS: 1}
    items = [
        item
        for item in meeting.items
        if item.decisions
        and len(item.title.strip()) in _TITLE_LENGTH
        and not _NO_MATTER.search(item.title)
    ]
    return sorted(items, key=lambda i: min(telling.get(d.kind, 2) for d in i.decisions))


def _has_present(meeting: Meeting) -> bool:
    return any(person.status is AttendeeStatus.PRESENT for person in meeting.attendees)


def _as_object(title: str) -> str:
    """Return a title as it stands in running text: lower case unless its first word is a name."""
    first, _, rest = title.partition(" ")
    keep = not first[1:].islower() or rest[:1].isupper()
    return title if keep else title[:1].lower() + title[1:]
