"""Why there is no answer, as the page says it."""

from __future__ import annotations

import datetime as dt
from html import escape

from qa.nouns import NearMeeting, Refusal
from ui.addresses import meeting_address, minutes
from ui.words import Words


def refusal_html(refusal: Refusal, words: Words) -> str:
    """Return the reason as paragraphs, with links to the meetings nearby; "" if none is known."""
    said = refusal_text(refusal, words)
    if not said:
        return ""
    near = ", ".join(_link(meeting, words) for meeting in refusal.nearest)
    offered = f" {escape(words.near_meetings)}: {near}." if near else ""
    return f'<p class="skalet">{escape(said)}{offered}</p>'


def refusal_text(refusal: Refusal, words: Words) -> str:
    """Return the reason in one sentence; "" if nothing more is known than that."""
    if refusal.reason == "no_meeting":
        return words.refused_meeting.format(meeting=_time(refusal.asked_for or "", words))
    if refusal.reason == "not_mentioned":
        said = words.refused_word if len(refusal.words) == 1 else words.refused_words
        return said.format(words=", ".join(f"”{word}”" for word in refusal.words))
    if refusal.reason == "no_question":
        return words.no_question
    return words.refused_decision if refusal.reason == "no_decision" else ""


def _time(asked_for: str, words: Words) -> str:
    """Return the number, day, month or year asked for as people write it: "maj 2019"."""
    if "/" in asked_for:
        return f"{words.meeting_number} {asked_for}"
    parts = [int(part) for part in asked_for.split("-")]
    if len(parts) == 3:
        return words.day(dt.date(*parts))
    return " ".join([*(words.months[month - 1] for month in parts[1:]), str(parts[0])])


def _link(meeting: NearMeeting, words: Words) -> str:
    name = minutes(meeting.body, meeting.number, words)
    if meeting.date:
        name = f"{name}, {words.day(meeting.date)}"
    return f'<a href="{escape(meeting_address(meeting.id, words=words))}">{escape(name)}</a>'
