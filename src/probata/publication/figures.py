"""The figures of a bulletin as SVG, each with its text alternative and its data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from probata.analysis.results import Results
from probata.analysis.rounding import number_text, p_text
from probata.analysis.study import FigureSpec, Study
from probata.publication.anchors import make_anchor
from probata.publication.cells import Cell, note_suppressed
from probata.publication.charts.adjusted import (
    collect_adjusted,
    describe_adjusted,
    note_adjusted,
    tabulate_adjusted,
)
from probata.publication.charts.alt_text import describe_bars
from probata.publication.charts.bars import draw_bars
from probata.publication.charts.calibration import (
    collect_calibration,
    describe_calibration,
    draw_calibration,
    note_calibration,
    tabulate_calibration,
)
from probata.publication.charts.curve import (
    collect_curves,
    describe_curves,
    draw_curves,
    note_curves,
    tabulate_curves,
)
from probata.publication.charts.data_table import Behind, tabulate_bars
from probata.publication.charts.draw_estimates import draw_estimates
from probata.publication.charts.draw_sheet import draw_sheet
from probata.publication.charts.interaction import (
    collect_combined,
    collect_within,
    describe_combined,
    describe_within,
    note_within,
    tabulate_combined,
    tabulate_within,
)
from probata.publication.charts.layout import NARROW, WIDE, Layout
from probata.publication.charts.missing_note import note_missing
from probata.publication.charts.odds import collect_odds, describe_odds, tabulate_odds
from probata.publication.charts.percentages import collect_bars, common_end
from probata.publication.charts.performance import (
    collect_coherent,
    collect_critical,
    collect_scree,
    describe_coherent,
    describe_critical,
    describe_scree,
    tabulate_coherent,
    tabulate_critical,
    tabulate_scree,
)
from probata.publication.charts.rater import (
    collect_rater,
    describe_rater,
    note_rater,
    tabulate_rater,
)
from probata.publication.charts.sheet import (
    collect_sheet,
    describe_sheet,
    note_sheet,
    tabulate_sheet,
)
from probata.publication.charts.stages import (
    collect_stages,
    describe_stages,
    draw_stages,
    note_stages,
    tabulate_stages,
)
from probata.publication.charts.survival import (
    describe_survival,
    draw_survival,
    tabulate_survival,
)
from probata.publication.charts.svg import Drawing, finish_document
from probata.publication.diagrams.cards import draw_cards
from probata.publication.diagrams.cycle import draw_cycle
from probata.publication.diagrams.flow import draw_flow
from probata.publication.language import translate


@dataclass(frozen=True)
class FigureData:
    """The table behind a chart; the first `row_headers` columns head rows."""

    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_headers: int = 1


@dataclass(frozen=True)
class Figure:
    """A figure, ready for any writer. Pages show `svg_wide` or `svg_narrow` by width."""

    id: str
    number: str
    title: str
    svg_wide: str
    svg_narrow: str
    alt: str
    data: FigureData | None
    note: str


@dataclass(frozen=True)
class _Chart:
    """A chart of the results: how it is drawn, its words, and the table behind it."""

    draw: Callable[[Layout], Drawing]
    alt: str
    behind: Behind
    note: str = ""


def make_figure(spec: FigureSpec, study: Study, results: Results) -> Figure:
    """Draw a figure of the study. A diagram needs no results, a chart all it names."""
    if spec.kind not in _CHARTS:
        drawings = {
            layout.name: _draw_diagram(spec, layout) for layout in (WIDE, NARROW)
        }
        alt = spec.alt or _list_diagram(spec)
        return finish_figure(spec.id, spec.title, drawings, alt, None, spec.note)
    outcome = results.model(spec.models[0]).outcome if spec.models else spec.outcome
    chart = _CHARTS[spec.kind](spec, study.about(outcome), results.about(outcome))
    drawings = {layout.name: chart.draw(layout) for layout in (WIDE, NARROW)}
    headers, columns, rows = chart.behind
    alt, note = (
        " ".join(part for part in parts if part)
        for parts in (
            (spec.alt, chart.alt),
            (spec.note, chart.note, *note_suppressed(rows, chart.note)),
        )
    )
    data = FigureData(columns, rows, headers)
    return finish_figure(spec.id, spec.title, drawings, alt, data, note)


def is_chart(spec: FigureSpec) -> bool:
    """Whether a figure shows results, and so has a source, or only words."""
    return spec.kind in _CHARTS


def _make_bars(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    chart = collect_bars(spec, study, results)
    return _Chart(
        partial(draw_bars, chart, common_end(study, results)),
        describe_bars(chart),
        tabulate_bars(chart),
        note_missing(spec, study, results),
    )


def _make_odds(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    return _Chart(
        partial(draw_estimates, collect_odds(spec, study, results)),
        describe_odds(spec, study, results),
        tabulate_odds(spec, study, results),
    )


def _make_adjusted(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    end = common_end(study, results)
    return _Chart(
        partial(draw_estimates, collect_adjusted(spec, study, results, end)),
        describe_adjusted(spec, study, results),
        tabulate_adjusted(spec, study, results),
        note_adjusted(spec, study, results),
    )


def _make_within(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    return _Chart(
        partial(draw_estimates, collect_within(spec, study, results)),
        describe_within(spec, study, results),
        tabulate_within(spec, study, results),
        note_within(spec, study, results),
    )


def _make_combined(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    end = common_end(study, results)
    return _Chart(
        partial(draw_estimates, collect_combined(spec, study, results, end)),
        describe_combined(spec, study, results),
        tabulate_combined(spec, study, results),
        translate("It is an association, not an effect."),
    )


def _make_curve(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    chart = collect_curves(spec, study, results)
    return _Chart(
        partial(draw_curves, chart),
        describe_curves(chart),
        tabulate_curves(chart),
        note_curves(chart, study.file.inference.test),
    )


def _make_stages(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    chart = collect_stages(spec, study, results)
    return _Chart(
        partial(draw_stages, chart),
        describe_stages(chart),
        tabulate_stages(chart),
        note_stages(chart, results),
    )


def _make_survival(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    found = results.followed(spec.survival or "")
    test = found.test
    said = translate(
        "A curve falls where an event happened. Far to the right few are still followed, and "
        "a curve says little."
    )
    if test is not None:
        said += " " + translate(
            "Log-rank test that the groups do not differ: chi-square {statistic}, df {df}, "
            "{p}. Differences are associations, not effects.",
            statistic=number_text(test.statistic, 1),
            df=test.df,
            p=p_text(test.p),
        )
    return _Chart(
        partial(draw_survival, found),
        describe_survival(found),
        tabulate_survival(found),
        said,
    )


def _make_sheet(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    return _Chart(
        partial(draw_sheet, collect_sheet(results)),
        describe_sheet(results),
        tabulate_sheet(results),
        note_sheet(results),
    )


def _make_rater(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    return _Chart(
        partial(draw_estimates, collect_rater(results)),
        describe_rater(results),
        tabulate_rater(results),
        note_rater(),
    )


def _make_calibration(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    chart = collect_calibration(spec, study, results)
    return _Chart(
        partial(draw_calibration, chart),
        describe_calibration(chart, results.model(spec.models[0]).label),
        tabulate_calibration(chart),
        note_calibration(chart),
    )


def _make_critical(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    return _Chart(
        partial(draw_estimates, collect_critical(study, results)),
        describe_critical(study, results),
        tabulate_critical(study, results),
    )


def _make_coherent(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    return _Chart(
        partial(draw_estimates, collect_coherent(study, results)),
        describe_coherent(study, results),
        tabulate_coherent(study, results),
    )


def _make_scree(spec: FigureSpec, study: Study, results: Results) -> _Chart:
    return _Chart(
        partial(draw_estimates, collect_scree(study, results)),
        describe_scree(study, results),
        tabulate_scree(study, results),
    )


_CHARTS: dict[str, Callable[[FigureSpec, Study, Results], _Chart]] = {
    "bars": _make_bars,
    "odds": _make_odds,
    "adjusted": _make_adjusted,
    "within": _make_within,
    "combined": _make_combined,
    "curve": _make_curve,
    "stages": _make_stages,
    "survival": _make_survival,
    "sheet": _make_sheet,
    "rater": _make_rater,
    "calibration": _make_calibration,
    "critical": _make_critical,
    "coherent": _make_coherent,
    "scree": _make_scree,
}


def _draw_diagram(spec: FigureSpec, layout: Layout) -> Drawing:
    if spec.kind == "flow":
        return draw_flow(spec.columns, layout)
    draw = draw_cycle if spec.kind == "cycle" else draw_cards
    return draw(spec.steps, layout)


def _list_diagram(spec: FigureSpec) -> str:
    """The words of a diagram in reading order, where its author gave no alternative."""
    columns = [f"{item.heading}: {', '.join(item.items)}" for item in spec.columns]
    steps = [
        f"{item.label}: {item.detail}" if item.detail else item.label
        for item in spec.steps
    ]
    return "; ".join([*columns, *steps]) + "."


def finish_figure(
    name: str,
    title: str,
    drawings: dict[str, Drawing],
    alt: str,
    data: FigureData | None,
    note: str,
) -> Figure:
    """A figure from its two drawings; `name` is its number and makes its anchor."""
    anchor = make_anchor("figure", name)
    wide, narrow = (
        finish_document(
            f"{anchor}-{layout.name}",
            translate("Figure {number}: {title}", number=name, title=title),
            alt,
            (layout.width, drawings[layout.name].height),
            drawings[layout.name].body,
        )
        for layout in (WIDE, NARROW)
    )
    return Figure(anchor, name, title, wide, narrow, alt, data, note)
