"""A page of a PDF or a scan as a picture, and where a quote stands on it."""

from __future__ import annotations

import base64
import ctypes
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ReadError
from index.formats import IMAGES, Format
from index.limits import Limits
from index.nouns import Document, Page, Span
from index.pdf_layout import characters

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

SHOWN = frozenset({Format.PDF.value, *(one.value for one in IMAGES)})
"""The media types whose pages have a picture."""

WIDTH = 1_200  # pixels of a page: its letters are read on a screen, and a picture has 200 kB
_MOST = 4_000_000  # pixels; a page that is a long strip is made narrower
_FOUND = 0.8  # share of a quote's letters that must be found on the page for it to be marked


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a line that is marked: shares of the page's width and height, from the top left."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a picture."""

    png: bytes
    width: int  # pixels
    height: int
    marks: tuple[Mark, ...]  # none: the quote was not found on it, or not looked for


def pieces_on(document: Document, page: Page, quote: Span) -> list[tuple[str, int]]:
    """Return the parts of a quote that stand on a page, as lines, to be looked for there.

    With each goes how many letters and figures of the page's text stand before it.
    """
    found = []
    at, end = max(quote.start, page.start), min(quote.end, page.end)
    while at < end:
        stops = [stop for mark in "\n\t" if (stop := document.text.find(mark, at, end)) >= 0]
        stop = min(stops, default=end)
        if letters := _letters(document.text[at:stop]):
            found.append((letters, len(_letters(document.text[page.start : at]))))
        at = stop + 1
    return found


def picture_of(
    file: Path, media_type: str, number: int, pieces: Sequence[tuple[str, int]], limits: Limits
) -> PagePicture:
    """Return page `number` of a file, 1 the first, with `pieces` (of `pieces_on`) marked.

    A scan has no marks. Raises ReadError if there is no such page or no picture of it.
    """
    data = file.read_bytes()
    if media_type == Format.PDF:
        return _pdf_picture(data, number, pieces)
    return _packed(_image(data, number, file.name, limits), ())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _pdf_picture(data: bytes, number: int, pieces: Sequence[tuple[str, int]]) -> PagePicture:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document: PdfDocument = PdfDocument(data)
        try:
            page: PdfPage = document[number - 1]
            width, height = page.get_size()
            scale = min(WIDTH / width, math.sqrt(_MOST / (width * height)))
            image: Image = page.render(scale=scale).to_pil()
            return _packed(image, tuple(_marks(page, image.size, pieces)))
        finally:
            document.close()
    except (PdfiumError, IndexError, ZeroDivisionError) as error:
        raise ReadError(f"page {number} cannot be drawn ({error})") from error


def _marks(
    page: PdfPage, size: tuple[int, int], pieces: Sequence[tuple[str, int]]
) -> Iterator[Mark]:
    text_page = page.get_textpage()
    try:
        drawn = [
            (letter, box)
            for code, box in characters(text_page)
            if code and (letter := chr(code).lower()).isalnum()
        ]
    finally:
        text_page.close()
    text = "".join(letter[0] for letter, _ in drawn)
    # A foot that was drawn first moves every place alike: the longest piece tells by how much.
    longest, before = max(pieces, key=lambda piece: len(piece[0]), default=("", 0))
    place = _nearest(text, longest, before)
    moved = 0 if place is None else place - before
    places = [(_nearest(text, each, at + moved), len(each)) for each, at in pieces]
    found = sum(length for place, length in places if place is not None)
    if found < _FOUND * sum(length for _, length in places):
        return
    for place, length in places:
        if place is None:
            continue
        boxes = [box for _, box in drawn[place : place + length]]
        line: list[Any] = []
        for box in boxes:
            if line and not (box.bottom < line[-1].top and line[-1].bottom < box.top):
                yield _mark(page, size, line)
                line = []
            line.append(box)
        if line:
            yield _mark(page, size, line)


def _nearest(text: str, letters: str, expected: int) -> int | None:
    """Return where `letters` stand in `text`, of several places the one nearest to `expected`."""
    places = []
    at = text.find(letters)
    while at >= 0:
        places.append(at)
        at = text.find(letters, at + 1)
    return min(places, key=lambda place: abs(place - expected), default=None)


def _mark(page: PdfPage, size: tuple[int, int], boxes: Sequence[Any]) -> Mark:
    """Return the shares of the picture that boxes in the page's own points take up."""
    import pypdfium2.raw as raw

    across, down = [], []
    x, y = ctypes.c_int(), ctypes.c_int()
    for box in (boxes[0], boxes[-1]):
        for left, top in ((box.left, box.bottom), (box.right, box.top)):
            raw.FPDF_PageToDevice(
                page.raw, 0, 0, *size, 0, left, top, ctypes.byref(x), ctypes.byref(y)
            )
            across.append(x.value / size[0])
            down.append(y.value / size[1])
    return Mark(min(across), min(down), max(across) - min(across), max(down) - min(down))


def _image(data: bytes, number: int, name: str, limits: Limits) -> Image:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as opened:
            opened.seek(number - 1)
            limits.check_pixels(*opened.size, name)
            image = ImageOps.exif_transpose(opened)
            image = image.convert("L" if image.mode in ("1", "L", "I", "I;16") else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise ReadError(f"page {number} cannot be drawn ({error})") from error
    scale = min(1, WIDTH / image.width, math.sqrt(_MOST / (image.width * image.height)))
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))


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
