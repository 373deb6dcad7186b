"""Towns whose contents lists or headings are unlike the others."""

from __future__ import annotations

from town_matters import Matter
from town_parts import (
    KS,
    Row,
    dotted,
    table_front,
    two_column_front,
)
from town_protocols import (
    BOLD,
    PEOPLE,
    Sheet,
    Style,
    att,
    leaders,
    part,
)
from towns_one import anas_head

# --- 13 Fagerås: contents of titles and pages alone; "Paragraf 31 – Title"


def _fageras_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 810, "Kommunstyrelsen", 8)
    sheet.at(70, 800, "2023-03-14", 8)
    sheet.at(500, 810, f"Sid {page} ({total})", 8)
    sheet.at(430, 45, "Fagerås kommun", 7)


def _titles_only(sheet: Sheet, rows: list[Row]) -> None:
    sheet.put("Innehållsförteckning", bold=True, size=13, gap=8)
    leaders(sheet, rows, "", hang=0, gap=2)


def _fageras_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(70)
    sheet.y -= 12
    sheet.put(f"§ {n} – {matter.title}", bold=True, size=12, width=380, gap=2)
    sheet.put(f"KS 2023/{n:04d}-1.{n}", size=9, gap=4)


def _fageras_item(sheet: Sheet, matter: Matter, body: str) -> None:
    part(sheet, "Sammanfattning av ärendet", matter.body)
    part(sheet, "Beslutsunderlag", matter.basis)
    part(sheet, "Förslag till beslut", [f"{body} föreslås besluta", *matter.proposal])
    part(sheet, "Yrkanden", matter.demands)
    part(sheet, "Beslutsgång", matter.order)
    if matter.points:
        sheet.need(40)
        sheet.put("Beslut", bold=True)
        sheet.put(f"{body} beslutar")
        for point in matter.points:
            sheet.put(f"att {point}{'' if point == matter.points[-1] else ' och'}", gap=2)
        sheet.y -= 6
    part(sheet, "Deltar ej i beslut", matter.dissent)
    part(sheet, "Beslutet ska skickas till", matter.send)


# --- 14 Kolsva: contents cell by cell; the head repeats the item; points with a) b)


def _kolsva_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 812, "PROTOKOLL", 9, BOLD)
    sheet.at(70, 800, "Sammanträdesdatum", 7)
    sheet.at(170, 800, "Sida", 7)
    sheet.at(70, 790, "2023-03-14", 9)
    sheet.at(170, 790, str(page), 9)
    sheet.at(420, 800, "Kolsva kommun", 9)
    sheet.at(420, 790, "Kommunstyrelsens arbetsutskott", 8)
    sheet.at(70, 46, "JUSTERAS", 7)
    sheet.at(170, 46, "UTDRAGSBESTYRKANDE", 7)


def _cells_contents(sheet: Sheet, rows: list[Row]) -> None:
    sheet.put("Innehållsförteckning", bold=True, size=13, gap=8)
    for n, title, page in rows:
        sheet.put(f"§ {n}")
        sheet.put(title, width=330)
        sheet.put(str(page), gap=3)
    sheet.new_page()


def _kolsva_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(70)
    sheet.y -= 12
    sheet.put(f"KSAU § {n}", bold=True)
    sheet.put(matter.title, bold=True, width=350)
    sheet.put(f"KS 2023/{n + 5}", size=9, gap=4)


def _kolsva_item(sheet: Sheet, matter: Matter, body: str) -> None:
    part(sheet, "Arbetsutskottets beslut", [])
    if matter.points:
        sheet.put("Arbetsutskottets beslut", bold=True)
        for k, point in enumerate(matter.points):
            sheet.put(f"att {point},", before=f"{'abc'[k]})", hang=20)
        sheet.y -= 6
    part(sheet, "Ärendet", matter.body)
    part(sheet, "Dagens sammanträde", matter.demands)
    part(sheet, "Underlag", matter.basis, mark="-")
    part(sheet, "Delges", matter.send)


# --- 15 Rödånger: fullmäktige; a table of votes with numbered names; contents "Title § page"


def _rodanger_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 810, "Rödångers kommun", 9, BOLD)
    sheet.at(300, 810, "Kommunfullmäktiges protokoll 14 mars 2023", 8)
    sheet.at(300, 799, f"{page} av {total}", 8)
    sheet.at(70, 46, "Justerare          Justerare          Ordförande", 7)


def _rodanger_contents(sheet: Sheet, rows: list[Row]) -> None:
    sheet.put("Ärenden", bold=True, gap=6)
    sheet.beside([(70, "Paragraf"), (140, "Ärende"), (500, "Sida")], bold=True)
    for n, title, page in rows:
        if sheet.y < sheet.bottom + 40:
            sheet.new_page()
        top = sheet.y
        sheet.at(70, top, f"§ {n}", sheet.size)
        sheet.put(title, 140, width=340)
        sheet.at(515, sheet.y + sheet.size * 1.35, str(page), sheet.size)
        sheet.y -= 4
    sheet.new_page()


def _rodanger_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(90)
    sheet.y -= 14
    sheet.put(f"KF/2023:{n + 70}", size=9)
    sheet.put(f"§ {n}. {matter.title}", bold=True, size=12, gap=6)


def _rodanger_item(sheet: Sheet, matter: Matter, body: str) -> None:
    if matter.points:
        sheet.put(f"{body} beslutar", bold=True)
        for k, point in enumerate(matter.points, 1):
            sheet.put(
                f"att {point}{',' if k < len(matter.points) else '.'}", before=f"{k}.", hang=18
            )
        sheet.y -= 6
    part(sheet, "Bakgrund", matter.body)
    part(sheet, "Yrkanden", matter.demands)
    part(sheet, "Proposition", matter.order)
    if matter.order:
        part(sheet, "Omröstningsresultat", ["Ja: 7, Nej: 3"])
        for k, (name, party, _role) in enumerate(PEOPLE, 1):
            vote = 400.0 if k % 3 else 450.0
            sheet.beside([(70, str(k)), (100, f"{name}"), (330, party), (vote, "X")])
        sheet.y -= 6
    part(sheet, "Reservation", matter.dissent)
    part(sheet, "Expedieras till", matter.send)


# --- 16 Myckle: narrow titles in the left column beside the number, points as sentences


def _myckle_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 810, "Socialnämnden i Myckle kommun", 8)
    sheet.at(480, 810, f"Sida {page}/{total}", 8)
    sheet.at(70, 799, "Protokoll från sammanträde 2023-03-14", 8)


def _myckle_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(110)
    sheet.y -= 12
    sheet.put(f"SN § {n}", bold=True, size=13)
    sheet.put(matter.title, bold=True, size=13, width=230, gap=3)
    sheet.put(f"Dnr SN 2023/{n + 15}-00{n % 9}", size=9, gap=4)


def _myckle_item(sheet: Sheet, matter: Matter, body: str) -> None:
    part(sheet, "Ärende", matter.body)
    part(sheet, "Beslutsunderlag", matter.basis, mark="•")
    part(sheet, "Under sammanträdet", matter.demands)
    part(sheet, "Propositionsordning", matter.order)
    if matter.points:
        sheet.need(40)
        sheet.put(f"{body}s beslut", bold=True)
        sheet.put(f"{body} beslutar att:")
        for point in matter.points:
            sheet.put(f"{point}.", before="•", hang=14)
        sheet.y -= 6
    part(sheet, "Särskilt yttrande", matter.dissent)
    part(sheet, "Protokollsutdrag skickas till", matter.send)


# --- 17 Stenunga: the contents list names the matters in short; "Ärende 3 § 33"


def _short(title: str) -> str:
    return title.split(" – ")[0].split(" i kommunens")[0].split(", etapp")[0]


def _short_contents(sheet: Sheet, rows: list[Row]) -> None:
    sheet.put("Innehåll", bold=True, size=13, gap=8)
    leaders(sheet, [(n, _short(title), page) for n, title, page in rows], "§ {}", gap=2)


def _stenunga_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(90)
    sheet.y -= 12
    sheet.beside([(70, f"§ {n}"), (120, f"Dnr: KS {n + 31}/23")], bold=True)
    sheet.y -= 4
    sheet.put(matter.title, bold=True, size=12, gap=8, width=420)


def _stenunga_item(sheet: Sheet, matter: Matter, body: str) -> None:
    if matter.points:
        sheet.put("Beslut", bold=True)
        sheet.put(f"{body} föreslår kommunfullmäktige besluta")
        att(sheet, matter.points)
        sheet.y -= 6
    part(sheet, "Sammanfattning", matter.body)
    part(
        sheet,
        "Tidigare beslut",
        [
            "Kommunstyrelsens arbetsutskott beslutade 2023-02-28, § 12, att föreslå "
            "kommunstyrelsen att bereda ärendet vidare."
        ],
    )
    part(sheet, "Beslutsunderlag", matter.basis)
    part(sheet, "Beslutsgång", matter.order)
    part(sheet, "Beslutet expedieras", matter.send)


# --- 18 Ljungskog: everything right of a column of names; two lines of head between points


def _ljungskog_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 815, "Ljungskogs kommun", 8)
    sheet.at(70, 804, "Barn- och utbildningsnämnden", 8)
    sheet.at(300, 815, "Protokoll", 8)
    sheet.at(300, 804, "Mötesdatum: 2023-03-14", 8)
    sheet.at(480, 815, f"Sida {page} av {total}", 8)
    sheet.at(70, 45, "Ordförandes sign            Justerandes sign", 7)


def _ljungskog_heading(sheet: Sheet, n: int, matter: Matter) -> None:
    sheet.need(90)
    sheet.y -= 14
    sheet.beside([(70, f"Bun § {n}")], bold=True)
    sheet.beside([(70, f"Dnr BUN 2023/{n + 2}")])
    sheet.y -= 8
    sheet.put(matter.title, bold=True, gap=6)


def _ljungskog_item(sheet: Sheet, matter: Matter, body: str) -> None:
    part(sheet, "Bakgrund", matter.body)
    part(sheet, "Barn- och utbildningsförvaltningens förslag till beslut", matter.proposal)
    part(sheet, "Yrkanden", matter.demands)
    part(sheet, "Propositionsordning", matter.order)
    if matter.points:
        sheet.need(40)
        sheet.put("Barn- och utbildningsnämnden beslutar", bold=True)
        att(sheet, matter.points, mark="-")
        sheet.y -= 4
        sheet.put("Paragrafen förklaras omedelbart justerad.", gap=4)
    part(sheet, "Skickas till", matter.send)


STYLES = (
    Style(
        "Fagerås",
        KS,
        31,
        _fageras_heading,
        _fageras_item,
        _fageras_head,
        table_front("Fagerås", KS),
        _titles_only,
    ),
    Style(
        "Kolsva",
        "Kommunstyrelsens arbetsutskott",
        44,
        _kolsva_heading,
        _kolsva_item,
        _kolsva_head,
        two_column_front,
        _cells_contents,
        turned=True,
    ),
    Style(
        "Rödånger",
        "Kommunfullmäktige",
        20,
        _rodanger_heading,
        _rodanger_item,
        _rodanger_head,
        table_front("Rödånger", "Kommunfullmäktige"),
        _rodanger_contents,
    ),
    Style(
        "Myckle",
        "Socialnämnden",
        9,
        _myckle_heading,
        _myckle_item,
        _myckle_head,
        two_column_front,
        dotted("SN § {}", 60),
        sheet={"hyphens": True},
    ),
    Style(
        "Stenunga",
        KS,
        71,
        _stenunga_heading,
        _stenunga_item,
        anas_head,
        table_front("Ånäs", KS),
        _short_contents,
        turned=True,
    ),
    Style(
        "Ljungskog",
        "Barn- och utbildningsnämnden",
        15,
        _ljungskog_heading,
        _ljungskog_item,
        _ljungskog_head,
        table_front("Ljungskog", "Barn- och utbildningsnämnden"),
        dotted("Bun § {}", 60),
        sheet={"size": 11},
    ),
)
