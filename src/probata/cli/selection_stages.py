"""What `probata cohort select` and `explain` do, from files to files."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from probata.cli.cohort_stages import Declared, Report
from probata.cli.progress import Progress
from probata.cohort.cohort_files import key_files, name_cases, selection_files
from probata.cohort.explain_case import Explained, explain_cases, read_log
from probata.cohort.findings import say_count
from probata.cohort.flow import Flow, flow_file, flows_by_unit, list_flow
from probata.cohort.list_report import report_text, set_aside_file
from probata.cohort.places import Places, find_unit
from probata.cohort.programme import read_programme
from probata.cohort.read_list import demand_consent, read_case_list
from probata.cohort.rules_file import RulesFile
from probata.cohort.select_cases import (
    Inspection,
    Selection,
    cases_of_other_times,
    plan_inspection,
    select_cases,
)
from probata.cohort.window import fieldwork_monday
from probata.errors import UserError
from probata.outputs import OutFolder, refuse_foreign, write_folders
from probata.pseudonyms import open_secret


@dataclass(frozen=True)
class Asked:
    """Which inspections: one unit with its fieldwork date, or a programme file."""

    unit: str | None
    fieldwork: datetime.date | None
    weeks: str | None
    programme: Path | None

    def plan(self, rules: RulesFile, places: Places) -> list[Inspection]:
        if self.programme is not None:
            if self.unit or self.fieldwork or self.weeks:
                raise UserError(
                    "--programme goes without --unit, --fieldwork, --weeks."
                )
            return read_programme(self.programme, rules, places)
        if self.unit is None or self.fieldwork is None:
            raise UserError("Name --unit and --fieldwork, or a --programme file.")
        monday = fieldwork_monday(self.fieldwork)
        unit = find_unit(places, self.unit, monday)
        return [plan_inspection(rules, unit, monday, _week_numbers(self.weeks))]

    @property
    def name(self) -> str:
        """What the output folder is called where the user names none."""
        return "programme" if self.programme is not None else ""


def _week_numbers(text: str | None) -> list[int] | None:
    if text is None:
        return None
    parts = text.replace(",", " ").split()
    if not parts or not all(part.isdecimal() for part in parts):
        raise UserError(f"--weeks: `{text}` is not a list of weeks such as 31,28.")
    return [int(part) for part in parts]


def select_cohort(
    path: Path,
    declared: Declared,
    asked: Asked,
    set_aside: bool,
    keys: Path,
    out: Path | None,
    progress: Progress,
) -> Report:
    """Select the cohort of one unit or of many; write its folder and its key, or neither."""
    file, places, rules = declared.read_all()
    inspections = asked.plan(rules, places)
    folder = out or Path("build") / "cohort" / (asked.name or inspections[0].unit.id)
    key_folder = keys / folder.name
    keep_apart(folder, key_folder)
    with progress.stage(f"Read and check {path.name}"):
        cases = read_case_list(path, file, places)
    if not set_aside:
        demand_consent(cases)
    with progress.stage(f"Select from {cases.n:,} cases"):
        selection = select_cases(cases, rules, places, inspections)
        flows = flows_by_unit(selection)
    with progress.stage("Write the files"):
        secret = open_secret(keys)
        named = name_cases(selection, secret)
        files = selection_files(selection, named, places, secret, declared.rules_text())
        files |= _flow_files(selection, flows)
        files["list_report.md"] = report_text(cases).encode()
        files["set_aside.csv"] = set_aside_file(cases)
        write_folders(
            [
                OutFolder(key_folder, key_files(selection, named), private=True),
                OutFolder(folder, files),
            ]
        )
    record, lines = _report(
        selection, flows, folder, key_folder, sorted(files), progress
    )
    odd = cases_of_other_times(selection, places)
    record["cases_of_other_times"] = odd
    lines += [
        f"  To look at: {say_count(count, 'case')} of {name}, a unit that does not exist at "
        "the time of fieldwork."
        for name, count in odd.items()
    ]
    return record, lines


def keep_apart(folder: Path, key_folder: Path) -> None:
    """Refuse to write the key where the pseudonymous files go."""
    refuse_foreign(folder)
    refuse_foreign(key_folder)
    one, other = folder.resolve(), key_folder.resolve()
    if one == other or one in other.parents or other in one.parents:
        raise UserError(
            f"The key would stand in the folder of the results ({folder}). Name another "
            "folder with --keys."
        )


def _flow_files(selection: Selection, flows: dict[str, Flow]) -> dict[str, bytes]:
    from probata.publication.diagrams.cohort_flow import draw_cohort_flow

    synthetic = selection.cases.synthetic
    files = {
        f"flow/{name}.svg": draw_cohort_flow(f"flow-{name}", flow, synthetic).encode()
        for name, flow in flows.items()
    }
    return files | {"flow.csv": flow_file(list_flow(selection), flows, synthetic)}


def _report(
    selection: Selection,
    flows: dict[str, Flow],
    folder: Path,
    key_folder: Path,
    files: list[str],
    progress: Progress,
) -> Report:
    record = {
        "folder": str(folder),
        "keys": str(key_folder),
        "files": files,
        "synthetic": selection.cases.synthetic,
        "rows": selection.cases.rows_read,
        "rows_set_aside": selection.cases.rows_set_aside,
        "cohorts": {
            item.unit.id: {
                "fieldwork": item.fieldwork.isoformat(),
                "weeks": [week.number for week in item.weeks],
                "added_weeks": [week.number for week in item.added],
                "cases": flows[item.unit.id].first,
                "cohort": flows[item.unit.id].last,
                "left_out": {step.id: step.out for step in flows[item.unit.id].steps},
            }
            for item in selection.inspections
        },
        "seconds": progress.seconds,
    }
    kind = "synthetic cases" if selection.cases.synthetic else "cases"
    total = sum(flow.last for flow in flows.values())
    lines = [f"{folder}: {total:,} {kind} selected."]
    if len(flows) == 1:
        lines += _flow_lines(list_flow(selection))
        lines += _week_lines(selection.inspections[0])
        lines += _flow_lines(next(iter(flows.values())))
    else:
        lines += [
            f"  {flow.title}: {flow.last:,} of {flow.first:,}"
            for flow in flows.values()
        ]
    lines.append(f"  The key to the pseudonyms is in {key_folder}; keep it apart.")
    return record, lines


def _week_lines(inspection: Inspection) -> list[str]:
    return [
        f"  Week {week.number} before fieldwork: {week}"
        + (" (added to a small cohort)" if week in inspection.added else "")
        for week in inspection.weeks
    ]


def _flow_lines(flow: Flow) -> list[str]:
    lines = [f"  {flow.first:>7,} {flow.counted}"]
    for step in flow.steps:
        if step.out or step.open_:
            note = f"; undecided for {step.open_:,}" if step.open_ else ""
            lines.append(f"  {-step.out:>7,}   {step.reason}{note}")
    return [*lines, f"  {flow.last:>7,} {flow.result}"]


def explain_case(folder: Path, name: str, keys: Path | None) -> Report:
    """Say of one case, or of all cases of a person, what each rule saw."""
    log = read_log(folder)
    found = explain_cases(log, name, keys)
    record = {
        "rules": log.record.rules,
        "synthetic": log.record.synthetic,
        "cases": [
            {
                "case": item.case,
                "unit": item.unit,
                "outcome": item.outcome,
                "decided_by": item.decided_by,
                "steps": [vars(step) for step in item.steps],
            }
            for item in found
        ],
    }
    lines = ["Synthetic data."] if log.record.synthetic else []
    lines += [f"{say_count(len(found), 'case')}."] if len(found) > 1 else []
    for item in found:
        lines += _explained_lines(item)
    return record, lines


def _explained_lines(item: Explained) -> list[str]:
    if item.outcome == "cohort":
        lines = [f"{item.case} ({item.unit}) is in the cohort."]
    else:
        reason = next(step.reason for step in item.steps if step.id == item.decided_by)
        lines = [
            f"{item.case} ({item.unit}) was left out by `{item.decided_by}`: {reason}."
        ]
    for number, step in enumerate(item.steps, 1):
        says = step.says if step.reached else f"not reached; would be: {step.says}"
        lines.append(f"  {number:>2} {step.id} ({step.mark}): {says}")
        lines.append(f"       {step.saw}")
    return lines
