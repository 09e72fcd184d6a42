"""Random tamperings with the log, by the owner with the triggers off; verify-log must see each.

run_tamperings(count, seed, owner_url) -> a record of it
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

TABLES = ("cases_event", "cases_standinganswer")
Act = Callable[[Any, np.random.Generator, list[str]], str]


def _one(cursor: Any, rng: np.random.Generator, cases: list[str]) -> tuple[str, int]:
    """Some event that is neither the first nor alone: (its case, its number)."""
    case = cases[int(rng.integers(len(cases)))]
    cursor.execute("SELECT length FROM cases_assessment WHERE id = %s", [case])
    return case, int(rng.integers(2, cursor.fetchone()[0] + 1))


def _edit(cursor: Any, rng: np.random.Generator, cases: list[str]) -> str:
    case, number = _one(cursor, rng, cases)
    change = [
        'body = body || \'{"value": "another"}\'',
        "body = jsonb_set(body, '{note}', to_jsonb(body->>'note' || '.'))",
        "at = at + interval '1 millisecond'",
        "kind = 'section_declared'",
        "operation = gen_random_uuid()::text",
        "by_id = (SELECT u.id FROM accounts_user u WHERE u.id <> by_id LIMIT 1)",
        "hash = reverse(hash)",
        "body = NULL",
    ][int(rng.integers(8))]
    cursor.execute(
        f"UPDATE cases_event SET {change} WHERE assessment_id = %s AND number = %s",
        [case, number],
    )
    return case


def _edit_with_hash(cursor: Any, rng: np.random.Generator, cases: list[str]) -> str:
    """An event whose own hashes are worked out again, as one would who knows how."""
    from probata.assessment.chain import GENESIS, chain_hash
    from probata.assessment.log_events import hash_of_body
    from probata.service.cases.log import log_event
    from probata.service.cases.models import Event

    case, number = _one(cursor, rng, cases)
    stored = Event.objects.get(assessment=case, number=number)
    before = Event.objects.filter(assessment=case, number=number - 1).first()
    stored.body["note"] += " Changed."
    stored.body_sha256 = ""
    event = log_event(stored)
    told = chain_hash(before.hash if before else GENESIS, event)
    cursor.execute(
        "UPDATE cases_event SET body = jsonb_set(body, '{note}', to_jsonb(%s::text)), "
        "body_sha256 = %s, hash = %s WHERE assessment_id = %s AND number = %s",
        [stored.body["note"], hash_of_body(event), told, case, number],
    )
    return case


def _delete(cursor: Any, rng: np.random.Generator, cases: list[str]) -> str:
    case, number = _one(cursor, rng, cases)
    cursor.execute(
        "DELETE FROM cases_event WHERE assessment_id = %s AND number = %s",
        [case, number],
    )
    return case


def _cut(cursor: Any, rng: np.random.Generator, cases: list[str]) -> str:
    case, number = _one(cursor, rng, cases)
    cursor.execute(
        "DELETE FROM cases_event WHERE assessment_id = %s AND number >= %s",
        [case, number],
    )
    return case


def _cut_all(cursor: Any, rng: np.random.Generator, cases: list[str]) -> str:
    case, _ = _one(cursor, rng, cases)
    cursor.execute("DELETE FROM cases_event WHERE assessment_id = %s", [case])
    return case


def _reorder(cursor: Any, rng: np.random.Generator, cases: list[str]) -> str:
    """Two events change places."""
    case, number = _one(cursor, rng, cases)
    cursor.execute(
        "UPDATE cases_event SET number = 1000000 WHERE assessment_id = %s AND number = %s",
        [case, number],
    )
    other = number - 1
    for at, to in ((other, number), (1_000_000, other)):
        cursor.execute(
            "UPDATE cases_event SET number = %s WHERE assessment_id = %s AND number = %s",
            [to, case, at],
        )
    return case


def _insert(cursor: Any, rng: np.random.Generator, cases: list[str]) -> str:
    """A copy of an event, as another act, at the end."""
    case, number = _one(cursor, rng, cases)
    cursor.execute(
        "INSERT INTO cases_event (assessment_id, number, operation, kind, question, by_id, "
        "at, body, body_sha256, hash) SELECT assessment_id, (SELECT length + 1 FROM "
        "cases_assessment WHERE id = %s), gen_random_uuid()::text, kind, question, by_id, "
        "at, body, body_sha256, hash FROM cases_event "
        "WHERE assessment_id = %s AND number = %s",
        [case, case, number],
    )
    return case


def _swap(cursor: Any, rng: np.random.Generator, cases: list[str]) -> str:
    """The events of the same number of two cases change their cases."""
    case, number = _one(cursor, rng, cases)
    other = cases[(cases.index(case) + 1) % len(cases)]
    cursor.execute(
        "UPDATE cases_event e SET number = 1000000 + e.number WHERE number = %s "
        "AND assessment_id IN (%s, %s)",
        [number, case, other],
    )
    cursor.execute(
        "UPDATE cases_event SET number = number - 1000000, assessment_id = "
        "CASE WHEN assessment_id = %s THEN %s::uuid ELSE %s::uuid END "
        "WHERE number > 1000000 AND assessment_id IN (%s, %s)",
        [case, other, case, case, other],
    )
    return case


def _projection(cursor: Any, rng: np.random.Generator, cases: list[str]) -> str:
    """What stands is changed, and its log is not."""
    case, _ = _one(cursor, rng, cases)
    change = ["note = note || '.'", "version = version + 1", "at = at - interval '1 s'"]
    cursor.execute(
        f"UPDATE cases_standinganswer SET {change[int(rng.integers(3))]} WHERE id = "
        "(SELECT min(id) FROM cases_standinganswer WHERE assessment_id = %s)",
        [case],
    )
    return case


ACTS: dict[str, Act] = {
    "edited": _edit,
    "edited, its hashes made anew": _edit_with_hash,
    "deleted": _delete,
    "end cut off": _cut,
    "whole log deleted": _cut_all,
    "reordered": _reorder,
    "inserted": _insert,
    "swapped between cases": _swap,
    "standing answer changed": _projection,
}


def run_tamperings(
    count: int, seed: int, owner_url: str, cases: list[str]
) -> dict[str, Any]:
    """Each in a transaction of the owner's that is then taken back."""
    from django.db import connections, transaction

    from probata.service.cases.verify_log import verify_every_log, verify_what_is_seen
    from probata.service.settings import read_database

    rng = np.random.default_rng(seed)
    before = verify_every_log().fault_count
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    began = time.perf_counter()
    usual = dict(connections.databases["default"])
    _use({**usual, **read_database(owner_url)})
    try:
        for _ in range(count):
            name = list(ACTS)[int(rng.integers(len(ACTS)))]
            with transaction.atomic():
                with connections["default"].cursor() as cursor:
                    for table in TABLES:
                        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                    case = ACTS[name](cursor, rng, cases)
                    # Deferred checks of the tables, or the triggers could not be put back.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                seen = verify_what_is_seen()
                made[name] += 1
                found[name] += any(case in fault.where for fault in seen.faults)
                transaction.set_rollback(True)
    finally:
        _use(usual)
    return {
        "tamperings": count,
        "found": sum(found.values()),
        "by_kind": {name: [found[name], made[name]] for name in sorted(made)},
        "faults_before": before,
        "faults_after": verify_every_log().fault_count,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _use(settings: dict[str, Any]) -> None:
    from django.db import connections

    connections["default"].close()
    connections.databases["default"] = settings
    del connections["default"]


def answered_cases(count: int, answers: int, seed: int) -> list[str]:
    """Open cases with so many answers each, saved as the service saves."""
    import uuid

    from django.utils import timezone
    from place import fill

    from probata.assessment.answers import Entry
    from probata.service.accounts.models import User
    from probata.service.cases.models import Assessment
    from probata.service.cases.save_answer import Save, save_answer
    from probata.service.fieldwork.frameworks import form_of

    rng = np.random.default_rng(seed)
    (email, cases), *_ = fill(1, count)
    reader = User.objects.get(email=email)
    for case in cases:
        form = form_of(Assessment.objects.get(pk=case).framework_id)
        names = [str(name) for name in rng.choice(list(form.by_id), answers)]
        versions: Counter[str] = Counter()
        for name in names:
            entry = Entry(
                next(iter(form.codes[name] or {})), note=f"note {rng.random()}"
            )
            save = Save(name, versions[name], entry, uuid.uuid4())
            save_answer(uuid.UUID(case), save, by=reader, at=timezone.now())
            versions[name] += 1
    return cases
