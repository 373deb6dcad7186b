"""The text of pictures of pages: PNG, JPEG and TIFF, one page a picture in the file."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.limits import Deadline, Limits
from index.ocr import DPI, missing_for_ocr, recognise
from index.page_text import PageText, joined

if TYPE_CHECKING:
    from PIL.Image import Image

_A4 = (8.27, 11.69)  # inches of the page that a picture of unknown size is taken to show, or part
_MOST_SCALED = 2.5  # more makes letters larger but no clearer
_CLOSE_ENOUGH = 0.1  # a picture so near the right size is left as it is


def read_image(data: bytes, name: str, limits: Limits, deadline: Deadline) -> list[PageText]:
    """Return the text of every picture in the file, each recognised as a page.

    Raises ReadError if the file is damaged, too large, or Tesseract is not there.
    """
    if missing := missing_for_ocr():
        raise ReadError(f"{name} is a picture, and {missing}.")
    pages = []
    for image in _images(data, name, limits):
        found = recognise(image, name, deadline)
        pages.append(PageText(found.text, "ocr", round(found.confidence, 1)))
    return joined(pages)


def _images(data: bytes, name: str, limits: Limits) -> Iterator[Image]:
    from PIL import Image, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our limit says it
            opened = Image.open(io.BytesIO(data))
        with opened:
            limits.check_pages(getattr(opened, "n_frames", 1), name)
            for frame in ImageSequence.Iterator(opened):
                limits.check_pixels(*frame.size, name)
                yield prepared(frame)
    except Image.DecompressionBombError as error:
        raise ReadError(f"{name} is too large an image to be opened; make it smaller.") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # SyntaxError is what Pillow raises for a broken PNG.
        raise ReadError(f"{name} is a damaged image ({error}); fetch it again.") from error


def prepared(image: Image) -> Image:
    """Return the picture upright as its camera says, grey, on white, at the size OCR wants."""
    from PIL import Image, ImageOps

    resolution = image.info.get("dpi", (0, 0))[0]
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):  # 16 bits a pixel
        grey = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        grey = Image.alpha_composite(white, layered).convert("L")
    else:
        grey = image.convert("L")
    # A resolution that makes the page smaller than a card or larger than a table was made up.
    guessed = max(min(grey.size) / _A4[0], max(grey.size) / _A4[1])
    dots = float(resolution) if 0.4 < float(resolution or 0) / guessed < 2.5 else guessed
    scale = min(DPI / dots, _MOST_SCALED)
    if abs(scale - 1) > _CLOSE_ENOUGH:
        size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return grey
