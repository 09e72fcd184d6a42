"""Keeps small numbers out of a series: all measures of a variable at a release, or none.

A measure is everyone or one category of a variable. Everyone less one category is the other
category, so that where any category is small no measure of its variable is shown at that
release; where everyone is, no measure is at all. What is missing then follows from nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from probata.analysis.disclosure_spec import Disclosure
from probata.analysis.frequencies import measure_total, measure_variable
from probata.analysis.results import Share
from probata.analysis.series.series_file import Measure
from probata.analysis.study import Study
from probata.dataset.columns import Cases

GONE = Share(n=None, positive=None, percent=None, ci_low=None, ci_high=None)


def find_hidden(
    measures: Sequence[Measure], study: Study, cases: Cases
) -> Iterator[str]:
    """The ids of the measures that a release must not show."""
    rules = study.file.disclosure
    for item in measures:
        about = study.about(item.outcome)
        counts = [_pair(measure_total(about, cases))]
        if item.variable and not _is_small(counts[0], rules):
            frequency = measure_variable(about, cases, item.variable)
            counts = [_pair(share) for share in frequency.categories]
            if rules.missing_groups == "protect":
                counts += [(gap.n or 0, gap.positive or 0) for gap in frequency.missing]
        if any(_is_small(pair, rules) for pair in counts):
            yield item.id


def _pair(share: Share) -> tuple[int, int]:
    return share.n or 0, share.positive or 0


def _is_small(pair: tuple[int, int], rules: Disclosure) -> bool:
    """Few cases, or few or none with one of the outcomes."""
    n, positive = pair
    if n == 0:
        return False
    if n < rules.minimum_n:
        return True
    sides = (positive, n - positive)
    uniform = rules.uniform_groups == "protect" and 0 in sides
    return uniform or any(0 < side < rules.least_cell for side in sides)
