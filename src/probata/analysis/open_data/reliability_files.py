"""The sensitivity sheet, profile limits and adjusted tests as flat CSV files."""

from __future__ import annotations

from collections.abc import Iterable

from probata.analysis.open_data import columns
from probata.analysis.open_data.columns import FlatTable
from probata.analysis.open_data.flat_files import Cells, exact
from probata.analysis.reliability_results import Reliability
from probata.guarded_csv import write_rows


def reliability_files(found: Reliability) -> dict[str, bytes]:
    """Path in the output folder -> content (docs/reference/open-data.md)."""
    rows: dict[FlatTable, Iterable[Cells]] = {
        columns.SENSITIVITY: _sheet(found),
        columns.PROFILE_LIMITS: _profiles(found),
        columns.ADJUSTED_TESTS: _tests(found),
    }
    return {
        table.path: write_rows(table.header, rows[table])
        for table in columns.RELIABILITY
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
