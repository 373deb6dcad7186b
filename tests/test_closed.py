"""Closed collections: their file, the real archive and search, Gradio's queue, the MCP server."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from fake_archive import FakeArchive, FakeAssistant, FakeSearcher
from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.closing import folded_path, lies_in
from index.nouns import ANY, Filter
from index.search import Searcher
from qa.assistant import ArchiveAssistant
from served_app import (
    CLOSED_ITEM,
    INSIDER,
    QUESTION,
    SECRETS,
    built,
    closed_in,
    users_in,
    visiting_client,
    whole_archive,
)
from tiny_protocols import LADA, ODATERAD, SKOLA, store_texts
from ui.access import Guard
from ui.closed import ClosedCollections, CollectionsError, collections_of
from ui.live import LiveArchive
from ui.permitted import KEPT, PermittedArchive
from ui.visitors import LOCAL, NOBODY, Visitor, present, visiting

READER = Visitor("läsare", "reader")
ANNA = Visitor("anna", "reader")
HR = Visitor("oidc:17", "reader", frozenset({"hr"}))
BOSS = Visitor("chef", "operator")


@pytest.mark.parametrize(
    ("path", "closed", "hidden"),
    [
        ("personal/2020.txt", "personal", True),
        ("personal/2020.txt", "/Personal/", True),
        ("personal/2020.txt", "personal/2020.txt", True),
        ("personal.zip/inre/a.txt", "personal.zip", True),
        ("personalutskottet/2020.txt", "personal", False),
        ("nämnd/personal/2020.txt", "personal", False),
        (unicodedata.normalize("NFD", "Lönenämnden/å.txt"), "lönenämnden", True),
        ("lönenämnden/å.txt", unicodedata.normalize("NFD", "LÖNENÄMNDEN"), True),
    ],
)
def test_a_path_lies_in_a_closed_folder(path: str, closed: str, hidden: bool) -> None:
    assert lies_in(path, [folded_path(closed)]) is hidden


RULES = json.dumps(
    {
        "lön": {"paths": ["lön"], "users": ["anna"], "groups": ["hr"]},
        "allt": {"paths": ["lön/hemligt", "vd"], "role": "operator"},
    }
)


@pytest.mark.parametrize(
    ("visitor", "hidden"),
    [
        (NOBODY, {"lön", "lön/hemligt", "vd"}),
        (LOCAL, {"lön", "lön/hemligt", "vd"}),  # a role alone, and nobody knows whose
        (Visitor("anna", None), {"lön", "lön/hemligt", "vd"}),
        (READER, {"lön", "lön/hemligt", "vd"}),
        (ANNA, {"lön/hemligt", "vd"}),
        (HR, {"lön/hemligt", "vd"}),
        (BOSS, {"lön"}),
    ],
)
def test_who_has_the_right(visitor: Visitor, hidden: set[str], tmp_path: Path) -> None:
    file = tmp_path / "collections.json"
    file.write_text(RULES, encoding="utf-8")
    assert ClosedCollections(file).hidden_from(visitor) == hidden


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ("[]", "no object"),
        ('{"a": {}}', "paths"),
        ('{"a": {"paths": []}}', "paths"),
        ('{"a": {"paths": ["/"]}}', "paths"),
        ('{"a": {"paths": "personal"}}', "list of words"),
        ('{"a": {"paths": ["x"], "readers": ["anna"]}}', "nothing else"),
        ('{"a": {"paths": ["x"], "role": "kung"}}', "kung"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(text: str, said: str) -> None:
    with pytest.raises(CollectionsError, match=said):
        collections_of(text)


def test_a_file_that_went_bad_opens_nothing(tmp_path: Path) -> None:
    file = tmp_path / "collections.json"
    file.write_text(RULES, encoding="utf-8")
    closed = ClosedCollections(file)
    assert closed.unused(["lön/2020.txt", "VD/a.txt"]) == ["lön/hemligt"]
    file.write_text("{}")
    os.utime(file, ns=(1, 1))
    assert closed.hidden_from(READER) == frozenset()
    for damage in ("{", None):
        file.write_text(damage) if damage else file.unlink()
        with pytest.raises(CollectionsError):
            closed.hidden_from(BOSS)
    with pytest.raises(CollectionsError):
        ClosedCollections(tmp_path / "ingen.json")


EMBEDDER = SharedWordsEmbedder()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    path = tmp_path_factory.mktemp("slutet") / "archive"
    texts = {"skola.txt": SKOLA, "Slutet/lada.txt": LADA, "odaterad.txt": ODATERAD}
    store_texts(texts, path, EMBEDDER)
    return Archive.open(path, EMBEDDER.identity)


CLOSED = Filter(closed=frozenset({"slutet"}))


def test_search_and_lists_of_the_real_archive_leave_a_closed_folder_out(archive: Archive) -> None:
    searcher = Searcher(archive, EMBEDDER)
    (hidden,) = {m.id for m in archive.meetings()} - {m.id for m in archive.meetings(CLOSED)}
    assert archive.meeting(hidden).document.path == "Slutet/lada.txt"
    assert searcher.search("rivning av ladan")[0].meeting.id == hidden
    for where in (CLOSED, Filter(meetings=frozenset({hidden}), closed=CLOSED.closed)):
        assert all(hit.meeting.id != hidden for hit in searcher.search("ladan", 50, where=where))
    assert not searcher.search(
        "ladan", where=Filter(meetings=frozenset({hidden}), closed=CLOSED.closed)
    )
    assert searcher.search("rivning av ladan")[0].meeting.id == hidden, "nothing was remembered"


class NoReader:
    """A reader that proposes nothing, so that no model is loaded."""

    def read(self, *_: Any, **__: Any) -> list[Any]:
        return []


def test_an_assistant_has_never_heard_of_it(archive: Archive) -> None:
    searcher = Searcher(archive, EMBEDDER)
    live = PermittedArchive(archive, ArchiveAssistant(archive, searcher), searcher)
    assert live.searched().meetings == 3
    asked = "Vilka var närvarande på byggnadsnämndens möte?"
    for text in (asked, "Vad beslutades om rivning av ladan?"):
        told = live.ask(text, where=CLOSED)
        assert told.searched.meetings == 2
        assert all(c.source != "Slutet/lada.txt" for c in told.citations)


def test_no_method_of_the_archive_forgets_who_asks() -> None:
    public = {name for name in vars(LiveArchive) if not name.startswith("_")}
    assert public <= set(vars(PermittedArchive)), "override it in ui/permitted.py"


def test_views_are_kept_apart_and_few(tmp_path: Path) -> None:
    whole = whole_archive()
    file = tmp_path / "many.json"
    file.write_text(
        json.dumps({str(n): {"paths": ["slutna", f"x{n}"], "users": [str(n)]} for n in range(20)})
    )
    live = PermittedArchive(
        whole, FakeAssistant(whole), FakeSearcher(whole), closed=ClosedCollections(file)
    )
    for n in range(20):
        assert live.seen(Visitor(str(n), "reader")).searched().meetings == 2
    assert len(live._views) == KEPT
    assert live.seen(READER) is live.seen(NOBODY)
    assert live.searched().meetings == 2
    with visiting({}, Visitor("1", "reader")):
        assert present().name == "1"
        assert live.search("kvicksilvret") == []
    assert present() is NOBODY


def test_each_view_sees_a_change(tmp_path: Path) -> None:
    whole = whole_archive()
    live = PermittedArchive(
        whole, FakeAssistant(whole), FakeSearcher(whole), closed=closed_in(tmp_path)
    )
    insider, reader = live.seen(Visitor(INSIDER, "reader")), live.seen(READER)
    assert (insider.searched().meetings, reader.searched().meetings) == (3, 2)
    whole.change(whole.kept[:2])
    assert insider.refresh()
    assert reader.refresh()
    assert not reader.refresh()
    assert (insider.searched().meetings, reader.searched().meetings) == (2, 1)
    assert len(reader.catalogue().meetings) == 1


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, TestClient]]:
    """Two signed-in visitors of one server with Gradio's queue and the MCP server running."""
    folder = tmp_path_factory.mktemp("dörrar")
    guard = Guard(built(whole_archive(), folder), "0.0.0.0", users_in(folder))
    with TestClient(guard, base_url="http://127.0.0.1:7860"):
        yield {name: visiting_client(guard, name) for name in ("reader", INSIDER)}


def asked_in_the_chat(page: TestClient, session: str, question: str) -> str:
    """Ask as Gradio's page does, and return all that its queue said until it was done."""
    config = page.get("/config").json()
    functions = [one for one in config["dependencies"] if len(one["inputs"]) == 2]
    joined = page.post(
        "/gradio_api/queue/join",
        json={"data": [question, []], "fn_index": functions[0]["id"], "session_hash": session},
    )
    assert joined.status_code == 200, joined.text
    return page.get("/gradio_api/queue/data", params={"session_hash": session}).text


def test_gradios_queue_does_not_mix_visitors(doors: dict[str, TestClient]) -> None:
    def asked(n: int) -> tuple[bool, str]:
        name = (INSIDER, "reader")[n % 2]
        return name == INSIDER, asked_in_the_chat(doors[name], f"s{n}", QUESTION)

    with ThreadPoolExecutor(4) as pool:
        for has_right, said in pool.map(asked, range(12)):
            assert "process_completed" in said
            assert ("77 000 kr" in said) is has_right
            assert ("Bunkern" in said or "1987" in said) is has_right


def test_the_front_page_counts_what_the_visitor_may_see(doors: dict[str, TestClient]) -> None:
    for name, has_right in ((INSIDER, True), ("reader", False)):
        page = doors[name]
        loads = [d for d in page.get("/config").json()["dependencies"] if not d["inputs"]]
        loading = next(d for d in loads if len(d["outputs"]) == 3)
        session = f"besök-{name}"
        page.post(
            "/gradio_api/queue/join",
            json={"data": [], "fn_index": loading["id"], "session_hash": session},
        )
        said = page.get("/gradio_api/queue/data", params={"session_hash": session}).text
        assert any(secret in said for secret in SECRETS) is has_right


def called(page: TestClient, tool: str, **arguments: Any) -> str:
    return page.post(
        "/mcp",
        json={
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": tool, "arguments": arguments},
        },
        headers={"accept": "application/json, text/event-stream"},
    ).text  # fmt: skip


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"question": QUESTION}),
        ("search", {"query": "kvicksilvret i hamnbassängen"}),
        ("get_item", {"item_id": CLOSED_ITEM}),
        ("list_meetings", {}),
        ("get_meeting", {"meeting_id": "slutna-1987-06-05"}),
    ],
)
def test_the_tools_of_the_mcp_server(
    doors: dict[str, TestClient], tool: str, arguments: dict[str, Any]
) -> None:
    assert "1987" in called(doors[INSIDER], tool, **arguments).replace("slutna-1987", "")
    said = called(doors["reader"], tool, **arguments)
    assert "Bunkern" not in said
    assert "77 000" not in said
    assert "1987-06-05" not in said.replace("slutna-1987-06-05", "")


def test_unreadable_rights_show_nothing(tmp_path: Path) -> None:
    app = built(FakeArchive(), tmp_path)
    page = visiting_client(Guard(app, "0.0.0.0", users_in(tmp_path)), "operator")
    assert page.get("/api/meetings").status_code == 200
    (tmp_path / "collections.json").write_text("{")
    for path in ("/api/meetings", "/arkiv", "/punkt/hamn-1", "/healthz", "/readyz"):
        assert page.get(path).status_code == 503, path


def test_no_filter_stays_no_filter() -> None:
    assert Filter() == ANY
    assert Filter(closed=frozenset({"x"})) != ANY
