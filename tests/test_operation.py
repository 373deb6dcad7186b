"""What an operator sees and relies on: figures, logs without questions, ids, an orderly stop."""

from __future__ import annotations

import gc
import json
import logging
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from fake_archive import FakeArchive, FakeAssistant
from fakes import SharedWordsEmbedder
from index.archive import Archive, verify_archive
from index.errors import ArchiveError, QuestionError
from index.last_sync import LastSync, last_sync, note_sync
from index.nouns import ANY, Filter
from qa.nouns import Answer
from tiny_protocols import LADA, store_texts
from ui import request_ids
from ui.app import create_app
from ui.live import Figures
from ui.logs import QUESTIONS, LogFormat, set_up_logging
from ui.metrics import PATH, Metrics
from ui.operation import Observed, Operation
from ui.settings import SettingError, Settings

SECRET = "Har Sixten Hemlin fått avslag?"
HERE = Path(__file__).parent


class MoodyAssistant(FakeAssistant):
    """Answers, finds nothing or fails, as the question says."""

    def ask(self, question: str, /, history: Sequence[str] = (), where: Filter = ANY) -> Answer:
        if question == "fel":
            raise RuntimeError(SECRET)
        if question == "tom":
            raise QuestionError(SECRET)
        return super().ask(question, history, where)


class Server:
    """The whole app with its own figures, asked without a network."""

    def __init__(self) -> None:
        self.operation = Operation()
        archive = FakeArchive()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.app = create_app(archive, MoodyAssistant(archive), operation=self.operation)
            gc.collect()
        self.page = self.trusting("testclient")

    def trusting(self, address: str | None) -> TestClient:
        return TestClient(
            Observed(self.app, self.operation, address),
            base_url="http://127.0.0.1",
            raise_server_exceptions=False,
        )

    def figures(self) -> dict[str, float]:
        lines = self.page.get(PATH).text.splitlines()
        pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
        return {name: float(value) for name, value in pairs}


@pytest.fixture(scope="module")
def server() -> Server:
    return Server()


@pytest.fixture
def own_logging() -> Iterator[None]:
    """What a test does to the loggers is taken back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    ours = logging.getLogger("protokollsvar").level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("protokollsvar").setLevel(ours)


def test_the_figures(server: Server) -> None:
    before = server.figures()
    asked = {"question": "Vem är hamnkapten?"}
    assert server.page.get("/api/ask", params=asked).json()["status"] == "answered"
    assert server.page.get("/api/ask", params={"question": SECRET}).json()["status"] == "not_found"
    assert server.page.get("/api/ask", params={"question": "tom"}).status_code == 400
    assert server.page.get("/api/ask", params={"question": "fel"}).status_code == 500
    assert server.page.get("/api/items/hamn-1").status_code == 200
    assert server.page.get("/finns/inte").status_code == 404
    after = server.figures()

    def grew(name: str) -> float:
        return after[name] - before.get(name, 0.0)

    for status in ("answered", "not_found", "refused", "failed"):
        assert grew(f'protokollsvar_questions_total{{status="{status}"}}') == 1
    requests = 'protokollsvar_requests_total{method="GET",route="%s",status="%s"}'
    assert [grew(requests % ("/api/ask", status)) for status in (200, 400, 500)] == [2, 1, 1]
    assert grew(requests % ("/api/items/{item_id}", 200)) == 1
    assert grew(requests % ("other", 404)) == 1
    assert grew("protokollsvar_answer_seconds_count") == 4
    assert after["protokollsvar_archive_generation"] == 1
    assert after["protokollsvar_archive_meetings"] == 2
    assert after["protokollsvar_archive_passages"] == 4
    assert after["protokollsvar_running"] == 1  # the reading itself
    text = server.page.get(PATH).text
    assert not [word for word in ("Hemlin", "hamnkapten", "finns/inte") if word in text]


def test_the_figures_can_be_switched_off() -> None:
    archive = FakeArchive()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app = create_app(archive, MoodyAssistant(archive), with_metrics=False)
        gc.collect()
    assert TestClient(app).get(PATH).status_code == 404


def test_how_the_last_sync_ended_is_noted_checked_and_shown(tmp_path: Path) -> None:
    store_texts({"lada.txt": LADA}, tmp_path / "archive", SharedWordsEmbedder())
    path = tmp_path / "archive"
    metrics, live = Metrics(), Figures(Archive.open(path))
    metrics.watch(live.status, live.last_sync)
    assert "protokollsvar_sync_success" not in metrics.text().decode()
    last = LastSync("2024-05-01T10:00:00+00:00", True, 2.5, added=1, unchanged=3)
    note_sync(path, last)
    assert last_sync(path) == last
    assert verify_archive(path) == []
    text = metrics.text().decode()
    assert "protokollsvar_sync_success 1.0" in text
    assert 'protokollsvar_sync_documents{outcome="unchanged"} 3.0' in text
    assert "protokollsvar_sync_timestamp_seconds 1.7145576e+09" in text
    note = path / "sync.json"
    whole = note.read_bytes()
    for at in range(len(whole)):
        note.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert last_sync(path) is None
    assert any("sync.json" in line for line in verify_archive(path))
    note_sync(tmp_path / "finns inte", last)
    assert not (tmp_path / "finns inte").exists()


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [("abc-123_X.9", True), ("a" * 65, False), ("", False), ("a b", False), ("å", False)],
)
def test_a_request_id_of_the_trusted_proxy_is_taken_if_it_is_harmless(
    server: Server, given: str, is_kept: bool
) -> None:
    answer = server.page.get("/healthz", headers=[(b"X-Request-ID", given.encode())])
    assert (answer.headers["x-request-id"] == given) == is_kept
    assert len(answer.headers["x-request-id"]) in (len(given), 32)


def test_nobody_else_gives_request_ids(server: Server) -> None:
    for trusted in (None, "10.0.0.1"):
        page = server.trusting(trusted)
        ids = {page.get("/healthz", headers={"X-Request-ID": "x"}).headers["x-request-id"]}
        ids.add(page.get("/healthz").headers["x-request-id"])
        assert "x" not in ids
        assert len(ids) == 2


def test_each_line_says_for_which_request_and_none_what_was_asked(
    server: Server, own_logging: None, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(as_json=True)
    for question in (SECRET, "tom", "fel"):
        server.page.get(
            "/api/ask", params={"question": question}, headers={"X-Request-ID": f"id-{question[0]}"}
        )
    server.page.get(f"/{SECRET}")
    said = capfd.readouterr().err
    records = [json.loads(line) for line in said.splitlines()]
    assert {"id-H", "id-t", "id-f"} < {record["request_id"] for record in records}
    asked = [record for record in records if record["logger"] == QUESTIONS.name]
    assert [record["status"] for record in asked] == ["not_found", "refused", "failed"]
    routes = [record.get("route") for record in records if "route" in record]
    assert routes == ["/api/ask", "/api/ask", "/api/ask", "other"]
    assert "Hemlin" not in said
    set_up_logging(as_json=True, with_questions=True)
    server.page.get("/api/ask", params={"question": SECRET})
    assert SECRET in capfd.readouterr().err


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError(SECRET), False),
        (QuestionError(SECRET), False),
        (ArchiveError("the records are damaged"), True),
        (FileNotFoundError(2, "No such file", "arkiv"), True),
    ],
)
def test_an_error_is_logged_with_its_way_and_its_words_only_if_they_are_ours(
    error: Exception, said: bool, as_json: bool
) -> None:
    def logged() -> str:
        try:
            try:
                raise error
            except Exception as cause:
                raise RuntimeError(SECRET) from cause
        except RuntimeError:
            record = logging.LogRecord("x", 40, "", 0, "no", (), sys.exc_info())
        return LogFormat(as_json=as_json).format(record)

    text = logged()
    assert "Hemlin" not in text
    assert "in logged" in text
    assert type(error).__name__ in text
    assert (str(error) in text) == said
    assert json.loads(text)["error"] if as_json else text.startswith("ERROR x: no\n")


def test_the_steps_of_an_answer_carry_the_id_on_every_thread() -> None:
    operation = Operation()
    seen: list[str | None] = []

    def steps() -> Generator[int, None, None]:
        try:
            for number in range(3):
                seen.append(request_ids.current())
                yield number
        finally:
            seen.append("closed")

    following = operation.follow("id-7", steps())
    for _ in range(2):
        thread = threading.Thread(target=lambda: next(following))
        thread.start()
        thread.join()
    assert operation.running == 1
    following.close()
    assert (operation.running, seen) == (0, ["id-7", "id-7", "closed"])
    assert list(operation.follow(None, steps())) == [0, 1, 2]
    assert request_ids.current() is None


class Process:
    """A real server in a process of its own."""

    def __init__(self, folder: Path, limit: float) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, HERE / "stopping.py", folder, str(limit)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.address = self.line()
        self.answers: list[httpx.Response | Exception] = []

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def ask(self) -> threading.Thread:
        """Ask on a thread, and return when the question has come in."""

        def work() -> None:
            try:
                self.answers.append(
                    httpx.get(f"{self.address}/api/ask", params={"question": "hamn"}, timeout=60)
                )
            except httpx.HTTPError as error:
                self.answers.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        assert self.line() == "asked"
        return thread


@pytest.fixture
def running(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Process]:
    process = Process(tmp_path, request.param)
    yield process
    process.process.kill()
    process.process.communicate()


def send_nonsense(address: str) -> str:
    """Send Gradio what its page never would, with a question in it; return what came back."""
    with httpx.Client(base_url=address, timeout=60) as page:
        ask = next(
            one["id"]
            for one in page.get("/config").json()["dependencies"]
            if any(target[1] == "submit" for target in one["targets"])
        )
        history = [{"role": "user", "content": SECRET}]  # wanted: a list of blocks
        said = {"data": [SECRET, history], "fn_index": ask, "session_hash": "s"}
        assert page.post("/gradio_api/queue/join", json=said).status_code == 200
        return page.get("/gradio_api/queue/data", params={"session_hash": "s"}).text


@pytest.mark.parametrize("running", [60.0], indirect=True)
def test_a_stop_lets_answers_finish_refuses_new_ones_and_hangs_up(running: Process) -> None:
    with (
        httpx.Client(base_url=running.address, timeout=60) as other,
        httpx.Client(timeout=60) as held,
        held.stream("GET", f"{running.address}/gradio_api/heartbeat/x") as beats,
    ):
        assert other.get("/readyz").status_code == 200
        assert '"success":false' in send_nonsense(running.address)
        chunks = beats.iter_raw()
        next(chunks)
        asking = running.ask()
        running.process.send_signal(signal.SIGTERM)
        while (ready := other.get("/readyz")).status_code == 200:
            pass
        assert ready.status_code == 503
        assert other.get("/healthz").status_code == 200
        assert other.get("/api/ask", params={"question": "hamn"}).status_code == 503
        assert running.process.poll() is None
        (running.folder / "go").touch()
        asking.join()
        assert [getattr(one, "status_code", one) for one in running.answers] == [200]
        assert running.process.wait(60) in (0, -signal.SIGTERM)
        list(chunks)  # ended in order, not broken off
    assert running.process.stderr is not None
    said = running.process.stderr.read()
    assert "an event of the page failed" in said
    assert "Hemlin" not in said


@pytest.mark.parametrize("running", [0.1], indirect=True)
def test_a_stop_does_not_wait_for_ever(running: Process) -> None:
    asking = running.ask()
    running.process.send_signal(signal.SIGTERM)
    said = running.process.communicate(timeout=60)[1]
    asking.join()
    assert "not done within 0.1 seconds" in said
    assert len(running.answers) == 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [("LOG", "xml"), ("LOG_QUESTIONS", "ja"), ("METRICS", "1"), ("METRICS_PORT", "0"),
     ("METRICS_PORT", "70000"), ("STOP_SECONDS", "0"), ("STOP_SECONDS", "snart")],
)  # fmt: skip
def test_a_wrong_setting_is_refused(variable: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"PROTOKOLLSVAR_{variable}"):
        Settings.from_environment({f"PROTOKOLLSVAR_{variable}": value})


def test_the_settings_are_read() -> None:
    found = Settings.from_environment(
        {"PROTOKOLLSVAR_LOG": "json", "PROTOKOLLSVAR_LOG_QUESTIONS": "on",
         "PROTOKOLLSVAR_METRICS": "off", "PROTOKOLLSVAR_METRICS_PORT": "9464",
         "PROTOKOLLSVAR_STOP_SECONDS": "5"}
    )  # fmt: skip
    assert (found.log, found.log_questions, found.metrics) == ("json", True, False)
    assert (found.metrics_port, found.stop_seconds) == (9464, 5)
    assert (Settings().log_questions, Settings().metrics_port) == (False, None)
