"""How far the findings can be trusted: typed parts of the results, in JSON like the rest."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A frozen part of the results."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- the sensitivity sheet ---------------------------------------------------------

Verdict = Literal["higher", "lower", "unclear", "none"]


class Cell(Part):
    """One finding under one specification.

    Numbers are None where the specification cannot give them, and `reason` says why;
    its verdict is then `none`. `df` is the reference t distribution's, None for the
    normal. For a leave-one-out specification the numbers are those of the refit with
    the largest p, `refits` counts the fits and `changed` those with another verdict;
    `lowest` and `highest` are the smallest and largest odds ratio of them.
    """

    specification: str
    verdict: Verdict
    n: int | None = None
    log_odds: float | None = None
    standard_error: float | None = None
    df: float | None = None
    odds_ratio: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: float | None = None
    refits: int | None = None
    changed: int | None = None
    lowest: float | None = None
    highest: float | None = None
    reason: str = ""


class Specification(Part):
    """One way of estimating: its name for readers and what it does, in a sentence."""

    id: str
    label: str
    description: str


class Row(Part):
    """A finding: a category against another (or one unit more) in one model."""

    finding: str
    label: str
    model: str
    variable: str
    category: str
    against: str
    cells: tuple[Cell, ...]
    # How many specifications gave an estimate, and how many of them agree with the first.
    estimated: int
    agree: int


class Sheet(Part):
    """Findings down, specifications across."""

    specifications: tuple[Specification, ...]
    rows: tuple[Row, ...]


# --- checks of one model --------------------------------------------------------------


class Inflation(Part):
    """Fox and Monette's generalised variance inflation factor; `adjusted` = gvif^(1/(2 df))."""

    variable: str
    df: int
    gvif: float
    adjusted: float


class Linearity(Part):
    """Is the logit linear in an interval variable? Likelihood-ratio test of a spline."""

    variable: str
    knots: tuple[float, ...]
    statistic: float | None
    df: int
    p: float | None
    reason: str = ""


class Influence(Part):
    """Of all cases: the largest leverage and Cook's distance, and how many stand out."""

    largest_leverage: float
    high_leverage: int
    leverage_limit: float
    largest_cook: float


class TermInfluence(Part):
    """The largest change of a coefficient, in standard errors, when one case is left out."""

    variable: str
    category: str
    largest_dfbeta: float


class CalibrationBin(Part):
    """Cases of like fitted probability: its mean, the share observed, Wilson limits."""

    n: int
    fitted: float
    observed: float
    ci_low: float
    ci_high: float


class Calibration(Part):
    """Intercept and slope of the outcome on the logit of `fitted`, ten-fold out of sample.

    `brier` is the mean squared error of the cross-validated probability, `brier_null`
    that of the overall share. Suppressed: `brier_null` is None, `bins` are empty.
    """

    folds: int
    intercept: float
    slope: float
    brier: float
    brier_null: float | None
    auc: float
    bins: tuple[CalibrationBin, ...]


class ProfileLimit(Part):
    """Profile-likelihood limits of an odds ratio; None on a side where there is none."""

    variable: str
    category: str
    odds_ratio: float
    ci_low: float | None
    ci_high: float | None


class ScoreTest(Part):
    """Rao's score test of all the terms of a variable."""

    variable: str
    statistic: float
    df: int
    p: float


class GroupedFit(Part):
    """Hosmer and Lemeshow's test by one named grouping rule."""

    rule: str
    groups: int
    statistic: float
    df: int
    p: float


class Checks(Part):
    """Everything that is checked of one model after it is fitted."""

    model: str
    inflation: tuple[Inflation, ...]
    linearity: tuple[Linearity, ...]
    influence: Influence
    terms: tuple[TermInfluence, ...]
    calibration: Calibration | None
    profile: tuple[ProfileLimit, ...]
    score: tuple[ScoreTest, ...]
    goodness: tuple[GroupedFit, ...]


# --- tests taken together --------------------------------------------------------------


class AdjustedTest(Part):
    """One joint test of the bulletin, with p as if it were alone, and adjusted for all."""

    model: str
    variable: str
    p: float
    holm: float
    benjamini_hochberg: float


# --- the same person judged both ----------------------------------------------------------


class Leniency(Part):
    """Spread between raters in one judgement: a random intercept on the logit scale.

    `low` and `high` are the percentages positive, for a typical case, of raters one
    standard deviation below and above the middle; `p` tests that there is no spread
    (half the likelihood-ratio p, since the spread cannot be negative).
    """

    variable: str
    raters: int
    sigma: float
    low: float
    middle: float
    high: float
    p: float


class SharedError(Part):
    """What would explain a finding away.

    `e_value` and `e_limit` are VanderWeele and Ding's for the odds ratio and the limit
    nearer to 1. `shared_variance` is the share of the variance of each of the two
    judgements that one impression of the case would have to make up, if it alone made
    the association (both judgements cuts of normal scores).
    """

    finding: str
    e_value: float
    e_limit: float
    shared_variance: float | None


# --- cases that were judged twice --------------------------------------------------------


class Accuracy(Part):
    """How often a judgement is right, from 0 to 1, with 95 per cent limits."""

    value: float
    low: float
    high: float


class TwiceMeasure(Part):
    """A measure of agreement with its 95 per cent limits; without value, the reason."""

    measure: Literal["percent", "gwet", "alpha"]
    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    caution: str = ""


class TwiceJudged(Part):
    """One question in the cases judged twice. `n` is None where its numbers are held back.

    `shares`: of each category among both judgements. `hit`: how often a case whose true
    answer is `positive` is judged so, `right`: how often one that is not is judged not;
    None where the question has more than two answers or too few pairs.
    """

    variable: str
    n: int | None
    measures: tuple[TwiceMeasure, ...] = ()
    shares: dict[str, float] = {}
    positive: str = ""
    hit: Accuracy | None = None
    right: Accuracy | None = None
    reason: str = ""


class SecondJudgements(Part):
    """Agreement on every question that was judged twice; `by` a peer or a panel."""

    by: Literal["peer", "panel"]
    source: str
    sha256: str
    synthetic: bool
    minimum: int
    questions: tuple[TwiceJudged, ...]


class Reliability(Part):
    """What a sceptical reader asks of the findings."""

    units: int | None
    raters: int | None
    imputations: int
    seed: int
    sheet: Sheet
    checks: tuple[Checks, ...]
    tests: tuple[AdjustedTest, ...]
    leniency: tuple[Leniency, ...]
    shared: tuple[SharedError, ...]
    second: SecondJudgements | None = None
