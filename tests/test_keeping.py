"""Backups of a live archive, restoring under readers, and erasing without a trace."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from corrupting import TEXTS, answers

from fakes import SharedWordsEmbedder
from index.archive import Archive, verify_archive
from index.backups import backup, restore
from index.erasing import erase, traces_of
from index.errors import ArchiveError
from index.indexing import sync
from index.layout import Layout
from index.search import Searcher
from tiny_protocols import tiny_parse
from ui.cli import main


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "protokoll"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def path(source: Path, tmp_path: Path) -> Path:
    run(source, tmp_path / "archive")
    return tmp_path / "archive"


def run(source: Path, path: Path) -> tuple[str, ...]:
    return sync([source], path, SharedWordsEmbedder(), parse=tiny_parse).erased


def test_a_backup_of_an_archive_in_use_is_an_archive(path: Path, tmp_path: Path) -> None:
    reader = Archive.open(path)
    manifest = backup(path, tmp_path / "kopia")
    assert manifest == reader.snapshot.manifest
    assert verify_archive(tmp_path / "kopia") == []
    assert answers(tmp_path / "kopia") == answers(path)
    with pytest.raises(ArchiveError, match="exists"):
        backup(path, tmp_path / "kopia")
    assert not (tmp_path / "kopia.partial").exists()


def test_a_damaged_archive_is_not_backed_up_and_a_damaged_backup_not_restored(
    path: Path, tmp_path: Path
) -> None:
    backup(path, tmp_path / "kopia")
    for damaged in (Layout(path).vectors(1), Layout(tmp_path / "kopia").vectors(1)):
        damaged.write_bytes(damaged.read_bytes()[:-1] + b"!")
    with pytest.raises(ArchiveError, match="was not backed up"):
        backup(path, tmp_path / "annan")
    with pytest.raises(ArchiveError, match="was not restored"):
        restore(tmp_path / "kopia", path)


def test_a_running_reader_takes_over_what_is_restored(
    path: Path, source: Path, tmp_path: Path
) -> None:
    right = answers(path)
    backup(path, tmp_path / "kopia")
    (source / "lada.txt").unlink()
    run(source, path)
    reader = Searcher(Archive.open(path), SharedWordsEmbedder())
    assert reader.search("rivning av ladan")[0].item.title != "Rivning av ladan"
    assert restore(tmp_path / "kopia", path).generation == 3
    assert reader.search("rivning av ladan")[0].item.title == "Rivning av ladan"
    assert verify_archive(path) == []
    assert answers(path) == right
    restore(tmp_path / "kopia", tmp_path / "nytt")
    assert answers(tmp_path / "nytt") == right
    Layout(path).records.write_bytes(b"skrot" * 3000)
    restore(tmp_path / "kopia", path)
    assert (verify_archive(path), answers(path)) == ([], right)


@pytest.mark.parametrize("target", ["lada.txt", "byggnadsnamnden-2024-03-14"])
def test_what_is_erased_leaves_no_byte_and_does_not_come_back(
    path: Path, source: Path, tmp_path: Path, target: str
) -> None:
    backup(path, tmp_path / "kopia")
    texts = ("Nämnden beviljar rivning av ladan", "Kvarngatan", "byggnadsnämnden", "Bo Dal, jurist")
    assert all(traces_of(path, text) for text in texts[:3])
    erasure = erase(path, [target])
    assert (erasure.documents, erasure.is_complete) == (("lada.txt",), True)
    assert erasure.meetings == ("byggnadsnamnden-2024-03-14",)
    assert [trace for text in texts for trace in traces_of(path, text)] == []
    assert verify_archive(path) == []
    assert run(source, path) == ("lada.txt",)
    assert sync(
        [source], path, SharedWordsEmbedder(), rebuild=True, parse=tiny_parse
    ).erased == ("lada.txt",)  # fmt: skip
    restore(tmp_path / "kopia", path)
    assert traces_of(path, "Kvarngatan") == []
    assert verify_archive(path) == []
    with pytest.raises(ArchiveError, match="no file and no meeting"):
        erase(path, [target])


def test_a_reader_that_holds_the_state_before_is_told_of(path: Path) -> None:
    reader = Archive.open(path)
    assert reader.meetings()
    assert not erase(path, ["lada.txt"], wait=0).is_complete
    assert traces_of(path, "Kvarngatan")
    reader.refresh()
    reader.meetings()
    assert len(reader.meetings()) == 3


def test_the_commands(
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def call(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["protokollsvar", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        said = capsys.readouterr()
        return code, said.out + said.err

    at = ("--archive", path)
    (path / "feedback.jsonl").write_text(
        '{"item_id": "byggnadsnamnden-2024-03-14-1"}\n{"item_id": "annat"}\n', encoding="utf-8"
    )
    assert call("backup", tmp_path / "kopia", *at)[0] == 0
    code, said = call("verify", "--erased", "Kvarngatan", *at)
    assert code == 1
    assert "records.sqlite holds it" in said
    code, said = call("erase", "lada.txt", *at)
    assert code == 0
    assert "1 meetings and 1 verdicts" in said
    assert (path / "feedback.jsonl").read_text(encoding="utf-8") == '{"item_id": "annat"}\n'
    assert call("verify", "--erased", "Kvarngatan", *at, "--json")[0] == 0
    assert call("restore", tmp_path / "kopia", *at)[0] == 0
    assert call("verify", *at) == (0, f"{path} is whole.\n")
    assert call("erase", "finns-inte", *at)[0] == 1
