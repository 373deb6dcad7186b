"""One page as a reader hands it on, before it has offsets in a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.nouns import ReadBy


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text with its line end, how it was read, and what of it could not be."""

    text: str
    read_by: ReadBy = "text"
    confidence: float | None = None  # mean word confidence of the OCR, 0…100
    problem: str | None = None  # one sentence without the file's name


def joined(pages: Sequence[PageText]) -> list[PageText]:
    """Return `pages` with a line end after each but the last."""
    return [
        *(replace(page, text=page.text + "\n") for page, _ in pairwise(pages)),
        *pages[-1:],
    ]


def parted(text: str, starts: Sequence[int]) -> list[PageText]:
    """Return the pages of `text` that begin at `starts`."""
    return [PageText(text[start:end]) for start, end in pairwise([*starts, len(text)])]
