"""Units of evidence: the sentences, decision points and table rows of an item.

A unit is what an answer quotes. Each is a span of the document, never a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.lines import lines_of
from index.nouns import Item, Section, SectionKind

# A point ends a sentence unless it ends one of these, a number, or an initial.
_ABBREVIATION = re.compile(
    r"(?:\b(?:t\.ex|bl\.a|m\.m|m\.fl|d\.v\.s|s\.k|o\.s\.v|f\.d|fr\.o\.m|t\.o\.m|e\.d|p\.g\.a|kl|ca|nr|dnr|tf|vice|ordf|"
    r"resp|inkl|exkl|st|ev|tel|jfr|bil|kap|sid|alt|max|min|fig|forts|t ex|bl a|fr o m|t o m|m m|m fl)|\b[A-ZÅÄÖ]|\b\d{1,2})$"
)
_END = re.compile(r"[.!?…](?=[\s”\"')\]]|$)[”\"')\]]*")
_OWN_LINE = re.compile(r"^\s*(?:[-–•*]\s|\d{1,2}[.)]\s|[a-h]\)\s|(?:samt\s+)?att\s|\||Ja:|Nej:|Avstår)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, decision point or table row of an item."""

    item: Item  # the item or sub-item that it stands in
    start: int
    end: int
    section: SectionKind
    point: bool  # a point of a decision
    position: int  # 0-based place among the units of its top-level item
    title: bool = False  # part of the item's heading

    @property
    def quote(self) -> str:
        """The unit's words, verbatim."""
        return self.item.document.text[self.start : self.end]

    @property
    def text(self) -> str:
        """The unit's words on one line, for reading and matching."""
        return flat(self.quote)


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


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the paragraphs, list entries and table rows of a span; True marks a table row."""
    opened: tuple[int, int] | None = None
    for line in lines_of(text, start, end):
        row = "\t" in line.raw.strip() or line.raw.count("  ") >= 2 and bool(re.search(r"\S\s{3,}\S", line.raw))
        if line.blank or row or _OWN_LINE.match(line.raw):
            if opened:
                yield (*opened, False)
                opened = None
            if row:
                yield line.start, line.end, True
            elif not line.blank:
                opened = (line.start, line.end)
        else:
            opened = (opened[0] if opened else line.start, line.end)
    if opened:
        yield (*opened, False)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences between `start` and `end`, blanks trimmed."""
    for begin, stop, row in _blocks(text, start, end):
        at = begin
        if not row:
            for match in _END.finditer(text, begin, stop):
                if match.group().startswith(".") and _ABBREVIATION.search(text[at : match.start()]):
                    following = text[match.end() : stop].lstrip()
                    if not (text[match.start() - 1].isdigit() and following[:1].isupper()):
                        continue
                a, b = _trim(text, at, match.end())
                if b > a:
                    yield a, b
                at = match.end()
        a, b = _trim(text, at, stop)
        if b > a:
            yield a, b


@lru_cache(maxsize=4096)
def units_of(item: Item) -> tuple[Unit, ...]:
    """Return the units of a top-level item and its sub-items, in order of the text."""
    units: list[Unit] = []
    for part in (item, *item.sub_items):
        _add_title(units, part)
        for section in part.sections:
            _add_section(units, part, section)
    return tuple(units)


def _add_title(units: list[Unit], item: Item) -> None:
    """A title that is a whole sentence is evidence too: `Mötets öppnande. Välkommen till …`."""
    text = item.document.text
    first = item.sections[0].start if item.sections else item.end
    for a, b in sentences(text, item.start, min(first, item.start + 600)):
        units.append(Unit(item, a, b, SectionKind.BODY, False, len(units), title=True))


def _add_section(units: list[Unit], item: Item, section: Section) -> None:
    text = item.document.text
    points = [d for d in item.decisions if section.start <= d.start < section.end]
    at = section.start
    if section.heading:
        line_end = text.find("\n", section.start, section.end)
        inline = text[section.start : line_end if line_end >= 0 else section.end]
        if len(inline.strip(" *:#")) <= len(section.heading) + 2:
            at = line_end if line_end >= 0 else section.end
    for point in points:
        for a, b in sentences(text, at, point.start):
            units.append(Unit(item, a, b, section.kind, False, len(units)))
        units.append(Unit(item, point.start, point.end, section.kind, True, len(units)))
        at = point.end
    for a, b in sentences(text, at, section.end):
        units.append(Unit(item, a, b, section.kind, False, len(units)))
