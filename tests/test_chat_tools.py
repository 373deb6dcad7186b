"""Beside the answers: the selection, what lies near, suggestions, feedback, exports."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from eval.questions import parse_questions
from fake_archive import FakeArchive, FakeAssistant, FakeSearcher
from index.nouns import ANY, Filter
from ui.catalogue import catalogue_of
from ui.conversation_routes import conversation_routes
from ui.exporting import Note, Paragraph, Turn, docx, markdown
from ui.feedback import Feedback, FeedbackError, FeedbackFile, evaluation_questions
from ui.live import LiveArchive
from ui.rendering import answer_html
from ui.selection import address_with, query_of, selection_text, where_of
from ui.suggesting import suggestions
from ui.words import ENGLISH, SWEDISH


@pytest.fixture
def live() -> LiveArchive:
    archive = FakeArchive()
    return LiveArchive(archive, FakeAssistant(archive), FakeSearcher(archive))


@pytest.fixture
def kept(tmp_path: Path) -> FeedbackFile:
    return FeedbackFile(tmp_path / "feedback.jsonl")


@pytest.fixture
def client(live: LiveArchive, kept: FeedbackFile) -> TestClient:
    app = FastAPI()
    app.include_router(conversation_routes(live, kept))
    return TestClient(app)


@pytest.mark.parametrize(
    ("query", "where", "said"),
    [
        ({}, ANY, ""),
        (
            {"organ": "Hamnrådet", "fran": "2018", "till": "2019"},
            Filter(dt.date(2018, 1, 1), dt.date(2019, 12, 31), "Hamnrådet"),
            "Hamnrådet, 2018–2019",
        ),
        (
            {"fran": "2019", "till": "2019"},
            Filter(dt.date(2019, 1, 1), dt.date(2019, 12, 31)),
            "2019",
        ),
        ({"fran": "2018-03-21"}, Filter(date_from=dt.date(2018, 3, 21)), "från 2018-03-21"),
        ({"person": "  Alva   Brandt "}, Filter(person="Alva Brandt"), "med Alva Brandt"),
        ({"fran": "förra året", "till": "9999999", "organ": " "}, ANY, ""),
        ({"fran": "2020", "till": "2018"}, ANY, ""),
        ({"fran": "0000"}, ANY, ""),
    ],
)
def test_the_selection_stands_in_the_address(
    query: dict[str, str], where: Filter, said: str
) -> None:
    assert where_of(query) == where
    assert selection_text(where, SWEDISH) == said
    assert where_of(query_of(where)) == where


def test_an_address_carries_the_selection() -> None:
    assert address_with("/", Filter(body="Å & Ö")) == "/?organ=%C3%85+%26+%C3%96"
    assert address_with("/", ANY) == "/"


def test_what_is_not_found_offers_what_lies_near_as_no_answer(live: LiveArchive) -> None:
    answer = live.ask("Vad kostar kyrkspiran i Grynnvik?")
    assert answer.status == "not_found"
    hits = live.search("avgifter gästbryggan", 1)
    html = answer_html(answer, SWEDISH, hits, Filter(body="Hamnrådet"))
    assert SWEDISH.nearest in html
    assert 'href="/punkt/hamn-7"' in html
    assert "Bara i urvalet Hamnrådet." in html
    assert "svarstext" not in html
    assert SWEDISH.nearest not in answer_html(answer, SWEDISH)


def test_near_items_are_escaped(live: LiveArchive) -> None:
    hits = live.search("Märkning skyltar", 1)
    assert hits[0].item.id == "hamn-3"
    html = answer_html(live.ask("Kyrkspiran?"), SWEDISH, hits)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_only_what_is_near_enough_is_offered(live: LiveArchive) -> None:
    assert [hit.item.id for hit in live.nearest("Vad beslutades om gästbryggan?")] == ["hamn-7"]
    assert live.nearest("xylofon") == []
    assert LiveArchive(FakeArchive(), FakeAssistant(FakeArchive())).nearest("gästbryggan") == []


def test_suggestions_are_answered_and_say_something_new(live: LiveArchive) -> None:
    question = "Vem utsågs till ny hamnkapten?"
    found = suggestions(live, question, [], ANY, SWEDISH)
    first = live.ask(question)
    for suggestion in found:
        following = live.ask(suggestion, [question])
        assert following.status == "answered"
        assert following.text != first.text
    assert question not in found


def test_what_was_not_found_suggests_what_lies_near(live: LiveArchive) -> None:
    found = suggestions(live, "Var är gästbryggeriet?", [], ANY, SWEDISH)
    assert found == ["Vad beslutades om avgifter för gästbryggan?"]


def test_a_matter_is_followed_over_its_meetings(live: LiveArchive) -> None:
    first, second = FakeArchive().kept
    again = replace(second.items[0], id="hamn-8", title="Muddring av inloppet, slutrapport")
    catalogue = catalogue_of((first, replace(second, items=(*second.items, again))))
    assert [item.id for item in catalogue.same_matter("hamn-1")] == ["hamn-1", "hamn-8"]
    assert catalogue.same_matter("hamn-2") == ()
    assert catalogue.same_matter("ingen") == ()


def test_a_case_number_decides_what_is_one_matter() -> None:
    first, second = FakeArchive().kept
    one = replace(first.items[0], reference="Dnr 2019/1")
    other = replace(second.items[0], reference="dnr 2019/1")
    catalogue = catalogue_of((replace(first, items=(one,)), replace(second, items=(other,))))
    assert [item.id for item in catalogue.same_matter("hamn-7")] == ["hamn-1", "hamn-7"]


def _verdict(**changes: Any) -> dict[str, Any]:
    return {
        "question": "Vem utsågs till ny hamnkapten?",
        "verdict": "up",
        "found": True,
        "answer": "att utse Signe Holmkvist",
        "highlight": "Signe Holmkvist",
        "citations": [{"n": 1, "reference": "Hamnrådet", "quote": "att utse", "item_id": "hamn-2"}],
        **changes,
    }


def test_a_verdict_is_kept_and_becomes_a_question(client: TestClient, kept: FeedbackFile) -> None:
    assert client.post("/samtal/omdome", json=_verdict()).json() == {"status": "kept"}
    (verdict,) = kept.all()
    assert verdict.citations == (
        {"item_id": "hamn-2", "date": "2019-05-14", "item": "2", "quote": "att utse"},
    )
    records = evaluation_questions(kept.all())
    (question,) = parse_questions("\n".join(map(json.dumps, records)), "feedback")
    assert question.meetings == (dt.date(2019, 5, 14),)
    assert question.items == ("2",)
    assert question.answer_any == ("Signe Holmkvist",)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"verdict": "down", "reason": "wrong"}, None),
        ({"verdict": "down", "reason": "should_refuse"}, True),
        ({"found": False, "citations": [], "highlight": None}, True),
        ({"found": False, "verdict": "down", "reason": "should_answer"}, None),
        ({"citations": [{"n": 1, "reference": "x", "item_id": "borta"}], "highlight": None}, None),
    ],
)
def test_only_what_says_what_is_right_becomes_a_question(
    client: TestClient, kept: FeedbackFile, changes: dict[str, Any], expected: bool | None
) -> None:
    client.post("/samtal/omdome", json=_verdict(**changes))
    records = evaluation_questions(kept.all())
    assert [record.get("unanswerable") for record in records] == ([expected] if expected else [])


def test_the_newest_verdict_counts(client: TestClient, kept: FeedbackFile) -> None:
    client.post("/samtal/omdome", json=_verdict())
    client.post("/samtal/omdome", json=_verdict(verdict="down", reason="wrong"))
    client.post("/samtal/omdome", json=_verdict(history=["Och sedan?"]))
    assert [record["history"] for record in evaluation_questions(kept.all())] == [["Och sedan?"]]


def test_another_sites_page_cannot_judge(client: TestClient, kept: FeedbackFile) -> None:
    refused = client.post(
        "/samtal/omdome", json=_verdict(), headers={"origin": "https://elsewhere.invalid"}
    )
    assert refused.status_code == 403
    own = client.post("/samtal/omdome", json=_verdict(), headers={"origin": "http://testserver"})
    assert own.status_code == 200
    assert len(kept.all()) == 1


@pytest.mark.parametrize(
    "changes",
    [{"question": ""}, {"question": "x" * 2001}, {"verdict": "maybe"}, {"reason": "odd"},
     {"comment": "x" * 2001}, {"citations": [{}]}],
)  # fmt: skip
def test_a_verdict_of_another_form_is_refused(
    client: TestClient, kept: FeedbackFile, changes: dict[str, Any]
) -> None:
    assert client.post("/samtal/omdome", json=_verdict(**changes)).status_code == 422
    assert kept.all() == []


def test_a_broken_line_of_feedback_is_named(kept: FeedbackFile) -> None:
    kept.path.write_text('{"verdict": "up"}\n', encoding="utf-8")
    with pytest.raises(FeedbackError, match="line 1"):
        kept.all()


def test_feedback_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    verdict = Feedback("", "up", "", "", "q", (), "answered", "", None, ())
    with pytest.raises(FeedbackError, match="PROTOKOLLSVAR_FEEDBACK"):
        FeedbackFile(tmp_path / "none" / "feedback.jsonl").add(verdict)


NOTE = Note(
    1, "Hamnrådets protokoll 3/2019, 2019-05-14, punkt 2", "Ny hamnkapten", "att *utse*\nSigne",
    "http://h/punkt/a_b?start=1#citat",
)  # fmt: skip
TURN = Turn(
    "# Vem & <b>?", (Paragraph("Signe\x07 Holmkvist", (1,)),), (NOTE,), "Sökt i 2 protokoll"
)


def test_a_conversation_as_markdown_has_its_citations_as_notes() -> None:
    text = markdown("Samtal", (TURN, TURN))
    assert text.count("## \\# Vem & \\<b\\>?") == 2
    assert "[^1]" in text
    assert (
        "[^2]: Hamnrådets protokoll 3/2019, 2019-05-14, punkt 2, Ny hamnkapten: "
        "”att \\*utse\\* Signe” <http://h/punkt/a_b?start=1#citat>"
    ) in text


def test_a_conversation_for_word_has_footnotes() -> None:
    from docx import Document

    content = docx("Samtal", (TURN, replace(TURN, paragraphs=())), SWEDISH)
    document = Document(BytesIO(content))
    assert [p.text for p in document.paragraphs][:3] == [
        "Samtal",
        "# Vem & <b>?",
        "Signe Holmkvist",
    ]
    assert SWEDISH.sources in [p.text for p in document.paragraphs]
    with zipfile.ZipFile(BytesIO(content)) as package:
        notes = package.read("word/footnotes.xml").decode()
        body = package.read("word/document.xml").decode()
    assert "”att *utse* Signe”" in notes
    assert body.count("footnoteReference") == 2


@pytest.mark.parametrize("form", ["md", "docx"])
def test_an_export_is_a_download(client: TestClient, form: str) -> None:
    turn = {
        "question": "Vem?",
        "paragraphs": [{"text": "Signe", "notes": [1]}],
        "citations": [{"n": 1, "reference": "Hamnrådet", "quote": "Signe"}],
    }
    body = {"name": "Hamn/kapten", "form": form, "lang": "en", "turns": [turn]}
    reply = client.post("/samtal/export", json=body)
    assert reply.status_code == 200
    assert f"Hamnkapten.{form}" in reply.headers["content-disposition"]
    assert client.post("/samtal/export", json={**body, "form": "exe"}).status_code == 422


def test_suggestions_over_http(client: TestClient) -> None:
    reply = client.post("/samtal/vidare", json={"question": "Var är gästbryggeriet?"})
    assert reply.json() == {"suggestions": ["Vad beslutades om avgifter för gästbryggan?"]}
    nowhere = client.post(
        "/samtal/vidare", json={"question": "Var är gästbryggeriet?", "query": {"organ": "Ingen"}}
    )
    assert nowhere.json() == {"suggestions": []}
    assert client.post("/samtal/vidare", json={"question": ""}).status_code == 422


def test_both_languages_name_the_same_things_to_the_script() -> None:
    from ui.script_words import SCRIPT_WORDS

    swedish, english = SCRIPT_WORDS["sv"], SCRIPT_WORDS["en"]
    assert swedish.keys() == english.keys()
    assert ENGLISH.lang == "en"
