"""All checks of one model together."""

from __future__ import annotations

from probata.analysis.checks.calibration import measure_calibration
from probata.analysis.checks.inflation import measure_inflation
from probata.analysis.checks.influence import measure_influence
from probata.analysis.checks.profile import list_profile_limits, list_score_tests
from probata.analysis.checks.splines import check_linearity
from probata.analysis.design import Design
from probata.analysis.fitting import SafeFit
from probata.analysis.goodness import RULES, measure_hosmer_lemeshow
from probata.analysis.reliability_results import Checks, GroupedFit
from probata.analysis.study import Inference


def check_model(
    model: str, design: Design, fit: SafeFit, inference: Inference, seed: int
) -> Checks | None:
    """The checks of a model whose every term has an estimate; None of any other."""
    if not fit.estimated.all():
        return None
    influence, terms = measure_influence(design, fit)
    return Checks(
        model=model,
        inflation=tuple(measure_inflation(design, fit)),
        linearity=tuple(check_linearity(design, fit)),
        influence=influence,
        terms=tuple(terms),
        calibration=measure_calibration(design.x, design.y, seed, inference.confidence),
        profile=tuple(list_profile_limits(design, fit, inference.confidence)),
        score=tuple(list_score_tests(design, fit)),
        goodness=tuple(_group(design, fit, inference.groups)),
    )


def _group(design: Design, fit: SafeFit, groups: int) -> list[GroupedFit]:
    found = []
    for rule in RULES:
        test = measure_hosmer_lemeshow(design.y, fit.mu, groups, rule)
        if test is not None:
            found.append(
                GroupedFit(
                    rule=rule,
                    groups=len(test.groups),
                    statistic=test.statistic,
                    df=test.df,
                    p=test.p,
                )
            )
    return found
