"""X'WX, X'(y - mu) and the log-likelihood over chunks, from histograms of joint codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.engines.chunks import Chunk
from probata.analysis.engines.plan import Plan, Rows
from probata.analysis.kernel import Sums, sum_batch

Floats = NDArray[np.float64]
# Beyond so many columns the pairs of groups cost more than the product of matrices.
DENSE_FROM = 120


@dataclass(frozen=True)
class SumTask:
    """The sums of a plan at `beta`, without the information where it is not wanted.

    Of every `thin`-th case alone, for a start.
    """

    plan: Plan
    beta: Floats
    information: bool = True
    thin: int = 1

    def __call__(self, chunks: Iterable[Chunk]) -> Sums:
        if self.plan.size > DENSE_FROM:
            return self._dense(chunks)
        weights = Weights(self.plan)
        size = self.plan.size
        score = np.zeros(size)
        loglik, n, reach = 0.0, 0, 0.0
        for chunk in chunks:
            rows = self.plan.read(chunk.cases, self.thin)
            eta = predict(self.plan, rows, self.beta)
            mu, residual, part = _fitted(eta, rows.y)
            loglik += part
            score += project(self.plan, rows, residual)
            n += rows.y.size
            reach = max(reach, float(np.abs(eta).max(initial=0.0)))
            if self.information:
                weights.add(rows, mu * (1 - mu))
        information = weights.matrix() if self.information else np.zeros((size, size))
        return Sums(information, score, loglik, n, reach)

    def _dense(self, chunks: Iterable[Chunk]) -> Sums:
        size = self.plan.size
        total = Sums(np.zeros((size, size)), np.zeros(size), 0.0, 0, 0.0)
        for chunk in chunks:
            rows = self.plan.read(chunk.cases, self.thin)
            total = total + sum_batch(self.plan.matrix(rows), rows.y, self.beta)
        return total


def _fitted(eta: Floats, y: Floats) -> tuple[Floats, Floats, float]:
    """mu, y - mu and the log-likelihood, with one exponential a case."""
    small = np.exp(-np.abs(eta))
    mu = np.where(eta >= 0, 1.0, small) / (1.0 + small)
    loglik = float(y @ eta - np.maximum(eta, 0.0).sum() - np.log1p(small).sum())
    return mu, y - mu, loglik


def predict(plan: Plan, rows: Rows, beta: Floats) -> Floats:
    """The linear predictor (n,): a look-up a group, a product a number."""
    eta = np.full(rows.y.size, beta[0])
    for group, code in zip(plan.groups, rows.joint, strict=True):
        eta += (group.spread @ beta[list(group.own)])[code]
    for at, values in zip(plan.number_columns, rows.numbers, strict=True):
        eta += values * beta[at]
    return eta


def project(plan: Plan, rows: Rows, values: Floats) -> Floats:
    """X' times values (n,)."""
    found = np.zeros(plan.size)
    found[0] = values.sum()
    for group, code in zip(plan.groups, rows.joint, strict=True):
        counted = np.bincount(code, values, len(group.spread))
        found[list(group.own)] = group.spread.T @ counted
    for at, numbers in zip(plan.number_columns, rows.numbers, strict=True):
        found[at] = numbers @ values
    return found


class Weights:
    """Weighted two-way histograms of the groups, added up over chunks; then X'WX."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        groups = plan.groups
        self.one = [np.zeros(len(group.spread)) for group in groups]
        self.two = {
            (a, b): np.zeros(len(groups[a].spread) * len(groups[b].spread))
            for a in range(len(groups))
            for b in range(a)
        }
        numbers = len(plan.number_columns)
        self.mixed = [
            [np.zeros_like(item) for item in self.one] for _ in range(numbers)
        ]
        self.dense = np.zeros((numbers + 1, numbers + 1))

    def add(self, rows: Rows, weight: Floats) -> None:
        for a, code in enumerate(rows.joint):
            self.one[a] += np.bincount(code, weight, self.one[a].size)
            for b in range(a):
                wide = self.one[b].size
                both = code * wide + rows.joint[b]
                self.two[a, b] += np.bincount(both, weight, self.two[a, b].size)
        for at, values in enumerate(rows.numbers):
            product = values * weight
            self.dense[0, at + 1] += product.sum()
            for other in range(at, len(rows.numbers)):
                self.dense[at + 1, other + 1] += product @ rows.numbers[other]
            for a, code in enumerate(rows.joint):
                self.mixed[at][a] += np.bincount(code, product, self.one[a].size)
        self.dense[0, 0] += weight.sum()

    def matrix(self) -> Floats:
        """X'WX, from each histogram by the columns that its codes stand for."""
        plan, groups = self.plan, self.plan.groups
        found = np.zeros((plan.size, plan.size))
        straight = [0, *plan.number_columns]
        found[np.ix_(straight, straight)] = self.dense
        for a, group in enumerate(groups):
            own = list(group.own)
            found[0, own] = group.spread.T @ self.one[a]
            found[np.ix_(own, own)] = (
                group.spread * self.one[a][:, None]
            ).T @ group.spread
            for b in range(a):
                table = self.two[a, b].reshape(self.one[a].size, -1)
                part = group.spread.T @ table @ groups[b].spread
                found[np.ix_(own, list(groups[b].own))] = part
            for at, column in enumerate(plan.number_columns):
                found[column, own] = group.spread.T @ self.mixed[at][a]
        return _mirror(found)


def _mirror(found: Floats) -> Floats:
    """Both triangles, of a matrix that holds each pair of columns at least once."""
    whole = np.where(found != 0, found, found.T)
    lower = np.tril(whole)
    return np.asarray(lower + np.tril(lower, -1).T)
