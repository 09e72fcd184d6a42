"""An answer of a case that was decided where two readings differ."""

from __future__ import annotations

import datetime
from typing import Any

REASON = "The record has it under another name"


def adjudicated(case: Any, *, by: Any, at: datetime.datetime) -> Any:
    from saves import QUESTION

    from probata.service.quality.models import Adjudication

    return Adjudication.objects.create(
        case=case,
        question=QUESTION,
        first="yes",
        second="no",
        outcome="yes",
        reason=REASON,
        by=by,
        at=at,
    )
