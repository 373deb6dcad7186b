"""Questions of every kind, typed with and without å, ä and ö, and what they are understood as."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.folding import fold_marks
from qa.kinds import Kind
from qa.understanding import understand

KINDS = [
    ("Vem utsågs till projektledare för vattenverket?", "who"),
    ("Vilka ingick i arbetsgruppen för ny simhall?", "who"),
    ("Vilka var närvarande på mötet den 14 mars 2019?", "who"),
    ("Vilka deltog på mötet 3/2017?", "who"),
    ("Vem var ordförande på senaste mötet?", "who"),
    ("Vem lämnade in motionen om laddstolpar?", "who"),
    ("Vem är Ulrika Sahl?", "who"),
    ("Vems förslag vann?", "who"),
    ("Vilka saknades i september 2020?", "who"),
    ("När ska bryggan vara klar?", "when"),
    ("När hölls mötet i mars 2020?", "when"),
    ("När beslutades det om fjärrvärmen?", "when"),
    ("Vilken dag invigs museet?", "when"),
    ("Till vilken dag ska remissen besvaras?", "when"),
    ("Hur dags började mötet den 2 maj 2022?", "when"),
    ("Hur länge gäller avtalet med taxibolaget?", "when"),
    ("Vilket datum öppnar isbanan?", "when"),
    ("datum invigning simhall", "when"),
    ("Var ska återvinningscentralen ligga?", "where"),
    ("Vilken ort valdes för mässan?", "where"),
    ("I vilken lokal hölls mötet hösten 2021?", "where"),
    ("Vart flyttar förskolan?", "where"),
    ("Var hålls julmarknaden?", "where"),
    ("Var då?", "where"),
    ("Var?", "where"),
    ("Hur mycket kostade upprustningen av kajen?", "how_much"),
    ("Vad kostar den nya lekplatsen?", "how_much"),
    ("Vad blev slutnotan för kulverten?", "how_much"),
    ("Vilket belopp avsattes till cykelställ?", "how_much"),
    ("Vilken summa beviljades till körfestivalen?", "how_much"),
    ("kostnad badhus", "how_much"),
    ("Hur många elever går på Björkskolan?", "how_many"),
    ("Hur stor andel av hushållen har fiber?", "how_many"),
    ("Hur många procent röker?", "how_many"),
    ("Vad beslutade kommunstyrelsen om hundbadet?", "decision"),
    ("Vilket beslut fattades om snöröjningen?", "decision"),
    ("Vad bestämdes om ridhuset?", "decision"),
    ("Vad blev det av förslaget om gratis parkering?", "decision"),
    ("Hur gick det med motionen om solceller?", "decision"),
    ("Vad hände med detaljplanen för Strandkvarteren?", "decision"),
    ("hundbad beslut", "decision"),
    ("Blev motionen om solceller avslagen?", "yes_no"),
    ("Ska biblioteket ha öppet på söndagar?", "yes_no"),
    ("Har kommunen köpt in elcyklar?", "yes_no"),
    ("Deltog Ulrika Sahl på mötet?", "yes_no"),
    ("Får skolorna ha mobiltelefoner?", "yes_no"),
    ("Finns det en plan för snöröjning?", "yes_no"),
    ("Godkändes budgeten?", "yes_no"),
    ("Och blev det så?", "yes_no"),
    ("Bestämde sig någon kommun för att hyra elcyklar?", "yes_no"),
    ("hyra lokal torget", "how_much"),
    ("Varför sköts invigningen upp?", "why"),
    ("Av vilken anledning lades fritidsgården ned?", "why"),
    ("Vad var skälet till att ansökan avslogs?", "why"),
    ("Vilken firma fick uppdraget att bygga bron?", "which"),
    ("Vilket nätverk ansvarar för mässan?", "which"),
    ("Vilka projekt fick pengar 2019?", "which"),
    ("Vad heter den nya rektorn?", "who"),
    ("Vad heter den nya bron?", "which"),
    ("Vad hette den som föreslog det?", "who"),
    ("Hur har kostnaden för badhuset förändrats?", "timeline"),
    ("På vilka möten har vindkraften diskuterats?", "timeline"),
    ("Vilka har varit sekretariatschefer?", "timeline"),
    ("Vad har hänt med järnvägen genom åren?", "timeline"),
    ("Hur föll rösterna om parkeringsavgiften?", "vote"),
    ("Hur röstade fullmäktige om vindkraften?", "vote"),
    ("Hur många röstade ja till vindkraften?", "vote"),
    ("Vad står i § 14?", "other"),
    ("Berätta om skyfallsplanen", "other"),
    ("projektledare vattenverket", "other"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text: str, kind: str) -> None:
    assert understand(text).kind is Kind(kind)


@pytest.mark.parametrize("text", [text for text, _ in KINDS])
def test_a_question_typed_without_its_marks_is_the_same_question(text: str) -> None:
    asked, plain = understand(text), understand(fold_marks(text).rstrip("?"))
    assert (plain.kind, plain.measure, plain.head) == (asked.kind, asked.measure, asked.head)
    assert [fold_marks(t.word) for t in plain.terms] == [fold_marks(t.word) for t in asked.terms]
    assert [t.generic for t in plain.terms] == [t.generic for t in asked.terms]
    assert (plain.when, plain.meeting_numbers, plain.item_numbers, plain.about_meeting) == (
        asked.when, asked.meeting_numbers, asked.item_numbers, asked.about_meeting,
    )  # fmt: skip


@pytest.mark.parametrize("text", [text for text, _ in KINDS])
@pytest.mark.parametrize("shape", ["{}", "  {}  ", "{}??", "Hej! {}"])
def test_blanks_marks_and_a_greeting_change_no_subject(text: str, shape: str) -> None:
    def telling(asked: str) -> list[str]:
        return [t.word for t in understand(asked).terms if not t.generic]

    assert telling(shape.format(text)) == telling(text)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Hur har kostnaden för badhuset förändrats?", Kind.HOW_MUCH),
        ("Hur har antalet elever utvecklats?", Kind.HOW_MANY),
        ("Vilka har varit sekretariatschefer?", Kind.WHO),
        ("Vad har hänt med järnvägen genom åren?", Kind.TIMELINE),
        ("Vad hände med järnvägen från idé till invigning?", Kind.TIMELINE),
        ("Vilka ordförande har rådet haft i tur och ordning?", Kind.WHO),
        ("Hur mycket kostade bron?", Kind.HOW_MUCH),
        ("Vem byggde bron?", Kind.WHO),
    ],
)
def test_what_a_timeline_is_of(text: str, measure: Kind) -> None:
    assert understand(text).measure is measure


@pytest.mark.parametrize(
    ("text", "telling", "generic"),
    [
        ("Hur mycket kostade upprustningen av kajen?", "upprustningen kajen", "kostade"),
        ("Vem utsågs till projektledare för vattenverket?", "projektledare vattenverket", "utsågs"),
        ("Vilket belopp avsattes till cykelställ?", "cykelställ", "belopp avsattes"),
        ("Vilka deltog på mötet 3/2017?", "", "deltog mötet"),
        ("Vad beslutades om drift-IT?", "drift it", "beslutades"),
        ("Vad sades om barn och barnens barn?", "barn", "sades"),
        ("Vad står i § 14?", "", ""),
        ("Vad beslutades i mars 2020?", "", "beslutades"),
        ("Vad beslutades om bron våren 2020?", "bron", "beslutades"),
        ("När invigdes bron till slut?", "invigdes bron", ""),
        ("När är slutet på bron?", "slutet bron", ""),
        ("Hur har priset på bron ändrats genom åren?", "bron", "priset ändrats"),
        ("Hur har bron utvecklats från planen 2015 till rapporten 2020?", "bron", "utvecklats"),
        ("Hur har bussen från Ekby till Norr utvecklats?", "bussen ekby norr", "utvecklats"),
        ("Vad kostar bussen från torget till stationen?", "bussen torget stationen", "kostar"),
        ("när? var? hur?", "", ""),
    ],
)
def test_terms(text: str, telling: str, generic: str) -> None:
    terms = understand(text).terms
    assert [t.word for t in terms if not t.generic] == telling.split()
    assert [t.word for t in terms if t.generic] == generic.split()


@pytest.mark.parametrize(
    ("word", "verb"),
    [("lämnade", True), ("anslogs", True), ("köpte", True), ("bryggan", False), ("hamn", False)],
)
def test_a_past_tense_is_known(word: str, verb: bool) -> None:
    (term,) = [t for t in understand(f"Vem {word} x?").terms if t.word == word]
    assert term.verb is verb


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vad tyckte Ulrika Sahl om förslaget?", ["Ulrika Sahl"]),
        ("Vad tyckte Åsa-Lena von Ehn och Bo Ek?", ["Åsa-Lena von Ehn", "Bo Ek"]),
        ("Var Ulrika Sahl med?", ["Ulrika Sahl"]),
        ("vad tyckte ulrika sahl om förslaget?", []),
        ("Vad beslutade Kommunstyrelsen om Stora Torget?", []),
        ("Vem är kanslichefen Per Lind?", ["Per Lind"]),
        ("Vad fick Brolaget AB?", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert list(understand(text).names) == names


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Vad sades den 14 mars 2019?", [("2019-03-14", "2019-03-14")]),
        ("Vad sades 2019-03-14?", [("2019-03-14", "2019-03-14")]),
        ("vad sades 190314", [("2019-03-14", "2019-03-14")]),
        ("Vad sades 14.3.2019?", [("2019-03-14", "2019-03-14")]),
        ("Vad sades 1/2 2020?", [("2020-02-01", "2020-02-01")]),
        ("Vad sades den 29-30 augusti 2019?", [("2019-08-29", "2019-08-30")]),
        ("Vad sades den 14 mars?", []),
        ("Vad sades 2019?", []),
        ("Vad beslutades på mötet 2/2018?", []),
    ],
)
def test_days(text: str, days: list[tuple[str, str]]) -> None:
    found = understand(text).when.dates
    assert [(d.first.isoformat(), d.last.isoformat()) for d in found] == days


@pytest.mark.parametrize(
    ("text", "months", "bare", "years", "season", "order"),
    [
        ("Vad sades i juni 2019?", ((2019, 6),), (), (), None, None),
        ("vad sades maj 2020 och maj 2021", ((2020, 5), (2021, 5)), (), (), None, None),
        ("Vad sades på mötet i maj?", (), (5,), (), None, None),
        ("Vad sades 2019?", (), (), (2019,), None, None),
        ("Vad sades 2019 och 2021?", (), (), (2019, 2021), None, None),
        ("Vad sades hösten 2021?", (), (), (2021,), (8, 12), None),
        ("Vad sades våren 2021?", (), (), (2021,), (1, 6), None),
        ("Vad sades på senaste mötet?", (), (), (), None, "last"),
        ("Vem ledde sista sammanträdet?", (), (), (), None, "last"),
        ("Vad sades på första mötet 2018?", (), (), (2018,), None, "first"),
        ("Vad kostar planen för 2020-2023?", (), (), (), None, None),
        ("Vad beslutades på mötet 2/2018?", (), (), (), None, None),
        ("Vad sades om bron?", (), (), (), None, None),
        ("Får barnen komma i sommar?", (), (), (), None, None),
    ],
)
def test_times(
    text: str,
    months: tuple[tuple[int, int], ...],
    bare: tuple[int, ...],
    years: tuple[int, ...],
    season: tuple[int, int] | None,
    order: str | None,
) -> None:
    when = understand(text).when
    assert (when.months, when.bare_months, when.years) == (months, bare, years)
    assert (when.season, when.order) == (season, order)
    assert when.any is bool(months or bare or years or order)


@pytest.mark.parametrize(
    ("text", "meetings", "items", "numbers"),
    [
        ("Vad beslutades på mötet 2/2018?", ["2/2018"], [], []),
        ("Skillnad mellan 2/2018 och 11/2019?", ["2/2018", "11/2019"], [], []),
        ("Vad står i § 14?", [], ["14"], []),
        ("vad stod i paragraf 127", [], ["127"], []),
        ("Vad handlar punkt 7 om på mötet 2/2018?", ["2/2018"], ["7"], []),
        ("Vad sades under punkt 09.15?", [], ["09.15"], []),
        ("Vem fick 250 kronor?", [], [], ["250"]),
        ("Vem fick 1,5 miljoner 2019?", [], [], ["1,5"]),
        ("Vad sades om väg 23?", [], [], ["23"]),
        ("Vad sades om Agenda 2030?", [], [], []),
        ("Vad sades om bron?", [], [], []),
    ],
)
def test_numbers(text: str, meetings: list[str], items: list[str], numbers: list[str]) -> None:
    asked = understand(text)
    assert list(asked.meeting_numbers) == meetings
    assert list(asked.item_numbers) == items
    assert list(asked.numbers) == numbers


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Vilken firma fick uppdraget?", "firma"),
        ("Vilket nätverk ansvarar för mässan?", "natverk"),
        ("Vilka projekt fick pengar?", "projekt"),
        ("Vem fick uppdraget?", None),
    ],
)
def test_head(text: str, head: str | None) -> None:
    assert understand(text).head == head


@pytest.mark.parametrize(
    ("text", "about", "plural"),
    [
        ("Vilka var med på mötet?", True, True),
        ("Vem skrev protokollet?", True, False),
        ("Vem ledde sammanträdet?", True, False),
        ("Vilka skötte mötesplatsen?", False, True),
        ("Vem köpte huset?", False, False),
    ],
)
def test_whether_it_speaks_of_a_meeting(text: str, about: bool, plural: bool) -> None:
    asked = understand(text)
    assert (asked.about_meeting, asked.plural) == (about, plural)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_understood(text: str) -> None:
    asked = understand(text)
    assert asked.text == text
    assert len({t.stem for t in asked.terms}) == len(asked.terms)
    assert asked == understand(text)


@pytest.mark.parametrize(
    ("text", "proper"),
    [
        ("Vad kostade taket på Stenforsskolan?", ["stenforsskolan"]),
        ("Vad sa Ida Berg om bron?", ["ida", "berg"]),
        ("Kostade bron mer än väntat?", []),
        ("vad kostade stenforsskolan", []),
    ],
)
def test_what_has_a_capital_inside_the_question_is_a_name(text: str, proper: list[str]) -> None:
    assert [term.word for term in understand(text).terms if term.proper] == proper
