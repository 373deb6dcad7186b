"""What is installed is what was pinned, under licences that allow it, and nothing is fetched."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

import dependencies

ROOT = Path(__file__).parent.parent


def pins(text: str) -> dict[str, str]:
    """Return the versions of constraints.txt by their packages' names."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {
        canonicalize_name(name): version
        for name, _, version in (line.partition("==") for line in lines)
    }


PINS = pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))


def test_every_pin_is_one_exact_version() -> None:
    assert len(PINS) > 100
    assert not [name for name, version in PINS.items() if not re.fullmatch(r"[\w.]+", version)]


def test_everything_that_comes_along_is_pinned_at_the_installed_version() -> None:
    found = {one.name: one.version for one in dependencies.packages(["test"])}
    assert {"torch", "gradio", "pytest", "starlette"} <= found.keys()
    assert {
        name: (version, PINS.get(name))
        for name, version in found.items()
        if PINS.get(name) != version
    } == {}


def test_every_licence_allows_it_and_is_listed() -> None:
    assert {
        one.name: dependencies.refused(one.licence)
        for one in dependencies.packages()
        if dependencies.refused(one.licence)
    } == {}
    listed = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert listed == dependencies.table(), "run: make licences"


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", []),
        ("GPL-3.0-only OR MIT", []),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", []),
        ("Apache-2.0 WITH LLVM-exception AND MIT", []),
        ("MIT AND GPL-3.0-only", ["GPL-3.0-only"]),
        ("LGPL-2.1-or-later", ["LGPL-2.1-or-later"]),
        ("not said", ["not said"]),
    ],
)
def test_a_licence_is_read_by_its_parts(licence: str, refused: list[str]) -> None:
    assert dependencies.refused(licence) == refused


@pytest.mark.model
def test_nothing_is_fetched_while_it_indexes_asks_and_serves(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "offline.py", tmp_path],
        check=False, capture_output=True, text=True, cwd=ROOT, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["answer"] == "answered"
    assert said["pages"] == {"/": 200, "/arkiv": 200, "/api/ask": 200, "/api": 200}
    assert said["fetched"] == []
    assert said["noticed"] == ["connect 192.0.2.1", "lookup arkiv.example"], "the guard works"
