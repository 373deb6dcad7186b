"""Moves: what asks for nothing new, and what the last answer rests on."""

from __future__ import annotations

import pytest

from invented import invented_meetings
from qa.drafts import Draft, DraftSentence, Quote
from qa.moves import Move, grounds, move_of
from qa.proof import proven
from qa.quotes import date_quote
from qa.understanding import understand


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("tack", "courtesy"),
        ("Tack så mycket!", "courtesy"),
        ("ok, bra", "courtesy"),
        ("Hej!", "courtesy"),
        ("tack för hjälpen", "courtesy"),
        ("Thank you very much", "courtesy"),
        ("Hej, vad kan du svara på?", "courtesy"),
        ("Vem är du?", "courtesy"),
        ("Vad kan man göra i hamnen?", None),
        ("Är du säker?", "doubt"),
        ("men ar du saker pa det", "doubt"),
        ("Verkligen?", "doubt"),
        ("Stämmer det?", "doubt"),
        ("Hur vet du det?", "doubt"),
        ("Are you sure?", "doubt"),
        ("I vilket protokoll står det?", "place"),
        ("Och vilken paragraf?", "place"),
        ("var star det", "place"),
        ("Vilket möte var det?", "place"),
        ("Källa?", "place"),
        ("Which meeting was it?", "place"),
        ("Where does it say that?", "place"),
        ("Tack, och vad kostade det?", None),
        ("Hej! Vem är sekreterare?", None),
        ("Är du sekreterare?", None),
        ("Stämmer det att bron stängs?", None),
        ("I vilket protokoll står det om bron?", None),
        ("Var står bussen?", None),
        ("Bra väg?", None),
        ("Varför?", None),
    ],
)
def test_what_it_is(text: str, move: Move | None) -> None:
    assert move_of(text) == move


def _answer() -> Draft:
    meeting = invented_meetings()[0]
    item = next(item for item in meeting.items if item.decisions)
    point = item.decisions[0]
    quote = Quote(meeting, item, point.start, point.end)
    said = DraftSentence(f"Ja. ”{quote.text}”", (quote,))
    return Draft((said, DraftSentence(f"”{quote.text}”", (quote,))), "Ja")


def test_doubt_is_met_with_the_answer_and_its_proof() -> None:
    assert grounds(_answer(), "doubt") == _answer()


def test_where_it_stands_is_said_once_with_day_and_item() -> None:
    answer = _answer()
    (said,) = grounds(answer, "place").sentences
    quote = answer.sentences[0].quotes[0]
    assert quote.item.title in said.text
    assert str(quote.meeting.date and quote.meeting.date.year) in said.text
    assert said.quotes == (quote,)
    placed = grounds(answer, "place")
    assert proven(placed, understand("Var står det?")).sentences == placed.sentences


def test_what_stands_in_the_head_of_a_protocol_is_said_again() -> None:
    meeting = invented_meetings()[0]
    quote = date_quote(meeting)
    assert quote is not None
    answer = Draft((DraftSentence("Den 21 mars 2018.", (quote,)),))
    assert grounds(answer, "place") == answer
