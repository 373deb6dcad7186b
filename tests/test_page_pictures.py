"""The page as a picture: the mark lies over the quoted words and over nothing else."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from fake_archive import FakeArchive, FakeAssistant, meetings
from index.errors import ReadError
from index.formats import Format
from index.limits import LIMITS
from index.nouns import Document, Meeting, Page, Span
from index.ocr import missing_for_ocr
from index.page_marks import pieces_on
from index.page_pictures import WIDTH, PagePicture, picture_of
from index.reading import read_bytes
from ui.live import LiveArchive
from ui.originals import Originals
from ui.page_pictures import KEPT, PagePictures
from ui.pages import pages

LINES = (
    "Hamnrådets protokoll 3/2019",
    "att notera informationen",
    "2. Ny hamnkapten",
    "att utse Signe Holmkvist till",
    "hamnkapten från den 1 september",
    "att notera informationen",
)
TOP, STEP, LEFT, SIZE = 760, 40, 70, 14  # points


def pdf(rotated: int = 0) -> bytes:
    """A PDF whose second page holds LINES, each at a height of its own."""
    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, A4)
    drawn.drawString(LEFT, TOP, "Kallelse och föredragningslista för mötet")
    drawn.showPage()
    if rotated:
        drawn.setPageRotation(rotated)
    drawn.setFont("Helvetica", SIZE)
    for number, line in enumerate(LINES):
        drawn.drawString(LEFT, (500 if rotated else TOP) - STEP * number, line)
    drawn.showPage()
    drawn.save()
    return buffer.getvalue()


def quoted(document: Document, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(words, start + 1)
    return Span(start, start + len(words))


def drawn(
    tmp_path: Path, data: bytes, words: str, nth: int = 0, kind: Format = Format.PDF
) -> PagePicture:
    (tmp_path / "fil").write_bytes(data)
    document = read_bytes(data, "fil")
    quote = quoted(document, words, nth)
    page = document.pages[document.page_at(quote.start) - 1]
    pieces, scanned = pieces_on(document, page, quote), page.read_by == "ocr"
    return picture_of(tmp_path / "fil", kind, page.number, pieces, LIMITS, scanned=scanned)


def dark(picture: PagePicture, box: tuple[float, float, float, float]) -> int:
    """Return how many dark pixels lie in a box of the picture, given in shares of it."""
    image = Image.open(io.BytesIO(picture.png)).convert("L")
    left, top, right, bottom = box
    cut = image.crop((
        round(left * picture.width), round(top * picture.height),
        round(right * picture.width), round(bottom * picture.height),
    ))  # fmt: skip
    return sum(cut.histogram()[:128])


@pytest.mark.parametrize(
    ("words", "nth", "lines"),
    [
        ("att utse Signe Holmkvist till\nhamnkapten från den 1 september", 0, [3, 4]),
        ("Signe Holmkvist", 0, [3]),
        ("att notera informationen", 0, [1]),
        ("att notera informationen", 1, [5]),  # the same words stand twice: the right ones
    ],
)
def test_the_mark_lies_over_the_words(
    tmp_path: Path, words: str, nth: int, lines: list[int]
) -> None:
    picture = drawn(tmp_path, pdf(), words, nth)
    assert len(picture.marks) == len(lines)
    _, height = A4
    for mark, line in zip(picture.marks, lines, strict=True):
        baseline = 1 - (TOP - STEP * line) / height
        assert mark.top < baseline - 0.3 * SIZE / height < mark.top + mark.height
        assert mark.height < STEP / height
    inside = sum(
        dark(picture, (m.left, m.top, m.left + m.width, m.top + m.height)) for m in picture.marks
    )
    # What is black under the marks is what these words alone would blacken.
    whole = dark(picture, (0, 0, 1, 1))
    letters = sum(map(str.isalnum, words))
    share = letters / sum(map(str.isalnum, "".join(LINES)))
    assert inside / whole == pytest.approx(share, rel=0.25)


def test_a_foot_that_was_drawn_first_does_not_mislead(tmp_path: Path) -> None:
    lines = ("att anvisa 7,5 mnkr till badet och 46", "mnkr till bron")
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, A4)
    page.drawString(LEFT, 40, "Justerande och utdragsbestyrkande, sida 2 av 5 mnkr")
    for number, line in enumerate(lines):
        page.drawString(LEFT, TOP - STEP * number, line)
    page.save()
    first, second = drawn(tmp_path, buffer.getvalue(), "\n".join(lines)).marks
    assert second.top > first.top + first.height
    assert first.top < 0.2


def test_a_turned_page_is_marked_too(tmp_path: Path) -> None:
    picture = drawn(tmp_path, pdf(rotated=90), "Signe Holmkvist")
    (mark,) = picture.marks
    assert mark.height * picture.height > mark.width * picture.width, "it runs downward"
    assert dark(picture, (mark.left, mark.top, mark.left + mark.width, mark.top + mark.height))


def test_words_that_are_not_on_the_page_are_not_marked(tmp_path: Path) -> None:
    (tmp_path / "fil.pdf").write_bytes(pdf())
    picture = picture_of(tmp_path / "fil.pdf", Format.PDF, 2, [("finnsinte", 4)], LIMITS)
    assert picture.marks == ()
    assert picture.width == WIDTH
    for number in (0, 3):
        with pytest.raises(ReadError, match="cannot be drawn"):
            picture_of(tmp_path / "fil.pdf", Format.PDF, number + (number == 0) * 99, [], LIMITS)


def scan() -> bytes:
    image = Image.new("L", (2480, 3508), "white")
    ImageDraw.Draw(image).text((300, 300), "Hamnrådet", fill="black")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.skipif(missing_for_ocr() is not None, reason=str(missing_for_ocr()))
@pytest.mark.parametrize("kind", [Format.PNG, Format.PDF])
@pytest.mark.parametrize(
    ("askew", "turned", "nth", "line"),
    [(0, 0, 0, 1), (0, 0, 1, 5), (1.5, 0, 1, 5), (-1, 180, 0, 1), (0, 90, 1, 5)],
)
def test_a_scan_is_marked_too(
    tmp_path: Path, kind: Format, askew: float, turned: int, nth: int, line: int
) -> None:
    page = PdfDocument(pdf())[1].render(scale=200 / 72).to_pil().convert("RGB")
    page = page.rotate(askew, fillcolor="white", resample=Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    page.rotate(turned, expand=True).save(buffer, kind.name, resolution=200, dpi=(200, 200))
    picture = drawn(tmp_path, buffer.getvalue(), LINES[line], nth, kind)
    assert picture.height > picture.width, "it is shown upright, as it was read"
    (mark,) = picture.marks
    baseline = 1 - (TOP - STEP * line) / A4[1]
    assert mark.top < baseline - 0.3 * SIZE / A4[1] < mark.top + mark.height
    assert mark.height < STEP / A4[1]
    # What is black under the mark is what this line alone would blacken.
    inside = dark(picture, (mark.left, mark.top, mark.left + mark.width, mark.top + mark.height))
    share = len(LINES[line]) / len("".join(LINES))
    assert inside / dark(picture, (0, 0, 1, 1)) == pytest.approx(share, rel=0.25)


def test_a_scan_in_which_the_words_are_not_found_is_shown_without_marks(tmp_path: Path) -> None:
    (tmp_path / "bild.png").write_bytes(scan())
    for scanned in (True, False):
        pieces = [("gästhamnen", 0)]
        picture = picture_of(tmp_path / "bild.png", Format.PNG, 1, pieces, LIMITS, scanned=scanned)
        assert (picture.width, picture.marks) == (WIDTH, ())
    (tmp_path / "trasig.png").write_bytes(scan()[:200])
    with pytest.raises(ReadError):
        picture_of(tmp_path / "trasig.png", Format.PNG, 1, [], LIMITS)


def served(folder: Path, data: bytes, media_type: str, name: str) -> tuple[TestClient, Meeting]:
    """An app whose first meeting was read from a file, as long as that is not changed."""
    (folder / name).write_bytes(data)
    first, second = meetings()
    digest = hashlib.sha256(data).hexdigest()
    if media_type == Format.PDF:
        text = read_bytes(data, name)
        document = replace(text, path=name)
        item = replace(
            first.items[0], document=document, start=0, end=len(document.text), sections=(),
            decisions=(),
        )  # fmt: skip
        first = replace(
            first, document=document, items=(item,), attendees=(), end=len(document.text)
        )
    else:
        page = Page(1, 0, len(first.document.text), "ocr", 90.0)
        document = replace(
            first.document, path=name, sha256=digest, media_type=media_type, pages=(page,)
        )
        items = tuple(replace(item, document=document) for item in first.items)
        first = replace(first, document=document, items=items)
    archive = FakeArchive((first, second))
    live = LiveArchive(archive, FakeAssistant(archive))
    app = FastAPI()
    app.include_router(pages(live, live.catalogue, Originals([folder])))
    return TestClient(app), first


def test_the_source_view_shows_the_page(tmp_path: Path) -> None:
    client, meeting = served(tmp_path, pdf(), Format.PDF, "fil.pdf")
    quote = quoted(meeting.document, "Signe Holmkvist")
    html = client.get(f"/punkt/hamn-1?start={quote.start}&end={quote.end}").text
    address = f"/sida/2/{meeting.id}?start={quote.start}&amp;end={quote.end}"
    assert f'src="{address}"' in html
    assert "citatet är markerat" in html
    shown = client.get(address.replace("&amp;", "&"))
    assert shown.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in shown.headers["content-security-policy"]
    tree = ET.fromstring(shown.text)
    assert len(tree.findall(".//{*}rect[@class='m']")) == 1
    assert client.get(f"/sida/1/{meeting.id}").status_code == 200
    assert client.get(f"/sida/9/{meeting.id}").status_code == 404
    assert client.get("/sida/1/finns-inte").status_code == 404
    assert client.get("/sida/x/finns-inte").status_code == 422
    (tmp_path / "fil.pdf").write_bytes(pdf() + b" ")
    assert client.get(f"/sida/1/{meeting.id}").status_code == 404, "not what was indexed"


def test_a_scan_without_the_quote_says_that_nothing_is_marked(tmp_path: Path) -> None:
    client, meeting = served(tmp_path, scan(), Format.PNG, "bild.png")
    svg = client.get(f"/sida/1/{meeting.id}?start=700&end=760").text
    assert "Citatet är inte markerat på bilden" in svg
    assert "Citatet" not in client.get(f"/sida/1/{meeting.id}").text


def test_a_text_file_has_no_picture(tmp_path: Path) -> None:
    client, meeting = served(tmp_path, b"text", Format.TEXT, "fil.txt")
    assert "/sida/" not in client.get("/punkt/hamn-2").text
    assert client.get(f"/sida/1/{meeting.id}").status_code == 404


def test_pictures_are_kept_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def fake(*arguments: object, **options: object) -> PagePicture:
        asked.append(1)
        return PagePicture(b"", 1, 1, ())

    monkeypatch.setattr("ui.page_pictures.picture_apart", fake)
    pictures = PagePictures()
    document = meetings()[0].document
    page = document.pages[0]
    for start in [0, *range(KEPT), 0]:
        pictures.draw(tmp_path, document, page, Span(start, start + 1))
    assert len(asked) == KEPT
    pictures.draw(tmp_path, document, page, None)
    pictures.draw(tmp_path, document, page, Span(1, 2))
    assert len(asked) == KEPT + 2
