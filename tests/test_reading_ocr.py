from __future__ import annotations

import io
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas
from towns_unseen import rates, tally
from towns_word import FOLDER as WORD_FOLDER
from towns_word import TOWNS as WORD_TOWNS

from index.changes import reading_with
from index.errors import ReadError
from index.folding import words
from index.limits import LIMITS, Limits
from index.nouns import Document
from index.ocr import missing_for_ocr, text_of
from index.ocr_rows import lines_by_row
from index.ocr_words import Word, with_leaders, with_signs
from index.parsing import parse_document
from index.reading import read_bytes
from index.source_files import parse_file

DEMO = Path(__file__).parent.parent / "eval" / "demo" / "protocols"
TITLE = "§ 7 Ny brygga i gästhamnen"
BODY = (
    "Hamnchefen redogör för anbuden. Tre företag har svarat, och det lägsta",
    "priset är 1 250 000 kronor. Arbetet kan börja före islossningen.",
    "Nämnden beslutar att anta det lägsta anbudet.",
)
needs_ocr = pytest.mark.skipif(missing_for_ocr() is not None, reason=str(missing_for_ocr()))


def drawn(page: canvas.Canvas, lines: tuple[str, ...], font: str = "Vera", top: int = 760) -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    page.setFont(font, 11)
    for number, line in enumerate(lines):
        page.drawString(70, top - 18 * number, line)


def text_pdf(*lines: str) -> bytes:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    drawn(page, lines)
    page.save()
    return buffer.getvalue()


def pictures(
    pdf: bytes, *, skew: float = 0, noise: float = 0, dots: int = 200
) -> list[Image.Image]:
    """Return the pages as a scanner gives them: at some angle, with grain."""
    chance = np.random.default_rng(1)
    found = []
    for page in PdfDocument(pdf):
        image = page.render(scale=dots / 72, grayscale=True).to_pil().convert("L")
        image = image.rotate(skew, fillcolor=255, resample=Image.Resampling.BICUBIC)
        grey = np.asarray(image).astype(float)
        grey += chance.normal(0, noise, grey.shape)
        found.append(Image.fromarray(grey.clip(0, 255).astype(np.uint8)))
    return found


def saved(images: list[Image.Image], kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    if len(images) > 1:
        options |= {"save_all": True, "append_images": images[1:]}
    images[0].save(buffer, kind, **options)
    return buffer.getvalue()


def read(data: bytes, limits: Limits = LIMITS) -> Document:
    document = read_bytes(data, "protokoll", limits)
    assert "".join(document.text[p.start : p.end] for p in document.pages) == document.text
    return document


def counted(text: str) -> Counter[str]:
    # Tesseract's Swedish model has no en dash among its letters.
    return Counter(words(text.replace("–", "-")))


@needs_ocr
def test_a_demo_protocol_printed_scanned_and_read_back() -> None:
    printed = (DEMO / "samverkan" / "2016-09-02_samverkansstyrelsen.pdf").read_bytes()
    scanned = saved(pictures(printed, skew=0.7, noise=18), "PDF", resolution=200)
    original, again = read(printed), read(scanned)
    assert [page.read_by for page in original.pages] == ["text"] * 2
    assert [page.read_by for page in again.pages] == ["ocr"] * 2
    assert all(90 < (page.confidence or 0) <= 100 for page in again.pages)
    lost = counted(original.text) - counted(again.text)
    share = 1 - lost.total() / counted(original.text).total()
    assert share >= 0.98, lost
    (expected,), (found,) = parse_document(original), parse_document(again)
    assert [(item.number, item.title) for item in found.items] == [
        (item.number, item.title) for item in expected.items
    ]
    assert found.date == expected.date
    for item in found.all_items():
        for decision in item.decisions:
            assert again.text[decision.start : decision.end].strip()


@needs_ocr
@pytest.mark.parametrize("degrees", [90, 180])
def test_a_page_on_its_side_is_turned(degrees: int) -> None:
    (image,) = pictures(text_pdf(TITLE, *BODY * 2))
    document = read(saved([image.rotate(degrees, expand=True)], "PNG"))
    assert document.text.split("\n")[0] == TITLE
    assert document.media_type == "image/png"


@needs_ocr
def test_pictures_of_every_kind_are_pages() -> None:
    (image,) = pictures(text_pdf(TITLE, *BODY))
    image = image.crop((0, 150, image.width, 600))
    clear = image.convert("RGBA")
    clear.putalpha(image.point(lambda value: 255 - value))
    for data in (
        saved([image.convert("RGB")], "JPEG", quality=85),
        saved([image.convert("1")], "TIFF"),
        saved([clear], "PNG"),
    ):
        assert TITLE in read(data).text
    two = read(saved([image, image], "TIFF"))
    assert [(page.number, page.read_by) for page in two.pages] == [(1, "ocr"), (2, "ocr")]
    assert two.text.count(TITLE) == 2


@needs_ocr
def test_a_pdf_may_mix_scanned_blank_and_text_pages() -> None:
    (image,) = pictures(text_pdf(*BODY))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    drawn(page, (TITLE,))
    page.showPage()
    page.drawImage(ImageReader(image), 0, 0, 595, 842)
    drawn(page, ("Sida 2 av 3",), top=820)  # a stamp over a scan does not hide it
    page.showPage()
    page.showPage()
    page.save()
    document = read(buffer.getvalue())
    assert [one.read_by for one in document.pages][:2] == ["text", "ocr"]
    assert document.pages[0].confidence is None
    assert "islossningen" in document.text[document.pages[1].start :]
    assert document.warnings == ()


@pytest.fixture
def garbled(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Return a page that looks right and whose font says that its letters are others."""
    others = {ord(a): ord(b) for a, b in zip("abdeiklnorst", "qxzjvwpfghcu", strict=True)}
    right = ttfonts.makeToUnicodeCMap

    def wrong(name: str, subset: list[int]) -> str:
        return str(right(name, [others.get(code, code) for code in subset]))

    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", wrong)
    return text_pdf(*BODY * 2)


def test_a_broken_font_map_is_noticed(garbled: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    document = read(garbled)
    assert "Nämnden" not in document.text
    (warning,) = document.warnings
    assert warning.message.startswith(
        "page 1 has a broken font map, and Tesseract is not installed"
    )


@needs_ocr
def test_a_page_with_a_broken_font_map_is_read_by_ocr(garbled: bytes) -> None:
    document = read(garbled)
    assert document.pages[0].read_by == "ocr"
    assert document.text.count("Nämnden beslutar att anta det lägsta anbudet.") == 2


# --- without Tesseract ------------------------------------------------------------------------


def scan_pdf() -> bytes:
    return saved(pictures(text_pdf(*BODY), dots=72), "PDF", resolution=72)


@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_no_tesseract_is_one_sentence(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = scan_pdf() if kind == "PDF" else saved(pictures(text_pdf(*BODY)), kind)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ReadError, match=r"^protokoll is a .*Tesseract is not installed") as caught:
        read(data)
    assert "tesseract-ocr-swe" in str(caught.value)


def test_what_no_tesseract_could_read_is_a_warning_and_read_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (image,) = pictures(text_pdf(*BODY), dots=72)
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    drawn(page, (TITLE, *BODY))
    page.showPage()
    page.drawImage(ImageReader(image), 0, 0, 595, 842)
    page.save()
    (tmp_path / "blandad.pdf").write_bytes(buffer.getvalue())
    reading = reading_with(None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    meetings, _ = parse_file(tmp_path / "blandad.pdf")
    assert meetings[0].warnings[0].message.startswith("page 2 is scanned, and Tesseract is not")
    noted = reading.version_of(meetings[0].document)
    assert noted != reading.version
    assert reading.is_current(noted)
    monkeypatch.setattr(shutil, "which", lambda _: sys.executable)
    monkeypatch.setattr("index.ocr._languages", lambda _: frozenset(("swe",)))
    assert not reading.is_current(noted)
    assert reading.is_current(reading.version)


def test_a_tesseract_without_swedish_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/tesseract")
    monkeypatch.setattr("index.ocr._languages", lambda _: frozenset(("eng", "osd")))
    assert "no Swedish" in str(missing_for_ocr())


# --- limits -------------------------------------------------------------------------------------


@needs_ocr
@pytest.mark.parametrize(
    ("limits", "found"),
    [
        (Limits(megapixels=1), "is an image of 1653 × 2339 points"),
        (Limits(pages=1), "2 pages where at most 1"),
        (Limits(seconds=0), "was not read within 0 seconds"),
    ],
)
def test_pictures_have_limits(limits: Limits, found: str) -> None:
    image = Image.new("L", (1653, 2339), 255)
    with pytest.raises(ReadError, match=found):
        read(saved([image, image], "TIFF"), limits)


# --- signs that the Swedish model cannot write ----------------------------------------------------


def word(text: str, confidence: float = 90, left: int = 0, width: int = 20, line: int = 1) -> Word:
    return Word(text, confidence, (1, 1, line), left, 0, width, 30)


@pytest.mark.parametrize(
    ("words", "second", "text"),
    [
        ([word("&"), word("26", left=30)], [word("§"), word("26", left=30)], "§ 26"),
        ([word("8"), word("26", left=30)], [word("§"), word("26", left=30)], "§ 26"),
        ([word("8"), word("26", left=30)], [word("8"), word("26", left=30)], "8 26"),
        ([word("&"), word("26", left=30)], [], "§ 26"),
        ([word("8"), word("16", left=30)], [word("§16", width=60)], "§ 16"),
        ([word("817", width=60)], [word("§17", width=60)], "§ 17"),
        ([word("&26", width=60)], [word("§", width=18)], "§ 26"),
        ([word("8844-48,", width=90)], [word("§§44-48,", width=90)], "§§ 44-48,"),
        ([word("88")], [word("§§")], "§§"),
        ([word("39", width=40), word("$", left=50)], [word("§", left=50)], "39 §"),
        ([word("8")], [word("§", confidence=20)], "8"),
        ([word("(5),", 75, width=60)], [word("(S),", 91, width=60)], "(S),"),
        ([word("(5),", 95, width=60)], [word("(S),", 91, width=60)], "(5),"),
        ([word("för", 60, width=60)], [word("for", 95, width=60)], "för"),
        ([word("Sida", width=80)], [word("§", left=0, width=20)], "Sida"),
    ],
)
def test_section_signs_come_from_the_second_reading(
    words: list[Word], second: list[Word], text: str
) -> None:
    assert " ".join(one.text for one in with_signs(words, second)) == text


@pytest.mark.parametrize(
    ("text", "confidence", "shown"),
    [
        ("sssessssssersenseredeenennnr", 30, "." * 28),
        ("..........e:eer", 40, "." * 15),
        ("kommunens", 30, "kommunens"),
        ("ssssserse", 95, "ssssserse"),
    ],
)
def test_dot_leaders_read_as_letters_are_dots(text: str, confidence: float, shown: str) -> None:
    assert [one.text for one in with_leaders([word(text, confidence)])] == [shown]


@needs_ocr
@pytest.mark.parametrize("name", ["asbro", "kommunchefer"])
def test_a_protocol_of_a_word_template_scanned_is_read_whole(name: str) -> None:
    """The reviewed truth of the print holds of its scan, but for the width of its dashes."""
    town = next(town for town in WORD_TOWNS if town.name == name)
    printed = (WORD_FOLDER / f"{name}.pdf").read_bytes()
    scan = read(saved(pictures(printed, skew=0.5, noise=12), "PDF", resolution=200))
    assert {page.read_by for page in scan.pages} == {"ocr"}
    score, misses = Counter[str](), list[str]()
    tally(town, parse_document(scan), score, misses)
    for part, least in {"h": 1.0, "c": 1.0, "d": 0.95, "p": 1.0, "f": 1.0}.items():
        assert min(rates(score, part)) >= least, misses


def placed(text: str, line: tuple[int, int, int], left: int, top: int) -> Word:
    return Word(text, 95, line, left, top, 12 * len(text), 30)


def test_labels_and_what_stands_beside_them_are_rows() -> None:
    words = [
        placed("Tid", (1, 1, 1), 100, 400), placed("Ledamöter", (1, 1, 2), 100, 450),
        placed("Justerare", (1, 1, 3), 100, 550), placed("Protokoll", (2, 1, 1), 400, 100),
        placed("kl", (3, 1, 1), 400, 402), placed("9.00", (3, 1, 1), 450, 402),
        placed("Bo", (3, 1, 2), 400, 452), placed("Ek", (3, 1, 2), 450, 452),
        placed("Ida", (3, 1, 3), 400, 502), placed("Lo", (3, 1, 3), 460, 502),
        placed("Lo", (3, 1, 4), 400, 552),
    ]  # fmt: skip
    assert text_of(lines_by_row(words)).split("\n") == [
        "Protokoll", "Tid\tkl 9.00", "Ledamöter\tBo Ek", "Ida Lo", "Justerare\tLo",
    ]  # fmt: skip


def test_columns_of_running_text_are_read_one_after_the_other() -> None:
    words = [
        placed(f"{side}{n}" + "a" * 30, (block, 1, n), 100 + 700 * (block - 1), 400 + 50 * n)
        for block, side in ((1, "v"), (2, "h"))
        for n in range(3)
    ]
    assert [line[:2] for line in text_of(lines_by_row(words)).split("\n")] == [
        "v0", "v1", "v2", "h0", "h1", "h2",
    ]  # fmt: skip
