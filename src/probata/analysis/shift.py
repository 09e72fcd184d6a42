"""Calibration in the large: the constant by which fitted logits are too low."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.distributions import logistic

Floats = NDArray[np.float64]


def shift_logit(offset: Floats, y: Floats) -> tuple[float, float]:
    """Maximum likelihood of one constant beside an offset, and its standard error.

    Newton's method in steps of at most 1, so that it cannot overshoot where the offset is
    far off. Needs both outcomes in `y`.
    """
    shift = 0.0
    for _ in range(200):
        mu = logistic(offset + shift)
        step = float((y - mu).sum() / (mu * (1 - mu)).sum())
        step = min(1.0, max(-1.0, step))
        shift += step
        if abs(step) < 1e-12:
            break
    mu = logistic(offset + shift)
    return shift, float(1 / np.sqrt((mu * (1 - mu)).sum()))
