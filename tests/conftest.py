"""What holds for all tests: a skip can be forbidden; the browser, and the page it visits."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from browsing import CHROMIUM, FLAGS, Served, Visit

FORBIDDEN = os.environ.get("PROTOKOLLSVAR_FORBID_SKIPS") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    # The real protocols belong to their owners: where they are not, nobody can install them.
    if FORBIDDEN and report.skipped and "real" not in item.keywords:
        report.outcome = "failed"
        report.longrepr = f"skipped where skipping is forbidden: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if FORBIDDEN and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped where skipping is forbidden: {report.longrepr}"
    return report


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """The app over the invented archive."""
    with Served() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium; ended with each module, since while it is there no other event loop can run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Any, served: Served) -> Iterator[Visit]:
    """One visitor of the invented archive, on whose page nothing may go wrong."""
    visiting = Visit(browser, served.address)
    yield visiting
    visiting.close()
    assert visiting.wrongs == []
