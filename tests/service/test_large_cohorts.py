"""References of large cohorts come in the order of their numbers."""

from __future__ import annotations

from typing import Any

import pytest
from lists import accept, inspect, list_columns, list_file, upload

pytestmark = pytest.mark.database


def test_twenty_thousand_rows_are_read(place: Any, browser_of: Any) -> None:
    inspect(place)
    lead = browser_of(place.lead)
    columns = list_columns(cases=22_500)
    assert len(columns["CRN"]) > 20_000
    assert upload(lead, place, list_file(columns)).status_code == 302
    assert accept(lead, place).status_code == 302
    references = list(
        place.inspection.cases.order_by("reference").values_list("reference", flat=True)
    )
    assert len(references) > 1000
    assert references == [f"{n:04d}" for n in range(1, len(references) + 1)]
    late = {
        "action": "add",
        "person_id": "Z999999",
        "event_number": "1",
        "reason-add": "Found later",
    }
    changes = f"/inspections/{place.inspection.pk}/changes"
    assert lead.post(changes, late).status_code == 302
    added = place.inspection.cases.get(person_id="Z999999")
    assert added.reference == f"{len(references) + 1:04d}"
