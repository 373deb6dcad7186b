"""The source view, asked over HTTP: the quote marked, the text escaped, friendly dead ends."""

from __future__ import annotations

import re
import socket
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from fake_archive import FakeArchive, FakeAssistant, meetings
from index.errors import ArchiveError, StaleArchive
from index.nouns import Furniture, Page, Span
from ui.app import PortError, serve
from ui.examples import Examples, answerable
from ui.front_door import FrontDoor, dressed
from ui.live import LiveArchive
from ui.pages import pages
from ui.settings import Settings
from ui.source_text import heading_end, layout, unwrapped
from ui.views import quote_span
from ui.words import ENGLISH, SWEDISH


@pytest.fixture
def archive() -> FakeArchive:
    return FakeArchive()


@pytest.fixture
def client(archive: FakeArchive) -> TestClient:
    app = FastAPI()
    app.add_middleware(FrontDoor)
    app.include_router(pages(archive))
    return TestClient(app, headers={"accept": "text/html"})


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_an_item_shows_its_meeting_its_text_and_the_quote(
    client: TestClient, archive: FakeArchive
) -> None:
    meeting, item = archive.find_item("hamn-2")
    point = item.decisions[0]
    page = client.get(f"/punkt/hamn-2?start={point.start}&end={point.end}")
    assert page.status_code == 200
    quote = item.document.text[point.start : point.end]
    assert f'<mark id="citat">{quote}</mark>' in page.text
    text = _plain(page.text)
    for part in (
        "Hamnrådets protokoll 3/2019",
        "14 maj 2019",
        "Fjorton personer har sökt tjänsten.",
        "Hamnrådets protokoll 3/2019, 2019-05-14, punkt 2",
        "hamnrad-2019-05.txt, sida 1",
        "Ove Lindskog, Sandhamra, från 09:40",
        "Rut Ekdahl",
    ):
        assert part in text
    decision = page.text[page.text.index('<div class="beslut"') :]
    assert quote in decision[: decision.index("</div>")]
    assert 'rel="prev" href="/punkt/hamn-1"' in page.text
    assert 'rel="next" href="/punkt/hamn-3"' in page.text
    assert f'href="/mote/{meeting.id}"' in page.text


def test_markup_in_a_protocol_is_shown_as_text(client: TestClient) -> None:
    for address in ("/punkt/hamn-3", "/mote/hamnradet-2019-05-14", "/punkt/hamn-2"):
        html = client.get(address).text
        assert "<script>" not in html
        assert "&lt;script&gt;alert(" in html
    assert "*stora* siffror, se [ritning](" in client.get("/punkt/hamn-3").text


def test_our_pages_forbid_foreign_and_inline_script(client: TestClient) -> None:
    policy = client.get("/punkt/hamn-1").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    html = client.get("/punkt/hamn-1").text
    assert not re.search(r"<script(?! src=\"/resurser/)", html)
    assert not re.search(r" (style|on\w+)=", html)


@pytest.mark.parametrize(
    ("start", "end", "marked", "valid"),
    [
        (0, 99999, "all", True),  # clamped to the item
        ("x", "y", None, False),
        ("", "", None, False),
        (10, 5, None, False),
        (-5, 40, None, False),
        (0, 3, None, False),  # before the item
        ("9" * 40, "9" * 41, None, False),
    ],
)
def test_a_quote_in_the_address_is_clamped_to_the_item_or_refused(
    archive: FakeArchive, start: object, end: object, marked: str | None, valid: bool
) -> None:
    _, item = archive.find_item("hamn-2")
    found, was_valid = quote_span(item, {"start": str(start), "end": str(end)})
    assert was_valid is valid
    assert found == (Span(item.start, item.end) if marked == "all" else None)


def test_a_refused_quote_is_said_and_the_item_is_shown(client: TestClient) -> None:
    page = client.get("/punkt/hamn-2?start=1&end=2")
    assert page.status_code == 200
    assert SWEDISH.bad_quote in page.text
    assert "<mark" not in page.text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/punkt/finns-inte", SWEDISH.missing_item),
        ("/punkt/finns/inte%3Cscript%3E?lang=en", ENGLISH.missing_item),
        ("/mote/finns-inte", SWEDISH.missing_meeting),
        ("/nagot-annat", SWEDISH.missing_page),
    ],
)
def test_a_dead_end_is_friendly(client: TestClient, address: str, words: str) -> None:
    page = client.get(address)
    assert page.status_code == 404
    assert words in page.text
    assert "<script>" not in page.text


def test_a_program_that_meets_a_dead_end_gets_json(client: TestClient) -> None:
    answer = client.get("/nagot-annat", headers={"accept": "application/json"})
    assert answer.json() == {"detail": "Not Found"}


def test_english_on_request_and_kept_in_the_links(client: TestClient) -> None:
    html = client.get("/punkt/hamn-2?lang=en").text
    assert '<html lang="en">' in html
    assert "Who was there" in html
    assert 'href="/punkt/hamn-1?lang=en"' in html
    assert "14 May 2019" in html
    assert 'class="protokoll" lang="sv"' in html


def test_a_page_in_the_panel_keeps_to_the_panel(client: TestClient) -> None:
    html = client.get("/punkt/hamn-2?panel=1").text
    assert 'href="/punkt/hamn-1?panel=1"' in html
    assert '<header class="topp">' not in html


def test_a_meeting_shows_every_item_and_its_opening(client: TestClient) -> None:
    html = client.get("/mote/hamnradet-2019-05-14").text
    for name in ("hamn-1", "hamn-2", "hamn-3"):
        assert f'<section class="punkt" id="{name}">' in html
    assert html.count('<div class="beslut"') == 3


def test_what_stands_in_no_item_is_cited_from_the_whole_protocol(
    client: TestClient, archive: FakeArchive
) -> None:
    frame = archive.meeting("hamnradet-2019-05-14").frame
    start = frame.document.text.index("Rut Ekdahl")
    page = client.get(f"/punkt/{frame.id}?start={start}&end={start + 10}")
    assert '<mark id="citat">Rut Ekdahl</mark>' in page.text
    assert "Protokollets uppgifter</h1>" in page.text
    assert ">Hamnrådets protokoll 3/2019, 2019-05-14</span>" in page.text
    assert 'rel="next" href="/punkt/hamn-1"' in page.text
    assert client.get("/punkt/nagot-annat-protokollet").status_code == 404


def test_running_headers_stand_back(archive: FakeArchive) -> None:
    _, item = archive.find_item("hamn-2")
    at = item.document.text.index("Fjorton")
    blocks = layout(item, None, (Furniture(at, at + 7, "running header"),))
    runs = [run for block in blocks for paragraph in block.paragraphs for run in paragraph]
    assert [run.text for run in runs if run.furniture] == ["Fjorton"]


def test_a_finished_change_is_seen_without_a_restart(
    client: TestClient, archive: FakeArchive
) -> None:
    first, second = meetings()
    changed = replace(first, items=first.items[:1])
    assert client.get("/punkt/hamn-2").status_code == 200
    archive.change((changed, second))
    assert client.get("/punkt/hamn-2").status_code == 404
    assert client.get("/punkt/hamn-1").status_code == 200


def test_a_scanned_page_says_so(archive: FakeArchive) -> None:
    first, second = meetings()
    scanned = replace(
        first.document, pages=(Page(1, 0, len(first.document.text), "ocr", confidence=71.0),)
    )
    item = replace(first.items[0], document=scanned)
    archive.kept = (replace(first, document=scanned, items=(item,)), second)
    app = FastAPI()
    app.include_router(pages(archive))
    assert SWEDISH.read_by_ocr in TestClient(app).get("/punkt/hamn-1").text


@pytest.mark.parametrize("item_id", ["hamn-1", "hamn-2", "hamn-3", "hamn-7"])
def test_the_layout_loses_no_word(archive: FakeArchive, item_id: str) -> None:
    _, item = archive.find_item(item_id)
    for quote in (
        None,
        *(Span(p.start, p.end) for p in item.decisions),
        Span(item.start, item.end),
    ):
        shown = "".join(
            run.text
            for block in layout(item, quote, whole=True)
            for paragraph in block.paragraphs
            for run in (*paragraph,)
        )
        assert "".join(shown.split()) == "".join(item.text.split())
        marked = "".join(
            run.text
            for block in layout(item, quote)
            for paragraph in block.paragraphs
            for run in paragraph
            if run.marked
        )
        wanted = item.document.quote(quote) if quote else ""
        assert "".join(marked.split()) == "".join(wanted.split())


@pytest.mark.parametrize(
    ("item_id", "begins"), [("hamn-1", "Farleden"), ("hamn-3", "Kajerna"), ("hamn-7", "Dygnsavg")]
)
def test_the_heading_is_not_shown_twice(archive: FakeArchive, item_id: str, begins: str) -> None:
    _, item = archive.find_item(item_id)
    assert item.document.text.startswith(begins, heading_end(item))


def test_a_heading_with_other_words_before_the_title_is_kept(archive: FakeArchive) -> None:
    _, item = archive.find_item("hamn-1")
    assert heading_end(replace(item, title="upp efter vinterns stormar")) == item.start


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kort rad\natt anslå medel", "kort rad\natt anslå medel"),
        (f"{'ord ' * 16}medel\nsamt att avsluta", f"{'ord ' * 16}medel\nsamt att avsluta"),
        (f"{'ord ' * 16}som\nfortsätter", f"{'ord ' * 16}som fortsätter"),
        (f"{'ord ' * 16}slut.\nNy mening", f"{'ord ' * 16}slut.\nNy mening"),
    ],
)
def test_lines_broken_by_the_page_are_joined(text: str, shown: str) -> None:
    assert unwrapped(text) == shown


def test_example_questions_are_answered_ones(archive: FakeArchive) -> None:
    assistant = FakeAssistant(archive)
    examples = Examples(archive, SWEDISH)
    likely = examples.now()
    examples.prove(assistant)
    proven = examples.now()
    assert proven == answerable(assistant, archive.meetings(), SWEDISH)
    assert "Vad beslutades om ny hamnkapten?" in proven
    assert "Vilka var närvarande den 14 maj 2019?" in likely
    assert "Vilka var närvarande den 14 maj 2019?" not in proven  # the fake knows no people
    assert not any("<" in question for question in likely)


def test_a_scan_in_another_alphabet_gives_no_examples(archive: FakeArchive) -> None:
    first, second = meetings()
    plain = str.maketrans("åäöÅÄÖ", "aaoAAO")
    text = first.document.text.translate(plain)
    archive.kept = (replace(first, document=replace(first.document, text=text)), second)
    assert not any("hamnkapten" in question for question in Examples(archive, SWEDISH).now())


class BrokenArchive(FakeArchive):
    def refresh(self) -> bool:
        raise StaleArchive("archive/ was rebuilt with another model")


def test_an_archive_rebuilt_with_another_model_is_still_read_but_not_asked() -> None:
    archive = BrokenArchive()
    live = LiveArchive(archive, FakeAssistant(archive))
    assert live.refresh() is False
    assert live.searched().meetings == 2
    with pytest.raises(StaleArchive):
        live.ask("Vem utsågs till hamnkapten?")


def test_gradios_page_is_dressed_before_the_first_paint() -> None:
    page = (
        '<!doctype html>\n<html\n\tlang="en"\n\tstyle=""><head>'
        '<meta property="og:image"\n content="https://elsewhere.invalid/x.jpg" /></head>'
        "<body></body></html>"
    )
    html = dressed(page, SWEDISH, "engång")
    assert 'lang="sv"' in html
    assert "elsewhere" not in html
    assert html.index("/resurser/chat.css") < html.index("</head>")


def test_each_script_and_style_sheet_gets_the_nonce_and_nothing_inside_them() -> None:
    page = (
        '<!doctype html><html lang="en"><head><style>p {}</style></head><body><script>'
        'var a = "<script>x";</script><SCRIPT type="module" src="y.js"></SCRIPT></body></html>'
    )
    html = dressed(page, SWEDISH, "engång")
    assert '<style nonce="engång">p {}</style>' in html
    assert '<script nonce="engång">var a = "<script>x";</script>' in html
    assert '<SCRIPT nonce="engång" type="module" src="y.js">' in html
    assert html.count("nonce=") == len(re.findall(r"</(?:style|script)>", html, re.IGNORECASE))


def test_serving_an_archive_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"There is no archive at .*protokollsvar index"):
        serve(Settings(archive=tmp_path / "none", port=0), "multilingual-e5-small")


def test_serving_on_a_busy_port_says_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortError, match=f"Port {port} on 127.0.0.1 is already in use.*--port"):
            serve(Settings(archive=tmp_path, port=port), "multilingual-e5-small")


def test_serving_on_an_unknown_host_says_so(tmp_path: Path) -> None:
    with pytest.raises(PortError, match="has no address here"):
        serve(Settings(archive=tmp_path, host="finns.inte.invalid", port=0), "m")
