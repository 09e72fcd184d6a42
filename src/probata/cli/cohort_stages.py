"""What each command of `probata cohort` does, from files to files."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from probata.cli.progress import Progress
from probata.cohort.case_list_file import CaseListFile
from probata.cohort.example import make_example, write_example
from probata.cohort.example_faults import plant_faults
from probata.cohort.findings import needs_consent
from probata.cohort.list_columns import CaseList
from probata.cohort.list_report import findings_file, report_text
from probata.cohort.places import Places, find_unit, packaged_file, read_places
from probata.cohort.read_case_list_file import read_case_list_file
from probata.cohort.read_list import demand_consent, read_case_list
from probata.cohort.read_rules import DEFAULT, read_rules
from probata.cohort.request import write_request, write_template
from probata.cohort.rules_file import RulesFile
from probata.cohort.window import fieldwork_monday
from probata.errors import UserError
from probata.outputs import write_file, write_folder

Report = tuple[dict[str, Any], list[str]]


@dataclass(frozen=True)
class Declared:
    """The files that declare list, places and rules; None for the packaged ones."""

    headings: Path | None
    places: Path | None
    rules: Path | None

    def read_list_file(self) -> tuple[CaseListFile, Places]:
        return read_case_list_file(self.headings), read_places(self.places)

    def read_all(self) -> tuple[CaseListFile, Places, RulesFile]:
        file, places = self.read_list_file()
        return file, places, read_rules(self.rules, file, places)

    def rules_text(self) -> bytes:
        """The rules as they were written."""
        return (self.rules or packaged_file(DEFAULT)).read_bytes()


def write_request_files(
    declared: Declared, unit: str, fieldwork: datetime.date, out: Path | None
) -> Report:
    """Write the specification and an empty template for the unit's case list."""
    file, places, rules = declared.read_all()
    monday = fieldwork_monday(fieldwork)
    place = find_unit(places, unit, monday)
    folder = out or Path("build") / "request" / place.id
    text = write_request(file, rules, place, places.region_of(place), monday)
    files = {
        "request.md": text.encode(),
        "case_list_template.csv": write_template(file),
    }
    write_folder(folder, files)
    record = {
        "folder": str(folder),
        "files": sorted(files),
        "unit": place.id,
        "fieldwork": monday.isoformat(),
    }
    return record, [f"{folder}: the request for {place.name}."] + [
        f"  {name}" for name in sorted(files)
    ]


def write_example_file(
    unit: str, fieldwork: datetime.date, cases: int, seed: int, faults: int, out: Path
) -> Report:
    """Write a made-up case list, spoilt on purpose where asked."""
    places = read_places()
    monday = fieldwork_monday(fieldwork)
    place = find_unit(places, unit, monday)
    random = np.random.default_rng(seed)
    home = [(place.name, places.region_of(place).name)]
    columns = make_example(home, monday, cases, random)
    planted: dict[str, list[int]] = {}
    if faults:
        try:
            columns, planted = plant_faults(columns, faults, random)
        except ValueError as error:
            raise UserError(
                f"The list is too short for its faults ({error}). Ask for more --cases."
            ) from None
    write_file(out, write_example(columns))
    rows = len(columns["CRN"])
    record = {
        "file": str(out),
        "rows": rows,
        "sentences": cases,
        "seed": seed,
        "planted": planted,
        "synthetic": True,
    }
    lines = [f"{out}: {rows:,} synthetic rows of {cases:,} sentences (seed {seed})."]
    return record, lines


def check_case_list(
    path: Path, declared: Declared, report: Path | None, progress: Progress
) -> Report:
    """Check a list; write the report if asked. Raises DataError where anything is wrong."""
    file, places = declared.read_list_file()
    with progress.stage(f"Read and check {path.name}"):
        cases = read_case_list(path, file, places)
    if report is not None:
        files = {
            "report.md": report_text(cases).encode(),
            "findings.csv": findings_file(cases.findings),
        }
        write_folder(report, files)
        progress.note(f"{report}: report.md, findings.csv")
    demand_consent(cases)
    return _list_record(cases), [*_list_lines(cases)]


def _list_record(cases: CaseList) -> dict[str, Any]:
    return {
        "list": cases.name,
        "rows": cases.rows_read,
        "sentences": cases.n,
        "rows_joined": cases.rows_joined,
        "rows_set_aside": cases.rows_set_aside,
        "to_put_right": len(needs_consent(cases.findings)),
        "notes": [str(item.fault) for item in cases.findings],
        "ignored_columns": list(cases.ignored_columns),
        "synthetic": cases.synthetic,
    }


def _list_lines(cases: CaseList) -> list[str]:
    kind = "synthetic rows" if cases.synthetic else "rows"
    lines = [
        f"{cases.name}: {cases.rows_read:,} {kind}, {cases.n:,} sentences, in order."
    ]
    lines += [f"  Note: {item.fault}" for item in cases.findings]
    if cases.ignored_columns:
        lines.append("  Columns not read: " + ", ".join(cases.ignored_columns))
    return lines
