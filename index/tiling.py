"""Tiling: whether every character of every stored document is in exactly one header or item."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator


def lost_text(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield a sentence for each document of which a character is in no header or item, or in two.

    Meetings tile their document; a header and the items after it tile their meeting. Furniture
    lies inside of these, and no two pieces of it overlap.
    """
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for document, start, end in connection.execute(
        "SELECT document, header_start, header_end FROM meetings UNION ALL "
        "SELECT m.document, i.start, i.end FROM items i JOIN meetings m ON m.key = i.meeting "
        "WHERE i.parent IS NULL"
    ):
        spans[document].append((start, end))
    for key, path, length in connection.execute("SELECT key, path, length(text) FROM documents"):
        if key not in spans:
            continue  # another copy of what a better document says
        at = 0
        for start, end in sorted(spans[key]):
            if start != at:
                what = "in no item" if start > at else "in two items"
                yield f"records.sqlite: text of {path} at character {min(at, start)} is {what}"
                break
            at = end
        else:
            if at != length:
                yield f"records.sqlite: the end of {path} from character {at} is in no item"
    (count,) = connection.execute(
        'SELECT count(*) FROM (SELECT "end" AS stop, lead(start) OVER '
        "(PARTITION BY meeting ORDER BY start) AS following FROM furniture) WHERE stop > following"
    ).fetchone()
    if count:
        yield f"records.sqlite: {count} pieces of furniture overlap"
