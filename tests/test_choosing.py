"""Choosing: which of the ranked candidates are said, and in which order."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from index.nouns import SectionKind
from qa.choosing import (
    decided_first,
    deciding_point,
    in_order,
    in_passing,
    of_the_voter,
)
from qa.ranking import Ranked
from qa.timelines import of_one_count, of_one_matter
from qa.understanding import understand


def ranked(*found: tuple[int, float, float]) -> list[Any]:
    """Return candidates, each the only one of its item: year, score, how well the matter is met."""
    return [
        Ranked(_candidate(year, weakest), score)
        for year, score, weakest in found
    ]  # fmt: skip


def _candidate(year: int, weakest: float) -> Any:
    hit = SimpleNamespace(
        meeting=SimpleNamespace(date=dt.date(year, 3, 1)), item=SimpleNamespace(id=f"i-{year}")
    )
    unit = SimpleNamespace(point=True, text="")
    return SimpleNamespace(hit=hit, unit=unit, weakest=weakest, typed=True, highlight=None)


def _years(candidates: list[Any]) -> list[int]:
    return [candidate.hit.meeting.date.year for candidate in candidates]


@pytest.mark.parametrize(
    ("scores", "kept"),
    [
        ((9.0,), 1),
        ((9.0, 8.5), 2),
        ((9.0, 8.8, 8.0, 3.0, 2.9), 3),
        ((12.0, 9.8, 9.0, 7.3, 7.0, 5.1, 5.0), 5),
        ((15.0, 8.0, 7.9, 7.8), 1),  # the first stands all alone
        ((9.0, 8.9, 8.8, 8.7, 8.6, 8.5, 8.4, 8.3, 2.0), 8),
    ],
)
def test_a_timeline_ends_where_the_scores_part_widest(scores: tuple[float, ...], kept: int) -> None:
    found = ranked(*((2010 + place, score, 0.0) for place, score in enumerate(scores)))
    chosen = of_one_matter(understand("Hur har priset utvecklats?"), found)
    assert _years(chosen) == list(range(2010, 2010 + kept))


def test_a_timeline_keeps_what_names_the_matter_however_low_its_score() -> None:
    found = ranked((2012, 9.0, 1.0), (2011, 8.9, 1.0), (2013, 2.0, 0.9), (2014, 1.9, 0.1))
    chosen = of_one_matter(understand("Hur har priset utvecklats?"), found)
    assert _years(chosen) == [2011, 2012, 2013]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Vad kostade taket?", 2016),
        ("Vad kostade taket till slut?", 2018),
        ("Vad är det senaste priset på taket?", 2018),
        ("Vad skulle taket kosta från början?", 2014),
        ("Vad var det ursprungliga priset?", 2014),
        ("Vad sades om taket på senaste mötet?", 2016),
    ],
)
def test_the_latest_or_the_earliest_of_the_matter_where_it_is_asked_for(
    question: str, first: int
) -> None:
    found = ranked((2016, 9.0, 1.0), (2018, 8.5, 0.95), (2014, 8.0, 0.9), (2019, 8.9, 0.3))
    chosen = in_order(understand(question), found)
    assert _years([one.candidate for one in chosen])[0] == first
    assert len(chosen) == len(found)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Vad fick taket kosta?", "decided"),
        ("Vad föreslogs taket få kosta?", "proposed"),
        ("Vad yrkade Bo Alm att taket fick kosta?", "proposed"),
    ],
)
def test_what_was_decided_comes_before_what_was_proposed(question: str, first: str) -> None:
    found = [
        _said("proposed", "Bo Alm föreslår att taket får kosta 900 kr.", evidence=0.8),
        _said("apart", "Dörren får kosta 20 kr.", SectionKind.DECISION, evidence=0.5),
        _said("elsewhere", "Taket får kosta 300 kr.", SectionKind.DECISION, "2", evidence=0.9),
        _said("decided", "Taket får kosta 600 kr.", SectionKind.DECISION, evidence=0.6),
    ]
    chosen: Any = decided_first(understand(question), found)[0].candidate
    assert chosen.unit.id == first


@pytest.mark.parametrize(
    ("question", "first"),
    [("Vad kostar taket?", "told"), ("Vad beviljades till taket?", "decided")],
)
def test_what_was_decided_comes_before_what_was_told_where_it_is_asked_for(
    question: str, first: str
) -> None:
    found = [
        _said("told", "Taket beräknas kosta 900 kr.", evidence=0.8),
        _said("decided", "att anslå 600 kr till taket", SectionKind.DECISION, evidence=0.6),
    ]
    chosen: Any = decided_first(understand(question), found)[0].candidate
    assert chosen.unit.id == first


def _said(
    name: str, text: str, section: SectionKind = SectionKind.BODY, item: str = "1", *,
    evidence: float,
) -> Any:  # fmt: skip
    point = section is SectionKind.DECISION
    unit = SimpleNamespace(id=name, text=text, section=section, point=point)
    hit = SimpleNamespace(item=SimpleNamespace(id=item))
    return Ranked(SimpleNamespace(hit=hit, unit=unit, highlight="x", evidence=evidence), 1.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Hur röstade Eva Lind om kajen?", ["Avslag: Eva Lind (M)."]),
        ("Hur röstade Eva Linds parti?", ["Avslag: Eva Lind (M)."]),
        ("Hur röstade Mia Norén om kajen?", []),
        ("Hur föll rösterna om kajen?", ["Fem röster mot fyra.", "Avslag: Eva Lind (M)."]),
        ("Vem är Eva Lind?", ["Fem röster mot fyra.", "Avslag: Eva Lind (M)."]),
    ],
)
def test_how_someone_voted_is_told_by_what_names_them(question: str, kept: list[str]) -> None:
    said = ("Fem röster mot fyra.", "Avslag: Eva Lind (M).")
    found: list[Any] = [
        Ranked(SimpleNamespace(unit=SimpleNamespace(text=text)), 1.0)  # type: ignore[arg-type]
        for text in said
    ]
    left = of_the_voter(understand(question), found)
    assert [one.candidate.unit.text for one in left] == kept


def _counting(*texts: str, weakest: float = 1.0) -> list[Any]:
    found = ranked(*((2010 + place, 9.0 - place, weakest) for place in range(len(texts))))
    for one, text in zip(found, texts, strict=True):
        one.candidate.unit.text = text
    return found


@pytest.mark.parametrize(
    ("texts", "years"),
    [
        (
            ("Det finns 40 båtplatser.", "De 32 båtplatserna är fulla.", "Kön är 12 år."),
            [2010, 2011],
        ),
        (("Elva nya båtplatser byggs.", "Tre anbud kom.", "att bygga 28 båtplatser"), [2010, 2012]),
        (("Det finns 40 båtplatser.", "Tre anbud kom."), []),  # one item is no series
        (("Tre anbud på båtplatser.", "Fyra hamnar har båtplatser."), []),
    ],
)
def test_a_number_through_the_years_counts_the_same_thing(
    texts: tuple[str, ...], years: list[int]
) -> None:
    question = understand("Hur har antalet båtplatser förändrats?")
    assert _years(of_one_count(question, _counting(*texts))) == years


def test_a_number_of_another_matter_is_not_of_the_series() -> None:
    found = _counting("Det finns 40 båtplatser.", "Det finns 50 båtplatser.", weakest=0.2)
    assert of_one_count(understand("Hur har antalet båtplatser i Vik ändrats?"), found) == []


def test_what_is_mentioned_in_passing_is_told_with_the_sentence_after_it() -> None:
    found = ranked((2010, 9.0, 1.0), (2010, 5.0, 1.0), (2010, 4.0, 1.0), (2011, 8.0, 1.0))
    for one, position in zip(found, (4, 6, 5, 5), strict=True):
        one.candidate.unit.position = position
    assert [one.unit.position for one in in_passing(found)] == [4, 5]
    assert _years(in_passing(found)) == [2010, 2010]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Fick roddklubben bidrag?", "att bevilja klubben 150 tkr"),
        ("När fick roddklubben bidrag?", "att bidraget betalas ut mot faktura"),
    ],
)
def test_a_yes_is_proven_by_the_point_on_the_matter_itself(question: str, first: str) -> None:
    item = object()
    points = [("att bidraget betalas ut mot faktura", 0.4, item, True),
              ("att bevilja klubben 150 tkr", 0.8, item, True),
              ("Klubben har sökt bidrag.", 0.9, item, False),
              ("att avslå kanotklubbens ansökan", 1.0, object(), True)]  # fmt: skip
    found: list[Any] = []
    for text, inside, of, point in points:
        unit = SimpleNamespace(text=text, item=of, point=point)
        found.append(SimpleNamespace(candidate=SimpleNamespace(inside=inside, unit=unit)))
    ordered = deciding_point(understand(question), found)
    assert ordered[0].candidate.unit.text == first
    assert sorted(map(id, ordered)) == sorted(map(id, found))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Vad kostade bron till slut?", "Slutkostnaden stannar på 16,4 mnkr."),
        ("bron slutkostnad", "Slutkostnaden stannar på 16,4 mnkr."),
        ("Vad kostade bron?", "att bygga bron för högst 14,2 mnkr"),
        ("När byggdes bron till slut?", "att begära 500 tkr mer till bron"),
    ],
)
def test_what_it_cost_in_the_end_is_what_the_end_cost(question: str, first: str) -> None:
    told = [(2019, 9.0, "att bygga bron för högst 14,2 mnkr"),
            (2022, 8.0, "att begära 500 tkr mer till bron"),
            (2022, 2.0, "Slutkostnaden stannar på 16,4 mnkr.")]  # fmt: skip
    found: list[Any] = ranked(*((year, score, 1.0) for year, score, _ in told))
    for one, (_, _, text) in zip(found, told, strict=True):
        one.candidate.unit.text, one.candidate.highlight = text, text
    assert in_order(understand(question), found)[0].candidate.unit.text == first
