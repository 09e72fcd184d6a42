"""Ways of estimating a finding: their names, what they do, and when they apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from probata.analysis.reliability import Reliability
from probata.analysis.reliability_results import Specification
from probata.analysis.sensitivity.bench import Bench
from probata.analysis.sensitivity.clustered import (
    estimate_mixed,
    estimate_robust,
    estimate_within,
)
from probata.analysis.sensitivity.estimates import Estimator, NotEstimated
from probata.analysis.sensitivity.misjudged import estimate_corrected
from probata.analysis.sensitivity.missing import (
    estimate_as_category,
    estimate_imputed,
)
from probata.analysis.sensitivity.variations import (
    estimate_banded,
    estimate_bent,
    estimate_firth,
    estimate_plain,
    estimate_together,
    estimate_weighted,
)
from probata.phrases import phrase

Estimate = Callable[[Bench, str], Estimator | NotEstimated]
Plan = tuple[Specification, Estimate]

IMPUTED = phrase(
    "{imputations} imputations by chained equations, pooled by Rubin's rules"
)


_MISJUDGED = phrase(
    "as if no answer that was judged twice had been misjudged (MC-SIMEX, ten draws of how "
    "often); errors of two answers taken to be independent of one another"
)


def list_specifications(settings: Reliability) -> list[Plan]:
    """What the declaration allows, in the order of the sheet; the first is the bulletin's."""
    return [
        (_say("complete_cases", "As printed", "complete cases, Wald"), estimate_plain),
        *_clustered(settings),
        *_missing(settings),
        *_written_otherwise(settings),
    ]


def _clustered(settings: Reliability) -> Iterator[Plan]:
    for role, variable in _roles(settings):
        robust = (
            f"the same estimates with errors that allow cases of one {role} to be alike "
            "(CR1, t with the number of clusters less one)"
        )
        yield (
            _say(f"robust_{role}", f"Robust by {role}", robust),
            partial(estimate_robust, variable=variable),
        )
        mixed = (
            f"each {role} has a level of its own, drawn from a normal distribution "
            f"(adaptive quadrature); odds ratios within a {role}"
        )
        yield (
            _say(f"mixed_{role}", f"Random intercept by {role}", mixed),
            partial(estimate_mixed, variable=variable),
        )
    if settings.rater is not None:
        within = (
            "cases of one rater compared with each other only (conditional likelihood), "
            "so that leniency cancels"
        )
        yield (
            _say("within_rater", "Within rater", within),
            partial(estimate_within, variable=settings.rater),
        )


def _missing(settings: Reliability) -> Iterator[Plan]:
    category = (
        "all cases; a missing answer is a category of its own, a missing number its mean "
        "with an indicator"
    )
    yield (
        _say("missing_category", "Missing as a category", category),
        estimate_as_category,
    )
    imputed = IMPUTED.format(imputations=settings.imputations)
    yield _say("imputed", "Imputed", imputed), estimate_imputed


def _written_otherwise(settings: Reliability) -> Iterator[Plan]:
    yield _say("firth", "Penalised", "Firth's penalised likelihood"), estimate_firth
    bands = "age and other numbers enter in the bands of the tables"
    yield _say("banded", "Numbers in bands", bands), estimate_banded
    bent = "numbers enter as restricted cubic splines"
    yield _say("bent", "Numbers bent", bent), estimate_bent
    if settings.together:
        together = "all key questions in one model"
        yield (
            _say("together", "Key questions together", together),
            estimate_together,
        )
    if settings.second is not None:
        yield (
            _say("misjudged", "Corrected for misjudging", _MISJUDGED),
            estimate_corrected,
        )
    if settings.weight is not None:
        yield (
            _say("weighted", "Weighted", "case weights, robust errors"),
            estimate_weighted,
        )


def leave_one_out(settings: Reliability) -> list[tuple[Specification, str]]:
    """Each specification that leaves out one cluster at a time, with its variable."""
    return [
        (
            _say(
                f"without_{role}",
                f"Leaving out one {role}",
                f"refitted without each {role} in turn; the weakest is shown",
            ),
            variable,
        )
        for role, variable in _roles(settings)
    ]


def _roles(settings: Reliability) -> list[tuple[str, str]]:
    both = (("unit", settings.unit), ("rater", settings.rater))
    return [(role, variable) for role, variable in both if variable is not None]


def _say(name: str, label: str, description: str) -> Specification:
    return Specification(id=name, label=label, description=description)
