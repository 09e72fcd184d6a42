"""What a page's script sends."""

from __future__ import annotations

import json
import uuid
from typing import Any

QUESTION = "working_relationship"


def send(client: Any, assessment: Any, **given: Any) -> Any:
    """One save, with whatever a test changes of it."""
    body = {
        "question": QUESTION,
        "base": 0,
        "operation": str(uuid.uuid4()),
        "value": "yes",
        "note": "",
        "because": "",
        "reasoning": "",
    } | given
    return client.post(
        f"/assessments/{assessment.pk}/answers",
        json.dumps(body),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
