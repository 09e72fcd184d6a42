"""Where each log ended at some moment, kept apart: whoever makes a log anew is found out.

write_heads() -> CSV text; check_heads(text) -> faults
"""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import dataclass

from django.db import connection

from probata.errors import Fault, InputMissing
from probata.service.cases.models import Assessment

COLUMNS = ["assessment", "number", "hash"]


@dataclass(frozen=True)
class Heads:
    """The ends of all logs. Ids and hashes; nothing of a case."""

    text: str
    assessments: int
    events: int


def write_heads() -> Heads:
    """The end of every log, as of now."""
    rows = Assessment.objects.exclude(length=0).order_by("pk")
    found = list(rows.values_list("pk", "length", "head"))
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(found)
    return Heads(told.getvalue(), len(found), sum(row[1] for row in found))


def check_heads(text: str, where: str) -> list[Fault]:
    """The logs that do not pass through a head kept in `where`. Raises InputMissing."""
    kept = _read(text, where)
    columns = [list(column) for column in zip(*kept, strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.id, h.number FROM unnest(%s::uuid[], %s::int[], %s::text[]) "
            "AS h (id, number, hash) LEFT JOIN cases_event e "
            "ON e.assessment_id = h.id AND e.number = h.number "
            "WHERE e.hash IS DISTINCT FROM h.hash ORDER BY 1, 2",
            columns,
        )
        return [
            Fault(
                f"assessment {case}, event {number}",
                f"is not the one that was there when {where} was written.",
            )
            for case, number in cursor.fetchall()
        ]


def _read(text: str, where: str) -> list[tuple[uuid.UUID, int, str]]:
    rows = list(csv.reader(io.StringIO(text)))
    try:
        if rows[0] != COLUMNS:
            raise ValueError
        return [(uuid.UUID(case), int(number), told) for case, number, told in rows[1:]]
    except (IndexError, ValueError):
        raise InputMissing(f"{where} holds no heads of logs.") from None
