"""Question sets are read strictly, and answers judged by the written rule."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from eval.judging import judge, plain_number
from eval.questions import LabelledQuestion, load_questions, parse_questions
from index.errors import QuestionError
from qa.nouns import Answer, Citation, Searched, Sentence

GOOD: dict[str, Any] = {
    "id": "a",
    "type": "who",
    "question": "Vem valdes till hamnkapten?",
    "meetings": ["2019-05-14"],
    "answer_any": ["Signe Holmkvist"],
}


def line(**changes: Any) -> str:
    return json.dumps({**GOOD, **changes}, ensure_ascii=False)


def test_a_whole_line_is_read() -> None:
    (question,) = parse_questions(
        line(history=["Vem slutade?"], items=["§ 2"], meetings_all=True, answer_regex="Holm.*"),
        "set",
    )
    assert question == LabelledQuestion(
        id="a",
        type="who",
        question="Vem valdes till hamnkapten?",
        history=("Vem slutade?",),
        meetings=(dt.date(2019, 5, 14),),
        meetings_all=True,
        items=("§ 2",),
        answer_any=("Signe Holmkvist",),
        answer_regex="Holm.*",
    )


def test_blank_lines_are_passed_over() -> None:
    text = line() + "\n\n" + line(id="b") + "\n"
    assert [question.id for question in parse_questions(text, "set")] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no question"),
        ("\n \n", "holds no question"),
        ("{", "line 1: no valid JSON"),
        ("[1]", "line 1: found [1], wanted a JSON object"),
        (line() + "\n" + line(), 'line 2: the id "a" is already that of line 1'),
        (line(answers=["x"]), 'line 1: unknown field "answers"'),
        (line(id=""), 'line 1: "id" is "", wanted a text'),
        (line(question=7), 'line 1: "question" is 7, wanted a text'),
        ('{"id": "a", "type": "who"}', 'line 1: the field "question" is missing'),
        (line(meetings=["14 maj 2019"]), 'line 1: "meetings" holds "14 maj 2019", wanted a date'),
        (line(meetings="2019-05-14"), 'line 1: "meetings" is "2019-05-14", wanted a list'),
        (line(items=[2]), 'line 1: "items" is 2, wanted a text'),
        (line(answer_regex="("), 'line 1: "answer_regex" is no regular expression'),
        (line(meetings_all="yes"), 'line 1: "meetings_all" is "yes", wanted true or false'),
        (line(meetings=[], meetings_all=True), "line 1: meetings_all without any meetings"),
        (line(unanswerable=True), "line 1: unanswerable, but it says what a right answer holds"),
        (line(meetings=[], answer_any=[]), "line 1: nothing says what a right answer is"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        parse_questions(text, "set")
    assert message in str(caught.value)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="does not exist"):
        load_questions(tmp_path / "none.jsonl")
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(line().encode() + "\nå".encode("latin-1"))
    with pytest.raises(QuestionError, match="is not UTF-8"):
        load_questions(latin)


def test_a_folder_is_one_set(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"holds no \.jsonl file"):
        load_questions(tmp_path)
    (tmp_path / "b.jsonl").write_text(line(id="b"), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(line(id="a"), encoding="utf-8")
    assert [question.id for question in load_questions(tmp_path)] == ["a", "b"]
    (tmp_path / "c.jsonl").write_text(line(id="b"), encoding="utf-8")
    with pytest.raises(
        QuestionError, match=r"c.jsonl, line 1: the id \"b\" is already in .*b.jsonl"
    ):
        load_questions(tmp_path)


def citation(day: str, item: str | None) -> Citation:
    date = dt.date.fromisoformat(day)
    return Citation(1, "id", "Hamnrådet", "1/2019", date, item, "Titel", "q", "a.txt", 0, 1, 1)


def answer(text: str, *citations: Citation) -> Answer:
    numbers = tuple(range(1, len(citations) + 1))
    return Answer(
        question="?",
        standalone_question="?",
        status="answered" if text else "not_found",
        sentences=(Sentence(text, numbers),) if text else (),
        highlight=None,
        citations=citations,
        searched=Searched(1, None, None),
        seconds=0.0,
    )


MAY, JUNE = "2019-05-14", "2019-06-11"


@pytest.mark.parametrize(
    ("label", "given", "right"),
    [
        ({}, answer("Hamnrådet utsåg Signe Holmkvist.", citation(MAY, "2")), True),
        ({}, answer("hamnrådet utsåg SIGNE HOLMKVIST.", citation(MAY, "2")), True),
        ({}, answer("utsåg Signe\nHolmkvist", citation(MAY, "2")), True),
        ({}, answer("Hamnrådet utsåg Ove Lindskog.", citation(MAY, "2")), False),
        ({}, answer("Hamnrådet utsåg Signe Holmkvist.", citation(JUNE, "2")), False),
        ({}, answer(""), False),
        ({"items": ["2"]}, answer("Signe Holmkvist", citation(MAY, "§ 2")), True),
        ({"items": ["§ 2"]}, answer("Signe Holmkvist", citation(MAY, "2.")), True),
        ({"items": ["3", "2"]}, answer("Signe Holmkvist", citation(MAY, "2")), True),
        ({"items": ["3"]}, answer("Signe Holmkvist", citation(MAY, "2")), False),
        ({"items": ["3"]}, answer("Signe Holmkvist", citation(MAY, None)), False),
        # The right item of the wrong meeting and the wrong item of the right one do not add up.
        (
            {"items": ["2"]},
            answer("Signe Holmkvist", citation(MAY, "3"), citation(JUNE, "2")),
            False,
        ),
        ({"meetings": [MAY, JUNE]}, answer("Signe Holmkvist", citation(JUNE, "2")), True),
        (
            {"meetings": [MAY, JUNE], "meetings_all": True},
            answer("Signe Holmkvist", citation(JUNE, "2")),
            False,
        ),
        (
            {"meetings": [MAY, JUNE], "meetings_all": True},
            answer("Signe Holmkvist", citation(JUNE, "2"), citation(MAY, "1")),
            True,
        ),
        ({"answer_any": ["Vik", "Holmkvist"]}, answer("Holmkvist", citation(MAY, "2")), True),
        ({"answer_all": ["Holmkvist"]}, answer("Signe Holmkvist", citation(MAY, "2")), True),
        ({"answer_all": ["1 september"]}, answer("Signe Holmkvist", citation(MAY, "2")), False),
        ({"answer_any": [], "answer_regex": "80\\s0"}, answer("180 000", citation(MAY, "")), True),
        ({"answer_any": [], "answer_regex": "^180$"}, answer("180 000", citation(MAY, "2")), False),
        # A citation's mark is no part of the answer.
        ({"answer_any": ["1"]}, answer("Signe", citation(MAY, "2")), False),
        ({"answer_any": [], "unanswerable": True}, answer(""), True),
        ({"answer_any": [], "unanswerable": True}, answer("Signe", citation(MAY, "2")), False),
    ],
)  # fmt: skip
def test_judging(label: dict[str, Any], given: Answer, right: bool) -> None:
    (question,) = parse_questions(line(**label), "set")
    verdict = judge(question, given)
    assert verdict.right is right
    assert bool(verdict.reason) is not right


def test_right_citations_are_counted() -> None:
    (question,) = parse_questions(line(items=["2"]), "set")
    verdict = judge(question, answer("Signe Holmkvist", citation(MAY, "2"), citation(MAY, "3")))
    assert (verdict.citations, verdict.right_citations) == (2, 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("§ 27", "27", True),
        ("39 §", "§ 39", True),
        ("09.15", "9:15", True),
        ("09.05", "9.5", False),
        ("KF § 18", "18", True),
        ("9.", "9", True),
        ("12 a", "§ 12A", True),
        ("12 a", "12", False),
        ("2", "12", False),
        ("Tema", "tema", True),
    ],
)
def test_item_numbers_without_their_dress(one: str, other: str, same: bool) -> None:
    assert (plain_number(one) == plain_number(other)) is same
