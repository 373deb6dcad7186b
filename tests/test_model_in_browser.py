"""A language model in a real Chromium: an answer is judged and copied once it is written."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from browsing import IN_BROWSER, Served, Visit
from qa.language_model import Prompt
from ui.words import SWEDISH

pytestmark = IN_BROWSER
QUESTION = "Vem utsågs till ny hamnkapten?"


class Waiting:
    """A language model that writes its second sentence when it is told to."""

    name = "liten"

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def write(self, prompt: Prompt, /) -> Iterator[str]:
        yield "Signe Holmkvist utsågs till hamnkapten [1]. Torsten Vik "
        self.go_on.wait(20)
        yield "avgick i protest [1]."


def test_the_answer_has_its_tools_when_the_model_is_done(browser: Any) -> None:
    model = Waiting()
    with Served(model) as served:
        visit = Visit(browser, served.address)
        visit.open()
        page = visit.page
        page.fill("#ruta textarea", QUESTION)
        page.keyboard.press("Enter")
        answer = page.locator("#logg .bot-row .svar:not(.soker)").last
        answer.locator(".skriver").wait_for()
        assert page.locator("#logg .verktyg").count() == 0
        model.go_on.set()
        answer.locator(".skrivet").wait_for()
        page.locator("#logg .verktyg").wait_for()
        shown = page.evaluate("protokollsvar.read(document.querySelector('#logg .svar'))")
        visit.close()
    assert [said["text"] for said in shown["paragraphs"]] == [
        "Signe Holmkvist utsågs till hamnkapten."
    ]
    assert SWEDISH.model_removed_one in shown["searched"]
    assert visit.wrongs == []


def test_what_was_stopped_can_be_judged_and_copied(browser: Any) -> None:
    model = Waiting()
    with Served(model) as served:
        visit = Visit(browser, served.address)
        visit.open()
        page = visit.page
        page.fill("#ruta textarea", QUESTION)
        page.keyboard.press("Enter")
        page.locator("#logg .svar .skriver").wait_for()
        page.locator("#ruta .stop-button").click()
        page.locator("#logg .verktyg").wait_for()
        model.go_on.set()
        visit.close()
    assert visit.wrongs == []
