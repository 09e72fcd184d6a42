"""Draws a flow: columns of boxes joined by arrows, and what each is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from probata.analysis.study import DiagramColumn
from probata.publication.charts import palette
from probata.publication.charts.layout import Layout
from probata.publication.charts.svg import LEADING, Drawing, draw_box, draw_text
from probata.publication.charts.text_width import measure, wrap
from probata.publication.diagrams.arrows import draw_arrow
from probata.publication.diagrams.panel import draw_item, draw_panel
from probata.publication.language import translate

_GAP = 24.0
_PAD = 8.0
_INSET = 6.0
_LETTERS = 15.0
_LINE = _LETTERS * LEADING
_DOWN = 32.0


@dataclass(frozen=True)
class _Grid:
    """Where the columns of a flow across the page lie."""

    lefts: tuple[float, ...]
    width: float

    @property
    def room(self) -> float:
        return self.width - 2 * _INSET - _PAD


def draw_flow(columns: Sequence[DiagramColumn], layout: Layout) -> Drawing:
    """Columns from left to right where every word fits, otherwise down the page."""
    width = (layout.width - 1 - _GAP * (len(columns) - 1)) / len(columns)
    lefts = tuple(0.5 + at * (width + _GAP) for at in range(len(columns)))
    grid = _Grid(lefts, width)
    if layout.beside and _longest_word(columns) <= grid.room:
        return _draw_across(columns, grid)
    return _draw_down(columns, layout)


def _longest_word(columns: Sequence[DiagramColumn]) -> float:
    return max(
        measure(word, _LETTERS, bold=text is column.heading)
        for column in columns
        for text in (column.heading, *column.items, column.measured_by)
        for word in (text.split() or [""])
    )


def _draw_across(columns: Sequence[DiagramColumn], grid: _Grid) -> Drawing:
    heads = [wrap(item.heading, grid.room, _LETTERS, bold=True) for item in columns]
    head = max(len(lines) for lines in heads) * _LINE + 2 * _PAD
    items = [
        [wrap(item, grid.room, _LETTERS) for item in column.items] for column in columns
    ]
    needed = [
        sum(len(lines) * _LINE + 2 * _PAD for lines in column)
        + _PAD * (len(column) + 1)
        for column in items
    ]
    bottom = head + max(needed)
    parts = []
    for left, title, column, height in zip(
        grid.lefts, heads, items, needed, strict=True
    ):
        size = (grid.width, bottom)
        parts.append(draw_panel(left, 0.5, size, head, title, _LETTERS))
        spare = (bottom - head - height) / max(len(column), 1)
        y = 0.5 + head + _PAD
        for lines in column:
            box = (grid.width - 2 * _INSET, len(lines) * _LINE + 2 * _PAD + spare)
            parts.append(draw_item(left + _INSET, y, box, lines, _LETTERS))
            y += box[1] + _PAD
    middle = 0.5 + head / 2
    for left, following in zip(grid.lefts, grid.lefts[1:], strict=False):
        start = (left + grid.width + 4, middle)
        parts.append(draw_arrow(start, (following - 4, middle)))
    strip, y = _draw_strip(columns, grid, bottom + 1)
    return Drawing("".join([*parts, strip]), y)


def _draw_strip(
    columns: Sequence[DiagramColumn], grid: _Grid, y: float
) -> tuple[str, float]:
    """Below the columns, what measures them; neighbours with the same words share."""
    if not any(column.measured_by for column in columns):
        return "", y
    y += 18
    parts = [
        draw_text([translate("Measured by")], grid.lefts[0], y, _LETTERS, bold=True)
    ]
    y += _LINE + 6
    most = 0
    numbered = groupby(range(len(columns)), key=lambda at: columns[at].measured_by)
    for words, run in numbered:
        places = list(run)
        left = grid.lefts[places[0]]
        width = grid.lefts[places[-1]] + grid.width - left
        lines = wrap(words, width - _PAD, _LETTERS)
        if lines:
            most = max(most, len(lines))
            parts.append(
                draw_box(left, y, width, 3, kind="diagram-accent", fill=palette.ACCENT)
            )
            middle = left + width / 2
            parts.append(draw_text(lines, middle, y + _PAD, _LETTERS, anchor="middle"))
    return "".join(parts), y + most * _LINE + 2 * _PAD


def _draw_down(columns: Sequence[DiagramColumn], layout: Layout) -> Drawing:
    parts = []
    y = 0.5
    for at, column in enumerate(columns):
        if at:
            middle = layout.width / 2
            parts.append(draw_arrow((middle, y + 4), (middle, y + _DOWN - 4)))
            y += _DOWN
        drawn, y = _draw_stacked(column, layout, y)
        parts.append(drawn)
    return Drawing("".join(parts), y + 0.5)


def _draw_stacked(column: DiagramColumn, layout: Layout, y: float) -> tuple[str, float]:
    """One column of a flow down the page, with what measures it at its foot."""
    width, line = layout.width - 1, layout.line
    room = width - 4 * _PAD
    title = wrap(column.heading, width - 2 * _PAD, layout.size, bold=True)
    words = (
        translate("Measured by: {measure}", measure=column.measured_by)
        if column.measured_by
        else ""
    )
    measured = wrap(words, room, layout.size)
    head = len(title) * line + 2 * _PAD
    row = y + head + _PAD
    parts = []
    for item in column.items:
        lines = wrap(item, room, layout.size)
        size = (width - 2 * _PAD, len(lines) * line + _PAD)
        parts.append(draw_item(0.5 + _PAD, row, size, lines, layout.size))
        row += size[1] + _INSET
    if measured:
        middle = layout.width / 2
        parts.append(draw_text(measured, middle, row + 2, layout.size, anchor="middle"))
        row += len(measured) * line + _PAD
    bottom = row + _PAD - _INSET
    panel = draw_panel(0.5, y, (width, bottom - y), head, title, layout.size)
    return panel + "".join(parts), bottom
