"""Reads a framework file and checks it."""

from __future__ import annotations

from pathlib import Path

from probata.declarations import build_declared, read_declaration
from probata.standards.framework import Framework, FrameworkFile
from probata.standards.framework_rules import check_framework


def read_framework(path: Path) -> Framework:
    """Read a framework file. Raises InputMissing, or DeclarationError with every fault."""
    declaration = read_declaration(path)
    file = build_declared(FrameworkFile, declaration)
    check_framework(file, declaration)
    return Framework(file, declaration.sha256, declaration)
