"""A council's board, a region, a rescue union and a building committee: justified, in tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from town_protocols import BOLD, TEXT, Sheet
from town_script import Matter, Print, Town, Truth, bold_part, cells, sentences, wide

Rows = Sequence[tuple[Matter, int]]


class Justified(Sheet):
    """Pages whose paragraphs are set to both margins, word by word."""

    def put(
        self, text: str, x: float | None = None, *, bold: bool = False, size: float | None = None,
        gap: float = 0, width: float | None = None, hang: float = 0, before: str = "",
    ) -> None:  # fmt: skip
        """Write a paragraph; every line but its last reaches the right margin."""
        x = self.left if x is None else x
        size = size or self.size
        font = BOLD if bold else TEXT
        room = (width or self.right - x) - hang
        rows = self.lines(text, room, font, size)
        for k, row in enumerate(rows):
            if self.y < self.bottom:
                self.new_page()
            if before and not k:
                self.at(x, self.y, before, size, font)
            words = row.split(" ")
            spare = room - sum(wide(word, size, font) for word in words)
            between = spare / max(len(words) - 1, 1)
            if k == len(rows) - 1 or bold:
                between = wide(" ", size, font)
            at = x + hang
            for word in words:
                self.at(at, self.y, word, size, font)
                at += wide(word, size, font) + between
            self.y -= size * 1.35
        self.y -= gap


# --- a board: justified, `KS § n  Dnr` over a bold title of three lines, several decisions


def _ekshamn_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 800, "Ekshamns kommun", 10, BOLD)
    sheet.at(250, 806, "SAMMANTRÄDESPROTOKOLL", 9, BOLD)
    sheet.at(250, 794, "Kommunstyrelsen", 8)
    sheet.at(250, 784, "2024-05-28", 8)
    sheet.at(500, 800, f"Sida {page} av {total}", 8)
    sheet.canvas.rect(66, 40, 230, 28)
    sheet.canvas.rect(296, 40, 246, 28)
    sheet.at(70, 60, "Justerandes signatur", 6)
    sheet.at(300, 60, "Utdragsbestyrkande", 6)


def _ekshamn_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    def row(name: str, *texts: str) -> None:
        sheet.need(30)
        sheet.at(70, sheet.y, name, 9, BOLD)
        for text in texts:
            sheet.put(text, 200)
        sheet.y -= 7

    row("Plats och tid", "Kommunhuset, Lotsrummet, tisdagen den 28 maj 2024 klockan 13.00–15.45")
    sheet.at(70, sheet.y, "Beslutande", 9, BOLD)
    for one, other in (
        ("Görel Vik (S), ordförande", "Ronny Kåge (S)"),
        ("Jan-Ove Mård (C), 1:e vice", "Inga-Maj Flod (V)"),
        ("ordförande", "Tommy Brandel (SD)"),
        ("Stellan Hav (M), 2:e vice", "Fredrika Ahl (SD) §§ 101–106"),
        ("ordförande", "Mikael Zetterlund (SD), tjg. ersättare"),
        ("Carola Udd (KD)", "för Fredrika Ahl §§ 107–109"),
        ("Birgit Laxholm (L), ej § 105", "Leif Sundqvist (S)"),
    ):
        sheet.beside([(200, one), (375, other)])
    sheet.y -= 7
    row("Ej tjänstgörande", "Yasmin Nordh (MP), deltar på distans", "Arne Bock (M)")
    row(
        "Övriga deltagare", "Kommundirektör Henrik Tveit", "Ekonomichef Agneta Borell, §§ 103–104",
        "Sekreterare Tilda Marklund",
    )  # fmt: skip
    row("Justerare", "Stellan Hav med Carola Udd som ersättare")
    row("Justeringens tid", "2024-06-04, digital justering")
    row("Paragrafer", "101–109")
    sheet.y -= 8
    for office, name in (
        ("Sekreterare", "Tilda Marklund"), ("Ordförande", "Görel Vik"),
        ("Justerare", "Stellan Hav"),
    ):  # fmt: skip
        sheet.beside([(70, office), (200, "." * 50)])
        sheet.beside([(200, name)])
        sheet.y -= 6
    sheet.put("ANSLAGSBEVIS", bold=True, gap=4)
    sheet.put("Justeringen har tillkännagivits genom anslag på kommunens digitala anslagstavla.")
    sheet.beside([(70, "Anslaget sätts upp 2024-06-05"), (300, "Anslaget tas ned 2024-06-27")])
    sheet.new_page()


def _ekshamn_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.y = 330  # the list goes over to the next page
    sheet.put("Ärendelista", bold=True, size=12, gap=8)
    for matter, page in rows:
        sheet.y -= 16
        leaders_row(sheet, f"§ {matter.number}", matter.listed, page)
    sheet.new_page()


def leaders_row(sheet: Sheet, label: str, title: str, page: int) -> None:
    """Write one row of a contents list, dotted to its page number."""
    rows = sheet.lines(title, sheet.right - sheet.left - 100, TEXT, sheet.size)
    for k, row in enumerate(rows):
        if sheet.y < sheet.bottom:
            sheet.new_page()
        if not k:
            sheet.at(sheet.left, sheet.y, label, sheet.size)
        end = ""
        if k == len(rows) - 1:
            room = sheet.right - sheet.left - 70 - wide(row, sheet.size)
            end = " " + "." * max(int(room / wide(".", sheet.size)), 4)
            sheet.at(sheet.right - 12, sheet.y, str(page), sheet.size)
        sheet.at(sheet.left + 50, sheet.y, row + end, sheet.size)
        sheet.y -= sheet.size * 1.35


def _ekshamn_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(120)
    row = [(70.0, f"KS § {matter.number}")]
    if matter.code:
        row.append((360.0, f"Dnr {matter.code} 003"))
    sheet.beside(row, bold=True)
    sheet.put(matter.title, bold=True, size=12, gap=6, width=330)
    parts: list[list[tuple[str, str]]] = [[]]
    for line in matter.lines:
        if line[0] == "#":
            parts.append([])
        parts[-1].append(line)
    for part in parts:
        own = Matter(matter.number, matter.code, matter.title, matter.listed, tuple(part))
        Print(sentences, bold_part, columns=(0, 200, 300)).body(sheet, own)


EKSHAMN = Town(
    "ekshamn-ks",
    Truth("Kommunstyrelsen", "2024-05-28", "Görel Vik", "Tilda Marklund", "13:00", "15:45", {
        "present": (
            "Görel Vik", "Jan-Ove Mård", "Stellan Hav", "Carola Udd", "Birgit Laxholm",
            "Ronny Kåge", "Inga-Maj Flod", "Tommy Brandel", "Fredrika Ahl", "Mikael Zetterlund",
            "Leif Sundqvist", "Yasmin Nordh", "Arne Bock", "Henrik Tveit", "Agneta Borell",
            "Tilda Marklund",
        ),
    }),
    partial(Justified, _ekshamn_head, bottom=95),
    _ekshamn_front, _ekshamn_contents, _ekshamn_item,
)  # fmt: skip

# --- a region: § at the right of the title, the diarienummer below it, signed on the last page


def _norrmark_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(60, 806, "Region Norrmark", 9, BOLD)
    sheet.at(60, 795, "Regionstyrelsen", 8)
    sheet.at(240, 806, "PROTOKOLL", 9)
    sheet.at(240, 795, "2024-02-27", 8)
    sheet.at(515, 806, f"{page} (", 8)
    sheet.at(531, 806, f"{total})", 8)


def _norrmark_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    sheet.put("Protokoll från sammanträde med regionstyrelsen", bold=True, size=14, gap=8)
    sheet.beside([(60, "Tid"), (160, "2024-02-27, klockan 10.00–14.35")])
    sheet.beside([(60, "Plats"), (160, "Regionens hus, Fatmomakke, samt via Teams")])
    sheet.beside([(60, "Paragrafer"), (160, "12–22")])
    sheet.y -= 8
    columns = (60, 200, 250, 370)
    sheet.put("Närvarande", bold=True, size=11, gap=3)
    for k, row in enumerate((
        "Namn | Parti | Uppdrag | Anmärkning", "Kent-Arne Sjö | S | Ordförande |",
        "Mona-Lisa Gräns | M | 1:e vice ordförande |",
        "Petra Ahlqvist Näs | SD | 2:e vice ordförande |", "Ture Hedberg | V | Ledamot | distans",
        "Birgitta Lodin | KD | Ledamot | till kl. 13.15", "Sofie Kroon | L | Ledamot | §§ 12–18",
        "Ali Farhan | S | Ledamot |",
        "Majken Wik | C | Tjänstgörande ersättare | för Nils Roth (C)",
        "Bengt Sparr | M | Ersättare | deltar på distans",
    )):  # fmt: skip
        sheet.beside(list(zip(columns, cells(row), strict=False)), bold=not k)
    sheet.y -= 6
    sheet.put("Frånvarande", bold=True)
    sheet.beside([(60, "Nils Roth"), (200, "C"), (250, "Ledamot")])
    sheet.y -= 6
    sheet.put("Tjänstepersoner", bold=True)
    for name, office in (
        ("Ingela Vass", "regiondirektör"), ("Ylva Mattisson", "förvaltningschef, § 17"),
        ("Jerker Nybom", "sekreterare"),
    ):  # fmt: skip
        sheet.beside([(60, name), (250, office)])
    sheet.y -= 14
    sheet.put("Protokollet är elektroniskt undertecknat, se sista sidan.")
    sheet.new_page()


def _norrmark_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Innehåll", bold=True, size=13, gap=8)
    for matter, page in rows:
        lines = sheet.lines(matter.listed, 330, TEXT, 10)
        for k, line in enumerate(lines):
            sheet.at(60, sheet.y, line, 10)
            if not k:
                sheet.at(420, sheet.y, f"§ {matter.number}", 10)
                sheet.at(500, sheet.y, str(page), 10)
            sheet.y -= 13
        sheet.y -= 5
    sheet.new_page()


def _norrmark_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(110)
    rows = sheet.lines(matter.title, 380, BOLD, 12)
    for k, row in enumerate(rows):
        sheet.at(60, sheet.y, row, 12, BOLD)
        if not k:
            sheet.at(490, sheet.y, f"§ {matter.number}", 12, BOLD)
        sheet.y -= 16
    if matter.code:
        sheet.put(f"Diarienummer: {matter.code}", size=9, gap=4)
    Print(sentences, bold_part, bullet="–", columns=(0, 200, 250, 300)).body(sheet, matter)
    sheet.y -= 10


def _norrmark_end(sheet: Sheet) -> None:
    sheet.new_page()
    sheet.put("Verifikat", bold=True, size=16, gap=8)
    sheet.put("Dokument-ID 09222115557510284467", gap=4)
    sheet.put("Protokoll RS 2024-02-27 Signerat.pdf", bold=True)
    sheet.put("Huvuddokument, 6 sidor. Startades 2024-03-05 09:12:44 CET av Jerker Nybom", gap=6)
    sheet.put("Undertecknare", bold=True)
    for name in ("Kent-Arne Sjö", "Mona-Lisa Gräns", "Jerker Nybom"):
        sheet.put(f"{name} ({name[0]}{name.split()[-1][0]})", gap=2)
        sheet.put(f"Namnet som returnerades från svenskt BankID var {name.upper()}", size=8)
        sheet.put("Signerade 2024-03-05 13:01:22 CET", size=8, gap=4)
    sheet.put("Detta verifikat är utfärdat av e-signeringstjänsten. Dolda bilagor är fogade.")


NORRMARK = Town(
    "region-norrmark",
    Truth("Regionstyrelsen", "2024-02-27", "Kent-Arne Sjö", "Jerker Nybom", "10:00", "14:35", {
        "present": (
            "Kent-Arne Sjö", "Mona-Lisa Gräns", "Petra Ahlqvist Näs", "Ture Hedberg",
            "Birgitta Lodin", "Sofie Kroon", "Ali Farhan", "Majken Wik", "Bengt Sparr",
            "Ingela Vass", "Ylva Mattisson", "Jerker Nybom",
        ),
        "absent": ("Nils Roth",),
    }),
    partial(Sheet, _norrmark_head, left=60, bottom=60, top=760),
    _norrmark_front, _norrmark_contents, _norrmark_item, _norrmark_end,
)  # fmt: skip

# --- a rescue union: `1. Title` with no §, `11 a.`, the decision after its label, no contents list


def _vastanhed_head(sheet: Sheet, page: int, total: int) -> None:
    if page == 1:
        sheet.at(60, 790, "Räddningstjänstförbundet Västanhed", 12, BOLD)
    sheet.at(290, 40, f"{page}", 8)


def _vastanhed_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    sheet.put("Protokoll direktionsmöte", bold=True, size=14, gap=8)
    sheet.beside([(60, "Datum:"), (150, "Torsdagen den 4 april 2024")])
    sheet.beside([(60, "Tid:"), (150, "09:00–11:40")])
    sheet.beside([(60, "Plats:"), (150, "Brandstationen, Hedaby")])
    sheet.y -= 6
    sheet.put("Närvarande:", bold=True)
    for town, names in (
        ("Hedaby", "Bo-Göran Klev (S) ordförande, Maud Rönn (M)"),
        ("Mossby", "Lise-Lott Amundsen (C) vice ordförande, Sven Tägt (SD) tjg. ersättare"),
        ("Ödhult", "Gullvi Kärr (S), Anton Plym (KD) deltar på distans"),
    ):  # fmt: skip
        sheet.beside([(60, town), (150, names)])
    sheet.beside([(60, "Tjänstemän"), (150, "Patrik Ström, förbundschef, Kim Dahlbom, ekonom,")])
    sheet.beside([(150, "Stefan Ljungqvist, HR-chef § 8, Eivor Ask, sekreterare")])
    sheet.beside([(60, "Förhinder"), (150, "Jörgen Mo (SD)")])
    sheet.y -= 16


def _vastanhed_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(60)
    sheet.put(matter.title, bold=True, before=f"{matter.number}.", hang=36, size=11, gap=2)
    said = False
    for mark, words in matter.lines:
        if mark == "*":
            if not said:
                many = len(matter.points) > 1
                said = True
                if many:
                    sheet.put("Beslut: Direktionen beslutar", 90, gap=1)
                else:
                    sheet.put(f"Beslut: Direktionen beslutar {words}.", 90, gap=3)
                    continue
            sheet.put(words, 90, before="•", hang=14)
        elif mark == "-":
            sheet.put(words, 90, before="-", hang=12)
        else:
            sheet.put(words, 90, gap=2)
    sheet.y -= 8


def _vastanhed_end(sheet: Sheet) -> None:
    sheet.need(120)
    sheet.y -= 20
    sheet.beside([(60, "Vid protokollet"), (320, "Justeras")])
    sheet.y -= 26
    sheet.beside([(60, "Eivor Ask"), (320, "Bo-Göran Klev"), (440, "Lise-Lott Amundsen")])
    sheet.beside([(60, "sekreterare"), (320, "ordförande"), (440, "justerare")])


VASTANHED = Town(
    "vastanhed-direktion",
    Truth("Direktionen", "2024-04-04", "Bo-Göran Klev", "Eivor Ask", "09:00", "11:40", {
        "present": (
            "Bo-Göran Klev", "Maud Rönn", "Lise-Lott Amundsen", "Sven Tägt", "Gullvi Kärr",
            "Anton Plym", "Patrik Ström", "Kim Dahlbom", "Stefan Ljungqvist", "Eivor Ask",
        ),
        "absent": ("Jörgen Mo",),
    }),
    partial(Sheet, _vastanhed_head, left=60, top=765, bottom=65),
    _vastanhed_front, None, _vastanhed_item, _vastanhed_end,
)  # fmt: skip

# --- a building committee: heads in a table «§ / Dnr / Rubrik», surname first, laws in lines


def _bergslund_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(60, 810, "BERGSLUNDS KOMMUN", 9, BOLD)
    sheet.at(60, 799, "Miljö- och byggnadsnämnden", 8)
    sheet.at(250, 810, "PROTOKOLL", 9)
    sheet.at(250, 799, "Sammanträdesdatum", 6)
    sheet.at(250, 789, "2024-04-17", 8)
    sheet.at(470, 810, "Sidnr", 6)
    sheet.at(470, 799, f"{page}", 9)
    sheet.at(60, 50, "Ordf. sign", 6)
    sheet.at(180, 50, "Just. sign", 6)
    sheet.at(400, 50, "Utdragsbestyrkande", 6)


def _bergslund_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    def row(name: str, *texts: str) -> None:
        sheet.at(60, sheet.y, name, 9)
        for text in texts:
            sheet.put(text, 180)
        sheet.y -= 5

    row("Plats", "Stadshuset, Malmrummet")
    row("Tid", "Onsdagen den 17 april 2024, kl. 08.30–12.10 (ajournering kl. 10.05–10.20)")
    row(
        "Beslutande", "Nyman, Rolf (S), ordförande", "Dahl, Irma (M), 1:e vice ordförande, ej § 64",
        "Hemmingsson, Ulf (C)", "Wall, Sune (SD)", "Östh, Liv (V)",
        "Af Geijer, Carl (M), tjänstgörande ersättare § 64", "Ek, Jonna (S)",
    )  # fmt: skip
    row("Ersättare", "Rask, Bror (KD)", "Lo, Maj-Britt (S), kl. 08.30–11.00")
    row(
        "Övriga", "Ceder, Eva, förvaltningschef", "Gren, Pontus, byggnadsinspektör §§ 62–65",
        "Thor, Emma, nämndsekreterare",
    )  # fmt: skip
    row("Justerare", "Hemmingsson, Ulf (C)")
    row("Paragrafer", "60–69")
    row("Sekreterare", "________________________", "Emma Thor")
    row("Ordförande", "________________________", "Rolf Nyman")
    row("Justerande", "________________________", "Ulf Hemmingsson")
    sheet.new_page()


def _bergslund_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Ärendeförteckning", bold=True, size=12, gap=6)
    sheet.beside([(60, "§"), (95, "Dnr"), (200, "Ärende"), (510, "Sida")], bold=True)
    for matter, page in rows:
        lines = sheet.lines(matter.listed, 290, TEXT, 10)
        sheet.at(60, sheet.y, matter.number, 10)
        sheet.at(95, sheet.y, matter.code, 10)
        sheet.at(515, sheet.y, str(page), 10)
        for line in lines:
            sheet.at(200, sheet.y, line, 10)
            sheet.y -= 13.5
        sheet.y -= 2
    sheet.new_page()


def _bergslund_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(130)
    sheet.beside([(60, "§"), (110, "Dnr"), (230, "Rubrik")])
    lines = sheet.lines(matter.title, 300, BOLD, 10)
    for k, line in enumerate(lines):
        if not k:
            sheet.at(60, sheet.y, matter.number, 10, BOLD)
            sheet.at(110, sheet.y, matter.code, 10, BOLD)
        sheet.at(230, sheet.y, line, 10, BOLD)
        sheet.y -= 14
    sheet.y -= 6
    Print(sentences, bold_part, columns=(0, 120, 300)).body(sheet, matter)


def _bergslund_end(sheet: Sheet) -> None:
    sheet.new_page()
    sheet.put("Bilaga: Hur man överklagar", bold=True, size=12, gap=6)
    sheet.put("Beslutet kan överklagas hos länsstyrelsen inom tre veckor från delgivningen.")
    sheet.put("1. Skriv vilket beslut ni överklagar, till exempel § 62 den 17 april 2024.", gap=2)
    sheet.put("2. Skriv varför beslutet ska ändras.", gap=2)
    sheet.put("3. Skicka överklagandet till miljö- och byggnadsnämnden.", gap=2)


BERGSLUND = Town(
    "bergslund-mbn",
    Truth(
        "Miljö- och byggnadsnämnden", "2024-04-17", "Rolf Nyman", "Emma Thor", "08:30", "12:10", {
            "present": (
                "Rolf Nyman", "Irma Dahl", "Ulf Hemmingsson", "Sune Wall", "Liv Östh",
                "Carl Af Geijer", "Jonna Ek", "Bror Rask", "Maj-Britt Lo", "Eva Ceder",
                "Pontus Gren", "Emma Thor",
            ),
        },
    ),
    partial(Sheet, _bergslund_head, left=60, top=760, bottom=75),
    _bergslund_front, _bergslund_contents, _bergslund_item, _bergslund_end,
)  # fmt: skip

TOWNS = (EKSHAMN, NORRMARK, VASTANHED, BERGSLUND)
