"""Tables of people: a row that names the columns, and below it one person, or two, a row."""

from __future__ import annotations

import re

from index.folding import fold
from index.lines import Line
from index.names import is_person_name, surname_first

_ROLES = {
    "namn": None, "ledamot": "ledamot", "ledamöter": "ledamot", "ordinarie": "ledamot",
    "ordinarie ledamot": "ledamot", "ordinarie ledamöter": "ledamot", "ersättare": "ersättare",
    "förtroendevald": None, "deltagare": None, "beslutande": "ledamot", "tjänstgörande": "ledamot",
    "tjänstgörande ersättare": "tjänstgörande ersättare",
}  # fmt: skip
_HEADS = re.compile(
    r"parti|närv(?:aro|arande)?|när|uppdrag|roll|funktion|befattning|titel|anm(?:ärkning(?:ar)?)?"
    r"|kommentar|notering|tjänstgör(?:ande|ing)?|tj(?:g|änstg)|paragraf(?:er)?|§+|tid|fr|från|till"
    r"|kommun|ort|röst|ja|nej|avst(?:år)?|distans|ersätter|nr|omröstning.*|votering.*|plats"
)
_CELL = re.compile(r"[^\t|]+")
_AWAY = re.compile(r"[-–—0]|F|Frånv\.?|Nej|N")  # in the column that tells who was there


def head_of_table(line: Line) -> tuple[str | None] | None:
    """Return what a row of columns' names says of the people below it, a role or nothing.

    None where `line` is no such row.
    """
    cells = [fold(cell.strip(" *.:")) for cell in _CELL.findall(line.raw) if cell.strip(" *.:")]
    if len(cells) < 2 or not any(cell in _ROLES for cell in cells):
        return None
    if not all(cell in _ROLES or _HEADS.fullmatch(cell) for cell in cells):
        return None
    named = next(cell for cell in cells if cell in _ROLES)
    return (_ROLES[named],) if any(_HEADS.fullmatch(cell) for cell in cells) else None


def people_of_row(line: Line) -> list[tuple[int, int, bool]]:
    """Return where each person of a row stands, with what is told of them, and whether there.

    Empty where the row does not begin with a person.
    """
    cells = [(match.start(), match.end()) for match in _CELL.finditer(line.raw)]
    cells = [(a, b) for a, b in cells if line.raw[a:b].strip(" *")]
    if cells and re.fullmatch(r"\s*\d{1,3}\.?\s*", line.raw[slice(*cells[0])]):
        cells = cells[1:]  # they are numbered
    names = [k for k, (a, b) in enumerate(cells) if _is_person(line.raw[a:b])]
    if not names or names[0] != 0:
        return []
    found = []
    for k, stop in zip(names, [*names[1:], len(cells)], strict=True):
        mine = cells[k:stop]
        away = any(_AWAY.fullmatch(line.raw[a:b].strip()) for a, b in mine[1:])
        found.append((line.start + mine[0][0], line.start + mine[-1][1], not away))
    return found


def _is_person(cell: str) -> bool:
    bare = re.sub(r"^\s*\d{1,3}[.)]\s+", "", cell).strip(" *")
    return surname_first(bare) is not None or is_person_name(re.split(r"[,(]", bare)[0].strip())
