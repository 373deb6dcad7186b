"""Parts of protocols that several invented towns share: front pages, contents lists, items."""

from __future__ import annotations

from collections.abc import Callable

from town_matters import Matter
from town_protocols import (
    BOLD,
    OFFICERS,
    PEOPLE,
    SUBSTITUTES,
    Sheet,
    att,
    leaders,
    numbered,
    part,
)

Row = tuple[int, str, int]
KS = "Kommunstyrelsen"


def signing(sheet: Sheet, y: float = 60) -> None:
    sheet.canvas.line(sheet.left, y + 14, sheet.right, y + 14)
    sheet.at(sheet.left, y, "Justerandes sign", 7)
    sheet.at(330, y, "Utdragsbestyrkande", 7)


def table_front(
    town: str, body: str, *, when: str = "Sessionssalen, kommunhuset, Ånäs, tisdagen den 14 mars "
    "2023 kl. 13.00–16.20, ajournering kl. 14.15–14.30"
) -> Callable[[Sheet, int, int], None]:  # fmt: skip
    def front(sheet: Sheet, first: int, last: int) -> None:
        x = 190
        rows: list[tuple[str, list[str]]] = [
            ("Plats och tid", [when]),
            ("Beslutande", [f"{n} ({p})" + (f", {r}" if r else "") for n, p, r in PEOPLE]),
            ("Ej tjänstgörande ersättare", [f"{n} ({p}) {r}".strip() for n, p, r in SUBSTITUTES]),
            ("Övriga deltagare", [f"{n}, {r.format(first + 3)}" for n, r in OFFICERS]),
            ("Utses att justera", ["Marianne Ståhl"]),
            ("Justeringens plats och tid", ["Digital justering 2023-03-23"]),
        ]
        for label, values in rows:
            sheet.need(30)
            sheet.at(70, sheet.y, label, 10, BOLD)
            for value in values:
                sheet.put(value, x)
            sheet.y -= 8
        sheet.need(150)
        for label, name in (
            ("Sekreterare", "Sofia Dahlén"),
            ("Ordförande", "Ulla-Britt Fors"),
            ("Justerande", "Marianne Ståhl"),
        ):
            sheet.beside([(70, label), (x, "." * 60)])
            shown = f"Paragrafer {first}–{last}" if label == "Sekreterare" else ""
            sheet.beside([(x, name), *([(400, shown)] if shown else [])])
            sheet.y -= 10
        sheet.need(110)
        sheet.put("ANSLAG/BEVIS", bold=True)
        sheet.put("Protokollet är justerat. Justeringen har tillkännagivits genom anslag.")
        sheet.beside([(70, "Organ"), (x, body)])
        sheet.beside([(70, "Sammanträdesdatum"), (x, "2023-03-14")])
        sheet.beside([(70, "Datum då anslaget sätts upp"), (250, "2023-03-24")])
        sheet.beside([(70, "Datum då anslaget tas ned"), (250, "2023-04-17")])
        sheet.beside([(70, "Förvaringsplats för protokollet"), (250, "Kommunledningskontoret")])
        sheet.new_page()

    return front


def heading_two_lines(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(80)
    sheet.y -= 10
    sheet.beside([(70, f"§ {n}"), (330, f"Dnr KS/2023:{n + 80:04d}")], bold=True)
    sheet.put(matter.title, bold=True, size=12, gap=6)


def decision_first(sheet: Sheet, matter: Matter, body: str) -> None:
    if matter.points:
        sheet.put(f"{body}s beslut", bold=True)
        sheet.put(f"{body} beslutar")
        att(sheet, matter.points)
        sheet.y -= 6
    part(sheet, "Ärendebeskrivning", matter.body)
    part(sheet, "Beslutsunderlag", matter.basis)
    part(sheet, "Yrkanden", matter.demands)
    part(sheet, "Propositionsordning", matter.order)
    part(sheet, "Reservation", matter.dissent)
    part(sheet, "Beslutet skickas till", matter.send)


def dotted(
    form: str, hang: float = 50, title: str = "Innehållsförteckning"
) -> Callable[[Sheet, list[Row]], None]:
    def contents(sheet: Sheet, rows: list[Row]) -> None:
        sheet.put(title, bold=True, size=13, gap=8)
        leaders(sheet, rows, form, hang=hang, gap=3)

    return contents


def numbered_last(sheet: Sheet, matter: Matter, body: str) -> None:
    part(sheet, "Sammanfattning", matter.body)
    part(sheet, "Förslag till beslut", matter.proposal)
    part(sheet, "Yrkanden", matter.demands)
    part(sheet, "Beslutsgång", matter.order)
    if matter.points:
        sheet.need(40)
        sheet.put("Beslut", bold=True)
        numbered(sheet, body, matter.points)
        sheet.y -= 6
    part(sheet, "Reservationer", matter.dissent)
    part(sheet, "Handlingar i ärendet", matter.basis, mark="•")
    part(sheet, "Beslutet expedieras till", matter.send, mark="–")


def two_column_front(sheet: Sheet, first: int, last: int) -> None:
    sheet.put("Protokoll", bold=True, size=18, gap=4)
    sheet.put("Kommunstyrelsen", bold=True, size=13, gap=10)
    sheet.put("Tid: Tisdag 14 mars 2023, klockan 13.00–16.20")
    sheet.put("Plats: Sessionssalen, Lerdala", gap=6)
    sheet.beside([(70, "Ledamöter"), (310, "Ersättare")], bold=True)
    for k, (name, party, role) in enumerate(PEOPLE):
        cells = [(70.0, f"{name} ({party})" + (f", {role}" if role else ""))]
        if k < len(SUBSTITUTES):
            cells.append((310.0, f"{SUBSTITUTES[k][0]} ({SUBSTITUTES[k][1]})"))
        sheet.beside(cells)
    sheet.y -= 8
    sheet.put("Övriga närvarande", bold=True)
    for name, role in OFFICERS:
        sheet.put(f"{name}, {role.format(first + 3)}")
    sheet.y -= 8
    sheet.put(f"Protokollet omfattar: §§ {first}–{last}", gap=10)
    sheet.put("Underskrifter", bold=True)
    sheet.put("Protokollet signeras digitalt, se sista sidan.")
    sheet.new_page()
