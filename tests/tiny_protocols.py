"""Protocols of a few lines and a parser for them, so that storage is tested without the real one.

Byggnadsnämnden | 2024-03-14 | Ada Ek, Bo Dal
# 1 Rivning av ladan
Nämnden beviljar rivning.
## Tidplan
Våren.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace
from pathlib import Path

from fakes import SharedWordsEmbedder
from index.indexing import store_documents
from index.nouns import (
    Attendee,
    AttendeeStatus,
    Decision,
    DecisionKind,
    Document,
    Furniture,
    Item,
    Meeting,
    Page,
    ParseWarning,
    Section,
    SectionKind,
    Span,
    slug,
)

_HEADING = re.compile(r"^(#+) (?:(\d+) )?(.*)$", re.MULTILINE)
_FURNITURE = re.compile(r"^Sida \d+$", re.MULTILINE)
_DECISION = re.compile(r"^Nämnden .*$", re.MULTILINE)


def tiny_document(path: str, text: str) -> Document:
    return Document(
        path=path,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        text=text,
        pages=(Page(1, 0, len(text) // 2), Page(2, len(text) // 2, len(text), "ocr", 91.5)),
    )


def tiny_parse(document: Document) -> list[Meeting]:
    """One meeting of the first line and an item a `#`; a text with "TRASIG" breaks the parser."""
    text = document.text
    if "TRASIG" in text:
        raise ValueError("TRASIG")
    head = text.partition("\n")[0]
    body, day, names = (part.strip() for part in (head + "||").split("|")[:3])
    date = dt.date.fromisoformat(day) if day else None
    meeting_id = slug(f"{body} {day}")
    marks = [*_HEADING.finditer(text)]
    items: list[Item] = []
    for n, mark in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(text)
        is_sub = len(mark[1]) > 1
        item = Item(
            id=f"{meeting_id}-{mark[2] or slug(mark[3])}",
            number=mark[2],
            title=mark[3],
            start=mark.start(),
            end=end,
            document=document,
            sections=(Section(SectionKind.BODY, mark.end(), end, "Sammanfattning"),),
            decisions=tuple(
                Decision(*found.span(), DecisionKind.GRANTS)
                for found in _DECISION.finditer(text, mark.end(), end)
            ),
            presenters=("Cilla Falk, jurist",) if "föredras" in text[mark.end() : end] else (),
            reference="BN 2024-7" if mark[2] == "1" else None,
        )
        if is_sub:
            parent = items[-1]
            items[-1] = _with_sub_item(parent, item)
        else:
            items.append(item)
    attendees = tuple(
        Attendee(name.strip(), AttendeeStatus.PRESENT, text.index(name), text.index(name) + 3)
        for name in names.split(",")
        if name.strip()
    )
    return [
        Meeting(
            id=meeting_id,
            document=document,
            start=0,
            end=len(text),
            body=body or None,
            number="3/2024",
            date=date,
            start_time="09:00",
            chair=attendees[0].name if attendees else None,
            attendees=attendees,
            items=tuple(items),
            furniture=tuple(
                Furniture(*found.span(), "page number") for found in _FURNITURE.finditer(text)
            ),
            header=Span(0, items[0].start if items else len(text)),
            warnings=(ParseWarning("ingen sluttid", 0),),
        )
    ]


def _with_sub_item(parent: Item, sub_item: Item) -> Item:
    return replace(parent, end=sub_item.end, sub_items=(*parent.sub_items, sub_item))


def store_texts(texts: dict[str, str], archive: Path, embedder: SharedWordsEmbedder) -> None:
    """Store the protocols of these paths and texts as an archive."""
    documents = [tiny_document(path, text) for path, text in texts.items()]
    store_documents([(one, tiny_parse(one)) for one in documents], archive, embedder)


LADA = """Byggnadsnämnden | 2024-03-14 | Ada Ek, Bo Dal
# 1 Rivning av ladan
Ärendet föredras av juristen.
Nämnden beviljar rivning av ladan vid Kvarngatan.
Sida 1
# 2 Övriga frågor
## Parkering vid skolan
Nämnden noterar informationen.
## Nästa möte
Hålls i maj.
"""
SKOLA = """Skolnämnden | 2023-11-02 | Ada Ek, Per Lindberg
# 1 Skolskjutsar
Nämnden antar reglerna för skolskjutsar på landsbygden.
# 2 Sekretariatschefens rapport
Rapporten läggs till handlingarna.
"""
ODATERAD = """Skönhetsrådet | | Bo Dal
# 1 Statyn på torget
Rådet samtalar om statyn.
"""
