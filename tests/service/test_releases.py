"""A release: locked whole or not at all, the same bytes from the logs, corrected by another."""

from __future__ import annotations

import csv
import json
import threading
import uuid
from pathlib import Path
from typing import Any

import pytest
from releasing import agree, close, closed_inspection, people, release_of, reopen
from saves import QUESTION, send
from signing import sign_wholly

pytestmark = pytest.mark.database


def files_of(release: Any) -> dict[str, bytes]:
    return {item.name: bytes(item.content) for item in release.files.all()}


def write(release: Any, folder: Path) -> Path:
    folder.mkdir()
    for name, content in files_of(release).items():
        (folder / name).write_bytes(content)
    return folder


def rows_of(release: Any) -> list[dict[str, str]]:
    text = files_of(release)["assessments.csv"].decode()
    return list(csv.DictReader(text.splitlines()))


def test_locking_writes_rows_codebook_and_manifest(place: Any, tmp_path: Path) -> None:
    from probata.dataset.read_release import read_release
    from probata.service.cases.models import Assessment

    signed = closed_inspection(place)
    analyst, manager = people(place)
    release = release_of(place, analyst, manager)
    read = read_release(write(release, tmp_path / "release"))
    assert len(read.cases) == release.cases == 2
    assert read.manifest.left_out == {}
    assert read.manifest.units == {place.inspection.unit.name: 2}
    for assessment in signed:
        head, length = assessment.head, assessment.length
        assessment.refresh_from_db()
        assert assessment.state == Assessment.State.LOCKED
        last = assessment.events.last()
        assert last.kind == "locked" and last.by == manager
        assert last.body["manifest_sha256"] == release.manifest_sha256
        heads = {item.number: item.hash for item in read.manifest.heads.values()}
        assert head in {item.hash for item in read.manifest.heads.values()}
        assert length in heads and last.number == length + 1


def test_no_name_no_reference_and_no_note_is_in_it(place: Any) -> None:
    signed = closed_inspection(place)
    release = release_of(place, *people(place))
    told = b"".join(files_of(release).values()).decode()
    case = signed[0].case
    secrets = [case.reference, case.person_name, "Made-up evidence", str(case.pk)]
    secrets += [str(place.reader.pk), place.reader.name + ","]
    assert not [item for item in secrets if item in told]
    (inspector,) = {row["inspector"] for row in rows_of(release)}
    assert inspector.startswith("I-")


def test_rebuilt_from_the_logs_it_is_the_same_bytes(place: Any) -> None:
    from probata.service.releases.rebuild import rebuild_release

    closed_inspection(place)
    release = release_of(place, *people(place))
    place.inspection.unit.name = f"Renamed {place.key}"
    place.inspection.unit.save()
    again = rebuild_release(release)
    assert again is not None and again.different == ()
    assert dict(again.files) == files_of(release)


def test_who_is_left_out_is_counted_by_reason(place: Any, browser_of: Any) -> None:
    from probata.service.fieldwork.models import Case, Conflict

    signed = closed_inspection(place, 3)
    close(place.inspection, "fieldwork")
    send(browser_of(place.reader), place.case())  # begun and not signed
    place.case()  # not begun
    Case.objects.create(inspection=place.inspection, reference="never allocated")
    withdrawn = place.case().case
    withdrawn.withdrawn = True
    withdrawn.save()
    close(place.inspection)
    Conflict.objects.create(
        user=place.reader,
        case=signed[0].case,
        reason="A neighbour",
        declared_at=place.now,
    )
    release = release_of(place, *people(place))
    assert json.loads(files_of(release)["release.json"])["left_out"] == {
        "conflict_of_interest": 1,
        "not_allocated": 1,
        "not_begun": 1,
        "not_signed": 1,
        "withdrawn": 1,
    }
    assert release.flow == {
        "cohort": 7,
        "kept": 6,
        "allocated": 5,
        "assessed": 4,
        "signed": 3,
        "released": 2,
    }
    signed[0].refresh_from_db()
    assert signed[0].state == "signed"


def test_the_ledger_counts_the_saves_of_the_released(
    place: Any, browser_of: Any
) -> None:
    from probata.service.cases.models import Event

    assessment, client = place.case(), browser_of(place.reader)
    assert send(client, assessment, value="no").status_code == 200
    assert send(client, assessment, value="yes", note="late").status_code == 409
    assert send(client, assessment, base=1).status_code == 200
    sign_wholly(assessment, place.reader, but={QUESTION})
    close(place.inspection)
    release = release_of(place, *people(place))
    events = Event.objects.filter(assessment=assessment).exclude(kind="locked")
    assert release.ledger == {
        "events": events.count(),
        "saved": events.filter(kind="answer_saved").count(),
        "late": 1,
    }


def test_saves_that_do_not_add_up_lock_nothing(place: Any) -> None:
    from probata.service.cases.models import StandingAnswer
    from probata.service.consent.ask import CannotDecide
    from probata.service.releases.models import Release

    (assessment,) = closed_inspection(place, 1)
    StandingAnswer.objects.filter(assessment=assessment, question="engagement").update(
        version=7
    )
    analyst, manager = people(place)
    with pytest.raises(CannotDecide, match="Answers saved: is .*, counted in two ways"):
        release_of(place, analyst, manager)
    assert not Release.objects.filter(asked__asked_by=analyst).exists()
    assessment.refresh_from_db()
    assert assessment.state == "signed"
    StandingAnswer.objects.filter(assessment=assessment, question="engagement").update(
        version=1
    )


def test_a_log_that_was_cut_short_is_not_released(place: Any) -> None:
    from probata.service.cases.models import Assessment
    from probata.service.consent.ask import CannotDecide

    (assessment,) = closed_inspection(place, 1)
    Assessment.objects.filter(pk=assessment.pk).update(length=assessment.length + 1)
    with pytest.raises(CannotDecide, match="is not there, though its hash was kept"):
        release_of(place, *people(place))
    Assessment.objects.filter(pk=assessment.pk).update(length=assessment.length)


def test_a_release_is_never_changed(place: Any) -> None:
    from django.db import DatabaseError, transaction

    closed_inspection(place, 1)
    release = release_of(place, *people(place))
    for found in (release.files.all(), release.released.all()):
        for act in (found.delete, lambda found=found: found.update(release=release)):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()
    release.number = 9
    with pytest.raises(DatabaseError), transaction.atomic():
        release.save()


def test_a_correction_is_release_2_and_tells_what_changed(
    place: Any, browser_of: Any, tmp_path: Path
) -> None:
    from click.testing import CliRunner
    from django.utils import timezone

    from probata.cli.main import cli
    from probata.service.cases.declare import sign_assessment
    from probata.service.releases.views import difference_of

    signed = closed_inspection(place)
    analyst, manager = people(place)
    first = release_of(place, analyst, manager)
    before = files_of(first)
    reopen(signed[0], by=place.lead, agreed_by=manager)
    client = browser_of(place.reader)
    told = send(client, signed[0], base=1, value="no", change="Another file was read")
    assert told.status_code == 200
    sign_assessment(signed[0].pk, by=place.reader, at=timezone.now())
    second = release_of(place, analyst, manager, corrects=first)
    assert (second.number, second.corrects) == (2, first)
    assert files_of(first) == before
    manifest = json.loads(files_of(second)["release.json"])
    assert manifest["corrects"] == first.manifest_sha256
    found = difference_of(second)
    assert found.follows
    assert [(item.column, item.before, item.after) for item in found.changed] == [
        (QUESTION, "yes", "no")
    ]
    folders = [write(item, tmp_path / str(item.number)) for item in (first, second)]
    told = CliRunner().invoke(cli, ["release", "diff", *map(str, folders)])
    assert "0 cases added, 0 removed, 1 cells differ" in told.output


def refused(place: Any, analyst: Any, manager: Any, **more: Any) -> str:
    from probata.errors import DataError
    from probata.service.consent.ask import CannotDecide

    with pytest.raises((DataError, CannotDecide)) as told:
        release_of(place, analyst, manager, **more)
    return str(told.value)


def test_what_cannot_be_released_is_refused_with_why(place: Any) -> None:
    from django.utils import timezone

    from probata.errors import DataError
    from probata.service.releases.ask import ask_release

    analyst, manager = people(place)
    assert "its inspection is not closed (fieldwork)" in refused(
        place, analyst, manager
    )
    close(place.inspection)
    with pytest.raises(DataError, match="none is chosen"):
        ask_release([], "x", by=analyst, at=timezone.now())
    with pytest.raises(DataError, match="does not exist"):
        ask_release([uuid.uuid4()], "x", by=analyst, at=timezone.now())
    with pytest.raises(DataError, match="Give a reason"):
        ask_release([place.inspection.pk], " ", by=analyst, at=timezone.now())
    assert "No signed assessment" in refused(place, analyst, manager)


def test_a_correction_of_nothing_and_one_of_an_open_case_are_refused(
    place: Any,
) -> None:
    signed = closed_inspection(place)
    analyst, manager = people(place)
    first = release_of(place, analyst, manager)
    assert "exactly these were released before" in refused(place, analyst, manager)
    reopen(signed[0], by=place.lead, agreed_by=manager)
    told = refused(place, analyst, manager, corrects=first)
    assert "1 of its assessments are unlocked and not signed again" in told


def test_nothing_changed_is_no_correction(place: Any) -> None:
    closed_inspection(place, 1)
    analyst, manager = people(place)
    first = release_of(place, analyst, manager)
    told = refused(place, analyst, manager, corrects=first)
    assert "Nothing has changed since release 1" in told


def test_an_answer_that_stays_is_not_told_twice(place: Any) -> None:
    """Opened and signed again with the same answers: nothing to correct."""
    from django.utils import timezone

    from probata.service.cases.declare import sign_assessment

    signed = closed_inspection(place, 1)
    analyst, manager = people(place)
    first = release_of(place, analyst, manager)
    reopen(signed[0], by=place.lead, agreed_by=manager)
    sign_assessment(signed[0].pk, by=place.reader, at=timezone.now())
    told = refused(place, analyst, manager, corrects=first)
    assert "Nothing has changed" in told


def test_two_frameworks_are_no_release(place: Any) -> None:
    from django.utils import timezone

    from probata.errors import DataError
    from probata.service.releases.ask import ask_release

    other = type(place)("youth_justice_2018")
    analyst, _ = people(place)
    for item in (place, other):
        close(item.inspection)
    with pytest.raises(DataError, match="probata standards compare"):
        ask_release(
            [place.inspection.pk, other.inspection.pk],
            "x",
            by=analyst,
            at=timezone.now(),
        )


def test_another_secret_is_no_correction(place: Any, tmp_path: Path) -> None:
    from django.conf import settings

    closed_inspection(place, 1)
    analyst, manager = people(place)
    first = release_of(place, analyst, manager)
    kept = settings.KEYS_FOLDER
    try:
        settings.KEYS_FOLDER = str(tmp_path / "other")
        told = refused(place, analyst, manager, corrects=first)
    finally:
        settings.KEYS_FOLDER = kept
    assert "was made with another secret" in told


def test_two_who_agree_at_one_moment_make_one_release(place: Any) -> None:
    """Two requests for the same inspection, as if both had come through, agreed at once."""
    from django.db import connections
    from django.utils import timezone

    from probata.service.consent.ask import CannotDecide
    from probata.service.consent.models import ConsentRequest
    from probata.service.releases.models import Release

    closed_inspection(place, 1)
    analyst, manager = people(place)
    details = {"inspections": [str(place.inspection.pk)], "corrects": ""}
    requests = [
        ConsentRequest.objects.create(
            kind="release",
            subject_id=f"{place.key}-{at}",
            details=details,
            reason="x",
            asked_by=analyst,
            asked_at=timezone.now(),
        )
        for at in range(2)
    ]
    refusals: list[str] = []

    def decide(asked: Any) -> None:
        try:
            agree(asked, manager)
        except CannotDecide as error:
            refusals.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=[asked]) for asked in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1 and "released before" in refusals[0]
    assert Release.objects.filter(asked__in=requests).count() == 1


def test_an_assessment_opened_at_that_moment_is_not_locked(
    place: Any, monkeypatch: Any
) -> None:
    """Two people open it again after the cases were counted, before they are locked."""
    from probata.service.consent.ask import CannotDecide
    from probata.service.releases import lock

    (assessment, _) = closed_inspection(place)
    analyst, manager = people(place)
    count = lock.find_flow

    def count_and_lose_one(inspections: Any) -> Any:
        flow = count(inspections)
        reopen(assessment, by=place.lead, agreed_by=manager)
        return flow

    monkeypatch.setattr(lock, "find_flow", count_and_lose_one)
    with pytest.raises(CannotDecide, match="opened again meanwhile"):
        release_of(place, analyst, manager)


def test_every_log_still_verifies_with_its_lock(place: Any) -> None:
    from probata.service.cases.models import Assessment
    from probata.service.cases.verify_log import verify_every_log

    def faults() -> list[str]:
        found = verify_every_log().faults
        return [item.problem for item in found if str(assessment.pk) in item.where]

    (assessment,) = closed_inspection(place, 1)
    release_of(place, *people(place))
    assert faults() == []
    stands = Assessment.objects.filter(pk=assessment.pk)
    stands.update(state="signed")
    assert faults() == ["is locked, or is not, against its log."]
    stands.update(state="locked")
