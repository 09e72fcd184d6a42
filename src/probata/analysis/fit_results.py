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


class EntryTest(Part):
    """Rao's score test of entering a variable, or one category of it, at step 0.

    `variable` and `category` are empty for the whole first block at once; `category` is
    empty for a variable as a whole.
    """

    variable: str
    category: str
    statistic: float
    df: int
    p: float
