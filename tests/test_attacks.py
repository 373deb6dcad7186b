"""The proof under attack: generated wrong answers are caught, and right ones are let through."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from attacks import ATTACKS, SEED, Wrong, wrong_answers
from right_answers import Right, right_answers

from invented import invented_meeting, invented_meetings
from qa.drafts import Draft, DraftSentence, Quote
from qa.own_words import DECIDING, LEADS, NEGATIONS, NUMBER_WORDS
from qa.proof import is_proven, proven
from qa.understanding import understand

FEWEST = 500
WITHHELD = 0.02  # of right answers, at most
SLOW = 0.02  # seconds for one sentence, the mean: some 0.3 ms on a free core


@pytest.fixture(scope="session")
def wrong() -> list[Wrong]:
    return wrong_answers()


@pytest.fixture(scope="session")
def right() -> list[Right]:
    return right_answers(SEED)


def test_there_are_enough_wrong_answers_of_every_kind(wrong: list[Wrong]) -> None:
    kinds = Counter(one.kind for one in wrong)
    assert len(wrong) >= FEWEST
    assert kinds.keys() == {*ATTACKS, "a proposal as decision", "a negation cut off"}
    assert min(kinds.values()) >= 20


def test_every_wrong_answer_is_caught(wrong: list[Wrong]) -> None:
    passed = [
        f"{one.kind}: {one.sentence.text}\n    right: {one.right}"
        for one in wrong
        if is_proven(one.sentence, one.question)
    ]
    assert not passed, "\n".join(passed)


def test_right_answers_are_let_through_in_little_time(right: list[Right]) -> None:
    began = time.process_time()
    withheld = [one.sentence.text for one in right if not is_proven(one.sentence, one.question)]
    took = time.process_time() - began
    assert len(right) >= FEWEST
    assert len(withheld) <= WITHHELD * len(right), "\n".join(withheld)
    assert took <= SLOW * len(right)


BRYGGA, FYR, NAMND, HAMN = invented_meetings()


def _quote(words: str) -> Quote:
    for meeting in (BRYGGA, FYR, NAMND, HAMN):
        at = meeting.document.text.find(words)
        if at >= 0:
            item = next((i for i in meeting.items if i.start <= at < i.end), meeting.frame)
            return Quote(meeting, item, at, at + len(words))
    raise AssertionError(words)


# The words quoted, a right sentence, and wrong ones: a sample of the above that reads easily.
SAMPLE = [
    ("att anslå 150 000 kr till bryggan",
     ["150 tkr.", "0,15 mnkr.", "Bryggrådet beslutade att anslå 150 000 kr till bryggan.",
      "Bryggrådet beslutade vid mötet 2/2018 den 21 mars 2018: "
      "”att anslå 150 000 kr till bryggan”"],
     ["150 mnkr.", "150 000 euro.", "1 150 000 kr.", "50 000 kr.",
      "Sjönämnden beslutade att anslå 150 000 kr till bryggan.",
      "Bryggrådet beslutade vid mötet 2/2018 den 21 mars 2018: ”att inte anslå 150 000 kr”",
      "Bryggrådet beslutade att inte anslå 150 000 kr till bryggan.",
      "Bryggrådet beslutade enhälligt att anslå 150 000 kr till bryggan."]),
    ("Bryggan får 24 båtplatser.",
     ["24 båtplatser.", "Tjugofyra. ”Bryggan får 24 båtplatser.”",
      "Ja. ”Bryggan får 24 båtplatser.”"],
     ["24 timmar.", "24 procent.", "Tjugofem.", "4 båtplatser.", "Bryggan får inte 24 båtplatser.",
      "Nej. ”Bryggan får 24 båtplatser.”", "§ 24.",
      "Bryggrådet beslutade: ”Bryggan får 24 båtplatser.”",
      "”Bryggan får båtplatser.”", "”Bryggan får inte 24 båtplatser.”"]),
    ("Den 15 april 2018 ska bygget starta.",
     ["Den 15 april 2018.", "180415.", "2018-04-15.", "15/4 2018.", "april 2018."],
     ["Den 15 april 2019.", "180416.", "mars 2018.", "15 maj.", "Den 5 april 2018.",
      "Bygget startade den 21 mars 2018."]),
    ("att avslå ansökan om en bastu.",
     ["Nej. ”att avslå ansökan om en bastu.”", "Bryggrådet avslog ansökan om en bastu.",
      "§ 2: ”att avslå ansökan om en bastu.”"],
     ["Ja. ”att avslå ansökan om en bastu.”", "Bryggrådet beviljade ansökan om en bastu.",
      "Nej. ”att bevilja ansökan om en bastu.”", "§ 3: ”att avslå ansökan om en bastu.”",
      "Bryggrådet avslog inte ansökan om en bastu."]),
    ("Platserna räcker inte.",
     ["”Platserna räcker inte.”", "Platserna räcker inte."],
     ["”Platserna räcker”", "Platserna räcker.", "Ja. ”Platserna räcker inte.”"]),
    ("Sex givare har köpts in.",
     ["6. ”Sex givare har köpts in.”", "6 givare."],
     ["7 givare.", "sju givare.", "16 givare.", "6 procent.", "6 mnkr."]),
    ("Otto Krans, hamnchef",
     ["Otto Krans (hamnchef), enligt protokollet från den 9 mars 2021."],
     ["Otto Krans (sekreterare), enligt protokollet från den 9 mars 2021.",
      "Otto Krans (hamnchef), enligt protokollet från den 9 mars 2020.",
      "Tea Lind (hamnchef), enligt protokollet från den 9 mars 2021."]),
    ("Bo Rask rapporterade att bryggan stod klar den 2 augusti 2019. "
     "Slutkostnaden blev 1 720 000 kr.",
     ["Slutkostnaden blev 1,72 mnkr.", "Bo Rask rapporterade att bryggan stod klar.",
      "Bryggan stod klar den 2 augusti."],
     ["Slutkostnaden blev 1,72 tkr.", "Siv Ahlmark rapporterade att bryggan stod klar.",
      "Bryggan stod inte klar den 2 augusti.", "Bryggan stod klar den 2 april.",
      "Bryggan stod klar den 12 september 2019.", "Rådet beslutade att bryggan stod klar.",]),
    ("Pia Wall undersöker till nästa möte om Ljungås har plats.",
     ["Pia Wall undersöker om Ljungås har plats."],
     ["Pia Wall undersöker om Ljungås inte har plats.", "Pia Wall beslutade om Ljungås.",
      "Pia Wallin undersöker om Ljungås har plats.", "Wall Pia undersöker om Ljungås har plats."]),
    ("att utse Bo Rask till projektledare för bryggan.",
     ["Rådet utsåg Bo Rask till projektledare för bryggan.",
      "Bo Rask utsågs till projektledare för bryggan.", "Bo Rask är projektledare."],
     ["Nämnden utsåg Bo Rask till projektledare för bryggan.", "Rask Bo är projektledare.",
      "Rådet entledigade Bo Rask.", "Bo Rask är inte projektledare.",
      "Bo Rask avslogs.", "Bo Rask är ordförande för bryggan."]),
    ("Mia Norén, Ljungås.",
     ["Mia Norén var frånvarande vid mötet 2/2018 den 21 mars 2018."],
     ["Mia Norén var närvarande vid mötet 2/2018 den 21 mars 2018.",
      "Mia Norén var gäst vid mötet 2/2018 den 21 mars 2018.",
      "Pia Wall var frånvarande vid mötet 2/2018 den 21 mars 2018.",
      "Mia Norén var frånvarande vid mötet 3/2018 den 21 mars 2018."]),
    ("Bo Rask, Ljungås (från kl 09.20)",
     ["Bo Rask kom till mötet 2/2018 den 21 mars 2018 kl. 09.20."],
     ["Bo Rask lämnade mötet 2/2018 den 21 mars 2018 kl. 09.20.",
      "Bo Rask kom till mötet 2/2018 den 21 mars 2018 kl. 09.02."]),
    ("180321 kl. 08.30-11.50, Gamla tullhuset, Granvik",
     ["Mötet 2/2018 den 21 mars 2018 pågick från kl. 08.30 till kl. 11.50."],
     ["Mötet 2/2018 den 21 mars 2018 pågick från kl. 11.50 till kl. 08.30.",
      "Mötet 2/2018 den 21 mars 2018 hölls på Granvik."]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"), [(words, said) for words, rights, _ in SAMPLE for said in rights]
)
def test_what_the_quote_says_may_be_said(words: str, said: str) -> None:
    assert is_proven(DraftSentence(said, (_quote(words),)))


@pytest.mark.parametrize(
    ("words", "said"), [(words, said) for words, _, wrongs in SAMPLE for said in wrongs]
)
def test_what_the_quote_does_not_say_may_not(words: str, said: str) -> None:
    assert not is_proven(DraftSentence(said, (_quote(words),)))


def test_who_did_what_is_not_exchanged() -> None:
    text = BRYGGA.document.text.replace(
        "Platserna räcker inte.",
        "Bo Rask meddelade att Mia Norén slutar. Lo Ek får 5 kr, Bo Ek 3 kr.",
    )
    meeting = invented_meeting(text)
    at = text.index("Bo Rask meddelade")
    item = next(i for i in meeting.items if i.start <= at < i.end)
    quote = Quote(meeting, item, at, text.index(" Pia Wall undersöker"))
    for said in ("Bo Rask meddelade att Mia Norén slutar.", "Mia Norén slutar.", "Bo Ek får 3 kr."):
        assert is_proven(DraftSentence(said, (quote,))), said
    for said in ("Mia Norén meddelade att Bo Rask slutar.", "Bo Rask slutar."):
        assert not is_proven(DraftSentence(said, (quote,))), said


def test_a_yes_answers_its_own_question() -> None:
    quote = _quote("Platserna räcker inte.")
    no, yes = (DraftSentence(f"{word}. ”{quote.text}”", (quote,)) for word in ("Nej", "Ja"))
    asked, asked_no = (
        understand("Räcker platserna?"),
        understand("Är det så att platserna inte räcker?"),
    )
    assert [is_proven(no, asked), is_proven(yes, asked_no)] == [True, True]
    assert [is_proven(yes, asked), is_proven(no, asked_no)] == [False, False]
    assert proven(Draft((yes,), "Ja"), asked) == Draft((), None)


def test_our_own_words_carry_no_fact() -> None:
    assert not LEADS & NEGATIONS
    assert LEADS & NUMBER_WORDS.keys() <= {"en", "ett"}
    assert DECIDING <= LEADS
    assert (NUMBER_WORDS["fjorton"], NUMBER_WORDS["tjugofyra"]) == ("14", "24")
    assert NUMBER_WORDS["tvåhundra"] == "200"


def test_a_highlight_is_no_part_of_a_longer_number() -> None:
    sentence = DraftSentence(
        "24. ”Bryggan får 24 båtplatser.”", (_quote("Bryggan får 24 båtplatser."),)
    )
    assert proven(Draft((sentence,), "24")).highlight == "24"
    assert proven(Draft((sentence,), "4")).highlight is None
