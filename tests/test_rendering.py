"""The chat's HTML: the answer first, the fact marked, chips that lead to the proof."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from fake_archive import FakeArchive, FakeAssistant
from qa.nouns import Answer, Citation, NearMeeting, Refusal, Searched, Sentence
from ui import addresses
from ui.rendering import answer_html, answer_steps, notice_html, question_markdown, question_text
from ui.words import ENGLISH, SWEDISH, WORDS, Words, language


def _citation(**changes: object) -> Citation:
    plain = Citation(
        n=1,
        item_id="hamn-2",
        body="Hamnrådet",
        meeting="3/2019",
        date=dt.date(2019, 5, 14),
        item="2",
        title="Ny hamnkapten",
        quote="att utse Signe Holmkvist till hamnkapten",
        source="hamn.txt",
        start=10,
        end=50,
        page=1,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def _answer(text: str, highlight: str | None, *citations: Citation) -> Answer:
    searched = Searched(2, dt.date(2019, 5, 14), dt.date(2019, 9, 3))
    sentences = (Sentence(text, tuple(c.n for c in citations)),)
    return Answer("q", "q", "answered", sentences, highlight, citations, searched, 0.0123)


def test_an_answer_says_the_fact_then_where_it_stands_then_the_quote() -> None:
    html = answer_html(
        _answer("Till hamnkapten utsågs Signe Holmkvist.", "Signe Holmkvist", _citation()), SWEDISH
    )
    order = [
        '<strong class="fakta">Signe Holmkvist</strong>',
        'href="/punkt/hamn-2?start=10&amp;end=50#citat"',
        "<b>Hamnrådet</b>",
        "14 maj 2019",
        "punkt 2",
        "Ny hamnkapten",
        "<blockquote>",
        "Sökt i 2 protokoll, 14 maj 2019 – 3 september 2019, på 0,01 s",
    ]
    assert [html.index(part) for part in order] == sorted(html.index(part) for part in order)


@pytest.mark.parametrize(
    ("text", "highlight", "marked"),
    [
        ("Avgiften höjs till 190 kr.", "190 kr", "190 kr"),
        ("Avgiften höjs till 1190 kr, tidigare 190 kr.", "190 kr", "190 kr"),
        ("att utse Signe\nHolmkvist", "Signe Holmkvist", "Signe<br>Holmkvist"),
        ("Hamnrådet avslog förslaget.", "hamnrådet", "Hamnrådet"),
    ],
)
def test_the_highlight_is_marked_as_a_whole_word(text: str, highlight: str, marked: str) -> None:
    html = answer_html(_answer(text, highlight, _citation(quote="x")), SWEDISH)
    assert f'<strong class="fakta">{marked}</strong>' in html
    assert html.count('<strong class="fakta">') == 1


def test_a_highlight_inside_another_number_is_not_marked() -> None:
    html = answer_html(_answer("Kostnaden blev 1190 kr.", "190 kr", _citation(quote="x")), SWEDISH)
    assert 'Kostnaden blev 1<strong class="fakta">' not in html


def test_a_short_number_is_not_marked_in_a_quote() -> None:
    html = answer_html(_answer("5 möten.", "5", _citation(quote="protokoll 5/2019")), SWEDISH)
    assert "<blockquote><p>protokoll 5/2019</p>" in html


def test_a_highlight_that_no_sentence_holds_stands_first() -> None:
    html = answer_html(_answer("Ordföranden reserverade sig inte.", "Nej", _citation()), SWEDISH)
    assert html.index('<strong class="fakta">Nej</strong>') < html.index("Ordf")


HOSTILE = "<script>alert(1)</script> & <img src=x onerror=alert(1)>\n\n# Rubrik *x*"


def test_nothing_from_a_protocol_is_taken_for_html_or_ends_the_block() -> None:
    citation = _citation(
        body=HOSTILE, item=HOSTILE, title=HOSTILE, quote=HOSTILE, item_id='x"><script>'
    )
    answer = replace(_answer(HOSTILE, "alert", citation), standalone_question=HOSTILE)
    html = answer_html(answer, SWEDISH)
    assert "<script" not in html
    assert "<img" not in html
    assert "\n" not in html  # a blank line would hand the rest to Markdown
    assert "<" not in notice_html(HOSTILE).replace("<br>", "").removeprefix(
        '<div class="svar besked"><p>'
    ).removesuffix("</p></div>")


def test_a_quote_that_its_source_shows_is_not_said_twice() -> None:
    quote = "att utse Signe Holmkvist till hamnkapten \nfrån den 1 september."
    text = "Signe Holmkvist. ”att utse Signe Holmkvist till hamnkapten från den 1 september.”"
    html = answer_html(_answer(text, "Signe Holmkvist", _citation(quote=quote)), SWEDISH)
    assert html.count("till hamnkapten") == 1
    assert '<p class="svarstext ensam"><strong class="fakta">Signe Holmkvist</strong> <a' in html


def test_words_in_another_language_than_the_page_say_so() -> None:
    answer = replace(_answer("Siv. ”Siv Ek”", "Siv", _citation(quote="Siv Ek")), language="en")
    assert '<p class="svarstext ensam" lang="en">' in answer_html(answer, SWEDISH)
    assert "<blockquote><p>" in answer_html(answer, SWEDISH)
    assert '<p class="svarstext ensam"><' in answer_html(answer, ENGLISH)
    assert '<blockquote lang="sv"><p>' in answer_html(answer, ENGLISH)


def test_a_sentence_that_is_only_a_quote_is_kept() -> None:
    html = answer_html(
        _answer("”att utse Signe”", None, _citation(quote="att utse Signe")), SWEDISH
    )
    assert "”att utse Signe” <a" in html


def test_a_quoted_word_that_no_source_shows_is_kept() -> None:
    html = answer_html(_answer("Namnet blev ”Måsen”.", None, _citation(quote="x")), SWEDISH)
    assert "Namnet blev ”Måsen”." in html


def test_each_meeting_of_an_answer_over_time_has_its_source_beneath() -> None:
    first, second = _citation(quote="att höja avgiften"), _citation(n=2, quote="att sänka den")
    answer = replace(
        _answer("", None, first, second),
        sentences=(
            Sentence("Beslutet 2018: ”att höja avgiften”", (1,)),
            Sentence("Beslutet 2019: ”att sänka den”", (2,)),
        ),
    )
    html = answer_html(answer, SWEDISH)
    order = ["2018:", "att höja", "2019:", "att sänka"]
    assert [html.index(part) for part in order] == sorted(html.index(part) for part in order)
    assert html.count("<blockquote>") == 2


def test_not_found_says_what_was_searched_and_cites_nothing() -> None:
    archive = FakeArchive()
    answer = FakeAssistant(archive).ask("Hur hög är kyrktornets spira?")
    html = answer_html(answer, SWEDISH)
    assert SWEDISH.not_found in html
    assert "Sökt i 2 protokoll, 14 maj 2019 – 3 september 2019." in html
    assert "/punkt/" not in html


def test_thanks_get_no_finding() -> None:
    answer = FakeAssistant(FakeArchive()).ask("Hur hög är kyrktornets spira?")
    html = answer_html(replace(answer, refusal=Refusal("no_question")), SWEDISH)
    assert SWEDISH.no_question in html
    assert SWEDISH.not_found not in html
    assert "Sökt i" not in html


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (Refusal("not_mentioned", ("vind<kraft",)), "Ordet ”vind&lt;kraft” står inte i något av"),
        (Refusal("not_mentioned", ("a", "b")), "Orden ”a”, ”b” står inte i något av dem."),
        (Refusal("no_decision"), SWEDISH.refused_decision),
        (Refusal("no_meeting", asked_for="7/2019"), "finns inget från möte 7/2019."),
        (Refusal("no_meeting", asked_for="2019-05"), "finns inget från maj 2019."),
        (Refusal("no_meeting", asked_for="2019-05-03"), "finns inget från 3 maj 2019."),
        (
            Refusal("no_meeting", asked_for="2019", nearest=(NearMeeting("m-1", "Rådet", "1/2018",
                    dt.date(2018, 3, 1)),)),
            'Närmast finns: <a href="/mote/m-1">Rådets protokoll 1/2018, 1 mars 2018</a>.',
        ),
    ],
)  # fmt: skip
def test_the_reason_for_a_refusal_is_said(refusal: Refusal, said: str) -> None:
    answer = replace(FakeAssistant(FakeArchive()).ask("Hur hög är spiran?"), refusal=refusal)
    assert said in answer_html(answer, SWEDISH)


def test_an_empty_archive_is_said() -> None:
    answer = FakeAssistant(FakeArchive(kept=())).ask("Vem är hamnkapten?")
    assert SWEDISH.searched_nothing in answer_html(answer, SWEDISH)


def test_the_question_as_it_was_read_is_shown_only_when_it_differs() -> None:
    same = _answer("Ja.", "Ja", _citation())
    other = replace(same, standalone_question="Vad kostar gästbryggan 2020?")
    assert SWEDISH.read_as not in answer_html(same, SWEDISH)
    assert "Vad kostar gästbryggan 2020?" in answer_html(other, SWEDISH)


def test_the_answer_grows_by_sentences_and_ends_with_its_sources() -> None:
    answer = FakeAssistant(FakeArchive()).ask("Vad beslutades om muddring av inloppet?")
    assert len(answer.sentences) == 2
    first, last = answer_steps(answer, SWEDISH)
    assert "att muddra inloppet" in first
    assert "240 000 kr" not in first
    assert "blockquote" not in first
    assert last == answer_html(answer, SWEDISH)


@pytest.mark.parametrize(
    "question",
    [
        "Vem utsågs till hamnkapten?",
        "<script>alert('x')</script>",
        "Vad hände 1/1 2020 & *sedan*?",
        "1. Vad kostar bryggan?",
        r"C:\protokoll\2019",
        "# Beslut _och_ [länk](http://exempel.invalid)",
        "- gäller § 7",
    ],
)
def test_a_question_comes_back_as_it_was_typed(question: str) -> None:
    assert question_text(question_markdown(question)) == question


def test_markup_in_a_question_is_escaped_and_a_plain_one_is_left_alone() -> None:
    assert question_markdown("<b>fet</b>") == r"\<b\>fet\</b\>"
    assert question_markdown(" När höjdes avgiften (igen)? ") == "När höjdes avgiften (igen)?"


@pytest.mark.parametrize(
    ("number", "words", "shown"),
    [
        ("6", SWEDISH, "punkt 6"),
        ("6.", SWEDISH, "punkt 6"),
        ("09.15", SWEDISH, "punkt 09.15"),
        ("§ 27", SWEDISH, "§ 27"),
        ("KSAU 176", SWEDISH, "KSAU 176"),
        (None, SWEDISH, "”Temapass”"),
        ("6", ENGLISH, "item 6"),
    ],
)
def test_an_item_is_named_as_people_name_it(number: str | None, words: Words, shown: str) -> None:
    assert addresses.place(number, "Temapass", words) == shown


@pytest.mark.parametrize(
    ("body", "number", "date", "shown"),
    [
        (
            "Hamnrådet",
            "3/2019",
            dt.date(2019, 5, 14),
            "Hamnrådets protokoll 3/2019, 2019-05-14, punkt 2",
        ),
        (
            "Kommunstyrelsens",
            None,
            dt.date(2019, 5, 14),
            "Kommunstyrelsens protokoll, 2019-05-14, punkt 2",
        ),
        (None, None, None, "Protokoll, odaterat, punkt 2"),
    ],
)
def test_the_reference_to_copy(
    body: str | None, number: str | None, date: dt.date | None, shown: str
) -> None:
    assert addresses.reference(body, number, date, "2", "Ny hamnkapten", SWEDISH) == shown


def test_addresses_keep_odd_ids_and_the_language() -> None:
    assert addresses.item_address("a/b?c#d") == "/punkt/a%2Fb%3Fc%23d"
    assert addresses.item_address("x", start=1, end=2, words=ENGLISH) == (
        "/punkt/x?start=1&end=2&lang=en#citat"
    )


@pytest.mark.parametrize(
    ("code", "expected"), [(None, "sv"), ("", "sv"), ("en", "en"), ("EN-gb", "en"), ("<x>", "sv")]
)
def test_any_language_but_english_is_swedish(code: str | None, expected: str) -> None:
    assert language(code) == expected


def test_both_languages_fill_in_the_same_braces() -> None:
    import re

    for name in Words.__slots__:
        values = [getattr(words, name) for words in WORDS.values()]
        if isinstance(values[0], str):
            braces = [sorted(re.findall(r"\{(\w+)\}", value)) for value in values]
            assert braces[0] == braces[1], name
            assert all(values), name
