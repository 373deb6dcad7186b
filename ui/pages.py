"""The source view: every item and every meeting of the archive as a page with a stable address."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from index.errors import ReadError
from index.nouns import FRAME_SUFFIX, Filter, Item, Meeting, Span
from ui import addresses
from ui.adding_words import ADDING_WORDS
from ui.archive_words import ARCHIVE_WORDS
from ui.catalogue import Catalogue, ItemRow
from ui.evaluation_words import EVALUATION_WORDS
from ui.originals import Originals
from ui.page_pictures import PagePictures, as_svg, has_pictures, pages_of
from ui.policies import OWN_PAGE, REFERRER
from ui.rights import LOGOUT
from ui.views import item_view, meeting_view, quote_span
from ui.visitors import visitor_of
from ui.words import WORDS, Words, language

ASSETS = Path(str(files("ui") / "assets"))
ASSETS_PATH = "/resurser"
EVALUATION_PATH = "/utvardering"
SECURITY_HEADERS = {
    "Content-Security-Policy": OWN_PAGE,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": REFERRER,
}
_PICTURE_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
_logger = logging.getLogger(__name__)


class Readable(Protocol):
    """What the pages need of an archive."""

    def refresh(self) -> bool:
        """Pick up a finished change made by another process."""

    def meetings(self, where: Filter = ...) -> list[Meeting]:
        """Return the meetings by date."""

    def meeting(self, meeting_id: str) -> Meeting:
        """Return one meeting; KeyError if unknown."""

    def find_item(self, item_id: str) -> tuple[Meeting, Item]:
        """Return an item and its meeting; KeyError if unknown."""


@cache
def asset_address(name: str) -> str:
    """Return the address of a file in `assets`, with its content's hash so that it may be kept."""
    digest = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
    return f"{ASSETS_PATH}/{name}?v={digest}"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,  # whatever a protocol contains is shown as text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        asset=asset_address,
        minutes=addresses.minutes,
        place=addresses.place,
        chat_address=addresses.chat_address,
        archive_address=addresses.archive_address,
        quote_anchor=addresses.QUOTE_ANCHOR,
    )
    return environment


def pages(
    archive: Readable,
    catalogue: Callable[[], Catalogue] | None = None,
    originals: Originals | None = None,
) -> APIRouter:
    """Return the routes of the source view: `/punkt/<item_id>` and `/mote/<meeting_id>`.

    With a `catalogue` an item shows the others on its matter; with `originals` there is
    `/fil/<meeting_id>`, the file that was indexed.
    """
    files_of = originals or Originals()
    pictures = PagePictures()
    router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

    @router.get(addresses.ITEM_PATH + "{item_id:path}")
    def item_page(request: Request, item_id: str) -> HTMLResponse:
        archive.refresh()
        words = words_of(request)
        try:
            meeting, item = find(archive, item_id)
        except KeyError:
            return missing(request, words.missing_item)
        view = item_view(meeting, item, request.query_params, words)
        view["matter"] = _matter(catalogue, item, words, panel=_panel(request))
        view["file_href"] = _file_href(files_of, meeting)
        if view["file_href"]:
            quote, _ = quote_span(item, request.query_params)
            view["pictures"] = _pictures(meeting, item, quote, words)
        return render("item.html", request, view)

    @router.get(addresses.PICTURE_PATH + "{number}/{meeting_id:path}", response_class=Response)
    def picture(request: Request, number: int, meeting_id: str) -> Response:
        words = words_of(request)
        try:
            meeting = archive.meeting(meeting_id)
        except KeyError:
            return missing(request, words.missing_meeting)
        document = meeting.document
        page = next((one for one in document.pages if one.number == number), None)
        file = files_of.unchanged(document)
        if page is None or file is None or not has_pictures(document):
            return missing(request, words.missing_file)
        span, _ = quote_span(meeting.frame, request.query_params)
        try:
            drawn = pictures.draw(file, document, page, span)
        except ReadError:
            _logger.exception("could not draw page %s of %s", number, document.path)
            return missing(request, words.missing_file)
        return Response(
            as_svg(drawn, words, quoted=span is not None),
            media_type="image/svg+xml",
            headers={
                "Content-Security-Policy": _PICTURE_POLICY,
                "Cache-Control": "private, max-age=3600",
            },
        )

    @router.get(addresses.MEETING_PATH + "{meeting_id:path}")
    def meeting_page(request: Request, meeting_id: str) -> HTMLResponse:
        archive.refresh()
        words = words_of(request)
        try:
            meeting = archive.meeting(meeting_id)
        except KeyError:
            return missing(request, words.missing_meeting)
        view = meeting_view(meeting, words, panel=_panel(request))
        view["file_href"] = _file_href(files_of, meeting)
        return render("meeting.html", request, view)

    @router.get(addresses.FILE_PATH + "{meeting_id:path}", response_class=Response)
    def original(request: Request, meeting_id: str) -> Response:
        words = words_of(request)
        try:
            document = archive.meeting(meeting_id).document
        except KeyError:
            return missing(request, words.missing_meeting)
        file = files_of.unchanged(document)
        if file is None:
            return missing(request, words.missing_file)
        # Saved, never shown: what a protocol holds must not run in our name.
        return FileResponse(
            file,
            media_type="application/octet-stream",
            filename=document.path.rpartition("/")[2],
            headers={"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"},
        )

    return router


def find(archive: Readable, item_id: str) -> tuple[Meeting, Item]:
    """Return an item, or a meeting's frame, and its meeting; KeyError if there is none."""
    try:
        return archive.find_item(item_id)
    except KeyError:
        meeting_id = item_id.removesuffix(FRAME_SUFFIX)
        if meeting_id == item_id:
            raise
    meeting = archive.meeting(meeting_id)
    return meeting, meeting.frame


def missing(request: Request, message: str | None = None) -> HTMLResponse:
    """Return the friendly page for an address that leads nowhere, with status 404."""
    return render("missing.html", request, {"message": message}, status=404)


def _matter(
    catalogue: Callable[[], Catalogue] | None, item: Item, words: Words, *, panel: bool
) -> list[tuple[str, ItemRow, str]]:
    """Return the items on the same matter: day, item and address; no address for this one."""
    if catalogue is None:
        return []
    return [
        (
            words.undated if other.meeting.date is None else words.day(other.meeting.date),
            other,
            ""
            if other.id == item.id
            else addresses.item_address(other.id, words=words, panel=panel),
        )
        for other in catalogue().same_matter(item.id)
    ]


def _pictures(
    meeting: Meeting, item: Item, quote: Span | None, words: Words
) -> list[tuple[str, str]]:
    """Return address and description of each page with the quote, or the item's beginning."""
    document = meeting.document
    if not has_pictures(document):
        return []
    pages = pages_of(document, quote or Span(item.start, item.start + 1))
    start, end = (quote.start, quote.end) if quote else (None, None)
    return [
        (
            addresses.picture_address(meeting.id, page.number, start, end, words),
            (words.picture_marked if quote and page.read_by == "text" else words.picture).format(
                page=page.number
            ),
        )
        for page in pages
    ]


def _file_href(originals: Originals, meeting: Meeting) -> str | None:
    if originals.find(meeting.document) is None:
        return None
    return addresses.file_address(meeting.id)


def _adding_href(request: Request, words: Words) -> str | None:
    """Return the address of the page for adding protocols, where the operator allows it."""
    app = request.scope.get("app")  # not there where no route was reached
    adds = app is not None and getattr(app.state, "adds", False)
    if not adds or not visitor_of(request.scope).is_shown("editor"):
        return None
    return addresses.with_language(addresses.ADDING_PATH, words)


def words_of(request: Request) -> Words:
    """Return the words of the language that the address asks for."""
    return WORDS[language(request.query_params.get("lang"))]


def _panel(request: Request) -> bool:
    return "panel" in request.query_params


def render(
    name: str,
    request: Request,
    view: dict[str, Any],
    status: int = 200,
    headers: Mapping[str, str] = SECURITY_HEADERS,
) -> HTMLResponse:
    """Return the page that a template makes of `view`, in the language of the address."""
    words = words_of(request)
    other = WORDS["en" if words.lang == "sv" else "sv"]
    switch = request.url.include_query_params(lang=other.lang)
    html = (
        _templates()
        .get_template(name)
        .render(
            {"panel": _panel(request)}
            | view
            | {
                "w": words,
                "aw": ARCHIVE_WORDS[words.lang],
                "switch": f"{switch.path}?{switch.query}",
                "other_lang": other.lang,
            }
            | {
                "evaluation_path": EVALUATION_PATH,
                "evaluates": visitor_of(request.scope).is_shown("editor"),
                "evaluation_title": EVALUATION_WORDS[words.lang].title,
                "adding_href": _adding_href(request, words),
                "adding_title": ADDING_WORDS[words.lang].title,
                "signing_out": LOGOUT if visitor_of(request.scope).has_session else None,
            }
        )
    )
    return HTMLResponse(html, status_code=status, headers=dict(headers))
