"""Checks every finished file by its format, and says what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from probata.errors import AccessibilityError, Fault
from probata.publication.accessibility.docx import check_docx
from probata.publication.accessibility.html import check_html
from probata.publication.accessibility.pdf import check_pdf
from probata.publication.accessibility.spreadsheet import check_ods, check_xlsx

CHECKS: dict[str, Callable[[bytes], list[Fault]]] = {
    ".docx": check_docx,
    ".html": check_html,
    ".ods": check_ods,
    ".pdf": check_pdf,
    ".xlsx": check_xlsx,
}


@dataclass(frozen=True)
class Checked:
    """One check of one file. `not_run` says why there is no answer."""

    file: str
    check: str
    faults: tuple[Fault, ...] = ()
    not_run: str = ""

    def __str__(self) -> str:
        if self.not_run:
            return f"{self.file}, {self.check}: not run, {self.not_run}."
        if not self.faults:
            return f"{self.file}, {self.check}: nothing found."
        return f"{self.file}, {self.check}: {len(self.faults)} found."


def check_files(files: Mapping[str, bytes], axe: bool = False) -> list[Checked]:
    """The structure of each file; with `axe`, also axe-core on the pages."""
    found = []
    for name, content in files.items():
        check = CHECKS.get(PurePosixPath(name).suffix)
        if check is not None:
            found.append(Checked(name, "structure", tuple(check(content))))
        if axe and name.endswith(".html"):
            found.append(_try_axe(name, content))
    return found


def _try_axe(name: str, content: bytes) -> Checked:
    from probata.publication.accessibility.axe import BrowserMissing, run_axe

    try:
        return Checked(name, "axe-core", tuple(run_axe(content)))
    except BrowserMissing as missing:
        return Checked(name, "axe-core", not_run=str(missing))


def refuse_barriers(checked: list[Checked]) -> None:
    """Raise AccessibilityError that holds everything found, if anything was."""
    faults = [
        Fault(f"{item.file}, {fault.where}", fault.problem, fault.mend)
        for item in checked
        for fault in item.faults
    ]
    if faults:
        raise AccessibilityError(
            "The files have barriers for readers who use an aid; nothing was written.",
            faults,
        )
