"""Phrases that answers share: how a meeting, a time, a person and a list are named."""

from __future__ import annotations

from collections.abc import Sequence

from index.dates import swedish_date
from index.nouns import Attendee, Meeting

NO_REPORT = "Ingen återrapport hittad i senare protokoll."  # of an assignment, after its words


def on_day(meeting: Meeting) -> str:
    """Return how a meeting is named in an answer: `mötet 2/2018 den 21 mars 2018`."""
    number = f" {meeting.number}" if meeting.number else ""
    day = f" den {swedish_date(meeting.date)}" if meeting.date else ""
    return f"mötet{number}{day}"


def clock(time: str) -> str:
    """Return a time of the day as Swedish writes it: `09:30` is `09.30`."""
    return time.replace(":", ".")


def capitalised(text: str) -> str:
    """Return `text` with its first letter large and the others as they were."""
    return text[:1].upper() + text[1:]


def enumerated(names: Sequence[str]) -> str:
    """Return one name or more as a list in running text: `A, B och C`."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " och " + names[-1]


def with_origin(person: Attendee) -> str:
    """Return a name with where the person comes from: `Palle Lundberg (Helsingborg)`."""
    origin = person.place or person.party or person.role
    return f"{person.name} ({origin})" if origin else person.name


def later_on(meeting: Meeting) -> str:
    """Return the lead of what a later protocol says: `Senare, den 21 mars 2018`."""
    return f"Senare, den {swedish_date(meeting.date)}" if meeting.date else "Senare"
