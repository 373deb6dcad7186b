"""The archive's pages: meetings by year, people over time, decisions as a table."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from index.nouns import AttendeeStatus, Meeting
from index.persons import items_about
from index.standing import Standing
from ui import addresses, spreadsheets
from ui.archive_words import ARCHIVE_WORDS, ArchiveWords
from ui.catalogue import Catalogue, MeetingRow
from ui.listing import Choice, decisions_of, kinds_of, meetings_of, people_of
from ui.pages import missing, render, words_of
from ui.selection import BODY, FIRST, LAST, PERSON, address_with, query_of, selection_text
from ui.standing import standing_text
from ui.words import Words

PAGE = 100  # rows of a table on one page
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_NAMED = 100  # meetings whose items are looked through for a person's page, the latest
_BAR = 60  # height of the tallest bar in the picture, in its own units


class Listable(Protocol):
    """What the pages need of the archive."""

    def refresh(self) -> bool:
        """Pick up a finished change made by another process."""

    def catalogue(self) -> Catalogue:
        """Return the lists of all that the archive holds."""

    def standing(self) -> Standing:
        """Return how it stands with the archive."""

    def meeting(self, meeting_id: str) -> Meeting:
        """Return one meeting; KeyError if unknown."""


def archive_pages(archive: Listable) -> APIRouter:
    """Return the routes below `/arkiv`."""
    router = APIRouter(
        prefix=addresses.ARCHIVE_PATH, default_response_class=HTMLResponse, include_in_schema=False
    )

    @router.get("")
    def meetings_page(request: Request) -> HTMLResponse:
        archive.refresh()
        return render(
            "archive.html",
            request,
            _meetings_view(archive.catalogue(), request, archive.standing()),
        )

    @router.get("/beslut")
    def decisions_page(request: Request) -> HTMLResponse:
        archive.refresh()
        return render("decisions.html", request, _decisions_view(archive.catalogue(), request))

    @router.get("/beslut.csv")
    def decisions_csv(request: Request) -> Response:
        return _table(request, "csv", "text/csv; charset=utf-8", spreadsheets.as_csv)

    @router.get("/beslut.xlsx")
    def decisions_excel(request: Request) -> Response:
        return _table(request, "xlsx", _EXCEL, spreadsheets.as_excel)

    @router.get("/personer")
    def people_page(request: Request) -> HTMLResponse:
        archive.refresh()
        typed = Choice.of(request.query_params).words
        found = people_of(archive.catalogue(), typed)
        return render("people.html", request, {**_common(request), "people": found, "typed": typed})

    @router.get("/person/{person_id}")
    def person_page(request: Request, person_id: str) -> HTMLResponse:
        archive.refresh()
        try:
            person = archive.catalogue().person(person_id)
        except KeyError:
            return missing(request, ARCHIVE_WORDS[words_of(request).lang].missing_person)
        named = [
            (one.meeting, item)
            for one in person.appearances[: -_MOST_NAMED - 1 : -1]
            for item in items_about(archive.meeting(one.meeting.id), one.attendee)
        ]
        given = archive.catalogue().given_to(person)
        view = {**_common(request), **_person_view(person, request), "named": named, "given": given}
        return render("person.html", request, view)

    def _table(
        request: Request,
        ending: str,
        media_type: str,
        write: Callable[[Sequence[Any], ArchiveWords], bytes],
    ) -> Response:
        archive.refresh()
        found = decisions_of(archive.catalogue(), Choice.of(request.query_params))
        return Response(
            write(found, ARCHIVE_WORDS[words_of(request).lang]),
            media_type=media_type,
            headers={"Content-Disposition": f'attachment; filename="beslut.{ending}"'},
        )

    return router


def _common(request: Request) -> dict[str, Any]:
    words = words_of(request)
    a = ARCHIVE_WORDS[words.lang]
    return {
        "a": a,
        "path": request.url.path,
        "nav": [
            (a.meetings, addresses.archive_address(words)),
            (a.decisions, addresses.archive_address(words, "beslut")),
            (a.people, addresses.archive_address(words, "personer")),
        ],
        "meeting_href": lambda meeting: addresses.meeting_address(meeting.id, words=words),
        "item_href": lambda item: addresses.item_address(item.id, words=words),
        "decision_href": lambda point: addresses.item_address(
            point.item.id, start=point.start, end=point.end, words=words
        ),
        "person_href": lambda person: addresses.archive_address(words, f"person/{person.id}"),
        "place_of": lambda item: addresses.place(item.number, item.title, words),
    }


def _form(catalogue: Catalogue, choice: Choice) -> dict[str, Any]:
    return {
        "choice": choice,
        "chosen": dict.fromkeys((BODY, FIRST, LAST, PERSON), "") | query_of(choice.where),
        "bodies": catalogue.bodies,
        "years": catalogue.years,
    }


def _meetings_view(catalogue: Catalogue, request: Request, standing: Standing) -> dict[str, Any]:
    words = words_of(request)
    choice = Choice.of(request.query_params)
    found = meetings_of(catalogue, choice)
    newest = sorted(found, key=lambda meeting: meeting.date or dt.date.min, reverse=True)
    ask = address_with(addresses.chat_address(words), choice.where)
    chosen = query_of(choice.where)
    return {
        **_common(request),
        **_form(catalogue, choice),
        "found": len(found),
        "years_with_meetings": [
            (year, list(rows)) for year, rows in groupby(newest, key=lambda m: _year(m))
        ],
        "selection": selection_text(choice.where, words),
        "trouble": standing_text(standing, words),
        "ask_href": ask,
        "decisions_href": addresses.archive_address(words, "beslut", **chosen),
        "bars": _bars(found),
        "tallest": _BAR,
    }


def _bars(meetings: Sequence[MeetingRow]) -> list[tuple[int, int, int]]:
    """Return a bar for each year from the first to the last: year, meetings, height."""
    counts = Counter(meeting.date.year for meeting in meetings if meeting.date)
    if not counts:
        return []
    most = max(counts.values())
    return [
        (year, counts[year], round(_BAR * counts[year] / most))
        for year in range(min(counts), max(counts) + 1)
    ]


def _year(meeting: MeetingRow) -> int | None:
    return meeting.date.year if meeting.date else None


def _decisions_view(catalogue: Catalogue, request: Request) -> dict[str, Any]:
    words = words_of(request)
    choice = Choice.of(request.query_params)
    found = decisions_of(catalogue, choice)
    number = request.query_params.get("sida", "1")
    pages = max(1, -(-len(found) // PAGE))
    page = min(int(number), pages) if number.isascii() and number[:6].isdigit() else 1
    page = max(page, 1)
    query = {**query_of(choice.where), **choice.query()}

    def at(name: str, **more: str) -> str:
        return addresses.archive_address(words, name, **query, **more)

    return {
        **_common(request),
        **_form(catalogue, choice),
        "found": len(found),
        "points": found[(page - 1) * PAGE : page * PAGE],
        "kinds": kinds_of(catalogue.decisions),
        "csv_href": at("beslut.csv"),
        "excel_href": at("beslut.xlsx"),
        "previous_href": at("beslut", sida=str(page - 1)) if page > 1 else None,
        "next_href": at("beslut", sida=str(page + 1)) if page < pages else None,
        "money": lambda kronor: _money(kronor, words),
    }


def _person_view(person: Any, request: Request) -> dict[str, Any]:
    words = words_of(request)
    status = {
        AttendeeStatus.PRESENT: words.present,
        AttendeeStatus.ABSENT: words.absent,
        AttendeeStatus.GUEST: words.guests,
    }
    query = urlencode({"person": person.name})
    return {
        "person": person,
        "appearances": person.appearances[::-1],
        "status": status,
        "ask_href": f"{addresses.chat_address(words)}?{query}",
    }


def _money(kronor: Any, words: Words) -> str:
    if kronor is None:
        return ""
    text = f"{kronor:,.2f}".removesuffix(".00")
    return text.replace(",", "\u00a0").replace(".", words.decimal)
