"""A short run of the crash harness; `make crash` is the whole one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_nothing_is_lost_half_visible_or_wrong() -> None:
    script = Path(__file__).with_name("crashing.py")
    done = subprocess.run(
        [sys.executable, script, "--moments", "10", "--every", "45", "--seed", "7"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n0 lost, 0 half-visible, 0 wrong\n")
    for kind in ("random moment", "named point", "full file"):
        assert f"× {kind}" in done.stdout
