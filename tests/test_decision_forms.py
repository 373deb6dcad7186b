"""Ways to head a decision, each with the ways to set its points, and what may follow them."""

from __future__ import annotations

import re

import pytest
from golden_form import document_of

from index.parsing import parse_document
from invented import FRONT

AVTAL, UPPDRAG = "godkänna avtalet med Region Norr", "uppdra åt chefen att redovisa i maj 2025"
GODKANNS, FAR = "Avtalet med Region Norr godkänns", "Chefen får i uppdrag att redovisa i maj 2025"
# Points that are clauses, with and without their att; points that are sentences.
CLAUSES = (
    "att {},\natt {}.", "att {}, samt\natt {}.", "att {} och\natt {}", "1. att {}\n2. att {}",
    "1 att {},\n2 att {}.", "1) Att {}\n2) Att {}", "– att {}\n— att {}", "att {},\n\natt {}.",
    "att\t{}\natt\t{}", "Att {}.\nAtt {}.", "e\tatt {}\no\tatt {}",
)  # fmt: skip
BARE = ("1. {}\n2. {}", "•\t{}\n•\t{}", "a) {}\nb) {}", "{}\n\n{}")
SENTENCES = (
    "{}.\n{}.", "1. {}.\n2. {}.", "{}.\n\n{}.", "1.\t{}.\n2.\t{}.", "1\t{}.\n2\t{}.",
    "(1) {}.\n(2) {}.",
)  # fmt: skip
HEADS = (
    "Beslut", "Beslut:", "Kommunstyrelsens beslut", "KOMMUNSTYRELSENS BESLUT",
    "Beslut i kommunstyrelsen", "KS beslut", "Beslut\nKommunstyrelsen beslutar",
    "Beslut\nKommunstyrelsen beslutar att", "Beslut\nKommunstyrelsen beslutar:",
    "Beslut\nKommunstyrelsen beslutade", "Kommunstyrelsen beslutar", "Kommunstyrelsen beslutar att",
    "Kommunstyrelsens beslut för egen del", "Kommunstyrelsens förslag till kommunfullmäktige",
    "Kommunstyrelsens förslag till beslut i kommunfullmäktige",
    "Beslut\nKommunstyrelsen föreslår kommunfullmäktige besluta",
    "Beslut\nKommunstyrelsen föreslår att kommunfullmäktige beslutar",
    "Kommunstyrelsen föreslår kommunfullmäktige",
    "Kommunstyrelsens förslag till kommunfullmäktige\nKommunfullmäktige beslutar",
    "Beslut\nKommunstyrelsen beslutar enligt arbetsutskottets förslag",
    "Beslut\nKommunstyrelsen beslutar följande.", "Beslut\nKommunstyrelsen har beslutat",
    "Beslut\nKommunstyrelsen beslutar för egen del och under förutsättning av fullmäktiges beslut",
    "Beslut\nKommunstyrelsen föreslår kommunfullmäktige att besluta",
)  # fmt: skip
AFTER = (
    "Sammanfattning av ärendet", "Bo Ek (M) deltar inte i beslutet.\nÄrendebeskrivning",
    "Reservation\nBo Ek (M) reserverar sig mot beslutet.\nSammanfattning",
    "Paragrafen justeras omedelbart.\nBakgrund",
)  # fmt: skip
REST = """Förvaltningen har tagit fram ett förslag. Kommunen betalar 40 000 kronor om året.
Beslutsunderlag
Tjänsteskrivelse 2024-03-01
Beslutet skickas till
Region Norr
"""


def _bare(words: str) -> str:
    joined = " ".join(words.split())
    return re.sub(r"^att |[.,; ]+$", "", joined, flags=re.IGNORECASE)


@pytest.mark.parametrize("head", HEADS)
def test_the_points_of_a_decision_are_found_however_they_are_set(head: str) -> None:
    led = re.search(r"(?:beslutar|beslutade|besluta|att|förslag|beslutat)[:.]?$|följande", head)
    clauses = () if head.endswith(" att") else CLAUSES
    forms = [*clauses, *(BARE if led else ()), *(() if head.endswith(" att") else SENTENCES)]
    text, wanted = FRONT, []
    for k, form in enumerate(forms):
        points = [GODKANNS, FAR] if form in SENTENCES else [AVTAL, UPPDRAG]
        after = AFTER[k % len(AFTER)]
        text += f"§ {41 + k} Dnr KS 2024/{k}\nAvtal nummer {k}\n{head}\n"
        text += f"{form.format(*points)}\n{after}\n{REST}"
        wanted.append(points)
    document = document_of("a.txt", text)
    (meeting,) = parse_document(document)
    found = [
        [_bare(document.text[d.start : d.end]) for d in item.decisions] for item in meeting.items
    ]
    assert found == wanted
