"""Protocols of invented municipalities as PDFs, each typeset in another town's style.

A style is what municipalities do differently: how an item is numbered and headed, where the
diarienummer stands, the names and the order of the parts, how decisions are pointed, how the page's
head and foot look and when they are drawn, and how the contents list is set.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from town_matters import MATTERS, Matter

A4 = (595.0, 842.0)
TEXT, BOLD = "Vera", "VeraBd"  # come with reportlab, are embedded, and have å ä ö –
LEADING = 1.35
HYPHENS = re.compile(
    r"(\w{4,}?)((?:förvaltning|nämnd|styrels|redovisning|lagstiftning|program)\w*)"
)


@dataclass
class Sheet:
    """Pages that are filled from above; a page's head and foot are drawn before or after it."""

    head: Callable[[Sheet, int, int], None]
    total: int = 0
    left: float = 70
    right: float = 540
    top: float = 740
    bottom: float = 90
    head_first: bool = True
    size: float = 10
    hyphens: bool = False
    page: int = 1
    y: float = 0
    canvas: Any = field(default=None)
    buffer: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen import canvas

        for name in (TEXT, BOLD):
            pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
        self.canvas = canvas.Canvas(self.buffer, pagesize=A4, invariant=1)
        self._begin()

    def _begin(self) -> None:
        self.y = self.top
        if self.head_first:
            self.head(self, self.page, self.total)

    def new_page(self) -> None:
        """End the page and begin the next."""
        if not self.head_first:
            self.head(self, self.page, self.total)
        self.canvas.showPage()
        self.page += 1
        self._begin()

    def done(self) -> bytes:
        """Return the PDF."""
        if not self.head_first:
            self.head(self, self.page, self.total)
        self.canvas.save()
        return self.buffer.getvalue()

    def at(self, x: float, y: float, text: str, size: float = 8, font: str = TEXT) -> None:
        """Draw `text` where it is wanted."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)

    def lines(self, text: str, width: float, font: str, size: float) -> list[str]:
        """Break `text` into the lines that fit."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        rows: list[str] = []
        row = ""
        for word in text.split(" "):
            longer = f"{row} {word}".strip()
            if stringWidth(longer, font, size) <= width:
                row = longer
                continue
            parts = HYPHENS.fullmatch(word) if self.hyphens else None
            if parts and stringWidth(f"{row} {parts[1]}-", font, size) <= width:
                rows.append(f"{row} {parts[1]}-".strip())
                row = parts[2]
                continue
            if row:
                rows.append(row)
            row = word
        return [*rows, row] if row else rows

    def put(
        self, text: str, x: float | None = None, *, bold: bool = False, size: float | None = None,
        gap: float = 0, width: float | None = None, hang: float = 0, before: str = "",
    ) -> None:  # fmt: skip
        """Write a paragraph, over as many lines and pages as it needs."""
        x = self.left if x is None else x
        size = size or self.size
        font = BOLD if bold else TEXT
        rows = self.lines(text, (width or self.right - x) - hang, font, size)
        for k, row in enumerate(rows):
            if self.y < self.bottom:
                self.new_page()
            if before and not k:
                self.at(x, self.y, before, size, font)
            self.at(x + hang, self.y, row, size, font)
            self.y -= size * LEADING
        self.y -= gap

    def beside(self, cells: Sequence[tuple[float, str]], *, bold: bool = False) -> None:
        """Write one row of columns."""
        if self.y < self.bottom:
            self.new_page()
        for x, text in cells:
            self.at(x, self.y, text, self.size, BOLD if bold else TEXT)
        self.y -= self.size * LEADING

    def need(self, height: float) -> None:
        """Go to the next page if less than `height` is left."""
        if self.y - height < self.bottom:
            self.new_page()


@dataclass(frozen=True)
class Style:
    """How one town writes its protocols."""

    town: str
    body: str
    first: int
    heading: Callable[[Sheet, int, Matter], None]
    item: Callable[[Sheet, Matter, str], None]
    head: Callable[[Sheet, int, int], None]
    front: Callable[[Sheet, int, int], None]
    contents: Callable[[Sheet, list[tuple[int, str, int]]], None]
    number: str = "§ {}"
    sheet: dict[str, Any] = field(default_factory=dict)
    turned: bool = False


@dataclass(frozen=True)
class Typeset:
    """A protocol as a PDF, and what must be found in it."""

    pdf: bytes
    items: tuple[tuple[int, str], ...]
    points: tuple[tuple[str, ...], ...]
    listed: tuple[tuple[int, str], ...]  # the printed contents list


def matters_of(style: Style, count: int = len(MATTERS)) -> list[Matter]:
    """Return the matters of a town's meeting, in an order of its own."""
    k = sum(map(ord, style.town)) % 5
    inner = list(MATTERS[2:-1])
    inner = inner[k:] + inner[:k]
    if style.turned:
        inner = inner[::-1]
    return [*MATTERS[:2], *inner[: count - 3], MATTERS[-1]]


def typeset(style: Style) -> Typeset:
    """Return one town's protocol; the page numbers of its contents list are the right ones."""
    matters = matters_of(style)
    pages = [1] * len(matters)
    total, pdf = 1, b""
    for _ in range(3):
        sheet = Sheet(style.head, total, **style.sheet)
        style.front(sheet, style.first, style.first + len(matters) - 1)
        rows = [(style.first + k, matter.title, pages[k]) for k, matter in enumerate(matters)]
        style.contents(sheet, rows)
        for k, matter in enumerate(matters):
            style.heading(sheet, style.first + k, matter)
            pages[k] = sheet.page
            style.item(sheet, matter, style.body)
        total = sheet.page
        pdf = sheet.done()
    items = tuple((style.first + k, matter.title) for k, matter in enumerate(matters))
    return Typeset(pdf, items, tuple(m.points for m in matters), items)


# --- what the styles are made of

PEOPLE = (
    ("Ulla-Britt Fors", "S", "ordförande"), ("Tomas Ek", "M", "1:e vice ordförande"),
    ("Marianne Ståhl", "C", "2:e vice ordförande"), ("Lars-Göran Wiklund", "KD", ""),
    ("Hanna Sjödin", "S", ""), ("Mohammed Al-Rashid", "V", ""), ("Bengt Åke Lööf", "SD", ""),
    ("Anna-Karin Moberg", "MP", ""), ("Johan Strandh", "S", ""), ("Eva Nyqvist", "L", ""),
)  # fmt: skip
SUBSTITUTES = (("Rolf Hammar", "S", "§§ 31-49"), ("Gunilla Wedin", "M", ""), ("Ida Lax", "C", ""))
OFFICERS = (
    ("Elisabet Norling", "kommundirektör"), ("Peter Gran", "ekonomichef, § {}"),
    ("Sofia Dahlén", "nämndsekreterare"),
)  # fmt: skip


def att(sheet: Sheet, points: Sequence[str], x: float | None = None, *, mark: str = "") -> None:
    """Write the points of a decision as `att`-clauses."""
    for k, point in enumerate(points):
        end = (
            "." if k == len(points) - 1 else ", samt" if k == len(points) - 2 and not mark else ","
        )
        hang = 14 if mark else 0
        sheet.put(f"att {point}{end if not mark else ''}", x, before=mark, hang=hang, gap=2)


def numbered(sheet: Sheet, who: str, points: Sequence[str], x: float | None = None) -> None:
    """Write the points of a decision as numbered sentences."""
    for k, point in enumerate(points, 1):
        sheet.put(f"{who} beslutar att {point}.", x, before=f"{k}.", hang=18, gap=2)


def plain(sheet: Sheet, texts: Sequence[str], x: float | None = None) -> None:
    """Write paragraphs."""
    for text in texts:
        sheet.put(text, x, gap=4)


def part(
    sheet: Sheet, name: str, texts: Sequence[str], *, mark: str = "", x: float | None = None
) -> None:
    """Write a part of an item under its name, if there is anything in it."""
    if not texts:
        return
    sheet.need(40)
    sheet.put(name, x, bold=True)
    for text in texts:
        sheet.put(text, x, before=mark, hang=14 if mark else 0, gap=0 if mark else 3)
    sheet.y -= 6


def leaders(sheet: Sheet, rows: Sequence[tuple[int, str, int]], form: str, **more: Any) -> None:
    """Write a contents list with dot leaders up to the page numbers."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    x, hang = more.get("x", sheet.left), more.get("hang", 50.0)
    for n, title, page in rows:
        label = form.format(n)
        wrapped = sheet.lines(title, sheet.right - x - hang - 40, TEXT, sheet.size)
        for k, row in enumerate(wrapped):
            if sheet.y < sheet.bottom:
                sheet.new_page()
            if k == 0:
                sheet.at(x, sheet.y, label, sheet.size)
            sheet.at(x + hang, sheet.y, row, sheet.size)
            if k == len(wrapped) - 1:
                begin = x + hang + stringWidth(row, TEXT, sheet.size) + 3
                count = int((sheet.right - 22 - begin) / stringWidth(".", TEXT, sheet.size))
                sheet.at(begin, sheet.y, "." * max(count, 4), sheet.size)
                sheet.at(sheet.right - 16, sheet.y, str(page), sheet.size)
            sheet.y -= sheet.size * LEADING
        sheet.y -= more.get("gap", 0)
    sheet.new_page()
