"""Reads an uploaded case list to what its lead is shown, and to cases.

read_upload(content, ending, inspection) -> Read

The file is on disk only while it is read, in a folder that this process alone may open.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from probata.cohort.findings import Finding
from probata.cohort.flow import Flow, FlowStep, flows_by_unit, list_flow
from probata.cohort.list_columns import CaseList, Coded
from probata.cohort.make_case_facts import CaseFacts, make_case_facts
from probata.cohort.places import find_unit
from probata.cohort.read_list import read_case_list
from probata.cohort.select_cases import (
    Selection,
    cases_of_other_times,
    plan_inspection,
    select_cases,
)
from probata.cohort.window import fieldwork_monday
from probata.errors import DataError, Fault, UserError
from probata.service.fieldwork.frameworks import form_of
from probata.service.fieldwork.models import Inspection
from probata.service.inspections.declared import case_facts_for, declarations

ENDINGS = (".csv", ".xlsx")
MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 150 * 1024 * 1024  # of a workbook, which is a packed archive


@dataclass(frozen=True)
class Read:
    """A list as its lead is shown it, the cohort, and its cases with their facts."""

    report: dict[str, Any]
    selection: Selection
    facts: CaseFacts


def read_upload(content: bytes, ending: str, inspection: Inspection) -> Read:
    """Check a list and select its cohort.

    Raises UserError with every fault where the list cannot be used at all, or is that of
    another unit.
    """
    declared = declarations()
    monday = fieldwork_monday(inspection.fieldwork_starts)
    unit = find_unit(declared.places, inspection.unit.name, monday)
    plan = plan_inspection(declared.rules, unit, monday, inspection.weeks or None)
    cases = _read(content, ending)
    selection = select_cases(cases, declared.rules, declared.places, [plan])
    framework = form_of(inspection.framework_id).framework.file
    found = case_facts_for(framework.framework.id)
    if found is None:
        raise DataError(
            "Nothing declares how the facts of this framework follow from a case list: "
            f"case_facts_{framework.framework.id}.toml is missing. Whoever runs the "
            "service adds it to its declarations."
        )
    facts = make_case_facts(found.file, framework.facts, selection)
    report = {
        **_counts(cases),
        "findings": [_told(item) for item in cases.findings],
        "ignored": list(cases.ignored_columns),
        "flows": [
            asdict(list_flow(selection)),
            asdict(flows_by_unit(selection)[unit.id]),
        ],
        "cohort": len(facts.rows),
        "weeks": [str(week) for week in selection.inspections[0].weeks],
        "added_weeks": [str(week) for week in selection.inspections[0].added],
        "other_times": cases_of_other_times(selection, declared.places),
        "unmatched": list(facts.unmatched),
        "unknown": facts.unknown(),
        "declarations": {**declared.hashes, "case_facts": found.sha256},
        "rules": declared.rules.rules.id,
    }
    return Read(report, selection, facts)


def read_findings(content: bytes, ending: str) -> tuple[Finding, ...]:
    """What was found in a list, with every row."""
    return _read(content, ending).findings


def flow_of(told: dict[str, Any]) -> Flow:
    """A flow as a report or a record holds it."""
    steps = tuple(FlowStep(**step) for step in told["steps"])
    return Flow(told["title"], told["counted"], told["result"], steps)


def _read(content: bytes, ending: str) -> CaseList:
    declared = declarations()
    if ending == ".xlsx":
        _demand_size(content)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"The list{ending}")
        path.write_bytes(content)
        try:
            return read_case_list(path, declared.case_list, declared.places)
        except UserError as error:
            raise _without_folder(error, folder) from None


def _without_folder(error: UserError, folder: str) -> UserError:
    """The error without the folder, which is nobody's business."""
    hidden = f"{folder}/"
    faults = [
        Fault(
            *(
                part.replace(hidden, "")
                for part in (item.where, item.problem, item.mend)
            )
        )
        for item in error.faults
    ]
    return DataError(error.summary.replace(hidden, ""), faults)


def _demand_size(content: bytes) -> None:
    """A small archive can unpack to more than the machine has."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile:
        return  # the reader of workbooks says what is wrong
    if size > MOST_UNPACKED:
        raise DataError(
            f"The workbook unpacks to {size // 2**20:,} MB; {MOST_UNPACKED // 2**20} are "
            "the most. Save the sheet of cases alone, or as CSV."
        )


def _counts(cases: CaseList) -> dict[str, Any]:
    return {
        "rows": cases.rows_read,
        "sentences": cases.n,
        "joined": cases.rows_joined,
        "set_aside": cases.rows_set_aside,
        "synthetic": cases.synthetic,
    }


def _told(item: Finding) -> dict[str, Any]:
    return {
        "consequence": item.consequence,
        "where": item.where,
        "rows": len(item.rows),
        "problem": item.problem,
        "mend": item.mend,
    }


def text_of(cases: CaseList, field: str) -> list[str]:
    """What a text field of the list says of each case; empty where it has no such column."""
    column = cases.columns.get(field)
    return column.texts() if isinstance(column, Coded) else [""] * cases.n
