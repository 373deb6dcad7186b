"""The page where protocols are added: drop files, see what was understood of each, undo."""

from __future__ import annotations

from typing import Annotated, Any, Protocol
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from index.nouns import Meeting
from ui import addresses
from ui.adding import Added, Adding, FullError, State
from ui.adding_words import ADDING_WORDS, AddingWords
from ui.catalogue import Catalogue, MeetingRow
from ui.core_words import reason, warning
from ui.pages import SECURITY_HEADERS, render, words_of
from ui.words import Words

PATH = addresses.ADDING_PATH
_COPY = 1 << 20  # bytes at a time
HEADERS = SECURITY_HEADERS | {
    "Content-Security-Policy": SECURITY_HEADERS["Content-Security-Policy"] + "; connect-src 'self'",
    "Cache-Control": "no-store",
}


class Growing(Protocol):
    """What the page needs of the archive."""

    def refresh(self) -> bool:
        """Pick up a finished change."""

    def catalogue(self) -> Catalogue:
        """Return the lists of all that the archive holds."""

    def meeting(self, meeting_id: str) -> Meeting:
        """Return one meeting; KeyError if unknown."""


def adding_routes(archive: Growing, adding: Adding) -> APIRouter:
    """Return the routes below `/lagg-till`."""
    router = APIRouter(prefix=PATH, default_response_class=HTMLResponse, include_in_schema=False)

    @router.get("")
    def page(request: Request) -> HTMLResponse:
        return _page("adding.html", request, archive, adding)

    @router.get("/lista")
    def listing(request: Request) -> HTMLResponse:
        return _page("adding_list.html", request, archive, adding)

    @router.post("")
    def add(request: Request, files: Annotated[list[UploadFile], File()]) -> Response:
        words = words_of(request)
        problem = ""
        for file in files:
            if not file.filename:
                continue
            try:
                _keep(adding, file)
            except _TooLarge:
                problem = ADDING_WORDS[words.lang].too_large
            except FullError:
                problem = ADDING_WORDS[words.lang].full
        if problem:
            said = problem.format(limit=adding.limits.megabytes)
            return _page("adding.html", request, archive, adding, said, status=413)
        return RedirectResponse(_address(words), 303)

    @router.post("/fil")
    async def add_one(request: Request, namn: str = "") -> JSONResponse:
        """Take the request's body as a file, as the page's own script sends it."""
        place, size = adding.place(), 0
        try:
            with place.open("xb") as target:
                async for block in request.stream():
                    size += len(block)
                    if size > adding.limits.bytes:
                        return JSONResponse({"problem": "too_large"}, 413)
                    await run_in_threadpool(target.write, block)
            added = adding.add(place, namn)
        except FullError:
            return JSONResponse({"problem": "full"}, 503)
        finally:
            if size > adding.limits.bytes:
                place.unlink(missing_ok=True)
        return JSONResponse({"id": added.id}, 202)

    @router.post("/angra")
    def remove(request: Request, sha256: Annotated[str, Form()]) -> Response:
        adding.remove(sha256)
        return RedirectResponse(_address(words_of(request)), 303)

    return router


class _TooLarge(Exception):
    """A file is larger than may be added."""


def _keep(adding: Adding, file: UploadFile) -> None:
    place, size = adding.place(), 0
    try:
        with place.open("xb") as target:
            while block := file.file.read(_COPY):
                size += len(block)
                if size > adding.limits.bytes:
                    raise _TooLarge
                target.write(block)
        adding.add(place, file.filename or "")
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def _page(
    template: str,
    request: Request,
    archive: Growing,
    adding: Adding,
    problem: str = "",
    status: int = 200,
) -> HTMLResponse:
    archive.refresh()
    words = words_of(request)
    by_content: dict[str, list[MeetingRow]] = {}
    for meeting in archive.catalogue().meetings:
        by_content.setdefault(meeting.content, []).append(meeting)
    latest = adding.latest()
    shown = {one.sha256 for one in latest}
    rows = [_row(one, by_content, archive, words) for one in latest]
    earlier = [
        _row(Added("", one.name, State.DONE, sha256=one.sha256), by_content, archive, words)
        for one in adding.held()
        if one.sha256 not in shown
    ]
    view = {
        "d": ADDING_WORDS[words.lang],
        "rows": rows[::-1],
        "earlier": earlier,
        "busy": any(not one.over for one in latest),
        "summary": _summary(latest, ADDING_WORDS[words.lang]),
        "problem": problem,
        "limit": adding.limits.megabytes,
        "action": _address(words),
        "list_href": _address(words, "/lista"),
        "undo_href": _address(words, "/angra"),
        "send_href": f"{PATH}/fil",
    }
    return render(template, request, view, status, HEADERS)


def _summary(latest: list[Added], d: AddingWords) -> str:
    done = sum(one.over for one in latest)
    return d.summary.format(done=done, total=len(latest)) if latest else ""


def _row(
    one: Added,
    by_content: dict[str, list[MeetingRow]],
    archive: Growing,
    words: Words,
) -> dict[str, Any]:
    is_held = one.state in (State.DONE, State.KNOWN)
    meetings = by_content.get(one.sha256, ()) if is_held else ()
    return {
        "added": one,
        "said": reason(one.reason, one.name, words) if one.reason else None,
        "can_undo": one.state is State.DONE,
        "meetings": [_meeting(meeting, archive, words) for meeting in meetings],
    }


def _meeting(row: MeetingRow, archive: Growing, words: Words) -> dict[str, Any]:
    d = ADDING_WORDS[words.lang]
    year = str(row.date.year) if row.date else ""
    query = {"organ": row.body or "", "fran": year, "till": year}
    chosen = urlencode({name: value for name, value in query.items() if value})
    chat = addresses.chat_address(words)
    warnings = archive.meeting(row.id).warnings if row.warnings else ()
    return {
        "title": addresses.minutes(row.body, row.number, words),
        "day": words.day(row.date) if row.date else words.undated,
        "counts": d.understood.format(items=row.items, decisions=row.decisions),
        "href": addresses.meeting_address(row.id, words=words),
        "ask_href": f"{chat}?{chosen}" if chosen else chat,
        "warnings": [warning(each.message, words) for each in warnings],
    }


def _address(words: Words, more: str = "") -> str:
    return addresses.with_language(PATH + more, words)
