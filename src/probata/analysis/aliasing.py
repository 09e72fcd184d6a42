"""Finds the columns of a design that earlier columns explain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# R's tolerance for a column that earlier columns explain.
ALIAS_TOLERANCE = 1e-7


def find_aliased(x: Floats) -> tuple[list[int], list[tuple[int, list[int]]]]:
    """Columns to keep, and each one that earlier kept columns explain, with those.

    As R does: columns are taken in order; one whose remainder after projection is
    within 1e-7 of its own size is aliased.
    """
    kept: list[int] = []
    aliased: list[tuple[int, list[int]]] = []
    basis = np.empty((x.shape[0], 0))
    for index in range(x.shape[1]):
        column = x[:, index]
        size = float(np.linalg.norm(column))
        rest = column - basis @ (basis.T @ column)
        rest -= basis @ (basis.T @ rest)  # twice is enough for orthogonality
        length = float(np.linalg.norm(rest))
        if size == 0 or length <= ALIAS_TOLERANCE * size:
            weights = np.linalg.lstsq(x[:, kept], column, rcond=None)[0]
            by = [k for k, w in zip(kept, weights, strict=True) if abs(w) > 1e-6]
            aliased.append((index, by))
        else:
            kept.append(index)
            basis = np.column_stack([basis, rest / length])
    return kept, aliased
