"""Folding: what is compared as equal, and that a folded word is never what is quoted."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.folding import fold, fold_marks, fold_shapes, join_broken, stem, words


@pytest.mark.parametrize(
    ("text", "folded", "without_marks"),
    [
        ("Skåne", "skåne", "skane"),
        ("ÄRENDET ÖVER ÅN", "ärendet över ån", "arendet over an"),
        ("A\u030astorp", "åstorp", "astorp"),
        ("René Müller", "rené müller", "rene muller"),
        ("Björn Østergård", "björn østergård", "bjorn ostergard"),
        ("Łódź Straße", "łódź straße", "lodz strasse"),
        ("samman\u00adträde", "sammanträde", "sammantrade"),
        ("\ufb01nans 10\u00a0000", "finans 10 000", "finans 10 000"),
        ("", "", ""),
    ],
)
def test_fold(text: str, folded: str, without_marks: str) -> None:
    assert fold(text) == folded
    assert fold_marks(text) == without_marks


@pytest.mark.parametrize(
    ("scanned", "written"),
    [("Ni1sson", "nilsson"), ("m0tet", "motet"), ("|okal", "lokal"), ("&r", "ar"), ("4r", "är")],
)
def test_letters_that_a_scan_mistook_are_equal(scanned: str, written: str) -> None:
    assert fold_shapes(scanned) == fold_shapes(written)
    assert fold_marks(scanned) != fold_marks(written)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Barn- och utbildningsnämnden", ["barn", "och", "utbildningsnämnden"]),
        ("kl. 09.30 den 2018-03-14", ["kl", "09.30", "den", "2018-03-14"]),
        ("Dnr KS 2018/4, drift-IT", ["dnr", "ks", "2018/4", "drift-it"]),
        ("**Beslut:** ~~Bo Ek~~", ["beslut", "bo", "ek"]),
        ("O'Neill d’Arc", ["o'neill", "d’arc"]),
        (" ?! – … ", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    "forms",
    [
        "skola skolor skolorna skolas",
        "beslut beslutet besluten",
        "kommun kommunen kommuner kommunernas",
        "kostar kostade",
    ],
)
def test_inflections_share_a_stem(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


@pytest.mark.parametrize(("a", "b"), [("skola", "skolväska"), ("bro", "bror")])
def test_other_words_do_not(a: str, b: str) -> None:
    assert stem(a) != stem(b)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    bare = fold_marks(text)
    assert fold_marks(bare) == bare
    assert not any(unicodedata.combining(c) for c in bare)


@given(st.text(alphabet="abcåäöÅÄÖ éÉ-", max_size=40))
def test_case_and_composition_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert words(unicodedata.normalize("NFD", text)) == words(text)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("kommun-\nstyrelsen", "kommunstyrelsen"),
        ("samman\u00ad\n  träde", "sammanträde"),
        ("kommun-\noch regionfrågor", "kommun-\noch regionfrågor"),
        ("IT-\navdelningen", "IT-\navdelningen"),
        ("Anna-\nLena", "Anna-\nLena"),
        ("2018-\n2020", "2018-\n2020"),
        ("beslut\n- att anta", "beslut\n- att anta"),
    ],
)
def test_words_that_a_line_broke_are_whole(text: str, whole: str) -> None:
    assert join_broken(text) == whole
