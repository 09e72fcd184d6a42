"""Whether single cases carry a model: leverage, Cook's distance, DFBETA."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import CONSTANT, Design
from probata.analysis.fitting import SafeFit
from probata.analysis.reliability_results import Influence, TermInfluence

Floats = NDArray[np.float64]
# Leverage above this multiple of its mean p/n stands out (Hoaglin and Welsch 1978).
STANDS_OUT = 3


def measure_influence(
    design: Design, fit: SafeFit
) -> tuple[Influence, list[TermInfluence]]:
    """Largest values only: which case they belong to is not for a publication."""
    x, y = design.x, design.y
    leverage, change = find_changes(x, y, fit.mu, fit.covariance)
    weight = fit.mu * (1 - fit.mu)
    with np.errstate(divide="ignore", invalid="ignore"):
        pearson = (y - fit.mu) ** 2 / weight
        cook = pearson * leverage / (1 - leverage) ** 2 / x.shape[1]
    limit = STANDS_OUT * x.shape[1] / y.size
    error = np.sqrt(np.diag(fit.covariance))
    largest = np.abs(change / error).max(axis=0)
    terms = [
        TermInfluence(
            variable=column.variable,
            category=column.category,
            largest_dfbeta=float(largest[index]),
        )
        for index, column in enumerate(design.columns)
        if column.variable != CONSTANT
    ]
    whole = Influence(
        largest_leverage=float(leverage.max()),
        high_leverage=int((leverage > limit).sum()),
        leverage_limit=limit,
        largest_cook=float(np.nanmax(cook)),
    )
    return whole, terms


def find_changes(
    x: Floats, y: Floats, mu: Floats, covariance: Floats
) -> tuple[Floats, Floats]:
    """Leverage (n,), and the one-step change of beta (n, p) when a case leaves.

    Pregibon (1981): h = w x'Cx, change = C x (y - mu) / (1 - h).
    """
    weight = mu * (1 - mu)
    spread = x @ covariance
    leverage = weight * np.einsum("ij,ij->i", spread, x)
    return leverage, spread * ((y - mu) / (1 - leverage))[:, None]
