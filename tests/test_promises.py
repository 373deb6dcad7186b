"""Every promise of SECURITY.md names the test that holds it, and these tests exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def promises(text: str) -> list[tuple[str, list[str]]]:
    """Return the rows of the table of promises: what is promised, and what its cell names."""
    section = text.partition("## What is promised")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return [(row[0].strip(), re.findall(r"`([^`]+)`", row[-1])) for row in rows[1:]]


def fault(name: str) -> str | None:
    """Return why a named test does not hold a promise; None if it does."""
    file, _, test = name.partition("::")
    if file.startswith("make "):
        return None if file.removeprefix("make ") in TARGETS else "no such target"
    path = ROOT / file
    if not path.is_file() or not test:
        return "no such file" if test else "a file is no test: name the function"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == test:
            skips = [ast.unparse(one) for one in node.decorator_list if "skip" in ast.unparse(one)]
            return "it may be skipped" if skips else None
    return "no such test"


ROWS = promises((ROOT / "SECURITY.md").read_text(encoding="utf-8"))


def test_there_are_promises() -> None:
    assert len(ROWS) > 15


@pytest.mark.parametrize(("promise", "names"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_every_promise_names_tests_that_exist(promise: str, names: list[str]) -> None:
    assert [name for name in names if name.startswith("tests/")], promise
    assert {name: fault(name) for name in names if fault(name)} == {}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tests/test_promises.py", "a file is no test: name the function"),
        ("tests/test_promises.py::test_of_nothing", "no such test"),
        ("tests/test_nothing.py::test_x", "no such file"),
        ("make nothing", "no such target"),
        ("tests/test_promises.py::test_there_are_promises", None),
        ("make crash", None),
    ],
)
def test_a_name_that_holds_nothing_is_seen(name: str, said: str | None) -> None:
    assert fault(name) == said
