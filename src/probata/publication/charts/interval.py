"""Draws a confidence interval."""

from __future__ import annotations

from probata.publication.charts import palette
from probata.publication.charts.svg import draw_path, number

_CAP = 5


def draw_interval(
    low: float, high: float, y: float, *, cut: tuple[bool, bool] = (False, False)
) -> str:
    """A line with end caps, in a thin border of the ground so that it shows on a bar.

    Where it goes on beyond the chart (`cut` at the low or the high end) it ends in an
    arrowhead.
    """
    steps = f"M{number(low)},{number(y)}H{number(high)}"
    for end, inward, gone in ((low, _CAP, cut[0]), (high, -_CAP, cut[1])):
        if gone:
            steps += (
                f"M{number(end + inward)},{number(y - _CAP)}L{number(end)},{number(y)}"
                f"L{number(end + inward)},{number(y + _CAP)}"
            )
        else:
            steps += f"M{number(end)},{number(y - _CAP)}V{number(y + _CAP)}"
    return draw_path(
        steps, kind="chart-halo", colour=palette.GROUND, width=4
    ) + draw_path(steps, kind="chart-interval", colour=palette.TEXT, width=1.5)
