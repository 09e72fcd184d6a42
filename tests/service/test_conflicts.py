"""Conflicts of interest: what follows at once, and who may withdraw one."""

from __future__ import annotations

from typing import Any

import pytest
from saves import send

pytestmark = pytest.mark.database


def declare(client: Any, kind: str, row: Any, reason: str = "Worked there") -> Any:
    return client.post("/conflicts", {"with": f"{kind}:{row.pk}", "reason": reason})


def withdraw(client: Any, place: Any, conflict: Any, reason: str) -> Any:
    return client.post(
        f"/inspections/{place.inspection.pk}/conflicts",
        {"conflict": str(conflict.pk), f"reason-{conflict.pk}": reason},
    )


def test_a_conflict_with_a_case_ends_its_reading_at_once(
    place: Any, browser_of: Any
) -> None:
    from probata.service.audit.models import Record
    from probata.service.fieldwork.models import Conflict

    mine, other = place.case(), place.case()
    client = browser_of(place.reader)
    send(client, mine, note="kept")
    assert declare(client, "case", mine.case).status_code == 302
    assert client.get(f"/assessments/{mine.pk}/").status_code == 404
    assert client.get(f"/assessments/{other.pk}/").status_code == 200
    assert send(client, mine, base=1, note="after").status_code == 404
    assert mine.answers.get().note == "kept"
    last = mine.events.order_by("-number")[0]
    assert last.kind == "reading_ended"
    assert last.body == {"reader": str(place.reader.pk), "because": "conflict"}
    conflict = Conflict.objects.get(user=place.reader)
    done = Record.objects.get(action="done", by=place.reader, route="conflicts")
    assert done.details["readings_ended"] == 1
    assert done.subject_id == str(conflict.pk)
    page = browser_of(place.lead).get(f"/inspections/{place.inspection.pk}/")
    words = " ".join(page.content.decode().split())
    assert "No reader" in words


def test_a_conflict_with_a_unit_ends_all_of_it(place: Any, browser_of: Any) -> None:
    from probata.service.cases.verify_log import verify_every_log

    cases = [place.case() for _ in range(3)]
    client = browser_of(place.reader)
    declare(client, "unit", place.inspection.unit)
    for assessment in cases:
        assert client.get(f"/assessments/{assessment.pk}/").status_code == 404
        assert not assessment.case.allocations.filter(until__isnull=True).exists()
    own = [
        fault for fault in verify_every_log().faults if str(cases[0].pk) in fault.where
    ]
    assert own == []
    refused = browser_of(place.lead).post(
        f"/inspections/{place.inspection.pk}/allocate",
        {"case": str(cases[0].case.pk), "to": str(place.reader.pk)},
    )
    assert b"conflict of interest" in refused.content


def test_only_another_lead_withdraws_and_the_record_stays(
    place: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Conflict
    from probata.service.roles import Role

    assessment = place.case()
    declare(browser_of(place.reader), "case", assessment.case, "Knows <b>them</b>")
    conflict = Conflict.objects.get(user=place.reader)
    strangers = [
        place.reader,
        place.other,
        place.person("manager", Role.PROGRAMME_MANAGER),
        place.person("elsewhere", Role.LEAD_INSPECTOR),
    ]
    for user in strangers:
        assert withdraw(browser_of(user), place, conflict, "No").status_code == 404
    lead = browser_of(place.lead)
    empty = withdraw(lead, place, conflict, " \n ")
    assert empty.status_code == 422 and b"Enter the reason" in empty.content
    assert b"Knows &lt;b&gt;them&lt;/b&gt;" in empty.content
    assert withdraw(lead, place, conflict, "Another person").status_code == 302
    again = withdraw(lead, place, conflict, "Once more")
    assert again.status_code == 422 and b"before" in again.content
    assert Conflict.objects.get(pk=conflict.pk).withdrawal.reason == "Another person"
    assert not Conflict.objects.standing().filter(user=place.reader).exists()
    # Nothing comes back by itself; the lead allocates, and then the case is seen again.
    reader = browser_of(place.reader)
    assert reader.get(f"/assessments/{assessment.pk}/").status_code == 404
    lead.post(
        f"/inspections/{place.inspection.pk}/allocate",
        {"case": str(assessment.case.pk), "to": str(place.reader.pk)},
    )
    assert reader.get(f"/assessments/{assessment.pk}/").status_code == 200
    assert declare(reader, "case", assessment.case).status_code == 302


def test_a_lead_does_not_withdraw_their_own(place: Any, browser_of: Any) -> None:
    from probata.service.cases.allocate import allocate_case
    from probata.service.fieldwork.models import Conflict

    assessment = place.case()
    allocate_case(assessment.case.pk, to=place.lead, by=place.lead, at=place.now)
    lead = browser_of(place.lead)
    declare(lead, "case", assessment.case, "A neighbour")
    conflict = Conflict.objects.get(user=place.lead)
    refused = withdraw(lead, place, conflict, "Not so bad")
    assert refused.status_code == 422 and b"Nobody withdraws" in refused.content
    assert b"A neighbour" not in refused.content
    assert Conflict.objects.standing().filter(pk=conflict.pk).exists()
    page = lead.get(f"/inspections/{place.inspection.pk}/").content.decode()
    assert assessment.case.reference not in page


def test_what_cannot_be_declared_is_refused(place: Any, browser_of: Any) -> None:
    from probata.service.fieldwork.models import Conflict

    assessment = place.case()
    client = browser_of(place.other)
    sent = [
        {
            "with": f"case:{assessment.case.pk}",
            "reason": "A case that they do not read",
        },
        {"with": "case:x", "reason": "r"},
        {"with": "unit:x", "reason": "r"},
        {"with": f"person:{place.reader.pk}", "reason": "r"},
        {"with": f"unit:{place.inspection.unit.pk}", "reason": ""},
        {"with": f"unit:{place.inspection.unit.pk}", "reason": "x" * 501},
        {},
    ]
    for given in sent:
        assert client.post("/conflicts", given).status_code == 422, given
    assert not Conflict.objects.filter(user=place.other).exists()
    assert declare(client, "unit", place.inspection.unit, "שלום").status_code == 302
    again = declare(client, "unit", place.inspection.unit)
    assert again.status_code == 422 and b"before" in again.content


def test_a_conflict_of_another_inspection_is_not_withdrawn_here(
    place: Any, browser_of: Any
) -> None:
    from probata.service.fieldwork.models import Conflict

    other = type(place)("probation_2021")
    declare(browser_of(other.reader), "unit", other.inspection.unit)
    conflict = Conflict.objects.get(user=other.reader)
    refused = withdraw(browser_of(place.lead), place, conflict, "Why not")
    assert refused.status_code == 422
    assert Conflict.objects.standing().filter(pk=conflict.pk).exists()
    wrong = {"conflict": "1; DROP", "reason-1": "r"}
    page = f"/inspections/{place.inspection.pk}/conflicts"
    assert browser_of(place.lead).post(page, wrong).status_code == 404


def test_neither_conflict_nor_withdrawal_can_be_changed(
    place: Any, browser_of: Any
) -> None:
    from django.db import DatabaseError, transaction

    from probata.service.fieldwork.models import Conflict, ConflictWithdrawal

    declare(browser_of(place.reader), "unit", place.inspection.unit)
    conflict = Conflict.objects.get(user=place.reader)
    withdraw(browser_of(place.lead), place, conflict, "Mistaken")
    for rows in (
        Conflict.objects.filter(pk=conflict.pk),
        ConflictWithdrawal.objects.filter(conflict=conflict),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(reason="other words")
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_a_case_that_is_allocated_while_a_conflict_is_declared(
    place: Any, browser_of: Any
) -> None:
    """Two connections at once: whichever is first, the person ends without the case."""
    import threading

    from django.db import connection

    from probata.service.cases.allocate import CannotAllocate, allocate_case
    from probata.service.fieldwork.models import Allocation
    from probata.service.inspections.conflicts import declare_conflict

    for _ in range(5):
        case = place.case().case
        person = place.person("both-ways", "inspector")
        place.inspection.members.create(user=person, part="inspector")
        start = threading.Barrier(2)

        def give(case: Any = case, person: Any = person, start: Any = start) -> None:
            start.wait()
            try:
                allocate_case(case.pk, to=person, by=place.lead, at=place.now)
            except CannotAllocate:
                pass
            finally:
                connection.close()

        thread = threading.Thread(target=give)
        thread.start()
        start.wait()
        declare_conflict(person, place.inspection.unit, "Worked there", at=place.now)
        thread.join()
        assert not Allocation.objects.filter(user=person, until__isnull=True).exists()
        person.email = f"gone-{person.pk}@example.org"
        person.save()
