"""The findings where one person judged both sides: as a chart, in words, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from probata.analysis.reliability_results import Cell as Estimate
from probata.analysis.reliability_results import Row, SharedError
from probata.analysis.results import Results
from probata.analysis.rounding import number_text, ratio_text, rounded_ratio
from probata.phrases import phrase
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
from probata.publication.language import translate, translate_found
from probata.publication.verdicts import name_verdict

WITHIN, WITHOUT = "within_rater", "without_rater"
PRINTED, INSIDE, LEFT_OUT = (
    phrase("As printed"),
    phrase("Within raters"),
    phrase("Leaving out one rater"),
)


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
            ("solid", translate(CLEAR)),
            ("open", translate(UNCLEAR)),
            ("range", translate("Lowest to highest of the refits")),
        ),
        interval_title(results),
        translate(
            "Odds ratio (log scale). Right of 1: higher odds; left of 1: lower odds."
        ),
    )


def _heading(item: Finding) -> str:
    if item.shared is None:
        return item.label
    value, limit = (
        number_text(number, 2) for number in (item.shared.e_value, item.shared.e_limit)
    )
    return translate(
        "{finding} (E-value {value}, of the limit {limit})",
        finding=item.label,
        value=value,
        limit=limit,
    )


def _lines(item: Finding) -> Iterator[Line]:
    for label, cell in (
        (translate(PRINTED), item.printed),
        (translate(INSIDE), item.within),
    ):
        limits = _limits(cell)
        if limits is None:
            yield Line(label, missing=_missing(cell))
        else:
            yield Line(label, (make_point(*limits),))
    low, high = item.without.lowest, item.without.highest
    if low is None or high is None:
        yield Line(translate(LEFT_OUT), missing=_missing(item.without))
        return
    words = translate(
        "{low} to {high}", low=short_ratio(low, 2), high=short_ratio(high, 2)
    ).replace(" ", NO_BREAK)
    yield Line(translate(LEFT_OUT), (Point(low, low, high, "range", words),))


def _limits(cell: Estimate) -> tuple[float, float, float] | None:
    if cell.odds_ratio is None or cell.ci_low is None or cell.ci_high is None:
        return None
    return cell.odds_ratio, cell.ci_low, cell.ci_high


def _missing(cell: Estimate) -> str:
    if cell.reason:
        return translate("no estimate: {reason}", reason=translate_found(cell.reason))
    return translate("no estimate")


# --- the same in words, and as a table ---------------------------------------------


def describe_rater(results: Results) -> str:
    """Which findings keep their verdict within raters, and each with its numbers."""
    found = list_findings(results)
    return " ".join(
        [
            translate(
                "Chart of {number} findings as odds ratios on a log scale: as printed, "
                "by comparisons within raters only, and leaving out one rater at a "
                "time.",
                number=len(found),
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
        yield translate("Within raters every finding keeps its verdict.")
    elif known:
        names = "; ".join(
            f"{item.label} ({name_verdict(item.within.verdict)})" for item in other
        )
        yield translate(
            "Within raters these have another verdict: {findings}.", findings=names
        )
    gone = [item for item in found if item.without.changed]
    if gone:
        names = "; ".join(
            translate(
                "{name} (in {changed} of {refits})",
                name=item.label,
                changed=item.without.changed,
                refits=item.without.refits,
            )
            for item in gone
        )
        yield translate(
            "Leaving out one rater, the verdict changes for: {findings}.",
            findings=names,
        )
    elif any(item.without.refits for item in found):
        yield translate("Leaving out any one rater changes no verdict.")


def _numbers(item: Finding) -> str:
    parts = [
        translate("as printed {estimate}", estimate=_say(item.printed)),
        translate("within raters {estimate}", estimate=_say(item.within)),
    ]
    low, high = item.without.lowest, item.without.highest
    if low is not None and high is not None:
        parts.append(
            translate(
                "leaving one out {low} to {high}",
                low=ratio_text(low),
                high=ratio_text(high),
            )
        )
    if item.shared is not None:
        parts.append(
            translate("E-value {value}", value=number_text(item.shared.e_value, 2))
        )
    return ", ".join(parts)


def _say(cell: Estimate) -> str:
    ratio = cell.odds_ratio
    return _missing(cell) if ratio is None else ratio_text(ratio)


def note_rater() -> str:
    """What the comparisons and the E-value are."""
    return translate(
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
        translate("Finding"),
        translate(PRINTED),
        head_limits(translate("{interval}, as printed", interval=level)),
        translate(INSIDE),
        head_limits(translate("{interval}, within raters", interval=level)),
        head_column(
            translate(LEFT_OUT),
            translate("Leaving out one rater: lowest"),
            translate("Leaving out one rater: highest"),
        ),
        translate("Refits with another verdict"),
        translate("E-value"),
        translate("E-value of the limit"),
    )
    return 1, columns, rows


def _estimate(cell: Estimate) -> tuple[Cell, Cell]:
    limits = _limits(cell)
    if limits is None:
        gone, said = Shorthand.NOT_AVAILABLE, _missing(cell)
        return show_none(said, gone, remark=said), show_none(
            translate("none"), gone, columns=2
        )
    ratio, low, high = (rounded_ratio(value) for value in limits)
    return show_value(ratio), show_interval(low, high)


def _range(cell: Estimate) -> Cell:
    if cell.lowest is None or cell.highest is None:
        return show_none(translate("none"), Shorthand.NOT_AVAILABLE, columns=2)
    return show_interval(rounded_ratio(cell.lowest), rounded_ratio(cell.highest))


def _changed(cell: Estimate) -> Cell:
    if cell.refits is None:
        return show_none(translate("none"), Shorthand.NOT_AVAILABLE)
    text = translate("{part} of {whole}", part=cell.changed, whole=cell.refits)
    return Cell(text, "number", values=(text,))


def _e_values(shared: SharedError | None) -> tuple[Cell, Cell]:
    if shared is None:
        none = show_none(translate("none"))
        return none, none
    return show_number(shared.e_value, 2), show_number(shared.e_limit, 2)
