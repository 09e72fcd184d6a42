"""Calibration out of sample: whether a fitted 30 per cent means 30 per cent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from probata.analysis.distributions import logistic
from probata.analysis.logistic import fit_logistic
from probata.analysis.reliability_results import Calibration, CalibrationBin
from probata.analysis.roc import measure_area
from probata.analysis.shift import shift_logit
from probata.proportions import wilson_interval

Floats = NDArray[np.float64]
FOLDS = 10
BINS = 10


def measure_calibration(
    x: Floats, y: Floats, seed: int, confidence: float
) -> Calibration | None:
    """Cross-validated intercept, slope, Brier score, area and bins; None if a fold fails.

    Folds are drawn at random within each outcome, from `seed`. The slope comes from the
    logistic regression of the outcome on the logit of the cross-validated probability,
    the intercept from the same with the slope held at 1 (Cox 1958).
    """
    mu = cross_validate(x, y, seed)
    if mu is None:
        return None
    logit = np.log(mu / (1 - mu))
    line = fit_logistic(np.column_stack([np.ones_like(y), logit]), y)
    base = y.mean()
    return Calibration(
        folds=FOLDS,
        intercept=shift_logit(logit, y)[0],
        slope=float(line.beta[1]),
        brier=float(((y - mu) ** 2).mean()),
        brier_null=float(base * (1 - base)),
        auc=measure_area(y, mu, confidence).area,
        bins=tuple(_bins(y, mu, confidence)),
    )


def cross_validate(x: Floats, y: Floats, seed: int) -> Floats | None:
    """The fitted probability (n,) of each case by the model of the other folds."""
    random = np.random.default_rng(seed)
    fold = np.empty(y.size, dtype=int)
    for value in (0.0, 1.0):
        at = np.flatnonzero(y == value)
        fold[random.permutation(at)] = np.arange(at.size) % FOLDS
    mu = np.empty_like(y)
    for number in range(FOLDS):
        out = fold == number
        fit = fit_logistic(x[~out], y[~out])
        if not fit.certain:
            return None
        mu[out] = logistic(x[out] @ fit.beta)
    return mu


def _bins(y: Floats, mu: Floats, confidence: float) -> Iterator[CalibrationBin]:
    limits = np.unique(np.quantile(mu, np.linspace(0, 1, BINS + 1)))
    label = np.searchsorted(limits[1:-1], mu, side="left")
    for item in np.unique(label):
        inside = label == item
        n, positive = int(inside.sum()), int(y[inside].sum())
        low, high = wilson_interval(positive, n, confidence)
        yield CalibrationBin(
            n=n,
            fitted=float(mu[inside].mean()),
            observed=positive / n,
            ci_low=low,
            ci_high=high,
        )
