"""Signing an assessment, and people who have just given their password."""

from __future__ import annotations

import uuid
from typing import Any

PASSWORD = "fifteen made up letters"


def confirmed(user: Any) -> Any:
    """A browser in which a person has just shown who they are."""
    from django.test import Client

    client = Client()
    client.force_login(
        user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    client.post("/confirm", {"password": PASSWORD})
    return client


def sign_wholly(assessment: Any, reader: Any, but: Any = frozenset()) -> None:
    """Answer every question that is asked, save those answered before, and sign."""
    from django.utils import timezone

    from probata.service.cases.declare import sign_assessment
    from probata.service.cases.save_answer import Save, save_answer
    from probata.service.demo.answers import answer_wholly
    from probata.service.demo.twin_cases import TwinCase
    from probata.service.fieldwork.frameworks import form_of

    form = form_of(assessment.framework_id)
    case = TwinCase("T", "U", "R", "I", assessment.case.facts, {})
    for question, entry in answer_wholly(form, case).items():
        if question not in but:
            save = Save(question, 0, entry, uuid.uuid4())
            save_answer(assessment.pk, save, by=reader, at=timezone.now())
    sign_assessment(assessment.pk, by=reader, at=timezone.now())
    assessment.refresh_from_db()
