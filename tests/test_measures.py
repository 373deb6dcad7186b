"""Measures, runs, comparisons and BEIR folders."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.beir import as_meetings, load_benchmark, run_benchmark
from eval.comparing import compare
from eval.measures import Ratio, difference_interval, interval, ratio, retrieval_scores, swap_test
from eval.questions import LabelledQuestion
from eval.report import html_report
from eval.running import Evaluation, Result, needs, ranking, run_questions
from eval.saved import evaluation_json, load_evaluation
from index.errors import QuestionError
from index.nouns import ANY, Document, Filter, Hit, Item, Meeting, Passage
from qa.nouns import Answer, Citation, Searched, Sentence

MAY, JUNE = dt.date(2019, 5, 14), dt.date(2019, 6, 11)


def hit(day: dt.date, number: str | None) -> Hit:
    document = Document(f"{day}.txt", "0" * 64, "text/plain", "Muddring av inloppet")
    item = Item(f"{day}-{number}", number, "Muddring", 0, 20, document)
    meeting = Meeting(f"{day}", document, 0, 20, date=day, items=(item,))
    return Hit(meeting, item, Passage(1, item.id, meeting.id, 0, 20, ""), 0.5)


def test_retrieval_by_hand() -> None:
    relevant = {"q1": {"a": 1}, "q2": {"b": 1, "c": 1}, "q3": {"d": 1}, "none": {}}
    rankings = {"q1": ["x", "a"], "q2": ["b", "x", "y", "z", "w", "c"]}
    scores = retrieval_scores(relevant, rankings)
    assert scores["RR@10"] == {"q1": 0.5, "q2": 1.0, "q3": 0.0}
    assert scores["R@1"] == {"q1": 0.0, "q2": 0.5, "q3": 0.0}
    assert scores["R@5"] == {"q1": 1.0, "q2": 0.5, "q3": 0.0}
    assert scores["R@10"] == {"q1": 1.0, "q2": 1.0, "q3": 0.0}
    assert scores["R@100"] == scores["R@10"]
    assert scores["MAP"] == {"q1": 0.5, "q2": pytest.approx((1 + 2 / 6) / 2), "q3": 0.0}
    assert scores["nDCG@10"]["q1"] == pytest.approx(0.6309, abs=1e-4)  # 1 / log2(3)


def test_the_order_of_the_search_is_kept_where_names_would_break_ties() -> None:
    for order in (["a", "b"], ["b", "a"]):
        scores = retrieval_scores({"q": {"a": 1}}, {"q": order})
        assert scores["R@1"]["q"] == (order[0] == "a")


def test_ratio_and_interval() -> None:
    values = [Ratio(1, 1)] * 80 + [Ratio(0, 1)] * 20 + [Ratio(0, 0)] * 50
    assert ratio(values) == 0.8
    ends = interval(values)
    assert ends is not None
    # The normal approximation gives 0.8 ± 1.96·√(0.8·0.2/100) = 0.722…0.878.
    assert ends == pytest.approx((0.722, 0.878), abs=0.015)
    assert ends == interval(values), "the same questions give the same interval"
    assert ratio([Ratio(0, 0)]) is None
    assert interval([]) is None


def test_the_randomisation_test() -> None:
    same = [(Ratio(1, 1), Ratio(1, 1))] * 50
    five = [(Ratio(0, 1), Ratio(1, 1))] * 5
    six = [(Ratio(0, 1), Ratio(1, 1))] * 6
    assert swap_test(same) == 1.0
    # Of the 2^n ways to swap n one-sided changes two are as extreme as what was found.
    assert swap_test(same + five) == pytest.approx(2 / 2**5, abs=0.006)
    assert swap_test(same + six) == pytest.approx(2 / 2**6, abs=0.005)
    assert swap_test(five + [(b, a) for a, b in five]) == 1.0
    assert swap_test([(Ratio(0, 0), Ratio(1, 1))]) is None
    assert swap_test([(Ratio(1, 2), Ratio(1, 1)), (Ratio(0, 0), Ratio(0, 2))]) is not None


def test_difference_of_pairs() -> None:
    better = [(Ratio(0, 1), Ratio(1, 1))] * 10 + [(Ratio(1, 1), Ratio(1, 1))] * 90
    ends = difference_interval(better)
    assert ends is not None
    assert 0 < ends[0] < 0.1 < ends[1] < 0.2
    assert difference_interval([(Ratio(0, 0), Ratio(1, 1))]) is None


@pytest.mark.parametrize(
    ("question", "hits", "wanted", "names"),
    [
        (
            LabelledQuestion("a", "who", "?", meetings=(MAY,), items=("2",)),
            [hit(MAY, "3"), hit(JUNE, "2"), hit(MAY, "§ 2")],
            ("need:any",),
            ["2019-05-14-3", "2019-06-11-2", "need:any"],
        ),
        (  # one of the two is enough, so the second is no second find
            LabelledQuestion("a", "who", "?", meetings=(MAY, JUNE), items=("2",)),
            [hit(MAY, "2"), hit(JUNE, "2")],
            ("need:any",),
            ["need:any", "2019-06-11-2"],
        ),
        (
            LabelledQuestion("a", "over", "?", meetings=(MAY, JUNE), meetings_all=True),
            [hit(MAY, "2"), hit(MAY, "3"), hit(JUNE, None)],
            ("need:2019-05-14", "need:2019-06-11"),
            ["need:2019-05-14", "2019-05-14-3", "need:2019-06-11"],
        ),
        (LabelledQuestion("a", "none", "?", unanswerable=True), [], (), []),
    ],
)
def test_what_a_search_must_bring(
    question: LabelledQuestion, hits: list[Hit], wanted: tuple[str, ...], names: list[str]
) -> None:
    assert needs(question) == wanted
    assert ranking(question, hits) == names


class Scripted:
    """Searches and answers by a table."""

    def __init__(self, answers: dict[str, tuple[str, list[tuple[dt.date, str]]]]) -> None:
        self.answers = answers
        self.searched: list[str] = []
        self.histories: list[tuple[str, ...]] = []

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        self.histories.append(tuple(history))
        text, places = self.answers[question]
        citations = tuple(
            Citation(n, "id", "Hamnrådet", None, day, number, "T", "q", "a.txt", 0, 1, 1)
            for n, (day, number) in enumerate(places, start=1)
        )
        return Answer(
            question,
            f"{question} (fristående)",
            "answered" if text else "not_found",
            (Sentence(text, ()),) if text else (),
            None,
            citations,
            Searched(2, MAY, JUNE),
            0.01,
        )

    def search(self, query: str, k: int = 10, *, where: Filter = ANY) -> list[Hit]:
        self.searched.append(query)
        return [hit(day, number) for day, number in ((MAY, "1"), (MAY, "2"))][:k]


QUESTIONS = (
    LabelledQuestion("q1", "who", "Vem?", meetings=(MAY,), items=("2",), answer_any=("Vik",)),
    LabelledQuestion("q2", "who", "Och sedan?", ("Vem?",), (MAY,), answer_any=("Alm",)),
    LabelledQuestion("q3", "money", "Hur mycket?", meetings=(JUNE,), answer_any=("5 kr",)),
    LabelledQuestion("q4", "none", "Var?", unanswerable=True),
    LabelledQuestion("q5", "none", "Varför?", unanswerable=True),
)
ANSWERS: dict[str, tuple[str, list[tuple[dt.date, str]]]] = {
    "Vem?": ("Vik valdes.", [(MAY, "2"), (MAY, "3")]),
    "Och sedan?": ("Berg valdes.", [(MAY, "2")]),
    "Hur mycket?": ("", []),
    "Var?": ("", []),
    "Varför?": ("För att.", [(MAY, "1")]),
}


@pytest.fixture
def run() -> Evaluation:
    scripted = Scripted(ANSWERS)
    return run_questions(QUESTIONS, scripted, scripted, name="hamn")


def test_a_run_by_hand(run: Evaluation) -> None:
    measures = run.measures()
    assert measures["answer_accuracy"] == pytest.approx(1 / 3)  # q1 of q1, q2, q3
    assert measures["citation_precision"] == pytest.approx(2 / 3)  # q1: 1 of 2, q2: 1 of 1
    assert measures["refusal_precision"] == pytest.approx(1 / 2)  # q4 of q3, q4
    assert measures["refusal_recall"] == pytest.approx(1 / 2)  # q4 of q4, q5
    assert measures["R@1"] == pytest.approx(1 / 3)  # q2 asks for any item of the meeting
    assert measures["R@5"] == pytest.approx(2 / 3)  # q3's meeting was not found at all
    assert [result.id for result in run.failures()] == ["q2", "q3", "q5"]
    assert run.by_type()["none"].measures()["answer_accuracy"] is None
    assert run.by_type()["none"].measures()["refusal_recall"] == 0.5


def test_follow_ups_are_asked_with_their_history_and_searched_standalone() -> None:
    scripted = Scripted(ANSWERS)
    run_questions(QUESTIONS, scripted, scripted)
    assert scripted.histories[:2] == [(), ("Vem?",)]
    assert scripted.searched[1] == "Och sedan? (fristående)"
    assert len(scripted.searched) == 3, "what cannot be answered has nothing to be found"


def test_json_keeps_all_that_a_comparison_needs(run: Evaluation, tmp_path: Path) -> None:
    record = evaluation_json(run)
    assert {"questions", "measures", "intervals", "by_type", "seconds"} <= record.keys()
    assert record["questions"] == 5
    assert record["by_type"]["money"]["questions"] == 1
    path = tmp_path / "run.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    again = load_evaluation(path)
    assert again.measures() == run.measures()
    assert again.failures() == run.failures()


@pytest.mark.parametrize("text", ["{}", "[]", "no", '{"name": 1, "results": [2]}'])
def test_what_is_no_saved_run_is_said(text: str, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError, match="is not what eval --json prints"):
        load_evaluation(path)


def test_comparison(run: Evaluation) -> None:
    scripted = Scripted(
        ANSWERS | {"Och sedan?": ("Alm valdes.", [(MAY, "2")]), "Vem?": ("Ek.", [(MAY, "2")])}
    )
    comparison = compare(run, run_questions(QUESTIONS[:4], scripted, scripted))
    assert comparison.shared == 4
    assert [result.id for result in comparison.won] == ["q2"]
    assert [result.id for result in comparison.lost] == ["q1"]
    accuracy = next(c for c in comparison.changes if c.measure == "answer_accuracy")
    assert accuracy.before == accuracy.after == pytest.approx(1 / 3)
    assert not accuracy.certain


def test_comparison_of_different_sets_is_refused(run: Evaluation) -> None:
    other = Evaluation("other", (Result("z", "who", "?", {}),), 0.0)
    with pytest.raises(QuestionError, match="share no question"):
        compare(other, run)


def test_report_holds_every_question_and_no_markup_of_theirs(run: Evaluation) -> None:
    scripted = Scripted({"<b>Vem</b>?": ("", [])})
    question = LabelledQuestion("x", "who", "<b>Vem</b>?", meetings=(MAY,))
    page = html_report(run_questions([question], scripted, scripted))
    assert "&lt;b&gt;Vem&lt;/b&gt;?" in page
    assert "<b>" not in page
    assert "src=" not in page
    assert all(result.question in html_report(run) for result in run.results)


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    documents = [
        {"_id": "d1", "title": "Hamnen", "text": "Farleden muddras i höst."},
        {"_id": "d2", "title": "", "text": "Avgiften höjs."},
    ]
    queries = [
        {"_id": "q1", "text": "När muddras farleden?"},
        {"_id": "q2", "text": "Vem bor i Tångby?", "metadata": {"unanswerable": True}},
    ]
    (tmp_path / "qrels").mkdir()
    for name, records in (("corpus", documents), ("queries", queries)):
        text = "".join(json.dumps(record) + "\n" for record in records)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    qrels = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n"
    (tmp_path / "qrels" / "dev.tsv").write_text(qrels, encoding="utf-8")
    return tmp_path


def test_beir_folder(beir: Path) -> None:
    benchmark = load_benchmark(beir)
    assert benchmark.qrels == {"q1": {"d1": 1}}
    parsed = [(document, meetings) for document, meetings in as_meetings(benchmark)]
    assert [document.text for document, _ in parsed] == [
        "Hamnen\nFarleden muddras i höst.",
        "Avgiften höjs.",
    ]
    assert [meetings[0].items[0].id for _, meetings in parsed] == ["d1", "d2"]
    assert all(meetings[0].items[0].text == document.text for document, meetings in parsed)
    run = run_benchmark(benchmark, Scripted({}))
    assert [result.id for result in run.results] == ["q1"], "no answer, nothing to be found"
    assert run.measures()["R@10"] == 0.0
    assert "answer_accuracy" not in run.measures()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("corpus.jsonl", "{", "corpus.jsonl, line 1: no valid JSON"),
        ("corpus.jsonl", "", "corpus.jsonl is empty"),
        ("corpus.jsonl", '{"_id": "d1"}', 'line 1: wanted a text in the field "text"'),
        ("queries.jsonl", "7", "queries.jsonl, line 1: wanted a JSON object"),
        ("qrels/dev.tsv", "q1 d1 1", "dev.tsv, line 1: wanted query, document and score"),
        ("qrels/dev.tsv", "q9\td1\t1", 'line 1: no query has the id "q9"'),
        ("qrels/dev.tsv", "q1\td9\t1", 'line 1: no document has the id "d9"'),
        ("qrels/dev.tsv", "q1\td1\t0", "judges no document relevant"),
    ],
)
def test_what_is_wrong_with_a_beir_folder_is_said(
    beir: Path, name: str, text: str, message: str
) -> None:
    (beir / name).write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError) as caught:
        load_benchmark(beir)
    assert message in str(caught.value)


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels/dev.tsv"])
def test_a_missing_file_of_a_beir_folder_is_said(beir: Path, missing: str) -> None:
    (beir / missing).unlink()
    with pytest.raises(QuestionError):
        load_benchmark(beir)
