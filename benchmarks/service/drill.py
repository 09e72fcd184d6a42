"""A drill: fill a database with many events, verify them, back up, restore into an empty place.

run_drill(service, cases, events_each) -> a record of it
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

from place import Service, fill

NOTE = "Contact log, sentence plan and interview agree on this; made up for a test. "


def run_drill(service: Service, cases: int, events_each: int) -> dict[str, Any]:
    """Each step is a command of its own, as an operator runs it."""
    (_, assessments), *_ = fill(1, cases)
    began = time.perf_counter()
    _answer_all(assessments, events_each - 1)
    filled = time.perf_counter() - began
    data, folder = service.folder, service.folder / "backup"
    verified = _probata("verify-log", "--data", data)
    backed_up = _probata("backup", folder, "--data", data)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    restored = _probata("restore", folder, "--data", data / "restored")
    return {
        "cases": verified["assessments"],
        "events": verified["events"],
        "fill_seconds": round(filled, 1),
        "verify_seconds": verified["took"],
        "backup_seconds": backed_up["took"],
        "backup_megabytes": round(size / 1e6),
        "restore_seconds": restored["took"],
        "restored_events": restored["events"],
        "events_missing": verified["events"] - restored["events"],
    }


def _probata(command: str, *arguments: object) -> dict[str, Any]:
    left_out = ("DATABASE_URL", "DATABASE_OWNER_URL", "PROBATA_SECRET_KEY")
    began = time.perf_counter()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "probata", "service", command),
            *(*map(str, arguments), "--json"),
        ],
        stdout=subprocess.PIPE,
        check=True,
        env={k: v for k, v in os.environ.items() if k not in left_out},
    )
    record: dict[str, Any] = json.loads(done.stdout)
    return record | {"took": round(time.perf_counter() - began, 1)}


def _answer_all(assessments: list[str], answers: int) -> None:
    """Answers of every case, a third of them changes of earlier ones, written as files are."""
    from django.db import connection

    from probata.service.cases.models import Assessment, Event, StandingAnswer
    from probata.service.cases.write_event import fields_of, values_of

    reader = Assessment.objects.get(pk=assessments[0]).case.allocations.get().user
    heads: list[tuple[int, str, str]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(assessments), 500):
            part = Assessment.objects.filter(pk__in=assessments[start : start + 500])
            made = [_answers(one, reader, answers, heads) for one in part]
            for model, place in ((Event, 0), (StandingAnswer, 1)):
                columns = ", ".join(field.column for field in fields_of(model))
                text = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
                with cursor.copy(text) as copy:
                    for pair in made:
                        for row in pair[place]:
                            copy.write_row(values_of(row))
        cursor.executemany(
            "UPDATE cases_assessment SET length = %s, head = %s WHERE id = %s", heads
        )


def _answers(
    assessment: Any, reader: Any, count: int, heads: list[tuple[int, str, str]]
) -> tuple[list[Any], list[Any]]:
    from probata.assessment.answers import Entry
    from probata.assessment.log_events import answer_body
    from probata.service.cases.log import next_event
    from probata.service.cases.models import StandingAnswer

    events, stands = [], {}
    at = datetime.datetime.now(datetime.UTC)
    for question, version, value in _choices(assessment.framework_id, count):
        entry = Entry(value, note=NOTE)
        body = answer_body(
            question,
            entry,
            base_version=version - 1,
            version=version,
            guidance_version="",
            framework_sha256=assessment.framework_id,
        )
        events.append(
            next_event(
                assessment,
                "answer_saved",
                by=reader,
                at=at,
                operation=str(uuid.uuid4()),
                body=body,
            )
        )
        stands[question] = StandingAnswer(
            assessment=assessment,
            question=question,
            version=version,
            value=value,
            note=NOTE,
            by=reader,
            at=at,
        )
    heads.append((assessment.length, assessment.head, str(assessment.pk)))
    return events, list(stands.values())


def _choices(framework: str, count: int) -> Iterator[tuple[str, int, str]]:
    from probata.service.fieldwork.frameworks import form_of

    form = form_of(framework)
    names = list(form.by_id)
    for place in range(count):
        name = names[place % len(names)]
        yield name, place // len(names) + 1, next(iter(form.codes[name] or {}))
