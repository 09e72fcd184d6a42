"""What `probata join` does, from files to a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from probata.cli.say import Report
from probata.dataset.join_file import JoinFile
from probata.dataset.join_rows import join_files
from probata.declarations import build_declared, read_declaration, suggest
from probata.errors import Fault, UserError
from probata.outputs import write_private


def join_to_file(rules: Path, paths: Mapping[str, Path], out: Path) -> Report:
    """Write the cases with the columns of the other files beside them."""
    file = build_declared(JoinFile, read_declaration(rules))
    _check_named(rules, file, paths)
    joined = join_files(paths, file)
    write_private(out, joined.csv())
    record: dict[str, Any] = {
        "file": str(out),
        "cases": joined.cases,
        "columns": list(joined.columns),
        "synthetic": joined.synthetic,
        "matched": {
            name: {"rows": item.rows, "cases": item.cases, "unused": item.unused}
            for name, item in joined.matched.items()
        },
    }
    kind = "synthetic cases" if joined.synthetic else "cases"
    lines = [f"{out}: {joined.cases:,} {kind}."]
    lines += [
        f"  {name}: {item.cases:,} cases have one of its {item.rows:,} rows; "
        f"{item.unused:,} rows belong to no case."
        for name, item in joined.matched.items()
    ]
    return record, lines


def _check_named(rules: Path, file: JoinFile, paths: Mapping[str, Path]) -> None:
    wanted = ["cases", *file.files]
    faults = [
        Fault(rules.name, f"no path is given for `{name}`.", f"Add {name}=PATH.")
        for name in wanted
        if name not in paths
    ]
    faults += [
        Fault(rules.name, f"there is no file `{name}`.", suggest(name, wanted))
        for name in paths
        if name not in wanted
    ]
    if faults:
        raise UserError("The files are not those of the declaration.", faults)
