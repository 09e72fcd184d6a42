"""What a case list holds and what is wrong with it, for the person who can mend it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from probata.cohort.findings import Consequence, Finding
from probata.cohort.list_columns import CaseList
from probata.tabular.csv_writer import write_csv

HEADINGS: dict[Consequence, str] = {
    "accept": "To decide on",
    "set_aside": "Rows that cannot be used",
    "blank": "Cells that cannot be read",
    "note": "Notes",
}
EXPLAINED: dict[Consequence, str] = {
    "accept": "With `probata cohort select --set-aside` the list is used as it is.",
    "set_aside": "With `probata cohort select --set-aside` these rows, and all rows of the same sentence, leave the list.",
    "blank": "With `probata cohort select --set-aside` the cells count as unknown; the rows stay.",
    "note": "Nothing needs to be done before the list can be used.",
}


def report_text(cases: CaseList) -> str:
    """The report as Markdown: counts, then findings by what follows from them."""
    parts = [
        f"# Report on the case list {cases.name}",
        _synthetic(cases),
        _counts(cases),
        f"SHA-256 of the file: `{cases.sha256}`.",
        "Row numbers are those of the spreadsheet; the header is row 1.",
    ]
    for consequence, heading in HEADINGS.items():
        found = [item for item in cases.findings if item.consequence == consequence]
        if found:
            parts += [f"## {heading}", EXPLAINED[consequence]]
            parts.append("\n".join(_item(item) for item in found))
    if not cases.findings:
        parts.append("Nothing is wrong with the list.")
    if cases.ignored_columns:
        names = ", ".join(f"`{name}`" for name in cases.ignored_columns)
        parts += ["## Columns that were not read", f"{names}."]
    return "\n\n".join(part for part in parts if part) + "\n"


def _synthetic(cases: CaseList) -> str:
    return "**Synthetic data: these people do not exist.**" if cases.synthetic else ""


def _counts(cases: CaseList) -> str:
    return (
        f"{cases.rows_read:,} rows below the header: {cases.n:,} sentences, "
        f"{cases.rows_joined:,} more rows of the same sentences, "
        f"{cases.rows_set_aside:,} rows that cannot be used."
    )


def _item(finding: Finding) -> str:
    count = len(finding.rows)
    rows = f" ({count:,} rows)" if count > 1 else ""
    return f"- **{finding.where}**{rows}: {finding.problem} {finding.mend}"


def set_aside_file(cases: CaseList) -> bytes:
    """Every row and cell that was not used, one line each, as CSV."""
    found = [item for item in cases.findings if item.consequence != "note"]
    told = [item.rows for item in found if item.consequence == "set_aside"]
    alone = np.setdiff1d(cases.aside, np.concatenate([*told, cases.aside[:0]]))
    if len(alone):
        found.append(
            Finding(
                "same_sentence",
                "",
                alone,
                "another row of the same sentence was set aside.",
                "",
                "set_aside",
            )
        )
    return findings_file(found)


def findings_file(findings: Sequence[Finding]) -> bytes:
    """Findings as CSV, one line for each row of the list."""
    lines = [(row, item) for item in findings for row in np.unique(item.rows).tolist()]
    return write_csv(
        {
            "row": [str(row) for row, _ in lines],
            "column": [item.column for _, item in lines],
            "kind": [item.kind for _, item in lines],
            "consequence": [item.consequence for _, item in lines],
            "problem": [item.problem for _, item in lines],
            "mend": [item.mend for _, item in lines],
        }
    )
