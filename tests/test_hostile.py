"""A short run of the hostile requests and files; `make fuzz` is the whole one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import bombard
from hostile_answers import CANARY, Answered, Wrong, check
from hostile_files import PROTOCOL, hostile_files
from hostile_requests import SCRIPTS, Asked
from hostile_server import LIMITS, running

from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.indexing import sync

REQUESTS = 2_000
FILES = 12
SAFE = {"x-content-type-options": "nosniff", "content-type": "text/html"}
ASKED = Asked("GET", "/arkiv")


# Gradio 6.31 uses what pandas 3 is about to retire; both are outside this project.
@pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated")
@pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")
# Starlette leaves it to the collector to close the part that a broken form was in.
@pytest.mark.filterwarnings("ignore:Unclosed file .*SpooledTemporaryFile:ResourceWarning")
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
)
def test_no_hostile_request_or_file_gets_through() -> None:
    with running() as hostile:
        sent = bombard(hostile, REQUESTS, seed=1, most_files=FILES)
        assert sent >= REQUESTS
        # Most are refused; enough are let in that the app itself is tried.
        assert hostile.statuses[200] > REQUESTS / 10
        assert hostile.statuses[422] > 50
        assert len(hostile.archive.meetings()) > 3
        assert hostile.archive.verify() == []


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (500, SAFE, "fel"),
        (200, {}, "ok"),
        (200, SAFE, 'Traceback (most recent call last):\n  File "/x.py", line 1'),
        (200, SAFE, CANARY),
        (200, SAFE, "root:x:0:0:root"),
        (200, SAFE | {"set-cookie": "a=1; x=1"}, "ok"),
        *((200, SAFE, f"<p>{one}</p>") for one in SCRIPTS if "<" in one and "title" not in one),
        (200, SAFE, "<a href=' javascript:zqx(1)'>x</a>"),
        (200, SAFE, "<form action=javascript:zqx(1)><input value=x onfocus=zqx(1)></form>"),
        (200, SAFE, "<iframe srcdoc='<b onclick=zqx(1)>'></iframe>"),
        (200, SAFE, "<script>let a = zqx(1)</script>"),
    ],
)
def test_the_harness_sees_what_must_not_be(status: int, headers: dict[str, str], said: str) -> None:
    with pytest.raises(Wrong):
        check(ASKED, Answered(status, headers, said.encode()))


@pytest.mark.parametrize(
    "said",
    [
        "&lt;script&gt;zqx(1)&lt;/script&gt;",
        '<p title="zqx(1)">x</p>',
        '<input value="javascript:zqx(1)">',
    ],
)
def test_what_is_only_text_is_none(said: str) -> None:
    check(ASKED, Answered(200, SAFE, said.encode()))


def test_hostile_files_among_the_sources_cost_only_themselves(tmp_path: Path) -> None:
    secret, source = tmp_path / "hemligt.txt", tmp_path / "källa"
    secret.write_text(CANARY)
    source.mkdir()
    (source / "bra.txt").write_text(PROTOCOL.format("Hamnen"), encoding="utf-8")
    corpus = hostile_files(secret, SCRIPTS)
    for name, content in corpus:
        (source / name).write_bytes(content)
    before = {path for path in tmp_path.rglob("*") if "arkiv" not in path.parts}
    report = sync([source], tmp_path / "arkiv", SharedWordsEmbedder(), limits=LIMITS)
    assert report.failed
    assert all("\n" not in one.reason and len(one.reason) < 400 for one in report.failed)
    archive = Archive.open(tmp_path / "arkiv")
    texts = [meeting.document.text for meeting in archive.meetings()]
    assert PROTOCOL.format("Hamnen") in texts
    assert not [text for text in texts if CANARY in text]
    assert archive.verify() == []
    assert {path for path in tmp_path.rglob("*") if "arkiv" not in path.parts} == before
