"""Frameworks in the database: published once, then as they are for ever.

publish_framework(framework, text, at) -> FrameworkVersion
form_of(sha256) -> Form
"""

from __future__ import annotations

import datetime
import tempfile
from functools import lru_cache
from pathlib import Path

from django.db import connection

from probata.assessment.form import Form, compile_form
from probata.errors import DeclarationError
from probata.service.fieldwork.models import FrameworkVersion, LaterGuidance
from probata.standards.framework import Framework, Guidance
from probata.standards.packaged import find_framework
from probata.standards.read_framework import read_framework


def publish_framework(named: Path, at: datetime.datetime) -> FrameworkVersion:
    """Put a framework file, or a packaged one, into the database; twice is once.

    Raises DeclarationError where it is not sound, or where other words were already
    published as this version.
    """
    framework = read_framework(named)
    compile_form(framework)
    header = framework.file.framework
    found = FrameworkVersion.objects.filter(
        framework_id=header.id, version=header.version
    ).first()
    if found is None:
        return FrameworkVersion.objects.create(
            sha256=framework.sha256,
            framework_id=header.id,
            version=header.version,
            title=header.title.text(),
            text=find_framework(named).read_bytes().decode(),
            published_at=at,
        )
    if found.sha256 != framework.sha256:
        raise DeclarationError(
            f"{named}: version {header.version} of {header.id} was published with other "
            "words, and what is published does not change. Give it another version."
        )
    return found


@lru_cache(maxsize=16)
def form_of(sha256: str) -> Form:
    """The compiled form of a published framework; made once a process."""
    stored = FrameworkVersion.objects.get(pk=sha256)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{stored.framework_id}.toml")
        path.write_bytes(stored.text.encode())
        framework: Framework = read_framework(path)
    if framework.sha256 != sha256:
        raise RuntimeError(f"The framework {sha256} is not what was published.")
    return compile_form(framework)


def later_guidance(sha256: str) -> tuple[Guidance, ...]:
    """What was published on a framework's questions since; in the order of publication."""
    # Guidance is only added to, so its number says whether any is new.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM fieldwork_laterguidance WHERE framework_id = %s",
            [sha256],
        )
        return _later_guidance(sha256, cursor.fetchone()[0])


@lru_cache(maxsize=64)
def _later_guidance(sha256: str, number: int) -> tuple[Guidance, ...]:
    return tuple(
        Guidance(
            question=item.question,
            version=item.version,
            valid_from=item.valid_from,
            text=item.text,
            source=item.source,
            confidence="stated",
        )
        for item in LaterGuidance.objects.filter(framework_id=sha256)[:number]
    )
