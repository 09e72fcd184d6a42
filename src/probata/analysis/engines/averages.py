"""Average fitted probabilities when every case is given a category, with gradients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.distributions import logistic
from probata.analysis.engines.chunks import Chunk
from probata.analysis.engines.plan import Plan, Rows
from probata.analysis.engines.sums import predict, project

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Averages:
    """Sums over cases. `given[name]` (k, 1 + p): probability and its gradient, by code.

    `weight` is the sum of mu (1 - mu) and `bend` (p,) that of x mu (1 - mu) (1 - 2 mu).
    """

    given: dict[str, Floats]
    weight: float
    bend: Floats
    n: int

    def __add__(self, other: Averages) -> Averages:
        given = {name: part + other.given[name] for name, part in self.given.items()}
        return Averages(
            given, self.weight + other.weight, self.bend + other.bend, self.n + other.n
        )


@dataclass(frozen=True)
class AverageTask:
    """What the margins of a fit are made of (see `Averages`)."""

    plan: Plan
    beta: Floats

    def __call__(self, chunks: Iterable[Chunk]) -> Averages:
        plan = self.plan
        wide = 1 + plan.size
        given = {f.name: np.zeros((len(f.columns), wide)) for f in plan.factors}
        total = Averages(given, 0.0, np.zeros(plan.size), 0)
        for chunk in chunks:
            total = total + self._sum(plan.read(chunk.cases))
        return total

    def _sum(self, rows: Rows) -> Averages:
        plan, beta = self.plan, self.beta
        eta = predict(plan, rows, beta)
        mu = logistic(eta)
        weight = mu * (1 - mu)
        given = {
            f.name: np.zeros((len(f.columns), 1 + plan.size)) for f in plan.factors
        }
        for group, code in zip(plan.groups, rows.joint, strict=True):
            for factor, step in zip(group.factors, group.steps, strict=True):
                effects = _effects(factor.columns, beta)
                without = eta - effects[code // step % len(factor.columns)]
                given[factor.name] = self._give(rows, factor.columns, effects, without)
        bend = project(plan, rows, weight * (1 - 2 * mu))
        return Averages(given, float(weight.sum()), bend, rows.y.size)

    def _give(
        self, rows: Rows, columns: tuple[int, ...], effects: Floats, without: Floats
    ) -> Floats:
        """(k, 1 + p) the sums when every case has each of the codes in turn.

        Codes without a column of their own share the reference's effect, which is none.
        """
        found = np.zeros((len(columns), 1 + self.plan.size))
        own = [at for at in columns if at >= 0]
        for code, column in enumerate(columns):
            if column < 0 and code != columns.index(-1):
                found[code] = found[columns.index(-1)]
                continue
            mu = logistic(without + effects[code])
            weight = mu * (1 - mu)
            found[code, 0] = mu.sum()
            gradient = project(self.plan, rows, weight)
            gradient[own] = 0.0
            if column >= 0:
                gradient[column] = weight.sum()
            found[code, 1:] = gradient
        return found


def _effects(columns: tuple[int, ...], beta: Floats) -> Floats:
    return np.array([beta[at] if at >= 0 else 0.0 for at in columns])
