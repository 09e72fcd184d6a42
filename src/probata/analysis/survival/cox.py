"""Cox regression: the partial likelihood with tied times by Efron or Breslow.

Our own, on numpy: lifelines needs pandas, which the package does without
(docs/decisions). Tested against R's survival.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from probata.analysis.survival.kaplan_meier import estimate_curve

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ties = Literal["efron", "breslow"]
DECREMENT = 1e-16
ITERATIONS = 40


@dataclass(frozen=True)
class CoxFit:
    """`beta` (p,), `covariance` (p, p), log partial likelihood with and without them."""

    beta: Floats
    covariance: Floats
    loglik: float
    null_loglik: float
    converged: bool
    ties: Ties


@dataclass(frozen=True)
class _Sums:
    loglik: float
    score: Floats
    information: Floats


def fit_cox(x: Floats, time: Floats, happened: Bools, ties: Ties = "efron") -> CoxFit:
    """Maximise the partial likelihood of x (n, p), of full column rank, without constant.

    Columns are centred and scaled inside, and this is undone exactly. `converged` is
    false where the likelihood has no finite maximum.
    """
    middle, scale = x.mean(axis=0), x.std(axis=0)
    order = np.argsort(-time, kind="stable")
    data = _Ordered((x - middle)[order] / scale, time[order], happened[order], ties)
    beta = np.zeros(x.shape[1])
    now = data.sums(beta)
    null, converged = now.loglik, False
    for _ in range(ITERATIONS):
        try:
            step = np.asarray(np.linalg.solve(now.information, now.score), dtype=float)
        except np.linalg.LinAlgError:
            break
        decrement = float(now.score @ step) / 2
        beta, now = _climb(data, beta, step, now)
        converged = 0 <= decrement < DECREMENT * max(1.0, abs(now.loglik))
        if converged:
            break
    covariance = np.linalg.pinv(now.information) / np.outer(scale, scale)
    return CoxFit(
        beta / scale, covariance, now.loglik, null, converged and _finite(beta), ties
    )


def _finite(beta: Floats) -> bool:
    """A maximum this far out, in standard deviations, is a likelihood that never turns."""
    return bool(np.abs(beta).max(initial=0.0) < 15)


def _climb(
    data: _Ordered, beta: Floats, step: Floats, now: _Sums
) -> tuple[Floats, _Sums]:
    """Take the step, halved while the likelihood falls."""
    size = 1.0
    for _ in range(25):
        tried = beta + size * step
        then = data.sums(tried)
        if then.loglik >= now.loglik - 1e-10 * abs(now.loglik):
            return tried, then
        size /= 2
    return beta, now


class _Ordered:
    """Rows from the latest time to the earliest, cut where the time changes."""

    def __init__(self, x: Floats, time: Floats, happened: Bools, ties: Ties) -> None:
        self.x, self.happened, self.ties = x, happened, ties
        cuts = np.flatnonzero(np.diff(time)) + 1
        self.starts = [0, *cuts.tolist()]
        self.ends = [*cuts.tolist(), len(time)]

    def sums(self, beta: Floats) -> _Sums:
        """Log-likelihood, score and information of all times together."""
        loglik, score, information = (
            0.0,
            np.zeros(beta.size),
            np.zeros((beta.size,) * 2),
        )
        for _, part in self.each_time(beta):
            loglik += part.loglik
            score += part.score
            information += part.information
        return _Sums(loglik, score, information)

    def each_time(self, beta: Floats) -> Iterator[tuple[int, _Sums]]:
        """The first row of each time with an event, and what the time adds to the sums.

        Times come from the latest to the earliest, as risk sets grow.
        """
        p = beta.size
        eta = self.x @ beta
        weight = np.exp(eta - eta.max())
        s0, s1, s2 = 0.0, np.zeros(p), np.zeros((p, p))
        for start, end in zip(self.starts, self.ends, strict=True):
            rows, w = self.x[start:end], weight[start:end]
            s0 += float(w.sum())
            s1 += rows.T @ w
            s2 += (rows.T * w) @ rows
            now = self.happened[start:end]
            d = int(now.sum())
            if not d:
                continue
            tied, v = rows[now], w[now]
            # Efron takes the tied events away in turn, Breslow leaves them all in.
            part = np.arange(d) / d if self.ties == "efron" else np.zeros(d)
            total = s0 - part * v.sum()
            mean = (s1 - np.outer(part, tied.T @ v)) / total[:, None]
            information = s2 * (1 / total).sum() - mean.T @ mean
            information -= (tied.T * v) @ tied * (part / total).sum()
            yield (
                start,
                _Sums(
                    float(
                        (eta[start:end][now] - eta.max()).sum() - np.log(total).sum()
                    ),
                    tied.sum(axis=0) - mean.sum(axis=0),
                    information,
                ),
            )


@dataclass(frozen=True)
class ConstantTest:
    """Score test that some coefficients are the same at all times."""

    statistic: float
    df: int


def check_constant(
    x: Floats, time: Floats, happened: Bools, fit: CoxFit, terms: Sequence[list[int]]
) -> list[ConstantTest]:
    """Whether each term's coefficients change with time, and, last, whether any does.

    A term is a list of columns. Each is tried beside all columns multiplied by a function
    of time that grows from 0 with the share who had the event (the left limit of the
    Kaplan-Meier curve), as in Grambsch and Therneau (1994) and R's `cox.zph`; ties by the
    rule of the fit.
    """
    middle, scale = x.mean(axis=0), x.std(axis=0)
    order = np.argsort(-time, kind="stable")
    data = _Ordered((x - middle)[order] / scale, time[order], happened[order], fit.ties)
    curve = estimate_curve(time, happened, 0.95)
    before = np.concatenate([[1.0], curve.survival[:-1]])
    grown = dict(zip(curve.time.tolist(), (1 - before).tolist(), strict=True))
    p = x.shape[1]
    score, plain, crossed, squared = np.zeros(p), *(np.zeros((p, p)) for _ in range(3))
    for start, part in data.each_time(fit.beta * scale):
        g = grown[float(time[order][start])]
        score += g * part.score
        plain += part.information
        crossed += g * part.information
        squared += g * g * part.information
    rest = squared - crossed @ np.linalg.solve(plain, crossed)
    return [
        ConstantTest(
            float(score[at] @ np.linalg.solve(rest[np.ix_(at, at)], score[at])), len(at)
        )
        for at in (*terms, list(range(p)))
    ]
