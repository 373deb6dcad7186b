"""Furniture: what belongs to the paper and not to the meeting.

Running headers and footers, page numbers, contents lists, notices and signature pages are kept
as spans with a name; they are never part of an answer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.fuzz import ratio

from index.contents import Contents, find_contents, is_contents_line
from index.folding import fold
from index.lines import BULLETS, Line
from index.nouns import Furniture, FurnitureKind, Page
from index.references import is_reference_line
from index.sections import section_heading

_MARK = re.compile(r"\[bookmark: [^\]\n]{1,60}\]")
_PAGE_NUMBER = re.compile(
    r"^(?:sid(?:a|an|nr)?\.?\s*:?\s*)?\d{1,4}\s*(?:\(\s*\d{1,4}\s*\)|(?:av|/)\s*\d{1,3})$"
    r"|^sid(?:a|nr)?\.?\s*:?\s*\d{1,4}$|^-\s*\d{1,3}\s*-$",
    re.IGNORECASE,
)
# The same in a column of a line: "Sida 4 av 9<tab>Ordförandes signatur", "Vik<tab>3 (9)".
_PAGE_CELL = re.compile(
    r"(?:^|\t|\s{2,}|\|\s?)sid(?:a|an|nr)?\.?\s*:?\s*\d{1,4}\s*(?:\(\s*\d{1,4}\s*\)|(?:av|/)\s*\d{1,3})"
    r"(?=\t|\s{2,}|\s?\||$)|(?:\t|\s{3,})\d{1,4}\s?\(\d{1,4}\)$",
    re.IGNORECASE,
)
_SIGNING_LINE = re.compile(
    r"^(?:justerande(?:s)?(?:\s+sign(?:atur)?)?|utdragsbestyrkande|justerandes?\s+sign(?:aturer|atur)?"
    r"|ordf(?:örande)?\s*sign|signatur|transaktionsidentitet:.*|transaktion\s+\d.*"
    r"|signerat?\s+\w+.*\d{4}.*|verifikat.*)$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^(?:underskriftssida|signatursida|signeringssida|elektronisk[at]? underskrift(?:er|ssida)?"
    r"|bevis(?:\s+om)?\s+(?:anslag|justering)|anslag(?:/bevis|sbevis)?|bevis|bevis/anslag"
    r"|tillkännagivande av justering|besvärshänvisning|hur man överklagar|hur man begär omprövning"
    r"|anvisning för rättelseyrkande|anvisning om besvär|signaturer|underskrifter)\s*(?:[:(].*)?$",
    re.IGNORECASE,
)
_NOTICE_WORDS = re.compile(
    r"eidas|elektronisk|underskrift|undertecknat|signer|anslag|överklag|besvär|justera|validera"
    r"|e-leg|bankid|certifikat",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,5}\s*)?(?:§|\d{1,4}\s*§|\b[S$&ß]\s?\d)|^(?:\d{1,3}\.\s|att\b)"
    rf"|^[{BULLETS}]"
    r"|^(?!SIDA?\b|NR\b|KL\b)[A-ZÅÄÖ]{2,6}\s+\d{1,4}\b(?!\s*[(/:-])|^(?:Punkt|Ärende|Paragraf)\s+\d"
)
# An item's number again on its next page: "§ 27 forts.", "(forts. § 27)".
_CONTINUED = re.compile(
    r"^\(?(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,6}\s*)?(?:§\s*\d{1,4}|\d{1,4}\s*§)\s*[,(–-]?\s*"
    r"(?:forts\.?|fortsättning)(?:\s+från\s.{1,30})?\)?\s*(?:Dnr.{1,40})?$"
    r"|^\(?(?:forts\.?|fortsättning)(?:\s+(?:på|av))?\s+(?:[A-ZÅÄÖ]{1,6}\s*)?(?:§\s*\d{1,4}"
    r"|\d{1,4}\s*§)\)?$",
    re.IGNORECASE,
)
_RUNNING_MIN = 2  # pages on which a line stands that is a running header
_NUMBERED_MIN = 3  # … if it looks like an entry of a contents list, or if there are
_MANY_PAGES = 6  # pages: a title may stand at the edge of its page and of the contents list's
_COLUMN_NUMBER = re.compile(r"\S(?:\t+|\s{3,})(\d{1,4})\s*$")
_DOTS = re.compile(r"(?:[.·_]\s?){4,}|…")
_ROOM = re.compile(r"(?:[_.…]\s?){4,}$")  # for a signature: "Justerare: ____", "Sign ....."
_RUNNING_MAX_LENGTH = 120
_TITLES = 6  # filled lines at a document's top that may come again
_EDGE = 8  # filled lines at a page's top and foot that can be its header and footer
_VERB = re.compile(r"\b(?:beslutar|beslutade|föreslår|godkänner|noterar|lägger|yrkar)\b")
_TITLE_MIN = 12  # characters of a title line that may come again without a page break
_DATE_ALONE = re.compile(r"\b(?:\d{4}-\d\d-\d\d|\d{6}|\d{8})\b")
_ROUNDS = 8  # lines of a header or footer that nothing but their neighbours tell
_MOSTLY = 0.8  # of a line's places that must be beside the paper's own lines
_SAME_TITLE = 92.0  # "Kommundirektörmöte i…" against "Kommundirektörsmöte i…" scores 98


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", " ", fold(text)).strip())


def _is_page_number(text: str) -> bool:
    """Whether a line is a page's number, or that of so many: `3 (9)`, but not `0456/23`."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return _PAGE_NUMBER.match(text) is not None and numbers == sorted(numbers)


def _may_run(line: Line) -> bool:
    """Whether a line can be a running header: no heading, no point of a decision."""
    text = line.text
    return (
        len(text) <= _RUNNING_MAX_LENGTH
        and sum(c.isalpha() for c in text) >= 4
        and (not is_contents_line(line) or _numbered(line) or _ROOM.search(line.raw) is not None)
        and not _NUMBERED.match(text)
        and section_heading(line) is None
    )


def _numbered(line: Line) -> bool:
    """Whether a line ends with what may be the page's number: `PROTOKOLL<tab>7`, no leaders."""
    return _COLUMN_NUMBER.search(line.raw) is not None and not _DOTS.search(line.raw)


def _least(line: Line, pages: int = 0) -> int:
    """Return on how many pages a line must stand to be a running header."""
    listed = is_contents_line(line) and not _ROOM.search(line.raw)
    many = listed or pages >= _MANY_PAGES
    return _NUMBERED_MIN if many else _RUNNING_MIN


def _running_on_pages(lines: list[Line], pages: tuple[Page, ...]) -> list[int]:
    """Return the lines at the edges of two or more pages, nothing else between them and the edge.

    A date alone is one if it is the same on every page.
    """
    seen: dict[str, set[int]] = defaultdict(set)
    ahead: dict[str, set[int]] = defaultdict(set)  # of its page's number, the number in the line
    edges: list[list[int]] = []
    at = 0
    for page in pages:
        mine = []
        while at < len(lines) and lines[at].start < page.end:
            if not lines[at].blank:
                mine.append(at)
            at += 1
        edges += [mine[:_EDGE], mine[: -_EDGE - 1 : -1]]
        for i in {*mine[:_EDGE], *mine[-_EDGE:]}:
            if (key := _running_key(lines[i])) is not None:
                seen[key].add(page.number)
                if numbered := _COLUMN_NUMBER.search(lines[i].raw):
                    ahead[key].add(int(numbered[1]) - page.number)
    running: set[int] = set()
    for k, edge in enumerate(edges):
        if k == 0:
            continue  # the first page's own title is the meeting's, not furniture
        for i in edge:
            text, key = lines[i].text, _running_key(lines[i]) or ""
            counts = len(ahead.get(key, ())) == 1  # `PROTOKOLL<tab>7` on the seventh page
            least = _RUNNING_MIN if counts else _least(lines[i], len(pages))
            if len(seen.get(key, ())) >= least:
                running.add(i)
            elif not (_is_page_number(text) or _is_signing(text) or text.isdigit()):
                break
    return sorted(running)


def _bare_numbers(lines: list[Line], pages: tuple[Page, ...]) -> list[int]:
    """Return the numbers that stand alone last, or first, on their pages and count them."""
    filled: dict[int, list[int]] = defaultdict(list)
    at = 0
    for page in pages:
        while at < len(lines) and lines[at].start < page.end:
            if not lines[at].blank:
                filled[page.number].append(at)
            at += 1
    for place in (-1, 0):
        found = {
            number: mine[place]
            for number, mine in filled.items()
            if len(mine) > 1 and re.fullmatch(r"\d{1,4}", lines[mine[place]].text)
        }
        ahead = {int(lines[i].text) - number for number, i in found.items()}
        if len(ahead) == 1 and len(found) >= max(_RUNNING_MIN, len(filled) - 1):
            return list(found.values())
    return []


def _running_key(line: Line) -> str | None:
    """Return what must be the same on two pages for `line` to be a running header."""
    if _may_run(line) and not _VERB.search(line.text):
        # An item's diarienummer at a page's edge differs; the protocol's own is always the same.
        return fold(line.text) if is_reference_line(line) else _shape(line.text)
    if _DATE_ALONE.fullmatch(line.text):
        return line.text
    # "2021-05-11   2 (4)": only a date and numbers
    if _DATE_ALONE.search(line.text) and not any(c.isalpha() for c in line.text):
        return _shape(line.text)
    return None


def _running_in_text(lines: list[Line], known: set[int]) -> list[int]:
    """Return where one of the first four filled lines stands again, whole and apart.

    Its neighbours are blank, or furniture too (`known` are the lines found so far).
    """
    filled = [i for i, line in enumerate(lines) if not line.blank]
    titles = [
        (_shape(lines[i].text), len(lines[i].text))
        for i in filled[:_TITLES]
        if _TITLE_MIN <= len(lines[i].text) <= _RUNNING_MAX_LENGTH
    ]
    same = {
        i
        for i in filled[_TITLES:]
        if any(abs(len(lines[i].text) - length) <= 6 for _, length in titles)
        and any(ratio(_shape(lines[i].text), shape) >= _SAME_TITLE for shape, _ in titles)
        and _may_run(lines[i])
    }

    first_date = _first({i: _DATE_ALONE.findall(lines[i].text) for i in filled[: 2 * _TITLES]})
    same |= {i for i in filled[_TITLES:] if first_date.get(lines[i].text, i) < i}

    def apart(i: int) -> bool:
        def clear(j: int) -> bool:
            return not 0 <= j < len(lines) or lines[j].blank or j in same or j in known

        def paper(j: int) -> bool:
            return j in same or j in known

        beside = paper(i - 1) or paper(i + 1)
        one_word = len(lines[i].text.split()) == 1
        return (clear(i - 1) and clear(i + 1) and (beside or not one_word)) or (
            beside and re.search(r"\S\s{3,}\S|\d", lines[i].text) is not None
        )

    found = {i for i in same if apart(i)}
    # What follows the paper's own lines at the top of a page, as it did on the first page.
    tops = _first({i: [_shape(lines[i].text)] for i in filled[: 2 * _TITLES] if _may_run(lines[i])})
    before = -1
    for i in filled[_TITLES:]:
        if before in found or before in known:
            text = lines[i].text
            top = tops.get(_shape(text), i) if _may_run(lines[i]) else i
            if min(top, first_date.get(text, i)) < i:
                found.add(i)
        before = i
    return sorted(found | _beside_paper(lines, filled, found | known))


def _first(words: dict[int, list[str]]) -> dict[str, int]:
    """Return where each of some words of the first lines stands first: no line repeats itself."""
    found: dict[str, int] = {}
    for i, several in words.items():
        for word in several:
            found.setdefault(word, i)
    return found


def _beside_paper(lines: list[Line], filled: list[int], paper: set[int]) -> set[int]:
    """Return the lines that come again and again, each time beside the paper's own lines."""
    shapes: dict[str, list[int]] = defaultdict(list)
    for place, i in enumerate(filled):
        if place >= 2 * _TITLES and i not in paper and (key := _running_key(lines[i])) is not None:
            shapes[key].append(place)
    again = {
        key: places
        for key, places in shapes.items()
        if len(places) >= _least(lines[filled[places[0]]])
    }
    found: set[int] = set()
    for _ in range(_ROUNDS):
        known = paper | found
        new = set()
        for places in again.values():
            beside = [
                place
                for place in places
                if filled[place - 1] in known
                or place + 1 == len(filled)
                or filled[place + 1] in known
            ]
            if len(beside) >= max(_RUNNING_MIN, _MOSTLY * len(places)):
                new |= {filled[place] for place in beside}
        if new <= found:
            break
        found |= new
    return found


@dataclass(frozen=True, slots=True)
class Paper:
    """What of a document belongs to the paper, and the contents lists in it."""

    furniture: tuple[Furniture, ...]  # in order and without overlap
    contents: tuple[tuple[int, Contents], ...]  # where each list begins, and what it lists


def find_furniture(
    text: str, lines: list[Line], pages: tuple[Page, ...], starts: Sequence[int] = (0,)
) -> Paper:
    """Return the furniture of a document whose protocols begin at `starts`."""
    found: dict[int, Furniture] = {}

    def add(i: int, kind: FurnitureKind) -> None:
        line = lines[i]
        end = min(line.end + 1, len(text))
        if end > line.start:
            found.setdefault(i, Furniture(line.start, end, kind))

    filled = [i for i, line in enumerate(lines) if not line.blank]
    notices = _notices(text, lines, filled, starts)
    for i in filled:
        line = lines[i]
        if any(n.start <= line.start < n.end for n in notices):
            continue
        if _is_page_number(line.text) and not _part_of_sentence(lines, i):
            add(i, "page number")
        elif _CONTINUED.match(line.text):
            add(i, "running header")
        elif _is_signing(line.text):
            add(i, "signatures")
        elif len(line.text) <= _RUNNING_MAX_LENGTH and _names_later_page(line):
            add(i, "running header")
    if len(pages) > 1:
        for i in _running_on_pages(lines, pages):
            add(i, "running header")
        for i in _bare_numbers(lines, pages):
            add(i, "page number")
    for i in _running_in_text(lines, set(found)):
        add(i, "running header")
    contents = find_contents(lines, found)
    for block in contents:
        for i in range(block.first, block.last + 1):
            if not lines[i].blank:
                add(i, "contents")
    pieces = [f for f in found.values() if not any(n.start <= f.start < n.end for n in notices)]
    return Paper(
        tuple(_with_marks(text, [*pieces, *notices])),
        tuple((lines[block.first].start, block) for block in contents),
    )


def _notices(
    text: str, lines: list[Line], filled: list[int], starts: Sequence[int]
) -> list[Furniture]:
    """Return where each protocol's closing notices begin: in its second half, up to its end."""
    notices: list[Furniture] = []
    for begin, stop in pairwise([*starts, len(text)]):
        mine = [i for i in filled if begin <= lines[i].start < stop]
        for position in range(len(mine) // 2 + 1, len(mine)):
            line = lines[mine[position]]
            if _NOTICE.match(line.text):
                following = [lines[j].text for j in mine[position : position + 6]]
                if sum(bool(_NOTICE_WORDS.search(other)) for other in following) >= 2:
                    notices.append(Furniture(line.start, stop, "notice"))
                    break
    return notices


def _names_later_page(line: Line) -> bool:
    """Whether a column of a line is a page number; the first page's line is the meeting's title."""
    cell = _PAGE_CELL.search(line.raw.strip())
    return cell is not None and int(re.findall(r"\d+", cell.group())[0]) > 1


def _is_signing(text: str) -> bool:
    return bool(_SIGNING_LINE.match(text)) or (
        len(text) < _RUNNING_MAX_LENGTH and "utdragsbestyrkande" in fold(text)
    )


def _part_of_sentence(lines: list[Line], i: int) -> bool:
    """Whether `4/2014` alone on a line goes on a sentence or a title: "sammanträde nr" before."""
    before = lines[i - 1].text if i else ""
    return bool(re.search(r"\b(?:nr\.?|nummer|protokoll)$", before, re.IGNORECASE))


def _with_marks(text: str, furniture: list[Furniture]) -> list[Furniture]:
    marks = [Furniture(m.start(), m.end(), "mark") for m in _MARK.finditer(text)]
    return without_overlap([*furniture, *marks])


def without_overlap(furniture: list[Furniture]) -> list[Furniture]:
    """Return `furniture` in order, without the pieces that begin inside an earlier one."""
    result: list[Furniture] = []
    for piece in sorted(furniture, key=lambda f: (f.start, -f.end)):
        if not result or piece.start >= result[-1].end:
            result.append(piece)
    return result
