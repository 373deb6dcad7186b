"""An archive that is empty, being built, of another model or damaged: said at once, and mended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from test_bad_input import GOOD

from browsing import IN_BROWSER, Served, Visit
from fake_archive import FakeArchive, FakeAssistant, meetings
from fakes import SharedWordsEmbedder
from index.errors import (
    ArchiveError,
    ModelError,
    NoArchive,
    ProtokollsvarError,
    QuestionError,
    StaleArchive,
)
from index.indexing import sync
from index.layout import Layout, writer_lock
from index.search import Searcher
from index.standing import Standing, is_being_written
from index.waiting import WaitingArchive
from qa.assistant import ArchiveAssistant
from ui.archive_pages import archive_pages
from ui.chat import conversation_steps
from ui.live import LiveArchive
from ui.pages import pages
from ui.standing import standing_text, trouble_text
from ui.words import ENGLISH, SWEDISH

EMBEDDER = SharedWordsEmbedder()
OTHER = SharedWordsEmbedder("another-model", dim=128)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "källa").mkdir()
    (tmp_path / "källa" / "maj.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path / "källa"


def live_of(archive: WaitingArchive) -> LiveArchive:
    searcher = Searcher(archive, EMBEDDER)
    return LiveArchive(archive, ArchiveAssistant(archive, searcher), searcher)


def said(live: LiveArchive, question: str = "Vad beslutades om en ny brygga?") -> str:
    """Return what the chat shows last when it is asked."""
    *_, (_, history) = conversation_steps(live, question, [], SWEDISH)
    return str(history[-1]["content"])


def test_an_archive_that_comes_while_the_chat_runs(tmp_path: Path, source: Path) -> None:
    path = tmp_path / "arkiv"
    archive = WaitingArchive(path, EMBEDDER.identity)
    live = live_of(archive)
    assert (archive.standing(), archive.meetings(), live.refresh()) == (Standing.EMPTY, [], False)
    with pytest.raises(NoArchive):
        archive.refresh()
    assert live.catalogue().meetings == ()
    assert live.searched().meetings == 0
    with pytest.raises(KeyError):
        archive.meeting("hamnnamnden-2024-05-06")
    with pytest.raises(KeyError):
        archive.find_item("hamnnamnden-2024-05-06-1")
    with pytest.raises(NoArchive):
        _ = archive.snapshot
    assert SWEDISH.archive_empty in said(live)
    Layout(path).prepare()
    with writer_lock(Layout(path)):
        assert is_being_written(path)
        live.refresh()
        assert archive.standing() is Standing.BUILDING
        assert SWEDISH.archive_building in said(live)
    assert not is_being_written(path)
    sync([source], path, EMBEDDER)
    assert live.refresh()
    assert archive.standing() is Standing.READY
    assert "upphandla" in said(live)
    assert [row.number for row in live.catalogue().meetings] == ["3/2024"]


def test_an_archive_of_another_model(tmp_path: Path, source: Path) -> None:
    path = tmp_path / "arkiv"
    sync([source], path, OTHER)
    archive = WaitingArchive(path, EMBEDDER.identity)
    live = live_of(archive)
    assert archive.standing() is Standing.STALE
    assert SWEDISH.archive_stale in said(live)
    sync([source], path, EMBEDDER, rebuild=True)
    assert "upphandla" in said(live)
    assert archive.problem is None
    sync([source], path, OTHER, rebuild=True)  # under the running chat
    assert SWEDISH.archive_stale in said(live)
    assert archive.standing() is Standing.STALE
    assert archive.meetings(), "what was read before can still be read"


def test_a_damaged_archive(tmp_path: Path, source: Path) -> None:
    path = tmp_path / "arkiv"
    sync([source], path, EMBEDDER)
    Layout(path).records.write_bytes(b"SQLite format 3\0" + b"x" * 9000)
    live = live_of(WaitingArchive(path, EMBEDDER.identity))
    assert live.standing() is Standing.DAMAGED
    assert SWEDISH.archive_damaged in said(live)


@pytest.mark.parametrize("words", [SWEDISH, ENGLISH])
@pytest.mark.parametrize(
    "error",
    [
        QuestionError("The question is empty."),
        StaleArchive("archive was built with …"),
        NoArchive("there is no archive in …"),
        ArchiveError("the records cannot be read …"),
        ModelError("the model …"),
    ],
)
def test_every_trouble_is_said_in_the_words_of_the_page(
    error: ProtokollsvarError, words: Any
) -> None:
    for standing in Standing:
        text = trouble_text(error, standing, words)
        assert text
        assert str(error) not in text
        assert bool(standing_text(standing, words)) == (standing is not Standing.READY)


def test_the_archives_page_says_it_too() -> None:
    archive = FakeArchive(kept=())
    live = LiveArchive(archive, FakeAssistant(archive))
    app = FastAPI()
    app.include_router(pages(live))
    app.include_router(archive_pages(live))
    client = TestClient(app)
    assert SWEDISH.archive_empty in client.get("/arkiv").text
    archive.stands = Standing.STALE
    assert SWEDISH.archive_stale in client.get("/arkiv").text
    assert ENGLISH.archive_stale in client.get("/arkiv?lang=en").text


class TestInTheBrowser:
    """What a visitor sees before there is an archive, and that it comes by itself."""

    pytestmark = IN_BROWSER

    def test_the_page_says_how_it_stands_and_looks_again(self, browser: Any) -> None:
        with Served() as served:
            served.archive.kept = ()
            visiting = Visit(browser, served.address)
            page = visiting.page
            page.goto(served.address)
            page.get_by_text(SWEDISH.archive_empty).wait_for()
            served.archive.stands = Standing.BUILDING
            page.get_by_text(SWEDISH.archive_building).wait_for()
            served.archive.stands = Standing.STALE
            page.goto(served.address + "/en/")
            page.get_by_text(ENGLISH.archive_stale).wait_for()
            served.archive.stands = None
            served.archive.change(meetings())
            page.get_by_text("2 minutes, 14 May 2019").wait_for()
            visiting.wait_until_ready()
            assert "Signe" in visiting.ask("Vem utsågs till ny hamnkapten?").inner_text()
            visiting.close()
            assert visiting.wrongs == []
