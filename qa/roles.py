"""Who held which office when: a role beside a name, in the attendance and in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from index.dates import swedish_date
from index.folding import fold_marks
from index.names import NAME, is_person_name
from index.nouns import Item, Meeting
from qa.drafts import Draft, DraftSentence, Quote
from qa.scope import Scope
from qa.understanding import Kind, Question

_OFFICE = (
    r"[a-zåäö-]*(?:chef|direktör|ledare|samordnare|strateg|controller|jurist|planerare|utvecklare|"
    r"arkivarie|ombud|registrator|ingenjör|arkitekt|rektor|kommunalråd|sekreterare)"
)
_ACTING = r"(?:(?:tillförordna[dt]e?|tf\.?|t\.f\.|ny|nya|ordinarie|biträdande|bitr\.)\s+)*"
_ASKED_WHO = re.compile(
    rf"\b(?:vem|vilka|vilken)\b.*?\b(?:var|ar|blev|hette|heter|har varit)\b\s*(?P<acting>{_ACTING})(?P<office>\w*(?:chef|direktor|ledare|samordnare|strateg|controller|jurist|planerare|utvecklare|arkivarie|ombud|registrator|ingenjor|arkitekt|rektor|kommunalrad)\w{{0,3}})\b"
    rf"|^(?P<acting2>{_ACTING})(?P<office2>\w*(?:chef|direktor))\b(?!.*\b(?:vem|vad|nar|hur|vilk\w+)\b)"
)
_ASKED_WHAT = re.compile(
    r"\bvilken\s+(?:befattning|titel|tjanst|roll|funktion)\b|\bvad\s+(?:jobbade|jobbar|arbetade|arbetar)\b.*\bsom\b|\bvad\s+(?:var|ar|hade)\b.*\b(?:titel|befattning|roll)\b|\bvem\s+(?:ar|var)\b"
)


_SAME_OFFICE = 94.0  # `sekretariatchef` for `sekretariatschef` scores 97, `sekretariatschef` for `bibliotekschef` 73


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
    """Return who held the office asked for, or which office the person named held; None if neither."""
    if question.kind not in (Kind.WHO, Kind.WHICH, Kind.OTHER, Kind.TIMELINE):
        return None
    asked = _ASKED_WHO.search(question.plain)
    if asked:
        office = asked["office"] or asked["office2"]
        acting = (asked["acting"] or asked["acting2"] or "").strip()
        return _holders(question, scope, office, acting)
    if _ASKED_WHAT.search(question.plain) and len(question.names) == 1:
        return _offices(question, scope, question.names[0])
    return None


def _holders(question: Question, scope: Scope, office: str, acting: str) -> Draft | None:
    wanted = re.sub(r"(?:erna|arna|er|ar|en|et|s)$", "", office)
    is_acting = bool(re.search(r"tf|t\.f|tillforordna", acting))
    if _other_topics(question, scope, office):
        return None
    held = [
        h
        for h in mentions(scope.meetings)
        if _is_office(h.role, wanted) and _acts(h.role) == is_acting
    ]
    if not held or not (scope.stated or question.kind is Kind.TIMELINE):
        return None
    return _said(question, held, by_name=True)


def _offices(question: Question, scope: Scope, name: str) -> Draft | None:
    key = fold_marks(name)
    held = [h for h in mentions(scope.meetings) if fold_marks(h.name) == key]
    return _said(question, held, by_name=False) if held and scope.stated else None


def _said(question: Question, held: Sequence[Held], *, by_name: bool) -> Draft:
    """Say each holder once, with the first mention; in order of time."""
    first: dict[str, Held] = {}
    for one in held:
        first.setdefault(fold_marks(one.name if by_name else one.role), one)
    kept = list(first.values())
    if question.kind is not Kind.TIMELINE:
        kept = kept[:2]
    sentences = [
        DraftSentence(
            f"{h.name} ({h.role}), enligt protokollet från den {swedish_date(h.meeting.date)}."
            if h.meeting.date
            else f"{h.name} ({h.role}).",
            (Quote(h.meeting, h.item, h.start, h.end),),
        )
        for h in kept
    ]
    highlight = (kept[0].name if by_name else kept[0].role) if len(kept) == 1 else None
    return Draft(tuple(sentences), highlight)


def _is_office(role: str, wanted: str) -> bool:
    return any(
        re.fullmatch(rf"{re.escape(wanted)}(?:en|n|s)?", word) or ratio(wanted, word) >= _SAME_OFFICE
        for word in fold_marks(role).split()
    )


def _acts(role: str) -> bool:
    return bool(re.search(r"\b(?:tf|t\.f|tillforordna)", fold_marks(role)))


def _other_topics(question: Question, scope: Scope, office: str) -> bool:
    """Whether the question speaks of more than the office: «vem var projektledare för X»."""
    bodies = {fold_marks(w) for m in scope.meetings for w in (m.body or "").lower().split()}
    bodies |= {fold_marks(w).removesuffix("s") for w in bodies}
    places = {fold_marks(w) for m in scope.meetings for p in m.attendees for w in (p.place or "").lower().split()}
    path = fold_marks(" ".join({m.document.path for m in scope.meetings}))
    rest = [
        term
        for term in question.terms
        if not term.generic and fold_marks(term.word) not in {office, "tf", "tillforordnad", "tillforordnade", "ny", "kommun", "kommunen", "protokollet"}
        and fold_marks(term.word) not in bodies | places and fold_marks(term.word) not in path
        and fold_marks(term.word) not in {fold_marks(w) for w in scope.bodies}
        and not _in_header(fold_marks(term.word), scope)
    ]
    return bool(rest)


def _in_header(word: str, scope: Scope) -> bool:
    return any(word in fold_marks(m.document.text[m.header.start : m.header.end]) for m in scope.meetings[:3])


_BEFORE = re.compile(rf"\b(?P<role>{_ACTING}{_OFFICE}(?:en|n)?)\s+(?P<name>{NAME.pattern})")
_AFTER = re.compile(rf"(?P<name>{NAME.pattern})\s*,?\s*(?:som\s+(?:är|var|blir)\s+|till\s+)?(?P<role>{_ACTING}{_OFFICE})\b")


_AS = re.compile(rf"(?P<name>{NAME.pattern})[^.;\n]{{0,60}}?\bsom\s+(?P<role>{_ACTING}{_OFFICE})\b")


def mentions(meetings: Sequence[Meeting]) -> Iterator[Held]:
    """Yield each role that stands beside a name, by date: in the attendance and in the items."""
    for meeting in meetings:
        text = meeting.document.text
        for person in meeting.attendees:
            if person.role and re.fullmatch(_ACTING + _OFFICE + r"(?:en|n)?", person.role.lower()):
                at = text.lower().find(person.role.lower(), max(meeting.start, person.start - 60), person.end + 90)
                if at >= 0:
                    start, end = min(at, person.start), max(person.end, at + len(person.role))
                    yield Held(meeting, meeting.frame, person.name, person.role, start, end)
        for item in meeting.items:
            for pattern in (_BEFORE, _AFTER, _AS):
                for match in pattern.finditer(text, item.start, item.end):
                    name = re.sub(r"\s+", " ", match["name"])
                    if is_person_name(name):
                        yield Held(meeting, item, name, re.sub(r"\s+", " ", match["role"]), *match.span())
