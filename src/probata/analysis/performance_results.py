"""How well questions work, as parts of the results; no row of data is in them.

Correlations are from -1 to 1, other measures from 0 to 1. A number is None where it cannot
be worked out or is held back, and `reason` says why.
"""

from __future__ import annotations

from probata.analysis.reliability_results import Part


class Limited(Part):
    """A measure with the limits of its 95 per cent interval."""

    value: float
    low: float
    high: float


class PromptResult(Part):
    """A prompt and its key question.

    `n` cases have both answers, `not_applicable` have one to the key question alone.
    `met` of the n have a yes to the prompt. `phi`: yes against no; `cramer`: of all answers,
    not applicable being one of them.
    """

    prompt: str
    n: int | None
    not_applicable: int | None
    met: int | None = None
    phi: Limited | None = None
    cramer: Limited | None = None
    reason: str = ""


class PairResult(Part):
    """Two questions; `tetrachoric` is the correlation of what lies behind yes and no."""

    one: str
    other: str
    n: int | None
    phi: Limited | None = None
    tetrachoric: float | None = None
    reason: str = ""


class ItemResult(Part):
    """A prompt in its scale: its correlation with the rest, and alpha without it."""

    prompt: str
    rest: float | None
    dropped: float | None


class LeftOut(Part):
    """A question that is in no scale or factor: it applies to this share of the cases."""

    variable: str
    share: float


class ScaleResult(Part):
    """A key question's prompts together. Of yes and no, alpha is KR-20.

    `n`: cases to which all prompts apply, or, pairwise, the fewest of any pair; the
    interval (Feldt 1965) is for so many.
    """

    key_question: str
    prompts: tuple[PromptResult, ...]
    pairs: tuple[PairResult, ...]
    left_out: tuple[LeftOut, ...]
    n: int | None
    alpha: Limited | None
    items: tuple[ItemResult, ...]
    reason: str = ""


class FactorResult(Part):
    """What questions have in common.

    `eigenvalues` of their correlations beside the 95th percentile of those of shuffled
    answers (`random`); `suggested`: how many lie above, from the first on. `loadings`: a
    row a variable, a column a factor; `unique`: the variance of each that no factor has;
    `between`: correlations of the factors. `residual`: root mean square of what the
    factors leave of the correlations. `least_n`: cases of the pair with the fewest.
    `mended`: the correlations of pairs were no whole and were brought to the nearest.
    `bounded`: variables whose unique variance came to its lower bound (Heywood case).
    """

    variables: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    least_n: int | None
    eigenvalues: tuple[float, ...] = ()
    random: tuple[float, ...] = ()
    suggested: int | None = None
    factors: int | None = None
    loadings: tuple[tuple[float, ...], ...] = ()
    unique: tuple[float, ...] = ()
    between: tuple[tuple[float, ...], ...] = ()
    residual: float | None = None
    mended: bool = False
    bounded: tuple[str, ...] = ()
    reason: str = ""


class PerformanceResult(Part):
    """The whole: scales, key questions with one another, factors."""

    scales: tuple[ScaleResult, ...]
    key_questions: tuple[PairResult, ...]
    factors: FactorResult | None
