"""What `probata survival` does, from files to a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from probata.analysis.rounding import number_text, p_text
from probata.analysis.survival.run import Asked, run_survival
from probata.cli.progress import Progress
from probata.cli.publishing import add_said
from probata.cli.report_files import write_report
from probata.cli.say import Report
from probata.dataset.load import load_cases
from probata.dataset.read_codebook import read_codebook
from probata.outputs import refuse_foreign


def report_survival(
    codebook_path: Path,
    data: Path,
    asked: Asked,
    out: Path | None,
    formats_text: str,
    strict: bool,
    progress: Progress,
) -> Report:
    """Curves and regression of one file; write one folder whole or not at all."""
    from probata.publication.charts.percentages import plural
    from probata.publication.formats import read_formats
    from probata.publication.survival_report import make_survival_report

    formats = read_formats(formats_text)
    codebook, _ = read_codebook(codebook_path)
    target = out or Path("build") / "survival" / asked.event
    refuse_foreign(target)
    with progress.stage(f"Read and check {data.name}"):
        cases = load_cases(data, codebook)
    with progress.stage(f"Follow {cases.n:,} cases"):
        found = run_survival(cases, codebook, asked)
    numbers = (found.model_dump_json(indent=1) + "\n").encode()
    files, said = write_report(
        make_survival_report(found),
        formats,
        target,
        ("survival.json", numbers),
        strict,
        progress,
    )
    record: dict[str, Any] = found.model_dump(exclude={"curves"}) | {
        "curves": [item.model_dump(exclude={"points"}) for item in found.curves],
        "folder": str(target),
        "files": files,
    }
    kind = (
        f"synthetic {plural(found.unit)}"
        if found.synthetic
        else f"{plural(found.unit)}"
    )
    lines = [f"{target}: {found.cases:,} {kind} followed, {found.left_out:,} left out."]
    lines += [
        f"  {item.group or 'all'}: {item.events:,} events of {item.n:,}"
        for item in found.curves
    ]
    if found.test:
        statistic = number_text(found.test.statistic, 2)
        lines.append(f"  Log-rank chi-square {statistic}, {p_text(found.test.p)}")
    lines += [f"  {name}" for name in files]
    return add_said((record, lines), said)
