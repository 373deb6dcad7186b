"""Records of items: votes, dissent, decisions by kind, grants and sums, assignments, successors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_protocols import MEETINGS

from invented import invented_meeting
from qa.assignments import assignments, later_word_on
from qa.drafts import Draft, DraftSentence, Quote
from qa.facts import answer_from_facts
from qa.overview import answer_with_overview
from qa.phrases import NO_REPORT
from qa.proof import is_proven, proven
from qa.recorded import answer_from_records
from qa.scope import resolve
from qa.succession import answer_from_succession
from qa.to_english import in_english
from qa.understanding import understand


def _ask(text: str) -> Draft | None:
    question = understand(text)
    scope = resolve(question, MEETINGS)
    fact = answer_from_facts(question, scope)
    if fact is not None and fact.sentences:
        return fact
    recorded = answer_from_records(question, scope, MEETINGS)
    if recorded is not None:
        return recorded
    overview = answer_with_overview(question, scope)
    if overview is not None:
        return overview
    return answer_from_succession(question, scope, MEETINGS)


def _said(draft: Draft | None) -> str:
    return " ".join(sentence.text for sentence in draft.sentences) if draft else ""


HIGHLIGHTS = [
    ("Hur röstade Edvin Palm om sälskrämmorna?", "nej"),
    ("Hur röstade Sixten Berg om motionen om sälskrämmor?", "ja"),
    ("Vilka röstade nej till motionen om sälskrämmor?", "Arvid Lund och Edvin Palm"),
    ("Hur många röstade ja om sälskrämmorna?", "3"),
    ("Vilka reserverade sig mot torkställen?", "Arvid Lund och Moa Strand"),
    ("Vilka reserverade sig i februari 2017?", "Arvid Lund och Moa Strand"),
    ("Vem anmälde jäv om rökeriets skorsten?", "Sixten Berg"),
    ("Hur mycket anslog kommunstyrelsen i februari 2017?", "125 000 kr"),
    ("Vilka bidrag beviljades 2017?", "45 000 kr"),
    ("Vilka socialdemokrater var med den 13 juni 2017?", "Disa Fors"),
    ("Hur många ledamöter var närvarande den 14 februari 2017?", "4"),
    ("Vilka ersättare tjänstgjorde den 14 februari 2017?", "Moa Strand"),
    ("Vem var 2:e vice ordförande den 13 juni 2017?", "Greta Holm"),
    ("Hur många gånger sammanträdde kommunstyrelsen 2017?", "2"),
    ("När var kommunstyrelsens senaste möte?", "9 oktober 2018"),
    ("Vem efterträdde Ivar Ros?", "Lova Ek"),
    ("Vem var hamnchef efter Ivar Ros?", "Lova Ek"),
    ("Vem var hamnchef före Lova Ek?", "Ivar Ros"),
    ("Vem var hamnchef i april 2017?", "Ivar Ros"),
]


@pytest.mark.parametrize(("text", "highlight"), HIGHLIGHTS)
def test_the_exact_fact(text: str, highlight: str) -> None:
    draft = _ask(text)
    assert draft is not None
    assert draft.highlight == highlight
    assert highlight in _said(draft)


SAID = [
    ("Hur föll rösterna om sälskrämmorna?", ["3 ja och 2 nej", "att avslå motionen"], []),
    ("Vad bordlades 2017?", ["Motion om sälskrämmor: ”Kommun"], ["landgång"]),
    ("Vad återremitterades 2017?", ["Fyrskeppets landgång: ”Kommun"], ["sälskrämmor"]),
    ("Vilka motioner avslogs?", ["Motion om sälskrämmor: ”att avslå"], ["Fyrskeppet"]),
    ("Vilka röstade emot motionen om sälskrämmor?", ["Nej: Arvid Lund", "att avslå"], []),
    ("Vilka uppdrag finns kvar från 2017?", ["tjärning", NO_REPORT], ["södra piren"]),
    ("Vad bordlade KS 2017?", ["Motion om sälskrämmor"], []),
    ("Vilka beslut fattade kommunstyrelsen i juni 2017?", ["notera", "livbojar"], ["skorsten"]),
    ("Vilka anslag gjordes 2017?", ["80 000 kr", "30 tkr"], ["Sammanlagt", "läggs"]),
    ("Vilka uppdrag fick hamnchefen?", ["södra piren", "1 juni 2017", "tjärning"], [NO_REPORT]),
    ("Vilka uppdrag är inte återrapporterade?", ["tjärning", NO_REPORT], ["södra piren"]),
    ("Vilka uppdrag har återrapporterats?", ["redovisar undersökningen"], ["tjärning"]),
    ("Vilka uppdrag med deadline gavs 2017?", ["1 juni 2017"], ["tjärning"]),
    ("Redovisades uppdraget om södra piren?", ["Senare, den 13 juni 2017"], [NO_REPORT]),
    ("Vilka tjänstemän deltog den 13 juni 2017?", ["Ivar Ros", "Ebba Krook"], ["Disa Fors"]),
    ("Var Edvin Palm med den 14 februari 2017?", ["Moa Strand tjänstgjorde i stället"], ["Ja"]),
]


@pytest.mark.parametrize(("text", "there", "not_there"), SAID)
def test_what_is_said(text: str, there: list[str], not_there: list[str]) -> None:
    said = _said(_ask(text))
    assert [each for each in there if each not in said] == []
    assert [each for each in not_there if each in said] == []


@pytest.mark.parametrize("text", [text for text, _ in HIGHLIGHTS] + [text for text, *_ in SAID])
def test_every_sentence_is_proven(text: str) -> None:
    draft = _ask(text)
    assert draft is not None
    assert draft.sentences
    assert proven(draft, understand(text)).sentences == draft.sentences


@pytest.mark.parametrize(
    "text",
    [
        "Hur röstade Ivar Ros om sälskrämmorna?",
        "Vad avslogs 2018?",
        "Vem reserverade sig mot rökeriets skorsten?",
        "Vem var hamnchef före Ivar Ros?",
        "Vem efterträdde Lova Ek?",
        "Vem var hamnchef i april 2012?",
        "Hur mycket anslog kommunstyrelsen 2018?",
        "Var Yngve Sund med den 14 februari 2017?",
    ],
)
def test_what_the_records_do_not_say_is_not_said(text: str) -> None:
    assert _said(_ask(text)) == ""


def test_a_yearly_amount_is_not_added_up_and_the_reason_is_given() -> None:
    draft = _ask("Hur mycket anslogs totalt 2017?")
    assert draft is not None
    assert draft.sentences[-1].text.startswith("Beloppen läggs inte ihop: ett av dem gäller mer än")
    assert len(draft.sentences) == 4
    assert all(is_proven(sentence) for sentence in draft.sentences)


def test_a_wrong_sum_a_wrong_vote_and_a_wrong_title_are_no_proof() -> None:
    summed = _ask("Hur mycket anslog kommunstyrelsen i februari 2017?")
    voted = _ask("Hur röstade Edvin Palm om sälskrämmorna?")
    put_off = _ask("Vad bordlades 2017?")
    assert summed
    assert voted
    assert put_off
    for draft, said, instead in (
        (summed, "125 000 kr", "126 000 kr"),
        (summed, "80 000 kr +", "81 000 kr +"),
        (voted, "röstade nej", "röstade ja"),
        (voted, "Edvin Palm röstade", "Disa Fors röstade"),
        (put_off, "14 februari", "15 februari"),
        (put_off, "Motion om sälskrämmor", "Motion om fiskmåsar"),
    ):
        sentence = draft.sentences[0]
        assert said in sentence.text
        assert not is_proven(replace(sentence, text=sentence.text.replace(said, instead)))


def test_amounts_of_one_matter_are_not_proven_as_a_sum() -> None:
    (item,) = [i for i in MEETINGS[0].items if i.title == "Torkställ för nät"]
    grant = item.decisions[0]
    quote = Quote(MEETINGS[0], item, grant.start, grant.end)
    twice = DraftSentence("Sammanlagt 160 000 kr (80 000 kr + 80 000 kr).", (quote, quote))
    assert not is_proven(twice)


def test_that_no_report_was_found_is_said_of_a_decision_only() -> None:
    (item,) = [i for i in MEETINGS[1].items if i.title == "Södra piren"]
    told = item.text.find("Hamnchef")
    quote = Quote(
        MEETINGS[1], item, item.start + told, item.start + told + len("Hamnchef Ivar Ros")
    )
    assert is_proven(DraftSentence("”Hamnchef Ivar Ros”", (quote,)))
    assert not is_proven(DraftSentence(f"”Hamnchef Ivar Ros” {NO_REPORT}", (quote,)))


def test_an_assignment_has_its_deadline_and_its_report() -> None:
    first, second = assignments(MEETINGS)
    assert [len(first.points), len(second.points)] == [2, 1]
    later = later_word_on(first, MEETINGS)
    assert later is not None
    assert (later.reports, later.quote.meeting) == (True, MEETINGS[1])
    assert later_word_on(second, MEETINGS) is None


ENGLISH = [
    ("Hur röstade Edvin Palm om sälskrämmorna?", "Edvin Palm voted no. ”"),
    ("Vad bordlades 2017?", "14 February 2017: Motion om sälskrämmor: ”"),
    ("Hur mycket anslog kommunstyrelsen i februari 2017?", "In total 125 000 kr ("),
    ("Vilka bidrag beviljades 2017?", "14 February 2017: Rökeriets skorsten: 45 000 kr. ”"),
    ("Vilka uppdrag är inte återrapporterade?", "No report found in later minutes."),
    ("Hur mycket anslogs totalt 2017?", "The amounts are not added up: one of them is paid more"),
]


@pytest.mark.parametrize(("text", "english"), ENGLISH)
def test_the_same_in_english(text: str, english: str) -> None:
    draft = _ask(text)
    assert draft is not None
    assert english in _said(in_english(draft))


@pytest.mark.parametrize(
    ("bodies", "highlight", "sentences"),
    [
        (("Hamngruppen", "Hamnstyrelsen"), "1", 2),  # the number, and the one meeting
        (("Hamngruppen", "Harnngruppen"), "2", 3),  # one of them was scanned
        (("Hamngruppen", "Badhusgruppen"), None, 2),  # which group is meant is not told
        (("Hamnrådet", "Hamnstyrelsen"), None, 2),  # … nor where no body is called so
    ],
)
def test_the_group_is_the_body_that_is_called_so(
    bodies: tuple[str, str], highlight: str | None, sentences: int
) -> None:
    question = understand("Hur många gånger träffades gruppen 2017?")
    meetings = [
        invented_meeting(
            f"{body}s protokoll {n}/2017\nTid/Plats: 170{n}14 kl. 09.00-12.00, Kajen\n"
            "Närvarande: Disa Fors, Vik.\n\n1. Bryggan\nBeslut:\natt bygga bryggan.\n",
            f"{n}.txt",
        )
        for n, body in enumerate(bodies, start=2)
    ]
    assert [meeting.body for meeting in meetings] == list(bodies)
    draft = answer_from_facts(question, resolve(question, meetings))
    assert draft is not None
    assert (draft.highlight, len(draft.sentences)) == (highlight, sentences)
