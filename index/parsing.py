"""Parsing: from a document's text to the meeting, or meetings, that it records.

The steps, each in a module of its own: furniture is set apart; the numbering finds the items;
what stands before the first is the header; inside each item, sections, sub-items, decisions
and presenters are found. Nothing is copied: every part is a span of the document's text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from index.attendance import find_attendees, find_guests_in_text
from index.decisions import find_decisions
from index.folding import fold_marks
from index.furniture import find_furniture
from index.header import Header, read_header
from index.headings import Heading, find_headings
from index.lines import Line, lines_of
from index.nouns import Document, Furniture, Item, Meeting, ParseWarning, SectionKind, Span, slug
from index.presenters import find_presenters
from index.sections import find_sections, section_heading
from index.signatures import find_chair_and_secretary

PARSER_VERSION = 1  # raise it when the same text is understood differently

_BULLET = re.compile(r"^\s*[-–•]\s+(?P<title>(?!(?:samt\s+)?[Aa]tt\b)\S.*?)\s*$")
_NEW_PROTOCOL = re.compile(r"^\S.{0,60}protokoll\s+\d{1,3}/(?:19|20)\d\d\s*$", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:vid (?:tangenterna|protokollet|pennan)|justera(?:s|t|des)\b|underskrifter?|protokollet justera|in fidem)", re.IGNORECASE
)
_CLOSING_ROLE = re.compile(r"^(?:mötes)?(?:ordförande|sekreterare|protokollförare|sekretariatschef|justerare)$", re.IGNORECASE)


def parse_document(document: Document) -> list[Meeting]:
    """Return the meetings that `document` records, in order; always at least one.

    A text without any item heading gives one meeting with one unnumbered item and a warning, so
    that nothing is lost. Time grows linearly with the text.
    """
    lines = lines_of(document.text)
    furniture = find_furniture(document.text, lines, document.pages)
    cuts = _protocol_starts(lines)
    bounds = [*cuts, len(document.text)]
    return [
        _parse_meeting(document, start, end, lines, furniture)
        for start, end in zip(bounds, bounds[1:], strict=False)
    ]


def _protocol_starts(lines: list[Line]) -> list[int]:
    """Return where each protocol of the file begins: at 0, and at each later protocol title."""
    titles = [line for line in lines if _NEW_PROTOCOL.match(line.text)]
    starts = [0]
    seen = {fold_marks(titles[0].text)} if titles else set()
    for line in titles[1:]:
        if fold_marks(line.text) not in seen:
            starts.append(line.start)
            seen.add(fold_marks(line.text))
    return starts


def _parse_meeting(
    document: Document, start: int, end: int, all_lines: list[Line], all_furniture: list[Furniture]
) -> Meeting:
    furniture = [piece for piece in all_furniture if start <= piece.start < end]
    hidden = {piece.start for piece in furniture if piece.kind != "mark"}
    stop = next((f.start for f in furniture if f.kind == "notice"), end)
    lines = [
        line
        for line in all_lines
        if start <= line.start < stop and line.start not in hidden
    ]
    headings = find_headings(lines)
    closing = _closing(lines, headings)
    if closing is not None:
        furniture.append(Furniture(closing, stop, "signatures"))
        furniture = _without_overlap(furniture)
    header_end = headings[0].start if headings else start
    header_lines = [line for line in lines if line.start < header_end]
    header = read_header(header_lines or lines[:40])
    attendees = find_attendees(document.text, header_lines)
    body_end = closing if closing is not None else stop
    listed = {person.name for person in attendees}
    guests = find_guests_in_text(document.text, start, body_end)
    attendees += [guest for guest in guests if guest.name not in listed]
    chair, secretary = find_chair_and_secretary([x for x in lines if closing is None or x.start >= closing], attendees)
    if chair is None or secretary is None:
        from_header = find_chair_and_secretary(header_lines, attendees)
        chair, secretary = chair or from_header[0], secretary or from_header[1]
    meeting_id = _meeting_id(document, header)
    items, warnings = _items(document, lines, headings, start, body_end, end, meeting_id)
    return Meeting(
        id=meeting_id, document=document, start=start, end=end, body=header.body,
        number=header.number, date=header.date, start_time=header.start_time,
        end_time=header.end_time, place=header.place, chair=chair, secretary=secretary,
        attendees=tuple(attendees), items=items, furniture=tuple(furniture),
        header=Span(start, items[0].start if items else end),
        warnings=tuple([*_header_warnings(header, start), *warnings]),
    )  # fmt: skip


def _header_warnings(header: Header, start: int) -> list[ParseWarning]:
    missing = [
        name
        for name, value in (("body", header.body), ("date", header.date))
        if value is None
    ]
    return [ParseWarning(f"the meeting's {name} was not found", start) for name in missing]


def _without_overlap(furniture: list[Furniture]) -> list[Furniture]:
    result: list[Furniture] = []
    for piece in sorted(furniture, key=lambda f: (f.start, -f.end)):
        if not result or piece.start >= result[-1].end:
            result.append(piece)
    return result


def _closing(lines: list[Line], headings: list[Heading]) -> int | None:
    """Return where the closing signatures begin: a name above a role, or `Vid protokollet`."""
    after = headings[-1].end if headings else 0
    filled = [line for line in lines if not line.blank and line.start >= after]
    for k in range(max(0, len(filled) - 12), len(filled)):
        text = filled[k].text
        first = re.split(r"\t+|\s{3,}", text)[0]
        if _CLOSING.match(first) and len(text) < 60:
            return filled[k].start
        following = filled[k + 1].text if k + 1 < len(filled) else ""
        if _CLOSING_ROLE.match(following) and len(text) < 60 and not text.endswith("."):
            return filled[k].start
    return None


def _meeting_id(document: Document, header: Header) -> str:
    body = slug(header.body) if header.body else slug(document.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    return f"{body or 'protokoll'}-{header.date.isoformat() if header.date else 'odaterat'}"


def _items(
    document: Document, lines: list[Line], headings: list[Heading], start: int, body_end: int, end: int,
    meeting_id: str,
) -> tuple[tuple[Item, ...], list[ParseWarning]]:
    warnings: list[ParseWarning] = []
    if not headings:
        warnings.append(ParseWarning("no item headings were found; the whole text is one item", start))
        text = document.text[start:end].strip()
        title = text.split("\n", 1)[0][:120] if text else document.path
        whole = Item(f"{meeting_id}-0", None, title.strip(), start, end, document)
        return (_with_content(whole, lines, start, body_end),), warnings
    items: list[Item] = []
    taken: dict[str, int] = {}
    places = [*[h.start for h in headings[1:]], end]
    for heading, stop in zip(headings, places, strict=True):
        mine = _between(lines, heading.end, min(stop, body_end))
        extra = _unnumbered_after(mine) if heading is headings[-1] else None
        item_end = extra.start if extra else stop
        items.append(_item(document, heading, item_end, lines, body_end, meeting_id, taken))
        if extra:
            key = _unique("tema", taken)
            part = Item(f"{meeting_id}-{key}", None, extra.text, extra.start, stop, document)
            items.append(_with_content(part, lines, extra.end, min(stop, body_end)))
    numbers = [h.order for h in headings if h.style != "clock"]
    begin = 1 if headings[0].style in {"n.", "bare", "punkt n"} else (numbers[0] if numbers else 1)
    for before, heading in zip([begin - 1, *numbers], headings, strict=False):
        if headings[0].style != "clock" and heading.order > before + 1:
            gap = f"{before + 1}" if heading.order == before + 2 else f"{before + 1}–{heading.order - 1}"
            many = "s" if heading.order > before + 2 else ""
            warnings.append(ParseWarning(f"item{many} {gap} missing before item {heading.number}", heading.start))
    return tuple(items), warnings


def _between(lines: list[Line], start: int, end: int) -> list[Line]:
    starts = [line.start for line in lines]
    return lines[bisect_left(starts, start) : bisect_left(starts, end)]


def _unique(key: str, taken: dict[str, int]) -> str:
    taken[key] = taken.get(key, 0) + 1
    return key if taken[key] == 1 else f"{key}-{taken[key]}"


def _item(
    document: Document, heading: Heading, end: int, lines: list[Line], body_end: int, meeting_id: str,
    taken: dict[str, int],
) -> Item:
    key = _unique(slug(heading.number.replace("§", "")), taken)
    item = Item(
        f"{meeting_id}-{key}", heading.number, heading.title, heading.start, end, document,
        reference=heading.reference,
    )  # fmt: skip
    stop = min(end, body_end)
    mine = _between(lines, heading.end, stop)
    bullets = _sub_headings(mine)
    if not bullets:
        return _with_content(item, lines, heading.end, stop)
    subs = []
    for k, line in enumerate(bullets):
        sub_end = bullets[k + 1].start if k + 1 < len(bullets) else end
        match = _BULLET.match(line.raw)
        title = match["title"].strip() if match else line.text
        letter = chr(ord("a") + k) if k < 26 else f"z{k}"
        sub = Item(f"{item.id}{letter}", heading.number, title, line.start, sub_end, document)
        subs.append(_with_content(sub, lines, line.end, min(sub_end, body_end)))
    own = _with_content(item, lines, heading.end, bullets[0].start)
    return replace(own, sub_items=tuple(subs))


def _with_content(item: Item, lines: list[Line], start: int, end: int) -> Item:
    mine = _between(lines, start, end)
    sections = find_sections(mine, min(start, end), end)
    text = item.document.text
    return replace(
        item,
        sections=sections,
        decisions=find_decisions(text, sections),
        presenters=find_presenters(text, sections),
    )


def _sub_headings(lines: list[Line]) -> list[Line]:
    """Return the bullet lines among `lines` that head a sub-item: a title with text under it."""
    filled = [line for line in lines if not line.blank]
    found = []
    for k, line in enumerate(filled):
        match = _BULLET.match(line.raw)
        if match is None or len(match["title"]) > 110 or match["title"][-1] in ".,;":
            continue
        following = filled[k + 1] if k + 1 < len(filled) else None
        if following is None or _BULLET.match(following.raw) or following.text[:1].islower():
            continue
        if re.match(r"\s*[-–•]\s", following.raw):
            continue
        under = 0
        for other in filled[k + 1 :]:
            if _BULLET.match(other.raw):
                break
            under += len(other.text)
        if under >= 25:
            found.append(line)
    inside_decision = False
    result = []
    for line in filled:
        heading = section_heading(line)
        if heading:
            inside_decision = heading.kind is not SectionKind.DECISION and heading.kind is not SectionKind.BODY
        if line in found and not inside_decision:
            result.append(line)
    return result


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
        if re.search(r"[.,:;!?]$", text) or re.match(r"[-–•\d§]", text) or "\t" in line.raw.strip():
            continue
        below = next((x for x in lines[k + 1 :] if not x.blank), None)
        if below is None or len(below.text) < 40 or _CLOSING_ROLE.match(below.text):
            continue
        return line
    return None
