"""What `probata link` does: from files that name people to files that do not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from probata.cli.linkage_study import StudyFiles, check_study, study_thresholds
from probata.cli.progress import Progress
from probata.cli.publishing import Said, add_said
from probata.cli.say import Report
from probata.cli.selection_stages import keep_apart
from probata.linkage.engine import score_pairs
from probata.linkage.example import example_linkage, make_example
from probata.linkage.example_sources import make_sources
from probata.linkage.link_files import (
    REVIEW,
    folder_name,
    name_records,
    open_files,
    private_files,
)
from probata.linkage.read_linkage import read_linkage
from probata.linkage.records import read_records
from probata.linkage.report import LinkageReport
from probata.linkage.review import read_decisions, refuse_to_lose, write_decisions
from probata.linkage.run import run_linkage
from probata.outputs import OutFolder, write_folder, write_folders
from probata.pseudonyms import open_secret

# What the files of a bulletin are called in a linkage report.
NAMES = {"bulletin": "report", "tables": "report_tables"}


@dataclass(frozen=True)
class LinkOptions:
    """What a linkage is carried out with besides its file."""

    reviewed: tuple[Path, ...]
    study: StudyFiles | None
    keys: Path
    formats: str
    out: Path | None


def link_files(path: Path, options: LinkOptions, progress: Progress) -> Report:
    """Link, measure and report; write the open and the private folder, or neither."""
    from probata.publication.accessibility.report import check_files
    from probata.publication.formats import FORMATS, read_formats, write_formats
    from probata.publication.linkage_report import make_linkage_report

    formats = read_formats(options.formats, FORMATS)
    linkage = read_linkage(path)
    if options.study:
        check_study(options.study, linkage)
    name = folder_name(path.resolve())
    folder = options.out or Path("build") / "linkage" / name
    private = options.keys / name
    keep_apart(folder, private)
    refuse_to_lose(private / REVIEW, options.reviewed)
    with progress.stage("Read the files"):
        records = read_records(linkage)
    secret = open_secret(options.keys)
    names = name_records(linkage.file, records, secret)
    reviewed = read_decisions(options.reviewed, records, names)
    with progress.stage(f"Compare {records.n:,} records"):
        scored = score_pairs(linkage, records)
    with progress.stage(f"Decide on {len(scored.left):,} pairs"):
        run = run_linkage(linkage, records, scored, reviewed)
    report = run.report
    if options.study:
        with progress.stage("Carry out the study at every threshold"):
            table = study_thresholds(options.study, linkage, records, scored, reviewed)
            report = report.model_copy(update={"study": table})
    with progress.stage("Write the report"):
        pages = write_formats(make_linkage_report(report), formats)
        files = {_rename(item): content for item, content in pages.items()}
        checked = check_files(files)
        files["report.json"] = (report.model_dump_json(indent=1) + "\n").encode()
    files |= open_files(linkage.file, records, scored, run.decided, names)
    hidden = private_files(linkage.file, records, scored, run.decided, names)
    if reviewed:
        hidden["decisions.csv"] = write_decisions(reviewed, names)
    write_folders([OutFolder(private, hidden, private=True), OutFolder(folder, files)])
    record = _record(report, folder, private, files)
    return add_said((record, _lines(report, folder, private)), Said((), tuple(checked)))


def write_link_example(people: int, seed: int, out: Path) -> Report:
    """Write the made-up files and the linkage file that links them."""
    made = make_example(people, np.random.default_rng(seed))
    files = {
        "cases_synthetic.csv": made.cases,
        "convictions_synthetic.csv": made.convictions,
        "linkage.toml": example_linkage(),
    }
    write_folder(out, files)
    record = {
        "folder": str(out),
        "files": sorted(files),
        "people": people,
        "seed": seed,
        "planted": made.planted,
        "synthetic": True,
    }
    lines = [f"{out}: {people:,} made-up people in two files (seed {seed})."]
    lines += [f"  {count:,} records: {kind}" for kind, count in made.planted.items()]
    return record, lines


def write_link_sources(cases: Path, seed: int, out: Path) -> Report:
    """Write source files about made-up cases, and the linkage files that link them."""
    made = make_sources(cases, np.random.default_rng(seed))
    write_folder(out, made.files)
    record = {
        "folder": str(out),
        "files": sorted(made.files),
        "cases": made.cases,
        "seed": seed,
        "planted": made.planted,
        "synthetic": True,
    }
    lines = [f"{out}: files about {made.cases:,} made-up cases (seed {seed})."]
    lines += [f"  {count:,} records: {kind}" for kind, count in made.planted.items()]
    return record, lines


def _rename(name: str) -> str:
    stem, dot, ending = name.partition(".")
    return f"{NAMES.get(stem, stem)}{dot}{ending}"


def _record(
    report: LinkageReport, folder: Path, private: Path, files: dict[str, bytes]
) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "keys": str(private),
        "files": sorted(files),
        "records": {file.name: file.records for file in report.files},
        "linked": {file.name: file.linked for file in report.files},
        "links": report.links,
        "to_review": report.queue,
        "clusters": report.clusters,
        "threshold": report.threshold,
        "synthetic": report.provenance.synthetic,
    }


def _lines(report: LinkageReport, folder: Path, private: Path) -> list[str]:
    kind = "synthetic records" if report.provenance.synthetic else "records"
    lines = [f"{folder}: {report.links:,} links from {report.threshold:g} on."]
    lines += [
        f"  {file.name}: {file.linked:,} of {file.records:,} {kind} linked"
        for file in report.files
    ]
    used = next(x for x in report.thresholds if x.threshold == report.threshold)
    if used.accuracy and used.accuracy.precision is not None:
        lines.append(
            f"  precision {used.accuracy.precision:.1%}, "
            f"recall {used.accuracy.recall or 0:.1%} against the true persons"
        )
    if report.queue:
        lines.append(f"  {report.queue:,} pairs to look at: {private / REVIEW}")
    lines.append(f"  {private} names people; keep it apart.")
    return lines
