"""The command line: exit codes, one sentence for bad input, JSON to the letter."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import index.embedding
import ui.app
from fake_archive import FIRST, SECOND
from fakes import SharedWordsEmbedder
from index.archive import Archive
from ui.cli import main

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Return a function that runs the command line with a light embedder."""

    def load(model: str = "shared-words", **_: object) -> SharedWordsEmbedder:
        return SharedWordsEmbedder(model)

    def run_one(*arguments: object) -> Done:
        monkeypatch.chdir(tmp_path)  # where "archive", the default, is nobody's
        monkeypatch.setattr(sys, "argv", ["protokollsvar", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        else:
            code = 0
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    for name in ("ARCHIVE", "MODEL", "HOST", "PORT"):
        monkeypatch.delenv(f"PROTOKOLLSVAR_{name}", raising=False)
    monkeypatch.setattr(index.embedding, "load_embedder", load)
    return run_one


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "protokoll"
    folder.mkdir()
    (folder / "hamn-1.txt").write_text(FIRST, encoding="utf-8")
    (folder / "hamn-2.txt").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture
def archive(run: Run, source: Path, tmp_path: Path) -> Path:
    path = tmp_path / "arkiv"
    assert run("index", source, "--archive", path).code == 0
    return path


def test_index_reports_what_it_did(run: Run, source: Path, tmp_path: Path) -> None:
    path = tmp_path / "arkiv"
    first = run("index", source, "--archive", path, "--json")
    assert first.code == 0
    assert first.err == ""
    expected = ["added", "updated", "removed", "unchanged", "failed", "meetings", "items"]
    assert list(first.json)[: len(expected)] == expected
    assert (first.json["added"], first.json["meetings"], first.json["failed"]) == (2, 2, [])
    (source / "hamn-2.txt").unlink()
    second = run("index", source, "--archive", path)
    assert second.out.startswith("0 added, 0 updated, 1 removed, 1 unchanged, 0 failed\n")
    assert "read" in second.err, "the progress bar goes to stderr"


def test_a_broken_file_is_reported_and_skipped(run: Run, source: Path, tmp_path: Path) -> None:
    (source / "trasig.docx").write_bytes(b"this is no zip file")
    (source / "tal.csv").write_bytes(b"no protocol")
    (source / "kopia.txt").write_text(FIRST, encoding="utf-8")
    done = run("index", source, "--archive", tmp_path / "arkiv", "--json")
    assert done.code == 0
    assert [failed["path"] for failed in done.json["failed"]] == ["trasig.docx"]
    assert done.json["added"] == 2
    assert "Skipped: trasig.docx" in done.err
    assert "Passed over, of other kinds (1): tal.csv" in done.err
    assert "same content (1): kopia.txt" in done.err


def test_ask_keeps_the_contract(run: Run, archive: Path) -> None:
    done = run("ask", "Vem utsågs till hamnkapten?", "--archive", archive, "--json")
    assert done.code == 0
    record = done.json
    assert list(record) == [
        "question", "standalone_question", "status", "answer", "highlight", "citations",
        "searched", "seconds",
    ]  # fmt: skip
    assert record["status"] == "answered"
    assert record["highlight"] == "Signe Holmkvist"
    citation = record["citations"][0]
    assert list(citation) == [
        "n", "item_id", "body", "meeting", "date", "item", "title", "quote", "source", "start",
        "end", "page",
    ]  # fmt: skip
    assert (citation["meeting"], citation["date"], citation["item"]) == (
        "3/2019",
        "2019-05-14",
        "2",
    )
    assert FIRST[citation["start"] : citation["end"]] == citation["quote"]
    assert record["searched"] == {"meetings": 2, "from": "2019-05-14", "to": "2019-09-03"}


def test_ask_prints_what_was_searched_where_nothing_answers(run: Run, archive: Path) -> None:
    question = "Vem utsågs till skolchef i Vallentuna?"
    done = run("ask", question, "--archive", archive)
    assert done.code == 0
    assert done.out == (
        "Not found in the protocols; searched 2 meetings, 2019-05-14 to 2019-09-03. "
        "None of them has the words ”skolchef”, ”Vallentuna”.\n"
    )
    record = run("ask", question, "--archive", archive, "--json").json
    assert (record["status"], record["highlight"], record["citations"]) == ("not_found", None, [])
    assert record["refusal"] == {
        "reason": "not_mentioned",
        "words": ["skolchef", "Vallentuna"],
        "asked_for": None,
        "nearest": [],
    }


def test_a_follow_up_is_asked_after_the_earlier_questions(run: Run, archive: Path) -> None:
    done = run(
        "ask", "När tillträder hon?", "--after", "Vem utsågs till hamnkapten?",
        "--archive", archive, "--json",
    )  # fmt: skip
    assert done.code == 0
    assert done.json["question"] == "När tillträder hon?"


def test_search_keeps_the_contract(run: Run, archive: Path) -> None:
    done = run("search", "dygnsavgift gästbryggan", "-k", 1, "--archive", archive, "--json")
    (hit,) = done.json["hits"]
    contract = {
        "item_id", "body", "meeting", "date", "item", "title", "text", "score", "source", "start",
        "end",
    }  # fmt: skip
    assert contract <= hit.keys()
    assert list(done.json) == ["query", "hits", "seconds"]
    assert (hit["item"], hit["source"]) == ("§ 7", "hamn-2.txt")
    assert SECOND[hit["start"] : hit["end"]] == hit["text"]


@pytest.mark.parametrize(
    ("options", "meetings"),
    [
        ((), ["2019-05-14", "2019-09-03"]),
        (("--from", "2019-06-01"), ["2019-09-03"]),
        (("--to", "2019-05-14"), ["2019-05-14"]),
        (("--from", "2019-05-15", "--to", "2019-09-02"), []),
        (("--body", "hamnrådet"), ["2019-05-14", "2019-09-03"]),
        (("--body", "skolnämnden"), []),
        (("--person", "Alva Brandt"), ["2019-05-14"]),
    ],
)
def test_filters(run: Run, archive: Path, options: tuple[str, ...], meetings: list[str]) -> None:
    done = run("meetings", *options, "--archive", archive, "--json")
    assert [meeting["date"] for meeting in done.json["meetings"]] == meetings
    hits = run("search", "Hamnrådet", *options, "--archive", archive, "--json").json["hits"]
    assert {hit["date"] for hit in hits} <= set(meetings)


def test_show_prints_the_item_in_its_meeting(run: Run, archive: Path) -> None:
    hits = run("search", "hamnkapten", "--archive", archive, "--json").json["hits"]
    item_id = hits[0]["item_id"]
    done = run("show", item_id, "--archive", archive)
    assert done.out.startswith("Hamnrådet 3/2019, 2019-05-14\nhamn-1.txt, page 1\n")
    assert "att utse Signe Holmkvist till hamnkapten" in done.out
    record = run("show", item_id, "--archive", archive, "--json").json
    assert record["text"] == FIRST[record["start"] : record["end"]]
    assert record["meeting"]["number"] == "3/2019"


def test_parse_keeps_the_contract(run: Run, source: Path) -> None:
    done = run("parse", source / "hamn-1.txt", "--json")
    record = done.json
    contract = {
        "body", "number", "date", "start_time", "end_time", "place", "chair", "secretary",
        "attendees", "items", "warnings", "text_chars",
    }  # fmt: skip
    assert contract <= record.keys()
    assert (record["date"], record["start_time"]) == ("2019-05-14", "09:00")
    assert record["text_chars"] == len(FIRST)
    assert [item["number"] for item in record["items"]] == ["1", "2", "3"]
    late = next(person for person in record["attendees"] if person["name"] == "Ove Lindskog")
    assert late == {
        "name": "Ove Lindskog", "role": None, "place": "Sandhamra", "party": None,
        "status": "present", "from": "09:40", "to": None, "replaces": None, "items": None,
    }  # fmt: skip
    decision = record["items"][1]["decisions"][0]
    assert list(decision) == [
        "text", "start", "end", "kind", "decided_by", "amounts", "dates", "persons",
    ]  # fmt: skip
    assert (decision["kind"], FIRST[decision["start"] : decision["end"]]) == (
        "utser",
        decision["text"],
    )


def test_parse_draws_a_tree(run: Run, source: Path) -> None:
    out = run("parse", source / "hamn-1.txt").out
    assert "Hamnrådet 3/2019, 2019-05-14" in out
    assert "absent (1)" in out
    assert "utser: att utse Signe Holmkvist till hamnkapten" in out


def test_status_and_verify(run: Run, archive: Path) -> None:
    record = run("status", "--archive", archive, "--json").json
    assert (record["meetings"], record["from"], record["to"]) == (2, "2019-05-14", "2019-09-03")
    assert "2 meetings" in run("status", "--archive", archive).out
    assert run("verify", "--archive", archive, "--json").json["ok"] is True
    assert run("verify", "--archive", archive).out == f"{archive} is whole.\n"


def test_verify_finds_damage_and_repairs_it(run: Run, archive: Path) -> None:
    (vectors,) = (archive / "vectors").iterdir()
    vectors.write_bytes(b"damaged" + vectors.read_bytes()[7:])
    done = run("verify", "--archive", archive)
    assert done.code == 1
    assert vectors.name in done.out
    assert "run: protokollsvar verify --repair" in done.err
    repaired = run("verify", "--repair", "--archive", archive)
    assert (repaired.code, repaired.out) == (0, f"{archive} is whole.\n")
    assert run("verify", "--repair", "--archive", archive / "inget").code == 1


def test_search_says_why_it_found(run: Run, archive: Path) -> None:
    done = run("search", "dygnsavgift gästbryggan", "--archive", archive, "--json")
    why = done.json["hits"][0]["why"]
    assert why["words"] == ["Dygnsavgiften", "gästbryggan"]
    assert why["ranks"]["words"] == 1
    assert set(why) == {"words", "parts", "ranks"}


def test_eval_compares_settings_and_writes_and_reads_runs(
    run: Run, archive: Path, tmp_path: Path
) -> None:
    question = {
        "id": "a", "type": "who", "question": "Vem utsågs till hamnkapten?",
        "meetings": ["2019-05-14"], "items": ["2"], "answer_any": ["Signe Holmkvist"],
    }  # fmt: skip
    questions, trec = tmp_path / "egna.jsonl", tmp_path / "run.trec"
    questions.write_text(json.dumps(question), encoding="utf-8")
    own = ("--questions", questions, "--archive", archive)
    done = run("eval", *own, "--compare", "words", "--compare", "rrf", "--save-run", trec)
    assert done.code == 0
    assert "fused compared with words over 1 questions" in done.out
    assert "\nrrf " in done.out
    again = run("eval", *own, "--run", trec, "--json").json
    assert again["system"] == "run.trec"
    assert again["measures"]["R@1"] == 1.0
    trec.write_text("a Q0 finns-inte 1 1.0 x\n", encoding="utf-8")
    wrong = run("eval", *own, "--compare", trec)
    assert wrong.code == 1
    assert 'line 1: no document has the id "finns-inte"' in wrong.err


def test_eval_of_own_questions(run: Run, archive: Path, tmp_path: Path) -> None:
    right = {
        "id": "a", "type": "who", "question": "Vem utsågs till hamnkapten?",
        "meetings": ["2019-05-14"], "items": ["2"], "answer_any": ["Signe Holmkvist"],
    }  # fmt: skip
    wrong = {**right, "id": "b", "answer_any": ["Torsten Vik"]}
    questions = tmp_path / "egna.jsonl"
    questions.write_text(json.dumps(right) + "\n" + json.dumps(wrong), encoding="utf-8")
    own = ("--questions", questions, "--archive", archive)
    saved = run("eval", *own, "--json")
    assert saved.json["questions"] == 2
    assert saved.json["measures"]["answer_accuracy"] == 0.5
    assert saved.json["measures"]["R@1"] == 1.0
    earlier, report = tmp_path / "förr.json", tmp_path / "rapport.html"
    earlier.write_text(saved.out, encoding="utf-8")
    done = run("eval", *own, "--failures", "--compare", earlier, "--report", report)
    assert done.code == 0
    assert "expected: Torsten Vik (2019-05-14 item 2)" in done.out
    assert "over 2 questions" in done.out
    assert "Vem utsågs till hamnkapten?" in report.read_text(encoding="utf-8")


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("index {tmp}/finns-inte", "finns-inte"),
        ("index {tmp}/tom", "tom"),
        ("index {source} --archive {source}/hamn-1.txt", "hamn-1.txt"),
        ("index {source} --archive {archive} --model annan", "index --rebuild"),
        ("ask Vem? --archive {archive} --model annan", "annan"),
        ("search hamn --archive {archive} --model annan", "annan"),
        ("ask Vem? --archive {tmp}/finns-inte", "there is no archive in"),
        ("chat --archive {tmp}/finns-inte", "no archive"),
        ("chat --archive {archive} --port {port}", "{port}"),
        ("status --archive {tmp}/tom", "there is no archive in"),
        ("show finns-inte --archive {archive}", 'has the id "finns-inte"'),
        ("parse {tmp}/finns-inte.txt", "is not a file"),
        ("parse {source}", "is not a file"),
        ("parse {tmp}/bild.xyz", "bild.xyz"),
        ("ask Vem? --from igår --archive {archive}", '--from is "igår", wanted a day'),
        ("meetings --to 2019-02-30 --archive {archive}", '--to is "2019-02-30"'),
        ("meetings --from 2020-01-01 --to 2019-01-01 --archive {archive}", "is after"),
        ("eval --questions {tmp}/finns-inte.jsonl", "does not exist"),
        ("eval --questions {source}/hamn-1.txt --archive {archive}", "line 1: no valid JSON"),
        ("eval --beir {tmp}/finns-inte", "is not a folder"),
        ("eval --beir {tmp}/tom", "holds none of"),
        ("eval --compare {tmp}/finns-inte.json", "does not exist"),
    ],
)
def test_bad_input_gets_one_sentence(
    run: Run,
    archive: Path,
    source: Path,
    tmp_path: Path,
    busy_port: int,
    arguments: str,
    sentence: str,
) -> None:
    (tmp_path / "tom").mkdir()
    (tmp_path / "bild.xyz").write_bytes(b"\x00\x01")
    names = {"tmp": tmp_path, "source": source, "archive": archive, "port": busy_port}
    done = run(*(word.format(**names) for word in arguments.split()))
    assert done.code == 1
    assert done.out == ""
    assert done.err.startswith("protokollsvar: ")
    assert sentence.format(**names) in done.err
    assert done.err.count("\n") == 1, "one line"


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_blank_question_is_refused(run: Run, archive: Path, command: str, blank: str) -> None:
    done = run(command, blank, "--archive", archive)
    assert (done.code, done.out) == (1, "")
    assert "the question is empty" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        "finns-inte",
        "ask",
        "search hamn -k 0",
        "search hamn -k många",
        "chat --port 70000",
        "ask Vem? --finns-inte",
        "eval --questions a --beir b",
    ],
)
def test_wrong_usage_is_2(run: Run, arguments: str) -> None:
    done = run(*arguments.split())
    assert (done.code, done.out) == (2, "")
    assert "Error: " in done.err


def test_the_environment_is_read(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROTOKOLLSVAR_ARCHIVE", str(archive))
    assert run("status", "--json").json["meetings"] == 2
    monkeypatch.setenv("PROTOKOLLSVAR_PORT", "många")
    done = run("status")
    assert (done.code, done.out) == (1, "")
    assert 'PROTOKOLLSVAR_PORT is "många"' in done.err


def test_ctrl_c_is_one_sentence(run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "status", interrupt)
    done = run("status", "--archive", archive)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[-1].startswith("protokollsvar: interrupted")


def test_ctrl_c_is_how_the_chat_ends(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def serve(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ui.app, "serve", serve)
    done = run("chat", "--archive", archive)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_a_reader_that_leaves_early_is_no_error(archive: Path) -> None:
    code = "from ui.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "meetings", "--archive", archive],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
    assert process.returncode == 1
    assert err == ""


def test_version(run: Run) -> None:
    assert run("--version").out == "0.1.0\n"
