"""Matching: which word meets which, by how the scores stand to one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.folding import words
from qa.matching import begun_by, best_score, has_number, word_score, words_of

CLEARLY = 0.5  # what counts as met elsewhere in qa
WORDS = st.text(alphabet="abdeiklmnorstuåäö", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("asked", "better", "worse"),
    [
        # equal, then typed without marks, then inside a compound, then a synonym, then nothing
        ("simhall", "simhallen", "simhallsbygget"),
        ("brygga", "bryggor", "båtbrygga"),
        ("filmen", "filmer", "mångfaldsfilmen"),
        ("film", "mångfaldsfilm", "filmduk"),
        ("hund", "hunden", "hundbad"),
        ("skåne", "skåne", "skane"),
        ("presenterade", "presenterar", "redovisade"),
        ("redovisade", "föredrog", "klippte"),
        ("kommunchef", "kommunchefen", "kommundirektör"),
        ("kommunchef", "kommundirektör", "skolchef"),
        ("sekretariatschef", "sekretariatchef", "ekonomichef"),
        ("simhallen", "simhallarna", "fiber"),
        ("bredband", "fiber", "fisk"),
    ],
)
def test_order(asked: str, better: str, worse: str) -> None:
    assert word_score(asked, better) > word_score(asked, worse)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kostade", "kostar"), ("lärare", "lärarnas"), ("vägar", "vägen"),
        ("fullmaktige", "fullmäktige"), ("rådjur", "radjur"), ("nilsson", "ni1sson"),
        ("kommundirektörsgruppens", "kommundirektérsgruppens"),
    ],
)  # fmt: skip
def test_the_same_word(asked: str, found: str) -> None:
    assert word_score(asked, found) >= 0.8


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ekonomichef", "sekretariatschef"), ("kanslichef", "kommunchef"),
        ("skolan", "bryggan"), ("natur", "kultur"),
        ("bro", "brottning"), ("vatten", "katten"),
        ("simhall", "badhus"), ("lindberg", "lindgren"), ("norra", "södra"), ("2018", "2019"),
        ("januari", "februari"), ("kvarnköping", "kvarnbygden"),
    ],
)  # fmt: skip
def test_no_false_friend(asked: str, found: str) -> None:
    assert word_score(asked, found) < CLEARLY
    assert word_score(found, asked) < CLEARLY


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("mångfaldstävlingen", "en tävling om mångfald"),
        ("mångfaldsprojektet", "projekt Mångfald"),
        ("bredbandsstrateg", "strateg för bredband"),
        ("vattentanken", "den nya tanken för vatten"),
        ("företagsklimatet", "klimatet bland våra företag"),
        ("drift", "kostnad för Drift-IT"),
    ],
)
def test_a_compound_is_met_by_its_parts(asked: str, text: str) -> None:
    assert best_score(asked, words_of(text)) >= 0.8


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("ekonomichef", "sekretariatschef för ekonomi"),
        ("bibliotekschef", "chefen för kansliet"),
        ("skolskjuts", "skola och buss"),
        ("brandstation", "station vid torget"),
        ("kulturhuset", "huset vid torget"),
        ("personalchef", "ekonomichef och kanslichef"),
    ],
)
def test_one_part_alone_does_not_meet_a_compound(asked: str, text: str) -> None:
    assert best_score(asked, words_of(text)) < CLEARLY


def test_a_name_is_not_met_by_its_parts() -> None:
    text = words_of("skolan i Stenfors")
    assert best_score("stenforsskolan", text) >= CLEARLY
    assert best_score("stenforsskolan", text, by_parts=False) == 0.0
    assert best_score("stenforsskolans", words_of("Stenforsskolan"), by_parts=False) >= CLEARLY


def test_no_words_meet_nothing() -> None:
    assert best_score("simhall", ()) == 0.0
    assert best_score("", ("simhall",)) < CLEARLY


@given(WORDS)
def test_a_word_meets_itself_fully(word: str) -> None:
    assert word_score(word, word) == 1.0
    assert best_score(word, ("annat", word)) == 1.0


@given(WORDS, st.lists(WORDS, max_size=6), WORDS)
def test_scores_are_bounded_and_grow_with_the_text(asked: str, found: list[str], more: str) -> None:
    few, many = best_score(asked, found), best_score(asked, [*found, more])
    assert 0.0 <= few <= many <= 1.0
    assert all(word_score(asked, word) <= few for word in found)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=6))
def test_the_order_of_the_words_does_not_matter(asked: str, found: list[str]) -> None:
    assert best_score(asked, found) == best_score(asked, found[::-1])


def test_words_of_takes_compounds_apart() -> None:
    bag = words_of("IT-strategen och it-strategen, KS/2018:4")
    assert {"it-strategen", "it", "strategen", "och", "ks", "2018", "4"} <= set(bag)
    assert len(bag) == len(set(bag))
    assert set(words("IT-strategen och KS/2018:4")) <= set(bag)


@pytest.mark.parametrize(
    ("number", "text", "there"),
    [
        ("250", "att anslå 250 kr", True),
        ("250", "att anslå 1250 kr", False),
        ("250", "att anslå 2500 kr", False),
        ("1,5", "omkring 1.5 mnkr", True),
        ("1.5", "omkring 1,5 mnkr", True),
        ("1,5", "omkring 11,5 mnkr", False),
        ("1,5", "omkring 1,55 mnkr", False),
        ("14", "enligt § 14.", True),
        ("14", "2014-03-02", False),
        ("5", "väg 1.5", False),
    ],
)
def test_has_number(number: str, text: str, there: bool) -> None:
    assert has_number(number, text) is there


@pytest.mark.parametrize(
    ("asked", "names", "begun"),
    [
        ("tärnsundsbron", ["tärnsund"], True),
        ("tärnsundsbron", ["lillsund", "tärnsund"], True),
        ("tärnsund", ["tärnsund"], False),  # the name itself is met without this
        ("norrhamn", ["norra", "hamn"], False),
        ("öjaborna", ["öja"], False),  # too short to tell
    ],
)
def test_compounds_of_names(asked: str, names: list[str], begun: bool) -> None:
    assert begun_by(asked, names) is begun


def test_letters_of_a_party_are_its_name() -> None:
    assert best_score("moderaternas", words_of("Eva Ek (M) yrkar avslag.")) > CLEARLY
    assert best_score("folkpartiet", words_of("Bo Alm (L) och Per Ek (FP)")) > CLEARLY
    assert best_score("vänstern", words_of("Eva Ek (M) yrkar avslag.")) < CLEARLY


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("utegymmet", "ett utegym"),
        ("programmet", "program för hamnen"),
        ("kommunalskatten", "skattesatsen för 2020"),
    ],
)
def test_an_ending_doubles_a_letter_and_a_tax_is_a_rate(asked: str, text: str) -> None:
    assert best_score(asked, words_of(text)) >= 0.6


def test_a_fee_of_members_is_not_met_by_with() -> None:
    assert best_score("medlemsavgiften", words_of("att avgiften ska gälla från och med maj")) < 0.6
