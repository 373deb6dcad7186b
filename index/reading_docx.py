"""The text of a Word file, a paragraph a line, as Word shows it: with its list numbers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any

from index.errors import ReadError
from index.reading_docx_lists import Lists

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PAGE = "\f"  # stands where a page begins until its offset is known; XML itself cannot hold one
_TWICE = re.compile(r"\f([^\S\f]*)(?=\f)")  # one break, written by the author and again by Word
# Check boxes of the symbol font Wingdings, as attendance lists use them.
_SYMBOLS = {"F0FE": "☒", "F0FD": "☒", "F078": "☒", "F0FC": "✓", "F0A8": "☐", "F06F": "☐"}
# What is no text of the protocol: tracked deletions, the source of a move, fallbacks for old Word.
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", _FALLBACK, f"{_W}pPr", f"{_W}rPr", f"{_W}instrText"}

_Piece = tuple[str, bool]  # text, and whether it is struck through


def read_docx(data: bytes, name: str, max_bytes: int) -> tuple[str, list[int]]:
    """Return the text and where its pages begin, so far as Word has left that in the file.

    Struck-through text is set in ~~…~~. The cells of a table row are parted by a tab. Running
    heads and feet, hidden text and tracked deletions are left out. Raises ReadError if the file is
    damaged or another kind of zip archive.
    """
    document = _open(data, name, max_bytes)
    text = "\n".join(_Body(document).blocks(document.element.body))
    return _take_out_page_marks(text)


def _open(data: bytes, name: str, max_bytes: int) -> WordDocument:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _BODY not in archive.namelist():
                raise ReadError(
                    f"{name} is a zip archive without {_BODY}, so no Word file; unpack it or save "
                    "it as .docx."
                )
            size = sum(member.file_size for member in archive.infolist())
            if size > 10 * max_bytes:  # Word files unpack to five times their size at most
                raise ReadError(f"{name} unpacks to {size / 1e6:.0f} MB; it is not read.")
        return docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, OpcError, SyntaxError, KeyError, ValueError, EOFError) as error:
        # SyntaxError is what the XML parser raises.
        raise ReadError(f"{name} is a damaged Word file ({error}); fetch it again.") from error


class _Body:
    """Walks one document's content in order, counting its lists."""

    def __init__(self, document: WordDocument) -> None:
        self._lists = Lists(document)
        self._struck_styles = {
            style.style_id
            for style in document.styles
            if (element := style.element.find(f"{_W}rPr")) is not None and _is_struck(element)
        }

    def blocks(self, parent: Any) -> Iterator[str]:
        """Yield the lines of each paragraph and table below `parent`."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif not _is_left_out(child):
                yield from self.blocks(child)  # content controls, insertions, wrappers

    def _paragraph(self, paragraph: Any) -> str:
        boxes: list[str] = []
        pieces = list(self._pieces(paragraph, boxes))
        text = _with_strikes(pieces)
        mark = self._lists.mark(paragraph)
        if mark and text.strip():
            lead = len(text) - len(text.lstrip(_PAGE))
            text = f"{text[:lead]}{mark} {text[lead:]}"
        if text.endswith(f"\n{_PAGE}"):  # a break at a paragraph's end is no line of its own
            text = text[:-2] + _PAGE
        properties = paragraph.find(f"{_W}pPr")
        if properties is not None:
            if _is_on(properties.find(f"{_W}pageBreakBefore")):
                text = _PAGE + text
            if _ends_page(properties.find(f"{_W}sectPr")):
                text += _PAGE
        return "\n".join([text, *boxes])

    def _pieces(self, parent: Any, boxes: list[str]) -> Iterator[_Piece]:
        for child in parent:
            if child.tag == f"{_W}r":
                yield from self._run(child, boxes)
            elif not _is_left_out(child):
                yield from self._pieces(child, boxes)  # links, insertions, fields, controls

    def _run(self, run: Any, boxes: list[str]) -> Iterator[_Piece]:
        properties = run.find(f"{_W}rPr")
        if properties is not None and _is_on(properties.find(f"{_W}vanish")):
            return
        struck = properties is not None and self._strikes(properties)
        for part in run:
            text = _text_of(part)
            if text is not None:
                yield text, struck
            elif part.tag not in _LEFT_OUT:
                for content in part.iter(f"{_W}txbxContent"):
                    if not any(above.tag == _FALLBACK for above in content.iterancestors()):
                        boxes.extend(self.blocks(content))

    def _strikes(self, properties: Any) -> bool:
        own = [properties.find(f"{_W}{name}") for name in ("strike", "dstrike")]
        if any(element is not None for element in own):
            return _is_struck(properties)
        style = properties.find(f"{_W}rStyle")
        return style is not None and style.get(f"{_W}val") in self._struck_styles

    def _table(self, table: Any) -> Iterator[str]:
        for row in _children(table, f"{_W}tr"):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            cells = [list(self._cell(cell)) for cell in _children(row, f"{_W}tc")]
            if sum(len(lines) > 1 for lines in cells) > 1:
                # Columns of several lines each, as in lists of names: one column after the other.
                yield from (line for lines in cells for line in lines)
            else:
                for lines in zip_longest(*cells, fillvalue=None):
                    yield "\t".join(line for line in lines if line is not None).rstrip("\t")

    def _cell(self, cell: Any) -> list[str]:
        return "\n".join(self.blocks(cell)).rstrip("\n").split("\n")


def _is_left_out(element: Any) -> bool:
    """Return whether an element shows no text: a deletion, or a control nobody has filled in."""
    return element.tag in _LEFT_OUT or element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the children of one kind, also those in content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, tag)


def _text_of(part: Any) -> str | None:
    """Return what one part of a run shows; None if it is no text."""
    match part.tag.removeprefix(_W) if isinstance(part.tag, str) else "":
        case "t":
            return part.text or ""
        case "tab" | "ptab":
            return "\t"
        case "cr":
            return "\n"
        case "br":
            return f"\n{_PAGE}" if part.get(f"{_W}type") == "page" else "\n"
        case "lastRenderedPageBreak":
            return _PAGE
        case "noBreakHyphen":
            return "-"
        case "softHyphen":
            return "\u00ad"
        case "sym":
            return _SYMBOLS.get(part.get(f"{_W}char", "").upper(), "")
    return None


def _with_strikes(pieces: list[_Piece]) -> str:
    """Return the pieces as one text, neighbouring struck ones in a single pair of ~~.

    White space and page marks at the ends of struck text stay outside.
    """
    text = ""
    for struck, group in groupby((piece for piece in pieces if piece[0]), key=lambda p: p[1]):
        joined = "".join(part for part, _ in group)
        core = joined.strip()
        if struck and core:
            before, after = joined.split(core, 1)
            joined = f"{before}~~{core}~~{after}"
        text += joined
    # A break at a paragraph's beginning is no line of its own.
    return text.removeprefix("\n") if text.startswith(f"\n{_PAGE}") else text


def _take_out_page_marks(marked: str) -> tuple[str, list[int]]:
    marked = _TWICE.sub(r"\1", marked)
    parts = marked.split(_PAGE)
    starts, text = [0], parts[0]
    for part in parts[1:]:
        if text.strip() and part.strip():  # no page before the first text nor after the last
            starts.append(len(text))
        text += part
    return text, starts


def _ends_page(section: Any) -> bool:
    if section is None:
        return False
    kind = section.find(f"{_W}type")
    return kind is None or kind.get(f"{_W}val") in ("nextPage", "oddPage", "evenPage")


def _is_struck(properties: Any) -> bool:
    return any(_is_on(properties.find(f"{_W}{name}")) for name in ("strike", "dstrike"))


def _is_on(element: Any) -> bool:
    """Return whether a switch of WordprocessingML is there and not off."""
    return element is not None and element.get(f"{_W}val", "1") not in ("0", "false", "off", "none")
