"""Reads a codebook file and checks it."""

from __future__ import annotations

from pathlib import Path

from probata.dataset.codebook import Codebook, CodebookFile, expand_bands
from probata.dataset.codebook_rules import check_codebook
from probata.declarations import Declaration, build_declared, read_declaration


def read_codebook(path: Path) -> tuple[Codebook, Declaration]:
    """Read `codebook.toml`. Raises InputMissing or DeclarationError with every fault."""
    declaration = read_declaration(path)
    file = build_declared(CodebookFile, declaration)
    check_codebook(file, declaration)
    banded = {
        item.bands.id: name for name, item in file.variables.items() if item.bands
    }
    return Codebook(
        header=file.codebook,
        declared=file.variables,
        variables=expand_bands(file.variables),
        banded_from=banded,
        sha256=declaration.sha256,
    ), declaration
