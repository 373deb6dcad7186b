"""The numbers and bullets that Word shows before a paragraph but does not store in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.numerals import written

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBERING = "/numbering"  # the end of the relationship's type
_PLACE = re.compile(r"%(\d)")
_BULLET = "-"


@dataclass(frozen=True, slots=True)
class _Level:
    style: str  # "decimal", "bullet", …
    text: str  # "%1.", "§ %1"
    start: int


class Lists:
    """Counts a document's lists, paragraph by paragraph, as Word does.

    Lists that share a definition count on, unless one says where it starts.
    """

    def __init__(self, document: WordDocument) -> None:
        """Read the definitions; a document without any has no marks."""
        self._styles = {
            style.style_id: style.element
            for style in document.styles
            if style.element.tag == f"{_W}style"
        }
        self._definitions: dict[str, Any] = {}
        self._lists: dict[str, Any] = {}
        for relation in document.part.rels.values():
            if relation.reltype.endswith(_NUMBERING) and not relation.is_external:
                self._read(relation.target_part)
        self._levels: dict[tuple[str, int], _Level] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def _read(self, part: Any) -> None:
        for element in part.element.iterfind(f"{_W}abstractNum"):
            self._definitions[element.get(f"{_W}abstractNumId")] = element
        for element in part.element.iterfind(f"{_W}num"):
            self._lists[element.get(f"{_W}numId")] = element

    def mark(self, paragraph: Any) -> str:
        """Return what stands before `paragraph`, "" for nothing; counts it, so call once each."""
        place = self._place(paragraph.find(f"{_W}pPr"))
        if place is None:
            return ""
        number, depth = place
        level, shared = self._level(number, depth)
        if level is None:
            return ""
        if level.style == "bullet":
            return _BULLET
        counts = self._counts.setdefault(shared, {})
        self._count(number, depth, level, counts)
        if level.style == "none":
            return ""

        def show(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other, _ = self._level(number, at)
            if other is None:
                return ""
            return written(counts.get(at, other.start), other.style)

        return _PLACE.sub(show, level.text).strip()

    def _count(self, number: str, depth: int, level: _Level, counts: dict[int, int]) -> None:
        override = _override(self._lists[number], depth, "startOverride")
        if override is not None and (number, depth) not in self._started:
            counts[depth] = int(override)
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self._started.add((number, depth))
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]

    def _place(self, properties: Any) -> tuple[str, int] | None:
        """Return the list and the depth in it, by the paragraph itself or by its style."""
        depth: str | None = None
        for own, style in self._inherited(properties):
            if own is None:
                continue
            number = _value(own.find(f"{_W}numId"))
            depth = depth or _value(own.find(f"{_W}ilvl"))
            if number is None:
                continue
            if number not in self._lists:  # "0" takes a paragraph out of its style's list
                return None
            return number, int(depth) if depth else self._depth_of_style(number, style)
        return None

    def _inherited(self, properties: Any) -> Iterator[tuple[Any, str | None]]:
        """Yield the list properties of a paragraph and of its styles, nearest first."""
        if properties is None:
            style = None
        else:
            yield properties.find(f"{_W}numPr"), None
            style = _value(properties.find(f"{_W}pStyle"))
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style].find(f"{_W}pPr/{_W}numPr"), style
            style = _value(self._styles[style].find(f"{_W}basedOn"))

    def _depth_of_style(self, number: str, style: str | None) -> int:
        """Return the depth that a definition ties to a heading style; the first without one."""
        definition = self._definition(_value(self._lists[number].find(f"{_W}abstractNumId")) or "")
        for level in [] if definition is None else definition.iterfind(f"{_W}lvl"):
            if style is not None and _value(level.find(f"{_W}pStyle")) == style:
                return int(level.get(f"{_W}ilvl"))
        return 0

    def _level(self, number: str, depth: int) -> tuple[_Level | None, str]:
        """Return the level's form, and the key of the definition that it counts with."""
        element = self._lists[number]
        shared = _value(element.find(f"{_W}abstractNumId")) or ""
        definition = self._definition(shared)
        own = _override_level(element, depth)
        found = own if own is not None else _find_level(definition, depth)
        if found is None:
            return None, shared
        return (
            _Level(
                _value(found.find(f"{_W}numFmt")) or "decimal",
                _value(found.find(f"{_W}lvlText")) or "",
                int(_value(found.find(f"{_W}start")) or 1),
            ),
            shared,
        )

    def _definition(self, key: str) -> Any:
        """Return the definition, by way of a list style where it only names one."""
        definition = self._definitions.get(key)
        link = None if definition is None else _value(definition.find(f"{_W}numStyleLink"))
        if link is None:
            return definition
        for other in self._definitions.values():
            if _value(other.find(f"{_W}styleLink")) == link:
                return other
        return definition


def _find_level(definition: Any, depth: int) -> Any:
    if definition is None:
        return None
    for level in definition.iterfind(f"{_W}lvl"):
        if level.get(f"{_W}ilvl") == str(depth):
            return level
    return None


def _override_level(element: Any, depth: int) -> Any:
    for override in element.iterfind(f"{_W}lvlOverride"):
        if override.get(f"{_W}ilvl") == str(depth):
            return override.find(f"{_W}lvl")
    return None


def _override(element: Any, depth: int, what: str) -> str | None:
    for override in element.iterfind(f"{_W}lvlOverride"):
        if override.get(f"{_W}ilvl") == str(depth):
            return _value(override.find(f"{_W}{what}"))
    return None


def _value(element: Any) -> str | None:
    value: str | None = None if element is None else element.get(f"{_W}val")
    return value
