"""Chair and secretary: from the header's labels, the attendance and the closing signatures."""

from __future__ import annotations

import re

from index.folding import fold
from index.lines import Line, lines_of
from index.names import find_names, is_person_name
from index.nouns import Attendee, Meeting, Span

_CHAIR = re.compile(r"^(?:mötes)?ordf(?:örande|öranden|\.)?$", re.IGNORECASE)
_SECRETARY = re.compile(r"^(?:mötes)?(?:sekreterare|protokollförare|sekretariatschef|vid tangenterna|vid protokollet|vid pennan|förvaltningssekreterare|kommunsekreterare|nämndsekreterare)$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?P<label>(?:mötes)?(?:ordförande|ordf\.?|sekreterare|protokollförare|nämndsekreterare|kommunsekreterare)|vid protokollet|vid tangenterna|vid pennan)\s*(?::|\t|\s{2,}|[._]{3,}|$)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_CLOSING_LINES = 30  # filled lines at a protocol's end in which signatures are looked for


def find_chair_and_secretary(lines: list[Line], attendees: list[Attendee]) -> tuple[str | None, str | None]:
    """Return the names of the chair and the secretary; None for who is not named as such."""
    filled = [line for line in lines if not line.blank]
    chair, secretary = _signed(filled[-_CLOSING_LINES:])
    if chair is None or secretary is None:
        by_label = _labelled(filled)
        chair, secretary = chair or by_label[0], secretary or by_label[1]
    for person in attendees:
        role = fold(person.role or "")
        if chair is None and person.status == "present" and _CHAIR.match(role):
            chair = person.name
        if secretary is None and person.status == "present" and re.fullmatch(r"(?:\w*)sekreterare|protokollförare", role):
            secretary = person.name
    return chair, secretary


def _columns(line: Line) -> list[str]:
    return [part.strip(" ._") for part in re.split(r"\t+|\s{3,}", line.text) if part.strip(" ._")]


def _name_in(text: str) -> str | None:
    bare = re.sub(r"\([^)]*\)", "", text).strip(" ._,")
    if is_person_name(bare):
        return bare
    spans = find_names(bare)
    return bare[spans[0][0] : spans[0][1]] if spans and spans[0][0] == 0 else None


def _signed(lines: list[Line]) -> tuple[str | None, str | None]:
    """Read signatures: a name above its role, or a role above its name, in one or two columns."""
    chair: str | None = None
    secretary: str | None = None
    rows = [_columns(line) for line in lines]
    for i, row in enumerate(rows):
        for column, cell in enumerate(row):
            is_chair, is_secretary = _CHAIR.match(cell), _SECRETARY.match(cell)
            if not (is_chair or is_secretary):
                continue
            below_first = cell.lower().startswith(("vid ",))
            order = (i + 1, i - 1) if below_first else (i - 1, i + 1)
            for j in order:
                if 0 <= j < len(rows) and column < len(rows[j]):
                    name = _name_in(rows[j][column])
                    if name:
                        if is_chair:
                            chair = chair or name
                        else:
                            secretary = secretary or name
                        break
    return chair, secretary


def _labelled(lines: list[Line]) -> tuple[str | None, str | None]:
    chair: str | None = None
    secretary: str | None = None
    for i, line in enumerate(lines):
        match = _LABEL.match(line.text)
        if match is None:
            continue
        name = _name_in(match["rest"]) or (_name_in(lines[i + 1].text) if not match["rest"] and i + 1 < len(lines) else None)
        if name and fold(match["label"]).startswith(("ordf", "mötesordf")):
            chair = chair or name
        elif name:
            secretary = secretary or name
    return chair, secretary


_ADJUSTER_LABEL = re.compile(
    r"^(?:justeras?|justerare|utses? att justera|justerande|justerat|till justerare utses|att justera(?: protokollet)?)\s*(?:av)?\s*(?::|\t|\s{2,}|[._]{3,}|$)",
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
        cells = list(re.finditer(r"\S(?:.*?\S)?(?=\t+|\s{3,}|$)", line.raw))
        for column, cell in enumerate(cells):
            label = _ADJUSTER_LABEL.match(cell.group())
            if label is None:
                continue
            inline = find_names(line.raw[cell.start() + label.end() :]) if line.text_start <= line.start + cell.start() else []
            if inline:
                offset = line.start + cell.start() + label.end()
                found += [Span(offset + a, offset + b) for a, b in inline]
                continue
            below = lines[i + 1] if i + 1 < len(lines) else None
            if below is None:
                continue
            parts = list(re.finditer(r"\S(?:.*?\S)?(?=\t+|\s{3,}|$)", below.raw))
            if column < len(parts):
                name = _name_in(parts[column].group())
                if name:
                    at = below.start + below.raw.index(name, parts[column].start())
                    found.append(Span(at, at + len(name)))
        if found:
            break
    return found
