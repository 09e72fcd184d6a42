"""Draws a chart of estimates: points with intervals, their words, key and axis."""

from __future__ import annotations

from dataclasses import dataclass

from probata.publication.charts import palette
from probata.publication.charts.estimates import EstimateChart, Group, Point, Row, Style
from probata.publication.charts.interval import draw_interval
from probata.publication.charts.key import KeyItem, draw_key, explain_interval
from probata.publication.charts.layout import Layout
from probata.publication.charts.svg import (
    Drawing,
    draw_box,
    draw_circle,
    draw_path,
    draw_text,
    number,
)
from probata.publication.charts.text_width import measure, wrap

_RADIUS = 5.0
_GAP = 14.0
_ROW_GAP = 3.0
_HEADING_GAP = 5.0
_GROUP_GAP = 14.0
_STRIP = 22.0
_RANGE = 8.0


@dataclass(frozen=True)
class _Frame:
    """Where the scale lies, and, where words stand beside it, their left edge."""

    chart: EstimateChart
    layout: Layout
    left: float
    right: float

    def place(self, value: float) -> float:
        return self.left + (self.right - self.left) * self.chart.scale.share(value)

    @property
    def words(self) -> float:
        return self.right + _GAP

    @property
    def beside(self) -> bool:
        return self.layout.beside


@dataclass(frozen=True)
class _Strip:
    """The height that one row's points have to themselves."""

    top: float
    bottom: float


def draw_estimates(chart: EstimateChart, layout: Layout) -> Drawing:
    """The chart in one layout: labels and words beside the points, or above them."""
    items = [explain_point(style, label) for style, label in chart.key]
    if chart.interval_title:
        items.append(explain_interval(chart.interval_title))
    key, y = draw_key("", items, layout)
    frame = _place(chart, layout)
    parts = [key]
    for at, group in enumerate(chart.groups):
        y += _GROUP_GAP if at else 0
        drawn, y = _draw_group(group, frame, y)
        parts.append(drawn)
    foot, y = _draw_foot(frame, y)
    return Drawing("".join([*parts, foot]), y)


def explain_point(style: Style, label: str) -> KeyItem:
    """A point of one style, or the bar of a range."""
    if style == "range":
        return KeyItem(label, 32, lambda x, y: _draw_range(x, x + 32, y))
    wide = 2 * _RADIUS + 2
    return KeyItem(label, wide, lambda x, y: _draw_point(x + wide / 2, y, style))


def _draw_point(x: float, y: float, style: Style) -> str:
    solid = style == "solid"
    return draw_circle(
        x,
        y,
        _RADIUS - 1,
        kind=f"chart-point chart-point-{style}",
        fill=palette.ACCENT if solid else palette.GROUND,
        edge=palette.ACCENT,
    )


def _draw_range(low: float, high: float, y: float) -> str:
    """A bar from end to end, never too short to be seen."""
    spare = max(0.0, 4.0 - (high - low)) / 2
    left, wide = low - spare, high - low + 2 * spare
    top, fill = y - _RANGE / 2, palette.ACCENT
    return draw_box(
        left, top, wide, _RANGE, kind="chart-bar chart-bar-single", fill=fill
    )


def _place(chart: EstimateChart, layout: Layout) -> _Frame:
    if not layout.beside:
        return _Frame(chart, layout, _RADIUS + 3, layout.width - _RADIUS - 3)
    rows = [row for group in chart.groups for row in group.rows]
    labels = [
        measure(line, layout.size) for row in rows for line in _label(row, layout)
    ]
    words = [measure(item.words, layout.size, bold=True) for item in chart.points()]
    right = layout.width - max(words, default=0.0) - _GAP - 1
    return _Frame(chart, layout, max(labels, default=0.0) + _GAP, right)


def _label(row: Row, layout: Layout) -> list[str]:
    return wrap(row.label, layout.label_width, layout.size)


def _draw_group(group: Group, frame: _Frame, y: float) -> tuple[str, float]:
    layout = frame.layout
    heading = wrap(group.heading, layout.width, layout.size, bold=True)
    parts = [draw_text(heading, 0, y, layout.size, bold=True)]
    y += len(heading) * layout.line + _HEADING_GAP
    strips: list[_Strip] = []
    rows: list[str] = []
    draw = _draw_row_beside if frame.beside else _draw_row_below
    for at, row in enumerate(group.rows):
        drawn, own, y = draw(row, frame, y + (_ROW_GAP if at else 0))
        rows.append(drawn)
        strips += own
    if frame.beside and strips:
        strips = [_Strip(strips[0].top, strips[-1].bottom)]
    parts += [_draw_grid(strip, frame) for strip in strips]
    return "".join([*parts, *rows]), y


def _draw_row_beside(
    row: Row, frame: _Frame, y: float
) -> tuple[str, list[_Strip], float]:
    layout = frame.layout
    label = _label(row, layout)
    missing = _missing(row, frame)
    lines = len(row.points) + len(missing)
    height = max(len(label) * layout.line, lines * _STRIP)
    top = y + (height - len(label) * layout.line) / 2
    parts = [draw_text(label, frame.left - _GAP + 2, top, layout.size, anchor="end")]
    at = y + (height - lines * _STRIP) / 2
    for point in row.points:
        parts.append(_draw_line(point, frame, at + _STRIP / 2))
        words = at + (_STRIP - layout.line) / 2
        parts.append(
            draw_text([point.words], frame.words, words, layout.size, bold=True)
        )
        at += _STRIP
    parts.append(_draw_missing(missing, frame.left + 8, at, layout))
    return "".join(parts), [_Strip(y - 3, y + height + 3)], y + height


def _draw_missing(lines: list[str], x: float, y: float, layout: Layout) -> str:
    """Why there is no point, on a patch of the ground so that no gridline crosses it."""
    if not lines:
        return ""
    wide = max(measure(line, layout.size) for line in lines) + 4
    tall = len(lines) * layout.line
    kind, fill = "chart-ground", palette.GROUND
    patch = draw_box(x - 2, y, wide, tall, kind=kind, fill=fill)
    return patch + draw_text(lines, x, y, layout.size)


def _missing(row: Row, frame: _Frame) -> list[str]:
    left = frame.left + 8 if frame.beside else 0.0
    return wrap(row.missing, frame.layout.width - left, frame.layout.size)


def _draw_row_below(
    row: Row, frame: _Frame, y: float
) -> tuple[str, list[_Strip], float]:
    layout = frame.layout
    label = wrap(row.label, layout.width, layout.size)
    parts = [draw_text(label, 0, y, layout.size)]
    y += len(label) * layout.line
    used = measure(label[-1], layout.size) if label else layout.width
    strips = []
    for point in row.points:
        wide = measure(point.words, layout.size, bold=True)
        if used + _GAP + wide <= layout.width:  # the words still fit beside the label
            top = y - layout.line
        else:
            top, y = y, y + layout.line
        right = layout.width
        text = [point.words]
        parts.append(draw_text(text, right, top, layout.size, anchor="end", bold=True))
        parts.append(_draw_line(point, frame, y + _STRIP / 2))
        strips.append(_Strip(y + 2, y + _STRIP - 2))
        y += _STRIP
        used = layout.width
    missing = _missing(row, frame)
    parts.append(draw_text(missing, 0, y, layout.size))
    return "".join(parts), strips, y + len(missing) * layout.line


def _draw_line(point: Point, frame: _Frame, y: float) -> str:
    scale = frame.chart.scale
    if point.style == "range":
        return _draw_range(frame.place(point.low), frame.place(point.high), y)
    cut = (not scale.holds(point.low), not scale.holds(point.high))
    line = draw_interval(frame.place(point.low), frame.place(point.high), y, cut=cut)
    if not scale.holds(point.value):
        return line
    return line + _draw_point(frame.place(point.value), y, point.style)


def _draw_grid(strip: _Strip, frame: _Frame) -> str:
    scale = frame.chart.scale
    span = f"V{number(strip.bottom)}"
    start = {
        value: f"M{number(frame.place(value))},{number(strip.top)}{span}"
        for value, _ in scale.ticks
    }
    reference = start.pop(scale.reference)
    return draw_path(
        "".join(start.values()), kind="chart-grid", colour=palette.GRID, width=1
    ) + draw_path(reference, kind="chart-axis", colour=palette.AXIS, width=1.5)


def _draw_foot(frame: _Frame, y: float) -> tuple[str, float]:
    """Tick labels and the title of the axis, under the last group."""
    layout = frame.layout
    y += 10
    parts = []
    for value, text in frame.chart.scale.ticks:
        half = measure(text, layout.size) / 2
        x = min(max(frame.place(value), half), layout.width - half)
        parts.append(draw_text([text], x, y, layout.size, anchor="middle"))
    y += layout.line + 4
    title = wrap(frame.chart.axis_title, layout.width, layout.size)
    parts.append(draw_text(title, 0, y, layout.size))
    return "".join(parts), y + len(title) * layout.line + 2
