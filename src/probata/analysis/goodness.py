"""How well a model fits: Hosmer-Lemeshow by named grouping rules, classification."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from probata.analysis.distributions import chi_square_tail
from probata.analysis.fit_results import Classification, FitGroup, HosmerLemeshow

Floats = NDArray[np.float64]

RULES = {
    "quantiles": "groups cut at the quantiles of the fitted probability, ties together",
    "averaged_quantiles": "the same with averaged quantiles, as Stata forms them",
    "equal_groups": "cases ranked by fitted probability and cut into groups of equal number",
}


def measure_hosmer_lemeshow(
    y: Floats, mu: Floats, groups: int, rule: str
) -> HosmerLemeshow | None:
    """Hosmer and Lemeshow's test; None where fewer than three groups can be formed.

    `quantiles`: limits at the quantiles (interpolated, type 7) of `mu`, each group open
    on the left and closed on the right. `averaged_quantiles`: the same with quantiles of
    type 2, the mean of two neighbours where they fall between. `equal_groups`: group = ceiling of
    groups * rank / n with ties at their mean rank.
    """
    if rule == "equal_groups":
        labels = _by_rank(mu, groups)
    else:
        labels = _by_quantile(mu, groups, rule)
    parts = []
    for label in np.unique(labels):
        inside = labels == label
        parts.append(
            FitGroup(
                n=int(inside.sum()),
                observed=int(y[inside].sum()),
                expected=float(mu[inside].sum()),
                lowest=float(mu[inside].min()),
                highest=float(mu[inside].max()),
            )
        )
    return measure_groups(rule, parts)


def measure_groups(rule: str, parts: Sequence[FitGroup]) -> HosmerLemeshow | None:
    """The statistic of groups that are formed; None where there are fewer than three."""
    if len(parts) < 3:
        return None
    statistic = sum(
        (part.observed - part.expected) ** 2
        / (part.expected * (1 - part.expected / part.n))
        for part in parts
    )
    df = len(parts) - 2
    return HosmerLemeshow(
        rule=rule,
        groups=tuple(parts),
        statistic=float(statistic),
        df=df,
        p=chi_square_tail(statistic, df),
    )


def _by_quantile(mu: Floats, groups: int, rule: str) -> NDArray[np.intp]:
    shares = np.linspace(0, 1, groups + 1)
    if rule == "quantiles":
        limits = np.quantile(mu, shares)
    else:
        limits = np.quantile(mu, shares, method="averaged_inverted_cdf")
    return np.searchsorted(np.unique(limits)[1:-1], mu, side="left")


def _by_rank(mu: Floats, groups: int) -> NDArray[np.intp]:
    from probata.analysis.roc import midranks

    return np.ceil(groups * midranks(mu) / mu.size).astype(np.intp)


def classify(y: Floats, mu: Floats, cut: float) -> Classification:
    """Cases by observed outcome and by whether the fitted probability reaches the cut."""
    called = mu >= cut
    true = y == 1
    return Classification(
        cut=cut,
        true_positive=int((called & true).sum()),
        false_positive=int((called & ~true).sum()),
        true_negative=int((~called & ~true).sum()),
        false_negative=int((~called & true).sum()),
        percent_correct=float(100 * (called == true).mean()),
    )
