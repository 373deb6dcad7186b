"""Labelled question sets: one JSON object a line, read strictly."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import QuestionError


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question and what a right answer to it says and cites."""

    id: str
    type: str  # "who", "when", "money", …: the measures are also given for each
    question: str
    history: tuple[str, ...] = ()  # the questions asked before it, oldest first
    meetings: tuple[dt.date, ...] = ()  # a citation is of one of these meetings …
    meetings_all: bool = False  # … or, if true, there is one of each
    items: tuple[str, ...] = ()  # … and of one of these item numbers; empty: of any item
    answer_any: tuple[str, ...] = ()  # one of these is in the answer
    answer_all: tuple[str, ...] = ()  # all of these are in the answer
    answer_regex: str | None = None  # this matches somewhere in the answer
    unanswerable: bool = False  # the right answer is not_found


def load_questions(path: Path) -> tuple[LabelledQuestion, ...]:
    """Read the question set in the file `path`, or all in the folder `path`, by name.

    Raises QuestionError, which says the file and line and what is wrong there.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise QuestionError(f"{path} holds no .jsonl file; give a question set")
    questions: list[LabelledQuestion] = []
    taken: dict[str, str] = {}
    for file in files:
        questions += parse_questions(_text(file), str(file), taken)
        taken |= {question.id: str(file) for question in questions if question.id not in taken}
    return tuple(questions)


def parse_questions(
    text: str, name: str, taken: Mapping[str, str] | None = None
) -> tuple[LabelledQuestion, ...]:
    """Read a question set from `text`; blank lines are passed over, `name` is for the errors.

    `taken` says in which other file an id stands already.
    """
    questions: list[LabelledQuestion] = []
    first_line: dict[str, int] = {}
    # Not splitlines(): U+2028 and its like may stand in a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            question = _parse_line(line)
        except _LineError as error:
            raise QuestionError(f"{name}, line {number}: {error}") from None
        if question.id in first_line:
            raise QuestionError(
                f'{name}, line {number}: the id "{question.id}" is already that of line '
                f"{first_line[question.id]}; ids must be unique"
            )
        if taken and question.id in taken:
            raise QuestionError(
                f'{name}, line {number}: the id "{question.id}" is already in {taken[question.id]}'
            )
        first_line[question.id] = number
        questions.append(question)
    if not questions:
        raise QuestionError(f"{name} holds no question; write one JSON object a line")
    return tuple(questions)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise QuestionError(
            f"{file} does not exist; give a question set with one JSON object a line"
        ) from None
    except UnicodeDecodeError as error:
        raise QuestionError(f"{file} is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise QuestionError(f"{file} cannot be read: {error.strerror}") from error


class _LineError(Exception):
    """What is wrong with one line."""


def _parse_line(line: str) -> LabelledQuestion:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise _LineError(f"no valid JSON ({error.msg} at column {error.colno})") from None
    if not isinstance(record, dict):
        raise _LineError(f"found {json.dumps(record)[:40]}, wanted a JSON object")
    unknown = sorted(record.keys() - _FIELDS.keys())
    if unknown:
        raise _LineError(f'unknown field "{unknown[0]}"; the fields are {", ".join(_FIELDS)}')
    for field in ("id", "type", "question"):
        if field not in record:
            raise _LineError(f'the field "{field}" is missing')
    question = LabelledQuestion(**{key: _FIELDS[key](key, record[key]) for key in record})
    _check(question)
    return question


def _check(question: LabelledQuestion) -> None:
    expects = bool(question.answer_any or question.answer_all or question.answer_regex)
    if question.unanswerable and (expects or question.items):
        raise _LineError("unanswerable, but it says what a right answer holds; remove one of them")
    if not question.unanswerable and not (expects or question.meetings):
        raise _LineError(
            "nothing says what a right answer is; give answer_any, answer_all, answer_regex or "
            "meetings, or set unanswerable"
        )
    if question.meetings_all and not question.meetings:
        raise _LineError("meetings_all without any meetings")


def _one_text(field: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _LineError(f'"{field}" is {json.dumps(value)}, wanted a text that is not empty')
    return value


def _texts(field: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _LineError(f'"{field}" is {json.dumps(value)}, wanted a list of texts')
    return tuple(_one_text(field, each) for each in value)


def _dates(field: str, value: Any) -> tuple[dt.date, ...]:
    dates = []
    for each in _texts(field, value):
        try:
            dates.append(dt.date.fromisoformat(each))
        except ValueError:
            raise _LineError(f'"{field}" holds "{each}", wanted a date like 2018-03-21') from None
    return tuple(dates)


def _flag(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _LineError(f'"{field}" is {json.dumps(value)}, wanted true or false')
    return value


def _pattern(field: str, value: Any) -> str | None:
    if value is None:
        return None
    pattern = _one_text(field, value)
    try:
        re.compile(pattern)
    except re.error as error:
        raise _LineError(f'"{field}" is no regular expression: {error}') from None
    return pattern


_FIELDS: dict[str, Callable[[str, Any], Any]] = {
    "id": _one_text,
    "type": _one_text,
    "question": _one_text,
    "history": _texts,
    "meetings": _dates,
    "meetings_all": _flag,
    "items": _texts,
    "answer_any": _texts,
    "answer_all": _texts,
    "answer_regex": _pattern,
    "unanswerable": _flag,
}
