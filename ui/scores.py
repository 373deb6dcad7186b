"""What `eval` prints for people: measures, lost questions, comparisons."""

from __future__ import annotations

from eval.comparing import Comparison
from eval.running import Evaluation
from eval.saved import interval_text


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


def comparison_text(comparison: Comparison) -> str:
    """Return each measure before and after, then the questions that were won and lost."""
    lines = [f"compared over {comparison.shared} questions"]
    for change in comparison.changes:
        mark = "  certain" if change.certain else ""
        ends = change.interval
        spread = f"{ends[0]:+.3f}…{ends[1]:+.3f}" if ends else "–"
        lines.append(
            f"  {change.measure:<20}{_figure(change.before)} -> {_figure(change.after)}"
            f"   difference, 95 %: {spread}{mark}"
        )
    lines += [f"  won:  {result.id} {result.question}" for result in comparison.won]
    lines += [f"  lost: {result.id} {result.question}" for result in comparison.lost]
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "    –" if value is None else f"{value:.3f}"
