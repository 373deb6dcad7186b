"""The text of an OpenDocument file, a paragraph a line, as a word processor shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from index.errors import ReadError
from index.limits import Deadline, Limits
from index.packed_xml import open_packed, read_part
from index.page_text import PageText
from index.reading_odt_styles import OFFICE, TABLE, TEXT, Lists, Styles
from index.shown_text import PAGE, Piece, pages_of, row_lines, with_running, with_strikes

_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MANIFEST = "META-INF/manifest.xml"
# What is no text of the protocol: tracked deletions, comments, descriptions of pictures.
_LEFT_OUT = frozenset(
    (
        f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}forms", f"{_SVG}title",
        f"{_SVG}desc", f"{TEXT}number",
    )
)  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_REPEATED = 100  # times that an empty cell or a blank is repeated


def read_odt(data: bytes, name: str, limits: Limits, deadline: Deadline) -> list[PageText]:
    """Return the pages, so far as the word processor has left in the file where they begin.

    Struck-through text is set in ~~…~~, cells of a table row are parted by a tab, a note stands
    in a line behind its paragraph. Running heads and feet stand once, where the text does not say
    the same; tracked deletions, comments and hidden text are left out. Raises ReadError if the
    file is damaged or has a password.
    """
    with open_packed(data, name, limits) as archive:
        names = set(archive.namelist())
        if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
            raise ReadError(f"{name} has a password; save it again without one.")
        content = read_part(archive, "content.xml", name)
        styles = read_part(archive, "styles.xml", name) if "styles.xml" in names else None
    roots = [content] if styles is None else [styles, content]
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ReadError(f"{name} is an OpenDocument file without text; save it as .odt.")
    walk = _Body(Styles(roots), deadline)
    text = "\n".join(walk.blocks(body))
    heads: list[str] = []
    feet: list[str] = []
    for master in [] if styles is None else styles.iter(f"{_STYLE}master-page"):
        for part in master:
            kind = part.tag.removeprefix(_STYLE) if isinstance(part.tag, str) else ""
            if kind.startswith(("header", "footer")):
                lines = "\n".join(walk.blocks(part)).split("\n")
                (heads if kind.startswith("header") else feet).extend(lines)
    return pages_of(with_running(heads, text, feet))


class _Body:
    """Walks a document's content in order, counting its lists."""

    def __init__(self, styles: Styles, deadline: Deadline) -> None:
        self._styles = styles
        self._lists = Lists(styles)
        self._deadline = deadline

    def blocks(self, parent: Any) -> Iterator[str]:
        """Yield the lines of each paragraph, list and table below `parent`."""
        for child in parent:
            match child.tag:
                case tag if not isinstance(tag, str) or tag in _LEFT_OUT:
                    continue
                case str(tag) if tag in (f"{TEXT}p", f"{TEXT}h"):
                    self._deadline.check()
                    yield self._paragraph(child)
                case str(tag) if tag == f"{TEXT}list":
                    with self._lists.opened(child):
                        yield from self.blocks(child)
                case str(tag) if tag in (f"{TEXT}list-item", f"{TEXT}list-header"):
                    self._lists.begin_item(child)
                    yield from self.blocks(child)
                case str(tag) if tag == f"{TABLE}table":
                    yield from self._table(child)
                case str(tag) if tag == f"{TEXT}soft-page-break":
                    yield PAGE
                case _:
                    yield from self.blocks(child)  # sections, indexes, wrappers

    def _paragraph(self, paragraph: Any) -> str:
        style = paragraph.get(f"{TEXT}style-name")
        if self._styles.is_hidden(style):
            return ""
        boxes: list[str] = []
        pieces: list[Piece] = []
        self._collect(paragraph, self._styles.is_struck(style), pieces, boxes)
        text = with_strikes(pieces).strip(" ")
        mark = self._lists.mark(paragraph)
        if mark and text.strip():
            lead = len(text) - len(text.lstrip(PAGE))
            text = f"{text[:lead]}{mark} {text[lead:]}"
        if self._styles.breaks_before(style):
            text = PAGE + text
        if self._styles.breaks_after(style):
            text += PAGE
        return "\n".join([text, *boxes])

    def _collect(self, parent: Any, struck: bool, pieces: list[Piece], boxes: list[str]) -> None:
        _write(parent.text, struck, pieces)
        for child in parent:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == f"{TEXT}s":
                count = min(int(child.get(f"{TEXT}c", "1")), _MOST_REPEATED)
                pieces.append((" " * count, struck))
            elif tag == f"{TEXT}tab":
                pieces.append(("\t", struck))
            elif tag == f"{TEXT}line-break":
                pieces.append(("\n", struck))
            elif tag == f"{TEXT}soft-page-break":
                pieces.append((PAGE, False))
            elif tag == f"{TEXT}note":
                self._note(child, pieces, boxes)
            elif tag == f"{_DRAW}text-box":
                boxes.extend(self.blocks(child))
            elif tag and tag not in _LEFT_OUT:
                style = child.get(f"{TEXT}style-name") if tag == f"{TEXT}span" else None
                if not self._styles.is_hidden(style):
                    self._collect(child, self._styles.is_struck(style, struck), pieces, boxes)
            _write(child.tail, struck, pieces)

    def _note(self, note: Any, pieces: list[Piece], boxes: list[str]) -> None:
        """Put the note's mark in the text and its own text in a line behind the paragraph."""
        citation = note.find(f"{TEXT}note-citation")
        mark = f"[{'' if citation is None else ''.join(citation.itertext())}]"
        pieces.append((mark, False))
        body = note.find(f"{TEXT}note-body")
        if body is not None:
            boxes.append(f"{mark} " + "\n".join(self.blocks(body)))

    def _table(self, table: Any) -> Iterator[str]:
        for row in _children(table, f"{TABLE}table-row"):
            cells = []
            for cell in row:
                if cell.tag != f"{TABLE}table-cell":
                    continue
                lines = "\n".join(self.blocks(cell)).rstrip("\n").split("\n")
                repeated = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
                cells += [lines] * min(repeated, _MOST_REPEATED)
            yield from row_lines(cells)


def _write(text: str | None, struck: bool, pieces: list[Piece]) -> None:
    """Add text in which all white space is one blank, and none at a line's beginning."""
    if not text:
        return
    text = _BLANKS.sub(" ", text)
    if not pieces or pieces[-1][0].endswith((" ", "\n")):
        text = text.removeprefix(" ")
    if text:
        pieces.append((text, struck))


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the children of one kind, also those in groups of header rows."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (
            f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group",
        ):  # fmt: skip
            yield from _children(child, tag)
