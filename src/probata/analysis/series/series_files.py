"""The trends of a series as a flat CSV file."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.open_data.columns import TRENDS
from probata.analysis.open_data.flat_files import (
    Cells,
    exact,
    share_cells,
)
from probata.analysis.series.series_results import SeriesResults
from probata.guarded_csv import write_rows


def series_files(results: SeriesResults) -> dict[str, bytes]:
    """Path in the output folder -> content (docs/reference/open-data.md)."""
    return {TRENDS.path: write_rows(TRENDS.header, _rows(results))}


def _rows(results: SeriesResults) -> Iterator[Cells]:
    for item in results.measures:
        for at, (release, point) in enumerate(
            zip(results.releases, item.points, strict=True)
        ):
            place = [item.id, release.id, release.framework, *share_cells(point)]
            if not at:
                yield [*place, *[""] * 6]
                continue
            change = item.changes[at - 1]
            numbers = (
                change.difference,
                change.ci_low,
                change.ci_high,
                change.p,
                change.holm,
            )
            yield [*place, change.verdict, *map(exact, numbers)]
