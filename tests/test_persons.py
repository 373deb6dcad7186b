"""Persons across meetings: one person in many spellings, two people with one name, their roles."""

from __future__ import annotations

import datetime as dt

import pytest

from index.nouns import Meeting
from index.persons import (
    bare_mentions,
    find_persons,
    items_about,
    may_be_misread,
    name_key,
    town_of,
)
from index.tenures import find_tenures, role_key
from invented import invented_meeting

FRAME = """{town}
{body}
Protokoll {n}/{year}
Tid: {year}-03-{n:02d} kl. 09.00-10.00

Närvarande:
{people}

1. Muddring

{said}

2. Övrigt

Inget fanns att ta upp.
"""


def _meeting(
    people: str, n: int = 1, year: int = 2020, said: str = "Frågan togs upp.",
    town: str = "Norrsjö kommun", body: str = "Hamnnämnden",
) -> Meeting:  # fmt: skip
    text = FRAME.format(town=town, body=body, n=n, year=year, people=people, said=said)
    return invented_meeting(text, f"{town}-{body}-{year}-{n}.txt")


def _shown(*meetings: Meeting) -> list[tuple[str, int]]:
    return [(person.name, len(person.sightings)) for person in find_persons(meetings)]


@pytest.mark.parametrize(
    ("entries", "persons"),
    [
        # one person, whatever the spelling
        (["Krister Pålman, Vik", "Krister Palman, Vik"], [("Krister Pålman", 2)]),
        (["Krister Pålman, Vik", "Krister Pélman, Vik"], [("Krister Pålman", 2)]),
        (["Krister Pålman, Vik", "Krister Palman"], [("Krister Pålman", 2)]),
        (["Krister Pålman (S)", "Pålman, Krister (S)"], [("Krister Pålman", 2)]),
        (["Krister Pålman (S)", "[X] Pålman Krister (S)"], [("Krister Pålman", 2)]),
        (["Eva-Lena Sjö, Vik", "Eva Lena Sjö, Vik"], [("Eva-Lena Sjö", 2)]),
        (["Britt Börjes, Vik", "Britt Bérjes, Vik"], [("Britt Börjes", 2)]),
        (["Hans Åkmark, Vik", "Hans Akmark, Viks kommun"], [("Hans Åkmark", 2)]),
        (["Jan Kläpp, Höglös", "Jan Kldpp, Hoéglés"], [("Jan Kläpp", 2)]),
        # a role or an office of its own is no place
        (["Siv Ahl, kommunchef", "Siv Ahl, Vik"], [("Siv Ahl", 2)]),
        (["Siv Ahl, sekretariatet", "Siv Ahl, Vik"], [("Siv Ahl", 2)]),
        # two people with one name
        (["Anna Berg, Vik", "Anna Berg, Ljungås"], [("Anna Berg", 1), ("Anna Berg", 1)]),
        (["Anna Berg (S)", "Anna Berg (M)"], [("Anna Berg", 1), ("Anna Berg", 1)]),
        (
            ["Anna Berg, Vik", "Anna Berg, Ljungås", "Anna Berg"],
            [("Anna Berg", 1), ("Anna Berg", 1), ("Anna Berg", 1)],
        ),
        # other names
        (["Anna Berg, Vik", "Anna Borg, Vik"], [("Anna Berg", 1), ("Anna Borg", 1)]),
        (["Lars Persson, Vik", "Lars Larsson, Vik"], [("Lars Larsson", 1), ("Lars Persson", 1)]),
        (["Maria Lind, Vik", "Marie Lind, Vik"], [("Maria Lind", 1), ("Marie Lind", 1)]),
    ],
)
def test_one_person_or_two(entries: list[str], persons: list[tuple[str, int]]) -> None:
    meetings = [_meeting(f"{e}\nOtto Krans, Vik", n) for n, e in enumerate(entries, 1)]
    found = [one for one in _shown(*meetings) if one[0] != "Otto Krans"]
    assert found == persons


def test_one_name_in_two_towns_is_two_people() -> None:
    vik = [_meeting("Anna Berg (S), ordförande", n, town="Viks kommun") for n in (1, 2)]
    other = _meeting("Anna Berg (S)", 3, town="Ljungås kommun")
    assert _shown(*vik, other) == [("Anna Berg", 2), ("Anna Berg", 1)]
    assert len({person.id for person in find_persons([*vik, other])}) == 2


def test_a_misread_name_beside_the_clean_one_is_another_person() -> None:
    both = _meeting("Krister Pålman (S)\nKrister Palman (M)", 1)
    assert len(find_persons([both])) == 2


@pytest.mark.parametrize(
    ("clean", "scanned", "same"),
    [
        ("Pålsson", "Palsson", True),
        ("Pålsson", "Pélsson", True),
        ("Höganäs", "Hoéganis", True),
        ("Skåne", "Skéane", True),
        ("Pålsson", "Polsson", False),
        ("Persson", "Parsson", False),
        ("Ek", "Ekman", False),
    ],
)
def test_misread(clean: str, scanned: str, same: bool) -> None:
    assert may_be_misread(clean, scanned) is same


@pytest.mark.parametrize(
    ("people", "said", "names"),
    [
        ("Krister Pålman, Vik", "Pålman föreslog en ny kaj.", ["Krister Pålman"]),
        ("Krister Pålman, Vik", "Pålmans förslag antogs.", ["Krister Pålman"]),
        ("Krister Pålman, Vik", "Nämnden tackade och Pålman svarade.", ["Krister Pålman"]),
        ("Krister Pålman, Vik", "Anna Pålman föreslog en kaj.", []),  # somebody else
        ("Krister Pålman, Vik\nIda Pålman, Ås", "Pålman föreslog en kaj.", []),  # either of two
        ("Krister Lund, Lund", "Lund får en ny kaj.", []),  # a place
        ("Krister Lund, Vik", "Resan går till Lund.", []),
        ("Krister Lund, Vik", "Avtalet med firman Lund Bygg sägs upp.", []),
        ("Pål Berg, Vik", "Palmen vid kajen fälls.", []),
    ],
)
def test_a_surname_alone(people: str, said: str, names: list[str]) -> None:
    meeting = _meeting(people, said=said)
    found = bare_mentions(meeting, meeting.items[0])
    about = [who.name for who in meeting.attendees if items_about(meeting, who)]
    assert about == names
    assert [who.name for _, _, who in found] == names
    for start, end, who in found:
        assert meeting.document.text[start:end].startswith(who.name.split()[-1])


@pytest.mark.parametrize(
    ("said", "role", "since", "until"),
    [
        ("Mötet leds av tf hamnchef from 200301, Siv Ahl.", "tf hamnchef", "2020-03-01", None),
        (
            "att utse Siv Ahl (S) till ordförande från den 1 april 2020",
            "ordförande", "2020-04-01", None,
        ),
        (
            "att välja Siv Ahl till ersättare i Viks Hamn AB för tiden 2020-05-01–2022-12-31",
            "ersättare", "2020-05-01", "2022-12-31",
        ),
        ("Siv Ahl (S), vice ordförande t.o.m. 31 maj 2020, tackades.",
         "vice ordförande", None, "2020-05-31"),
        ("utse Siv Ahl till ombud för mandatperioden 2023–2026", "ombud",
         "2023-01-01", "2026-12-31"),
        ("Siv Ahl, hamnchef, visade en karta från den 1 mars.", None, None, None),
        ("att utse Siv Ahl till ordförande", None, None, None),
    ],
)  # fmt: skip
def test_a_tenure_that_is_written(
    said: str, role: str | None, since: str | None, until: str | None
) -> None:
    found = find_tenures(_meeting("Siv Ahl, Vik", said=said))
    days = [(t.name, t.role, t.since and str(t.since), t.until and str(t.until)) for t in found]
    assert days == ([("Siv Ahl", role, since, until)] if role else [])


def test_roles_carry_their_days_and_the_protocols_that_say_so() -> None:
    said = "att utse Siv Ahl till ordförande från den 1 april 2020"
    meetings = [
        _meeting("Siv Ahl, vice ordförande", 1, 2019),
        _meeting("Siv Ahl, v ordf", 2, 2020, said=said),
        _meeting("Siv Ahl, ordförande", 3, 2021),
        _meeting("Siv Ahl, Ordf.", 4, 2022),
    ]
    (siv,) = find_persons(meetings)
    deputy, chair = siv.roles()
    assert (deputy.role, deputy.first, deputy.last) == (
        "vice ordförande", dt.date(2019, 3, 1), dt.date(2020, 3, 2),
    )  # fmt: skip
    assert deputy.protocols == (meetings[0].id, meetings[1].id)
    assert (chair.role, chair.since, chair.until) == ("ordförande", dt.date(2020, 4, 1), None)
    assert (chair.first, chair.last) == (dt.date(2020, 3, 2), dt.date(2022, 3, 4))
    assert chair.protocols == tuple(meeting.id for meeting in (*meetings[2:], meetings[1]))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ordf.", "ordförande", True),
        ("v. ordf", "vice ordförande", True),
        ("tf kommunchef", "tillförordnad kommunchef", True),
        ("2:e vice ordförande", "andre vice ordförande", True),
        ("ordförande", "vice ordförande", False),
        ("kommunchef", "tf kommunchef", False),
    ],
)
def test_role_key(one: str, other: str, same: bool) -> None:
    assert (role_key(one) == role_key(other)) is same


@pytest.mark.parametrize(
    ("town", "wanted"),
    [
        ("Norrsjö kommun", "norrsjo"),
        ("Viks stad", "vik"),
        ("Ljungås kommun", "ljunga"),
        ("Hamnföreningen", None),
    ],
)
def test_town(town: str, wanted: str | None) -> None:
    assert town_of(_meeting("Siv Ahl, Vik", town=town)) == wanted


@pytest.mark.parametrize(
    "name", ["Klint, Eva af", "af Klint, Eva", "Klint Eva af", "Af Klint, Eva"]
)
def test_a_particle_goes_with_its_name_wherever_it_stands(name: str) -> None:
    assert name_key(name) == name_key("Eva af Klint") != name_key("Eva Klint")
