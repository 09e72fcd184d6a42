"""The key of a chart: what its colours, points and thin lines are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from probata.publication.charts.interval import draw_interval
from probata.publication.charts.layout import Layout
from probata.publication.charts.svg import draw_box, draw_text
from probata.publication.charts.text_width import measure, wrap

_SWATCH = 16
_MARK_GAP = 7
_ITEM_GAP = 22
_BELOW = 18


@dataclass(frozen=True)
class KeyItem:
    """A mark of some width and its meaning; `draw` takes its left edge and middle height."""

    label: str
    width: float
    draw: Callable[[float, float], str]


def explain_colour(label: str, colour: tuple[str, str]) -> KeyItem:
    """A square in the colour of a category, given by its class and its colour."""
    name, fill = colour

    def draw(x: float, middle: float) -> str:
        top = middle - _SWATCH / 2
        kind = f"chart-bar chart-bar-{name}"
        return draw_box(x, top, _SWATCH, _SWATCH, kind=kind, fill=fill)

    return KeyItem(label, _SWATCH, draw)


def explain_interval(label: str) -> KeyItem:
    """The thin line of an interval."""

    def draw(x: float, middle: float) -> str:
        return draw_interval(x + 1, x + 2 * _SWATCH - 1, middle)

    return KeyItem(label, 2 * _SWATCH, draw)


def draw_key(title: str, items: Sequence[KeyItem], layout: Layout) -> tuple[str, float]:
    """The key from the top of the drawing, and where it ends. Items flow into lines."""
    parts: list[str] = []
    x, y = 0.0, 0.0
    if title:
        lines = wrap(title, layout.width, layout.size, bold=True)
        parts.append(draw_text(lines, 0, 0, layout.size, bold=True))
        y += (len(lines) - 1) * layout.line
        x = measure(lines[-1], layout.size, bold=True) + _ITEM_GAP
    for item in items:
        room = layout.width - item.width - _MARK_GAP
        lines = wrap(item.label, room, layout.size)
        widest = max(measure(line, layout.size) for line in lines)
        long = item.width + _MARK_GAP + widest
        if x and x + long > layout.width:
            x, y = 0.0, y + layout.line + 4
        parts.append(item.draw(x, y + layout.line / 2))
        parts.append(draw_text(lines, x + item.width + _MARK_GAP, y, layout.size))
        y += (len(lines) - 1) * layout.line
        x += long + _ITEM_GAP
    return "".join(parts), y + layout.line + _BELOW
