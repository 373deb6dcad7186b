"""What people come for, end to end in a real browser: the journeys that no other test takes."""

from __future__ import annotations

import json
from typing import Any

from browsing import IN_BROWSER, Served, Visit
from ui.words import SWEDISH

pytestmark = IN_BROWSER


def test_from_the_archive_by_year_and_person_to_a_question(visit: Visit) -> None:
    visit.open("/arkiv")
    page = visit.page
    page.get_by_label(SWEDISH.first_year).select_option("2019")
    page.get_by_label(SWEDISH.last_year).select_option("2019")
    page.get_by_role("button", name="Visa").click()
    page.get_by_text("2 möten", exact=True).wait_for()
    page.get_by_role("link", name="Personer").click()
    page.get_by_role("link", name="Alva Brandt").click()
    page.get_by_role("heading", name="Alva Brandt").wait_for()
    page.get_by_role("link", name="Hamnrådet 3/2019").first.wait_for()
    page.get_by_role("link", name="Ställ en fråga om möten med Alva Brandt").click()
    visit.wait_until_ready()
    page.get_by_text("Söker bara i: med Alva Brandt").wait_for()
    assert "Sökt i 1 protokoll" in visit.ask("Vem utsågs till ny hamnkapten?").inner_text()


def test_a_follow_up_is_asked_after_the_source_was_read(visit: Visit, served: Served) -> None:
    visit.open()
    visit.ask("Vem utsågs till ny hamnkapten?").locator("a.bricka").click()
    source = visit.page.frame_locator("iframe[name=kalla]")
    source.locator("mark").wait_for()
    served.assistant.asked.clear()
    visit.ask("Vad kostar gästbryggan?")
    assert (
        "Vad kostar gästbryggan?",
        ("Vem utsågs till ny hamnkapten?",),
    ) in served.assistant.asked


def test_an_evaluation_is_run(visit: Visit) -> None:
    visit.open("/utvardering")
    page = visit.page
    question = {
        "id": "1", "type": "who", "question": "Vem utsågs till hamnkapten?",
        "meetings": ["2019-05-14"], "answer_any": ["Signe Holmkvist"],
    }  # fmt: skip
    page.set_input_files(
        "#fil",
        {"name": "egna.jsonl", "mimeType": "text/plain", "buffer": json.dumps(question).encode()},
    )
    page.locator("form.valj button").click()
    page.get_by_text("answer_accuracy").first.wait_for()
    page.locator("details.fraga summary").first.click()
    page.get_by_role("link", name="Hamnrådets protokoll 3/2019").first.wait_for()
    with page.expect_download() as download:
        page.locator(".hamta a").first.click()
    assert download.value.suggested_filename == "egna.html"


def test_two_people_at_once_get_their_own_answers(browser: Any, served: Served) -> None:
    asked = {
        "Vem utsågs till ny hamnkapten?": "Signe Holmkvist",
        "Vad kostar gästbryggan?": "190 kr",
    }
    visits = [Visit(browser, served.address) for _ in asked]
    for visiting in visits:
        visiting.open()
    for visiting, question in zip(visits, asked, strict=True):
        visiting.page.fill("#ruta textarea", question)
    for visiting in visits:
        visiting.page.keyboard.press("Enter")
    for visiting, said in zip(visits, asked.values(), strict=True):
        answers = visiting.page.locator("#logg .svar:not(.soker)")
        answers.locator("strong.fakta", has_text=said).wait_for()
        assert answers.count() == 1
        assert visiting.page.locator("#logg .user-row").count() == 1
    for visiting in visits:
        visiting.close()
        assert visiting.wrongs == []


def test_a_conversation_is_had_with_the_keyboard_alone(visit: Visit) -> None:
    visit.open()
    page = visit.page
    page.keyboard.type("Vem utsågs till ny hamnkapten?")  # the box has the focus from the start
    page.keyboard.press("Enter")
    page.locator("#logg .svar strong.fakta", has_text="Signe Holmkvist").wait_for()
    page.wait_for_selector("#ruta .submit-button")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('#logg a.bricka, #logg a.nr')"):
            break
    page.keyboard.press("Enter")
    page.frame_locator("iframe[name=kalla]").locator("mark").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".kallpanel").is_hidden()
