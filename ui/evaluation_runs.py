"""The evaluations that are asked for in the browser: one runs at a time, the last ones are kept."""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from eval.questions import LabelledQuestion
from eval.running import Evaluation, Search, run_questions
from index.errors import ProtokollsvarError
from qa.nouns import Assistant

KEPT = 10  # runs; one of 300 questions takes about 1 MB

_logger = logging.getLogger(__name__)


class BusyError(ProtokollsvarError):
    """Another run is under way."""


@dataclass(slots=True)
class Started:
    """A run as the page sees it: it changes until `evaluation` or `failed` is set."""

    id: str
    name: str
    total: int
    done: int = 0
    evaluation: Evaluation | None = None
    failed: bool = False

    @property
    def over(self) -> bool:
        """Whether it will not change any more."""
        return self.failed or self.evaluation is not None


class Runs:
    """Runs question sets in the background; safe to use from many threads."""

    def __init__(self, search: Search, assistant: Assistant) -> None:
        self._search = search
        self._assistant = assistant
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Started] = OrderedDict()

    def start(self, name: str, questions: Sequence[LabelledQuestion]) -> Started:
        """Begin to run `questions`; BusyError while another run is under way."""
        with self._lock:
            if any(not run.over for run in self._kept.values()):
                raise BusyError("another evaluation is under way; wait until it is done")
            run = Started(secrets.token_urlsafe(9), name, len(questions))
            self._kept[run.id] = run
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        threading.Thread(
            target=self._work, args=(run, questions), name="protokollsvar-eval", daemon=True
        ).start()
        return run

    def get(self, run_id: str) -> Started | None:
        """Return a run that is kept."""
        with self._lock:
            return self._kept.get(run_id)

    def latest(self) -> list[Started]:
        """Return the runs that are kept, the latest first."""
        with self._lock:
            return list(reversed(self._kept.values()))

    def _work(self, run: Started, questions: Sequence[LabelledQuestion]) -> None:
        def report(done: int, _total: int) -> None:
            run.done = done

        try:
            run.evaluation = run_questions(
                questions, self._search, self._assistant, name=run.name, progress=report
            )
        except Exception:
            # One run must not end the page; the operator finds the cause in the log.
            _logger.exception("could not run the question set %s", run.name)
            run.failed = True
