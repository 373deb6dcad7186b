"""The same question in the same archive is answered once; a changed archive forgets."""

from __future__ import annotations

from dataclasses import replace

from fake_archive import FakeArchive, FakeAssistant, FakeSearcher, meetings
from index.nouns import ANY, Filter
from qa.nouns import Answer
from ui.live import LiveArchive
from ui.remembering import ANSWERS, KEPT, Remembered, UnderWay
from ui.suggesting import suggestions
from ui.words import SWEDISH

QUESTION = "Vem utsågs till ny hamnkapten?"


def test_a_question_is_worked_out_once_for_each_state_of_the_archive() -> None:
    archive = FakeArchive()
    assistant = FakeAssistant(archive)
    live = LiveArchive(archive, assistant)
    first = live.ask(QUESTION)
    again = live.ask(QUESTION)
    assert again == replace(first, seconds=again.seconds)
    assert len(assistant.asked) == 1
    live.ask(QUESTION, ["Vad kostar gästbryggan?"])
    live.ask(QUESTION, (), Filter(body="hamn"))
    assert len(assistant.asked) == 3, "another history or selection is another question"
    archive.change(meetings()[1:])
    assert live.ask(QUESTION).status == "not_found"
    assert live.ask(QUESTION).status == "not_found"
    assert len([one for one in assistant.asked if one == (QUESTION, ())]) == 3


def _answer(question: str) -> Answer:
    archive = FakeArchive()
    return FakeAssistant(archive).ask(question)


def test_old_states_and_old_answers_go() -> None:
    kept, answer = Remembered(), _answer(QUESTION)
    for number in range(KEPT + 1):
        kept.keep(1, str(number), (), ANY, answer)
    assert kept.get(1, "0", (), ANY) is None
    assert kept.get(1, "1", (), ANY) is answer
    kept.keep(2, "a", (), ANY, answer)
    assert kept.get(2, "1", (), ANY) is None
    kept.keep(1, "b", (), ANY, answer)
    assert kept.get(1, "b", (), ANY) is None, "what comes late from a state before is not kept"
    kept.forget()
    assert kept.get(2, "a", (), ANY) is None


def test_suggestions_give_way_to_people_who_wait() -> None:
    archive = FakeArchive()
    live = LiveArchive(archive, FakeAssistant(archive), FakeSearcher(archive))
    question = "Var är gästbryggeriet?"
    assert suggestions(live, question, (), ANY, SWEDISH)
    assert suggestions(live, question, (), ANY, SWEDISH, is_busy=lambda: True) == []
    assert ANSWERS.count == 0
    under_way = UnderWay()
    with under_way.one_more(), under_way.one_more():
        assert under_way.count == 2
    assert under_way.count == 0
