"""axe-core finds nothing to complain of on any page, in both themes; and it can complain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browsing import IN_BROWSER, Running, Served, Visit
from fake_archive import FakeArchive
from served_app import built, users_in
from ui.access import Guard
from ui.rights import LOGIN
from ui.words import SWEDISH

pytestmark = IN_BROWSER
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']"
PAGES = (
    "/arkiv",
    "/arkiv/beslut",
    "/arkiv/personer",
    "/arkiv/person/alva-brandt",
    "/punkt/hamn-2?start=700&end=760",
    "/punkt/hamn-2?panel=1",
    "/mote/hamnradet-2019-05-14",
    "/utvardering",
    "/api",
    "/nagot-annat",
)


def violations(page: Any) -> list[str]:
    """Return each rule that the page breaks, and where."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        f"""async () => (await axe.run(document, {{runOnly: {RULES}}})).violations.map(
        (rule) => rule.id + ': ' + rule.nodes.map((node) => node.html).join(' '))"""
    )
    return list(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule(browser: Any, served: Served, scheme: str) -> None:
    # Only the test may put axe into a page that forbids foreign scripts.
    visiting = Visit(browser, served.address, color_scheme=scheme, bypass_csp=True)
    for address in PAGES:
        visiting.page.goto(served.address + address)
        assert violations(visiting.page) == [], address
    visiting.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chat_breaks_no_rule(browser: Any, served: Served, scheme: str) -> None:
    visiting = Visit(browser, served.address, color_scheme=scheme)
    page = visiting.page
    visiting.open()
    assert violations(page) == []
    visiting.ask("Vem utsågs till ny hamnkapten?")
    visiting.ask("Var är gästbryggeriet?")
    page.locator(".verktyg .daligt").last.click()
    page.locator(".vidare button").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Samtal").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name=SWEDISH.narrow).click()
    assert violations(page) == []
    visiting.close()
    assert visiting.wrongs == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signing_in_breaks_no_rule(browser: Any, tmp_path: Path, scheme: str) -> None:
    app = built(FakeArchive(), tmp_path)
    with Running(app, Guard(app, "0.0.0.0", users_in(tmp_path))) as running:
        visiting = Visit(browser, running.address, color_scheme=scheme, bypass_csp=True)
        visiting.page.goto(running.address + LOGIN)
        assert visiting.page.locator("input[type=password]").count() == 1
        assert violations(visiting.page) == []
        visiting.page.locator("input[name=name]").fill("reader")
        visiting.page.locator("input[type=password]").fill("fel")
        visiting.page.keyboard.press("Enter")
        visiting.page.get_by_role("alert").wait_for()
        assert violations(visiting.page) == []
        button = visiting.page.get_by_role("button")
        assert button.evaluate("one => getComputedStyle(one).fontWeight") == "600", "our own look"
        visiting.close()


def test_a_broken_rule_is_seen(browser: Any, served: Served) -> None:
    visiting = Visit(browser, served.address, bypass_csp=True)
    visiting.page.goto(served.address + "/arkiv")
    visiting.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [each.split(":")[0] for each in violations(visiting.page)] == ["image-alt"]
    visiting.close()
