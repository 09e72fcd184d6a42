"""Writes an event, the head of its log and the answer that follows, in one statement.

write_event(assessment, event, answer=None) -> None
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection

from probata.service.cases.models import Assessment, Event, StandingAnswer


def write_event(
    assessment: Assessment, event: Event, answer: StandingAnswer | None = None
) -> None:
    """Store what `next_event` has made; `answer` stands from here on in its question.

    The caller has locked `assessment` and is in a transaction.
    """
    values = [assessment.length, assessment.head, assessment.pk]
    if answer is not None:
        values += values_of(answer)
    values += values_of(event)
    with connection.cursor() as cursor:
        cursor.execute(_statement(answer is not None), values)


def fields_of(model: Any) -> list[Any]:
    """The fields that are written when a row is added; all but its number."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def values_of(row: Any) -> list[Any]:
    """What a row holds in them, as the database takes it."""
    return [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in fields_of(type(row))
    ]


@cache
def _statement(with_answer: bool) -> str:
    steps = [
        "head AS (UPDATE cases_assessment SET length = %s, head = %s WHERE id = %s)"
    ]
    if with_answer:
        key = ("assessment_id", "question")
        changes = [
            f"{field.column} = excluded.{field.column}"
            for field in fields_of(StandingAnswer)
            if field.column not in key
        ]
        steps.append(
            f"stands AS ({_insert(StandingAnswer)} ON CONFLICT ({', '.join(key)}) "
            f"DO UPDATE SET {', '.join(changes)})"
        )
    return f"WITH {', '.join(steps)} {_insert(Event)}"


def _insert(model: Any) -> str:
    columns = [field.column for field in fields_of(model)]
    places = ", ".join(["%s"] * len(columns))
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({places})"
    )
