"""A meeting's items: where each begins and ends, its sub-items, and what stands inside."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from index.decisions import find_decisions, with_details
from index.heading_lines import Heading
from index.interests import find_attachments, find_conflicts, find_reservations
from index.lines import BULLETS, Line
from index.nouns import Document, Item, ParseWarning, SectionKind, Span, slug
from index.presenters import find_presenters
from index.sections import find_sections, section_heading
from index.signatures import CLOSING_ROLE
from index.voting import find_votes, unread_vote

_BULLET = re.compile(rf"^\s*[{BULLETS}]\s+(?P<title>(?!(?:samt\s+)?[Aa]tt\b)\S.*?)\s*$")
_LEAD = re.compile(r"\b(?:att|beslutar|besluta)\s*:?$")
_MAX_SUB_TITLE = 110
_MIN_UNDER = 25  # characters under a bullet that make it a title
_COUNTED = frozenset({"n.", "bare", "punkt n"})  # styles that begin with 1 in every meeting


@dataclass(frozen=True, slots=True)
class _Text:
    """The lines of one meeting without furniture, to be cut by offsets."""

    document: Document
    lines: list[Line]
    starts: list[int]
    body_end: int
    by: str | None  # the body that meets
    year: int | None  # of the meeting

    def between(self, start: int, end: int) -> list[Line]:
        """Return the lines that begin in `start` … `end`."""
        return self.lines[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def fill(self, item: Item, start: int, end: int) -> Item:
        """Return `item` with the sections, decisions and presenters of `start` … `end`."""
        lines = self.between(start, end)
        sections = find_sections(lines, min(start, end), end, self.by)
        return replace(
            item,
            sections=sections,
            decisions=tuple(
                with_details(decision, lines, self.year)
                for decision in find_decisions(lines, sections, self.by)
            ),
            presenters=find_presenters(lines, sections),
            votes=find_votes(lines, sections),
            reservations=find_reservations(lines, sections),
            conflicts=find_conflicts(lines, sections),
            attachments=find_attachments(lines, sections),
        )


def build_items(
    document: Document, lines: list[Line], headings: list[Heading], body: Span, end: int,
    meeting_id: str, by: str | None = None, year: int | None = None,
) -> tuple[tuple[Item, ...], list[ParseWarning]]:  # fmt: skip
    """Return the items under `headings`, which reach up to `end`, and what seems to be missing.

    Nothing past `body` (signatures, notices) gives sections or decisions. Without headings all is
    one unnumbered item.
    """
    text = _Text(document, lines, [line.start for line in lines], body.end, by, year)
    if not headings:
        message = "no item headings were found; the whole text is one item"
        first = next((line.text for line in lines if line.text), document.path)
        whole = Item(f"{meeting_id}-0", None, first[:120], body.start, end, document)
        return (text.fill(whole, body.start, body.end),), [ParseWarning(message, body.start)]
    items: list[Item] = []
    taken: dict[str, int] = {}
    places = [*[h.start for h in headings[1:]], end]
    for heading, stop in zip(headings, places, strict=True):
        last = min(stop, body.end)
        extra = None
        if heading is headings[-1]:
            extra = _unnumbered_after(text.between(heading.end, last))
        items.append(_item(text, heading, extra.start if extra else stop, meeting_id, taken))
        if extra:
            key = _unique("tema", taken)
            part = Item(f"{meeting_id}-{key}", None, extra.text, extra.start, stop, document)
            items.append(text.fill(part, extra.end, last))
    return tuple(items), [*_missing(headings), *_unread(items)]


def _unread(items: list[Item]) -> list[ParseWarning]:
    """Return a warning for each item that is headed as a vote of which nothing was understood."""
    warnings = []
    for item in items:
        section = unread_vote(item.sections, item.votes)
        if section is not None:
            message = f"the vote at item {item.number or item.title} was not understood"
            warnings.append(ParseWarning(message, section.start))
    return warnings


def _missing(headings: list[Heading]) -> list[ParseWarning]:
    """Return a warning for each gap in the numbering: a lost page, a heading not understood."""
    if headings[0].style == "clock":
        return []
    before = 0 if headings[0].style in _COUNTED else headings[0].order - 1
    warnings = []
    for heading in headings:
        gap = heading.order - before - 1
        if gap > 0:
            which = f" {before + 1}" if gap == 1 else f"s {before + 1}–{heading.order - 1}"
            message = f"item{which} missing before item {heading.number}"
            warnings.append(ParseWarning(message, heading.start))
        before = heading.order
    return warnings


def _unique(key: str, taken: dict[str, int]) -> str:
    taken[key] = taken.get(key, 0) + 1
    return key if taken[key] == 1 else f"{key}-{taken[key]}"


def _item(text: _Text, heading: Heading, end: int, meeting_id: str, taken: dict[str, int]) -> Item:
    key = _unique(slug(heading.number.replace("§", "")), taken)
    document = text.document
    item = Item(
        f"{meeting_id}-{key}", heading.number, heading.title, heading.start, end, document,
        reference=heading.reference,
    )  # fmt: skip
    stop = min(end, text.body_end)
    bullets = _sub_headings(text.between(heading.end, stop))
    if not bullets:
        return text.fill(item, min(heading.end, stop), stop)
    subs = []
    for k, line in enumerate(bullets):
        sub_end = bullets[k + 1].start if k + 1 < len(bullets) else end
        match = _BULLET.match(line.raw)
        title = match["title"].strip() if match else line.text
        letter = chr(ord("a") + k) if k < 26 else f"z{k}"
        sub = Item(f"{item.id}{letter}", heading.number, title, line.start, sub_end, document)
        subs.append(text.fill(sub, line.end, min(sub_end, stop)))
    return replace(text.fill(item, heading.end, bullets[0].start), sub_items=tuple(subs))


def _sub_headings(lines: list[Line]) -> list[Line]:
    """Return the bullet lines among `lines` that head a sub-item: a title with text under it."""
    filled = [line for line in lines if not line.blank]
    under = [0] * (len(filled) + 1)  # characters from a line up to the next bullet
    for k in range(len(filled) - 1, -1, -1):
        below = 0 if k + 1 == len(filled) or _BULLET.match(filled[k + 1].raw) else under[k + 1]
        under[k] = below + len(filled[k].text)
    result = []
    inside_other = False
    pointed = False  # below "Nämnden beslutar att:", "• anta taxan" is a point
    for k, line in enumerate(filled):
        heading = section_heading(line)
        if heading:
            inside_other = heading.kind not in (SectionKind.DECISION, SectionKind.BODY)
            pointed = False
        pointed = pointed or bool(_LEAD.search(line.text))
        if (
            not inside_other
            and not (pointed and (title := _BULLET.match(line.raw)) and title["title"][0].islower())
            and _heads_sub_item(filled, k)
            and under[k] >= (len(line.text) + _MIN_UNDER)
        ):
            result.append(line)
    return result


def _heads_sub_item(filled: list[Line], k: int) -> bool:
    match = _BULLET.match(filled[k].raw)
    if match is None or len(match["title"]) > _MAX_SUB_TITLE or match["title"][-1] in ".,;":
        return False
    following = filled[k + 1] if k + 1 < len(filled) else None
    listed = k > 0 and _BULLET.match(filled[k - 1].raw) is not None
    if following is not None and listed and section_heading(following):
        return False  # the last line of a list
    return (
        following is not None
        and not re.match(rf"\s*[{BULLETS}]\s", following.raw)
        and not following.text[:1].islower()
    )


def _unnumbered_after(lines: list[Line]) -> Line | None:
    """Return the title of an unnumbered part after the last item's decision, if there is one.

    It stands alone between blank lines, looks like a title, and has running text under it.
    """
    decided = False
    for k, line in enumerate(lines):
        heading = section_heading(line)
        if heading:
            decided = decided or heading.kind is SectionKind.DECISION
            continue
        text = line.text
        alone = k > 0 and lines[k - 1].blank and k + 1 < len(lines) and lines[k + 1].blank
        if not (decided and alone and 5 <= len(text) <= 70 and text[0].isupper()):
            continue
        if re.search(r"[.,:;!?]$|\bbeslut(?:ar|ade)?\b", text) or re.match(
            rf"[{BULLETS}\d§]", text
        ):
            continue
        if "\t" in line.raw.strip():
            continue
        below = next((x for x in lines[k + 1 :] if not x.blank), None)
        if below is None or len(below.text) < 40 or CLOSING_ROLE.match(below.text):
            continue
        return line
    return None
