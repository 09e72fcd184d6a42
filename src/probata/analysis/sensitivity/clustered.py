"""Cases that are alike within a unit or a rater: robust errors, random and fixed intercepts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.conditional import fit_conditional, varies_within
from probata.analysis.design import Design
from probata.analysis.distributions import logistic
from probata.analysis.fitting import SafeFit
from probata.analysis.mixed import RandomIntercept, fit_random_intercept
from probata.analysis.sensitivity.bench import Bench, group_codes
from probata.analysis.sensitivity.estimates import Estimator, NotEstimated, direct
from probata.phrases import phrase

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
INFINITE = phrase("a term of the model is infinite (separation)")


def robust_covariance(x: Floats, y: Floats, mu: Floats, cluster: Codes) -> Floats:
    """CR1: the sandwich of score sums by cluster, times G/(G-1) and (n-1)/(n-p).

    Liang and Zeger (1986) with the correction that Stata and R's sandwich::vcovCL
    (HC1) use for few clusters; to be read with t on G - 1 degrees of freedom.
    """
    groups = int(cluster.max()) + 1
    weight = mu * (1 - mu)
    bread = np.linalg.inv((x * weight[:, None]).T @ x)
    scores = np.zeros((groups, x.shape[1]))
    np.add.at(scores, cluster, x * (y - mu)[:, None])
    n, p = x.shape
    correction = groups / (groups - 1) * (n - 1) / (n - p)
    return np.asarray(correction * bread @ (scores.T @ scores) @ bread)


def model_clusters(bench: Bench, model: str, variable: str) -> Codes | NotEstimated:
    """Cluster codes (n,) of a model's cases, or why there are none."""
    codes = group_codes(bench.cases, variable)[bench.design(model).rows]
    if (codes < 0).any():
        lost = int((codes < 0).sum())
        return NotEstimated(f"{lost:,} cases of the model have no {variable}")
    found = np.unique(codes, return_inverse=True)[1].astype(np.intp)
    if found.max() < 1:
        return NotEstimated(f"all cases of the model share one {variable}")
    return found


def estimate_robust(
    bench: Bench, model: str, variable: str
) -> Estimator | NotEstimated:
    """The model's own estimates with cluster-robust errors."""
    design, fit = bench.design(model), bench.fit(model)
    cluster = model_clusters(bench, model, variable)
    if isinstance(cluster, NotEstimated):
        return cluster
    if not fit.estimated.all():
        return NotEstimated(INFINITE)
    covariance = robust_covariance(
        design.x, design.y, logistic(design.x @ fit.beta), cluster
    )
    df = float(cluster.max())
    return Estimator(
        design.columns,
        design.references,
        design.y.size,
        direct(fit.beta, covariance, df),
    )


def fit_mixed(design: Design, fit: SafeFit, cluster: Codes) -> RandomIntercept:
    """A random intercept by cluster added to a fitted model."""
    return fit_random_intercept(design.x, design.y, cluster, fit.beta, fit.covariance)


def estimate_mixed(bench: Bench, model: str, variable: str) -> Estimator | NotEstimated:
    """Odds ratios within a cluster, a random intercept standing for what its cases share."""
    design, fit = bench.design(model), bench.fit(model)
    cluster = model_clusters(bench, model, variable)
    if isinstance(cluster, NotEstimated):
        return cluster
    if not fit.estimated.all():
        return NotEstimated(INFINITE)
    mixed = fit_mixed(design, fit, cluster)
    if not mixed.converged:
        return NotEstimated(phrase("the search did not converge"))
    return Estimator(
        design.columns,
        design.references,
        design.y.size,
        direct(mixed.beta, mixed.covariance),
    )


def estimate_within(
    bench: Bench, model: str, variable: str
) -> Estimator | NotEstimated:
    """Comparisons among the cases of one rater alone (conditional likelihood)."""
    design, fit = bench.design(model), bench.fit(model)
    cluster = model_clusters(bench, model, variable)
    if isinstance(cluster, NotEstimated):
        return cluster
    if not fit.estimated.all():
        return NotEstimated(INFINITE)
    kept = np.flatnonzero(varies_within(design.x, design.y, cluster))
    if not kept.size:
        return NotEstimated(f"nothing varies within a {variable}")
    found = fit_conditional(design.x[:, kept], design.y, cluster)
    if not found.converged:
        return NotEstimated(phrase("the search did not converge"))
    return Estimator(
        tuple(design.columns[i] for i in kept),
        design.references,
        found.rows,
        direct(found.beta, found.covariance),
    )
