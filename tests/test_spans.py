"""Spans: the names, days, sums, numbers and places that a sentence holds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.nouns import SectionKind
from qa import bodies, spans
from qa.highlighting import finder, is_typed, options
from qa.kinds import Kind
from qa.spans import Found
from qa.understanding import understand

Find = Callable[[str], list[Found]]

CASES: list[tuple[Find, str, list[str]]] = [
    (spans.names, "Ida Berg redogör. Per Lind är frånvarande.", ["Ida Berg", "Per Lind"]),
    (spans.names, "Ida Berg (S) yrkar bifall med stöd av Per Lind (M).", ["Ida Berg", "Per Lind"]),
    (spans.names, "Enligt Ida Berg ska Region Skåne betala.", ["Ida Berg"]),
    (spans.names, "Sekretariatschefen Ida Berg-Ek hälsar.", ["Ida Berg-Ek"]),
    (spans.names, "Vi hör hur Åsa-Lena von Ehn svarar.", ["Åsa-Lena von Ehn"]),
    (spans.names, "Kommunstyrelsen beslutade om Stora Torget.", []),
    (spans.names, "Barn- och utbildningsnämnden tackar.", []),
    (spans.names, "Anbudet från Hjelm Bygg AB antas.", []),
    (spans.name_runs, "Ida Berg och Per Lind utsågs, medan Bo Ek avböjde.",
     ["Ida Berg och Per Lind", "Bo Ek"]),
    (spans.name_runs, "Gruppen är Ida Berg, Norrsjö, Per Lind, kanslichef, samt Eva Ö Falk.",
     ["Ida Berg, Norrsjö, Per Lind, kanslichef, samt Eva Ö Falk"]),
    (spans.name_runs, "Ida Berg redogör. Per Lind är frånvarande.", ["Ida Berg", "Per Lind"]),
    (spans.dates, "Svar lämnas senast den 15 september 2020.", ["senast den 15 september 2020"]),
    (spans.dates, "Mötet flyttas till 160415.", ["160415"]),
    (spans.dates, "Den 3 maj eller 2021-05-04.", ["Den 3 maj", "2021-05-04"]),
    (spans.dates, "Bygget startar våren 2022.", ["våren 2022"]),
    (spans.dates, "Planen gäller 2020-2023.", ["2020-2023"]),
    (spans.dates, "Redovisas vecka 34, andra kvartalet 2023.",
     ["vecka 34", "andra kvartalet 2023"]),
    (spans.dates, "Kostnaden är 2 019 kronor.", []),
    (spans.dates, "Inget är bestämt.", []),
    (spans.clocks, "Kl. 09.30-11.45 i salen", ["09.30-11.45"]),
    (spans.clocks, "Mötet börjar klockan 18:00.", ["klockan 18:00"]),
    (spans.clocks, "Den 15 september 2020.", []),
    (spans.amounts, "att anslå 150 000 kr", ["150 000 kr"]),
    (spans.amounts, "75 kkr eller 2,5 mnkr", ["75 kkr", "2,5 mnkr"]),
    (spans.amounts, "3 309 tkr och 200 000kr", ["3 309 tkr", "200 000kr"]),
    (spans.amounts, "1,2 miljoner kronor, 15 000:-", ["1,2 miljoner kronor", "15 000:-"]),
    (spans.amounts, "40 procent av 300 elever, § 14 år 2019", []),
    (spans.counts, "Det går 245 elever på skolan.", ["245"]),
    (spans.counts, "74 procent av hushållen, 12 000 stycken", ["74 procent", "12 000"]),
    (spans.counts, "tolv av fjorton ledamöter", ["tolv", "fjorton"]),
    (spans.counts, "den 3 maj 2020 kom 4 personer", ["4"]),
    (spans.counts, "150 000 kr till 3 skolor", ["3"]),
    (spans.counts, "i snitt 1,6 dagar", ["1,6 dagar"]),
    (spans.counts, "tre möten av 1-2 timmar", ["tre", "1-2 timmar"]),
    (spans.dates, "Den 1 mars 2019–31 maj 2020.", ["Den 1 mars 2019–31 maj 2020"]),
    (spans.dates, "den 1 mars 2019 till och med den 31 maj 2020",
     ["den 1 mars 2019 till och med den 31 maj 2020"]),
    (spans.dates, "den 1 mars 2019 och den 31 maj 2020", ["den 1 mars 2019", "den 31 maj 2020"]),
    (spans.counts, "Dnr 2018/14", []),
    (spans.places, "Mötet hålls i Norrsjö.", ["Norrsjö"]),
    (spans.places, "Badet ligger vid Lilla Torget 4 b.", ["Lilla Torget 4 b"]),
    (spans.places, "från Ekehult till Ålvik", ["Ekehult", "Ålvik"]),
    (spans.places, "Han bor hos Ida Berg i den nya skolan.", []),
    (bodies.firms, "Uppdraget går till Brolaget i Mellanbygd AB.", ["Brolaget i Mellanbygd AB"]),
    (bodies.firms, "att anta anbudet från Hjelm & Son AB", ["Hjelm & Son AB"]),
    (bodies.firms, "Ida Berg arbetar på Konsultia.", ["Konsultia"]),
    (bodies.firms, "Kommunen köper en bil.", []),
    (bodies.agents, "att uppdra åt tekniska nämnden att utreda", ["tekniska nämnden"]),
    (bodies.agents, "att ge sekretariatet i uppdrag att skriva", ["sekretariatet"]),
    (bodies.agents, "HR-nätverket får i uppdrag att samordna", ["HR-nätverket"]),
    (bodies.agents, "Rapporten sammanställs av sekretariatet.", ["sekretariatet"]),
    (bodies.agents, "att skjuta upp beslutet", []),
]  # fmt: skip


@pytest.mark.parametrize(("find", "text", "found"), CASES)
def test_spans(find: Find, text: str, found: list[str]) -> None:
    assert [each.text for each in find(text)] == found


@pytest.mark.parametrize(
    ("head", "text", "found"),
    [
        ("nätverk", "HR nätverket får i uppdrag att svara", ["HR nätverket"]),
        ("natverk", "skolchefsnätverket svarar", ["skolchefsnätverket"]),
        ("kommun", "Ekehults kommun är värd", ["Ekehults kommun"]),
        ("kommun", "kommunen är värd", []),
        ("grupp", "en arbetsgrupp tillsätts", ["arbetsgrupp"]),
        ("grupp", "inget tillsätts", []),
    ],
)
def test_heads(head: str, text: str, found: list[str]) -> None:
    assert [each.text for each in bodies.heads(head, text)] == found


FINDERS = (spans.names, spans.name_runs, spans.dates, spans.clocks, spans.amounts, spans.counts,
           spans.places, bodies.firms, bodies.agents)  # fmt: skip
PIECES = st.sampled_from(
    ["Ida Berg", "Per von Lind", ", ", " och ", "den 3 maj 2021", "150 000 kr", " 12 ", "i Norrsjö",
     "kl. 09.30", ". ", "att ", "uppdra åt nämnden att", "Hjelm & Son AB", "våren 2022",
     "74 procent", "\u00a0", "–", "§ 4", "2,5 mnkr"]
)  # fmt: skip


@pytest.mark.parametrize("find", FINDERS)
@given(text=st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=12).map(" ".join)))
@settings(max_examples=60, deadline=None)
def test_a_span_is_the_text_at_its_place(find: Find, text: str) -> None:
    found = find(text)
    assert all(text[each.start : each.end] == each.text and each.text for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found)), "they overlap"


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("Vem fick uppdraget?", "Ida Berg får uppdraget i Norrsjö.", ["Ida Berg"]),
        ("Vem ska svara?", "att ge sekretariatet i uppdrag att svara", ["sekretariatet"]),
        ("När öppnar badet?", "Badet öppnar den 3 maj kl. 10.00.", ["den 3 maj"]),
        ("Hur dags öppnar badet?", "Badet öppnar den 3 maj kl. 10.00.", ["kl. 10.00"]),
        ("Hur länge gäller avtalet?", "Avtalet gäller i 18 månader.", ["18 månader"]),
        ("Hur mycket kostar badet?", "Badet kostar 2,5 mnkr av 12 möjliga.", ["2,5 mnkr"]),
        ("Hur många badar?", "Det är 245 som badar.", ["245"]),
        ("Var ligger badet?", "Badet ligger i Norrsjö.", ["Norrsjö"]),
    ],
)
def test_the_finder_for_a_question(question: str, text: str, found: list[str]) -> None:
    asked = understand(question)
    find = finder(asked.measure, asked.plain)
    assert find is not None
    assert [each.text for each in find(text)] == found


@pytest.mark.parametrize("kind", [Kind.DECISION, Kind.YES_NO, Kind.WHY, Kind.OTHER])
def test_no_finder_where_the_answer_is_a_passage(kind: Kind) -> None:
    assert finder(kind, "vad sades") is None


@pytest.mark.parametrize(
    ("question", "text", "days"),
    [
        ("När öppnar badet?", "Det öppnar i januari 2021.", ["januari 2021"]),
        ("Vilken dag öppnar badet?", "Det öppnar i januari 2021.", []),
        ("Från vilket datum?", "Från april 2017, den 10 april 2017.", ["den 10 april 2017"]),
        ("Vilket datum?", "Mötet flyttas till 160415.", ["160415"]),
        ("Vilket datum?", "Det gäller 2021-05-04.", ["2021-05-04"]),
    ],
)
def test_a_question_for_a_day_is_not_answered_by_a_month(
    question: str, text: str, days: list[str]
) -> None:
    asked = understand(question)
    find = finder(asked.measure, asked.plain)
    assert find is not None
    assert [one.text for one in find(text)] == days


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Socialnämnden 268 900", True),
        ("Besöksnäring 1 150 1 225", True),
        ("Kommunstyrelsen 12 400,5 -1 200", True),
        ("Sammanträdet hölls 2019", False),
        ("Nämnden har 12 ledamöter", False),
        ("Förslaget innebär att 12 400 invånare berörs.", False),
    ],
)
def test_a_row_of_sums_may_tell_how_much(text: str, typed: bool) -> None:
    asked = understand("Hur stor ram fick nämnden?")
    unit: Any = SimpleNamespace(text=text, section=SectionKind.BODY)
    assert is_typed(asked, unit, exact=True, found=False) is typed


@pytest.mark.parametrize(
    ("question", "text", "who"),
    [
        ("Vem fick tjänsten?", "Ida Berg informerade om rekryteringen.", None),
        ("Vem fick tjänsten?", "Ida Berg (S) yrkar bifall.", None),
        ("Vem fick tjänsten?", "Tjänsten går till Ida Berg.", "Ida Berg"),
        ("Vem informerade om tjänsten?", "Ida Berg informerade om rekryteringen.", "Ida Berg"),
        ("Vem är ordförande?", "att välja Bo Alm till vice ordförande.", None),
        ("Vem är ordförande?", "att välja Bo Alm (S) till 2:e vice ordförande.", None),
        ("Vem är ordförande?", "Vice ordförande Bo Alm hälsade välkommen.", None),
        ("Vem är ordförande?", "att välja Bo Alm till ordförande och Siv Ek till vice.", "Bo Alm"),
        ("Vem är vice ordförande?", "att välja Bo Alm till vice ordförande.", "Bo Alm"),
        ("Vem tog över efter henne?", "att välja Bo Alm till vice ordförande.", None),
        ("Vem ledde mötet?", "Vice ordförande Bo Alm ledde mötet.", "Bo Alm"),
        ("Vem utsågs till rektor?", "att utse rektor Ida Berg till attestant.", None),
        ("Vem utsågs till rektor?", "Ida Berg har tillträtt som rektor.", "Ida Berg"),
        ("Vem valdes till ny rektor?", "att utse Ida Berg (S) till tf rektor i Vik.", "Ida Berg"),
        ("Vem utsågs till attestant?", "att utse rektor Ida Berg till attestant.", "Ida Berg"),
        ("vem presentrade familjedagen", "Ida Berg presenterade dagen.", "Ida Berg"),
        ("När följs det upp enligt beslutet i juni 2015?", "Beslutet 150612 följs upp.", None),
        ("När följs det upp?", "Det följs upp 150612.", "150612"),
    ],
)
def test_who_tells_and_when_it_was_asked_for_are_no_answers(
    question: str, text: str, who: str | None
) -> None:
    asked = understand(question)
    found = options(asked, text, finder(asked.measure, asked.plain))
    assert [one.text for one in found] == ([who] if who else [])


@pytest.mark.parametrize(
    ("head", "text", "names"),
    [
        ("kommun", "Frågan har inkommit från nätverket.", []),
        ("kommun", "Frågan ställdes av Ljungås kommun.", ["Ljungås kommun"]),
        ("nätverk", "Frågan bereds av HR nätverket.", ["HR nätverket"]),
    ],
)
def test_the_noun_asked_for_is_no_part_of_a_verb(head: str, text: str, names: list[str]) -> None:
    assert [one.text for one in bodies.heads(head, text)] == names


TAKEN_OVER = "Tornvakt AB har tagit över larmen från Larmia AB den 1 juni."


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("Vilket företag sköter larmen?", TAKEN_OVER, ["Tornvakt AB"]),
        ("Vilket företag skötte larmen före Tornvakt?", TAKEN_OVER, ["Tornvakt AB", "Larmia AB"]),
        ("Vem leder skolan?", "Eva Ek, som efterträder Bo Alm, leder skolan.", ["Eva Ek"]),
        ("Vem ledde skolan tidigare?", "Eva Ek efterträder Bo Alm.", ["Eva Ek", "Bo Alm"]),
    ],
)
def test_who_was_followed_by_another_is_asked_for_by_that(
    question: str, text: str, found: list[str]
) -> None:
    asked = understand(question)
    said = options(asked, text, finder(asked.measure, asked.plain))
    assert [one.text for one in said] == found
