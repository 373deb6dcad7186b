"""The assistant: answers with their proof, refusals, filters, conversations and odd input.

The archive is a real one of the invented minutes, with the bundled model where answers are
extracted; facts of meetings are the same with any model.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable
from dataclasses import replace

import pytest

from index.archive import Archive
from index.embedding import load_embedder
from index.errors import QuestionError
from index.nouns import ANY, Filter
from invented import cited, invented_archive
from qa.assistant import ArchiveAssistant
from qa.nouns import Answer, Assistant


@pytest.fixture(scope="session")
def archive_and_assistant(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Assistant]:
    archive, searcher = invented_archive(tmp_path_factory.mktemp("hamn"), load_embedder())
    return archive, ArchiveAssistant(archive, searcher)


@pytest.fixture
def archive(archive_and_assistant: tuple[Archive, Assistant]) -> Archive:
    return archive_and_assistant[0]


@pytest.fixture
def assistant(archive_and_assistant: tuple[Archive, Assistant]) -> Assistant:
    return archive_and_assistant[1]


def _check(answer: Answer, archive: Archive) -> None:
    """Hold an answer to what every answer promises."""
    assert (answer.status == "answered") is bool(answer.sentences) is bool(answer.citations)
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert {n for s in answer.sentences for n in s.citations} == {c.n for c in answer.citations}
    assert all(sentence.citations for sentence in answer.sentences)
    if answer.highlight is not None:
        assert any(answer.highlight in sentence.text for sentence in answer.sentences)
    for citation in answer.citations:
        meeting, item = cited(archive, citation)
        text = meeting.document.text
        assert citation.quote == text[citation.start : citation.end] != ""
        assert item.start <= citation.start < citation.end <= item.end
        assert (citation.source, citation.date) == (meeting.document.path, meeting.date)
        assert (citation.item, citation.title) == (item.number, item.title)


ANSWERS = [
    ("Vem är projektledare för bryggan?", "Bo Rask", "2018-03-21", "1"),
    ("vem utsags till projektledare for bryggan", "Bo Rask", "2018-03-21", "1"),
    ("Hur mycket kostar målningen av fyren?", "85 000 kr", "2019-09-12", "1"),
    ("hur mycket kostar malningen av fyren", "85 000 kr", "2019-09-12", "1"),
    ("Hur många båtplatser får bryggan?", "24", "2018-03-21", "1"),
    ("När ska bygget av bryggan starta?", "15 april 2018", "2018-03-21", "1"),
    ("När stod bryggan klar?", "2 augusti 2019", "2019-09-12", "2"),
    ("Vem undersöker om Ljungås har plats?", "Pia Wall", "2018-03-21", "3"),
    ("Vilken firma målar fyren?", "Fyrmålarna AB", "2019-09-12", "1"),
    ("Vad beslutades om bastun?", "avslå", "2018-03-21", "2"),
    ("Beviljades bastun?", "Nej", "2018-03-21", "2"),
    ("Varför avslogs bastun?", "fåglarna", "2018-03-21", "2"),
    ("Vem var sekreterare på mötet 4/2019?", "Tea Lind", "2019-09-12", None),
    ("Vilka var frånvarande på mötet 2/2018?", "Mia Norén", "2018-03-21", None),
    ("Vad beslutades på mötet 2/2018?", "150 000 kr", "2018-03-21", "1"),
    ("Vad beslutades på Sjönämndens senaste möte?", "Ulf Sten", "2020-02-06", "2"),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "said", "day", "item"), ANSWERS)
def test_answer(
    assistant: Assistant, archive: Archive, text: str, said: str, day: str, item: str | None
) -> None:
    answer = assistant.ask(text)
    _check(answer, archive)
    assert said in answer.text
    assert (str(answer.citations[0].date), answer.citations[0].item) in {
        (day, item), *(((day, number) for number in ("1", "2")) if "beslutades på" in text else ()),
    }  # fmt: skip
    assert (day, item) in {(str(c.date), c.item) for c in answer.citations}
    assert answer.searched.meetings == 4
    assert (answer.searched.date_from, answer.searched.date_to) == (
        dt.date(2018, 3, 21), dt.date(2021, 3, 9),
    )  # fmt: skip
    assert (answer.question, answer.standalone_question) == (text, text)
    assert answer.seconds >= 0


REFUSED = [
    "Vem är projektledare för tunneln?",
    "Hur mycket kostar rymdfärjan?",
    "Vad beslutade rådet om spårvagnar?",
    "Vem är kommunalråd i Paris?",
    "När grundades skeppsvarvet?",
    "Vem är Anna Svensson?",
    "Vad sa Anna Svensson om bryggan?",
    "Var Anna Svensson med på mötet den 12 september 2019?",
    "Vilka var närvarande på mötet 7/2019?",
    "Vilka deltog på mötet den 3 maj 2017?",
    "Vad beslutades på mötet 9/2022?",
    "Vem var ordförande på mötet 2016?",
    "Hur många invånare har Stockholm?",
    "asdf qwer",
]


@pytest.mark.model
@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_there_is_not_found(assistant: Assistant, archive: Archive, text: str) -> None:
    answer = assistant.ask(text)
    _check(answer, archive)
    assert (answer.status, answer.text, answer.highlight) == ("not_found", "", None)
    assert answer.searched.meetings == 4


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "reason", "words", "asked_for", "nearest"),
    [
        ("Hur mycket kostar rymdfärjan?", "not_mentioned", ("rymdfärjan",), None, ()),
        ("Vad beslutade rådet om spårvagnar?", "not_mentioned", ("spårvagnar",), None, ()),
        (
            "Vilka var närvarande på mötet 7/2019?",
            "no_meeting", (), "7/2019", ("2019-09-12", "2020-02-06"),
        ),
        ("Vilka deltog på mötet den 3 maj 2017?", "no_meeting", (), "2017-05-03", ("2018-03-21",)),
        ("Vem var ordförande på mötet 2016?", "no_meeting", (), "2016", ("2018-03-21",)),
        (
            "Vad beslutades på mötet i maj 2019?",
            "no_meeting", (), "2019-05", ("2018-03-21", "2019-09-12"),
        ),
        ("Vad sa Anna Svensson om bryggan?", "not_mentioned", ("Anna", "Svensson"), None, ()),
        ("asdf qwer", "not_mentioned", ("asdf", "qwer"), None, ()),
    ],
)  # fmt: skip
def test_a_refusal_says_what_the_archive_tells_of_its_reason(
    assistant: Assistant, text: str, reason: str, words: tuple[str, ...], asked_for: str | None,
    nearest: tuple[str, ...],
) -> None:  # fmt: skip
    why = assistant.ask(text).refusal
    assert why is not None
    assert (why.reason, why.words, why.asked_for) == (reason, words, asked_for)
    assert tuple(str(near.date) for near in why.nearest) == nearest


@pytest.mark.parametrize("text", ["", " ", "\n\t", "?", "… !", "***", "👍", "\u00a0"])
def test_a_question_without_a_word_is_an_error(assistant: Assistant, text: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        assistant.ask(text)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "bryggan " * 1250,
        "x" * 10_000,
        "1 2 3 " * 2000,
        "Vad kostar bryggan? 🚢🇸🇪👩‍👩‍👧",
        "<script>alert('bryggan')</script> <b>Vad kostar den?</b>",
        "'; DROP TABLE items; -- bryggan",
        'bryggan AND (fyren OR ["*:^~\\',
        "\x00bryggan\x07",
        "Vad\u202e kostar bryggan?",
        "בריגה ブリッジ мост",
        "§ 9999999999999999999999",
        "99/9999 32/13 2018-99-99 den 45 mars 2018",
        "0" * 500,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_odd_input_does_no_harm(assistant: Assistant, archive: Archive, text: str) -> None:
    _check(assistant.ask(text), archive)
    _check(assistant.ask("Varför?", history=[text]), archive)


@pytest.mark.model
@pytest.mark.parametrize(
    ("where", "answered"),
    [
        (ANY, True),
        (Filter(date_from=dt.date(2018, 3, 21), date_to=dt.date(2018, 3, 21)), True),
        (Filter(body="bryggrådet"), True),
        (Filter(person="Mia Norén"), True),
        (Filter(meetings=frozenset({"bryggradet-2018-03-21"})), True),
        (Filter(date_from=dt.date(2019, 1, 1)), False),
        (Filter(date_to=dt.date(2018, 3, 20)), False),
        (Filter(body="Sjönämnden"), False),
        (Filter(body="Kyrkorådet"), False),
        (Filter(person="Vera Holm"), False),
        (Filter(person="Anna Svensson"), False),
        (Filter(meetings=frozenset()), False),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "Vad beslutades om bastun?",
        "Vilka var frånvarande på mötet 2/2018?",
    ],
)
def test_a_filter_restricts(
    assistant: Assistant, archive: Archive, text: str, where: Filter, answered: bool
) -> None:
    answer = assistant.ask(text, where=where)
    _check(answer, archive)
    assert (answer.status == "answered") is answered
    inside = {meeting.document.path for meeting in archive.meetings(where)}
    assert {citation.source for citation in answer.citations} <= inside
    assert answer.searched.meetings == len(inside)


@pytest.mark.model
def test_an_empty_filter_has_searched_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("Vad beslutades om bastun?", where=Filter(meetings=frozenset()))
    assert (answer.status, answer.searched.meetings) == ("not_found", 0)
    assert (answer.searched.date_from, answer.searched.date_to) == (None, None)


@pytest.mark.model
@pytest.mark.parametrize(
    ("history", "text", "said", "day"),
    [
        (["Vem är projektledare för bryggan?"], "Var han med på mötet 4/2019?", "Ja", "2019-09-12"),
        (["Vad beslutades om bastun?"], "Varför?", "fåglarna", "2018-03-21"),
        (["Vad beslutades om bastun?"], "När var det?", "21 mars 2018", "2018-03-21"),
        (["Vad beslutades om bastun?"], "Vad kostar målningen av fyren?", "85 000", "2019-09-12"),
        (["Vilka var närvarande på mötet 2/2018?"], "Och på mötet 4/2019?", "Ulf Sten",
         "2019-09-12"),
        (["Var Siv Ahlmark med på mötet 2/2018?"], "Och Mia Norén?", "Nej", "2018-03-21"),
        (["Vad beslutades om bastun?", "Vem är projektledare för bryggan?"],
         "När ska bygget starta?", "15 april 2018", "2018-03-21"),
        (["", "?", "Vad beslutades om bastun?"], "Varför?", "fåglarna", "2018-03-21"),
        (["Vad beslutades om bastun?", "Tack!"], "Varför?", "fåglarna", "2018-03-21"),
        (["Vem är projektledare för bryggan?"], "Är du säker?", "Bo Rask", "2018-03-21"),
        (["Vem är projektledare för bryggan?"], "I vilket protokoll står det?",
         "21 mars 2018", "2018-03-21"),
    ],
)  # fmt: skip
def test_a_conversation(
    assistant: Assistant, archive: Archive, history: list[str], text: str, said: str, day: str
) -> None:
    answer = assistant.ask(text, history=history)
    _check(answer, archive)
    assert said in answer.text
    assert day in {str(citation.date) for citation in answer.citations}
    assert answer.question == text


@pytest.mark.parametrize("text", ["Tack!", "Tack så mycket för hjälpen", "Hej", "Thank you"])
def test_thanks_ask_for_nothing(assistant: Assistant, archive: Archive, text: str) -> None:
    for history in ([], ["Vem är projektledare för bryggan?"]):
        answer = assistant.ask(text, history=history)
        _check(answer, archive)
        assert answer.refusal is not None
        assert (answer.status, answer.refusal.reason) == ("not_found", "no_question")


@pytest.mark.model
def test_a_follow_up_is_filtered_too(assistant: Assistant) -> None:
    later = Filter(date_from=dt.date(2019, 1, 1))
    history = ["Vad beslutades om bastun?"]
    assert assistant.ask("Varför?", history=history).status == "answered"
    assert assistant.ask("Varför?", history=history, where=later).status == "not_found"


def _timeless(answers: Iterable[Answer]) -> list[Answer]:
    return [replace(answer, seconds=0.0) for answer in answers]


@pytest.mark.model
def test_threads_do_not_disturb_each_other(assistant: Assistant) -> None:
    questions = [text for text, *_ in ANSWERS] + REFUSED[:4]
    alone = _timeless(assistant.ask(text) for text in questions)
    together: dict[int, list[Answer]] = {}
    filters = [ANY, ANY, Filter(body="Sjönämnden")]  # the last forces other words to be known

    def ask(n: int) -> None:
        order = questions if n % 2 else questions[::-1]
        answers = {text: assistant.ask(text, where=filters[n]) for text in order}
        together[n] = _timeless(answers[text] for text in questions)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(filters))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together[0] == alone
    assert together[1] == alone
    assert together[2] != alone


@pytest.mark.model
def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    first, second = (_timeless([assistant.ask("Vad kostar bryggan?")]) for _ in range(2))
    assert first == second
