"""The lead's page of live ratings."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from probata.errors import UserError
from probata.service.audit.record import record
from probata.service.fieldwork.frameworks import form_of
from probata.service.quality.live import read_live


@require_GET
def live_ratings(request: Any, inspection: uuid.UUID) -> HttpResponse:
    """Where the ratings are heading, from what is signed."""
    form = form_of(request.inspection.framework_id)
    try:
        live, why = read_live(request.inspection), ""
    except UserError as error:
        live, why = None, str(error)
    record(request, "seen", request.inspection)
    labels = {} if live is None else _labels(form.framework)
    titles = {item.id: item.title.text() for item in form.standards}
    context = {
        "inspection": request.inspection,
        "live": live,
        "why": why,
        "standard_of": lambda name: titles[form.section(name).standard],
        "grade": lambda name: labels.get(name, name or "Not rated yet"),
    }
    return render(request, "quality/live_ratings.html", context)


def _labels(framework: Any) -> dict[str, str]:
    return {item.id: item.label.text() for item in framework.ratings.grades}
