"""The sensitivity sheet, profile limits and adjusted tests as flat CSV files."""

from __future__ import annotations

from collections.abc import Iterable

from probata.analysis.flat_files import Cells, exact, write_table
from probata.analysis.reliability_results import Reliability

HEADERS = {
    "sensitivity": "finding,model,variable,category,against,specification,n,odds_ratio,"
    "ci_low,ci_high,p,verdict,refits,changed,lowest,highest,reason",
    "profile_limits": "model,variable,category,odds_ratio,ci_low,ci_high",
    "adjusted_tests": "model,variable,p,holm,benjamini_hochberg",
}


def reliability_files(found: Reliability) -> dict[str, bytes]:
    """Path in the output folder -> content (docs/reference/outputs.md)."""
    rows: dict[str, Iterable[Cells]] = {
        "sensitivity": _sheet(found),
        "profile_limits": _profiles(found),
        "adjusted_tests": _tests(found),
    }
    return {
        f"data/{name}.csv": write_table(HEADERS[name].split(","), content)
        for name, content in rows.items()
    }


def _sheet(found: Reliability) -> Iterable[Cells]:
    for row in found.sheet.rows:
        place = [row.finding, row.model, row.variable, row.category, row.against]
        for cell in row.cells:
            numbers = (cell.odds_ratio, cell.ci_low, cell.ci_high, cell.p)
            yield [
                *place,
                cell.specification,
                "" if cell.n is None else cell.n,
                *map(exact, numbers),
                cell.verdict,
                "" if cell.refits is None else cell.refits,
                "" if cell.changed is None else cell.changed,
                *map(exact, (cell.lowest, cell.highest)),
                cell.reason,
            ]


def _profiles(found: Reliability) -> Iterable[Cells]:
    for checks in found.checks:
        for item in checks.profile:
            numbers = (item.odds_ratio, item.ci_low, item.ci_high)
            yield [checks.model, item.variable, item.category, *map(exact, numbers)]


def _tests(found: Reliability) -> Iterable[Cells]:
    for item in found.tests:
        numbers = (item.p, item.holm, item.benjamini_hochberg)
        yield [item.model, item.variable, *map(exact, numbers)]
