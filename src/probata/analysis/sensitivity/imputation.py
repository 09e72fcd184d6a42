"""Multiple imputation by chained equations, and Rubin's rules.

Own code because the libraries at hand do not serve: statsmodels' MICE imputes numbers
only, scikit-learn's imputer draws no parameters. Checked against R's mice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.sensitivity.estimates import Solve

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
# Precision of the normal prior on each coefficient of an imputation model, in units of
# standardised predictors: as weak as can be while every draw stays finite.
RIDGE = 0.25
DONORS = 5  # predictive mean matching picks among this many (van Buuren 2018, 3.4.2)


@dataclass(frozen=True)
class Incomplete:
    """A variable to complete: `values` (n,) numbers, or codes 0 to k-1; NaN where missing.

    `categories` is k, or 0 for an interval variable.
    """

    values: Floats
    categories: int


@dataclass
class _State:
    """The variables as they stand in one chain, with their columns in the design."""

    variables: list[Incomplete]
    filled: list[Floats]
    starts: dict[int, Floats]


def impute(
    variables: Sequence[Incomplete],
    outcome: Floats,
    imputations: int,
    cycles: int,
    random: np.random.Generator,
) -> list[list[Floats]]:
    """Completed values of each variable, once for each imputation.

    Every variable with a gap is drawn in turn from its distribution given all the others
    and the outcome (n,), which is complete: categories from a multinomial logit,
    numbers by predictive mean matching, both with parameters drawn anew (van Buuren and
    Groothuis-Oudshoorn 2011).
    """
    sets = []
    for _ in range(imputations):
        state = _State(list(variables), [_start(v, random) for v in variables], {})
        gaps = [i for i, v in enumerate(variables) if np.isnan(v.values).any()]
        gaps.sort(key=lambda i: int(np.isnan(variables[i].values).sum()))
        for _ in range(cycles):
            for index in gaps:
                _redraw(state, index, outcome, random)
        sets.append(state.filled)
    return sets


def _start(variable: Incomplete, random: np.random.Generator) -> Floats:
    filled = variable.values.copy()
    gap = np.isnan(filled)
    filled[gap] = random.choice(filled[~gap], int(gap.sum()))
    return filled


def _redraw(
    state: _State, index: int, outcome: Floats, random: np.random.Generator
) -> None:
    variable = state.variables[index]
    gap = np.isnan(variable.values)
    columns = [np.ones_like(outcome), outcome - outcome.mean()]
    for other, item in enumerate(state.variables):
        if other != index:
            columns += _columns(state.filled[other], item.categories)
    x = np.column_stack(columns)
    if variable.categories:
        codes = variable.values[~gap].astype(int)
        start = state.starts.get(index)
        fitted, root = _fit_multinomial(x[~gap], codes, variable.categories, start)
        state.starts[index] = fitted
        drawn = fitted + (root @ random.standard_normal(fitted.size)).reshape(
            fitted.shape
        )
        state.filled[index][gap] = _draw_categories(x[gap] @ drawn.T, random)
    else:
        state.filled[index][gap] = _match_means(
            x[~gap], variable.values[~gap], x[gap], random
        )


def _columns(values: Floats, categories: int) -> list[Floats]:
    if not categories:
        spread = values.std()
        return [(values - values.mean()) / (spread if spread > 0 else 1.0)]
    return [(values == code).astype(float) for code in range(1, categories)]


def _fit_multinomial(
    x: Floats, codes: NDArray[np.intp], categories: int, start: Floats | None
) -> tuple[Floats, Floats]:
    """Posterior mode (k-1, p) and a root of the covariance of its flattened form."""
    n, p = x.shape
    free = categories - 1
    beta = np.zeros((free, p)) if start is None else start
    target = (codes[:, None] == np.arange(1, categories)).astype(float)
    prior = np.full(p, RIDGE)
    prior[0] = 1e-6
    information = np.empty((free * p, free * p))
    for _ in range(25):
        share = _softmax(x @ beta.T)[:, 1:]
        gradient = (target - share).T @ x - beta * prior
        for i in range(free):
            for j in range(i, free):
                weight = share[:, i] * ((i == j) - share[:, j])
                part = (x * weight[:, None]).T @ x
                information[i * p : (i + 1) * p, j * p : (j + 1) * p] = part
                information[j * p : (j + 1) * p, i * p : (i + 1) * p] = part
        information[np.diag_indices(free * p)] += np.tile(prior, free)
        step = np.linalg.solve(information, gradient.ravel()).reshape(beta.shape)
        size = np.abs(step).max()
        beta = beta + step * min(1.0, 5.0 / size)
        if size < 1e-3:
            break
    # information = LL', so L'^-1 z has the inverse as covariance
    root: Floats = np.asarray(np.linalg.inv(np.linalg.cholesky(information)).T, float)
    return beta, root


def _softmax(eta: Floats) -> Floats:
    whole = np.column_stack([np.zeros(eta.shape[0]), eta])
    whole -= whole.max(axis=1, keepdims=True)
    share = np.exp(whole)
    return np.asarray(share / share.sum(axis=1, keepdims=True))


def _draw_categories(eta: Floats, random: np.random.Generator) -> Floats:
    share = _softmax(eta).cumsum(axis=1)
    above = random.random((eta.shape[0], 1)) > share
    return np.asarray(above.sum(axis=1), dtype=float)


def _match_means(
    x: Floats, y: Floats, wanted: Floats, random: np.random.Generator
) -> Floats:
    """Observed values whose fitted mean is near the drawn mean of each gap."""
    precision = x.T @ x + np.diag(np.r_[1e-6, np.full(x.shape[1] - 1, RIDGE)])
    beta = np.linalg.solve(precision, x.T @ y)
    rest = y - x @ beta
    df = max(y.size - x.shape[1], 1)
    sigma = math.sqrt(float(rest @ rest) / random.chisquare(df))
    root = np.linalg.inv(np.linalg.cholesky(precision)).T
    drawn = beta + sigma * root @ random.standard_normal(beta.size)
    fitted = x @ beta
    donors = min(DONORS, y.size)
    distance = np.abs(fitted[None, :] - (wanted @ drawn)[:, None])
    nearest = np.argpartition(distance, donors - 1, axis=1)[:, :donors]
    pick = random.integers(0, donors, wanted.shape[0])
    return np.asarray(y[nearest[np.arange(wanted.shape[0]), pick]])


def pool(fits: Sequence[tuple[Floats, Floats]], complete_df: float) -> Solve:
    """Answers pooled by Rubin's rules over (beta, covariance) of each imputation.

    Degrees of freedom are Barnard and Rubin's (1999), from `complete_df` = n - p.
    """

    def solve(weights: Floats) -> tuple[float, float, float | None]:
        m = len(fits)
        values = np.array([weights @ beta for beta, _ in fits])
        within = float(np.mean([weights @ cov @ weights for _, cov in fits]))
        between = float(values.var(ddof=1))
        total = within + (1 + 1 / m) * between
        share = (1 + 1 / m) * between / total
        observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
        df = observed
        if share > 0:
            old = (m - 1) / share**2
            df = old * observed / (old + observed)
        return float(values.mean()), math.sqrt(total), df

    return solve
