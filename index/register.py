"""The register: what a search needs to know of an archive's meetings without loading them."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting in the register."""

    id: str
    body: str | None
    number: str | None
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Register:
    """The meetings by date (those without one last) and id, and who is on record in them."""

    meetings: tuple[Entry, ...]
    people: tuple[str, ...]  # attendees and presenters, each spelling once, as written


def read_register(connection: sqlite3.Connection, keys: Collection[int] | None) -> Register:
    """Return the register of the meetings of these row keys, or of all if None."""
    among = "" if keys is None else "WHERE {} IN (SELECT value FROM json_each(?))"
    values = [] if keys is None else [json.dumps(list(keys))]
    meetings = connection.execute(
        f"SELECT id, body, number, date FROM meetings {among.format('key')} "
        "ORDER BY date IS NULL, date, id",
        values,
    )
    people = connection.execute(
        f"SELECT name FROM attendees {among.format('meeting')} UNION SELECT p.name "
        f"FROM presenters p JOIN items i ON i.key = p.item {among.format('i.meeting')}",
        values * 2,
    )
    return Register(
        tuple(
            Entry(one, body, number, dt.date.fromisoformat(date) if date else None)
            for one, body, number, date in meetings
        ),
        tuple(name for (name,) in people),
    )


def numbered_items(
    connection: sqlite3.Connection, parts: Collection[str], keys: Collection[int]
) -> list[tuple[str, str]]:
    """Return id and number of the items of these meetings whose number holds one of `parts`."""
    tests = " OR ".join(["instr(number, ?) > 0"] * len(parts)) or "0"
    return connection.execute(
        f"SELECT id, number FROM items WHERE ({tests}) "
        "AND meeting IN (SELECT value FROM json_each(?)) ORDER BY key",
        (*parts, json.dumps(list(keys))),
    ).fetchall()
