"""Who held which office when: a role beside a name, in the attendance and in running text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio

from index.dates import swedish_date
from index.folding import fold_marks
from index.names import NAME, is_person_name
from index.nouns import Hit, Item, Meeting
from qa.drafts import Draft, DraftSentence, Quote
from qa.kinds import Kind
from qa.matching import best_score, words_of
from qa.scope import Scope
from qa.understanding import Question

_OFFICE = (
    r"[a-zåäö-]*(?:chef|direktör|ledare|samordnare|strateg|controller|jurist|planerare|utvecklare|"
    r"arkivarie|ombud|registrator|ingenjör|arkitekt|rektor|kommunalråd|sekreterare)"
)
# With and without its marks: questions are folded, minutes are not.
_ACTING = r"(?:(?:tillf[öo]rordna[dt]e?|tf\.?|t\.f\.|ny|nya|ordinarie|bitr[äa]dande|bitr\.)\s+)*"
# In questions, which are folded. The secretary of a meeting is asked for as a fact of it.
_ASKED_WHO = re.compile(
    rf"""\b(?:vem|vilka|vilken)\b.*?\b(?P<verb>var|ar|blev|hette|heter|har\svarit)\b\s*
    (?P<acting>{_ACTING})
    (?P<office>\w*
        (?:chef|direktor|ledare|samordnare|strateg|controller|jurist|planerare|utvecklare
        |arkivarie|ombud|registrator|ingenjor|arkitekt|rektor|kommunalrad)
    \w{{0,3}})\b
    # keywords alone: "tf kommunchef 2018"
    | ^(?P<acting_alone>{_ACTING})(?P<office_alone>\w*(?:chef|direktor))\b
    (?!.*\b(?:vem|vad|nar|hur|vilk\w+)\b)""",
    re.VERBOSE,
)
_ASKED_WHAT = re.compile(
    r"""\bvilken\s+(?:befattning|titel|tjanst|roll|funktion)\b
    | \bvad\s+(?:jobbade|jobbar|arbetade|arbetar)\b.*\bsom\b
    | \bvad\s+(?:var|ar|hade)\b.*\b(?:titel|befattning|roll)\b
    | (?P<who>\bvem\s+(?:ar|var)\b)""",
    re.VERBOSE,
)
IS_ACTING = re.compile(r"\b(?:tf|t\.f|tillforordna)")
PLURAL_OR_DEFINITE = re.compile(r"(?:erna|arna|er|ar|en|et|s)$")
_WRITTEN = (  # how minutes put a role beside a name
    re.compile(
        rf"\b(?P<role>{_ACTING}{_OFFICE}(?:en|n)?)(?:[^\S\n]|\n(?!\s*\n))+(?P<name>{NAME.pattern})"
    ),
    re.compile(
        rf"(?P<name>{NAME.pattern})\s*,?\s*(?:som\s+(?:är|var|blir)\s+|till\s+)?"
        rf"(?P<role>{_ACTING}{_OFFICE})\b"
    ),
    re.compile(
        rf"\b(?P<role>{_ACTING}{_OFFICE}(?:en|n)?)\s+(?:from|fr\.\s?o\.\s?m\.|från)[^,.\n]{{0,30}},"
        rf"\s*(?P<name>{NAME.pattern})"
    ),
    re.compile(rf"(?P<name>{NAME.pattern})[^.;\n]{{0,60}}?\bsom\s+(?P<role>{_ACTING}{_OFFICE})\b"),
)
_LISTED_ROLE = re.compile(rf"{_ACTING}{_OFFICE}(?:en|n)?")
_ROLE_BEFORE, _ROLE_AFTER = 60, 90  # characters beside an attendee's name that may hold the role
# `sekretariatchef`/`sekretariatschef` scores 97, the other offices `skolchef`/`socialchef` 78.
_SAME_OFFICE = 94.0
_MOST = 2  # holders that are named where one is asked for: it may have changed in the time named
_HEADERS_READ = 3  # meetings; the headers of a body's protocols are alike
_TIMELESS = frozenset({"ar", "heter", "var", "hette", "har varit"})  # «vem är kommunchef?»
_RANKS = ("vice", "bitradande", "stallforetradande")  # before an office: another office
_PLACE_NEAR = 80  # characters beside a mention in which its place stands
_NAMED_THERE = 0.6  # of a place, in an item: scans misspell them
_TOP_LINES = 6  # of a protocol, which name who meets
_BESIDE_SOMEONE = re.compile(r"\b(?:fore|innan|efter)\b")
_NOW = frozenset({"ar", "heter"})
_NEVER = dt.date.min
_OFFICE_ALONE = re.compile(
    r"\w*(?:chef|direktor|ledare|samordnare|strateg|jurist|ombud|rektor|kommunalrad)\w{0,3}"
)
_NO_TOPIC = frozenset(
    {"tf", "tillforordnad", "tillforordnade", "ny", "kommun", "kommunen", "protokollet"}
)
_KINDS = (Kind.WHO, Kind.WHICH, Kind.OTHER, Kind.TIMELINE)


@dataclass(frozen=True, slots=True)
class Held:
    """A role beside a name, where a protocol writes it."""

    meeting: Meeting
    item: Item  # the item to cite; the meeting's frame for the attendance
    name: str
    role: str  # as written: "tf kommunchef"
    start: int
    end: int


def answer_from_roles(question: Question, scope: Scope) -> Draft | None:
    """Return who held the office asked for, or which office the person named held.

    None if the question asks for neither, or no protocol in `scope` says it.
    """
    if question.kind not in _KINDS:
        return None
    asked = _ASKED_WHO.search(question.plain)
    if asked:
        acting = asked["acting"] or asked["acting_alone"] or ""
        office = asked["office"] or asked["office_alone"]
        return _holders(question, scope, office, acting, asked["verb"] or "")
    what = _ASKED_WHAT.search(question.plain)
    if what and len(question.names) == 1 and not (what["who"] and _asks_more(question)):
        return _offices(question, scope, question.names[0])
    return None


def _asks_more(question: Question) -> bool:
    """Return whether «vem var …» says more than a name: «vem var vice chef under Per Lind»."""
    named = {part for word in fold_marks(question.names[0]).split() for part in word.split("-")}
    named |= {f"{part}s" for part in named}
    return any(fold_marks(term.word) not in named for term in question.terms)


def _holders(question: Question, scope: Scope, office: str, acting: str, verb: str) -> Draft | None:
    """Return who held `office`, as a deputy if `acting` says so; who holds it, the last named."""
    timeless = verb in _TIMELESS or question.kind is Kind.TIMELINE
    if not (scope.stated or timeless) or _has_topic(question, scope, office):
        return None
    if question.when.any and not scope.stated:
        return None  # who held it at another time need not have held it then
    if question.names and _BESIDE_SOMEONE.search(question.plain):
        return None
    wanted = PLURAL_OR_DEFINITE.sub("", office)
    is_acting = bool(IS_ACTING.search(acting))
    held = [
        one
        for one in mentions(scope.meetings)
        if is_office(one.role, wanted) and bool(IS_ACTING.search(fold_marks(one.role))) == is_acting
    ]
    for rank in _RANKS:
        if f"{rank} {office}" in question.plain:
            held = [one for one in held if rank in fold_marks(one.role)]
    places = places_named(question, scope)
    held = [one for one in held if all(is_of_place(one, place) for place in places)]
    if held and verb in _NOW and not scope.stated:
        held = held[-1:]
        if not is_acting:
            held += _acting_after(scope, wanted, held[-1])
    return _said(question, held, by_name=True) if held else None


def _acting_after(scope: Scope, office: str, last: Held) -> list[Held]:
    """Return the last deputy in `office` whom a protocol after that of `last` names, if any."""
    acting = [
        one
        for one in mentions(scope.meetings)
        if is_office(one.role, office)
        and IS_ACTING.search(fold_marks(one.role))
        and (one.meeting.date or _NEVER) > (last.meeting.date or _NEVER)
        and fold_marks(one.name) != fold_marks(last.name)
    ]
    return acting[-1:]


def later_holder(question: Question, scope: Scope, said: Sequence[DraftSentence]) -> Draft:
    """Return whom a later protocol names in the office that the question asks about; or nothing.

    `said` is the answer so far. A question that names a time is about that time only.
    """
    if question.kind is not Kind.WHO or question.when.any or question.meeting_numbers:
        return Draft(())
    offices = [word for word in question.plain.split() if _OFFICE_ALONE.fullmatch(word)]
    quotes = [quote for sentence in said for quote in sentence.quotes]
    if len(offices) != 1 or not quotes or _has_topic(question, scope, offices[0]):
        return Draft(())
    after = max(quote.meeting.date or _NEVER for quote in quotes)
    known = fold_marks(" ".join(sentence.text for sentence in said))
    wanted = PLURAL_OR_DEFINITE.sub("", offices[0])
    later = [
        one
        for one in mentions(scope.meetings)
        if (one.meeting.date or _NEVER) > after
        and is_office(one.role, wanted)
        and fold_marks(one.name) not in known
    ]
    return Draft(
        tuple(
            replace(sentence_of(one), text=f"Senare: {sentence_of(one).text}") for one in later[-1:]
        )
    )


def places_named(question: Question, scope: Scope) -> list[str]:
    """Return the places of attendees that the question names, without marks."""
    places = {
        fold_marks(w) for m in scope.meetings for p in m.attendees for w in (p.place or "").split()
    }
    asked = [fold_marks(term.word) for term in question.terms]
    return [word for word in asked if word in places or word.removesuffix("s") in places]


def is_of_place(held: Held, place: str) -> bool:
    """Return whether the words around a mention, or the protocol's top lines, name `place`."""
    text = held.meeting.document.text
    near = text[max(held.meeting.start, held.start - _PLACE_NEAR) : held.end + _PLACE_NEAR]
    top = "\n".join(text[held.meeting.start : held.meeting.header.end].splitlines()[:_TOP_LINES])
    return place.removesuffix("s") in fold_marks(f"{top}\n{held.meeting.body}\n{near}")


def is_elsewhere(question: Question, scope: Scope, hit: Hit) -> bool:
    """Return whether neither an item nor its protocol's head names a place that is asked of.

    Who holds an office in one town is not who holds it in another.
    """
    meeting = hit.meeting
    head = meeting.document.text[meeting.start : meeting.header.end]
    found = words_of(f"{head} {meeting.body} {hit.item.text}")
    return any(
        best_score(place.removesuffix("s"), found, by_parts=False) < _NAMED_THERE
        for place in places_named(question, scope)
    )


def _offices(question: Question, scope: Scope, name: str) -> Draft | None:
    """Return which offices the person called `name` held at the time named."""
    held = [one for one in mentions(scope.meetings) if fold_marks(one.name) == fold_marks(name)]
    return _said(question, held, by_name=False) if held else None


def _said(question: Question, held: Sequence[Held], *, by_name: bool) -> Draft:
    """Say each holder, or each office, once: with the first mention, in order of time."""
    first: dict[str, Held] = {}
    for one in held:
        first.setdefault(fold_marks(one.name if by_name else one.role), one)
    kept = list(first.values())
    if question.kind is not Kind.TIMELINE:
        kept = kept[:_MOST]
    highlight = (kept[0].name if by_name else kept[0].role) if len(kept) == 1 else None
    return Draft(tuple(sentence_of(one) for one in kept), highlight)


def sentence_of(held: Held) -> DraftSentence:
    """Return who held which office, according to which protocol."""
    day = held.meeting.date
    source = f", enligt protokollet från den {swedish_date(day)}" if day else ""
    quote = Quote(held.meeting, held.item, held.start, held.end)
    return DraftSentence(f"{held.name} ({held.role}){source}.", (quote,))


def is_office(role: str, wanted: str) -> bool:
    """Return whether one word of `role` is the office `wanted`, folded and without its ending."""
    office = re.compile(rf"{re.escape(wanted)}(?:en|n|s)?")
    return any(
        office.fullmatch(word) or ratio(wanted, word) >= _SAME_OFFICE
        for word in fold_marks(role).split()
    )


def _has_topic(question: Question, scope: Scope, office: str) -> bool:
    """Return whether the question speaks of more than the office: «vem var projektledare för X».

    The office of a body or a town that the protocols themselves name is no other topic.
    """
    bodies = {fold_marks(w) for m in scope.meetings for w in (m.body or "").split()}
    places = {
        fold_marks(w) for m in scope.meetings for p in m.attendees for w in (p.place or "").split()
    }
    known = _NO_TOPIC | bodies | {body.removesuffix("s") for body in bodies} | places
    known |= {office} | {fold_marks(word) for word in scope.bodies}
    paths = fold_marks(" ".join({m.document.path for m in scope.meetings}))
    headers = [
        fold_marks(m.document.text[m.header.start : m.header.end])
        for m in scope.meetings[:_HEADERS_READ]
    ]
    topics = [fold_marks(term.word) for term in question.terms if not term.generic]
    return any(
        topic not in known and not any(topic in text for text in (paths, *headers))
        for topic in topics
    )


def mentions(meetings: Sequence[Meeting]) -> Iterator[Held]:
    """Yield each role that stands beside a name, by meeting: in the attendance, then the items."""
    for meeting in meetings:
        yield from _listed(meeting)
        text = meeting.document.text
        for item in meeting.items:
            for pattern in _WRITTEN:
                for match in pattern.finditer(text, item.start, item.end):
                    name = re.sub(r"\s+", " ", match["name"])
                    if is_person_name(name) and not _is_apart(item, match):
                        role = re.sub(r"\s+", " ", match["role"])
                        yield Held(meeting, item, name, role, *match.span())


def _is_apart(item: Item, match: re.Match[str]) -> bool:
    """Return whether a line's end parts a name and a role that do not belong together.

    A title that ends with the role, before a sentence that begins with a name; and the columns of
    signatures, where the role below a name may be another's.
    """
    between = match.string[
        min(match.end("name"), match.end("role")) : max(match.start("name"), match.start("role"))
    ]
    if "\n" not in between:
        return False
    if match.start("role") < match.start("name"):
        above = re.sub(r"\s+", " ", match.string[item.start : match.end("role")]).lower()
        return above.endswith(re.sub(r"\s+", " ", item.title).lower())
    line = match.string[match.string.rfind("\n", 0, match.start("name")) + 1 : match.end("name")]
    return "," not in between and line.strip() != match["name"].strip()


def _listed(meeting: Meeting) -> Iterator[Held]:
    """Yield the offices in the attendance, each with the words from the name to the role."""
    text = meeting.document.text.lower()
    for person in meeting.attendees:
        role = (person.role or "").lower()
        if not _LISTED_ROLE.fullmatch(role):
            continue
        begin = max(meeting.start, person.start - _ROLE_BEFORE)
        at = text.find(role, begin, person.end + _ROLE_AFTER)
        if at >= 0:
            start, end = min(at, person.start), max(person.end, at + len(role))
            yield Held(meeting, meeting.frame, person.name, person.role or "", start, end)
