"""The five real protocols: their structure, and questions about them, as a person read them.

The protocols lie beside the repository and are no part of it; without them these tests are
skipped. `real_expected.json` gives names of the scan as its OCR wrote them. A list where one
value is expected (a decision's kind, a body's name) means that each of them is right.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from eval.judging import Verdict, judge
from eval.questions import LabelledQuestion, load_questions
from index.archive import Archive
from index.embedding import load_embedder
from index.indexing import sync
from index.nouns import Attendee, Decision, Item, Meeting
from index.parsing import parse_document
from index.reading import read_document
from index.search import Searcher
from qa.assistant import ArchiveAssistant
from qa.nouns import Answer

HERE = Path(__file__).parent
PROTOCOLS = HERE.parent.parent / "shared" / "protocols"
EXPECTED: dict[str, dict[str, Any]] = json.loads(
    (HERE / "real_expected.json").read_text(encoding="utf-8")
)
QUESTIONS = load_questions(HERE / "real_questions.jsonl")
HEADER_FIELDS = (
    "body", "number", "date", "start_time", "end_time", "place", "chair", "secretary",
)  # fmt: skip

# A question that is lost is a "no" or a miss; nine in ten must be right, each with the right item
# cited. Refusals are held higher than follow-ups: a wrong answer costs more than a missing one.
MIN_ANSWERED = 0.9
MIN_REFUSED = 0.85
MIN_FOLLOW_UPS = 0.75

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not PROTOCOLS.is_dir(), reason="../shared/protocols (the real protocols) is not here"
    ),
]
# In these five files a point is one paragraph that begins with att; a bookmark may precede it.
_ATT_POINT = re.compile(r"(?:\[bookmark: \w+\])?(?:samt )?att\b(?:(?!\n\s*\n).)*", re.DOTALL)
each_file = pytest.mark.parametrize("name", sorted(EXPECTED))


def _meeting(name: str) -> Meeting:
    meetings = parse_document(read_document(PROTOCOLS / name, PROTOCOLS))
    assert len(meetings) == 1, f"{name} holds one meeting, {len(meetings)} were found"
    return meetings[0]


def _plain(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _fits(found: object, wanted: object) -> bool:
    if isinstance(found, tuple) and isinstance(wanted, tuple):
        return all(_fits(f, w) for f, w in zip(found, wanted, strict=True))
    return found in wanted if isinstance(wanted, list) else found == wanted


def _differences(
    what: str, found: Sequence[object], wanted: Sequence[object], limit: int = 40
) -> list[str]:
    """One readable line for each place where two lists part."""
    lines = [
        f"{what} {n}: found {f!r}, wanted {w!r}"
        for n, (f, w) in enumerate(zip(found, wanted, strict=False), 1)
        if not _fits(f, w)
    ]
    lines += [f"{what}: {w!r} is missing" for w in wanted[len(found) :]]
    lines += [f"{what}: {f!r} is too much" for f in found[len(wanted) :]]
    return lines[:limit]


def _own(item: Item) -> list[Decision]:
    """The decisions of `item` that belong to none of its sub-items."""
    return [
        decision
        for decision in item.decisions
        if not any(sub.start <= decision.start < sub.end for sub in item.sub_items)
    ]


@each_file
def test_header(name: str) -> None:
    meeting, wanted = _meeting(name), EXPECTED[name]
    found: dict[str, str | None] = {field: getattr(meeting, field) for field in HEADER_FIELDS}
    found["date"] = meeting.date.isoformat() if meeting.date else None
    wrong = [
        f"{field}: found {found[field]!r}, wanted {wanted[field]!r}"
        for field in HEADER_FIELDS
        if not _fits(_plain(found[field]), wanted[field])
    ]
    assert not wrong, "\n".join([name, *wrong])


def _person(attendee: Attendee) -> str:
    return _person_line(
        attendee.name, attendee.place, attendee.status.value, attendee.from_time, attendee.to_time
    )


def _person_line(
    name: str, place: str | None, status: str, came: str | None, left: str | None
) -> str:
    return f"{_plain(name)} | {_plain(place) or '-'} | {status} | {came or '-'} to {left or '-'}"


@each_file
def test_attendance(name: str) -> None:
    meeting = _meeting(name)
    found = [_person(attendee) for attendee in meeting.attendees]
    wanted = [
        _person_line(w["name"], w.get("place"), w["status"], w.get("from"), w.get("to"))
        for w in EXPECTED[name]["attendees"]
    ]
    wrong = [f"missing: {line}" for line in wanted if line not in found]
    wrong += [f"found:   {line}" for line in found if line not in wanted]
    wrong += [f"twice:   {line}" for line in sorted(set(found)) if found.count(line) > 1]
    roles = {_plain(attendee.name): attendee.role for attendee in meeting.attendees}
    wrong += [
        f"role of {w['name']}: found {roles.get(w['name'])!r}, wanted {w['role']!r}"
        for w in EXPECTED[name]["attendees"]
        if "role" in w and roles.get(w["name"]) != w["role"]
    ]
    assert not wrong, "\n".join([name, *wrong])
    for attendee in meeting.attendees:
        quoted = _plain(meeting.document.text[attendee.start : attendee.end])
        assert quoted == _plain(attendee.name)


@each_file
def test_items(name: str) -> None:
    found = [(item.number, _plain(item.title)) for item in _meeting(name).items]
    wanted = [(item["number"], item["title"]) for item in EXPECTED[name]["items"]]
    wrong = _differences("item", found, wanted)
    assert not wrong, "\n".join([name, *wrong])


@each_file
def test_sub_items(name: str) -> None:
    found = [
        f"{_plain(item.title)} > {_plain(sub.title)}"
        for item in _meeting(name).items
        for sub in item.sub_items
    ]
    wanted = [
        f"{item['title']} > {sub['title']}"
        for item in EXPECTED[name]["items"]
        for sub in item.get("sub_items", [])
    ]
    wrong = _differences("sub-item", found, wanted)
    assert not wrong, "\n".join([name, *wrong])


@each_file
def test_decisions(name: str) -> None:
    """Each att-point is a decision: as many as a person counts, and of the kind its verb says."""
    meeting = _meeting(name)
    wrong: list[str] = []
    for item, wanted in zip(meeting.items, EXPECTED[name]["items"], strict=False):
        subs = {_plain(sub.title): sub.decisions for sub in item.sub_items}
        pairs: list[tuple[str, Sequence[Decision], list[Any]]] = [
            (f"item {item.number}", _own(item), wanted["decisions"])
        ]
        pairs += [
            (f"sub-item {sub['title']}", subs.get(sub["title"], ()), sub["decisions"])
            for sub in wanted.get("sub_items", [])
        ]
        for what, decisions, kinds in pairs:
            wrong += _differences(f"{what}, decision", [d.kind.value for d in decisions], kinds)
            for decision in decisions:
                text = meeting.document.text[decision.start : decision.end]
                if not _ATT_POINT.fullmatch(text):
                    wrong.append(f"{what}: not one att-point: {text!r}")
    assert not wrong, "\n".join([name, *wrong])


@each_file
def test_warnings(name: str) -> None:
    messages = [warning.message for warning in _meeting(name).warnings]
    for pattern in EXPECTED[name]["warnings"]:
        assert any(re.search(pattern, message) for message in messages), (pattern, messages)
    if not EXPECTED[name]["warnings"]:
        assert messages == []


@each_file
def test_no_text_is_lost(name: str) -> None:
    """Header, items and furniture hold all that can be read; header and items never overlap."""
    meeting = _meeting(name)
    text = meeting.document.text
    assert (meeting.start, meeting.end) == (0, len(text))
    owner: list[str | None] = [None] * len(text)
    parts = [("header", meeting.header.start, meeting.header.end)]
    parts += [(f"item {i.number} {i.title}", i.start, i.end) for i in meeting.items]
    for part, start, end in parts:
        for at in range(start, end):
            assert owner[at] is None, f"{text[at - 20 : at + 20]!r} is in {owner[at]} and {part}"
            owner[at] = part
    for furniture in meeting.furniture:
        for at in range(furniture.start, furniture.end):
            owner[at] = owner[at] or f"furniture: {furniture.kind}"
    lost = re.findall(
        r"\S(?:.*\S)?", "".join(c if o is None else " " for c, o in zip(text, owner, strict=True))
    )
    assert not lost, f"{name}: in no header, item or furniture: {lost}"
    for item in meeting.items:
        at = item.start
        for sub in item.sub_items:
            assert at <= sub.start < sub.end <= item.end, f"{sub.title} lies outside {item.title}"
            at = sub.end
    ends = [0]
    for furniture in meeting.furniture:
        assert ends[-1] <= furniture.start < furniture.end <= len(text), furniture
        ends.append(furniture.end)


def _is_furniture(meeting: Meeting, at: int) -> bool:
    return any(f.start <= at < f.end for f in meeting.furniture)


def test_a_signature_page_is_furniture() -> None:
    meeting = _meeting("004_d8a61c535b47fd3c.txt")
    assert _is_furniture(meeting, meeting.document.text.index("Underskriftssida"))


def test_a_running_header_inside_an_item_is_furniture() -> None:
    # It is spelled otherwise (…direktörmöte) than the same line on the first page (…direktörsmöte).
    meeting = _meeting("004_d8a61c535b47fd3c.txt")
    at = meeting.document.text.rindex("Kommundirektörmöte i Familjen")
    assert any(item.start < at < item.end for item in meeting.items)
    assert _is_furniture(meeting, at)


# --- questions


class Judged(NamedTuple):
    """One question, its answer, and whether that is right."""

    question: LabelledQuestion
    answer: Answer
    verdict: Verdict

    def __str__(self) -> str:
        cited = ", ".join(f"{c.date} {c.item} {c.title}" for c in self.answer.citations) or "-"
        return (
            f"{self.question.id} {' > '.join([*self.question.history, self.question.question])}"
            f"\n    {self.verdict.reason}"
            f"\n    got {self.answer.status}: {_plain(self.answer.text)!r}, cited {cited}"
        )


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    """Every question with its judged answer, from an archive of the real protocols."""
    folder = tmp_path_factory.mktemp("real") / "archive"
    embedder = load_embedder()
    report = sync([PROTOCOLS], folder, embedder)
    assert (report.meetings, list(report.failed)) == (len(EXPECTED), [])
    archive = Archive.open(folder)
    assistant = ArchiveAssistant(archive, Searcher(archive, embedder))
    result = []
    texts = {meeting.document.path: meeting.document.text for meeting in archive.meetings()}
    for question in QUESTIONS:
        answer = assistant.ask(question.question, question.history)
        for citation in answer.citations:
            assert texts[citation.source][citation.start : citation.end] == citation.quote
        result.append(Judged(question, answer, judge(question, answer)))
    return result


def _share_right(judged: list[Judged]) -> float:
    lost = [j for j in judged if not j.verdict.right]
    share = 1 - len(lost) / len(judged)
    print(f"\n{len(judged) - len(lost)} of {len(judged)} right", *lost, sep="\n")  # noqa: T201
    return share


@pytest.mark.model
def test_answers_are_right_and_cite_the_right_item(judged: list[Judged]) -> None:
    asked = [j for j in judged if not (j.question.history or j.question.unanswerable)]
    assert _share_right(asked) >= MIN_ANSWERED


@pytest.mark.model
def test_what_is_not_in_the_protocols_is_not_answered(judged: list[Judged]) -> None:
    assert _share_right([j for j in judged if j.question.unanswerable]) >= MIN_REFUSED


@pytest.mark.model
def test_follow_ups_are_understood(judged: list[Judged]) -> None:
    assert _share_right([j for j in judged if j.question.history]) >= MIN_FOLLOW_UPS


def test_the_question_set_is_whole() -> None:
    """At least 10 answerable questions a protocol, 15 unanswerable, 8 follow-ups."""
    plain = [q for q in QUESTIONS if not (q.history or q.unanswerable)]
    for name, meeting in EXPECTED.items():
        day = dt.date.fromisoformat(meeting["date"])
        assert sum(day in question.meetings for question in plain) >= 10, name
    assert sum(question.unanswerable for question in QUESTIONS) >= 15
    assert sum(bool(question.history) for question in QUESTIONS) >= 8
