"""Observed by fitted percentages of a model: as a chart, in words, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from probata.analysis.reliability_results import Calibration, CalibrationBin
from probata.analysis.results import Results
from probata.analysis.rounding import number_text, rounded
from probata.analysis.study import FigureSpec, Study
from probata.phrases import phrase
from probata.publication.cells import (
    Cell,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_number,
)
from probata.publication.charts import palette
from probata.publication.charts.axis import choose_end
from probata.publication.charts.data_table import Behind
from probata.publication.charts.draw_estimates import explain_point
from probata.publication.charts.key import KeyItem, draw_key, explain_interval
from probata.publication.charts.layout import Layout
from probata.publication.charts.odds import interval_title
from probata.publication.charts.percentages import plural
from probata.publication.charts.svg import (
    Drawing,
    draw_circle,
    draw_path,
    draw_text,
    number,
)
from probata.publication.charts.text_width import measure, wrap
from probata.publication.language import translate

_CAP = 4.0
_RADIUS = 4.0
_WIDE_HEIGHT, _NARROW_HEIGHT = 400.0, 280.0


@dataclass(frozen=True)
class CalibrationChart:
    """What was found, None where the model has an estimate that is infinite or dropped."""

    found: Calibration | None
    phrase: str
    unit: str
    interval: str

    @property
    def bins(self) -> tuple[CalibrationBin, ...]:
        return self.found.bins if self.found else ()

    @property
    def gone(self) -> str:
        """Why nothing is drawn."""
        return NOT_CHECKED if self.found is None else NOT_SHOWN


NOT_CHECKED = phrase(
    "Not drawn: the model could not be fitted on every part of the cases."
)
NOT_SHOWN = phrase(
    "Not drawn: the groups are suppressed, so that nobody can be recognised."
)


def collect_calibration(
    spec: FigureSpec, study: Study, results: Results
) -> CalibrationChart:
    """The calibration of the figure's model."""
    assert results.reliability is not None
    checks = {item.model: item for item in results.reliability.checks}
    checked = checks.get(spec.models[0])
    outcome = study.file.outcome
    return CalibrationChart(
        checked.calibration if checked else None,
        outcome.phrase or study.codebook.label(outcome.variable),
        plural(study.codebook.header.unit),
        interval_title(results),
    )


@dataclass(frozen=True)
class _Plot:
    """The square in which fitted lies across and observed up, both from 0 to `end`."""

    left: float
    top: float
    width: float
    height: float
    end: int
    step: int

    def across(self, percent: float) -> float:
        return self.left + self.width * percent / self.end

    def up(self, percent: float) -> float:
        return self.top + self.height * (1 - percent / self.end)

    def ticks(self) -> range:
        return range(0, self.end + 1, self.step)


def draw_calibration(chart: CalibrationChart, layout: Layout) -> Drawing:
    """Observed up, fitted across, and the line on which both are the same."""
    if not chart.bins:
        lines = wrap(translate(chart.gone), layout.width, layout.size)
        text = draw_text(lines, 0, 0, layout.size)
        return Drawing(text, len(lines) * layout.line + 2)
    key, y = draw_key("", _explain(chart), layout)
    title = wrap(
        translate("Observed: {phrase} (per cent)", phrase=chart.phrase),
        layout.width,
        layout.size,
    )
    head = draw_text(title, 0, y, layout.size)
    y += len(title) * layout.line + 12
    room = measure("100%", layout.size)
    end, step = choose_end(
        100 * value for item in chart.bins for value in (item.ci_high, item.fitted)
    )
    height = _WIDE_HEIGHT if layout.beside else _NARROW_HEIGHT
    across = min(layout.width - room - 8 - room / 2, 1.4 * height)
    plot = _Plot(room + 8, y, across, height, end, step)
    foot, bottom = _draw_foot(chart, plot, layout)
    parts = [key, head, _draw_axes(plot, layout), foot]
    parts += [_draw_bin(item, plot) for item in chart.bins]
    return Drawing("".join(parts), bottom)


def _explain(chart: CalibrationChart) -> list[KeyItem]:
    return [
        explain_point(
            "solid",
            translate("A group of {units} of like fitted percentage", units=chart.unit),
        ),
        explain_interval(chart.interval),
        KeyItem(
            translate("Fitted equals observed"),
            32,
            lambda x, y: _draw_line(x, y, x + 32, y),
        ),
    ]


def _draw_line(x: float, y: float, to_x: float, to_y: float) -> str:
    steps = f"M{number(x)},{number(y)}L{number(to_x)},{number(to_y)}"
    return draw_path(steps, kind="chart-axis", colour=palette.AXIS, width=1.5)


def _draw_axes(plot: _Plot, layout: Layout) -> str:
    right, bottom = plot.left + plot.width, plot.top + plot.height
    grid, parts = [], []
    for tick in plot.ticks():
        x, y = plot.across(tick), plot.up(tick)
        grid.append(f"M{number(plot.left)},{number(y)}H{number(right)}")
        grid.append(f"M{number(x)},{number(plot.top)}V{number(bottom)}")
        label, top = [f"{tick}%"], y - layout.line / 2
        parts.append(draw_text(label, plot.left - 8, top, layout.size, anchor="end"))
        parts.append(draw_text(label, x, bottom + 8, layout.size, anchor="middle"))
    lines = draw_path("".join(grid), kind="chart-grid", colour=palette.GRID, width=1)
    return lines + _draw_line(plot.left, bottom, right, plot.top) + "".join(parts)


def _draw_foot(
    chart: CalibrationChart, plot: _Plot, layout: Layout
) -> tuple[str, float]:
    y = plot.top + plot.height + 8 + layout.line + 4
    title = wrap(translate("Fitted by the model (per cent)"), layout.width, layout.size)
    return draw_text(title, 0, y, layout.size), y + len(title) * layout.line + 2


def _draw_bin(item: CalibrationBin, plot: _Plot) -> str:
    x = plot.across(100 * item.fitted)
    low, high = plot.up(100 * item.ci_low), plot.up(100 * item.ci_high)
    steps = f"M{number(x)},{number(low)}V{number(high)}"
    for end in (low, high):
        steps += f"M{number(x - _CAP)},{number(end)}H{number(x + _CAP)}"
    line = draw_path(steps, kind="chart-halo", colour=palette.GROUND, width=4)
    line += draw_path(steps, kind="chart-interval", colour=palette.TEXT, width=1.5)
    return line + draw_circle(
        x,
        plot.up(100 * item.observed),
        _RADIUS,
        kind="chart-point chart-point-solid",
        fill=palette.ACCENT,
        edge=palette.ACCENT,
    )


# --- the same in words, and as a table ---------------------------------------------


def describe_calibration(chart: CalibrationChart, model: str) -> str:
    """How far observed and fitted agree, by group, and slope and intercept."""
    if not chart.bins:
        name = translate("Calibration of {model}.", model=model)
        note = note_calibration(chart)
        return " ".join(filter(None, (name, translate(chart.gone), note)))
    off = [i for i in chart.bins if not i.ci_low <= i.fitted <= i.ci_high]
    held = len(chart.bins) - len(off)
    first, last = chart.bins[0], chart.bins[-1]
    text = translate(
        "Observed by fitted percentages of {model} in {groups} groups of {units}, out "
        "of sample. In {held} of them the interval of the observed percentage holds the "
        "fitted one. From {first} in the lowest group to {last} in the highest.",
        model=model,
        groups=len(chart.bins),
        units=chart.unit,
        held=held,
        first=_pair(first),
        last=_pair(last),
    )
    outside = []
    if off:
        named = "; ".join(_pair(item) for item in off)
        outside = [translate("Outside: {groups}.", groups=named)]
    return " ".join([text, *outside, note_calibration(chart)])


def _pair(item: CalibrationBin) -> str:
    observed, fitted = (
        number_text(100 * value, 0) for value in (item.observed, item.fitted)
    )
    return translate(
        "{observed}% observed where {fitted}% was fitted",
        observed=observed,
        fitted=fitted,
    )


def note_calibration(chart: CalibrationChart) -> str:
    """Slope and intercept, with what they should be."""
    if chart.found is None:
        return ""
    slope, shift = (
        number_text(value, 2) for value in (chart.found.slope, chart.found.intercept)
    )
    return translate(
        "Each case is fitted without it or its fold, of {folds}. Slope {slope} (1 if "
        "right), intercept {intercept} (0 if right).",
        folds=chart.found.folds,
        slope=slope,
        intercept=shift,
    )


def tabulate_calibration(chart: CalibrationChart) -> Behind:
    """A row a group, from the lowest fitted percentage to the highest."""
    columns = column_headers(
        translate("Group"),
        translate("Number of {units}", units=chart.unit),
        translate("Per cent fitted"),
        translate("Per cent observed"),
        head_limits(chart.interval),
    )
    rows = tuple(
        (
            Cell(str(at), "row_header"),
            show_count(item.n),
            show_number(100 * item.fitted, 1),
            show_number(100 * item.observed, 1),
            show_interval(_percent(item.ci_low), _percent(item.ci_high)),
        )
        for at, item in enumerate(chart.bins, 1)
    )
    return 1, columns, rows


def _percent(share: float) -> Decimal:
    return rounded(100 * share, 1)
