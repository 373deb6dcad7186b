"""Files that people add: kept by content, read apart, indexed beside the sources, taken out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_bad_input import BAD, GOOD, pdf, zipped

from fakes import SharedWordsEmbedder
from index.apart import read_apart, unpack_apart
from index.archive import Archive
from index.backups import backup, restore
from index.erasing import erase, traces_of
from index.errors import ReadError
from index.indexing import sync
from index.limits import Limits
from index.reading import read_bytes
from index.source_files import SourceFile
from index.uploads import PREFIX, Uploads, shown_name

OTHER = GOOD.replace("3/2024", "4/2024").replace("2024-05-06", "2024-06-06")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "källa"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    return folder


def paths(archive: Path) -> list[str]:
    return [meeting.document.path for meeting in Archive.open(archive).meetings()]


def test_what_was_added_stays_when_the_sources_are_indexed(tmp_path: Path, source: Path) -> None:
    archive, embedder = tmp_path / "arkiv", SharedWordsEmbedder()
    sync([source], archive, embedder)
    uploads = Uploads(archive)
    added = uploads.add(OTHER.encode(), "juni.txt")
    report = sync((), archive, embedder, only_added=True)
    assert report.paths["added"] == [added.path]
    assert report.paths["unchanged"] == ["a.txt"]
    assert sync([source], archive, embedder).paths["unchanged"] == [added.path, "a.txt"]
    (source / "a.txt").unlink()
    (source / "b.txt").write_text(GOOD + "3. Ny kaj\nKajen byggs.\n", encoding="utf-8")
    sync((), archive, embedder, only_added=True)
    assert paths(archive) == ["a.txt", added.path], "only what was added is looked at"
    uploads.remove(added.sha256)
    assert sync((), archive, embedder, only_added=True).paths["removed"] == [added.path]
    assert paths(archive) == ["a.txt"]
    assert Archive.open(archive).verify() == []


def test_the_same_content_is_not_added_twice(tmp_path: Path, source: Path) -> None:
    archive, embedder = tmp_path / "arkiv", SharedWordsEmbedder()
    sync([source], archive, embedder)
    uploads = Uploads(archive)
    first = uploads.add(GOOD.encode(), "samma.txt")
    assert uploads.add(GOOD.encode(), "annat namn.txt") == first
    report = sync((), archive, embedder, only_added=True)
    assert report.copies == (first.path,)
    assert paths(archive) == ["a.txt"]


def test_the_last_file_can_be_taken_out(tmp_path: Path) -> None:
    uploads, embedder = Uploads(tmp_path), SharedWordsEmbedder()
    added = uploads.add(GOOD.encode(), "a.txt")
    sync((), tmp_path, embedder, only_added=True)
    uploads.remove(added.sha256)
    sync((), tmp_path, embedder, only_added=True)
    archive = Archive.open(tmp_path)
    assert archive.meetings() == []
    assert archive.verify() == []


@given(st.text(max_size=200))
def test_no_name_is_a_path(name: str) -> None:
    shown = shown_name(name)
    assert shown
    assert "/" not in shown
    assert "\\" not in shown
    assert not shown.startswith(".")
    assert shown.isprintable()


@pytest.mark.parametrize(
    "name", ["../../a.txt", "/etc/passwd", "C:\\temp\\a.txt", "a\0b.txt", "..", "", "a" * 999]
)
def test_a_hostile_name_is_only_shown(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "arkiv"
    uploads = Uploads(archive)
    added = uploads.add(GOOD.encode(), name)
    assert sorted(each.name for each in (archive / "uploads").iterdir()) == [
        added.sha256,
        f"{added.sha256}.json",
    ]
    assert added.path.startswith(PREFIX)
    assert [file.name for file in tmp_path.iterdir()] == ["arkiv"]
    assert uploads.find("../uploads/" + added.sha256) is None


def test_names_are_told_apart(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    names = [uploads.add(text, "protokoll.txt").name for text in (b"a", b"b", b"c")]
    assert names == ["protokoll.txt", "protokoll (2).txt", "protokoll (3).txt"]


def test_a_changed_file_is_seen(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    added = uploads.add(GOOD.encode(), "a.txt")
    sync((), tmp_path, SharedWordsEmbedder(), only_added=True)
    (tmp_path / "uploads" / added.sha256).write_text(GOOD + "!")
    (problem,) = Archive.open(tmp_path).verify()
    assert "a.txt" in problem


def test_a_backup_has_what_was_added_and_erasing_takes_it(tmp_path: Path) -> None:
    archive, embedder = tmp_path / "arkiv", SharedWordsEmbedder()
    uploads = Uploads(archive)
    added = uploads.add(GOOD.encode(), "a.txt")
    kept = uploads.add(OTHER.encode(), "b.txt")
    sync((), archive, embedder, only_added=True)
    backup(archive, tmp_path / "kopia")
    assert Uploads(tmp_path / "kopia").all() == uploads.all()
    erase(archive, [added.path], wait=0)
    assert uploads.all() == [kept]
    assert traces_of(archive, "2024-05-06") == []
    restore(tmp_path / "kopia", archive)
    assert uploads.all() == [kept], "what was erased stays so"
    assert paths(archive) == [kept.path]


def test_a_file_is_read_apart_as_it_is_read_here(tmp_path: Path) -> None:
    (tmp_path / "fil").write_bytes(GOOD.encode())
    one = Uploads(tmp_path / "arkiv").add(GOOD.encode(), "a.txt")
    source = SourceFile(tmp_path / "fil", one.path, one.sha256)
    assert read_apart(source) == read_bytes(GOOD.encode(), one.path)


@pytest.mark.parametrize("name", sorted(set(BAD) - {"bomb.zip"}))
def test_a_bad_file_is_one_sentence(tmp_path: Path, name: str) -> None:
    data, telling = BAD[name]
    (tmp_path / "fil").write_bytes(data)
    with pytest.raises(ReadError) as refused:
        read_apart(SourceFile(tmp_path / "fil", name, ""))
    assert telling in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_takes_too_much_memory_or_time_costs_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SourceFile(tmp_path / "fil", "stor.txt", "")
    file.file.write_bytes(b"ord " * 10_000_000)
    with pytest.raises(ReadError, match=r"memory|signal"):
        read_apart(file, Limits(memory_megabytes=60))
    # A reader that does not come to an end, found in place of ours by the child.
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "__init__.py").touch()
    (tmp_path / "index" / "apart.py").write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("index.apart._STARTING", 0)
    with pytest.raises(ReadError, match="not read within 1 seconds"):
        read_apart(file, Limits(seconds=1))
    (tmp_path / "index" / "apart.py").write_text("import os\nos.abort()\n")
    with pytest.raises(ReadError, match="signal 6"):
        read_apart(file, Limits(seconds=20))


def test_the_child_knows_nothing_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "__init__.py").touch()
    (tmp_path / "index" / "apart.py").write_text(
        "import json, os\nprint(json.dumps({'problem': ' '.join(sorted(os.environ))}))\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PROTOKOLLSVAR_LLM_KEY", "hemlig")
    with pytest.raises(ReadError) as said:
        read_apart(SourceFile(tmp_path / "fil", "a.txt", ""))
    assert "PROTOKOLLSVAR" not in str(said.value)
    assert "PYTHONPATH" in str(said.value)


def test_a_zip_is_unpacked_apart_to_numbered_files(tmp_path: Path) -> None:
    (tmp_path / "fil").write_bytes(zipped("/etc/ond.txt", GOOD.encode()))
    target = tmp_path / "ut"
    target.mkdir()
    assert unpack_apart(tmp_path / "fil", "a.zip", target) == [("/etc/ond.txt", target / "0", None)]
    assert (target / "0").read_text(encoding="utf-8") == GOOD
    (tmp_path / "fil").write_bytes(pdf())
    assert unpack_apart(tmp_path / "fil", "a.zip", target) is None
    (tmp_path / "fil").write_bytes(BAD["bomb.zip"][0])
    with pytest.raises(ReadError, match="unpacks to 20 MB"):
        unpack_apart(tmp_path / "fil", "bomb.zip", target, Limits(unpacked_megabytes=10))
