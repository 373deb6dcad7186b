"""The headings that stand inside an item, and what kind of text each one opens.

A new layout's section heading is a new row here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from index.folding import fold, fold_shapes
from index.lines import Line
from index.nouns import Section, SectionKind

_D, _B, _P = SectionKind.DECISION, SectionKind.BODY, SectionKind.PROPOSAL
_V, _R, _A = SectionKind.VOTE, SectionKind.RESERVATION, SectionKind.ADMIN

# A body's name may stand before "beslut" ("Välfärdsnämndens beslut").
_BODY_DECISION = re.compile(
    r"^(?:[\wåäöÅÄÖé-]+\s){0,3}[\wåäöé-]*(?:ns|ts|gens|s)\s+beslut$", re.IGNORECASE
)
_EARLIER = re.compile(r"^tidigare\s+(?:behandling|beslut)", re.IGNORECASE)

HEADINGS: dict[str, SectionKind] = {
    "beslut": _D, "beslutar": _D, "överenskommelse": _D, "överenskommelser": _D, "beslutades": _D,
    "mötet beslutade": _D, "gruppen beslutade": _D, "beslut i ärendet": _D,
    "ärendebeskrivning": _B, "ärendet": _B, "beskrivning av ärendet": _B, "sammanfattning": _B,
    "sammanfattning av ärendet": _B, "bakgrund": _B, "överläggning": _B, "överläggningar": _B,
    "diskussion": _B, "dialog": _B, "redogörelse": _B, "ekonomi": _B, "ekonomiska konsekvenser": _B,
    "barnkonsekvensanalys": _B, "barnets bästa": _B, "jäv": _B, "inledning": _B, "information": _B,
    "bedömning": _B, "motivering": _B, "skäl för beslut": _B, "skäl till beslut": _B,
    "konsekvenser": _B,
    "förvaltningens bedömning": _B, "ärendets gång": _B, "uppföljning": _B, "finansiering": _B,
    "förslag till beslut": _P, "förslag till beslut på sammanträdet": _P, "förslag": _P,
    "beslutsförslag": _P, "yrkande": _P, "yrkanden": _P, "förslag och yrkanden": _P,
    "förvaltningens förslag": _P, "förvaltningens förslag till beslut": _P,
    "arbetsutskottets förslag": _P, "arbetsutskottets förslag till beslut": _P,
    "tidigare behandling": _P, "tidigare beslut": _P, "beredning": _P, "tilläggsyrkande": _P,
    "ändringsyrkande": _P, "ordförandens förslag": _P, "kommundirektörens förslag": _P,
    "propositionsordning": _V, "omröstning": _V, "votering": _V, "beslutsgång": _V,
    "omröstningsresultat": _V, "voteringsordning": _V, "omröstningsordning": _V,
    "reservation": _R, "reservationer": _R, "protokollsanteckning": _R,
    "protokollsanteckningar": _R,
    "särskilt yttrande": _R, "särskilda yttranden": _R, "röstförklaring": _R,
    "beslutsunderlag": _A, "underlag": _A, "underlag för beslut": _A, "bilaga": _A, "bilagor": _A,
    "handlingar": _A, "handlingar i ärendet": _A, "beslutet expedieras till": _A,
    "expedieras till": _A,
    "beslutet skickas till": _A, "skickas till": _A, "expediering": _A, "sändlista": _A,
    "kopia till": _A, "delges": _A, "utdrag till": _A, "protokollsutdrag": _A,
    "protokollsutdrag till": _A, "paragrafen förklarades omedelbart justerad": _A,
    "paragrafen förklaras omedelbart justerad": _A, "omedelbar justering": _A,
}  # fmt: skip
_SHAPES = {fold_shapes(name): kind for name, kind in HEADINGS.items()}
# Longest first, so that "förslag till beslut" is not read as "förslag".
_INLINE = re.compile(
    r"^(?P<name>"
    + "|".join(sorted(map(re.escape, HEADINGS), key=len, reverse=True))
    + r")\s*:\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
# "beslut" with one wrong letter scores 83, "yrkande"/"yrkanden" 93: no short word is guessed.
_MIN_RATIO = 88.0


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A line, or a line's beginning, that opens a section."""

    name: str
    kind: SectionKind
    start: int  # of the line
    content: int  # where the section's own text begins


def section_heading(line: Line) -> SectionHeading | None:
    """Return the section heading that `line` is, or begins with; None for running text."""
    text = line.text
    if not text or len(text) > 400:
        return None
    if text[0].islower():
        return None  # the last word of a paragraph: "… bifall till sitt eget / yrkande."
    name = text.rstrip(" :.").strip()
    inline = _INLINE.match(text)
    if inline and len(name) > len(inline["name"]):
        kind = HEADINGS[fold(inline["name"])]
        return SectionHeading(
            inline["name"], kind, line.start, line.text_start + inline.start("rest")
        )
    if len(name) > 60:
        return None
    kind_of = HEADINGS.get(fold(name)) or _SHAPES.get(fold_shapes(name))
    if kind_of is None and _EARLIER.match(name) and text.endswith(":"):
        kind_of = _P
    if kind_of is None and _BODY_DECISION.match(name) and name[0].isupper():
        kind_of = _D
    if kind_of is None and len(name) >= 8 and len(name.split()) <= 4:  # a scan's wrong letters
        shape = fold_shapes(name)
        best = max(_SHAPES, key=lambda known: ratio(shape, known))
        if ratio(shape, best) >= _MIN_RATIO and abs(len(best) - len(shape)) <= 1:
            kind_of = _SHAPES[best]
    return SectionHeading(name, kind_of, line.start, line.end) if kind_of else None


def find_sections(lines: list[Line], start: int, end: int) -> tuple[Section, ...]:
    """Return the sections that tile `start` to `end`; the text before the first heading is BODY."""
    sections: list[Section] = []
    opened: SectionHeading | None = None
    begin = start
    for line in lines:
        heading = section_heading(line)
        if heading is None:
            continue
        if heading.start > begin:
            kind = opened.kind if opened else SectionKind.BODY
            sections.append(Section(kind, begin, heading.start, opened.name if opened else None))
        opened, begin = heading, heading.start
    if end > begin:
        kind = opened.kind if opened else SectionKind.BODY
        sections.append(Section(kind, begin, end, opened.name if opened else None))
    return tuple(sections)


def content_lines(lines: list[Line], section: Section) -> list[Line]:
    """Return the lines of `section` among an item's `lines`, its heading left out."""
    first = bisect_left(lines, section.start, key=_start)
    mine = lines[first : bisect_left(lines, section.end, key=_start)]
    if section.heading is None or not mine:
        return mine
    heading = section_heading(mine[0])
    if heading is None:
        return mine
    head = mine[0]
    rest = head.raw[heading.content - head.start :]
    return [*([Line(heading.content, head.end, rest)] if rest.strip(" *_") else []), *mine[1:]]


def _start(line: Line) -> int:
    return line.start
