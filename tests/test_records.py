import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.nouns import ANY, Filter
from tiny_protocols import LADA, ODATERAD, SKOLA, store_texts, tiny_document, tiny_parse

TEXTS = {"lada.txt": LADA, "skola.txt": SKOLA, "odaterad.txt": ODATERAD}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    store_texts(TEXTS, tmp_path / "archive", SharedWordsEmbedder())
    return Archive.open(tmp_path / "archive")


def test_what_was_written_is_what_is_read(archive: Archive) -> None:
    written = [tiny_parse(tiny_document(path, text))[0] for path, text in TEXTS.items()]
    assert {meeting.id: meeting for meeting in archive.meetings()} == {
        meeting.id: meeting for meeting in written
    }
    lada = archive.meeting(written[0].id)
    assert lada.items[1].sub_items[0].title == "Parkering vid skolan"
    assert lada.document.pages == written[0].document.pages
    assert all(item.document is lada.document for item in lada.all_items())


def test_meetings_come_by_date_and_those_without_one_last(archive: Archive) -> None:
    assert [meeting.date for meeting in archive.meetings()] == [
        dt.date(2023, 11, 2),
        dt.date(2024, 3, 14),
        None,
    ]


def test_items_and_sub_items_are_found_by_their_addresses(archive: Archive) -> None:
    for meeting in archive.meetings():
        for item in meeting.all_items():
            assert archive.find_item(item.id) == (meeting, item)
    with pytest.raises(KeyError):
        archive.find_item("byggnadsnamnden-2024-03-14-99")
    with pytest.raises(KeyError):
        archive.meeting("okand")


LADAN, SKOLAN, STATYN = "lada.txt", "skola.txt", "odaterad.txt"


@pytest.mark.parametrize(
    ("where", "passing"),
    [
        (ANY, [SKOLAN, LADAN, STATYN]),
        (Filter(date_from=dt.date(2024, 3, 14)), [LADAN]),
        (Filter(date_from=dt.date(2024, 3, 15)), []),
        (Filter(date_to=dt.date(2024, 3, 14)), [SKOLAN, LADAN]),
        (Filter(date_to=dt.date(2024, 3, 13)), [SKOLAN]),
        (Filter(body="nämnden"), [SKOLAN, LADAN]),
        (Filter(body="NAMNDEN"), [SKOLAN, LADAN]),
        (Filter(body="skonhetsråd"), [STATYN]),
        (Filter(body="%"), []),
        (Filter(body=" "), []),
        (Filter(person="ada ek"), [SKOLAN, LADAN]),
        (Filter(person="Ek, Ada"), [SKOLAN, LADAN]),
        (Filter(person="Dal"), [LADAN, STATYN]),
        (Filter(person="Lind"), []),  # a part of a name is another name
        (Filter(person="Cilla Falk"), [LADAN]),  # a presenter
        (Filter(person="..."), []),
        (Filter(person="Ada Ek", date_to=dt.date(2023, 12, 31)), [SKOLAN]),
        (Filter(meetings=frozenset()), []),
        (Filter(meetings=frozenset({"skolnamnden-2023-11-02", "okand"})), [SKOLAN]),
    ],
)
def test_filters(archive: Archive, where: Filter, passing: list[str]) -> None:
    assert [meeting.document.path for meeting in archive.meetings(where)] == passing


def test_facts_can_be_asked_in_sql(archive: Archive) -> None:
    rows = archive.snapshot.execute(
        "SELECT m.date, d.kind FROM decisions d JOIN items i ON i.key = d.item "
        "JOIN meetings m ON m.key = i.meeting WHERE i.title LIKE 'Rivning%'"
    )
    assert rows == [("2024-03-14", "beviljar")]
    with pytest.raises(sqlite3.OperationalError):
        archive.snapshot.execute("DELETE FROM documents")
