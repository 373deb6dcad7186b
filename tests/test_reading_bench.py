"""Reading alone: what is asked, how windows are cut, and the figures, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.bench.squad import (
    Asked,
    ByEmbedding,
    ByReader,
    Found,
    by_words,
    held_out,
    measured,
    page,
    roc_area,
    token_f1,
)
from eval.held_out import held_articles
from fakes import SharedWordsEmbedder
from qa.reader import Reader, Reading

PASSAGE = "Hamnen är djup. Farleden muddras i maj. Avgiften höjs."


class FirstWord(Reader):
    """Answers with the first word of each window; surer of the longer ones."""

    def read_many(self, question: str, contexts: object) -> list[Reading]:
        assert isinstance(contexts, list)
        return [Reading(len(one) / 100, 0, one.index(" "), len(one)) for one in contexts]


def test_a_long_passage_is_read_in_windows_of_whole_sentences() -> None:
    first, second = "Kort text. " * 5, "Lång mening om hamnen. " * 26
    found = ByReader(FirstWord())("Vad?", first + second)
    assert found.highlight == "Kort"
    assert 5 < found.sure <= 6


def test_the_floors_take_whole_sentences() -> None:
    question = "När muddras farleden?"
    assert by_words(question, PASSAGE) == Found("Farleden muddras i maj.", 15 / 18)
    near = ByEmbedding(SharedWordsEmbedder())(question, PASSAGE)
    assert near.highlight == "Farleden muddras i maj."
    assert by_words("???", "").highlight == ""


@pytest.mark.parametrize(
    ("ours", "theirs", "f1"),
    [
        ("i maj", "Maj.", 2 / 3),
        ("maj", "juni", 0.0),
        ("den 5 maj", "den 5 maj", 1.0),
        ("maj maj", "maj", 2 / 3),
        ("", "maj", 0.0),
    ],
)
def test_token_f1(ours: str, theirs: str, f1: float) -> None:
    assert token_f1(ours, theirs) == pytest.approx(f1)


def test_the_area_counts_a_tie_half() -> None:
    assert roc_area(np.array([1.0, 3.0]), np.array([0.0, 3.0])) == pytest.approx((2 + 0.5) / 4)


def test_the_figures() -> None:
    asked = [
        Asked("När?", PASSAGE, ("i maj", "maj")), Asked("Var?", PASSAGE, ("Hamnen",)),
        Asked("Vem?", PASSAGE, ()),
    ]  # fmt: skip
    given = {"När?": Found("Maj.", 0.9), "Var?": Found("höjs", 0.2), "Vem?": Found("djup", 0.5)}
    figures = measured(asked, lambda question, _: given[question])
    assert (figures.exact, figures.f1, figures.area) == (0.5, 0.5, 0.5)
    text = page(asked, {"the reader": figures})
    assert "2 questions with and 1 without" in text
    assert "| the reader | .500 | .500 |" in text


def test_whole_articles_are_held_out_until_there_are_enough_of_both_kinds(tmp_path: Path) -> None:
    titles = {f"p{k}": f"artikel {k // 2}" for k in range(20)}
    asked = [(f"p{k % 20}", k % 40 < 20) for k in range(8000)]
    held = held_articles(titles, asked)
    assert len(held) == 3  # 800 questions each: two hold 800 of both kinds, three 1,200
    assert held == held_articles(titles, asked[::-1])
    with (tmp_path / "corpus.jsonl").open("w") as file:
        for key, title in titles.items():
            file.write(json.dumps({"_id": key, "title": title, "text": "Text."}) + "\n")
    with (tmp_path / "queries.jsonl").open("w") as file:
        for k, (key, answered) in enumerate(asked):
            extra = {"answers": ["Text"]} if answered else {}
            record = {"_id": f"q{k}", "text": titles[key], "metadata": {"asked_about": key} | extra}
            file.write(json.dumps(record) + "\n")
    chosen = held_out(tmp_path, 50)
    assert [bool(one.answers) for one in chosen] == [True] * 50 + [False] * 50
    assert {one.question for one in chosen} <= held
