"""What an interaction says: odds ratios within the categories of a moderator, percentages."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import Design
from probata.analysis.distributions import normal_p, normal_quantile
from probata.analysis.fitting import SafeFit
from probata.analysis.margins import measure_adjusted
from probata.analysis.study import Model, Study
from probata.analysis.term_results import (
    CombinedShare,
    InteractionResult,
    SimpleOdds,
)
from probata.analysis.term_spec import Interaction
from probata.phrases import phrase

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
# Where the moderator is a number: its lower quartile, median and upper quartile.
QUANTILES = (0.25, 0.5, 0.75)
Level = str | float


def list_interactions(
    study: Study, model: Model, design: Design, fit: SafeFit
) -> list[InteractionResult]:
    """Every product of a model, in the order of entry."""
    confidence = study.file.inference.confidence
    return [
        _measure(study, item, design, fit, confidence)
        for block in model.blocks
        for item in study.blocks[block].interactions
    ]


def _measure(
    study: Study, item: Interaction, design: Design, fit: SafeFit, confidence: float
) -> InteractionResult:
    within = _levels(study, item.within, item.at, design)
    own = _levels(study, item.variable, (), design)
    # A number is compared with one less of itself, a category with the reference.
    numeric = not study.codebook[item.variable].is_categorical
    compared = [""] if numeric else [str(level) for level in own[1:]]
    reference = "" if numeric else str(own[0])
    return InteractionResult(
        term=item.term,
        variable=item.variable,
        within=item.within,
        values=tuple(level for level in within if not isinstance(level, str)),
        odds=tuple(
            _odds(item, category, reference, level, design, fit, confidence)
            for level in within
            for category in compared
        ),
        shares=tuple(
            _share({item.variable: one, item.within: level}, design, fit, confidence)
            for level in within
            for one in own
        ),
    )


def name_level(level: Level) -> str:
    """A category, or a value as text."""
    return level if isinstance(level, str) else f"{level:g}"


def _levels(
    study: Study, variable: str, at: Sequence[float], design: Design
) -> list[Level]:
    """The categories, the reference first; or the values asked for, else the quartiles."""
    if study.codebook[variable].is_categorical:
        reference = study.codebook.reference(variable)
        known = study.codebook.category_ids(variable)
        return [reference, *(item for item in known if item != reference)]
    if at:
        return list(at)
    found = np.quantile(design.numbers[variable], QUANTILES)
    return [float(value) for value in dict.fromkeys(found)]


def _cases_with(values: dict[str, Level], design: Design) -> Bools:
    """(n,) the model cases that have all the categories among some values."""
    rows = np.ones(design.y.size, dtype=bool)
    for variable, category in values.items():
        own = {c: x for (name, c), x in design.factors.items() if name == variable}
        if category in own:
            rows &= own[str(category)] > 0
        elif isinstance(category, str) and category:  # the reference
            rows &= np.sum(list(own.values()), axis=0) == 0
    return rows


def _odds(
    item: Interaction,
    category: str,
    reference: str,
    level: Level,
    design: Design,
    fit: SafeFit,
    confidence: float,
) -> SimpleOdds:
    """A category against the reference, or one more of a number, at a level."""
    counts = [
        int(_cases_with({item.variable: one, item.within: level}, design).sum())
        for one in (category, reference)
    ]
    weights = _weigh(item, category, level, design)
    used = np.flatnonzero(weights)
    aliased = any(column.variable == item.variable for column, _ in design.aliased)
    gone: dict[str, str] = {}
    if 0 in counts:
        reason = phrase("no complete case has one of the two combinations")
        gone = {"status": "empty", "reason": reason}
    elif not used.size or aliased or not fit.estimated[used].all():
        reason = phrase("a term that it is made of has no estimate")
        gone = {"status": "not_estimated", "reason": reason}
    place = {"category": category, "within": name_level(level), "n": counts[0]}
    if gone:
        return SimpleOdds.model_validate({**place, **gone})
    b = float(weights[used] @ fit.beta[used])
    part = fit.covariance[np.ix_(used, used)]
    error = math.sqrt(float(weights[used] @ part @ weights[used]))
    reach = normal_quantile((1 + confidence) / 2) * error
    return SimpleOdds.model_validate(
        {
            **place,
            "status": "estimated",
            "estimate": b,
            "standard_error": error,
            "p": normal_p(b / error),
            "odds_ratio": math.exp(b),
            "ci_low": math.exp(b - reach),
            "ci_high": math.exp(b + reach),
        }
    )


def _weigh(item: Interaction, category: str, level: Level, design: Design) -> Floats:
    """(p,) how much of each coefficient the log odds ratio takes."""
    weights = np.zeros(len(design.columns))
    for index, column in enumerate(design.columns):
        parts = dict(column.parts)
        if parts.pop(item.variable, None) != category or parts.keys() - {item.within}:
            continue
        weights[index] = 1.0
        for other in parts.values():
            weights[index] *= float(level == other) if isinstance(level, str) else level
    return weights


def _share(
    values: dict[str, Level], design: Design, fit: SafeFit, confidence: float
) -> CombinedShare:
    category, within = (name_level(level) for level in values.values())
    n = int(_cases_with(values, design).sum())
    gone = dict.fromkeys(("percent", "standard_error", "ci_low", "ci_high"))
    found = (
        measure_adjusted(design.assume(values), fit, confidence)
        if n and fit.estimated.all()
        else gone
    )
    return CombinedShare.model_validate(
        {"category": category, "within": within, "n": n, **found}
    )
