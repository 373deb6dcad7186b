"""Pages of the originals as pictures with the quote marked, drawn apart and kept for a while."""

from __future__ import annotations

import base64
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock, Semaphore

from index.apart import picture_apart
from index.limits import LIMITS, Limits
from index.nouns import Document, Page, Span
from index.page_marks import pieces_on
from index.page_pictures import SHOWN, PagePicture
from ui.words import Words

KEPT = 64  # pictures; one has about 200 kB
_DRAWN_AT_ONCE = 2
_SECONDS = 30  # to draw one page
MOST_PAGES = 3  # of a quote that goes over several


class PagePictures:
    """Draws pages; safe to use from many threads."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = replace(limits, seconds=min(limits.seconds, _SECONDS))
        self._lock = Lock()
        self._drawing = Semaphore(_DRAWN_AT_ONCE)
        self._kept: OrderedDict[tuple[str, int, Span | None], PagePicture] = OrderedDict()

    def draw(self, file: Path, document: Document, page: Page, quote: Span | None) -> PagePicture:
        """Return a page of a document whose original is `file`; raises ReadError."""
        key = (document.sha256, page.number, quote)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        pieces = pieces_on(document, page, quote) if quote else ()
        with self._drawing:
            picture = picture_apart(
                file, document.media_type, page.number, pieces, self._limits,
                scanned=page.read_by == "ocr",
            )  # fmt: skip
        with self._lock:
            self._kept[key] = picture
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return picture


def has_pictures(document: Document) -> bool:
    """Return whether the document is of a kind whose pages have a look."""
    return document.media_type in SHOWN and bool(document.pages)


def pages_of(document: Document, span: Span) -> Sequence[Page]:
    """Return the first pages on which a span of the document stands."""
    inside = [page for page in document.pages if page.start < span.end and page.end > span.start]
    return inside[:MOST_PAGES]


def as_svg(picture: PagePicture, words: Words, *, quoted: bool) -> str:
    """Return the picture with its marks as an SVG that needs nothing else.

    Where a quote was looked for and is not marked, a line above the page says so.
    """
    width, height = picture.width, picture.height
    marks = "".join(
        f'<rect class="m" x="{one.left * width - 3:.1f}" y="{one.top * height - 2:.1f}" '
        f'width="{one.width * width + 6:.1f}" height="{one.height * height + 4:.1f}" rx="3"/>'
        for one in picture.marks
    )
    head = 40 if quoted and not picture.marks else 0
    note = (
        f'<text x="{width / 2}" y="27" text-anchor="middle">{words.not_marked}</text>'
        if head
        else ""
    )
    png = base64.b64encode(picture.png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + head}" '
        f'width="{width}" height="{height + head}">'
        "<style>.m{fill:#ffd83d;mix-blend-mode:multiply}"
        "text{font:22px sans-serif;fill:#7a4b00}</style>"
        f'<rect width="{width}" height="{height + head}" fill="#fff"/>{note}'
        f'<g transform="translate(0 {head})"><image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{png}"/>{marks}</g></svg>'
    )
