"""Several tests at once: Holm's and Benjamini and Hochberg's adjusted p-values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def holm(p: Floats) -> Floats:
    """Adjusted p (m,): below a level, the chance of any false finding is at most it (Holm 1979)."""
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    return _restore(np.minimum(steps, 1), order)


def benjamini_hochberg(p: Floats) -> Floats:
    """Adjusted p (m,): below a level, that share of findings at most is false on average.

    Benjamini and Hochberg 1995; for independent or positively dependent tests.
    """
    order = np.argsort(p, kind="stable")
    raw = p[order] * p.size / np.arange(1, p.size + 1)
    steps = np.minimum.accumulate(raw[::-1])[::-1]
    return _restore(np.minimum(steps, 1), order)


def _restore(values: Floats, order: NDArray[np.intp]) -> Floats:
    result = np.empty_like(values)
    result[order] = values
    return result
