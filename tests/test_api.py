"""The REST API and the MCP server: the JSON contract, its description, streaming, bad input."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from fake_archive import FakeArchive, FakeAssistant, FakeSearcher
from qa.nouns import NearMeeting, Refusal
from ui import json_contract
from ui.interfaces import app_with_interfaces
from ui.live import LiveArchive

QUESTION = "Vem utsågs till ny hamnkapten?"


@pytest.fixture(scope="module")
def archive() -> FakeArchive:
    return FakeArchive()


@pytest.fixture(scope="module")
def client(archive: FakeArchive) -> Iterator[TestClient]:
    app = app_with_interfaces(LiveArchive(archive, FakeAssistant(archive), FakeSearcher(archive)))
    with TestClient(app, base_url="http://127.0.0.1:7860") as opened:
        yield opened


def test_an_answer_is_what_the_command_line_prints(
    client: TestClient, archive: FakeArchive
) -> None:
    expected = json_contract.answer_json(FakeAssistant(archive).ask(QUESTION))
    for reply in (
        client.get("/api/ask", params={"question": QUESTION}),
        client.post("/api/ask", json={"question": QUESTION}),
    ):
        # An answer that is remembered took another time.
        assert reply.json() == expected | {"seconds": reply.json()["seconds"]}
    assert expected["searched"]["from"] == "2019-05-14"


def test_the_selection_holds(client: TestClient) -> None:
    query = {"question": QUESTION, "from": "2019-06-01"}
    assert client.get("/api/ask", params=query).json()["status"] == "not_found"
    assert client.post("/api/ask", json=query).json()["searched"]["meetings"] == 1
    rows = client.get("/api/meetings", params={"to": "2019-06-01"}).json()["meetings"]
    assert [row["id"] for row in rows] == ["hamnradet-2019-05-14"]


def test_items_meetings_and_search(client: TestClient, archive: FakeArchive) -> None:
    assert client.get("/api/items/hamn-2").json() == json_contract.shown_json(
        *archive.find_item("hamn-2")
    )
    meeting = archive.kept[0]
    assert client.get(f"/api/meetings/{meeting.id}").json() == json_contract.meeting_json(meeting)
    hits = client.get("/api/search", params={"query": "hamnkapten", "k": 1}).json()
    assert [hit["item_id"] for hit in hits["hits"]] == ["hamn-2"]


def test_an_answer_is_streamed(client: TestClient) -> None:
    question = "Vad beslutades om muddring av inloppet?"
    reply = client.get("/api/ask/stream", params={"question": question})
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = [dict(line.split(": ", 1) for line in part.split("\n")) for part in
              reply.text.strip().split("\n\n")]  # fmt: skip
    assert [event["event"] for event in events] == ["searching", "sentence", "sentence", "answer"]
    assert json.loads(events[-1]["data"])["status"] == "answered"


def test_a_defect_in_a_stream_is_an_event(client: TestClient) -> None:
    reply = client.get("/api/ask/stream", params={"question": "krascha"})
    assert "event: problem" in reply.text
    assert "defect" not in reply.text


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/api/ask", {}, 422),
        ("/api/ask", {"question": ""}, 422),
        ("/api/ask", {"question": "   "}, 400),
        ("/api/ask", {"question": "x" * 10_000}, 422),
        ("/api/ask", {"question": "x", "from": "i går"}, 422),
        ("/api/ask", {"question": "x", "from": "2020-01-01", "to": "2019-01-01"}, 400),
        ("/api/search", {"query": "x", "k": "0"}, 422),
        ("/api/search", {"query": "x", "k": "101"}, 422),
        ("/api/items/../../etc/passwd", {}, 404),
        ("/api/items/<script>", {}, 404),
        ("/api/meetings/ingen", {}, 404),
        ("/api/nothing", {}, 404),
    ],
)
def test_bad_input_is_refused_in_json(
    client: TestClient, path: str, query: dict[str, str], status: int
) -> None:
    reply = client.get(path, params=query)
    assert reply.status_code == status
    assert reply.json()["detail"]


def test_the_description_names_every_route_and_field(
    client: TestClient, archive: FakeArchive
) -> None:
    schema = client.get("/api/openapi.json").json()
    assert set(schema["paths"]) == {
        "/api/ask", "/api/ask/stream", "/api/search", "/api/meetings", "/api/meetings/{meeting_id}",
        "/api/items/{item_id}",
    }  # fmt: skip
    found = FakeAssistant(archive).ask(QUESTION)
    near = NearMeeting("m-1", "Hamnrådet", "1/2018", dt.date(2018, 3, 1))
    refusal = Refusal("no_meeting", asked_for="2/2018", nearest=(near,))
    answer = json_contract.answer_json(replace(found, refusal=refusal))
    models = schema["components"]["schemas"]
    meeting = json_contract.meeting_json(archive.kept[0])
    for name, record in (
        ("Answer", answer),
        ("Citation", answer["citations"][0]),
        ("Meeting", meeting),
        ("Attendee", meeting["attendees"][0]),
        ("Item", meeting["items"][0]),
    ):
        assert set(models[name]["properties"]) <= set(record)


def test_the_page_of_the_api_loads_nothing_from_elsewhere(client: TestClient) -> None:
    html = client.get("/api", headers={"accept": "text/html"}).text
    assert "/api/items/{item_id}" in html
    assert "http" not in html.replace("http-equiv", "")


def _rpc(client: TestClient, method: str, **params: Any) -> Any:
    reply = client.post(
        "/mcp",
        json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params},
        headers={"accept": "application/json, text/event-stream"},
    )
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_the_mcp_server_has_the_same_tools(client: TestClient, archive: FakeArchive) -> None:
    tools = _rpc(client, "tools/list")["result"]["tools"]
    names = {tool["name"] for tool in tools}
    assert names == {"ask", "search", "get_item", "list_meetings", "get_meeting"}
    assert all(tool["annotations"]["readOnlyHint"] for tool in tools)
    result = _rpc(client, "tools/call", name="ask", arguments={"question": QUESTION})["result"]
    expected = json_contract.answer_json(FakeAssistant(archive).ask(QUESTION))
    took = result["structuredContent"]["seconds"]
    assert result["structuredContent"] == expected | {"seconds": took}
    missing = _rpc(client, "tools/call", name="get_item", arguments={"item_id": "ingen"})["result"]
    assert missing["isError"]
    assert "take one from search" in missing["content"][0]["text"]


def test_another_sites_name_does_not_reach_the_mcp_server(client: TestClient) -> None:
    reply = client.post("/mcp", json={}, headers={"host": "elsewhere.invalid"})
    assert reply.status_code == 421


def test_both_can_be_switched_off(archive: FakeArchive) -> None:
    live = LiveArchive(archive, FakeAssistant(archive))
    app = app_with_interfaces(live, with_api=False, with_mcp=False)
    with TestClient(app) as client:
        for path in ("/api", "/api/openapi.json", "/api/meetings"):
            assert client.get(path).status_code == 404
        assert client.post("/mcp", json={}).status_code == 404
