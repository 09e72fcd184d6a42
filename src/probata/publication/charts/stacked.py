"""Shares of a whole as one bar a row: drawn in words' order, largest parts labelled."""

from __future__ import annotations

from dataclasses import dataclass

from probata.analysis.rounding import number_text
from probata.publication.charts import palette
from probata.publication.charts.key import draw_key, explain_colour
from probata.publication.charts.layout import Layout
from probata.publication.charts.svg import Drawing, draw_box, draw_text
from probata.publication.charts.text_width import measure, wrap

_GAP = 12
_PAD = 4


@dataclass(frozen=True)
class StackedRow:
    """Parts from 0 to 1 that make 1, in the order of the key."""

    label: str
    parts: tuple[float, ...]


@dataclass(frozen=True)
class StackedGroup:
    heading: str
    rows: tuple[StackedRow, ...]


@dataclass(frozen=True)
class StackedChart:
    """Groups of rows; `key` names the parts from the first to the last."""

    key: tuple[str, ...]
    groups: tuple[StackedGroup, ...]

    def colour(self, at: int) -> tuple[str, str]:
        """From light to dark, as ordered groups are everywhere."""
        step = round(10 * at / max(len(self.key) - 1, 1))
        name = f"sequence-{step}"
        return name, palette.sequence_colours(palette.SEQUENCE)[name]


def draw_stacked(chart: StackedChart, layout: Layout) -> Drawing:
    """The chart in one layout; a part is labelled in per cent where its box has room."""
    items = [
        explain_colour(label, chart.colour(at)) for at, label in enumerate(chart.key)
    ]
    key, y = draw_key("", items, layout)
    parts = [key]
    for at, group in enumerate(chart.groups):
        y += layout.panel_gap / 2 if at else 0
        heading = wrap(group.heading, layout.width, layout.size, bold=True)
        parts.append(draw_text(heading, 0, y, layout.size, bold=True))
        y += len(heading) * layout.line + layout.heading_gap / 2
        for row in group.rows:
            drawn, height = _draw_row(row, chart, layout, y)
            parts.append(drawn)
            y += height + layout.row_gap / 2
    return Drawing("".join(parts), y + 2)


def _draw_row(
    row: StackedRow, chart: StackedChart, layout: Layout, y: float
) -> tuple[str, float]:
    left = layout.label_width + _GAP if layout.beside else 0.0
    label = wrap(row.label, layout.label_width, layout.size)
    height = layout.row_height(len(label))
    if layout.beside:
        top = y + (height - len(label) * layout.line) / 2
        parts = [draw_text(label, left - _GAP, top, layout.size, anchor="end")]
    else:
        parts = [draw_text(label, 0, y, layout.size)]
    top, x = layout.bar_top(y, len(label)), left
    for at, share in enumerate(row.parts):
        wide = share * (layout.width - left)
        if wide > 0:
            parts.append(_draw_part(chart.colour(at), share, (x, top, wide), layout))
        x += wide
    return "".join(parts), height


def _draw_part(
    colour: tuple[str, str],
    share: float,
    place: tuple[float, float, float],
    layout: Layout,
) -> str:
    x, top, wide = place
    name, fill = colour
    kind = f"chart-bar chart-bar-{name}"
    box = draw_box(
        x, top, wide, layout.bar_height, kind=kind, fill=fill, edge=palette.GROUND
    )
    words = f"{number_text(100 * share, 0)}%"
    if measure(words, layout.size, bold=True) + 2 * _PAD > wide:
        return box
    # A patch of the ground behind the number: it can be read on every colour, in dark
    # pages and in forced colours.
    room = measure(words, layout.size, bold=True) + 2 * _PAD
    middle = x + wide / 2
    y = top + (layout.bar_height - layout.line) / 2
    patch = draw_box(
        middle - room / 2, y + 1, room, layout.line - 2,
        kind="chart-ground", fill=palette.GROUND,
    )  # fmt: skip
    return box + patch + draw_text([words], middle, y, layout.size, anchor="middle")
