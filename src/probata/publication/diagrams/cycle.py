"""Draws a cycle: steps around a ring, or down the page with a way back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from probata.analysis.study import DiagramStep
from probata.publication.charts import palette
from probata.publication.charts.layout import Layout
from probata.publication.charts.svg import Drawing, draw_box, draw_text, number
from probata.publication.charts.text_width import wrap
from probata.publication.diagrams.arrows import (
    HALF,
    TIP,
    draw_arrow,
    draw_shaft,
    draw_tip,
)
from probata.publication.diagrams.ring import Ring, fit_ring

_PAD = 12.0
_BOX_WIDTH = 190.0
_BETWEEN = 30.0
_RETURN = 26.0
_MOST_ON_RING = 8


@dataclass(frozen=True)
class _Box:
    label: list[str]
    detail: list[str]
    width: float
    height: float


def draw_cycle(steps: Sequence[DiagramStep], layout: Layout) -> Drawing:
    """A ring where there is room, otherwise steps one below the other."""
    if layout.beside and len(steps) <= _MOST_ON_RING:
        return _draw_ring(steps, layout)
    return _draw_stack(steps, layout)


def _measure_boxes(
    steps: Sequence[DiagramStep], width: float, layout: Layout
) -> list[_Box]:
    """Boxes of one size for all steps, each with a number before its label."""
    room = width - 2 * _PAD
    texts = [
        (
            wrap(f"{at}. {step.label}", room, layout.size, bold=True),
            wrap(step.detail, room, layout.size),
        )
        for at, step in enumerate(steps, 1)
    ]
    lines = max(len(label) + len(detail) for label, detail in texts)
    height = lines * layout.line + 2 * _PAD
    return [_Box(label, detail, width, height) for label, detail in texts]


def _draw_box(box: _Box, x: float, y: float, layout: Layout) -> str:
    middle = x + box.width / 2
    lines = len(box.label) + len(box.detail)
    top = y + (box.height - lines * layout.line) / 2
    below = top + len(box.label) * layout.line
    return "".join(
        [
            draw_box(
                x,
                y,
                box.width,
                box.height,
                kind="diagram-box",
                fill=palette.BOX,
                edge=palette.ACCENT,
            ),
            draw_text(box.label, middle, top, layout.size, anchor="middle", bold=True),
            draw_text(box.detail, middle, below, layout.size, anchor="middle"),
        ]
    )


def _draw_ring(steps: Sequence[DiagramStep], layout: Layout) -> Drawing:
    boxes = _measure_boxes(steps, _BOX_WIDTH, layout)
    width, height = boxes[0].width, boxes[0].height
    ring = fit_ring(len(boxes), (width, height), layout.width)
    parts = []
    lowest = ring.centre[1] + ring.down + HALF if len(boxes) > 1 else 0.0
    for at, box in enumerate(boxes):
        x, y = ring.place(ring.turn(at))
        lowest = max(lowest, y + height / 2)
        parts.append(_draw_box(box, x - width / 2, y - height / 2, layout))
        if len(boxes) > 1:
            parts.append(_draw_arc(ring, at, (width, height)))
    return Drawing("".join(parts), lowest + 1)


def _draw_arc(ring: Ring, step: int, box: tuple[float, float]) -> str:
    """An arrow along the ring from a box to the next."""
    start, end = ring.free_arc(step, box)
    base = end
    while math.dist(ring.place(base), ring.place(end)) < TIP and base > start:
        base -= 0.002
    (x1, y1), (x2, y2), tip = (ring.place(turn) for turn in (start, base, end))
    reach = math.dist((x2, y2), tip)
    radii = f"{number(ring.across)},{number(ring.down)}"
    shaft = f"M{number(x1)},{number(y1)}A{radii} 0 0 1 {number(x2)},{number(y2)}"
    towards = ((tip[0] - x2) / reach, (tip[1] - y2) / reach)
    return draw_shaft(shaft) + draw_tip(tip, towards)


def _draw_stack(steps: Sequence[DiagramStep], layout: Layout) -> Drawing:
    """Steps down the page, and a line from the last back to the first."""
    boxes = _measure_boxes(steps, layout.width - _RETURN - 1, layout)
    parts = []
    y = 0.5
    for at, box in enumerate(boxes):
        middle = 0.5 + box.width / 2
        if at:
            parts.append(draw_arrow((middle, y + 3), (middle, y + _BETWEEN - 3)))
            y += _BETWEEN
        parts.append(_draw_box(box, 0.5, y, layout))
        y += box.height
    if len(boxes) > 1:
        first, last = 0.5 + boxes[0].height / 2, y - boxes[-1].height / 2
        edge, far = boxes[0].width + 4, layout.width - 2
        parts.append(
            draw_shaft(
                f"M{number(edge)},{number(last)}H{number(far)}"
                f"V{number(first)}H{number(edge + TIP)}"
            )
        )
        parts.append(draw_tip((edge, first), (-1, 0)))
    return Drawing("".join(parts), y + 0.5)
