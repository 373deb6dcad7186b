import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.code_version import code_version
from index.embedding import Progress, Vectors
from index.errors import ArchiveError, SourceError, StaleArchive
from index.indexing import SyncReport, sync
from index.nouns import Document, Meeting
from index.search import Searcher
from tiny_protocols import LADA, ODATERAD, SKOLA, tiny_parse


class CountingEmbedder(SharedWordsEmbedder):
    def __init__(self, name: str = "shared-words") -> None:
        super().__init__(name)
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str], /, progress: Progress | None = None) -> Vectors:
        self.embedded += texts
        return super().embed_passages(texts, progress)


class Place:
    """A source folder, an archive and the model, in one folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "protokoll"
        self.source.mkdir()
        self.archive = folder / "archive"
        self.embedder = CountingEmbedder()

    def write(self, name: str, text: str) -> None:
        path = self.source / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def sync(self, *, rebuild: bool = False) -> SyncReport:
        self.embedder.embedded.clear()
        return sync([self.source], self.archive, self.embedder, rebuild=rebuild, parse=tiny_parse)

    def embedded_passages(self) -> list[str]:
        """What the last sync embedded, without the single sentences; these have no date."""
        return [text for text in self.embedder.embedded if re.match(r"\w+, \d+ \w+ \d{4}, ", text)]

    def paths(self) -> dict[str, str]:
        archive = Archive.open(self.archive)
        assert archive.verify() == []
        return {meeting.document.path: meeting.id for meeting in archive.meetings()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.write("lada.txt", LADA)
    place.write("2023/skola.txt", SKOLA)
    return place


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.removed, report.unchanged


def test_the_first_sync_indexes_everything(place: Place) -> None:
    report = place.sync()
    assert counts(report) == (2, 0, 0, 0)
    assert (report.meetings, report.items, report.passages) == (2, 4, 5)
    assert report.embedded == len(place.embedder.embedded)
    assert len(place.embedded_passages()) == 5
    assert (report.failed, report.copies) == ((), ())
    assert report.warnings == ("2023/skola.txt: ingen sluttid", "lada.txt: ingen sluttid")
    assert place.paths() == {
        "lada.txt": "byggnadsnamnden-2024-03-14",
        "2023/skola.txt": "skolnamnden-2023-11-02",
    }


def test_a_sync_without_changes_does_nothing(place: Place) -> None:
    place.sync()
    before = Archive.open(place.archive).status()
    report = place.sync()
    assert counts(report) == (0, 0, 0, 2)
    assert (report.embedded, report.passages, report.warnings) == (0, 5, ())
    assert Archive.open(place.archive).status() == before


def test_added_updated_removed_and_unchanged_files(place: Place) -> None:
    place.write("odaterad.txt", ODATERAD)
    place.sync()
    place.write("lada.txt", LADA.replace("i maj", "i juni"))
    place.write("ny.txt", "Kulturnämnden | 2022-05-05\n# 1 Bidrag\nNämnden beviljar bidraget.\n")
    (place.source / "odaterad.txt").unlink()
    report = place.sync()
    assert counts(report) == (1, 1, 1, 1)
    # The changed passage and the new one; not the rest of the updated file.
    assert [text.partition("\n")[0] for text in place.embedded_passages()] == [
        "Byggnadsnämnden, 14 mars 2024, 2 Övriga frågor – Nästa möte",
        "Kulturnämnden, 5 maj 2022, 1 Bidrag",
    ]
    assert report.embedded == 5  # with the sentences: one in the one, a title and one in the other
    assert set(place.paths()) == {"lada.txt", "2023/skola.txt", "ny.txt"}
    hits = Searcher(Archive.open(place.archive), place.embedder).search("nästa möte i juni")
    assert "i juni" in hits[0].text


def test_a_moved_file_keeps_its_address_and_is_not_embedded_again(place: Place) -> None:
    place.sync()
    (place.source / "lada.txt").rename(place.source / "2023" / "ladan.txt")
    report = place.sync()
    assert counts(report) == (0, 1, 0, 1)
    assert place.embedder.embedded == []
    assert place.paths()["2023/ladan.txt"] == "byggnadsnamnden-2024-03-14"


def test_files_that_exchange_their_names(place: Place) -> None:
    place.sync()
    place.write("lada.txt", SKOLA)
    place.write("2023/skola.txt", LADA)
    assert counts(place.sync()) == (0, 2, 0, 0)
    assert place.embedder.embedded == []
    assert place.paths()["lada.txt"] == "skolnamnden-2023-11-02"


def test_copies_are_indexed_once(place: Place) -> None:
    place.write("zz kopia.txt", LADA)
    report = place.sync()
    assert (counts(report), report.copies) == ((2, 0, 0, 0), ("zz kopia.txt",))
    (place.source / "lada.txt").unlink()
    report = place.sync()
    assert (counts(report), report.copies) == ((0, 1, 0, 1), ())
    assert set(place.paths()) == {"zz kopia.txt", "2023/skola.txt"}


@pytest.mark.parametrize("broken", ["", "\n \n", "Nämnden | 2024-01-01\n# 1 TRASIG\n"])
def test_a_broken_file_costs_nothing_else_and_what_it_gave_before_stays(
    place: Place, broken: str
) -> None:
    place.write("b.txt", broken)
    report = place.sync()
    assert counts(report) == (2, 0, 0, 0)
    assert [one.path for one in report.failed] == ["b.txt"]
    assert "b.txt" in report.failed[0].reason
    place.write("lada.txt", broken + " ")
    report = place.sync()
    assert counts(report) == (0, 0, 0, 1)
    assert [one.path for one in report.failed] == ["b.txt", "lada.txt"]
    assert set(place.paths()) == {"lada.txt", "2023/skola.txt"}
    report = place.sync(rebuild=True)
    assert set(place.paths()) == {"lada.txt", "2023/skola.txt"}
    place.write("lada.txt", LADA)
    assert [one.path for one in place.sync().failed] == ["b.txt"]


def test_nothing_readable_is_an_error_and_leaves_the_archive(place: Place) -> None:
    place.sync()
    for file in (place.source / "lada.txt", place.source / "2023" / "skola.txt"):
        file.unlink()
    with pytest.raises(SourceError):
        place.sync()
    assert len(place.paths()) == 2
    with pytest.raises(SourceError):
        sync([place.source / "finns inte"], place.archive, place.embedder, parse=tiny_parse)
    place.write("b.txt", "TRASIG")
    with pytest.raises(SourceError, match=r"none of the 1 files in .* can be read; first: b.txt"):
        sync([place.source], place.source.parent / "nytt", place.embedder, parse=tiny_parse)
    with pytest.raises(ArchiveError, match="no finished index"):
        Archive.open(place.source.parent / "nytt")


def test_a_second_file_of_a_meeting_gets_an_address_of_its_own(place: Place) -> None:
    place.sync()
    place.write("a rättad.txt", LADA.replace("Kvarngatan", "Smedjegatan"))
    place.sync()
    paths = place.paths()
    assert paths["lada.txt"] == "byggnadsnamnden-2024-03-14"  # the older one keeps its address
    assert paths["a rättad.txt"].startswith("byggnadsnamnden-2024-03-14-")
    archive = Archive.open(place.archive)
    meeting = archive.meeting(paths["a rättad.txt"])
    assert all(item.id.startswith(f"{meeting.id}-") for item in meeting.all_items())
    place.sync(rebuild=True)
    assert place.paths() == paths


def test_two_meetings_and_items_of_one_address_in_one_file(place: Place) -> None:
    def twice(document: Document) -> list[Meeting]:
        meeting = tiny_parse(document)[0]
        return [meeting, meeting]

    place.write("dubbel.txt", "Rådet | 2024-01-01\n# 1 Bron\nJa.\n# 1 Bron\nNej.\n")
    sync([place.source / "dubbel.txt"], place.archive, place.embedder, parse=twice)
    archive = Archive.open(place.archive)
    # A parser that takes the same words for two meetings is told of, and its items stay apart.
    twice_told = "records.sqlite: text of dubbel.txt at character 0 is in two items"
    assert archive.verify() == [twice_told]
    ids = [item.id for meeting in archive.meetings() for item in meeting.all_items()]
    assert len(set(ids)) == len(ids) == 4


def test_sources_of_the_same_names(place: Place, tmp_path: Path) -> None:
    other = tmp_path / "andra"
    other.mkdir()
    (other / "lada.txt").write_text(ODATERAD, encoding="utf-8")
    report = sync([place.source, other], place.archive, place.embedder, parse=tiny_parse)
    assert counts(report) == (3, 0, 0, 0)
    assert set(place.paths()) == {"lada.txt", "2023/skola.txt", "andra/lada.txt"}
    report = sync([other], place.archive, place.embedder, parse=tiny_parse)
    assert set(place.paths()) == {"lada.txt"}
    assert Archive.open(place.archive).meetings()[0].body == "Skönhetsrådet"


def test_another_model_needs_a_rebuild(place: Place) -> None:
    place.sync()
    place.embedder = CountingEmbedder("annan-modell")
    with pytest.raises(StaleArchive, match=r"built with shared-words.*not annan-modell.*--rebuild"):
        place.sync()
    report = place.sync(rebuild=True)
    assert counts(report) == (0, 2, 0, 0)
    assert len(place.embedded_passages()) == 5
    archive = Archive.open(place.archive, place.embedder.identity)
    assert Searcher(archive, place.embedder).search("ladan")[0].item.title == "Rivning av ladan"


def test_a_rebuild_with_the_same_model_embeds_nothing_again(place: Place) -> None:
    place.sync()
    assert counts(place.sync(rebuild=True)) == (0, 2, 0, 0)
    assert place.embedder.embedded == []


def test_other_tables_need_a_rebuild_and_readers_see_the_number_rise(place: Place) -> None:
    place.sync()
    with sqlite3.connect(place.archive / "records.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("DROP TABLE presenters")
    connection.close()
    (place.archive / "records.sha256").unlink()
    with pytest.raises(StaleArchive, match="version 99"):
        place.sync()
    assert counts(place.sync(rebuild=True)) == (2, 0, 0, 0)
    assert place.embedder.embedded == []
    assert Archive.open(place.archive).status().generation == 2
    assert len(place.paths()) == 2


def test_damaged_records_can_be_rebuilt(place: Place) -> None:
    place.sync()
    (place.archive / "records.sqlite").write_bytes(b"skrot" * 1000)
    with pytest.raises(ArchiveError, match="--rebuild"):
        place.sync()
    place.sync(rebuild=True)
    assert len(place.paths()) == 2


def test_lost_vectors_and_words_come_back_with_the_next_sync(place: Place) -> None:
    place.sync()
    (place.archive / "vectors" / "00000001.faiss").unlink()
    report = place.sync()
    assert (counts(report), report.embedded) == ((0, 0, 0, 2), 0)
    assert len(place.paths()) == 2


def test_what_was_embedded_before_a_crash_is_not_embedded_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("index.indexing.finish_change", interrupted)
        with pytest.raises(KeyboardInterrupt):
            place.sync()
    assert len(place.embedded_passages()) == 5
    report = place.sync()
    assert (counts(report), report.embedded) == ((2, 0, 0, 0), 0)


def test_changed_code_reads_every_file_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.sync()
    monkeypatch.setattr("index.changes.code_version", lambda *modules: "senare")
    assert counts(place.sync()) == (0, 2, 0, 0)
    assert place.embedder.embedded == []
    assert counts(place.sync()) == (0, 0, 0, 2)


def test_the_version_of_code_follows_what_it_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert code_version("index.cutting") == code_version("index.cutting")
    assert code_version("index.cutting") != code_version("index.recall")
    monkeypatch.syspath_prepend(str(tmp_path))
    versions = set()
    for body in ("from index.dates import swedish_date\n", "import index.nouns\n", "x = 1\n"):
        (tmp_path / "en_modul.py").write_text(body)
        code_version.cache_clear()
        versions.add(code_version("en_modul"))
    assert len(versions) == 3


def test_a_hit_knows_how_close_each_sentence_of_its_item_is(place: Place) -> None:
    place.sync()
    searcher = Searcher(Archive.open(place.archive), place.embedder)
    hit = searcher.search("beviljar rivning av ladan vid Kvarngatan")[0]
    assert all(hit.item.start <= start < end <= hit.item.end for start, end in hit.sentences)
    start, end = max(hit.sentences, key=lambda span: hit.sentences[span])
    assert hit.item.document.text[start:end] == "Nämnden beviljar rivning av ladan vid Kvarngatan."


def test_progress_is_told_by_stage_and_ends_at_its_total(place: Place) -> None:
    seen: dict[str, list[tuple[int, int]]] = {}
    sync(
        [place.source],
        place.archive,
        place.embedder,
        lambda stage, done, total: seen.setdefault(stage, []).append((done, total)),
        parse=tiny_parse,
    )
    assert list(seen) == ["read", "embed", "write"]
    for steps in seen.values():
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert steps[-1][0] == steps[-1][1]


def test_another_model_embeds_what_the_records_hold_without_reading(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.sync()
    place.embedder = CountingEmbedder("annan-modell")
    (place.source / "lada.txt").rename(place.source / "ladan.txt")
    monkeypatch.setattr("index.changes.read_source", None)  # whoever calls it fails
    report = place.sync(rebuild=True)
    assert counts(report) == (0, 2, 0, 0)
    assert len(place.embedded_passages()) == 5
    assert set(place.paths()) == {"ladan.txt", "2023/skola.txt"}


def test_a_changed_parser_parses_the_text_that_was_read(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.sync()
    before = place.paths()
    with monkeypatch.context() as changed:
        changed.setattr(
            "index.changes.code_version",
            lambda *modules: "senare" if "index.cutting" in modules else code_version(*modules),
        )
        changed.setattr("index.changes.read_source", None)
        assert counts(place.sync()) == (0, 2, 0, 0)
        assert place.embedder.embedded == []
        assert place.paths() == before
        assert counts(place.sync()) == (0, 0, 0, 2)


def test_a_dry_run_counts_and_leaves_everything(place: Place) -> None:
    def dry(*, rebuild: bool = False) -> SyncReport:
        return sync(
            [place.source], place.archive, place.embedder,
            rebuild=rebuild, dry_run=True, parse=tiny_parse,
        )  # fmt: skip

    assert counts(dry()) == (2, 0, 0, 0)
    assert not place.archive.exists()
    place.sync()
    place.write("ny.txt", ODATERAD)
    (place.source / "lada.txt").unlink()
    report = dry()
    assert counts(report) == (1, 0, 1, 1)
    assert (report.meetings, report.paths["removed"]) == (2, ["lada.txt"])
    place.embedder.embedded.clear()
    assert (dry().embedded, place.embedder.embedded) == (report.embedded, [])
    assert set(place.paths()) == {"lada.txt", "2023/skola.txt"}
    place.embedder = CountingEmbedder("annan-modell")
    with pytest.raises(StaleArchive):
        dry()
    assert dry(rebuild=True).embedded > 0
