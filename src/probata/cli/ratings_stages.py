"""What the command on ratings does, from files to files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from probata.cli.progress import Progress
from probata.cli.rating_lines import unit_lines
from probata.cli.say import Report
from probata.dataset.judgements import Judgements, read_judgements
from probata.dataset.published_ratings import check_published_file
from probata.dataset.rating_files import read_entries, read_units
from probata.errors import UserError
from probata.guarded_csv import write_rows
from probata.outputs import write_folder
from probata.standards.framework import Framework
from probata.standards.ratings.cases import JudgedCases
from probata.standards.ratings.entries import check_discretion, check_entries
from probata.standards.ratings.flat_files import rating_files
from probata.standards.ratings.published import PublishedRating
from probata.standards.ratings.published_columns import read_columns
from probata.standards.ratings.rate import rate_all, require_ratings
from probata.standards.ratings.results import RatingsProvenance, RatingsResult
from probata.standards.read_framework import read_framework


@dataclass(frozen=True)
class Inputs:
    """The files and settings behind a set of ratings."""

    judgements: Path
    units: Path | None
    entries: Path | None
    columns: tuple[str, ...]
    draws: int
    seed: int


def make_ratings(
    path: Path, inputs: Inputs, out: Path | None, progress: Progress
) -> Report:
    """Rate every unit and region; write the files where asked."""
    framework = read_framework(path)
    require_ratings(framework)
    with progress.stage(f"Read and check {inputs.judgements.name}"):
        result, _ = rate_judgements(framework, inputs)
    if out is not None:
        write_folder(out, rating_files(result))
    record = result.model_dump(mode="json")
    if out is not None:
        record["folder"] = str(out)
    standards = {item.id: item.standard for item in framework.file.key_questions}
    lines = [f"SYNTHETIC DATA: {inputs.judgements} holds made-up cases."]
    lines = lines if result.provenance.synthetic else []
    for unit in result.units:
        lines += unit_lines(unit, standards, result.grades)
    lines.append(_method(result))
    return record, lines + ([f"Written to {out}."] if out is not None else [])


def rate_judgements(
    framework: Framework, inputs: Inputs, cohorts: Mapping[str, int] | None = None
) -> tuple[RatingsResult, Judgements]:
    """The ratings of every unit and region, and the judged cases behind them.

    `cohorts` gives the size of a unit's cohort where the list of units does not.
    """
    facts = read_units(inputs.units) if inputs.units else ()
    columns = _columns(inputs.columns)
    found = read_judgements(inputs.judgements, framework, columns, facts)
    places = [unit.unit for unit in found.units]
    places += [unit.region for unit in found.units if unit.region]
    entered = read_entries(inputs.entries) if inputs.entries else ()
    name = inputs.entries.name if inputs.entries else ""
    entries = check_entries(framework, entered, places, name)
    known = [_complete(cases, cohorts or {}) for cases in found.units]
    units = rate_all(framework, known, entries, inputs.draws, inputs.seed)
    check_discretion(framework, units, entries, name)
    result = RatingsResult(
        provenance=_provenance(framework, found, inputs),
        grades={grade.id: grade.label.text() for grade in framework.ratings.grades},
        units=units,
    )
    return result, found


def _complete(cases: JudgedCases, cohorts: Mapping[str, int]) -> JudgedCases:
    if cases.cohort is not None or cases.unit not in cohorts:
        return cases
    cohort = cohorts[cases.unit]
    if cohort < cases.judged:
        raise UserError(
            f"The flow of `{cases.unit}` ends at {cohort} cases, but {cases.judged} are "
            "judged. Take the flow of this cohort."
        )
    return replace(cases, cohort=cohort)


def _columns(given: Sequence[str]) -> dict[str, str]:
    wrong = [item for item in given if not all(item.partition("="))]
    if wrong:
        raise UserError(f"--column: `{wrong[0]}` must be NAME=COLUMN.")
    return {item.partition("=")[0]: item.partition("=")[2] for item in given}


def _provenance(
    framework: Framework, found: Judgements, inputs: Inputs
) -> RatingsProvenance:
    return RatingsProvenance(
        framework=framework.id,
        version=framework.file.framework.version,
        framework_sha256=framework.sha256,
        judgements=found.cases.source.name,
        judgements_sha256=found.cases.source.sha256,
        synthetic=found.cases.synthetic,
        draws=inputs.draws,
        seed=inputs.seed,
        interval=framework.ratings.interval,
    )


def _method(result: RatingsResult) -> str:
    made = result.provenance
    text = f"Intervals: {100 * made.interval:g}%, Wilson, for the cohort where it is known."
    if made.draws:
        text += f" Chances: {made.draws:,} completed cohorts, seed {made.seed}."
    return text


def check_ratings(
    path: Path, published: Path, mapping: Path | None, out: Path | None
) -> Report:
    """Work published ratings out again, and list the rows that do not fit."""
    framework = read_framework(path)
    columns = read_columns(mapping, framework)
    rows = check_published_file(published, framework, columns)
    kinds = Counter(item.kind for row in rows for item in row.oddities)
    compared = [row for row in rows if row.shown and row.computed]
    agree = sum(row.shown == row.computed for row in compared)
    record: dict[str, Any] = {
        "framework": framework.id,
        "list": str(published),
        "rows": len(rows),
        "compared": len(compared),
        "agree": agree,
        "oddities": dict(sorted(kinds.items())),
        "units": [asdict(row) for row in rows],
    }
    lines = [
        f"{published}: {columns.title}.",
        f"  {len(rows)} rows; {len(compared)} grades worked out, {agree} as shown.",
    ]
    lines += [
        f"  row {row.row}, {row.unit}: {item.words}"
        for row in rows
        for item in row.oddities
    ]
    if out is not None:
        write_folder(out, {"published.csv": _published_csv(rows)})
        record["folder"] = str(out)
        lines.append(f"Written to {out}.")
    return record, lines


def _published_csv(rows: Sequence[PublishedRating]) -> bytes:
    columns = ("row", "unit", "shown", "computed", "points", "maximum")
    cells = (
        (
            *(getattr(row, name) for name in columns),
            " ".join(item.kind for item in row.oddities),
        )
        for row in rows
    )
    return write_rows([*columns, "oddities"], cells)
