"""Rebuilds an output folder from its study and data, and compares every file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from probata.analysis.read_study import read_study
from probata.analysis.study import Study
from probata.analysis.study_files import hash_study_files
from probata.cli.differences import describe_difference
from probata.cli.engine_choice import Asked
from probata.cli.manifest import NAME, Manifest, digest, read_bytes, read_manifest
from probata.cli.progress import Progress
from probata.cli.publishing import Wanted
from probata.cli.say import Report
from probata.cli.stages import build_files
from probata.cli.versions import list_versions
from probata.dataset.parts import is_parted, list_parts
from probata.errors import Fault, InputMissing, UserError, VerificationError
from probata.outputs import MARKER


def verify_folder(
    folder: Path,
    data: Path | None,
    named: Path | None,
    earlier: tuple[Path, ...],
    progress: Progress,
) -> Report:
    """Raise VerificationError with every file that differs, or tell that none does.

    A folder that cannot be rebuilt raises the error that stops it, with its own code.
    """
    with progress.stage("Read the manifest"):
        manifest = read_manifest(folder)
        here = _read_files(folder)
    try:
        study = read_study(named or find_study(folder, manifest))
        if study.id != manifest.study.id:
            raise UserError(
                f"It was made from the study `{manifest.study.id}`, and this is "
                f"`{study.id}`."
            )
        _check_data(manifest, study, data)
        _check_earlier(manifest, earlier)
        wanted = Wanted(
            ",".join(manifest.formats),
            listing=manifest.listing,
            earlier=earlier,
            engine=_engine(here),
        )
        rebuilt = _rebuild(manifest, study, data, wanted, progress)
    except UserError as error:
        summary = f"{folder}: cannot be rebuilt. {error.summary}"
        raise type(error)(summary, error.faults) from None
    faults = list(_compare(manifest, here, rebuilt))
    if faults:
        raise VerificationError(
            f"{folder}: {len(faults)} of {len(manifest.files)} files differ.",
            [*_reasons(manifest, study), *faults],
        )
    count = len(manifest.files)
    record = {
        "folder": str(folder),
        "study": manifest.study.id,
        "same": count,
        "different": 0,
        "seconds": progress.seconds,
    }
    return record, [f"{folder}: rebuilt; all {count} files are the same, byte by byte."]


def find_study(folder: Path, manifest: Manifest) -> Path:
    """The study's folder, from the working folder or one above the output folder."""
    if manifest.study.folder:
        for start in (Path.cwd(), *folder.resolve().parents):
            found = start / manifest.study.folder
            if (found / "study.toml").is_file():
                return found
    raise InputMissing(
        f"The study `{manifest.study.id}` is not to be found. Name its folder with --study."
    )


def _read_files(folder: Path) -> dict[str, bytes]:
    """Every file of the folder by its path, but for its marker and manifest."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in (folder / MARKER, folder / NAME):
            try:
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
            except OSError as error:
                raise InputMissing(
                    f"{path}: cannot be read ({error.strerror})."
                ) from None
    return found


def _check_data(manifest: Manifest, study: Study, data: Path | None) -> None:
    """Whether the data that the folder was made from are at hand."""
    if manifest.data.seed is not None:
        if data is not None:
            raise UserError("It was made from a synthetic twin; leave out --data.")
        return
    if data is None and study.file.data.file is None:
        raise InputMissing(
            f"It was made from `{manifest.data.name}`. Name that file with --data."
        )
    path = data or study.folder / (study.file.data.file or "")
    parted = path.is_dir() and is_parted(path)
    found = list_parts(path).sha256 if parted else digest(read_bytes(path))
    if found != manifest.data.sha256:
        raise InputMissing(
            f"{path}: is not the file that it was made from (SHA-256 {found[:12]}..., "
            f"and was {manifest.data.sha256[:12]}...)."
        )


def _check_earlier(manifest: Manifest, earlier: tuple[Path, ...]) -> None:
    """Whether the bulletins that it was laid beside are at hand."""
    if tuple(digest(read_bytes(path)) for path in earlier) != manifest.earlier:
        raise InputMissing(
            f"It was laid beside {len(manifest.earlier)} earlier bulletins. Name their "
            "results.json, each with --earlier, as when it was made."
        )


def _engine(here: dict[str, bytes]) -> Asked:
    """The engine that made the folder: last digits depend on it."""
    try:
        made = json.loads(here["results.json"])["engine"]
        return Asked(str(made["name"]))
    except (KeyError, TypeError, ValueError):
        return Asked()


def _rebuild(
    manifest: Manifest,
    study: Study,
    data: Path | None,
    wanted: Wanted,
    progress: Progress,
) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="probata-verify-") as cache:
        built = build_files(
            study, data, manifest.data.seed, wanted, Path(cache), progress
        )
    return built.files


def _compare(
    manifest: Manifest, here: dict[str, bytes], rebuilt: dict[str, bytes]
) -> Iterator[Fault]:
    for name in manifest.files:
        if name not in here:
            yield Fault(name, "is not in the folder any more.")
        elif name not in rebuilt:
            yield Fault(name, "is not among the files that were rebuilt.")
        elif here[name] != rebuilt[name]:
            touched = digest(here[name]) != manifest.files[name]
            how = "was changed after it was made: " if touched else ""
            where = describe_difference(name, here[name], rebuilt[name])
            yield Fault(name, f"{how}{where}.")
    for name in here:
        if name not in manifest.files:
            yield Fault(name, "is not in the manifest: it was put here afterwards.")


def _reasons(manifest: Manifest, study: Study) -> Iterator[Fault]:
    """What is another one now than when the folder was made."""
    now = hash_study_files(study)
    for name in dict.fromkeys([*manifest.study.files, *now]):
        if manifest.study.files.get(name) != now.get(name):
            yield Fault(name, "is another file now than when the folder was made.")
    versions = list_versions()
    for name in dict.fromkeys([*manifest.made_with, *versions]):
        made, found = (item.get(name) for item in (manifest.made_with, versions))
        if made != found:
            there = f"is version {found}" if found else "is not installed"
            yield Fault(name, f"{there}, and was {made or 'not there'}.")
