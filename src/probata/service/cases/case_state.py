"""One assessment as it stands: entries, the state of each question, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from probata.assessment.answers import Entry
from probata.assessment.completion import (
    CASE,
    Missing,
    SectionStatus,
    find_missing,
    find_status,
)
from probata.assessment.consistency import ReasonWanted, find_prompts_for_reasons
from probata.assessment.form import Form
from probata.assessment.states import QuestionState, find_states
from probata.service.cases.changes import changed_answers, reasons_for_change_missing
from probata.service.cases.models import Assessment, SectionDeclared, StandingAnswer
from probata.service.fieldwork.frameworks import form_of
from probata.service.prepared import Prepared


@dataclass(frozen=True)
class CaseState:
    """An assessment read once for a page; nothing in it changes."""

    assessment: Assessment
    form: Form
    answers: dict[str, StandingAnswer]

    @cached_property
    def declared(self) -> frozenset[str]:
        """The sections that their assessor has called complete."""
        found = SectionDeclared.objects.filter(assessment=self.assessment)
        return frozenset(found.values_list("section", flat=True))

    @cached_property
    def entries(self) -> dict[str, Entry]:
        return {name: entry_standing(row) for name, row in self.answers.items()}

    @cached_property
    def states(self) -> dict[str, QuestionState]:
        return find_states(self.form, self.assessment.case.facts, self.entries)

    @cached_property
    def reasons(self) -> dict[str, ReasonWanted]:
        """Key questions that stand against their prompts."""
        found = find_prompts_for_reasons(self.form, self.states, self.entries)
        return {item.question: item for item in found}

    @cached_property
    def changed(self) -> dict[str, Entry]:
        """What stood when the assessment was opened again, of answers changed since."""
        return changed_answers(self.assessment, self.entries)

    def missing(self, scope: str = CASE) -> tuple[Missing, ...]:
        found = find_missing(self.form, self.states, self.entries, scope)
        more = reasons_for_change_missing(self.form, self.entries, self.changed, scope)
        return (*found, *more)

    def status(self, section: str) -> SectionStatus:
        declared = section in self.declared
        found = find_status(self.form, self.states, self.entries, section, declared)
        if found == "completed" and self.missing(section):
            return "needs_attention"
        return found


def entry_standing(row: StandingAnswer) -> Entry:
    """What a row of standing answers says."""
    return Entry(
        value=row.value,
        note=row.note,
        declined=row.declined,
        declined_because=row.declined_because,
        reasoning=row.reasoning,
        change_reason=row.change_reason,
    )


def read_case(assessment: Assessment) -> CaseState:
    """Read what stands of an assessment; `assessment.case` is loaded already."""
    rows = _ANSWERS.objects(assessment=assessment.pk)
    return CaseState(
        assessment,
        form_of(assessment.framework_id),
        {row.question: row for row in rows},
    )


_ANSWERS = Prepared(
    lambda assessment: StandingAnswer.objects.filter(
        assessment_id=assessment
    ).select_related("by"),
    "assessment",
)
