"""Pictures of every journey through the page, to be looked at.

    python tests/screenshots.py folder

Runs a server of its own over the demo, with the real model, where files can be added.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from test_adding import NEW

from browsing import CHROMIUM, FLAGS
from eval.archives import DEMO_PROTOCOLS

WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
QUESTION = "Hur mycket utökades anslaget för upprustningen av Tallbadet?"


class Camera:
    """One visitor and the pictures taken of what they see."""

    def __init__(self, browser: Any, address: str, folder: Path) -> None:
        self._browser, self._address, self._folder = browser, address, folder

    def take(
        self,
        name: str,
        path: str,
        do: Callable[[Any], None] | None = None,
        size: dict[str, int] | None = None,
        *,
        whole: bool = False,
        **context: Any,
    ) -> None:
        """Open a page, do something there and take its picture."""
        visit = self._browser.new_context(viewport=size or WIDE, locale="sv-SE", **context)
        page = visit.new_page()
        page.set_default_timeout(120_000)
        page.goto(self._address + path)
        if do is not None:
            do(page)
        page.wait_for_timeout(500)
        page.screenshot(path=self._folder / f"{name}.png", full_page=whole)
        visit.close()


def asked(*questions: str, then: Callable[[Any], None] | None = None) -> Callable[[Any], None]:
    """Return what asks the questions in the chat, one after the other."""

    def do(page: Any) -> None:
        for number, question in enumerate(questions):
            page.wait_for_selector("#logg .example, #logg .svar")
            page.wait_for_selector("#ruta .submit-button")
            page.fill("#ruta textarea", question)
            page.keyboard.press("Enter")
            page.locator("#logg .bot-row .svar:not(.soker) .genomsokt").nth(number).wait_for()
            page.wait_for_selector("#ruta .submit-button")
        if then is not None:
            then(page)

    return do


def source(page: Any) -> None:
    """Open the source of the last answer beside it."""
    page.locator("a.bricka").last.click()
    page.frame_locator("iframe[name=kalla]").locator("mark").first.wait_for()


def page_picture(page: Any) -> None:
    """Show the page of the original, too."""
    source(page)
    frame = page.frame_locator("iframe[name=kalla]")
    frame.locator(".sidbild summary").click()
    frame.locator(".sidbild img").first.scroll_into_view_if_needed()
    page.wait_for_timeout(3000)


def dropped(page: Any) -> None:
    """Add a good file and an empty one."""
    files = [
        {"name": "hamnnämnden-juni.txt", "mimeType": "text/plain", "buffer": NEW.encode()},
        {"name": "tom.txt", "mimeType": "text/plain", "buffer": b""},
    ]
    page.set_input_files("#filer", files)
    page.get_by_role("link", name="Hamnnämndens protokoll").wait_for()
    page.get_by_text("Filen är tom.").wait_for()


def evaluated(page: Any) -> None:
    """Run a small question set."""
    line = {"id": "1", "type": "who", "question": QUESTION, "answer_any": ["7,5"]}
    none = {"id": "2", "type": "none", "question": "Var bor kungen?", "unanswerable": True}
    text = "\n".join(json.dumps(one) for one in (line, none))
    page.set_input_files(
        "#fil", {"name": "egna.jsonl", "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.get_by_role("button").last.click()
    page.get_by_text("nDCG@10").first.wait_for()


def narrowed(page: Any) -> None:
    """Open the form that narrows the search."""
    page.wait_for_selector("#logg .example")
    page.get_by_role("button", name="Begränsa sökningen").click()


def pictures(camera: Camera) -> None:
    """Take all of them."""
    follow_up = "Vilka reserverade sig?"
    nothing = "Hur hög är kyrkspiran i Tallberga?"
    camera.take("01-start", "/", lambda page: page.wait_for_selector("#logg .example"))
    camera.take("02-answer-and-source", "/", asked(QUESTION, then=source))
    camera.take("03-page-as-it-looks", "/", asked(QUESTION, then=page_picture))
    camera.take("04-follow-up", "/", asked(QUESTION, follow_up))
    camera.take("05-not-found", "/", asked(nothing))
    camera.take("06-filter", "/", narrowed)
    camera.take("07-filtered", "/?fran=2019&till=2019", asked(QUESTION))
    camera.take("08-archive", "/arkiv")
    camera.take("09-decisions", "/arkiv/beslut?ordning=belopp")
    camera.take("10-person", "/arkiv/person/monica-tegelby", whole=True)
    camera.take("11-adding", "/lagg-till", dropped)
    camera.take("12-evaluation", "/utvardering", evaluated)
    camera.take("13-english", "/en/", asked(QUESTION, then=source))
    camera.take("14-dark", "/", asked(QUESTION, then=source), color_scheme="dark")
    camera.take("15-phone", "/", asked(QUESTION), PHONE)
    camera.take("16-phone-320", "/", asked(QUESTION, then=source), NARROW)
    camera.take("17-phone-archive", "/arkiv", size=NARROW)
    camera.take("18-adding-dark", "/lagg-till", color_scheme="dark")


def main() -> None:
    """Serve the demo and take the pictures into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    command = [str(Path(sys.executable).with_name("protokollsvar"))]
    with tempfile.TemporaryDirectory() as kept:
        archive = str(sys.argv[2]) if len(sys.argv) > 2 else str(Path(kept, "arkiv"))
        subprocess.run([*command, "index", str(DEMO_PROTOCOLS), "--archive", archive], check=True)
        with subprocess.Popen(
            [*command, "chat", "--archive", archive, "--source", str(DEMO_PROTOCOLS),
             "--port", "0", "--json", "--allow-uploads"],
            stdout=subprocess.PIPE, text=True,
        ) as server:  # fmt: skip
            try:
                assert server.stdout is not None
                said = ""
                while not said.endswith("}\n") and (line := server.stdout.readline()):
                    said += line
                address = json.loads(said)["address"].rstrip("/")
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
                    pictures(Camera(browser, address, folder))
                    browser.close()
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
