"""Inspections with signed assessments, and the people of a release."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from signing import sign_wholly


def close(inspection: Any, state: str = "closed") -> None:
    inspection.state = state
    inspection.save()


def closed_inspection(place: Any, cases: int = 2) -> list[Any]:
    """Signed assessments of an inspection that is closed."""
    found = [place.case() for _ in range(cases)]
    for assessment in found:
        sign_wholly(assessment, place.reader)
    close(place.inspection)
    return found


def people(place: Any) -> tuple[Any, Any]:
    """An analyst and a programme manager."""
    from probata.service.roles import Role

    return (
        place.person("analyst", Role.ANALYST),
        place.person("manager", Role.PROGRAMME_MANAGER),
    )


def release_of(place: Any, analyst: Any, manager: Any, corrects: Any = None) -> Any:
    """Asked by one, agreed by the other."""
    from django.utils import timezone

    from probata.service.releases.ask import ask_release
    from probata.service.releases.models import Release

    asked = ask_release(
        [place.inspection.pk],
        "A bulletin",
        by=analyst,
        at=timezone.now(),
        corrects=corrects,
    )
    agree(asked, manager)
    return Release.objects.get(asked=asked)


def agree(asked: Any, manager: Any, at: Any = None) -> Any:
    """As on the page of the request."""
    from django.utils import timezone

    from probata.service.oversight.decide import decide_request

    return decide_request(
        asked.pk, agreed=True, reason="Fine", by=manager, at=at or timezone.now()
    )


def reopen(assessment: Any, by: Any, agreed_by: Any) -> None:
    """As two people open it again."""
    from django.utils import timezone

    from probata.service.cases.unlock import unlock_assessment

    unlock_assessment(
        assessment.pk,
        reason="A slip",
        by=by,
        agreed_by=agreed_by,
        at=timezone.now(),
    )


def unpack(content: bytes, folder: Path) -> Path:
    """The one folder of a downloaded ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    (found,) = folder.iterdir()
    return found


def actions(thing: Any) -> list[str]:
    """What was recorded about a thing, but for who saw it."""
    from probata.service.audit.models import Record

    found = Record.objects.filter(subject_id=str(thing.pk)).exclude(action="seen")
    return [f"{item.action} {item.route}" for item in found.order_by("id")]


def decide(client: Any, asked: Any, decision: str = "agree") -> Any:
    given = {"decision": decision, "reason": "I see why"}
    return client.post(f"/requests/{asked.pk}/decide", given)


STUDY = """\
[study]
id = "plain"
title = "Early progress"
number = "1"
date = 2026-12-01
publisher = "The inspectorate"

[data]
codebook = "{codebook}"

[outcome]
variable = "reasonable_progress"
positive = "yes"
phrase = "reasonable progress made"

[[tables]]
id = "1"
title = "Reasonable progress, by engagement"
variables = ["engagement"]

[disclosure]
mode = "report"
reason = "A test on a handful of made-up cases."
"""


def bulletin_of(unpacked: Path, folder: Path) -> dict[str, Any]:
    """What `probata bulletin` makes of a release with a study of one file of its own."""
    from click.testing import CliRunner

    from probata.cli.main import cli

    folder.mkdir()
    (folder / "study.toml").write_text(
        STUDY.format(codebook=f"../{unpacked.name}/codebook.toml")
    )
    rows, out = unpacked / "assessments.csv", folder / "out"
    told = CliRunner().invoke(
        cli, ["bulletin", str(folder), "--data", str(rows), "--out", str(out)]
    )
    assert told.exit_code == 0, (told.output, told.exception)
    assert (out / "bulletin.html").exists()
    results: dict[str, Any] = json.loads((out / "results.json").read_bytes())
    return results
