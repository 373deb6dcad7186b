"""Cutting items into passages: the slices that are embedded and matched.

The splitter only proposes where to cut; the offsets are our own, because the library's
`start_index` is wrong for repeated text. Pieces are cut without overlap, so that they join to the
text again, and then begin a little earlier each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.dates import swedish_date
from index.folding import join_broken
from index.nouns import Furniture, Item, Meeting, Span
from index.units import units_of

TARGET = 900  # characters; passages of 700 to 1,000 lifted long documents most
LONGEST = 1200  # an item up to this length stays whole rather than leaving a crumb
OVERLAP = 120  # characters, about one sentence, so that none is cut from what it refers to
CONTEXT_LIMIT = 240  # characters; parsed titles can run over several lines

_SEPARATORS = [r"\n\s*\n", r"\n", r"(?<=[.!?:;])\s+", r"\s+", ""]
_SENTENCE_START = re.compile(r"(?:(?<=[.!?:;]\s)|(?<=\n))\S")
_WORD_START = re.compile(r"(?<=\s)\S")
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """A passage before it has a row in the archive."""

    item_id: str
    start: int
    end: int
    context: str  # "body, date, number title"
    text: str  # the slice without page furniture, broken words whole: what is embedded and matched

    @property
    def embedded(self) -> str:
        """The text that stands for the passage in the vector space."""
        return f"{self.context}\n{self.text}"


def cut(
    meeting: Meeting, count_tokens: Callable[[str], int], window: int = 512
) -> list[PassageDraft]:
    """Return the meeting's passages in document order.

    Every character of an item that is neither space nor furniture lies in at least one of them,
    except the bare heading of an item that has sub-items, which stands in their context. Each
    passage has at most `window` tokens by `count_tokens`, its context included.
    """
    drafts: list[PassageDraft] = []
    for item in meeting.items:
        drafts += _cut_item(meeting, item, None, count_tokens, window)
    return drafts


@dataclass(frozen=True, slots=True)
class SentenceDraft:
    """A unit of evidence before it has a row in the archive."""

    item_id: str  # of the top-level item
    start: int
    end: int
    embedded: str  # what stands for it in the vector space


def sentence_drafts(meeting: Meeting) -> list[SentenceDraft]:
    """Return the units of the meeting's items, each to be embedded under its item's title."""
    return [
        SentenceDraft(item.id, unit.start, unit.end, f"{unit.item.title}: {unit.text}")
        for item in meeting.items
        for unit in units_of(item, meeting.furniture)
        if any(c.isalpha() for c in unit.text)
    ]


def context_of(meeting: Meeting, item: Item, parent: Item | None = None) -> str:
    """Return the context line of an item: "Kommundirektörsgruppen, 21 mars 2018, 6 Titel"."""
    titles = [
        " ".join(part for part in (one.number, one.title) if part)
        for one in (parent, item)
        if one is not None
    ]
    parts = [
        meeting.body or "",
        swedish_date(meeting.date) if meeting.date else "",
        " – ".join(title for title in titles if title),
    ]
    line = ", ".join(" ".join(part.split()) for part in parts if part)
    return line if len(line) <= CONTEXT_LIMIT else line[:CONTEXT_LIMIT].rsplit(" ", 1)[0]


def _cut_item(
    meeting: Meeting,
    item: Item,
    parent: Item | None,
    count_tokens: Callable[[str], int],
    window: int,
) -> Iterator[PassageDraft]:
    text = item.document.text
    context = _fitted(context_of(meeting, item, parent), count_tokens, window // 2)

    def fits(span: Span) -> bool:
        words = _without(text, span, meeting.furniture)
        return count_tokens(f"{context}\n{words}") <= window

    def passages(span: Span) -> Iterator[PassageDraft]:
        for piece in _pieces(text, span, fits):
            words = _without(text, piece, meeting.furniture)
            if words.strip():
                yield PassageDraft(item.id, piece.start, piece.end, context, words.strip())

    position = item.start
    for sub_item in sorted(item.sub_items, key=lambda sub: sub.start):
        own = Span(position, max(position, sub_item.start))
        if not _is_heading(text[own.start : own.end], item):
            yield from passages(own)
        yield from _cut_item(meeting, sub_item, item, count_tokens, window)
        position = max(position, sub_item.end)
    yield from passages(Span(position, max(position, item.end)))


def _is_heading(text: str, item: Item) -> bool:
    rest = _NOT_LETTERS.sub("", text)
    for known in (item.title, item.reference, item.number):
        rest = rest.replace(_NOT_LETTERS.sub("", known or ""), "", 1)
    return not rest


def _without(text: str, span: Span, furniture: Sequence[Furniture]) -> str:
    """Return the text of `span` without furniture, and with words whole that lines broke."""
    kept, position = [], span.start
    for noise in sorted(furniture, key=lambda noise: noise.start):
        if noise.end <= position or noise.start >= span.end:
            continue
        kept.append(text[position : max(position, noise.start)])
        position = min(noise.end, span.end)
    kept.append(text[position : span.end])
    return join_broken("".join(kept))


def _fitted(context: str, count_tokens: Callable[[str], int], limit: int) -> str:
    while context and count_tokens(context) > limit:
        context = context.rpartition(" ")[0]
    return context


def _pieces(text: str, span: Span, fits: Callable[[Span], bool]) -> Iterator[Span]:
    """Yield spans without outer spaces that cover `span`, each of them fitting the window."""
    whole = _trimmed(text, span)
    if whole.start == whole.end:
        return
    length = whole.end - whole.start
    if length <= LONGEST and fits(whole):
        yield whole
        return
    floor = whole.start
    for piece in _split(text, whole, _even(length, TARGET)):
        yield from _fitting(text, piece, floor, fits)


def _fitting(text: str, piece: Span, floor: int, fits: Callable[[Span], bool]) -> Iterator[Span]:
    piece = _trimmed(text, piece)
    length = piece.end - piece.start
    if not length:
        return
    for candidate in (Span(_earlier(text, piece.start, floor), piece.end), piece):
        if fits(candidate):
            yield candidate
            return
    if length == 1:  # a window so narrow that not one character fits beside its context
        yield piece
        return
    for part in _split(text, piece, max(1, length // 2)):
        yield from _fitting(text, part, floor, fits)


def _even(length: int, target: int) -> int:
    """Return the size that cuts `length` into near-equal pieces of at most about `target`."""
    parts = -(-length // target)
    return min(target, -(-length // parts) + target // 5)


def _split(text: str, span: Span, size: int) -> Iterator[Span]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=size,
        chunk_overlap=0,
    )
    position = span.start
    for chunk in splitter.split_text(text[span.start : span.end]):
        yield Span(position, position + len(chunk))
        position += len(chunk)


def _earlier(text: str, start: int, floor: int) -> int:
    """Return where a passage may begin to repeat the end of the one before it."""
    earliest = max(floor, start - OVERLAP)
    if earliest == floor:
        return floor
    for pattern in (_SENTENCE_START, _WORD_START):
        match = pattern.search(text, earliest, start)
        if match:
            return match.start()
    return start


def _trimmed(text: str, span: Span) -> Span:
    inside = text[span.start : span.end]
    start = span.start + len(inside) - len(inside.lstrip())
    return Span(start, max(start, span.start + len(inside.rstrip())))
