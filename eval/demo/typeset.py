"""Make the demo archive's .docx and .pdf protocols from their text sources.

    python eval/demo/typeset.py eval/demo/sources/NAME.pdf.txt eval/demo/protocols/…/NAME.pdf

A source is plain text, one paragraph a line. What a line begins with says what it is: `@header:`
and `@footer:` (running furniture; `{n}` and `{total}` are the page's number and their count),
`# ` title, `## ` item heading, `#. ` item heading numbered by the word processor, `- ` list line,
`| a | b |` table row, `%%` page break. `**bold**` and `~~struck through~~` stand within a line.
The same source always gives the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

BlockKind = Literal["title", "heading", "numbered", "bullet", "table", "break", "text"]

_FIXED = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)  # a file's bytes must not depend on the day
_MARKS = re.compile(r"(\*\*.+?\*\*|~~.+?~~)")
_PREFIXES: tuple[tuple[str, BlockKind], ...] = (
    ("## ", "heading"),
    ("# ", "title"),
    ("#. ", "numbered"),
    ("- ", "bullet"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, table or page break of a source."""

    kind: BlockKind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A protocol as its text source describes it."""

    blocks: tuple[Block, ...]
    header: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line in one style."""

    text: str
    bold: bool = False
    struck: bool = False


def read_source(text: str) -> Source:
    """Return the blocks and running furniture that `text` describes."""
    furniture = {"header": "", "footer": ""}
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block("table", rows=tuple(rows)))
            rows = []
        directive = re.match(r"@(header|footer): (.*)", line)
        if directive:
            furniture[directive[1]] = directive[2]
        elif line == "%%":
            blocks.append(Block("break"))
        elif line.strip():
            blocks.append(_block(line))
    return Source(tuple(blocks), **furniture)


def _block(line: str) -> Block:
    for prefix, kind in _PREFIXES:
        if line.startswith(prefix):
            return Block(kind, line.removeprefix(prefix).strip())
    return Block("text", line)


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of a line with their marks taken off."""
    for part in _MARKS.split(text):
        if part.startswith("**"):
            yield Run(part[2:-2], bold=True)
        elif part.startswith("~~"):
            yield Run(part[2:-2], struck=True)
        elif part:
            yield Run(part)


def make_docx(source: Source) -> bytes:
    """Return the bytes of a Word document with real headings, lists, tables and strike-through."""
    import docx
    from docx.enum.text import WD_BREAK

    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = source.header
    section.footer.paragraphs[0].text = source.footer
    for block in source.blocks:
        if block.kind == "table":
            table = document.add_table(rows=0, cols=len(block.rows[0]))
            table.style = "Table Grid"
            for row in block.rows:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
            continue
        if block.kind == "break":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            continue
        style = {
            "title": "Title",
            "heading": "Heading 2",
            "numbered": "List Number",
            "bullet": "List Bullet",
        }.get(block.kind, "Normal")
        paragraph = document.add_paragraph(style=style)
        for run in runs(block.text):
            added = paragraph.add_run(run.text)
            added.bold = run.bold or block.kind == "numbered" or None
            added.font.strike = run.struck or None
    properties = document.core_properties
    properties.author = "Samverkan Kvarnbygden"
    properties.title = next((b.text for b in source.blocks if b.kind == "title"), "")
    properties.created = properties.modified = _FIXED
    properties.last_modified_by = ""
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_clock(buffer.getvalue())


def _without_clock(packed: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _FIXED.timetuple()[:6])
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(entry))
    return buffer.getvalue()


def make_pdf(source: Source) -> bytes:
    """Return the bytes of an A4 PDF with a text layer and running headers and footers."""
    total = 1
    for _ in range(2):  # the first pass counts the pages
        packed, total = _pdf_pass(source, total)
    return packed


def _pdf_pass(source: Source, total: int) -> tuple[bytes, int]:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

    for name in ("Vera", "VeraBd"):  # come with reportlab, are embedded, and have å ä ö –
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd")
    text = ParagraphStyle("text", fontName="Vera", fontSize=10, leading=14, spaceAfter=4)
    styles = {
        "title": ParagraphStyle("title", text, fontName="VeraBd", fontSize=13, leading=17),
        "heading": ParagraphStyle("heading", text, fontName="VeraBd", spaceBefore=10),
        "bullet": ParagraphStyle("bullet", text, leftIndent=12),
    }

    def furniture(canvas: Any, page: Any) -> None:
        canvas.setFont("Vera", 8)
        canvas.drawString(25 * mm, 283 * mm, source.header)
        footer = source.footer.format(n=page.page, total=total)
        canvas.drawRightString(185 * mm, 12 * mm, footer)

    story: list[Any] = []
    for block in source.blocks:
        if block.kind == "break":
            story.append(PageBreak())
        elif block.kind == "table":
            table = Table([list(row) for row in block.rows], hAlign="LEFT")
            table.setStyle([("FONT", (0, 0), (-1, -1), "Vera", 9)])
            story += [table, Spacer(1, 6)]
        else:
            dash = "- " if block.kind == "bullet" else ""
            story.append(Paragraph(dash + _markup(block.text), styles.get(block.kind, text)))
    buffer = io.BytesIO()
    page_size = {"pagesize": A4, "leftMargin": 25 * mm, "rightMargin": 25 * mm}
    title = next((b.text for b in source.blocks if b.kind == "title"), "")
    template = SimpleDocTemplate(buffer, **page_size, title=title, invariant=1)
    template.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue(), template.page


def _markup(text: str) -> str:
    pieces = []
    for run in runs(text):
        words = run.text.replace("&", "&amp;").replace("<", "&lt;")
        if run.bold:
            words = f"<b>{words}</b>"
        pieces.append(f"<strike>{words}</strike>" if run.struck else words)
    return "".join(pieces)


MAKERS = {".docx": make_docx, ".pdf": make_pdf}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the protocol that the command line names."""
    parser = argparse.ArgumentParser(description="Typeset a demo protocol from its text source.")
    parser.add_argument("source", type=Path, help="text source")
    parser.add_argument("target", type=Path, help="file to write, .docx or .pdf")
    options = parser.parse_args(arguments)
    maker = MAKERS.get(options.target.suffix)
    if maker is None:
        parser.error(f"{options.target} ends neither in .docx nor in .pdf")
    source = read_source(options.source.read_text(encoding="utf-8"))
    options.target.write_bytes(maker(source))


if __name__ == "__main__":
    main()
