"""Votes: how many were for and against, and how each member voted where it is listed."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from index.folding import fold
from index.lines import Line
from index.names import NAME, is_person_name
from index.nouns import Ballot, Choice, Section, SectionKind, Vote
from index.roles import PARTY
from index.sections import content_lines

_WORDS = {
    word: number
    for number, words in enumerate(
        ("noll ingen inga", "en ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio",
         "tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton",
         "nitton", "tjugo"),
    )
    for word in words.split()
}  # fmt: skip
_N = rf"(?:\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_GAP = r"[\s,;.|*:–-]{1,12}(?:och\s+|mot\s+|samt\s+)?(?:med\s+)?"
_ROSTER = r"(?:-?\s?röst(?:er)?)?"
_COUNTS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # "Ja: 24, Nej: 20, Avstår: 1", one below the other too
        rf"\bja{_ROSTER}[\s:|–-]{{1,6}}(?P<ja>\d{{1,3}})\b(?:\s*(?:st|röster))?{_GAP}"
        rf"nej{_ROSTER}[\s:|–-]{{1,6}}(?P<nej>\d{{1,3}})\b(?:\s*(?:st|röster))?"
        rf"(?:{_GAP}(?:avstår|avstod|avstående|nedlagda\s+röster)[\s:|–-]{{1,6}}(?P<av>\d{{1,3}})\b)?",
        # "24 ja-röster mot 20 nej-röster, 1 ledamot avstår"
        rf"\b(?P<ja>{_N})\s+(?:ledamöter\s+(?:röstar|röstade)\s+)?ja{_ROSTER}\b[^.\d]{{0,60}}?"
        rf"\b(?P<nej>{_N})\s+(?:ledamöter\s+(?:röstar|röstade)\s+)?nej{_ROSTER}\b"
        rf"(?:[^.\d]{{0,40}}?\b(?P<av>{_N})\s+(?:\w+\s+)?(?:som\s+)?(?:avstår|avstod|avståenden?"
        r"|nedlagda|har\s+avstått|lägger\s+ner)\b)?",
        # "Med 8 röster mot 5 beslutar …"
        rf"\bmed\s+(?P<ja>{_N})\s+röster\s+mot\s+(?P<nej>{_N})\b"
        rf"(?:[^.\d]{{0,40}}?\b(?P<av>{_N})\s+(?:\w+\s+)?(?:avstår|avstod|nedlagda)\b)?",
    )
)
_MARKER = re.compile(
    r"(?:^|(?<=[\n.;]))[ \t]*(?:[-–—•]\s*)?(?:Följande\s+(?:ledamöter\s+)?)?"
    r"(?:(?:röstar|röstade|svarar|svarade)\s+)?"
    r"(?P<how>ja|nej|avstår|avstod|avstående)\b(?P<more>[^:\n\t|.;]{0,60}):",
    re.IGNORECASE | re.MULTILINE,
)
# "2 ja-röster (Anna Ek (S) och Bo Rask (M))"
_BRACKETED = re.compile(
    r"\b(?P<how>ja|nej|avstår|avstod)(?:-?\s?röst(?:er)?)?\s*\((?=[A-ZÅÄÖ][^()]{3,40}\()",
    re.IGNORECASE,
)
_ROW = re.compile(
    rf"^\W*(?P<name>{NAME.pattern})\s*(?:\((?P<party>[A-ZÅÄÖa-zåäö]{{1,4}})\)|,?\s(?P<bare>[A-ZÅÄÖ]"
    r"{1,3})\b)?(?P<cells>[\s|].*)$"
)
_WORD_CELL = re.compile(r"^(?:röstar\s+)?(?P<how>ja|nej|avstår|avstod|frånvarande)$", re.IGNORECASE)
_CROSS = re.compile(r"^[xX✓√1*]$")
_CHOICES = {
    "ja": Choice.FOR, "nej": Choice.AGAINST, "avstår": Choice.ABSTAINED,
    "avstod": Choice.ABSTAINED, "avstående": Choice.ABSTAINED,
}  # fmt: skip
_CELL = re.compile(r"\t|\||\s{2,}")


@dataclass(frozen=True, slots=True)
class _Column:
    choice: Choice
    place: int  # of the cell among its row's cells
    at: int  # of the cell's first letter in the line


def find_votes(lines: list[Line], sections: tuple[Section, ...]) -> tuple[Vote, ...]:
    """Return the counts of an item's votes, in order, with the ballots that stand beside them."""
    votes: list[Vote] = []
    for section in sections:
        if section.kind in (SectionKind.PROPOSAL, SectionKind.ADMIN):
            continue
        mine = [line for line in content_lines(lines, section) if not line.blank]
        if not mine:
            continue
        votes += _votes_in(mine, section)
    return tuple(votes)


def unread_vote(item_sections: tuple[Section, ...], votes: tuple[Vote, ...]) -> Section | None:
    """Return the section that is headed as a count of votes where no vote was understood."""
    if votes:
        return None
    return next(
        (
            section
            for section in item_sections
            if re.match(r"(?:omröstning|votering)(?:sresultat|en)?$", fold(section.heading or ""))
        ),
        None,
    )


def _votes_in(lines: list[Line], section: Section) -> list[Vote]:
    text, starts = _joined(lines)
    counts = _counts(text)
    ballots = _listed(text) + _table(lines) if section.kind is SectionKind.VOTE or counts else []
    if not counts and not ballots:
        return []
    base = lines[0].start
    if not counts:
        return [Vote(base, lines[-1].end, ballots=tuple(ballots))]

    def place(at: int) -> int:
        line = bisect_right(starts, at) - 1
        return min(lines[line].start + at - starts[line], lines[line].end)

    votes = [
        Vote(
            place(m.start()), place(m.end()), _number(m["ja"]), _number(m["nej"]), _number(m["av"])
        )
        for m in counts
    ]
    if ballots:
        k = _matching(votes, ballots)
        first = votes[k]
        votes[k] = Vote(
            first.start, first.end, first.in_favour, first.against, first.abstained, tuple(ballots)
        )
    return votes


def _matching(votes: list[Vote], ballots: list[Ballot]) -> int:
    """Return which of several counts the ballots make up; the first if none."""
    ja = sum(ballot.choice is Choice.FOR for ballot in ballots)
    nej = sum(ballot.choice is Choice.AGAINST for ballot in ballots)
    return next(
        (k for k, vote in enumerate(votes) if (vote.in_favour, vote.against) == (ja, nej)), 0
    )


def _joined(lines: list[Line]) -> tuple[str, list[int]]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.raw) + 1
    return "\n".join(line.raw for line in lines), starts


def _counts(text: str) -> list[re.Match[str]]:
    for pattern in _COUNTS:
        found = list(pattern.finditer(text))
        if found:
            return found
    return []


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else _WORDS[text.lower()]


def _listed(text: str) -> list[Ballot]:
    """Return the ballots of lists: `Ja: Anna Ek (S), Bo Rask (M). Nej: …`."""
    marks = list(_MARKER.finditer(text))
    marks = sorted([*marks, *_BRACKETED.finditer(text)], key=lambda m: m.start())
    ballots: list[Ballot] = []
    for k, mark in enumerate(marks):
        stop = marks[k + 1].start() if k + 1 < len(marks) else len(text)
        part = text[mark.end() : stop]
        choice = _CHOICES[mark["how"].lower()]
        for name in NAME.finditer(part):
            party = PARTY.match(part[name.end() :].lstrip())
            if party and is_person_name(name.group()):
                ballots.append(Ballot(_plain(name.group()), choice, party[1].upper()))
    return ballots


def _table(lines: list[Line]) -> list[Ballot]:
    """Return the ballots of a table: a word in each row, or a cross under `Ja`, `Nej`, `Avstår`."""
    ballots: list[Ballot] = []
    columns: list[_Column] = []
    width = 0
    for line in lines:
        header = _columns(line)
        if header:
            columns, width = header, len(_CELL.split(line.raw.strip(" |")))
            continue
        row = _ROW.match(line.raw)
        if row is None or not is_person_name(row["name"]):
            continue
        choice = _choice(row, line, columns, width)
        if choice is not None:
            party = row["party"] or row["bare"]
            ballots.append(Ballot(_plain(row["name"]), choice, party.upper() if party else None))
    return ballots


def _columns(line: Line) -> list[_Column]:
    cells = [cell.strip(" *") for cell in _CELL.split(line.raw.strip(" |"))]
    found = []
    for place, cell in enumerate(cells):
        if cell.lower() in _CHOICES:
            found.append(_Column(_CHOICES[cell.lower()], place, line.raw.find(cell)))
    return found if len(found) >= 2 else []


def _choice(row: re.Match[str], line: Line, columns: list[_Column], width: int) -> Choice | None:
    cells = [cell.strip(" *") for cell in _CELL.split(row["cells"])]
    for cell in cells:
        word = _WORD_CELL.match(cell)
        if word:
            return _CHOICES.get(word["how"].lower())
    crosses = [cell for cell in cells if _CROSS.match(cell)]
    if len(crosses) != 1 or not columns:
        return None
    whole = line.raw.strip(" ").removeprefix("|").removesuffix("|")
    split = [cell.strip(" *") for cell in re.split(r"\t|\|", whole)]
    if len(split) == width:  # every cell is there, empty ones too
        place = split.index(crosses[0])
        return next((c.choice for c in columns if c.place == place), None)
    if "\t" in line.raw or "|" in line.raw:
        return None  # empty cells are lost: under which heading the cross stood is not known
    at = line.raw.rindex(crosses[0])
    nearest = min(columns, key=lambda c: abs(c.at - at))
    return nearest.choice if abs(nearest.at - at) <= 4 else None


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name)
