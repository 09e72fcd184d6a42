"""Says which cases a chart leaves out, so that nothing vanishes."""

from __future__ import annotations

from probata.analysis.results import Results, add_counts
from probata.analysis.rounding import count_text
from probata.analysis.study import FigureSpec, Study
from probata.publication.charts.percentages import plural
from probata.publication.language import translate


def note_missing(spec: FigureSpec, study: Study, results: Results) -> str:
    """Name the variables with missing values and the cases that are in no group."""
    unit, codebook = study.codebook.header.unit, study.codebook
    left_out = {
        codebook.label(variable): missing
        for variable in spec.variables
        if (
            missing := add_counts(
                item.n for item in results.frequencies[variable].missing
            )
        )
        != 0
    }
    sentences = []
    if left_out:
        counts = "; ".join(
            translate(
                "{cases} with no value for “{label}”",
                cases=_count(n, unit),
                label=label,
            )
            for label, n in left_out.items()
        )
        sentences.append(translate("Left out: {counts}.", counts=counts))
    for variable in spec.variables if spec.by else ():
        known = add_counts(item.n for item in results.frequencies[variable].categories)
        grouped = add_counts(
            item.n for item in results.cross(variable, str(spec.by)).cells
        )
        hidden = known is None or grouped is None
        ungrouped = None if known is None or grouped is None else known - grouped
        if ungrouped or (hidden and _has_missing(results, str(spec.by))):
            sentences.append(
                translate(
                    "In all {units} only: {cases} with no value for “{label}”.",
                    units=plural(unit),
                    cases=_count(ungrouped, unit),
                    label=codebook.label(str(spec.by)),
                )
            )
    return " ".join(dict.fromkeys(sentences))


def _has_missing(results: Results, variable: str) -> bool:
    return bool(results.frequencies[variable].missing)


def _count(n: int | None, unit: str) -> str:
    return f"1 {unit}" if n == 1 else f"{count_text(n)} {plural(unit)}"
