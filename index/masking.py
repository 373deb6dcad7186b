"""Blanking words in a text and in all that was understood of it, so that every span still holds.

Each letter of the words becomes a full block and white space stays, so the length, the lines and
every offset are as they were, and a reader sees that something was taken out.

What was blanked must be found again when its file is read anew, and must not be kept for that: a
mask holds a salted checksum of the words and their number. Words are compared in lower case,
whatever white space is between them, and a genitive's s may follow the last.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from index.nouns import Document, Item, Meeting

BLANK = "█"
_TOKEN = re.compile(r"\w+|[^\w\s]")
_IDS = "id"  # an address that others hold must not change

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Mask:
    """Words that are to be blanked in one document, without the words."""

    document: str  # the checksum of its file …
    path: str  # … and its path: a corrected version of it is masked too
    length: int  # in words and signs
    salt: str
    digest: str

    def fits(self, sha256: str, path: str) -> bool:
        """Return whether a file is the one of this mask, moved or corrected."""
        return sha256 == self.document or path == self.path


def mask_of(words: str, salt: str, sha256: str, path: str) -> Mask:
    """Return the mask of `words`; ValueError if there is no letter or digit in them."""
    tokens = _TOKEN.findall(words.lower())
    if not any(one[0].isalnum() for one in tokens):
        raise ValueError("there is no word in it")
    return Mask(sha256, path, len(tokens), salt, _digest(tokens, salt))


def could_hold(text: str, words: str) -> bool:
    """Return whether it is worth looking for `words` in `text`: cheap, and never wrongly no."""
    return all(one in text.lower() for one in _TOKEN.findall(words.lower()))


def spans_of(text: str, masks: Sequence[Mask]) -> list[tuple[int, int]]:
    """Return where the words of `masks` stand in `text`, in order of the masks."""
    if not masks:
        return []
    tokens = [(one[0].lower(), *one.span()) for one in _TOKEN.finditer(text)]
    found: list[tuple[int, int]] = []
    for mask in masks:
        for first in range(len(tokens) - mask.length + 1):
            inside = tokens[first : first + mask.length]
            words = [word for word, _, _ in inside]
            start, end = inside[0][1], inside[-1][2]
            if _digest(words, mask.salt) == mask.digest:
                found.append((start, end))
            elif words[-1].endswith("s"):
                words[-1] = words[-1][:-1]
                if _digest(words, mask.salt) == mask.digest:
                    found.append((start, end - 1))
    return found


def masked(text: str, masks: Sequence[Mask]) -> str:
    """Return `text` with the words of `masks` blanked; its length is the same."""
    letters = list(text)
    for start, end in spans_of(text, masks):
        letters[start:end] = [one if one.isspace() else BLANK for one in letters[start:end]]
    return "".join(letters)


def masked_document(document: Document, masks: Sequence[Mask]) -> Document:
    """Return the document with its text masked."""
    return replace(document, text=masked(document.text, masks)) if masks else document


def masked_meetings(meetings: Sequence[Meeting], masks: Sequence[Mask]) -> list[Meeting]:
    """Return the meetings of one document with every text in them masked, but their addresses."""
    if not meetings:
        return []
    document = masked_document(meetings[0].document, masks)
    return [_masked(one, masks, document) for one in meetings]


def _masked(value: Noun, masks: Sequence[Mask], document: Document) -> Noun:
    changed: Any = value
    if isinstance(value, Document):
        changed = document
    elif isinstance(value, str) and not isinstance(value, Enum):
        changed = masked(value, masks)
    elif isinstance(value, tuple):
        changed = tuple(_masked(one, masks, document) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = replace(value, **dict(_changes(value, masks, document)))
    return changed  # type: ignore[no-any-return]


def _changes(value: Any, masks: Sequence[Mask], document: Document) -> Iterator[tuple[str, Any]]:
    for one in fields(value):
        if one.init and not (one.name == _IDS and isinstance(value, (Meeting, Item))):
            yield one.name, _masked(getattr(value, one.name), masks, document)


def _digest(words: Sequence[str], salt: str) -> str:
    return hashlib.sha256("\0".join([salt, *words]).encode()).hexdigest()
