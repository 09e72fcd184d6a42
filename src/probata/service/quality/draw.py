"""Draws cases for a second reading, and gives them to their second readers.

plan_sample(inspection, seed, shares, by, at) -> QualityPlan
draw_signed(plan, at) -> int
give_second_reading(case, to, by, at) -> None
"""

from __future__ import annotations

import datetime
import uuid

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from probata.assessment.quality_sample import Plan, Signed, choose_case
from probata.service.accounts.models import User
from probata.service.cases.case_state import read_case
from probata.service.cases.log import add_event
from probata.service.cases.models import Assessment
from probata.service.cases.open_assessment import open_assessment
from probata.service.fieldwork.models import (
    Allocation,
    Case,
    Conflict,
    Inspection,
    Reading,
    TeamMember,
)
from probata.service.inspections.refused import refuse
from probata.service.quality.models import SIGNED, Drawn, QualityPlan
from probata.service.roles import ASSESSORS

AGAINST_PROMPTS = "against_prompts"


def plan_sample(
    inspection: Inspection,
    seed: str,
    shares: tuple[float, float],
    *,
    by: User,
    at: datetime.datetime,
) -> QualityPlan:
    """Fix how cases are drawn, once. `shares`: at random, targeted. Raises Refused."""
    try:
        with transaction.atomic():
            return QualityPlan.objects.create(
                inspection=inspection,
                seed=seed,
                share=shares[0],
                targeted_share=shares[1],
                by=by,
                at=at,
            )
    except IntegrityError:
        raise refuse("seed", "The sample of this inspection is planned.") from None


@transaction.atomic
def draw_signed(plan: QualityPlan, at: datetime.datetime) -> int:
    """Decide of each signed case that is not decided yet. How many were drawn.

    A case is drawn or not by the plan and its own id, so it does not matter when.
    """
    QualityPlan.objects.select_for_update().get(pk=plan.pk)
    rules = Plan(plan.seed, plan.share, {AGAINST_PROMPTS: plan.targeted_share})
    signed = (
        Assessment.objects.filter(
            case__inspection=plan.inspection_id,
            case__withdrawn=False,
            case__drawn__isnull=True,
            reading=Reading.FIRST,
        )
        .filter(state__in=SIGNED)
        .select_related("case")
        .order_by("case__reference")
    )
    rows = []
    for assessment in signed:
        flags = frozenset({AGAINST_PROMPTS} if read_case(assessment).reasons else ())
        case = Signed(str(assessment.case_id), str(assessment.signed_by_id), flags)
        choice = choose_case(rules, case)
        row = Drawn(
            plan=plan,
            case=assessment.case,
            chosen=choice.chosen,
            random=choice.random,
            targets=list(choice.targets),
            random_probability=choice.random_probability,
            probability=choice.probability,
            at=at,
        )
        rows.append(row)
    Drawn.objects.bulk_create(rows)
    return sum(row.chosen for row in rows)


def second_readers(case: Case) -> QuerySet[User]:
    """Who may judge a case blindly: has never read it, and sees no more than readers do.

    Whoever leads the inspection, or has a role that sees the audit or releases, could
    learn of the first reading from these.
    """
    read = Allocation.objects.filter(case=case, user=OuterRef("pk"))
    wrote = Assessment.objects.filter(
        case=case, reading=Reading.FIRST, events__by=OuterRef("pk")
    )
    leads = TeamMember.objects.filter(
        inspection=case.inspection_id, user=OuterRef("pk"), part=TeamMember.Part.LEAD
    )
    conflicts = Conflict.objects.standing().filter(
        Q(case=case) | Q(unit=case.inspection.unit_id), user=OuterRef("pk")
    )
    return User.objects.filter(
        ~Exists(read),
        ~Exists(wrote),
        ~Exists(leads),
        ~Exists(conflicts),
        is_active=True,
        roles__len__gt=0,
        roles__contained_by=[role.value for role in ASSESSORS],
    ).order_by("name", "pk")


@transaction.atomic
def give_second_reading(
    case: Case, to: User, *, by: User, at: datetime.datetime
) -> None:
    """Allocate the second reading of a drawn case. Raises Refused."""
    # Under the locks that declaring a conflict and joining a team take.
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    list(TeamMember.objects.select_for_update().filter(user=to).order_by("pk"))
    field = f"to-{case.pk}"
    if not Drawn.objects.filter(case=case, chosen=True).exists() or case.withdrawn:
        raise refuse(field, "This case is not in the sample.")
    if not second_readers(case).filter(pk=to.pk).exists():
        raise refuse(field, "This person cannot be the second reader of the case.")
    second = Reading.SECOND
    assessment = open_assessment(case, by=by, at=at, reading=second)
    if assessment.state != Assessment.State.OPEN:
        raise refuse(field, "The second assessment is signed.")
    open_ones = Allocation.objects.filter(case=case, reading=second, until__isnull=True)
    open_ones.update(until=at)
    Allocation.objects.create(case=case, user=to, reading=second, since=at, made_by=by)
    operation = str(uuid.uuid4())
    body = {"to": str(to.pk)}
    add_event(assessment, "reallocated", by=by, at=at, operation=operation, body=body)
