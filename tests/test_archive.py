import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

import index.generations
from fakes import SharedWordsEmbedder
from index.archive import Archive, verify_archive
from index.embedding import ModelIdentity
from index.errors import ArchiveError, StaleArchive
from index.generations import rebuild_derived
from index.layout import Layout, writer_lock
from index.manifest import SCHEMA_VERSION
from index.search import Searcher
from tiny_protocols import LADA, ODATERAD, SKOLA, store_texts

EMBEDDER = SharedWordsEmbedder()
ROOT = Path(index.__file__).parents[1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    store_texts({"lada.txt": LADA}, tmp_path / "archive", EMBEDDER)
    return tmp_path / "archive"


def paths_in(archive: Archive) -> set[str]:
    return {meeting.document.path for meeting in archive.meetings()}


def test_the_folder_holds_what_the_design_says(path: Path) -> None:
    assert {one.name for one in path.iterdir()} >= {
        "records.sqlite", "vectors", "words", "manifest.json",
    }  # fmt: skip
    manifest = json.loads((path / "manifest.json").read_text())
    assert manifest["generation"] == 1
    assert (manifest["model_name"], manifest["model_dim"]) == ("shared-words", 256)
    assert manifest["model_fingerprint"] == EMBEDDER.identity.fingerprint
    assert (manifest["documents"], manifest["meetings"], manifest["items"]) == (1, 1, 2)
    assert "vectors/00000001.faiss" in manifest["checksums"]
    assert "words/00000001/meta.json" in manifest["checksums"]


def test_status(path: Path) -> None:
    status = Archive.open(path).status()
    assert (status.meetings, status.items, status.passages, status.documents) == (1, 2, 3, 1)
    assert str(status.first_date) == str(status.last_date) == "2024-03-14"
    assert (status.model_name, status.dim, status.generation) == ("shared-words", 256, 1)


def test_an_archive_can_be_moved(path: Path) -> None:
    shutil.copytree(path, path.parent / "kopia")
    shutil.rmtree(path)
    archive = Archive.open(path.parent / "kopia")
    assert archive.verify() == []
    assert Searcher(archive, EMBEDDER).search("ladan")[0].item.title == "Rivning av ladan"


def test_what_cannot_be_opened_is_said_in_a_sentence(path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"no archive in .*; make one with: protokollsvar index"):
        Archive.open(path.parent / "saknas")
    (path.parent / "skrot").mkdir()
    (path.parent / "skrot" / "records.sqlite").write_bytes(b"inget arkiv " * 100)
    with pytest.raises(ArchiveError, match=r"cannot be read as an archive.*--rebuild"):
        Archive.open(path.parent / "skrot")
    (path.parent / "tomt").mkdir()
    (path.parent / "tomt" / "records.sqlite").touch()
    with pytest.raises(ArchiveError, match="no finished index"):
        Archive.open(path.parent / "tomt")


def test_another_model_or_schema_is_stale(path: Path) -> None:
    Archive.open(path, EMBEDDER.identity)
    with pytest.raises(StaleArchive, match=r"built with shared-words \(256\), not bge-m3 \(1024\)"):
        Archive.open(path, ModelIdentity("bge-m3", 1024, "f"))
    with pytest.raises(StaleArchive, match=r"weights 00000000.*not .*weights abcdefab.*--rebuild"):
        Archive.open(path, ModelIdentity("shared-words", 256, "abcdefabcdef"))
    with sqlite3.connect(path / "records.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    Layout(path).seal.unlink()
    with pytest.raises(StaleArchive, match=f"tables of version 99, not {SCHEMA_VERSION}"):
        Archive.open(path)


def test_a_reader_sees_a_finished_change_when_it_refreshes_and_not_before(path: Path) -> None:
    archive = Archive.open(path)
    before = archive.snapshot
    searcher = Searcher(archive, EMBEDDER)
    assert not archive.refresh()
    assert searcher.search("skolskjutsar på landsbygden")[0].item.title != "Skolskjutsar"
    store_texts({"lada.txt": LADA, "skola.txt": SKOLA}, path, EMBEDDER)
    assert paths_in(archive) == {"lada.txt"}
    assert searcher.search("skolskjutsar på landsbygden")[0].item.title == "Skolskjutsar"
    assert paths_in(archive) == {"lada.txt", "skola.txt"}
    assert not archive.refresh()
    assert [meeting.document.path for meeting in before.meetings()] == ["lada.txt"]


def test_an_archive_that_was_removed_and_built_anew_is_picked_up(path: Path) -> None:
    archive = Archive.open(path)
    shutil.rmtree(path)
    assert not archive.refresh()
    assert paths_in(archive) == {"lada.txt"}
    store_texts({"skola.txt": SKOLA}, path, EMBEDDER)
    assert archive.refresh()
    assert paths_in(archive) == {"skola.txt"}


READING_ONLY = """
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import faiss, tantivy
from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.search import Searcher
import index.vectors, index.verifying
if os.geteuid() == 0:
    os.setuid(65534)  # the superuser may write anywhere
archive = Archive.open(Path({path!r}))
assert not os.access({path!r}, os.W_OK)
assert archive.verify() == [] and not archive.refresh()
print(Searcher(archive, SharedWordsEmbedder()).search("ladan")[0].item.title)
"""


def test_an_archive_on_a_medium_that_cannot_be_written() -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        path = Path(place, "archive")
        store_texts({"lada.txt": LADA}, path, EMBEDDER)
        inside = [path, *path.rglob("*")]
        for one in inside:
            one.chmod(0o555 if one.is_dir() else 0o444)
        code = READING_ONLY.format(tests=str(Path(__file__).parent), path=str(path))
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True
        )
        for one in inside:
            one.chmod(0o755 if one.is_dir() else 0o644)
    assert (done.stderr, done.stdout) == ("", "Rivning av ladan\n")


def test_old_generations_are_kept_for_one_change_and_then_removed(path: Path) -> None:
    layout = Layout(path)
    store_texts({"skola.txt": SKOLA}, path, EMBEDDER)
    assert layout.vectors(1).exists()
    assert layout.words(1).exists()
    store_texts({"lada.txt": LADA}, path, EMBEDDER)
    assert not layout.vectors(1).exists()
    assert not layout.words(1).exists()
    assert sorted(one.name for one in (path / "words").iterdir()) == ["00000002", "00000003"]


CRASHES = ["write_vectors", "write_words", "sync_to_disk", "sha256_of", "write_manifest",
           "drop_unused_embeddings", "write_durably"]  # fmt: skip
CRASHING = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import index.generations, index.vectors, index.words
from fakes import SharedWordsEmbedder
from tiny_protocols import SKOLA, ODATERAD, store_texts

def die(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)

for module in (index.generations, index.vectors, index.words):
    if hasattr(module, {function!r}):
        setattr(module, {function!r}, die)
texts = dict([("skola.txt", SKOLA), ("odaterad.txt", ODATERAD)])
store_texts(texts, Path({path!r}), SharedWordsEmbedder())
"""


@pytest.mark.parametrize("function", CRASHES)
def test_a_crash_anywhere_leaves_the_archive_before_or_after(path: Path, function: str) -> None:
    reader = Archive.open(path)
    code = CRASHING.format(tests=str(Path(__file__).parent), function=function, path=str(path))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    # Only what describes the change comes after the commit.
    after = {"skola.txt", "odaterad.txt"} if function == "write_durably" else {"lada.txt"}
    assert reader.refresh() == (function == "write_durably")
    for archive in (reader, Archive.open(path)):
        assert paths_in(archive) == after
        assert archive.verify() == []
        assert Searcher(archive, EMBEDDER).search("ladan skolskjutsar")
    store_texts({"lada.txt": LADA, "skola.txt": SKOLA}, path, EMBEDDER)
    assert reader.refresh()
    assert paths_in(reader) == {"lada.txt", "skola.txt"}
    assert Archive.open(path).verify() == []


def test_a_failure_while_writing_is_an_archive_error_and_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(index.generations, "sync_to_disk", full)
    with pytest.raises(ArchiveError, match="No space left on device"):
        store_texts({"skola.txt": SKOLA}, path, EMBEDDER)
    assert paths_in(Archive.open(path)) == {"lada.txt"}


def test_only_one_process_writes(path: Path) -> None:
    with (
        writer_lock(Layout(path)),
        pytest.raises(ArchiveError, match="another process is changing the archive"),
    ):
        store_texts({"skola.txt": SKOLA}, path, EMBEDDER)
    store_texts({"skola.txt": SKOLA}, path, EMBEDDER)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "viktigt.docx").write_text("x")
    with pytest.raises(ArchiveError, match=r"is not an archive: it holds 'viktigt.docx'"):
        store_texts({"lada.txt": LADA}, tmp_path, EMBEDDER)
    with pytest.raises(ArchiveError, match="cannot be written"):
        store_texts({"lada.txt": LADA}, tmp_path / "viktigt.docx" / "arkiv", EMBEDDER)


def test_many_threads_read_while_the_archive_changes(path: Path) -> None:
    archive = Archive.open(path)
    searcher = Searcher(archive, EMBEDDER)
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                hits = searcher.search("nämnden ladan skolskjutsar statyn")
                wrong.extend(hit for hit in hits if hit.item not in hit.meeting.items)
                archive.meetings()
            except Exception as error:  # noqa: BLE001 - any error is what this test looks for
                wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for texts in ({"s": SKOLA}, {"s": SKOLA, "o": ODATERAD}, {"l": LADA}, {"o": ODATERAD}) * 3:
        store_texts(texts, path, EMBEDDER)
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    archive.refresh()
    assert paths_in(archive) == {"o"}


def damage(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(bytes(data))


def test_verify_finds_damage_and_repair_mends_what_is_derived(path: Path) -> None:
    layout = Layout(path)
    assert Archive.open(path).verify() == []
    damage(layout.vectors(1))
    assert [line for line in Archive.open(path).verify() if "not the file that was" in line]
    layout.vectors(1).unlink()
    shutil.rmtree(layout.words(1))
    layout.manifest.unlink()
    archive = Archive.open(path)
    assert layout.manifest.exists()  # healed when it was opened
    assert any("vectors/00000001.faiss is missing" in line for line in archive.verify())
    with pytest.raises(ArchiveError, match="verify --repair"):
        Searcher(archive, EMBEDDER).search("ladan")
    rebuild_derived(path)
    assert archive.refresh()
    assert archive.verify() == []
    assert Searcher(archive, EMBEDDER).search("ladan")[0].item.title == "Rivning av ladan"


def test_verify_waits_for_what_is_just_being_changed(path: Path) -> None:
    layout = Layout(path)
    described = layout.manifest.read_bytes()
    layout.manifest.unlink()
    held = threading.Event()

    def describe_again() -> None:
        with writer_lock(layout):
            held.set()
            time.sleep(0.3)
            layout.manifest.write_bytes(described)

    writer = threading.Thread(target=describe_again)
    writer.start()
    held.wait()
    assert verify_archive(path) == []
    writer.join()
    layout.manifest.unlink()
    assert verify_archive(path) == [
        "manifest.json is missing or does not describe the current records"
    ]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE documents SET text = replace(text, 'beviljar', 'avslår')", "text of lada.txt"),
        ("UPDATE passages SET end = 100000", "passage spans lie outside"),
        ("DELETE FROM embeddings", "embeddings of 3 passages are missing"),
        ("DELETE FROM meetings", "has 0 meetings, its manifest says 1"),
        ("DELETE FROM passages WHERE id = 1", "vectors are not those of the passages"),
    ],
)
def test_verify_finds_changed_records(path: Path, statement: str, found: str) -> None:
    connection = sqlite3.connect(path / "records.sqlite")
    with connection:
        connection.execute(statement)
    connection.close()
    assert any(found in line for line in verify_archive(path))
    with pytest.raises(ArchiveError, match="is not the file that was written"):
        Archive.open(path)
