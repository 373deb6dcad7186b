"""Contents lists: the pages of a protocol that repeat its headings before the first of them.

A block of numbered lines close upon each other is a contents list if it has leaders to page
numbers, or if most of its numbers come again below it. Its titles tell how far a heading's title
reaches, and which numbered lines of the protocol are headings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.fuzz import ratio

from index.attendance import is_list_label
from index.folding import fold
from index.lines import Line
from index.references import without_reference
from index.sections import section_heading
from index.turned import RIGHT

_TITLE = re.compile(
    r"^(?:innehållsförteckning|innehåll|ärendelista|föredragningslista|dagordning|ärenden"
    r"|ärendeförteckning|förteckning över ärenden)\s*:?$",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"^(?:(?:[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,7}\s*)?(?:§|(?-i:\b[S$&ß](?=\s?\d)))\s*(?P<a>\d{1,4})"
    r"(?P<letter>\s?[a-h](?=\)?\s+(?-i:[”\"]?[A-ZÅÄÖ])))?(?!\d|\s?[–-]\s?\d)\)?"
    r"|(?P<b>\d{1,4})\s*§|(?:punkt|ärende|paragraf)\s+(?:nr\s*)?(?P<c>\d{1,4})[.:]?"
    r"|[A-ZÅÄÖ]{2,6}\s+(?P<f>\d{1,4})(?=\s)"
    r"|(?P<d>\d{1,4})(?P<dletter>\s?[a-h])?[.)](?!\d)|(?P<e>\d{1,4})(?=\s|$))"
    r"\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_DOTS = re.compile(r"(?:[.·_]\s?){4,}|…")
_PAGE = re.compile(
    r"(?:(?:[.·_]\s?){3,}|…[.…]*|\t+|\s{3,})\s*(?:s(?:id(?:a|an)?)?\.?\s*)?\d{0,4}\s*$"
)
_LONGEST = 150  # characters of a contents list's line
_WRAPPED = 3  # lines of one entry's title after its first
_AGAIN = 0.6  # of the entries that must come again where there are no leaders
_SAME_TITLE = 75.0
_LATER = 8  # lines with an entry's number that are looked at, so that time stays linear
_BROKEN = 0.7  # of the longest entry: a line of which the rest stands below
_SHORT = 25  # characters after a number that may be only a diarienummer


@dataclass(frozen=True, slots=True)
class Contents:
    """One contents list: its first and last line, and the title that it gives each number."""

    first: int
    last: int
    titles: dict[str, str] = field(default_factory=dict)  # by number and letter
    unnumbered: tuple[str, ...] = ()  # titles with only a page number behind


@dataclass(frozen=True, slots=True)
class _Entry:
    at: int
    number: int
    letter: str  # of "§ 5 a"
    title: str
    bare: bool  # only a number before the title: no sign, no point


def is_contents_line(line: Line) -> bool:
    """Return whether `line` is an entry of a contents list: leaders and a page number."""
    return bool(_PAGE.search(line.raw)) and any(c.isalpha() for c in line.raw)


def _entry(lines: Sequence[Line], i: int) -> _Entry | None:
    if len(lines[i].raw) > 2 * _LONGEST:
        return None
    match = _ENTRY.match(lines[i].text)
    if match is None:
        return _turned_entry(lines, i)
    number = next(int(match[g]) for g in "abcfde" if match[g])
    title = without_reference(_bare(match["rest"]))
    if title[:1].islower() or re.match(r"(?:att|samt)\b", title, re.IGNORECASE):
        return None
    if match["e"] and title and not any(c.isalpha() for c in title):
        return None  # the rest of a title: "… kvartal / 1 2024"
    letter = (match["letter"] or match["dletter"] or "").strip()
    return _Entry(i, number, letter, title, bare=bool(match["e"]))


def _turned_entry(lines: Sequence[Line], i: int) -> _Entry | None:
    """Return the entry whose number stands right of its title."""
    match = RIGHT.match(lines[i].raw.strip())
    if match is None:
        return None
    title = without_reference(_bare(match["title"]))
    return _Entry(i, int(match["n"]), (match["letter"] or "").strip(), title, bare=False)


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", _PAGE.sub("", text)).strip(" .·_…\t:–-*")


def find_contents(lines: Sequence[Line], paper: Collection[int]) -> list[Contents]:
    """Return the contents lists among `lines`; `paper` are the running headers among them."""
    shown = [i for i in range(len(lines)) if not lines[i].blank and i not in paper]
    entries = {i: entry for i in shown if (entry := _entry(lines, i)) is not None}
    places: dict[int, list[_Entry]] = defaultdict(list)
    for entry in entries.values():
        places[entry.number].append(entry)
    found: list[Contents] = []
    k = 0
    while k < len(shown):
        titled = bool(_TITLE.match(lines[shown[k]].text))
        if not titled and shown[k] not in entries and not _dotted(lines[shown[k]]):
            k += 1
            continue
        stop = _block_end(lines, shown, entries, k + titled)
        block = list(shown[k + titled : stop])
        mine = [entries[i] for i in block if i in entries]
        if any(not entry.bare for entry in mine):  # numbers alone are pages
            mine = [entry for entry in mine if entry.title or not entry.bare]
        dots = sum(_dotted(lines[i]) for i in block)
        if dots > len(block) // 2:  # the list ends with its last leaders
            block = block[: 1 + max(j for j, i in enumerate(block) if _dotted(lines[i]))]
            stop = shown.index(block[-1], k) + 1
        above = _titles_above(lines, block, mine)
        named = [replace(entry, title=above[entry.at]) for entry in mine] if above else mine
        if block and (dots >= 2 or _comes_again(lines, named, places, block[-1])):
            last = block[-1]
            titles, unnumbered = _titles(lines, block, entries)
            if above:
                titles = {f"{entry.number}{entry.letter}": entry.title for entry in named}
            found.append(Contents(shown[k], last, titles, unnumbered))
        k = max(stop, k + 1)
    return found


def _numbered(line: Line) -> bool:
    return bool(re.search(r"\d\s*$", line.raw))


def _dotted(line: Line) -> bool:
    bare = line.raw.strip()
    # Dots without a page number are room for a signature, unless the line is numbered itself.
    return (
        (_numbered(line) or _ENTRY.match(line.text) is not None)
        and bool(_DOTS.search(bare))
        and bool(_PAGE.search(bare))
        and len(re.findall(r"[^\W\d_]", bare)) >= 3
        and not re.search(r"[^.\s·_…]\.$", bare)
    )


def _block_end(
    lines: Sequence[Line], shown: Sequence[int], entries: dict[int, _Entry], k: int
) -> int:
    """Return the place in `shown` after the last line of a block that may be a contents list."""
    before = (-1, "")
    signed = False  # the numbers have a sign or a point
    end = k
    while k < len(shown):
        i = shown[k]
        entry = entries.get(i)
        if entry is not None and signed and entry.bare and not entry.title:
            k += 1  # the page, below the title
            end = k
            continue
        if entry is not None:
            signed = not entry.bare
            if (entry.number, entry.letter) <= before and not (entry.bare and _dotted(lines[i])):
                break
            before = max(before, (entry.number, entry.letter))
            k += 1
            end = k
            continue
        if _dotted(lines[i]):
            k += 1
            end = k
            continue
        ahead = next(
            (
                j
                for j in range(k, min(k + _WRAPPED + 1, len(shown)))
                if _goes_on(lines, shown[j], entries, before, signed=signed)
            ),
            None,
        )
        if ahead is not None and all(_may_wrap(lines[shown[j]]) for j in range(k, ahead)):
            k = ahead
            continue
        if end == k and lines[i].text[:1].islower() and _may_wrap(lines[i]):
            k += 1
            end = k
            continue
        break
    return end


def _goes_on(
    lines: Sequence[Line],
    i: int,
    entries: dict[int, _Entry],
    before: tuple[int, str],
    *,
    signed: bool,
) -> bool:
    entry = entries.get(i)
    if entry is not None and signed and entry.bare and not entry.title:
        return True
    return (entry is not None and (entry.number, entry.letter) > before) or _dotted(lines[i])


def _may_wrap(line: Line) -> bool:
    text = line.text
    return (
        0 < len(text) <= _LONGEST
        and not re.search(r"(?<!m\.fl)(?<!m\.m)[.:!?]$", text)
        and section_heading(line) is None
        and not is_list_label(line)
    )


def _comes_again(
    lines: Sequence[Line], mine: Sequence[_Entry], places: dict[int, list[_Entry]],
    last: int,
) -> bool:  # fmt: skip
    """Whether most entries of a block stand again below it, with the same title or none."""
    if len(mine) < 3:
        return False
    again = 0
    for entry in mine:
        if not entry.title:  # the title has a line, or a cell, of its own
            below = next((x.text for x in lines[entry.at + 1 : entry.at + 3] if x.text), "")
            entry = replace(entry, title=below)
        same = places[entry.number]
        first = bisect_right(same, last, key=_place)
        again += any(_same_item(lines, entry, other) for other in same[first : first + _LATER])
    return again >= _AGAIN * len(mine)


def _titles_above(
    lines: Sequence[Line], block: Sequence[int], mine: Sequence[_Entry]
) -> dict[int, str]:
    """Return each entry's title by its line, where all numbers stand below their titles."""
    if len(mine) < 3 or any(entry.title for entry in mine) or block[0] == mine[0].at:
        return {}
    titles: dict[int, str] = {}
    numbers = {entry.at for entry in mine}
    parts: list[str] = []
    for i in block:
        if i not in numbers:
            parts.append(_bare(lines[i].text))
            continue
        titles[i] = " ".join(parts)
        parts = []
    return titles if all(titles.values()) else {}


def _same_item(lines: Sequence[Line], entry: _Entry, other: _Entry) -> bool:
    """Whether `other` has the title of `entry`, on its line, right below or above it."""
    if _alike(entry.title, other.title):
        return True
    beside = [x.text for x in lines[max(other.at - 3, 0) : other.at + 4] if x.text]
    return len(other.title) < _SHORT and any(_alike(entry.title, text) for text in beside)


def _place(entry: _Entry) -> int:
    return entry.at


def _alike(title: str, other: str) -> bool:
    """Whether two titles are the same, or begin so: a line may hold only a title's first part."""
    a, b = fold(title), fold(other)
    short = min(len(a), len(b))
    return short >= 4 and ratio(a[:short], b[:short]) >= _SAME_TITLE


def _titles(
    lines: Sequence[Line], block: Sequence[int], entries: dict[int, _Entry]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the entries' titles by number, and those without a number.

    An entry's page number may stand beside the first of its lines, or below them.
    """
    titles: dict[str, str] = {}
    unnumbered: list[str] = []
    waiting: list[str] = []  # lines of a title without a number, its leaders still to come
    number: str | None = None
    closed = False
    signed = sum(not entry.bare for i in block if (entry := entries.get(i)))
    longest = max((len(entry.title) for i in block if (entry := entries.get(i))), default=0)
    for i in block:
        entry = entries.get(i)
        if entry is not None and entry.bare and not entry.title and signed:
            closed = True
        elif entry is not None:
            number = f"{entry.number}{entry.letter}"
            # A long first line was broken at the column's edge, whatever stands beside it.
            broken = len(entry.title) >= _BROKEN * longest and not _dotted(lines[i])
            closed = bool(_PAGE.search(lines[i].raw)) and not broken
            titles.setdefault(number, entry.title)
        elif number is not None and not closed:
            part = _bare(lines[i].text)
            titles[number] = f"{titles[number]} {part}".strip()
            closed = bool(_PAGE.search(lines[i].raw))
        elif number is None:
            waiting.append(_bare(lines[i].text))
            if _dotted(lines[i]):
                unnumbered.append(" ".join(waiting))
                waiting = []
    bare = {n: without_reference(title).rstrip(" ,") for n, title in titles.items()}
    return {n: title for n, title in bare.items() if title}, tuple(unnumbered)
