"""Follow-ups: a question that leans on the last one is written out, another is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.followups import Context, standalone
from qa.nouns import Answer, Searched
from qa.understanding import understand


def _context(question: str, highlight: str | None = None) -> Context:
    searched = Searched(1, None, None)
    answer = Answer(question, question, "answered", (), highlight, (), searched, 0.0)
    return Context(understand(question), answer)


@pytest.mark.parametrize(
    ("before", "highlight", "text", "written"),
    [
        ("Vem är projektledare för bryggan?", "Bo Rask", "Var han med på mötet 4/2019?",
         "Var Bo Rask med på mötet 4/2019?"),
        ("Vem är projektledare för bryggan?", "Bo Rask", "Vad är hans titel?",
         "Vad är Bo Rasks titel?"),
        ("Vad sa Ida Berg om bastun?", None, "När kom hon?", "När kom Ida Berg?"),
        ("Vilka var närvarande på mötet 2/2018?", None, "Och på mötet 4/2019?",
         "Vilka var närvarande på mötet 4/2019?"),
        ("Vad beslutades om bastun 2018?", None, "Och 2019?", "Vad beslutades om bastun 2019?"),
        ("Vilka deltog den 21 mars 2018?", None, "Och den 12 september 2019?",
         "Vilka deltog den 12 september 2019?"),
        ("Vad kostar bryggan i Granvik?", None, "Och Strömby?", "Vad kostar bryggan i Strömby?"),
        ("Var Siv Ahlmark med på mötet 2/2018?", "Ja", "Och Mia Norén?",
         "Var Mia Norén med på mötet 2/2018?"),
        ("Vad beslutades om bastun?", None, "Nej, jag menar 2019",
         "Vad beslutades om bastun 2019?"),
        ("Vilken avgift gäller för 2024?", "24 kr", "och året därpå?",
         "Vilken avgift gäller för 2025?"),
        ("Hur stort var underskottet 2018?", "3 mnkr", "Året innan då?",
         "Hur stort var underskottet 2017?"),
        ("Vad kostar badet för en vuxen i Granvik?", "60 kr", "Och för barn?",
         "Vad kostar badet för barn i Granvik?"),
        ("Vilka kom sent till mötet 2/2018?", None, "och 4/2019?",
         "Vilka kom sent till mötet 4/2019?"),
        ("Vad är avgiften 2018 per båt?", None, "Och 2019?", "Vad är avgiften 2019 per båt?"),
        ("Vem var ordförande på mötet 2/2018?", "Bo Rask", "och sekreterare?",
         "Vem var sekreterare på mötet 2/2018?"),
        ("Vem var ordförande på mötet 2/2018?", "Bo Rask", "Och vice?",
         "Vem var vice ordförande på mötet 2/2018?"),
        ("Vilka var närvarande på mötet 2/2018?", None, "och frånvarande?",
         "Vilka var frånvarande på mötet 2/2018?"),
        ("Vem blev hamnchef 2018?", "Bo Rask", "Vem tog över?", "Vem var hamnchef efter Bo Rask?"),
        ("Vem blev hamnchef 2018?", "Bo Rask", "Och vem var det innan?",
         "Vem var hamnchef före Bo Rask?"),
        ("Vem blev hamnchef 2018?", "Bo Rask", "Vem efterträdde honom?",
         "Vem var hamnchef efter Bo Rask?"),
        ("När slutade Bo Rask?", "3 maj", "Vem tog över?", "Vem efterträdde Bo Rask?"),
        ("Vem valdes till ordförande i rådet 2018?", "Bo Rask", "Vem kom efter honom?",
         "Vem valdes till ordförande i rådet efter Bo Rask?"),
    ],
)  # fmt: skip
def test_what_is_taken_over(before: str, highlight: str | None, text: str, written: str) -> None:
    assert standalone(text, _context(before, highlight)).text == written


@pytest.mark.parametrize(
    "text",
    [
        "Varför?", "Varför då?", "Vad kostar den?", "När beslutades det?", "Hur mycket?",
        "Vem föreslog det?", "Berätta mer", "Och när?", "nar var det",
    ],
)  # fmt: skip
def test_a_question_without_a_subject_gets_the_last_one(text: str) -> None:
    written = standalone(text, _context("Vad beslutades om bastun i Strömby?"))
    assert written.leans
    for word in ("bastun", "Strömby", text.rstrip("?").split()[-1]):
        assert word.lower() in written.text.lower()


@pytest.mark.parametrize(
    "text", ["När är det tänkt att bygget börjar där?", "Hur mycket sparade man på det?"]
)
def test_a_question_that_ends_with_a_pronoun_points_back(text: str) -> None:
    written = standalone(text, _context("Vilket bolag fick tomten i Strömby?"))
    assert written.leans
    assert "tomten Strömby" in written.text


def test_a_year_is_no_part_of_the_subject_but_a_meeting_is() -> None:
    assert "2018" not in standalone("Varför?", _context("Vad beslutades om bastun 2018?")).text
    asked = _context("Vad beslutades om bastun på mötet 2/2018?")
    assert "2/2018" in standalone("Varför?", asked).text


def test_who_was_chosen_next_is_the_last_question_of_later_meetings() -> None:
    asked = _context("Vem valdes till ordförande i rådet 2018?", "Bo Rask")
    assert standalone("Vem tog över?", asked).again == "Vem valdes till ordförande i rådet?"
    assert standalone("Vem tog över?", _context("Vem är hamnchef?", "Bo Rask")).again is None


def test_neither_what_was_done_nor_who_decided_is_of_the_subject() -> None:
    put_off = standalone("Vad hände sen?", _context("Varför bordlades bastun?"))
    assert put_off.text == "Vad hände sen, i fråga om bastun?"
    decided = standalone("Vem fick den?", _context("Vad beslutade Hamnrådet om en ny tjänst?"))
    assert "Hamnrådet" not in decided.text
    assert "tjänst" in decided.text


def test_thanks_before_a_question_are_no_part_of_it() -> None:
    written = standalone("Tack! Och varför?", _context("Vad beslutades om bastun?"))
    assert written.text == "Varför, i fråga om bastun?"


def test_the_subject_lasts_through_several_questions() -> None:
    first = standalone("Varför?", _context("Vad beslutades om bastun?"))
    second = standalone("Vem?", _context(first.text))
    third = standalone("Hur mycket?", _context(second.text))
    assert "bastun" in third.text
    assert third.text.count("i fråga om") == 1


@pytest.mark.parametrize("text", ["Och sen?", "och sedan då?", "Därefter?"])
def test_then_asks_what_happened(text: str) -> None:
    written = standalone(text, _context("Vad beslutades om bastun?"))
    assert written.text == "Vad hände sen, i fråga om bastun?"


@pytest.mark.parametrize(
    "text",
    [
        "Vad kostar målningen av fyren?",
        "Vem är Siv Ahlmark?",
        "Vad beslutades på mötet 2/2018?",
        "Hur många båtplatser får bryggan i Granvik?",
        "Hur går det med muddringen av inloppet?",
    ],
)
def test_a_new_subject_drops_the_old_one(text: str) -> None:
    written = standalone(text, _context("Vad beslutades om bastun i Strömby?", "Bo Rask"))
    assert written.text == text
    assert not written.leans


@pytest.mark.parametrize("text", ["Varför?", "Var han med?", "Och 2019?", "Vad kostar bryggan?"])
def test_nothing_is_taken_from_an_empty_conversation(text: str) -> None:
    written = standalone(text, None)
    assert (written.text, written.leans, written.own) == (text, False, None)


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_any_two_texts_make_a_question(before: str, text: str) -> None:
    written = standalone(text, _context(before))
    assert isinstance(written.text, str)
    assert written == standalone(text, _context(before))
