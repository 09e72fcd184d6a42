"""Reads the list of signed cases from which a quality sample is drawn: one row a case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from probata.assessment.quality_sample import Signed
from probata.declarations import absent_columns
from probata.errors import DataError, Fault
from probata.tabular.files import read_file

_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0", ""}
_SHOWN = 10  # faults of a file that are told one by one


def read_signed(
    path: Path, case: str, assessor: str, flags: Sequence[str]
) -> tuple[Signed, ...]:
    """Every case with its assessor; a flag is met where its column says yes.

    Raises InputMissing, or DataError with the faults.
    """
    rows = read_file(path)
    names = (case, assessor, *flags)
    absent = absent_columns(f"{path.name}, header", rows.columns, names)
    if absent:
        raise DataError(f"{path}: cannot be used.", absent)
    texts = {
        name: [rows.columns[name].texts[at] for at in rows.columns[name].index]
        for name in names
    }
    found: list[Signed] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for at, number in enumerate(rows.numbers):
        where = f"{path.name}, row {number}"
        for name in (case, assessor):
            if not texts[name][at]:
                faults.append(Fault(f"{where}, column {name}", "is empty.", "Fill it in."))  # fmt: skip
        if texts[case][at] and texts[case][at] in seen:
            words = "names a case a second time."
            faults.append(Fault(f"{where}, column {case}", words, "Keep one row a case."))  # fmt: skip
        seen.add(texts[case][at])
        for name in flags:
            if texts[name][at].casefold() not in _YES | _NO:
                faults.append(Fault(f"{where}, column {name}", "is neither yes nor no.", "Write yes or no."))  # fmt: skip
        met = frozenset(name for name in flags if texts[name][at].casefold() in _YES)
        found.append(Signed(texts[case][at], texts[assessor][at], met))
    if faults:
        more = len(faults) - _SHOWN
        told = faults[:_SHOWN]
        if more > 0:
            told.append(Fault(path.name, f"{more:,} more faults of these kinds."))
        raise DataError(f"{path}: cannot be used.", told)
    return tuple(found)
