"""How well a model fits: classification, and Hosmer and Lemeshow's test."""

from __future__ import annotations

from probata.analysis.reliability_results import Part


class Classification(Part):
    """Cases by observed and predicted outcome at a cut of the fitted probability."""

    cut: float
    true_positive: int
    false_positive: int
    true_negative: int
    false_negative: int
    percent_correct: float


class FitGroup(Part):
    n: int
    observed: int
    expected: float
    lowest: float
    highest: float


class HosmerLemeshow(Part):
    """Goodness of fit over groups of fitted probability, by a named grouping rule.

    There are two more groups than degrees of freedom; `groups` is empty where their
    counts are suppressed.
    """

    rule: str
    groups: tuple[FitGroup, ...]
    statistic: float
    df: int
    p: float
