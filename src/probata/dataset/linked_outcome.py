"""Gives case data an outcome that was found by linking records.

load_linked(path, codebook, linked) -> Cases
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from probata.dataset.check import check_rows, column_name
from probata.dataset.codebook import Codebook, Variable
from probata.dataset.columns import Cases
from probata.dataset.rows import read_rows
from probata.declarations import suggest
from probata.errors import AnalysisError, DataError, Fault
from probata.tabular.raw import RawRows, encode_cells

SHOWN = 8


@dataclass(frozen=True)
class LinkedOutcome:
    """Whether each case has the outcome, by the case's name in the column `key`."""

    key: str
    variable: str
    positive: str
    found: Mapping[str, bool]


def load_linked(path: Path, codebook: Codebook, linked: LinkedOutcome) -> Cases:
    """Read a case file, put the outcome in and check every cell.

    Raises DataError where a case was not among the linked records: it would pass for one
    without the outcome. Raises AnalysisError where the variable is not of two categories.
    """
    yes, no = _codes(codebook[linked.variable], linked)
    raw = read_rows(path)
    names = _names(raw, linked)
    column = encode_cells([yes if linked.found[name] else no for name in names])
    header = column_name(linked.variable, codebook[linked.variable])
    return check_rows(replace(raw, columns={**raw.columns, header: column}), codebook)


def _codes(variable: Variable, linked: LinkedOutcome) -> tuple[str, str]:
    """How a data file writes the positive and the other category."""
    codes = {
        item.id: str(item.codes[0] if item.codes else item.id)
        for item in variable.categories
    }
    if len(codes) != 2 or linked.positive not in codes or variable.derive:
        raise AnalysisError(
            f"The outcome `{linked.variable}` of the study cannot be set by a linkage: it "
            "must be read from the file and have two categories."
        )
    (other,) = set(codes) - {linked.positive}
    return codes[linked.positive], codes[other]


def _names(raw: RawRows, linked: LinkedOutcome) -> list[str]:
    if linked.key not in raw.columns:
        fault = Fault(
            raw.name,
            f"there is no column `{linked.key}`, which names each case.",
            suggest(linked.key, raw.columns),
        )
        raise DataError(f"{raw.name}: cannot be joined to the linkage.", [fault])
    column = raw.columns[linked.key]
    names = [column.texts[at] for at in column.index]
    strange = [
        number
        for number, name in zip(raw.numbers.tolist(), names, strict=True)
        if name not in linked.found
    ]
    if strange:
        shown = ", ".join(str(number) for number in strange[:SHOWN])
        more = f" and {len(strange) - SHOWN:,} more" if len(strange) > SHOWN else ""
        fault = Fault(
            f"{raw.name}, rows {shown}{more}",
            f"`{linked.key}` names no record of the first linked file.",
            "Link all cases of the study, or leave these out of it.",
        )
        raise DataError(f"{raw.name}: cannot be joined to the linkage.", [fault])
    return names
