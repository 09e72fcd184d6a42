"""Random-intercept logistic regression by adaptive Gauss-Hermite quadrature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from probata.analysis.maximise import maximise

Floats = NDArray[np.float64]
NODES = 11


@dataclass(frozen=True)
class RandomIntercept:
    """A fitted model: y is 1 with probability expit(x beta + sigma u), u ~ N(0, 1) by cluster.

    `beta` and `standard_error` (p,), `covariance` (p, p) of beta, `sigma` the standard
    deviation between clusters on the logit scale, `intercepts` (G,) the posterior modes
    sigma * u of the clusters.
    """

    beta: Floats
    covariance: Floats
    sigma: float
    sigma_error: float
    loglik: float
    clusters: int
    intercepts: Floats
    converged: bool

    @property
    def standard_error(self) -> Floats:
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def fit_random_intercept(
    x: Floats,
    y: Floats,
    cluster: NDArray[np.intp],
    start: Floats,
    covariance: Floats,
    nodes: int = NODES,
) -> RandomIntercept:
    """Fit by maximum likelihood, from a pooled fit's `start` (p,) and `covariance` (p, p).

    `x` (n, p) holds the constant; `cluster` (n,) codes 0 to G-1. The integral over each
    cluster's intercept is by Gauss-Hermite quadrature centred at its mode and scaled by
    its curvature (Pinheiro and Bates 1995); with `nodes=1` this is Laplace's method.
    The gradient is Fisher's identity over the same nodes. Sigma may be 0, the pooled model.
    """
    groups = int(cluster.max()) + 1
    order = np.argsort(cluster, kind="stable")
    data = _Data(x[order], y[order], cluster[order], groups, *_quadrature(nodes))
    factor = np.zeros((start.size + 1,) * 2)
    factor[:-1, :-1] = np.linalg.cholesky(covariance)
    factor[-1, -1] = 0.2
    found = maximise(data.loglik, np.append(start, 0.5), factor)
    sigma = float(found.point[-1])
    modes, _ = data.modes(data.x @ found.point[:-1], sigma)
    return RandomIntercept(
        beta=found.point[:-1],
        covariance=found.covariance[:-1, :-1],
        sigma=abs(sigma),
        sigma_error=float(np.sqrt(found.covariance[-1, -1])),
        loglik=found.loglik,
        clusters=groups,
        intercepts=sigma * modes,
        converged=found.converged,
    )


def _quadrature(nodes: int) -> tuple[Floats, Floats]:
    """Nodes z and log weights for integrals of f(z) dz after adaptive scaling."""
    points, weights = np.polynomial.hermite_e.hermegauss(nodes)
    # hermegauss integrates against exp(-z^2/2); give the weight back to the integrand.
    return points, np.log(weights) + points**2 / 2


@dataclass(frozen=True)
class _Data:
    """Rows sorted by cluster, with the quadrature rule."""

    x: Floats
    y: Floats
    cluster: NDArray[np.intp]
    groups: int
    points: Floats
    log_weights: Floats

    def _sum(self, values: Floats) -> Floats:
        return np.bincount(self.cluster, values, self.groups).astype(np.float64)

    def modes(self, eta: Floats, sigma: float) -> tuple[Floats, Floats]:
        """Mode (G,) of each cluster's u given its rows, and its standard deviation."""
        u = np.zeros(self.groups)
        for _ in range(50):
            mu = expit(eta + sigma * u[self.cluster])
            slope = sigma * self._sum(self.y - mu) - u
            curve = sigma**2 * self._sum(mu * (1 - mu)) + 1
            step = slope / curve
            u = u + np.clip(step, -2, 2)
            if np.abs(step).max() < 1e-10:
                break
        mu = expit(eta + sigma * u[self.cluster])
        return u, 1 / np.sqrt(sigma**2 * self._sum(mu * (1 - mu)) + 1)

    def loglik(self, point: Floats) -> tuple[float, Floats]:
        """Marginal log-likelihood and gradient at (beta, sigma)."""
        beta, sigma = point[:-1], float(point[-1])
        eta = self.x @ beta
        mode, width = self.modes(eta, sigma)
        u = mode[:, None] + width[:, None] * self.points  # (G, K)
        rows = eta[:, None] + sigma * u[self.cluster]  # (n, K)
        mu = expit(rows)
        fit = self.y[:, None] * rows - np.logaddexp(0, rows)
        starts = np.searchsorted(self.cluster, np.arange(self.groups))
        joint = np.add.reduceat(fit, starts, axis=0) - u**2 / 2
        joint += self.log_weights + np.log(width)[:, None] - 0.5 * np.log(2 * np.pi)
        top = joint.max(axis=1, keepdims=True)
        share = np.exp(joint - top)
        total = share.sum(axis=1, keepdims=True)
        share /= total
        residual = (self.y[:, None] - mu) * share[self.cluster]  # (n, K)
        gradient = np.append(
            self.x.T @ residual.sum(axis=1),
            float((residual * u[self.cluster]).sum()),
        )
        return float((np.log(total) + top).sum()), gradient
