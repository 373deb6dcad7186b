"""Protocols of invented bodies that share nothing: each has its own matters, people and print.

A script is a text of marked lines, one item after another:

    § 45 a | KS 2022/123 | Title      number, diarienummer, title
    ~ Another title                   … as the contents list has it, if that is another
    # Beslut                          the name of a part
    > Nämnden beslutar                a line before points
    * godkänna rapporten              a point that is decided
    - Tjänsteskrivelse                a point of a list, no decision
    | Ja | Nej |                      a row of a table
    anything else                     a paragraph
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from town_protocols import TEXT, Sheet

SCRIPTS = Path(__file__).parent / "towns"
MARKS = "#>*-|~"


@dataclass(frozen=True)
class Matter:
    """One item of a script; `lines` are pairs of a mark (or "") and the words after it."""

    number: str
    code: str
    title: str
    listed: str
    lines: tuple[tuple[str, str], ...]

    @property
    def points(self) -> tuple[str, ...]:
        """What is decided."""
        return tuple(words for mark, words in self.lines if mark == "*")


@dataclass(frozen=True)
class Truth:
    """What must be found of a meeting besides its items; names by `present|absent|guest`."""

    body: str
    date: str
    chair: str | None
    secretary: str | None
    start: str | None
    end: str | None
    people: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Town:
    """One protocol: what it says, how it is drawn, and the truth about it."""

    name: str
    truth: Truth
    sheet: Callable[[int], Sheet]
    front: Callable[[Sheet, Sequence[Matter]], None]
    contents: Callable[[Sheet, Sequence[tuple[Matter, int]]], None] | None  # None: not printed
    item: Callable[[Sheet, Matter], None]
    end: Callable[[Sheet], None] | None = None

    def matters(self) -> tuple[Matter, ...]:
        """Return the items of the town's script."""
        return read_script((SCRIPTS / f"{self.name}.txt").read_text(encoding="utf-8"))

    def pdf(self) -> bytes:
        """Return the protocol; the page numbers of its contents list are the right ones."""
        matters = self.matters()
        pages = [1] * len(matters)
        total, printed = 1, b""
        for _ in range(3):
            sheet = self.sheet(total)
            self.front(sheet, matters)
            if self.contents is not None:
                self.contents(sheet, list(zip(matters, pages, strict=True)))
            for k, matter in enumerate(matters):
                pages[k] = sheet.page
                self.item(sheet, matter)
            if self.end:
                self.end(sheet)
            total = sheet.page
            printed = sheet.done()
        return printed


def read_script(text: str) -> tuple[Matter, ...]:
    """Return the items of a script in their order."""
    matters: list[Matter] = []
    for line in text.splitlines():
        if line.startswith("§ "):
            number, code, title = (part.strip() for part in line[2:].split("|", 2))
            matters.append(Matter(number, code, title, title, ()))
        elif line.strip():
            last = matters[-1]
            mark = line[0] if line[:2] in {f"{m} " for m in MARKS} else ""
            words = line[1:].strip() if mark else line.strip()
            if mark == "~":
                matters[-1] = Matter(last.number, last.code, last.title, words, last.lines)
                continue
            lines = (*last.lines, (mark, words))
            matters[-1] = Matter(last.number, last.code, last.title, last.listed, lines)
    return tuple(matters)


def cells(row: str) -> list[str]:
    """Return the cells of a table's row."""
    return [cell.strip() for cell in row.strip("| ").split("|")]


@dataclass(frozen=True)
class Print:
    """How a town sets the lines of an item."""

    point: Callable[[Sheet, int, int, str], None]
    part: Callable[[Sheet, str], None]
    x: float | None = None
    bullet: str = "•"
    columns: tuple[float, ...] = (0, 200, 300, 400)
    gap: float = 4

    def body(self, sheet: Sheet, matter: Matter) -> None:
        """Write everything below an item's heading."""
        x = sheet.left if self.x is None else self.x
        total = len(matter.points)
        points = 0
        for mark, words in matter.lines:
            if mark == "#":
                self.part(sheet, words)
            elif mark == "*":
                points += 1
                self.point(sheet, points, total, words)
            elif mark == "-":
                sheet.put(words, x, before=self.bullet, hang=14)
            elif mark == "|":
                sheet.beside(
                    [(x + at, c) for at, c in zip(self.columns, cells(words), strict=False)]
                )
            else:
                sheet.put(words, x, gap=self.gap)
        sheet.y -= 8


def bold_part(sheet: Sheet, name: str) -> None:
    """Write the name of a part in bold on a line of its own."""
    sheet.need(40)
    sheet.y -= 5
    sheet.put(name, bold=True)


def bare(words: str) -> str:
    """Return a point without its `att`."""
    return words.removeprefix("att ")


def att_points(sheet: Sheet, k: int, total: int, words: str) -> None:
    """Write a point as `att …,` with `samt` before the last."""
    end = "." if k == total else ", samt" if k == total - 1 else ","
    sheet.put(f"{words}." if words[0].isupper() else f"att {bare(words)}{end}", gap=3)


def sentences(sheet: Sheet, k: int, total: int, words: str) -> None:
    """Write a point as a numbered sentence; a lone one has no number."""
    sentence = f"{words[:1].upper()}{words[1:]}."
    if total == 1:
        sheet.put(sentence, gap=3)
    else:
        sheet.put(sentence, before=f"{k}.", hang=18, gap=3)


def numbered_att(sheet: Sheet, k: int, total: int, words: str) -> None:
    """Write a point as `1. att …`."""
    sheet.put(f"att {bare(words)}", before=f"{k}.", hang=18, gap=3)


def dashed(sheet: Sheet, k: int, total: int, words: str) -> None:
    """Write a point after a dash, one with `att` as it stands."""
    sheet.put(words if words[0].isupper() else f"att {bare(words)}", before="-", hang=14, gap=2)


def unmarked(sheet: Sheet, k: int, total: int, words: str) -> None:
    """Write a point as a paragraph of its own."""
    sheet.put(f"{words}." if words[0].isupper() else f"att {bare(words)}", gap=4)


def wide(text: str, size: float, font: str = TEXT) -> float:
    """Return the width of `text` in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))
