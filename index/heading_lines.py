"""Heading lines: which lines look like an item's heading, each of one style.

A candidate has a style ("1. Title", "§ 12 Title", "09.15 Title", …), its number and title, and a
weight: what the line itself, those beside it and a contents list say for it. Which candidates are
headings, the numbering tells (`headings.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from index.dates import find_dates
from index.folding import fold
from index.lines import Line
from index.references import code_in, is_reference_line, only_codes, reference_in, without_reference
from index.titles import (
    LEADERS,
    clean_title,
    find_title,
    is_column_heads,
    reference_near,
)
from index.turned import Turned, titles_above, titles_right, titles_right_bare

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
            r"(?P<rest>\s+(?:(?:[–-]\s+)?[”\"]?[A-ZÅÄÖ].*"
            r"|(?!(?:19|20)?\d\d-\d\d-\d\d)\d{2,5}[-/A-ZÅÄÖ]\S*\d(?:\s+.*)?))$"
        ),
    ),
)
# The diarienummer above a heading, run into its number: "Dnr 00123/20212.6. Title".
_GLUED_REFERENCE = re.compile(
    r"(?:Dnr|Diarienummer|Diarienr)[.:]?\s*(?:[A-ZÅÄÖ]{2,6}[ -])?\d{5}/(?:19|20)\d\d(?=\d{1,3}\.)"
)
_TURNED = "title §"  # the number right of its title, or below it
TURNED_BARE = "title n"
STYLE_NAMES = tuple(dict.fromkeys([*(style for style, _, _ in _STYLES), _TURNED, TURNED_BARE]))
"""The styles, those first that win where two number a meeting equally well."""
SIGNED = frozenset({"§", "n§", _TURNED})
"""Styles with a section sign."""
FREE = frozenset({"§", "n§", _TURNED, TURNED_BARE, "KSAU n", "clock", "n.n."})
"""Styles that need not begin with 1."""
# What follows a number inside a sentence: "§ 5 i avtalet", "§§ 1, 3", "21 §:n", "§ 27 forts."
_LOWER_START = re.compile(r"^\s*(?:[,;)]|:[a-zåäö]|[a-zåäö](?![-–])|\(?[Ff]orts(?:\.|ättning|\b))")
# What ends the line before a reference that the page's edge broke: "… beslutade enligt / § 45".
_REFERRING = re.compile(
    r"\b(?:enligt|i|och|samt|av|från|till|med|under|se|jfr|per|vid|protokoll|protokollsutdrag|beslut"
    r"|paragraf|ärende)$|,$"
)
_MAX_TITLE = 250  # characters; a longer "title" is running text
_SAME_TITLE = 80.0
_PREFIX_OF_TITLE = 15  # characters by which a title without a number is known again
_LISTED, _UNLISTED = 1.5, 0.5  # a contents list's word
_CODED = 1.0  # a diarienummer beside a number without a sign
_COLUMNS_NAMED = 1.5  # "§ / Dnr / Rubrik" right above a number


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


def reader(
    titles: Mapping[str, str], unnumbered: Sequence[str]
) -> Callable[[list[Line], int], Heading | None]:
    """Return what reads the heading on a line: of some lines, that of one; None for none."""
    listed = _Listed(titles, {fold(title)[:_PREFIX_OF_TITLE]: title for title in unnumbered})
    return lambda lines, i: _candidate(lines, i, listed)


def heading_lines(
    lines: list[Line], titles: Mapping[str, str], unnumbered: Sequence[str]
) -> list[Heading]:
    """Return what looks like an item's heading among `lines`, of all styles.

    `titles` are a contents list's titles by number, `unnumbered` those that it gives without one.
    """
    read = reader(titles, unnumbered)
    found = [c for i in range(len(lines)) if not lines[i].blank and (c := read(lines, i))]
    above = titles_above(lines, titles)
    below = {lines[one.last].start for one in above}
    found = [c for c in found if c.start not in below]
    right = above or titles_right(lines, titles) or titles_right_bare(lines)
    found += [_turned(lines, one, titles) for one in right]
    return found


def _candidate(lines: list[Line], i: int, listed: _Listed) -> Heading | None:
    line = lines[i]
    text = line.text
    glued = _GLUED_REFERENCE.match(text)
    if glued:
        text = text[glued.end() :]
    if not text or not (text[0].isdigit() or text[0] in "§$&ßPpÄä" or text[0].isupper()):
        return None
    if LEADERS.search(text):
        return None
    for style, base, pattern in _STYLES:
        match = pattern.match(text)
        letter = ""
        if match is None:
            continue
        signed = style in SIGNED
        after = _without_comma(match["rest"]) if signed else match["rest"]
        if (signed or style == "clock") and _LOWER_START.match(after):
            return None
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
        rest = without_reference(after)
        known = listed.title(lines, i, f"{order}{letter}", rest) if style != "clock" else None
        title, last = find_title(lines, i, rest, known)
        if not title or len(title) > _MAX_TITLE or not any(c.isalpha() for c in title):
            return None
        title = clean_title(without_reference(title) or title, known)
        weight = base + _title_evidence(title, style) + _place_evidence(lines, i, signed=signed)
        if listed.numbered and style != "clock":
            alike = known is not None and _alike(title, known)
            weight = weight + _LISTED if alike else weight * _UNLISTED
        if style in {"KSAU n", "n title"} and reference_in(match["rest"]):
            weight += _CODED
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
            or code_in(rest)
        )
        return Heading(
            start, lines[last].end, style, number, order, title, reference, weight,
            body=_series(match), letter=letter,
        )  # fmt: skip
    return None


def _without_comma(rest: str) -> str:
    """Return what stands after a number, without a comma before nothing but a diarienummer."""
    bare = re.sub(r"^\s*,\s*", "", rest)
    coded = bare != rest and (only_codes(bare) or not without_reference(bare))
    return bare if coded else rest


def _turned(lines: list[Line], one: Turned, titles: Mapping[str, str]) -> Heading:
    """Return the heading whose title stands before its number."""
    known = titles.get(f"{one.number}{one.letter}")
    style, base, sign = (_TURNED, 2.5, "§ ") if one.signed else (TURNED_BARE, 0.7, "")
    weight = base + _title_evidence(one.title, style)
    if known is not None:
        weight += _LISTED if _alike(one.title, known) else -_LISTED
    title = clean_title(without_reference(one.title) or one.title, known)
    reference = reference_in(lines[one.last].text) or reference_near(lines, one.first, one.last)
    return Heading(
        lines[one.first].start, lines[one.last].end, style,
        f"{sign}{one.number} {one.letter}".strip(), one.number, title, reference, weight,
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
