"""Says which cases a chart leaves out, so that nothing vanishes."""

from __future__ import annotations

from probata.analysis.results import Results
from probata.analysis.study import FigureSpec, Study
from probata.publication.charts.percentages import plural


def note_missing(spec: FigureSpec, study: Study, results: Results) -> str:
    """Name the variables with missing values and the cases that are in no group."""
    unit, codebook = study.codebook.header.unit, study.codebook
    left_out = {
        codebook.label(variable): missing
        for variable in spec.variables
        if (missing := sum(item.n for item in results.frequencies[variable].missing))
    }
    sentences = []
    if left_out:
        counts = "; ".join(
            f"{_count(n, unit)} with no value for “{label}”"
            for label, n in left_out.items()
        )
        sentences.append(f"Left out: {counts}.")
    for variable in spec.variables if spec.by else ():
        known = sum(item.n for item in results.frequencies[variable].categories)
        cells = results.cross(variable, str(spec.by)).cells
        ungrouped = known - sum(item.n for item in cells)
        if ungrouped:
            sentences.append(
                f"In all {plural(unit)} only: {_count(ungrouped, unit)} with no value "
                f"for “{codebook.label(str(spec.by))}”."
            )
    return " ".join(dict.fromkeys(sentences))


def _count(n: int, unit: str) -> str:
    return f"1 {unit}" if n == 1 else f"{n:,} {plural(unit)}"
