"""The pages of data releases. They decide nothing: rights are asked before them."""

from __future__ import annotations

import io
import tempfile
import uuid
import zipfile
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from probata.dataset.assessment_codebook import assessment_codebook
from probata.dataset.read_release import (
    ReleaseDifference,
    ReleasedRows,
    compare_releases,
    read_release,
)
from probata.outputs import write_folder
from probata.service.audit.record import record
from probata.service.consent.models import ConsentRequest
from probata.service.fieldwork.frameworks import form_of
from probata.service.releases.find import inspections_of
from probata.service.releases.flow import REASON_WORDS, STEP_WORDS
from probata.service.releases.lock import manifest_of
from probata.service.releases.models import Release
from probata.service.releases.read_logs import LEDGER_WORDS
from probata.service.releases.words import ABOUT, units_in_words
from probata.service.rights import Outcome, decide
from probata.service.roles import Role

MOST_SHOWN = 200  # differences on a page
# Within a ZIP every file has a date; the same release is the same ZIP.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


@require_GET
def releases(request: Any) -> HttpResponse:
    """Every release, the latest first, and what waits for a decision."""
    found = list(Release.objects.select_related("framework", "corrected_by"))
    kinds = [ConsentRequest.Kind.RELEASE, ConsentRequest.Kind.RELEASE_KEY]
    waiting = ConsentRequest.objects.filter(
        kind__in=kinds, outcome=ConsentRequest.Outcome.WAITING
    ).select_related("asked_by")
    record(request, "seen", releases=len(found))
    context = {
        "releases": [(item, units_in_words(_units(item))) for item in found],
        "waiting": [
            (item, ABOUT[item.kind](item), _sees(request, item)) for item in waiting
        ],
        "may_ask": decide("ask_release", request.standing) is Outcome.ALLOWED,
    }
    return render(request, "releases/list.html", context)


def _units(release: Release) -> list[str]:
    names = release.released.order_by("delivery_unit").values_list("delivery_unit")
    return [name for (name,) in names.distinct()]


def _sees(request: Any, asked: ConsentRequest) -> bool:
    """Who may open the page of the request: who asked, and programme managers."""
    return asked.asked_by_id == request.user.pk or request.user.has_role(
        Role.PROGRAMME_MANAGER
    )


@require_GET
def release(request: Any, release: uuid.UUID) -> HttpResponse:
    """One release: counts, hashes, what is in it and what is not."""
    found = request.release
    manifest = manifest_of(found)
    record(request, "seen", found)
    keys = ConsentRequest.objects.filter(
        kind=ConsentRequest.Kind.RELEASE_KEY, subject_id=str(found.pk)
    ).select_related("asked_by", "taken")
    context = {
        "release": found,
        "manifest": manifest,
        "files": found.files.defer("content"),
        "inspections": inspections_of(found.asked),
        "flow": [(words, found.flow[name]) for name, words in STEP_WORDS.items()],
        "left_out": [
            (REASON_WORDS[name], count) for name, count in manifest.left_out.items()
        ],
        "ledger": [(words, found.ledger[name]) for name, words in LEDGER_WORDS.items()],
        "guidance": _guidance_versions(manifest.guidance),
        "keys": [(item, _sees(request, item)) for item in keys],
        "corrected_by": Release.objects.filter(corrects=found).first(),
        "may_take": decide("download_release", request.standing) is Outcome.ALLOWED,
    }
    return render(request, "releases/release.html", context)


def _guidance_versions(guidance: dict[str, dict[str, int]]) -> dict[str, int]:
    """{version: answers given under it}, over all questions."""
    found: dict[str, int] = {}
    for counts in guidance.values():
        for version, count in counts.items():
            found[version] = found.get(version, 0) + count
    return dict(sorted(found.items()))


@require_GET
def codebook(request: Any, release: uuid.UUID) -> HttpResponse:
    """Every column of the rows, with what its cells mean and how often each occurs."""
    found = request.release
    form = form_of(found.framework_id)
    book = assessment_codebook(form.framework)
    record(request, "seen", found)
    context = {
        "release": found,
        "variables": book.variables,
        "counts": manifest_of(found).counts,
    }
    return render(request, "releases/codebook.html", context)


@require_GET
def changes(request: Any, release: uuid.UUID) -> HttpResponse:
    """What a release changes against the one that it corrects."""
    found = request.release
    if found.corrects is None:
        raise Http404
    record(request, "seen", found)
    context = {
        "release": found,
        "difference": difference_of(found),
        "form": form_of(found.framework_id),
        "shown": MOST_SHOWN,
    }
    return render(request, "releases/changes.html", context)


def difference_of(release: Release) -> ReleaseDifference:
    """The same comparison as `probata release diff`, on the stored files."""
    return compare_releases(_read(release.corrects), _read(release))


def _read(release: Release) -> ReleasedRows:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "release")
        write_folder(place, files_of(release))
        return read_release(place)


def files_of(release: Release) -> dict[str, bytes]:
    """The stored files by name."""
    return {item.name: bytes(item.content) for item in release.files.all()}


@require_POST
def download(request: Any, release: uuid.UUID) -> HttpResponse:
    """The files of a release as one ZIP; each download is recorded."""
    found = request.release
    record(request, "exported", found, number=found.number, cases=found.cases)
    response = HttpResponse(
        _zip(found.folder, files_of(found)), content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="{found.folder}.zip"'
    return response


def _zip(folder: str, files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            item = zipfile.ZipInfo(f"{folder}/{name}", date_time=_NO_DATE)
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, content)
    return stream.getvalue()
