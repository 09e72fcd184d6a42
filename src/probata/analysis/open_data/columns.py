"""Every column of the open data, declared once: name, kind of value and meaning.

The files, their metadata and docs/reference/open-data.md are all written from this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["string", "integer", "decimal", "number", "yes_no"]


@dataclass(frozen=True)
class Column:
    """A column. `filled`: no cell of it is ever empty. `key`: with others it names a row."""

    name: str
    kind: Kind
    meaning: str
    filled: bool = False
    key: bool = False


@dataclass(frozen=True)
class FlatTable:
    """A file: what a row of it is, and its columns in order."""

    name: str
    title: str
    row: str
    columns: tuple[Column, ...]

    @property
    def path(self) -> str:
        """Where it stands in the output folder."""
        return f"data/{self.name}.csv"

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]


def _key(name: str, meaning: str) -> Column:
    return Column(name, "string", meaning, filled=True, key=True)


_MODEL = _key("model", "The model, by its id in the study.")
_BLOCK = Column(
    "block", "string", "The block that the variable enters in; empty for the constant."
)
_VARIABLE = _key("variable", "The variable, by its name in the codebook.")
_CATEGORY = _key("category", "The category, by its id in the codebook.")
_TERM = Column(
    "category",
    "string",
    "The category, by its id in the codebook; empty for the constant and for a number, "
    "whose odds ratio is for one more.",
    key=True,
)
_N = Column("n", "integer", "Cases.")
_POSITIVE = Column("positive", "integer", "Of these, cases with the positive outcome.")
_SHARE = (
    _N,
    _POSITIVE,
    Column("percent", "decimal", "`positive` in per cent of `n`, rounded half-up."),
    Column("ci_low", "decimal", "Lower limit of the percentage, by Wilson's method."),
    Column("ci_high", "decimal", "Upper limit of the percentage, by Wilson's method."),
)
_P = Column("p", "number", "The p-value.")


def _limits(of: str) -> tuple[Column, ...]:
    return (
        Column("ci_low", "number", f"Lower limit of {of}."),
        Column("ci_high", "number", f"Upper limit of {of}."),
    )


_ADJUSTED_SHARE = (
    Column("percent", "number", "The adjusted percentage."),
    Column("standard_error", "number", "Its standard error, in percentage points."),
    *_limits("the adjusted percentage"),
)

FREQUENCIES = FlatTable(
    "frequencies",
    "Cases and percentages by category, for the tables",
    "a category of a variable in a table",
    (
        _key("table", "The table, by its number in the bulletin."),
        _key("variable", "The variable, by its name in the codebook; or `all_cases`."),
        _key("category", "The category, by its id in the codebook; or `all`."),
        *_SHARE,
        Column(
            "marked",
            "yes_no",
            "Whether the table marks the variable as significant; empty where its model "
            "does not hold the variable, or there is none.",
        ),
    ),
)
CROSSES = FlatTable(
    "crosses",
    "Cases and percentages by two variables, for the figures",
    "a pair of categories in a figure",
    (
        _key("figure", "The figure, by its number in the bulletin."),
        _VARIABLE,
        _CATEGORY,
        _key("by", "The other variable, by its name in the codebook."),
        _key("by_category", "Its category, by its id in the codebook."),
        *_SHARE,
    ),
)
MISSING = FlatTable(
    "missing",
    "Missing values by variable and reason",
    "a reason for which values of a variable are missing",
    (
        _VARIABLE,
        _key(
            "reason",
            "`not_asked`, `not_applicable`, `not_answered`, `unknown`, `declined` or `not_reached`.",
        ),
        _N,
        _POSITIVE,
    ),
)
COEFFICIENTS = FlatTable(
    "coefficients",
    "Coefficients and odds ratios of the models",
    "a parameter of a model",
    (
        _MODEL,
        _BLOCK,
        _VARIABLE,
        _TERM,
        Column("coefficient", "number", "The coefficient: the log of the odds ratio."),
        Column("standard_error", "number", "Its standard error."),
        Column("odds_ratio", "number", "The odds ratio."),
        *_limits("the odds ratio, by Wald's method (or profile, where penalised)"),
        _P,
    ),
)
TESTS = FlatTable(
    "tests",
    "Joint tests of each variable in each model",
    "a test of all parameters of a variable in a model",
    (
        _MODEL,
        _BLOCK,
        _VARIABLE,
        _key("test", "`likelihood_ratio` or `wald`."),
        Column("statistic", "number", "The chi-square statistic."),
        Column("df", "integer", "Its degrees of freedom."),
        _P,
    ),
)
ADJUSTED = FlatTable(
    "adjusted",
    "Percentages adjusted by each model",
    "a category of a variable in a model",
    (_MODEL, _VARIABLE, _CATEGORY, *_ADJUSTED_SHARE),
)
FIT = FlatTable(
    "fit",
    "Fit of each model after each block",
    "a step of a model",
    (
        _MODEL,
        Column("step", "integer", "The step; 0 has the constant alone.", True, True),
        Column("n", "integer", "Complete cases of the model.", True),
        Column("minus2ll", "number", "-2 log-likelihood."),
        Column("block_chi2", "number", "Chi-square of the block that entered."),
        Column("block_df", "integer", "Its degrees of freedom."),
        Column("block_p", "number", "Its p-value."),
        Column("cox_snell", "number", "Cox and Snell's measure."),
        Column("nagelkerke", "number", "Nagelkerke's measure."),
        Column("auc", "number", "Area under the ROC curve."),
    ),
)
INTERACTIONS = FlatTable(
    "interactions",
    "Odds ratios and adjusted percentages within a moderator",
    "a category, or a value, of one variable within one of another",
    (
        _MODEL,
        _key("variable", "The variable that is looked at."),
        _TERM,
        _key("within", "The variable that it is looked at within."),
        _key("within_category", "Its category by id, or its value."),
        Column("n", "integer", "Model cases with both."),
        Column("odds_ratio", "number", "Against the reference; or for one more."),
        Column("odds_low", "number", "Lower limit of the odds ratio."),
        Column("odds_high", "number", "Upper limit of the odds ratio."),
        _P,
        *_ADJUSTED_SHARE,
    ),
)
CURVES = FlatTable(
    "curves",
    "Adjusted percentages along the splines",
    "a value of a variable with a spline",
    (
        _MODEL,
        _VARIABLE,
        Column("value", "number", "The value.", True, True),
        Column("percent", "number", "The adjusted percentage.", True),
        *_limits("the adjusted percentage"),
    ),
)
STAGES = FlatTable(
    "stages",
    "Cases that reach each stage, need by need, for the matrices",
    "a need at a stage",
    (
        _key("matrix", "The matrix, by its number in the bulletin."),
        _key("row", "The need, by its id in the study; or `all`."),
        _key("stage", "The stage."),
        Column("n", "integer", "Cases that reached the stage before, with an answer."),
        Column("positive", "integer", "Of these, cases that reach the stage."),
        *_SHARE[2:],
        Column("missing", "integer", "Cases that reached the stage before, no answer."),
    ),
)
SURVIVAL = FlatTable(
    "survival",
    "Curves of the time to an event, by Kaplan and Meier's method",
    "a time at which something happened, for a group",
    (
        _key("survival", "The part of the study, by its number in the bulletin."),
        _key("group", "The group, by its category in the codebook; or `all`."),
        _key("time", "The time, in the unit of the codebook."),
        Column("at_risk", "integer", "Cases followed up to this time."),
        Column("events", "integer", "Cases with the event at this time."),
        Column("left", "integer", "Cases that left at this time without it."),
        Column("percent", "number", "Per cent without the event from this time on."),
        *_limits("the percentage"),
    ),
)
HAZARDS = FlatTable(
    "hazard_ratios",
    "Hazard ratios of the Cox regressions",
    "a category against its reference, or one more of a number",
    (
        _key("survival", "The part of the study, by its number in the bulletin."),
        _VARIABLE,
        _key(
            "category", "The category, by its id in the codebook; empty for a number."
        ),
        Column("n", "integer", "Cases in the category, or of the regression."),
        Column("events", "integer", "Of these, cases with the event."),
        Column("hazard_ratio", "number", "The hazard ratio."),
        *_limits("the hazard ratio"),
        _P,
    ),
)
OUTCOMES = FlatTable(
    "outcomes",
    "Cases and percentages by category, for every outcome but the first",
    "a category of a variable, for an outcome",
    (
        _key("outcome", "The outcome, by its id in the study."),
        _key("variable", "The variable, by its name in the codebook; or `all_cases`."),
        _key("category", "The category, by its id in the codebook; or `all`."),
        *_SHARE,
    ),
)
SENSITIVITY = FlatTable(
    "sensitivity",
    "Each finding under each way of estimating it",
    "a finding under a specification",
    (
        _key("finding", "The finding, by its id."),
        Column("model", "string", "The model, by its id in the study.", True),
        Column("variable", "string", "The variable that is looked at.", True),
        Column("category", "string", "Its category; empty for one more of a number."),
        Column("against", "string", "The category it is compared with, if any."),
        _key("specification", "The way of estimating, by its id."),
        Column("n", "integer", "Cases used."),
        Column("odds_ratio", "number", "The odds ratio."),
        *_limits("the odds ratio"),
        _P,
        Column("verdict", "string", "`higher`, `lower`, `unclear` or `none`.", True),
        Column("refits", "integer", "How many refits leave something out, if any do."),
        Column("changed", "integer", "How many of the refits have another verdict."),
        Column("lowest", "number", "The smallest odds ratio of the refits."),
        Column("highest", "number", "The largest odds ratio of the refits."),
        Column("reason", "string", "Why there is no estimate."),
    ),
)
PROFILE_LIMITS = FlatTable(
    "profile_limits",
    "Odds ratios with profile-likelihood limits",
    "a parameter of a model",
    (
        _MODEL,
        _VARIABLE,
        _TERM,
        Column("odds_ratio", "number", "The odds ratio."),
        *_limits("the odds ratio, by the profile of the likelihood"),
    ),
)
ADJUSTED_TESTS = FlatTable(
    "adjusted_tests",
    "P-values adjusted for the number of tests",
    "a joint test of a variable in a model",
    (
        _MODEL,
        _VARIABLE,
        _P,
        Column("holm", "number", "The p-value adjusted by Holm's method."),
        Column(
            "benjamini_hochberg",
            "number",
            "The p-value adjusted by Benjamini and Hochberg's method.",
        ),
    ),
)

TRENDS = FlatTable(
    "trends",
    "Each measure of a series at each release",
    "a measure at a release",
    (
        _key("measure", "The measure, by its id in the series."),
        _key("release", "The release, by its id in the series."),
        Column("framework", "string", "The framework version it was judged by.", True),
        *_SHARE,
        Column(
            "comparability",
            "string",
            "With the release before: `comparable`, `with_care` or `not_comparable`.",
        ),
        Column(
            "difference", "number", "From the release before, in percentage points."
        ),
        Column("difference_low", "number", "Lower limit, by Newcombe's method."),
        Column("difference_high", "number", "Upper limit, by Newcombe's method."),
        _P,
        Column("p_holm", "number", "The p-value adjusted by Holm's method."),
    ),
)

# Files that every study has; those of parts that some have; those of [reliability].
ALWAYS = (FREQUENCIES, CROSSES, MISSING, COEFFICIENTS, TESTS, ADJUSTED, FIT)
TERMS = (OUTCOMES, INTERACTIONS, CURVES, STAGES, SURVIVAL, HAZARDS)
RELIABILITY = (SENSITIVITY, PROFILE_LIMITS, ADJUSTED_TESTS)
