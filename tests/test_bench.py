"""The side-by-side comparison, as far as it needs no other library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.beir import Benchmark
from eval.bench.__main__ import main, page, table
from eval.bench.systems import SYSTEMS, passages_of
from fakes import SharedWordsEmbedder

BENCHMARK = Benchmark(
    "hamn", {"d1": ("Hamnen", "Farleden muddras."), "d2": ("", "Avgiften höjs.")},
    {"q1": "När muddras farleden?"}, {"q1": {"d1": 1}}, "0",
)  # fmt: skip


def test_every_system_gets_the_passages_that_we_index() -> None:
    passages = passages_of(BENCHMARK, SharedWordsEmbedder())
    assert passages == [("d1", "Hamnen\nHamnen\nFarleden muddras."), ("d2", "\nAvgiften höjs.")]
    assert len(SYSTEMS) == 6


def test_the_table() -> None:
    row = {
        "measures": dict.fromkeys(("nDCG@10", "R@1", "R@10", "R@100", "MAP"), 0.75),
        "indexing": 1.26, "median": 0.0123, "memory": 512.4,
    }  # fmt: skip
    text = page([table(BENCHMARK, [("Protokollsvar", row)])], "python -m eval.bench hamn")
    assert "## hamn: 2 documents, 1 questions" in text
    assert "| Protokollsvar | .750 | .750 | .750 | .750 | .750 | 1.3 | 12.3 | 512 |" in text
    assert "`python -m eval.bench hamn`" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in rows}) == 1


def test_an_unknown_system_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--system", "finns inte"])
