"""Where two signed readings of a case differ, and what was decided of it.

compare(case) -> Comparison
adjudicate_answer(case, question, outcome, reason, by, at) -> None
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from probata.assessment.answers import Entry
from probata.service.accounts.models import User
from probata.service.cases.case_state import CaseState, read_case
from probata.service.cases.models import Assessment
from probata.service.fieldwork.models import Case, Reading
from probata.service.inspections.refused import refuse
from probata.service.quality.models import Adjudication
from probata.standards.framework import Framework

CANNOT = "cannot_be_judged"


@dataclass(frozen=True)
class Differing:
    """One question that was answered otherwise; both entries, and what was decided."""

    question: str
    text: str
    first: Entry
    second: Entry
    answers: tuple[tuple[str, str], ...]
    decided: Adjudication | None

    def words(self, value: str | None) -> str:
        return dict(self.answers).get(value or "", "Not asked")


@dataclass(frozen=True)
class Comparison:
    """Both readings; `agreed` questions have the same answer, `differing` another."""

    first: Assessment
    second: Assessment
    agreed: int
    differing: tuple[Differing, ...]


def compare(case: Case) -> Comparison:
    """Of a case whose two readings are signed."""
    found = case.assessments.select_related("signed_by")
    by_reading = {item.reading: item for item in found}
    one, other = by_reading[Reading.FIRST], by_reading[Reading.SECOND]
    for item in (one, other):
        item.case = case
    first, second = read_case(one), read_case(other)
    decided = {item.question: item for item in case.adjudications.select_related("by")}
    differing, agreed = [], 0
    for question in first.form.questions:
        pair = (_entry(first, question.id), _entry(second, question.id))
        if value_of(pair[0]) == value_of(pair[1]):
            agreed += value_of(pair[0]) is not None
            continue
        differing.append(
            Differing(
                question.id,
                question.text.text(),
                *pair,
                _answers(first.form.framework, first, question.id),
                decided.get(question.id),
            )
        )
    return Comparison(one, other, agreed, tuple(differing))


def _entry(state: CaseState, question: str) -> Entry:
    return state.entries.get(question, Entry())


def value_of(entry: Entry) -> str | None:
    """The answer; that it cannot be judged is one of its own."""
    return CANNOT if entry.declined else entry.value


def _answers(
    framework: Framework, state: CaseState, question: str
) -> tuple[tuple[str, str], ...]:
    answers = framework.answers_to(state.form.question(question))
    listed = [(item.id, item.label.text()) for item in answers]
    return (*listed, (CANNOT, "Cannot be judged"))


def adjudicate_answer(
    case: Case,
    question: str,
    outcome: str,
    reason: str,
    *,
    by: User,
    at: datetime.datetime,
) -> None:
    """Decide one differing answer, once; both originals are kept. Raises Refused."""
    differing = {item.question: item for item in compare(case).differing}
    item = differing.get(question)
    if item is None:
        raise refuse("differing", "The readings do not differ in this question.")
    if outcome not in dict(item.answers):
        raise refuse(f"outcome-{question}", "Choose the answer that stands.")
    try:
        with transaction.atomic():
            Adjudication.objects.create(
                case=case,
                question=question,
                first=value_of(item.first),
                second=value_of(item.second),
                outcome=outcome,
                reason=reason,
                by=by,
                at=at,
            )
    except IntegrityError:
        raise refuse(f"outcome-{question}", "This answer was decided.") from None
