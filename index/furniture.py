"""Furniture: what belongs to the paper and not to the meeting.

Running headers and footers, page numbers, contents lists, notices and signature pages are kept
as spans with a name; they are never part of an answer.
"""

from __future__ import annotations

import re
from collections import defaultdict

from index.folding import fold
from index.headings import is_contents_line
from index.lines import Line
from index.nouns import Furniture, Page

_MARK = re.compile(r"\[bookmark: [^\]\n]{1,60}\]")
_PAGE_NUMBER = re.compile(
    r"^(?:sid(?:a|an|nr)?\.?\s*:?\s*)?\d{1,4}\s*(?:\(\s*\d{1,4}\s*\)|(?:av|/)\s*\d{1,4})$|^sid(?:a|nr)?\.?\s*:?\s*\d{1,4}$|^-\s*\d{1,3}\s*-$",
    re.IGNORECASE,
)
_SIGNING_LINE = re.compile(
    r"^(?:justerande(?:s)?(?:\s+sign(?:atur)?)?|utdragsbestyrkande|justerandes?\s+sign(?:aturer|atur)?|ordf(?:örande)?\s*sign"
    r"|justeras?|signatur|transaktionsidentitet:.*|transaktion\s+\d.*|signerat?\s+\w+.*\d{4}.*|verifikat.*)$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^(?:underskriftssida|signatursida|signeringssida|elektronisk[at]? underskrift(?:er|ssida)?|bevis(?:\s+om)?\s+(?:anslag|justering)"
    r"|anslag(?:/bevis|sbevis)?|bevis|bevis/anslag|tillkännagivande av justering|besvärshänvisning|hur man överklagar"
    r"|hur man begär omprövning|anvisning för rättelseyrkande|anvisning om besvär|signaturer|underskrifter)\s*(?:[:(].*)?$",
    re.IGNORECASE,
)
_NOTICE_WORDS = re.compile(
    r"eidas|elektronisk|underskrift|signer|anslag|överklag|besvär|justera|validera|e-leg|bankid|certifikat", re.IGNORECASE
)
_CONTENTS = re.compile(r"^(?:innehållsförteckning|innehåll|ärendelista|föredragningslista|dagordning)\s*:?$", re.IGNORECASE)
_RUNNING_MIN = 2  # a line that stands on so many pages (or so often, without pages) is a running header
_RUNNING_MAX_LENGTH = 120


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", " ", fold(text)).strip())


def _running(lines: list[Line], pages: tuple[Page, ...]) -> list[int]:
    """Return the places in `lines` of running headers: title lines that come again.

    With pages, a line counts that stands among the first or last four filled lines of two or
    more pages. Without, one of the first four filled lines that stands again, whole, between
    blank lines.
    """
    if len(pages) > 1:
        seen: dict[str, set[int]] = defaultdict(set)
        places: dict[str, list[int]] = defaultdict(list)
        at = 0
        for page in pages:
            mine = []
            while at < len(lines) and lines[at].start < page.end:
                if not lines[at].blank:
                    mine.append(at)
                at += 1
            for i in {*mine[:4], *mine[-4:]}:
                text = lines[i].text
                if len(text) <= _RUNNING_MAX_LENGTH and not is_contents_line(lines[i]):
                    seen[_shape(text)].add(page.number)
                    places[_shape(text)].append(i)
        again = [i for shape, on in seen.items() if len(on) >= _RUNNING_MIN for i in sorted(places[shape])]
        # The first page's own title is the meeting's, not furniture.
        return [i for i in again if lines[i].start >= pages[0].end or _PAGE_NUMBER.match(lines[i].text)]
    filled = [i for i, line in enumerate(lines) if not line.blank]
    titles = {_shape(lines[i].text): i for i in filled[:4] if 12 <= len(lines[i].text) <= _RUNNING_MAX_LENGTH}
    return [
        i
        for i in filled[4:]
        if titles.get(_shape(lines[i].text), i) != i
        and (i == 0 or lines[i - 1].blank)
        and (i + 1 == len(lines) or lines[i + 1].blank)
    ]


def find_furniture(text: str, lines: list[Line], pages: tuple[Page, ...]) -> list[Furniture]:
    """Return the furniture of a document, in order and without overlap."""
    found: dict[int, Furniture] = {}

    def add(line: Line, kind: str) -> None:
        end = min(line.end + 1, len(text))
        found.setdefault(line.start, Furniture(line.start, end, kind))  # type: ignore[arg-type]

    filled = [line for line in lines if not line.blank]
    last = filled[-1] if filled else None
    for position, line in enumerate(filled):
        if line.start in found:
            continue
        if _NOTICE.match(line.text):
            rest = filled[position : position + 6]
            tail = position > len(filled) * 0.5
            hits = sum(bool(_NOTICE_WORDS.search(other.text)) for other in rest)
            if tail and hits >= 2 and last is not None:
                return _with_marks(text, [*found.values(), Furniture(line.start, len(text), "notice")])
        if _PAGE_NUMBER.match(line.text):
            add(line, "page number")
        elif _SIGNING_LINE.match(line.text) or (
            "utdragsbestyrkande" in fold(line.text) and len(line.text) < 120
        ):
            add(line, "signatures")
        elif is_contents_line(line) or (_CONTENTS.match(line.text) and _contents_follow(filled, position)):
            add(line, "contents")
    for i in _running(lines, pages):
        add(lines[i], "running header")
    return _with_marks(text, list(found.values()))


def _contents_follow(filled: list[Line], position: int) -> bool:
    following = filled[position + 1 : position + 5]
    return sum(is_contents_line(line) for line in following) >= 1


def _with_marks(text: str, furniture: list[Furniture]) -> list[Furniture]:
    marks = [Furniture(m.start(), m.end(), "mark") for m in _MARK.finditer(text)]
    result: list[Furniture] = []
    for piece in sorted([*furniture, *marks], key=lambda f: (f.start, -f.end)):
        if result and piece.start < result[-1].end:
            continue
        result.append(piece)
    return result
