"""A council, a school committee, a social committee and a shared board: columns and boxes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from town_protocols import BOLD, TEXT, Sheet
from town_script import Matter, Print, Town, Truth, bold_part, cells, dashed, numbered_att, wide

Rows = Sequence[tuple[Matter, int]]

# --- a council: the number below its title, earlier bodies first, a roll with the votes


def _kattby_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 46, f"Kommunfullmäktiges protokoll 2024-04-22    {page}/{total}", 8)
    sheet.at(400, 46, "Justerare: ____  ____", 8)
    sheet.at(70, 806, "Kattby kommun", 9, BOLD)


def _kattby_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    sheet.put("KOMMUNFULLMÄKTIGE", bold=True, size=15, gap=4)
    sheet.put("Sammanträdesprotokoll 2024-04-22", bold=True, size=11, gap=10)
    for name, value in (
        ("Plats", "Medborgarhuset, Kattby"), ("Tid", "kl. 18.30–20.55"),
        ("Ordförande", "Vivi Hallgren (S)"), ("Sekreterare", "Peder Munk"),
        ("Justerare", "Lena Bark (C) och Roy Fält (M)"),
        ("Justering", "Kommunkansliet, 2024-04-29 kl. 15.00"), ("Paragrafer", "33–42"),
        ("Närvarande", "Se närvarolista på nästa sida"),
    ):  # fmt: skip
        sheet.at(70, sheet.y, name, 10, BOLD)
        sheet.put(value, 180, gap=3)
    sheet.y -= 20
    for name in ("Vivi Hallgren", "Peder Munk", "Lena Bark", "Roy Fält"):
        sheet.put("." * 40)
        sheet.put(name, gap=6)
    sheet.put("Bevis", bold=True)
    sheet.put("Protokollet är justerat och detta har anslagits på kommunens anslagstavla.")
    sheet.beside([(70, "Uppsatt: 2024-04-30"), (220, "Nedtas: 2024-05-22")])
    sheet.new_page()
    sheet.put("Närvarolista", bold=True, size=12, gap=4)
    columns = (70, 210, 260, 330, 410)
    for k, row in enumerate((
        "Ledamot | Parti | Närv. | Ersättare | Anm.", "Vivi Hallgren | S | 1 | |",
        "Lena Bark | C | 1 | |", "Roy Fält | M | 1 | |", "Åsa Lindh Mo | S | 1 | |",
        "Sixten Hägg | SD | 1 | |", "Olle Svan | MP | - | Ebba Torn | §§ 33–42",
        "Greta Wallin | V | 1 | |", "Ivan Pettersson Ask | KD | 1 | | från § 36",
        "Johnny Krook | M | - | Siv Alm | tjg.", "Runar Holst | S | 1 | |",
    )):  # fmt: skip
        sheet.beside(list(zip(columns, cells(row), strict=False)), bold=not k)
    sheet.y -= 8
    sheet.put("Ej tjänstgörande ersättare", bold=True)
    sheet.put("Tor-Björn Mellin (S), Hillevi Dahlin (C)", gap=6)
    sheet.put("Tjänstemän", bold=True)
    sheet.put("Kommundirektör Ann Lycke, ekonomichef Rune Salo", gap=6)
    sheet.new_page()


def _kattby_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Innehållsförteckning", bold=True, size=12, gap=6)
    for matter, page in rows:
        for k, line in enumerate(lines := sheet.lines(matter.listed, 400, TEXT, 10)):
            sheet.at(70, sheet.y, line, 10)
            if k == len(lines) - 1:
                sheet.at(525, sheet.y, str(page), 10)
            sheet.y -= 13
        sheet.at(70, sheet.y, f"§ {matter.number}", 8)
        sheet.y -= 17
    sheet.new_page()


def _kattby_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(100)
    sheet.put(matter.title, bold=True, size=12, gap=1)
    sheet.beside([(70, f"§ {matter.number}"), *([(130, matter.code)] if matter.code else [])])
    sheet.y -= 4
    Print(numbered_att, bold_part).body(sheet, matter)
    sheet.canvas.line(70, sheet.y + 8, 200, sheet.y + 8)
    sheet.y -= 12


def _kattby_end(sheet: Sheet) -> None:
    sheet.new_page()
    sheet.put("Bilaga § 36", bold=True)
    sheet.put("Omröstningslista: Taxa för vatten och avlopp 2025", bold=True, gap=6)
    columns = (70, 240, 300, 350, 400)
    for k, row in enumerate((
        "Namn | Parti | Ja | Nej | Avstår", "1. Lena Bark | C | X | |", "2. Roy Fält | M | | X |",
        "3. Åsa Lindh Mo | S | X | |", "4. Sixten Hägg | SD | | X |", "5. Ebba Torn | MP | X | |",
        "6. Greta Wallin | V | X | |", "7. Ivan Pettersson Ask | KD | | X |",
        "8. Siv Alm | M | | X |", "9. Runar Holst | S | X | |", "10. Vivi Hallgren | S | X | |",
        "Summa | | 6 | 4 | 0",
    )):  # fmt: skip
        sheet.beside([(x, c) for x, c in zip(columns, cells(row), strict=False) if c], bold=not k)


KATTBY = Town(
    "kattby-kf",
    Truth("Kommunfullmäktige", "2024-04-22", "Vivi Hallgren", "Peder Munk", "18:30", "20:55", {
        "present": (
            "Vivi Hallgren", "Lena Bark", "Roy Fält", "Åsa Lindh Mo", "Sixten Hägg", "Ebba Torn",
            "Greta Wallin", "Ivan Pettersson Ask", "Siv Alm", "Runar Holst", "Tor-Björn Mellin",
            "Hillevi Dahlin", "Ann Lycke", "Rune Salo", "Peder Munk",
        ),
        "absent": ("Olle Svan", "Johnny Krook"),
    }),
    partial(Sheet, _kattby_head, top=770, bottom=75),
    _kattby_front, _kattby_contents, _kattby_item, _kattby_end,
)  # fmt: skip

# --- a school committee: the names of the parts in a left column, the text in a right one


def _fjallanger_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(60, 806, "Fjällångers kommun", 9)
    sheet.at(60, 795, "Utbildningsnämndens arbetsutskott", 9, BOLD)
    sheet.at(330, 806, "Mötesprotokoll", 9)
    sheet.at(330, 795, "2024-02-13", 9)
    sheet.at(510, 806, f"{page}({total})", 9)


def _left_labels(sheet: Sheet, name: str, *texts: str) -> None:
    sheet.need(28)
    sheet.at(60, sheet.y, name, 9, BOLD)
    for text in texts:
        sheet.put(text, 205)
    sheet.y -= 6


def _fjallanger_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    row = partial(_left_labels, sheet)
    row("Tid och plats", "13 februari 2024, kl. 08.30–10.50, Fjällsalen, kommunkontoret")
    row("Paragrafer", "7–13")
    row("Ledamöter", "Susanna Rydh (S), ordförande", "Håkan Brolin (KD)", "Marit Ås (C)")
    row("Tjg. ersättare", "Per Nordlöf (S) för Elof Berg (S)")
    row("Ersättare", "Lill-Marie Stål (M), deltar på distans")
    row(
        "Tjänstepersoner", "Orvar Lind, förvaltningschef", "Ragnvald Stork, planeringschef",
        "Cecilia Nordgren Ek, rektor, § 9", "Mehmet Yilmaz, it-strateg, § 10",
        "Tekla Ros, sekreterare",
    )  # fmt: skip
    row("Utsedd att justera", "Marit Ås")
    sheet.y -= 20
    for office, name in (
        ("Sekreterare", "Tekla Ros"), ("Ordförande", "Susanna Rydh"), ("Justerare", "Marit Ås")
    ):  # fmt: skip
        sheet.beside([(60, office), (205, name)])
        sheet.y -= 12
    sheet.put("Tillkännagivande av protokollets justering", bold=True, gap=3)
    sheet.beside([(60, "Anslagsdatum"), (205, "2024-02-20")])
    sheet.beside([(60, "Anslaget tas ned"), (205, "2024-03-13")])
    sheet.new_page()


def _fjallanger_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Dagordning", bold=True, size=12, gap=6)
    for matter, _ in rows:
        sheet.put(matter.listed, before=f"{matter.number}", hang=30, gap=3)
    sheet.new_page()


def _fjallanger_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(90)
    sheet.put(matter.title, bold=True, before=f"§ {matter.number}", hang=40, size=12)
    if matter.code:
        sheet.put(f"Dnr {matter.code}", sheet.left + 40, size=9)
    sheet.y -= 5
    label: str | None = None
    points = 0
    for mark, words in matter.lines:
        if mark == "#":
            sheet.need(28)
            sheet.y -= 5
            label, points = words, 0
            many = sheet.lines(words, 135, BOLD, 10)
            for k, line in enumerate(many):
                sheet.at(60, sheet.y - 13.5 * k, line, 10, BOLD)
        elif mark == "*":
            points += 1
            alone = sum(1 for m, _ in matter.lines if m == "*") == 1
            sheet.put(f"{words}.", 205, before="" if alone else "•", hang=0 if alone else 12, gap=2)
        else:
            sheet.put(words, 205 if label else 100, gap=2)
    sheet.y -= 14


FJALLANGER = Town(
    "fjallanger-ubnau",
    Truth(
        "Utbildningsnämndens arbetsutskott", "2024-02-13", "Susanna Rydh", "Tekla Ros", "08:30",
        "10:50", {
            "present": (
                "Susanna Rydh", "Håkan Brolin", "Marit Ås", "Per Nordlöf", "Lill-Marie Stål",
                "Orvar Lind", "Ragnvald Stork", "Cecilia Nordgren Ek", "Mehmet Yilmaz",
                "Tekla Ros",
            ),
        },
    ),
    partial(Sheet, _fjallanger_head, left=60, top=765, bottom=60),
    _fjallanger_front, _fjallanger_contents, _fjallanger_item,
)  # fmt: skip

# --- a social committee: `§ n/24 Title`, one long sentence a decision, broken by the page's foot


def _sundsholm_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 810, "Sundsholms kommun", 8)
    sheet.at(70, 800, "Socialnämnden", 8)
    sheet.at(300, 805, "Sammanträdesprotokoll 2024-04-24", 8)
    sheet.at(505, 805, f"Sid {page} ({total})", 8)
    sheet.canvas.line(70, 66, 540, 66)
    for x, text in ((70, "Ordförande"), (190, "Justerare"), (330, "Utdragsbestyrkande")):
        sheet.at(x, 56, text, 7)


def _sundsholm_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    sheet.put("Plats och tid", bold=True)
    sheet.put("Kommunhuset, rum Grynnan, kl. 13.15–16.05. Sammanträdet ajournerades 14.40–15.00.")
    sheet.y -= 6
    sheet.put("Ledamöter", bold=True)
    sheet.put(
        "Sirpa Lehto (S) ordförande, Henning Fågel (M) vice ordförande, Anneli Torstensdotter "
        "(V), Ove Brink (C) §§ 21–26, Barbro Ask Wren (L)", gap=6,
    )  # fmt: skip
    sheet.put("Ersättare", bold=True)
    sheet.put("Lars Tångring (C) tjänstgörande §§ 27–29, Solveig Pehrs (S), Nils-Eric Dam (M)")
    sheet.y -= 6
    sheet.put("Övriga", bold=True)
    sheet.put(
        "Katja Norström, socialchef, Pirjo Saarinen, medicinskt ansvarig sjuksköterska § 25, "
        "Unn Bertilsson, nämndsekreterare", gap=6,
    )  # fmt: skip
    sheet.put("Justerare", bold=True)
    sheet.put("Anneli Torstensdotter", gap=6)
    sheet.put("Underskrifter", bold=True, gap=10)
    for office, name in (
        ("Sekreterare", "Unn Bertilsson"), ("Ordförande", "Sirpa Lehto"),
        ("Justerare", "Anneli Torstensdotter"),
    ):  # fmt: skip
        sheet.beside([(70, office), (180, name)])
        sheet.y -= 10
    sheet.new_page()


def _sundsholm_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("Innehåll", bold=True, size=12, gap=6)
    for matter, page in rows:
        text = f"§ {matter.number} {matter.listed}"
        lines = sheet.lines(text, 430, TEXT, 10)
        for k, line in enumerate(lines):
            end = ""
            if k == len(lines) - 1:
                end = "." * max(int((455 - wide(line, 10)) / wide(".", 10)), 4) + f"{page}"
            sheet.at(70, sheet.y, line + end, 10)
            sheet.y -= 13.5
    sheet.y -= 24


def _sundsholm_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(90)
    sheet.put(f"§ {matter.number} {matter.title}", bold=True, size=11)
    if matter.code:
        sheet.put(f"Dnr {matter.code}", gap=4)
    for mark, words in matter.lines:
        if mark == "#":
            sheet.y -= 4
            sheet.put(words, bold=True)
        elif mark == "*":
            points = list(matter.points)
            if words == points[0]:  # all of them are one sentence
                last = f", samt {points[-1]}" if len(points) > 1 else ""
                sentence = ", ".join(points[:-1] or points) + last
                if len(sentence) > 200:  # the page ends inside the sentence
                    sheet.y = min(sheet.y, sheet.bottom + 10)
                sheet.put(f"{sentence}.", gap=4)
        elif mark == "|":
            sheet.beside(list(zip((70, 200, 260), cells(words), strict=False)))
        else:
            sheet.put(words, gap=3)
    sheet.y -= 10


SUNDSHOLM = Town(
    "sundsholm-sn",
    Truth("Socialnämnden", "2024-04-24", "Sirpa Lehto", "Unn Bertilsson", "13:15", "16:05", {
        "present": (
            "Sirpa Lehto", "Henning Fågel", "Anneli Torstensdotter", "Ove Brink",
            "Barbro Ask Wren", "Lars Tångring", "Solveig Pehrs", "Nils-Eric Dam", "Katja Norström",
            "Pirjo Saarinen", "Unn Bertilsson",
        ),
    }),
    partial(Sheet, _sundsholm_head, top=765, bottom=85),
    _sundsholm_front, _sundsholm_contents, _sundsholm_item,
)  # fmt: skip

# --- a shared board: capitals, the decision in a box, a bilaga with paragraphs of its own


def _havsnas_head(sheet: Sheet, page: int, total: int) -> None:
    sheet.at(70, 800, "Gemensamma överförmyndarnämnden", 9, BOLD)
    sheet.at(330, 800, "Sammanträdesprotokoll", 9)
    sheet.at(330, 789, "Sammanträdesdatum 2024-08-28", 8)
    sheet.at(480, 800, f"Blad {page}", 8)


def _havsnas_front(sheet: Sheet, matters: Sequence[Matter]) -> None:
    def row(name: str, *texts: str) -> None:
        sheet.at(70, sheet.y, name, 9)
        for text in texts:
            sheet.put(text, 210)
        sheet.y -= 6

    sheet.put("PROTOKOLL", bold=True, size=14, gap=8)
    row("PLATS OCH TID", "Stadshuset Havsnäs, kl 09:00 – 10:55")
    row(
        "BESLUTANDE", "Roland Mo (S), Tjällmo, ordförande", "Gun Palmér (M), Havsnäs",
        "Elis Frank (C), Vånga", "Tova Bergkvist (S), Havsnäs, ersätter Ulla Ström (S)",
    )  # fmt: skip
    row("EJ BESLUTANDE", "Mats Hjelm (KD), Risinge")
    row("TJÄNSTEMÄN", "Ida Kvarnström, enhetschef", "Noa Lundin, sekreterare")
    row("UTSES ATT JUSTERA", "Gun Palmér")
    row("UNDERSKRIFTER", "")
    row("Sekreterare", "Noa Lundin", "Paragrafer 44–52")
    row("Ordförande", "Roland Mo")
    row("Justerande", "Gun Palmér")
    sheet.put("BEVIS/ANSLAG", bold=True, gap=4)
    row("Organ", "Gemensamma överförmyndarnämnden")
    row("Sammanträdesdatum", "2024-08-28")
    row("Anslagsdatum", "2024-09-04")
    sheet.new_page()


def _havsnas_contents(sheet: Sheet, rows: Rows) -> None:
    sheet.put("ÄRENDEN", bold=True, size=12, gap=6)
    for matter, page in rows:
        for k, line in enumerate(sheet.lines(matter.listed.upper(), 360, TEXT, 9)):
            sheet.at(120, sheet.y, line, 9)
            if not k:
                sheet.at(70, sheet.y, f"§ {matter.number}", 9)
                sheet.at(515, sheet.y, f"s. {page}", 9)
            sheet.y -= 12
        sheet.y -= 3
    sheet.new_page()


def _havsnas_item(sheet: Sheet, matter: Matter) -> None:
    sheet.need(120)
    sheet.beside([(70, f"§ {matter.number}"), (420, f"Dnr {matter.code}")], bold=True)
    sheet.put(matter.title.upper(), bold=True, size=11, gap=8)
    top = sheet.y + 10
    page = sheet.page

    def part(where: Sheet, name: str) -> None:
        bold_part(where, name.upper())

    Print(dashed, part).body(sheet, matter)
    if sheet.page == page:
        sheet.canvas.rect(64, sheet.y + 4, 480, top - sheet.y - 4)
    sheet.y -= 10


def _havsnas_end(sheet: Sheet) -> None:
    sheet.new_page()
    sheet.put("Bilaga A", bold=True, size=12)
    sheet.put("Delegationsbeslut juni–augusti 2024", bold=True, gap=6)
    for n, text in enumerate((
        "Förordnande av god man", "Arvode, slutredovisning", "Samtycke till arvskifte",
        "Entledigande av förvaltare",
    ), 1):  # fmt: skip
        sheet.beside([(70, f"§ {n}"), (120, text), (350, f"2024-07-0{n}"), (440, "enhetschef")])
    sheet.y -= 14
    sheet.put("Bilaga B", bold=True, size=12)
    sheet.put("1. Inledning", bold=True)
    sheet.put("Planen visar vilka risker nämnden följer under året.", gap=3)
    sheet.put("2. Riskområden", bold=True)
    sheet.put("Granskning, arvoden, rekrytering, arkiv, dataskydd och bemötande.", gap=3)


HAVSNAS = Town(
    "havsnas-ofn",
    Truth(
        "Gemensamma överförmyndarnämnden", "2024-08-28", "Roland Mo", "Noa Lundin", "09:00",
        "10:55", {
            "present": (
                "Roland Mo", "Gun Palmér", "Elis Frank", "Tova Bergkvist", "Mats Hjelm",
                "Ida Kvarnström", "Noa Lundin",
            ),
        },
    ),
    partial(Sheet, _havsnas_head, top=755, bottom=60),
    _havsnas_front, _havsnas_contents, _havsnas_item, _havsnas_end,
)  # fmt: skip

TOWNS = (KATTBY, FJALLANGER, SUNDSHOLM, HAVSNAS)
