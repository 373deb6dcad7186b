"""Other rankings of the same archive, and what a run is compared with."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.beir import load_benchmark
from eval.comparing import compare
from eval.questions import LabelledQuestion
from eval.report import html_report
from eval.saved import evaluation_json
from eval.subjects import BenchmarkSubject, QuestionSubject, absent_labels, rival_of
from eval.trec import run_text
from eval.variants import SETTINGS, Remembering
from fakes import SharedWordsEmbedder
from index.archive import Archive
from index.embedding import Vectors
from index.errors import QuestionError
from qa.nouns import Assistant
from tiny_protocols import LADA, SKOLA, store_texts

EMBEDDER = SharedWordsEmbedder()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    path = tmp_path_factory.mktemp("olika") / "archive"
    store_texts({"lada.txt": LADA, "skola.txt": SKOLA}, path, EMBEDDER)
    return Archive.open(path, EMBEDDER.identity)


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_finds_the_item_and_nothing_twice(archive: Archive, setting: str) -> None:
    hits = SETTINGS[setting](archive, EMBEDDER).search("rivning av ladan", 100)
    assert hits[0].item.title == "Rivning av ladan"
    assert len({hit.item.id for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(SETTINGS[setting](archive, EMBEDDER).search("ladan", 1)) == 1
    assert SETTINGS[setting](archive, EMBEDDER).search("  ", 10) == []


def test_a_part_of_a_word_is_found_by_parts_alone(archive: Archive) -> None:
    assert SETTINGS["grams"](archive, EMBEDDER).search("sekretariat")
    assert SETTINGS["words"](archive, EMBEDDER).search("sekretariat") == []


def test_reciprocal_ranks_by_hand(archive: Archive) -> None:
    first = SETTINGS["rrf"](archive, EMBEDDER).search("rivning av ladan", 5)[0]
    assert first.score == pytest.approx(3 / 61)  # first in each of the three legs


def test_a_question_is_embedded_once() -> None:
    class Counting(SharedWordsEmbedder):
        asked = 0

        def embed_queries(self, texts: Sequence[str], /) -> Vectors:
            self.asked += len(texts)
            return super().embed_queries(texts)

    counting = Counting()
    remembering = Remembering(counting)
    assert (remembering.embed_queries(["a", "b"]) == remembering.embed_queries(["a", "b"])).all()
    assert counting.asked == 2


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "hamn"
    (folder / "qrels").mkdir(parents=True)
    documents = {"d1": "Farleden muddras i höst.", "d2": "Avgiften höjs.", "d3": "Kajen målas."}
    queries = {"q1": "När muddras farleden?", "q2": "När målas kajen?"}
    for name, records in (("corpus", documents), ("queries", queries)):
        text = "".join(json.dumps({"_id": k, "text": v}) + "\n" for k, v in records.items())
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    qrels = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td3\t1\n"
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_five_rows_in_one_report(beir: Path, tmp_path: Path) -> None:
    subject = BenchmarkSubject(load_benchmark(beir), tmp_path / "archive", EMBEDDER)
    run = subject.shipped()
    assert run.measures()["nDCG@10"] == 1.0
    assert run.run["q1"][0][0] == "d1"
    assert run.results[0].rank == 1
    assert run.results[0].found[0].right
    assert run.results[0].found[0].why.words == ("muddras", "Farleden")
    others = [subject.rival(rival_of(name), {}) for name in ("dense", "words", "grams", "rrf")]
    page = html_report(run, others)
    for name in ("fused", "dense", "words", "grams", "rrf"):
        assert f"<tr><td>{name}<td" in page
    assert page.count("<svg") >= 8
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def test_a_run_file_is_measured_like_a_search(beir: Path, tmp_path: Path) -> None:
    subject = BenchmarkSubject(load_benchmark(beir), tmp_path / "archive", EMBEDDER)
    run = subject.shipped()
    path = tmp_path / "run.trec"
    path.write_text(run_text(run.run, "fused"), encoding="utf-8")
    again = subject.from_file(path)
    assert again.measures() == run.measures()
    assert again.system == "run.trec"
    path.write_text("q1 Q0 d2 1 1 x\nq1 Q0 d1 2 0.5 x\n", encoding="utf-8")
    worse = subject.from_file(path)
    assert worse.measures()["R@1"] == 0.0, "a question without a ranking counts as lost"
    comparison = compare(worse, run)
    assert [each.id for each in comparison.won] == ["q2", "q1"], "the greatest change first"
    assert (comparison.before, comparison.after) == ("run.trec", "fused")
    saved = tmp_path / "run.json"
    saved.write_text(json.dumps(evaluation_json(run)), encoding="utf-8")
    assert subject.from_file(saved).results == run.results


def test_a_question_set_in_other_settings_and_from_a_file(archive: Archive, tmp_path: Path) -> None:
    day = next(meeting.date for meeting in archive.meetings() if meeting.date)
    questions = (
        LabelledQuestion("a", "x", "rivning av ladan", meetings=(day,)),
        LabelledQuestion("b", "x", "Finns här inte?", unanswerable=True),
    )
    subject = QuestionSubject(questions, "egna", archive, EMBEDDER, _no_assistant)
    run = subject.rival(rival_of("words"), {})
    assert [result.id for result in run.results] == ["a"]
    assert run.results[0].found[0].place.title == "Rivning av ladan"
    path = tmp_path / "run.trec"
    path.write_text(run_text(run.run, "x"), encoding="utf-8")
    assert subject.from_file(path).measures() == run.measures()


def _no_assistant(*_: object) -> Assistant:
    raise AssertionError


def test_a_label_of_a_meeting_that_is_not_there_is_said(archive: Archive) -> None:
    questions = (LabelledQuestion("a", "x", "?", meetings=(dt.date(1999, 1, 1),)),)
    (sentence,) = absent_labels(questions, archive)
    assert '"a" wants a meeting of 1999-01-01' in sentence


def test_what_can_be_compared_with(tmp_path: Path) -> None:
    assert rival_of("rrf").setting == "rrf"
    assert rival_of("model=BAAI/bge-m3").model == "BAAI/bge-m3"
    with pytest.raises(QuestionError, match="does not exist; compare with a saved eval --json"):
        rival_of(str(tmp_path / "nej.trec"))
