"""How long an answer takes: `python -m eval.bench.answers [--archive DIR] [--passages N]`.

The demo's questions are asked of an archive of 10,000 passages, grown from the demo's protocols and
kept in DIR for the next time. What is said is the time beyond embedding the question, by stage, on
two cores: the median and the 95th percentile, by the clock and as the processor counts it. Where
others work on the same cores, only the second says what an answer costs.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar
from unittest import mock

from eval.archives import DEMO_QUESTIONS
from eval.bench.grown import grown_archive
from eval.questions import LabelledQuestion, load_questions
from index.archive import Archive
from index.embedding import Embedder, load_embedder

STAGES = ("embedding", "search", "reading", "proof", "the rest")
_CORES = 2
_WARMING = 12  # questions before the measurement: models load, words are folded

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Took:
    """What one question took, in seconds by stage; the stages do not overlap."""

    wall: dict[str, float]
    processor: dict[str, float]
    answered: bool
    embedded: int  # how often the model was asked for a vector


class Clock:
    """Adds up what each stage takes; a stage inside another is counted once, as the inner."""

    def __init__(self) -> None:
        self.calls: dict[str, int] = defaultdict(int)
        self.wall: dict[str, float] = defaultdict(float)
        self.processor: dict[str, float] = defaultdict(float)
        self._within: list[str] = []
        self._since = (0.0, 0.0)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what is done within as of the stage `name`."""
        self._turn()
        self._within.append(name)
        self.calls[name] += 1
        try:
            yield
        finally:
            self._turn()
            self._within.pop()

    def timed(self, name: str, function: Callable[P, R]) -> Callable[P, R]:
        """Return `function`, its calls counted as of the stage `name`."""

        @wraps(function)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.stage(name):
                return function(*args, **kwargs)

        return counted

    def _turn(self) -> None:
        """Give what passed since the last turn to the stage that it passed in."""
        now = (time.perf_counter(), time.process_time())
        if self._within:
            self.wall[self._within[-1]] += now[0] - self._since[0]
            self.processor[self._within[-1]] += now[1] - self._since[1]
        self._since = now


def main(arguments: list[str]) -> int:
    """Measure and print the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.answers", description=__doc__)
    parser.add_argument("--archive", type=Path, default=Path("archive-bench"), metavar="DIR")
    parser.add_argument("--passages", type=int, default=10_000, metavar="N")
    parser.add_argument("--most", type=int, metavar="N", help="ask the first N questions only")
    chosen = parser.parse_args(arguments)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:_CORES])
    embedder = load_embedder(many=True)  # as the chat asks
    archive = grown_archive(chosen.archive, chosen.passages, embedder, _say)
    took = measure(archive, embedder, load_questions(DEMO_QUESTIONS), chosen.most)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # MiB on Linux
    status = archive.status()
    sys.stdout.write(
        f"{status.passages} passages of {status.meetings} meetings, {len(took)} questions, "
        f"{sum(one.answered for one in took)} answered; greatest memory {memory:.0f} MiB\n"
        f"{table(took)}"
    )
    return 0


def measure(
    archive: Archive,
    embedder: Embedder,
    questions: Sequence[LabelledQuestion],
    most: int | None = None,
) -> list[Took]:
    """Ask the questions that stand by themselves once, at most `most`; return what each took.

    Some follow-ups are asked before the measurement, for the models to load.
    """
    from index.search import Searcher
    from qa.assistant import ArchiveAssistant
    from qa.proof import proven
    from qa.reader import Reader

    searcher, reader = Searcher(archive, embedder), Reader(many=True)
    asked = ArchiveAssistant(archive, searcher, reader)
    for question in [one for one in questions if one.history][:_WARMING]:
        asked.ask(question.question)
    took = []
    for question in [one for one in questions if not one.history][:most]:
        clock = Clock()
        with (
            mock.patch.object(
                embedder, "embed_queries", clock.timed("embedding", embedder.embed_queries)
            ),
            mock.patch.object(searcher, "search", clock.timed("search", searcher.search)),
            mock.patch.object(reader, "read_parts", clock.timed("reading", reader.read_parts)),
            mock.patch("qa.assistant.proven", clock.timed("proof", proven)),
            clock.stage("the rest"),
        ):
            answer = asked.ask(question.question)
        took.append(
            Took(
                dict(clock.wall),
                dict(clock.processor),
                answer.status == "answered",
                clock.calls["embedding"],
            )
        )
    return took


def table(took: Sequence[Took]) -> str:
    """Return the table: milliseconds by stage, and beyond embedding the question."""
    lines = [
        "| stage | median, ms | 95 %, ms | processor: median, ms | 95 %, ms |",
        "|---|---|---|---|---|",
    ]
    lines += [_row(stage, took, (stage,)) for stage in STAGES]
    lines.append(_row("all but embedding", took, STAGES[1:]))
    twice = sum(one.embedded > 1 for one in took)
    return "\n".join(lines) + f"\n{twice} questions were embedded more than once\n"


def _row(name: str, took: Sequence[Took], stages: Sequence[str]) -> str:
    cells = []
    for of in ("wall", "processor"):
        values = sorted(sum(getattr(one, of).get(each, 0.0) for each in stages) for one in took)
        cells += [f"{1000 * _quantile(values, share):.1f}" for share in (0.5, 0.95)]
    return f"| {name} | {' | '.join(cells)} |"


def _quantile(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def _say(stage: str, done: int, total: int) -> None:
    sys.stderr.write(f"\r{stage} {done}/{total}   ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
