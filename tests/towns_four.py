"""A city, a cultural committee, a school committee, a region and an island: five ways to print."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from town_protocols import BOLD, TEXT, Sheet
from town_script import (
    Matter,
    Print,
    Town,
    Truth,
    bold_part,
    numbered_att,
    sentences,
    unmarked,
    wide,
)

Rows = Sequence[tuple[Matter, int]]

# --- a city: number and diarienummer above a bold title, sentences, no lines on the page


def _vasterlunda_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 800, "Västerlunda Stad", 9, BOLD)
    if page > 1:
        sheet.at(70, 788, "Kommunstyrelsen, protokoll nr 7", 8)
        sheet.at(70, 776, "2023-03-29", 8)
    sheet.at(500, 45, f"{page} ({total})", 8)


def _vasterlunda_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    sheet.put("Kommunstyrelsen", bold=True, size=18, gap=4)
    sheet.put("Protokoll (nr 7)", bold=True, size=12)
    sheet.put("Sammanträdesdatum: 2023-03-29", gap=14)
    sheet.put("Tid: 09:30–12:05")
    sheet.put("Plats: Stora salen, Börshuset, Nordhamnsgatan 1", gap=6)
    sheet.put("Paragrafer: 245-254", gap=12)
    sheet.put("Närvarande", bold=True, size=12, gap=4)
    sheet.put("Ledamöter", bold=True)
    for row in (
        "Vera Holmsten (S), ordförande", "Rikard Thunell (M), 1:e vice ordförande",
        "Soraya Lind (V), 2:e vice ordförande", "Hampus Ferm (S)", "Ylva Kjell (MP)",
        "Bodil Envall (M) ej §§ 252–254", "Greger Wass (D)", "Petronella Dufva (L)",
    ):  # fmt: skip
        sheet.put(row)
    sheet.y -= 6
    sheet.put("Tjänstgörande ersättare", bold=True)
    sheet.put("Jonatan Prytz (S) för Naima Öst (S)", gap=6)
    sheet.put("Övriga ersättare", bold=True)
    sheet.put("Malte Sjögård (SD), Carola Nyblom (C)", gap=6)
    sheet.put("Övriga närvarande", bold=True)
    sheet.put("Stadsdirektören Eskil Morin, sekreteraren Lina Åsvik", gap=14)
    sheet.put("Justeringsdag: 2023-04-05", gap=20)
    sheet.put("Underskrifter", bold=True, gap=12)
    for office, name in (
        ("Sekreterare", "Lina Åsvik"), ("Ordförande", "Vera Holmsten"),
        ("Justerande", "Rikard Thunell"),
    ):  # fmt: skip
        sheet.put(office, gap=16)
        sheet.put(name, gap=8)
    sheet.new_page()


def _vasterlunda_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Innehåll", bold=True, size=12, gap=6)
    for matter, page in rows:
        label = f"§ {matter.number}   {matter.code}".strip()
        lines = sheet.lines(matter.listed, 330, TEXT, 10)
        sheet.at(70, sheet.y, label, 10)
        for line in lines:
            sheet.at(180, sheet.y, line, 10)
            last, sheet.y = sheet.y, sheet.y - 13.5
        sheet.at(525, last, str(page), 10)
        sheet.y -= 2
    sheet.new_page()


def _vasterlunda_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(110)
    sheet.put(f"§ {matter.number}   {matter.code}".strip(), bold=True, size=11)
    sheet.put(matter.title, bold=True, size=11, gap=3)
    Print(sentences, bold_part).body(sheet, matter)
    sheet.y -= 8


VASTERLUNDA = Town(
    "vasterlunda",
    Truth("Kommunstyrelsen", "2023-03-29", "Vera Holmsten", "Lina Åsvik", "09:30", "12:05", {
        "present": (
            "Vera Holmsten", "Rikard Thunell", "Soraya Lind", "Hampus Ferm", "Ylva Kjell",
            "Bodil Envall", "Greger Wass", "Petronella Dufva", "Jonatan Prytz", "Malte Sjögård",
            "Carola Nyblom", "Eskil Morin", "Lina Åsvik",
        ),
    }),
    partial(Sheet, _vasterlunda_head),
    _vasterlunda_front, _vasterlunda_contents, _vasterlunda_item,
)  # fmt: skip

# --- a committee: § n, title and diarienummer each on a line; two columns on the first page


def _fyris_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 800, "Kultur- och fritidsnämnden", 9, BOLD)
    sheet.at(300, 800, "Protokoll", 9)
    sheet.at(300, 788, "Datum: 2023-03-23", 8)
    sheet.at(490, 800, f"{page} ({total})", 9)
    sheet.at(70, 52, "Justerandes signatur", 7)
    sheet.at(330, 52, "Utdragsbestyrkande", 7)


def _fyris_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    sheet.put("Plats och tid:", bold=True)
    sheet.put("Sal Eldkvarn, Stationsgatan 12, klockan 17.00–19.25", gap=10)
    left = (
        "Birger Tham (S), ordförande", "Arvid Sjöholm (C), vice", "ordförande",
        "Saga Wettergren (S)", "Noor Haidari (V)", "Karin Ödman (KD),", "jäv § 35",
        "Emil Åkerblad (SD)", "Lisbet Quist (MP)",
    )  # fmt: skip
    right = (
        "Didrik Hammarlund (M)",
        "Ines Palmqvist (L) från",
        "§ 33 kl. 17.20",
        "Jaana Korpi (S)",
    )
    sheet.beside([(70, "Beslutande:"), (310, "Ersättare:")], bold=True)
    for k, name in enumerate(left):
        other = [(310.0, right[k])] if k < len(right) else []
        sheet.beside([(70, name), *other])
    sheet.y -= 10
    sheet.put("Övriga deltagare:", bold=True)
    sheet.put(
        "Kulturdirektör Folke Renvall, ekonomicontroller Berit Stenudd, nämndsekreterare Tuva Lans",
        gap=12,
    )
    sheet.beside([(70, "Utses att justera:"), (200, "Arvid Sjöholm (C)")])
    sheet.beside([(70, "Paragrafer:"), (200, "31–42")])
    sheet.y -= 16
    for office, name in (
        ("Underskrifter:", ""), ("", "Birger Tham, ordförande"), ("", "Arvid Sjöholm, justerare"),
        ("", "Tuva Lans, nämndsekreterare"),
    ):  # fmt: skip
        sheet.beside([(70, office), (200, name)])
        sheet.y -= 14
    sheet.put("ANSLAG/BEVIS", bold=True)
    sheet.put("Protokollet är justerat. Justeringen har tillkännagivits på kommunens anslagstavla.")
    sheet.beside([(70, "Organ:"), (200, "Kultur- och fritidsnämnden")])
    sheet.beside([(70, "Datum:"), (200, "2023-03-23")])
    sheet.beside([(70, "Anslag sätts upp:"), (200, "2023-03-31")])
    sheet.new_page()


def _fyris_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Innehållsförteckning", bold=True, size=12, gap=8)
    for matter, page in rows:
        lines = sheet.lines(matter.listed, 400, TEXT, 10)
        sheet.at(70, sheet.y, f"§ {matter.number}", 10)
        for k, line in enumerate(lines):
            dots = ""
            if k == len(lines) - 1:
                dots = " " + "." * int((520 - 110 - wide(line, 10)) / wide(".", 10)) + f" {page}"
            sheet.at(110, sheet.y, line + dots, 10)
            sheet.y -= 13.5
    sheet.new_page()


def _fyris_item(sheet: Sheet, matter: Matter) -> None:
    if sheet.y < sheet.top - 1:
        sheet.new_page()
    sheet.put(f"§ {matter.number}", bold=True, size=12, gap=4)
    sheet.put(matter.title, bold=True, size=12, gap=2)
    if matter.code:
        sheet.put(matter.code, gap=8)
    Print(numbered_att, bold_part).body(sheet, matter)


FYRISKOPING = Town(
    "fyriskoping",
    Truth("Kultur- och fritidsnämnden", "2023-03-23", "Birger Tham", "Tuva Lans", "17:00",
          "19:25", {
        "present": (
            "Birger Tham", "Arvid Sjöholm", "Saga Wettergren", "Noor Haidari", "Karin Ödman",
            "Emil Åkerblad", "Lisbet Quist", "Didrik Hammarlund", "Ines Palmqvist", "Jaana Korpi",
            "Folke Renvall", "Berit Stenudd", "Tuva Lans",
        ),
    }),
    partial(Sheet, _fyris_head, top=750),
    _fyris_front, _fyris_contents, _fyris_item,
)  # fmt: skip

# --- a school committee: number to the left, diarienummer to the right, `att` without full stops


def _norrbyn_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 806, "Norrbyns kommun", 9, BOLD)
    sheet.at(70, 794, "Barn- och utbildningsnämnden", 8)
    sheet.at(260, 806, "Sammanträdesprotokoll", 9, BOLD)
    sheet.at(260, 794, "Sammanträdesdatum: 2023-02-23", 8)
    sheet.at(470, 806, f"Sida {page} av {total}", 8)
    sheet.at(70, 50, "Justerares sign:", 7)
    sheet.at(300, 50, "Utdragsbestyrkande:", 7)


def _norrbyn_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    def row(name: str, *texts: str) -> None:
        sheet.at(70, sheet.y, name, 10, BOLD)
        for text in texts:
            sheet.put(text, 190)
        sheet.y -= 8

    row("Tid:", "Torsdagen den 23 februari 2023 kl. 08:30-11:45")
    row("Plats:", "Lokal Tallen, Skolgatan 31A")
    row(
        "Beslutande:", "Lena Riklund (S), ordförande", "Ove Stamp (V)", "Janne Sikfors (S)",
        "Malin Ögren (M)", "Sten-Åke Brännlund (M)", "Rosita Hed (C) tjänstgör för Alva Njord (C)",
        "Anders Backe (KD) §§ 17-22",
    )  # fmt: skip
    row("Övriga deltagare:", "Se sidan 2")
    row("Utses att justera:", "Malin Ögren")
    row("Sekreterare:", "§§ 17-26", "Digitalt signerat av Ebba Flodin")
    row("Ordförande:", "Digitalt signerat av Lena Riklund")
    row("Justerare:", "Digitalt signerat av Malin Ögren")
    sheet.y -= 10
    sheet.put("Bevis om anslag", bold=True)
    row("Sammanträdesdatum:", "2023-02-23")
    row("Anslaget har satts upp:", "2023-03-02")
    row("Anslaget tas ner:", "2023-03-24")
    row("Förvaringsplats:", "Skol- och förskoleförvaltningen, Norrbyn")
    sheet.new_page()
    sheet.put("Övriga deltagare", bold=True, size=12, gap=4)
    sheet.put("Ersättare", bold=True)
    for name in ("Pär Lundmark (V)", "Hediye Gül (S)"):
        sheet.put(name)
    sheet.y -= 6
    sheet.put("Tjänstepersoner", bold=True)
    for name in (
        "Inga-Lill Ström, verksamhetschef", "Thure Vikdahl, lokalplanerare § 19",
        "Gudrun Stenvall, jurist", "Ebba Flodin, nämndsekreterare",
    ):  # fmt: skip
        sheet.put(name)
    sheet.new_page()


def _norrbyn_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Ärendelista", bold=True, size=12, gap=8)
    for matter, page in rows:
        lines = sheet.lines(matter.listed, 380, TEXT, 10)
        sheet.at(70, sheet.y, f"§ {matter.number}", 10)
        for line in lines:
            sheet.at(120, sheet.y, line, 10)
            last, sheet.y = sheet.y, sheet.y - 13.5
        sheet.at(525, last, str(page), 10)
        sheet.y -= 4
    sheet.new_page()


def _norrbyn_item(sheet: Sheet, matter: Matter) -> None:
    if sheet.y < sheet.top - 1:
        sheet.new_page()
    sheet.at(70, sheet.y, f"§ {matter.number}", 11, BOLD)
    code = f"Diarienr: {matter.code}"
    sheet.at(535 - wide(code, 10), sheet.y, code, 10)
    sheet.y -= 20
    sheet.put(matter.title, bold=True, size=12, gap=6)
    Print(unmarked, bold_part).body(sheet, matter)


NORRBYN = Town(
    "norrbyn",
    Truth(
        "Barn- och utbildningsnämnden", "2023-02-23", "Lena Riklund", "Ebba Flodin", "08:30",
        "11:45", {
            "present": (
                "Lena Riklund", "Ove Stamp", "Janne Sikfors", "Malin Ögren", "Sten-Åke Brännlund",
                "Rosita Hed", "Anders Backe", "Pär Lundmark", "Hediye Gül", "Inga-Lill Ström",
                "Thure Vikdahl", "Gudrun Stenvall", "Ebba Flodin",
            ),
        },
    ),
    partial(Sheet, _norrbyn_head, top=760),
    _norrbyn_front, _norrbyn_contents, _norrbyn_item,
)  # fmt: skip

# --- a region: everything in one column, the diarienummer below the title, bullets


def _region_head(sheet: Sheet, page: int, total: int) -> None:
    if page > 1:
        sheet.at(70, 800, "Protokoll från regionstyrelsen, 2023-03-07", 8)
        sheet.at(400, 800, f"{page} ({total})", 8)
    sheet.at(70, 44, "Postadress: Regionens hus, 499 80 Trestad    Telefon: 0500-44 10 00", 7)
    sheet.at(70, 34, "Webbplats: www.solvik.example    E-post: post@solvik.example", 7)


def _region_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    sheet.put("Region Solvik", bold=True, size=14, gap=20)
    sheet.put("Protokoll från regionstyrelsen", bold=True, size=16, gap=4)
    sheet.put("§§ 47–56", size=12, gap=14)
    sheet.put("Tid: 7 mars 2023, kl. 09:30-15:10, med ajournering kl. 12:00-13:00")
    sheet.put("Plats: Regionens hus, sal Vänern, Trestad", gap=12)
    sheet.put("Närvarande", bold=True, size=12, gap=2)
    sheet.put("Beslutande", bold=True)
    for row in (
        "Helena Stålnacke (M), ordförande", "Rut Hallencreutz (L), vice ordförande",
        "Conny Brandt (S), 2:e vice ordförande", "Torgny Palmblad (C)", "Fatima Darwish (KD)",
        "Ulrik Stake (S), ersätter Maud Idh (S)", "Ellinor Rydh (V) §§ 47-52",
        "Ossian Ljung (SD)",
    ):  # fmt: skip
        sheet.put(row, before="•", hang=14)
    sheet.y -= 6
    sheet.put("Ersättare", bold=True)
    for row in ("Nadja Wiklander (M)", "Börje Snäll (MP)"):
        sheet.put(row, before="•", hang=14)
    sheet.y -= 6
    sheet.put("Övriga", bold=True)
    for row in (
        "Marcus Ovesen, regiondirektör", "Tove Sandelius, HR-direktör, § 55",
        "Mikaela Grund, sekreterare",
    ):  # fmt: skip
        sheet.put(row, before="•", hang=14)
    sheet.y -= 6
    sheet.put("Frånvarande", bold=True)
    sheet.put("Maud Idh (S)", before="•", hang=14, gap=12)
    sheet.put("Justeras digitalt av:", bold=True)
    sheet.put("Helena Stålnacke (M), ordförande")
    sheet.put("Conny Brandt (S), justerare")
    sheet.put("Vid protokollet: Mikaela Grund", gap=10)
    sheet.put("Justeringen har tillkännagivits på regionens anslagstavla den 14 mars 2023.")
    sheet.new_page()


def _region_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Ärenden", bold=True, size=13, gap=6)
    for matter, _page in rows:
        sheet.put(matter.listed, before=f"§ {matter.number}", hang=45, gap=3)
    sheet.new_page()


def _region_item(sheet: Sheet, matter: Matter) -> None:
    if sheet.y < sheet.top - 1:
        sheet.new_page()
    sheet.put(f"§ {matter.number}", bold=True, size=13, gap=2)
    sheet.put(matter.title, bold=True, size=13, gap=2)
    if matter.code:
        sheet.put(f"Diarienummer {matter.code}", gap=6)
    Print(sentences, bold_part).body(sheet, matter)


REGION = Town(
    "region-solvik",
    Truth(
        "Regionstyrelsen", "2023-03-07", "Helena Stålnacke", "Mikaela Grund", "09:30", "15:10", {
            "present": (
                "Helena Stålnacke", "Rut Hallencreutz", "Conny Brandt", "Torgny Palmblad",
                "Fatima Darwish", "Ulrik Stake", "Ellinor Rydh", "Ossian Ljung",
                "Nadja Wiklander", "Börje Snäll", "Marcus Ovesen", "Tove Sandelius",
                "Mikaela Grund",
            ),
            "absent": ("Maud Idh",),
        },
    ),
    partial(Sheet, _region_head, top=770, bottom=70),
    _region_front, _region_contents, _region_item,
)  # fmt: skip

# --- an island: `MBN § n   Title`, the diarienummer below, paragraphs without marks


def _storsudret_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 800, "Region Storsudret", 9, BOLD)
    sheet.at(70, 789, "Miljö- och byggnadsnämnden", 8)
    sheet.at(400, 800, "Protokoll", 9)
    sheet.at(400, 789, "Sammanträdesdatum 2023-03-15", 8)
    sheet.at(250, 40, f"{page} / {total}", 8)


def _storsudret_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    def row(name: str, *texts: str) -> None:
        sheet.at(70, sheet.y, name, 9)
        for text in texts:
            sheet.put(text, 200)
        sheet.y -= 8

    row("Plats och tid", "Rådhuset, sal Binge, kl 09.00 - 14.40")
    row(
        "Beslutande", "Torbjörn Gardell (C) ordförande", "Lars Pettersson (M) 1:e vice ordförande",
        "Aino Engström (S) 2:e vice ordförande", "Maj-Gret Olofsson (C)", "Fredrik Kolm (V)",
    )  # fmt: skip
    row("Tjänstgörande ersättare", "Josefin Hejde (S)")
    row("Ej tjänstgörande ersättare", "Gun Westergren (M)", "Patrik Bring (MP)")
    row(
        "Övriga deltagande", "Anders Wahlgren, avdelningschef", "Ulla Fohlin, handläggare § 89",
        "Kerstin Ahlby, sekreterare",
    )  # fmt: skip
    row("Utses att justera", "Maj-Gret Olofsson")
    row("Justeringens plats och tid", "Rådhuset 2023-03-22")
    row("Underskrifter", "Paragrafer 88 - 96")
    row("Sekreterare", "...................................................", "Kerstin Ahlby")
    row("Ordförande", "...................................................", "Torbjörn Gardell")
    row("Justerande", "...................................................", "Maj-Gret Olofsson")
    sheet.new_page()


def _storsudret_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Innehåll", bold=True, gap=6)
    for matter, page in rows:
        lines = sheet.lines(matter.listed, 350, TEXT, 10)
        sheet.at(70, sheet.y, f"MBN § {matter.number}", 10)
        for k, line in enumerate(lines):
            end = ""
            if k == len(lines) - 1:
                end = "." * int((510 - 150 - wide(line, 10)) / wide(".", 10)) + str(page)
            sheet.at(150, sheet.y, line + end, 10)
            sheet.y -= 13.5
    sheet.y -= 20


def _storsudret_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(100)
    sheet.put(matter.title, bold=True, size=11, before=f"MBN § {matter.number}", hang=75)
    if matter.code:
        sheet.put(matter.code, sheet.left + 75, size=9, gap=6)
    Print(unmarked, bold_part).body(sheet, matter)
    sheet.y -= 10


STORSUDRET = Town(
    "storsudret",
    Truth(
        "Miljö- och byggnadsnämnden", "2023-03-15", "Torbjörn Gardell", "Kerstin Ahlby", "09:00",
        "14:40", {
            "present": (
                "Torbjörn Gardell", "Lars Pettersson", "Aino Engström", "Maj-Gret Olofsson",
                "Fredrik Kolm", "Josefin Hejde", "Gun Westergren", "Patrik Bring",
                "Anders Wahlgren", "Ulla Fohlin", "Kerstin Ahlby",
            ),
        },
    ),
    partial(Sheet, _storsudret_head, top=755, size=11),
    _storsudret_front, _storsudret_contents, _storsudret_item,
)  # fmt: skip

TOWNS = (VASTERLUNDA, FYRISKOPING, NORRBYN, REGION, STORSUDRET)
