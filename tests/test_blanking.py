"""Words that were blanked leave no byte, hold every span, and stay blanked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from corrupting import TEXTS, answers
from hypothesis import given
from hypothesis import strategies as st

from fakes import SharedWordsEmbedder
from index.archive import Archive, verify_archive
from index.backups import backup, restore
from index.blanking import blank
from index.erasing import traces_of
from index.errors import ArchiveError, StaleArchive
from index.indexing import SyncReport, sync
from index.masking import BLANK, mask_of, masked
from index.search import Searcher
from index.uploads import Uploads
from tiny_protocols import tiny_parse
from ui.cli import main
from ui.originals import Originals

GONE = "Ada Ek"
KEPT = "Ada Ekström"


class Place:
    """Sources and an archive in which one person is named in several places."""

    def __init__(self, folder: Path) -> None:
        self.source, self.archive = folder / "protokoll", folder / "archive"
        self.source.mkdir()
        texts = {**TEXTS, "ekström.txt": f"Rådet | 2021-01-01 | {KEPT}\n# 1 Bron\n{KEPT} talade.\n"}
        texts["lada.txt"] += "# 3 Jäv\nADA\n EK deltog inte. Det var Ada Eks sak, sade Bo Dal.\n"
        for name, text in texts.items():
            (self.source / name).write_text(text, encoding="utf-8")
        self.texts = texts
        self.sync()

    def sync(self, *, rebuild: bool = False) -> SyncReport:
        return sync(
            [self.source], self.archive, SharedWordsEmbedder(), parse=tiny_parse, rebuild=rebuild
        )

    def held(self) -> dict[str, str]:
        meetings = Archive.open(self.archive).meetings()
        return {one.document.path: one.document.text for one in meetings}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def mask(text: str, *words: str) -> str:
    return masked(text, [mask_of(one, "salt", "", "") for one in words])


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("Ada Ek", "Ada Ek, ordförande", "███ ██, ordförande"),
        ("ada ek", "ADA\n  EK.", "███\n  ██."),
        ("Ada Ek", "Ada Eks förslag", "███ ██s förslag"),
        ("Ada Ek", "Ada Ekström, Lada Ek", "Ada Ekström, Lada Ek"),
        ("Ada Ek", "Ada Ek Ada Ek", "███ ██ ███ ██"),
        ("Åke Ås", "ÅKE ÅS och åke ås", "███ ██ och ███ ██"),
        ("Anna-Lisa Berg", "Anna-Lisa Berg", "█████████ ████"),
        ("Ek, Ada", "Ek, Ada (S)", "███ ███ (S)"),
        ("070-123 45 67", "tel 070-123 45 67.", "tel ███████ ██ ██."),
        ("Ada Ek", "Ada B Ek", "Ada B Ek"),
    ],
)
def test_whole_words_are_blanked_in_any_case_and_over_lines(
    words: str, text: str, expected: str
) -> None:
    assert mask(text, words) == expected


@given(st.text(), st.text(alphabet="abåÅ \n.,-1", min_size=1))
def test_a_blanked_text_keeps_its_length_and_lines(text: str, words: str) -> None:
    whole = f"{text} {words} {text}"
    if not any(letter.isalnum() for letter in words):
        with pytest.raises(ValueError, match="no word"):
            mask(whole, words)
        return
    blanked = mask(whole, words)
    assert len(blanked) == len(whole)
    assert all(now in (was, BLANK) for now, was in zip(blanked, whole, strict=True))
    assert [one for one in blanked if one.isspace()] == [one for one in whole if one.isspace()]
    assert words.strip() not in mask(words, words)


def test_nothing_of_the_words_is_left_and_everything_else_is(place: Place) -> None:
    before = Archive.open(place.archive)
    ids = [item.id for one in before.meetings() for item in one.all_items()]
    assert len(traces_of(place.archive, GONE)) > 3
    found = blank(place.archive, [GONE], SharedWordsEmbedder(), wait=0)
    del before
    assert found.documents == ("lada.txt", "lång.txt", "skola.txt")
    assert found.places == 5
    blank_done = blank(place.archive, ["Bo Dal"], SharedWordsEmbedder())
    assert blank_done.is_complete
    for name, text in place.texts.items():
        assert place.held()[name] == mask(text, GONE, "Bo Dal")
    left = traces_of(place.archive, GONE)
    assert [one for one in left if "attendees" in one or "documents" in one], "Ada Ekström's"
    place.source.joinpath("ekström.txt").unlink()
    place.sync()
    archive = Archive.open(place.archive)
    assert verify_archive(place.archive) == []
    assert [item.id for one in archive.meetings() for item in one.all_items()] == [
        one for one in ids if "radet-2021-01-01" not in one
    ]
    lada = archive.meeting("byggnadsnamnden-2024-03-14")
    assert [one.name for one in lada.attendees] == ["███ ██", "██ ███"]
    assert lada.chair == "███ ██"


def test_no_byte_is_left_in_any_file(place: Place) -> None:
    (place.source / "ekström.txt").unlink()
    place.sync()
    right = answers(place.archive)[0]
    assert blank(place.archive, [GONE], SharedWordsEmbedder()).is_complete
    assert traces_of(place.archive, GONE) == []
    assert traces_of(place.archive, "deltog inte")
    assert len(answers(place.archive)[0]) == len(right)
    hit = Searcher(Archive.open(place.archive), SharedWordsEmbedder()).search("deltog inte")[0]
    assert "███\n ██ deltog inte" in hit.item.text
    assert hit.item.document.text[hit.item.start : hit.item.end] == hit.item.text


def _again(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert place.sync().unchanged == 5


def _rebuilt(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place.sync(rebuild=True)


def _read_anew(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("index.changes.code_version", lambda *_modules: "senare")
    assert place.sync().updated == 5


def _corrected(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = place.source / "lada.txt"
    file.write_text(file.read_text(encoding="utf-8") + "Justerat av Ada Ek.\n", encoding="utf-8")
    assert place.sync().updated == 1
    assert "Justerat av ███ ██" in place.held()["lada.txt"]


def _moved(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (place.source / "lada.txt").rename(place.source / "flyttad.txt")
    place.sync()
    place.sync(rebuild=True)


def _gone_and_back(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = place.source / "lada.txt"
    text = file.read_text(encoding="utf-8")
    file.unlink()
    place.sync()
    file.write_text(text, encoding="utf-8")
    assert place.sync().added == 1


def _restored(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="a model is needed"):
        restore(tmp_path / "kopia", place.archive)
    restore(tmp_path / "kopia", place.archive, SharedWordsEmbedder)


Doing = Callable[[Place, pytest.MonkeyPatch, Path], None]


@pytest.mark.parametrize(
    "what", [_again, _rebuilt, _read_anew, _corrected, _moved, _gone_and_back, _restored]
)
def test_the_words_do_not_come_back(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: Doing
) -> None:
    backup(place.archive, tmp_path / "kopia")
    blank(place.archive, [GONE], SharedWordsEmbedder())
    what(place, monkeypatch, tmp_path)
    held = place.held()
    assert held.pop("ekström.txt") == place.texts["ekström.txt"]
    assert not [name for name, text in held.items() if GONE in text or "Ada Eks" in text]
    assert verify_archive(place.archive) == []


def test_only_the_named_documents_are_blanked(place: Place) -> None:
    found = blank(place.archive, [GONE], SharedWordsEmbedder(), only=["skolnamnden-2023-11-02"])
    assert found.documents == ("skola.txt",)
    assert place.held()["lada.txt"] == place.texts["lada.txt"]
    with pytest.raises(ArchiveError, match="no file and no meeting"):
        blank(place.archive, [GONE], SharedWordsEmbedder(), only=["finns-inte"])


def test_what_cannot_be_blanked_is_said_and_changes_nothing(place: Place) -> None:
    before = place.held()
    with pytest.raises(ArchiveError, match=r"no document in .* holds it"):
        blank(place.archive, ["Sixten Hemlin"], SharedWordsEmbedder())
    with pytest.raises(ArchiveError, match="there is no word"):
        blank(place.archive, ["…"], SharedWordsEmbedder())
    with pytest.raises(StaleArchive):
        blank(place.archive, [GONE], SharedWordsEmbedder("annan-modell"))
    assert place.held() == before
    assert Archive.open(place.archive).status().generation == 1


def test_a_file_that_lies_in_the_archive_itself_is_not_blanked_behind_its_back(
    place: Place,
) -> None:
    Uploads(place.archive).add(TEXTS["lada.txt"].replace("ladan", "huset").encode(), "hus.txt")
    place.sync()
    with pytest.raises(ArchiveError, match=r"hus\.txt was added to the archive"):
        blank(place.archive, [GONE], SharedWordsEmbedder())
    assert GONE in place.held()["lada.txt"]
    blank(place.archive, [GONE], SharedWordsEmbedder(), only=["lada.txt"])
    assert GONE not in place.held()["lada.txt"]


def test_the_original_of_a_blanked_document_is_not_handed_out(place: Place) -> None:
    def originals() -> list[str]:
        meetings = Archive.open(place.archive).meetings()
        return [
            one.document.path
            for one in meetings
            if Originals([place.source]).unchanged(one.document)
        ]

    assert "skola.txt" in originals()
    blank(place.archive, [GONE], SharedWordsEmbedder())
    assert sorted(originals()) == ["ekström.txt", "odaterad.txt"]


def test_the_command_says_which_files_still_hold_it_and_clears_the_feedback(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ui.keeping.embedder_of", lambda _settings: SharedWordsEmbedder())
    (place.archive / "feedback.jsonl").write_text(
        '{"question": "Var är ADA EK?"}\n{"question": "annat"}\n', encoding="utf-8"
    )

    def call(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(
            sys, "argv", ["protokollsvar", *arguments, "--archive", str(place.archive)]
        )
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        said = capsys.readouterr()
        return code, said.out + said.err

    assert call("erase")[0] == 2
    code, said = call("erase", "--text", GONE)
    assert code == 0
    assert "Blanked 5 places in lada.txt, lång.txt, skola.txt and removed 1 verdicts" in said
    assert "Left, as a part of other words" in said
    assert (place.archive / "feedback.jsonl").read_text(encoding="utf-8").count("\n") == 1
    (place.source / "ekström.txt").unlink()
    place.sync()
    assert call("verify", "--erased", GONE)[0] == 0
    assert call("verify")[0] == 0
