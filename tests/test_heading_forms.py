"""Twenty ways to write an item's heading, each with nineteen forms of diarienummer.

Registries write both in their own way; each of the 380 protocols, with a contents list and without,
must give its eight titles and numbers, and the diarienummer of each.
"""

from __future__ import annotations

import pytest
from golden_form import golden_form

from invented import FRONT

TITLES = (
    "Val av justerare",
    "Ekonomisk uppföljning per den 31 mars 2024",
    "Svar på motion om fler parkbänkar i Sunnanå",
    "Meddelanden",
    "Detaljplan för kvarteret Hasseln 4 och 5",
    "Delegationsbeslut",
    "Avtal med Region Norr om ungdomsmottagning 2025–2027",
    "Information",
)
CODES = (
    "KS 2023/0{}", "KS-2023/00{}", "KS/2023:1{}", "2023-001{}", "KFKS 2023/1{}", "Ks 12{}/2023",
    "KS 2023/1{}-1.2.3", "2023/1{} 104", "KSN-2023-001{}", "23RS1{}", "2023-POL0001{}",
    "KS 2023.01{} 041", "STK-2023-1{}", "0{}5/23", "KSKF/2023:1{}", "2023-001{} 1.1.3.1",
    "KS.2023.1{}", "KS23/1{}", "KSF 2023/1{} 001",
)  # fmt: skip
FORMS = (
    "§ {n} Dnr {code}\n{title}", "§ {n}\t{code}\n{title}", "§ {n}\n{title}\n{code}",
    "§ {n}\n{code}\n{title}", "§ {n} {title} ({code})", "§ {n} {title} {code}",
    "§ {n}\t{title}\t{code}", "KS § {n} {code}\n{title}",
    "§ {n} {title}\nÄrendenummer: {code}\nHandläggare: Bo Ek", "§ {n}\nDiarienr: {code}\n{title}",
    "§ {n} – {title}\nDnr: {code}", "§ {n}\tDnr {code}\tDpl 04\n{title}", "§ {n}, {code}\n{title}",
    "Paragraf {n}\t{code}\n{title}", "{n} {code} {title}", "{n}. {title}\n{code}",
    "Ks {n} {title}\n{code}", "{title}\t{n}\nDnr {code}", "Ärende {n}\n{title}\nDnr {code}",
    "§ {n} {code} {title}",
)  # fmt: skip
UNDER = """
Beslut
Kommunstyrelsen beslutar
att godkänna förslaget.
Sammanfattning
Förvaltningen har tagit fram ett förslag som beskrivs i bilagan och som nämnden har sett.
Beslutsunderlag
Tjänsteskrivelse
"""


@pytest.mark.parametrize("listed", [True, False], ids=["contents", "none"])
@pytest.mark.parametrize("form", FORMS)
def test_a_heading_is_read_in_every_form(form: str, listed: bool) -> None:
    first = 1 if form.startswith(("{n}. ", "Ärende")) else 41
    sign = "§ " if "§" in form else ""
    numbers = range(first, first + len(TITLES))
    contents = "Innehåll\n" + "".join(
        f"{sign}{n} {title}{'.' * 30}{n - first + 3}\n"
        for n, title in zip(numbers, TITLES, strict=True)
    )
    for code in CODES:
        codes = [code.format(k) for k, _ in enumerate(TITLES, start=3)]
        headings = [
            form.format(n=n, title=title, code=one)
            for n, title, one in zip(numbers, TITLES, codes, strict=True)
        ]
        text = FRONT + listed * contents + "".join(heading + UNDER for heading in headings)
        (found,) = golden_form("a.txt", text)
        items = found["items"]
        assert [item["title"] for item in items] == list(TITLES), code
        assert [item["number"].removeprefix("§ ") for item in items] == [str(n) for n in numbers]
        assert all(one in item["reference"] for one, item in zip(codes, items, strict=True)), code


@pytest.mark.parametrize(
    "title",
    [
        "Läsårstider för läsåret 2023/24", "Läsår 2024/2025", "Verksamhetsplan 2025-2027",
        "Yttrande över SOU 2023:44", "Ombyggnad av väg 213/45 vid Hult", "Avtal från 2025-01-01",
        "Bygglov för Hasseln 3:14, Ringvägen 12", "Budget 2025 och plan 2026-2027",
    ],
)  # fmt: skip
def test_a_title_keeps_the_numbers_that_are_its_own(title: str) -> None:
    text = FRONT + "".join(f"§ {n} {title}{UNDER}" for n in (41, 42, 43))
    (found,) = golden_form("a.txt", text)
    assert [item["title"] for item in found["items"]] == [title] * 3


@pytest.mark.parametrize("sign", ["§", "$", "S", "&", "ß"])
def test_a_section_sign_that_a_scan_has_lost_is_known(sign: str) -> None:
    text = FRONT + "".join(f"{sign} {n} {title}{UNDER}" for n, title in enumerate(TITLES, 41))
    (found,) = golden_form("a.txt", text)
    assert [item["title"] for item in found["items"]] == list(TITLES)


def test_rows_of_a_table_that_end_with_a_number_are_no_headings() -> None:
    rows = "Personal\t41\nLokaler\t42\nBeslut\nKommunstyrelsen beslutar\natt godkänna.\nMat\t43\n"
    (found,) = golden_form("a.txt", f"{FRONT}§ 7 Budget{UNDER}{rows}§ 8 Avslut{UNDER}")
    assert [item["number"] for item in found["items"]] == ["§ 7", "§ 8"]


@pytest.mark.parametrize("misread", ["842 {}", "&$42 {}", "S$42\t{}", "8 42 {}", "38 42 = {}"])
def test_a_misread_sign_between_its_neighbours_is_known(misread: str) -> None:
    second = misread.format(TITLES[1])
    third = f"§ 43 {TITLES[2]}{UNDER}"
    text = f"{FRONT}§ 41 {TITLES[0]}{UNDER}{second}{UNDER}{third}"
    (found,) = golden_form("a.txt", text)
    assert [item["title"] for item in found["items"]] == list(TITLES[:3])
    assert [item["number"] for item in found["items"]] == ["§ 41", "§ 42", "§ 43"]


def test_a_number_that_is_not_missing_is_no_misread_sign() -> None:
    text = f"{FRONT}§ 41 {TITLES[0]}{UNDER}842 Umeå\n841 Sundsvall\n§ 42 {TITLES[2]}{UNDER}"
    (found,) = golden_form("a.txt", text)
    assert [item["number"] for item in found["items"]] == ["§ 41", "§ 42"]
