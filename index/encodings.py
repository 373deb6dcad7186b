"""From bytes to text: which of the common encodings a Swedish text file is in."""

from __future__ import annotations

import re

from index.errors import ReadError

_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")  # bytes that text in 8 bits does not have
_MOST_BINARY = 0.01  # share of such bytes in a text that has stray ones; a few may always be
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 4096  # bytes that tell UTF-16 without a mark
_WIDE = 0.4  # share of 0 bytes, nearly all on one side, that text in UTF-16 has at least
_LATIN = 0.5  # share of the letters of a text in UTF-16 that are Latin
_UNDEFINED = re.compile("[\x81\x8d\x8f\x90\x9d]")  # what ISO 8859-1 has and Windows-1252 has not
_MOST_UNDEFINED = 0.001  # share of such controls in a text of ISO 8859-1; one may always be


def decode(data: bytes, name: str) -> str:
    """Return the text of `data`: UTF-8, UTF-16 (UTF-32 with its mark), Windows-1252, ISO 8859-1.

    Raises ReadError if it is no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            return text if encoding == "utf-8" else _latin(text, name)
    if wide := _wide(data[:_SAMPLE]):
        return _latin(data.decode(wide, errors="replace"), name)
    if len(_BINARY.findall(data)) > 3 + _MOST_BINARY * len(data):
        raise _no_text(name)
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
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if len(_UNDEFINED.findall(text)) > 1 + _MOST_UNDEFINED * len(text):
        raise ReadError(
            f"{name} is neither UTF-8, UTF-16, Windows-1252 nor ISO 8859-1 text; save it as UTF-8."
        )
    return text


def _wide(sample: bytes) -> str | None:
    """Return the UTF-16 that a text without a mark is in, by where its 0 bytes stand."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < _WIDE * len(sample) or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _latin(text: str, name: str) -> str:
    """Return `text`, or raise ReadError if it is chance that its bytes could be decoded."""
    letters = [letter for letter in text[:_SAMPLE] if not letter.isspace()]
    if letters and sum("\x1f" < letter < "\u2100" for letter in letters) < _LATIN * len(letters):
        raise _no_text(name)
    return text


def _no_text(name: str) -> ReadError:
    return ReadError(f"{name} is no text but binary data; export it as .txt, .docx or .pdf.")
