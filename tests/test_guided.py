"""A question that names a time, a meeting or a person gets no hit first that contradicts it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from eval.archives import DEMO_PROTOCOLS
from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.folding import fold_marks
from index.indexing import store_documents, sync
from index.nouns import Filter, Hit
from index.search import Searcher
from qa.guided import GuidedSearcher
from tiny_protocols import tiny_document, tiny_parse

EMBEDDER = SharedWordsEmbedder()
# Four meetings a year of each body on the same matters, so that the time alone tells them apart.
DAYS = [dt.date(year, month, 11) for year in range(2014, 2021) for month in (2, 5, 9, 11)]
BODIES = {"Parknämnden": ("Ada Ekström", "Bo Dalgren"), "Vattenrådet": ("Disa Forsell",)}
PRESENTERS = {2014: "Siv Ahlmarker", 2017: "Otto Kransberg", 2019: "Kristina Geijerstam"}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> GuidedSearcher:
    path = tmp_path_factory.mktemp("guided") / "archive"
    documents = []
    for body, people in BODIES.items():
        for place, day in enumerate(DAYS):
            number = f"{place % 4 + 1}/{day.year}"
            who = PRESENTERS.get(day.year, "Parkchefen")
            document = tiny_document(
                f"{body}-{day}.txt",
                f"{body} | {day} | {', '.join(people)}\n"
                "# 1 Lekplatsen vid Ekbacken\nNämnden beviljar medel till gungor på lekplatsen.\n"
                f"# 2 Bryggan i dammen\n{who} berättar om bryggan. Nämnden noterar läget.\n"
                "# 3 Budget och taxor\nNämnden antar budget och taxor för båtplatser.\n",
            )
            meetings = [replace(one, number=number) for one in tiny_parse(document)]
            documents.append((document, meetings))
    store_documents(documents, path, EMBEDDER)
    archive = Archive.open(path, EMBEDDER.identity)
    return GuidedSearcher(archive, Searcher(archive, EMBEDDER))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> GuidedSearcher:
    path = tmp_path_factory.mktemp("guided-demo") / "archive"
    sync([DEMO_PROTOCOLS], path, EMBEDDER)
    archive = Archive.open(path, EMBEDDER.identity)
    return GuidedSearcher(archive, Searcher(archive, EMBEDDER))


TIMES = [
    # question, first and last day of what it names
    ("Vad beslutades om lekplatsen den 11 maj 2016?", "2016-05-11", "2016-05-11"),
    ("Vad beslutades om lekplatsen 2016-05-11?", "2016-05-11", "2016-05-11"),
    ("lekplatsen 160511", "2016-05-11", "2016-05-11"),
    ("Vad sades om bryggan den 11/9 2017?", "2017-09-11", "2017-09-11"),
    ("Vad sades om bryggan i september 2017?", "2017-09-01", "2017-09-30"),
    ("vad sades om bryggan sept 2017", "2017-09-01", "2017-09-30"),
    ("Vad sades om bryggan på septembermötet 2017?", "2017-09-01", "2017-09-30"),
    ("Vilken budget antogs 2015?", "2015-01-01", "2015-12-31"),
    ("Vilken budget antogs år 2015?", "2015-01-01", "2015-12-31"),
    ("Vad stod det i protokollen från 2018 om taxor?", "2018-01-01", "2018-12-31"),
    ("Vad hände med bryggan hösten 2015?", "2015-08-01", "2015-12-31"),
    ("vad hande med bryggan hosten 2015", "2015-08-01", "2015-12-31"),
    ("Vad hände med bryggan våren 2019?", "2019-01-01", "2019-06-30"),
    ("Vad hände med bryggan vårterminen 2019?", "2019-01-01", "2019-12-31"),
    ("Vad sades om bryggan ht 2016?", "2016-08-01", "2016-12-31"),
    ("Vad beslutades om bryggan vintern 2018?", "2018-01-01", "2018-12-31"),
    ("Vad beslutades efter sommaruppehållet 2018 om taxor?", "2018-08-01", "2018-12-31"),
    ("Vad beslutades före sommaren 2018 om taxor?", "2018-01-01", "2018-06-30"),
    ("Vad sades om taxor på första mötet efter sommaruppehållet 2018?", "2018-09-11", "2018-09-11"),
    ("Vad sades om taxor på sista mötet före jul 2018?", "2018-11-11", "2018-11-11"),
    ("Vad sades på första mötet 2019 om lekplatsen?", "2019-02-11", "2019-02-11"),
    ("Vad sades på andra mötet 2019 om lekplatsen?", "2019-02-11", "2019-02-11"),
    ("Vad sades på Parknämndens andra möte 2019 om lekplatsen?", "2019-05-11", "2019-05-11"),
    ("Vad sades på sista mötet 2017 om lekplatsen?", "2017-11-11", "2017-11-11"),
    ("Vad beslutades om budgeten på senaste mötet?", "2020-11-11", "2020-11-11"),
    ("Vad beslutades om budgeten på förra mötet?", "2020-11-11", "2020-11-11"),
    ("Vad sades på Vattenrådets senaste möte om bryggan?", "2020-11-11", "2020-11-11"),
    ("Vad sades på Vattenrådets näst senaste möte?", "2020-09-11", "2020-09-11"),
    ("Vad sades på Vattenrådets möte före det senaste? Mötet före det senaste?",
     "2020-09-11", "2020-09-11"),
    ("Vad sades om bryggan på de två senaste mötena?", "2020-09-11", "2020-11-11"),
    ("Vad sades på första mötet om bryggan?", "2014-02-11", "2014-02-11"),
    ("Vad hände med lekplatsen i början av 2020?", "2020-01-01", "2020-04-30"),
    ("Vad hände med lekplatsen i slutet av 2016?", "2016-09-01", "2016-12-31"),
    ("Vad hände med lekplatsen första halvåret 2016?", "2016-01-01", "2016-06-30"),
    ("Vad hände med lekplatsen tredje kvartalet 2016?", "2016-07-01", "2016-09-30"),
    ("Vad beslutades om taxor mellan 2016 och 2018?", "2016-01-01", "2018-12-31"),
    ("Vad beslutades om taxor från 2016 till 2017?", "2016-01-01", "2017-12-31"),
    ("Vad beslutades om taxor under åren 2016–2017?", "2016-01-01", "2017-12-31"),
    ("Vad beslutades om taxor mellan mars och juni 2017?", "2017-03-01", "2017-06-30"),
    ("Vad beslutades om taxor mellan den 1 mars 2017 och den 30 juni 2017?",
     "2017-03-01", "2017-06-30"),
    ("Vad har beslutats om taxor sedan 2020?", "2020-01-01", "2020-12-31"),
    ("Vad har beslutats om taxor sedan hösten 2020?", "2020-08-01", "2020-12-31"),
    ("Vad beslutades om taxor efter 2019?", "2020-01-01", "2020-12-31"),
    ("Vad beslutades om taxor före 2015?", "2014-01-01", "2014-12-31"),
    ("Vad beslutades om taxor innan maj 2014?", "2014-01-01", "2014-04-30"),
    ("Vad beslutades om taxor till och med februari 2014?", "2014-01-01", "2014-02-28"),
    ("Vad sades vintern 2017/2018 om bryggan?", "2017-12-01", "2018-02-28"),
    ("Vad beslutades efter valet 2018 om budgeten?", "2018-09-01", "2019-12-31"),
    ("Vad sades om bryggan på 2010-talet?", "2010-01-01", "2019-12-31"),
    ("Vad beslutades på möte 3/2015?", "2015-09-11", "2015-09-11"),
    ("Vad beslutades om taxor enligt protokoll 3/2015?", "2015-09-11", "2015-09-11"),
    ("Vad beslutades om taxor i protokoll nr 3 år 2015?", "2015-09-11", "2015-09-11"),
    ("Vad beslutades om taxor på möte 3-2015?", "2015-09-11", "2015-09-11"),
    ("Vad beslutades om taxor på möte 2015:3?", "2015-09-11", "2015-09-11"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "first", "last"), TIMES)
def test_a_named_time_or_meeting(
    invented: GuidedSearcher, question: str, first: str, last: str
) -> None:
    hits = invented.search(question)
    assert hits, "something is there at that time"
    day = hits[0].meeting.date
    assert day is not None
    assert dt.date.fromisoformat(first) <= day <= dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    "question",
    [
        "Vad beslutades om lekplatsen på mötet den 12 maj 2016?",
        "Vad beslutades på möte 5/2015?",
        "Vad beslutades på mötet i mars 2016?",
        "Vad beslutades om lekplatsen 2031?",
        "Vad beslutades om lekplatsen före 2010?",
        "Vad beslutades på sommarmötet sommaren 2016?",
    ],
)
def test_a_time_without_a_meeting_finds_nothing(invented: GuidedSearcher, question: str) -> None:
    assert invented.search(question) == []


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Vad sa Siv Ahlmarker om bryggan?", {2014}),
        ("Vad sa Siv Ahlmarkers om bryggan?", {2014}),
        ("vad sa siv ahlmarker om bryggan", {2014}),
        ("Vad berättade Otto Kransbärg?", {2017}),
        ("Kransbergs rapport om bryggan", {2017}),
        ("Vad sa Kristina Geijerstamm om bryggan?", {2019}),
        ("Vad sa Kristina Gejerstam om bryggan?", {2019}),
        ("När berättade Geijerstam om bryggan?", {2019}),
    ],
)
def test_a_named_person(invented: GuidedSearcher, question: str, years: set[int]) -> None:
    hit = invented.search(question)[0]
    assert hit.meeting.date is not None
    assert hit.meeting.date.year in years
    assert PRESENTERS[hit.meeting.date.year] in hit.item.text


@pytest.mark.parametrize(
    ("question", "body"),
    [
        ("Vad beslutade Parknämnden om taxor 2016?", "Parknämnden"),
        ("Vad sades på parknämndens möte i maj 2016?", "Parknämnden"),
        ("vad sades pa vattenradets mote i maj 2016", "Vattenrådet"),
        ("Vad stod i Vattenrådets protokoll 2/2018?", "Vattenrådet"),
    ],
)
def test_a_named_body(invented: GuidedSearcher, question: str, body: str) -> None:
    assert {hit.meeting.body for hit in invented.search(question, 3)} == {body}


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Vad står i § 2 från 2016?", "2"),
        ("Vad beslutades under punkt 3 på möte 3/2015?", "3"),
        ("Vad handlar punkt 1 om på senaste mötet?", "1"),
        ("Vad sades under ärende nr 2 i maj 2018?", "2"),
    ],
)
def test_a_named_item(invented: GuidedSearcher, question: str, number: str) -> None:
    assert {hit.item.number for hit in invented.search(question)} == {number}


def test_an_item_that_a_named_meeting_lacks(invented: GuidedSearcher) -> None:
    assert invented.search("Vad står i § 9 på möte 3/2015?") == []
    assert invented.search("Vad kostar 9 § gungor på lekplatsen?"), "a number of something else"


DEMO_TIMES = [
    ("Vad beslutades om medlemsavgiften 2016?", "2016"),
    ("Vad hände med bredbandet 2018?", "2018"),
    ("Vad beslutades om mellanarkivet efter sommaren 2018?", "2018"),
    ("Vad sades om trygghetslarm på februarimötet 2016?", "2016-02-19"),
    ("Vad beslutade kommunstyrelsen den 5 november 2019?", "2019-11-05"),
    ("Vad beslutades på kommunchefsgruppens möte 4/2019?", "2019-06-07"),
    ("Vad står i § 27 i kommunstyrelsens protokoll från mars 2014?", "2014-03-11"),
    ("Vad beslutade kommunfullmäktige i juni 2020?", "2020-06-15"),
    ("Vad beslutades på senaste kommunstyrelsemötet?", "2024-04-09"),
    ("Vad beslutades på kommunstyrelsens senaste möte?", "2024-04-09"),
    ("Vad beslutade Samverkansstyrelsen på sitt första möte 2019?", "2019-02-08"),
    ("Vad sades på Digitaliseringsrådets möte 2018?", "2018-05-24"),
    ("Vad togs upp på barn- och utbildningsnämndens möte hösten 2021?", "2021-10-12"),
]


@pytest.mark.parametrize(("question", "time"), DEMO_TIMES)
def test_a_time_in_the_demo(demo: GuidedSearcher, question: str, time: str) -> None:
    hit = demo.search(question)[0]
    assert str(hit.meeting.date).startswith(time) or (
        "mötet" not in question and _speaks_of(hit, time)
    )


def _speaks_of(hit: Hit, time: str) -> bool:
    return re.search(rf"\b{time[:4]}\b", hit.item.text) is not None


@pytest.mark.parametrize(
    ("question", "surname"),
    [
        ("Vad redovisade Ingela Brandt om Stora torget?", "brandt"),
        ("Varför anmälde Leif Brännmarks jäv?", "brannmark"),
        ("varför anmälde leif brannmark jäv", "brannmark"),
        ("Vad sa Helena Vikander?", "wikander"),
        ("När slutade Ingemar Dalkvist?", "dahlqvist"),
        ("När slutade Dahlqvist som chef?", "dahlqvist"),
        ("Vad sa Helena Vikanders?", "wikander"),
        ("Vad sa Kristina Alhmark?", "ahlmark"),
        ("Vilken roll har Petra Lindvall?", "lindvall"),
    ],
)
def test_a_person_in_the_demo(demo: GuidedSearcher, question: str, surname: str) -> None:
    hit = demo.search(question)[0]
    there = [fold_marks(person.name) for person in hit.meeting.attendees]
    assert surname in fold_marks(hit.item.text) or any(surname in name for name in there)


def test_there_are_at_least_sixty_such_questions() -> None:
    assert len(TIMES) + len(DEMO_TIMES) >= 60


def test_a_filter_always_restricts(invented: GuidedSearcher) -> None:
    where = Filter(date_from=dt.date(2016, 1, 1), date_to=dt.date(2016, 12, 31))
    hits = invented.search("Vad beslutades om lekplatsen?", where=where)
    assert {hit.meeting.date.year for hit in hits if hit.meeting.date} == {2016}
    assert invented.search("Vad beslutades om lekplatsen 2015?", where=where) == []
    assert invented.search("lekplatsen", where=Filter(body="Valnämnden")) == []
    assert invented.search("lekplatsen", where=Filter(meetings=frozenset())) == []


def test_a_question_that_names_nothing_is_an_ordinary_search(invented: GuidedSearcher) -> None:
    plain = invented.unguided.search("gungor på lekplatsen")
    assert invented.search("gungor på lekplatsen") == plain


def test_documents_without_days_and_numbers_contradict_none(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("undated") / "archive"
    text = "Rådet | |\n# 1 Tornet byggdes 1887\nTornet är högt.\n# 2 Bron\nBron är lång."
    document = tiny_document("odaterad.txt", text)
    meetings = [replace(one, number=None) for one in tiny_parse(document)]
    store_documents([(document, meetings)], path, EMBEDDER)
    archive = Archive.open(path, EMBEDDER.identity)
    plain = Searcher(archive, EMBEDDER)
    guided = GuidedSearcher(archive, plain)
    for query in ("Hur hög var bron 2001?", "Vad var 9/2001?", "senaste mötet om bron", "punkt 7"):
        assert guided.search(query) == plain.search(query)


@pytest.mark.parametrize(
    "query",
    [
        "a",
        "och att det som",
        "🙂🙂",
        "§",
        "§ §§ 99999",
        "2015" * 2500,
        "x " * 5000,
        "\ud800é",
        "/2015",
    ],
)
def test_any_query_is_searched(invented: GuidedSearcher, query: str) -> None:
    assert len(invented.search(query, 5)) <= 5


@pytest.mark.parametrize("query", ["", "  ", "\n"])
def test_a_blank_query_finds_nothing(invented: GuidedSearcher, query: str) -> None:
    assert invented.search(query) == []


def test_k_must_be_positive(invented: GuidedSearcher) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        invented.search("lekplatsen 2016", 0)
