"""Giving meetings and items addresses that are unique in the whole archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.nouns import Item, Meeting


def with_own_ids(meetings: list[Meeting], taken: set[str]) -> list[Meeting]:
    """Return the meetings of one document with ids that nothing has taken, and take them.

    The parser makes an id of body, date and number, so a second file of the same meeting (a
    scan beside the text, a corrected version) asks for the same one: it gets the beginning of its
    file's checksum as an ending. A meeting whose id is free keeps it.
    """
    named = []
    for meeting in meetings:
        own = next(one for one in _endings(meeting) if one not in taken)
        taken.add(own)
        items_taken: set[str] = set()
        named.append(
            replace(
                meeting,
                id=own,
                items=tuple(_renamed(item, meeting.id, own, items_taken) for item in meeting.items),
            )
        )
    return named


def _endings(meeting: Meeting) -> Iterator[str]:
    yield meeting.id
    marked = f"{meeting.id}-{meeting.document.sha256[:6]}"
    yield marked
    number = 2
    while True:
        yield f"{marked}-{number}"
        number += 1


def _renamed(item: Item, old: str, new: str, taken: set[str]) -> Item:
    own = new + item.id.removeprefix(old) if item.id.startswith(old) else f"{new}-{item.id}"
    plain, number = own, 2
    while own in taken:
        own, number = f"{plain}-{number}", number + 1
    taken.add(own)
    return replace(
        item,
        id=own,
        sub_items=tuple(_renamed(sub_item, old, new, taken) for sub_item in item.sub_items),
    )
