"""Furniture: a page's foot and head that break a decision in two are none of its words."""

from __future__ import annotations

import hashlib

import pytest

from index.nouns import Document, Page
from index.parsing import parse_document
from invented import FRONT

POINT = "anslå 220 tkr till en förstudie om gångvägen längs ån"
FIRST = f"""{FRONT}§ 4 Gångväg längs ån
Bakgrund
Föreningarna har bett om en väg.
Beslut
Kommunstyrelsen beslutar
att {POINT}
"""
SECOND = """att förstudien ska redovisas senast den 30 november 2025
§ 5 Avslut
Ordföranden tackar för mötet.
"""
FEET = (
    "Sida {n} (2)", "{n} (2)", "Sid {n}/2", "- {n} -", "Justerandes sign\tUtdragsbestyrkande",
    "Sida {n} (2)\tJusterandes sign ........", "Justerandes sign ____\t{n} (2)",
    "Sign ……………\tSida {n} av 2", "Signatur: ________  ________\tSida {n} av 2",
    "Norrby kommun, Storgatan 1, 123 45 Norrby\t{n} (2)", "www.norrby.example\tTel 0123-456 78",
    "Postadress: Box 1, 123 45 Norrby\tOrg.nr 212000-0000",
)  # fmt: skip
HEADS = ("Kommunstyrelsen\t2024-04-09\t{n} (2)", "PROTOKOLL\t{n}", "Norrby kommun\nKommunstyrelsen")


def document_of(*pages: str) -> Document:
    text, places = "", []
    for number, page in enumerate(pages, 1):
        places.append(Page(number, len(text), len(text) + len(page)))
        text += page
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document("protokoll.pdf", digest, "application/pdf", text, tuple(places))


@pytest.mark.parametrize("foot", FEET)
def test_a_foot_is_no_word_of_the_point_above_it(foot: str) -> None:
    pages = (f"{FIRST}{foot.format(n=1)}\n", f"{SECOND}{foot.format(n=2)}\n")
    (meeting,) = parse_document(document_of(*pages))
    first, second = meeting.items[0].decisions
    assert meeting.words(first.start, first.end) == f"att {POINT}"
    assert meeting.words(second.start, second.end).endswith("den 30 november 2025")


@pytest.mark.parametrize("head", HEADS)
def test_a_head_is_no_word_of_the_point_that_it_breaks(head: str) -> None:
    begun, went_on = FIRST.rstrip().rsplit(" om ", 1)
    pages = (
        f"{head.format(n=1)}\n{begun} om\n",
        f"{head.format(n=2)}\n{went_on}\n{SECOND}",
    )
    (meeting,) = parse_document(document_of(*pages))
    first = meeting.items[0].decisions[0]
    assert meeting.words(first.start, first.end) == f"att {POINT}"
