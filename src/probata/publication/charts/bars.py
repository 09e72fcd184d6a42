"""Draws a bar chart: horizontal bars, values and intervals, panels, key, axis."""

from __future__ import annotations

from dataclasses import dataclass

from probata.analysis.rounding import count_text, percent_text
from probata.publication.charts import palette
from probata.publication.charts.axis import Axis
from probata.publication.charts.chart import Bar, BarChart, Panel
from probata.publication.charts.interval import draw_interval
from probata.publication.charts.key import draw_key, explain_colour, explain_interval
from probata.publication.charts.layout import Layout
from probata.publication.charts.svg import (
    Anchor,
    Drawing,
    draw_box,
    draw_path,
    draw_text,
    number,
)
from probata.publication.charts.text_width import NO_BREAK, measure, wrap
from probata.publication.language import translate

_GAP = 8


@dataclass(frozen=True)
class _Row:
    bar: Bar
    label: list[str]
    top: float


def draw_bars(chart: BarChart, end: tuple[int, int], layout: Layout) -> Drawing:
    """The chart in one layout, with the axis from zero to a given end."""
    axis = _place_axis(chart, end, layout)
    parts: list[str] = []
    items = [explain_colour(label, colour) for label, colour in chart.key]
    items.append(explain_interval(chart.interval_title))
    key, y = draw_key(chart.key_title, items, layout)
    parts.append(key)
    for at, panel in enumerate(chart.panels):
        y += layout.panel_gap if at else 0
        drawn, y = _draw_panel(panel, axis, layout, y)
        parts.append(drawn)
    foot, y = _draw_foot(chart, axis, layout, y)
    return Drawing("".join([*parts, foot]), y)


def _place_axis(chart: BarChart, end: tuple[int, int], layout: Layout) -> Axis:
    room = measure("100%", layout.size, bold=True) + _GAP + 2
    left = 1.0
    if layout.beside:
        widest = max(
            (
                measure(line, layout.size)
                for bar in chart.bars()
                for line in _label(bar, layout)
            ),
            default=0,
        )
        left = widest + 12
    return Axis(end[0], end[1], left, layout.width - room)


def _label(bar: Bar, layout: Layout) -> list[str]:
    count = f"(n{NO_BREAK}={NO_BREAK}{count_text(bar.share.n)})"
    return wrap(f"{bar.label} {count}", layout.label_width, layout.size)


def _draw_panel(
    panel: Panel, axis: Axis, layout: Layout, y: float
) -> tuple[str, float]:
    heading = wrap(panel.heading, layout.width, layout.size, bold=True)
    parts = [draw_text(heading, 0, y, layout.size, bold=True)]
    y += len(heading) * layout.line + layout.heading_gap
    rows: list[_Row] = []
    for bar in panel.bars:
        rows.append(_Row(bar, _label(bar, layout), y))
        y += layout.row_height(len(rows[-1].label)) + layout.row_gap
    y -= layout.row_gap
    parts += [_draw_grid(top, bottom, axis) for top, bottom in _spans(rows, layout)]
    parts += [_draw_row(row, axis, layout) for row in rows]
    return "".join(parts), y


def _spans(rows: list[_Row], layout: Layout) -> list[tuple[float, float]]:
    """Where gridlines run: past all rows of a panel, but never through a label."""
    ends = [
        (layout.bar_top(row.top, len(row.label)), layout.bar_height) for row in rows
    ]
    if layout.beside:
        first, last = ends[0], ends[-1]
        return [(first[0] - 6, last[0] + last[1] + 6)]
    return [(top - 1, top + height + 1) for top, height in ends]


def _draw_grid(top: float, bottom: float, axis: Axis) -> str:
    span = f"V{number(bottom)}"
    lines = "".join(
        f"M{number(axis.place(tick))},{number(top)}{span}" for tick in axis.ticks()[1:]
    )
    zero = f"M{number(axis.place(0))},{number(top)}{span}"
    return draw_path(
        lines, kind="chart-grid", colour=palette.GRID, width=1
    ) + draw_path(zero, kind="chart-axis", colour=palette.AXIS, width=1.5)


def _draw_row(row: _Row, axis: Axis, layout: Layout) -> str:
    bar, share, zero = row.bar, row.bar.share, axis.place(0)
    top = layout.bar_top(row.top, len(row.label))
    middle = top + layout.bar_height / 2
    parts = [_draw_label(row, axis, layout)]
    text_top = middle - layout.line / 2
    if share.n is None or share.positive is None:
        parts.append(
            _draw_value(translate("suppressed"), zero + _GAP, text_top, layout)
        )
        return "".join(parts)
    if share.percent is None or share.ci_low is None or share.ci_high is None:
        parts.append(_draw_value(translate("no cases"), zero + _GAP, text_top, layout))
        return "".join(parts)
    name, colour = bar.colour
    parts.append(
        draw_box(
            zero,
            top,
            axis.place(share.percent) - zero,
            layout.bar_height,
            kind=f"chart-bar chart-bar-{name}",
            fill=colour,
        )
    )
    low, high = axis.place(share.ci_low), axis.place(share.ci_high)
    parts.append(draw_interval(low, high, middle))
    value = f"{percent_text(share.positive, share.n, 0)}%"
    parts.append(_draw_value(value, high + _GAP, text_top, layout))
    return "".join(parts)


def _draw_value(value: str, x: float, y: float, layout: Layout) -> str:
    """What a bar amounts to, in bold, on a patch of the ground so that no gridline crosses it."""
    width = measure(value, layout.size, bold=True)
    return draw_box(
        x - 2,
        y,
        width + 4,
        layout.line,
        kind="chart-ground",
        fill=palette.GROUND,
    ) + draw_text([value], x, y, layout.size, bold=True)


def _draw_label(row: _Row, axis: Axis, layout: Layout) -> str:
    if not layout.beside:
        return draw_text(row.label, 0, row.top, layout.size)
    height = layout.row_height(len(row.label))
    y = row.top + (height - len(row.label) * layout.line) / 2
    return draw_text(row.label, axis.left - 10, y, layout.size, anchor="end")


def _draw_foot(
    chart: BarChart, axis: Axis, layout: Layout, y: float
) -> tuple[str, float]:
    """Tick labels and the title of the axis, under the last panel."""
    y += 10
    parts = []
    for tick in axis.ticks():
        anchor: Anchor = "middle" if tick or layout.beside else "start"
        x = axis.place(tick) if anchor == "middle" else 0
        parts.append(draw_text([f"{tick}%"], x, y, layout.size, anchor=anchor))
    y += layout.line + 4
    left = axis.left if layout.beside else 0
    title = wrap(chart.axis_title, layout.width - left, layout.size)
    if len(title) > 1 and layout.beside:
        left, title = 0, wrap(chart.axis_title, layout.width, layout.size)
    parts.append(draw_text(title, left, y, layout.size))
    return "".join(parts), y + len(title) * layout.line + 2
