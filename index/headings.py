"""Item headings: which lines begin an item, told by a numbering that makes sense.

Every line that looks like a numbered heading is a candidate of one style ("1. Title",
"§ 12 Title", "09.15 Title", …). Within a style the best chain is the one whose numbers rise
and whose headings have text under them: that is what tells the real headings from a numbered
list inside an item and a "§ 5" in running text. What a contents list and the first page
("Paragrafer 27–45") say of the numbers weighs too. The style with the best chain numbers the
meeting.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio

from index.dates import find_dates
from index.folding import fold
from index.lines import Line
from index.sections import section_heading
from index.titles import (
    LEADERS,
    clean_title,
    find_title,
    is_column_heads,
    is_reference_line,
    reference_in,
    reference_near,
    without_reference,
)
from index.turned import Turned, titles_above, titles_right

# A body's abbreviation: "KS", "KSAU", "Bun"; a short word that begins a reference is none.
_PREFIX = (
    r"(?P<body>(?!(?:Se|Jfr|Av|Och|Med|I|Till|Från|Ej|Under|Vid|På|Ny|Nu|Nya|Om|Samt|Enl|Den|Dvs"
    r"|Utom|Inkl|Lag|Lagen|AL|KL|FL|OSL|PBL|LOU|SoL|Mom|Kap)\b)"
    r"[A-ZÅÄÖ]{1,5}[A-ZÅÄÖa-zåäö]{0,4})[ \t]*"
)
# "§ 5 a Title", "§ 5b": an item that was parted.
_LETTER = r"(?P<letter>\s?[a-h](?=\)?(?:\s+[”\"]?[A-ZÅÄÖ]|$)))?\)?"
_STYLES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    # style, weight of one heading, pattern. A section sign says more than a number with a point.
    (
        "§",
        3.0,
        re.compile(
            rf"^(?P<label>(?:{_PREFIX})?(?:§|[Pp]aragraf\b:?)\s*(?P<n>\d{{1,4}})(?P<year>/(?:20)?\d\d)?)"
            rf"{_LETTER}(?!\d|\s?[–-]\s?\d)(?P<rest>.*)$"
        ),
    ),
    # A scan in the wrong language: "S 12 Title", "KS $ 12".
    (
        "§",
        1.2,
        re.compile(
            rf"^(?P<label>(?:{_PREFIX})?(?<![A-Za-zÅÄÖåäö])[S$&ß]\s?(?P<n>\d{{1,4}})"
            r"(?P<year>/(?:20)?\d\d)?)(?=\s|$)(?P<rest>.*)$"
        ),
    ),
    ("n§", 3.0, re.compile(r"^(?P<label>(?P<n>\d{1,4})\s*§)(?![§]|\s*:?\s*\d)(?P<rest>.*)$")),
    (
        "KSAU n",
        2.0,
        re.compile(
            r"^(?P<label>(?P<body>[A-ZÅÄÖ]{2,6}|(?!Nr|Kl|Dr|St|Ca|Ja|Kr|Fr)[A-ZÅÄÖ][a-zåäö])\s+"
            r"(?!(?:19|20)\d\d/)(?P<n>\d{1,4})(?P<year>/(?:20)?\d\d)?)(?=\s|$)(?P<rest>.*)$"
        ),
    ),
    (
        "clock",
        1.5,
        re.compile(
            r"^(?P<label>(?P<h>[012]?\d)[.:](?P<m>[0-5]\d))(?:\s*[-–]\s*\d{1,2}[.:]\d{2})?"
            r"(?P<rest>\s+\D.*)$"
        ),
    ),
    (
        "n.n.",
        1.0,
        re.compile(
            r"^(?P<label>(?P<body>\d{1,3})\.(?P<n>\d{1,3}))\.?(?![\d.:])(?P<rest>\s+[^\W\d].*)$"
        ),
    ),
    (
        "n.",
        1.0,
        re.compile(
            r"^(?P<label>(?P<n>\d{1,3}))(?P<letter>\s?[a-h])?(?:[.)]|\.\s*\))\s*(?P<rest>\D.*)$"
        ),
    ),
    (
        "punkt n",
        1.5,
        re.compile(
            r"^(?P<label>(?:Punkt|Ärende|Ärendepunkt|Pkt)\.?\s+(?:nr\.?\s*)?(?P<n>\d{1,3}))[.:]?"
            r"(?P<rest>(?:\s.*)?)$",
            re.IGNORECASE,
        ),
    ),
    ("bare", 0.7, re.compile(r"^(?P<label>(?P<n>\d{1,3}))(?P<rest>)$")),
    (
        "n title",
        0.6,
        re.compile(
            r"^(?P<label>(?P<n>\d{1,3}))"
            r"(?P<rest>\s+(?:(?:[–-]\s+)?[”\"]?[A-ZÅÄÖ].*|\d{4,5}/\d\d(?:\s.*)?))$"
        ),
    ),
)
# The diarienummer above a heading, run into its number: "Dnr 00123/20212.6. Title".
_GLUED_REFERENCE = re.compile(
    r"(?:Dnr|Diarienummer|Diarienr)[.:]?\s*(?:[A-ZÅÄÖ]{2,6}[ -])?\d{5}/(?:19|20)\d\d(?=\d{1,3}\.)"
)
_TURNED = "title §"  # the number right of its title, or below it
_SIGNED = frozenset({"§", "n§", _TURNED})
_FREE = frozenset(
    {"§", "n§", _TURNED, "KSAU n", "clock", "n.n."}
)  # styles that need not begin with 1
# What follows a number inside a sentence: "§ 5 i avtalet", "§§ 1, 3", "21 §:n", "§ 27 forts."
_LOWER_START = re.compile(r"^\s*(?:[,;)]|:[a-zåäö]|[a-zåäö](?![-–])|\(?[Ff]orts(?:\.|ättning|\b))")
# What ends the line before a reference that the page's edge broke: "… beslutade enligt / § 45".
_REFERRING = re.compile(
    r"\b(?:enligt|i|och|samt|av|från|till|med|under|se|jfr|per|vid|protokoll|protokollsutdrag|beslut"
    r"|paragraf|ärende)$|,$"
)
_MAX_TITLE = 250  # characters; a longer "title" is running text
_LOOK_BACK = 60  # earlier candidates that a chain may continue from, so that time stays linear
_MAX_GAP = 60  # numbers that may be missing between two headings (lost pages of a scan)
_GAP_COST = {True: (0.5, 4.5), False: (0.35, 2.0)}  # by whether signed: of each number, and most
_OTHER_BODY = 2.5  # what it costs to go from "KS § 4" to "AU § 5"
_SAME_TITLE = 80.0
_PREFIX_OF_TITLE = 15  # characters by which a title without a number is known again
_LISTED, _UNLISTED, _UNANNOUNCED = 1.5, 0.5, 0.3  # a contents list's or a first page's word
_COLUMNS_NAMED = 1.5  # "§ / Dnr / Rubrik" right above a number
_LEAST_UNSIGNED = 2.2  # score of a chain of numbers without sign or point
# "Paragrafer 27–45", "Protokollet omfattar §§ 27-45": the numbers of the meeting's items.
_ANNOUNCED = re.compile(
    r"(?:^|\t|\s{3})(?:Paragraf(?:er)?|Protokollet\s+omfattar|Justerade?\s+paragrafer|Omfattning)"
    r"\W{0,12}(?:paragrafer(?:na)?|§+)?\s*(?P<first>\d{1,4})\s*§{0,2}\s*(?:[-–—]+|till)\s*§*\s*"
    r"(?P<last>\d{1,4})\b",
    re.IGNORECASE | re.MULTILINE,
)
_FRONT = 150  # filled lines in which the first page's numbers stand


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
    body: str | None = None  # the abbreviation before the number, the year behind it
    letter: str = ""  # of "§ 5 a"


def announced_numbers(lines: list[Line]) -> range | None:
    """Return the numbers that a protocol's first page announces; None if it does not."""
    front = [line.raw for line in lines[: 2 * _FRONT] if not line.blank][:_FRONT]
    for found in _ANNOUNCED.finditer("\n".join(front)):
        first, last = int(found["first"]), int(found["last"])
        if first <= last:
            return range(first, last + 1)
    return None


@dataclass(frozen=True, slots=True)
class _Listed:
    """What contents lists say of the titles."""

    numbered: Mapping[str, str]  # by number and letter
    by_beginning: Mapping[str, str]  # without a number, by how they begin

    def title(self, lines: list[Line], i: int, number: str, rest: str) -> str | None:
        """Return the title that is listed for the heading on line `i`."""
        if number in self.numbered or not self.by_beginning:
            return self.numbered.get(number)
        below = [line.text for line in lines[i + 1 : i + 4] if line.text]
        for text in (rest, *below):
            if (known := self.by_beginning.get(fold(text)[:_PREFIX_OF_TITLE])) is not None:
                return known
        return None


def _candidate(lines: list[Line], i: int, listed: _Listed) -> Heading | None:
    line = lines[i]
    text = line.text
    glued = _GLUED_REFERENCE.match(text)
    if glued:
        text = text[glued.end() :]
    if not text or not (text[0].isdigit() or text[0] in "§PpÄä" or text[0].isupper()):
        return None
    if LEADERS.search(text):
        return None
    for style, base, pattern in _STYLES:
        match = pattern.match(text)
        letter = ""
        if match is None:
            continue
        if (style in _SIGNED or style == "clock") and _LOWER_START.match(match["rest"]):
            return None
        signed = style in _SIGNED
        if style == "clock":
            if not any(c.isalpha() for c in match["rest"]):
                return None  # "08.30 – 12.00": how long it took
            order = int(match["h"]) * 60 + int(match["m"])
            number = match["label"]
        else:
            order = int(match["n"])
            number = f"§ {order}" if signed else str(order)
            letter = (match.groupdict().get("letter") or "").strip()
            number = f"{number} {letter}".strip()
            if style == "n.n.":
                number = match["label"]
        rest = without_reference(match["rest"])
        known = listed.title(lines, i, f"{order}{letter}", rest) if style != "clock" else None
        title, last = find_title(lines, i, rest, known)
        if not title or len(title) > _MAX_TITLE or not any(c.isalpha() for c in title):
            return None
        title = clean_title(without_reference(title) or title, known)
        weight = base + _title_evidence(title, style) + _place_evidence(lines, i, signed=signed)
        if listed.numbered and style != "clock":
            alike = known is not None and _alike(title, known)
            weight = weight + _LISTED if alike else weight * _UNLISTED
        above = _reference_above(lines, i)
        if above is not None and is_column_heads(lines[above]):
            weight += _COLUMNS_NAMED
        if weight <= 0:
            return None
        start = line.start
        if above is not None and (is_column_heads(lines[above]) or not reference_in(match["rest"])):
            start = lines[above].start  # the diarienummer above its heading belongs to it
        reference = (
            reference_in(glued.group() if glued else match["rest"])
            or reference_near(lines, i, last)
            or reference_in(" ".join(x.text for x in lines[i : last + 1]))
            or (reference_in(lines[above].text) if above is not None else None)
        )
        return Heading(
            start, lines[last].end, style, number, order, title, reference, weight,
            body=_series(match), letter=letter,
        )  # fmt: skip
    return None


def _turned(lines: list[Line], one: Turned, titles: Mapping[str, str]) -> Heading:
    """Return the heading whose title stands before its number."""
    known = titles.get(f"{one.number}{one.letter}")
    weight = 2.5 + _title_evidence(one.title, _TURNED)
    if known is not None:
        weight += _LISTED if _alike(one.title, known) else -_LISTED
    title = clean_title(without_reference(one.title) or one.title, known)
    reference = reference_in(lines[one.last].text) or reference_near(lines, one.first, one.last)
    return Heading(
        lines[one.first].start, lines[one.last].end, _TURNED,
        f"§ {one.number} {one.letter}".strip(), one.number, title, reference, weight,
        body=one.body, letter=one.letter,
    )  # fmt: skip


def _reference_above(lines: list[Line], i: int) -> int | None:
    """Return the line above a heading that holds its diarienummer, by itself or after a blank.

    So does a row with the names of the columns that the heading fills.
    """
    above = i - 1
    if above >= 0 and is_column_heads(lines[above]):
        return above
    if above > 0 and lines[above].blank and (above == 1 or lines[above - 2].blank):
        above -= 1  # between blank lines, as paragraphs of a web page are
    return above if above >= 0 and is_reference_line(lines[above]) else None


def _series(match: re.Match[str]) -> str | None:
    """Return what the numbers of one meeting share beside the sign: `KS`, `/23`."""
    parts = match.groupdict()
    return f"{parts.get('body') or ''}{parts.get('year') or ''}" or None


def _alike(title: str, known: str) -> bool:
    a, b = fold(title), fold(known)
    short = min(len(a), len(b))
    return short >= 3 and ratio(a[:short], b[:short]) >= _SAME_TITLE


def _title_evidence(title: str, style: str) -> float:
    evidence = 0.0
    first = title.lstrip("”\"'»«(")[:1]
    if first.islower() and not re.match(r"[a-zåäö]-", title):
        evidence -= 0.4 if style == "clock" else 2.5  # `§ 5 ovan`, `1. att …`
    if re.match(r"(?:att|samt)\b", title, re.IGNORECASE):
        evidence -= 3.0
    if style in {"n.", "bare", "n title"} and re.match(
        r"[A-ZÅÄÖ]?[a-zåäö]+(?:n|t|s)?\s+(?:beslutar|godkänner|uppdrar|antar|ger|föreslår)\b", title
    ):
        evidence -= 2.0  # numbered points of a decision
    if style in {"n.", "bare", "n title"} and len(title) > 60 and title.endswith("."):
        evidence -= 0.8
    if len(title) > 140:
        evidence -= 0.5
    if style in {"KSAU n", "n title"} and find_dates(title):
        evidence -= 1.0
    return evidence


def _place_evidence(lines: list[Line], i: int, *, signed: bool) -> float:
    before = lines[i - 1].blank if i else True
    bold = "**" in lines[i].raw or lines[i].raw.lstrip().startswith("#")
    goes_on = signed and not before and bool(_REFERRING.search(lines[i - 1].text))
    return (0.3 if before else 0.0) + (0.5 if bold else 0.0) - (1.5 if goes_on else 0.0)


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
        first_gap = 0.0 if here.style in _FREE else min(1.5, 0.3 * (here.order - 1))
        each, most = _GAP_COST[here.style in _SIGNED]
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
    numbered = titles or {}
    listed = _Listed(numbered, {fold(title)[:_PREFIX_OF_TITLE]: title for title in unnumbered})
    found = [
        c for i in range(len(lines)) if not lines[i].blank and (c := _candidate(lines, i, listed))
    ]
    above = titles_above(lines, numbered)
    below = {lines[one.last].start for one in above}
    found = [c for c in found if c.start not in below]
    found += [_turned(lines, one, numbered) for one in above or titles_right(lines, numbered)]
    chains = []
    for style in dict.fromkeys([*(style for style, _, _ in _STYLES), _TURNED]):
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
        if style == "n title" and (score < _LEAST_UNSIGNED or len(chain) < 3):
            continue
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
