"""TREC run files: read strictly, written so that they are read the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.trec import is_run, read_run, run_text
from index.errors import QuestionError

GOOD = "q1 Q0 d2 1 0.5 x\nq1 Q0 d1 2 0.9 x\n\nq2\tQ0\td1\t1\t1e-3\tx\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.trec"


def test_the_score_decides_the_order(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    assert is_run(path)
    run = read_run(path, {"q1", "q2"}, {"d1", "d2"})
    assert run == {"q1": [("d1", 0.9), ("d2", 0.5)], "q2": [("d1", 0.001)]}


def test_equal_scores_keep_the_files_order(path: Path) -> None:
    path.write_text("q Q0 b 1 1 x\nq Q0 a 2 1 x\n", encoding="utf-8")
    assert read_run(path, {"q"}, {"a", "b"}) == {"q": [("b", 1.0), ("a", 1.0)]}


def test_written_and_read_again(path: Path) -> None:
    run = {"q1": [("d2", 0.5), ("d1", 0.25)], "q2": [("d1", 1.0)]}
    path.write_text(run_text(run, "fused"), encoding="utf-8")
    assert read_run(path, {"q1", "q2"}, {"d1", "d2"}) == run
    assert path.read_text(encoding="utf-8").splitlines()[0] == "q1 Q0 d2 1 0.500000 fused"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("q1 Q0 d1 1 0.5\n", "line 1: found 5 columns, wanted 6"),
        ("q1 Q0 d1 1 0.5 x\nq1 Q0 d2 2 högt x\n", 'line 2: the score is "högt", wanted a number'),
        ("q1 Q0 d1 1 nan x\n", 'line 1: the score is "nan"'),
        ("q9 Q0 d1 1 0.5 x\n", 'line 1: no question has the id "q9"'),
        ("q1 Q0 d9 1 0.5 x\n", 'line 1: no document has the id "d9"'),
        ("q1 Q0 d1 1 2 x\nq1 Q0 d1 2 1 x\n", '"d1" is already found for "q1" in line 1'),
    ],
)
def test_what_is_wrong_is_said_with_its_line(path: Path, text: str, message: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError) as caught:
        read_run(path, {"q1"}, {"d1", "d2"})
    assert message in str(caught.value)


def test_an_id_with_a_space_is_refused() -> None:
    with pytest.raises(QuestionError, match='the id "d 1" holds a space'):
        run_text({"q": [("d 1", 1.0)]}, "x")


@pytest.mark.parametrize("text", ['{"name": "a b c d e f"}', "", "a b"])
def test_what_is_no_run(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    assert not is_run(path)


def test_a_file_that_is_missing_or_no_text(path: Path) -> None:
    with pytest.raises(QuestionError, match="does not exist"):
        read_run(path, set(), set())
    path.write_bytes(b"q1 \xff")
    with pytest.raises(QuestionError, match="is not UTF-8"):
        read_run(path, set(), set())
