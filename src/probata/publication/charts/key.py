"""The key of a chart: what the colours are, and what the thin lines are."""

from __future__ import annotations

from probata.publication.charts.chart import BarChart
from probata.publication.charts.interval import draw_interval
from probata.publication.charts.layout import Layout
from probata.publication.charts.svg import draw_box, draw_text
from probata.publication.charts.text_width import measure, wrap

_SWATCH = 16
_MARK_GAP = 7
_ITEM_GAP = 22
_BELOW = 18


def draw_key(chart: BarChart, layout: Layout) -> tuple[str, float]:
    """The key from the top of the drawing, and where it ends. Items flow into lines."""
    parts: list[str] = []
    x, y = 0.0, 0.0
    if chart.key_title:
        title = wrap(chart.key_title, layout.width, layout.size, bold=True)
        parts.append(draw_text(title, 0, 0, layout.size, bold=True))
        y += (len(title) - 1) * layout.line
        x = measure(title[-1], layout.size, bold=True) + _ITEM_GAP
    items = [*chart.key, (chart.interval_title, None)]
    for label, colour in items:
        mark = _SWATCH if colour else 2 * _SWATCH
        lines = wrap(label, layout.width - mark - _MARK_GAP, layout.size)
        long = mark + _MARK_GAP + max(measure(line, layout.size) for line in lines)
        if x and x + long > layout.width:
            x, y = 0.0, y + layout.line + 4
        parts.append(_draw_mark(colour, x, y, layout))
        parts.append(draw_text(lines, x + mark + _MARK_GAP, y, layout.size))
        y += (len(lines) - 1) * layout.line
        x += long + _ITEM_GAP
    return "".join(parts), y + layout.line + _BELOW


def _draw_mark(
    colour: tuple[str, str] | None, x: float, y: float, layout: Layout
) -> str:
    middle = y + layout.line / 2
    if colour is None:
        return draw_interval(x + 1, x + 2 * _SWATCH - 1, middle)
    name, fill = colour
    return draw_box(
        x,
        middle - _SWATCH / 2,
        _SWATCH,
        _SWATCH,
        kind=f"chart-bar chart-bar-{name}",
        fill=fill,
    )
