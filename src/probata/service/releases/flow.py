"""How far the cases of inspections have come, and what a release of them leaves out.

    find_flow(inspections) -> Flow

Each case leaves the flow at one step, or is released; the steps are counted a second time
by the database, and nothing is locked unless both counts agree.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from probata.errors import DataError, Fault
from probata.service.cases.models import Assessment, StandingAnswer
from probata.service.fieldwork.models import Case, Conflict, Inspection, Reading

# Each step with the reason for which a case does not come to it.
STEPS: tuple[tuple[str, str], ...] = (
    ("kept", "withdrawn"),
    ("allocated", "not_allocated"),
    ("assessed", "not_begun"),
    ("signed", "not_signed"),
    ("released", "conflict_of_interest"),
)
STEP_WORDS: Mapping[str, str] = {
    "cohort": "Cases of the cohorts",
    "kept": "Still in the cohort",
    "allocated": "Allocated to an assessor",
    "assessed": "Assessed: with an answer",
    "signed": "Signed",
    "released": "Locked in the release",
}
REASON_WORDS: Mapping[str, str] = {
    "withdrawn": "Withdrawn from the cohort",
    "not_allocated": "Never allocated",
    "not_begun": "Allocated, without an answer",
    "not_signed": "Begun and not signed",
    "conflict_of_interest": "Signed by somebody with a declared conflict of interest",
}
_ANSWERED = Q(value__isnull=False) | Q(declined=True)


@dataclass(frozen=True)
class Flow:
    """Cases of the cohorts, those left out by reason, and the assessments to be locked."""

    cohort: int
    left_out: Mapping[str, int]
    assessments: tuple[uuid.UUID, ...]

    @property
    def steps(self) -> dict[str, int]:
        """{step: cases that came to it}, from the cohort to the release."""
        left = self.cohort
        found = {"cohort": left}
        for step, reason in STEPS:
            left -= self.left_out.get(reason, 0)
            found[step] = left
        return found


def find_flow(inspections: Sequence[Inspection]) -> Flow:
    """Put each case of the inspections at the step where it stands.

    Raises DataError where the two ways of counting do not agree.
    """
    cases = Case.objects.filter(inspection__in=inspections)
    left = {reason: 0 for _, reason in STEPS}
    kept: list[uuid.UUID] = []
    rows = _first_readings(inspections)
    for row in rows:
        reason = _reason(row)
        if reason:
            left[reason] += 1
        else:
            kept.append(row.pk)
    cohort = cases.count()
    left["withdrawn"] = cases.filter(withdrawn=True).count()
    left["not_allocated"] = cohort - left["withdrawn"] - len(rows)
    flow = Flow(cohort, {name: n for name, n in left.items() if n}, tuple(kept))
    _demand_agreement(flow, inspections)
    return flow


def _first_readings(inspections: Sequence[Inspection]) -> list[Assessment]:
    answers = StandingAnswer.objects.filter(_ANSWERED, assessment=OuterRef("pk"))
    conflicts = Conflict.objects.standing().filter(
        Q(case=OuterRef("case")) | Q(unit=OuterRef("case__inspection__unit")),
        user=OuterRef("signed_by"),
    )
    return list(
        Assessment.objects.filter(
            case__inspection__in=inspections,
            case__withdrawn=False,
            reading=Reading.FIRST,
        )
        .annotate(begun=Exists(answers), conflicted=Exists(conflicts))
        .order_by("pk")
    )


def _reason(row: Assessment) -> str:
    if row.state == Assessment.State.OPEN:
        return "not_signed" if row.begun else "not_begun"
    return "conflict_of_interest" if row.conflicted else ""


def _demand_agreement(flow: Flow, inspections: Sequence[Inspection]) -> None:
    kept = Q(withdrawn=False)
    first = kept & Q(assessments__reading=Reading.FIRST)
    signed = first & ~Q(assessments__state=Assessment.State.OPEN)
    begun = signed | first & (
        Q(assessments__answers__value__isnull=False)
        | Q(assessments__answers__declined=True)
    )
    again = Case.objects.filter(inspection__in=inspections).aggregate(
        cohort=Count("pk", distinct=True),
        kept=Count("pk", filter=kept, distinct=True),
        allocated=Count("pk", filter=first, distinct=True),
        assessed=Count("pk", filter=begun, distinct=True),
        signed=Count("pk", filter=signed, distinct=True),
    )
    told = {**again, "released": len(flow.assessments)}
    demand_same("The cases do not add up.", flow.steps, told, STEP_WORDS)


def demand_same(
    summary: str,
    one: Mapping[str, int],
    other: Mapping[str, int],
    words: Mapping[str, str],
) -> None:
    """Raise DataError where two ways of counting the same give different numbers."""
    faults = [
        Fault(
            words[name], f"is {one[name]:,} and {other[name]:,}, counted in two ways."
        )
        for name in one
        if one[name] != other[name]
    ]
    if faults:
        raise DataError(f"{summary} Nothing was locked.", faults)
