"""Generalised variance inflation: how much predictors overlap."""

from __future__ import annotations

import numpy as np

from probata.analysis.design import CONSTANT, Design
from probata.analysis.fitting import SafeFit
from probata.analysis.reliability_results import Inflation


def measure_inflation(design: Design, fit: SafeFit) -> list[Inflation]:
    """One row a variable, from the correlations of the estimates (Fox and Monette 1992).

    The determinant form that R's car::vif uses; the constant is left out. Empty where
    the model has fewer than two variables.
    """
    used = [i for i, c in enumerate(design.columns) if c.variable != CONSTANT]
    names = list(dict.fromkeys(design.columns[i].variable for i in used))
    if len(names) < 2 or not fit.estimated.all():
        return []
    part = fit.covariance[np.ix_(used, used)]
    error = np.sqrt(np.diag(part))
    correlation = part / np.outer(error, error)
    whole = np.linalg.slogdet(correlation)[1]
    rows = []
    for name in names:
        own = [at for at, i in enumerate(used) if design.columns[i].variable == name]
        rest = [at for at in range(len(used)) if at not in own]
        log_own = np.linalg.slogdet(correlation[np.ix_(own, own)])[1]
        log_rest = np.linalg.slogdet(correlation[np.ix_(rest, rest)])[1]
        gvif = float(np.exp(log_own + log_rest - whole))
        rows.append(
            Inflation(
                variable=name,
                df=len(own),
                gvif=gvif,
                adjusted=gvif ** (1 / (2 * len(own))),
            )
        )
    return rows
