"""Decisions as a table to take along: CSV and Excel, every cell a value and none a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO, StringIO

from ui.archive_words import ArchiveWords
from ui.catalogue import DecisionRow

Cell = str | Decimal | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet program would run
_WIDTHS = (12, 28, 12, 40, 14, 80, 16, 30)


def heading(words: ArchiveWords) -> list[str]:
    """Return the names of the columns."""
    return [words.date, words.body, "§", words.item, words.kind, words.decision, words.amount, "id"]


def rows(points: Sequence[DecisionRow]) -> Iterator[list[Cell]]:
    """Yield one row for each point of a decision."""
    for point in points:
        item = point.item
        meeting = item.meeting
        yield [
            meeting.date.isoformat() if meeting.date else "",
            meeting.body,
            item.number,
            item.title,
            point.kind,
            point.text,
            point.kronor,
            item.id,
        ]


def as_csv(points: Sequence[DecisionRow], words: ArchiveWords) -> bytes:
    """Return the table as CSV in UTF-8 with a byte order mark, which Excel needs for å, ä and ö."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading(words))
    for row in rows(points):
        writer.writerow([_plain(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_excel(points: Sequence[DecisionRow], words: ArchiveWords) -> bytes:
    """Return the table as an .xlsx workbook with a frozen, filtered heading."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(words.decisions)
        bold = workbook.add_format({"bold": True})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        money = workbook.add_format({"num_format": "#,##0", "valign": "top"})
        for column, (name, width) in enumerate(zip(heading(words), _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        last = 0
        for last, row in enumerate(rows(points), start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(last, column, float(cell), money)
                elif cell:
                    sheet.write_string(last, column, cell[:32_000], wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(_WIDTHS) - 1)
    return out.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f").rstrip("0").rstrip(".") if cell % 1 else str(int(cell))
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
