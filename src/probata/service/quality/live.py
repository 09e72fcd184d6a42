"""The live ratings of an inspection, from its signed first readings.

read_live(inspection) -> LiveRatings
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from probata.assessment.live_ratings import LiveRatings, rate_live
from probata.service.cases.models import Assessment, StandingAnswer
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import Inspection, Reading
from probata.service.quality.models import SIGNED, Drawn
from probata.service.quality.pairs import pairs_by_question, pairs_of
from probata.standards.framework import Framework, KeyQuestion
from probata.standards.ratings.cases import JudgedCases
from probata.standards.ratings.rate import require_ratings


def read_live(inspection: Inspection) -> LiveRatings:
    """Signed assessments only. Raises UserError where the framework rates nothing."""
    form = form_of(inspection.framework_id)
    require_ratings(form.framework)
    drawn = Drawn.objects.filter(case__inspection=inspection, chosen=True)
    pairs = pairs_by_question(pairs_of(drawn), form)
    return rate_live(form.framework, _judged(inspection, form.framework), pairs=pairs)


def _judged(inspection: Inspection, framework: Framework) -> JudgedCases:
    asked = [q for q in framework.file.key_questions if q.asked_of == "case"]
    names = tuple(question.id for question in asked)
    cases = inspection.cases.filter(withdrawn=False)
    signed = (
        Assessment.objects.filter(case__in=cases, reading=Reading.FIRST)
        .filter(state__in=SIGNED)
        .order_by("case__reference")
        .values_list("pk", flat=True)
    )
    answers: dict[object, dict[str, str]] = defaultdict(dict)
    rows = StandingAnswer.objects.filter(
        assessment__in=signed, question__in=names, declined=False, value__isnull=False
    )
    for assessment, question, value in rows.values_list(
        "assessment", "question", "value"
    ):
        answers[assessment][question] = value
    order = list(signed)
    marks = np.zeros((2, len(order), len(asked)), dtype=bool)
    for column, question in enumerate(asked):
        counts = _counting(framework, question)
        for row, assessment in enumerate(order):
            value = answers[assessment].get(question.id)
            if value in counts:
                marks[:, row, column] = (True, counts[value])
    unit = inspection.unit
    return JudgedCases(unit.name, unit.region, names, marks[0], marks[1], cases.count())


def _counting(framework: Framework, question: KeyQuestion) -> dict[str | None, bool]:
    """The answers that count, and whether each is positive."""
    rule = framework.ratings.rule_of(question.standard)
    neutral = rule is not None and rule.neutral == "counts_against"
    return {
        item.id: item.polarity == "positive"
        for item in framework.answers_to(question)
        if item.polarity != "neutral" or neutral
    }
