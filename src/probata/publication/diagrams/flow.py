"""Draws a flow: columns of boxes joined by arrows, and what each is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from probata.analysis.study import DiagramColumn
from probata.publication.charts import palette
from probata.publication.charts.layout import Layout
from probata.publication.charts.svg import Drawing, draw_box, draw_text
from probata.publication.charts.text_width import wrap
from probata.publication.diagrams.arrows import draw_arrow

_GAP = 24.0
_PAD = 8.0
_ROUND = 4.0


def draw_flow(columns: Sequence[DiagramColumn], layout: Layout) -> Drawing:
    """Columns from left to right where there is room, otherwise one below the other."""
    if layout.beside:
        return _draw_across(columns, layout)
    return _draw_down(columns, layout)


def _draw_across(columns: Sequence[DiagramColumn], layout: Layout) -> Drawing:
    width = (layout.width - 1 - _GAP * (len(columns) - 1)) / len(columns)
    size = 15.0
    line = size * 1.25
    lefts = [0.5 + at * (width + _GAP) for at in range(len(columns))]
    room = width - 2 * _PAD
    heads = [wrap(item.heading, room, size, bold=True) for item in columns]
    head = max(len(lines) for lines in heads) * line + 2 * _PAD
    items = [
        [wrap(item, room - 2 * _PAD + 4, size) for item in column.items]
        for column in columns
    ]
    needed = [
        sum(len(lines) * line + 2 * _PAD for lines in column) + _PAD * (len(column) + 1)
        for column in items
    ]
    bottom = head + max(needed, default=0)
    parts = []
    for left, title, column, height in zip(lefts, heads, items, needed, strict=True):
        parts.append(_draw_panel(left, 0.5, width, bottom, head, title, size))
        spare = (bottom - head - height) / max(len(column), 1)
        y = head + _PAD
        for lines in column:
            tall = len(lines) * line + 2 * _PAD + spare
            parts.append(_draw_item(left + 6, y, width - 12, tall, lines, size))
            y += tall + _PAD
    middle = 0.5 + head / 2
    parts += [
        draw_arrow((left + width + 4, middle), (left + width + _GAP - 4, middle))
        for left in lefts[:-1]
    ]
    strip, y = _draw_strip(columns, lefts, width, bottom + 18, size)
    return Drawing("".join([*parts, strip]), y)


def _draw_panel(
    x: float,
    y: float,
    width: float,
    height: float,
    head: float,
    title: list[str],
    size: float,
) -> str:
    line = size * 1.25
    return (
        draw_box(
            x,
            y,
            width,
            height,
            kind="diagram-box",
            fill=palette.BOX,
            edge=palette.EDGE,
            radius=_ROUND,
        )
        + draw_box(
            x,
            y,
            width,
            head,
            kind="diagram-head",
            fill=palette.ACCENT,
            radius=_ROUND,
        )
        + draw_text(
            title,
            x + width / 2,
            y + (head - len(title) * line) / 2,
            size,
            anchor="middle",
            bold=True,
            kind="diagram-head-text",
            colour=palette.GROUND,
        )
    )


def _draw_item(
    x: float, y: float, width: float, height: float, lines: list[str], size: float
) -> str:
    top = y + (height - len(lines) * size * 1.25) / 2
    return draw_box(
        x,
        y,
        width,
        height,
        kind="diagram-item",
        fill=palette.GROUND,
        edge=palette.EDGE,
        radius=_ROUND,
    ) + draw_text(lines, x + width / 2, top, size, anchor="middle")


def _draw_strip(
    columns: Sequence[DiagramColumn],
    lefts: Sequence[float],
    width: float,
    y: float,
    size: float,
) -> tuple[str, float]:
    """Below the columns, what measures them; neighbours with the same words share."""
    if not any(column.measured_by for column in columns):
        return "", y - 17
    line = size * 1.25
    spans = []
    numbered = groupby(
        range(len(columns)), key=lambda number: columns[number].measured_by
    )
    for words, run in numbered:
        places = list(run)
        left = lefts[places[0]]
        across = lefts[places[-1]] + width - left
        spans.append((left, across, wrap(words, across - 2 * _PAD, size)))
    height = max(len(lines) for _, _, lines in spans) * line + 2 * _PAD
    parts = [draw_text(["Measured by"], lefts[0], y, size, bold=True)]
    y += line + 6
    for left, across, lines in spans:
        if not lines:
            continue
        parts.append(_draw_bracket(left, across, y))
        parts.append(
            draw_text(lines, left + across / 2, y + _PAD, size, anchor="middle")
        )
    return "".join(parts), y + height


def _draw_bracket(x: float, width: float, y: float) -> str:
    return draw_box(x, y, width, 3, kind="diagram-accent", fill=palette.ACCENT)


def _draw_down(columns: Sequence[DiagramColumn], layout: Layout) -> Drawing:
    size, line = layout.size, layout.line
    width = layout.width - 1
    room = width - 4 * _PAD
    parts = []
    y = 0.5
    for at, column in enumerate(columns):
        title = wrap(column.heading, width - 2 * _PAD, size, bold=True)
        items = [wrap(item, room, size) for item in column.items]
        words = f"Measured by: {column.measured_by}" if column.measured_by else ""
        measured = wrap(words, room, size)
        head = len(title) * line + 2 * _PAD
        body = sum(len(lines) * line + _PAD + 6 for lines in items) + 2 * _PAD - 6
        foot = len(measured) * line + _PAD if measured else 0
        parts.append(_draw_panel(0.5, y, width, head + body + foot, head, title, size))
        row = y + head + _PAD
        for lines in items:
            tall = len(lines) * line + _PAD
            parts.append(
                _draw_item(0.5 + _PAD, row, width - 2 * _PAD, tall, lines, size)
            )
            row += tall + 6
        if measured:
            parts.append(
                draw_text(measured, layout.width / 2, row, size, anchor="middle")
            )
        y += head + body + foot
        if at < len(columns) - 1:
            parts.append(
                draw_arrow((layout.width / 2, y + 4), (layout.width / 2, y + 28))
            )
            y += 32
    return Drawing("".join(parts), y + 0.5)
