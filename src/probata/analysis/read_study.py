"""Reads a study with its codebook and checks both."""

from __future__ import annotations

from pathlib import Path

from probata.analysis.study import Study, StudyFile
from probata.analysis.study_rules import check_study
from probata.dataset.read_codebook import read_codebook
from probata.declarations import build_declared, read_declaration


def read_study(folder: Path, codebook_path: Path | None = None) -> Study:
    """Read `study.toml` of a bulletin folder and its codebook, or another; check both.

    Raises InputMissing or DeclarationError with every fault of both files.
    """
    path = folder if folder.suffix == ".toml" else folder / "study.toml"
    declaration = read_declaration(path)
    file = build_declared(StudyFile, declaration)
    codebook, _ = read_codebook(codebook_path or path.parent / file.data.codebook)
    check_study(file, codebook, declaration)
    return Study(path.parent, file, codebook, declaration.sha256, declaration)


def read_twin_study(study: Study) -> Study:
    """The study that made-up cases are drawn for: itself, or the one that it names."""
    named = study.file.data.twin_of
    return study if named is None else read_study(study.folder / named)
