"""Protocols built in every way of numbering, listing, paging and deciding, found whole each time.

The same eight items are written out in many layouts, as text extraction leaves a PDF: no blank
lines, tabs between columns, titles broken at the page's edge. Whatever the layout, the items'
numbers and titles, and the decisions, must come out as they went in.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from golden_form import document_of

from index.parsing import parse_document

WIDTH = 72  # characters of a line before it is broken
SHARE = 25  # one of so many layouts is tried, always the same ones
FIRST = 41


@dataclass(frozen=True)
class Part:
    """One item as it is written."""

    title: str
    reference: str
    body: tuple[str, ...]
    points: tuple[str, ...]
    after: tuple[str, ...] = ()


PARTS = (
    Part("Fastställande av dagordning", "2021/10", (), ("fastställa dagordningen",)),
    Part(
        "Reviderad taxa för uthyrning av kommunens lokaler och anläggningar till föreningar samt "
        "enskilda arrangörer",
        "2021/77",
        ("Taxan är från 2009. Enligt § 12 i reglementet ska den ses över vart fjärde år.",
         "Förvaltningen föreslår en höjning med 4 %, vilket ger 1,2 mnkr om året."),
        ("anta den reviderade taxan att gälla från den 1 januari 2022",
         "ge fritidschefen i uppdrag att informera alla föreningar som hyr lokaler i kommunen före "
         "utgången av november"),
        ("Beslutet skickas till", "Fritidsförvaltningen", "Ekonomienheten"),
    ),
    Part("Svar på motion om cykelgarage", "2020/301",
         ("Siv Ahlmark (S) har lämnat en motion.", "Nämnden behandlade frågan 2021-02-11, § 9."),
         ("avslå motionen",),
         ("Yrkanden", "Bo Rask (M) yrkar bifall till motionen.", "Reservation",
          "Bo Rask (M) reserverar sig mot beslutet.")),
    Part("Information från kommundirektören", "2021/4",
         ("Kommundirektören informerar om läget i byggprojekten.",), ("notera informationen",)),
    Part("Budgetuppföljning", "2021/5",
         ("Utfallet visar följande:", "1. Personal", "2. Lokaler", "3. Övrigt",
          "Prognosen är ett underskott om 840 tkr."),
         ("godkänna uppföljningen", "uppmana verksamheterna till återhållsamhet"),
         ("Beslutsunderlag", "Tjänsteskrivelse 2021-09-30", "Uppföljning augusti")),
    Part("Val av ombud i Samverkan Kvarndalen", "2021/211", (),
         ("utse Tora Blad (C) till ombud", "utse Leo Varg (L) till ersättare för ombudet")),
    Part("Yttrande över översiktsplan för Norra Åsen 2:14 m.fl.", "2021/190",
         ("Grannkommunen har skickat sin plan på samråd.",), ("lämna planen utan erinran",)),
    Part("Anmälan av delegationsbeslut", "2021/2", (), ("lägga redovisningen till handlingarna",)),
)  # fmt: skip

Style = Callable[[int, Part], list[str]]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, break_on_hyphens=False)


STYLES: dict[str, Style] = {
    "§ n, Dnr, title below": lambda n, p: [f"§ {n}\tDnr KS {p.reference}", *_wrapped(p.title)],
    "KS § n, title below": lambda n, p: [f"KS § {n}", *_wrapped(p.title), f"Dnr KS {p.reference}"],
    "§ n title": lambda n, p: _wrapped(f"§ {n} {p.title}"),
    "§ n title (Dnr)": lambda n, p: _wrapped(
        f"§ {n} {p.title} (KS/{p.reference.replace('/', ':')})"
    ),
    "§ n Dnr title": lambda n, p: _wrapped(f"§ {n} KS {p.reference} {p.title}"),
    "n § title": lambda n, p: _wrapped(f"{n} § {p.title}"),
    "n. title": lambda n, p: _wrapped(f"{n - FIRST + 1}. {p.title}"),
    "Ärende n": lambda n, p: [f"Ärende {n - FIRST + 1}", *_wrapped(p.title)],
    "Paragraf n": lambda n, p: [f"Paragraf {n}", *_wrapped(p.title)],
    "KSAU n": lambda n, p: [f"KSAU {n}\tKLK\tDnr {p.reference}", *_wrapped(p.title)],
    "Ks § n": lambda n, p: [f"Ks § {n}\tDnr 2021-KS0{n}", *_wrapped(p.title)],
    "n tab title": lambda n, p: _wrapped(f"{n}\t{p.title}"),
}


def _number(style: str, n: int) -> str:
    return str(n - FIRST + 1 if style in {"n. title", "Ärende n"} else n)


def _label(style: str, n: int) -> str:
    forms = {"n. title": "{}.", "Ärende n": "Ärende {}", "n § title": "{} §", "n tab title": "{}"}
    return forms.get(style, "§ {}").format(_number(style, n))


def _contents(kind: str, style: str) -> list[str]:
    lines = ["Innehållsförteckning"] if kind != "none" else []
    for k, part in enumerate(PARTS):
        label, page = _label(style, FIRST + k), str(3 + k // 2)
        rows = _wrapped(f"{label} {part.title}")
        if kind == "dots":
            lines += [*rows[:-1], f"{rows[-1]} {'.' * 20} {page}"]
        elif kind == "tabs":
            lines += [*rows[:-1], f"{rows[-1]}\t{page}"]
        elif kind == "plain":
            lines += rows
        elif kind == "number apart":
            rows = _wrapped(part.title)
            lines += [label, *rows[:-1], f"{rows[-1]} {'.' * 12} {page}"]
    return lines


Deciding = Callable[[tuple[str, ...]], list[str]]


def _att(points: tuple[str, ...], mark: str = "") -> list[str]:
    ends = [","] * (len(points) - 1) + ["."]
    return [
        line
        for point, end in zip(points, ends, strict=True)
        for line in _wrapped(f"{mark}att {point}{end}")
    ]


DECISIONS: dict[str, Deciding] = {
    "att": lambda p: ["Kommunstyrelsens beslut", "Kommunstyrelsen beslutar", *_att(p)],
    "bullets": lambda p: ["Beslut", "Kommunstyrelsen beslutar", *_att(p, "- ")],
    "tabbed att": lambda p: ["Beslut", *_att(p, "•\t")],
    "numbered": lambda p: [
        "Beslut",
        *(
            line
            for n, point in enumerate(p, 1)
            for line in _wrapped(f"{n}. Kommunstyrelsen beslutar att {point}.")
        ),
    ],
    "sentences": lambda p: [
        "Kommunstyrelsens beslut",
        *(line for point in p for line in _wrapped(f"Kommunstyrelsen beslutar att {point}.")),
    ],
    "lead only": lambda p: ["Kommunstyrelsen beslutar", *_att(p)],
}
FRONT = (
    "Plats och tid\tRådhuset, Kvarnköping, kl. 13.00–15.30",
    "Beslutande\tTora Blad (C), ordförande", "\tBo Rask (M)", "\tSiv Ahlmark (S)",
    "Övriga deltagande\tEva Lid, kommundirektör", "Utses att justera\tBo Rask",
    "Underskrifter", "Sekreterare\t.........................", "\tEva Lid",
    "Ordförande\t.........................", "\tTora Blad",
)  # fmt: skip
HEAD = ("Kvarnköpings kommun\tSammanträdesprotokoll", "Kommunstyrelsen\t2021-10-12\tSida {} (9)")
FOOT = ("Justerandes sign\tUtdragsbestyrkande",)
PER_PAGE = 26


def _paged(lines: list[str], paging: str) -> str:
    if paging == "none":
        return "\n".join([*(line.format(1) for line in HEAD), *lines]) + "\n"
    ends = "\f" if paging == "pages" else "\n"
    pages = [lines[k : k + PER_PAGE] for k in range(0, len(lines), PER_PAGE)]
    return "".join(
        "\n".join([*(line.format(n) for line in HEAD), *page, *FOOT]) + ends
        for n, page in enumerate(pages, 1)
    )


def _layouts() -> Iterator[tuple[str, str, str, str, str]]:
    combinations = list(
        product(
            STYLES, ("none", "dots", "tabs", "plain", "number apart"), DECISIONS,
            ("none", "pages", "text"), ("decision first", "decision last"),
        )
    )  # fmt: skip
    random.Random(7).shuffle(combinations)
    yield from combinations[::SHARE]


def _protocol(style: str, contents: str, deciding: str, paging: str, order: str) -> str:
    lines = [*FRONT, *_contents(contents, style)]
    for k, part in enumerate(PARTS):
        lines += STYLES[style](FIRST + k, part)
        decision = DECISIONS[deciding](part.points)
        text = [row for paragraph in part.body for row in _wrapped(paragraph)]
        body = ["Ärendebeskrivning", *text] if text else []
        first, second = (decision, body) if order == "decision first" else (body, decision)
        lines += [*first, *second, *part.after]
    return _paged(lines, paging)


@pytest.mark.parametrize("layout", list(_layouts()), ids=" | ".join)
def test_every_item_and_decision_of_a_layout_is_found(
    layout: tuple[str, str, str, str, str],
) -> None:
    text = _protocol(*layout)
    (meeting,) = parse_document(document_of("layout.txt", text))
    wanted = [(_number(layout[0], FIRST + k), part.title) for k, part in enumerate(PARTS)]
    found = [(re.sub(r"\D", "", item.number or ""), item.title) for item in meeting.items]
    assert found == wanted
    for item, part in zip(meeting.items, PARTS, strict=True):
        points = [" ".join(text[d.start : d.end].split()) for d in item.decisions]
        assert len(points) == len(part.points), (item.title, points)
        for point, asked in zip(points, part.points, strict=True):
            assert asked.split()[0] in point
            assert point.rstrip(".").endswith(asked.split()[-1]), (point, asked)
