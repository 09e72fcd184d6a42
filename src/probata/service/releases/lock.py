"""Locks a release: rows, codebook and manifest stored, each assessment locked, or nothing.

    lock_release(asked, by=, at=) -> Release

All of it is one transaction, so that a release which is interrupted was never made. One
release is made at a time.
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from probata.assessment.chain import Head
from probata.dataset.data_release import DataRelease, assessed_case, make_release
from probata.dataset.release_manifest import (
    MANIFEST,
    ReleaseManifest,
    read_release_manifest,
)
from probata.errors import DataError
from probata.service.accounts.models import User
from probata.service.cases.log import next_event
from probata.service.cases.models import Assessment, Event
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import Inspection
from probata.service.releases.find import corrected_by, inspections_of
from probata.service.releases.fit import find_obstacles, scope_of
from probata.service.releases.flow import STEP_WORDS, Flow, demand_same, find_flow
from probata.service.releases.models import Release, ReleasedCase, ReleaseFile
from probata.service.releases.names import Names, open_names
from probata.service.releases.read_logs import ReadLogs, demand_ledger, read_logs

_ONE_AT_A_TIME = 7_261_903  # any number of our own
# All of them in one statement.
_LOCK = """
    UPDATE cases_assessment AS stands
    SET state = 'locked', length = moved.length, head = moved.head
    FROM unnest(%s::uuid[], %s::int[], %s::text[]) AS moved (id, length, head)
    WHERE stands.id = moved.id
"""


@transaction.atomic
def lock_release(asked: ConsentRequest, *, by: User, at: datetime.datetime) -> Release:
    """Lock what is asked for; `by` agrees, which is noted by the caller.

    Raises DataError with all that stands against it, of which nothing is kept.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    inspections = list(inspections_of(asked).select_for_update(of=("self",)))
    corrects = corrected_by(asked)
    if faults := find_obstacles(inspections, corrects):
        raise DataError("This cannot be released.", faults)
    work = _gather(inspections, corrects, find_flow(inspections))
    release = _store(asked, work, at)
    _lock_assessments(release, work.assessments, by, at)
    return release


@dataclass(frozen=True)
class _Work:
    """What a release is made of, and the release itself, not stored yet."""

    inspections: Sequence[Inspection]
    corrects: Release | None
    assessments: Sequence[Assessment]
    keys: Sequence[ReleasedCase]
    flow: Flow
    logs: ReadLogs
    names: Names
    made: DataRelease


def _gather(
    inspections: Sequence[Inspection], corrects: Release | None, flow: Flow
) -> _Work:
    assessments = list(
        Assessment.objects.select_for_update(of=("self",))
        .filter(pk__in=flow.assessments)
        .select_related("case__inspection__unit")
        .order_by("pk")
    )
    if not assessments:
        raise DataError("No signed assessment is there to be released.")
    if any(item.state == Assessment.State.OPEN for item in assessments):
        raise DataError("An assessment was opened again meanwhile. Look once more.")
    names = open_names()
    _demand_same_secret(corrects, names)
    heads = {item.pk: Head(item.length, item.head) for item in assessments}
    logs = read_logs(heads)
    demand_ledger(logs)
    keys = _keys(assessments, logs, names)
    made = make_from(
        inspections[0].framework_id,
        keys,
        logs,
        made_up=inspections[0].made_up,
        left_out=flow.left_out,
        corrects=manifest_of(corrects) if corrects else None,
    )
    _demand_sums(flow, made.manifest)
    if corrects and _same_rows(made, corrects):
        raise DataError(
            f"Nothing has changed since release {corrects.number}, so there is "
            "nothing to correct."
        )
    return _Work(inspections, corrects, assessments, keys, flow, logs, names, made)


def make_from(
    framework: str,
    keys: Sequence[ReleasedCase],
    logs: ReadLogs,
    *,
    made_up: bool,
    left_out: Mapping[str, int],
    corrects: ReleaseManifest | None,
) -> DataRelease:
    """The files of a release from its logs and its keys; the same from the same."""
    cases = (
        assessed_case(
            logs.records[key.assessment_id],
            Head(key.length, key.head),
            case_id=key.pseudonym,
            delivery_unit=key.delivery_unit,
            inspector=key.inspector,
            region=key.region,
        )
        for key in keys
    )
    return make_release(
        form_of(framework),
        cases,
        synthetic=made_up,
        left_out=left_out,
        corrects=corrects,
    )


def manifest_of(release: Release) -> ReleaseManifest:
    """The manifest of a release, from its stored file."""
    stored = ReleaseFile.objects.get(release=release, name=MANIFEST)
    return read_release_manifest(MANIFEST, bytes(stored.content))


def _demand_same_secret(corrects: Release | None, names: Names) -> None:
    if corrects and corrects.secret_name != names.secret_name:
        raise DataError(
            f"Release {corrects.number} was made with another secret, so that its cases "
            "would get other names. Put its secret back into the folder PROBATA_KEYS."
        )


def _keys(
    assessments: Sequence[Assessment], logs: ReadLogs, names: Names
) -> list[ReleasedCase]:
    cases = names.of_cases(item.case_id for item in assessments)
    inspectors = names.of_inspectors(
        record.signed_by for record in logs.records.values()
    )
    return [
        ReleasedCase(
            assessment=item,
            pseudonym=cases[item.case_id],
            inspector=inspectors[logs.records[item.pk].signed_by],
            delivery_unit=" ".join(item.case.inspection.unit.name.split()),
            region=" ".join(item.case.inspection.unit.region.split()),
            length=item.length,
            head=item.head,
        )
        for item in assessments
    ]


def _demand_sums(flow: Flow, manifest: ReleaseManifest) -> None:
    """Every case of the cohorts is in the release, or left out for a reason."""
    left_out = sum(manifest.left_out.values())
    told = {
        "cohort": manifest.cases + left_out,
        "released": sum(manifest.units.values()),
    }
    steps = {name: flow.steps[name] for name in told}
    demand_same("The cases do not add up.", steps, told, STEP_WORDS)


def _same_rows(made: DataRelease, corrects: Release) -> bool:
    hashes = dict(corrects.files.values_list("name", "sha256"))
    return all(
        made.manifest.files[name] == told
        for name, told in hashes.items()
        if name != MANIFEST
    )


def _store(asked: ConsentRequest, work: _Work, at: datetime.datetime) -> Release:
    manifest = work.made.manifest
    hashes = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in work.made.files.items()
    }
    release = Release.objects.create(
        asked=asked,
        framework_id=work.inspections[0].framework_id,
        number=manifest.number,
        corrects=work.corrects,
        scope=scope_of(item.pk for item in work.inspections),
        made_at=at,
        made_up=manifest.synthetic,
        cases=manifest.cases,
        manifest_sha256=hashes[MANIFEST],
        secret_name=work.names.secret_name,
        flow=work.flow.steps,
        ledger=dict(work.logs.ledger),
    )
    ReleaseFile.objects.bulk_create(
        ReleaseFile(release=release, name=name, content=content, sha256=hashes[name])
        for name, content in work.made.files.items()
    )
    for key in work.keys:
        key.release = release
    ReleasedCase.objects.bulk_create(work.keys, batch_size=1000)
    return release


def _lock_assessments(
    release: Release, found: Sequence[Assessment], by: User, at: datetime.datetime
) -> None:
    body = {
        "release": str(release.pk),
        "manifest_sha256": release.manifest_sha256,
    }
    events = []
    for item in found:
        operation = str(uuid.uuid4())
        events.append(
            next_event(item, "locked", by=by, at=at, operation=operation, body=body)
        )
    Event.objects.bulk_create(events, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(item) for item in zip(*_heads(found), strict=True)])


def _heads(found: Sequence[Assessment]) -> list[tuple[uuid.UUID, int, str]]:
    return [(item.pk, item.length, item.head) for item in found]
