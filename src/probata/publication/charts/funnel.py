"""One key question in every unit, by number of cases: a funnel, in words, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from probata.analysis.rounding import number_text, percent_text, rounded
from probata.analysis.unit_results import FAR, NEAR, Funnel, FunnelPoint
from probata.proportions import funnel_limits
from probata.publication.cells import (
    Cell,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_percent,
)
from probata.publication.charts import palette
from probata.publication.charts.data_table import Behind
from probata.publication.charts.draw_estimates import explain_point
from probata.publication.charts.key import KeyItem, draw_key
from probata.publication.charts.layout import Layout
from probata.publication.charts.svg import (
    Drawing,
    draw_circle,
    draw_path,
    draw_text,
    number,
)
from probata.publication.charts.text_width import measure, wrap

_WIDE_HEIGHT, _NARROW_HEIGHT = 380.0, 300.0
_OWN, _OTHER = 6.0, 4.0
_DASHES = "5 4"
POSITIONS = {
    "far_below": "below the 99.8% limits",
    "below": "below the 95% limits",
    "within": "within the 95% limits",
    "above": "above the 95% limits",
    "far_above": "above the 99.8% limits",
}


@dataclass(frozen=True)
class _Plot:
    """Cases go across, from 0 to `most`; percentages go up, from 0 to 100."""

    left: float
    top: float
    width: float
    height: float
    most: int

    def across(self, n: float) -> float:
        return self.left + self.width * n / self.most

    def up(self, percent: float) -> float:
        return self.top + self.height * (1 - percent / 100)


def draw_funnel_chart(funnel: Funnel, unit: str, layout: Layout) -> Drawing:
    """Points of all units between their limits, the unit itself filled and named."""
    key, y = draw_key("", _explain(unit), layout)
    title = wrap("Positive answers (per cent)", layout.width, layout.size)
    head = draw_text(title, 0, y, layout.size)
    y += len(title) * layout.line + 12
    room = measure("100%", layout.size)
    step = _step(max(point.n for point in funnel.points))
    most = step * (1 + max(point.n for point in funnel.points) // step)
    height = _WIDE_HEIGHT if layout.beside else _NARROW_HEIGHT
    width = layout.width - room - 8 - measure(str(most), layout.size) / 2
    plot = _Plot(room + 8, y, width, height, most)
    foot_y = plot.top + plot.height + 8 + layout.line + 4
    foot = wrap("Number of cases with an answer", layout.width, layout.size)
    parts = [
        key,
        head,
        _draw_axes(plot, step, layout),
        _draw_limits(funnel, plot),
        _draw_points(funnel, unit, plot),
        draw_text(foot, 0, foot_y, layout.size),
    ]
    return Drawing("".join(parts), foot_y + len(foot) * layout.line + 2)


def _explain(unit: str) -> list[KeyItem]:
    return [
        explain_point("solid", unit),
        explain_point("open", "Another unit"),
        _explain_line("All cases of all units", _draw_share),
        _explain_line("95% limits", partial(_draw_limit, tail=NEAR)),
        _explain_line("99.8% limits", partial(_draw_limit, tail=FAR)),
    ]


def _explain_line(label: str, draw: Callable[[str], str]) -> KeyItem:
    def line(x: float, middle: float) -> str:
        return draw(f"M{number(x)},{number(middle)}H{number(x + 32)}")

    return KeyItem(label, 32, line)


def _draw_share(steps: str) -> str:
    return draw_path(steps, kind="chart-axis", colour=palette.AXIS, width=3)


def _draw_limit(steps: str, tail: float) -> str:
    """The wider limits are broken lines."""
    dashes = _DASHES if tail == FAR else ""
    return draw_path(
        steps, kind="chart-interval", colour=palette.TEXT, width=1.25, dashes=dashes
    )


def _step(most: int) -> int:
    """The step between marks of the number of cases, five of them or so."""
    return next(
        (step for step in (2, 5, 10, 20, 50, 100, 200, 500) if most <= 6 * step), 1000
    )


def _draw_axes(plot: _Plot, step: int, layout: Layout) -> str:
    right, bottom = plot.left + plot.width, plot.top + plot.height
    grid, parts = [], []
    for percent in range(0, 101, 20):
        y = plot.up(percent)
        grid.append(f"M{number(plot.left)},{number(y)}H{number(right)}")
        top = y - layout.line / 2
        label = [f"{percent}%"]
        parts.append(draw_text(label, plot.left - 8, top, layout.size, anchor="end"))
    for cases in range(0, plot.most + 1, step):
        x = plot.across(cases)
        grid.append(f"M{number(x)},{number(plot.top)}V{number(bottom)}")
        label = [str(cases)]
        parts.append(draw_text(label, x, bottom + 8, layout.size, anchor="middle"))
    lines = draw_path("".join(grid), kind="chart-grid", colour=palette.GRID, width=1)
    return lines + "".join(parts)


def _draw_limits(funnel: Funnel, plot: _Plot) -> str:
    share = funnel.positive / funnel.n
    middle = number(plot.up(funnel.percent))
    right = number(plot.left + plot.width)
    parts = [_draw_share(f"M{number(plot.left)},{middle}H{right}")]
    for tail in (NEAR, FAR):
        limits = [
            (n, funnel_limits(share, n, tail, funnel.population))
            for n in _sizes(min(plot.most, funnel.n))
        ]
        for side in (0, 1):
            steps = "L".join(
                f"{number(plot.across(n))},{number(plot.up(100 * ends[side]))}"
                for n, ends in limits
            )
            parts.append(_draw_limit(f"M{steps}", tail))
    return "".join(parts)


def _sizes(most: int) -> list[int]:
    """Numbers of cases at which the limits are drawn: each one, or some 200."""
    step = max(1, most // 200)
    return [*range(1, most, step), most]


def _draw_points(funnel: Funnel, unit: str, plot: _Plot) -> str:
    """The unit's own point lies on top."""
    own = [point for point in funnel.points if point.unit == unit]
    others = [point for point in funnel.points if point.unit != unit]
    return "".join(
        draw_circle(
            plot.across(point.n),
            plot.up(point.percent),
            radius,
            kind=f"chart-point chart-point-{kind}",
            fill=fill,
            edge=palette.ACCENT,
        )
        for points, kind, fill, radius in (
            (others, "open", palette.GROUND, _OTHER),
            (own, "solid", palette.ACCENT, _OWN),
        )
        for point in points
    )


# --- the same in words, and as a table ---------------------------------------------


def describe_funnel(funnel: Funnel, unit: str) -> str:
    """The unit and all, where the unit lies, and how many lie beyond the limits."""
    own = funnel.point(unit)
    all_units = (
        f"{percent_text(funnel.positive, funnel.n, 0)}% of {funnel.n:,} cases of "
        f"{len(funnel.points)} units"
    )
    said = (
        f"{unit}: {percent_text(own.positive, own.n, 0)}% of {own.n} cases, "
        f"{POSITIONS[own.position]} around {all_units}."
        if own
        else f"{unit} has no answer. All: {all_units}."
    )
    return f"Funnel plot of {funnel.label}, by number of cases. {said} {count_beyond(funnel)}"


def count_beyond(funnel: Funnel) -> str:
    """How many units lie beyond each limit."""
    far = sum(point.position in ("far_below", "far_above") for point in funnel.points)
    near = sum(point.position != "within" for point in funnel.points)
    n = len(funnel.points)
    return f"Of {n} units, {near} lie beyond the 95% limits, {far} of them beyond the 99.8% limits."


def tabulate_funnel(funnel: Funnel) -> Behind:
    """A row a unit, in the order of their names."""
    columns = column_headers(
        "Unit",
        "Number of cases with an answer",
        "Of these, positive",
        "Per cent",
        head_limits("95% limits"),
        "Where it lies",
    )
    return 1, columns, tuple(_row(point) for point in funnel.points)


def _row(point: FunnelPoint) -> tuple[Cell, ...]:
    return (
        Cell(point.unit, "row_header"),
        show_count(point.n),
        show_count(point.positive),
        show_percent(point.positive, point.n),
        show_interval(rounded(point.low, 1), rounded(point.high, 1)),
        Cell(POSITIONS[point.position]),
    )


def note_funnel(funnel: Funnel) -> str:
    """What the limits are."""
    expected = number_text(0.05 * len(funnel.points), 1)
    missing = (
        f" {funnel.left_out} units are not shown, for some have too few cases; they count "
        "among all."
        if funnel.left_out
        else ""
    )
    kind = (
        "Exact limits of dealing these cases among the units at random (hypergeometric)."
        if funnel.finite
        else "Exact binomial limits."
    )
    return (
        "The limits are where units would lie if all were alike and differed by the luck "
        f"of their cases alone; at most about {expected} of {len(funnel.points)} would then lie "
        f"beyond the 95% limits. {kind}" + missing
    )
