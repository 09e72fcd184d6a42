"""The uncertainty of a measure that is a function of sums over cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from probata.assessment.coefficients import Numbers
from probata.assessment.ratings import Floats

CONFIDENCE = 0.95
_STEP = 1e-30  # along the imaginary axis: no digit is lost
_CHUNK = 250  # replicates at a time, so that memory stays small

Value = Callable[[Numbers], Numbers]


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


def linearise(value: Value, each: Floats, sums: Floats) -> float:
    """The standard error of a function of sums over n independent cases.

    Taylor linearisation with n / (n - 1): the derivative by each sum, taken along the
    imaginary axis, times what each case adds. Where every case has the same number of
    judgements it is Gwet's (2014, chapter 5) to the last digit; where some have one, his
    takes the number of cases with pairs as known, this does not.
    """
    steps = sums + 1j * _STEP * np.eye(len(sums))
    slopes = value(steps).imag / _STEP
    influence = each @ slopes
    n = len(each)
    spread = ((influence - influence.mean()) ** 2).sum()
    return float(np.sqrt(n / (n - 1) * spread))


def score_interval(
    found: float, error: float, n: int, least: float, confidence: float = CONFIDENCE
) -> Interval:
    """Wilson's limits for a share of the way from `least` to 1, with t on n - 1.

    n is replaced by the number of cases that would give a share the same error. Close
    to 1 the limits are lopsided as the measure is, and perfect agreement of few cases
    keeps a lower limit; `found +- t * error` covers 83 to 92 per cent there.
    """
    from scipy.special import stdtrit

    share = (found - least) / (1 - least)
    spread = share * (1 - share)
    part = error / (1 - least)
    size = spread / part**2 if part > 0 and spread > 0 else float(n)
    t = float(stdtrit(n - 1, (1 + confidence) / 2))
    z2 = t * t / size
    centre = (share + z2 / 2) / (1 + z2)
    reach = np.sqrt(z2 * spread + z2 * z2 / 4) / (1 + z2)
    low, high = (least + (1 - least) * (centre + side * reach) for side in (-1, 1))
    return Interval(float(low), float(high))


def resample(each: Floats, replicates: int, seed: int) -> Floats:
    """Sums over samples of the cases drawn with replacement: replicates x sums."""
    rng = np.random.default_rng(seed)
    n = len(each)
    found = []
    for start in range(0, replicates, _CHUNK):
        size = min(_CHUNK, replicates - start)
        drawn = rng.integers(0, n, size=(size, n)) + n * np.arange(size)[:, None]
        times = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n)
        found.append(times.astype(np.float64) @ each)
    return np.concatenate(found)


def percentile_interval(value: Value, sums: Floats) -> tuple[Interval | None, int]:
    """Percentile limits of the replicates that have a value, and how many have none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        values = value(sums)
    defined = values[np.isfinite(values)]
    undefined = len(values) - len(defined)
    if not len(defined):
        return None, undefined
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return Interval(float(low), float(high)), undefined
