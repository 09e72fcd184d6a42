"""The pages of judging a case. They decide nothing: rights are asked before them."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from probata.assessment.completion import STATUS_WORDS
from probata.errors import UserError
from probata.service.accounts.confirm import ask_to_confirm
from probata.service.audit.record import record
from probata.service.cases.case_state import CaseState, read_case
from probata.service.cases.declare import (
    NotComplete,
    declare_section,
    sign_assessment,
)
from probata.service.cases.guidance_search import find_guidance
from probata.service.cases.models import Assessment, Event
from probata.service.cases.presence import others_here
from probata.service.cases.read_save import BadSave, read_form_saves, read_json_save
from probata.service.cases.save_answer import (
    Conflicted,
    ForeignOperation,
    NotAllowed,
    Save,
    Saved,
    save_answer,
)
from probata.service.cases.section_page import (
    Trouble,
    changed_questions,
    questions_markup,
    section_guidance,
    words_of,
)
from probata.service.cases.standing import own_assessments
from probata.service.fieldwork.frameworks import later_guidance
from probata.service.pages import clock
from probata.service.rights import Outcome, decide


@require_GET
def home(request: Any) -> HttpResponse:
    """To one's own cases, or to a page that says where to go."""
    own = own_assessments(request.user).exists()
    if own and decide("my_cases", request.standing) is Outcome.ALLOWED:
        return redirect("my_cases")
    if decide("inspections", request.standing) is Outcome.ALLOWED:
        return redirect("inspections")
    for name in ("my_cases", "releases", "quality"):
        if decide(name, request.standing) is Outcome.ALLOWED:
            return redirect(name)
    return render(request, "home.html")


@require_GET
def my_cases(request: Any) -> HttpResponse:
    """One's own cases, with how far each has come."""
    answered = Count("answers", filter=Q(answers__value__isnull=False))
    found = own_assessments(request.user).annotate(answered=answered)
    record(request, "seen", cases=len(found))
    return render(request, "cases/my_cases.html", {"assessments": found})


@require_GET
def task_list(request: Any, assessment: uuid.UUID) -> HttpResponse:
    """A case's sections by standard, each with its status."""
    state = read_case(request.assessment)
    record(request, "seen", request.assessment)
    groups = [
        (
            standard,
            [
                (section, state.status(section.id))
                for section in state.form.sections_of(standard.id)
            ],
        )
        for standard in state.form.standards
    ]
    context = {"state": state, "groups": groups, "words": STATUS_WORDS}
    return _render_case(request, "cases/task_list.html", context)


@require_http_methods(["GET", "POST"])
def section(request: Any, assessment: uuid.UUID, section: str) -> HttpResponse:
    """The page of a key question, and its ordinary form."""
    state = read_case(request.assessment)
    if section not in {item.id for item in state.form.sections}:
        raise Http404
    troubles: dict[str, Trouble] = {}
    if request.method == "POST":
        troubles = _save_form(request, state, section)
        if not troubles:
            return redirect(_next_page(request, state, section))
        state = read_case(request.assessment)
    record(request, "seen", request.assessment, section=section)
    found = state.form.section(section)
    titles = [item.id for item in state.form.sections]
    context = {
        "state": state,
        "section": found,
        "standard": next(
            item for item in state.form.standards if item.id == found.standard
        ),
        "questions": questions_markup(state, found, troubles),
        "guidance": section_guidance(state, found),
        "troubles": troubles,
        "declared": section in state.declared,
        "missing": state.missing(section) if section in state.declared else (),
        "operation": uuid.uuid4(),
        "place": titles.index(section) + 1,
        "places": len(titles),
    }
    return _render_case(
        request, "cases/section.html", context, 409 if troubles else 200
    )


def _save_form(request: Any, state: CaseState, section: str) -> dict[str, Trouble]:
    """Save what an ordinary form sent; what could not be saved, by question."""
    now = timezone.now()
    names = state.form.section(section).ids
    troubles: dict[str, Trouble] = {}
    try:
        saves = read_form_saves(state, names, request.POST)
    except BadSave:
        raise Http404 from None
    for save in saves:
        trouble = _try(request, save)
        if trouble:
            troubles[save.question] = trouble
    if not troubles:
        complete = request.POST.get("complete") == "yes"
        declare_section(
            request.assessment.pk, section, complete, by=request.user, at=now
        )
    return troubles


def _try(request: Any, save: Save) -> Trouble | None:
    try:
        outcome = save_answer(
            request.assessment.pk, save, by=request.user, at=timezone.now()
        )
    except UserError as error:
        words = " ".join(f"{fault.problem} {fault.mend}" for fault in error.faults)
        return Trouble(words=words, sent=save.entry, base=save.base)
    if isinstance(outcome, Conflicted):
        return Trouble(conflict=outcome, sent=save.entry, base=outcome.version)
    return None


def _next_page(request: Any, state: CaseState, section: str) -> str:
    from django.urls import reverse

    given = {"assessment": request.assessment.pk}
    names = [item.id for item in state.form.sections]
    after = names[names.index(section) + 1 :]
    if request.POST.get("then") == "next" and after:
        return reverse("section", kwargs={**given, "section": after[0]})
    return reverse("assessment", kwargs=given)


@transaction.non_atomic_requests  # `save_answer` is its transaction
@require_POST
def save_one(request: Any, assessment: uuid.UUID) -> HttpResponse:
    """One save of the page's script; every answer is JSON."""
    try:
        save = read_json_save(request.body)
        outcome = save_answer(
            request.assessment.pk, save, by=request.user, at=timezone.now()
        )
    except BadSave as error:
        return JsonResponse({"error": "not_a_save", "why": str(error)}, status=400)
    except UserError as error:
        why = " ".join(f"{fault.problem} {fault.mend}" for fault in error.faults)
        return JsonResponse({"error": "cannot_be_saved", "why": why}, status=422)
    except NotAllowed:
        why = "This case is no longer yours to change."
        return JsonResponse({"error": "refused", "why": why}, status=403)
    except ForeignOperation:
        return JsonResponse({"error": "foreign_operation"}, status=400)
    if isinstance(outcome, Saved):
        return JsonResponse(_saved(save, outcome))
    return JsonResponse(_conflict(save, outcome), status=409)


def _saved(save: Save, outcome: Saved) -> dict[str, Any]:
    section = outcome.state.form.section_of(save.question)
    return {
        "version": outcome.version,
        "at": clock(outcome.at),
        "questions": changed_questions(outcome.state, section),
    }


def _conflict(save: Save, outcome: Conflicted) -> dict[str, Any]:
    words, theirs = words_of(outcome.state, save.question), outcome.theirs
    return {
        "error": "conflict",
        "version": outcome.version,
        "by": outcome.by.name,
        "at": clock(outcome.at),
        "mine": words(save.entry),
        "theirs": words(theirs),
        "value": "__declined" if theirs.declined else theirs.value,
        "note": theirs.note,
        "because": theirs.declined_because,
        "reasoning": theirs.reasoning,
        "change": theirs.change_reason,
    }


@require_GET
def check_answers(request: Any, assessment: uuid.UUID) -> HttpResponse:
    """Every answer of the case on one page, for checking, signing and printing."""
    state = read_case(request.assessment)
    record(request, "seen", request.assessment)
    return _render_case(request, "cases/check.html", _check_context(request, state))


def _check_context(request: Any, state: CaseState) -> dict[str, Any]:
    return {
        "state": state,
        "words_of": lambda name: words_of(state, name),
        "missing": state.missing(),
        "section_of": lambda name: (
            state.form.section_of(name).id if name in state.form else ""
        ),
        "may_judge": decide("section", request.standing) is Outcome.ALLOWED,
        "compared": _compared(request),
    }


def _compared(request: Any) -> bool:
    """A reader of a case is told of its other reading once both are signed."""
    found = request.assessment
    if not request.standing.reads or found.state == Assessment.State.OPEN:
        return False
    signed = found.case.assessments.exclude(state=Assessment.State.OPEN)
    return bool(signed.count() == 2)


@require_http_methods(["GET", "POST"])
def sign(request: Any, assessment: uuid.UUID) -> HttpResponse:
    """Sign an assessment, after giving one's password again."""
    if first := ask_to_confirm(request):
        return first
    state = read_case(request.assessment)
    if request.method == "GET":
        record(request, "seen", request.assessment)
        context = {"state": state, "missing": state.missing()}
        return _render_case(request, "cases/sign.html", context)
    if request.POST.get("declaration") != "yes":
        context = {"state": state, "missing": state.missing(), "unticked": True}
        return _render_case(request, "cases/sign.html", context, 422)
    try:
        sign_assessment(request.assessment.pk, by=request.user, at=timezone.now())
    except NotComplete:
        return redirect("check_answers", assessment=assessment)
    record(request, "done", request.assessment)
    return redirect("check_answers", assessment=assessment)


@require_GET
def history(request: Any, assessment: uuid.UUID, question: str) -> HttpResponse:
    """Everything that was saved for a question, refused saves among it."""
    state = read_case(request.assessment)
    if question not in state.form:
        raise Http404
    record(request, "seen", request.assessment, question=question)
    events = (
        Event.objects.filter(assessment=request.assessment, question=question)
        .select_related("by")
        .order_by("-number")
    )
    context = {
        "state": state,
        "question": state.form.question(question),
        "section": state.form.section_of(question),
        "events": events,
        "words_of": words_of(state, question),
    }
    return _render_case(request, "cases/history.html", context)


@require_http_methods(["GET", "POST"])
def search_guidance(request: Any, assessment: uuid.UUID) -> HttpResponse:
    """Words in the guidance of the case's framework; they stay out of the address."""
    state = read_case(request.assessment)
    words = request.POST.get("words", "")
    later = later_guidance(request.assessment.framework_id)
    found = find_guidance(state.form, later, words, timezone.localdate())
    record(request, "seen", request.assessment, found=len(found))
    context = {
        "state": state,
        "words": words,
        "found": found,
        "may_judge": decide("section", request.standing) is Outcome.ALLOWED,
    }
    return _render_case(request, "cases/search_guidance.html", context)


def _render_case(
    request: Any, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    given = {
        **context,
        "others_here": others_here(request.assessment, request.user, timezone.now()),
        "assessment": request.assessment,
        "case": request.assessment.case,
    }
    return render(request, template, given, status=status)
