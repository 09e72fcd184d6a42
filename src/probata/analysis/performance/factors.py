"""Maximum-likelihood factor analysis of a correlation matrix, rotations, parallel analysis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# The least unique variance, as in R's factanal: below it a solution is improper.
LEAST = 0.005
_STARTS = (0.2, 0.5, 0.8)
_ROTATIONS = 5_000
_POWER = 4  # of promax


@dataclass(frozen=True)
class FactorFit:
    """`loadings` (p, k) before rotation, `unique` (p,), the discrepancy at its minimum.

    `statistic`: Bartlett's corrected chi-square on `df`, where df is above 0.
    """

    loadings: Floats
    unique: Floats
    discrepancy: float
    df: int

    def statistic(self, n: int) -> float:
        p, k = self.loadings.shape
        return float((n - 1 - (2 * p + 5) / 6 - 2 * k / 3) * self.discrepancy)


@dataclass(frozen=True)
class Rotated:
    """`loadings` (p, k), largest factor first, sums not negative; factor correlations."""

    loadings: Floats
    between: Floats


def degrees_of_freedom(p: int, k: int) -> int:
    """What is left to test a model of k factors on p variables; below 0 it has no estimate."""
    return ((p - k) ** 2 - p - k) // 2


def fit_factors(correlation: Floats, k: int) -> FactorFit:
    """Maximum likelihood (Joreskog 1967; Lawley and Maxwell 1971, chapter 4).

    The unique variances are searched between LEAST and 1 from several starts; for each
    the loadings follow from the eigenvalues. `correlation` must be positive definite.
    """
    from scipy.optimize import minimize

    p = len(correlation)
    first = (1 - 0.5 * k / p) / np.diag(np.linalg.inv(correlation))
    starts = [np.clip(first, LEAST, 1), *(np.full(p, value) for value in _STARTS)]
    found = [
        minimize(
            _discrepancy,
            start,
            args=(correlation, k),
            jac=True,
            method="L-BFGS-B",
            bounds=[(LEAST, 1.0)] * p,
            options={"maxiter": 5_000, "maxfun": 20_000, "ftol": 1e-16, "gtol": 1e-10},
        )
        for start in starts
    ]
    best = min(found, key=lambda item: float(item.fun))
    unique = np.asarray(best.x)
    loadings = _loadings(unique, correlation, k)
    return FactorFit(loadings, unique, float(best.fun), degrees_of_freedom(p, k))


def _discrepancy(unique: Floats, correlation: Floats, k: int) -> tuple[float, Floats]:
    """What k factors leave of the likelihood, and its slope."""
    scale = 1 / np.sqrt(unique)
    values = np.linalg.eigvalsh(correlation * np.outer(scale, scale))
    rest = values[: len(values) - k]
    value = float((rest - np.log(rest) - 1).sum())
    loadings = _loadings(unique, correlation, k)
    left = loadings @ loadings.T + np.diag(unique) - correlation
    return value, np.diag(left) / unique**2


def _loadings(unique: Floats, correlation: Floats, k: int) -> Floats:
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    top = np.argsort(values)[::-1][:k]
    strength = np.sqrt(np.maximum(values[top] - 1, 0))
    return np.asarray(root[:, None] * vectors[:, top] * strength)


def rotate(loadings: Floats, rotation: str) -> Rotated:
    """Varimax (Kaiser 1958, rows normalised), or from it promax (Hendrickson and White 1964)."""
    k = loadings.shape[1]
    if k == 1:
        return _in_order(loadings, np.eye(1))
    straight = loadings @ _varimax(loadings)
    if rotation == "varimax":
        return _in_order(straight, np.eye(k))
    target = straight * np.abs(straight) ** (_POWER - 1)
    turn = np.linalg.lstsq(straight, target, rcond=None)[0]
    turn = turn * np.sqrt(np.diag(np.linalg.inv(turn.T @ turn)))
    back = np.linalg.inv(turn)
    return _in_order(straight @ turn, back @ back.T)


def _varimax(loadings: Floats) -> Floats:
    """The orthogonal turn (k, k) at which squared loadings vary most."""
    length = np.sqrt((loadings**2).sum(axis=1))
    normed = loadings / np.where(length > 0, length, 1)[:, None]
    turn = np.eye(loadings.shape[1])
    before = 0.0
    for _ in range(_ROTATIONS):
        z = normed @ turn
        slope = normed.T @ (z**3 - z * (z**2).mean(axis=0))
        left, sizes, right = np.linalg.svd(slope)
        turn = left @ right
        if sizes.sum() < before * (1 + 1e-14):
            break
        before = float(sizes.sum())
    return np.asarray(turn)


def _in_order(loadings: Floats, between: Floats) -> Rotated:
    order = np.argsort(-(loadings**2).sum(axis=0), kind="stable")
    signs = np.where(loadings[:, order].sum(axis=0) < 0, -1.0, 1.0)
    turned = between[np.ix_(order, order)] * np.outer(signs, signs)
    return Rotated(loadings[:, order] * signs, turned)


def mend_correlation(correlation: Floats, least: float = 1e-3) -> tuple[Floats, bool]:
    """The matrix with eigenvalues of at least `least` and ones on the diagonal; whether it changed.

    Correlations from different cases for each pair need not be those of any cases at all.
    """
    values, vectors = np.linalg.eigh(correlation)
    if values.min() >= least:
        return correlation, False
    mended = vectors @ np.diag(np.maximum(values, least)) @ vectors.T
    scale = 1 / np.sqrt(np.diag(mended))
    return np.asarray(mended * np.outer(scale, scale)), True


def shuffle_answers(answers: Floats, samples: int, seed: int) -> Iterator[Floats]:
    """(n, p) answers with each column shuffled among the cases it applies to."""
    rng = np.random.default_rng(seed)
    known = [np.flatnonzero(np.isfinite(column)) for column in answers.T]
    for _ in range(samples):
        shuffled = answers.copy()
        for at, rows in enumerate(known):
            shuffled[rows, at] = rng.permutation(answers[rows, at])
        yield shuffled


def count_factors(eigenvalues: Floats, random: Floats) -> int:
    """Parallel analysis (Horn 1965): leading eigenvalues above those of shuffled answers."""
    above = eigenvalues > random
    return int(len(above) if above.all() else np.argmin(above))
