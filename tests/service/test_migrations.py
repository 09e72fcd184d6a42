"""Migrations on live data: what they may do, and that the rows of before come through."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.database
OLD = {"accounts": "0001", "audit": "0002", "cases": "0002", "fieldwork": "0002"}


def test_migrations_let_the_workers_of_before_go_on(database: Any) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from probata.service.operations.migration_rules import risky_statements

    loader = MigrationLoader(connection)
    looked, faults = 0, []
    for app, name in loader.disk_migrations:
        own = loader.disk_migrations[app, name].__module__.startswith("probata.")
        if not own or loader.disk_migrations[app, name].initial:
            continue
        with open(os.devnull, "w") as nowhere:
            sql = call_command("sqlmigrate", app, name, stdout=nowhere, no_color=True)
        assert sql
        looked += 1
        faults += [f"{app} {name}: {fault}" for fault in risky_statements(sql)]
    assert looked > 4
    assert faults == []


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ('ALTER TABLE "cases_event" ALTER COLUMN "kind" TYPE text', "rewrites"),
        ('ALTER TABLE "cases_event" ADD COLUMN "x" text NOT NULL', "needs a value"),
        (
            'ALTER TABLE "cases_event" ALTER COLUMN "x" DROP DEFAULT',
            "without a value",
        ),
        ('CREATE INDEX "i" ON "audit_record" ("route")', "stops saving"),
        ('ALTER TABLE "cases_event" ADD CONSTRAINT "c" CHECK (true)', "reads"),
        ('ALTER TABLE "cases_assessment" RENAME COLUMN "head" TO "top"', "name away"),
        ("UPDATE cases_standinganswer SET note = ''", "changes rows"),
    ],
)
def test_the_rules_see_each_risk(sql: str, why: str) -> None:
    from probata.service.operations.migration_rules import risky_statements

    found = list(risky_statements(sql))
    assert len(found) == 1 and why in found[0]


@pytest.mark.parametrize(
    "sql",
    [
        'ALTER TABLE "cases_event" ADD COLUMN "x" text NULL',
        'ALTER TABLE "cases_event" ADD COLUMN "x" text DEFAULT \'\' NOT NULL',
        'CREATE INDEX CONCURRENTLY "i" ON "audit_record" ("route")',
        'ALTER TABLE "cases_event" ADD CONSTRAINT "c" CHECK (true) NOT VALID',
        'ALTER TABLE "fieldwork_unit" ALTER COLUMN "name" TYPE text',
    ],
)
def test_the_rules_let_through_what_does_no_harm(sql: str) -> None:
    from probata.service.operations.migration_rules import risky_statements

    assert list(risky_statements(sql)) == []


LIVE = """
import os, sys, threading, uuid, datetime
from pathlib import Path
from probata.cli.service_stages import ready_database
old = dict(item.split("=") for item in sys.argv[2:])
with ready_database(Path(sys.argv[1])):
    from django.core.management import call_command
    from django.db import connection, connections
    from django.db.migrations.executor import MigrationExecutor
    from probata.service.settings import read_database
    connections.databases["owner"] = connections.databases["default"] | read_database(
        os.environ["DATABASE_OWNER_URL"])
    owner = connections["owner"]
    found = MigrationExecutor(owner)
    early = [key for key in found.loader.disk_migrations
             if key[0] in old and key[1].startswith(old[key[0]])]
    found.migrate(early)
    apps = MigrationExecutor(owner).loader.project_state(early).apps
    models = {name: apps.get_model(*name.split(".")) for name in (
        "accounts.User", "fieldwork.FrameworkVersion", "fieldwork.Unit",
        "fieldwork.Inspection", "fieldwork.Case", "cases.Assessment", "cases.Event",
        "cases.StandingAnswer", "audit.Record")}
    def make(model, **given):
        return models[model].objects.using("owner").create(**given)
    now = datetime.datetime.now(datetime.UTC)
    user = make("accounts.User", email="old@example.org", name="Old", roles=["inspector"])
    framework = make("fieldwork.FrameworkVersion", sha256="f" * 64, framework_id="old",
                     version="1", title="Old", text="old", published_at=now)
    unit = make("fieldwork.Unit", name="Old unit")
    inspection = make("fieldwork.Inspection", unit=unit, framework=framework,
                      fieldwork_starts=now.date(), fieldwork_ends=now.date())
    case = make("fieldwork.Case", inspection=inspection, reference="O-1",
                facts={"case_type": "community"})
    assessment = make("cases.Assessment", case=case, framework=framework)
    from probata.assessment.answers import Entry
    from probata.assessment.chain import GENESIS, chain_hash
    from probata.assessment.log_events import LogEvent, answer_body, hash_of_body, utc_text
    head = GENESIS
    def event(number, kind, body):
        global head
        told = LogEvent(number, utc_text(now), kind, str(user.pk), str(assessment.pk),
                        str(uuid.uuid4()), body)
        head = chain_hash(head, told)
        make("cases.Event", assessment=assessment, number=number, operation=told.operation,
             kind=kind, question=body.get("question", ""), by=user, at=now, body=body,
             body_sha256=hash_of_body(told), hash=head)
    event(1, "case_opened", {"framework": "old", "framework_version": "1",
          "framework_sha256": "f" * 64, "facts": {"case_type": "community"}})
    for number in range(2, 52):
        event(number, "answer_saved", answer_body(f"q{number}", Entry("yes", "kept"),
              base_version=0, version=1, guidance_version="", framework_sha256="f" * 64))
        make("cases.StandingAnswer", assessment=assessment, question=f"q{number}", version=1,
             value="yes", note="kept", by=user, at=now)
    models["cases.Assessment"].objects.using("owner").update(length=51, head=head)
    # A worker of before goes on writing, by the columns that it knows.
    import psycopg
    failed, stop, count = [], threading.Event(), 0
    def go_on():
        global count
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as writing:
            while not stop.is_set():
                try:
                    writing.execute("INSERT INTO audit_record (at, action, route, subject, "
                        "subject_id, details) VALUES (now(), 'seen', 'old', '', '', '{}')")
                    writing.execute("UPDATE cases_standinganswer SET note = 'kept' "
                        "WHERE question = 'q2'")
                    count += 1
                except psycopg.Error as error:
                    failed.append(repr(error))
    thread = threading.Thread(target=go_on)
    thread.start()
    from probata.service.migrate import migrate
    migrate(os.environ["DATABASE_OWNER_URL"])
    stop.set()
    thread.join()
    from probata.service.cases.models import StandingAnswer
    from probata.service.cases.verify_log import verify_every_log
    verified = verify_every_log()
    assert verified.faults == () and verified.events == 51, verified
    assert StandingAnswer.objects.filter(note="kept", value="yes").count() == 50
    assert failed == [] and count > 0, failed[:3]
    print("migrated", count)
"""


def test_rows_of_before_come_through_while_an_old_worker_writes() -> None:
    left_out = {"DATABASE_URL", "DATABASE_OWNER_URL", "PROBATA_SECRET_KEY"}
    with tempfile.TemporaryDirectory(prefix="probata-") as folder:
        Path(folder).chmod(0o755)
        done = subprocess.run(
            [
                *(sys.executable, "-W", "ignore", "-c", LIVE, f"{folder}/data"),
                *(f"{app}={name}" for app, name in OLD.items()),
            ],
            capture_output=True,
            text=True,
            env={k: v for k, v in os.environ.items() if k not in left_out},
        )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.startswith("migrated")


def test_the_settings_of_a_deployment_pass_djangos_own_check() -> None:
    deployed = {
        "DATABASE_URL": "postgresql://probata_app@127.0.0.1/probata",
        "PROBATA_SECRET_KEY": "".join(map(chr, range(48, 123))),
        "PROBATA_HOSTS": "cases.example.org",
        "PROBATA_BEHIND_PROXY": "yes",
        "DJANGO_SETTINGS_MODULE": "probata.service.settings",
    }
    own = ("PROBATA_", "DATABASE_", "DJANGO_")
    rest = {k: v for k, v in os.environ.items() if not k.startswith(own)}
    done = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-m", "django", "check"),
            *("--deploy", "--fail-level", "WARNING"),
        ],
        capture_output=True,
        text=True,
        env=rest | deployed,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout
