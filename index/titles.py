"""Item titles: how far a heading's title reaches, and the diarienummer near it."""

from __future__ import annotations

import re
from itertools import pairwise

from rapidfuzz.fuzz import ratio

from index.folding import fold
from index.lines import BULLETS, Line
from index.references import is_reference_line, only_codes, reference_in, without_reference
from index.sections import may_be_title, section_heading

LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{0,4}\s*$|…\s*\d{1,4}\s*$|\t\d{1,4}\s*$|\s{3,}\d{1,4}\s*$")
_COLUMN_HEAD = re.compile(
    r"§|Nr|Dnr|Diarienr|Diarienummer|Paragraf|Rubrik|Ärende(?:rubrik|mening|nr|nummer)?|Titel|Sida?"
)
OPEN_END = re.compile(r"[-–,]$")
_OPEN_WORD = re.compile(
    r"(?:\b(?:och|samt|i|för|av|med|till|om|på|vid|från|mellan|under|inom|den|det|ny|nya|kring"
    r"|avseende|gällande|angående|enligt|per|mot|hos|efter|inför|eller|som|ett|en|över|ur|åt))$"
)
# A line with one of these is a sentence of the text, not the rest of a title.
_SENTENCE = re.compile(
    r"\b(?:är|har|hade|ska|skall|kan|blev|informera[rd]e?|redogör|redovisar|föredrar|yrkar|beslutar"
    r"|beslutade|föreslår|förrättas|godkänner|noterar|lägger|hälsar|öppnar|förklarar|anmäler|inkom"
    r"|konstaterar|deltar|presenterar|meddelar|ställer|finner|tackar|utses|fastställs|godkänns)\b"
)
_FIRST_SENTENCE = re.compile(r"(.{9,}?[a-zåäö]{3})\.\s+[A-ZÅÄÖ][^.]{25,}")
_LONG_LINE = 45  # a title's line that is shorter than this was not broken by the page's edge
_NARROW_LINE = 18  # … not even in a narrow column, where a small letter goes on
_ABBREVIATION = re.compile(r"\(\s?[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,6}\s?\)")
_CAPITALS = re.compile(r"[^a-zåäö]{3,}")
_LONGEST_PART = 80  # characters of a line that a narrow column broke
_MOST_LINES = 4  # of one title
_SHORTENED = 5  # characters more than the contents list has: it gives the title in short
_KNOWN = 86.0  # "Svar på motion om bad- platser" against the contents list's "… badplatser"


def is_column_heads(line: Line) -> bool:
    """Whether a line only names the columns of the heading below it: `§<tab>Dnr<tab>Rubrik`."""
    heads = [cell.strip(" .:") for cell in re.split(r"\t+|\s{2,}|\|", line.text) if cell.strip()]
    return len(heads) >= 2 and all(_COLUMN_HEAD.fullmatch(head) for head in heads)


def find_title(lines: list[Line], i: int, rest: str, known: str | None = None) -> tuple[str, int]:
    """Return the title of a heading on line `i` and its last line.

    `rest` is what stands after the number, `known` the title that a contents list gives it.
    """
    on_line = bool(rest) and not only_codes(rest)
    first = i if on_line else _first_below(lines, i)
    if first is None:
        return "", i
    if known:
        found = _as_known(lines, first, rest if on_line else lines[first].text, known)
        if found is not None:
            return found
    parts, last = [rest if on_line else lines[first].text], first
    while len(parts) < _MOST_LINES and _goes_on(lines, last, parts[-1]):
        last += 1
        parts.append(lines[last].text)
    for more in range(last + 1, _block_end(lines, first, last) + 1):
        last = more
        parts.append(lines[more].text)
    return joined(parts), last


def _block_end(lines: list[Line], first: int, last: int) -> int:
    """Return the last line of a title that a narrow column broke; `last` where none did.

    All of them stand together above the diarienummer, or above a section: then at least two more,
    one with a small letter first, each broken where the next line's first word had no room.
    """
    stop = last + 1
    while stop < len(lines) and stop - first <= _MOST_LINES and _may_be_inside(lines[stop]):
        stop += 1
    if stop == last + 1 or stop >= len(lines):
        return last
    block = lines[first:stop]
    widest = max(len(line.text) for line in block)
    broken = all(
        len(one.text) + 1 + len(other.text.split()[0]) > widest for one, other in pairwise(block)
    )
    if is_reference_line(lines[stop]):
        return stop - 1 if broken or len(block) == 2 else last
    more = lines[last + 1 : stop]
    small = any(line.text[0].islower() for line in more)
    in_brackets = len(more) == 1 and re.fullmatch(r"\([^()]+\)", more[0].text) is not None
    named = section_heading(lines[stop]) is not None
    return stop - 1 if named and (in_brackets or (broken and small and len(more) > 1)) else last


def _may_be_inside(line: Line) -> bool:
    """Whether a line may be a part of a title: no sentence, no section, no list."""
    text = line.text
    return (
        bool(text)
        and len(text) <= _LONGEST_PART
        and "\t" not in line.raw.strip()
        and not re.search(r"[.;!?:]$", text)
        and not re.match(rf"(?:[{BULLETS}§]|[a-zåäö\d]{{1,2}}[.)])\s|(?:samt\s+)?att\b", text)
        and not is_reference_line(line)
        and section_heading(line) is None
        and not _SENTENCE.search(text)
    )


def _first_below(lines: list[Line], i: int) -> int | None:
    """Return the line below a bare number that begins its title; None if a section begins first."""
    for j in range(i + 1, min(i + 7, len(lines))):
        if not lines[j].text:
            continue
        if is_reference_line(lines[j]) or (only_codes(lines[j].text) and j < i + 3):
            continue
        heading = section_heading(lines[j])
        return j if heading is None or may_be_title(heading) else None
    return None


def _as_known(lines: list[Line], first: int, head: str, known: str) -> tuple[str, int] | None:
    """Return the title that is most like `known`, if any number of lines gives one."""
    wanted = fold(known)
    parts: list[str] = []
    best, title, last = 0.0, "", first
    for j in range(first, min(first + _MOST_LINES + 1, len(lines))):
        text = head if j == first else lines[j].text
        if not text or (parts and section_heading(lines[j])):
            break
        colon = ":" if text.endswith(":") else ""  # "Yttrande över remiss:", its name below
        parts.append(without_reference(text) + colon)
        score = ratio(fold(joined(parts)), wanted)
        if score > best:
            best, title, last = score, joined(parts), j
    if best < _KNOWN:
        return None
    if len(fold(title)) > len(wanted) + _SHORTENED:  # the list has only its beginning
        while last + 1 - first < _MOST_LINES and _goes_on(lines, last, lines[last].text):
            last += 1
            title = joined([title, lines[last].text])
    return title, last


def joined(parts: list[str]) -> str:
    """Return a title's lines as one; a word that was broken at a line's end is whole again."""
    title = parts[0]
    for part in parts[1:]:
        broken = re.search(r"[a-zåäö]-$", title) and re.match(r"(?!och\b|eller\b)[a-zåäö]", part)
        title = title[:-1] + part if broken else f"{title} {part}"
    return title


def _goes_on(lines: list[Line], last: int, before: str) -> bool:
    """Whether a title that ends with `before` on line `last` goes on in the next line.

    It was broken there, and a small letter follows; or a section begins right after the next.
    """
    if last + 1 >= len(lines):
        return False
    line = lines[last + 1]
    text = without_reference(line.text)
    if not text or len(text) > 100 or section_heading(line) or LEADERS.search(text):
        return False
    if re.match(rf"(?:[{BULLETS}]|[a-zåäö]\))\s", line.text):
        return False  # a sub-item
    if re.search(r"[.!?]$", before) or is_reference_line(line):
        return False
    if before.endswith(":"):
        return _is_title_before_section(lines, last, text)
    if _ABBREVIATION.fullmatch(text):
        return True  # "… efter Per Öst / (MP)"
    if len(before) >= _NARROW_LINE and before.isupper() and _CAPITALS.fullmatch(text):
        return True  # a title in capitals, as far as the capitals go
    if _OPEN_WORD.search(before) and (text[0].islower() or len(before) >= _NARROW_LINE):
        return True
    if OPEN_END.search(before):
        return len(before) >= _LONG_LINE or text[0].islower()
    if re.match(r"(?:samt\s+)?att\b", text):
        return False
    if text[0].islower():
        return len(lines[last].text) >= _NARROW_LINE
    if len(lines[last].text) < _LONG_LINE:
        return False
    return _is_title_before_section(lines, last, text)


def _is_title_before_section(lines: list[Line], last: int, text: str) -> bool:
    """Whether `text` goes on a title although it begins with a capital or a number.

    The page's edge broke the title there: a section follows, and no sentence is here.
    """
    return bool(
        (text[0].isupper() or bool(re.match(r"\d{1,3}:\d|\d{4}\b|\d+\s[a-zåäö]", text)))
        and not re.search(r"(?<!m\.fl)[.!?:;,]$", text)
        and not _SENTENCE.search(text)
        and last + 2 < len(lines)
        and (section_heading(lines[last + 2]) is not None or is_reference_line(lines[last + 2]))
    )


def reference_near(lines: list[Line], i: int, last: int) -> str | None:
    """Return the diarienummer on a line of its own beside a heading on lines `i` to `last`."""
    for j in range(i + 1, min(last + 4, len(lines))):
        if is_reference_line(lines[j]):
            return reference_in(lines[j].text)
        if j > last and lines[j].text:
            break
    return reference_in(lines[i - 1].text) if i and is_reference_line(lines[i - 1]) else None


def clean_title(title: str, known: str | None = None) -> str:
    """Return a title on one line; of a heading that runs on as text, its first sentence.

    A title of two sentences that the contents list has whole, as `known`, is whole.
    """
    bare = title.replace("**", "").replace("[bookmark: _GoBack]", "")
    whole = re.sub(r"\s+", " ", bare.replace("\u00ad", "")).strip(" \t:–-")
    first = _FIRST_SENTENCE.match(whole)
    if first and known and ratio(fold(whole), fold(known)) >= _KNOWN:
        return whole
    return first[1] if first else whole
