"""How often a save and a page ask the database; each is an exchange, so none comes unseen."""

from __future__ import annotations

from typing import Any

import pytest
from saves import send

pytestmark = pytest.mark.database

# Session, person, rights; begin, lock, retry?, rights again, answers, guidance, write, commit.
SAVE = 11
# A save that came too late writes its event, and asks for no guidance.
LATE = 10
# Session, person, rights; begin, answers, record, guidance, declared sections, who else is
# here, commit.
PAGE = 10


@pytest.fixture
def asked(database: Any) -> Any:
    """The statements that something sends, the beginning and end of transactions with them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(act: Any) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            act()
        return [item["sql"] for item in captured.captured_queries]

    return statements


def test_a_save_is_few_statements_however_much_is_answered(
    place: Any, browser_of: Any, asked: Any
) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    send(client, assessment)
    first = asked(lambda: send(client, assessment, base=1, value="no"))
    assert len(first) == SAVE, "\n".join(first)
    for question in ("assess_factors", "plan_harm", "safety"):
        assert send(client, assessment, question=question).status_code == 200
    again = asked(lambda: send(client, assessment, base=2, note="x" * 5000))
    assert len(again) == SAVE, "\n".join(again)


def test_a_save_that_came_too_late_is_few_statements(
    place: Any, browser_of: Any, asked: Any
) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    send(client, assessment)
    found = asked(lambda: send(client, assessment, base=0, value="no"))
    assert len(found) == LATE, "\n".join(found)


def test_a_page_is_few_statements_however_much_is_answered(
    place: Any, browser_of: Any, asked: Any
) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    address = f"/assessments/{assessment.pk}/sections/engagement"
    client.get(address)
    empty = asked(lambda: client.get(address))
    assert len(empty) == PAGE, "\n".join(empty)
    for question in ("working_relationship", "engagement", "plan_harm"):
        assert send(client, assessment, question=question).status_code == 200
    assert len(asked(lambda: client.get(address))) == PAGE


def test_a_session_is_not_written_at_each_request(
    place: Any, browser_of: Any, asked: Any
) -> None:
    assessment, client = place.case(), browser_of(place.reader)
    send(client, assessment)
    found = asked(lambda: send(client, assessment, base=1, note="more"))
    assert [sql for sql in found if 'UPDATE "django_session"' in sql] == []


def test_a_prepared_query_is_the_query_itself(place: Any) -> None:
    """Kept as text, it finds what Django finds, for one id after another."""
    from probata.service.cases.standing import _with_facts, find_assessment

    for assessment in (place.case(), place.case(case_type="custody")):
        for user in (place.reader, place.lead, place.other):
            found = find_assessment(assessment.pk, user)
            told = _with_facts(assessment.pk, user.pk).get()
            assert vars(found).keys() == vars(told).keys()
            assert found.case.facts == told.case.facts == assessment.case.facts
            assert found.case.inspection.unit == told.case.inspection.unit
            for name in ("reads", "leads", "conflicted", "head", "state"):
                assert getattr(found, name) == getattr(told, name)
