"""Archives of every version of the tables are taken over: nothing is lost, nothing embedded twice.

`tests/archives/tables-N.sql` is what the version of this program with these tables wrote of the
two protocols LADA and SKOLA, with `SharedWordsEmbedder(dim=16)`; its own manifest is in it. When
SCHEMA_VERSION is raised, add the file of the version before:
sqlite3 archive/records.sqlite .dump, below a line "PRAGMA user_version = N;".
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fakes import SharedWordsEmbedder
from index.archive import Archive, verify_archive
from index.erasing import erase
from index.errors import ArchiveError, StaleArchive
from index.indexing import SyncReport, sync
from index.manifest import SCHEMA_VERSION
from index.search import Searcher
from tiny_protocols import LADA, SKOLA, tiny_parse

FILES = sorted((Path(__file__).parent / "archives").glob("tables-*.sql"))
OLDER = [file for file in FILES if file.stem != f"tables-{SCHEMA_VERSION}"]


class Old:
    """An archive as an older version left it, and its sources."""

    def __init__(self, folder: Path, file: Path) -> None:
        self.source, self.archive = folder / "protokoll", folder / "archive"
        self.source.mkdir()
        for name, text in {"lada.txt": LADA, "skola.txt": SKOLA}.items():
            (self.source / name).write_text(text, encoding="utf-8")
        self.archive.mkdir()
        with closing(sqlite3.connect(self.archive / "records.sqlite")) as connection:
            connection.executescript(file.read_text(encoding="utf-8"))
            (manifest,) = connection.execute(
                "SELECT value FROM meta WHERE key = 'manifest'"
            ).fetchone()
        (self.archive / "manifest.json").write_text(manifest, encoding="utf-8")

    def sync(self, model: str = "shared-words", *, dry_run: bool = False) -> SyncReport:
        embedder = SharedWordsEmbedder(model, dim=16)
        return sync([self.source], self.archive, embedder, parse=tiny_parse, dry_run=dry_run)


@pytest.fixture(params=OLDER, ids=lambda file: file.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Old:
    return Old(tmp_path, request.param)


def test_there_is_an_archive_of_every_version() -> None:
    assert [file.stem for file in FILES] == [f"tables-{n}" for n in range(1, SCHEMA_VERSION + 1)]


def test_this_versions_archive_still_opens(tmp_path: Path) -> None:
    now = Old(tmp_path, FILES[-1])
    assert now.sync().embedded == 0
    assert verify_archive(now.archive) == []


def test_an_older_archive_is_taken_over_with_all_that_it_held(old: Old) -> None:
    with pytest.raises(StaleArchive, match="index SOURCE, which takes them over"):
        Archive.open(old.archive)
    before = (old.archive / "records.sqlite").read_bytes()
    assert len(old.sync(dry_run=True).paths["updated"]) == 2
    assert (old.archive / "records.sqlite").read_bytes() == before
    report = old.sync()
    assert (report.added, report.updated, report.removed) == (0, 2, 0)
    archive = Archive.open(old.archive)
    assert verify_archive(old.archive) == []
    assert {one.document.path: one.document.text for one in archive.meetings()} == {
        "lada.txt": LADA, "skola.txt": SKOLA,
    }  # fmt: skip
    assert [one.id for one in archive.meetings()] == [
        "skolnamnden-2023-11-02", "byggnadsnamnden-2024-03-14",
    ]  # fmt: skip
    searcher = Searcher(archive, SharedWordsEmbedder(dim=16))
    assert searcher.search("rivning av ladan")[0].item.title == "Rivning av ladan"
    assert archive.status().generation == 2, "running readers see a new number"
    assert old.sync().unchanged == 2


def test_only_what_is_new_in_the_tables_is_embedded(old: Old) -> None:
    with closing(sqlite3.connect(old.archive / "records.sqlite")) as connection:
        (known,) = connection.execute("SELECT count(*) FROM embeddings").fetchone()
    report = old.sync()
    assert report.embedded == 17 - known  # 5 passages and 12 sentences


def test_a_file_that_went_bad_keeps_what_the_older_archive_had_of_it(old: Old) -> None:
    (old.source / "lada.txt").write_text("TRASIG", encoding="utf-8")
    assert [one.path for one in old.sync().failed] == ["lada.txt"]
    assert {one.document.text for one in Archive.open(old.archive).meetings()} == {LADA, SKOLA}
    assert verify_archive(old.archive) == []


def test_another_model_is_still_refused_and_nothing_else_touches_it(old: Old) -> None:
    with pytest.raises(StaleArchive, match="built with shared-words"):
        old.sync("annan-modell")
    with pytest.raises(ArchiveError, match="takes them over"):
        erase(old.archive, ["lada.txt"])
    assert old.sync().updated == 2


def test_what_was_read_is_not_read_again(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(old.archive / "records.sqlite")) as connection, connection:
        connection.execute("UPDATE documents SET code_version = 'nu.' || code_version")
    monkeypatch.setattr("index.changes.code_version", lambda *_modules: "nu")
    monkeypatch.setattr("index.changes.read_source", None)  # whoever calls it fails
    assert old.sync().updated == 2
    assert verify_archive(old.archive) == []
