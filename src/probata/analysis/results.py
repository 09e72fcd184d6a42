"""The results of a study: typed, versioned, to and from JSON. No row of data is in it.

A count that disclosure control holds back is None, and so is everything worked out from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from probata.analysis.disclosure_results import DisclosureRecord
from probata.analysis.engine_results import EngineUsed
from probata.analysis.fit_results import Classification, EntryTest, HosmerLemeshow
from probata.analysis.performance_results import PerformanceResult
from probata.analysis.reliability_results import Part, Reliability
from probata.analysis.survival.results import SurvivalFound
from probata.analysis.term_results import CurveResult, InteractionResult, MatrixResult
from probata.errors import DeclarationError, InputMissing
from probata.phrases import phrase

FORMAT = "probata-results"
WITHHELD = phrase("suppressed by disclosure control")  # an estimate or a test
VERSION = 2


class Provenance(Part):
    """What made these results: SHA-256 of the files as read, versions of `libraries`."""

    probata: str
    libraries: dict[str, str] = {}
    data_name: str
    data_sha256: str
    data_rows: int
    ignored_columns: tuple[str, ...] = ()
    codebook_sha256: str
    study_sha256: str
    synthetic: bool
    twin_seed: int | None = None


class Excluded(Part):
    """Cases left out before analysis, for one reason."""

    reason: str
    cases: int


class Share(Part):
    """n cases, of which `positive` have the positive outcome; Wilson limits in per cent.

    `percent`, `ci_low` and `ci_high` are None when n is 0. Unrounded. A suppressed share
    has no `positive`, and no `n` either where the number of cases is suppressed too.
    """

    n: int | None
    positive: int | None
    percent: float | None
    ci_low: float | None
    ci_high: float | None


class CategoryShare(Share):
    category: str


class MissingCount(Part):
    """Cases with no value, for one reason; `positive` of them have the positive outcome."""

    reason: str
    n: int | None
    positive: int | None


class AssociationTest(Part):
    """Pearson chi-square of variable by outcome, unadjusted for anything else."""

    statistic: float
    df: int
    p: float
    smallest_expected: float


class Frequency(Part):
    """A variable by outcome, over the cases whose outcome is known."""

    variable: str
    categories: tuple[CategoryShare, ...]
    missing: tuple[MissingCount, ...]
    test: AssociationTest | None = None
    note: str = ""


class CrossShare(Share):
    category: str
    by_category: str


class Cross(Part):
    """A variable by outcome within each category of another."""

    variable: str
    by: str
    cells: tuple[CrossShare, ...]


class ListingRow(Part):
    categories: tuple[str | None, ...]
    n: int | None


class ListingResult(Part):
    id: str
    variables: tuple[str, ...]
    rows: tuple[ListingRow, ...]


class FlowStep(Part):
    """Cases lost at this variable: first missing value in the order of the model."""

    variable: str
    missing: int | None
    lost: int
    reasons: tuple[MissingCount, ...]


class CompleteCases(Part):
    """From all cases to the cases of one model. `missing` counts a variable on its own."""

    cases: int
    outcome_missing: int
    steps: tuple[FlowStep, ...]
    used: int
    positive: int | None


Status = Literal[
    "estimated", "penalised", "aliased", "separated", "empty", "suppressed"
]


class Coefficient(Part):
    """One parameter. Numbers are None unless `status` is "estimated" or "penalised".

    Limits of the odds ratio and p are by the Wald method or, where penalised, by the
    profile of Firth's penalised likelihood and its ratio test; category is empty for an
    interval variable and the constant; `n` is the number of model cases in the category.
    """

    block: str
    variable: str
    category: str
    status: Status
    reason: str = ""
    n: int | None = None
    estimate: float | None = None
    standard_error: float | None = None
    z: float | None = None
    p: float | None = None
    odds_ratio: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None


class JointTest(Part):
    """All parameters of a variable at once; None when it cannot be tested, with the reason."""

    block: str
    variable: str
    test: Literal["likelihood_ratio", "wald"]
    statistic: float | None
    df: int
    p: float | None
    reason: str = ""


class Step(Part):
    """The model after a block has entered. step 0 has the constant alone.

    A measure is None where it would give a suppressed count away.
    """

    step: int
    block: str
    n: int
    parameters: int
    minus2ll: float | None
    block_chi2: float | None
    block_df: int | None
    block_p: float | None
    model_chi2: float | None
    model_df: int | None
    model_p: float | None
    cox_snell: float | None
    nagelkerke: float | None
    auc: float | None
    auc_low: float | None
    auc_high: float | None


class MarginalEffect(Part):
    """Average marginal effect on the probability, in percentage points, delta method.

    Categories: the average over cases of the change from the reference; interval
    variables: the average slope. Products of a variable change with it.
    """

    variable: str
    category: str
    estimate: float
    standard_error: float
    ci_low: float
    ci_high: float
    p: float


class AdjustedShare(Part):
    """Per cent positive if every model case had this category, its other values kept.

    Marginal standardisation; the error is the delta method's, in percentage points, and
    the limits are formed on the logit scale so that they stay between 0 and 100.
    """

    variable: str
    category: str
    percent: float
    standard_error: float
    ci_low: float
    ci_high: float


class Equation(Part):
    """The model as it stood at a step before the last; the last step's is the model's own.

    `tests` are Wald's; there is no Hosmer-Lemeshow test of the constant alone.
    """

    step: int
    iterations: int
    coefficients: tuple[Coefficient, ...]
    tests: tuple[JointTest, ...]
    classification: Classification
    hosmer_lemeshow: HosmerLemeshow | None


class Guard(Part):
    """Something a reader must know before using a model's numbers."""

    kind: Literal[
        "aliased",
        "complete_separation",
        "quasi_separation",
        "no_convergence",
        "few_events",
        "empty_category",
        "small_category",
        "one_outcome",
    ]
    variables: tuple[str, ...] = ()
    message: str


class ModelResult(Part):
    """A block-entry logistic regression, of the `outcome` that the study names so."""

    id: str
    label: str
    outcome: str = "main"
    blocks: tuple[str, ...]
    complete_cases: CompleteCases
    references: dict[str, str]
    guards: tuple[Guard, ...]
    converged: bool
    iterations: int
    steps: tuple[Step, ...]
    coefficients: tuple[Coefficient, ...]
    # Covariances of two categories' coefficients: variable -> "a|b" -> covariance.
    covariances: dict[str, dict[str, float]]
    tests: tuple[JointTest, ...]
    classification: Classification | None
    hosmer_lemeshow: HosmerLemeshow | None
    margins: tuple[MarginalEffect, ...]
    adjusted: tuple[AdjustedShare, ...] = ()
    earlier: tuple[Equation, ...] = ()
    entry_tests: tuple[EntryTest, ...] = ()
    interactions: tuple[InteractionResult, ...] = ()
    curves: tuple[CurveResult, ...] = ()


class OutcomeResult(Part):
    """Counts of another outcome than the first; see Results."""

    id: str
    outcome_missing: tuple[MissingCount, ...]
    total: Share
    frequencies: dict[str, Frequency]
    crosses: tuple[Cross, ...]


class Results(Part):
    """Everything that a bulletin prints."""

    format: Literal["probata-results"] = "probata-results"
    version: Literal[2] = 2
    study: str
    provenance: Provenance
    cases: int
    excluded: tuple[Excluded, ...]
    outcome_missing: tuple[MissingCount, ...]
    total: Share
    significance: float
    confidence: float
    frequencies: dict[str, Frequency]
    crosses: tuple[Cross, ...]
    listings: tuple[ListingResult, ...]
    models: tuple[ModelResult, ...]
    outcomes: tuple[OutcomeResult, ...] = ()
    matrices: tuple[MatrixResult, ...] = ()
    survival: tuple[SurvivalFound, ...] = ()
    reliability: Reliability | None = None
    performance: PerformanceResult | None = None
    disclosure: DisclosureRecord | None = None
    engine: EngineUsed | None = None

    def model(self, model: str) -> ModelResult:
        return next(item for item in self.models if item.id == model)

    def about(self, outcome: str) -> Results:
        """The same results with the counts of another outcome in place of the first's."""
        for item in self.outcomes:
            if item.id == outcome:
                return self.model_copy(update={k: v for k, v in item if k != "id"})
        return self

    def followed(self, name: str) -> SurvivalFound:
        return next(item for item in self.survival if item.id == name)

    def matrix(self, name: str) -> MatrixResult:
        return next(item for item in self.matrices if item.id == name)

    def cross(self, variable: str, by: str) -> Cross:
        return next(
            item for item in self.crosses if (item.variable, item.by) == (variable, by)
        )


def add_counts(counts: Iterable[int | None]) -> int | None:
    """The sum of counts; None where one of them is suppressed."""
    total = 0
    for count in counts:
        if count is None:
            return None
        total += count
    return total


def joint_test(model: ModelResult, variable: str, kind: str) -> JointTest | None:
    """The joint test of a variable in a model, by its kind; None when there is none."""
    for test in model.tests:
        if (test.variable, test.test) == (variable, kind):
            return test
    return None


def write_results(results: Results) -> bytes:
    """The results as JSON: same results, same bytes."""
    text = json.dumps(results.model_dump(mode="json"), indent=1, ensure_ascii=False)
    return (text + "\n").encode()


def read_results(path: Path) -> Results:
    """Read `results.json`. Raises InputMissing or DeclarationError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputMissing(
            f"{path}: cannot be read ({error.strerror}). Run `probata analyse` first."
        ) from None
    try:
        return Results.model_validate_json(raw)
    except ValidationError:
        raise DeclarationError(
            f"{path}: is not a results file of this version ({FORMAT} {VERSION}). "
            "Run `probata analyse` again."
        ) from None
