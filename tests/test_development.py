"""Development: what became of a matter, item by item, and which items are of it."""

from __future__ import annotations

import pytest

from index.nouns import Meeting
from invented import invented_meeting
from qa.development import (
    answer_from_development,
    asks_development,
    asks_what_followed,
    is_in_passing,
)
from qa.proof import proven
from qa.scope import resolve
from qa.understanding import understand

_HEAD = """Vikholms kommun                      PROTOKOLL                          1 (2)
Kommunstyrelsen                      {day}

Plats och tid:     Tingshuset, sal A, kl. 13.00–15.40

Beslutande:        Disa Fors (S), ordförande
                   Arvid Lund (M), 1:e vice ordförande

Justerare:         Arvid Lund

"""
_TEXTS = {
    "2016-02-09": """§ 3
Fastställande av dagordning

Kommunstyrelsens beslut
Dagordningen fastställs med tillägg av ärendet om linbanan.

§ 4    Dnr KS 2016/00210
Linbana till Getberget

Ärendebeskrivning
Turistföreningen vill ha en linbana från torget.

Kommunstyrelsens beslut
att utreda en linbana, samt
att utredningen får kosta högst 90 000 kr.

§ 5    Dnr KS 2016/00211
Nya soffor på torget

Ärendebeskrivning
Sofforna ska inte skymma linbanan, och fontänen flyttas två meter.

Kommunstyrelsens beslut
att köpa sex soffor.
""",
    "2017-05-16": """§ 21    Dnr KS 2016/00210
Getberget efter utredningen

Ärendebeskrivning
Utredaren redogör för markförhållandena, som är svårare än väntat.

Kommunstyrelsens beslut
Kommunstyrelsen bordlägger ärendet.

§ 22    Dnr KS 2017/00044
Livbojar

Kommunstyrelsens beslut
att avsätta 30 tkr per år till livbojar.
""",
    "2019-03-12": """§ 9    Dnr KS 2019/00003
Lägesrapport om linbanan

Ärendebeskrivning
Stolparna till linbanan har kommit till hamnen.

Kommunstyrelsens beslut
Kommunstyrelsen noterar informationen till protokollet.

§ 10   Dnr KS 2019/00017
Biljetter

Kommunstyrelsens beslut
att en resa med linbanan ska kosta 40 kr.
""",
}
MEETINGS: tuple[Meeting, ...] = tuple(
    invented_meeting(_HEAD.format(day=day) + text, f"{day}.txt") for day, text in _TEXTS.items()
)


def _said(text: str, meetings: tuple[Meeting, ...] = MEETINGS, fewest: int = 2) -> list[str]:
    question = understand(text)
    draft = answer_from_development(question, resolve(question, meetings), fewest=fewest)
    if draft is None:
        return []
    assert proven(draft, question).sentences == draft.sentences
    return [sentence.text for sentence in draft.sentences]


ALL_STEPS = [
    "9 februari 2016: Linbana till Getberget: ”att utreda en linbana",
    "16 maj 2017: Getberget efter utredningen: ”Kommunstyrelsen bordlägger ärendet.”",
    "12 mars 2019: Lägesrapport om linbanan: ”Stolparna till linbanan har kommit till hamnen.”",
    "12 mars 2019: Biljetter: ”att en resa med linbanan ska kosta 40 kr.”",
]


@pytest.mark.parametrize(
    "text",
    [
        "Vad hände med linbanan?",
        "vad har hant med linbanan",
        "Hur gick det med linbanan?",
        "Hur har det gått för linbanan?",
        "Vad blev det av linbanan?",
        "Berätta hur frågan om linbanan utvecklats",
        "Hur har linbanan vuxit fram?",
        "historik linbanan",
        "På vilka möten har linbanan varit uppe?",
    ],
)
def test_a_matter_is_told_item_by_item(text: str) -> None:
    said = _said(text)
    assert len(said) == len(ALL_STEPS)
    for one, step in zip(said, ALL_STEPS, strict=True):
        assert one.startswith(step)


def test_the_agenda_and_what_only_mentions_the_matter_are_no_steps() -> None:
    said = " ".join(_said("Vad hände med linbanan?"))
    assert "Dagordningen" not in said
    assert "soffor" not in said


@pytest.mark.parametrize(
    "text",
    [
        "Vad hände med livbojarna?",  # one item is no development
        "Vad hände med fontänen på torget?",  # … and a mention is none either
        "Vad hände med vindkraften?",
        "Vad hände med sofforna på Getberget?",  # each word of another matter
        "Vad hände på mötet den 12 mars 2019?",
        "Vad kostar en resa med linbanan?",
        "Hur har priset på linbanan ändrats?",  # by its measure: sums
        "Hur gick det?",
    ],
)
def test_no_development(text: str) -> None:
    assert _said(text) == []


def test_a_time_narrows_it() -> None:
    assert _said("Vad hände med linbanan 2019?") == _said("Vad hände med linbanan?")[2:]


def test_what_followed_may_be_one_item() -> None:
    later = MEETINGS[1:]
    assert len(_said("Vad hände sedan med livbojarna?", later, fewest=1)) == 1
    assert _said("Vad hände sedan med livbojarna?", later) == []
    assert _said("Vad hände sedan med livbojarna?", later[1:], fewest=1) == []


@pytest.mark.parametrize(
    ("text", "develops", "followed"),
    [
        ("Vad hände sen?", True, True),
        ("Hur gick det sedan med bryggan?", True, True),
        ("Vad hände med bryggan?", True, False),
        ("Vad beslutades om bryggan sedan?", False, False),
        ("Hur har antalet båtar förändrats?", False, False),
    ],
)
def test_what_is_asked(text: str, develops: bool, followed: bool) -> None:
    question = understand(text)
    assert (asks_development(question), asks_what_followed(question)) == (develops, followed)


def test_an_item_mentions_in_passing_what_its_title_and_decision_do_not() -> None:
    question = understand("Vad hände med fontänen på Getberget?")
    items = {item.title: item for meeting in MEETINGS for item in meeting.items}
    scope = resolve(question, MEETINGS)
    assert is_in_passing(question, scope, items["Nya soffor på torget"])
    about = understand("Vad hände med sofforna?")
    assert not is_in_passing(about, scope, items["Nya soffor på torget"])
