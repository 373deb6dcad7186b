"""The gate lets through what is as good as before, and names the questions of what is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.comparing import compare
from eval.gate import load_figures, main, worsened, write_figures
from eval.measures import Ratio
from eval.running import Evaluation, Result
from index.errors import QuestionError

NAMES = ("nDCG@10", "answer_accuracy")


def run(right: int, of: int = 100) -> Evaluation:
    results = tuple(
        Result(
            id=f"f{n}",
            type="who",
            question=f"Fråga {n}?",
            scores={name: Ratio(float(n < right), 1) for name in NAMES},
            right=n < right,
            given="Svar",
        )
        for n in range(of)
    )
    return Evaluation("demo", results, 1.0, NAMES)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "figures.json"
    write_figures(run(90), path)
    return path


@pytest.mark.parametrize(("right", "worse"), [(90, False), (95, False), (87, False), (80, True)])
def test_only_what_is_significantly_worse_is_stopped(path: Path, right: int, worse: bool) -> None:
    fault = worsened(compare(load_figures(path), run(right)))
    assert bool(fault) is worse
    if worse:
        assert "answer_accuracy fell from 0.900 to 0.800" in fault
        assert "lost: f89 Fråga 89?" in fault
        assert "f90" not in fault


def test_a_kept_run_is_read_as_it_was(path: Path) -> None:
    kept = load_figures(path)
    assert kept.measures() == run(90).measures()
    assert compare(kept, run(90)).lost == ()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 103, "one question a line"


def test_a_question_that_is_new_is_no_change(path: Path) -> None:
    longer = run(91, of=120)
    assert not worsened(compare(load_figures(path), longer))
    assert not worsened(compare(load_figures(path), replace(longer, results=longer.results[:95])))


@pytest.mark.parametrize("text", ["", "[]", '{"measures": {}}', '{"questions": {"a": 1}}'])
def test_a_file_of_something_else_is_said(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError, match="cannot be read as figures"):
        load_figures(path)


def test_wrong_usage() -> None:
    assert main(["--skriv"]) == 2
