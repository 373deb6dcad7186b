"""A small town, a joint board, a working committee, a social committee and a council's meeting."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from town_protocols import BOLD, TEXT, Sheet
from town_script import (
    Matter,
    Print,
    Town,
    Truth,
    att_points,
    bold_part,
    dashed,
    sentences,
    unmarked,
    wide,
)

Rows = Sequence[tuple[Matter, int]]

# --- a small town: a form as first page, `Ks § n  Dnr`, titles in capitals, dashes


def _hultsby_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 806, "HULTSBY KOMMUN", 10, BOLD)
    sheet.at(280, 806, "SAMMANTRÄDESPROTOKOLL", 9, BOLD)
    sheet.at(500, 806, "Sida", 7)
    sheet.at(500, 796, f"{page}({total})", 8)
    sheet.at(70, 790, "Kommunstyrelsen", 9)
    sheet.at(280, 795, "Sammanträdesdatum", 7)
    sheet.at(280, 784, "2023-03-08", 9)
    sheet.at(70, 62, "Justerandes sign", 6)
    sheet.at(380, 62, "Utdragsbestyrkande", 6)
    sheet.at(70, 50, "IS      KF", 9)


def _hultsby_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    def row(name: str, *texts: str) -> None:
        sheet.at(70, sheet.y, name, 8)
        for text in texts:
            sheet.put(text, 190)
        sheet.y -= 6

    row("Plats och tid", "Sammanträdesrum Eken, kommunhuset, Hultsby, kl 13.15–16.00")
    row(
        "Beslutande ledamöter", "Sigvard Lång (C)    Ordförande",
        "Kjell Frid (M)    §§ 12-14, 16-22", "Ann-Britt Ståhlberg (S)",
        "Ingemar Stav (SD)", "Rakel Sund (V)", "Bo Hylén (KD)",
    )  # fmt: skip
    row("Tjänstgörande ersättare", "Mats Ivarsson (M)    för Kjell Frid § 15", "Gullan Öhrn (S)")
    row("Närvarande ersättare", "Pia Kvist (C)")
    row(
        "Övriga närvarande", "Yvonne Rask    kommundirektör", "Bertil Ahl, Granska AB, § 13",
        "Nils Torpare    sekreterare",
    )  # fmt: skip
    row("Justerare", "Ingemar Stav")
    row("Justeringens plats och tid", "Kommunledningskontoret 2023-03-13, kl 10.00")
    sheet.y -= 10
    sheet.beside([(70, "Underskrifter"), (300, "Paragrafer"), (380, "12-22")])
    for office, name in (
        ("Sekreterare", "Nils Torpare"), ("Ordförande", "Sigvard Lång"),
        ("Justerare", "Ingemar Stav"),
    ):  # fmt: skip
        sheet.y -= 8
        sheet.beside([(70, office), (190, ".........................................")])
        sheet.beside([(190, name)])
    sheet.y -= 12
    sheet.put("BEVIS OM ANSLAG", bold=True, gap=4)
    row("Organ", "Kommunstyrelsen")
    row("Sammanträdesdatum", "2023-03-08")
    row("Datum för anslags uppsättande", "2023-03-14", "Datum för anslags nedtagande 2023-04-05")
    row("Förvaringsplats för protokollet", "Kommunledningskontoret")
    row("Underskrift", ".........................................", "Nils Torpare")
    sheet.new_page()


def _hultsby_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Ärenden", bold=True, size=12, gap=8)
    for matter, page in rows:
        lines = sheet.lines(f"{matter.listed}, dnr {matter.code}", 370, TEXT, 10)
        sheet.at(70, sheet.y, f"Ks § {matter.number}", 10)
        for k, line in enumerate(lines):
            sheet.at(130, sheet.y, line, 10)
            if k == len(lines) - 1:
                sheet.at(520, sheet.y, str(page), 10)
            sheet.y -= 13.5
    sheet.new_page()


def _hultsby_item(sheet: Sheet, matter: Matter) -> None:
    if sheet.y < sheet.top - 1:
        sheet.new_page()
    sheet.at(70, sheet.y, f"Ks § {matter.number}", 11, BOLD)
    sheet.at(400, sheet.y, f"Dnr {matter.code}", 10)
    sheet.y -= 22
    sheet.put(matter.title.upper(), bold=True, size=11, gap=6)
    Print(dashed, bold_part, columns=(0, 160, 240)).body(sheet, matter)


HULTSBY = Town(
    "hultsby",
    Truth("Kommunstyrelsen", "2023-03-08", "Sigvard Lång", "Nils Torpare", "13:15", "16:00", {
        "present": (
            "Sigvard Lång", "Kjell Frid", "Ann-Britt Ståhlberg", "Ingemar Stav", "Rakel Sund",
            "Bo Hylén", "Mats Ivarsson", "Gullan Öhrn", "Pia Kvist", "Yvonne Rask", "Bertil Ahl",
            "Nils Torpare",
        ),
    }),
    partial(Sheet, _hultsby_head, top=755),
    _hultsby_front, _hultsby_contents, _hultsby_item,
)  # fmt: skip

# --- a joint board: number and title on one line, letters, people with places, an appendix


def _trebygden_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 802, "Trebygdens räddningstjänstförbund", 10, BOLD)
    sheet.at(400, 802, "PROTOKOLL nr 1/2023", 9)
    sheet.at(400, 790, "2023-02-24", 9)
    sheet.at(70, 40, "Ordf. sign.        Just. sign.", 7)
    sheet.at(500, 40, f"Blad {page}", 7)


def _trebygden_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    sheet.put("Direktionen för Trebygdens räddningstjänstförbund", bold=True, size=14, gap=10)
    sheet.put("Tid: Fredagen den 24 februari 2023, kl. 09.00-11.40")
    sheet.put("Plats: Brandstationen i Kvistbro", gap=8)
    sheet.put("Närvarande:", bold=True)
    for cells in (
        ("Nils-Olov Mark", "Kvistbro, ordförande"), ("Agneta Fryk", "Lekeby, vice ordförande"),
        ("Rolf af Ugglas", "Ljusnarsfors"), ("Barbro von Essen", "Kvistbro"),
        ("Stina Gård", "Lekeby, tjänstgörande ersättare"),
    ):  # fmt: skip
        sheet.beside([(70, cells[0]), (220, cells[1])])
    sheet.y -= 6
    sheet.put("Från förvaltningen:", bold=True)
    sheet.put("Hasse Norell, räddningschef")
    sheet.put("Gun-Marie Tall, ekonom och sekreterare", gap=6)
    sheet.put("Anmält förhinder: Gustav Lo, Lekeby", gap=10)


def _trebygden_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Föredragningslista", bold=True, gap=4)
    for matter, _page in rows:
        sheet.put(matter.listed, before=f"§ {matter.number}", hang=40)
    sheet.y -= 16


def _trebygden_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(80)
    sheet.put(matter.title, bold=True, before=f"§ {matter.number}", hang=40, size=11)
    if matter.code:
        sheet.put(f"Dnr {matter.code}", sheet.left + 40, size=9, gap=2)
    Print(unmarked, lambda s, n: s.put(f"{n}:", bold=True), bullet="-").body(sheet, matter)
    sheet.y -= 8


def _trebygden_end(sheet: Sheet) -> None:
    sheet.need(120)
    sheet.put("Vid protokollet", gap=20)
    sheet.put("Gun-Marie Tall", gap=12)
    sheet.put("Justeras", gap=20)
    sheet.beside([(70, "Nils-Olov Mark"), (300, "Agneta Fryk")])
    sheet.beside([(70, "Ordförande"), (300, "Justerare")])
    sheet.new_page()
    sheet.put("Bilaga 1 till § 6", bold=True, gap=8)
    sheet.put("Handlingsprogram, sammandrag", bold=True, size=13, gap=6)
    for row in (
        "1 § Förbundets uppgift", "Förbundet svarar för räddningstjänsten i medlemskommunerna.",
        "2 § Mål", "Första enhet ska vara framme inom 20 minuter i tätort.",
        "3 § Uppföljning", "Direktionen följer upp programmet varje år i februari.",
    ):  # fmt: skip
        sheet.put(row, gap=4)


TREBYGDEN = Town(
    "trebygden",
    Truth("Direktionen för Trebygdens räddningstjänstförbund", "2023-02-24", "Nils-Olov Mark",
          "Gun-Marie Tall", "09:00", "11:40", {
        "present": (
            "Nils-Olov Mark", "Agneta Fryk", "Rolf af Ugglas", "Barbro von Essen", "Stina Gård",
            "Hasse Norell", "Gun-Marie Tall",
        ),
        "absent": ("Gustav Lo",),
    }),
    partial(Sheet, _trebygden_head, top=750, bottom=70),
    _trebygden_front, _trebygden_contents, _trebygden_item, _trebygden_end,
)  # fmt: skip

# --- a working committee: `KSAU § n/2023   Title`, no contents list, the foot is drawn first


def _kilaberg_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 44, "Justerare", 7)
    sheet.at(290, 44, "Justerare", 7)
    sheet.at(430, 44, "Utdragsbestyrkande", 7)
    sheet.at(70, 806, "Kilabergs kommun", 10, BOLD)
    sheet.at(70, 794, "Kommunstyrelsens arbetsutskott", 9)
    sheet.at(330, 806, "Sammanträdesprotokoll", 10)
    sheet.at(330, 794, "2023-04-04", 9)
    sheet.at(505, 806, f"{page}({total})", 9)


def _kilaberg_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    def row(name: str, *texts: str) -> None:
        sheet.put(name, bold=True)
        for text in texts:
            sheet.put(text)
        sheet.y -= 6

    row("Tid och plats", "Tisdagen den 4 april 2023, Rådhuset i Edet, kl. 09.00-11.30")
    row(
        "Beslutande", "Morgan Lidh (S), ordförande; Ann-Sofi Karp (M), vice ordförande; "
        "Beatrice Fält (C); Jarl Öberg (S) ersätter Pia Dimming (S); Tommy Rask (SD)",
    )  # fmt: skip
    row("Ersättare", "Lillemor Ask (V), Conrad Ståhl (L)")
    row(
        "Tjänstemän", "Kommundirektör Siri Malm, ekonomichef Valter Hedin, "
        "hållbarhetsstrateg Liselott Brag (§ 52), sekreterare Gösta Ring",
    )  # fmt: skip
    row("Att justera", "Ann-Sofi Karp")
    row("Paragrafer", "52-59/2023")
    sheet.y -= 10
    sheet.beside([(70, "Sekreterare"), (200, "Gösta Ring")])
    sheet.y -= 16
    sheet.beside([(70, "Ordförande"), (200, "Morgan Lidh")])
    sheet.y -= 16
    sheet.beside([(70, "Justerande"), (200, "Ann-Sofi Karp")])
    sheet.new_page()


def _kilaberg_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(110)
    sheet.put(matter.title, bold=True, before=f"KSAU § {matter.number}", hang=110, size=11)
    if matter.code:
        sheet.put(f"Dnr {matter.code}", sheet.left + 110, gap=5)
    Print(att_points, bold_part).body(sheet, matter)
    sheet.put("_____", gap=12)


KILABERG = Town(
    "kilaberg-au",
    Truth(
        "Kommunstyrelsens arbetsutskott", "2023-04-04", "Morgan Lidh", "Gösta Ring", "09:00",
        "11:30", {
            "present": (
                "Morgan Lidh", "Ann-Sofi Karp", "Beatrice Fält", "Jarl Öberg", "Tommy Rask",
                "Lillemor Ask", "Conrad Ståhl", "Siri Malm", "Valter Hedin", "Liselott Brag",
                "Gösta Ring",
            ),
        },
    ),
    partial(Sheet, _kilaberg_head, top=755),
    _kilaberg_front, None, _kilaberg_item,
)  # fmt: skip

# --- a social committee: `Paragraf n`, crosses for who was there, a page of digital signatures


def _lindevi_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 804, "Lindevi kommun", 9)
    sheet.at(230, 804, "Protokoll", 9, BOLD)
    sheet.at(230, 793, "Socialnämnden 2023-01-25", 8)
    sheet.at(490, 804, f"Sida {page}/{total}", 8)


def _lindevi_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    sheet.put("Socialnämnden", bold=True, size=16, gap=6)
    sheet.beside([(70, "Datum"), (180, "2023-01-25")])
    sheet.beside([(70, "Tid"), (180, "13:00–16:05, ajournering 14:20–14:40")])
    sheet.beside([(70, "Plats"), (180, "Furusalen, Lindevi kommunhus")])
    sheet.y -= 8
    sheet.put("Närvarolista", bold=True, size=12, gap=4)
    sheet.beside(
        [(70, "Ledamöter"), (260, "Parti"), (320, "Närvarande"), (410, "Anmärkning")], bold=True
    )
    for name, party, here, note in (
        ("Wanja Perrin, ordförande", "S", "X", ""), ("Hjalmar Ekdahl, vice ordf.", "C", "X", ""),
        ("Kristofer Bohlin", "KD", "X", "från kl. 13:20"), ("Disa Lagergren", "V", "X", ""),
        ("Olle Frimodig", "M", "–", "frånvarande"),
    ):  # fmt: skip
        sheet.beside([(70, name), (260, party), (320, here), (410, note)])
    sheet.y -= 4
    sheet.beside(
        [(70, "Ersättare"), (260, "Parti"), (320, "Närvarande"), (410, "Anmärkning")], bold=True
    )
    sheet.beside([(70, "Runa Löf"), (260, "M"), (320, "X"), (410, "tjg för Olle Frimodig")])
    sheet.beside([(70, "Svante Bly"), (260, "S"), (320, "X")])
    sheet.y -= 6
    sheet.put("Övriga", bold=True)
    sheet.put("Amanda Törnros, socialchef")
    sheet.put("Filippa Zander, nämndsekreterare", gap=6)
    sheet.beside([(70, "Justerare"), (180, "Kristofer Bohlin")])
    sheet.beside([(70, "Paragrafer"), (180, "5–15")])
    sheet.new_page()


def _lindevi_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Innehåll", bold=True, size=12, gap=6)
    for matter, page in rows:
        text = f"Paragraf {matter.number} {matter.listed}"
        lines = sheet.lines(text, 420, TEXT, 10)
        for k, line in enumerate(lines):
            end = ""
            if k == len(lines) - 1:
                end = " " + "." * int((500 - 70 - wide(line, 10)) / wide(".", 10)) + f" {page}"
            sheet.at(70, sheet.y, line + end, 10)
            sheet.y -= 13.5
        sheet.y -= 3
    sheet.y -= 20


def _lindevi_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(110)
    sheet.put(f"Paragraf {matter.number}", size=9, bold=True)
    sheet.at(430, sheet.y + 12, matter.code, 9)
    sheet.put(matter.title, bold=True, size=12, gap=4)
    Print(sentences, bold_part, columns=(0, 200, 250)).body(sheet, matter)
    sheet.y -= 8


def _lindevi_end(sheet: Sheet) -> None:
    sheet.new_page()
    sheet.put("Signaturer", bold=True, size=14, gap=8)
    sheet.put("Detta dokument har signerats digitalt av följande personer:", gap=6)
    for name in ("Wanja Perrin", "Kristofer Bohlin", "Filippa Zander"):
        sheet.put(name, bold=True)
        sheet.put("Signerade med BankID 2023-02-01 14:02:11 UTC")
        sheet.put("Transaktions-ID: 5f1c0a77-9ab2-4f2e-8e55-0d9d3fb3a410", gap=6)


LINDEVI = Town(
    "lindevi",
    Truth("Socialnämnden", "2023-01-25", "Wanja Perrin", "Filippa Zander", "13:00", "16:05", {
        "present": (
            "Wanja Perrin", "Hjalmar Ekdahl", "Kristofer Bohlin", "Disa Lagergren", "Runa Löf",
            "Svante Bly", "Amanda Törnros", "Filippa Zander",
        ),
        "absent": ("Olle Frimodig",),
    }),
    partial(Sheet, _lindevi_head, top=760, bottom=70),
    _lindevi_front, _lindevi_contents, _lindevi_item, _lindevi_end,
)  # fmt: skip

# --- a council: `§n` glued, diarienummer after the title, surname first, a list of votes


def _sandhamra_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 806, "SANDHAMRA KOMMUN", 9, BOLD)
    sheet.at(230, 806, "Protokoll", 9)
    sheet.at(230, 795, "Kommunfullmäktige", 9)
    sheet.at(400, 795, "2023-12-11", 9)
    sheet.at(500, 806, f"{page} / {total}", 9)
    sheet.at(70, 46, "Ordförandes signatur", 7)
    sheet.at(230, 46, "Justerares signatur", 7)
    sheet.at(390, 46, "Utdragsbestyrkande", 7)


def _sandhamra_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    sheet.put("Kommunfullmäktige", bold=True, size=14, gap=8)
    sheet.beside([(70, "Plats och tid:"), (170, "Folkets hus, Sandhamra, måndagen den 11")])
    sheet.beside([(170, "december 2023 kl. 18:00-21:50")])
    sheet.y -= 6
    sheet.put("Närvarande ledamöter", bold=True)
    sheet.put(
        "Väster Egon (M), Oxelgren Berit (S), Tingvall Rasmus (C), Tjäder Folke (L), "
        "Maur Didrik (SD), Rydell Moa (MP), Ros Ann-Kristin (S), Klint af Eva (M), "
        "Särnblom Åke (S), Nyhlén Per-Erik (C)", gap=6,
    )  # fmt: skip
    sheet.put("Tjänstgörande ersättare", bold=True)
    sheet.put("Hassan Leila (S) för Gren Stig (S), Almblad Tor (C) för Krans Lovisa (C)", gap=6)
    sheet.put("Frånvarande ledamöter", bold=True)
    sheet.put("Gren Stig (S), Krans Lovisa (C)", gap=6)
    sheet.put("Övriga närvarande", bold=True)
    sheet.put("Nora Kilman, kommunsekreterare", gap=8)
    sheet.beside([(70, "Justerare:"), (170, "Moa Rydell (MP) och Per-Erik Nyhlén (C)")])
    sheet.beside([(70, "Justeringsdag:"), (170, "2023-12-18")])
    sheet.beside([(70, "Paragrafer:"), (170, "123-133")])
    sheet.y -= 10
    for office, name in (
        ("Sekreterare:", "Nora Kilman"), ("Ordförande:", "Egon Väster"),
        ("Justerare:", "Moa Rydell"), ("", "Per-Erik Nyhlén"),
    ):  # fmt: skip
        sheet.beside([(70, office), (170, name)])
        sheet.y -= 10
    sheet.new_page()


def _sandhamra_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Innehåll", bold=True, size=12, gap=6)
    for matter, page in rows:
        lines = sheet.lines(matter.listed, 300, TEXT, 9)
        sheet.at(70, sheet.y, f"§{matter.number}", 9)
        sheet.at(110, sheet.y, matter.code, 9)
        for k, line in enumerate(lines):
            sheet.at(200, sheet.y, line, 9)
            if k == len(lines) - 1:
                sheet.at(525, sheet.y, str(page), 9)
            sheet.y -= 12
    sheet.new_page()


def _sandhamra_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(110)
    rows = sheet.lines(matter.title, 300, BOLD, 11)
    sheet.at(70, sheet.y, f"§{matter.number}", 11, BOLD)
    for k, row in enumerate(rows):
        sheet.at(115, sheet.y, row, 11, BOLD)
        if not k:
            sheet.at(430, sheet.y, f"Dnr {matter.code}", 10)
        sheet.y -= 15
    sheet.y -= 4
    Print(sentences, bold_part).body(sheet, matter)
    sheet.y -= 8


def _sandhamra_end(sheet: Sheet) -> None:
    sheet.new_page()
    sheet.put("Bilaga 1", bold=True)
    sheet.put("Voteringslista § 126 Mål och budget 2024", bold=True, gap=6)
    sheet.beside([(70, "Ledamot"), (250, "Parti"), (330, "Röst")], bold=True)
    for name, party, vote in (
        ("Berit Oxelgren", "S", "Ja"), ("Rasmus Tingvall", "C", "Ja"), ("Folke Tjäder", "L", "Nej"),
        ("Didrik Maur", "SD", "Avstår"), ("Moa Rydell", "MP", "Ja"), ("Eva af Klint", "M", "Ja"),
    ):  # fmt: skip
        sheet.beside([(70, name), (250, party), (330, vote)])


SANDHAMRA = Town(
    "sandhamra-kf",
    Truth("Kommunfullmäktige", "2023-12-11", "Egon Väster", "Nora Kilman", "18:00", "21:50", {
        "present": (
            "Egon Väster", "Berit Oxelgren", "Rasmus Tingvall", "Folke Tjäder", "Didrik Maur",
            "Moa Rydell", "Ann-Kristin Ros", "Eva af Klint", "Åke Särnblom", "Per-Erik Nyhlén",
            "Leila Hassan", "Tor Almblad", "Nora Kilman",
        ),
        "absent": ("Stig Gren", "Lovisa Krans"),
    }),
    partial(Sheet, _sandhamra_head, top=760),
    _sandhamra_front, _sandhamra_contents, _sandhamra_item, _sandhamra_end,
)  # fmt: skip

TOWNS = (HULTSBY, TREBYGDEN, KILABERG, LINDEVI, SANDHAMRA)
