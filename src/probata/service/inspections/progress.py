"""How far an inspection has come: by reader, by standard and case by case.

read_progress(inspection, user) -> Progress
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from probata.assessment.completion import is_complete, sections_in
from probata.assessment.form import Form
from probata.assessment.states import find_states
from probata.service.accounts.models import User
from probata.service.cases.case_state import entry_standing
from probata.service.cases.models import Assessment, StandingAnswer
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import Allocation, Case, Inspection, Reading
from probata.service.fieldwork.standing import cases_open_to

STATUSES = {
    "not_started": "Not started",
    "begun": "Begun",
    "ready": "Ready to sign",
    "signed": "Signed",
}
NOBODY = ""


@dataclass(frozen=True)
class CaseProgress:
    """One case: who reads it, how it stands as a whole and in each standard."""

    case: Case
    assessment: Assessment | None
    reader: User | None
    status: str
    by_standard: dict[str, str]

    @property
    def reader_id(self) -> str:
        return str(self.reader.pk) if self.reader else NOBODY


@dataclass(frozen=True)
class Progress:
    """Every case of an inspection that its lead may see, withdrawn ones apart."""

    form: Form
    cases: tuple[CaseProgress, ...]

    def only(self, reader: str | None, status: str | None) -> Progress:
        """The cases of one reader (an id, or empty for nobody), or of one status."""
        kept = [
            item
            for item in self.cases
            if (reader is None or item.reader_id == reader)
            and (status is None or item.status == status)
        ]
        return Progress(self.form, tuple(kept))

    def readers(self) -> list[tuple[str, str, dict[str, int]]]:
        """(id, name, cases by status) of each reader, by name; cases of nobody last."""
        names = {
            item.reader_id: item.reader.name if item.reader else "No reader"
            for item in self.cases
        }
        order = sorted(names, key=lambda name: (name == NOBODY, names[name], name))
        return [
            (
                reader,
                names[reader],
                _count(item.status for item in self.cases if item.reader_id == reader),
            )
            for reader in order
        ]

    def standards(self) -> list[tuple[str, dict[str, int]]]:
        """(title, cases by status) of each standard that is assessed."""
        return [
            (
                standard.title.text(),
                _count(item.by_standard[standard.id] for item in self.cases),
            )
            for standard in self.form.standards
        ]

    def statuses(self) -> dict[str, int]:
        return _count(item.status for item in self.cases)


def _count(statuses: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(STATUSES, 0)
    for status in statuses:
        counts[status] += 1
    return counts


def read_progress(inspection: Inspection, user: User) -> Progress:
    """Read how each case stands; a few queries however many cases there are."""
    form = form_of(inspection.framework_id)
    cases = list(cases_open_to(user, inspection).filter(withdrawn=False))
    found = Assessment.objects.filter(case__in=cases, reading=Reading.FIRST)
    assessments = {item.case_id: item for item in found}
    open_ones = Allocation.objects.filter(
        case__in=cases, reading=Reading.FIRST, until__isnull=True
    ).select_related("user")
    readers = {item.case_id: item.user for item in open_ones}
    answers: dict[object, list[StandingAnswer]] = {}
    for row in StandingAnswer.objects.filter(assessment__in=assessments.values()):
        answers.setdefault(row.assessment_id, []).append(row)
    return Progress(
        form,
        tuple(
            _one(form, case, assessments.get(case.pk), readers.get(case.pk), answers)
            for case in cases
        ),
    )


def _one(
    form: Form,
    case: Case,
    assessment: Assessment | None,
    reader: User | None,
    answers: dict[object, list[StandingAnswer]],
) -> CaseProgress:
    standards = [standard.id for standard in form.standards]
    rows = answers.get(assessment.pk, []) if assessment else []
    if assessment is not None and assessment.state != Assessment.State.OPEN:
        return CaseProgress(
            case, assessment, reader, "signed", dict.fromkeys(standards, "signed")
        )
    entries = {row.question: entry_standing(row) for row in rows}
    begun = {name for name, entry in entries.items() if not entry.is_empty}
    if not begun:
        return CaseProgress(
            case,
            assessment,
            reader,
            "not_started",
            dict.fromkeys(standards, "not_started"),
        )
    states = find_states(form, case.facts, entries)
    whole = is_complete(form, states, entries)
    by_standard = {}
    for standard in standards:
        asked = {name for item in sections_in(form, standard) for name in item.ids}
        touched = bool(asked & begun)
        complete = is_complete(form, states, entries, standard)
        # Where nothing is asked, nothing is missing; that is no work done before the end.
        if complete and (touched or whole):
            by_standard[standard] = "ready"
        else:
            by_standard[standard] = "begun" if touched else "not_started"
    status = "ready" if whole else "begun"
    return CaseProgress(case, assessment, reader, status, by_standard)
