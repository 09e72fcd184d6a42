"""Reads the design of a synthetic twin and reports all its faults together."""

from __future__ import annotations

from pathlib import Path

from probata.dataset.codebook import Codebook
from probata.dataset.twin_design import TwinDesign, TwinFile
from probata.dataset.twin_margins import Margins, read_margins, read_table
from probata.dataset.twin_rules import Models, twin_problems
from probata.declarations import build_declared, read_declaration
from probata.errors import DeclarationError, Fault


def read_twin_design(path: Path, codebook: Codebook, models: Models) -> TwinDesign:
    """Read `twin.toml`; `models` (model -> block -> variables) are those of the study.

    Raises InputMissing, or DeclarationError with every fault.
    """
    declaration = read_declaration(path)
    file = build_declared(TwinFile, declaration)
    margins: Margins | None = None
    faults: list[Fault] = []
    try:
        margins = read_margins(file.twin.published, declaration)
    except DeclarationError as error:
        faults += error.faults
    faults += [
        declaration.fault(place, *words)
        for place, *words in twin_problems(file, codebook, margins, models)
    ]
    if margins is None or faults:
        raise DeclarationError(f"{path}: cannot be used.", faults)
    rows = read_table(file.twin.published, "inspections.csv")
    return TwinDesign(file, margins, rows, declaration)
