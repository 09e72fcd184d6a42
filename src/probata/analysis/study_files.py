"""The files that a study is declared in, with the hash of each."""

from __future__ import annotations

import contextlib
import hashlib

from probata.analysis.study import Study


def hash_study_files(study: Study) -> dict[str, str]:
    """SHA-256 by path inside the study's folder; a file that is not there is left out."""
    file = study.file
    found = {"study.toml": study.sha256, file.data.codebook: study.codebook.sha256}
    names = [file.data.twin] if file.data.twin else []
    if file.data.twin_of:
        names.append(f"{file.data.twin_of}/study.toml")
    names += file.disclosure.earlier
    if file.reliability and file.reliability.second and file.reliability.second.file:
        names.append(file.reliability.second.file)
    if file.text is not None:
        names += [file.text.summary, *file.text.sections, *file.text.annexes]
    for name in names:
        with contextlib.suppress(OSError):
            content = (study.folder / name).read_bytes()
            found[name] = hashlib.sha256(content).hexdigest()
    return found
