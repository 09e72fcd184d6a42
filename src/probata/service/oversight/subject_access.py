"""Everything that the service holds on one supervised person, for whoever answers them.

cases_of(person_id) -> their cases
gather(cases) -> what is held, as plain values
write_extract(held) -> the bytes of a zip: a page to read and redact, and the same as JSON

What the linkage or a data release holds elsewhere is not in here; releases carry
pseudonyms, and their manifests say which assessments they hold.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.template.loader import get_template

from probata.assessment.answers import Entry
from probata.assessment.form import Form
from probata.assessment.log_events import entry_of, utc_text
from probata.service.accounts.models import User
from probata.service.audit.models import Record
from probata.service.cases.case_state import entry_standing
from probata.service.cases.models import Assessment, Event
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import Allocation, Case, CaseChange, Conflict
from probata.service.oversight.audit_words import route_words
from probata.service.pages import fact_words

# The time in a zip file's records: the same cases give the same bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def cases_of(person_id: str) -> QuerySet[Case]:
    """The cases that carry this person's id, exactly as the case list gave it."""
    found = Case.objects.filter(person_id=person_id).exclude(person_id="")
    return found.select_related("inspection__unit").order_by("inspection_id", "pk")


def gather(cases: Iterable[Case]) -> dict[str, Any]:
    """All of it: facts, answers in words, notes, every earlier version, who judged, who saw."""
    return {"cases": [_case(case) for case in cases]}


def _case(case: Case) -> dict[str, Any]:
    assessments = list(case.assessments.select_related("framework", "signed_by"))
    return {
        "id": str(case.pk),
        "reference": case.reference,
        "unit": case.inspection.unit.name,
        "fieldwork_starts": case.inspection.fieldwork_starts.isoformat(),
        "fieldwork_ends": case.inspection.fieldwork_ends.isoformat(),
        "person_name": case.person_name,
        "person_id": case.person_id,
        "practitioner": case.practitioner,
        "facts": _facts(case, assessments),
        "listed": {name: str(value) for name, value in sorted(case.listed.items())},
        "event_number": case.event_number,
        "changes": [_change(item) for item in case.changes.select_related("by")],
        "conflicts": [
            _conflict(item) for item in case.conflicts.select_related("user")
        ],
        "readers": [_reader(item) for item in _allocations(case)],
        "assessments": [_assessment(item) for item in assessments],
        "adjudicated": _adjudicated(case, assessments),
        "audit": _audit(case, assessments),
    }


def _facts(case: Case, assessments: list[Assessment]) -> list[dict[str, str]]:
    """Each fact under its framework's label; under its own name where that names it not."""
    known = {}
    if assessments:
        known = form_of(assessments[0].framework_id).framework.file.facts
    return [
        {
            "fact": known[name].label.text() if name in known else name,
            "value": fact_words(known[name], value) if name in known else str(value),
        }
        for name, value in sorted(case.facts.items())
    ]


def _adjudicated(case: Case, assessments: list[Assessment]) -> list[dict[str, str]]:
    """What was decided where two readings differ, with both originals, in words."""
    found = case.adjudications.select_related("by").order_by("pk")
    if not found or not assessments:
        return []
    form = form_of(assessments[0].framework_id)
    told = []
    for item in found:
        question = form.question(item.question)
        words = {a.id: a.label.text() for a in form.framework.answers_to(question)}
        told.append(
            {
                "question": question.text.text(),
                "first": words.get(item.first, "Cannot be judged"),
                "second": words.get(item.second, "Cannot be judged"),
                "outcome": words.get(item.outcome, item.outcome),
                "reason": item.reason,
                "by": item.by.name,
                "at": utc_text(item.at),
            }
        )
    return told


def _change(item: CaseChange) -> dict[str, str]:
    return {
        "kind": item.get_kind_display(),
        "by": item.by.name,
        "at": utc_text(item.at),
        "reason": item.reason,
    }


def _conflict(item: Conflict) -> dict[str, str]:
    return {
        "name": item.user.name,
        "at": utc_text(item.declared_at),
        "reason": item.reason,
    }


def _allocations(case: Case) -> QuerySet[Allocation]:
    return case.allocations.select_related("user").order_by("since", "pk")


def _reader(item: Allocation) -> dict[str, str]:
    return {
        "name": item.user.name,
        "reading": item.get_reading_display(),
        "since": utc_text(item.since),
        "until": utc_text(item.until) if item.until else "",
    }


def _assessment(found: Assessment) -> dict[str, Any]:
    form = form_of(found.framework_id)
    answers = {row.question: row for row in found.answers.select_related("by")}
    return {
        "id": str(found.pk),
        "reading": found.get_reading_display(),
        "framework": f"{found.framework.title}, version {found.framework.version}",
        "state": found.get_state_display(),
        "signed_by": found.signed_by.name if found.signed_by else "",
        "signed_at": utc_text(found.signed_at) if found.signed_at else "",
        "answers": [
            {
                "question": question.text.text(),
                **_entry(form, question.id, entry_standing(answers[question.id])),
                "by": answers[question.id].by.name,
                "at": utc_text(answers[question.id].at),
            }
            for question in form.questions
            if question.id in answers
        ],
        "history": _history(form, found),
        "requests": _requests(found),
    }


def _entry(form: Form, question: str, entry: Entry) -> dict[str, str]:
    labels = {
        item.id: item.label.text()
        for item in form.framework.answers_to(form.question(question))
    }
    told = labels.get(entry.value or "", entry.value or "Not answered")
    return {
        "answer": "Cannot be judged" if entry.declined else told,
        "note": entry.note,
        "why_not_judged": entry.declined_because,
        "rests_on": entry.reasoning,
        "why_changed": entry.change_reason,
    }


def _history(form: Form, found: Assessment) -> list[dict[str, str]]:
    """Every event of the log, with what it said."""
    told = []
    events = Event.objects.filter(assessment=found).select_related("by")
    for event in events.order_by("number"):
        item = {"at": utc_text(event.at), "by": event.by.name, "kind": event.kind}
        body = event.body or {}
        if event.kind in ("answer_saved", "conflict_recorded"):
            item["question"] = form.question(event.question).text.text()
            item |= _entry(form, event.question, entry_of(body))
        elif "reason" in body:
            item["reason"] = body["reason"]
        elif "section" in body:
            item["section"] = body["section"]
        elif "facts" in body:
            item["facts"] = ", ".join(f"{k}: {v}" for k, v in body["facts"].items())
        told.append(item)
    return told


def _requests(found: Assessment) -> list[dict[str, str]]:
    requests = ConsentRequest.objects.filter(subject_id=str(found.pk))
    return [
        {
            "kind": item.get_kind_display(),
            "reason": item.reason,
            "asked_by": item.asked_by.name,
            "asked_at": utc_text(item.asked_at),
            "outcome": item.get_outcome_display(),
            "decided_by": item.decided_by.name if item.decided_by else "",
            "because": item.decision_reason,
        }
        for item in requests.select_related("asked_by", "decided_by")
    ]


def _audit(case: Case, assessments: list[Assessment]) -> list[dict[str, str]]:
    """Who saw, did or was refused what of this case, in order."""
    ids = [str(case.pk), *(str(item.pk) for item in assessments)]
    records = Record.objects.filter(subject_id__in=ids).select_related("by")
    return [
        {
            "at": utc_text(item.at),
            "who": _name(item.by),
            "did": item.get_action_display(),
            "what": route_words(item),
        }
        for item in records.order_by("id")
    ]


def _name(user: User | None) -> str:
    return user.name if user else "Nobody signed in"


def write_extract(held: dict[str, Any]) -> bytes:
    """Both files; the page stands alone, runs nothing and prints."""
    page = get_template("oversight/extract.html").template.render({"held": held})
    told = json.dumps(held, ensure_ascii=False, indent=2) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in (("extract.html", page), ("extract.json", told)):
            made.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text.encode())
    return out.getvalue()
