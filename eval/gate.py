"""The gate: the demo questions' figures, kept in a file that a change must not make worse.

`python -m eval.gate` runs the demo's questions and says what changed against the file; `--write`
renews it, which is to be done with every change that makes answers better, or worse for a reason.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from eval.archives import DEMO, DEMO_QUESTIONS, demo_archive
from eval.comparing import Comparison, compare
from eval.measures import Ratio
from eval.questions import load_questions
from eval.running import Evaluation, Result, run_questions
from index.errors import QuestionError

FIGURES = DEMO / "figures.json"


def figures_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return the figures of a run, and by question what they are made of, as plain values."""
    return {
        "measures": {
            name: None if value is None else round(value, 4)
            for name, value in evaluation.measures().items()
        },
        "questions": {
            result.id: [
                result.type,
                result.right,
                {name: [round(each.part, 4), each.whole] for name, each in result.scores.items()},
            ]
            for result in evaluation.results
        },
    }


def load_figures(path: Path = FIGURES) -> Evaluation:
    """Return the run that the file keeps; QuestionError if it holds something else."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        results = tuple(
            Result(
                id=key,
                type=kind,
                question="",
                scores={name: Ratio(part, whole) for name, (part, whole) in scores.items()},
                right=right,
            )
            for key, (kind, right, scores) in record["questions"].items()
        )
        return Evaluation("demo", results, 0.0, tuple(record["measures"]), system=path.name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionError(
            f"{path} cannot be read as figures ({error}); make it with: python -m eval.gate --write"
        ) from None


def write_figures(evaluation: Evaluation, path: Path = FIGURES) -> None:
    """Keep the figures of a run: one question a line, so that a change can be read."""
    record = figures_json(evaluation)
    lines = ",\n".join(
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in record["questions"].items()
    )
    measures = json.dumps(record["measures"])
    path.write_text(
        f'{{"measures": {measures},\n"questions": {{\n{lines}\n}}}}\n', encoding="utf-8"
    )


def worsened(comparison: Comparison) -> str:
    """Return what became significantly worse and which questions were lost; empty if nothing did.

    A measure is worse if it fell and the paired randomisation test gives p < .05.
    """
    fallen = [
        f"{change.measure} fell from {change.before:.3f} to {change.after:.3f} (p {change.p:.4f})"
        for change in comparison.changes
        if change.certain
        and change.before is not None
        and change.after is not None
        and change.after < change.before
    ]
    if not fallen:
        return ""
    lost = [
        f"  lost: {each.id} {each.question}\n    expected: {each.expected}\n    given: "
        f"{' '.join(each.given.split())[:200]}"
        for each in comparison.lost
    ]
    return "\n".join([*fallen, *lost])


def run_demo() -> Evaluation:
    """Run the demo's questions over a fresh archive of its protocols."""
    from index.embedding import load_embedder
    from index.search import Searcher
    from qa.assistant import ArchiveAssistant
    from qa.guided import GuidedSearcher
    from qa.reader import Reader

    with tempfile.TemporaryDirectory() as place:
        embedder = load_embedder()
        archive = demo_archive(Path(place) / "demo", embedder)
        searcher = Searcher(archive, embedder)
        assistant = ArchiveAssistant(archive, searcher, Reader(many=True))
        guided = GuidedSearcher(archive, searcher)
        return run_questions(load_questions(DEMO_QUESTIONS), guided, assistant, name="demo")


def main(arguments: list[str]) -> int:
    """Run the gate; return the exit code."""
    if arguments not in ([], ["--write"]):
        sys.stderr.write("usage: python -m eval.gate [--write]\n")
        return 2
    evaluation = run_demo()
    fault = ""
    if FIGURES.is_file():
        comparison = compare(load_figures(), evaluation)
        for change in comparison.changes:
            if change.before is not None and change.after is not None:
                sys.stdout.write(
                    f"{change.measure:<20}{change.before:.3f} -> {change.after:.3f}  p {change.p}\n"
                )
        fault = worsened(comparison)
        sys.stdout.write(fault + "\n" if fault else "Nothing is significantly worse.\n")
    if arguments:
        write_figures(evaluation)
        return 0
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
