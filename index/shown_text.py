"""What the readers of formatted text share: strikes, table rows, page marks, running heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from index.folding import words
from index.page_text import PageText, parted

PAGE = "\f"  # stands where a page begins until its offset is known
Piece = tuple[str, bool]  # text, and whether it is struck through

_TWICE = re.compile(r"\f([^\S\f]*)(?=\f)")  # one break, written by the author and again by Word
_PAGE_WORDS = {"sid", "sida", "sidan", "sidnr", "av", "page", "of"}
_TOP = 20  # filled lines in which a text's own title stands
_SHORT_NUMBER = re.compile(r"\d{1,4}(?:/\d{1,3})?")


def with_strikes(pieces: Iterable[Piece]) -> str:
    """Return the pieces as one text, neighbouring struck ones in a single pair of ~~.

    White space and page marks at the ends of struck text stay outside.
    """
    text = ""
    for struck, group in groupby((piece for piece in pieces if piece[0]), key=lambda p: p[1]):
        joined = "".join(part for part, _ in group)
        core = joined.strip()
        if struck and core:
            before, after = joined.split(core, 1)
            joined = f"{before}~~{core}~~{after}"
        text += joined
    return text


def row_lines(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table's row from those of its cells, a tab between two cells.

    Cells of several lines each, as in lists of names, are given one after the other, with a tab
    before each line of all but the first.
    """
    if sum(len(lines) > 1 for lines in cells) > 1:
        yield from ("\t" * (k > 0) + line for k, lines in enumerate(cells) for line in lines)
    else:
        for lines in zip_longest(*cells, fillvalue=None):
            yield "\t".join(line for line in lines if line is not None).rstrip("\t")


def pages_of(marked: str) -> list[PageText]:
    """Return the pages of a text with page marks, and take the marks out."""
    marked = _TWICE.sub(r"\1", marked)
    parts = marked.split(PAGE)
    starts, text = [0], parts[0]
    for part in parts[1:]:
        if text.strip() and part.strip():  # no page before the first text nor after the last
            starts.append(len(text))
        text += part
    return parted(text, starts)


def with_running(heads: Iterable[str], body: str, feet: Iterable[str]) -> str:
    """Return `body` with the lines of running heads before it and of feet behind it.

    Each stands there once, a head only if it has a word that the body's first lines have not, a
    foot if the whole body has not; page numbers are no words. The name of the body or the date of
    the meeting may be written nowhere else, or only in a sentence far below.
    """

    def new(lines: Iterable[str], text: str) -> list[str]:
        said = {*words(text), *_PAGE_WORDS}
        kept = []
        for line in lines:
            own = {word for word in words(line) if not _SHORT_NUMBER.fullmatch(word)}
            if not own <= said:
                kept.append(line.replace(PAGE, ""))
                said.update(own)
        return kept

    top = [line for line in body.split("\n") if line.strip()][:_TOP]
    above, below = new(heads, "\n".join(top)), new(feet, body)
    return "\n".join([*above, body, *below])
