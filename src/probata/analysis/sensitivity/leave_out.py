"""Whether a finding stands or falls with one unit, or one rater."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.aliasing import find_aliased
from probata.analysis.fitting import SafeFit, fit_safely
from probata.analysis.logistic import fit_logistic
from probata.analysis.reliability import Finding
from probata.analysis.reliability_results import Cell
from probata.analysis.sensitivity.bench import Bench
from probata.analysis.sensitivity.clustered import INFINITE, model_clusters
from probata.analysis.sensitivity.estimates import (
    Estimator,
    NotEstimated,
    direct,
    make_cell,
)

Floats = NDArray[np.float64]


def leave_out_each(
    bench: Bench, model: str, variable: str
) -> list[Estimator] | NotEstimated:
    """The model refitted without each cluster in turn."""
    design, fit = bench.design(model), bench.fit(model)
    cluster = model_clusters(bench, model, variable)
    if isinstance(cluster, NotEstimated):
        return cluster
    if not fit.estimated.all():
        return NotEstimated(INFINITE)
    found = []
    for code in range(int(cluster.max()) + 1):
        rows = cluster != code
        beta, covariance = _refit(design.x[rows], design.y[rows], fit)
        found.append(
            Estimator(
                design.columns,
                design.references,
                int(rows.sum()),
                direct(beta, covariance),
            )
        )
    return found


def _refit(x: Floats, y: Floats, full: SafeFit) -> tuple[Floats, Floats]:
    """Coefficients and covariance; NaN for a column that lost its cases or its limit."""
    quick = fit_logistic(x, y, full.beta)
    if quick.certain and np.isfinite(quick.covariance).all():
        return quick.beta, quick.covariance
    size = x.shape[1]
    beta, covariance = np.full(size, np.nan), np.full((size, size), np.nan)
    kept = find_aliased(x)[0]
    fit = fit_safely(x[:, kept], y)
    beta[kept] = fit.beta
    covariance[np.ix_(kept, kept)] = fit.covariance
    return beta, covariance


def summarise_refits(
    specification: str,
    refits: list[Estimator] | NotEstimated,
    finding: Finding,
    bench: Bench,
    first: Cell,
) -> Cell:
    """The refit with the largest p, how many reach another verdict than `first`, the range.

    A refit without a number counts as another verdict.
    """
    if isinstance(refits, NotEstimated):
        return Cell(specification=specification, verdict="none", reason=refits.reason)
    cells = [make_cell(specification, item, finding, bench.level) for item in refits]
    changed = sum(cell.verdict != first.verdict for cell in cells)
    numbered = [cell for cell in cells if cell.p is not None]
    if not numbered:
        return cells[0]
    worst = max(numbered, key=lambda cell: cell.p or 0.0)
    ratios = [cell.odds_ratio for cell in numbered if cell.odds_ratio is not None]
    return worst.model_copy(
        update={
            "refits": len(cells),
            "changed": changed,
            "lowest": min(ratios, default=None),
            "highest": max(ratios, default=None),
        }
    )
