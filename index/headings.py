"""Item headings: which lines begin an item, told by a numbering that makes sense.

Every line that looks like a numbered heading is a candidate of one style ("1. Title",
"§ 12 Title", "09.15 Title", …). Within a style the best chain is the one whose numbers rise
and whose headings have text under them: that is what tells the real headings from a contents
list, a numbered list inside an item and a "§ 5" in running text. The style with the best chain
numbers the meeting.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from index.dates import find_dates
from index.lines import Line
from index.sections import section_heading

_PREFIX = r"(?:[A-ZÅÄÖ]{1,6}[ \t]*)"
_REFERENCE = re.compile(
    r"(?:Dnr|Diarienummer|Diarienr|Ärendenr)[.:]?\s*(?:[A-ZÅÄÖ]{1,6}[ -]?)*[\d/.:-]*\d[\d/.:-]*"
    r"|\b[A-ZÅÄÖ]{2,8}(?:[ -][A-ZÅÄÖ]{2,6})?[ /-](?:[A-ZÅÄÖ]{2,6}/)?(?:19|20)\d\d[:/-]\d+"
    r"(?:[.:-]\d+)*"
    r"|\b[A-ZÅÄÖ]{3,8}/\d+/[\d.]+/(?:19|20)\d\d\b"
    r"|\b\d{5}/(?:19|20)\d\d\b"
)
_STYLES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    # style, weight of one heading, pattern. A section sign says more than a number with a point.
    ("§", 3.0, re.compile(rf"^(?P<label>{_PREFIX}?§\s*(?P<n>\d{{1,4}}))(?![\d–-])(?P<rest>.*)$")),
    ("n§", 3.0, re.compile(r"^(?P<label>(?P<n>\d{1,4})\s*§)(?![§]|\s*:?\s*\d)(?P<rest>.*)$")),
    (
        "KSAU n",
        2.0,
        re.compile(r"^(?P<label>(?P<prefix>[A-ZÅÄÖ]{2,6})\s+(?P<n>\d{1,4}))(?=\s|$)(?P<rest>.*)$"),
    ),
    (
        "clock",
        1.5,
        re.compile(
            r"^(?P<label>(?P<h>[012]?\d)[.:](?P<m>[0-5]\d))(?:\s*[-–]\s*\d{1,2}[.:]\d{2})?"
            r"(?P<rest>\s+\D.*)$"
        ),
    ),
    ("n.", 1.0, re.compile(r"^(?P<label>(?P<n>\d{1,3}))(?:[.)]|\.\s*\))\s*(?P<rest>\D.*)$")),
    (
        "punkt n",
        1.5,
        re.compile(
            r"^(?P<label>(?:Punkt|Ärende)\s+(?P<n>\d{1,3}))[.:]?(?P<rest>(?:\s.*)?)$",
            re.IGNORECASE,
        ),
    ),
    ("bare", 0.7, re.compile(r"^(?P<label>(?P<n>\d{1,3}))(?P<rest>)$")),
)
_SIGNED = frozenset({"§", "n§"})
_LEADERS = re.compile(
    r"(?:\.\s?){4,}\s*\d{0,4}\s*$|…\s*\d{1,4}\s*$|\t\d{1,4}\s*$|\s{3,}\d{1,4}\s*$"
)
# What follows a number inside a sentence: "§ 5 i avtalet", "§§ 1, 3", "21 §:n", "§ 27 forts."
_LOWER_START = re.compile(r"^\s*(?:[,;)]|:[a-zåäö]|[a-zåäö](?![-–])|\(?[Ff]orts(?:\.|ättning|\b))")
_OPEN_END = re.compile(
    r"(?:[-–,]|\b(?:och|samt|i|för|av|med|till|om|på|vid|från|mellan|under|inom|den|det|ny|nya|kring"
    r"|avseende|gällande|angående|enligt|per|mot|hos|efter|inför))$"
)
_FIRST_SENTENCE = re.compile(r"(.{15,}?[a-zåäö]{3})\.\s+[A-ZÅÄÖ][^.]{25,}")
_MAX_TITLE = 250  # characters; a longer "title" is running text
_LONG_LINE = 45  # a title's line that is shorter than this was not broken by the page's edge
_LOOK_BACK = 60  # earlier candidates that a chain may continue from, so that time stays linear
_MAX_GAP = 40  # numbers that may be missing between two headings (lost pages of a scan)


@dataclass(frozen=True, slots=True)
class Heading:
    """One item heading: where it stands, its number as written, and its title."""

    start: int
    end: int  # after the title's last line
    style: str
    number: str
    order: int
    title: str
    reference: str | None
    weight: float
    filled: bool = True  # whether there is text under it


def _candidate(lines: list[Line], i: int) -> Heading | None:
    line = lines[i]
    text = line.text
    if not text or not (text[0].isdigit() or text[0] in "§PpÄä" or text[0].isupper()):
        return None
    if _LEADERS.search(text):
        return None
    for style, base, pattern in _STYLES:
        match = pattern.match(text)
        if match is None:
            continue
        if (style in _SIGNED or style == "clock") and _LOWER_START.match(match["rest"]):
            return None
        if style == "clock":
            order = int(match["h"]) * 60 + int(match["m"])
            number = match["label"]
        else:
            order = int(match["n"])
            number = f"§ {order}" if "§" in match["label"] else str(order)
        rest = match["rest"].lstrip(" \t.:–-*_").rstrip(" \t:–-*_")
        reference = _REFERENCE.search(match["rest"])
        if reference:
            rest = match["rest"][: reference.start()] + " " + match["rest"][reference.end() :]
            rest = rest.lstrip(" \t.:–-*_").rstrip(" \t:–-*_")
        if rest and not _only_codes(rest):
            title, last = _title_on(lines, i, rest)
        else:
            title, last = _title_below(lines, i)
        if not title or len(title) > _MAX_TITLE or not any(c.isalpha() for c in title):
            return None
        weight = base + _title_evidence(title, style) + _place_evidence(lines, i)
        if weight <= 0:
            return None
        return Heading(
            line.start, lines[last].end, style, number, order, _clean(title),
            reference.group() if reference else _reference_near(lines, i, last), weight,
        )  # fmt: skip
    return None


def _only_codes(rest: str) -> bool:
    """Whether what follows the number is only abbreviations (`KS KLK`), not a title."""
    return bool(
        re.fullmatch(r"(?:(?:[A-ZÅÄÖ]{2,6}[\s/]*){1,3}(?:Dnr)?|Dnr\.?|Diarienummer)", rest.strip())
    )


def _goes_on(before: str, line: Line) -> bool:
    """Whether a title's line goes on in `line`: it was broken, and a small letter follows."""
    text = line.text
    if not text or len(text) > 100 or section_heading(line) or _LEADERS.search(text):
        return False
    if re.search(r"[.!?:]$", before):
        return False
    if _OPEN_END.search(before):
        return len(before) >= _LONG_LINE or text[0].islower()
    # A short line under a title that begins with a small letter; a long one is running text.
    return text[0].islower() and len(before) >= _LONG_LINE and not re.match(r"(?:att|samt)\b", text)


def _title_on(lines: list[Line], i: int, rest: str) -> tuple[str, int]:
    """Return a title that begins on the number's own line, and its last line."""
    parts, last = [rest], i
    while last + 1 < len(lines) and len(parts) < 3 and _goes_on(lines[last].text, lines[last + 1]):
        last += 1
        parts.append(lines[last].text)
    return " ".join(parts), last


def _title_below(lines: list[Line], i: int) -> tuple[str, int]:
    """Return the title on the lines after a heading that has only a number, and its last line."""
    parts: list[str] = []
    last = i
    for j in range(i + 1, min(i + 7, len(lines))):
        text = lines[j].text
        if not text:
            if parts:
                break
            continue
        reference = _REFERENCE.search(text)
        if not parts and reference and len(text) - len(reference.group()) < 15:
            continue
        if section_heading(lines[j]):
            break
        if parts and not _goes_on(parts[-1], lines[j]):
            break
        parts.append(text)
        last = j
        if len(parts) == 3:
            break
    return " ".join(parts), last


def _reference_near(lines: list[Line], i: int, last: int) -> str | None:
    for j in (*range(i, last + 4), i - 1):
        if 0 <= j < len(lines) and j != i:
            found = _REFERENCE.search(lines[j].text)
            if found and len(lines[j].text) < len(found.group()) + 20:
                return found.group()
            if j > last and lines[j].text:
                break
    return None


def _clean(title: str) -> str:
    """Return a title on one line; of a heading that runs on as text, its first sentence."""
    bare = title.replace("**", "").replace("[bookmark: _GoBack]", "")
    whole = re.sub(r"\s+", " ", bare).strip(" \t:–-")
    first = _FIRST_SENTENCE.match(whole)
    return first[1] if first else whole


def _title_evidence(title: str, style: str) -> float:
    evidence = 0.0
    first = title.lstrip("”\"'»«(")[:1]
    if first.islower() and not re.match(r"[a-zåäö]-", title):
        evidence -= 0.4 if style == "clock" else 2.5  # `§ 5 ovan`, `1. att …`
    if re.match(r"(?:att|samt)\b", title, re.IGNORECASE):
        evidence -= 3.0
    if style in {"n.", "bare"} and re.match(
        r"[A-ZÅÄÖ]?[a-zåäö]+(?:n|t|s)?\s+(?:beslutar|godkänner|uppdrar|antar)\b", title
    ):
        evidence -= 2.0  # numbered points of a decision
    if style in {"n.", "bare"} and len(title) > 60 and title.endswith("."):
        evidence -= 0.8
    if len(title) > 140:
        evidence -= 0.5
    if style == "KSAU n" and find_dates(title):
        evidence -= 1.0
    return evidence


def _place_evidence(lines: list[Line], i: int) -> float:
    before = lines[i - 1].blank if i else True
    bold = "**" in lines[i].raw or lines[i].raw.lstrip().startswith("#")
    return (0.3 if before else 0.0) + (0.5 if bold else 0.0)


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
        if result and result[-1].order == candidate.order and not result[-1].filled:
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


def _line_end(lines: list[Line], starts: list[int], heading: Heading) -> int:
    """Where the heading's own line ends, its title below left out."""
    return lines[bisect_left(starts, heading.start)].end


def _is_bare(lines: list[Line], starts: list[int], heading: Heading) -> bool:
    return heading.end != _line_end(lines, starts, heading)


def _best_chain(candidates: list[Heading]) -> tuple[float, list[Heading]]:
    best: list[float] = []
    back: list[int] = []
    for i, here in enumerate(candidates):
        free = here.style in {"§", "n§", "KSAU n", "clock"}
        first_gap = 0.0 if free else min(1.5, 0.3 * (here.order - 1))
        score, origin = here.weight - first_gap, -1
        for j in range(max(0, i - _LOOK_BACK), i):
            step = here.order - candidates[j].order
            if here.style == "clock":
                if step < 0:
                    continue
                penalty = 0.0
            elif step <= 0 or step > _MAX_GAP:
                continue
            else:
                penalty = min(2.0, 0.35 * (step - 1))
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
                here.order == heading.order
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


def find_headings(lines: list[Line]) -> list[Heading]:
    """Return the item headings among `lines`, in order; none if no numbering makes sense."""
    starts = [line.start for line in lines]
    found = [c for i in range(len(lines)) if not lines[i].blank and (c := _candidate(lines, i))]
    chains = []
    for style, _, _ in _STYLES:
        mine = [c for c in found if c.style == style]
        if not mine:
            continue
        mine = _body_evidence(mine, lines, starts)
        score, chain = _best_chain(mine)
        if len(chain) >= 2 or (chain and chain[0].weight >= 1.5):
            chains.append((score, _first_of_number(chain, mine)))
    if not chains:
        return []
    return _without_doubles(max(chains, key=lambda pair: pair[0])[1])


def _without_doubles(chain: list[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    for heading in chain:
        if kept and heading.start < kept[-1].end:
            continue
        kept.append(heading)
    return kept


def is_contents_line(line: Line) -> bool:
    """Return whether `line` is an entry of a contents list: leaders and a page number."""
    return bool(_LEADERS.search(line.raw)) and any(c.isalpha() for c in line.raw)
