"""Fits of one model and of parts of it, on an engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.engines.engine import Engine
from probata.analysis.engines.newton import NEAR, ROUGH, Climb, climb, solve
from probata.analysis.engines.plan import Plan
from probata.analysis.engines.scores import EXACT_CASES, Scores, ScoreTask
from probata.analysis.engines.sums import SumTask
from probata.analysis.fitting import SafeFit
from probata.analysis.kernel import Sums
from probata.analysis.logistic import MODERATE

Floats = NDArray[np.float64]
# Newton's method starts on about so many cases of a few parts, where there are far more.
SAMPLED = 40_000
SAMPLED_PARTS = 2


@dataclass(frozen=True)
class Fitted:
    """A fit in the scaled columns of its plan; `safe` has it in those of the study."""

    plan: Plan
    climb: Climb
    covariance: Floats

    @property
    def beta(self) -> Floats:
        return self.climb.beta

    @property
    def certain(self) -> bool:
        """Whether the fit itself proves that no separation exists."""
        return self.climb.converged and self.climb.sums.reach < MODERATE

    @property
    def safe(self) -> SafeFit:
        undo, size = self.plan.undo, self.plan.size
        covariance = undo @ self.covariance @ undo.T
        return SafeFit(
            beta=undo @ self.beta,
            covariance=(covariance + covariance.T) / 2,
            loglik=self.climb.sums.loglik,
            mu=np.empty(0),
            estimated=np.full(size, self.climb.converged),
            separation=None,
            converged=self.climb.converged,
            iterations=self.climb.passes,
        )


@dataclass
class Fitter:
    """Fits plans on an engine and counts the passes over all cases."""

    engine: Engine
    passes: int = 0

    def total(self, task: SumTask | ScoreTask) -> Sums:
        self.passes += 1
        found: Sums = self.engine.total(task)
        return found

    def fit(self, plan: Plan, start: Floats | None = None) -> Fitted:
        """The maximum, with the covariance at it; by default from a fit on a sample."""

        def sums(beta: Floats, information: bool) -> Sums:
            return self.total(SumTask(plan, beta, information))

        first = self._sample(plan) if start is None else start
        found = climb(sums, first)
        covariance = solve(found.sums.information, np.eye(plan.size))
        if covariance is None:
            covariance = np.full((plan.size, plan.size), np.nan)
        return Fitted(plan, found, covariance)

    def _sample(self, plan: Plan) -> Floats:
        """Where a sample has its maximum; nothing depends on it but the number of passes."""
        parts = self.engine.parts
        step = -(-len(parts) // SAMPLED_PARTS)
        numbers = range(0, len(parts), step)
        thin = sum(parts[at].rows for at in numbers) // SAMPLED
        none = np.zeros(plan.size)
        if thin < 2:
            return none

        def sums(beta: Floats, information: bool) -> Sums:
            task = SumTask(plan, beta, information, thin)
            part: Sums = self.engine.total(task, numbers)
            return part

        found = climb(sums, none, tolerance=ROUGH)
        return found.beta if found.converged else none

    def fit_part(self, whole: Fitted, columns: Sequence[int]) -> Fitted:
        """The model of some columns, from where the whole model's curvature puts it."""
        start, _ = _restricted(whole, columns)
        return self.fit(whole.plan.only(columns), start)

    def measure_part(self, whole: Fitted, columns: Sequence[int]) -> tuple[float, bool]:
        """The log-likelihood alone of the model of some columns, and whether it is one."""
        plan = whole.plan.only(columns)
        start, information = _restricted(whole, columns)

        def sums(beta: Floats, renew: bool) -> Sums:
            return self.total(SumTask(plan, beta, renew))

        found = climb(sums, start, information, NEAR)
        return found.sums.loglik, found.converged

    def scores(self, fitted: Fitted) -> Scores:
        """The fitted probabilities, each of them up to EXACT_CASES cases."""
        exact = fitted.climb.sums.n <= EXACT_CASES
        self.passes += 1
        found: Scores = self.engine.total(
            ScoreTask(fitted.plan, fitted.beta, exact)
        ).scores()
        return found


def _restricted(whole: Fitted, columns: Sequence[int]) -> tuple[Floats, Floats]:
    """Where a quadratic log-likelihood has its maximum over some columns; its curvature."""
    information = whole.climb.sums.information
    rest = [at for at in range(whole.plan.size) if at not in set(columns)]
    part = information[np.ix_(columns, columns)]
    moved = solve(part, information[np.ix_(columns, rest)] @ whole.beta[rest])
    start = whole.beta[list(columns)]
    return (start if moved is None else start + moved), part
