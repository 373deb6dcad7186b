"""Item headings: which of the lines that look like one begin an item, told by their numbering.

Within a style of heading the best chain is the one whose numbers rise and whose headings have text
under them: that is what tells the real headings from a numbered list inside an item and a "§ 5" in
running text. What a contents list and the first page ("Paragrafer 27–45") say of the numbers weighs
too. The style with the best chain numbers the meeting.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.heading_lines import (
    FREE,
    SIGNED,
    STYLE_NAMES,
    TURNED_BARE,
    Heading,
    heading_lines,
    reader,
)
from index.lines import Line
from index.lost_signs import with_lost_signs
from index.sections import section_heading

_LOOK_BACK = 60  # earlier candidates that a chain may continue from, so that time stays linear
_MAX_GAP = 60  # numbers that may be missing between two headings (lost pages of a scan)
_GAP_COST = {True: (0.5, 4.5), False: (0.35, 2.0)}  # by whether signed: of each number, and most
_OTHER_BODY = 2.5  # what it costs to go from "KS § 4" to "AU § 5"
_UNANNOUNCED = 0.3  # a first page's word
_LEAST_UNSIGNED = 2.2  # score of a chain of numbers without sign or point
# "Paragrafer 27–45", "Protokollet omfattar §§ 27-45": the numbers of the meeting's items.
_ANNOUNCED = re.compile(
    r"(?:^|\t|\s{3})(?:Paragraf(?:er)?|Protokollet\s+omfattar|Justerade?\s+paragrafer|Omfattning)"
    r"\W{0,12}(?:paragrafer(?:na)?|§+)?\s*(?P<first>\d{1,4})\s*§{0,2}\s*(?:[-–—]+|till)\s*§*\s*"
    r"(?P<last>\d{1,4})\b",
    re.IGNORECASE | re.MULTILINE,
)
_FRONT = 150  # filled lines in which the first page's numbers stand


def announced_numbers(lines: list[Line]) -> range | None:
    """Return the numbers that a protocol's first page announces; None if it does not."""
    front = [line.raw for line in lines[: 2 * _FRONT] if not line.blank][:_FRONT]
    for found in _ANNOUNCED.finditer("\n".join(front)):
        first, last = int(found["first"]), int(found["last"])
        if first <= last:
            return range(first, last + 1)
    return None


def _body_evidence(
    candidates: list[Heading], lines: list[Line], starts: list[int]
) -> list[Heading]:
    """Add to each candidate's weight what stands under it before the next one of its style.

    A number that is repeated right under a heading ("14§ Title", then "14 §") is no second one.
    """
    result: list[Heading] = []
    for k, candidate in enumerate(candidates):
        stop = candidates[k + 1].start if k + 1 < len(candidates) else lines[-1].end + 1
        begin, finish = bisect_right(starts, candidate.end - 1), bisect_left(starts, stop)
        body = lines[begin : min(finish, begin + 80)]
        filled = [line for line in body if not line.blank]
        weight = candidate.weight
        if result and _same_number(result[-1], candidate) and not result[-1].filled:
            first = result.pop()
            # The number again, alone: what looked like its title is the item's first line.
            begins = first.title and not _is_bare(lines, starts, first)
            candidate = replace(
                first if begins else candidate,
                start=first.start,
                end=_line_end(lines, starts, candidate) if begins else candidate.end,
                reference=first.reference or candidate.reference,
            )
            weight = max(first.weight / 0.25, candidate.weight)
        elif not filled:
            weight *= 0.25  # a contents list, or a heading repeated
        if any(section_heading(line) for line in filled):
            weight += 1.0
        result.append(replace(candidate, weight=weight, filled=bool(filled)))
    return result


def _same_number(one: Heading, other: Heading) -> bool:
    return (one.order, one.letter, one.body) == (other.order, other.letter, other.body)


def _line_end(lines: list[Line], starts: list[int], heading: Heading) -> int:
    """Where the heading's own line ends, its title below left out."""
    return lines[bisect_left(starts, heading.start)].end


def _is_bare(lines: list[Line], starts: list[int], heading: Heading) -> bool:
    return heading.end != _line_end(lines, starts, heading)


def _best_chain(candidates: list[Heading]) -> tuple[float, list[Heading]]:
    best: list[float] = []
    back: list[int] = []
    for i, here in enumerate(candidates):
        first_gap = 0.0 if here.style in FREE else min(1.5, 0.3 * (here.order - 1))
        each, most = _GAP_COST[here.style in SIGNED]
        score, origin = here.weight - first_gap, -1
        for j in range(max(0, i - _LOOK_BACK), i):
            step = here.order - candidates[j].order
            if here.style == "clock":
                if step < 0:
                    continue
                penalty = 0.0
            elif step == 0 and here.letter > candidates[j].letter:
                penalty = 0.0
            elif step <= 0 or step > _MAX_GAP:
                continue
            else:
                penalty = min(most, each * (step - 1))
            if here.body != candidates[j].body:
                penalty += _OTHER_BODY
            total = best[j] + here.weight - penalty
            if total > score:
                score, origin = total, j
        best.append(score)
        back.append(origin)
    if not best:
        return 0.0, []
    at = max(range(len(best)), key=lambda i: (best[i], i))
    score = best[at]
    chain = []
    while at >= 0:
        chain.append(candidates[at])
        at = back[at]
    return score, chain[::-1]


def _first_of_number(chain: list[Heading], candidates: list[Heading]) -> list[Heading]:
    """Move each heading to the first line that bears its number since the one before it.

    An item that goes on over a page may have its heading again ("§ 27 forts.").
    """
    result: list[Heading] = []
    at, floor = 0, -1
    for heading in chain:
        chosen = heading
        while at < len(candidates) and candidates[at].start <= heading.start:
            here = candidates[at]
            if (
                _same_number(here, heading)
                and here.start > floor
                and here.filled
                and chosen is heading
                and here.style != "clock"
            ):
                chosen = here
            at += 1
        result.append(chosen)
        floor = heading.start
    return result


def find_headings(
    lines: list[Line], titles: Mapping[str, str] | None = None, announced: range | None = None,
    unnumbered: Sequence[str] = (),
) -> list[Heading]:  # fmt: skip
    """Return the item headings among `lines`, in order; none if no numbering makes sense.

    `titles` are a contents list's titles by number, `unnumbered` those that it gives without one,
    `announced` the first page's numbers.
    """
    starts = [line.start for line in lines]
    found = heading_lines(lines, titles or {}, unnumbered)
    chains = []
    for style in STYLE_NAMES:
        mine = [c for c in found if c.style == style]
        if not mine:
            continue
        mine = _body_evidence(mine, lines, starts)
        if announced is not None and style != "clock":
            mine = [
                c if c.order in announced else replace(c, weight=c.weight * _UNANNOUNCED)
                for c in mine
            ]
        score, chain = _best_chain(mine)
        if style in {"n title", TURNED_BARE} and (score < _LEAST_UNSIGNED or len(chain) < 3):
            continue
        if len(chain) >= 2 or (chain and chain[0].weight >= 1.5):
            chains.append((score, _first_of_number(chain, mine)))
    if not chains:
        return []
    chain = max(chains, key=lambda pair: pair[0])[1]
    if chain[0].style in SIGNED:
        wanted = {*(announced or ()), *(int(n) for n in titles or () if n.isdigit())}
        chain = with_lost_signs(chain, lines, wanted, reader(titles or {}, unnumbered))
    return _without_doubles(chain)


def _without_doubles(chain: list[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    for heading in chain:
        if kept and heading.start < kept[-1].end:
            continue
        kept.append(heading)
    return kept
