"""Findings as if no answer had been misjudged, as far as second judgements tell."""

from __future__ import annotations

from probata.analysis.judged_twice import Misjudging
from probata.analysis.misclassification import (
    DRAWS,
    LEAST_SHARP,
    Misjudged,
    correct_misjudged,
)
from probata.analysis.sensitivity.bench import Bench
from probata.analysis.sensitivity.estimates import Estimator, NotEstimated, direct
from probata.analysis.terms import is_product, split_product
from probata.phrases import phrase


def estimate_corrected(bench: Bench, model: str) -> Estimator | NotEstimated:
    """MC-SIMEX over every yes/no predictor, and the outcome, that was judged twice."""
    errors = bench.misjudging(DRAWS)
    found = _list_misjudged(bench, model, errors)
    if isinstance(found, NotEstimated):
        return found
    design = bench.design(model)
    corrected = correct_misjudged(design.x, design.y, found, bench.settings.seed)
    if corrected is None:
        return NotEstimated(phrase("the search did not converge"))
    return Estimator(
        design.columns,
        design.references,
        design.y.size,
        direct(corrected.beta, corrected.covariance),
    )


def _list_misjudged(
    bench: Bench, model: str, errors: dict[str, Misjudging]
) -> list[Misjudged] | NotEstimated:
    design = bench.design(model)
    outcome = bench.study.about(bench.study.models[model].outcome).file.outcome
    found: list[Misjudged] = []
    for name in bench.variables(model):
        if is_product(name):
            if set(split_product(name)) & set(errors):
                return NotEstimated(
                    phrase("a product of misjudged answers is not corrected")
                )
            continue
        columns = design.of_variable(name)
        if name in errors and len(columns) == 1:
            category = design.columns[columns[0]].category
            found.append(_misjudged(errors[name], category, columns[0]))
    if outcome.variable in errors:
        found.append(_misjudged(errors[outcome.variable], outcome.positive, None))
    if not found:
        return NotEstimated(phrase("none of its answers was judged twice often enough"))
    if any((item.hit + item.right - 1 < LEAST_SHARP).any() for item in found):
        return NotEstimated(phrase("judgements are too uncertain to be corrected"))
    return found


def _misjudged(errors: Misjudging, category: str, column: int | None) -> Misjudged:
    """The errors of a 0/1 column; turned round where it stands for the other answer."""
    if category == errors.positive:
        return Misjudged(column, errors.hit, errors.right)
    return Misjudged(column, errors.right, errors.hit)
