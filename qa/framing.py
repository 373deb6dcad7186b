"""Framing: what an answer says of the meeting itself, held to the meeting's record.

`mötet 2/2018 den 21 mars 2018`, who was present, when somebody came, who chaired, where it was.
Each of these is either true of a cited meeting, and taken out, or the sentence is false. What is
left must be said by the quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from index.dates import MONTH_NAMES, find_dates, swedish_date
from index.folding import fold
from index.nouns import Attendee, AttendeeStatus, Meeting
from index.signatures import find_adjusters
from qa.claims import Stated, line_of, tokens
from qa.drafts import Quote
from qa.framing_items import is_of_sums, without_no_report, without_vote
from qa.phrases import on_day

_MONTH = "|".join(MONTH_NAMES)
_DATE = rf"\d{{1,2}}\s(?:{_MONTH})\s(?:19|20)\d\d"
_MEETING = re.compile(
    rf"""(?P<ahead>\b(?:till|inför|före|efter)\s+)?
    \b(?:mötet?|sammanträdet?|protokollet|meeting|minutes)\b(?:\s(?:från|of))?
    (?P<number>\s(?:nr\s)?\d[\w/:–-]*(?!\s(?:{_MONTH})))?(?P<day>\s(?:den\s|on\s)?{_DATE})?""",
    re.IGNORECASE | re.VERBOSE,
)
_DAY_FIRST = re.compile(rf"^(?:Senare, den )?(?P<day>{_DATE}):(?=\s)")
_ON_THE_DAY = re.compile(rf"^Den (?P<day>{_DATE})(?: \((?:möte )?(?P<number>[^)]*)\))?\.(?=\s|$)")
_DAY_DECIDED = re.compile(
    rf"\bden (?P<day>{_DATE})(?=\s(?:beslutade|behandlade|diskutera)\w*)", re.I
)
_MEETINGS = re.compile(r"^(?P<count>\d+) (?:möten?|meetings?)(?:: (?P<days>[^”]+))?\.\s*$")
_PLACE = re.compile(r"\bhölls på (?P<place>.+)\.\s*$", re.DOTALL)
_LASTED = re.compile(
    r"\bpågick från kl\. (?P<begin>\d\d\.\d\d)(?: till kl\. (?P<end>\d\d\.\d\d))?\."
)
_CLOCK = r"\d\d\.\d\d"
_CAME = re.compile(
    rf"^(?P<name>.+?) (?P<verb>kom till|lämnade|var med på) mötet\b.*?"
    rf"\bkl\. (?P<one>{_CLOCK})(?: till kl\. (?P<two>{_CLOCK}))?\."
)
_OFFICE = re.compile(r"^(?P<name>.+?) var (?P<verb>ordförande|sekreterare) vid ")
_APPROVED = re.compile(r"^(?P<names>.+?) (?P<verb>justerade protokollet)\b")
_IN_PLACE_OF = re.compile(
    r"^(?P<name>.+?) (?P<verb>tjänstgjorde i stället för) (?P<other>.+?) vid "
)
_COUNTED = re.compile(
    r"^(?P<verb>(?P<count>\d+) (?:stycken|people)): (?P<names>.+)\.\s*$", re.DOTALL
)
_ORIGIN = re.compile(r"^(?P<name>[^:]+): (?P<where>.+) \(vid (?=mötet)", re.DOTALL)
_BRACKETS = re.compile(r" \((?P<said>[^()\d]+)\)")
_SHORT_BODY = re.compile(
    r"\b(rådet|styrelsen|nämnden|gruppen|utskottet|fullmäktige|direktionen|kommittén)s?\b",
    re.IGNORECASE,
)
_STATUS = (
    (re.compile(r"\b(?:närvarande|present)\b", re.IGNORECASE), AttendeeStatus.PRESENT),
    (re.compile(r"\b(?:frånvarande|absent)\b", re.IGNORECASE), AttendeeStatus.ABSENT),
    (re.compile(r"\b(?:gäst|gäster|guests?)\b", re.IGNORECASE), AttendeeStatus.GUEST),
)


def unframed(own: str, quotes: Sequence[Quote], said: Stated) -> str | None:
    """Return `own` without what it truly says of the cited meetings; None if any of it is false.

    `own` is the words of ours in a sentence, `said` what its quotes state.
    """
    meetings = _distinct(quote.meeting for quote in quotes)
    if is_of_sums(own, quotes):
        return ""
    own = without_no_report(own, quotes)
    for meeting in meetings:
        if own.strip() == _named(meeting):
            return ""
    checks: tuple[Callable[[str], str | None], ...] = (
        lambda own: _of_people(own, quotes, meetings, said),
        lambda own: _of_hours(own, meetings, said),
        lambda own: _of_days(own, quotes, meetings),
    )
    for check in checks:
        left = check(own)
        if left is None:
            return None
        own = left
    for meeting in meetings:
        if meeting.body:
            whole = rf"(?<!\w){re.escape(meeting.body)}s?(?!\w)"
            own = re.sub(whole, " ", own, flags=re.IGNORECASE)
            own = _SHORT_BODY.sub(partial(_without_short, meeting.body), own)
    return own


def _without_short(body: str, match: re.Match[str]) -> str:
    """Return nothing for the last part of a body's name, `Rådet` of `Bryggrådet`."""
    return " " if fold(body).endswith(fold(match[1])) else match.group()


def _distinct(meetings: Iterable[Meeting]) -> list[Meeting]:
    return list({meeting.id: meeting for meeting in meetings}.values())


def _named(meeting: Meeting) -> str | None:
    """Return how a list of meetings names this one: `Bryggrådet 2/2018, 21 mars 2018.`."""
    if meeting.date is None:
        return None
    named = " ".join(filter(None, (meeting.body, meeting.number)))
    return f"{named}, {swedish_date(meeting.date)}."


def _is_on(meeting: Meeting, day: str | None, number: str | None) -> bool:
    """Return whether a meeting has this day and number; None says nothing of either."""
    found = find_dates(day) if day else []
    if day and not (found and meeting.date == found[0].first):
        return False
    bare = re.sub(r"^nr\s", "", number.strip()) if number else None
    return bare is None or fold(bare) == fold(meeting.number or "")


def _of_days(own: str, quotes: Sequence[Quote], meetings: Sequence[Meeting]) -> str | None:
    counted = _MEETINGS.match(own)
    if counted:
        return _of_many(counted, quotes)
    first = _DAY_FIRST.match(own)
    if first:
        if not all(_is_on(meeting, first["day"], None) for meeting in meetings):
            return None
        own = own[first.end() :]
    on_the_day = _ON_THE_DAY.match(own)
    if on_the_day:
        if any(_is_on(meeting, on_the_day["day"], on_the_day["number"]) for meeting in meetings):
            own = own[on_the_day.end() :]
        elif on_the_day["number"]:
            return None
    for meeting in meetings:
        own = re.sub(rf"{re.escape(on_day(meeting))}(?![\w/])", " ", own, flags=re.IGNORECASE)
    for pattern in (_MEETING, _DAY_DECIDED):
        kept, at = [], 0
        for match in pattern.finditer(own):
            part = match.groupdict()
            day, number = part.get("day"), part.get("number")
            # What is put off to another meeting is told by the quote: `till mötet den 8 december`.
            if part.get("ahead") or not (day or number):
                continue
            if not any(_is_on(meeting, day, number) for meeting in meetings):
                return None
            kept.append(own[at : match.start()])
            at = match.end()
        own = " ".join([*kept, own[at:]])
    return own


def _of_many(counted: re.Match[str], quotes: Sequence[Quote]) -> str | None:
    """Return nothing left of `3 möten: …` if so many are quoted, and of these days."""
    entries = {(quote.meeting.id, quote.start): quote.meeting.date for quote in quotes}
    if len(entries) != int(counted["count"]):
        return None
    if counted["days"]:
        days = [found.first for found in find_dates(counted["days"])]
        if sorted(days) != sorted(day for day in entries.values() if day):
            return None
        if re.sub(rf"{_DATE}|\boch\b|[,\s]", "", counted["days"]):
            return None
    return ""


def _of_hours(own: str, meetings: Sequence[Meeting], said: Stated) -> str | None:
    lasted = _LASTED.search(own)
    if lasted:
        hours = (_time(lasted["begin"]), _time(lasted["end"]))
        if not any(
            hours[0] == m.start_time and hours[1] in (None, m.end_time) for m in meetings
        ) or not _clocks_quoted(lasted.groups(), said):
            return None
        return own[: lasted.start()] + own[lasted.end() :]
    came = _CAME.match(own)
    if came:
        one, two = _time(came["one"]), _time(came["two"])
        wanted = {
            "kom till": (one, None), "lämnade": (None, one), "var med på": (one, two),
        }[came["verb"]]  # fmt: skip
        entries = _entries(came["name"], meetings)
        right = any(
            wanted[0] in (None, p.from_time) and wanted[1] in (None, p.to_time) for p in entries
        )
        if not right or not _clocks_quoted((came["one"], came["two"]), said):
            return None
        own = f"{came['name']} {own[came.end('verb') :]}"
        return re.sub(rf"(?:från |till )?kl\. {_CLOCK}", " ", own)
    place = _PLACE.search(own)
    if place:
        if not any(place["place"] == meeting.place for meeting in meetings):
            return None
        return own[: place.start()]
    return own


def _time(clock: str | None) -> str | None:
    return clock.replace(".", ":") if clock else None


def _clocks_quoted(clocks: Iterable[str | None], said: Stated) -> bool:
    """Return whether each time is in the quotes, a full hour also as the hour alone."""
    for clock in clocks:
        if clock:
            (plain,) = (token.text for token in tokens(clock))
            hour = clock[:2].lstrip("0") or "0"
            if plain not in said.numbers and not (clock[3:] == "00" and hour in said.numbers):
                return False
    return True


def _of_people(
    own: str, quotes: Sequence[Quote], meetings: Sequence[Meeting], said: Stated
) -> str | None:
    for pattern, holds in _PEOPLE:
        match = pattern.match(own)
        if match:
            if not holds(match, meetings, said):
                return None
            start, end = match.span("verb")
            own = f"{own[:start]} {own[end:]}"
    left = without_vote(own, quotes)
    if left is None:
        return None
    own = left
    origin = _ORIGIN.match(own)
    if origin:
        if not any(origin["where"] in _origins(p) for p in _entries(origin["name"], meetings)):
            return None
        own = f"{origin['name']} (vid {own[origin.end() :]}"
    left = _of_brackets(own, quotes, meetings)
    if left is None:
        return None
    for pattern, status in _STATUS:
        if pattern.search(left):
            if not _have_status(left, status, meetings, said):
                return None
            left = pattern.sub(" ", left)
    return left


def _entries(name: str, meetings: Iterable[Meeting]) -> list[Attendee]:
    bare = re.sub(r"^(?:Ja|Nej|Yes|No)[.,] ", "", name.strip())
    return [p for meeting in meetings for p in meeting.attendees if p.name == bare]


def _origins(person: Attendee) -> tuple[str | None, ...]:
    return person.place, person.party, person.role


def _of_brackets(own: str, quotes: Sequence[Quote], meetings: Sequence[Meeting]) -> str | None:
    """Return `own` without the places, parties and roles in brackets after a name; None if wrong.

    A role that is no record's must stand with the name at the two ends of the quote.
    """
    kept, at = [], 0
    for match in _BRACKETS.finditer(own):
        before = own[: match.start()]
        people = [p for m in meetings for p in m.attendees if before.endswith(p.name)]
        if any(match["said"] in _origins(p) for p in people):
            kept.append(own[at : match.start()])
            at = match.end()
        elif not any(_between(before, match["said"], quote.text) for quote in quotes):
            return None
    return "".join([*kept, own[at:]])


def _between(name: str, role: str, quoted: str) -> bool:
    name, role = (line_of(tokens(text)).strip() for text in (name, role))
    quoted = line_of(tokens(quoted)).strip()
    first = quoted.startswith(f"{name} ") and quoted.endswith(f" {role}")
    return first or (quoted.startswith(role) and quoted.endswith(f" {name}"))


def _have_status(
    own: str, status: AttendeeStatus, meetings: Sequence[Meeting], said: Stated
) -> bool:
    """Return whether each attendee that `own` names is on record as `status`.

    Where it names none, a quote must itself say the word.
    """
    line = line_of(tokens(own))
    named = [
        (p.name, p.status)
        for meeting in meetings
        for p in meeting.attendees
        if line_of(tokens(p.name)) in line
    ]
    if not named:
        return any(pattern.search(said.text) for pattern, one in _STATUS if one is status)
    return all(any(n == name and s is status for n, s in named) for name, _ in named)


def _is_officer(match: re.Match[str], meetings: Sequence[Meeting], _: Stated) -> bool:
    chair = match["verb"] == "ordförande"
    return any(match["name"] == (m.chair if chair else m.secretary) for m in meetings)


def _approved(match: re.Match[str], meetings: Sequence[Meeting], _: Stated) -> bool:
    names = _listed(match["names"])
    for meeting in meetings:
        text = meeting.document.text
        if set(names) <= set(meeting.adjusters):
            return True
        if set(names) <= {text[span.start : span.end] for span in find_adjusters(meeting)}:
            return True
    return False


def _listed(names: str) -> list[str]:
    """Return the entries of `A, B och C`."""
    head, _, last = names.rpartition(" och ")
    return [name.strip() for name in [*head.split(", "), last] if name.strip()]


def _stood_in(match: re.Match[str], meetings: Sequence[Meeting], said: Stated) -> bool:
    """Return whether the quote names the substitute first, or the record says for whom."""
    if any(p.replaces == match["other"] for p in _entries(match["name"], meetings)):
        return True
    one, other = (said.line.find(line_of(tokens(match[g]))) for g in ("name", "other"))
    return 0 <= one < other


def _is_count(match: re.Match[str], meetings: Sequence[Meeting], _: Stated) -> bool:
    """Return whether so many are listed, all on record as present, as absent or as guests."""
    names = [re.sub(r" \([^()]*\)$", "", name) for name in _listed(match["names"])]
    if len(names) != int(match["count"]):
        return False
    kinds = [{p.status for p in _entries(name, meetings)} for name in names]
    return bool(kinds and set.intersection(*kinds))


_PEOPLE: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str], Sequence[Meeting], Stated], bool]], ...
] = (
    (_OFFICE, _is_officer),
    (_APPROVED, _approved),
    (_IN_PLACE_OF, _stood_in),
    (_COUNTED, _is_count),
)
