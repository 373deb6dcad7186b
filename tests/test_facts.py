"""Facts: what the records say of who was there, when and where, and of nothing else."""

from __future__ import annotations

import pytest

from invented import FRONT, invented_meeting, invented_meetings
from qa.drafts import Draft
from qa.facts import answer_from_facts
from qa.proof import is_proven
from qa.scope import resolve
from qa.understanding import understand

MEETINGS = invented_meetings()


def _ask(text: str) -> Draft | None:
    question = understand(text)
    return answer_from_facts(question, resolve(question, MEETINGS))


def _said(draft: Draft | None) -> str:
    return " ".join(sentence.text for sentence in draft.sentences) if draft else ""


PEOPLE = {
    "2/2018": {"Siv Ahlmark", "Bo Rask", "Pia Wall", "Jan Dahl", "Tea Lind"},
    "4/2019": {"Siv Ahlmark", "Bo Rask", "Pia Wall", "Ulf Sten", "Tea Lind"},
    "1/2020": {"Vera Holm", "Ebbe Kvist", "Tea Lind"},
}
ALL = {person.name for meeting in MEETINGS for person in meeting.attendees}


@pytest.mark.parametrize("number", PEOPLE)
@pytest.mark.parametrize(
    "asked",
    [
        "Vilka var närvarande på mötet {}?", "vilka var narvarande pa motet {}",
        "Vilka deltog på möte {}?", "Vilka var med på mötet {}?", "Vilka kom till mötet {}?",
        "närvarande {}",
    ],
)  # fmt: skip
def test_who_was_present(number: str, asked: str) -> None:
    said = _said(_ask(asked.format(number)))
    assert {name for name in ALL if name in said} == PEOPLE[number]


CASES = [
    ("Vilka var frånvarande på mötet 2/2018?", "Mia Norén"),
    ("Vem saknades i mars 2018?", "Mia Norén"),
    ("Vilka hade anmält förhinder till mötet 2/2018?", "Mia Norén"),
    ("Vem representerade Ljungås på mötet 2/2018?", "Bo Rask"),
    ("Vilken gäst kom från Vågbolaget AB på mötet 2/2018?", "Otto Krans"),
    ("När kom Bo Rask till mötet 2/2018?", "09.20"),
    ("När gick Pia Wall från mötet 2/2018?", "10.45"),
    ("Vem kom för sent till mötet 2/2018?", "Bo Rask"),
    ("Vem var sekreterare på mötet 4/2019?", "Tea Lind"),
    ("Vem skrev protokollet på senaste mötet?", "Tea Lind"),
    ("Vem var ordförande den 9 mars 2021?", "Siv Ahlmark"),
    ("Vem ledde mötet 2021-03-09?", "Siv Ahlmark"),
    ("Vem justerade protokollet den 9 mars 2021?", "Bo Rask"),
    ("Vem ersatte Pia Wall den 9 mars 2021?", "Jan Dahl"),
    ("Vem tjänstgjorde i stället för Pia Wall den 9 mars 2021?", "Jan Dahl"),
    ("Var hölls mötet 4/2019?", "Fyrmästarbostaden, Strömby"),
    ("I vilken lokal hölls mötet den 9 mars 2021?", "Tullsalen, Rådhuset"),
    ("När började mötet 4/2019?", "13.00"),
    ("Hur dags slutade mötet 4/2019?", "15.30"),
    ("Vilket företag kom Otto Krans från på mötet 2/2018?", "Vågbolaget AB"),
    ("Var Siv Ahlmark med på mötet 2/2018?", "Ja"),
    ("Deltog Siv Ahlmark på mötet 2/2018?", "Ja"),
    ("Var Siv Ahlmark på plats när gruppen träffades i mars 2018?", "Ja"),
    ("Var Mia Norén med på mötet 2/2018?", "Nej"),
    ("Var Mia Norén frånvarande på mötet 2/2018?", "Ja"),
    ("var mia noren med pa motet 2/2018", "Nej"),
    ("Vem förde pennan på mötet 4/2019?", "Tea Lind"),
    ("Vem företrädde Ljungås på mötet 2/2018?", "Bo Rask"),
    ("Var Strömby representerat på mötet 2/2018?", "Ja"),
    ("Hade Strömby någon på plats på mötet 2/2018?", "Ja"),
    ("När gick Strömbys representant hem från mötet 2/2018?", "10.45"),
    ("När gick Pia Wall hem från marsmötet 2018?", "10.45"),
    ("nar borjade motet pa fyrmastarbostaden i september 2019", "13.00"),
    ("Hur många möten har Bo Rask varit med på?", "3"),
    ("Hur många möten har hållits?", "4"),
]


@pytest.mark.parametrize(("text", "highlight"), CASES)
def test_the_exact_fact(text: str, highlight: str) -> None:
    draft = _ask(text)
    assert draft is not None
    assert draft.highlight == highlight
    assert highlight in _said(draft)


SAID = [
    ("Vilka gäster var inbjudna till mötet 2/2018?", ["Otto Krans", "Lo Ekman"], ["Bo Rask"]),
    ("Hur många deltog på mötet 4/2019?", ["5 "], ["Mia Norén"]),
    ("Hur länge pågick mötet den 21 mars 2018?", ["08.30", "11.50"], []),
    ("Vilka möten hölls 2019?", ["4/2019", "12 september 2019"], ["2/2018", "1/2020"]),
    ("Vilka möten hölls?", ["2/2018", "4/2019", "1/2020", "9 mars 2021"], []),
    ("När hölls mötet 2/2018?", ["21 mars 2018"], ["2019"]),
    ("Vilka möten var Pia Wall med på?", ["2/2018", "4/2019"], ["1/2020"]),
    ("Vilka kom från Granvik till mötet 4/2019?", ["Siv Ahlmark", "Ulf Sten"], ["Bo Rask"]),
    ("Vilka deltog på Sjönämndens möte?", ["Vera Holm", "Ebbe Kvist"], ["Siv Ahlmark"]),
]


@pytest.mark.parametrize(("text", "there", "not_there"), SAID)
def test_what_is_said(text: str, there: list[str], not_there: list[str]) -> None:
    said = _said(_ask(text))
    assert [each for each in there if each not in said] == []
    assert [each for each in not_there if each in said] == []


@pytest.mark.parametrize("text", [text for text, _ in CASES] + [text for text, *_ in SAID])
def test_every_fact_is_proven_and_cited_by_the_protocol_itself(text: str) -> None:
    draft = _ask(text)
    assert draft is not None
    assert draft.sentences
    for sentence in draft.sentences:
        assert is_proven(sentence)
        for quote in sentence.quotes:
            assert quote.item == quote.meeting.frame
            assert quote.text == quote.meeting.document.text[quote.start : quote.end]


@pytest.mark.parametrize(
    "text",
    [
        "Var Anna Svensson med på mötet 2/2018?",
        "Var Anna Svensson med på mötet den 12 september 2019?",
        "Deltog Anna Svensson på mötet 2/2018?",
        "var anna svensson med pa motet 2/2018",
        "När kom Anna Svensson till mötet 2/2018?",
        "Vilka möten var Anna Svensson med på?",
        "Vem ersatte Bo Rask den 9 mars 2021?",
        "Vilka var närvarande på mötet 7/2019?",
        "Vilka gäster kom till mötet 4/2019?",
        "Vem var ordförande på mötet 4/2019?",
        "Vem kom för sent till mötet 4/2019?",
        "Vilka var frånvarande på mötet 4/2019?",
    ],
)
def test_what_the_records_do_not_say(text: str) -> None:
    assert _said(_ask(text)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Vad beslutades om bastun?",
        "Vilka deltog i bastun?",
        "Vem är ordförande för seglarförbundet?",
        "När ska bygget av bryggan starta?",
        "Var ligger fyren?",
        "Hur länge gäller avtalet om muddring?",
        "Vilka möten har bryggan diskuterats på?",
        "Vad kostar målningen?",
        "Vad står i § 11?",
    ],
)
def test_a_question_about_something_else_is_none_of_facts(text: str) -> None:
    assert _said(_ask(text)) == ""


@pytest.mark.parametrize("text", ["Hur dags började Strömby på mötet 2/2018?"])
def test_the_hours_of_a_meeting_are_not_those_of_a_place(text: str) -> None:
    assert "08.30" not in _said(_ask(text))


ENDED = f"{FRONT}§ 4 Övrigt\nVägen diskuteras på nästa möte.\nFrågan om bron togs upp 12 mars.\n"


@pytest.mark.parametrize(
    ("end", "highlight"),
    [
        ("Nästa möte hålls den 20 maj i Norrby.", "20 maj"),
        ("Nästa nämndmöte är den 20 maj.", "20 maj"),
        ("§ 5 Nästa sammanträde\nOrdföranden kallar till den 14 maj 2024 kl. 13.", "14 maj 2024"),
        ("Gruppen träffas nästa gång 240611.", "240611"),
        ("Styrelsen sammanträder nästa gång den 11 juni.", "11 juni"),
        ("Nästa möte hålls inte den 2 april.", None),  # that day is past
        ("", None),
    ],
)
def test_the_next_meeting_is_what_the_last_protocol_says_of_it(
    end: str, highlight: str | None
) -> None:
    meetings = (*MEETINGS, invented_meeting(f"{ENDED}{end}\n"))
    for text in ("När är nästa möte?", "nästa sammanträde", "När hålls nästa möte?"):
        question = understand(text)
        draft = answer_from_facts(question, resolve(question, meetings))
        assert draft is not None
        assert draft.highlight == highlight, text
        assert (len(draft.sentences) == 1) is (highlight is not None)
        assert all(is_proven(sentence, question) for sentence in draft.sentences)
