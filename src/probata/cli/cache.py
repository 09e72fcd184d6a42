"""What takes long is kept by a hash of everything it follows from."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from pydantic import ValidationError

import probata
from probata.analysis.reliability_results import Reliability
from probata.analysis.results import Results
from probata.analysis.run import exclude_cases
from probata.analysis.study import Study
from probata.analysis.study_files import hash_study_files
from probata.dataset.columns import Cases
from probata.outputs import write_file

# Parts of a study that the tests of its findings follow from; the rest is presentation.
STATISTICAL = {"data", "outcome", "inference", "blocks", "models", "reliability"}


def cache_folder(target: Path) -> Path:
    """Beside the output folder, or where PROBATA_CACHE says."""
    named = os.environ.get("PROBATA_CACHE")
    return Path(named) if named else target.parent


def keep_twin(study: Study, seed: int | None, folder: Path) -> tuple[Path, int]:
    """The twin of a study and seed, drawn once; its file and the seed used."""
    from probata.analysis.twin_search import twin_inputs, write_twin

    inputs, used = twin_inputs(study, seed)
    path = (
        folder / ".twins" / f"{study.id}_synthetic-{code_key([inputs, str(used)])}.csv"
    )
    if not path.exists():
        write_file(path, write_twin(study, seed).csv)
    return path, used


def keep_assessment(
    study: Study,
    cases: Cases,
    results: Results,
    folder: Path,
    tell: Callable[[str], None],
) -> Reliability:
    """The tests of a study's findings on these cases, carried out once."""
    declared = study.file.model_dump(mode="json", include=STATISTICAL)
    made = results.provenance
    settings = study.file.reliability
    second = settings.second.file if settings and settings.second else None
    files = hash_study_files(study).get(second or "", "")
    key = code_key(
        [made.data_sha256, made.codebook_sha256, json.dumps(declared), files]
    )
    path = folder / ".reliability" / f"{study.id}-{key}.json"
    if path.exists():
        with contextlib.suppress(ValidationError):
            return Reliability.model_validate_json(path.read_bytes())
    from probata.analysis.sensitivity.run import assess_findings

    kept, _ = exclude_cases(study, cases)
    found = assess_findings(study, kept, results.models, tell)
    write_file(path, (found.model_dump_json(indent=1) + "\n").encode())
    return found


def code_key(inputs: Iterable[str]) -> str:
    """A hash of the inputs and of the code that works on them."""
    digest = hashlib.sha256(probata.__version__.encode())
    root = Path(probata.__file__).parent
    for package in ("analysis", "dataset"):
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.read_bytes())
    for item in inputs:
        digest.update(item.encode() + b"\0")
    return digest.hexdigest()[:16]
