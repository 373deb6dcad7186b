"""Chair, secretary and approvers: from labels, the attendance and the signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.folding import fold
from index.labels import labelled
from index.lines import Line, lines_of
from index.names import NAME, find_names, is_person_name
from index.nouns import Attendee, AttendeeStatus, Meeting, Span

_CHAIR_WORD = r"(?:mötes)?ordf(?:örande|öranden|\.)?"
_SECRETARY_WORD = (
    r"(?:mötes|förvaltnings|kommun|nämnd|kommitté|utskotts|styrelse)?sekreterare"
    r"|protokollförare"
)
_CHAIR = re.compile(rf"^{_CHAIR_WORD}$", re.IGNORECASE)
_SECRETARY = re.compile(
    rf"^(?:{_SECRETARY_WORD}|vid\s+(?:tangenterna|protokollet|pennan)|anteckningar(?:\s+av)?"
    r"|antecknat\s+av|in\s+fidem)$",
    re.IGNORECASE,
)
# Who signs the minutes beside the chair is their secretary, whatever else they are.
_SIGNING_OFFICE = re.compile(r"^sekretariatschef$", re.IGNORECASE)
_BELOW = re.compile(r"^(?:vid\s|anteckn|antecknat|in\s+fidem)", re.IGNORECASE)
_WITH_NAME = re.compile(
    rf"^(?P<role>{_CHAIR_WORD}|{_SECRETARY_WORD})(?:[ .:_…]+|\s+)(?P<name>{NAME.pattern})",
    re.IGNORECASE,
)
_WITH_COLON = re.compile(
    rf"(?P<role>\b(?:{_CHAIR_WORD}|{_SECRETARY_WORD}|anteckningar))\s*:\s*(?P<name>{NAME.pattern})",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    rf"(?P<name>{NAME.pattern})(?:\s*\([A-ZÅÄÖa-zåäö]{{1,4}}\))?\s*(?:,\s*|\()"
    rf"(?P<role>{_CHAIR_WORD}|{_SECRETARY_WORD})(?![\w-])"
)
_SIGNED_LABEL = re.compile(
    r"^(?:underskrift(?:er)?|digitalt signera[dt].*|signera[dt].*|justeras)", re.IGNORECASE
)
_NO_NAME_END = re.compile(
    r"^(?:Paragraf(?:er)?|Justerande|Justerare|Sekreterare|Ordförande|Utdragsbestyrkande|Bevis"
    r"|Datum|Anslag|Protokoll)$"
)
_CLOSING = re.compile(
    r"^(?:vid (?:tangenterna|protokollet|pennan)|justera(?:s|t|des)\b|underskrifter?"
    r"|protokollet justera|in fidem)",
    re.IGNORECASE,
)
CLOSING_ROLE = re.compile(
    r"^(?:mötes)?(?:ordförande|sekreterare|protokollförare|sekretariatschef|justerare)$",
    re.IGNORECASE,
)
_CLOSING_NAMED = re.compile(
    rf"^{NAME.pattern}(?:\s*\([^)]{{1,4}}\))?,\s*(?:{_CHAIR_WORD}|{_SECRETARY_WORD}|justera\w+)\b"
)
_CLOSING_LINES = 30  # filled lines at a protocol's end in which signatures are looked for
_CLOSING_WITHIN = 12  # filled lines from the end in which the closing begins
_MOST_SIGNERS = 5
_SHORT = 60  # characters; a longer line is running text


@dataclass(slots=True)
class _Officers:
    chair: str | None = None
    secretary: str | None = None

    def add(self, role: str, name: str | None) -> None:
        """Note who is named in `role`; the first one named stays."""
        if name is None:
            return
        if _CHAIR.match(role):
            self.chair = self.chair or name
        elif _SECRETARY.match(role):
            self.secretary = self.secretary or name


def find_closing(lines: list[Line], after: int) -> int | None:
    """Return where the closing signatures begin: a name above a role, or `Vid protokollet`."""
    filled = [line for line in lines if not line.blank and line.start >= after]
    for k in range(max(0, len(filled) - _CLOSING_WITHIN), len(filled)):
        text = filled[k].text
        if len(text) < _SHORT and _CLOSING.match(re.split(r"\t+|\s{3,}", text)[0]):
            return filled[k].start
        if _CLOSING_NAMED.match(text) and len(text) < 2 * _SHORT:
            return filled[k].start
        following = filled[k + 1].text if k + 1 < len(filled) else ""
        if CLOSING_ROLE.match(following) and len(text) < _SHORT and not text.endswith("."):
            return filled[k].start
    return _names_alone(filled)


def _names_alone(filled: list[Line]) -> int | None:
    """Return where a run of names alone at the very end begins: signatures without roles."""
    k = len(filled)
    while k > 0 and all(is_person_name(cell) for cell in _columns(filled[k - 1])):
        k -= 1
    ends_text = k > 0 and filled[k - 1].text.endswith((".", "!"))
    return filled[k].start if ends_text and 0 < len(filled) - k <= _MOST_SIGNERS else None


def find_chair_and_secretary(
    header: list[Line], closing: list[Line], attendees: list[Attendee]
) -> tuple[str | None, str | None]:
    """Return the names of the chair and the secretary; None for who is not named as such.

    What a label of the header says goes before the attendance, and that before the signatures; a
    chair that changes during the meeting is the first one.
    """
    labels, signatures = _Officers(), _Officers()
    _read(header, labels, closing=False)
    _read(closing[-3 * _CLOSING_LINES :], signatures, closing=True)
    listed = _Officers()
    for person in attendees:
        if person.status is AttendeeStatus.PRESENT and person.role:
            for role in re.split(r"\s(?:och|samt|tillika)\s", fold(person.role)):
                listed.add(role, person.name)
    return (
        labels.chair or listed.chair or signatures.chair,
        labels.secretary or listed.secretary or signatures.secretary,
    )


def _name_in(text: str) -> str | None:
    """Return the name that `text` begins with, parties and words of the form left out."""
    bare = re.sub(r"\([^)]*\)", "", text).strip(" ._…,*|")
    match = NAME.match(bare)
    if match is None:
        return None
    parts = match.group().split()
    while len(parts) > 2 and _NO_NAME_END.match(parts[-1]):
        parts.pop()
    if len(parts) == 4 and all(part[0].isupper() for part in parts):
        parts = parts[:2]  # two names side by side
    name = " ".join(parts)
    return name if is_person_name(name) else None


def _columns(line: Line) -> list[str]:
    parts = re.split(r"\t+|\s{3,}|\|", line.text)
    return [part.strip(" ._…*") for part in parts if part.strip(" ._…*")]


def _read(lines: list[Line], officers: _Officers, *, closing: bool) -> None:
    filled = [line for line in lines if _columns(line)]
    if closing:
        filled = filled[-_CLOSING_LINES:]
    rows = [_columns(line) for line in filled]
    signing = closing
    for i, line in enumerate(filled):
        found = labelled(line)
        for match in _WITH_COLON.finditer(line.text.replace("**", "")):
            officers.add(match["role"], _name_in(match["name"]))
        signing = signing or bool(_SIGNED_LABEL.match(line.text))
        if signing or (found and _SIGNED_LABEL.match(found.label)):
            for match in _AFTER_NAME.finditer(line.text):
                officers.add(match["role"], _name_in(match["name"]))
        if not closing and len(rows[i]) > 1 and line.text[:1].islower():
            continue  # the rest of a column's entry: "… (C), 1:e vice / ordförande<tab>Bo Ek (S)"
        if len(rows[i]) < 2 or not closing:
            role = found.label.rstrip(" .:") if found else ""
            if found and (_CHAIR.match(role) or _SECRETARY.match(role)):
                value = line.raw[found.value - line.start :]
                form = found.colon or bool(re.search(r"[._…]{3,}", line.raw))
                below = rows[i + 1][0] if form and i + 1 < len(rows) and rows[i + 1] else ""
                beside = _name_in(below) if form else _beside(rows, i, 0)
                officers.add(role, _name_in(value) if value.strip() else beside)
                continue
            named = _WITH_NAME.match(line.text)
            if named:
                officers.add(named["role"], _name_in(named["name"]))
                continue
        for column, cell in enumerate(rows[i]):
            if _CHAIR.match(cell) or _SECRETARY.match(cell):
                officers.add(cell, _beside(rows, i, column))
            elif closing and officers.chair and _SIGNING_OFFICE.match(cell):
                officers.add("sekreterare", _beside(rows, i, column))


def _beside(rows: list[list[str]], i: int, column: int) -> str | None:
    """Return the name above or below a role, in the same column.

    The role stands under its name, unless the line above is no name or is another role's.
    """
    role = rows[i][column] if column < len(rows[i]) else ""

    def cell(j: int) -> str | None:
        if not 0 <= j < len(rows) or not rows[j]:
            return None
        return _name_in(rows[j][column]) if column < len(rows[j]) else None

    def is_role(j: int) -> bool:
        return 0 <= j < len(rows) and any(
            _CHAIR.match(c) or _SECRETARY.match(c) or _APPROVER.match(c) for c in rows[j]
        )

    above_taken = is_role(i - 2) and not (cell(i - 3) and not is_role(i - 4))
    if _BELOW.match(role) or above_taken or cell(i - 1) is None:
        return cell(i + 1) or cell(i - 1)
    return cell(i - 1)


_APPROVER = re.compile(
    r"^(?:justeras?|justerare|utses?\s+(?:att\s+justera|till\s+justerare)|justerande|justerat|protokolljustering"
    r"|protokolljusterare|till\s+justerare\s+utses|att\s+justera(?:\s+protokollet)?)"
    r"(?:\s+av)?\s*(?=:|\t|\s{2,}|\s*[._…]{3,}|$|\s[A-ZÅÄÖ])",
    re.IGNORECASE,
)


def find_adjusters(meeting: Meeting) -> list[Span]:
    """Return where the names of those who approved the minutes stand, header or signatures."""
    text = meeting.document.text
    lines = [line for line in lines_of(text, meeting.start, meeting.end) if not line.blank]
    last_item = meeting.items[-1].start if meeting.items else meeting.start
    found: list[Span] = []
    for i, line in enumerate(lines):
        if not (line.start < meeting.header.end or line.start >= last_item):
            continue
        for cell in re.finditer(r"[^\s|*](?:.*?\S)?(?=\t+|\s{3,}|\s*\||\s*$)", line.raw):
            label = _APPROVER.match(cell.group())
            if label is None:
                continue
            begin = cell.start() + label.end()
            columns = [
                m.start() for m in re.finditer(r"[^\s|*](?:.*?\S)?(?=\t+|\s{3,}|\s*$)", line.raw)
            ]
            alone = cell.start() == min(columns, default=0)
            inline = _names(line, begin, len(line.raw)) if alone else []
            if not inline and i + 1 < len(lines):
                inline = (
                    _names_below(lines[i + 1], columns.index(cell.start()), len(columns))
                    if (cell.start() in columns)
                    else []
                )
            found += inline
        if found:
            break
    return found


def _names(line: Line, begin: int, end: int) -> list[Span]:
    """Return the names in a part of `line`; four capitalised words are two names."""
    spans = []
    for a, b in find_names(line.raw[begin:end]):
        words = list(re.finditer(r"\S+", line.raw[begin + a : begin + b]))
        at = line.start + begin + a
        if len(words) == 4 and all(word.group()[0].isupper() for word in words):
            spans.append(Span(at, at + words[1].end()))
            spans.append(Span(at + words[2].start(), at + words[3].end()))
        else:
            spans.append(Span(at, line.start + begin + b))
    return spans


def _names_below(line: Line, column: int, columns: int) -> list[Span]:
    cells = list(re.finditer(r"[^\s|*](?:.*?\S)?(?=\t+|\s{3,}|\s*$)", line.raw))
    if column >= len(cells):
        return []
    end = len(line.raw) if columns == column + 1 else cells[column].end()
    names = _names(line, cells[column].start(), end)
    return names if names and names[0].start <= line.start + cells[column].start() + 25 else []
