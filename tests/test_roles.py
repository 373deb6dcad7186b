"""Roles: who held which office, as the protocols write it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from invented import invented_meeting, invented_meetings
from qa.drafts import Draft, DraftSentence, Quote
from qa.proof import is_proven
from qa.roles import answer_from_roles, is_elsewhere, later_holder, mentions
from qa.scope import resolve
from qa.understanding import understand

TEXT = """Hamnrådets protokoll {n}/{year}

Tid/Plats: {date} kl. 09.00-10.00, Tullhuset, Vik

Närvarande: Siv Ahlmark, Vik, {chief}, {role}, och Bo Rask, sekretariatet.

1. Muddring

{chief} visade en karta. {told}

2. Övrigt

Inget fanns att ta upp.
"""
ROWS = [
    (1, 2015, "150210", "Otto Krans", "hamnchef", "Vår hamnstrateg Pia Wall mätte djupet."),
    (1, 2017, "170214", "Lo Ekman", "tf hamnchef", "Otto Krans har slutat."),
    (1, 2019, "190212", "Ida Falk", "hamnchef", "Vid mötet talade Åke Ström, lots och skeppare."),
]
MEETINGS = tuple(
    invented_meeting(
        TEXT.format(n=n, year=year, date=date, chief=chief, role=role, told=told), f"{year}.txt"
    )
    for n, year, date, chief, role, told in ROWS
)


def _ask(text: str) -> Draft | None:
    question = understand(text)
    return answer_from_roles(question, resolve(question, MEETINGS))


def _said(draft: Draft | None) -> str:
    return " ".join(sentence.text for sentence in draft.sentences) if draft else ""


@pytest.mark.parametrize(
    ("text", "highlight"),
    [
        ("Vem var hamnchef 2015?", "Otto Krans"),
        ("vem var hamnchef 2015", "Otto Krans"),
        ("Vem var hamnchef 2019?", "Ida Falk"),
        ("Vem var tf hamnchef 2017?", "Lo Ekman"),
        ("Vem var hamnstrateg 2015?", "Pia Wall"),
        ("Vilken befattning hade Otto Krans 2015?", "hamnchef"),
        ("Vilken titel hade Lo Ekman 2017?", "tf hamnchef"),
    ],
)
def test_an_office_in_a_year(text: str, highlight: str) -> None:
    draft = _ask(text)
    assert draft is not None
    assert draft.highlight == highlight
    assert all(is_proven(sentence) for sentence in draft.sentences)


@pytest.mark.parametrize(
    "text",
    [
        "Vem var hamnchef 2017?",  # the one who acted was not the one who held it
        "Vem var tf hamnchef 2015?",
        "Vem var kanslichef 2015?",
        "Vem var ekonomichef 2019?",
        "Vem var hamnchef i Paris 2015?",
        "Vem är Anna Svensson?",
        "Vilken befattning hade Anna Svensson 2015?",
        "Vad kostar en hamnchef 2015?",
        "När utsågs hamnchefen 2015?",
    ],
)
def test_what_no_protocol_says_of_an_office(text: str) -> None:
    assert _said(_ask(text)) == ""


def test_the_holders_over_time_are_in_order_each_with_its_own_proof() -> None:
    draft = _ask("Vilka har varit hamnchefer?")
    assert draft is not None
    said = _said(draft)
    assert 0 <= said.find("Otto Krans") < said.find("Ida Falk")
    assert "Lo Ekman" not in said
    assert "Pia Wall" not in said
    dates = [sentence.quotes[0].meeting.date for sentence in draft.sentences]
    assert dates == sorted(dates, key=str)
    assert all(is_proven(sentence) for sentence in draft.sentences)


def test_a_mention_is_where_the_role_stands_beside_the_name() -> None:
    held = list(mentions((*MEETINGS, *invented_meetings())))
    assert {("Otto Krans", "hamnchef"), ("Lo Ekman", "tf hamnchef")} <= {
        (h.name, h.role) for h in held
    }
    for one in held:
        words = one.meeting.document.text[one.start : one.end]
        assert " ".join(one.name.split()) in " ".join(words.split())
        assert one.role.lower() in " ".join(words.lower().split())


LATER = invented_meeting(
    TEXT.format(
        n=2, year=2021, date="210210", chief="Eva Holm", role="tf hamnchef", told="Ida Falk slutar."
    ),
    "2021.txt",
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vem är hamnchef?", ["Ida Falk", "Eva Holm"]),  # the holder last named, and her deputy
        ("Vem var hamnchef 2019?", ["Ida Falk"]),
        ("Vem är tf hamnchef?", ["Eva Holm"]),
    ],
)
def test_a_deputy_after_the_last_holder_is_named_too(text: str, names: list[str]) -> None:
    question = understand(text)
    draft = answer_from_roles(question, resolve(question, (*MEETINGS, LATER)))
    assert draft is not None
    assert [s.text.split(" (")[0] for s in draft.sentences] == names


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Vem utsågs till hamnchef?", "Senare: Eva Holm (tf hamnchef), enligt protokollet från"),
        ("Vem utsågs till hamnchef 2019?", ""),  # a time that is named is what is asked about
        ("Vem utsågs till projektledare för hamnen?", ""),
        ("Vem utsågs?", ""),
    ],
)
def test_who_came_later_is_said_beside_an_answer(text: str, later: str) -> None:
    question = understand(text)
    scope = resolve(question, (*MEETINGS, LATER))
    meeting = MEETINGS[-1]
    said = DraftSentence("Ida Falk.", (Quote(meeting, meeting.items[0], meeting.items[0].start,
                                             meeting.items[0].end),))  # fmt: skip
    found = later_holder(question, scope, (said,)).sentences
    assert [one.text.startswith(later) for one in found] == ([True] if later else [])
    assert all(is_proven(one) for one in found)


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("Vem är lots?", False),
        ("Vem är lots i Vik?", False),
        ("Vem är lots i Sundby?", True),  # a town on record that this protocol does not name
        ("Vem är lots i Storköping?", False),  # no town on record: another matter
    ],
)
def test_who_holds_an_office_in_another_town(text: str, elsewhere: bool) -> None:
    other = invented_meeting(
        "Hamnrådets protokoll 2/2019\n\nTid/Plats: 190312 kl. 09.00-10.00, Tullhuset, Sundby\n\n"
        "Närvarande: Per Ek, Sundby.\n\n1. Muddring\n\nKajen rasade.\n",
        "sundby.txt",
    )
    question = understand(text)
    found: Any = SimpleNamespace(meeting=MEETINGS[2], item=MEETINGS[2].items[0])
    scope = resolve(question, (*MEETINGS, other))
    assert is_elsewhere(question, scope, found) is elsewhere
