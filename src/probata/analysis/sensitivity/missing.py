"""Missing values two other ways: as a category of their own, and imputed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import build_design, model_terms
from probata.analysis.fitting import fit_safely
from probata.analysis.sensitivity.bench import Bench
from probata.analysis.sensitivity.estimates import (
    Estimator,
    NotEstimated,
    direct,
)
from probata.analysis.sensitivity.imputation import Incomplete, impute, pool
from probata.dataset.columns import MISSING_CODES, Cases, Coded, Column, Measured
from probata.phrases import phrase

Floats = NDArray[np.float64]
GROUP = "missing"
# A question that was not asked has no answer to be guessed.
NO_ANSWER = (MISSING_CODES["not_asked"], MISSING_CODES["not_applicable"])


def estimate_as_category(bench: Bench, model: str) -> Estimator | NotEstimated:
    """Missing as one more category; a missing number as the mean, with an indicator."""
    columns = dict(bench.cases.columns)
    terms = []
    for block, name in model_terms(bench.study, bench.study.models[model]):
        terms.append((block, name))
        column = columns[name]
        gap = column.missing() < 0
        if not gap.any():
            continue
        if isinstance(column, Coded):
            codes = np.where(gap, len(column.categories), column.codes)
            columns[name] = Coded(codes.astype(np.int16), (*column.categories, GROUP))
        elif isinstance(column, Measured):
            whole, flag = _fill_with_mean(column, gap)
            columns[name] = whole
            columns[f"{name} {GROUP}"] = flag
            terms.append((block, f"{name} {GROUP}"))
    cases = Cases(bench.cases.n, columns, bench.cases.source, bench.cases.synthetic)
    design = build_design(bench.study, bench.study.models[model], cases, terms)
    fit = fit_safely(design.x, design.y)
    return Estimator(
        design.columns,
        design.references,
        design.y.size,
        direct(fit.beta, fit.covariance),
    )


def _fill_with_mean(
    column: Measured, gap: NDArray[np.bool_]
) -> tuple[Measured, Measured]:
    none = np.zeros(gap.size, dtype=np.int16)
    filled = np.where(gap, column.values[~gap].mean(), column.values)
    return Measured(filled, none), Measured(gap.astype(float), none)


def estimate_imputed(bench: Bench, model: str) -> Estimator | NotEstimated:
    """The model on each completed data set, pooled."""
    if bench.completed is None:
        bench.completed = complete_cases(bench)
    fits = []
    design = None
    for cases in bench.completed:
        design = build_design(bench.study, bench.study.models[model], cases)
        fit = fit_safely(design.x, design.y)
        if not fit.estimated.all():
            return NotEstimated(phrase("a term is infinite in an imputed data set"))
        fits.append((fit.beta, fit.covariance))
    assert design is not None
    if any(beta.size != fits[0][0].size for beta, _ in fits):
        return NotEstimated(phrase("a category is empty in some imputed data sets"))
    return Estimator(
        design.columns,
        design.references,
        design.y.size,
        pool(fits, design.y.size - len(design.columns)),
    )


def complete_cases(bench: Bench) -> list[Cases]:
    """Imputed data sets of the cases whose outcome is known, as declared.

    Only what is unknown or was not answered is imputed. Cases with a predictor that was
    not asked or does not apply stay as they are, and drop out of the models that use it.
    """
    outcome = bench.outcome()
    cases = bench.cases.keep(~np.isnan(outcome))
    outcome = outcome[~np.isnan(outcome)]
    names = bench.predictors()
    asked = np.ones(cases.n, dtype=bool)
    for name in names:
        asked &= ~np.isin(cases[name].missing(), NO_ANSWER)
    settings = bench.settings
    random = np.random.default_rng(settings.seed)
    variables = [_incomplete(cases[name], asked) for name in names]
    sets = impute(
        variables, outcome[asked], settings.imputations, settings.cycles, random
    )
    return [_completed(cases, names, asked, values) for values in sets]


def _incomplete(column: Column, rows: NDArray[np.bool_]) -> Incomplete:
    if isinstance(column, Coded):
        codes = column.codes[rows].astype(float)
        return Incomplete(np.where(codes < 0, np.nan, codes), len(column.categories))
    assert isinstance(column, Measured)
    return Incomplete(column.values[rows], 0)


def _completed(
    cases: Cases, names: list[str], rows: NDArray[np.bool_], values: list[Floats]
) -> Cases:
    columns = dict(cases.columns)
    for name, filled in zip(names, values, strict=True):
        column = columns[name]
        if isinstance(column, Coded):
            codes = column.codes.copy()
            codes[rows] = filled.astype(np.int16)
            columns[name] = Coded(codes, column.categories)
        elif isinstance(column, Measured):
            whole, reasons = column.values.copy(), column.reasons.copy()
            whole[rows], reasons[rows] = filled, 0
            columns[name] = Measured(whole, reasons)
    return Cases(cases.n, columns, cases.source, cases.synthetic)
