"""Towns with columns, big numbers, Finnish dates and other orders of the parts."""

from __future__ import annotations

from town_matters import Matter
from town_parts import (
    KS,
    Row,
    decision_first,
    dotted,
    heading_two_lines,
    numbered_last,
    signing,
    table_front,
    two_column_front,
)
from town_protocols import (
    BOLD,
    Sheet,
    Style,
    att,
    part,
    plain,
)

# --- 7 Lerdala: two columns of people; "§ 31 Dnr" then title; decisions "Kommunstyrelsens beslut"


def _lerdala_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(400, 808, f"Sida | {page} ({total})", 8)
    sheet.at(70, 808, "Lerdala kommun", 10, BOLD)
    sheet.at(70, 795, "Protokoll kommunstyrelsen 2023-03-14", 8)


def _plain_contents(sheet: Sheet, rows: list[Row]) -> None:
    sheet.put("Ärendelista", bold=True, size=13, gap=8)
    for n, title, page in rows:
        sheet.put(title, before=f"§ {n}", hang=46, width=380)
        sheet.y += sheet.size * 1.35
        sheet.at(520, sheet.y, str(page), sheet.size)
        sheet.y -= sheet.size * 1.35
    sheet.new_page()


def _lerdala_item(sheet: Sheet, matter: Matter, body: str) -> None:
    part(sheet, "Beskrivning av ärendet", matter.body)
    part(sheet, "Beredning", matter.basis)
    part(sheet, "Förslag till beslut", matter.proposal)
    part(sheet, "Förslag under sammanträdet", matter.demands)
    part(sheet, "Beslutsgång", matter.order)
    if matter.points:
        sheet.need(40)
        sheet.put(f"{body}s beslut", bold=True)
        for point in matter.points:
            sheet.put(f"{body} beslutar att {point}.", gap=3)
    part(sheet, "Avvikande mening", matter.dissent)
    part(sheet, "Protokollet skickas till", matter.send)


# --- 8 Hamnö: nämnd, "SBN § 31", big numbers apart from the titles


def _hamno_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(470, 815, f"{page} ({total})", 8)
    sheet.at(70, 815, "HAMNÖ STAD", 9, BOLD)
    sheet.at(70, 803, "Samhällsbyggnadsnämnden", 8)
    sheet.at(70, 792, "Sammanträdesprotokoll 2023-03-14", 8)
    sheet.at(70, 40, "Hamnö stad, 999 99 Hamnö. Tfn 0999-123 45. www.hamno.example", 7)


def _hamno_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(80)
    sheet.y -= 14
    sheet.at(70, sheet.y, f"{n}", 12, BOLD)
    sheet.put(matter.title, 120, bold=True, size=12)
    sheet.put(f"SBN 2023/{n + 7}", 120, size=8, gap=5)


# --- 9 Gränsbo: "31 § Title", decisions in the passive, Finland-like


def _gransbo_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 810, "GRÄNSBO STAD", 9)
    sheet.at(230, 810, "PROTOKOLL", 9)
    sheet.at(380, 810, "Nr 3/2023", 9)
    sheet.at(500, 810, str(page), 9)
    sheet.at(70, 797, "Stadsstyrelsen", 9)
    sheet.at(380, 797, "14.3.2023", 9)


def _gransbo_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(70)
    sheet.y -= 12
    sheet.put(f"{n} § {matter.title}", bold=True, size=11, width=400)
    sheet.put(f"GRÄ/{n + 55}/00.02.00/2023", size=8, gap=4)


def _gransbo_item(sheet: Sheet, matter: Matter, body: str) -> None:
    plain(sheet, matter.body)
    part(sheet, "Stadsdirektörens förslag:", matter.proposal)
    part(sheet, "Behandling", matter.order)
    if matter.points:
        sheet.need(40)
        sheet.put("Beslut:", bold=True)
        sheet.put(f"{body} beslutade enhälligt")
        att(sheet, matter.points, mark="-")
        sheet.y -= 6
    part(sheet, "Distribution:", matter.send)


def _gransbo_contents(sheet: Sheet, rows: list[Row]) -> None:
    sheet.put("ÄRENDELISTA", bold=True, gap=6)
    sheet.beside([(70, "§"), (120, "Rubrik"), (505, "Sida")], bold=True)
    for n, title, page in rows:
        if sheet.y < sheet.bottom + 30:
            sheet.new_page()
        sheet.at(70, sheet.y, str(n), sheet.size)
        sheet.at(515, sheet.y, str(page), sheet.size)
        sheet.put(title, 120, width=370, gap=2)
    sheet.new_page()


# --- 10 Norrtuna: agenda-like "Ärende 4" with own "§ 31" line


def _norrtuna_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 810, f"Sammanträdesprotokoll för kommunstyrelsen {page}", 8)
    sheet.at(70, 799, "Norrtuna kommun", 8)
    sheet.at(70, 788, "Datum 2023-03-14", 8)
    signing(sheet, 44)


def _norrtuna_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(80)
    sheet.y -= 14
    sheet.put(f"§ {n}  ", bold=True, size=14, gap=2)
    sheet.put(matter.title, bold=True, size=14, gap=2, width=300)
    sheet.put(f"Ärendenummer: KS {n + 90}/2023", size=9)
    sheet.put("Handläggare: Sofia Dahlén", size=9, gap=6)


def _norrtuna_item(sheet: Sheet, matter: Matter, body: str) -> None:
    part(sheet, "Ärendebeskrivning", matter.body)
    part(sheet, "Beslutsunderlag", matter.basis, mark="•")
    part(sheet, "Kommunledningskontorets förslag till beslut", matter.proposal)
    part(sheet, "Yrkande", matter.demands)
    part(sheet, "Propositionsordning", matter.order)
    if matter.points:
        sheet.need(40)
        sheet.put(f"{body}s beslut", bold=True)
        if len(matter.points) == 1:
            sheet.put(f"– {matter.points[0][0].upper()}{matter.points[0][1:]}.")
        else:
            for k, point in enumerate(matter.points, 1):
                sheet.put(f"{point[0].upper()}{point[1:]}.", before=f"{k}.", hang=18)
        sheet.y -= 6
    part(sheet, "Reservation", matter.dissent)


# --- 11 Åstrand: everything small, one column of grey labels, title BEFORE the number line


def _astrand_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 812, "Kommunstyrelsen 2023-03-14", 8)
    sheet.at(500, 812, f"{page}/{total}", 8)
    sheet.at(70, 40, "Åstrands kommun", 7)
    sheet.at(240, 40, "Justeras:", 7)


def _astrand_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(70)
    sheet.y -= 12
    sheet.at(70, sheet.y, f"§ {n}", 11, BOLD)
    sheet.put(matter.title, 110, bold=True, size=11, width=360)
    sheet.at(70, sheet.y, f"Dnr KS2023/{n + 21}", 8)
    sheet.y -= 18


def _astrand_item(sheet: Sheet, matter: Matter, body: str) -> None:
    if matter.points:
        sheet.put("BESLUT", bold=True)
        sheet.put(f"{body} beslutar att")
        for k, point in enumerate(matter.points, 1):
            sheet.put(f"{point}{'.' if k == len(matter.points) else ','}", before=f"{k}.", hang=18)
        sheet.y -= 6
    part(sheet, "SAMMANFATTNING", matter.body)
    part(sheet, "YRKANDEN", matter.demands)
    part(sheet, "PROPOSITIONSORDNING", matter.order)
    part(sheet, "RESERVATION", matter.dissent)
    part(sheet, "BESLUTSUNDERLAG", matter.basis)
    part(sheet, "BESLUTET SKICKAS TILL", matter.send)


# --- 12 Vretlösa: fullmäktige, "Kf § 31", contents after the first page with "Dnr" column


def _vretlosa_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 810, "Vretlösa kommun", 9)
    sheet.at(230, 810, "Sammanträdesprotokoll", 9)
    sheet.at(470, 810, f"Sidan {page} av {total}", 8)
    sheet.at(230, 798, "Kommunfullmäktige", 9)
    sheet.at(470, 798, "14 mars 2023", 8)
    sheet.at(90, 48, "Signatur", 7)


def _vretlosa_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(70)
    sheet.y -= 12
    sheet.beside([(70, f"Kf § {n}"), (400, f"KS 2023/{n + 3}")], bold=True)
    sheet.put(matter.title, bold=True, size=11, gap=5)


def _vretlosa_contents(sheet: Sheet, rows: list[Row]) -> None:
    sheet.put("Innehåll", bold=True, gap=6)
    for n, title, page in rows:
        if sheet.y < sheet.bottom + 40:
            sheet.new_page()
        sheet.at(70, sheet.y, f"Kf § {n}", sheet.size)
        sheet.at(480, sheet.y, f"KS 2023/{n + 3}", 8)
        sheet.at(545, sheet.y, str(page), 8)
        sheet.put(title, 130, width=340, gap=2)
    sheet.new_page()


STYLES = (
    Style(
        "Lerdala",
        KS,
        87,
        heading_two_lines,
        _lerdala_item,
        _lerdala_head,
        two_column_front,
        _plain_contents,
    ),
    Style(
        "Hamnö",
        "Samhällsbyggnadsnämnden",
        20,
        _hamno_heading,
        numbered_last,
        _hamno_head,
        table_front("Hamnö", "Samhällsbyggnadsnämnden"),
        dotted("{}", 40),
    ),
    Style(
        "Gränsbo",
        "Stadsstyrelsen",
        61,
        _gransbo_heading,
        _gransbo_item,
        _gransbo_head,
        table_front("Gränsbo", "Stadsstyrelsen"),
        _gransbo_contents,
    ),
    Style(
        "Norrtuna",
        KS,
        103,
        _norrtuna_heading,
        _norrtuna_item,
        _norrtuna_head,
        two_column_front,
        dotted("§ {}", 60),
    ),
    Style(
        "Åstrand",
        KS,
        5,
        _astrand_heading,
        _astrand_item,
        _astrand_head,
        table_front("Åstrand", KS),
        dotted("§ {}", 40),
        sheet={"size": 9},
        turned=True,
    ),
    Style(
        "Vretlösa",
        "Kommunfullmäktige",
        17,
        _vretlosa_heading,
        decision_first,
        _vretlosa_head,
        table_front("Vretlösa", "Kommunfullmäktige"),
        _vretlosa_contents,
        turned=True,
    ),
)
