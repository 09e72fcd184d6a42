"""Rates units and regions: key questions, standards, the whole.

rate_all(framework, units, entries, draws, seed) -> tuple[UnitRating, ...]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from probata.errors import UserError
from probata.standards.framework import Framework
from probata.standards.rating import OVERALL, Ratings
from probata.standards.ratings.cases import Entries, JudgedCases
from probata.standards.ratings.key_question import rate_key_question
from probata.standards.ratings.overall import rate_overall
from probata.standards.ratings.results import UnitRating
from probata.standards.ratings.standard import rate_standard
from probata.standards.ratings.uncertainty import Draws, add_up, draw_cohorts


def require_ratings(framework: Framework) -> Ratings:
    """The rating rules of a framework. Raises UserError where it has none."""
    if framework.file.ratings is None:
        raise UserError(
            f"{framework.id}: has no rating rules, so nothing can be rated. "
            "Declare them under [ratings]."
        )
    return framework.file.ratings


def rate_all(
    framework: Framework,
    units: Sequence[JudgedCases],
    entries: Entries,
    draws: int,
    seed: int,
) -> tuple[UnitRating, ...]:
    """Rate every unit, then every region from the cases of its units.

    `draws`: how many completed cohorts stand behind the chances; 0 for none.
    """
    drawn = {
        cases.unit: draw_cohorts(cases, draws, seed)
        for cases in units
        if draws and cases.judged and cases.key_questions
    }
    found = [
        rate_unit(framework, cases, entries, drawn.get(cases.unit)) for cases in units
    ]
    for region in dict.fromkeys(cases.region for cases in units if cases.region):
        inside = [c for c in units if c.region == region and c.judged]
        if not inside:
            continue
        parts = [drawn[cases.unit] for cases in inside if cases.unit in drawn]
        pooled = pool(region, inside)
        whole = add_up(parts) if len(parts) == len(inside) else None
        found.append(rate_unit(framework, pooled, entries, whole, "region"))
    return tuple(found)


def pool(region: str, units: Sequence[JudgedCases]) -> JudgedCases:
    """All judged cases of a region's units; each case counts once."""
    cohorts = [cases.cohort for cases in units if cases.cohort is not None]
    return replace(
        units[0],
        unit=region,
        region=region,
        counted=np.concatenate([cases.counted for cases in units]),
        positive=np.concatenate([cases.positive for cases in units]),
        cohort=sum(cohorts) if len(cohorts) == len(units) else None,
    )


def rate_unit(
    framework: Framework,
    cases: JudgedCases,
    entries: Entries,
    draws: Draws | None,
    level: Literal["unit", "region"] = "unit",
) -> UnitRating:
    """Rate one unit by the rules of its framework, and by what people entered.

    Without rules there are the percentages of the key questions and nothing else.
    """
    ratings = framework.ratings
    standards = []
    for standard in framework.file.standards:
        rule = ratings.rule_of(standard.id)
        if rule is not None:
            entry = entries.get((cases.unit, standard.id))
            standards.append(
                rate_standard(framework, standard, rule, cases, entry, draws)
            )
    questions = [
        rate_key_question(item, ratings, ratings.rule_of(item.standard), cases, draws)
        for item in framework.file.key_questions
        if item.asked_of == "case"
    ]
    return UnitRating(
        unit=cases.unit,
        region=cases.region,
        level=level,
        judged=cases.judged,
        cohort=cases.cohort,
        key_questions=tuple(questions),
        standards=tuple(item.rating for item in standards),
        overall=rate_overall(ratings, standards, entries.get((cases.unit, OVERALL))),
    )
