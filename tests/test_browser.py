"""The page in a real headless Chromium: ask, read the answer, open its source."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from browsing import IN_BROWSER, Served, Visit
from fake_archive import meetings
from ui.script_words import SCRIPT_WORDS
from ui.words import ENGLISH, SWEDISH

REAL = Path(__file__).parents[2] / "shared" / "protocols"
pytestmark = IN_BROWSER


def test_ask_read_and_open_the_source(visit: Visit) -> None:
    visit.open()
    page = visit.page
    assert page.locator("html").get_attribute("lang") == "sv"
    answer = visit.ask("Vem utsågs till ny hamnkapten?")
    assert answer.locator("strong.fakta").inner_text() == "Signe Holmkvist"
    chip = answer.locator("a.bricka")
    assert re.sub(r"\s+", " ", chip.inner_text()) == (
        "1 Hamnrådet · 14 maj 2019 · punkt 2 Ny hamnkapten"
    )
    assert "att utse Signe Holmkvist" in answer.locator("blockquote").inner_text()
    chip.click()
    source = page.frame_locator("iframe[name=kalla]")
    assert source.locator("mark").inner_text() == (
        "att utse Signe Holmkvist till hamnkapten från den 1 september 2019."
    )
    assert "Fjorton personer" in source.locator("article").inner_text()
    assert chip.get_attribute("aria-current") == "true"
    source.locator("a[rel=next]").click()
    source.get_by_role("heading", name="Märkning <script>").wait_for()
    page.keyboard.press("Escape")
    # Escape belongs to the frame while it has the focus; the button always closes.
    page.get_by_role("button", name=SWEDISH.close).click()
    assert page.locator(".kallpanel").is_hidden()
    assert chip.evaluate("chip => chip === document.activeElement")


def test_a_source_opens_as_a_page_of_its_own(visit: Visit) -> None:
    visit.open()
    address = visit.ask("Vem utsågs till ny hamnkapten?").locator("a.nr").get_attribute("href")
    visit.open(address)
    assert visit.page.locator("mark").is_visible()
    assert visit.page.locator("h1").inner_text() == "2 Ny hamnkapten"


def test_a_question_sent_as_the_event_stream_closes_is_answered(visit: Visit) -> None:
    page = visit.page
    held: list[tuple[Any, Any]] = []

    def hold(route: Any) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))  # all that the server's first stream said

    page.route("**/queue/data*", hold)
    page.goto(visit.address)
    page.wait_for_selector("#ruta textarea")
    page.wait_for_timeout(500)
    page.fill("#ruta textarea", "Vem utsågs till ny hamnkapten?")
    with page.expect_response("**/queue/join*"):
        page.keyboard.press("Enter")
    route, said = held[0]
    route.fulfill(response=said)  # only now does the page hear that it was closed
    page.locator("#logg .svar:not(.soker) .genomsokt").wait_for()


@pytest.mark.parametrize("lost", ["**/queue/join*", "**/queue/data*"])
def test_a_lost_connection_is_said_and_mended(browser: Any, served: Served, lost: str) -> None:
    visit = Visit(browser, served.address)
    visit.open()
    page = visit.page
    visit.ask("Vem utsågs till ny hamnkapten?")
    visit.wait_until_unheard()
    lose: Any = lambda route: route.abort("connectionfailed")  # noqa: E731
    page.route("**/healthz", lose)
    page.route(lost, lose)
    page.fill("#ruta textarea", "Vilka skyltar får kajerna, enligt märkning?")
    page.keyboard.press("Enter")
    page.get_by_text(str(SCRIPT_WORDS["sv"]["connectionLost"])).wait_for()
    page.unroute(lost)
    page.unroute("**/healthz")
    page.locator("#logg .svar:not(.soker) .genomsokt").nth(1).wait_for()
    assert page.locator("#forbindelse").is_hidden()
    assert page.locator("#logg .user-row").count() == 2
    assert set(visit.wrongs) == {"Failed to load resource: net::ERR_CONNECTION_FAILED"}
    visit.close()


def test_an_answer_is_heard_to_its_end_though_the_connection_broke(visit: Visit) -> None:
    page = visit.page
    cut: list[int] = []

    def cut_once(route: Any) -> None:
        if cut:
            route.continue_()
            return
        reply = route.fetch()
        said = reply.body().split(b"\n\n")
        steps = [at for at, message in enumerate(said) if b"process_generating" in message]
        cut.append(len(steps))
        route.fulfill(response=reply, body=b"\n\n".join([*said[: steps[0] + 1], b""]))

    visit.open()
    page.route("**/queue/data*", cut_once)
    answer = visit.ask("Vem utsågs till ny hamnkapten?")
    assert cut[0] > 1
    assert answer.locator("a.nr").count() == 1


def test_earlier_questions_are_told_and_markup_is_text(visit: Visit, served: Served) -> None:
    visit.open()
    served.assistant.asked.clear()
    hostile = "Vad sägs om <img src=x onerror=alert(1)> & *muddring* av inloppet?"
    visit.ask(hostile)
    assert visit.page.locator("#logg .user-row").first.inner_text().strip() == hostile
    visit.ask("Vem utsågs till ny hamnkapten?")
    # Suggestions are looked for by asking, too.
    assert (hostile, ()) in served.assistant.asked
    assert ("Vem utsågs till ny hamnkapten?", (hostile,)) in served.assistant.asked
    visit.ask("Vilka skyltar får kajerna, enligt märkning?")
    assert "<script>" in visit.page.locator("a.bricka .rubrik").last.inner_text()


def test_what_is_not_there_is_not_answered(visit: Visit) -> None:
    visit.open()
    answer = visit.ask("Hur hög är kyrkspiran?")
    assert SWEDISH.not_found in answer.inner_text()
    assert "Sökt i 2 protokoll, 14 maj 2019 – 3 september 2019." in answer.inner_text()
    assert answer.locator("a").count() == 0


def test_a_blank_question_and_a_defect_are_met_kindly(visit: Visit) -> None:
    visit.open()
    visit.page.click("#ruta .submit-button")
    visit.page.get_by_text(SWEDISH.blank_question).wait_for()
    visit.ask("krascha")
    visit.page.get_by_text(SWEDISH.failed).wait_for()
    assert "Signe" in visit.ask("Vem utsågs till ny hamnkapten?").inner_text()


# In a turn of its own: what the test's own call evaluates, the browser lets it.
INTRUDING = """() => new Promise((told) => setTimeout(() => {
  window.ran = [];
  const into = document.createElement("div");
  into.innerHTML = "<img src=data:, onerror='ran.push(1)'><style>body { color: red }</style>";
  document.body.append(into);
  const script = document.createElement("script");
  script.textContent = "ran.push(2)";
  document.head.append(script);
  const text = "return ran.push(3)";
  for (const made of [Function, Object.getPrototypeOf(async () => {}).constructor]) {
    try { new made(text)(); } catch (error) { if (!(error instanceof EvalError)) throw error; }
  }
  setTimeout(() => told(ran), 300);
}, 0))"""


def test_what_comes_into_the_page_runs_nothing(browser: Any, served: Served) -> None:
    visit = Visit(browser, served.address)
    visit.open()
    assert visit.page.evaluate(INTRUDING) == []
    assert visit.page.evaluate("getComputedStyle(document.body).color") != "rgb(255, 0, 0)"
    refused = [one for one in visit.wrongs if "Content Security Policy" in one]
    assert len(refused) >= 3
    visit.close()


def test_an_example_is_asked_with_one_click(visit: Visit) -> None:
    visit.open()
    visit.page.get_by_text("Vad beslutades om ny hamnkapten?").click()
    visit.page.locator("#logg .svar strong.fakta", has_text="Signe Holmkvist").wait_for()


def test_an_earlier_question_can_be_changed(visit: Visit, served: Served) -> None:
    visit.open()
    visit.ask("Vem utsågs till ny hamnkapten?")
    visit.ask("Hur hög är kyrkspiran?")
    served.assistant.asked.clear()
    row = visit.page.locator("#logg .user-row").first
    row.hover()
    row.get_by_role("button", name="Redigera").click()
    visit.page.locator("#logg .user-row textarea").fill("Vad beslutades om gästbryggan?")
    visit.page.get_by_role("button", name="Skicka").first.click()
    visit.page.locator("#logg .svar strong.fakta", has_text="190 kr").wait_for()
    assert ("Vad beslutades om gästbryggan?", ()) in served.assistant.asked
    assert visit.page.locator("#logg .user-row").count() == 1


def test_an_answer_is_judged_copied_and_followed(browser: Any, served: Served) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    visiting = Visit(browser, served.address, permissions=permissions)
    page = visiting.page
    visiting.open()
    visiting.ask("Var är gästbryggeriet?")
    page.locator(".narmast a", has_text="Avgifter för gästbryggan").wait_for()
    page.locator(".verktyg .daligt").click()
    page.get_by_label("Svaret finns i protokollen").check()
    page.get_by_role("button", name="Skicka").last.click()
    page.get_by_text("Tack, omdömet är sparat.").wait_for()
    assert served.feedback.all()[-1].reason == "should_answer"
    page.locator(".vidare button").click()
    page.locator("#logg .svar strong.fakta", has_text="190 kr").wait_for()
    page.locator(".verktyg").nth(1).get_by_role("button", name="Kopiera med källor").click()
    page.get_by_text("Kopierat").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1] Hamnrådets protokoll 4/2019, 2019-09-03, § 7" in copied
    visiting.close()
    assert visiting.wrongs == []


def test_a_conversation_is_kept_found_renamed_exported_and_erased(visit: Visit) -> None:
    visit.open()
    page = visit.page
    visit.ask("Vem utsågs till ny hamnkapten?")
    page.reload()
    page.locator("#logg .svar strong.fakta", has_text="Signe Holmkvist").wait_for()
    page.get_by_role("link", name=SWEDISH.new_chat).click()
    page.wait_for_selector("#logg .example")
    page.get_by_role("button", name="Samtal").click()
    talks = page.get_by_role("dialog")
    talks.get_by_role("searchbox").fill("finns inte")
    talks.get_by_text("Inga samtal.").wait_for()
    talks.get_by_role("searchbox").fill("signe")
    talks.get_by_role("button", name="Byt namn").click()
    talks.get_by_label("Samtalets namn").fill("Kaptenen")
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        talks.get_by_role("button", name="Spara som Markdown").click()
    assert download.value.suggested_filename == "Kaptenen.md"
    assert "[^1]: Hamnrådets protokoll 3/2019" in download.value.path().read_text("utf-8")
    talks.get_by_role("button", name="Kaptenen").click()
    page.locator("#logg .svar strong.fakta", has_text="Signe Holmkvist").wait_for()
    page.get_by_role("button", name="Samtal").click()
    talks.get_by_role("button", name="Radera", exact=True).click()
    talks.get_by_role("button", name="Tryck igen för att radera").click()
    talks.get_by_text("Inga samtal.").wait_for()
    assert page.evaluate("localStorage.getItem('protokollsvar.samtal')") == "[]"


def test_the_search_is_narrowed_and_the_address_says_so(visit: Visit) -> None:
    visit.open()
    page = visit.page
    page.get_by_role("button", name=SWEDISH.narrow).click()
    page.get_by_label(SWEDISH.last_year).select_option("2019")
    page.get_by_label(SWEDISH.person).fill("Alva Brandt")
    page.get_by_role("button", name=SWEDISH.use).click()
    page.get_by_text("Söker bara i: till 2019, med Alva Brandt").wait_for()
    assert page.url.endswith("/?till=2019&person=Alva+Brandt")
    assert "Sökt i 1 protokoll" in visit.ask("Vad kostar gästbryggan?").inner_text()
    page.get_by_role("button", name=SWEDISH.search_all).click()
    page.get_by_text(SWEDISH.selected_all).wait_for()
    assert "190 kr" in visit.ask("Vad kostar gästbryggan?").inner_text()


def test_the_form_that_comes_after_the_click_opens_all_the_same(visit: Visit) -> None:
    visit.open()
    page = visit.page
    page.locator("#urval dialog").wait_for(state="attached")
    page.evaluate(
        "const form = document.querySelector('#urval dialog');"
        "window.late = [form.parentNode, form]; form.remove()"
    )
    page.get_by_role("button", name=SWEDISH.narrow).click()
    page.evaluate("window.late[0].append(window.late[1])")
    page.get_by_label(SWEDISH.last_year).select_option("2019")
    page.keyboard.press("Escape")
    page.locator("#urval dialog").wait_for(state="hidden")


def test_the_switch_leads_to_english_and_back(visit: Visit) -> None:
    visit.open()
    visit.page.get_by_role("link", name="English").click()
    visit.page.get_by_role("heading", name=ENGLISH.welcome).wait_for()
    visit.wait_until_ready()
    assert visit.page.locator("html").get_attribute("lang") == "en"
    answer = visit.ask("Vem utsågs till ny hamnkapten?")
    answer.locator("a.bricka").click()
    source = visit.page.frame_locator("iframe[name=kalla]")
    source.get_by_text(ENGLISH.reference).first.wait_for()
    visit.page.get_by_role("link", name="Svenska").click()
    visit.page.get_by_role("heading", name=SWEDISH.welcome).wait_for()


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    visit.open()
    page = visit.page
    visit.ask("Vem utsågs till ny hamnkapten?")
    page.locator("a.nr").focus()
    page.keyboard.press("Enter")
    page.frame_locator("iframe[name=kalla]").locator("mark").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".kallpanel").is_hidden()
    assert page.locator("a.nr").evaluate("link => link === document.activeElement")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_width_needs_sideways_scrolling(browser: Any, served: Served, scheme: str) -> None:
    visiting = Visit(browser, served.address, color_scheme=scheme)
    page = visiting.page
    page.set_viewport_size({"width": 320, "height": 640})
    visiting.open()
    visiting.ask("Vem utsågs till ny hamnkapten?").locator("a.bricka").click()
    source = page.frame_locator("iframe[name=kalla]")
    source.locator("mark").wait_for()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for width in (320, 360, 768, 1280, 3840):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(overflow) <= 0, width
        assert source.locator("html").evaluate(f"() => {overflow}") <= 0, width
        assert page.locator(".kallpanel").bounding_box()["width"] >= min(width - 40, 380), width
        assert page.locator("#ruta .submit-button").bounding_box()["width"] > 40, width
        switch = page.locator("a.sprak").bounding_box()
        assert switch["x"] + switch["width"] <= width, width
    visiting.close()
    assert visiting.wrongs == []


def test_the_question_box_stays_in_the_window(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 1280, "height": 700})
    visit.open()
    for _ in range(3):
        visit.ask("Vem utsågs till ny hamnkapten?")
    visit.page.locator("a.bricka").first.click()
    visit.page.frame_locator("iframe[name=kalla]").locator("mark").wait_for()
    for top in ("0", "document.documentElement.scrollHeight"):
        visit.page.evaluate(f"scrollTo(0, {top})")
        visit.page.wait_for_function(
            "() => document.querySelector('#ruta').getBoundingClientRect().bottom <= innerHeight"
            " && document.querySelector('.kallpanel').getBoundingClientRect().bottom <= innerHeight"
        )


def test_a_finished_change_is_answered_from_at_once(browser: Any, served: Served) -> None:
    visiting = Visit(browser, served.address)
    visiting.open()
    assert SWEDISH.not_found not in visiting.ask("Vad kostar gästbryggan?").inner_text()
    first, second = meetings()
    served.archive.change((first,))
    try:
        assert SWEDISH.not_found in visiting.ask("Vad kostar gästbryggan?").inner_text()
        visiting.open()
        visiting.page.get_by_text("1 protokoll, 14 maj 2019").wait_for()
    finally:
        served.archive.change((first, replace(second)))
        served.archive.refresh()
    visiting.close()
    assert visiting.wrongs == []


@pytest.fixture(scope="module")
def real_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    archive = str(tmp_path_factory.mktemp("real") / "archive")
    command = [str(Path(sys.executable).with_name("protokollsvar"))]
    subprocess.run([*command, "index", str(REAL), "--archive", archive], check=True)
    with subprocess.Popen(
        [*command, "chat", "--archive", archive, "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = ""
        while not said.endswith("}\n") and (line := process.stdout.readline()):
            said += line
        yield json.loads(said)["address"].rstrip("/")
        process.terminate()


@pytest.mark.real
@pytest.mark.model
@pytest.mark.skipif(not REAL.is_dir(), reason="the real protocols are not here")
def test_the_real_protocols_from_the_command_line_to_the_cited_item(
    browser: Any, real_address: str
) -> None:
    visiting = Visit(browser, real_address, viewport={"width": 1280, "height": 800})
    visiting.open()
    answer = visiting.ask("vem utsågs till sekretariatschef?")
    assert answer.locator("strong.fakta").inner_text() == "Johan Lindberg"
    *chips, later = answer.locator("a.bricka").all()
    assert "Senare: David Nordling" in answer.inner_text()
    assert "29 september 2023" in later.inner_text()
    assert chips
    for chip in chips:
        assert "Kommundirektörsgruppen · 21 mars 2018 · punkt 6" in chip.inner_text()
    chips[0].click()
    source = visiting.page.frame_locator("iframe[name=kalla]")
    assert "Johan Lindberg" in source.locator("mark").inner_text()
    assert source.locator("#hanvisning").inner_text() == (
        "Kommundirektörsgruppens protokoll 2/2018, 2018-03-21, punkt 6"
    )
    visiting.close()
    assert visiting.wrongs == []
