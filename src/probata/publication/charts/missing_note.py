"""Says which cases a chart leaves out, so that nothing vanishes."""

from __future__ import annotations

from probata.analysis.results import Results
from probata.analysis.study import FigureSpec, Study
from probata.publication.charts.percentages import plural


def note_missing(spec: FigureSpec, study: Study, results: Results) -> str:
    """A sentence for each variable with missing values, and for cases in no group."""
    unit = study.codebook.header.unit
    sentences = []
    for variable in spec.variables:
        frequency = results.frequencies[variable]
        label = study.codebook.label(variable)
        missing = sum(item.n for item in frequency.missing)
        if missing:
            sentences.append(
                f"{_count(missing, unit)} left out: no value for “{label}”."
            )
        if spec.by:
            known = sum(item.n for item in frequency.categories)
            grouped = sum(item.n for item in results.cross(variable, spec.by).cells)
            if known > grouped:
                group = study.codebook.label(spec.by)
                sentences.append(
                    f"{_count(known - grouped, unit)} counted in all "
                    f"{plural(unit)} only: no value for “{group}”."
                )
    return " ".join(sentences)


def _count(n: int, unit: str) -> str:
    return f"1 {unit} is" if n == 1 else f"{n:,} {plural(unit)} are"
