"""Where things stand: the addresses of the pages and the references that people write."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote, urlencode

from index.nouns import FRAME_TITLE, Meeting
from ui.words import Words

ITEM_PATH = "/punkt/"
MEETING_PATH = "/mote/"
ARCHIVE_PATH = "/arkiv"
FILE_PATH = "/fil/"
PICTURE_PATH = "/sida/"
ADDING_PATH = "/lagg-till"
QUOTE_ANCHOR = "citat"  # id of the first <mark> on an item's page


def item_address(
    item_id: str,
    *,
    start: int | None = None,
    end: int | None = None,
    words: Words | None = None,
    panel: bool = False,
) -> str:
    """Return the stable address of an item, with a quote to mark when `start` and `end` are given.

    Swedish is the language of an address that names none, so that it stays short when sent on.
    """
    query: dict[str, str] = {}
    if start is not None and end is not None:
        query = {"start": str(start), "end": str(end)}
    address = ITEM_PATH + quote(item_id, safe="") + _query(query, words, panel)
    return f"{address}#{QUOTE_ANCHOR}" if "start" in query else address


def meeting_address(meeting_id: str, *, words: Words | None = None, panel: bool = False) -> str:
    """Return the stable address of a meeting's page."""
    return MEETING_PATH + quote(meeting_id, safe="") + _query({}, words, panel)


def file_address(meeting_id: str) -> str:
    """Return the address of the file that a meeting was read from."""
    return FILE_PATH + quote(meeting_id, safe="")


def picture_address(
    meeting_id: str, page: int, start: int | None, end: int | None, words: Words
) -> str:
    """Return the address of a page as a picture, with the quote marked."""
    query = {} if start is None or end is None else {"start": str(start), "end": str(end)}
    path = f"{PICTURE_PATH}{page}/{quote(meeting_id, safe='')}"
    return path + _query(query, words, panel=False)


def chat_address(words: Words) -> str:
    """Return the address of the chat in the language of `words`."""
    return "/" if words.lang == "sv" else f"/{words.lang}/"


def archive_address(words: Words, page: str = "", **query: str) -> str:
    """Return the address of a page of the archive's lists: "/arkiv/beslut?ar=2018"."""
    path = f"{ARCHIVE_PATH}/{quote(page)}" if page else ARCHIVE_PATH
    return path + _query({k: v for k, v in query.items() if v}, words, panel=False)


def with_language(path: str, words: Words) -> str:
    """Return the address of a page in the language of `words`."""
    return path + _query({}, words, panel=False)


def place(number: str | None, title: str, words: Words) -> str:
    """Return how people name an item: "punkt 6", "§ 27", or its title where it has no number."""
    if number is None:
        return words.frame if title == FRAME_TITLE else f"”{title}”"
    if number.replace(".", "").replace(":", "").strip().isdigit():
        return f"{words.item} {number.rstrip('.')}"
    return number


def minutes(body: str | None, number: str | None, words: Words) -> str:
    """Return whose minutes and which: "Kommundirektörsgruppens protokoll 2/2018"."""
    if body is None:
        named = words.unnamed_body
    else:
        genitive = body if words.lang != "sv" or body[-1:] in "sxz" else f"{body}s"
        named = words.minutes_of.format(body=genitive)
    return f"{named} {number}" if number else named


def reference(
    body: str | None,
    meeting: str | None,
    date: dt.date | None,
    number: str | None,
    title: str,
    words: Words,
) -> str:
    """Return the reference to copy: "Kommundirektörsgruppens protokoll 2/2018, 2018-03-21, …"."""
    day = words.undated if date is None else date.isoformat()
    whole = f"{minutes(body, meeting, words)}, {day}"
    framed = number is None and title == FRAME_TITLE
    return whole if framed else f"{whole}, {place(number, title, words)}"


def meeting_reference(meeting: Meeting, words: Words) -> str:
    """Return the reference to a whole protocol: "Kommundirektörsgruppens protokoll 2/2018, …"."""
    return reference(meeting.body, meeting.number, meeting.date, None, FRAME_TITLE, words)


def _query(query: dict[str, str], words: Words | None, panel: bool) -> str:
    if words is not None and words.lang != "sv":
        query = {**query, "lang": words.lang}
    if panel:
        query = {**query, "panel": "1"}
    return f"?{urlencode(query)}" if query else ""
