"""The evaluation page, asked over HTTP: choose, run, read; wrong files and strangers refused."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from eval.archives import DEMO_QUESTIONS
from eval.questions import LabelledQuestion, load_questions
from eval.saved import load_evaluation
from fake_archive import FakeArchive, FakeAssistant, meetings
from index.nouns import ANY, Filter, Hit, Meeting, Passage
from qa.nouns import Answer
from ui.evaluation_routes import demo_sets, evaluation_routes
from ui.front_door import FrontDoor
from ui.pages import pages

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "1", "type": "who", "question": "Vem utsågs till hamnkapten?",
        "meetings": ["2019-05-14"], "items": ["2"], "answer_any": ["Signe Holmkvist"],
    },
    {
        "id": "2", "type": "money", "question": "Vad kostar <b>muddringen</b> av inloppet?",
        "meetings": ["2019-05-14"], "items": ["1"], "answer_any": ["1 krona"],
    },
    {"id": "3", "type": "none", "question": "Var bor kungen?", "unanswerable": True},
]  # fmt: skip
FILE = "\n".join(json.dumps(question) for question in QUESTIONS)


@dataclass
class Live:
    """An archive that answers and searches, and can be held back."""

    archive: FakeArchive
    go: threading.Event = field(default_factory=threading.Event)
    broken: bool = False

    def __post_init__(self) -> None:
        self.assistant = FakeAssistant(self.archive)
        self.go.set()

    def refresh(self) -> bool:
        return self.archive.refresh()

    def meetings(self, where: Filter = ANY) -> list[Meeting]:
        return self.archive.meetings(where)

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        assert self.go.wait(20)
        if self.broken:
            raise RuntimeError("a defect in the assistant")
        return self.assistant.ask(question, history, where)

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        hits = []
        for meeting in self.archive.meetings():
            for item in meeting.all_items():
                passage = Passage(1, item.id, meeting.id, item.start, item.end, "")
                shared = sum(word in item.text for word in query.strip("?").split())
                legs = {"dense": 0.8, "words": float(shared)}
                hits.append(Hit(meeting, item, passage, shared / 9, legs))
        return sorted(hits, key=lambda hit: -hit.score)[:k]


@pytest.fixture
def live() -> Live:
    return Live(FakeArchive())


@pytest.fixture
def client(live: Live) -> TestClient:
    app = FastAPI()
    app.add_middleware(FrontDoor)
    app.include_router(pages(live.archive))
    app.include_router(evaluation_routes(live))
    return TestClient(app, headers={"accept": "text/html"})


def upload(client: TestClient, content: str | bytes = FILE, **options: Any) -> Any:
    files = {"file": ("egna.jsonl", content)}
    return client.post("/utvardering", files=files, follow_redirects=False, **options)


def finished(client: TestClient, address: str) -> Any:
    for _ in range(200):
        page = client.get(address)
        if 'http-equiv="refresh"' not in page.text:
            return page
        time.sleep(0.02)
    raise AssertionError("the run did not end")


def test_a_file_is_run_and_read(client: TestClient) -> None:
    assert "Ladda upp en frågefil" in client.get("/utvardering").text
    sent = upload(client)
    assert sent.status_code == 303
    page = finished(client, sent.headers["location"])
    assert page.status_code == 200
    assert "3 frågor på" in page.text
    assert page.text.count("<svg") == 2
    assert "Vem utsågs till hamnkapten?" in page.text
    assert "&lt;b&gt;muddringen&lt;/b&gt;" in page.text
    assert "<b>muddringen" not in page.text
    assert "första rätta ärendet på plats 1" in page.text
    assert "gemensamma ord: hamnkapten" in page.text
    assert re.search(r"nDCG@10.*?1,000", page.text, re.DOTALL)


def test_every_link_to_an_item_works(client: TestClient) -> None:
    page = finished(client, upload(client).headers["location"])
    links = set(re.findall(r'href="(/punkt/[^"#]+)', page.text))
    assert len(links) > 3
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_only_the_wrong_ones(client: TestClient) -> None:
    address = upload(client).headers["location"]
    finished(client, address)
    page = client.get(f"{address}?visa=fel").text
    assert "muddringen" in page
    assert "Vem utsågs till hamnkapten?" not in page
    assert "Visa alla" in page


def test_in_english(client: TestClient) -> None:
    assert "Upload a question file" in client.get("/utvardering?lang=en").text
    files = {"file": ("egna.jsonl", FILE)}
    sent = client.post("/utvardering?lang=en", files=files, follow_redirects=False)
    page = finished(client, sent.headers["location"])
    assert "3 questions in" in page.text
    assert "first right item at rank 1" in page.text
    assert "nDCG@10" in page.text
    assert "visa=fel#fragor" in page.text
    assert "&amp;visa" in page.text or "?lang=en&visa" in page.text


def test_while_it_runs_the_page_renews_itself_and_a_second_run_waits(
    client: TestClient, live: Live
) -> None:
    live.go.clear()
    address = upload(client).headers["location"]
    page = client.get(address).text
    assert 'http-equiv="refresh"' in page
    assert "0 av 3 frågor" in page
    assert client.get(f"{address}/html").status_code == 404
    busy = upload(client)
    assert busy.status_code == 409
    assert "En annan körning pågår" in busy.text
    live.go.set()
    finished(client, address)
    assert upload(client).status_code == 303


def test_a_defect_ends_the_run_and_not_the_page(client: TestClient, live: Live) -> None:
    live.broken = True
    page = finished(client, upload(client).headers["location"])
    assert "Körningen avbröts av ett fel" in page.text
    live.broken = False
    assert upload(client).status_code == 303


def test_downloads(client: TestClient, tmp_path: Path) -> None:
    address = upload(client).headers["location"]
    finished(client, address)
    report = client.get(f"{address}/html")
    assert report.headers["content-disposition"].startswith("attachment")
    assert "Evaluation: egna" in report.text
    path = tmp_path / "run.json"
    path.write_text(client.get(f"{address}/json").text, encoding="utf-8")
    assert len(load_evaluation(path).results) == 3
    assert client.get(f"{address}/pdf").status_code == 404


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "egna.jsonl holds no question"),
        ("{", "egna.jsonl, line 1: no valid JSON"),
        (FILE + "\n" + FILE, "line 4: the id &#34;1&#34; is already that of line 1"),
        (b"\xff", "is not UTF-8"),
        ("x" * 5_000_001, "Filen är större än 5 MB"),
    ],
)
def test_a_wrong_file_is_said(client: TestClient, content: str | bytes, message: str) -> None:
    sent = upload(client, content)
    assert sent.status_code == 422
    assert message in sent.text


def test_nothing_chosen_and_a_run_that_is_gone(client: TestClient) -> None:
    sent = client.post("/utvardering", data={"chosen": "finns-inte"})
    assert sent.status_code == 422
    assert "Välj en fråguppsättning" in sent.text
    gone = client.get("/utvardering/finns-inte")
    assert gone.status_code == 404
    assert "Körningen finns inte längre" in gone.text


def test_another_site_cannot_start_work(client: TestClient) -> None:
    sent = upload(client, headers={"origin": "https://annan.invalid"})
    assert sent.status_code == 403
    assert upload(client, headers={"origin": "null"}).status_code == 403
    assert upload(client, headers={"origin": "http://testserver"}).status_code == 303


def test_the_pages_run_no_foreign_script_and_post_to_us_alone(client: TestClient) -> None:
    policy = client.get("/utvardering").headers["content-security-policy"]
    assert "form-action 'self'" in policy
    assert "default-src 'none'" in policy


def test_the_demos_questions_are_offered_where_the_demo_is(live: Live) -> None:
    assert demo_sets(live) == {}
    days = {
        day
        for questions in _all_demo_sets().values()
        for question in questions
        for day in question.meetings
    }
    first = meetings()[0]
    live.archive.kept = tuple(replace(first, date=day) for day in days)
    assert set(demo_sets(live)) == {"samverkan", "tallberga"}


def _all_demo_sets() -> dict[str, tuple[LabelledQuestion, ...]]:
    return {path.stem: load_questions(path) for path in DEMO_QUESTIONS.glob("*.jsonl")}
