"""Estimates, limits, test values and p against each other, within their rounding."""

from __future__ import annotations

import math
from collections.abc import Callable

from probata.analysis.distributions import (
    chi_square_tail,
    normal_p,
    normal_quantile,
)
from probata.publication.audit.cells import Quantity, read_quantity
from probata.publication.audit.findings import Audit
from probata.publication.audit.layout import ESTIMATES, Measures, Row, Table

CHECK = "interval"
LEVEL = 0.95
# Off the middle of its interval by more than this share of the width, on the log scale,
# a ratio is no Wald estimate, or misprinted.
MIDDLE = 0.15
# Profile limits, small-sample t and Wald's normal differ by less than this factor in p.
FACTOR = 2.0
# Degrees of freedom beyond these are no test of a table.
MOST_DF = 10_000
Limits = tuple[float, float]


def check_ratios(table: Table, measures: Measures, audit: Audit) -> None:
    """Every row of one set of columns with an interval, a test value or a p."""
    checks: tuple[
        tuple[bool, str, Callable[[Table, Row, Measures, Audit], bool]], ...
    ] = (
        (
            measures.has("ci") or measures.has("ci_low", "ci_high"),
            "estimates compared with their interval",
            _inside,
        ),
        (
            (measures.has("ci") or measures.has("ci_low", "ci_high"))
            and measures.has("p")
            and (measures.has("ratio") or measures.has("estimate")),
            "intervals compared with p",
            _interval_and_p,
        ),
        (
            measures.has("estimate", "ratio"),
            "odds ratios compared with B",
            _exponential,
        ),
        (
            measures.has("estimate", "error", "chi2"),
            "Wald statistics compared with B and its error",
            _wald,
        ),
        (
            measures.has("chi2", "df", "p"),
            "p compared with chi-square and df",
            _chi2_and_p,
        ),
        (measures.has("p"), "p-values", _sane_p),
    )
    for applies, words, check in checks:
        if applies:
            audit.count(
                words, sum(check(table, row, measures, audit) for row in table.rows)
            )


def read_p(text: str) -> Quantity | None:
    """`0.012`, `<.001`, `p = .03`."""
    return read_quantity(text.strip().removeprefix("p").removeprefix("P"))


def p_limits(p: Quantity) -> Limits:
    """The p that print as this one; `< 0.001` is from nought."""
    value = float(p.value)
    if p.relation == "<":
        return 0.0, value
    if p.relation == ">":
        return value, 1.0
    low, high = p.around()
    return max(low, 0.0), high


def _point(row: Row, measures: Measures) -> Quantity | None:
    for role in ESTIMATES:
        if measures.has(role):
            return row.quantity(measures, role)
    return None


def _inside(table: Table, row: Row, measures: Measures, audit: Audit) -> bool:
    point, limits = _point(row, measures), row.limits(measures)
    if point is None or limits is None:
        return False
    low, high = limits
    if low.value > high.value:
        message = f"the lower limit {low} is above the upper limit {high}."
        audit.error(CHECK, table.where(row), message)
    elif point.around()[1] < low.around()[0] or point.around()[0] > high.around()[1]:
        message = f"{point} is not between its limits {low} and {high}."
        audit.error(CHECK, table.where(row), message)
    elif measures.has("ratio"):
        _in_the_middle(table, row, point, limits, audit)
    return True


def _in_the_middle(
    table: Table,
    row: Row,
    point: Quantity,
    limits: tuple[Quantity, Quantity],
    audit: Audit,
) -> None:
    if min(q.around()[0] for q in (point, *limits)) <= 0:
        return
    low, high = (math.log(float(q.value)) for q in limits)
    width = high - low
    if width <= 0:
        return
    middle = math.exp((low + high) / 2)
    nearest = min(max(middle, point.around()[0]), point.around()[1])
    rounding = sum(math.log(q.around()[1] / q.around()[0]) for q in limits) / 4
    if abs(math.log(nearest / middle)) > MIDDLE * width + rounding:
        audit.note(
            CHECK,
            table.where(row),
            f"{point} is far from {middle:.2f}, the middle of its interval on the log "
            "scale: misprinted, or not by Wald's method.",
        )


def _interval_and_p(table: Table, row: Row, measures: Measures, audit: Audit) -> bool:
    point, limits = _point(row, measures), row.limits(measures)
    p = read_p(row.text(measures, "p"))
    if point is None or limits is None or p is None or not 0 <= p.value <= 1:
        return False
    if not limits[0].value <= point.value <= limits[1].value:
        return True  # told already; what p should be cannot be said
    null = 1.0 if measures.has("ratio") else 0.0
    level = 1 - (measures.level or LEVEL)
    low, high = limits
    outside = low.around()[0] > null or high.around()[1] < null
    across = low.around()[1] < null < high.around()[0]
    least, most = p_limits(p)
    shown = f"p {p.relation or '='} {p.value}"
    if outside and least > level:
        message = f"the interval {low} to {high} excludes {null:g}, but {shown}"
    elif across and most < level:
        message = f"the interval {low} to {high} holds {null:g}, but {shown}"
    else:
        _p_of_interval(table, row, measures, audit)
        return True
    advice = "misprinted, or interval and p are by different methods."
    audit.warn(CHECK, table.where(row), f"{message}: {advice}")
    return True


def _p_of_interval(table: Table, row: Row, measures: Measures, audit: Audit) -> None:
    """p against the one that Wald's method would give with this estimate and interval."""
    point, limits = _point(row, measures), row.limits(measures)
    p = read_p(row.text(measures, "p"))
    assert point is not None and limits is not None and p is not None
    ratio = measures.has("ratio")
    if ratio and min(q.around()[0] for q in (point, *limits)) <= 0:
        return
    change: Callable[[float], float] = math.log if ratio else float
    reach = normal_quantile(1 - (1 - (measures.level or LEVEL)) / 2)
    low, high = ([change(x) for x in q.around()] for q in limits)
    widest, narrowest = high[1] - low[0], high[0] - low[1]
    if narrowest <= 0:
        return
    ends = [abs(change(x)) for x in point.around()]
    zs = [2 * reach * end / width for end in ends for width in (widest, narrowest)]
    signs = {change(x) > 0 for x in point.around()}
    smallest, largest = normal_p(max(zs)), 1.0 if len(signs) > 1 else normal_p(min(zs))
    least, most = p_limits(p)
    if most < smallest / FACTOR or least > min(1.0, largest * FACTOR):
        audit.warn(
            CHECK,
            table.where(row),
            f"p {p.relation or '='} {p.value} does not go with {point} ({limits[0]} to "
            f"{limits[1]}), which gives about {_about((smallest + largest) / 2)} by "
            "Wald's method.",
        )


def _exponential(table: Table, row: Row, measures: Measures, audit: Audit) -> bool:
    b, ratio = row.quantity(measures, "estimate"), row.quantity(measures, "ratio")
    if b is None or ratio is None or abs(float(b.value)) > 50:
        return False
    low, high = (math.exp(x) for x in b.around())
    if ratio.around()[1] < low or ratio.around()[0] > high:
        audit.error(
            CHECK,
            table.where(row),
            f"exp({b}) is {math.exp(float(b.value)):.3f}, but {ratio} is printed.",
        )
    return True


def _wald(table: Table, row: Row, measures: Measures, audit: Audit) -> bool:
    b, error = row.quantity(measures, "estimate"), row.quantity(measures, "error")
    wald = row.quantity(measures, "chi2")
    if b is None or error is None or wald is None or error.around()[0] <= 0:
        return False
    sizes = [abs(x) for x in b.around()]
    least = 0.0 if b.around()[0] < 0 < b.around()[1] else min(sizes)
    low = (least / error.around()[1]) ** 2
    high = (max(sizes) / error.around()[0]) ** 2
    # Some tables head z as Wald.
    if not (low <= wald.around()[1] and wald.around()[0] <= high) and not (
        math.sqrt(low) <= abs(float(wald.value)) <= math.sqrt(high)
    ):
        audit.error(
            CHECK,
            table.where(row),
            f"({b} / {error}) squared is {(float(b.value) / float(error.value)) ** 2:.3f}, "
            f"but a Wald statistic of {wald} is printed.",
        )
    return True


def _chi2_and_p(table: Table, row: Row, measures: Measures, audit: Audit) -> bool:
    statistic = row.quantity(measures, "chi2")
    df = row.whole(measures, "df") or 0
    p = read_p(row.text(measures, "p"))
    if statistic is None or p is None or not 0 < df <= MOST_DF:
        return False
    low, high = statistic.around()
    smallest, largest = chi_square_tail(high, df), chi_square_tail(max(low, 0.0), df)
    least, most = p_limits(p)
    if most < smallest or least > largest:
        audit.error(
            CHECK,
            table.where(row),
            f"chi-square {statistic} on {df} df gives p = "
            f"{_about(chi_square_tail(float(statistic.value), df))}, but p "
            f"{p.relation or '='} {p.value} is printed.",
        )
    return True


def _about(p: float) -> str:
    return f"{p:.2g}" if p < 0.001 else f"{p:.3f}"


def _sane_p(table: Table, row: Row, measures: Measures, audit: Audit) -> bool:
    p = read_p(row.text(measures, "p"))
    if p is None:
        return False
    if not 0 <= p.value <= 1:
        audit.error("p-value", table.where(row), f"p = {p} is not between 0 and 1.")
    elif p.value == 0:
        message = f"p is printed as {p.value}; it is never nought. Print `< 0.001`."
        audit.note("p-value", table.where(row), message)
    return True
