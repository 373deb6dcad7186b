r"""From a file to a Document: its text, verbatim, and its pages.

The kind of a file is told by its content where content tells it; a name only decides whether a
file is looked at. Line ends become "\n" and NUL characters go; nothing else is changed.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from index.errors import ReadError, SourceError
from index.nouns import Document, Page

SUFFIXES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}
"""The media type of each kind of file that is read, by the end of its name in lower case."""

MAX_BYTES = 50_000_000
"""Larger files are refused: the longest protocol seen was of 28 pages and 2 MB."""

_PDF, _ZIP, _OLE, _RTF = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"
_PDF_WITHIN = 1024  # bytes before a PDF's first line that readers of PDF put up with
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")  # bytes that text in 8 bits does not have
_MOST_BINARY = 0.01  # share of such bytes in a text that has stray ones; a few may always be
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def read_document(path: Path, root: Path, *, max_bytes: int = MAX_BYTES) -> Document:
    """Return the text and pages of the file at `path`; its name is given relative to `root`.

    The pages tile the text: the first begins at 0, each next where the one before ends.
    Raises ReadError, whose text names the file, if it cannot be read whole.
    """
    name = path.relative_to(root).as_posix()
    data = _load(path, name, max_bytes)
    media_type, text, starts = _read(data, path.suffix.lower(), name, max_bytes)
    if not text.strip():
        raise ReadError(f"{name} holds no text, only white space or pictures; replace it.")
    ends = [*starts[1:], len(text)]
    pages = tuple(
        Page(number, start, end)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    )
    return Document(name, hashlib.sha256(data).hexdigest(), media_type, text, pages)


def find_files(sources: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Return each file to read with its root, by source and then by path.

    A folder is its files' root and is searched to the bottom; the root of a single file is the
    folder it lies in. Hidden files and other kinds of files are passed over.
    Raises SourceError if a source does not exist, cannot be opened or holds nothing to read.
    """
    found: dict[Path, tuple[Path, Path]] = {}
    for source in sources:
        files, others = _divide(source)
        if not files:
            kinds = ", ".join(SUFFIXES)
            held = f"{len(others)} files of other kinds" if others else "no files"
            held = "another kind of file" if source.is_file() else held
            raise SourceError(f"{source} holds {held} where {kinds} were wanted; give another.")
        root = source.parent if source.is_file() else source
        for file in files:
            found.setdefault(file.resolve(), (file, root))
    return list(found.values())


def find_unsupported(sources: Sequence[Path]) -> list[Path]:
    """Return the visible files that `find_files` passes over because of their kind.

    Raises SourceError if a source does not exist or cannot be opened.
    """
    return [file for source in sources for file in _divide(source)[1]]


def _divide(source: Path) -> tuple[list[Path], list[Path]]:
    if source.is_file():
        files = [source]
    elif source.is_dir():
        files = sorted(_walk(source), key=lambda file: file.relative_to(source).parts)
    else:
        raise SourceError(f"{source} does not exist; give a folder or file of protocols.")
    known = [file for file in files if file.suffix.lower() in SUFFIXES]
    return known, [file for file in files if file.suffix.lower() not in SUFFIXES]


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the visible files below `folder`; a folder that cannot be opened is an error.

    Passing it over would look as if its files had been taken away.
    """

    def refuse(error: OSError) -> None:
        raise SourceError(
            f"The folder {error.filename} cannot be opened ({error.strerror}); "
            "allow it to be read or move it out of the source."
        ) from error

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith((".", "~$")):  # Word's mark of an open file begins with "~$"
                yield Path(place, name)


def _load(path: Path, name: str, max_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise ReadError(
                f"{name} is {size / 1e6:.0f} MB large where at most {max_bytes / 1e6:.0f} MB are "
                "read; split it or raise the limit."
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(f"{name} is gone; it was there when the folder was listed.") from error
    except OSError as error:
        raise ReadError(f"{name} cannot be opened: {error.strerror or error}.") from error
    if not data:
        raise ReadError(f"{name} is empty (0 bytes); replace it with the whole file.")
    return data


def _read(data: bytes, suffix: str, name: str, max_bytes: int) -> tuple[str, str, list[int]]:
    """Return the media type, the text and where its pages begin."""
    if _PDF in data[:_PDF_WITHIN]:
        from index.reading_pdf import read_pdf

        return SUFFIXES[".pdf"], *_join([_normalise(page) for page in read_pdf(data, name)])
    if data.startswith(_ZIP):
        from index.reading_docx import read_docx

        text, starts = read_docx(data, name, max_bytes)
        return SUFFIXES[".docx"], text, starts
    if data.startswith(_OLE):
        raise ReadError(
            f"{name} is an old .doc file or a Word file with a password; save it as .docx without "
            "a password."
        )
    if data.startswith(_RTF):
        raise ReadError(f"{name} is an RTF file; save it as .docx or .pdf.")
    if suffix in (".pdf", ".docx"):
        raise ReadError(f"{name} is named {suffix} but is no such file inside; fetch it again.")
    text = _normalise(decode(data, name))
    breaks = [match.end() for match in re.finditer("\f", text) if match.end() < len(text)]
    return SUFFIXES.get(suffix, "text/plain"), text, [0, *breaks]


def decode(data: bytes, name: str) -> str:
    """Return the text of `data`: UTF-8, UTF-16 with its mark, else Windows-1252.

    Raises ReadError if it is no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if len(_BINARY.findall(data)) > 3 + _MOST_BINARY * len(data):
        raise ReadError(f"{name} is no text but binary data; export it as .txt, .docx or .pdf.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # A file cut in the middle of a letter is UTF-8 all the same: read as Windows-1252, every å, ä
    # and ö in it would be lost.
    mended = data.decode("utf-8", errors="replace")
    wrong = mended.count("\ufffd")
    if wrong * 10 < sum(not letter.isascii() for letter in mended) - wrong:
        return mended
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name} is neither UTF-8, UTF-16 nor Windows-1252 text; save it as UTF-8."
        ) from error


def _normalise(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _join(pages: list[str]) -> tuple[str, list[int]]:
    """Return the pages' text, a line end between two, and where each begins."""
    text = "\n".join(pages)
    starts = [0]
    for before, _ in pairwise(pages):
        starts.append(starts[-1] + len(before) + 1)
    return text, starts
