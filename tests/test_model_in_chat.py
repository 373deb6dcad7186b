"""The language model in the chat and in the settings: off by default, shown when it wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from endpoints import Behaviour, ScriptedEndpoint
from fake_archive import FakeArchive, FakeAssistant
from qa.chat_completions import ChatCompletions
from qa.language_model import Endpoint
from qa.rewriting import Rewriter
from ui.chat import conversation_steps
from ui.live import LiveArchive
from ui.settings import SettingError, Settings
from ui.words import ENGLISH, SWEDISH, Words

QUESTION = "Vem utsågs till ny hamnkapten?"


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint() as running:
        yield running


def _shown(endpoint: ScriptedEndpoint, question: str, words: Words = SWEDISH) -> list[str]:
    archive = FakeArchive()
    model = ChatCompletions(Endpoint(endpoint.url, "liten <b>", seconds=2))
    steps = conversation_steps(
        LiveArchive(archive, FakeAssistant(archive)),
        question,
        [],
        words,
        rewriter=Rewriter(model, archive),
    )
    shown = [messages[-1]["content"] for _, messages in steps]
    model.close()
    return shown


@pytest.mark.parametrize("words", [SWEDISH, ENGLISH])
def test_the_chat_says_what_the_model_wrote_and_what_was_taken_out(
    endpoint: ScriptedEndpoint, words: Words
) -> None:
    endpoint.says("Signe Holmkvist utsågs till hamnkapten [1]. Torsten Vik avgick i protest [1].")
    searching, extractive, *_, last = _shown(endpoint, QUESTION, words)
    assert words.searching in searching
    assert words.model_writing.format(model="liten &lt;b&gt;") in extractive
    assert "till hamnkapten från" in extractive
    assert "utsågs till hamnkapten." in last
    assert "Torsten" not in last
    assert words.model_removed_one in last
    assert "liten &lt;b&gt;" in last
    assert "<blockquote" in last
    assert ['class="skriver"' in step for step in (extractive, last)] == [True, False]
    assert ['class="skrivet"' in step for step in (extractive, last)] == [False, True]


def test_a_failing_model_leaves_the_answer_and_is_named(endpoint: ScriptedEndpoint) -> None:
    endpoint.behaviour = Behaviour([b"{}"], status=429)
    last = _shown(endpoint, QUESTION)[-1]
    assert "Signe Holmkvist" in last
    assert SWEDISH.model_busy.format(model="liten &lt;b&gt;") in last
    assert SWEDISH.own_words in last


def test_a_no_is_not_sent_to_the_model(endpoint: ScriptedEndpoint) -> None:
    assert SWEDISH.not_found in _shown(endpoint, "Hur hög är kyrkspiran?")[-1]
    assert endpoint.asked == []


def test_without_a_setting_there_is_no_model() -> None:
    assert Settings.from_environment({}).endpoint is None
    assert Settings.from_environment({"PROTOKOLLSVAR_LLM_KEY": "k"}).endpoint is None


def test_the_settings_name_the_endpoint() -> None:
    settings = Settings.from_environment(
        {
            "PROTOKOLLSVAR_LLM_URL": "http://127.0.0.1:8080/v1",
            "PROTOKOLLSVAR_LLM_MODEL": "qwen",
            "PROTOKOLLSVAR_LLM_KEY": "hemlig",
            "PROTOKOLLSVAR_LLM_SECONDS": "12",
        }
    )
    assert settings.endpoint == Endpoint("http://127.0.0.1:8080/v1", "qwen", "hemlig", 12.0)
    assert "hemlig" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", "127.0.0.1:8080"),
        ("URL", "file:///etc/passwd"),
        ("URL", "https://anna:hemlig@exempel.invalid/v1"),
        ("KEY", "a\nb"),
        ("KEY", "nyckelå"),
        ("SECONDS", "0"),
        ("SECONDS", "601"),
        ("SECONDS", "snart"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"PROTOKOLLSVAR_LLM_{name}") as caught:
        Settings.from_environment({f"PROTOKOLLSVAR_LLM_{name}": value})
    assert "hemlig" not in str(caught.value)
