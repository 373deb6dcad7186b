"""axe-core finds nothing to complain of on any page, in both themes; and it can complain."""

from __future__ import annotations

from typing import Any

import pytest

from browsing import IN_BROWSER, Served, Visit
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


def test_a_broken_rule_is_seen(browser: Any, served: Served) -> None:
    visiting = Visit(browser, served.address, bypass_csp=True)
    visiting.page.goto(served.address + "/arkiv")
    visiting.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [each.split(":")[0] for each in violations(visiting.page)] == ["image-alt"]
    visiting.close()
