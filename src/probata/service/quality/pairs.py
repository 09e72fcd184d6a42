"""Pairs of signed readings, and what they say of agreement.

pairs_of(inspections) -> list[Pair]
agreement_by_question(pairs, form) -> list[QuestionAgreement]
agreement_by_readers(pairs, form) -> list[ReadersAgreement]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from probata.assessment.agreement import Agreement, measure_agreement
from probata.assessment.form import Form
from probata.assessment.ratings import NOT_RATED, Ratings
from probata.assessment.second_judgements import Pairs
from probata.service.cases.case_state import entry_standing
from probata.service.cases.models import Assessment, StandingAnswer
from probata.service.fieldwork.models import Reading
from probata.service.quality.compare import CANNOT, value_of
from probata.service.quality.models import SIGNED, Drawn

_FIRST, _SECOND = str(Reading.FIRST), str(Reading.SECOND)


@dataclass(frozen=True)
class Pair:
    """Two signed readings of one drawn case: who signed each, the answers of each.

    `weight`: one over the probability that the case was drawn.
    """

    drawn: Drawn
    readers: tuple[str, str]
    answers: tuple[dict[str, str], dict[str, str]]

    @property
    def weight(self) -> float:
        return 1 / self.drawn.probability


@dataclass(frozen=True)
class QuestionAgreement:
    """Agreement on one question; `versions` of its guidance that the readers had."""

    question: str
    text: str
    differing: int
    versions: tuple[str, ...]
    found: Agreement


@dataclass(frozen=True)
class ReadersAgreement:
    """Agreement of two people over all key questions of the cases both judged."""

    readers: tuple[str, str]
    cases: int
    found: Agreement


def pairs_of(cases: Iterable[Drawn]) -> list[Pair]:
    """The pairs among drawn cases, by case; three queries however many there are."""
    drawn = {item.case_id: item for item in cases}
    signed = (
        Assessment.objects.filter(case__in=drawn)
        .filter(state__in=SIGNED)
        .select_related("signed_by")
    )
    by_case: dict[object, dict[str, Assessment]] = defaultdict(dict)
    for item in signed:
        by_case[item.case_id][item.reading] = item
    whole = {case: found for case, found in by_case.items() if len(found) == 2}
    ids = [item.pk for found in whole.values() for item in found.values()]
    answers: dict[object, dict[str, str]] = defaultdict(dict)
    for row in StandingAnswer.objects.filter(assessment__in=ids):
        value = value_of(entry_standing(row))
        if value is not None:
            answers[row.assessment_id][row.question] = value
    return [
        Pair(
            drawn[case],
            (found[_FIRST].signed_by.name, found[_SECOND].signed_by.name),
            (answers[found[_FIRST].pk], answers[found[_SECOND].pk]),
        )
        for case, found in sorted(whole.items(), key=lambda item: str(item[0]))
    ]


def agreement_by_question(
    pairs: Sequence[Pair], form: Form, versions: dict[str, set[str]]
) -> list[QuestionAgreement]:
    """Of each question that a pair answered twice, most differing first."""
    found = []
    for question in form.questions:
        rows = _answered(pairs, question.id)
        if not rows:
            continue
        differing = sum(one != other for one, other, _ in rows)
        agreement = _measure(rows, _categories(form, question.id))
        seen = tuple(sorted(versions.get(question.id, set())))
        short = question.short.text()
        found.append(QuestionAgreement(question.id, short, differing, seen, agreement))
    return sorted(found, key=lambda item: -item.differing / item.found.cases)


def agreement_by_readers(pairs: Sequence[Pair], form: Form) -> list[ReadersAgreement]:
    """Of each two people over key questions, whoever of them judged first."""
    together: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        one, other = sorted(pair.readers)
        together[one, other].append(pair)
    questions = _key_questions(form)
    found = []
    for readers, own in sorted(together.items()):
        rows = [row for name in questions for row in _answered(own, name)]
        categories = {value for row in rows for value in row[:2]} | {"yes", "no"}
        agreement = _measure(rows, tuple(sorted(categories)))
        found.append(ReadersAgreement(readers, len(own), agreement))
    return found


def pairs_by_question(pairs: Sequence[Pair], form: Form) -> dict[str, Pairs]:
    """Positive or not, of the random sample alone: what live ratings take."""
    counted = [pair for pair in pairs if pair.drawn.random]
    found = {}
    for name in _key_questions(form):
        answers = form.framework.answers_to(form.question(name))
        polarity = {item.id: item.polarity for item in answers}
        cells = [0.0, 0.0, 0.0, 0.0]
        for one, other, _ in _answered(counted, name):
            sides = [polarity.get(one), polarity.get(other)]
            if not {None, "neutral"} & set(sides):
                cells[2 * (sides[0] != "positive") + (sides[1] != "positive")] += 1
        found[name] = Pairs(*cells)
    return found


def _key_questions(form: Form) -> list[str]:
    """A section without one, such as an interview, is none."""
    return [section.id for section in form.sections if section.id in form]


def _answered(pairs: Sequence[Pair], question: str) -> list[tuple[str, str, float]]:
    return [
        (pair.answers[0][question], pair.answers[1][question], pair.weight)
        for pair in pairs
        if question in pair.answers[0] and question in pair.answers[1]
    ]


def _categories(form: Form, question: str) -> tuple[str, ...]:
    answers = form.framework.answers_to(form.question(question))
    return (*(item.id for item in answers), CANNOT)


def _measure(
    rows: Sequence[tuple[str, str, float]], categories: tuple[str, ...]
) -> Agreement:
    place = {name: at for at, name in enumerate(categories)}
    codes = np.array(
        [[place.get(one, NOT_RATED), place.get(two, NOT_RATED)] for one, two, _ in rows]
    ).reshape(len(rows), 2)
    weights = np.array([weight for _, _, weight in rows], dtype=float)
    return measure_agreement(
        Ratings(codes, categories, case_weights=weights), ("percent", "gwet")
    )
