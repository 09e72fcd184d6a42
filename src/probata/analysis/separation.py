"""Finds complete and quasi-complete separation by linear programming."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TOLERANCE = 1e-6
# Beyond this a fitted probability is within 1e-5 of 0 or 1.
EXTREME = 12.0


@dataclass(frozen=True)
class Separation:
    """`direction` (p,): moving along it fits some cases ever better and none worse.

    `fixed` (n,) are the cases it fits perfectly in the limit; all of them when complete.
    """

    direction: Floats
    fixed: NDArray[np.bool_]

    @property
    def complete(self) -> bool:
        return bool(self.fixed.all())

    def columns(self) -> list[int]:
        return [int(i) for i in np.flatnonzero(np.abs(self.direction) > TOLERANCE)]


def confirm_separation(x: Floats, y: Floats, eta: Floats) -> Separation | None:
    """Confirm what a search that ran away suggests; None where it cannot be confirmed.

    `eta` (n,) is where Newton's method had got to. The cases with extreme values are the
    candidates: a direction that leaves every other case alone and pushes each candidate
    the right way proves that they are separated. That the others are not, the caller
    sees from their own fit. Far cheaper than the whole linear programme.
    """
    fixed = (np.abs(eta) > EXTREME) & ((eta > 0) == (y > 0))
    if not fixed.any():
        return None
    scale = np.abs(x).max(axis=0)
    scale[scale == 0] = 1.0
    scaled = x / scale
    values, vectors = np.linalg.eigh(scaled[~fixed].T @ scaled[~fixed])
    null = vectors[:, values <= TOLERANCE**2 * max(1, int((~fixed).sum()))]
    if null.shape[1] == 0:
        return None
    found = find_separation(scaled[fixed] @ null, y[fixed])
    if found is None or not found.complete:
        return None
    direction = null @ found.direction
    direction[np.abs(direction) < TOLERANCE * np.abs(direction).max()] = 0.0
    return Separation(direction / scale, fixed)


def find_separation(x: Floats, y: Floats) -> Separation | None:
    """The direction of recession with the widest reach, or None when there is none.

    Maximises the sum of m_i subject to 0 <= m_i <= 1 and m_i <= s_i x_i' g, with s_i = 1
    for y = 1 and -1 for y = 0 (Albert and Anderson 1984; Konis 2007). A solution with
    all m_i = 0 proves that the maximum-likelihood estimate exists. Since g may grow
    without bound, m_i = 1 for every case that any direction separates.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, eye_array, hstack

    scale = np.abs(x).max(axis=0)
    scale[scale == 0] = 1.0
    signed = np.where(y[:, None] > 0, x, -x) / scale
    patterns, where, counts = np.unique(
        signed, axis=0, return_inverse=True, return_counts=True
    )
    rows, size = patterns.shape
    found = linprog(
        np.concatenate([np.zeros(size), -counts.astype(float)]),
        A_ub=hstack([csr_matrix(-patterns), eye_array(rows)]),
        b_ub=np.zeros(rows),
        bounds=[(None, None)] * size + [(0.0, 1.0)] * rows,
        method="highs",
    )
    if found.status != 0 or found.x is None:
        raise ArithmeticError(f"separation could not be decided: {found.message}")
    fixed = found.x[size:][where.ravel()] > 0.5
    if not fixed.any():
        return None
    return Separation(found.x[:size] / scale, np.asarray(fixed, dtype=bool))
