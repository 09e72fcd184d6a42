"""Columns that earlier ones explain, found from sums; by orthogonal parts where in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from probata.analysis.aliasing import find_aliased
from probata.analysis.design import describe_columns
from probata.analysis.engines.chunks import Chunk
from probata.analysis.engines.engine import Engine
from probata.analysis.engines.plan import Plan
from probata.analysis.engines.structure import Structure

Floats = NDArray[np.float64]
# Sums of squares tell a remainder of this share of a column's length from none.
CLEAR = 1e-5


@dataclass(frozen=True)
class Triangle:
    """R (p, p) of X = QR: X'X = R'R without squaring the condition of X."""

    r: Floats

    def __add__(self, other: Triangle) -> Triangle:
        both = np.vstack([self.r, other.r])
        return Triangle(np.asarray(np.linalg.qr(both, mode="r")))


@dataclass(frozen=True)
class TriangleTask:
    """R of a plan's columns, chunk by chunk."""

    plan: Plan

    def __call__(self, chunks: Iterable[Chunk]) -> Triangle:
        total = Triangle(np.zeros((0, self.plan.size)))
        for chunk in chunks:
            x = self.plan.matrix(self.plan.read(chunk.cases))
            total = total + Triangle(x)
        return total


def drop_aliased(
    structure: Structure, gram: Floats, engine: Engine
) -> tuple[Structure, list[int]]:
    """The structure without aliased columns, and which columns are left.

    `gram` (p, p) is X'X of the scaled columns. Where it leaves a doubt, another pass
    decides by the same rule as `design.find_aliased`.
    """
    plan = structure.plan
    scale = np.ones(plan.size)
    for item in plan.numbers:
        scale[item.column] = item.scale
    rest = _remainders(gram) * scale / structure.sizes
    if rest.min() > CLEAR:
        return structure, list(range(plan.size))
    r = engine.total(TriangleTask(plan)).r @ np.linalg.inv(plan.undo)
    kept, aliased = find_aliased(r)
    design = structure.design
    names = tuple(
        (design.columns[i], describe_columns(design.columns, by)) for i, by in aliased
    )
    less = replace(
        design,
        x=design.x[:, kept],
        columns=tuple(design.columns[i] for i in kept),
        aliased=names,
    )
    return Structure(less, plan.only(kept), structure.sizes[kept]), kept


def _remainders(gram: Floats) -> Floats:
    """(p,) how long each column is beyond what those before it explain."""
    size = len(gram)
    lower = np.zeros((size, size))
    rest = np.zeros(size)
    for j in range(size):
        row = gram[j, :j].copy()
        for k in range(j):
            row[k] -= lower[j, :k] @ lower[k, :k]
            row[k] = row[k] / lower[k, k] if lower[k, k] > 0 else 0.0
            lower[j, k] = row[k]
        rest[j] = np.sqrt(max(0.0, gram[j, j] - row @ row))
        lower[j, j] = rest[j]
    return rest
