"""`verify` finds text that is in no header or item of the archive, or in two."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from fakes import SharedWordsEmbedder
from index.records import records_in_memory
from index.tiling import lost_text
from invented import invented_archive


@pytest.fixture
def records(tmp_path: Path) -> sqlite3.Connection:
    archive, _ = invented_archive(tmp_path, SharedWordsEmbedder())
    assert archive.verify() == []
    return records_in_memory(tmp_path / "archive" / "records.sqlite")


def test_what_was_indexed_lost_nothing(records: sqlite3.Connection) -> None:
    assert list(lost_text(records)) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE meetings SET header_end = header_end - 3", "is in no item"),
        ("UPDATE meetings SET header_end = header_end + 3", "is in two items"),
        ("UPDATE documents SET text = text || ' mer'", "the end of"),
        ("DELETE FROM items WHERE number = '2.' OR number = '2'", "is in no item"),
        (
            "INSERT INTO furniture SELECT meeting, start, end, kind FROM furniture",
            "pieces of furniture overlap",
        ),
    ],
)
def test_damage_is_told(records: sqlite3.Connection, damage: str, said: str) -> None:
    records.execute("PRAGMA foreign_keys = OFF")
    key = records.execute("SELECT min(key) FROM meetings").fetchone()[0]
    records.execute("INSERT INTO furniture VALUES (?, 0, 4, 'mark')", (key,))
    records.execute(damage)
    assert any(said in line for line in lost_text(records))
