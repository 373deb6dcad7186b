"""The text of a PDF, page by page: its text layer, and OCR where that is missing or broken."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.legibility import CLEARLY_BETTER, STRANGE_FROM, strangeness
from index.limits import Deadline, Limits
from index.ocr import DPI, Recognised, missing_for_ocr, recognise
from index.page_text import PageText, joined
from index.pdf_layout import column_by_column, in_reading_order, page_lines

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

_END = b"%%EOF"
_END_WITHIN = 4096  # bytes; mail gateways and archives append a little after the end
_POINTS = 72  # to an inch
_FEW_LETTERS = 20  # on a page that is a picture: a stamp or a page number
_STAMPED = 300  # … letters that may be printed over a scan, such as a running head
_COVERS = 0.6  # share of the page that a scan's picture covers at least
_UNMAPPED = 0.1  # share of characters without a meaning from which a page's font map is broken
_THREADS = 4  # pages that are recognised at a time, at most
_INVISIBLE = 3  # PDF's mode of text that is only there to be searched

_pdfium = threading.Lock()  # PDFium is not made for threads


class _Doubt(Enum):
    """Why a page's text layer may not be its text."""

    NONE = "none"
    PICTURE = "is scanned"
    GARBLED = "has a broken font map"


@dataclass(frozen=True, slots=True)
class _Layer:
    """A page's text layer."""

    text: str
    doubt: _Doubt
    recognised_before: bool = False  # the layer is somebody's OCR behind a picture


def read_pdf(data: bytes, name: str, limits: Limits, deadline: Deadline) -> list[PageText]:
    """Return every page; a blank one has no text.

    A page without a text layer, or with one whose letters are broken, is recognised from its
    picture. Words that stand far apart on a line are separated by a tab. Raises ReadError if the
    file is damaged, needs a password, goes beyond a limit or cannot be read on any page.
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
            raise _damaged(name, error) from error
    try:
        limits.check_pages(len(document), name)
        layers = []
        for index in range(len(document)):
            deadline.check()
            with _pdfium:
                layers.append(_layer(document, index))
        return joined(_with_ocr(document, layers, name, limits, deadline))
    except PdfiumError as error:
        raise _damaged(name, error) from error
    finally:
        with _pdfium:
            document.close()


def _damaged(name: str, error: Exception) -> ReadError:
    return ReadError(f"{name} is a damaged PDF ({error}); fetch it again.")


def _layer(document: PdfDocument, index: int) -> _Layer:
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            text = "\n".join(column_by_column(in_reading_order(page_lines(text_page))))
            unmapped = _share_unmapped(text_page)
        finally:
            text_page.close()
        coverage, has_objects, invisible = _look(page)
    finally:
        page.close()
    letters = sum(letter.isalnum() for letter in text)
    if letters < _FEW_LETTERS:
        # Text that was turned into outlines has no picture, and is drawn all the same.
        doubt = _Doubt.PICTURE if has_objects else _Doubt.NONE
    elif coverage >= _COVERS and letters < _STAMPED and not invisible:
        doubt = _Doubt.PICTURE
    elif unmapped >= _UNMAPPED or (strangeness(text) or 0) >= STRANGE_FROM:
        doubt = _Doubt.GARBLED
    else:
        doubt = _Doubt.NONE
    return _Layer(text, doubt, recognised_before=invisible)


def _share_unmapped(page: PdfTextPage) -> float:
    import pypdfium2.raw as raw

    count = page.count_chars()
    wrong = sum(raw.FPDFText_HasUnicodeMapError(page.raw, index) == 1 for index in range(count))
    return wrong / count if count else 0.0


def _look(page: PdfPage) -> tuple[float, bool, bool]:
    """Return the share under pictures, whether anything is drawn, whether text is never shown."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    covered, has_objects, texts, shown = 0.0, False, 0, 0
    for thing in page.get_objects(max_depth=3):
        has_objects = True
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            across = min(right, width) - max(left, 0)
            down = min(top, height) - max(bottom, 0)
            covered += max(across, 0) * max(down, 0) / max(width * height, 1)
        elif thing.type == raw.FPDF_PAGEOBJ_TEXT:
            texts += 1
            shown += raw.FPDFTextObj_GetTextRenderMode(thing.raw) != _INVISIBLE
    return covered, has_objects, texts > 0 and shown == 0


def _with_ocr(
    document: PdfDocument,
    layers: Sequence[_Layer],
    name: str,
    limits: Limits,
    deadline: Deadline,
) -> list[PageText]:
    """Return the pages, those in doubt recognised, side by side, from their pictures."""
    pages = [PageText(one.text, "ocr" if one.recognised_before else "text") for one in layers]
    doubtful = [index for index, one in enumerate(layers) if one.doubt is not _Doubt.NONE]
    if not doubtful:
        return pages
    if missing := missing_for_ocr():
        if not any(page.text.strip() for page in pages):
            raise ReadError(f"{name} is a scan without a text layer, and {missing}.")
        for index in doubtful:
            problem = f"page {index + 1} {layers[index].doubt.value}, and {missing}"
            pages[index] = replace(pages[index], problem=problem)
        return pages

    def read(index: int) -> Recognised:
        with _pdfium:
            image = scan_of(document[index], limits)
        return recognise(image, f"{name}, page {index + 1}", deadline)

    with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
        readings = [pool.submit(read, index) for index in doubtful]
        try:
            for index, reading in zip(doubtful, readings, strict=True):
                pages[index] = _better(layers[index], pages[index], reading.result())
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return pages


def scan_of(page: PdfPage, limits: Limits) -> Image:
    """Return the grey picture of a page that is recognised, and close the page."""
    from PIL.Image import Image

    try:
        scale = DPI / _POINTS
        width, height = page.get_size()
        most = limits.megapixels * 1_000_000
        if width * height * scale * scale > most:  # a poster, or a page whose size is a slip
            scale = (most / (width * height)) ** 0.5
        picture = page.render(scale=scale, grayscale=True).to_pil()
    finally:
        page.close()
    if not isinstance(picture, Image):
        raise TypeError(f"PDFium gave {type(picture).__name__}, not a picture")
    return picture.convert("L")


def _better(layer: _Layer, page: PageText, reading: Recognised) -> PageText:
    """Return the page as its layer has it or as it was recognised, whichever is the better."""
    recognised = PageText(reading.text, "ocr", round(reading.confidence, 1))
    before, after = (sum(map(str.isalnum, text)) for text in (layer.text, reading.text))
    if layer.doubt is _Doubt.PICTURE:
        return recognised if after > before else page
    strange, other = strangeness(layer.text), strangeness(reading.text)
    if after < before / 2 or other is None:
        return page
    return recognised if strange is None or other < strange - CLEARLY_BETTER else page
