"""Which meetings are asked: the filter as it stands in an address, and in words.

The address of a page carries the selection, so that it can be sent on and survives a reload.
What cannot be read in an address is left out: a chat must not fail over a mistyped year.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from index.nouns import ANY, Filter
from ui.words import Words

BODY, FIRST, LAST, PERSON = "organ", "fran", "till", "person"
_LONGEST_NAME = 200  # characters
_YEAR = re.compile(r"\d{4}")


def where_of(query: Mapping[str, str]) -> Filter:
    """Return the filter that an address asks for; a year stands for all its days."""
    first, last = _day(query.get(FIRST), first=True), _day(query.get(LAST), first=False)
    if first and last and first > last:
        first, last = None, None
    return Filter(
        date_from=first, date_to=last, body=_name(query.get(BODY)), person=_name(query.get(PERSON))
    )


def query_of(where: Filter) -> dict[str, str]:
    """Return the part of an address that asks for `where`; whole years stay years."""
    first, last = where.date_from, where.date_to
    values = {
        BODY: where.body,
        FIRST: first and (str(first.year) if (first.month, first.day) == (1, 1) else str(first)),
        LAST: last and (str(last.year) if (last.month, last.day) == (12, 31) else str(last)),
        PERSON: where.person,
    }
    return {name: value for name, value in values.items() if value}


def address_with(path: str, where: Filter) -> str:
    """Return `path` with the selection in its query."""
    query = query_of(where)
    return f"{path}?{urlencode(query)}" if query else path


def selection_text(where: Filter, words: Words) -> str:
    """Return the selection as people read it: "Kommunstyrelsen, 2018–2019"; empty for all."""
    query = query_of(where)
    first, last = query.get(FIRST), query.get(LAST)
    if first and last:
        period = first if first == last else f"{first}–{last}"
    elif first:
        period = words.from_time.format(time=first)
    else:
        period = words.to_time.format(time=last) if last else ""
    parts = [where.body, period, where.person and words.with_person.format(person=where.person)]
    return ", ".join(part for part in parts if part)


def is_all(where: Filter) -> bool:
    """Return whether nothing is left out."""
    return where == ANY


def _name(text: str | None) -> str | None:
    flat = " ".join((text or "").split())[:_LONGEST_NAME]
    return flat or None


def _day(text: str | None, *, first: bool) -> dt.date | None:
    value = (text or "").strip()
    if _YEAR.fullmatch(value) and int(value) > 0:
        return dt.date(int(value), 1, 1) if first else dt.date(int(value), 12, 31)
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None
