"""How the numbers of a unit's annexe were made, in words."""

from __future__ import annotations

from probata.analysis.rounding import number_text
from probata.analysis.unit_results import UnitReport
from probata.publication.blocks import bullets, say
from probata.publication.document import Block


def describe_unit_method(report: UnitReport) -> list[Block]:
    """Percentages, intervals, ratings, chances, limits of the funnels."""
    level = number_text(100 * report.interval, 0)
    correction = (
        ", with the finite population correction for the cohort, so that an interval of the "
        "unit closes once all cases are judged"
        if report.cohort is not None
        else ""
    )
    texts = [
        (
            "Percentages are of cases with an answer to the question, rounded half-up from whole "
            "counts."
        ),
        f"Intervals are {level}% intervals by Wilson's method{correction}.",
        *_ratings(report),
        *_held_back(report),
        (
            "The limits of a funnel are exact binomial limits around the percentage of all cases "
            "of all units: 95 and 99.8 per cent of units would lie within, if all were alike."
        ),
        (
            "Judgements are opinions formed by a set rule. Their own errors are not in any "
            "interval, chance or limit; studies of agreement measure them."
        ),
    ]
    return [say("In this annexe:"), bullets(texts)]


def _held_back(report: UnitReport) -> list[str]:
    if not report.minimum_n:
        return []
    return [
        (
            f"A question with fewer than {report.minimum_n} answers, or fewer than "
            f"{report.minimum_cell} of one of them, in the unit or in all units, is held back "
            "whole, and so are those that are asked because of it; units of a funnel are "
            "held back by the same rule."
        )
    ]


def _ratings(report: UnitReport) -> list[str]:
    draws = report.provenance.draws
    if not report.standards:
        return []
    rules = (
        "Ratings follow the rules of the framework; where people decided, the grade by rule "
        "stands beside theirs."
    )
    if not draws:
        return [rules]
    return [
        rules,
        (
            f"Chances rest on {draws:,} completed cohorts. The open cases of each are drawn "
            "from an urn with the judged cases, each with all its answers, and two half "
            "cases, one all positive and one all negative. Where the cohort is not known it "
            "is taken as endless."
        ),
    ]
