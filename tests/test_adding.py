"""Adding protocols on the page: what was understood, what was refused and why, undoing it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from test_accessibility import violations
from test_bad_input import BAD, GOOD, zipped

from browsing import IN_BROWSER, Running, Visit
from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.errors import ReadError
from index.indexing import sync
from index.layout import Layout, writer_lock
from index.limits import Limits
from index.search import Searcher
from index.uploads import Uploads
from qa.assistant import ArchiveAssistant
from ui.adding import Adding, State
from ui.adding_routes import adding_routes
from ui.api import api
from ui.app import create_app
from ui.core_words import reason, warning
from ui.live import LiveArchive
from ui.pages import pages
from ui.words import ENGLISH, SWEDISH

NEW = """Hamnnämnden
Protokoll 4/2024
Datum: 2024-06-10
Närvarande: Siv Ek, ordförande, Bo Dal

1. Mötets öppnande
Siv Ek öppnar mötet.

2. Ny hamnkapten
Tjänsten har sökts av fjorton personer.
Nämnden beslutar att utse Signe Holmkvist till hamnkapten.
"""


class Growing:
    """An app over a small real archive to which files can be added."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        source = folder / "källa"
        source.mkdir()
        (source / "maj.txt").write_text(GOOD, encoding="utf-8")
        self.path = folder / "arkiv"
        embedder = SharedWordsEmbedder()
        sync([source], self.path, embedder)
        self.archive = Archive.open(self.path)
        self.searcher = Searcher(self.archive, embedder)
        self.assistant = ArchiveAssistant(self.archive, self.searcher)
        self.adding = Adding(self.path, embedder, limits)
        live = LiveArchive(self.archive, self.assistant, self.searcher)
        self.adding.changed = live.refresh
        app = FastAPI()
        app.state.adds = True
        for router in (pages(live), adding_routes(live, self.adding), api(live)):
            app.include_router(router)
        self.client = TestClient(app, headers={"accept": "text/html"})

    def settled(self) -> dict[str, Any]:
        """Return the files by name when nothing is under way any more."""
        for _ in range(600):
            latest = self.adding.latest()
            if latest and all(one.over for one in latest):
                return {one.name: one for one in latest}
            time.sleep(0.05)
        raise AssertionError(f"not settled: {self.adding.latest()}")

    def send(self, name: str, data: bytes) -> int:
        return self.client.post(f"/lagg-till/fil?namn={name}", content=data).status_code


@pytest.fixture
def growing(tmp_path: Path) -> Growing:
    return Growing(tmp_path, Limits(unpacked_megabytes=10))


def test_a_file_is_understood_asked_about_and_taken_out(growing: Growing) -> None:
    assert "Inga protokoll har lagts till" in growing.client.get("/lagg-till").text
    assert growing.send("juni.txt", NEW.encode()) == 202
    added = growing.settled()["juni.txt"]
    assert added.state is State.DONE
    page = growing.client.get("/lagg-till/lista").text
    assert "Hamnnämndens protokoll 4/2024" in page
    assert "10 juni 2024 · 2 punkter, 1 beslut" in page
    answer = growing.client.get("/api/ask?question=Vem utsågs till hamnkapten?").json()
    assert "Signe Holmkvist" in answer["answer"]
    (meeting,) = [m for m in Archive.open(growing.path).meetings() if m.number == "4/2024"]
    original = growing.client.get(f"/fil/{meeting.id}")
    assert original.status_code == 404, "no originals are handed out here"
    sent = growing.client.post(
        "/lagg-till/angra", data={"sha256": added.sha256}, follow_redirects=False
    )
    assert sent.status_code == 303
    assert growing.settled()["juni.txt"].state is State.REMOVED
    assert growing.client.get("/api/meetings").json()["meetings"][0]["number"] == "3/2024"
    assert Uploads(growing.path).all() == []


def test_a_zip_is_taken_apart_and_bad_files_cost_one_sentence_each(growing: Growing) -> None:
    for name, (data, _) in BAD.items():
        assert growing.send(name, data) == 202
    growing.send("möten.zip", zipped("mapp/juni.txt", NEW.encode()))
    growing.send("samma.txt", GOOD.encode())
    files = growing.settled()
    assert files["juni.txt"].state is State.DONE
    assert files["samma.txt"].state is State.KNOWN
    assert files.pop("protokoll.txt").state is State.KNOWN, "in the zip that is named .docx"
    failed = {name for name, one in files.items() if one.state is State.FAILED}
    assert failed == set(BAD) - {"döpt.docx"}
    page = growing.client.get("/lagg-till").text
    for said in (
        "Filen är tom.",
        "Filen är skyddad med lösenord. Spara den utan.",
        "Filen är skadad. Hämta den igen.",
        "Filen packas upp till 20 MB, mer än vad som läses.",
        "Filen har 100000 rader på sidan 1",
        "Filen är varken text eller ett format som läses här.",
        "Filen innehåller ingen text, bara tomrum eller bilder.",
    ):
        assert said in page
    assert 'class="varning" lang="en"' not in page
    assert len(Uploads(growing.path).all()) == 1, "what was refused is not kept"
    assert Archive.open(growing.path).verify() == []


def test_without_script_the_form_sends_several_files(growing: Growing) -> None:
    files = [("files", ("../<b>juni.txt", NEW)), ("files", ("tom.txt", ""))]
    sent = growing.client.post("/lagg-till?lang=en", files=files, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/lagg-till?lang=en")
    growing.settled()
    page = growing.client.get("/lagg-till?lang=en").text
    assert "&lt;b&gt;juni.txt" in page
    assert "Is empty (0 bytes)" in page


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    growing = Growing(tmp_path, Limits(megabytes=1))
    assert growing.send("stor.txt", b"x" * 1_000_001) == 413
    sent = growing.client.post("/lagg-till", files={"files": ("stor.txt", b"x" * 1_000_001)})
    assert sent.status_code == 413
    assert "Filen är större än 1 MB" in sent.text
    assert growing.adding.latest() == []


def test_adding_waits_while_another_process_changes_the_archive(
    growing: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.adding._AGAIN", 0.05)
    tried = threading.Event()
    plain = growing.adding._synced

    def synced() -> Any:
        tried.set()
        return plain()

    monkeypatch.setattr(growing.adding, "_synced", synced)
    with writer_lock(Layout(growing.path)):
        growing.send("juni.txt", NEW.encode())
        assert tried.wait(30)
        assert growing.adding.latest()[0].state is State.INDEXING
    assert growing.settled()["juni.txt"].state is State.DONE


def test_a_defect_costs_the_files_under_way_only(
    growing: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a defect")

    with monkeypatch.context() as patch:
        patch.setattr("ui.adding.unpack_apart", broken)
        growing.send("a.txt", NEW.encode())
        assert growing.settled()["a.txt"].state is State.FAILED
    growing.send("b.txt", NEW.encode())
    assert growing.settled()["b.txt"].state is State.DONE


def test_what_the_core_says_is_said_in_swedish() -> None:
    for data, _ in BAD.values():
        assert data is not None
    error = ReadError("juni.pdf is a PDF with a password; save it again without one.")
    assert reason(str(error), "juni.pdf", SWEDISH).lang == "sv"
    assert reason(str(error), "juni.pdf", ENGLISH).text.startswith("Is a PDF with a password")
    assert warning("items 3–4 missing before item 5", SWEDISH).text == (
        "Punkt 3–4 saknas före punkt 5."
    )
    assert warning("the meeting's date was not found", SWEDISH).lang == "sv"
    assert warning("something new", SWEDISH).lang == "en"


class TestInTheBrowser:
    """Dropping a file on the page, and asking about it."""

    pytestmark = IN_BROWSER

    @pytest.fixture
    def running(self, growing: Growing) -> Iterator[Running]:
        app = create_app(
            growing.archive, growing.assistant, growing.searcher, adding=growing.adding
        )
        with Running(app) as running:
            yield running

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_a_file_is_dropped_and_asked_about(
        self, browser: Any, running: Running, growing: Growing, scheme: str
    ) -> None:
        # Only the test may put axe into a page that forbids foreign scripts.
        visiting = Visit(browser, running.address, color_scheme=scheme, bypass_csp=True)
        page = visiting.page
        page.goto(running.address + "/lagg-till")
        assert violations(page) == []
        transfer = page.evaluate_handle(
            """(texts) => {
                const dropped = new DataTransfer();
                for (const [name, text] of texts) {
                    dropped.items.add(new File([text], name, { type: "text/plain" }));
                }
                return dropped;
            }""",
            [["juni.txt", NEW], ["tom.txt", ""]],
        )
        page.dispatch_event("form.slapp", "drop", {"dataTransfer": transfer})
        page.get_by_text("Filen är tom.").wait_for()
        page.get_by_role("link", name="Hamnnämndens protokoll 4/2024").wait_for()
        assert violations(page) == []
        page.get_by_role("link", name="Ställ en fråga om mötet").click()
        visiting.wait_until_ready()
        page.get_by_text("Söker bara i: Hamnnämnden, 2024").wait_for()
        answer = visiting.ask("Vem utsågs till hamnkapten?")
        assert "Signe Holmkvist" in answer.inner_text()
        page.goto(running.address + "/lagg-till")
        page.get_by_role("button", name="Ta bort juni.txt ur arkivet igen").click()
        page.get_by_text("Borttagen").wait_for()
        assert len(Archive.open(growing.path).meetings()) == 1
        visiting.close()
        assert visiting.wrongs == []
