"""A page of a PDF or a scan as a picture, a quote marked on it.

What draws and recognises is imported when it is needed: what reads a file apart imports this too,
and has little memory.
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ReadError
from index.formats import IMAGES, Format
from index.limits import Deadline, Limits
from index.page_marks import Mark, Piece, marks_in_layer, marks_in_scan

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

SHOWN = frozenset({Format.PDF.value, *(one.value for one in IMAGES)})
"""The media types whose pages have a picture."""

WIDTH = 1_200  # pixels of a page: its letters are read on a screen, and a picture has 200 kB
_MOST = 4_000_000  # pixels; a page that is a long strip is made narrower


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a picture."""

    png: bytes
    width: int  # pixels
    height: int
    marks: tuple[Mark, ...]  # none: the quote was not found on it, or not looked for


def picture_of(
    file: Path,
    media_type: str,
    number: int,
    pieces: Sequence[Piece],
    limits: Limits,
    *,
    scanned: bool = False,
) -> PagePicture:
    """Return page `number` of a file, 1 the first, with `pieces` (of `pieces_on`) marked.

    A page that is `scanned` is recognised again to find them, and shown as it was read: upright
    and level. Raises ReadError if there is no such page or no picture of it.
    """
    data = file.read_bytes()
    if media_type == Format.PDF:
        return _pdf_picture(data, number, pieces, limits, scanned=scanned)
    return _image_picture(data, number, file.name, pieces if scanned else (), limits)


def _pdf_picture(
    data: bytes, number: int, pieces: Sequence[Piece], limits: Limits, *, scanned: bool
) -> PagePicture:
    from pypdfium2 import PdfDocument, PdfiumError

    from index.reading_pdf import scan_of

    try:
        document: PdfDocument = PdfDocument(data)
        try:
            page: PdfPage = document[number - 1]
            width, height = page.get_size()
            scale = min(WIDTH / width, math.sqrt(_MOST / (width * height)))
            image: Image = page.render(scale=scale).to_pil()
            marks = tuple(marks_in_layer(page, image.size, pieces))
            if marks or not (scanned and pieces):
                return _packed(image, marks)
            return _marked(image, scan_of(page, limits), pieces, limits)
        finally:
            document.close()
    except (PdfiumError, IndexError, ZeroDivisionError) as error:
        raise ReadError(f"page {number} cannot be drawn ({error})") from error


def _image_picture(
    data: bytes, number: int, name: str, pieces: Sequence[Piece], limits: Limits
) -> PagePicture:
    from PIL import Image, ImageOps

    from index.reading_image import prepared

    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.seek(number - 1)
            limits.check_pixels(*opened.size, name)
            scan = prepared(opened) if pieces else None
            image = ImageOps.exif_transpose(opened)
            image = image.convert("L" if image.mode in ("1", "L", "I", "I;16") else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise ReadError(f"page {number} cannot be drawn ({error})") from error
    scale = min(1, WIDTH / image.width, math.sqrt(_MOST / (image.width * image.height)))
    image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    return _marked(image, scan, pieces, limits) if scan else _packed(image, ())


def _marked(image: Image, scan: Image, pieces: Sequence[Piece], limits: Limits) -> PagePicture:
    """Return a picture turned as `scan`, the same page, is read, with what is found there marked.

    Where the page cannot be read, it is shown all the same.
    """
    from index.ocr import as_read, missing_for_ocr, recognise

    if missing_for_ocr():
        return _packed(image, ())
    try:
        reading = recognise(scan, "the page", Deadline("the page", limits))
    except ReadError:
        return _packed(image, ())
    return _packed(as_read(image, reading), tuple(marks_in_scan(reading, pieces)))


def _packed(image: Image, marks: tuple[Mark, ...]) -> PagePicture:
    if image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return PagePicture(buffer.getvalue(), *image.size, marks)


def to_json(picture: PagePicture) -> dict[str, Any]:
    """Return a picture as JSON can hold it."""
    return {
        "png": base64.b64encode(picture.png).decode(),
        "size": [picture.width, picture.height],
        "marks": [[one.left, one.top, one.width, one.height] for one in picture.marks],
    }


def from_json(said: dict[str, Any]) -> PagePicture:
    """Return the picture that `to_json` packed."""
    width, height = said["size"]
    marks = tuple(Mark(*one) for one in said["marks"])
    return PagePicture(base64.b64decode(said["png"]), width, height, marks)
