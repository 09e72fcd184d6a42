"""Reads a framework file and checks it."""

from __future__ import annotations

from pathlib import Path

from probata.declarations import build_declared, read_declaration
from probata.standards.framework import Framework, FrameworkFile
from probata.standards.framework_rules import check_framework
from probata.standards.packaged import find_framework


def read_framework(named: Path) -> Framework:
    """Read a framework: a file, or one that comes with Probata by its name.

    Raises InputMissing, or DeclarationError with every fault.
    """
    declaration = read_declaration(find_framework(named))
    file = build_declared(FrameworkFile, declaration)
    check_framework(file, declaration)
    return Framework(file, declaration.sha256, declaration)
