"""Newton's method on sums that cost a pass over all cases: few passes, the last exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.kernel import Sums

Floats = NDArray[np.float64]
# A pass: coefficients, and whether the information is wanted.
Pass = Callable[[Floats, bool], Sums]

# Half the squared distance to the maximum in standard errors: an estimate is within
# 1e-10 of one, and the covariance belongs to the point itself.
EXACT = 1e-20
# Enough where only the log-likelihood is wanted: it is this far below its maximum.
NEAR = 1e-11
# Enough for a start on a sample, whose maximum is another one anyway.
ROUGH = 1e-2
PASSES = 40
# An old information serves on while each step brings the distance down so much.
GAIN = 0.02


@dataclass(frozen=True)
class Climb:
    """Where the search ended; `sums.information` is at `beta` where covariance was asked."""

    beta: Floats
    sums: Sums
    converged: bool
    passes: int


def climb(
    sums: Pass,
    start: Floats,
    information: Floats | None = None,
    tolerance: float = EXACT,
) -> Climb:
    """Maximise from `start`; with an `information` of near, most passes are score only.

    With none, every pass renews it, and the last has it at the maximum. With one, it is
    renewed where the steps gain little, and only the log-likelihood is to be used.
    """
    beta = start
    always = information is None
    renewing = always
    now = sums(beta, renewing)
    passes, distance = 1, np.inf
    known = now.information if renewing else information
    while passes < PASSES:
        assert known is not None
        step = solve(known, now.score)
        if step is None:
            return Climb(beta, now, False, passes)
        last, distance = distance, float(now.score @ step) / 2
        if distance < tolerance:
            return Climb(beta, now, True, passes)
        if not always:
            renewing = distance > GAIN * last
        taken = _take(sums, beta, step, now, renewing)
        passes += taken[2]
        if taken[1] is now:
            return Climb(beta, now, False, passes)
        beta, now = taken[:2]
        if renewing:
            known = now.information
    return Climb(beta, now, False, passes)


def _take(
    sums: Pass, beta: Floats, step: Floats, now: Sums, renewing: bool
) -> tuple[Floats, Sums, int]:
    """Take the step, halved while the log-likelihood falls; the passes that it took."""
    size = 1.0
    for count in range(1, 26):
        tried = beta + size * step
        then = sums(tried, renewing)
        if then.loglik >= now.loglik - 1e-10 * abs(now.loglik):
            return tried, then, count
        size /= 2
    return beta, now, 25


def solve(matrix: Floats, right: Floats) -> Floats | None:
    """Solve by Cholesky; None where the matrix is not positive definite."""
    try:
        lower = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(np.linalg.solve(lower.T, np.linalg.solve(lower, right)))
