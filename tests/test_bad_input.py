"""One folder with everything that can be wrong: a sentence each, and the good file is indexed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.indexing import sync
from index.limits import Limits
from index.reading import read_bytes
from ui.settings import SettingError, Settings

GOOD = """Hamnnämnden
Protokoll 3/2024
Datum: 2024-05-06
Närvarande: Siv Ek, ordförande, Bo Dal

1. Mötets öppnande
Siv Ek öppnar mötet.

2. Ny brygga
Nämnden beslutar att upphandla en ny brygga.
"""


def pdf(*, encrypt: str | None = None) -> bytes:
    buffer = io.BytesIO()
    protection = pdfencrypt.StandardEncryption(encrypt) if encrypt else None
    page = canvas.Canvas(buffer, encrypt=protection)
    page.drawString(60, 700, "Beslut")
    page.save()
    return buffer.getvalue()


def zipped(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def word() -> bytes:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


BAD = {
    "bomb.zip": (zipped("nollor.txt", bytes(20_000_000)), "unpacks to 20 MB"),
    "döpt.docx": (zipped("protokoll.txt", GOOD.encode()), "is a zip archive and no document"),
    "kapad.docx": (word()[:-500], "damaged"),
    "kapad.pdf": (pdf()[:-60], "cut off"),
    "lång.txt": (b"rad\n" * 100_000, "100000 lines on page 1"),
    "låst.pdf": (pdf(encrypt="hemligt"), "password"),
    "skräp.txt": (bytes(range(256)) * 99, "binary data"),
    "tom.md": (b"", "0 bytes"),
    "tomt.docx": (word(), "no text"),
}


def test_each_bad_file_is_a_sentence_and_the_rest_is_indexed(tmp_path: Path) -> None:
    source = tmp_path / "källa"
    source.mkdir()
    (source / "bra.txt").write_text(GOOD, encoding="utf-8")
    for name, (data, _) in BAD.items():
        (source / name).write_bytes(data)
    limits = Limits(unpacked_megabytes=10)
    report = sync([source], tmp_path / "arkiv", SharedWordsEmbedder(), limits=limits)
    assert sorted(one.path for one in report.failed) == sorted(BAD)
    for one in report.failed:
        assert one.reason.startswith(one.path)
        assert BAD[one.path][1] in one.reason
        assert "\n" not in one.reason
    assert (report.added, report.meetings) == (1, 1)
    archive = Archive.open(tmp_path / "arkiv")
    assert archive.verify() == []
    assert [meeting.document.text for meeting in archive.meetings()] == [GOOD]


def test_a_file_that_changes_between_two_looks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.txt").write_text(GOOD.replace("3/2024", "4/2024"), encoding="utf-8")

    def after_a_change(data: bytes, name: str, limits: Limits) -> object:
        return read_bytes(data + b"mer" if name == "a.txt" else data, name, limits)

    monkeypatch.setattr("index.reading.read_bytes", after_a_change)
    report = sync([tmp_path], tmp_path / "arkiv", SharedWordsEmbedder())
    assert [one.path for one in report.failed] == ["a.txt"]
    assert "was changed while it was indexed" in report.failed[0].reason
    assert report.meetings == 1


def test_every_limit_is_a_setting() -> None:
    environment = {
        "PROTOKOLLSVAR_MAX_MEGABYTES": "1",
        "PROTOKOLLSVAR_MAX_UNPACKED_MEGABYTES": "2",
        "PROTOKOLLSVAR_MAX_PAGES": "3",
        "PROTOKOLLSVAR_MAX_LINES": "4",
        "PROTOKOLLSVAR_MAX_FILES": "5",
        "PROTOKOLLSVAR_MAX_NESTING": "6",
        "PROTOKOLLSVAR_MAX_MEGAPIXELS": "7",
        "PROTOKOLLSVAR_MAX_SECONDS": "8",
    }
    assert Settings.from_environment(environment).limits == Limits(1, 2, 3, 4, 5, 6, 7, 8)
    assert Settings.from_environment({}).limits == Limits()


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "många", "9" * 12])
def test_a_limit_that_is_none_is_told(value: str) -> None:
    with pytest.raises(SettingError, match="PROTOKOLLSVAR_MAX_PAGES is"):
        Settings.from_environment({"PROTOKOLLSVAR_MAX_PAGES": value})
