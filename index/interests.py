"""Reservations, conflicts of interest and attachments: what an item records of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.folding import fold
from index.lines import BULLETS, Line
from index.names import find_names
from index.nouns import Attendee, Item, Section, SectionKind
from index.sections import content_lines

_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*")
_RESERVES = re.compile(r"\breserver(?:ar|ade|at)\s+sig\b")
_RESERVED = re.compile(r"^reservation|^avvikande mening|^blank reservation|^reserverar")
_CONFLICT = re.compile(r"\bjäv(?:ig|iga)?\b|\bpartisk\b|\bintressejäv\b")
_NO_CONFLICT = re.compile(
    r"\b(?:ingen|inget|inga|inte\s+föreligger|föreligger\s+inte|fråga\s+om|frågan\s+om|om\s+någon"
    r"|jävsfråg\w+|bestämmelser|regler)\b"
)
_AFTER_NAME = re.compile(r"\s*\([A-ZÅÄÖa-zåäö]{1,4}\)")
# "Bilaga 2", "Bilaga A, tidplan", "(bilaga 3)": a number or a letter must follow.
_NUMBERED = re.compile(
    r"\b[Bb]ilag(?:a|or)\s+(?:KS\s|KF\s)?(?P<n>(?:\d{1,3}|[A-H])(?:[:.]\d+)?)\b"
    r"(?P<more>(?:\s*(?:,|och|samt|-|–)\s*\d{1,3}\b(?!\s*(?:kr|tkr|mnkr|%)))*)"
)
_OWN_LINE = re.compile(r"^\s*[Bb]ilaga\s+(?:\d{1,3}|[A-H])\s*[.:,–-]?\s*(?P<name>\S.*)?$")
_MOST_LISTED = 40  # lines of a list of attachments
_GROUP = 80  # characters of a group that is named in place of its members
_LONGEST = 140  # characters of one


def find_reservations(lines: list[Line], sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return who recorded dissent: before `reserverar sig`, or listed under that heading."""
    found: list[str] = []
    for section in sections:
        text = _flat(content_lines(lines, section))
        listed = bool(section.heading and _RESERVED.match(fold(section.heading)))
        if listed and not _RESERVES.search(text):
            _add(found, text)
            continue
        for sentence in _SENTENCE.findall(text):
            verb = _RESERVES.search(sentence)
            if verb:
                _add(found, sentence[: verb.start()])
                if not find_names(sentence[: verb.start()]):
                    _add(found, sentence[verb.end() :])  # "Mot beslutet reserverar sig Anna Ek"
                who = sentence[: verb.start()].strip(" ,-–")
                if not find_names(sentence) and 3 <= len(who) <= _GROUP and who not in found:
                    found.append(who)  # "Samtliga ledamöter från Vänsterpartiet"
    return tuple(found)


def find_conflicts(lines: list[Line], sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return who took no part in the item because of an interest in it."""
    found: list[str] = []
    for section in sections:
        if section.kind in (SectionKind.DECISION, SectionKind.PROPOSAL):
            continue
        headed = fold(section.heading or "") == "jäv"
        for sentence in _SENTENCE.findall(_flat(content_lines(lines, section))):
            if _NO_CONFLICT.search(fold(sentence)):
                continue
            if headed or _CONFLICT.search(fold(sentence)):
                _add(found, sentence)
    return tuple(found)


def with_conflicts(items: tuple[Item, ...], attendees: Sequence[Attendee]) -> tuple[Item, ...]:
    """Return `items` with the conflicts that only the attendance notes: `ej § 63 p.g.a. jäv`."""
    barred: dict[str, list[str]] = {}
    for person in attendees:
        if person.items and "jäv" in person.items:
            for first, last in re.findall(r"(\d+)(?:\s*[-–—]\s*(\d+))?", person.items):
                for n in range(int(first), min(int(last or first), int(first) + _MOST_LISTED) + 1):
                    barred.setdefault(str(n), []).append(person.name)
    result = []
    for item in items:
        names = barred.get(re.sub(r"\D", "", item.number or ""), [])
        more = tuple(name for name in names if name not in item.conflicts)
        result.append(replace(item, conflicts=(*item.conflicts, *more)) if more else item)
    return tuple(result)


def find_attachments(lines: list[Line], sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return the attachments that an item lists or names, as written, each once."""
    found: list[str] = []
    numbers: set[str] = set()
    for section in sections:
        mine = content_lines(lines, section)
        heading = fold(section.heading or "")
        if heading.startswith(("bilaga", "bilagor")):
            numbered = re.search(r"\d{1,3}$", heading)
            for line in [] if numbered else _list(mine):
                name = re.sub(rf"^\s*(?:[{BULLETS}]|\d{{1,2}}[.)])\s+", "", line.text).strip()
                if 0 < len(name) <= _LONGEST and name not in found:
                    found.append(name)
            if numbered and numbered.group() not in numbers:
                numbers.add(numbered.group())
                found.append(section.heading or "")
            continue
        for line in mine:
            own = _OWN_LINE.match(line.text)
            for match in _NUMBERED.finditer(line.text):
                for n in (match["n"], *re.findall(r"\d+", match["more"])):
                    if n not in numbers:
                        numbers.add(n)
                        alone = own and own["name"] and len(line.text) <= _LONGEST
                        found.append(line.text.strip(" .") if alone else f"Bilaga {n}")
    return tuple(found)


def _list(lines: list[Line]) -> list[Line]:
    """Return the lines of a list, which ends at a blank line after it or at a sentence."""
    listed: list[Line] = []
    for line in lines:
        if line.blank and listed:
            break
        if len(line.text) > _LONGEST or re.search(r"\w{3,}\.$|^\d+\s*§|^§", line.text):
            break
        if not line.blank:
            listed.append(line)
    return listed[:_MOST_LISTED]


def _flat(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines if not line.blank)


def _add(found: list[str], text: str) -> None:
    for name in _named(text):
        if name not in found:
            found.append(name)


def _named(text: str) -> Iterator[str]:
    """Yield the names in `text`; where some bear a party, only these are persons for certain."""
    spans = find_names(text)
    with_party = [span for span in spans if _AFTER_NAME.match(text, span[1])]
    for start, end in with_party or spans:
        yield re.sub(r"\s+", " ", text[start:end])
