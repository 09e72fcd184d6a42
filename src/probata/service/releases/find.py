"""Finds a release, and the inspections that one is asked for."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.models import Inspection
from probata.service.releases.models import Release


def find_release(release: uuid.UUID | str) -> Release | None:
    """With all that its pages say of it."""
    return (
        Release.objects.filter(pk=release)
        .select_related("framework", "corrects", "asked__asked_by", "asked__decided_by")
        .first()
    )


def inspections_of(asked: ConsentRequest) -> QuerySet[Inspection]:
    """Those that a release is asked for, by unit."""
    found = Inspection.objects.filter(pk__in=asked.details["inspections"])
    return found.select_related("unit", "framework").order_by("unit__name", "pk")


def corrected_by(asked: ConsentRequest) -> Release | None:
    """The release that is to be corrected by what is asked for."""
    return (
        find_release(asked.details["corrects"]) if asked.details["corrects"] else None
    )
