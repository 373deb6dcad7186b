"""The command `eval`: run a question set, print the measures, compare, report."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.opening import embedder_of, open_search
from ui.options import ArchiveOption, JsonOption, ModelOption, settings_of
from ui.output import print_data, progress_for, say
from ui.settings import Settings

if TYPE_CHECKING:
    from eval.running import Evaluation


def evaluate(
    context: typer.Context,
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A question set.  [default: the demo's]"),
    ] = None,
    beir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A question set in BEIR form instead.")
    ] = None,
    archive: ArchiveOption = None,
    model: ModelOption = None,
    compare_with: Annotated[
        Path | None,
        typer.Option("--compare", metavar="FILE", help="What an earlier eval --json printed."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write an HTML report, too.")
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="Print the lost questions.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Run a question set and print the measures, with 95 % intervals."""
    if questions and beir:
        raise typer.BadParameter("give --questions or --beir, not both")
    settings = settings_of(context, archive=archive, model=model)
    from eval.comparing import compare
    from eval.report import html_report
    from eval.saved import evaluation_json, load_evaluation
    from ui import scores

    earlier = load_evaluation(compare_with) if compare_with else None
    if beir:
        evaluation = _run_beir(settings, beir, as_json)
    else:
        evaluation = _run_questions(settings, questions, own=bool(archive), as_json=as_json)
    comparison = compare(earlier, evaluation) if earlier else None
    if report:
        report.write_text(html_report(evaluation), encoding="utf-8")
        say(f"Wrote {report}")
    if as_json:
        extra = {"comparison": asdict(comparison)} if comparison else {}
        print_data(evaluation_json(evaluation) | extra)
        return
    print_data(scores.evaluation_text(evaluation))
    if failures:
        print_data("\n" + scores.failures_text(evaluation))
    if comparison:
        print_data("\n" + scores.comparison_text(comparison))


def _run_questions(
    settings: Settings, questions: Path | None, *, own: bool, as_json: bool
) -> Evaluation:
    """Run a question set over the archive, or the demo's over the demo's."""
    from eval.archives import DEMO_QUESTIONS, beside, demo_archive
    from eval.questions import load_questions
    from eval.running import run_questions
    from index.search import Searcher
    from qa.assistant import ArchiveAssistant

    labelled = load_questions(questions or DEMO_QUESTIONS)
    with progress_for(as_json) as progress:
        if questions or own:
            archive, searcher = open_search(settings)
        else:
            embedder = embedder_of(settings)
            archive = demo_archive(beside(settings.archive, "demo"), embedder, progress)
            searcher = Searcher(archive, embedder)
        return run_questions(
            labelled,
            searcher,
            ArchiveAssistant(archive, searcher),
            name=questions.stem if questions else "demo",
            progress=partial(progress, "ask") if progress else None,
        )


def _run_beir(settings: Settings, folder: Path, as_json: bool) -> Evaluation:
    """Run a benchmark over an archive of its documents, which is kept for the next time."""
    from eval.archives import benchmark_archive, beside
    from eval.beir import load_benchmark, run_benchmark
    from index.search import Searcher

    benchmark = load_benchmark(folder)
    embedder = embedder_of(settings)
    path = beside(settings.archive, f"beir-{benchmark.name}")
    with progress_for(as_json) as progress:
        archive = benchmark_archive(benchmark, path, embedder, progress)
        searcher = Searcher(archive, embedder)
        ask = partial(progress, "search") if progress else None
        return run_benchmark(benchmark, searcher, ask)
