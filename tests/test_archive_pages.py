"""The archive's pages over HTTP: lists, filters, people, decisions as a table, originals."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from fake_archive import FakeArchive, FakeAssistant
from index.nouns import DecisionKind
from ui.archive_pages import archive_pages
from ui.archive_words import ARCHIVE_WORDS
from ui.catalogue import CatalogueOf, DecisionRow, ItemRow, MeetingRow, catalogue_of
from ui.front_door import FrontDoor
from ui.listing import Choice, decisions_of
from ui.live import LiveArchive
from ui.originals import Originals
from ui.pages import pages
from ui.spreadsheets import as_csv, as_excel
from ui.words import SWEDISH


@pytest.fixture
def archive() -> FakeArchive:
    return FakeArchive()


def client_of(archive: FakeArchive, originals: Originals | None = None) -> TestClient:
    live = LiveArchive(archive, FakeAssistant(archive))
    app = FastAPI()
    app.add_middleware(FrontDoor)
    app.include_router(pages(live, live.catalogue, originals))
    app.include_router(archive_pages(live))
    return TestClient(app, headers={"accept": "text/html"})


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["3/2019", "4/2019"]),
        ("?q=muddring", ["3/2019"]),
        ("?q=MÄRKNING+hamnrådet", ["3/2019"]),
        ("?person=Alva+Brandt", ["3/2019"]),
        ("?organ=hamn&fran=2019&till=2019", ["3/2019", "4/2019"]),
        ("?fran=2019-06-01", ["4/2019"]),
        ("?fran=2020", []),
        ("?organ=kyrkan", []),
        ("?q=<script>", ["3/2019"]),
    ],
)
def test_meetings_are_chosen_by_the_address(
    archive: FakeArchive, query: str, shown: list[str]
) -> None:
    html = client_of(archive).get(f"/arkiv{query}").text
    assert [number for number in ("3/2019", "4/2019") if f"Hamnrådet {number}" in html] == shown
    assert "<script>" not in html
    assert ("Inget i arkivet" in html) == (not shown)


def test_the_selection_is_taken_to_the_chat(archive: FakeArchive) -> None:
    html = client_of(archive).get("/arkiv?organ=Hamnrådet&fran=2019&lang=en").text
    assert 'href="/en/?organ=Hamnr%C3%A5det&amp;fran=2019"' in html
    assert 'href="/arkiv/beslut?organ=Hamnr%C3%A5det&amp;fran=2019&amp;lang=en"' in html


def test_a_person_has_roles_over_time_and_meetings(archive: FakeArchive) -> None:
    first, second = archive.kept
    chair = replace(first.attendees[0], role="ordförande")
    archive.kept = (replace(first, attendees=(chair, *first.attendees[1:])), second)
    client = client_of(archive)
    html = client.get("/arkiv/person/alva-brandt").text
    assert "<dt>ordförande</dt><dd>2019-05-14 <a" in html
    assert 'href="/mote/hamnradet-2019-05-14"' in html
    assert "/?person=Alva+Brandt" in html
    assert 'href="/arkiv/person/alva-brandt"' in client.get("/arkiv/personer?q=alva").text
    assert "Ove" not in client.get("/arkiv/personer?q=alva").text
    assert client.get("/arkiv/person/ingen").status_code == 404
    assert 'href="/arkiv/person/ove-lindskog"' in client.get("/mote/hamnradet-2019-05-14").text


def test_decisions_are_a_table_with_a_link_to_the_words(archive: FakeArchive) -> None:
    html = client_of(archive).get("/arkiv/beslut?q=hamnkapten").text
    point = archive.find_item("hamn-2")[1].decisions[0]
    assert f'href="/punkt/hamn-2?start={point.start}&amp;end={point.end}#citat"' in html
    assert "1 beslutspunkter" in html
    assert client_of(archive).get("/arkiv/beslut?sida=x&minst=abc&slag=odd").status_code == 200


def test_a_persons_assignments_stand_with_meeting_and_item(archive: FakeArchive) -> None:
    first, second = archive.kept
    item = first.items[1]
    (point,) = item.decisions
    chosen = replace(point, kind=DecisionKind.APPOINTS, persons=("Signe Holmkvist",))
    noted = replace(point, kind=DecisionKind.NOTES, persons=("Ove Lindskog",))
    items = (first.items[0], replace(item, decisions=(chosen, noted)), first.items[2])
    archive.kept = (replace(first, items=items), second)
    page = client_of(archive).get("/arkiv/person/signe-holmkvist").text
    assert "Uppdrag och val" in page
    assert "att utse Signe Holmkvist till hamnkapten" in page
    address = f"/punkt/hamn-2?start={point.start}&amp;end={point.end}#citat"
    assert f'14 maj 2019 · Hamnrådet · <a href="{address}">2 Ny hamnkapten</a>' in page
    assert "Uppdrag" not in client_of(archive).get("/arkiv/person/ove-lindskog").text


def _point(text: str, kronor: int | None, kind: str = "beviljar") -> DecisionRow:
    meeting = MeetingRow("m", "=Hamn", None, dt.date(2019, 5, 14), 1, 1, 0, False, "hamn", "")
    item = ItemRow("m-1", "§ 1", "@titel", meeting, None, frozenset(), 1)
    return DecisionRow(item, text, kind, 0, 4, None if kronor is None else Decimal(kronor))


def test_decisions_are_chosen_by_kind_and_amount() -> None:
    catalogue = replace(
        catalogue_of(()),
        decisions=(_point("a", 5), _point("b", 500), _point("c", None), _point("d", 900, "avslår")),
    )

    def texts(**query: str) -> list[str]:
        return [point.text for point in decisions_of(catalogue, Choice.of(query))]

    assert texts() == ["d", "c", "b", "a"]
    assert texts(minst="100") == ["d", "b"]
    assert texts(minst="1 00", slag="beviljar") == ["b"]
    assert texts(ordning="belopp") == ["d", "b", "a", "c"]


def test_a_cell_is_never_a_formula() -> None:
    points = [_point("=HYPERLINK(1);\nå", 1250000)]
    text = as_csv(points, ARCHIVE_WORDS["sv"]).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "'@titel" in text
    assert ";1250000;" in text
    with zipfile.ZipFile(BytesIO(as_excel(points, ARCHIVE_WORDS["sv"]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "<v>1250000</v>" in sheet
    assert "=HYPERLINK(1)" in strings


@pytest.mark.parametrize(
    ("ending", "start"), [("csv", b"\xef\xbb\xbfDatum;Organ"), ("xlsx", b"PK")]
)
def test_tables_are_downloads(archive: FakeArchive, ending: str, start: bytes) -> None:
    reply = client_of(archive).get(f"/arkiv/beslut.{ending}?q=hamnkapten")
    assert reply.content.startswith(start)
    assert reply.headers["content-disposition"] == f'attachment; filename="beslut.{ending}"'


def test_an_item_shows_its_matter_over_time(archive: FakeArchive) -> None:
    first, second = archive.kept
    again = replace(second.items[0], id="hamn-8", title="Muddring av inloppet, slutrapport")
    archive.kept = (first, replace(second, items=(*second.items, again)))
    client = client_of(archive)
    html = client.get("/punkt/hamn-1?lang=en&panel=1").text
    assert "The same matter over time" in html
    assert 'href="/punkt/hamn-8?lang=en&amp;panel=1">Muddring av inloppet, slutrapport' in html
    assert "Samma ärende" not in client.get("/punkt/hamn-2").text


def test_the_original_is_handed_out_only_unchanged(archive: FakeArchive, tmp_path: Path) -> None:
    first, second = archive.kept
    data = b"<script>alert(1)</script>"
    document = replace(first.document, sha256=hashlib.sha256(data).hexdigest())
    archive.kept = (replace(first, document=document), second)
    file = tmp_path / first.document.path
    file.write_bytes(data)
    client = client_of(archive, Originals([tmp_path]))
    assert f'href="/fil/{first.id}"' in client.get(f"/mote/{first.id}").text
    reply = client.get(f"/fil/{first.id}")
    assert reply.content == data
    assert reply.headers["content-disposition"].startswith("attachment")
    assert reply.headers["content-security-policy"] == "sandbox"
    file.write_bytes(b"changed")
    assert SWEDISH.missing_file in client.get(f"/fil/{first.id}").text
    assert client.get(f"/fil/{second.id}").status_code == 404
    assert client.get("/fil/../../etc/passwd").status_code == 404
    assert "/fil/" not in client_of(archive).get(f"/mote/{first.id}").text


def test_an_original_outside_its_source_is_never_found(
    archive: FakeArchive, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "inside").mkdir()
    document = replace(archive.kept[0].document, path="../secret.txt")
    assert Originals([tmp_path / "inside"]).find(document) is None


def test_a_finished_change_changes_the_lists(archive: FakeArchive) -> None:
    lists = CatalogueOf(archive)
    assert lists.now() is lists.now()
    before = lists.now()
    archive.change(archive.kept[:1])
    archive.refresh()
    assert [len(c.meetings) for c in (before, lists.now())] == [2, 1]


def test_kinds_in_the_table_are_those_of_the_archive(archive: FakeArchive) -> None:
    html = client_of(archive).get("/arkiv/beslut").text
    assert f"<option>{DecisionKind.OTHER}</option>" in html
    assert f"<option>{DecisionKind.REJECTS}</option>" not in html


@pytest.mark.parametrize("address", ["/arkiv", "/arkiv/beslut", "/arkiv/personer"])
def test_every_page_is_in_both_languages(archive: FakeArchive, address: str) -> None:
    client = client_of(archive)
    assert '<html lang="sv">' in client.get(address).text
    english = client.get(f"{address}?lang=en").text
    assert '<html lang="en">' in english
    assert "Personer" not in english
