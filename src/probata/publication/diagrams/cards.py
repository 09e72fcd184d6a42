"""Draws cards: headed boxes in rows of equal height."""

from __future__ import annotations

from collections.abc import Sequence

from probata.analysis.study import DiagramStep
from probata.publication.charts import palette
from probata.publication.charts.layout import Layout
from probata.publication.charts.svg import Drawing, draw_box, draw_text
from probata.publication.charts.text_width import wrap

_GAP = 16.0
_PAD = 14.0
_BAR = 5.0


def draw_cards(steps: Sequence[DiagramStep], layout: Layout) -> Drawing:
    """Three cards a row (two where that leaves no gap), or one below the other."""
    across = _cards_across(len(steps)) if layout.beside else 1
    width = (layout.width - 1 - _GAP * (across - 1)) / across
    room = width - 2 * _PAD
    parts = []
    y = 0.5
    for start in range(0, len(steps), across):
        row = [
            (
                wrap(step.label, room, layout.size, bold=True),
                wrap(step.detail, room, layout.size),
            )
            for step in steps[start : start + across]
        ]
        lines = max(len(label) + len(detail) for label, detail in row)
        height = lines * layout.line + 2 * _PAD + _BAR + 4
        for at, (label, detail) in enumerate(row):
            x = 0.5 + at * (width + _GAP)
            parts.append(_draw_card(x, y, width, height, label, detail, layout))
        y += height + _GAP
    return Drawing("".join(parts), y - _GAP + 0.5)


def _cards_across(cards: int) -> int:
    return 2 if cards in (2, 4) else min(cards, 3)


def _draw_card(
    x: float,
    y: float,
    width: float,
    height: float,
    label: list[str],
    detail: list[str],
    layout: Layout,
) -> str:
    top = y + _BAR + _PAD
    return "".join(
        [
            draw_box(
                x,
                y,
                width,
                height,
                kind="diagram-box",
                fill=palette.BOX,
                edge=palette.EDGE,
            ),
            draw_box(x, y, width, _BAR, kind="diagram-accent", fill=palette.ACCENT),
            draw_text(label, x + _PAD, top, layout.size, bold=True),
            draw_text(
                detail, x + _PAD, top + len(label) * layout.line + 4, layout.size
            ),
        ]
    )
