"""The log: only added to, and whatever is done to it otherwise shows."""

from __future__ import annotations

from typing import Any

import pytest
from saves import send

pytestmark = pytest.mark.database
TABLES = (
    "cases_event",
    "audit_record",
    "fieldwork_frameworkversion",
    "fieldwork_laterguidance",
    "retention_disposal",
    "retention_disposedcase",
)


@pytest.fixture
def answered(place: Any, browser_of: Any) -> Any:
    assessment, client = place.case(), browser_of(place.reader)
    for base, value in enumerate(("yes", "no", "yes")):
        send(client, assessment, base=base, value=value)
    return assessment


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "act",
    ["UPDATE {} SET {column} = {column}", "DELETE FROM {}", "TRUNCATE {} CASCADE"],
)
def test_the_application_cannot_change_a_log(
    answered: Any, browser_of: Any, table: str, act: str
) -> None:
    from django.db import ProgrammingError, connection, transaction

    column = {"fieldwork_frameworkversion": "text"}.get(table, "id")
    with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(act.format(table, column=column))


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE cases_event SET number = number",
        "DELETE FROM cases_event",
        "TRUNCATE cases_event",
    ],
)
def test_not_even_the_owner_changes_it_by_mistake(
    answered: Any, database: Any, act: str
) -> None:
    import psycopg

    with psycopg.connect(database.owner_url) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only added to"):
            connection.execute(act)


def test_an_honest_log_is_intact(answered: Any) -> None:
    from probata.service.cases.verify_log import verify_every_log

    found = verify_every_log()
    assert found.faults == ()
    assert found.events >= 4


@pytest.mark.parametrize(
    "tampering",
    [
        'UPDATE cases_event SET body = body || \'{"value": "no"}\' WHERE assessment_id = %s AND number = 2',
        "UPDATE cases_event SET body = '{}' WHERE assessment_id = %s AND number = 2",
        "UPDATE cases_event SET by_id = (SELECT id FROM accounts_user WHERE id <> by_id LIMIT 1) WHERE assessment_id = %s AND number = 2",
        "UPDATE cases_event SET at = at - interval '1 second' WHERE assessment_id = %s AND number = 3",
        "DELETE FROM cases_event WHERE assessment_id = %s AND number = 3",
        "DELETE FROM cases_event WHERE assessment_id = %s AND number = 4",
        "DELETE FROM cases_event WHERE assessment_id = %s",
        "UPDATE cases_standinganswer SET value = 'no' WHERE assessment_id = %s",
        "DELETE FROM cases_standinganswer WHERE assessment_id = %s",
        "UPDATE cases_assessment SET state = 'signed' WHERE id = %s",
    ],
)
def test_tampering_shows(answered: Any, database: Any, tampering: str) -> None:
    """Whoever owns the tables takes the trigger away, changes something, and puts it back."""
    import psycopg

    from probata.service.cases.verify_log import verify_every_log

    mine = f"WHERE assessment_id = '{answered.pk}'"
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE cases_event DISABLE TRIGGER USER")
        for name in ("event", "standinganswer"):
            connection.execute(
                f"CREATE TEMP TABLE kept_{name} AS SELECT * FROM cases_{name} {mine}"
            )
        assert connection.execute(tampering, [answered.pk]).rowcount > 0
        found = verify_every_log()
        for name in ("event", "standinganswer"):
            connection.execute(f"DELETE FROM cases_{name} {mine}")
            connection.execute(f"INSERT INTO cases_{name} SELECT * FROM kept_{name}")
        connection.execute(
            "UPDATE cases_assessment SET state = 'open' WHERE id = %s", [answered.pk]
        )
        connection.execute("ALTER TABLE cases_event ENABLE TRIGGER USER")
    assert found.fault_count > 0
    assert all(str(answered.pk) in fault.where for fault in found.faults)
    assert verify_every_log().faults == ()
