"""What is evaluated: a question set over an archive, or a benchmark over an archive of its own.

Either can be run as it ships, in another setting or with another model, or be given a run file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from eval.archives import Stages, benchmark_archive, beside
from eval.beir import Benchmark, run_benchmark, score_run
from eval.questions import LabelledQuestion
from eval.running import (
    SHIPPED,
    Evaluation,
    Progress,
    run_questions,
    run_search,
    score_hits,
)
from eval.saved import load_evaluation
from eval.trec import is_run, read_run
from eval.variants import SETTINGS, Remembering
from index.archive import Archive
from index.embedding import Embedder, load_embedder
from index.errors import QuestionError
from index.nouns import Document, Hit, Item, Meeting, Passage, slug
from index.search import Searcher
from qa.nouns import Assistant

_MODEL = "model="


@dataclass(frozen=True, slots=True)
class Rival:
    """What a run is compared with: another setting, another model, or what a file holds."""

    name: str
    setting: str = SHIPPED
    model: str | None = None
    file: Path | None = None


def rival_of(text: str) -> Rival:
    """Return what `text` names: a setting, `model=NAME`, or else a file; QuestionError if none."""
    if text in SETTINGS:
        return Rival(text, setting=text)
    if text.startswith(_MODEL) and len(text) > len(_MODEL):
        return Rival(text, model=text.removeprefix(_MODEL))
    path = Path(text)
    if not path.is_file():
        raise QuestionError(
            f"{text} does not exist; compare with a saved eval --json, a TREC run file, "
            f"{', '.join(SETTINGS)} or {_MODEL}NAME"
        )
    return Rival(path.name, file=path)


class Subject(Protocol):
    """Something that can be run and measured."""

    def shipped(self, progress: Stages | None = None) -> Evaluation:
        """Run what ships."""

    def rival(
        self, rival: Rival, asked: Mapping[str, str], /, progress: Stages | None = None
    ) -> Evaluation:
        """Run a setting or a model; `asked` gives what to search for instead of a follow-up."""

    def from_file(self, path: Path) -> Evaluation:
        """Measure a TREC run or a saved evaluation; QuestionError if `path` holds neither."""


class BenchmarkSubject:
    """A BEIR folder; the archive of its documents is kept beside the user's for the next time."""

    def __init__(self, benchmark: Benchmark, beside_archive: Path, embedder: Embedder) -> None:
        self._benchmark = benchmark
        self._beside = beside_archive
        self._embedder = Remembering(embedder)

    def shipped(self, progress: Stages | None = None) -> Evaluation:
        """Run what ships."""
        return self._run(self._embedder, None, SHIPPED, SHIPPED, progress)

    def rival(
        self, rival: Rival, _asked: Mapping[str, str], /, progress: Stages | None = None
    ) -> Evaluation:
        """Run a setting or a model over the same questions."""
        embedder = load_embedder(rival.model) if rival.model else self._embedder
        return self._run(embedder, rival.model, rival.setting, rival.name, progress)

    def from_file(self, path: Path) -> Evaluation:
        """Measure a TREC run or a saved evaluation."""
        if not is_run(path):
            return load_evaluation(path)
        run = read_run(path, self._benchmark.queries, self._benchmark.documents)
        return score_run(self._benchmark, run, path.name)

    def _run(
        self,
        embedder: Embedder,
        model: str | None,
        setting: str,
        name: str,
        progress: Stages | None,
    ) -> Evaluation:
        folder = f"beir-{self._benchmark.name}" + (f"-{slug(model)}" if model else "")
        path = beside(self._beside, folder)
        archive = benchmark_archive(self._benchmark, path, embedder, progress)
        search = SETTINGS[setting](archive, embedder)
        return run_benchmark(self._benchmark, search, _stage(progress, name), system=name)


class QuestionSubject:
    """A question set of our own form over an archive."""

    def __init__(
        self,
        questions: tuple[LabelledQuestion, ...],
        name: str,
        archive: Archive,
        embedder: Embedder,
        make_assistant: Callable[[Archive, Searcher], Assistant],
    ) -> None:
        self._questions = questions
        self._name = name
        self._archive = archive
        self._embedder = Remembering(embedder)
        self._make_assistant = make_assistant

    def shipped(self, progress: Stages | None = None) -> Evaluation:
        """Ask and search every question."""
        search = SETTINGS[SHIPPED](self._archive, self._embedder)
        return run_questions(
            self._questions,
            search,
            self._make_assistant(self._archive, Searcher(self._archive, self._embedder)),
            name=self._name,
            progress=_stage(progress, "ask"),
        )

    def rival(
        self, rival: Rival, asked: Mapping[str, str], /, progress: Stages | None = None
    ) -> Evaluation:
        """Search in another setting or with another model; answers are not asked for."""
        archive, embedder = self._archive, self._embedder
        if rival.model:
            embedder = Remembering(load_embedder(rival.model))
            archive = _with_model(self._archive, rival.model, embedder, progress)
        return run_search(
            self._questions,
            asked,
            SETTINGS[rival.setting](archive, embedder),
            name=self._name,
            system=rival.name,
            progress=_stage(progress, rival.name),
        )

    def from_file(self, path: Path) -> Evaluation:
        """Measure a TREC run over the archive's item ids, or a saved evaluation."""
        if not is_run(path):
            return load_evaluation(path)
        items = {
            item.id: (meeting, item)
            for meeting in self._archive.meetings()
            for item in meeting.items
        }
        run = read_run(path, {question.id for question in self._questions}, items)
        hits = {
            query: [_hit(*items[item_id], score) for item_id, score in pairs]
            for query, pairs in run.items()
        }
        return score_hits(self._questions, hits, name=self._name, system=path.name)


def absent_labels(questions: tuple[LabelledQuestion, ...], archive: Archive) -> list[str]:
    """Return a sentence for each question whose meetings are none of the archive's.

    It counts all the same, as lost: it may be the reader that lost the meeting's date.
    """
    days = {meeting.date for meeting in archive.meetings()}
    return [
        f'the question "{one.id}" wants a meeting of {one.meetings[0]}; the archive has none'
        for one in questions
        if one.meetings and not days.intersection(one.meetings)
    ]


def _hit(meeting: Meeting, item: Item, score: float) -> Hit:
    passage = Passage(0, item.id, meeting.id, item.start, item.end, "")
    return Hit(meeting, item, passage, score)


def _with_model(
    archive: Archive, model: str, embedder: Embedder, progress: Stages | None
) -> Archive:
    """Return an archive of the same meetings made with another model, beside the first."""
    from index.indexing import store_documents

    documents: dict[str, tuple[Document, list[Meeting]]] = {}
    for meeting in archive.meetings():
        documents.setdefault(meeting.document.path, (meeting.document, []))[1].append(meeting)
    path = beside(archive.path, f"model-{slug(model)}")
    store_documents(documents.values(), path, embedder, progress)
    return Archive.open(path, embedder.identity)


def _stage(progress: Stages | None, name: str) -> Progress | None:
    return partial(progress, name) if progress else None
