"""Kaplan-Meier curves with Greenwood's error and log-log limits; the log-rank test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.distributions import chi_square_tail, normal_quantile

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Curve:
    """One entry a distinct time at which an event happened or somebody left.

    `at_risk` are those followed up to this time, itself included; `low` and `high` are
    NaN where nothing has happened yet or nobody is left.
    """

    time: Floats
    at_risk: Ints
    events: Ints
    left: Ints
    survival: Floats
    low: Floats
    high: Floats

    @property
    def median(self) -> float | None:
        """The first time at which half or fewer are without the event; None if never."""
        below = self.survival <= 0.5 + 1e-12
        return float(self.time[below][0]) if below.any() else None

    def at(self, time: float) -> tuple[float, float, float]:
        """Survival with its limits just after a time."""
        place = int(np.searchsorted(self.time, time, side="right")) - 1
        if place < 0:
            return 1.0, float("nan"), float("nan")
        return (
            float(self.survival[place]),
            float(self.low[place]),
            float(self.high[place]),
        )

    def risk_at(self, time: float) -> int:
        """How many are followed up to a time, itself included."""
        place = int(np.searchsorted(self.time, time, side="left"))
        return int(self.at_risk[place]) if place < len(self.time) else 0


def estimate_curve(time: Floats, happened: Bools, confidence: float) -> Curve:
    """Kaplan and Meier (1958). `happened` is false where somebody left without the event.

    Who leaves at the time of an event was at risk of it. Limits are formed on the scale
    of log(-log(survival)) from Greenwood's variance, so that they stay between 0 and 1.
    """
    times, where = np.unique(time, return_inverse=True)
    events = np.bincount(where, happened, times.size).astype(np.int64)
    left = np.bincount(where, ~happened, times.size).astype(np.int64)
    at_risk = time.size - np.concatenate([[0], np.cumsum(events + left)[:-1]])
    survival = np.cumprod(1 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(events / (at_risk * (at_risk - events)))
        logarithm = np.log(survival)
        reach = normal_quantile((1 + confidence) / 2) * np.sqrt(greenwood) / logarithm
        high, low = (survival ** np.exp(sign * reach) for sign in (1, -1))
    known = (survival > 0) & (survival < 1)
    return Curve(
        times,
        at_risk.astype(np.int64),
        events,
        left,
        survival,
        np.where(known, low, np.nan),
        np.where(known, high, np.nan),
    )


@dataclass(frozen=True)
class LogRank:
    """Mantel's test that groups have the same hazard, and events expected if so."""

    statistic: float
    df: int
    p: float
    expected: tuple[float, ...]


def compare_curves(
    time: Floats, happened: Bools, group: Ints, groups: int
) -> LogRank | None:
    """The log-rank test; None where fewer than two groups could have had an event."""
    observed = np.zeros(groups)
    expected = np.zeros(groups)
    variance = np.zeros((groups, groups))
    for moment in np.unique(time[happened]):
        risk = np.bincount(group[time >= moment], minlength=groups).astype(float)
        now = happened & (time == moment)
        events = np.bincount(group[now], minlength=groups).astype(float)
        n, d = risk.sum(), events.sum()
        share = risk / n
        observed += events
        expected += d * share
        if n > 1:
            spread = d * (n - d) / (n - 1)
            variance += spread * (np.diag(share) - np.outer(share, share))
    used: Sequence[int] = np.flatnonzero(expected > 0).tolist()
    if len(used) < 2:
        return None
    some = used[:-1]
    gap = (observed - expected)[some]
    statistic = float(gap @ np.linalg.solve(variance[np.ix_(some, some)], gap))
    df = len(some)
    return LogRank(
        statistic, df, chi_square_tail(statistic, df), tuple(expected.tolist())
    )
