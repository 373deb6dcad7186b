"""The command `eval`: run a question set, print the measures, compare, report."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.opening import embedder_of, open_search
from ui.options import ArchiveOption, JsonOption, ModelOption, settings_of
from ui.output import print_data, progress_for, say, shortened
from ui.settings import Settings

if TYPE_CHECKING:
    from eval.subjects import Subject
    from ui.progress import Stages


def evaluate(
    context: typer.Context,
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A question set.  [default: the demo's]"),
    ] = None,
    beir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A question set in BEIR form instead.")
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Measure this TREC run file instead of searching."),
    ] = None,
    archive: ArchiveOption = None,
    model: ModelOption = None,
    compare_with: Annotated[
        list[str] | None,
        typer.Option(
            "--compare",
            metavar="WHAT",
            help="Compare with dense, words, grams, rrf, model=NAME, a TREC run file, or what an "
            "earlier eval --json printed; can be repeated.",
        ),
    ] = None,
    save_run: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the rankings as a TREC run, too.")
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
    from eval.saved import evaluation_json
    from eval.subjects import rival_of
    from eval.trec import run_text
    from ui import scores

    wanted = [rival_of(text) for text in compare_with or ()]
    with progress_for(as_json) as progress:
        subject = (
            _benchmark(settings, beir)
            if beir
            else _questions(settings, questions, own=bool(archive), progress=progress)
        )
        # Files are read before anything runs, so that a wrong line costs nothing.
        saved = {one: subject.from_file(one.file) for one in wanted if one.file}
        evaluation = subject.from_file(run) if run else subject.shipped(progress)
        asked = {each.id: each.standalone for each in evaluation.results if each.standalone}
        others = [saved[one] if one.file else subject.rival(one, asked, progress) for one in wanted]
    compared = [compare(other, evaluation) for other in others]
    if save_run:
        save_run.write_text(run_text(evaluation.run, evaluation.system), encoding="utf-8")
        say(f"Wrote {save_run}")
    if report:
        report.write_text(html_report(evaluation, others), encoding="utf-8")
        say(f"Wrote {report}")
    if as_json:
        extra = {"comparison": asdict(compared[0])} if compared else {}
        several = {"comparisons": [asdict(one) for one in compared]} if len(compared) > 1 else {}
        print_data(evaluation_json(evaluation) | extra | several)
        return
    print_data(scores.evaluation_text(evaluation))
    if len(others) > 1:
        print_data("\n" + scores.table_text([evaluation, *others]))
    if failures:
        print_data("\n" + scores.failures_text(evaluation))
    for comparison in compared:
        print_data("\n" + scores.comparison_text(comparison))


def _questions(
    settings: Settings, questions: Path | None, *, own: bool, progress: Stages | None
) -> Subject:
    """Return a question set over the archive, or the demo's over the demo's."""
    from eval.archives import DEMO_QUESTIONS, beside, demo_archive
    from eval.questions import load_questions
    from eval.subjects import QuestionSubject, absent_labels
    from qa.assistant import ArchiveAssistant
    from qa.reader import Reader

    labelled = load_questions(questions or DEMO_QUESTIONS)
    if questions or own:
        archive, searcher = open_search(settings)
        embedder = searcher.embedder
    else:
        embedder = embedder_of(settings)
        archive = demo_archive(beside(settings.archive, "demo"), embedder, progress)
    absent = absent_labels(labelled, archive)
    if absent:
        say(f"Warning ({len(absent)}): {shortened(absent)}")
    name = questions.stem if questions else "demo"
    return QuestionSubject(
        labelled,
        name,
        archive,
        embedder,
        lambda archive, searcher: ArchiveAssistant(archive, searcher, Reader(many=True)),
    )


def _benchmark(settings: Settings, folder: Path) -> Subject:
    """Return a benchmark over an archive of its documents, which is kept for the next time."""
    from eval.beir import load_benchmark
    from eval.subjects import BenchmarkSubject

    return BenchmarkSubject(load_benchmark(folder), settings.archive, embedder_of(settings))
