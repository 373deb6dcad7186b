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


def test_the_subject_lasts_through_several_questions() -> None:
    first = standalone("Varför?", _context("Vad beslutades om bastun?"))
    second = standalone("Vem?", _context(first.text))
    third = standalone("Hur mycket?", _context(second.text))
    assert "bastun" in third.text
    assert third.text.count("i fråga om") == 1


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
