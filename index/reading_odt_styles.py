"""What the styles of an OpenDocument file say about text: strikes, page breaks, list numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from index.numerals import written

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FORMATS = {
    "1": "decimal", "01": "decimalZero", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
    "I": "upperRoman",
}  # fmt: skip
_NUMBERS = (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style")
_BULLETS = (f"{TEXT}list-level-style-bullet", f"{TEXT}list-level-style-image")


class Styles:
    """The styles of a document, the automatic ones after those they build on."""

    def __init__(self, roots: Sequence[Any]) -> None:
        self._styles: dict[str, Any] = {}
        self.lists: dict[str, dict[int, Any]] = {}
        self.outline: dict[int, Any] = {}
        for root in roots:
            for style in root.iter(f"{_STYLE}style"):
                self._styles[style.get(f"{_STYLE}name", "")] = style
            for style in root.iter(f"{TEXT}list-style"):
                self.lists[style.get(f"{_STYLE}name", "")] = _levels(style)
            for style in root.iter(f"{TEXT}outline-style"):
                self.outline = _levels(style)

    def is_struck(self, style: str | None, otherwise: bool = False) -> bool:
        """Return whether a style strikes text through; `otherwise` where it does not say."""
        for element in self._chain(style):
            properties = element.find(f"{_STYLE}text-properties")
            if properties is None:
                continue
            for name in ("text-line-through-style", "text-line-through-type"):
                value = properties.get(f"{_STYLE}{name}")
                if value is not None:
                    return bool(value != "none")
        return otherwise

    def is_hidden(self, style: str | None) -> bool:
        """Return whether a style hides text."""
        for element in self._chain(style):
            properties = element.find(f"{_STYLE}text-properties")
            value = None if properties is None else properties.get(f"{TEXT}display")
            if value is not None:
                return bool(value == "none")
        return False

    def breaks_before(self, style: str | None) -> bool:
        """Return whether a paragraph of this style begins a page."""
        for element in self._chain(style):
            if element.get(f"{_STYLE}master-page-name"):
                return True
            properties = element.find(f"{_STYLE}paragraph-properties")
            value = None if properties is None else properties.get(f"{_FO}break-before")
            if value is not None:
                return bool(value == "page")
        return False

    def breaks_after(self, style: str | None) -> bool:
        """Return whether a paragraph of this style ends a page."""
        for element in self._chain(style):
            properties = element.find(f"{_STYLE}paragraph-properties")
            value = None if properties is None else properties.get(f"{_FO}break-after")
            if value is not None:
                return bool(value == "page")
        return False

    def list_style(self, style: str | None) -> str | None:
        """Return the name of the list style that a paragraph's style brings along."""
        for element in self._chain(style):
            name: str | None = element.get(f"{_STYLE}list-style-name")
            if name is not None:
                return name
        return None

    def _chain(self, style: str | None) -> Iterator[Any]:
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = self._styles[style].get(f"{_STYLE}parent-style-name")


@dataclass(slots=True)
class _Open:
    """A list that is open, or an item of it."""

    style: str | None
    counts: dict[int, int]
    id: str | None
    waiting: bool = False  # the item's first paragraph, which takes its mark, is still to come
    numbered: bool = True  # the item counts, and is no header of its list
    start: int | None = None


@dataclass(slots=True)
class Lists:
    """Counts a document's lists, paragraph by paragraph."""

    styles: Styles
    _open: list[_Open] = field(default_factory=list)
    _by_style: dict[str | None, dict[int, int]] = field(default_factory=dict)
    _by_id: dict[str, dict[int, int]] = field(default_factory=dict)
    _outline: dict[int, int] = field(default_factory=dict)

    @contextmanager
    def opened(self, element: Any) -> Iterator[None]:
        """Go into a list; one that does not say that it continues begins anew."""
        style = element.get(f"{TEXT}style-name")
        outer = self._open[-1] if self._open else None
        if outer is not None:
            counts, style = outer.counts, style or outer.style
            for deeper in [at for at in counts if at > len(self._open)]:
                del counts[deeper]
        elif continued := element.get(f"{TEXT}continue-list"):
            counts = self._by_id.get(continued, {})
        elif element.get(f"{TEXT}continue-numbering") == "true":
            counts = self._by_style.get(style, {})
        else:
            counts = {}
        if outer is None:
            self._by_style[style] = counts
        own_id = element.get(_XML_ID)
        if own_id:
            self._by_id[own_id] = counts
        self._open.append(_Open(style, counts, own_id))
        try:
            yield
        finally:
            self._open.pop()

    def begin_item(self, element: Any) -> None:
        """Begin an item of the list that is open."""
        if not self._open:
            return
        own = self._open[-1]
        start = element.get(f"{TEXT}start-value", "")
        own.start = int(start) if start.isdecimal() else None
        own.numbered = element.tag == f"{TEXT}list-item"
        own.waiting = own.numbered

    def mark(self, paragraph: Any) -> str:
        """Return what stands before `paragraph`, "" for nothing; counts it, so call once each."""
        written_there = paragraph.find(f"{TEXT}number")
        otherwise = "" if written_there is None else "".join(written_there.itertext()).strip()
        if self._open:
            own, depth = self._open[-1], len(self._open)
            if not own.waiting:
                return ""
            own.waiting = False
            style = own.style or self.styles.list_style(paragraph.get(f"{TEXT}style-name"))
            levels = self.styles.lists.get(style or "", {})
            return _mark(levels, depth, own.counts, own.start) or otherwise
        if paragraph.tag != f"{TEXT}h" or paragraph.get(f"{TEXT}is-list-header") == "true":
            return ""
        depth = int(paragraph.get(f"{TEXT}outline-level", "1"))
        return _mark(self.styles.outline, depth, self._outline, None) or otherwise


def _levels(style: Any) -> dict[int, Any]:
    return {
        int(level.get(f"{TEXT}level", "1")): level
        for level in style
        if level.tag in _NUMBERS or level.tag in _BULLETS
    }


def _mark(levels: dict[int, Any], depth: int, counts: dict[int, int], start: int | None) -> str:
    """Count an item of a list at `depth`, from 1, and return its mark."""
    level = levels.get(depth)
    if level is not None and level.tag in _BULLETS:
        return "-"
    first = int(level.get(f"{TEXT}start-value", "1")) if level is not None else 1
    if start is not None:
        counts[depth] = start
    else:
        counts[depth] = counts[depth] + 1 if depth in counts else first
    for deeper in [at for at in counts if at > depth]:
        del counts[deeper]
    form = "" if level is None else level.get(f"{_STYLE}num-format", "")
    if level is None or not form:
        return ""
    shown = int(level.get(f"{TEXT}display-levels", "1"))
    numbers = []
    for at in range(depth - shown + 1, depth + 1):
        other = levels.get(at)
        form = "" if other is None else other.get(f"{_STYLE}num-format", "")
        if form:
            numbers.append(written(counts.get(at, 1), _FORMATS.get(form, "decimal")))
    before, after = (level.get(f"{_STYLE}num-{side}", "") for side in ("prefix", "suffix"))
    return f"{before}{'.'.join(numbers)}{after}".strip()
