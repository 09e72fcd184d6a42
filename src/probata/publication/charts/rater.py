"""The findings where one person judged both sides: as a chart, in words, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from probata.analysis.reliability_results import Cell as Estimate
from probata.analysis.reliability_results import Row, SharedError
from probata.analysis.results import Results
from probata.analysis.rounding import number_text, ratio_text, rounded_ratio
from probata.publication.cells import (
    Cell,
    Shorthand,
    column_headers,
    head_column,
    head_limits,
    show_interval,
    show_none,
    show_number,
    show_value,
)
from probata.publication.charts.data_table import Behind
from probata.publication.charts.estimates import EstimateChart, Group, Point
from probata.publication.charts.estimates import Row as Line
from probata.publication.charts.odds import (
    CLEAR,
    UNCLEAR,
    interval_title,
    make_point,
    short_ratio,
)
from probata.publication.charts.scale import ratio_scale
from probata.publication.charts.text_width import NO_BREAK

WITHIN, WITHOUT = "within_rater", "without_rater"
PRINTED, INSIDE, LEFT_OUT = "As printed", "Within raters", "Leaving out one rater"


@dataclass(frozen=True)
class Finding:
    """A finding as printed, within raters, and without each rater in turn."""

    label: str
    printed: Estimate
    within: Estimate
    without: Estimate
    shared: SharedError | None


def list_findings(results: Results) -> list[Finding]:
    """The findings of the results; the rules of a study make sure that it names a rater."""
    found = results.reliability
    assert found is not None
    shared = {item.finding: item for item in found.shared}
    return [
        Finding(
            row.label,
            row.cells[0],
            _cell(row, WITHIN),
            _cell(row, WITHOUT),
            shared.get(row.finding),
        )
        for row in found.sheet.rows
    ]


def _cell(row: Row, specification: str) -> Estimate:
    return next(cell for cell in row.cells if cell.specification == specification)


def collect_rater(results: Results) -> EstimateChart:
    """A group a finding, headed by its E-values."""
    groups = tuple(
        Group(_heading(item), tuple(_lines(item))) for item in list_findings(results)
    )
    points = [p for group in groups for row in group.rows for p in row.points]
    return EstimateChart(
        groups,
        ratio_scale(end for point in points for end in (point.low, point.high)),
        (
            ("solid", CLEAR),
            ("open", UNCLEAR),
            ("range", "Lowest to highest of the refits"),
        ),
        interval_title(results),
        "Odds ratio (log scale). Right of 1: higher odds; left of 1: lower odds.",
    )


def _heading(item: Finding) -> str:
    if item.shared is None:
        return item.label
    value, limit = (
        number_text(number, 2) for number in (item.shared.e_value, item.shared.e_limit)
    )
    return f"{item.label} (E-value {value}, of the limit {limit})"


def _lines(item: Finding) -> Iterator[Line]:
    for label, cell in ((PRINTED, item.printed), (INSIDE, item.within)):
        limits = _limits(cell)
        if limits is None:
            yield Line(label, missing=_missing(cell))
        else:
            yield Line(label, (make_point(*limits),))
    low, high = item.without.lowest, item.without.highest
    if low is None or high is None:
        yield Line(LEFT_OUT, missing=_missing(item.without))
        return
    words = f"{short_ratio(low, 2)} to {short_ratio(high, 2)}".replace(" ", NO_BREAK)
    yield Line(LEFT_OUT, (Point(low, low, high, "range", words),))


def _limits(cell: Estimate) -> tuple[float, float, float] | None:
    if cell.odds_ratio is None or cell.ci_low is None or cell.ci_high is None:
        return None
    return cell.odds_ratio, cell.ci_low, cell.ci_high


def _missing(cell: Estimate) -> str:
    return f"no estimate: {cell.reason}" if cell.reason else "no estimate"


# --- the same in words, and as a table ---------------------------------------------


def describe_rater(results: Results) -> str:
    """Which findings keep their verdict within raters, and each with its numbers."""
    found = list_findings(results)
    return " ".join(
        [
            (
                f"Chart of {len(found)} findings as odds ratios on a log scale: as printed, "
                "by comparisons within raters only, and leaving out one rater at a time."
            ),
            *_verdicts(found),
            *(f"{item.label}: {_numbers(item)}." for item in found),
        ]
    )


def _verdicts(found: list[Finding]) -> Iterator[str]:
    known = [
        item
        for item in found
        if "none" not in (item.printed.verdict, item.within.verdict)
    ]
    other = [item for item in known if item.within.verdict != item.printed.verdict]
    if known and not other:
        yield "Within raters every finding keeps its verdict."
    elif known:
        names = "; ".join(f"{item.label} ({item.within.verdict})" for item in other)
        yield f"Within raters these have another verdict: {names}."
    gone = [item for item in found if item.without.changed]
    if gone:
        names = "; ".join(
            f"{item.label} (in {item.without.changed} of {item.without.refits})"
            for item in gone
        )
        yield f"Leaving out one rater, the verdict changes for: {names}."
    elif any(item.without.refits for item in found):
        yield "Leaving out any one rater changes no verdict."


def _numbers(item: Finding) -> str:
    parts = []
    for label, cell in (("as printed", item.printed), ("within raters", item.within)):
        if cell.odds_ratio is None:
            parts.append(f"{label} {_missing(cell)}")
        else:
            parts.append(f"{label} {ratio_text(cell.odds_ratio)}")
    low, high = item.without.lowest, item.without.highest
    if low is not None and high is not None:
        parts.append(f"leaving one out {ratio_text(low)} to {ratio_text(high)}")
    if item.shared is not None:
        parts.append(f"E-value {number_text(item.shared.e_value, 2)}")
    return ", ".join(parts)


def note_rater() -> str:
    """What the comparisons and the E-value are."""
    return (
        "Within raters: cases of one rater are compared with each other only, so that "
        "leniency cancels. The E-value is the least risk ratio that something not in the "
        "model, such as one impression of the case, would need with both sides of the "
        "finding to make it by itself; of the limit, to make the end of the interval "
        "nearer to 1."
    )


def tabulate_rater(results: Results) -> Behind:
    """A row a finding."""
    rows = tuple(
        (
            Cell(item.label, "row_header"),
            *_estimate(item.printed),
            *_estimate(item.within),
            _range(item.without),
            _changed(item.without),
            *_e_values(item.shared),
        )
        for item in list_findings(results)
    )
    level = interval_title(results)
    columns = column_headers(
        "Finding",
        PRINTED,
        head_limits(f"{level}, as printed"),
        INSIDE,
        head_limits(f"{level}, within raters"),
        head_column(LEFT_OUT, f"{LEFT_OUT}: lowest", f"{LEFT_OUT}: highest"),
        "Refits with another verdict",
        "E-value",
        "E-value of the limit",
    )
    return 1, columns, rows


def _estimate(cell: Estimate) -> tuple[Cell, Cell]:
    limits = _limits(cell)
    if limits is None:
        gone, said = Shorthand.NOT_AVAILABLE, _missing(cell)
        return show_none(said, gone, remark=said), show_none("none", gone, columns=2)
    ratio, low, high = (rounded_ratio(value) for value in limits)
    return show_value(ratio), show_interval(low, high)


def _range(cell: Estimate) -> Cell:
    if cell.lowest is None or cell.highest is None:
        return show_none("none", Shorthand.NOT_AVAILABLE, columns=2)
    return show_interval(rounded_ratio(cell.lowest), rounded_ratio(cell.highest))


def _changed(cell: Estimate) -> Cell:
    if cell.refits is None:
        return show_none("none", Shorthand.NOT_AVAILABLE)
    text = f"{cell.changed} of {cell.refits}"
    return Cell(text, "number", values=(text,))


def _e_values(shared: SharedError | None) -> tuple[Cell, Cell]:
    if shared is None:
        return show_none("none"), show_none("none")
    return show_number(shared.e_value, 2), show_number(shared.e_limit, 2)
