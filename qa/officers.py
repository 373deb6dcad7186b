"""Officers: who chaired a meeting, who kept its minutes and who approved them."""

from __future__ import annotations

from collections.abc import Callable

from index.nouns import Meeting
from index.signatures import find_adjusters
from qa.ask import Ask
from qa.drafts import Draft, DraftSentence, draft_of_latest
from qa.phrases import enumerated, on_day
from qa.quotes import lines_quote, office_quote

_MOST = 4  # meetings whose officers are told in one answer, the latest


def chair(ask: Ask) -> Draft | None:
    """Return who chaired the meetings."""
    return _officer(ask, "ordförande", lambda meeting: meeting.chair)


def secretary(ask: Ask) -> Draft | None:
    """Return who was secretary of the meetings."""
    return _officer(ask, "sekreterare", lambda meeting: meeting.secretary)


def _officer(ask: Ask, office: str, holder: Callable[[Meeting], str | None]) -> Draft | None:
    """Return who held `office`; one name that held it at all of the meetings is highlighted."""
    if not ask.of_meeting and not ask.scope.bodies:
        return None
    sentences, names = [], set()
    for meeting in ask.meetings:
        name = holder(meeting)
        quote = office_quote(meeting, name) if name else None
        if name and quote:
            said = f"{name} var {office} vid {on_day(meeting)}."
            sentences.append(DraftSentence(said, (quote,)))
            names.add(name)
    return Draft(tuple(sentences[-_MOST:]), names.pop() if len(names) == 1 else None)


def adjusters(ask: Ask) -> Draft | None:
    """Return who approved the minutes."""
    if not ask.of_meeting:
        return None
    found = []
    for meeting in ask.meetings:
        spans = find_adjusters(meeting)
        if not spans:
            continue
        who = enumerated([meeting.document.text[span.start : span.end] for span in spans])
        quote = lines_quote(meeting, min(s.start for s in spans), max(s.end for s in spans))
        said = f"{who} justerade protokollet från {on_day(meeting)}."
        found.append((DraftSentence(said, (quote,)), who))
    return draft_of_latest(found, _MOST)
