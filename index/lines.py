"""Lines of a text with their offsets: what all of the parser works on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Marks of Markdown at a line's ends: "## **Beslut**" reads as "Beslut".
_OPENING = re.compile(r"^[\s#>]*(?:\*\*|__)?\s*")
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
