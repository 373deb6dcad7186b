"""Lines of a text with their offsets: what all of the parser works on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

# Marks of Markdown at a line's ends: "## **Beslut**" reads as "Beslut".
_OPENING = re.compile(r"^[\s#>]*(?:\*\*|__)?\s*")
# What Word sets before the points of a list, in a character class; a hyphen comes first.
BULLETS = r"\-–—‒•*·▪■●○◦‣►➢➤"
_CLOSING = re.compile(r"\s*(?:\*\*|__)?\s*$")


@lru_cache(maxsize=16_384)
def _bare(raw: str) -> str:
    return _CLOSING.sub("", _OPENING.sub("", raw))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, without its line end."""

    start: int
    end: int
    raw: str

    @property
    def text(self) -> str:
        """The line without surrounding blanks and Markdown marks."""
        return _bare(self.raw)

    @property
    def text_start(self) -> int:
        """Where `text` begins in the document."""
        opening = _OPENING.match(self.raw)
        return self.start + (opening.end() if opening else 0)

    @property
    def blank(self) -> bool:
        """Whether the line holds nothing that can be read."""
        return not self.raw.strip()


def lines_of(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of `text[start:end]`, in order, with offsets into `text`.

    Only line feeds and form feeds end a line, so that every other character stays inside one.
    """
    stop = len(text) if end is None else end
    lines: list[Line] = []
    at = start
    for match in re.compile(r"[\n\f]").finditer(text, start, stop):
        lines.append(Line(at, match.start(), text[at : match.start()]))
        at = match.end()
    if at < stop:
        lines.append(Line(at, stop, text[at:stop]))
    return lines


_FEWEST = 20  # filled lines that tell how a text is spaced
_SPACED = 0.9  # of the line ends: one blank line after each
_OWN = re.compile(r"[.,:;!?]\n|\n(?:samt\s+)?att\b")  # a point, or after a sentence's end
_PAPER = 130  # characters that a page's width holds; a paragraph on one line is longer
_BROKEN = 0.03  # of the lines begin in the middle of a sentence: the page's edge broke them


def without_double_spacing(lines: list[Line]) -> list[Line]:
    """Return `lines` without the blank ones if one stands after every line of running text.

    Where each line is a whole paragraph, the blank lines between them say so and are kept.
    """
    filled = [k for k, line in enumerate(lines) if not line.blank]
    if len(filled) < _FEWEST:
        return lines
    alone = sum(b - a == 2 for a, b in pairwise(filled))
    broken = sum(
        lines[b].text[:1].islower() and not _OWN.search(f"{lines[a].text}\n{lines[b].text}")
        for a, b in pairwise(filled)
    )
    if any(len(lines[k].text) > _PAPER and "...." not in lines[k].text for k in filled):
        return lines
    if alone < _SPACED * (len(filled) - 1) or broken < _BROKEN * len(filled):
        return lines
    return [lines[k] for k in filled]
