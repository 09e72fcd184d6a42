"""A release that is killed, or has no room left, was never made; and then it can be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import pytest
from releasing import agree, closed_inspection, people, release_of

pytestmark = pytest.mark.database

# Agrees to a request in a process of its own, and stops in the middle: the release and its
# files are written, the assessments are not locked yet.
_UP_TO_THE_MIDDLE = """
import sys, time
import django
django.setup()
from django.utils import timezone
from probata.service.accounts.models import User
from probata.service.oversight.decide import decide_request
from probata.service.releases import lock

def stop(release, *_):
    assert release.files.count() == 3
    print("in the middle", flush=True)
    time.sleep(600)

lock._lock_assessments = stop
decide_request(
    sys.argv[1], agreed=True, reason="Fine", by=User.objects.get(pk=sys.argv[2]),
    at=timezone.now(),
)
"""


def asked_for(place: Any, analyst: Any) -> Any:
    from django.utils import timezone

    from probata.service.releases.ask import ask_release

    return ask_release([place.inspection.pk], "x", by=analyst, at=timezone.now())


def nothing_was_made(asked: Any, assessments: list[Any]) -> None:
    from probata.service.releases.models import Release, ReleaseFile

    asked.refresh_from_db()
    assert asked.outcome == "waiting"
    assert not Release.objects.filter(asked=asked).exists()
    assert not ReleaseFile.objects.filter(release__asked=asked).exists()
    for assessment in assessments:
        head = assessment.head
        assessment.refresh_from_db()
        assert (assessment.state, assessment.head) == ("signed", head)
        assert not assessment.events.filter(kind="locked").exists()


def test_killed_in_the_middle_it_was_never_made(place: Any) -> None:
    from probata.service.releases.models import Release
    from probata.service.releases.rebuild import rebuild_release

    signed = closed_inspection(place)
    analyst, manager = people(place)
    asked = asked_for(place, analyst)
    process = subprocess.Popen(
        [sys.executable, "-c", _UP_TO_THE_MIDDLE, str(asked.pk), str(manager.pk)],
        stdout=subprocess.PIPE,
        env=dict(os.environ),
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"in the middle\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    nothing_was_made(asked, signed)
    agree(asked, manager)
    again = rebuild_release(Release.objects.get(asked=asked))
    assert again is not None and again.different == ()


def test_what_was_disposed_of_is_not_made_again(place: Any, database: Any) -> None:
    """Its log has lost what it said; that is no fault of the release, which stands."""
    import psycopg
    from psycopg.types.json import Jsonb

    from probata.service.cases.models import Event
    from probata.service.releases.rebuild import rebuild_release

    (assessment,) = closed_inspection(place, 1)
    release = release_of(place, *people(place))
    events = Event.objects.filter(assessment=assessment)
    (first,) = events.values_list("pk", "body")[:1]
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE cases_event DISABLE TRIGGER USER")
        try:
            empty = "UPDATE cases_event SET body = NULL WHERE id = %s"
            owner.execute(empty, [first[0]])
            assert rebuild_release(release) is None
            back = "UPDATE cases_event SET body = %s WHERE id = %s"
            owner.execute(back, [Jsonb(first[1]), first[0]])
        finally:
            owner.execute("ALTER TABLE cases_event ENABLE TRIGGER USER")
    again = rebuild_release(release)
    assert again is not None and again.different == ()


def test_without_room_on_the_disk_it_was_never_made(
    place: Any, database: Any, browser_of: Any
) -> None:
    """The database says so as it does when its disk is full (SQLSTATE 53100)."""
    import psycopg
    from signing import confirmed

    signed = closed_inspection(place, 1)
    analyst, manager = people(place)
    asked = asked_for(place, analyst)
    client = confirmed(manager)
    client.raise_request_exception = False
    address, given = (
        f"/requests/{asked.pk}/decide",
        {"decision": "agree", "reason": "x"},
    )
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute(
            """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not extend file: No space left on device'
            USING ERRCODE = 'disk_full'; END $$"""
        )
        owner.execute(
            """CREATE TRIGGER no_room BEFORE INSERT ON releases_releasedcase
            FOR EACH ROW EXECUTE FUNCTION no_room()"""
        )
        try:
            answer = client.post(address, given)
        finally:
            owner.execute("DROP FUNCTION no_room CASCADE")
    assert answer.status_code == 500
    nothing_was_made(asked, signed)
    assert client.post(address, given).status_code == 302
    signed[0].refresh_from_db()
    assert signed[0].state == "locked"


def test_operators_list_releases_and_make_them_again(place: Any, tmp_path: Any) -> None:
    from click.testing import CliRunner

    from probata.cli.main import cli

    closed_inspection(place, 1)
    release = release_of(place, *people(place))
    for command, told in (
        ("list", release.manifest_sha256),
        ("verify", "made again from the logs: the same bytes"),
    ):
        answer = CliRunner().invoke(
            cli, ["service", "release", command, "--data", str(tmp_path)]
        )
        assert answer.exit_code == 0, (answer.output, answer.exception)
        assert told in answer.output
