from __future__ import annotations

import errno
import io
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part as WordPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from index.errors import ReadError, SourceError
from index.finding import find_files, find_unsupported
from index.formats import Format, format_of, format_of_text
from index.limits import Limits
from index.nouns import Document
from index.numerals import written
from index.ocr import missing_for_ocr
from index.pdf_layout import DrawnLine, Part, column_by_column, in_reading_order
from index.reading import read_bytes, read_document

BROKEN_PNG = b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 500
NO_OCR = missing_for_ocr() is not None
SWEDISH = "§ 12 Väg över ån – förslag till översyn\nBeslut: att bifalla.\n"


def read(path: Path) -> Document:
    document = read_document(path, path.parent)
    assert_tiles(document)
    return document


def assert_tiles(document: Document) -> None:
    at = 0
    for number, page in enumerate(document.pages, start=1):
        assert (page.number, page.start) == (number, at)
        at = page.end
    assert at == len(document.text)


def page_texts(document: Document) -> list[str]:
    return [document.text[page.start : page.end] for page in document.pages]


# --- text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        SWEDISH.encode("utf-8"),
        SWEDISH.encode("utf-8-sig"),
        b"\xff\xfe" + SWEDISH.encode("utf-16-le"),
        b"\xfe\xff" + SWEDISH.encode("utf-16-be"),
        SWEDISH.encode("utf-16-le"),
        SWEDISH.encode("utf-16-be"),
        SWEDISH.encode("utf-32"),
        SWEDISH.encode("cp1252"),
        SWEDISH.replace("\n", "\r\n").encode("utf-8"),
        SWEDISH.replace("\n", "\r").encode("cp1252"),
        SWEDISH.encode("utf-8").replace(b"att", b"a\0tt"),
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16-le",
        "utf-16-be",
        "no-bom-le",
        "no-bom-be",
        "utf-32",
        "windows-1252",
        "crlf",
        "cr",
        "nul",
    ],
)
def test_text_in_every_encoding_is_the_same(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_bytes(data)
    assert read(path).text == SWEDISH


def test_what_only_iso_8859_1_has_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "gammal.txt"
    text = SWEDISH.replace("–", "-") * 9 + "\x9d"
    path.write_bytes(text.encode("latin-1"))
    assert read(path).text == text


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (SWEDISH.encode(), "a", Format.TEXT),
        (SWEDISH.encode(), "a.md", Format.MARKDOWN),
        (b"# Protokoll\n\n## 1. Val\n", "a.txt", Format.MARKDOWN),
        (b"| a | b |\n|---|---|\n| 1 | **2** |\n", "a", Format.MARKDOWN),
        (b"<!-- x --><!DOCTYPE HTML><p>hej</p>", "a.txt", Format.HTML),
        (b"<div><p>hej</p></div>", "a", Format.HTML),
        (b"<kommun> och <p>", "a", Format.TEXT),
    ],
)
def test_the_kind_of_a_text_is_told_by_its_marks(data: bytes, name: str, kind: Format) -> None:
    assert read_bytes(data, name).media_type == kind


def test_text_cut_inside_a_letter_stays_utf8(tmp_path: Path) -> None:
    path = tmp_path / "avkortad.txt"
    path.write_bytes((SWEDISH * 3 + "å").encode()[:-1])
    assert read(path).text == SWEDISH * 3 + "\ufffd"


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    path = tmp_path / "tre.md"
    path.write_text("sida ett\n\fsida två\n\fsida tre\n\f")
    document = read(path)
    assert page_texts(document) == ["sida ett\n\f", "sida två\n\f", "sida tre\n\f"]
    assert document.page_at(document.text.index("tre")) == 3
    assert document.media_type == "text/markdown"


def test_a_document_is_named_by_its_place_below_the_root(tmp_path: Path) -> None:
    path = tmp_path / "nämnd" / "2024" / "möte.txt"
    path.parent.mkdir(parents=True)
    path.write_text(SWEDISH)
    document = read_document(path, tmp_path)
    assert document.path == "nämnd/2024/möte.txt"
    assert len(document.sha256) == 64


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])))
def test_any_text_is_read_verbatim_or_refused(text: str) -> None:
    text = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t\f")
    data = text.encode()
    if not text.strip() or text.startswith("\ufeff") or is_marked(data, text):
        return
    document = read_bytes(data, "x.txt")
    assert document.text == text
    assert_tiles(document)


def is_marked(data: bytes, text: str) -> bool:
    """Whether a text begins like another kind of file."""
    try:
        return format_of(data, "x") is not None or format_of_text(text, "") is Format.HTML
    except ReadError:
        return True


# --- what cannot be read --------------------------------------------------------------------------


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def pdf(*pages: str, encrypt: str | None = None) -> bytes:
    buffer = io.BytesIO()
    protection = pdfencrypt.StandardEncryption(encrypt) if encrypt else None
    page = canvas.Canvas(buffer, pagesize=(595, 842), encrypt=protection)
    for text in pages:
        for number, line in enumerate(text.split("\n") if text else []):
            page.drawString(60, 780 - 16 * number, line)
        page.showPage()
    page.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("tom.txt", b"", "0 bytes"),
        ("blank.txt", b" \n\t\n", "no text"),
        ("skräp.txt", bytes(range(256)) * 20, "binary"),
        (
            "bild.txt",
            b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 500,
            "picture" if NO_OCR else "damaged image",
        ),
        ("okänd.txt", b"m\x81te " * 40, "neither UTF-8"),
        ("gammal.doc.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .doc"),
        ("rik.txt", b"{\\rtf1\\ansi Beslut}", "RTF"),
        ("arkiv.docx", zipped(**{"läs.txt": "hej"}), "zip archive"),
        ("trasig.docx", zipped(**{"word/document.xml": "<w:"}), "damaged office"),
        ("kapad.docx", b"PK\x03\x04" + b"x" * 300, "damaged Word"),
        ("sida.pdf", b"<html>Sidan finns inte</html>", "no such file inside"),
        ("kapad.pdf", pdf("Beslut")[:-200], "cut off"),
        ("trasig.pdf", b"%PDF-1.4\nBeslut\n%%EOF\n", "damaged PDF"),
        ("låst.pdf", pdf("Beslut", encrypt="hemligt"), "password"),
        ("tomma.pdf", pdf("", ""), "no text"),
        ("bred.txt", b"\xff\xfe" + bytes(range(7, 250)) * 20, "binary"),
        ("rad.txt", b"rad\n" * 100_000, "100000 lines on page 1 where at most 50000"),
        ("tabell.docx", zipped(**{"[Content_Types].xml": "<x/>"}), "another kind than text"),
        ("bild.gif", b"GIF89a" + b"\0" * 90, "GIF image"),
        ("packad.txt", b"\x1f\x8b" + b"\0" * 90, "gzip"),
    ],
)
def test_a_bad_file_gets_one_sentence(tmp_path: Path, name: str, data: bytes, found: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(name)
    assert found in message
    assert "\n" not in message


def test_a_large_file_is_refused_and_the_limit_can_be_raised(tmp_path: Path) -> None:
    path = tmp_path / "stor.txt"
    path.write_text("§" * 1_000_000)
    with pytest.raises(ReadError, match="2 MB large where at most 1 MB"):
        read_document(path, tmp_path, Limits(megabytes=1))
    assert read_document(path, tmp_path, Limits(megabytes=2)).text.startswith("§§")


def test_a_file_that_changes_while_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "skrivs.txt"
    path.write_text(SWEDISH)
    whole = Path.read_bytes

    def meanwhile(self: Path) -> bytes:
        data = whole(self)
        with self.open("a") as file:
            file.write("mer")
        return data

    monkeypatch.setattr(Path, "read_bytes", meanwhile)
    with pytest.raises(ReadError, match=r"^skrivs\.txt was changed while it was read"):
        read(path)


@pytest.mark.parametrize(
    ("limits", "data", "found"),
    [
        (Limits(pages=2), b"a\n\fb\n\fc", "3 pages where at most 2"),
        (Limits(pages=1), pdf("a", "b"), "2 pages where at most 1"),
        (Limits(lines=3), b"1\n2\n3\n4\n", "4 lines on page 1 where at most 3"),
        (Limits(seconds=0), pdf("Beslut"), "not read within 0 seconds"),
        (Limits(seconds=0), b"<html><p>Beslut</p>", "not read within 0 seconds"),
    ],
)
def test_limits_can_be_set(limits: Limits, data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found):
        read_bytes(data, "stor", limits)


def test_a_vanished_file_and_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="is gone"):
        read(tmp_path / "borta.txt")
    (tmp_path / "mapp.txt").mkdir()
    with pytest.raises(ReadError, match="cannot be opened"):
        read(tmp_path / "mapp.txt")


@pytest.mark.parametrize("suffix", [".txt", ".pdf", ".docx"])
def test_content_decides_and_not_the_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"protokoll{suffix}"
    path.write_bytes(pdf("Beslut: att anta budgeten"))
    assert read(path).media_type == Format.PDF
    word = docx.Document()
    word.add_paragraph("Beslut")
    word.save(str(path))
    assert read(path).media_type == Format.DOCX


# --- PDF ------------------------------------------------------------------------------------------


def test_pdf_pages_tile_the_text(tmp_path: Path) -> None:
    path = tmp_path / "två.pdf"
    path.write_bytes(pdf("§ 1 Öppnande\nBeslut", "", "§ 2 Avslutning"))
    document = read(path)
    assert page_texts(document) == ["§ 1 Öppnande\nBeslut\n", "\n", "§ 2 Avslutning"]
    assert document.page_at(document.text.index("§ 2")) == 3


def test_pdf_keeps_hyphens_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "delad.pdf"
    path.write_bytes(pdf("Beslut av kommun-\nstyrelsen den 3 mars"))
    assert read(path).text == "Beslut av kommun-\nstyrelsen den 3 mars"


def test_pdf_drawn_out_of_order_is_read_from_the_top(tmp_path: Path) -> None:
    path = tmp_path / "oordning.pdf"
    page = canvas.Canvas(str(path), pagesize=(595, 842))
    page.drawString(60, 40, "Justerande")  # the foot is drawn first
    page.drawString(60, 700, "§ 3")
    page.drawString(400, 700, "Dnr 2024-17")
    for number in range(3):
        page.drawString(60, 600 - 15 * number, f"ledamot {number}")
    for number in range(3):
        page.drawString(320, 600 - 15 * number, f"ersättare {number}")
    page.drawString(60, 800, "Protokoll")  # the head is drawn last
    page.save()
    assert read(path).text.split("\n") == [
        "Protokoll",
        "§ 3\tDnr 2024-17",
        *(f"ledamot {number}" for number in range(3)),
        *(f"\tersättare {number}" for number in range(3)),  # in a column of its own
        "Justerande",
    ]


def test_pdf_bullets_of_the_symbol_font_are_bullets() -> None:
    """Word's own bullet is U+F0B7 in a print of it, a number without a meaning."""
    found = read(Path(__file__).parent / "word" / "bullets.pdf")
    assert found.text.split("\n") == [
        "Nämnden beslutar",
        *(f"•\tatt anta plan {number}" for number in range(20)),
    ]
    assert [one.read_by for one in found.pages] == ["text"]


LEFT = (
    "Nämnden har tidigare i år fått",
    "besked om att bryggan är i så",
    "dåligt skick att den behöver",
    "stängas av före sommaren, och",
    "beslutar därför att en ny ska",
)
RIGHT = (
    "upphandlas så snart som det",
    "finns pengar i budgeten. Fyra",
    "båtklubbar har skrivit under",
    "ett upprop om att den gamla",
    "ska vara öppen under tiden.",
)
CELLS = [("Post", "Kronor"), ("Brygga", "75 000"), ("Kran", "12 500"), ("El", "9 000")] * 2


def drawn_in_rows(path: Path, rows: Sequence[tuple[str, str]]) -> Document:
    page = canvas.Canvas(str(path), pagesize=(595, 842))
    page.drawString(60, 760, "Protokoll av en lång rubrik som går över båda spalterna på sidan")
    for number, row in enumerate(rows):
        for left, text in zip((60, 320), row, strict=True):
            page.drawString(left, 720 - 15 * number, text)
    page.drawString(60, 500, "Efter spalterna följer en rad som också går över båda två av dem")
    page.save()
    return read(path)


def test_columns_of_running_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    document = drawn_in_rows(tmp_path / "a.pdf", list(zip(LEFT, RIGHT, strict=True)))
    assert document.text.split("\n")[1:-1] == [*LEFT, *RIGHT]


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    document = drawn_in_rows(tmp_path / "a.pdf", CELLS)
    assert document.text.split("\n")[1:-1] == ["\t".join(row) for row in CELLS]


PARTS = st.lists(st.tuples(st.integers(0, 400), st.integers(20, 60)), min_size=1, max_size=3)


@given(st.lists(PARTS, max_size=15))
def test_columns_lose_no_part(rows: list[list[tuple[int, int]]]) -> None:
    lines = []
    for number, row in enumerate(rows):
        parts = [Part(f"{number}.{left}." + "x" * n, left, left + n) for left, n in sorted(row)]
        text = "\t".join(part.text for part in parts)
        lines.append(DrawnLine(text, 800 - 12 * number, 790 - 12 * number, tuple(parts)))
    found = "\t".join(column_by_column(lines)).split("\t")
    assert sorted(found) == sorted(part.text for line in lines for part in line.parts) or not rows


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 3)), max_size=12))
def test_reading_order_loses_no_line(places: list[tuple[int, int]]) -> None:
    lines = [DrawnLine(str(n), top=y + h, bottom=y) for n, (y, h) in enumerate(places)]
    assert sorted(in_reading_order(lines), key=lambda line: int(line.text)) == lines


# --- Word -----------------------------------------------------------------------------------------

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
NUMBERING = f"""<w:numbering {nsdecls("w")}>
  <w:abstractNum w:abstractNumId="90">
    <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>
      <w:lvlText w:val="%1."/></w:lvl>
    <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="91">
    <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="92">
    <w:lvl w:ilvl="0"><w:pStyle w:val="Heading1"/><w:numFmt w:val="decimal"/>
      <w:lvlText w:val="§ %1"/></w:lvl>
  </w:abstractNum>
  <w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>
  <w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>
  <w:num w:numId="92"><w:abstractNumId w:val="92"/></w:num>
  <w:num w:numId="93"><w:abstractNumId w:val="90"/>
    <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def paragraph(content: str, *, number: int | None = None, depth: int = 0, style: str = "") -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def word(tmp_path: Path, *blocks: str) -> Document:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    definitions = list(parse_xml(NUMBERING))
    for element in definitions[:3]:
        numbering.insert(0, element)
    numbering.extend(definitions[3:])
    heading = document.styles["Heading 1"].element.get_or_add_pPr()
    heading.insert(0, parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="92"/></w:numPr>'))
    for block in blocks:
        wrapped = parse_xml(f"<w:body {nsdecls('w', 'r')} {MC}>{block}</w:body>")
        for element in list(wrapped):
            document.element.body.insert(-1, element)
    path = tmp_path / "protokoll.docx"
    document.save(str(path))
    return read(path)


STRIKE = "<w:strike/>"
PAGE = '<w:r><w:br w:type="page"/></w:r>'
CELL = f"<w:tc>{paragraph(run('75 kkr'))}</w:tc>"
PLACEHOLDER = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
SOFT_PAGE = "<w:r><w:lastRenderedPageBreak/><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ([paragraph(run("A")), paragraph(""), paragraph(run("B"))], "A\n\nB"),
        ([paragraph(run("Beslut", "<w:b/>"))], "Beslut"),
        ([paragraph(run("a") + "<w:r><w:tab/></w:r>" + run("b"))], "a\tb"),
        (
            [paragraph(run("Per Borg", STRIKE) + run(", Åsby", STRIKE) + run(", Eva Ek"))],
            "~~Per Borg, Åsby~~, Eva Ek",
        ),
        ([paragraph(run("Per ", STRIKE) + run("kom"))], "~~Per~~ kom"),
        ([paragraph(run("Per", '<w:strike w:val="0"/>'))], "Per"),
        ([paragraph(f"<w:ins>{run('nytt')}</w:ins><w:del>{run('gammalt')}</w:del>")], "nytt"),
        ([paragraph(run("synlig") + run(" dold", "<w:vanish/>"))], "synlig"),
        ([paragraph(f"<w:hyperlink>{run('bilaga')}</w:hyperlink>{run(' 1')}")], "bilaga 1"),
        (
            [
                paragraph(run("tre"), number=90),
                paragraph(run("a"), number=90, depth=1),
                paragraph(run("b"), number=90, depth=1),
                paragraph(run("fyra"), number=90),
                paragraph(run("a igen"), number=90, depth=1),
                paragraph(run("ett"), number=93),
                paragraph(run("två"), number=93),
                paragraph(run("punkt"), number=91),
                paragraph(run("utan"), number=0),
            ],
            "3. tre\n3a) a\n3b) b\n4. fyra\n4a) a igen\n1. ett\n2. två\n- punkt\nutan",
        ),
        (
            [paragraph(run(title), style="Heading1") for title in ("Val", "Budget")],
            "§ 1 Val\n§ 2 Budget",
        ),
        (
            [
                f"<w:tbl><w:tr><w:tc>{paragraph(run('Post'))}</w:tc>{CELL}</w:tr></w:tbl>",
                paragraph(run("efter")),
            ],
            "Post\t75 kkr\nefter",
        ),
        (
            [
                "<w:tbl><w:tr><w:tc>" + paragraph(run("Närvarande")) + "</w:tc><w:tc>"
                f"{paragraph(run('Per'))}{paragraph(run('Eva'))}</w:tc></w:tr></w:tbl>"
            ],
            "Närvarande\tPer\nEva",
        ),
        (
            [
                "<w:tbl><w:tr>"
                + "".join(
                    f"<w:tc>{paragraph(run(a))}{paragraph(run(b))}</w:tc>"
                    for a, b in (("Ledamöter", "Per"), ("Ersättare", "Eva"))
                )
                + "</w:tr></w:tbl>"
            ],
            "Ledamöter\nPer\n\tErsättare\n\tEva",
        ),
        (
            [f"<w:sdt><w:sdtContent>{paragraph(run('ifylld'))}</w:sdtContent></w:sdt>"],
            "ifylld",
        ),
        (
            [
                paragraph(run("kvar")),
                f"<w:sdt>{PLACEHOLDER}<w:sdtContent>{paragraph(run('Klicka'))}</w:sdtContent></w:sdt>",
            ],
            "kvar",
        ),
        (
            [paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run(" Per"))],
            "☒ Per",
        ),
        (
            [
                paragraph(
                    run("före") + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
                    f"<w:txbxContent>{paragraph(run('i rutan'))}</w:txbxContent></mc:Choice>"
                    f"<mc:Fallback><w:txbxContent>{paragraph(run('i rutan'))}</w:txbxContent>"
                    "</mc:Fallback></mc:AlternateContent></w:r>"
                )
            ],
            "före\ni rutan",
        ),
    ],
)
def test_word_is_read_as_word_shows_it(tmp_path: Path, blocks: list[str], text: str) -> None:
    assert word(tmp_path, *blocks).text == text


def deleted(text: str) -> str:
    """A list's paragraph that a tracked change takes away, its mark included."""
    return (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
        f'<w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del w:id="2">{run(text)}</w:del></w:p>'
    )


def test_a_tracked_deletion_of_a_paragraph_is_not_counted(tmp_path: Path) -> None:
    blocks = [
        paragraph(run("tre"), number=90),
        deleted("struken"),
        paragraph(run("fyra"), number=90),
    ]
    assert word(tmp_path, *blocks).text == "3. tre\n4. fyra"


def test_running_heads_stand_once_unless_the_text_says_them(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Hamnnämnden 2024-05-06"
    section.header.paragraphs[0].text = "Protokoll 2024-05-06 Sida 2 av 9"
    section.even_page_header.paragraphs[0].text = "visas inte"
    section.footer.paragraphs[0].text = "Justerandes signatur"
    document.add_paragraph("PROTOKOLL")
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").text == (
        "Hamnnämnden 2024-05-06\nPROTOKOLL\nJusterandes signatur"
    )


def test_notes_stand_behind_their_paragraph_and_comments_do_not(tmp_path: Path) -> None:
    document = docx.Document()
    notes = (
        f"<w:footnotes {nsdecls('w')}>"
        '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run(" Enligt taxan.")}</w:p>'
        "</w:footnote></w:footnotes>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    part = WordPart(PackURI("/word/footnotes.xml"), "application/xml", notes.encode())
    document.part.relate_to(part, kind)
    body = f'{run("Avgiften")}<w:r><w:footnoteReference w:id="2"/></w:r>{run(" höjs.")}'
    wrapped = parse_xml(f"<w:body {nsdecls('w')}>{paragraph(body)}</w:body>")
    document.element.body.insert(0, wrapped[0])
    commented = document.add_paragraph("Nästa")
    document.add_comment(commented.runs, text="stryk detta", author="A")
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").text == "Avgiften[1] höjs.\n[1] Enligt taxan.\nNästa"


@pytest.mark.parametrize(
    ("blocks", "pages"),
    [
        ([paragraph(run("A")), paragraph(SOFT_PAGE.format("B"))], ["A\n", "B"]),
        ([paragraph(run("A") + SOFT_PAGE.format("B"))], ["A", "B"]),
        ([paragraph(run("A") + PAGE), paragraph(SOFT_PAGE.format("B"))], ["A\n", "B"]),
        ([paragraph(run("A") + PAGE + run("B"))], ["A\n", "B"]),
        (
            [paragraph(run("A")), paragraph(PAGE), paragraph(run("B")), paragraph(PAGE)],
            ["A\n", "\nB\n"],  # the break's own paragraph ends on the new page
        ),
        (
            [
                paragraph(run("A")),
                f"<w:p><w:pPr><w:pageBreakBefore/></w:pPr>{SOFT_PAGE.format('B')}</w:p>",
            ],
            ["A\n", "B"],
        ),
        ([paragraph(run("A")), paragraph(SOFT_PAGE.format("B"), number=90)], ["A\n", "3. B"]),
    ],
)
def test_word_page_breaks_part_pages(tmp_path: Path, blocks: list[str], pages: list[str]) -> None:
    assert page_texts(word(tmp_path, *blocks)) == pages


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (4, "lowerRoman", "iv"),
        (19, "upperRoman", "XIX"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (7, "decimalZero", "07"),
        (7, "ordinal", "7"),
    ],
)
def test_list_numbers(number: int, style: str, shown: str) -> None:
    assert written(number, style) == shown


# --- finding files --------------------------------------------------------------------------------


def test_files_are_found_in_order_and_the_rest_is_told(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.PDF", "b/1.md", ".dold.txt", ".git/x.txt", "b/~$1.docx", "tal.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = find_files([tmp_path, tmp_path / "b" / "1.md"])
    assert [file.relative_to(root).as_posix() for file, root in found] == [
        "a.PDF",
        "b/1.md",
        "b/2.txt",
    ]
    assert find_files([tmp_path / "b" / "1.md"]) == [(tmp_path / "b" / "1.md", tmp_path / "b")]
    assert find_unsupported([tmp_path]) == [tmp_path / "tal.csv"]


def test_files_are_found_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "utan ändelse").write_bytes(pdf("Beslut"))
    (tmp_path / "protokoll.2024").write_text(SWEDISH)
    (tmp_path / "arkiv.dat").write_bytes(zipped(a="x"))
    (tmp_path / "skräp.bin").write_bytes(bytes(range(256)))
    (tmp_path / "tal.json").write_text("{}")
    (tmp_path / "kalkyl.xlsx").write_bytes(zipped(**{"[Content_Types].xml": "x"}))
    (tmp_path / "tom").write_bytes(b"")
    found = [file.name for file, _ in find_files([tmp_path])]
    assert found == ["arkiv.dat", "protokoll.2024", "utan ändelse"]
    assert [path.name for path in find_unsupported([tmp_path])] == [
        "kalkyl.xlsx",
        "skräp.bin",
        "tal.json",
        "tom",
    ]


def test_a_source_without_protocols_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        find_files([tmp_path / "borta"])
    with pytest.raises(SourceError, match="holds no files"):
        find_files([tmp_path])
    (tmp_path / "tal.csv").write_text("x")
    with pytest.raises(SourceError, match="1 files of other kinds"):
        find_files([tmp_path])
    with pytest.raises(SourceError, match="another kind of file"):
        find_files([tmp_path / "tal.csv"])


def test_what_may_not_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(path: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    (tmp_path / "fil.txt").write_text("x")
    # Taking the right away would not stop a test that runs as root.
    monkeypatch.setattr(Path, "read_bytes", forbid)
    with pytest.raises(ReadError, match=r"fil\.txt cannot be opened: Permission denied"):
        read(tmp_path / "fil.txt")
    monkeypatch.setattr(os, "scandir", forbid)
    with pytest.raises(SourceError, match="cannot be opened"):
        find_files([tmp_path])
