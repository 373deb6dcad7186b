"""Chair and secretary: from the header's labels, the attendance and the closing signatures."""

from __future__ import annotations

import re

from index.folding import fold
from index.lines import Line
from index.names import find_names, is_person_name
from index.nouns import Attendee

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
