"""One measure over the releases of a series: points with intervals, lines, breaks."""

from __future__ import annotations

from dataclasses import dataclass

from probata.analysis.rounding import percent_text
from probata.analysis.series.series_results import (
    MeasureResult,
    SeriesChange,
    SeriesResults,
)
from probata.publication.cells import Cell, column_headers, head_limits, show_share
from probata.publication.charts import palette
from probata.publication.charts.axis import choose_end
from probata.publication.charts.data_table import Behind
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
from probata.publication.language import translate

_HEIGHT = 240.0
_CAP = 5.0
_ROOM = 8.0  # percentage points
# How a step between two releases is drawn: in one stroke, dashed, or not at all.
_DASHES = {"comparable": "", "with_care": "7 5"}


@dataclass(frozen=True)
class _Plot:
    """Releases stand at even places across; per cent from 0 to `end` up."""

    left: float
    top: float
    width: float
    count: int
    end: int

    def across(self, at: float) -> float:
        return self.left + self.width * (at + 0.5) / self.count

    def up(self, percent: float) -> float:
        return self.top + _HEIGHT * (1 - percent / self.end)


def draw_trend(item: MeasureResult, results: SeriesResults, layout: Layout) -> Drawing:
    """The percentage at each release; where comparability breaks, no line but a mark."""
    key, y = draw_key("", _explain(results), layout)
    # The words of a point stand above its interval and need room below the top.
    end, step = choose_end((point.ci_high or 0) + _ROOM for point in item.points)
    head = wrap(
        translate("{measure} (per cent)", measure=item.label), layout.width, layout.size
    )
    parts = [key, draw_text(head, 0, y, layout.size)]
    room = measure("100%", layout.size) + 8
    top = y + len(head) * layout.line + 12
    plot = _Plot(room, top, layout.width - room, len(item.points), end)
    parts.append(_draw_grid(plot, step, layout))
    for at, change in enumerate(item.changes):
        parts.append(_draw_step(plot, item, at, change))
    for at, point in enumerate(item.points):
        if point.percent is None or point.ci_low is None or point.ci_high is None:
            continue
        parts.append(
            _draw_point(plot, at, (point.percent, point.ci_low, point.ci_high))
        )
        text = f"{percent_text(point.positive or 0, point.n or 0, 0)}%"
        x, y = plot.across(at), plot.up(point.ci_high) - layout.line - 3
        parts.append(draw_text([text], x, y, layout.size, anchor="middle", bold=True))
    foot, bottom = _draw_foot(plot, results, layout)
    return Drawing("".join([*parts, foot]), bottom)


def _explain(results: SeriesResults) -> list[KeyItem]:
    level = f"{100 * results.confidence:g}"
    return [
        KeyItem(
            translate("Per cent, with {level}% interval", level=level),
            12,
            lambda x, y: _mark(x + 6, y, y + 9, y - 9),
        ),
        KeyItem(translate("Comparable"), 32, lambda x, y: _line(x, y, x + 32, y, "")),
        KeyItem(
            translate("With care"),
            32,
            lambda x, y: _line(x, y, x + 32, y, _DASHES["with_care"]),
        ),
        KeyItem(
            translate("The series breaks"), 12, lambda x, y: _break(x + 6, y - 9, y + 9)
        ),
    ]


def _line(x: float, y: float, to_x: float, to_y: float, dashes: str) -> str:
    steps = f"M{number(x)},{number(y)}L{number(to_x)},{number(to_y)}"
    return draw_path(
        steps, kind="chart-interval", colour=palette.ACCENT, width=2.5, dashes=dashes
    )


def _break(x: float, top: float, bottom: float) -> str:
    """Two upright strokes."""
    steps = "".join(
        f"M{number(at)},{number(top)}V{number(bottom)}" for at in (x - 3, x + 3)
    )
    return draw_path(steps, kind="chart-axis", colour=palette.AXIS, width=2)


def _mark(x: float, y: float, low: float, high: float) -> str:
    steps = f"M{number(x)},{number(low)}V{number(high)}"
    for end in (low, high):
        steps += f"M{number(x - _CAP)},{number(end)}h{number(2 * _CAP)}"
    line = draw_path(steps, kind="chart-interval", colour=palette.TEXT, width=1.5)
    return line + draw_circle(
        x,
        y,
        _CAP,
        kind="chart-point chart-point-solid",
        fill=palette.ACCENT,
        edge=palette.ACCENT,
    )


def _draw_point(plot: _Plot, at: int, share: tuple[float, float, float]) -> str:
    percent, low, high = share
    return _mark(plot.across(at), plot.up(percent), plot.up(low), plot.up(high))


def _draw_step(plot: _Plot, item: MeasureResult, at: int, change: SeriesChange) -> str:
    if change.verdict == "not_comparable":
        return _break(plot.across(at + 0.5), plot.top, plot.top + _HEIGHT)
    first, second = item.points[at].percent, item.points[at + 1].percent
    if first is None or second is None:
        return ""
    ends = (plot.across(at), plot.up(first), plot.across(at + 1), plot.up(second))
    return _line(*ends, _DASHES[change.verdict])


def _draw_grid(plot: _Plot, step: int, layout: Layout) -> str:
    right = plot.left + plot.width
    lines, parts = [], []
    for percent in range(0, plot.end + 1, step):
        y = plot.up(percent)
        lines.append(f"M{number(plot.left)},{number(y)}H{number(right)}")
        top = y - layout.line / 2
        label = [f"{percent}%"]
        parts.append(draw_text(label, plot.left - 8, top, layout.size, anchor="end"))
    grid = draw_path("".join(lines), kind="chart-grid", colour=palette.GRID, width=1)
    return grid + "".join(parts)


def _draw_foot(
    plot: _Plot, results: SeriesResults, layout: Layout
) -> tuple[str, float]:
    """The releases under their places, each on as many lines as it needs."""
    room = plot.width / plot.count - 8
    named = [wrap(item.label, room, layout.size) for item in results.releases]
    y = plot.top + _HEIGHT + 8
    parts = [
        draw_text(lines, plot.across(at), y, layout.size, anchor="middle")
        for at, lines in enumerate(named)
    ]
    return "".join(parts), y + max(map(len, named)) * layout.line + 4


# --- the same in words, and as a table ---------------------------------------------


def describe_trend(item: MeasureResult, results: SeriesResults) -> str:
    """Every percentage, and how each step can be read."""
    said = [_say_point(item, results, 0)]
    for at, change in enumerate(item.changes, 1):
        how = {
            "comparable": translate("comparable"),
            "with_care": translate("to be compared with care"),
            "not_comparable": translate("after a break of the series"),
        }[change.verdict]
        said.append(
            translate("{point}, {how}", point=_say_point(item, results, at), how=how)
        )
    return translate(
        "Trend of “{measure}”: {points}.", measure=item.label, points="; ".join(said)
    )


def _say_point(item: MeasureResult, results: SeriesResults, at: int) -> str:
    point, label = item.points[at], results.releases[at].label
    if point.n is None:
        return translate("{release}: suppressed", release=label)
    if not point.n or point.positive is None:
        return translate("{release}: no cases", release=label)
    percent = percent_text(point.positive, point.n, 0)
    return translate(
        "{release}: {percent}% of {cases}",
        release=label,
        percent=percent,
        cases=f"{point.n:,}",
    )


def tabulate_trend(item: MeasureResult, results: SeriesResults) -> Behind:
    """A row a release."""
    rows = tuple(
        (Cell(release.label, "row_header"), *show_share(point))
        for release, point in zip(results.releases, item.points, strict=True)
    )
    level = f"{100 * results.confidence:g}"
    columns = column_headers(
        translate("Release"),
        translate("Cases (n)"),
        translate("Per cent"),
        head_limits(translate("{level}% interval", level=level)),
    )
    return 1, columns, rows
