"""Draws a confidence interval."""

from __future__ import annotations

from probata.publication.charts import palette
from probata.publication.charts.svg import draw_path, number

_CAP = 5


def draw_interval(low: float, high: float, y: float) -> str:
    """A line with end caps, in a thin border of the ground so that it shows on a bar."""
    cap = f"{number(y - _CAP)}V{number(y + _CAP)}"
    steps = (
        f"M{number(low)},{number(y)}H{number(high)}"
        f"M{number(low)},{cap}M{number(high)},{cap}"
    )
    return draw_path(
        steps, kind="chart-halo", colour=palette.GROUND, width=4
    ) + draw_path(steps, kind="chart-interval", colour=palette.TEXT, width=1.5)
