"""What the command on the calibration bench does, from files to files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import probata
from probata.analysis.rounding import number_text
from probata.assessment.calibration import (
    Assessor,
    Calibration,
    Estimate,
    Rule,
    measure_calibration,
)
from probata.assessment.calibration_example import RULE, make_up_bench
from probata.cli.progress import Progress
from probata.cli.publishing import add_said
from probata.cli.report_files import write_report
from probata.cli.say import Report
from probata.dataset.calibration_files import Bench, Polarity, read_bench, read_rule
from probata.errors import DataError
from probata.guarded_csv import write_rows
from probata.outputs import refuse_foreign, write_folder


@dataclass(frozen=True)
class Asked:
    """The files of a bench, and what to write of it."""

    scores: Path
    panel: Path
    rule: Path | None
    positive: tuple[str, ...]
    neutral: tuple[str, ...]
    out: Path | None
    formats: str
    strict: bool


def hold_bench(asked: Asked, progress: Progress) -> Report:
    """Measure the bench; write the page and the record where asked."""
    if asked.out is not None:
        refuse_foreign(asked.out)
    with progress.stage("Read and check the bench"):
        rule = read_rule(asked.rule) if asked.rule else Rule()
        polarity = Polarity(frozenset(asked.positive), frozenset(asked.neutral))
        bench = read_bench(asked.scores, asked.panel, polarity)
        if not bench.scores:
            raise DataError(f"{asked.scores}: no row has an answer.")
    found = measure_calibration(bench.scores, rule)
    report: Report = (found.model_dump(mode="json"), list(_lines(found, bench)))
    return (
        report if asked.out is None else _write(found, bench, asked, report, progress)
    )


def _lines(found: Calibration, bench: Bench) -> Iterator[str]:
    if bench.synthetic:
        yield "SYNTHETIC DATA: the bench is made up."
    rule = found.rule
    yield (
        f"Pass: agreement with the panel above {number_text(100 * rule.threshold, 0)}%, "
        f"{number_text(100 * rule.sure, 0)}% sure, on {rule.cases} cases and {rule.answers} "
        "answers or more."
    )
    for item in found.assessors:
        yield f"{item.name}: {_verdict(item)}"
        for part in item.occasions:
            yield (
                f"  {part.occasion}, {part.cases} cases, {part.answers} answers: agreement "
                f"{_say(part.agreement, '%')}, severity {_say(part.severity, ' points')}"
            )
        if item.drift is not None:
            yield f"  drift {_say(item.drift, ' points')}"
    hot = [spot for spot in found.hot_spots if spot.disagreement is not None]
    hot.sort(key=lambda spot: -spot.disagreement.low if spot.disagreement else 0.0)
    if hot:
        yield "Most disagreement with the panel:"
    for spot in hot[:5]:
        version = f", guidance {spot.guidance}" if spot.guidance else ""
        yield f"  {spot.question}{version}: {_say(spot.disagreement, '%')}"
    if few := len(found.hot_spots) - len(hot):
        yield f"  {few} questions or versions have too few answers"
    if bench.empty:
        yield f"{bench.empty:,} rows without an answer were left out."


def _verdict(item: Assessor) -> str:
    latest = item.occasions[-1]
    if item.verdict == "too_few":
        return f"too few answers ({latest.cases} cases, {latest.answers} answers)"
    assert item.at_least is not None
    at_least = f"at least {number_text(100 * item.at_least, 1)}%"
    if item.verdict == "pass":
        return f"pass, {at_least}"
    side = "clearly below" if item.clearly_below else "may be either"
    return f"not yet, {at_least} ({side})"


def _say(found: Estimate | None, unit: str) -> str:
    if found is None:
        return "not known (too few cases)"
    value, low, high = (
        number_text(100 * end, 0) for end in (found.value, found.low, found.high)
    )
    return f"{value}{unit} ({low} to {high})"


def _write(
    found: Calibration, bench: Bench, asked: Asked, report: Report, progress: Progress
) -> Report:
    from probata.publication.calibration_report import (
        CalibrationPage,
        make_calibration_report,
    )
    from probata.publication.formats import FORMATS, read_formats

    assert asked.out is not None
    names = ("Scores", "Panel")
    page = CalibrationPage(
        found=found,
        synthetic=bench.synthetic,
        data_name=bench.sources[0][0],
        empty=bench.empty,
        provenance=(
            ("Probata", probata.__version__),
            *(
                (name, f"{file} (sha256 {sha256[:16]})")
                for name, (file, sha256) in zip(names, bench.sources, strict=True)
            ),
        ),
    )
    record, lines = report
    files, said = write_report(
        make_calibration_report(page),
        read_formats(asked.formats, FORMATS),
        asked.out,
        ("calibration.json", (found.model_dump_json(indent=1) + "\n").encode()),
        asked.strict,
        progress,
    )
    record |= {"folder": str(asked.out), "files": files}
    lines += [f"{asked.out}:", *(f"  {name}" for name in files)]
    return add_said(report, said)


def write_example(out: Path) -> Report:
    """Write a made-up bench: panel.csv, scores.csv and rule.toml."""
    panel, scores = make_up_bench()
    files = {
        "panel.csv": write_rows(panel[0], panel[1:]),
        "scores.csv": write_rows(scores[0], scores[1:]),
        "rule.toml": RULE.encode(),
    }
    write_folder(out, files)
    lines = [f"{out}: a made-up calibration bench.", *(f"  {name}" for name in files)]
    return {"folder": str(out), "files": list(files)}, lines
