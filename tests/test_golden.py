"""Golden protocols: each text of `golden/` beside what a reviewer read in it.

A text is written for the layouts and traps that real protocols show; its JSON is the whole of what
the parser must understand, in the short form of `golden_form.py`. `golden/formats/` has files of
every format that is read without OCR: Word's lists, tables and headings, OpenDocument, HTML,
Markdown, PDF, and text in five encodings.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from golden_form import form_of, golden_form

from index.limits import LIMITS
from index.reading import read_document
from index.source_files import FailedFile, read_source, scan

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.txt"))
LEAST = 40
FORMATS = GOLDEN / "formats"
FILES = sorted(path.name for path in FORMATS.iterdir() if path.suffix != ".json")


def _text(name: str) -> str:
    return (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def _differences(found: Any, wanted: Any, where: str = "") -> list[str]:
    """One line for each place where two forms part, so that a failure is readable."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        keys = dict.fromkeys([*wanted, *found])
        return [
            line
            for key in keys
            for line in _differences(found.get(key), wanted.get(key), f"{where}.{key}")
        ]
    if isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        return [
            line
            for n, (f, w) in enumerate(zip(found, wanted, strict=True))
            for line in _differences(f, w, f"{where}[{n}]")
        ]
    return [] if found == wanted else [f"{where}: found {found!r}, wanted {wanted!r}"]


@pytest.mark.parametrize("name", NAMES)
def test_golden_protocol(name: str) -> None:
    wanted = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    found = golden_form(f"{name}.txt", _text(name))
    wrong = _differences(found, wanted if isinstance(wanted, list) else [wanted])
    assert not wrong, "\n".join([name, *wrong])


@pytest.mark.parametrize("name", FILES)
def test_golden_file(name: str) -> None:
    wanted = json.loads((FORMATS / f"{name}.json").read_text(encoding="utf-8"))
    found = form_of(read_document(FORMATS / name, FORMATS))
    wrong = _differences(found, wanted if isinstance(wanted, list) else [wanted])
    assert not wrong, "\n".join([name, *wrong])


def test_golden_files_in_a_zip_are_read_as_they_are_beside_it(tmp_path: Path) -> None:
    packed = ["au-proposals.odt", "boxes.docx", "two-days-utf16.txt"]
    with zipfile.ZipFile(tmp_path / "allt.zip", "w") as archive:
        for name in packed:
            archive.write(FORMATS / name, f"2024/{name}")
    failed: list[FailedFile] = []
    files = scan([tmp_path / "allt.zip"], failed, [], LIMITS)
    assert failed == []
    assert [one.path for one in files] == [f"allt.zip/2024/{name}" for name in packed]
    for one, name in zip(files, packed, strict=True):
        wanted = json.loads((FORMATS / f"{name}.json").read_text(encoding="utf-8"))
        found = form_of(read_source(one, LIMITS))
        assert not _differences(found, wanted if isinstance(wanted, list) else [wanted]), name


def test_every_format_has_a_golden_file() -> None:
    kinds = {name.rsplit(".", 1)[1] for name in FILES}
    assert kinds == {"docx", "odt", "html", "md", "pdf", "txt"}


def test_there_are_enough_of_them() -> None:
    assert len(NAMES) >= LEAST
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(NAMES)
