"""How an item's text is laid out to be read: blocks, paragraphs, marked and unmarked runs.

Nothing is added to the protocol's words and nothing but white space between paragraphs is left
out; the runs of a layout, joined, are the document's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.nouns import Furniture, Item, SectionKind, Span

_BLANK_LINES = re.compile(r"\s*\n[^\S\n]*\n\s*")
# A line this long that is followed by a lower-case word was broken by the page's width, not by
# its writer (PDF text layers); shorter lines end where they were meant to.
_WRAPPED_LINE = 60
_NEW_POINT = re.compile(r"(?:samt |och )?att\b")  # a decision's next point begins a line of its own


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that looks the same throughout."""

    text: str
    marked: bool = False
    heading: bool = False
    furniture: bool = False  # running headers and page numbers: kept, but in the background
    first_mark: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Some paragraphs of an item: its decision, or the rest."""

    decision: bool
    paragraphs: tuple[tuple[Run, ...], ...]


def layout(
    item: Item,
    quote: Span | None = None,
    furniture: Sequence[Furniture] = (),
    *,
    whole: bool = False,
) -> tuple[Block, ...]:
    """Return the item's text as blocks, `quote` marked.

    The heading that repeats number and title is left to the page's own heading, unless `whole`
    is set or the quote reaches into it.
    """
    text = item.document.text
    start = item.start
    if not whole:
        after = heading_end(item)
        if quote is None or quote.start >= after:
            start = after
    headings = [
        Span(section.start, section.start + len(section.heading))
        for section in item.sections
        if section.heading and text.startswith(section.heading, section.start)
    ]
    set_off = [Span(f.start, f.end) for f in furniture if f.end > start and f.start < item.end]
    blocks: list[Block] = []
    seen_mark = False
    for span, decision in _regions(item, start):
        paragraphs: list[tuple[Run, ...]] = []
        for paragraph in _paragraphs(text, span):
            runs = _runs(text, paragraph, quote, headings, set_off, first=not seen_mark)
            seen_mark = seen_mark or any(run.marked for run in runs)
            paragraphs.append(runs)
        if paragraphs:
            blocks.append(Block(decision, tuple(paragraphs)))
    return tuple(blocks)


def heading_end(item: Item) -> int:
    """Return where the item's text begins after its number and title; its start if unclear."""
    words = item.title.split()
    if not words:
        return item.start
    text = item.document.text
    pattern = re.compile(r"[\s*#_]+".join(re.escape(word) for word in words))
    match = pattern.search(text, item.start, min(item.end, item.start + len(item.title) + 200))
    if match is None:
        return item.start
    before = text[item.start : match.start()]
    for known in (item.reference, item.number):
        if known:
            before = before.replace(known, "")
    before = re.sub(r"(?i)\b(?:dnr|diarienummer|diarienr)\b", "", before)
    if any(char.isalpha() for char in before):
        return item.start
    after = re.compile(r"[*#_:.]*\s*").match(text, match.end(), item.end)
    return item.end if after is None else after.end()


def unwrapped(text: str) -> str:
    """Return `text` with the line breaks that a page's width made turned into spaces."""
    lines = text.split("\n")
    out = [lines[0]]
    for line, following in pairwise(lines):
        wrapped = (
            len(line.strip()) >= _WRAPPED_LINE
            and following[:1].islower()
            and not _NEW_POINT.match(following)
        )
        out += [" " if wrapped else "\n", following]
    return "".join(out)


def _regions(item: Item, start: int) -> list[tuple[Span, bool]]:
    """Cut the item from `start` to its end into stretches of decision and of other text."""
    text = item.document.text
    spans = [
        Span(section.start, section.end)
        for section in item.sections
        if section.kind is SectionKind.DECISION
    ]
    spans += [Span(decision.start, decision.end) for decision in item.decisions]
    for sub_item in item.sub_items:
        spans += [Span(decision.start, decision.end) for decision in sub_item.decisions]
    regions: list[tuple[Span, bool]] = []
    at = start
    for span in _joined(spans, text):
        begin, end = max(span.start, at), min(span.end, item.end)
        if end <= begin:
            continue
        if begin > at:
            regions.append((Span(at, begin), False))
        regions.append((Span(begin, end), True))
        at = end
    if at < item.end:
        regions.append((Span(at, item.end), False))
    return regions


def _joined(spans: Iterable[Span], text: str) -> list[Span]:
    """Join spans that overlap or have only white space and full stops between them."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if joined and not text[joined[-1].end : span.start].strip(" \t\n\r.,;-–•*"):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _paragraphs(text: str, span: Span) -> list[Span]:
    cuts = [span.start]
    for match in _BLANK_LINES.finditer(text, span.start, span.end):
        cuts += [match.start(), match.end()]
    cuts.append(span.end)
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        inner = text[start:end]
        lead = len(inner) - len(inner.lstrip())
        trail = len(inner) - len(inner.rstrip())
        if lead < len(inner):
            found.append(Span(start + lead, end - trail))
    return found


def _runs(
    text: str,
    span: Span,
    quote: Span | None,
    headings: Sequence[Span],
    furniture: Sequence[Span],
    *,
    first: bool,
) -> tuple[Run, ...]:
    cuts = {span.start, span.end}
    for other in [*headings, *furniture, *([quote] if quote else [])]:
        cuts |= {cut for cut in (other.start, other.end) if span.start < cut < span.end}
    bounds = sorted(cuts)
    runs: list[Run] = []
    shown = unwrapped(text[span.start : span.end])
    for start, end in pairwise(bounds):
        marked = quote is not None and quote.start <= start and end <= quote.end
        runs.append(
            Run(
                shown[start - span.start : end - span.start],
                marked=marked,
                heading=any(h.start <= start and end <= h.end for h in headings),
                furniture=any(f.start <= start and end <= f.end for f in furniture),
                first_mark=marked and first,
            )
        )
        first = first and not marked
    return tuple(runs)
