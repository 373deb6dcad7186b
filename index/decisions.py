"""Decisions: the points that an item decides, each in its own words, and what each one does."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise

from index.amounts import find_amounts
from index.dates import find_dates
from index.deciding import BODY_LIKE, DONE, WHO, deciding_body, kind_of, subject
from index.lines import Line
from index.names import find_names
from index.nouns import Decision, DecisionKind, Section, SectionKind
from index.points import LISTED, TRAILING, points_of
from index.sections import content_lines, same_body

_BOOKMARK = re.compile(r"^\s*\[bookmark: [^\]]*\]\s*")
_INNER = re.compile(r",?\s+(?=samt\s+att(?:\s|$))|,\s+(?=att\s+(?!\w+as\b))", re.IGNORECASE)
_UNCALLED = re.compile(
    r"(?:noterar?|noteras|lägger|läggs|lade|lades|tar|tog|har\s+tagit|beslutar?|beslutade|beslöt"
    r"|godkänner|tackar|anmäls|redovisas|anses)"
    r"\s+(?:[^.\n]{0,80}?)"
    r"(?:till\s+protokollet|till\s+handlingarna|del\s+av\s+informationen|del\s+av\s+rapporten"
    r"|att\s+notera\s+informationen|(?:därmed\s+)?besvara(?:d|t|de)\b|för\s+informationen(?=\s*\.?\s*$))"
)
_YEAR = re.compile(r"(?<![\d/-])(?:19|20)\d\d(?![\d/-])")


def find_decisions(
    lines: list[Line], sections: tuple[Section, ...], body: str | None = None
) -> tuple[Decision, ...]:
    """Return the decisions in an item's sections, in order; proposals and votes give none.

    `lines` are the item's, without furniture. Where no section is headed as a decision, a sentence
    of the running text that notes something to the protocol is one, and so is a paragraph in
    which the meeting's `body` decides.
    """
    found: list[Decision] = []
    longest = max((len(line.text) for line in lines), default=0)
    for section in sections:
        if section.kind is SectionKind.DECISION:
            by = deciding_body(section.heading)
            proposes = by is not None and "förslag" in (section.heading or "").lower()
            for point, lead in points_of(content_lines(lines, section), longest):
                said = None if proposes else subject(lead) or subject(point[0].text)
                mine = _decisions_of(point, said or by)
                found += (
                    [replace(d, kind=DecisionKind.FORWARDS) for d in mine] if proposes else mine
                )
    if found:
        return tuple(found)
    for section in sections:
        if section.kind is SectionKind.BODY:
            content = content_lines(lines, section)
            found += _spoken(content, body)
            if section.heading is None or not found:
                found += [d for d in _uncalled(content) if not _within(d, found)]
    return tuple(sorted(found, key=lambda d: d.start))


def with_details(decision: Decision, lines: list[Line], year: int | None) -> Decision:
    """Return `decision` with the amounts, dates and persons in its words.

    `lines` are the item's, without furniture; `year` is the meeting's: of a day without one.
    """
    at = decision.start
    letters = [" "] * (decision.end - at)
    first = bisect_right(lines, at, key=_line_start) - 1
    for line in lines[max(first, 0) : bisect_left(lines, decision.end, key=_line_start)]:
        begin, stop = max(line.start, at), min(line.end, decision.end)
        if stop > begin:
            letters[begin - at : stop - at] = line.raw[begin - line.start : stop - line.start]
    words = "".join(letters)
    years = {int(found) for found in _YEAR.findall(words)}
    if len(years) == 1:
        year = years.pop()
    return replace(
        decision,
        amounts=tuple(
            replace(found, start=at + found.start, end=at + found.end)
            for found in find_amounts(words)
        ),
        dates=tuple(
            replace(found, start=at + found.start, end=at + found.end)
            for found in find_dates(words, year)
        ),
        persons=tuple(dict.fromkeys(re.sub(r"\s+", " ", words[a:b]) for a, b in find_names(words))),
    )


def _line_start(line: Line) -> int:
    return line.start


def _within(one: Decision, others: list[Decision]) -> bool:
    return any(other.start < one.end and one.start < other.end for other in others)


def _spoken(lines: list[Line], body: str | None) -> list[Decision]:
    """Return what `body` decides in running text: `Nämnden beslutar att …`, in the present."""
    found: list[Decision] = []
    k = 0
    while k < len(lines):
        match = WHO.match(lines[k].text) if not lines[k].blank else None
        # In the past tense only without a day between: "Styrelsen beslöt 170331 att …" is history.
        decides = match is not None and (
            re.search(
                r"\b(?:beslutar|godkänner|antar|avslår|bifaller|fastställer|utser)$", match[0]
            )
            or re.match(r".*\b(?:beslutade|beslöt)\s+att\b", lines[k].text[: match.end() + 4])
        )
        before = lines[k - 1].text if k else ""
        begins = not before or re.search(r"[.:!?]$", before)
        if not (match and decides and begins and same_body(match["who"], body)) or (
            not BODY_LIKE.search(match["who"])
        ):
            k += 1
            continue
        stop = k + 1
        while stop < len(lines) and not lines[stop].blank:
            stop += 1
        for point, lead in points_of(lines[k:stop]):
            found += _decisions_of(point, subject(lead) or match["who"])
        k = stop
    return found


def _decisions_of(point: list[Line], by: str | None) -> list[Decision]:
    """Return the decisions in one point: `att …, samt att …` on one line are two."""
    pieces: list[list[tuple[int, str]]] = [[]]
    for line in point:
        cuts = [0, *(match.end() for match in _INNER.finditer(line.raw)), len(line.raw)]
        for k, (a, b) in enumerate(pairwise(cuts)):
            if k:
                pieces.append([])
            pieces[-1].append((line.start + a, line.raw[a:b]))
    found = []
    for piece in pieces:
        words = " ".join(part.strip() for _, part in piece)
        if not re.search(r"[^\W\d_]{3}", words):
            continue  # nothing, or a scan's column of numbers: "1." "2."
        while len(piece) > 1 and piece[-1][1].strip(" ,\r\t") in ("samt", "och", ""):
            piece.pop()
        (first_at, first), (last_at, last) = piece[0], piece[-1]
        trailing = TRAILING.search(last)
        last = (last[: trailing.start()] if trailing else last).rstrip(" ,;\r\t\u00a0")
        mark = LISTED.match(first) or _BOOKMARK.match(first)
        start = first_at + (mark.end() if mark else len(first) - len(first.lstrip()))
        end = last_at + len(last.rstrip())
        if end > start:
            found.append(Decision(start, end, kind_of(words), by))
    return found


# What is decided of these needs no heading: "Dagordningen godkänns."
_SETTLED = re.compile(
    r"^(?:(?:Dagordning|Föredragningslist|Ärendelist|Protokoll|Rapport|Information|Redovisning"
    r"|Meddeland|Delgivning|Skrivelse)(?:en|an|et|na|ena|arna|erna)|Ärendet|Ärendena|Punkten)\s+"
    r"(?:godkänns|fastställs|läggs|noteras|bordläggs|utgår|återremitteras|antas)\b"
)


def _uncalled(lines: list[Line]) -> list[Decision]:
    found: list[Decision] = []
    filled = [line for line in lines if line.text]
    only = len(filled) == 1 and bool(DONE.match(filled[0].text))
    for line in filled if filled and not any(_UNCALLED.search(x.raw) for x in filled) else []:
        if only or _SETTLED.match(line.text):
            stop = line.text.find(". ") + 1 or len(line.text)
            found.append(
                Decision(line.text_start, line.text_start + stop, kind_of(line.text[:stop]))
            )
    for line in lines:
        for match in _UNCALLED.finditer(line.raw):
            begin = line.raw.rfind(". ", 0, match.start()) + 1
            stop = line.raw.find(".", match.end())
            piece = line.raw[begin : len(line.raw) if stop < 0 else stop + 1]
            start = line.start + begin + len(piece) - len(piece.lstrip())
            end = line.start + begin + len(piece.rstrip())
            if not found or found[-1].end <= start:
                found.append(Decision(start, end, kind_of(piece), subject(piece)))
    return found
