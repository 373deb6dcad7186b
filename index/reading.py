r"""From a file to a Document: its text, verbatim, and its pages.

The kind of a file is told by its content and not by its name. Line ends become "\n" and NUL
characters go; nothing else is changed.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from index.encodings import decode
from index.errors import ReadError
from index.formats import IMAGES, Format, format_of, format_of_text
from index.limits import LIMITS, Deadline, Limits
from index.nouns import Document, Page, ParseWarning
from index.page_text import PageText, parted

_STRUCTURED = (".pdf", ".docx", ".odt", ".zip", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


def read_document(path: Path, root: Path, limits: Limits = LIMITS) -> Document:
    """Return the text and pages of the file at `path`; its name is given relative to `root`.

    The pages tile the text: the first begins at 0, each next where the one before ends.
    Raises ReadError, whose text names the file, if it cannot be read whole; a page that could not
    be read while others were is a warning of the document.
    """
    name = path.relative_to(root).as_posix()
    return read_bytes(load(path, name, limits), name, limits)


def read_bytes(data: bytes, name: str, limits: Limits = LIMITS) -> Document:
    """Return the text and pages of a file of which the bytes are at hand, as `read_document`."""
    limits.check_bytes(len(data), name)
    if not data:
        raise ReadError(f"{name} is empty (0 bytes); replace it with the whole file.")
    kind, texts = _read(data, name, limits)
    limits.check_pages(len(texts), name)
    for number, page in enumerate(texts, start=1):
        limits.check_lines(page.text, number, name)
    text = "".join(page.text for page in texts)
    if not text.strip():
        raise ReadError(f"{name} holds no text, only white space or pictures; replace it.")
    pages: list[Page] = []
    warnings: list[ParseWarning] = []
    at = 0
    for number, page in enumerate(texts, start=1):
        end = at + len(page.text)
        pages.append(Page(number, at, end, page.read_by, page.confidence))
        if page.problem:
            warnings.append(ParseWarning(page.problem, min(at, len(text) - 1)))
        at = end
    digest = hashlib.sha256(data).hexdigest()
    return Document(name, digest, kind.value, text, tuple(pages), tuple(warnings))


def load(path: Path, name: str, limits: Limits = LIMITS) -> bytes:
    """Return the bytes of a file that nobody changes meanwhile.

    Raises ReadError if it is gone, too large, cannot be opened or is being written.
    """
    try:
        before = path.stat()
        limits.check_bytes(before.st_size, name)
        data = path.read_bytes()
        after = path.stat()
    except FileNotFoundError as error:
        raise ReadError(f"{name} is gone; it was there when the folder was listed.") from error
    except OSError as error:
        raise ReadError(f"{name} cannot be opened: {error.strerror or error}.") from error
    if len(data) != after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise ReadError(f"{name} was changed while it was read; index again when it is written.")
    return data


def _read(data: bytes, name: str, limits: Limits) -> tuple[Format, list[PageText]]:
    """Return what kind of file it is, and its pages."""
    deadline = Deadline(name, limits)
    kind = format_of(data, name)
    suffix = Path(name).suffix.lower()
    if kind is None and suffix in _STRUCTURED:
        raise ReadError(f"{name} is named {suffix} but is no such file inside; fetch it again.")
    if kind is Format.PDF:
        from index.reading_pdf import read_pdf

        pages = read_pdf(data, name, limits, deadline)
    elif kind is Format.DOCX:
        from index.reading_docx import read_docx

        pages = read_docx(data, name, limits)
    elif kind is Format.ODT:
        from index.reading_odt import read_odt

        pages = read_odt(data, name, limits, deadline)
    elif kind in IMAGES:
        from index.reading_image import read_image

        pages = read_image(data, name, limits, deadline)
    elif kind is Format.ZIP:
        raise ReadError(
            f"{name} is a zip archive and no document; unpack it, or name it .zip and index it."
        )
    else:
        text = _normalise(decode(data, name))
        kind = format_of_text(text, suffix)
        if kind is Format.HTML:
            from index.reading_html import read_html

            pages = read_html(text, name, deadline)
        else:
            breaks = [match.end() for match in re.finditer("\f", text) if match.end() < len(text)]
            pages = parted(text, [0, *breaks])
    deadline.check()
    return kind, [_clean(page) for page in pages]


def _clean(page: PageText) -> PageText:
    return PageText(_normalise(page.text), page.read_by, page.confidence, page.problem)


def _normalise(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
