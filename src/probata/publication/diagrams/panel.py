"""Draws the parts of a flow: a panel with a head, and the items in it."""

from __future__ import annotations

from probata.publication.charts import palette
from probata.publication.charts.svg import LEADING, draw_box, draw_text


def draw_panel(
    left: float,
    top: float,
    size: tuple[float, float],
    head: float,
    title: list[str],
    letters: float,
) -> str:
    """A box of a width and height, with its title in a dark band `head` high."""
    width, height = size
    text_top = top + (head - len(title) * letters * LEADING) / 2
    return "".join(
        [
            draw_box(
                left,
                top,
                width,
                height,
                kind="diagram-box",
                fill=palette.BOX,
                edge=palette.EDGE,
            ),
            draw_box(left, top, width, head, kind="diagram-head", fill=palette.ACCENT),
            draw_text(
                title,
                left + width / 2,
                text_top,
                letters,
                anchor="middle",
                bold=True,
                kind="diagram-head-text",
                colour=palette.GROUND,
            ),
        ]
    )


def draw_item(
    left: float,
    top: float,
    size: tuple[float, float],
    lines: list[str],
    letters: float,
) -> str:
    """A light box with text in its middle."""
    width, height = size
    text_top = top + (height - len(lines) * letters * LEADING) / 2
    return draw_box(
        left,
        top,
        width,
        height,
        kind="diagram-item",
        fill=palette.GROUND,
        edge=palette.EDGE,
    ) + draw_text(lines, left + width / 2, text_top, letters, anchor="middle")
