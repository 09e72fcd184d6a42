"""The manifest of an output folder: what it was made from, and the hash of each file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from probata.analysis.results import Results
from probata.analysis.study import Study
from probata.analysis.study_files import hash_study_files
from probata.cli.publishing import Wanted
from probata.cli.versions import list_versions
from probata.errors import DeclarationError, InputMissing

NAME = "manifest.json"
Hashes = dict[str, str]


class Part(BaseModel):
    """A frozen part of the manifest."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StudyFiles(Part):
    """The study: `folder` as seen from where the command was given, empty if outside."""

    id: str
    folder: str
    files: Hashes


class DataFile(Part):
    """The data by name and hash; `seed` of a synthetic twin that was drawn for the run."""

    name: str
    sha256: str
    synthetic: bool
    seed: int | None


class Manifest(Part):
    """What a folder was made from, by what, as what, and the SHA-256 of each file.

    `earlier` are the SHA-256 of the bulletins that it was laid beside.
    """

    format: Literal["probata-manifest"] = "probata-manifest"
    version: Literal[1] = 1
    study: StudyFiles
    data: DataFile
    made_with: dict[str, str]
    formats: tuple[str, ...]
    listing: bool
    earlier: tuple[str, ...] = ()
    files: Hashes

    def same_origin(self, other: Manifest) -> bool:
        """Whether two manifests stand for one study on one data file."""
        mine = (self.study.id, self.data.sha256)
        return mine == (other.study.id, other.data.sha256)


def make_manifest(
    study: Study,
    results: Results,
    formats: tuple[str, ...],
    wanted: Wanted,
    files: Mapping[str, bytes],
) -> Manifest:
    """The manifest of files that were made from a study's results."""
    record = results.provenance
    return Manifest(
        study=StudyFiles(
            id=study.id, folder=_from_here(study.folder), files=hash_study_files(study)
        ),
        data=DataFile(
            name=record.data_name,
            sha256=record.data_sha256,
            synthetic=record.synthetic,
            seed=record.twin_seed,
        ),
        made_with=list_versions(),
        formats=formats,
        listing=wanted.listing,
        earlier=tuple(digest(read_bytes(path)) for path in wanted.earlier),
        files={name: digest(files[name]) for name in sorted(files)},
    )


def _from_here(folder: Path) -> str:
    """A path below the working folder; empty elsewhere: no folder of a machine is told."""
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return ""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_bytes(path: Path) -> bytes:
    """The content of an input. Raises InputMissing."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputMissing(f"{path}: cannot be read ({error.strerror}).") from None


def write_manifest(manifest: Manifest) -> bytes:
    """The same manifest, the same bytes."""
    data = manifest.model_dump(mode="json")
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def add_to_manifest(folder: Path, new: Manifest) -> Manifest:
    """The manifest of a folder to which files are added; `new` alone where there is none."""
    try:
        old = read_manifest(folder)
    except (InputMissing, DeclarationError):
        return new
    if not old.same_origin(new):
        return new
    formats = [*old.formats, *(name for name in new.formats if name not in old.formats)]
    return new.model_copy(
        update={
            "formats": tuple(formats),
            "listing": old.listing or new.listing,
            "earlier": new.earlier or old.earlier,
            "files": dict(sorted({**old.files, **new.files}.items())),
        }
    )


def read_manifest(folder: Path) -> Manifest:
    """Read a folder's manifest. Raises InputMissing or DeclarationError."""
    path = folder / NAME
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputMissing(
            f"{path}: cannot be read ({error.strerror}). Name a folder that `probata "
            "bulletin` has made; one that an earlier version made has no manifest."
        ) from None
    try:
        return Manifest.model_validate_json(raw)
    except ValidationError:
        raise DeclarationError(
            f"{path}: is not a manifest of this version. Make the folder again with "
            "`probata bulletin`."
        ) from None
