"""Proof: a right sentence passes, and one wrong name, day, sum or number in it does not."""

from __future__ import annotations

import pytest

from index.nouns import Meeting
from invented import invented_meetings
from qa.drafts import Draft, DraftSentence, Quote
from qa.proof import is_proven, proven

BRYGGA, FYR, NAMND, HAMN = invented_meetings()


def _quote(meeting: Meeting, words: str) -> Quote:
    at = meeting.document.text.index(words)
    holder = next((i for i in meeting.items if i.start <= at < i.end), meeting.frame)
    return Quote(meeting, holder, at, at + len(words))


# What is said, of which meeting, from which words; every one is true.
RIGHT = [
    ("Bo Rask. ”att utse Bo Rask till projektledare för bryggan.”", BRYGGA,
     "att utse Bo Rask till projektledare för bryggan."),
    ("150 000 kr. ”att anslå 150 000 kr till bryggan”", BRYGGA,
     "att anslå 150 000 kr till bryggan"),
    ("1,5 mnkr. ”Bryggan har ruttnat och beräknas kosta 1,5 mnkr.”", BRYGGA,
     "Bryggan har ruttnat och beräknas kosta 1,5 mnkr."),
    ("Den 15 april 2018. ”Den 15 april 2018 ska bygget starta.”", BRYGGA,
     "Den 15 april 2018 ska bygget starta."),
    ("24. ”Bryggan får 24 båtplatser.”", BRYGGA, "Bryggan får 24 båtplatser."),
    ("Bryggrådet beslutade vid mötet 2/2018 den 21 mars 2018: ”att avslå ansökan om en bastu.”",
     BRYGGA, "att avslå ansökan om en bastu."),
    ("Mia Norén var frånvarande vid mötet 2/2018 den 21 mars 2018.", BRYGGA, "Mia Norén, Ljungås."),
    ("Bo Rask kom till mötet 2/2018 den 21 mars 2018 kl. 09.20.", BRYGGA,
     "Bo Rask, Ljungås (från kl 09.20)"),
    ("Fyren är från 1887.", FYR, "Fyren är från 1887 och ska målas om."),
    ("Ebbe Kvist visade att havet var 21 grader.", NAMND,
     "Ebbe Kvist visade att havet var 21 grader i juli 2019."),
    ("400 000 kr för att muddra inloppet.", HAMN, "att muddra inloppet för 400 000 kr."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meeting", "words"), RIGHT)
def test_a_right_sentence_is_proven(text: str, meeting: Meeting, words: str) -> None:
    assert is_proven(DraftSentence(text, (_quote(meeting, words),)))


@pytest.mark.parametrize(
    ("text", "meeting", "words"), [case for case in RIGHT if not case[0].startswith("Bryggrådet")]
)
def test_the_same_sentence_without_its_words_is_not(
    text: str, meeting: Meeting, words: str
) -> None:
    quote = _quote(meeting, words)
    elsewhere = _quote(meeting, "Vid tangenterna" if meeting is not HAMN else "Det är billigt.")
    assert not is_proven(DraftSentence(text, ()))
    assert not is_proven(DraftSentence(text, (elsewhere,)))
    assert is_proven(DraftSentence(text, (elsewhere, quote)))


CHANGES = [
    # a name
    ("Bo Rask", "Bo Rusk"), ("Bo Rask", "Mia Norén"), ("Bo Rask", "Bo Lind"),
    ("Mia Norén", "Mia Nordin"), ("Ebbe Kvist", "Vera Holm"),
    # a sum
    ("150 000 kr", "250 000 kr"), ("150 000 kr", "15 000 kr"), ("150 000 kr", "150 000 tkr"),
    ("150 000 kr", "150 mnkr"), ("1,5 mnkr", "1,6 mnkr"), ("1,5 mnkr", "15 mnkr"),
    ("1,5 mnkr", "1,5 tkr"), ("400 000 kr", "40 000 kr"),
    # a day
    ("15 april 2018", "16 april 2018"), ("15 april 2018", "15 maj 2018"),
    ("15 april 2018", "15 april 2019"), ("21 mars 2018", "22 mars 2018"),
    ("21 mars 2018", "21 april 2018"), ("21 mars 2018", "21 mars 2017"),
    # a number
    ("24", "25"), ("24", "42"), ("21 grader", "12 grader"), ("1887", "1878"),
    ("2/2018", "7/2018"), ("2/2018", "2/2019"), ("09.20", "09.30"), ("09.20", "10.20"),
]  # fmt: skip
SWAPS = [
    (text, text.replace(right, wrong), meeting, words)
    for right, wrong in CHANGES
    for text, meeting, words in RIGHT
    if right in text
]


def test_every_change_is_tried() -> None:
    assert len(SWAPS) >= len(CHANGES)


@pytest.mark.parametrize(
    ("text", "wrong", "meeting", "words"), SWAPS, ids=[f"{s[1][:60]}" for s in SWAPS]
)
def test_a_changed_sentence_is_refused(text: str, wrong: str, meeting: Meeting, words: str) -> None:
    assert wrong != text
    assert not is_proven(DraftSentence(wrong, (_quote(meeting, words),)))


def test_a_changed_first_mention_is_refused_though_the_quoted_one_is_right() -> None:
    quote = _quote(BRYGGA, "att utse Bo Rask till projektledare för bryggan.")
    wrong = "Mia Norén. ”att utse Bo Rask till projektledare för bryggan.”"
    assert not is_proven(DraftSentence(wrong, (quote,)))


@pytest.mark.parametrize(
    ("start", "end"), [(-5, 10), (10, 10), (20, 10), (0, 10**6), (10**6, 10**7)]
)
def test_offsets_outside_the_document_prove_nothing(start: int, end: int) -> None:
    quote = Quote(BRYGGA, BRYGGA.frame, start, end)
    assert not is_proven(DraftSentence("Rådet möttes.", (quote,)))


def test_a_blank_quote_proves_nothing() -> None:
    at = BRYGGA.document.text.index("\n\n")
    assert not is_proven(DraftSentence("Ja.", (Quote(BRYGGA, BRYGGA.frame, at, at + 2),)))


def test_moved_offsets_prove_nothing() -> None:
    quote = _quote(BRYGGA, "att anslå 150 000 kr till bryggan")
    right = DraftSentence("150 000 kr till bryggan.", (quote,))
    moved = Quote(BRYGGA, quote.item, quote.start + 15, quote.end + 15)
    assert is_proven(right)
    assert not is_proven(DraftSentence(right.text, (moved,)))


def test_the_quote_of_another_meeting_proves_no_date() -> None:
    said = "Bo Rask, enligt protokollet från den 21 mars 2018."
    assert not is_proven(DraftSentence(said, (_quote(FYR, "Bo Rask, Ljungås"),)))
    assert is_proven(DraftSentence(said, (_quote(BRYGGA, "Bo Rask, Ljungås"),)))


def test_only_what_is_proven_is_kept() -> None:
    quote = _quote(BRYGGA, "att utse Bo Rask till projektledare för bryggan.")
    right = DraftSentence("Bo Rask är projektledare.", (quote,))
    wrong = DraftSentence("Mia Norén är projektledare.", (quote,))
    assert proven(Draft((right, wrong), "Bo Rask")) == Draft((right,), "Bo Rask")
    assert proven(Draft((right, wrong), "Mia Norén")) == Draft((right,), None)
    assert proven(Draft((wrong,), "Mia Norén")) == Draft((), None)
    assert proven(Draft(())) == Draft(())
