"""Tests a claim of the text against the results."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from probata.analysis.distributions import normal_p
from probata.analysis.results import (
    WITHHELD,
    Coefficient,
    ModelResult,
    Results,
    Share,
    joint_test,
)
from probata.analysis.rounding import p_text, percent_text
from probata.analysis.study import Claim, Study
from probata.analysis.term_results import (
    InteractionResult,
    SimpleOdds,
    StageShare,
)
from probata.analysis.terms import is_product

# What a claim finds where disclosure control holds its number back.
SUPPRESSED = (
    "the number is suppressed by disclosure control, so no statement can rest on it"
)


@dataclass(frozen=True)
class ClaimResult:
    """Whether a claim holds; `said` tells what was expected and what was found."""

    held: bool
    said: str


def check_claim(claim: Claim, results: Results, study: Study) -> ClaimResult:
    """Test one claim. A number that is missing from the results never holds."""
    checks: dict[str, Callable[[Claim, Results, Study], ClaimResult]] = {
        "significant": _significant,
        "direction": _direction,
        "only_in": _only_in,
        "percent": _percent,
        "higher_than": _higher_than,
        "cases": _cases,
    }
    about = results.about(claim.outcome)
    return checks[claim.kinds()[0]](claim, about, study)


def model_variable(model: ModelResult, variable: str, study: Study) -> str:
    """The name under which a variable, perhaps a banded one, stands in a model."""
    names = {test.variable for test in model.tests}
    if variable in names or is_product(variable):
        return variable
    source = study.codebook.source_of(variable)
    return source if source in names else study.codebook.banded_of(variable)


def joint_p(
    model: ModelResult, variable: str, study: Study, kind: str | None = None
) -> float | None:
    """p of a variable's joint test, by the study's kind of test unless another is named."""
    name = model_variable(model, variable, study)
    test = joint_test(model, name, kind or study.file.inference.test)
    return test.p if test else None


def find_interaction(
    model: ModelResult, variable: str, within: str
) -> InteractionResult | None:
    """The interaction of a model by its two variables, in this order."""
    for item in model.interactions:
        if (item.variable, item.within) == (variable, within):
            return item
    return None


def find_simple_odds(
    model: ModelResult, variable: str, category: str, within: str, level: str
) -> SimpleOdds | None:
    """The odds ratio of a category of one variable within a category of another."""
    found = find_interaction(model, variable, within)
    for item in found.odds if found else ():
        if (item.category, item.within) == (category, level):
            return item
    return None


def find_share(
    results: Results,
    variable: str,
    category: str,
    by: str | None,
    by_category: str | None,
) -> Share | None:
    """The share of one category, or of it within a category of another variable."""
    if by is None:
        frequency = results.frequencies.get(variable)
        cells = frequency.categories if frequency else ()
        return next((item for item in cells if item.category == category), None)
    for cross in results.crosses:
        if (cross.variable, cross.by) == (variable, by):
            for cell in cross.cells:
                if (cell.category, cell.by_category) == (category, by_category):
                    return cell
    return None


def _significant(claim: Claim, results: Results, study: Study) -> ClaimResult:
    level = results.significance
    wanted = "below" if claim.significant else "not below"
    found, held = [], True
    for name in claim.models:
        p = joint_p(results.model(name), claim.variable, study)
        held &= p is not None and (p < level) == claim.significant
        none = _why_untested(results.model(name), claim.variable, study)
        found.append(f"`{name}`: {none if p is None else p_text(p)}")
    return ClaimResult(
        held,
        f"expected p of `{claim.variable}` {wanted} {level:g} in every model named; "
        f"found {'; '.join(found)}",
    )


def _why_untested(model: ModelResult, variable: str, study: Study) -> str:
    name = model_variable(model, variable, study)
    hidden = any(
        test.reason == WITHHELD for test in model.tests if test.variable == name
    )
    return SUPPRESSED if hidden else "no test"


def _direction(claim: Claim, results: Results, study: Study) -> ClaimResult:
    sign = 1 if claim.direction == "more_likely" else -1
    side = "above" if sign > 0 else "below"
    if claim.survival is not None:
        return _hazard(claim, results, sign)
    found, held = [], True
    for name in claim.models:
        contrast = _contrast(results.model(name), claim, study)
        if contrast is None:
            held = False
            found.append(f"`{name}`: {_why_none(results.model(name), claim, study)}")
            continue
        estimate, p = contrast
        held &= sign * estimate > 0 and p < results.significance
        found.append(f"`{name}`: odds ratio {math.exp(estimate):.3g}, {p_text(p)}")
    return ClaimResult(
        held,
        f"expected an odds ratio of `{claim.variable}={claim.category}`{_inside(claim)} "
        f"{side} 1 with "
        f"p below {results.significance:g}; found {'; '.join(found)}",
    )


def _hazard(claim: Claim, results: Results, sign: int) -> ClaimResult:
    """The hazard ratio of a category against the reference."""
    side = "above" if sign > 0 else "below"
    expected = (
        f"expected a hazard ratio of `{claim.variable}={claim.category or ''}` {side} 1 with "
        f"p below {results.significance:g}; found "
    )
    found = results.followed(claim.survival or "")
    ratio = found.ratio(claim.variable, claim.category or "")
    if ratio is None:
        return ClaimResult(False, f"{expected}no estimate")
    held = sign * ratio.estimate > 0 and ratio.p < results.significance
    return ClaimResult(
        held, f"{expected}hazard ratio {ratio.ratio:.3g}, {p_text(ratio.p)}"
    )


def _inside(claim: Claim) -> str:
    return "" if claim.by is None else f" within `{claim.by}={claim.by_category}`"


def _why_none(model: ModelResult, claim: Claim, study: Study) -> str:
    name = model_variable(model, claim.variable, study)
    if claim.by is not None:
        simple = find_simple_odds(
            model, name, claim.category or "", claim.by, claim.by_category or ""
        )
        hidden = simple is not None and simple.status == "suppressed"
        return SUPPRESSED if hidden else "no estimate"
    asked = (claim.category or "", claim.against)
    hidden = any(
        item.status == "suppressed" and item.variable == name and item.category in asked
        for item in model.coefficients
    )
    return SUPPRESSED if hidden else "no estimate"


def _contrast(
    model: ModelResult, claim: Claim, study: Study
) -> tuple[float, float] | None:
    """Log odds ratio and p of the category against the reference, or `against`."""
    name = model_variable(model, claim.variable, study)
    if claim.by is not None:
        simple = find_simple_odds(
            model, name, claim.category or "", claim.by, claim.by_category or ""
        )
        if simple is None or simple.estimate is None or simple.p is None:
            return None
        return simple.estimate, simple.p
    first = _coefficient(model, name, claim.category or "")
    if first is not None and claim.against is None:
        assert first.estimate is not None and first.p is not None
        return first.estimate, first.p
    reference = model.references.get(name)
    if claim.against == reference and first is not None:
        assert first.estimate is not None and first.p is not None
        return first.estimate, first.p
    return _difference(model, name, claim, reference)


def _difference(
    model: ModelResult, name: str, claim: Claim, reference: str | None
) -> tuple[float, float] | None:
    """Between two categories of which one may be the reference."""
    against = _coefficient(model, name, claim.against or "")
    if claim.category == reference and against is not None:
        assert against.estimate is not None and against.p is not None
        return -against.estimate, against.p
    first = _coefficient(model, name, claim.category or "")
    if first is None or against is None:
        return None
    pair = f"{claim.category}|{claim.against}"
    covariance = model.covariances.get(name, {}).get(pair)
    if covariance is None or first.estimate is None or against.estimate is None:
        return None
    variance = (first.standard_error or 0) ** 2 + (against.standard_error or 0) ** 2
    estimate = first.estimate - against.estimate
    return estimate, normal_p(estimate / math.sqrt(variance - 2 * covariance))


def _coefficient(model: ModelResult, name: str, category: str) -> Coefficient | None:
    for item in model.coefficients:
        if (item.variable, item.category) == (name, category):
            return item if item.estimate is not None else None
    return None


def _only_in(claim: Claim, results: Results, study: Study) -> ClaimResult:
    block = study.blocks[claim.only_in or ""]
    everywhere = []
    for name in block.variables:
        found = [joint_p(results.model(model), name, study) for model in claim.models]
        if all(p is not None and p < results.significance for p in found):
            everywhere.append(name)
    wanted = study.codebook.source_of(claim.variable)
    held = [study.codebook.source_of(name) for name in everywhere] == [wanted]
    shown = ", ".join(f"`{name}`" for name in everywhere) or "none"
    return ClaimResult(
        held,
        f"expected `{claim.variable}` alone of block `{claim.only_in}` to be significant in "
        f"all models named; found {shown}",
    )


def _percent(claim: Claim, results: Results, study: Study) -> ClaimResult:
    share: Share | StageShare | None
    if claim.matrix is not None:
        share = results.matrix(claim.matrix).cell(claim.row, claim.stage)
    else:
        share = find_share(
            results, claim.variable, claim.category or "", claim.by, claim.by_category
        )
    if claim.percent is not None:
        wanted = f"{claim.percent:g}%"
    else:
        low, high = claim.at_least, claim.at_most
        parts = [f"at least {low:g}%"] if low is not None else []
        wanted = " and ".join(
            parts + ([f"at most {high:g}%"] if high is not None else [])
        )
    if share is not None and share.positive is None:
        return ClaimResult(False, f"expected {wanted}; {SUPPRESSED}")
    if share is None or not share.n or share.positive is None:
        return ClaimResult(False, f"expected {wanted}; found no case")
    shown = percent_text(share.positive, share.n, claim.digits)
    value = float(shown)
    held = (
        (claim.percent is None or value == claim.percent)
        and (claim.at_least is None or value >= claim.at_least)
        and (claim.at_most is None or value <= claim.at_most)
    )
    return ClaimResult(
        held, f"expected {wanted}; found {shown}% ({share.positive} of {share.n} cases)"
    )


def _higher_than(claim: Claim, results: Results, study: Study) -> ClaimResult:
    def share(category: str) -> Share | None:
        return find_share(
            results, claim.variable, category, claim.by, claim.by_category
        )

    first = share(claim.category or "")
    others = [share(category) for category in claim.higher_than]
    shown = [
        f"`{category}` {_percent_found(item)}"
        for category, item in zip(
            [claim.category, *claim.higher_than], [first, *others], strict=True
        )
    ]
    held = first is not None and all(
        item is not None
        and item.percent is not None
        and first.percent is not None
        and first.percent > item.percent
        for item in others
    )
    return ClaimResult(
        held,
        f"expected `{claim.category}` of `{claim.variable}` to have a higher percentage "
        f"than {', '.join(f'`{item}`' for item in claim.higher_than)}; found {', '.join(shown)}",
    )


def _percent_found(share: Share | None) -> str:
    if share is not None and share.positive is None:
        return WITHHELD
    if share is None or not share.n or share.positive is None:
        return "no case"
    return f"{percent_text(share.positive, share.n)}%"


def _cases(claim: Claim, results: Results, study: Study) -> ClaimResult:
    return ClaimResult(
        results.cases == claim.cases,
        f"expected {claim.cases:,} cases; found {results.cases:,}",
    )
