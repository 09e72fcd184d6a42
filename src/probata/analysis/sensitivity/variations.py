"""Other ways to write the same model: penalised, banded, bent, weighted, all together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.checks.splines import place_knots
from probata.analysis.design import Design, build_design, model_terms
from probata.analysis.distributions import logistic
from probata.analysis.firth import fit_firth
from probata.analysis.fitting import fit_safely
from probata.analysis.kernel import Sums
from probata.analysis.logistic import fit_sums
from probata.analysis.sensitivity.bench import Bench
from probata.analysis.sensitivity.estimates import (
    Estimator,
    NotEstimated,
    direct,
)
from probata.analysis.study import Model
from probata.analysis.terms import spread_natural
from probata.dataset.columns import Cases, Measured
from probata.phrases import phrase

Floats = NDArray[np.float64]


def estimate_plain(bench: Bench, model: str) -> Estimator:
    """The model as the bulletin prints it."""
    design, fit = bench.design(model), bench.fit(model)
    return Estimator(
        design.columns,
        design.references,
        design.y.size,
        direct(fit.beta, fit.covariance),
    )


def estimate_firth(bench: Bench, model: str) -> Estimator | NotEstimated:
    """Firth's penalised likelihood; errors from the information, as for the rest."""
    design = bench.design(model)
    fit = fit_firth(design.x, design.y)
    if not fit.converged:
        return NotEstimated("the search did not converge")
    return Estimator(
        design.columns,
        design.references,
        design.y.size,
        direct(fit.beta, fit.covariance),
    )


def estimate_together(bench: Bench, model: str) -> Estimator | NotEstimated:
    """All key questions at once, whatever the finding's own model."""
    blocks = bench.settings.together
    whole = Model(id="together", label="all key questions", blocks=blocks)
    lacking = set(bench.study.models[model].blocks) - set(blocks)
    if lacking:
        names = ", ".join(bench.study.blocks[name].label.lower() for name in lacking)
        return NotEstimated(f"the model of all key questions leaves out: {names}")
    design = build_design(bench.study, whole, bench.cases)
    return _estimate(design)


def estimate_banded(bench: Bench, model: str) -> Estimator | NotEstimated:
    """Interval variables in the bands of the tables instead of as numbers."""
    book = bench.study.codebook
    own = model_terms(bench.study, bench.study.models[model])
    terms = [(block, book.banded_of(name)) for block, name in own]
    if terms == own:
        return NotEstimated(phrase("no variable of the model has bands"))
    return _estimate_terms(bench, model, bench.cases, terms)


def estimate_bent(bench: Bench, model: str) -> Estimator | NotEstimated:
    """Interval variables as restricted cubic splines with four knots."""
    rows = bench.design(model).rows
    columns = dict(bench.cases.columns)
    terms = []
    for block, name in model_terms(bench.study, bench.study.models[model]):
        terms.append((block, name))
        column = columns[name]
        if not isinstance(column, Measured):
            continue
        knots = place_knots(column.values[rows])
        if knots.size < 3:
            continue
        for at, values in enumerate(
            spread_natural(column.values, tuple(knots), 3).T, 1
        ):
            columns[f"{name} spline {at}"] = Measured(values, column.reasons)
            terms.append((block, f"{name} spline {at}"))
    if len(columns) == len(bench.cases.columns):
        return NotEstimated(phrase("no interval variable of the model can be bent"))
    cases = Cases(bench.cases.n, columns, bench.cases.source, bench.cases.synthetic)
    return _estimate_terms(bench, model, cases, terms)


def _estimate_terms(
    bench: Bench, model: str, cases: Cases, terms: list[tuple[str, str]]
) -> Estimator:
    return _estimate(build_design(bench.study, bench.study.models[model], cases, terms))


def _estimate(design: Design) -> Estimator:
    fit = fit_safely(design.x, design.y)
    return Estimator(
        design.columns,
        design.references,
        design.y.size,
        direct(fit.beta, fit.covariance),
    )


def estimate_weighted(bench: Bench, model: str) -> Estimator | NotEstimated:
    """Weighted pseudo-likelihood with robust (HC0 by n/(n-p)) errors.

    Weights are scaled to a mean of one over the model's cases; a case without a weight
    is left out (Binder 1983).
    """
    design = bench.design(model)
    assert bench.settings.weight is not None
    weights = bench.cases.measured(bench.settings.weight).values[design.rows]
    known = np.isfinite(weights)
    x, y = design.x[known], design.y[known]
    weights = weights[known] / weights[known].mean()

    def sums(beta: Floats) -> Sums:
        eta = x @ beta
        mu = logistic(eta)
        information = (x * (weights * mu * (1 - mu))[:, None]).T @ x
        loglik = float(weights @ (y * eta - np.logaddexp(0.0, eta)))
        return Sums(information, x.T @ (weights * (y - mu)), loglik, y.size, 0.0)

    fit = fit_sums(sums, x.shape[1])
    if not fit.converged:
        return NotEstimated("the search did not converge")
    scores = x * (weights * (y - logistic(x @ fit.beta)))[:, None]
    n, p = x.shape
    covariance = n / (n - p) * fit.covariance @ (scores.T @ scores) @ fit.covariance
    return Estimator(design.columns, design.references, n, direct(fit.beta, covariance))
