"""The same person judged both: leniency, and what a shared impression would explain."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from probata.analysis.distributions import chi_square_tail, logistic
from probata.analysis.logistic import fit_logistic
from probata.analysis.mixed import fit_random_intercept
from probata.analysis.reliability import Finding
from probata.analysis.reliability_results import Leniency, Row, SharedError
from probata.analysis.sensitivity.bench import Bench, group_codes
from probata.analysis.shared_error import e_value, latent_correlation
from probata.dataset.columns import Coded

Floats = NDArray[np.float64]


def measure_leniency(bench: Bench) -> list[Leniency]:
    """Spread between raters in the outcome, and in each judgement with two answers.

    A random intercept alone: no predictor, so differences between the raters' cases are
    part of it. Raters seldom draw their cases at random.
    """
    if bench.settings.rater is None:
        return []
    outcome = bench.study.file.outcome
    judged = [(outcome.variable, outcome.positive)]
    for finding in bench.settings.findings:
        column = bench.cases[finding.variable]
        if isinstance(column, Coded) and len(column.categories) == 2:
            judged.append((finding.variable, finding.category))
    codes = group_codes(bench.cases, bench.settings.rater)
    rows = []
    for variable, category in dict(judged).items():
        column = bench.cases.coded(variable)
        known = (column.codes >= 0) & (codes >= 0)
        y = column.is_category(category)[known].astype(float)
        found = _spread(variable, y, codes[known])
        if found is not None:
            rows.append(found)
    return rows


def _spread(variable: str, y: Floats, codes: NDArray[np.intp]) -> Leniency | None:
    cluster = np.unique(codes, return_inverse=True)[1].astype(np.intp)
    if cluster.max() < 1 or y.min() == y.max():
        return None
    constant = np.ones((y.size, 1))
    pooled = fit_logistic(constant, y)
    mixed = fit_random_intercept(constant, y, cluster, pooled.beta, pooled.covariance)
    centre, sigma = float(mixed.beta[0]), mixed.sigma
    ends = logistic(np.array([centre - sigma, centre, centre + sigma])) * 100
    fall = max(0.0, 2 * (mixed.loglik - pooled.loglik))
    return Leniency(
        variable=variable,
        raters=mixed.clusters,
        sigma=sigma,
        low=float(ends[0]),
        middle=float(ends[1]),
        high=float(ends[2]),
        p=chi_square_tail(fall, 1) / 2,
    )


def explain_away(bench: Bench, rows: tuple[Row, ...]) -> list[SharedError]:
    """E-values of each finding, and the shared impression that would make it alone.

    The second only for a variable of two categories, where both judgements can be seen
    as cuts of normal scores with the finding's adjusted odds ratio between them.
    """
    found = []
    findings = {item.id: item for item in bench.settings.findings}
    for row in rows:
        cell = row.cells[0]
        if cell.odds_ratio is None or cell.ci_low is None or cell.ci_high is None:
            continue
        point, limit = e_value(cell.odds_ratio, cell.ci_low, cell.ci_high)
        found.append(
            SharedError(
                finding=row.finding,
                e_value=point,
                e_limit=limit,
                shared_variance=_shared(bench, findings[row.finding], cell.odds_ratio),
            )
        )
    return found


def _shared(bench: Bench, finding: Finding, odds_ratio: float) -> float | None:
    """Share of each judgement's variance; |correlation| of the two scores made by one cause."""
    column = bench.cases[finding.variable]
    if not isinstance(column, Coded) or len(column.categories) != 2:
        return None
    design = bench.design(finding.model)
    share = float(column.is_category(finding.category)[design.rows].mean())
    found = latent_correlation(odds_ratio, share, float(design.y.mean()))
    return abs(found) if math.isfinite(found) else None
