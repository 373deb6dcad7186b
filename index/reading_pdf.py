"""The text layer of a PDF, page by page, in the order in which one reads it."""

from __future__ import annotations

import ctypes
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import ReadError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_END = b"%%EOF"
_END_WITHIN = 4096  # bytes; mail gateways and archives append a little after the end
_HYPHENS = (0x02, 0xFFFE)  # PDFium's hyphen at a line's end; it leaves the line end out
_GAP = 1.3  # line heights of white between two words that make them two columns
_ROOM = 0.3  # line heights: two lines that overlap by less stand above each other

_pdfium = threading.Lock()  # PDFium is not made for threads


@dataclass(frozen=True, slots=True)
class _Box:
    """Where something stands on the page; y grows upward, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    top: float
    bottom: float


def read_pdf(data: bytes, name: str) -> list[str]:
    """Return the text of every page; a page that is only a picture has none.

    Words that stand far apart on a line are separated by a tab. Raises ReadError if the file is
    damaged, needs a password or has no text on any page.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    if _END not in data[-_END_WITHIN:]:
        raise ReadError(f"{name} is cut off: a PDF ends with %%EOF; fetch it again.")
    with _pdfium:
        try:
            document = PdfDocument(data)
        except PdfiumError as error:
            if "password" in str(error).lower() or "security" in str(error).lower():
                raise ReadError(
                    f"{name} is a PDF with a password; save it again without one."
                ) from error
            raise ReadError(f"{name} is a damaged PDF ({error}); fetch it again.") from error
        try:
            pages = [_read_page(document, index) for index in range(len(document))]
        except PdfiumError as error:
            raise ReadError(f"{name} is a damaged PDF ({error}); fetch it again.") from error
        finally:
            document.close()
    if not any(page.strip() for page in pages):
        raise ReadError(
            f"{name} is a scan without a text layer; run text recognition on it first, for "
            "instance: ocrmypdf -l swe in.pdf out.pdf"
        )
    return pages


def _read_page(document: PdfDocument, index: int) -> str:
    page = document[index]
    text_page = page.get_textpage()
    try:
        lines = _lines(text_page)
    finally:
        text_page.close()
        page.close()
    return "\n".join(line.text for line in in_reading_order(lines))


def _lines(page: PdfTextPage) -> list[_Line]:
    """Return the page's lines as PDFium found them, in the order in which they were drawn."""
    lines: list[_Line] = []
    letters: list[str] = []
    boxes: list[_Box] = []

    def end_line() -> None:
        if boxes:
            top, bottom = max(box.top for box in boxes), min(box.bottom for box in boxes)
            lines.append(_Line("".join(letters).rstrip(), top, bottom))
        letters.clear()
        boxes.clear()

    for code, box in _characters(page):
        letter = chr(code)
        if letter in "\r\n":
            end_line()
        elif code in _HYPHENS:
            letters.append("-")
            end_line()
        elif letter.isspace():
            if letters:
                letters.append(letter)
        elif code:
            if (
                boxes
                and letters[-1].isspace()
                and box.left - boxes[-1].right > (_GAP * boxes[-1].height)
            ):
                letters[-1] = "\t"
            letters.append(letter)
            boxes.append(box)
    end_line()
    return lines


def _characters(page: PdfTextPage) -> list[tuple[int, _Box]]:
    import pypdfium2.raw as raw

    found: list[tuple[int, _Box]] = []
    rectangle = raw.FS_RECTF()
    lead = 0  # the first half of a character beyond U+FFFF
    for index in range(page.count_chars()):
        code = int(raw.FPDFText_GetUnicode(page.raw, index))
        raw.FPDFText_GetLooseCharBox(page.raw, index, ctypes.byref(rectangle))
        if 0xD800 <= code < 0xDC00:
            lead = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((lead - 0xD800) << 10) + (code - 0xDC00) if lead else 0
        lead = 0
        box = _Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        found.append((code, box))
    return found


def in_reading_order(lines: list[_Line]) -> list[_Line]:
    """Return `lines` from top to bottom where the order of drawing leaps.

    Lines that follow each other downward stay together. Such a block goes before those that lie
    wholly below it, which mends a page whose foot was drawn first; columns, which lie beside each
    other, keep the order in which they were drawn.
    """
    blocks: list[list[_Line]] = []
    for line in lines:
        if blocks and _middle(line) <= _middle(blocks[-1][-1]) + _ROOM * _height(line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    ordered: list[list[_Line]] = []
    for block in blocks:
        place = len(ordered)
        while place and _is_above(block, ordered[place - 1]):
            place -= 1
        ordered.insert(place, block)
    return [line for block in ordered for line in block]


def _is_above(block: list[_Line], other: list[_Line]) -> bool:
    lowest = min(block, key=lambda line: line.bottom)
    return lowest.bottom >= max(line.top for line in other) - _ROOM * _height(lowest)


def _middle(line: _Line) -> float:
    return (line.top + line.bottom) / 2


def _height(line: _Line) -> float:
    return line.top - line.bottom
