"""From a figure's declaration and the results to what its bar chart shows."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.results import Results
from probata.analysis.study import FigureSpec, Study
from probata.dataset.codebook import Codebook
from probata.publication.charts.axis import choose_end
from probata.publication.charts.chart import Bar, BarChart, Panel
from probata.publication.charts.palette import colour_categories
from probata.publication.language import translate


def collect_bars(spec: FigureSpec, study: Study, results: Results) -> BarChart:
    """The panels of a `bars` figure: a variable each, or all cases and each group.

    With `by` and several variables, every variable has its own run of panels.
    """
    codebook, outcome = study.codebook, study.file.outcome
    phrase = outcome.phrase or codebook.label(outcome.variable)
    one = spec.by is not None and len(spec.variables) == 1
    variable = spec.variables[0]
    colours = colour_categories(codebook[variable], single=False)
    return BarChart(
        panels=tuple(_panels(spec, study, results)),
        key_title=codebook.label(variable) if one else "",
        key=tuple(
            (codebook.category_label(variable, category), colour)
            for category, colour in colours.items()
            if one
        ),
        measure=phrase[:1].upper() + phrase[1:],
        unit=plural(codebook.header.unit),
        confidence=results.confidence,
    )


def _panels(spec: FigureSpec, study: Study, results: Results) -> Iterator[Panel]:
    codebook = study.codebook
    for variable in spec.variables:
        label = codebook.label(variable)
        everyone = Panel("", label, _bars(variable, None, spec, codebook, results))
        if spec.by is None:
            yield everyone
            continue
        all_cases = translate("All {units}", units=plural(codebook.header.unit))
        several = len(spec.variables) > 1
        yield Panel(label if several else "", all_cases, everyone.bars)
        for group in codebook.category_ids(spec.by):
            yield Panel(
                f"{label}. {codebook.label(spec.by)}"
                if several
                else codebook.label(spec.by),
                codebook.category_label(spec.by, group),
                _bars(variable, group, spec, codebook, results),
            )


def _bars(
    variable: str,
    group: str | None,
    spec: FigureSpec,
    codebook: Codebook,
    results: Results,
) -> tuple[Bar, ...]:
    colours = colour_categories(codebook[variable], single=spec.by is None)
    if group is None:
        shares = {
            item.category: item for item in results.frequencies[variable].categories
        }
        return tuple(
            Bar(codebook.category_label(variable, category), shares[category], colour)
            for category, colour in colours.items()
        )
    cells = {
        item.category: item
        for item in results.cross(variable, str(spec.by)).cells
        if item.by_category == group
    }
    return tuple(
        Bar(codebook.category_label(variable, category), cells[category], colour)
        for category, colour in colours.items()
    )


def common_end(study: Study, results: Results) -> tuple[int, int]:
    """One end of the axis for all percentages of a bulletin, so that they can be compared."""
    return choose_end(_highest(study, results))


def _highest(study: Study, results: Results) -> Iterator[float]:
    for spec in study.file.figures:
        if spec.kind == "bars":
            for bar in collect_bars(spec, study, results).bars():
                yield bar.share.ci_high or 0.0
        elif spec.kind == "adjusted":
            for name in spec.variables:
                for share in results.frequencies[name].categories:
                    yield share.ci_high or 0.0
                for item in results.model(spec.model_of(name)).adjusted:
                    yield item.ci_high if item.variable == name else 0.0
        elif spec.kind == "combined":
            for product in results.model(spec.models[0]).interactions:
                yield from (item.ci_high or 0.0 for item in product.shares)


def plural(unit: str) -> str:
    """Several of what a row is: cases, people."""
    return translate("people") if unit == "person" else translate("{unit}s", unit=unit)
