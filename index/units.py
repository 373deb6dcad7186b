"""Units of evidence: the sentences, decision points and table rows of an item.

A unit is what an answer quotes. Each is a span of the document, never a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.lines import BULLETS, lines_of
from index.nouns import Furniture, Item, Section, SectionKind

# A point ends a sentence unless it ends one of these, a number, or an initial.
_ABBREVIATION = re.compile(
    r"""
    (?:\b(?:t\.ex|bl\.a|m\.m|m\.fl|d\.v\.s|s\.k|o\.s\.v|f\.d|fr\.o\.m|t\.o\.m|e\.d|p\.g\.a
        |kl|ca|nr|dnr|tf|vice|ordf|resp|inkl|exkl|st|ev|tel|jfr|bil|kap|sid|alt|max|min|fig|forts
        |t[ ]ex|bl[ ]a|fr[ ]o[ ]m|t[ ]o[ ]m|m[ ]m|m[ ]fl)
    | \b[A-ZÅÄÖ]
    | \b\d{1,2})$
    """,
    re.VERBOSE,
)
_END = re.compile(r"[.!?…](?=[\s”\"')\]]|$)[”\"')\]]*")
_OWN_LINE = re.compile(
    rf"^\s*(?:[{BULLETS}]\s|\d{{1,2}}[.)]\s|[a-h]\)\s|(?:samt\s+)?att\s|\||Ja:|Nej:|Avstår)",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"\S\s{3,}\S.*\S\s{3,}\S|\S\s{3,}\d")
# The lead of a decision's points says nothing by itself: `Kommunstyrelsen beslutar`.
_LEAD = re.compile(
    r"""
    \b(?:beslutar|besluta|beslutade|föreslår|föreslå)\b[^.]*
        (?:\b(?:beslutar|besluta|beslutade|att)\b:?|:)$
    | \b(?:beslutar|beslutade)$
    """,
    re.VERBOSE,
)
_LONGEST_LEAD = 160  # characters
_LONGEST_HEADING = 600  # characters; a heading that is longer has run into the text

Hidden = tuple[Furniture, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, decision point or table row of an item."""

    item: Item  # the item or sub-item that it stands in
    start: int
    end: int
    section: SectionKind
    point: bool  # a point of a decision
    position: int  # 0-based place among the units of its top-level item
    text: str  # the unit's words on one line, without page furniture: for reading and matching
    title: bool = False  # part of the item's heading, or only the lead of a decision's points

    @property
    def quote(self) -> str:
        """The unit's words, verbatim."""
        return self.item.document.text[self.start : self.end]


def flat(text: str) -> str:
    """Return `text` on one line without Markdown marks and bookmarks."""
    text = re.sub(r"\[bookmark: [^\]]*\]", "", text.replace("**", "").replace("~~", ""))
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _blocks(text: str, start: int, end: int, hidden: Hidden) -> Iterator[tuple[int, int, bool]]:
    """Yield the paragraphs, list entries and table rows of a span; True marks a table row.

    A paragraph goes on over page furniture that stands inside it.
    """
    opened: tuple[int, int] | None = None
    gap = False  # blank lines that may only be around furniture
    for line in lines_of(text, start, end):
        if _is_hidden(line.start, line.end, hidden):
            gap = False
            continue
        row = "\t" in line.raw.strip() or bool(_COLUMNS.search(line.raw))
        if line.blank:
            gap = True
            continue
        if opened and (gap or row or _OWN_LINE.match(line.raw)):
            yield (*opened, False)
            opened = None
        gap = False
        if row:
            yield line.start, line.end, True
        else:
            opened = (opened[0] if opened else line.start, line.end)
    if opened:
        yield (*opened, False)


def _is_hidden(start: int, end: int, hidden: Hidden) -> bool:
    return any(piece.start <= start and end <= piece.end for piece in hidden)


def sentences(text: str, start: int, end: int, hidden: Hidden = ()) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences between `start` and `end`, blanks trimmed."""
    for begin, stop, row in _blocks(text, start, end, hidden):
        at = begin
        if not row:
            for match in _END.finditer(text, begin, stop):
                following = text[match.end() : stop].lstrip()
                if following[:1].islower():  # an abbreviation, whichever it is
                    continue
                # A number ends a sentence where the next word has a capital: `i klass 7. Mötet`.
                numbered = text[match.start() - 1].isdigit() and following[:1].isupper()
                short = _ABBREVIATION.search(text[at : match.start()]) and not numbered
                if match.group().startswith(".") and short:
                    continue
                a, b = _trim(text, at, match.end())
                if b > a:
                    yield a, b
                at = match.end()
        a, b = _trim(text, at, stop)
        if b > a:
            yield a, b


@lru_cache(maxsize=4096)
def units_of(item: Item, furniture: tuple[Furniture, ...] = ()) -> tuple[Unit, ...]:
    """Return the units of a top-level item and its sub-items, in order of the text.

    `furniture` is the meeting's: it is no evidence, and left out of the units' text.
    """
    hidden = tuple(f for f in furniture if f.start < item.end and f.end > item.start)
    units: list[Unit] = []
    for part in (item, *item.sub_items):
        for a, b, section, point, title in _spans(part, hidden):
            text = _shown(item.document.text, a, b, hidden)
            if text:
                lead = not point and bool(_LEAD.search(text)) and len(text) < _LONGEST_LEAD
                units.append(Unit(part, a, b, section, point, len(units), text, title or lead))
    return tuple(units)


def _shown(text: str, start: int, end: int, hidden: Hidden) -> str:
    """Return the words of a span on one line, without the furniture that stands inside it."""
    kept, at = [], start
    for piece in hidden:
        if piece.end > at and piece.start < end:
            kept.append(text[at : max(at, piece.start)])
            at = min(end, piece.end)
    kept.append(text[at:end])
    return flat(" ".join(kept))


def _spans(item: Item, hidden: Hidden) -> Iterator[tuple[int, int, SectionKind, bool, bool]]:
    """Yield start, end, section, whether a decision's point, and whether of the heading."""
    text = item.document.text
    first = item.sections[0].start if item.sections else item.end
    # A title that is a whole sentence is evidence too: `Mötets öppnande. Välkommen till …`.
    for a, b in sentences(text, item.start, min(first, item.start + _LONGEST_HEADING), hidden):
        yield a, b, SectionKind.BODY, False, True
    for section in item.sections:
        points = [d for d in item.decisions if section.start <= d.start < section.end]
        at = _content_start(text, section)
        for point in points:
            for a, b in sentences(text, at, point.start, hidden):
                yield a, b, section.kind, False, False
            yield point.start, point.end, section.kind, True, False
            at = point.end
        for a, b in sentences(text, at, section.end, hidden):
            yield a, b, section.kind, False, False


def _content_start(text: str, section: Section) -> int:
    """Return where a section's own text begins: after its heading, if that has a line to itself."""
    if not section.heading:
        return section.start
    line_end = text.find("\n", section.start, section.end)
    line_end = section.end if line_end < 0 else line_end
    bare = text[section.start : line_end].strip(" *:#")
    return line_end if len(bare) <= len(section.heading) + 2 else section.start
