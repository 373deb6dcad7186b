"""An endpoint over HTTP: what it streams, and every way in which it can let one down."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator

import pytest

from endpoints import Behaviour, ScriptedEndpoint, event, streamed
from qa.chat_completions import ChatCompletions
from qa.language_model import Endpoint, LanguageModelError, Prompt

PROMPT = Prompt("Svara kort.", "Vem är hamnkapten?")
LIMIT = 1.0  # seconds
SLACK = 1.5  # seconds that a busy machine may take beyond it


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint() as running:
        yield running


@pytest.fixture
def model(endpoint: ScriptedEndpoint) -> Iterator[ChatCompletions]:
    client = ChatCompletions(Endpoint(endpoint.url, "liten", "hemlig", seconds=LIMIT))
    yield client
    client.close()


def test_the_text_comes_in_pieces(endpoint: ScriptedEndpoint, model: ChatCompletions) -> None:
    endpoint.says("Bo Rask är projektledare [1].")
    pieces = list(model.write(PROMPT))
    assert "".join(pieces) == "Bo Rask är projektledare [1]."
    assert len(pieces) > 2


def test_the_request_is_what_such_endpoints_take(
    endpoint: ScriptedEndpoint, model: ChatCompletions
) -> None:
    endpoint.says("Ja.")
    list(model.write(PROMPT))
    (asked,) = endpoint.asked
    assert asked["model"] == "liten"
    assert asked["stream"] is True
    assert asked["messages"] == [
        {"role": "system", "content": "Svara kort."},
        {"role": "user", "content": "Vem är hamnkapten?"},
    ]
    assert endpoint.headers[0]["Authorization"] == "Bearer hemlig"


def test_a_key_is_never_shown() -> None:
    assert "hemlig" not in repr(Endpoint("http://127.0.0.1:1/v1", "liten", "hemlig"))


def test_an_endpoint_that_does_not_stream_is_read_too(
    endpoint: ScriptedEndpoint, model: ChatCompletions
) -> None:
    choice = {"message": {"content": "Ja."}, "finish_reason": "stop"}
    whole = json.dumps({"choices": [choice]}).encode()
    endpoint.behaviour = Behaviour([whole], kind="application/json; charset=utf-8")
    assert list(model.write(PROMPT)) == ["Ja."]


def test_what_a_model_thinks_aloud_is_not_its_answer(
    endpoint: ScriptedEndpoint, model: ChatCompletions
) -> None:
    endpoint.behaviour = Behaviour(streamed("<think>Bo? Nej.\n</think>Siv.", size=3))
    assert "".join(model.write(PROMPT)) == "Siv."


def _choice(text: str, **more: object) -> bytes:
    return b"data: " + json.dumps({"choices": [{"delta": {"content": text}, **more}]}).encode()


FAILURES = [
    ("busy", Behaviour([b"{}"], status=429)),
    ("busy", Behaviour([b"{}"], status=503)),
    ("refused", Behaviour([b"{}"], status=401)),
    ("refused", Behaviour([b"{}"], status=404)),
    ("garbled", Behaviour([b"oops"], status=500)),
    ("garbled", Behaviour([], status=302, location="http://127.0.0.1:1/")),
    ("garbled", Behaviour([b"<html>Logga in</html>"], kind="text/html")),
    ("garbled", Behaviour([b"data: {half\n\n"])),
    ("garbled", Behaviour([b'data: {"choices": "inga"}\n\n'])),
    ("garbled", Behaviour([b'data: [1]\n\ndata: "x"\n\n'])),
    ("garbled", Behaviour([b'data: {"error": {"message": "slut p\xc3\xa5 minne"}}\n\n'])),
    ("garbled", Behaviour([b'data: {"choices": [{"delta": {"content": 5}}]}\n\n'])),
    ("garbled", Behaviour([b"\xff\xfe\x00\x01" * 50])),
    ("garbled", Behaviour([event("Bo Rask är")])),  # broken off
    ("garbled", Behaviour([b"Ja."], kind="application/json")),
    ("silent", Behaviour(streamed(""))),
    ("silent", Behaviour(streamed("<think>hm"))),
    ("endless", Behaviour([event("bla bla ")] * 2000)),
    ("endless", Behaviour([event("Bo Rask är"), event("", "length")])),
    ("endless", Behaviour([b"x" * 100_000] * 60)),
    ("slow", Behaviour(streamed("Ja."), before=30)),
    ("slow", Behaviour(streamed("Ja. " * 50), between=0.2)),  # a drip, each in time
    ("slow", Behaviour([b": ping\n\n"] * 200, between=0.1)),
    ("slow", Behaviour([b"data: "] * 200, between=0.1)),  # a line that never ends
]


@pytest.mark.parametrize(
    ("reason", "behaviour"), FAILURES, ids=[f"{n}-{case[0]}" for n, case in enumerate(FAILURES)]
)
def test_every_failure_is_told_within_the_time(
    endpoint: ScriptedEndpoint, model: ChatCompletions, reason: str, behaviour: Behaviour
) -> None:
    endpoint.behaviour = behaviour
    began = time.monotonic()
    with pytest.raises(LanguageModelError) as caught:
        list(model.write(PROMPT))
    assert time.monotonic() - began < LIMIT + SLACK
    assert caught.value.reason == reason
    assert "hemlig" not in str(caught.value)


def test_nobody_there_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = ChatCompletions(Endpoint(f"http://127.0.0.1:{port}/v1", seconds=20))
    began = time.monotonic()
    with pytest.raises(LanguageModelError) as caught:
        list(client.write(PROMPT))
    client.close()
    assert caught.value.reason == "unreachable"
    assert time.monotonic() - began < 5


def test_somebody_who_takes_the_call_and_says_nothing_is_slow() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"http://127.0.0.1:{mute.getsockname()[1]}/v1"
        client = ChatCompletions(Endpoint(address, seconds=LIMIT))
        began = time.monotonic()
        with pytest.raises(LanguageModelError) as caught:
            list(client.write(PROMPT))
        assert time.monotonic() - began < LIMIT + SLACK
        client.close()
    assert caught.value.reason == "slow"


def test_who_stops_listening_hangs_up(endpoint: ScriptedEndpoint) -> None:
    endpoint.behaviour = Behaviour([event("Bo ")] * 1000, between=0.02)
    client = ChatCompletions(Endpoint(endpoint.url, seconds=60))
    writing = client.write(PROMPT)
    assert next(writing) == "Bo "
    writing.close()  # type: ignore[attr-defined]
    assert endpoint.cut.wait(10)
    client.close()
