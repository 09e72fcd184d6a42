"""The manifest of a data release: what it was made from, what is in it, and every hash."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from probata.errors import DeclarationError

ROWS = "assessments.csv"
CODEBOOK = "codebook.toml"
MANIFEST = "release.json"


class Part(BaseModel):
    """A frozen part of the manifest."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FrameworkPart(Part):
    """The framework version, by the hash of its file."""

    id: str
    version: str
    sha256: str


class LogHead(Part):
    """Where a log of events ended: the number and the hash of its last event."""

    number: int
    hash: str


class ReleaseManifest(Part):
    """Everything that identifies a release.

    number      1, or one more than that of the release it corrects
    corrects    SHA-256 of that release's manifest; empty for a first one
    guidance    {question: {version: answers given under it}}
    heads       {case: the head of the log of events that its row was made from}
    units       {delivery unit: cases}
    left_out    {reason: cases of the cohorts that are not in it}
    counts      {question: {cell: cases}}
    rows        {case: SHA-256 of its row}
    files       {name: SHA-256}
    """

    format: Literal["probata-data-release"] = "probata-data-release"
    version: Literal[1] = 1
    synthetic: bool
    number: int
    corrects: str
    framework: FrameworkPart
    guidance: dict[str, dict[str, int]]
    heads: dict[str, LogHead]
    cases: int
    units: dict[str, int]
    left_out: dict[str, int]
    counts: dict[str, dict[str, int]]
    rows: dict[str, str]
    files: dict[str, str]


def write_release_manifest(manifest: ReleaseManifest) -> bytes:
    """The same manifest, the same bytes."""
    data = manifest.model_dump(mode="json")
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def read_release_manifest(name: str, raw: bytes) -> ReleaseManifest:
    """Read a manifest's bytes; `name` is for messages. Raises DeclarationError."""
    try:
        return ReleaseManifest.model_validate_json(raw)
    except ValidationError:
        raise DeclarationError(
            f"{name}: is not the manifest of a data release. Take the folder as it was "
            "released."
        ) from None
