"""What `eval` prints for people: measures, lost questions, comparisons."""

from __future__ import annotations

from collections.abc import Sequence

from eval.comparing import Changed, Comparison
from eval.running import Evaluation
from eval.saved import interval_text

_LISTED = 20  # changed questions that the terminal shows of each kind


def evaluation_text(evaluation: Evaluation) -> str:
    """Return the measures with their intervals, then the same by type."""
    names = evaluation.names
    intervals = evaluation.intervals()
    lines = [f"{evaluation.name}: {len(evaluation.results)} questions, {evaluation.seconds:.1f} s"]
    lines += [
        f"  {name:<20}{_figure(value)}   95 %: {interval_text(intervals[name])}"
        for name, value in evaluation.measures().items()
    ]
    parts = evaluation.by_type()
    if len(parts) > 1:
        width = max(map(len, parts)) + 2
        lines += ["", " " * width + "    n  " + "  ".join(f"{name:>18}" for name in names)]
        for kind, part in parts.items():
            cells = "  ".join(f"{_figure(value):>18}" for value in part.measures().values())
            lines.append(f"{kind:<{width}}{len(part.results):>5}  {cells}")
    return "\n".join(lines)


def failures_text(evaluation: Evaluation) -> str:
    """Return every question that was judged wrong, with what was expected and what came."""
    return "\n\n".join(
        f"{result.id} ({result.type}): {result.question}\n"
        f"  wrong:    {result.reason}\n"
        f"  expected: {result.expected}\n"
        f"  given:    {' '.join(result.given.split())}"
        for result in evaluation.failures()
    )


def table_text(evaluations: Sequence[Evaluation]) -> str:
    """Return one line a run and one column a measure."""
    names = list(dict.fromkeys(name for run in evaluations for name in run.names))
    width = max(len(run.system) for run in evaluations) + 2
    lines = [" " * width + "".join(f"{name:>{_column(name)}}" for name in names)]
    for run in evaluations:
        values = run.measures()
        cells = "".join(f"{_figure(values.get(name)).strip():>{_column(name)}}" for name in names)
        lines.append(f"{run.system:<{width}}{cells}")
    return "\n".join(lines)


def comparison_text(comparison: Comparison) -> str:
    """Return each measure before and after, then the questions that were won and lost."""
    lines = [
        f"{comparison.after} compared with {comparison.before} over {comparison.shared} questions"
    ]
    for change in comparison.changes:
        mark = "  certain" if change.certain else ""
        ends = change.interval
        spread = f"{ends[0]:+.3f}…{ends[1]:+.3f}" if ends else "–"
        p = "–" if change.p is None else f"{change.p:.4f}"
        lines.append(
            f"  {change.measure:<20}{_figure(change.before)} -> {_figure(change.after)}"
            f"   difference, 95 %: {spread}   p {p}{mark}"
        )
    for word, changed in (("won", comparison.won), ("lost", comparison.lost)):
        lines += [
            f"  {word + ':':<5} {each.id} {each.question} ({_step(each)})"
            for each in changed[:_LISTED]
        ]
        if len(changed) > _LISTED:
            lines.append(f"  {word}: {len(changed) - _LISTED} more; --report lists them all")
    return "\n".join(lines)


def _step(changed: Changed) -> str:
    if changed.measure == "right":
        return changed.reason or "right"
    return f"{changed.measure} {changed.before:.2f} -> {changed.after:.2f}"


def _column(name: str) -> int:
    return max(len(name), 5) + 2


def _figure(value: float | None) -> str:
    return "    –" if value is None else f"{value:.3f}"
