"""Conditional logistic regression: comparisons within clusters only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.maximise import maximise

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ConditionalFit:
    """`beta` (p,) and `covariance` (p, p); what only the data between clusters could tell is out.

    `clusters` and `rows` are those that inform: with both outcomes among their rows.
    """

    beta: Floats
    covariance: Floats
    loglik: float
    clusters: int
    rows: int
    converged: bool

    @property
    def standard_error(self) -> Floats:
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def fit_conditional(x: Floats, y: Floats, cluster: NDArray[np.intp]) -> ConditionalFit:
    """Fit by conditional maximum likelihood (Breslow and Day 1980, chapter 7).

    `x` (n, p) without a constant and without columns that never vary inside a cluster
    (see `varies_within`); `y` (n,) 0 or 1; `cluster` (n,) codes. Each cluster's number of
    positives is held fixed, so any leniency of its own cancels.
    """
    positives = np.bincount(cluster, y)
    sizes = np.bincount(cluster)
    informs = (positives > 0) & (positives < sizes)
    rows = informs[cluster]
    data = _pad(x[rows], y[rows], cluster[rows])
    spread = x[rows] - _cluster_means(x[rows], cluster[rows])
    information = spread.T @ spread / 4
    scale = np.linalg.cholesky(np.linalg.inv(information))
    found = maximise(data.loglik, np.zeros(x.shape[1]), scale)
    return ConditionalFit(
        beta=found.point,
        covariance=found.covariance,
        loglik=found.loglik,
        clusters=int(informs.sum()),
        rows=int(rows.sum()),
        converged=found.converged,
    )


def varies_within(x: Floats, y: Floats, cluster: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which columns (p,) vary inside at least one cluster that has both outcomes."""
    positives = np.bincount(cluster, y)
    informs = (positives > 0) & (positives < np.bincount(cluster))
    rows = informs[cluster]
    spread = x[rows] - _cluster_means(x[rows], cluster[rows])
    return np.asarray(np.abs(spread).max(axis=0, initial=0.0) > 1e-9)


def _cluster_means(x: Floats, cluster: NDArray[np.intp]) -> Floats:
    _, codes = np.unique(cluster, return_inverse=True)
    sums = np.zeros((codes.max() + 1, x.shape[1]))
    np.add.at(sums, codes, x)
    return np.asarray((sums / np.bincount(codes)[:, None])[codes])


@dataclass(frozen=True)
class _Padded:
    """Clusters as rows of equal length (G, N); `used` marks the real cells."""

    x: Floats
    y: Floats
    used: NDArray[np.bool_]
    positives: NDArray[np.intp]

    def loglik(self, beta: Floats) -> tuple[float, Floats]:
        """Conditional log-likelihood and gradient."""
        eta = np.where(self.used, self.x @ beta, -np.inf)
        before = _symmetric(eta)
        after = _symmetric(eta[:, ::-1])
        groups, length = eta.shape
        take = np.arange(groups), self.positives
        total = before[length][take]
        chance = np.zeros(eta.shape)
        for place in range(length):
            left, right = before[place], after[length - 1 - place]
            ways = _meet(left, right, self.positives - 1)
            chance[:, place] = np.exp(eta[:, place] + ways - total)
        observed = np.where(self.used, self.y * np.where(self.used, eta, 0), 0).sum()
        residual = np.where(self.used, self.y - chance, 0)
        gradient = np.einsum("gn,gnp->p", residual, self.x)
        return float(observed - total.sum()), gradient


def _pad(x: Floats, y: Floats, cluster: NDArray[np.intp]) -> _Padded:
    _, codes = np.unique(cluster, return_inverse=True)
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    sizes = np.bincount(codes)
    place = np.arange(codes.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    shape = (sizes.size, int(sizes.max()))
    padded_x = np.zeros((*shape, x.shape[1]))
    padded_y = np.zeros(shape)
    used = np.zeros(shape, dtype=bool)
    padded_x[codes, place] = x[order]
    padded_y[codes, place] = y[order]
    used[codes, place] = True
    return _Padded(padded_x, padded_y, used, padded_y.sum(axis=1).astype(np.intp))


def _symmetric(eta: Floats) -> list[Floats]:
    """Logs of elementary symmetric functions of exp(eta) over the first k columns, by k."""
    groups, length = eta.shape
    values = np.full((groups, length + 1), -np.inf)
    values[:, 0] = 0.0
    steps = [values]
    for place in range(length):
        grown = values.copy()
        grown[:, 1:] = np.logaddexp(values[:, 1:], values[:, :-1] + eta[:, [place]])
        values = grown
        steps.append(values)
    return steps


def _meet(left: Floats, right: Floats, wanted: NDArray[np.intp]) -> Floats:
    """Log of the sum over j of left[j] + right[wanted - j], for each cluster (G,)."""
    j = np.arange(left.shape[1])
    other = wanted[:, None] - j
    allowed = other >= 0
    both = np.where(
        allowed, left + np.take_along_axis(right, np.maximum(other, 0), 1), -np.inf
    )
    return np.asarray(np.logaddexp.reduce(both, axis=1))
