"""Towns that write numbers above titles, or on one line with them."""

from __future__ import annotations

from collections.abc import Sequence

from town_matters import Matter
from town_parts import (
    KS,
    decision_first,
    dotted,
    heading_two_lines,
    numbered_last,
    signing,
    table_front,
)
from town_protocols import (
    BOLD,
    Sheet,
    Style,
    att,
    part,
)

# --- 1 Ånäs: number and diarienummer above the title, decision first, footers on each page


def anas_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 800, "Ånäs kommun", 11, BOLD)
    sheet.at(260, 800, "SAMMANTRÄDESPROTOKOLL", 9, BOLD)
    sheet.at(480, 800, f"Sida {page} ({total})", 8)
    sheet.at(260, 786, "Kommunstyrelsen", 9)
    sheet.at(480, 786, "2023-03-14", 8)
    signing(sheet)


# --- 2 Bergvik: KS § n, left column of part names, foot drawn first


def _bergvik_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 45, "Justerare", 7)
    sheet.at(250, 45, "Utdragsbestyrkande", 7)
    sheet.at(70, 805, "BERGVIKS KOMMUN", 9)
    sheet.at(230, 805, "PROTOKOLL", 9)
    sheet.at(470, 805, f"{page} ({total})", 9)
    sheet.at(230, 792, "Kommunstyrelsen", 9)
    sheet.at(470, 792, "2023-03-14", 9)


def _bergvik_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(80)
    sheet.y -= 12
    sheet.at(70, sheet.y, f"KS § {n}", 11, BOLD)
    sheet.at(160, sheet.y, f"KS 2023-{n + 61} {matter.code}", 9)
    sheet.y -= 16
    sheet.put(matter.title, 160, bold=True, size=11, gap=6)


def _left_parts(sheet: Sheet, matter: Matter, body: str) -> None:
    def beside(name: str, texts: Sequence[str]) -> None:
        if not texts:
            return
        sheet.need(40)
        sheet.at(70, sheet.y, name, 9, BOLD)
        for text in texts:
            sheet.put(text, 160, gap=3)
        sheet.y -= 6

    beside("Ärendet", matter.body)
    beside("Förslag", matter.demands)
    beside("Proposition", matter.order)
    if matter.points:
        sheet.need(40)
        sheet.at(70, sheet.y, "Beslut", 9, BOLD)
        sheet.put(f"{body} beslutar", 160)
        att(sheet, matter.points, 160, mark="•")
        sheet.y -= 6
    beside("Reservation", matter.dissent)
    beside("Expediering", matter.send)


# --- 3 Sandryd: "§ 31 Title" on one line, numbered points, no diarienummer above


def _sandryd_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 800, "Sandryds kommun", 8)
    sheet.at(70, 789, "Kommunstyrelsen", 8)
    sheet.at(70, 778, "Protokoll 2023-03-14", 8)
    sheet.at(500, 40, f"{page}({total})", 8)


def _heading_one_line(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(70)
    sheet.y -= 12
    sheet.put(f"§ {n} {matter.title}", bold=True, size=13)
    sheet.put(f"Dnr 2023/{n + 300}", size=8, gap=5)


# --- 4 Kållekärr: contents with number, title, diarienummer; heading "§ 31/23"


def _kalle_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 800, "Kållekärrs kommun | Kommunstyrelsen | 2023-03-14", 8)
    sheet.at(70, 45, f"Sida {page} av {total}", 8)
    sheet.at(300, 45, "Ordförandes signatur      Justerares signatur", 7)


def _kalle_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(70)
    sheet.y -= 12
    sheet.put(f"§ {n}/23", bold=True, size=11)
    sheet.put(matter.title, bold=True, size=11)
    sheet.put(f"Diarienummer: KS 2023/{n + 44}", size=9, gap=6)


def _summary_first(sheet: Sheet, matter: Matter, body: str) -> None:
    part(sheet, "Sammanfattning av ärendet", matter.body)
    part(sheet, "Underlag för beslut", matter.basis)
    part(sheet, "Yrkande", matter.demands)
    part(sheet, "Propositionsordning", matter.order)
    if matter.points:
        sheet.need(40)
        sheet.put(f"{body} beslutar", bold=True)
        att(sheet, matter.points, mark="–")
        sheet.y -= 6
    part(sheet, "Reservation", matter.dissent)
    part(sheet, "Protokollsutdrag till", matter.send)


# --- 5 Älvhult: AU-like "Ks § 31 Dnr … Title" all in a table-like head; points without att


def _alvhult_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 806, "PROTOKOLL", 10, BOLD)
    sheet.at(500, 806, str(page), 9)
    sheet.at(70, 792, "Kommunstyrelsen", 9)
    sheet.at(70, 780, "Sammanträdesdatum: 2023-03-14", 8)
    sheet.at(70, 52, "Justerandes signatur", 7)
    sheet.at(400, 52, "Utdragsbestyrkande", 7)


def _alvhult_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(70)
    sheet.y -= 12
    sheet.beside([(70, f"Ks § {n}"), (150, "Dnr"), (180, f"KS 2023/{n:05d}")], bold=True)
    sheet.y -= 2
    sheet.put(matter.title, bold=True, gap=6, width=330)


def _bare_points(sheet: Sheet, matter: Matter, body: str) -> None:
    if matter.points:
        sheet.put("Beslut", bold=True)
        for k, point in enumerate(matter.points, 1):
            said = f"{body} beslutar att {point}."
            sheet.put(said, before=f"{k})" if len(matter.points) > 1 else "",
                      hang=18 if len(matter.points) > 1 else 0)  # fmt: skip
        sheet.y -= 6
    part(sheet, "Bakgrund", matter.body)
    part(sheet, "Förslag till beslut på sammanträdet", matter.demands)
    part(sheet, "Ordförandens förslag till beslutsgång och beslut", matter.order)
    part(sheet, "Reservation", matter.dissent)
    part(sheet, "Beslutsunderlag", matter.basis)
    part(sheet, "Sändlista", matter.send)


# --- 6 Torsvik: headings in capitals on the left, hyphenated text, contents over two pages


def _torsvik_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 808, "Torsviks kommun", 9, BOLD)
    sheet.at(250, 808, "Sammanträdesprotokoll", 9)
    sheet.at(440, 808, "Blad", 7)
    sheet.at(440, 797, str(page), 9)
    sheet.at(70, 797, "Kommunstyrelsen", 9)
    sheet.at(250, 797, "Sammanträdesdatum", 7)
    sheet.at(250, 786, "2023-03-14", 9)
    signing(sheet, 50)


def _torsvik_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(70)
    sheet.y -= 10
    sheet.beside([(70, f"§ {n}")], bold=True)
    sheet.put(matter.title, bold=True)
    sheet.put(f"(KS/{2023}:{n + 12})", gap=5)


STYLES = (
    Style(
        "Ånäs",
        KS,
        31,
        heading_two_lines,
        decision_first,
        anas_head,
        table_front("Ånäs", KS),
        dotted("§ {}"),
    ),
    Style(
        "Bergvik",
        KS,
        44,
        _bergvik_heading,
        _left_parts,
        _bergvik_head,
        table_front("Bergvik", KS),
        dotted("KS § {}", 70, "Ärenden"),
        sheet={"head_first": True, "hyphens": True},
    ),
    Style(
        "Sandryd",
        KS,
        1,
        _heading_one_line,
        numbered_last,
        _sandryd_head,
        table_front("Sandryd", KS),
        dotted("§ {}", 40, "Innehåll"),
        sheet={"head_first": False},
    ),
    Style(
        "Kållekärr",
        KS,
        98,
        _kalle_heading,
        _summary_first,
        _kalle_head,
        table_front("Kållekärr", KS),
        dotted("§ {}/23", 60),
        sheet={"head_first": False},
    ),
    Style(
        "Älvhult",
        KS,
        57,
        _alvhult_heading,
        _bare_points,
        _alvhult_head,
        table_front("Älvhult", KS),
        dotted("Ks § {}", 60, "Ärendeförteckning"),
    ),
    Style(
        "Torsvik",
        KS,
        12,
        _torsvik_heading,
        decision_first,
        _torsvik_head,
        table_front("Torsvik", KS),
        dotted("§ {}"),
        sheet={"hyphens": True, "right": 430, "size": 9},
    ),
)
