"""Damage is found: bytes, files, and what does not belong; what is derived can be repaired."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from corrupting import answers, corrupt, make

from fakes import SharedWordsEmbedder
from index.archive import Archive, verify_archive
from index.errors import ArchiveError
from index.generations import rebuild_derived
from index.layout import Layout
from tiny_protocols import LADA, store_texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make(tmp_path / "archive")
    return tmp_path / "archive"


def test_every_changed_byte_is_found_and_none_answers_wrongly(path: Path) -> None:
    found = corrupt(path, 60, seed=3)
    assert (found.missed, found.wrong) == ([], [])
    assert {
        "records.sqlite",
        "records.sha256",
        "manifest.json",
        "sync.json",
    } <= found.by_file.keys()
    assert len([name for name in found.by_file if name.startswith("uploads/")]) == 2
    assert verify_archive(path) == []


def test_missing_exchanged_and_foreign_files_are_found(path: Path, tmp_path: Path) -> None:
    store_texts({"lada.txt": LADA}, tmp_path / "annat", SharedWordsEmbedder())
    layout, other = Layout(path), Layout(tmp_path / "annat")
    for file in [layout.manifest, layout.seal, *layout.derived_files(1)]:
        if file.name.endswith(".lock"):
            continue
        data = file.read_bytes()
        file.unlink()
        assert verify_archive(path), f"{file.name} is missing"
        file.write_bytes(data)
    shutil.copy(other.vectors(1), layout.vectors(1))
    assert any("not the file that was written" in line for line in verify_archive(path))
    rebuild_derived(path)
    (layout.words(2) / "främmande.txt").touch()
    (path / "vectors" / "notes.txt").touch()
    assert verify_archive(path) == [
        "words/00000002/främmande.txt does not belong to the archive",
        "vectors/notes.txt does not belong to the archive",
    ]


def test_repair_mends_bytes_that_no_row_needs_and_blesses_no_damaged_row(path: Path) -> None:
    right = answers(path)
    records = Layout(path).records
    whole = records.read_bytes()
    records.write_bytes(whole[:70] + b"\1" + whole[71:])  # in the header, reserved for later
    assert verify_archive(path)
    rebuild_derived(path)
    assert verify_archive(path) == []
    assert answers(path) == right
    whole = records.read_bytes()
    assert whole.count(b"Kvarngatan") > 1
    records.write_bytes(whole.replace(b"Kvarngatan", b"Kvarngatam"))
    with pytest.raises(ArchiveError, match="restore a backup"):
        rebuild_derived(path)
    assert any("not those that were written" in line for line in verify_archive(path))
    with pytest.raises(ArchiveError):
        Archive.open(path)


def test_a_lost_last_change_is_not_passed_over(path: Path, tmp_path: Path) -> None:
    shutil.copytree(path, tmp_path / "förr")
    store_texts({"lada.txt": LADA}, path, SharedWordsEmbedder())
    for file in (Layout(path).records, Layout(path).seal):
        shutil.copy(tmp_path / "förr" / file.name, file)
    with pytest.raises(ArchiveError, match="the last change is lost"):
        Archive.open(path)
    with pytest.raises(ArchiveError, match="the last change is lost"):
        rebuild_derived(path)
    assert any("manifest.json" in line for line in verify_archive(path))
