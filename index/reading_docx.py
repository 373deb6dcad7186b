"""The text of a Word file, a paragraph a line, as Word shows it: with its list numbers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.errors import ReadError
from index.formats import WORD_BODY
from index.limits import Limits
from index.packed_xml import damaged, open_packed
from index.page_text import PageText
from index.reading_docx_lists import Lists
from index.shown_text import PAGE, Piece, pages_of, row_lines, with_running, with_strikes
from index.symbols import SYMBOLS

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What is no text of the protocol: tracked deletions, the source of a move, fallbacks for old Word.
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", _FALLBACK, f"{_W}pPr", f"{_W}rPr", f"{_W}instrText"}
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}


def read_docx(data: bytes, name: str, limits: Limits) -> list[PageText]:
    """Return the pages, so far as Word has left in the file where they begin.

    Struck-through text is set in ~~…~~. The cells of a table row are parted by a tab, a note
    stands in a line behind its paragraph. Running heads and feet stand once, where the text does
    not say the same. Comments, hidden text and tracked deletions are left out. Raises ReadError
    if the file is damaged or another kind of zip archive.
    """
    document = _open(data, name, limits)
    body = _Body(document)
    text = "\n".join(body.blocks(document.element.body))
    return pages_of(with_running(body.running("header"), text, body.running("footer")))


def _open(data: bytes, name: str, limits: Limits) -> WordDocument:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        with open_packed(data, name, limits) as archive:
            if WORD_BODY not in archive.namelist():
                raise ReadError(
                    f"{name} is a zip archive without {WORD_BODY}, so no Word file; unpack it or "
                    "save it as .docx."
                )
        return docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, OpcError, SyntaxError, KeyError, ValueError, EOFError) as error:
        # SyntaxError is what the XML parser raises.
        raise damaged(name, error) from error


class _Body:
    """Walks one document's content in order, counting its lists."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._lists = Lists(document)
        self._notes = {kind: _notes(document, kind) for kind in _NOTES.values()}
        self._struck_styles = {
            style.style_id
            for style in document.styles
            if (element := style.element.find(f"{_W}rPr")) is not None and _is_struck(element)
        }

    def running(self, kind: str) -> list[str]:
        """Return the lines of all sections' headers, or footers: the first page's own first."""
        lines: list[str] = []
        evens = self._document.settings.odd_and_even_pages_header_footer
        for section in self._document.sections:
            first = section.different_first_page_header_footer
            for page in (*["first_page_"] * first, "", *["even_page_"] * evens):
                part = getattr(section, f"{page}{kind}")
                if not part.is_linked_to_previous:
                    lines += "\n".join(self.blocks(part.part.element)).split("\n")
        return lines

    def blocks(self, parent: Any) -> Iterator[str]:
        """Yield the lines of each paragraph and table below `parent`."""
        for child in parent:
            if child.tag == f"{_W}p":
                if not _is_deleted(child):
                    yield self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif not _is_left_out(child):
                yield from self.blocks(child)  # content controls, insertions, wrappers

    def _paragraph(self, paragraph: Any) -> str:
        boxes: list[str] = []
        pieces = list(self._pieces(paragraph, boxes))
        text = with_strikes(pieces)
        if text.startswith(f"\n{PAGE}"):  # a break at a paragraph's beginning is no line either
            text = text[1:]
        mark = self._lists.mark(paragraph)
        if mark and text.strip():
            lead = len(text) - len(text.lstrip(PAGE))
            text = f"{text[:lead]}{mark} {text[lead:]}"
        if text.endswith(f"\n{PAGE}"):  # a break at a paragraph's end is no line of its own
            text = text[:-2] + PAGE
        properties = paragraph.find(f"{_W}pPr")
        if properties is not None:
            if _is_on(properties.find(f"{_W}pageBreakBefore")):
                text = PAGE + text
            if _ends_page(properties.find(f"{_W}sectPr")):
                text += PAGE
        return "\n".join([text, *boxes])

    def _pieces(self, parent: Any, boxes: list[str]) -> Iterator[Piece]:
        for child in parent:
            if child.tag == f"{_W}r":
                yield from self._run(child, boxes)
            elif not _is_left_out(child):
                yield from self._pieces(child, boxes)  # links, insertions, fields, controls

    def _run(self, run: Any, boxes: list[str]) -> Iterator[Piece]:
        properties = run.find(f"{_W}rPr")
        if properties is not None and _is_on(properties.find(f"{_W}vanish")):
            return
        struck = properties is not None and self._strikes(properties)
        for part in run:
            text = _text_of(part)
            if text is not None:
                yield text, struck
            elif part.tag in _NOTES:
                yield self._note(part, boxes), False
            elif part.tag not in _LEFT_OUT:
                for content in part.iter(f"{_W}txbxContent"):
                    if not any(above.tag == _FALLBACK for above in content.iterancestors()):
                        boxes.extend(self.blocks(content))

    def _note(self, reference: Any, boxes: list[str]) -> str:
        """Return the note's mark; its own text goes in a line behind the paragraph."""
        number, element = self._notes[_NOTES[reference.tag]].get(
            reference.get(f"{_W}id"), (None, None)
        )
        if element is None:
            return ""
        text = "\n".join(self.blocks(element)).strip()
        boxes.append(f"[{number}] {text}")
        return f"[{number}]"

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
            yield from row_lines([self._cell(cell) for cell in _children(row, f"{_W}tc")])

    def _cell(self, cell: Any) -> list[str]:
        return "\n".join(self.blocks(cell)).rstrip("\n").split("\n")


def _notes(document: WordDocument, kind: str) -> dict[str, tuple[int, Any]]:
    """Return the notes of one kind by their ids, each with the number that Word shows."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            notes = parse_xml(relation.target_part.blob).iterfind(f"{_W}{kind[:-1]}")
            shown = (note for note in notes if note.get(f"{_W}type", "normal") == "normal")
            return {note.get(f"{_W}id"): (n, note) for n, note in enumerate(shown, start=1)}
    return {}


def _is_deleted(paragraph: Any) -> bool:
    """Return whether a tracked change takes a whole paragraph away, its mark included."""
    if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is None:
        return False
    return all(
        any(above.tag in (f"{_W}del", f"{_W}moveFrom") for above in run.iterancestors())
        for run in paragraph.iter(f"{_W}r")
    )


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
            return f"\n{PAGE}" if part.get(f"{_W}type") == "page" else "\n"
        case "lastRenderedPageBreak":
            return PAGE
        case "noBreakHyphen":
            return "-"
        case "softHyphen":
            return "\u00ad"
        case "sym":
            code = part.get(f"{_W}char", "")
            return (
                SYMBOLS.get(chr(int(code, 16)), "") if re.fullmatch(r"[\dA-Fa-f]{4}", code) else ""
            )
    return None


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
