"""Plots as inline SVG: they need no library, no script and no network, and scale with the page.

Colours come from the page through the classes `axis`, `grid`, `mark`, `spread` and `bar`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from eval.measures import Interval

_LABEL, _FIGURE, _PLOT = 190, 60, 430  # widths: names, numbers, the plot between them
_ROW, _TOP, _BOTTOM = 26, 8, 26
_WIDTH = _LABEL + _PLOT + _FIGURE
_LETTER = 7.2  # width of a letter at 13 px: longer names are cut


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a plot."""

    label: str
    value: float | None  # 0…1; None: nothing to show
    interval: Interval | None = None


def interval_plot(title: str, rows: Sequence[Row]) -> str:
    """Return a dot with its 95 % interval for each row, on an axis that holds all of them."""
    ends = [end for row in rows for end in (row.interval or ())]
    ends += [row.value for row in rows if row.value is not None]
    low = min(0.9, int(min(ends, default=0.0) * 10) / 10)  # the axis begins at a whole tenth
    parts = [_axis(low, len(rows))]
    for at, row in enumerate(rows):
        y = _TOP + at * _ROW + _ROW / 2
        parts.append(_text(_LABEL - 10, y, _cut(row.label), "end"))
        if row.value is None:
            parts.append(_text(_WIDTH, y, "–", "end"))
            continue
        if row.interval:
            left, right = (_x(end, low) for end in row.interval)
            parts.append(
                f'<line class="spread" x1="{left:.1f}" x2="{right:.1f}" y1="{y}" y2="{y}"/>'
            )
        parts.append(f'<circle class="mark" cx="{_x(row.value, low):.1f}" cy="{y}" r="5"/>')
        parts.append(_text(_WIDTH, y, f"{row.value:.3f}", "end"))
    return _svg(title, len(rows), parts)


def bar_plot(title: str, rows: Sequence[Row]) -> str:
    """Return a bar from 0 for each row, on an axis from 0 to 1."""
    parts = [_axis(0.0, len(rows))]
    for at, row in enumerate(rows):
        y = _TOP + at * _ROW + _ROW / 2
        value = row.value or 0.0
        parts.append(_text(_LABEL - 10, y, _cut(row.label), "end"))
        parts.append(
            f'<rect class="bar" x="{_LABEL}" y="{y - 8}" height="16" '
            f'width="{max(_x(value, 0.0) - _LABEL, 0.5):.1f}"/>'
        )
        parts.append(_text(_WIDTH, y, f"{value:.3f}", "end"))
    return _svg(title, len(rows), parts)


def _x(value: float, low: float) -> float:
    return _LABEL + (value - low) / (1 - low) * _PLOT


def _axis(low: float, rows: int) -> str:
    bottom = _TOP + rows * _ROW
    parts = []
    steps = round((1 - low) * 10)
    for step in range(steps + 1):
        value = low + step / 10
        x = _x(value, low)
        parts.append(
            f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>'
            + _text(x, bottom + 14, f"{value:.1f}", "middle", "axis")
        )
    return "".join(parts)


def _text(x: float, y: float, words: str, anchor: str, kind: str = "name") -> str:
    place = f'x="{x:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{escape(words)}</text>'


def _cut(label: str) -> str:
    most = int((_LABEL - 10) / _LETTER)
    return label if len(label) <= most else label[: most - 1] + "…"


def _svg(title: str, rows: int, parts: Sequence[str]) -> str:
    height = _TOP + rows * _ROW + _BOTTOM
    return (
        f'<svg class="plot" role="img" viewBox="0 0 {_WIDTH} {height}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>{"".join(parts)}</svg>\n'
    )
