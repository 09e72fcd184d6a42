"""Arrows of diagrams: a shaft and a filled tip."""

from __future__ import annotations

import math

from probata.publication.charts import palette
from probata.publication.charts.svg import draw_path, number

TIP = 9.0
HALF = 5.5


def draw_arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A straight arrow; its tip touches `end`."""
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1)
    across, down = (x2 - x1) / length, (y2 - y1) / length
    base = (x2 - across * TIP, y2 - down * TIP)
    shaft = f"M{number(x1)},{number(y1)}L{number(base[0])},{number(base[1])}"
    return draw_shaft(shaft) + draw_tip(end, (across, down))


def draw_shaft(steps: str) -> str:
    return draw_path(steps, kind="diagram-arrow", colour=palette.ARROW, width=2)


def draw_tip(at: tuple[float, float], towards: tuple[float, float]) -> str:
    """A triangle whose point is `at`, looking along the unit vector `towards`."""
    (x, y), (across, down) = at, towards
    back = (x - across * TIP, y - down * TIP)
    corners = [
        (x, y),
        (back[0] - down * HALF, back[1] + across * HALF),
        (back[0] + down * HALF, back[1] - across * HALF),
    ]
    steps = "L".join(f"{number(a)},{number(b)}" for a, b in corners)
    return f'<path class="diagram-tip" d="M{steps}Z" fill="{palette.ARROW}"/>'
