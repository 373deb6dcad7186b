"""A run as one HTML file that needs nothing else: figures, intervals, every question."""

from __future__ import annotations

from html import escape

from eval.running import Evaluation, Result
from eval.saved import interval_text

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
  color: #1c1c1c; background: #fff }
table { border-collapse: collapse; margin: 1rem 0 2rem; width: 100% }
th, td { border-bottom: 1px solid #d5d5d5; padding: .4rem .8rem .4rem 0; text-align: left;
  vertical-align: top }
td.figure { font-variant-numeric: tabular-nums; white-space: nowrap }
.wrong { background: #fdf0ee }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #161616 } th, td { border-color: #3a3a3a }
  .wrong { background: #3a1d1a } }
"""


def html_report(evaluation: Evaluation) -> str:
    """Return the report of one run: the measures, the same by type, then every question."""
    title = f"Evaluation: {escape(evaluation.name)}"
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style>\n<h1>{title}</h1>\n"
        f"<p>{len(evaluation.results)} questions in {evaluation.seconds:.1f} s. "
        "Intervals: 95 %, bootstrap over questions.</p>\n"
        f"{_measures(evaluation)}{_by_type(evaluation)}{_questions(evaluation)}</html>\n"
    )


def _measures(evaluation: Evaluation) -> str:
    intervals = evaluation.intervals()
    rows = "".join(
        f'<tr><td>{escape(name)}<td class="figure">{_figure(value)}'
        f'<td class="figure">{interval_text(intervals[name])}\n'
        for name, value in evaluation.measures().items()
    )
    return f"<table>\n<tr><th>Measure<th>Value<th>Interval\n{rows}</table>\n"


def _by_type(evaluation: Evaluation) -> str:
    heads = "".join(f"<th>{escape(name)}" for name in evaluation.names)
    rows = []
    for kind, part in evaluation.by_type().items():
        cells = "".join(
            f'<td class="figure">{_figure(value)}' for value in part.measures().values()
        )
        rows.append(f'<tr><td>{escape(kind)}<td class="figure">{len(part.results)}{cells}\n')
    return f"<h2>By type</h2>\n<table>\n<tr><th>Type<th>Questions{heads}\n{''.join(rows)}</table>\n"


def _questions(evaluation: Evaluation) -> str:
    rows = "".join(_row(result) for result in evaluation.results)
    return (
        "<h2>Questions</h2>\n<table>\n"
        f"<tr><th>Id<th>Question<th>Expected<th>Given<th>Judged\n{rows}</table>\n"
    )


def _row(result: Result) -> str:
    if result.right is None:
        judged = ", ".join(f"{name} {each.part:.2f}" for name, each in result.scores.items())
    else:
        judged = "right" if result.right else result.reason
    cells = (result.id, result.question, result.expected, result.given, judged)
    kind = ' class="wrong"' if result.right is False else ""
    return f"<tr{kind}>" + "".join(f"<td>{escape(cell)}" for cell in cells) + "\n"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
