"""The shape of what the REST API returns, for its OpenAPI description; see `json_contract`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """A part of an answer; fields may be added to it, never renamed."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)


class Searched(Model):
    """What was looked through."""

    meetings: int
    first: str | None = Field(alias="from", description="The day of the first meeting.")
    last: str | None = Field(alias="to", description="The day of the last meeting.")


class Citation(Model):
    """Where the words stand that prove a sentence."""

    n: int = Field(description="As in the answer's [1].")
    item_id: str
    body: str | None
    meeting: str | None = Field(description="The meeting's number as written: 2/2018.")
    date: str | None
    item: str | None = Field(description="The item's number as written.")
    title: str
    quote: str = Field(description="The document's text from start to end, word for word.")
    source: str
    start: int
    end: int
    page: int


class NearMeeting(Model):
    """A meeting near one that is not in the archive."""

    meeting_id: str
    body: str | None
    meeting: str | None
    date: str | None


class Refusal(Model):
    """Why there is no answer, as far as the archive tells."""

    reason: Literal["no_meeting", "not_mentioned", "no_decision", "no_question", "not_answered"]
    words: list[str] = Field(description="Of the question, in no protocol that was searched.")
    asked_for: str | None = Field(
        description="The number, day, month or year of which there is no meeting."
    )
    nearest: list[NearMeeting]


class Answer(Model):
    """A proven answer, or the finding that the protocols do not give one."""

    question: str
    standalone_question: str
    status: Literal["answered", "not_found"]
    answer: str
    highlight: str | None = Field(description="The exact name, date, amount or yes/no.")
    citations: list[Citation]
    searched: Searched
    seconds: float
    refusal: Refusal | None = None


class Hit(Model):
    """One item that a search found."""

    item_id: str
    body: str | None
    meeting: str | None
    date: str | None
    item: str | None
    title: str
    text: str
    score: float = Field(description="0 to 1, higher is better.")
    source: str
    start: int
    end: int


class Hits(Model):
    """The items that a search found, best first."""

    query: str
    hits: list[Hit]
    seconds: float


class MeetingRow(Model):
    """One meeting as a list shows it."""

    id: str
    body: str | None
    number: str | None
    date: str | None
    items: int
    source: str
    warnings: int


class Meetings(Model):
    """The meetings, by date."""

    meetings: list[MeetingRow]


class Decision(Model):
    """One point of a decision, in the protocol's own words."""

    text: str
    start: int
    end: int
    kind: str


class Item(Model):
    """One item of a meeting."""

    id: str
    number: str | None
    title: str
    start: int
    end: int
    page: int
    decisions: list[Decision]
    presenters: list[str]
    reference: str | None
    sub_items: list[Item]


class ShownItem(Item):
    """One item with its text and its meeting."""

    text: str
    meeting: MeetingRow


class Attendee(Model):
    """One person in a meeting's attendance."""

    name: str
    role: str | None
    place: str | None
    party: str | None
    status: Literal["present", "absent", "guest"]
    came: str | None = Field(alias="from")
    left: str | None = Field(alias="to")


class Meeting(Model):
    """One meeting, whole, without the text of its items."""

    id: str
    body: str | None
    number: str | None
    date: str | None
    start_time: str | None
    end_time: str | None
    place: str | None
    chair: str | None
    secretary: str | None
    attendees: list[Attendee]
    items: list[Item]
    warnings: list[str]
    text_chars: int
    source: str


class Problem(Model):
    """What was wrong with a request, in one sentence."""

    detail: str
