"""What kind of file some bytes are, told by what is in them and not by a name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from index.errors import ReadError


class Format(StrEnum):
    """A kind of file that is read; the value is its media type."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    ZIP = "application/zip"


IMAGES = frozenset({Format.PNG, Format.JPEG, Format.TIFF})
WORD_BODY = "word/document.xml"
HEAD = 4096  # bytes that tell the kind of a file, save that of a zip archive

_PDF = b"%PDF-"
_PDF_WITHIN = 1024  # bytes before a PDF's first line that readers of PDF put up with
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second: an archive without files
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"II*\0", Format.TIFF),
    (b"MM\0*", Format.TIFF),
)
_NOT_READ = (
    (b"\xd0\xcf\x11\xe0", "is an old .doc file or an Office file with a password; save it as "
     ".docx without a password."),
    (b"{\\rtf", "is an RTF file; save it as .docx or .pdf."),
    (b"GIF87a", "is a GIF image; save it as .png."),
    (b"GIF89a", "is a GIF image; save it as .png."),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; pack it as .zip."),
    (b"Rar!\x1a\x07", "is a RAR archive; pack it as .zip."),
    (b"\x1f\x8b", "is a gzip archive; unpack it or pack it as .zip."),
    (b"%!PS", "is a PostScript file; save it as .pdf."),
)  # fmt: skip
_OPENING = r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*)*"
_HTML = re.compile(_OPENING + r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FRAGMENT = re.compile(_OPENING + r"<(?:div|p|h[1-6]|table|article|section|main)\b", re.IGNORECASE)
_CLOSING = re.compile(r"</(?:div|p|h[1-6]|table|article|section|main)\s*>", re.IGNORECASE)
_MARKDOWN = re.compile(r"^#{1,6} \S|\*\*[^\s*][^*\n]*\*\*", re.MULTILINE)
_TABLE = re.compile(r"^\|(?: ?:?-{3,}:? ?\|)+$", re.MULTILINE)


def format_of(data: bytes, name: str) -> Format | None:
    """Return the kind of a file by its bytes; None for what can only be text or nothing.

    Raises ReadError for a kind that is known and not read.
    """
    if _PDF in data[:_PDF_WITHIN]:
        return Format.PDF
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(_ZIP):
        return _packed(io.BytesIO(data), name)
    for magic, sentence in _NOT_READ:
        if data.startswith(magic):
            raise ReadError(f"{name} {sentence}")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        raise ReadError(f"{name} is a WebP image; save it as .png.")
    return None


def format_of_file(path: Path, name: str) -> Format | None:
    """Return what `format_of` returns, without reading the whole file.

    Raises OSError if the file cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        if head.startswith(_ZIP):
            return _packed(file, name)
    return format_of(head, name)


def format_of_text(text: str, suffix: str) -> Format:
    """Return whether a text is HTML, Markdown or plain.

    Markdown without any mark cannot be told from plain text, and is read alike; there the name's
    end, `suffix`, decides what it is called.
    """
    if _HTML.match(text) or (_FRAGMENT.match(text) and _CLOSING.search(text)):
        return Format.HTML
    if (
        suffix in (".md", ".markdown")
        or len(_MARKDOWN.findall(text[:HEAD])) > 1
        or _TABLE.search(text[:HEAD])
    ):
        return Format.MARKDOWN
    return Format.TEXT


def _packed(file: io.BufferedReader | io.BytesIO, name: str) -> Format:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if WORD_BODY in names:
                return Format.DOCX
            kind = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").strip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ReadError(
            f"{name} is a damaged Word, ODF or zip file ({error}); fetch it again."
        ) from error
    if kind.startswith(Format.ODT.encode()):
        return Format.ODT
    if kind or "[Content_Types].xml" in names:
        raise ReadError(
            f"{name} is an office file of another kind than text, such as a sheet or slides; save "
            "it as .pdf."
        )
    return Format.ZIP
