"""A run as one HTML file that needs nothing else: figures, plots, comparisons, every question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from eval.comparing import Changed, Comparison
from eval.finds import Find
from eval.measures import Ratio, interval, ratio
from eval.plots import Row, bar_plot, interval_plot
from eval.running import Evaluation, Result
from eval.saved import interval_text

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b2422; background: #fff }
table { border-collapse: collapse; margin: 1rem 0 2rem; width: 100% }
th, td { border-bottom: 1px solid #d9dfdb; padding: .4rem .8rem .4rem 0; text-align: left;
  vertical-align: top }
td.figure { font-variant-numeric: tabular-nums; white-space: nowrap }
.wide { overflow-x: auto }
.spare { color: #56635f; font-size: .85em }
.wrong { background: #fdf0ee } .certain { font-weight: 600 }
.plots { display: grid; gap: 1rem 2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)) }
figure { margin: 0 } figcaption { font-weight: 600 }
.plot { width: 100%; font: 13px system-ui, sans-serif }
.plot text { fill: #1b2422 } .plot .axis { fill: #56635f; font-size: 11px }
.grid { stroke: #e3e8e5 } .spread { stroke: #17604e; stroke-width: 2 }
.mark { fill: #17604e } .bar { fill: #6fa897 }
tbody tr { content-visibility: auto; contain-intrinsic-size: auto 4rem }
@media (prefers-color-scheme: dark) {
  body { color: #e4eae7; background: #131817 } th, td { border-color: #313b38 }
  .wrong { background: #3a1d1a } .spare, .plot .axis { color: #a3b0ab; fill: #a3b0ab }
  .plot text { fill: #e4eae7 } .grid { stroke: #2a3331 }
  .spread { stroke: #86cdb5 } .mark { fill: #86cdb5 } .bar { fill: #3d7a68 } }
"""
# Where the first right hit came: the last rank of each bar.
_RANKS = (1, 2, 3, 5, 10, 100)


def html_report(evaluation: Evaluation, others: Sequence[Evaluation] = ()) -> str:
    """Return the report of one run, beside `others` over the same questions.

    Measures with intervals and plots, what changed against each of `others`, the measures by type,
    then every question with what was expected, what was given, what was found and why.
    """
    from eval.comparing import compare

    title = f"Evaluation: {escape(evaluation.name)}"
    runs = [evaluation, *others]
    compared = [compare(other, evaluation) for other in others]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"<p>{len(evaluation.results)} questions in {evaluation.seconds:.1f} s. Intervals: 95 %, "
        "bootstrap over questions.</p>\n"
        f"{_measures(runs)}{_plots(runs)}{''.join(map(_comparison, compared))}"
        f"{_by_type(evaluation)}{_questions(evaluation)}</body>\n</html>\n"
    )


def first_ranks(evaluation: Evaluation) -> list[tuple[str, float]]:
    """Return the share of questions whose first right hit came at each rank, as name and share."""
    asked = [result for result in evaluation.results if "nDCG@10" in result.scores]
    shares, low = [], 1
    for high in _RANKS:
        count = sum(low <= (result.rank or 0) <= high for result in asked)
        name = f"{high}" if low == high else f"{low}–{high}"
        shares.append((name, count / len(asked) if asked else 0.0))
        low = high + 1
    missing = sum(result.rank is None for result in asked)
    return [*shares, ("–", missing / len(asked) if asked else 0.0)]


def calibration(evaluation: Evaluation) -> list[tuple[str, list[Row]]]:
    """Return, by how sure the program was, how often there was an answer, and a right one.

    Each is the title of a plot and its rows, a tenth of confidence each; nothing where no question
    was weighed.
    """
    weighed = [one for one in evaluation.results if one.confidence is not None]
    if not weighed:
        return []
    there: list[Row] = []
    right: list[Row] = []
    for tenth in range(10):
        own = [one for one in weighed if min(int((one.confidence or 0.0) * 10), 9) == tenth]
        given = [one for one in own if "supported" in one.scores]  # was answered
        for rows, each, good in (
            (there, own, ["answer_accuracy" in one.scores for one in own]),
            (right, given, [one.right is True for one in given]),
        ):
            values = [Ratio(one, 1) for one in good]
            label = f"{tenth / 10:.1f}–{(tenth + 1) / 10:.1f} ({len(each)})"
            rows.append(Row(label, ratio(values), interval(values)))
    return [
        ("Confidence, and how often there was an answer", there),
        ("Confidence, and how often the answer given was right", right),
    ]


def _measures(runs: Sequence[Evaluation]) -> str:
    names = list(dict.fromkeys(name for run in runs for name in run.names))
    heads = "".join(f"<th>{escape(name)}" for name in names)
    rows = []
    for run in runs:
        values, intervals = run.measures(), run.intervals()
        cells = "".join(
            f'<td class="figure">{_figure(values.get(name))}'
            f'<br><span class="spare">{interval_text(intervals.get(name))}</span>'
            for name in names
        )
        rows.append(f"<tr><td>{escape(run.system)}{cells}\n")
    return (
        "<h2>Measures</h2>\n"
        f'<div class="wide"><table>\n<tr><th>Run{heads}\n{"".join(rows)}</table></div>\n'
    )


def _plots(runs: Sequence[Evaluation]) -> str:
    first = runs[0]
    figures = []
    if len(runs) == 1:
        values, intervals = first.measures(), first.intervals()
        rows = [Row(name, value, intervals[name]) for name, value in values.items()]
        figures.append(("All measures, with their 95 % intervals", interval_plot, rows))
    else:
        for name in first.names:
            rows = [
                Row(run.system, run.measures()[name], run.intervals()[name])
                for run in runs
                if name in run.names
            ]
            if len(rows) > 1:
                figures.append((f"{name}, with its 95 % interval", interval_plot, rows))
    ranks = [Row(f"rank {name}", share) for name, share in first_ranks(first)]
    figures.append(("Where the first right item came (– not found)", bar_plot, ranks))
    parts = first.by_type()
    chief = "answer_accuracy" if "answer_accuracy" in first.names else "nDCG@10"
    if len(parts) > 1:
        rows = [
            Row(f"{kind} ({len(part.results)})", part.measures()[chief], part.intervals()[chief])
            for kind, part in parts.items()
        ]
        figures.append((f"{chief} by type of question", interval_plot, rows))
    figures += [(title, interval_plot, rows) for title, rows in calibration(first)]
    drawn = "".join(
        f"<figure><figcaption>{escape(title)}</figcaption>{draw(title, rows)}</figure>\n"
        for title, draw, rows in figures
    )
    return f'<div class="plots">\n{drawn}</div>\n'


def _comparison(comparison: Comparison) -> str:
    rows = []
    for change in comparison.changes:
        kind = "figure certain" if change.certain else "figure"
        gain = "–"
        if change.before is not None and change.after is not None:
            gain = f"{change.after - change.before:+.3f}"
        ends = f"{change.interval[0]:+.3f} … {change.interval[1]:+.3f}" if change.interval else "–"
        p = "–" if change.p is None else f"{change.p:.4f}"
        rows.append(
            f"<tr><td>{escape(change.measure)}"
            f'<td class="figure">{_figure(change.before)}<td class="figure">{_figure(change.after)}'
            f'<td class="{kind}">{gain}<td class="figure">{ends}<td class="{kind}">{p}\n'
        )
    before, after = escape(comparison.before), escape(comparison.after)
    return (
        f"<h2>{after} against {before}</h2>\n<p>{comparison.shared} questions in both. p: paired "
        "randomisation test, two-sided; in bold what is below .05.</p>\n"
        f"<table>\n<tr><th>Measure<th>{before}<th>{after}<th>Difference<th>95 %<th>p\n"
        f"{''.join(rows)}</table>\n"
        f"{_changed(f'Better with {after}', comparison.won)}"
        f"{_changed(f'Worse with {after}', comparison.lost)}"
    )


def _changed(title: str, changed: Sequence[Changed]) -> str:
    if not changed:
        return f"<p>{title}: none.</p>\n"
    rows = "".join(
        f"<tr><td>{escape(each.id)}<td>{escape(each.question)}"
        f'<td class="figure">{escape(each.measure)} {each.before:.2f} → {each.after:.2f}'
        f"<td>{escape(each.expected)}<td>{escape(each.given)}\n"
        for each in changed
    )
    return (
        f"<details><summary>{title}: {len(changed)} questions</summary>\n<table>\n"
        f"<tr><th>Id<th>Question<th>Changed<th>Expected<th>Given\n{rows}</table></details>\n"
    )


def _by_type(evaluation: Evaluation) -> str:
    parts = evaluation.by_type()
    heads = "".join(f"<th>{escape(name)}" for name in evaluation.names)
    rows = []
    for kind, part in parts.items():
        intervals = part.intervals()
        cells = "".join(
            f'<td class="figure">{_figure(value)}'
            f'<br><span class="spare">{interval_text(intervals[name])}</span>'
            for name, value in part.measures().items()
        )
        rows.append(f'<tr><td>{escape(kind)}<td class="figure">{len(part.results)}{cells}\n')
    return (
        '<h2>By type</h2>\n<div class="wide"><table>\n'
        f"<tr><th>Type<th>Questions{heads}\n{''.join(rows)}</table></div>\n"
    )


def _questions(evaluation: Evaluation) -> str:
    rows = "".join(_row(result) for result in evaluation.results)
    return (
        "<h2>Questions</h2>\n<table>\n<thead>"
        "<tr><th>Id<th>Question<th>Expected<th>Given<th>Found, and why<th>Judged</thead>\n"
        f"<tbody>\n{rows}</tbody></table>\n"
    )


def _row(result: Result) -> str:
    kind = ' class="wrong"' if result.right is False else ""
    cells = (result.id, result.question, result.expected, result.given)
    found = "<br>".join(_find(rank, find) for rank, find in enumerate(result.found, start=1))
    return (
        f"<tr{kind}>"
        + "".join(f"<td>{escape(cell)}" for cell in cells)
        + f"<td>{found}<td>{escape('; '.join(_judged(result)))}\n"
    )


def _find(rank: int, find: Find) -> str:
    mark = " ✓" if find.right else ""
    return (
        f"{rank}. {escape(str(find.place))}{mark} "
        f'<span class="spare">{escape(why_text(find))}</span>'
    )


def why_text(find: Find) -> str:
    """Return why a hit came, in a line: its score, its rank in each leg, what it shares."""
    parts = [f"score {find.score:.3f}"]
    parts += [f"{leg} no. {rank}" for leg, rank in find.why.ranks.items()]
    if find.why.words:
        parts.append("words: " + ", ".join(find.why.words))
    if find.why.parts:
        parts.append("parts: " + ", ".join(f"{part} in {word}" for part, word in find.why.parts))
    return "; ".join(parts)


def _judged(result: Result) -> Iterator[str]:
    if result.right is not None:
        yield "right" if result.right else result.reason
    if "nDCG@10" in result.scores:
        yield f"first right item at rank {result.rank}" if result.rank else "not found"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
