"""What the command on a series does: from its releases to a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from probata.analysis.series.run_series import Loaded, read_studies, run_series
from probata.analysis.series.series_file import read_series
from probata.analysis.series.series_files import series_files
from probata.analysis.study import Study
from probata.cli.cache import cache_folder, keep_twin
from probata.cli.progress import Progress
from probata.cli.publishing import Said, add_said
from probata.cli.say import Report
from probata.dataset.load import load_cases
from probata.outputs import refuse_foreign, write_folder


def make_series(
    path: Path, out: Path | None, formats: str, strict: bool, progress: Progress
) -> Report:
    """Put every release to the study; write one folder whole or not at all."""
    from probata.publication.accessibility.report import check_files, refuse_barriers
    from probata.publication.formats import OPEN_DATA, read_formats, write_formats
    from probata.publication.series_report import make_series_report

    names = read_formats(formats)
    series = read_series(path)
    target = out or Path("build") / series.file.series.id
    refuse_foreign(target)
    with progress.stage("Read the study with each codebook"):
        studies = read_studies(series)
    loaded = []
    for release, study in zip(series.file.releases, studies, strict=True):
        with progress.stage(f"Read {release.label}"):
            loaded.append(_load(release.data, study, target))
    with progress.stage("Follow the measures"):
        results = run_series(series, studies, loaded)
    with progress.stage("Write the bulletin of the series"):
        pages = [name for name in names if name != OPEN_DATA]
        files = write_formats(make_series_report(results), pages)
        files |= series_files(results) if OPEN_DATA in names else {}
        files["series.json"] = (results.model_dump_json(indent=1) + "\n").encode()
    with progress.stage("Check accessibility"):
        checked = check_files(files)
    if strict:
        refuse_barriers(checked)
    write_folder(target, files)
    record: dict[str, Any] = {
        "series": results.id,
        "folder": str(target),
        "files": sorted(files),
        "releases": [item.id for item in results.releases],
        "breaks": [
            {"measure": item.id, "earlier": change.earlier, "later": change.later}
            for item in results.measures
            for change in item.changes
            if change.verdict == "not_comparable"
        ],
        "synthetic": results.synthetic,
    }
    lines = [
        f"{target}: {len(results.releases)} releases, {len(results.measures)} measures."
    ]
    lines += [f"  {name}" for name in sorted(files)]
    if results.small_cells:
        lines.append("  Few cases: " + "; ".join(results.small_cells))
    return add_said((record, lines), Said((), tuple(checked)))


def _load(data: str | None, study: Study, target: Path) -> Loaded:
    if data is not None:
        return Loaded(load_cases(study.folder / data, study.codebook))
    path, seed = keep_twin(study, None, cache_folder(target))
    return Loaded(load_cases(path, study.codebook), seed)
