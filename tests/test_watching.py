"""Watching the sources, and the two ways of `index` that are not simply running it."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import index.embedding
from fake_archive import FIRST, SECOND
from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.watching import look, settled_changes
from ui.cli import main

EVERY = 0.02  # seconds


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "protokoll"
    folder.mkdir()
    (folder / "hamn-1.txt").write_text(FIRST, encoding="utf-8")
    return folder


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setattr(index.embedding, "load_embedder", lambda *_, **__: SharedWordsEmbedder())

    def run_one(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["protokollsvar", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_one


def next_change(changes: Iterator[object], then: Callable[[], object]) -> object:
    threading.Timer(EVERY * 3, then).start()
    return next(changes)


def test_a_new_changed_and_removed_file_is_seen_once_each(source: Path) -> None:
    stop = threading.Event()
    changes = settled_changes([source], stop, every=EVERY, since=look([source]))
    new = source / "ny.txt"
    assert next_change(changes, lambda: new.write_text(SECOND)) == look([source])
    next_change(changes, lambda: new.write_text(SECOND + "mer"))
    next_change(changes, new.unlink)
    assert look([source]).keys() == {str(source / "hamn-1.txt")}
    threading.Timer(EVERY * 6, stop.set).start()
    assert list(changes) == [], "nothing happened any more"


def test_a_file_that_is_being_copied_is_waited_for(source: Path) -> None:
    stop = threading.Event()
    changes = settled_changes([source], stop, every=EVERY, since=look([source]))
    done = threading.Event()

    def copy() -> None:
        with (source / "lång.txt").open("w") as file:
            for _ in range(20):
                file.write("rad\n")
                file.flush()
                time.sleep(EVERY / 4)
        done.set()

    threading.Thread(target=copy).start()
    next(changes)
    assert done.is_set()


def test_hidden_files_and_missing_folders_are_no_news(source: Path) -> None:
    before = look([source, source / "finns-inte"])
    (source / ".gömd").touch()
    (source / "~$hamn-1.txt").touch()
    assert look([source, source / "finns-inte"]) == before


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(
    run: Callable[..., tuple[int, str, str]], source: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "arkiv"
    code, out, _ = run("index", source, "--archive", archive, "--dry-run", "--json")
    preview = json.loads(out)
    assert code == 0
    assert not archive.exists()
    assert (preview["dry_run"], preview["added"], preview["meetings"]) == (True, 1, 0)
    assert preview["paths"]["added"] == ["hamn-1.txt"]
    done = json.loads(run("index", source, "--archive", archive, "--json")[1])
    assert done["embedded"] == preview["embedded"] > 0
    before = {one: one.stat().st_mtime_ns for one in archive.rglob("*") if one.suffix}
    (source / "hamn-2.txt").write_text(SECOND, encoding="utf-8")
    (source / "hamn-1.txt").rename(source / "hamn-ett.txt")
    out = run("index", source, "--archive", archive, "--dry-run")[1]
    assert "would be added: hamn-2.txt\nwould be updated: hamn-ett.txt\n1 to add, 1 to" in out
    assert before == {one: one.stat().st_mtime_ns for one in before}


def test_watching_indexes_until_it_is_stopped(
    run: Callable[..., tuple[int, str, str]],
    source: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = tmp_path / "arkiv"

    def changes(*_: object, **__: object) -> Iterator[object]:
        (source / "hamn-2.txt").write_text(SECOND, encoding="utf-8")
        yield look([source])
        (source / "hamn-1.txt").unlink()
        (source / "hamn-2.txt").unlink()
        yield look([source])  # an unplugged drive: said, and the archive stays
        (source / "hamn-2.txt").write_text(SECOND, encoding="utf-8")
        yield look([source])

    loaded: list[SharedWordsEmbedder] = []

    def load(*_: object, **__: object) -> SharedWordsEmbedder:
        loaded.append(SharedWordsEmbedder())
        return loaded[-1]

    monkeypatch.setattr(index.embedding, "load_embedder", load)
    monkeypatch.setattr("index.watching.settled_changes", changes)
    code, out, err = run("index", source, "--archive", archive, "--watch", "--json")
    assert code == 0
    assert len(loaded) == 1, "its weights take some hundred MB, and a watch goes on for months"
    assert [json.loads(line)["added"] for line in out.splitlines()] == [1, 1, 0]
    assert "Not indexed: " in err
    assert [one.document.path for one in Archive.open(archive).meetings()] == ["hamn-2.txt"]
    assert run("index", source, "--watch", "--dry-run")[0] == 2
