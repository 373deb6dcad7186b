"""Officers: who chaired a meeting, who kept its minutes and who approved them."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.dates import swedish_date
from index.folding import fold_marks
from index.nouns import Meeting
from index.signatures import find_adjusters
from qa.ask import Ask
from qa.drafts import Draft, DraftSentence, draft_of_latest
from qa.phrases import enumerated, on_day
from qa.quotes import lines_quote, office_quote, person_quote

_MOST_HOLDERS = 20  # of an office that all holders of are asked for
_ALL_HOLDERS = re.compile(r"\bvilka\b.*\b(?:har\s+varit|varit|har\s+haft)\b|\balla\b")
_VICE = re.compile(r"\bvice\b|\bv\.?\s*ordf")
_RANK = re.compile(r"\b(forste|andre|1|2)(?::?[ea])?\s+vice")
_RANKS = {
    "forste": ("forste", "1"),
    "1": ("forste", "1"),
    "andre": ("andre", "2"),
    "2": ("andre", "2"),
}
_MOST = 4  # meetings whose officers are told in one answer, the latest


def chair(ask: Ask) -> Draft | None:
    """Return who chaired the meetings."""
    return _officer(ask, "ordförande", lambda meeting: meeting.chair)


def vice_chair(ask: Ask) -> Draft | None:
    """Return whom the attendance lists as vice chair, each with the role as written.

    None but a vice chair answers: without one, the Draft is empty.
    """
    if not ask.of_meeting and not ask.scope.bodies:
        return Draft(())
    rank = _RANK.search(ask.question.plain)
    sentences, names = [], set()
    for meeting in ask.meetings:
        for person in meeting.attendees:
            role = fold_marks(person.role or "")
            if not _VICE.search(role) or meeting.date is None:
                continue
            if rank and not role.startswith(_RANKS[rank[1]]):
                continue
            said = f"{person.name} ({person.role}), enligt protokollet från den "
            quote = person_quote(meeting, person)
            sentences.append(DraftSentence(f"{said}{swedish_date(meeting.date)}.", (quote,)))
            names.add(person.name)
    return Draft(tuple(sentences[-2 * _MOST :]), names.pop() if len(names) == 1 else None)


def secretary(ask: Ask) -> Draft | None:
    """Return who was secretary of the meetings."""
    return _officer(ask, "sekreterare", lambda meeting: meeting.secretary)


def _officer(ask: Ask, office: str, holder: Callable[[Meeting], str | None]) -> Draft | None:
    """Return who held `office`; one name that held it at all of the meetings is highlighted."""
    if not ask.of_meeting and not ask.scope.bodies:
        return None
    sentences: list[DraftSentence] = []
    names: set[str] = set()
    each_once = bool(_ALL_HOLDERS.search(ask.question.plain)) and bool(ask.scope.bodies)
    for meeting in ask.scope.meetings if each_once else ask.meetings:
        name = holder(meeting)
        quote = office_quote(meeting, name) if name else None
        if name and quote and not (each_once and name in names):
            said = f"{name} var {office} vid {on_day(meeting)}."
            sentences.append(DraftSentence(said, (quote,)))
            names.add(name)
    most = _MOST_HOLDERS if each_once else _MOST
    return Draft(tuple(sentences[-most:]), names.pop() if len(names) == 1 else None)


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
