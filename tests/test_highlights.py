"""What is emphasised, and what stands in the quotes: tables of cases."""

from __future__ import annotations

import datetime as dt

import pytest

from eval.highlights import exact_match, token_f1, unsupported
from qa.nouns import Answer, Citation, Searched, Sentence


@pytest.mark.parametrize(
    ("given", "wanted", "exact", "f1"),
    [
        ("Siv Ek", ["Siv Ek"], True, 1.0),
        ("siv ek.", ["Bo Alm", "Siv Ek"], True, 1.0),
        ("den 3 maj 2019", ["3 maj 2019"], True, 1.0),
        ("senast 3 maj 2019", ["3 maj 2019"], False, 6 / 7),
        ("Siv", ["Siv Ek"], False, 2 / 3),
        ("Bo Alm", ["Siv Ek"], False, 0.0),
        ("", ["Siv Ek"], False, 0.0),
    ],
)
def test_highlight(given: str, wanted: list[str], exact: bool, f1: float) -> None:
    assert exact_match(given, wanted) is exact
    assert token_f1(given, wanted) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("”Siv Ek utses till sekreterare.”", 0),
        ("Sammanlagt 25 000 kr (12 500 kr + 12 500 kr).", 0),
        ("Sammanlagt 26 000 kr (12 500 kr + 12 500 kr).", 1),  # it does not add up
        ("Sammanlagt 25 500 kr (12 500 kr + 13 000 kr).", 1),  # an addend that is not there
        ("”Siv Ek utses till kassör.”", 1),  # a quotation that is not there
        ("Siv Ek. ”Siv Ek utses till sekreterare.”", 0),
        ("Bo Alm. ”Siv Ek utses till sekreterare.”", 1),
        ("Det var Bo Alm.", 1),
        ("Det var Siv Ek.", 0),
        ("Eks ord står i Hamnrådets protokoll 2/2019 den 3 maj 2019.", 0),
        ("Det var Siv Ek, 2018.", 1),
        ("Det kostade 300 kr.", 1),
        ("Det kostade 12 500 kr.", 0),
    ],
)
def test_unsupported(said: str, count: int) -> None:
    assert unsupported(_answer(said, (1,))) == count


def test_a_sentence_without_a_citation_is_unsupported() -> None:
    assert unsupported(_answer("Siv Ek.", ())) == 1


def _answer(said: str, cited: tuple[int, ...]) -> Answer:
    quote = "Siv Ek utses till sekre-\nterare. Arvodet är 12 500 kr."
    citation = Citation(
        n=1, item_id="a-1", body="Hamnrådet", meeting="2/2019", date=dt.date(2019, 5, 3), item="1",
        title="Val", quote=quote, source="a.txt", start=0, end=len(quote), page=1,
    )  # fmt: skip
    return Answer(
        question="Vem?", standalone_question="Vem?", status="answered",
        sentences=(Sentence(said, cited),), highlight=None, citations=(citation,),
        searched=Searched(1, None, None), seconds=0.0,
    )  # fmt: skip
