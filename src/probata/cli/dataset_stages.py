"""What the commands on data sets do, from files to files."""

from __future__ import annotations

from pathlib import Path

from probata.analysis.read_study import read_study
from probata.analysis.threads import one_thread
from probata.analysis.twin_search import read_design
from probata.cli.progress import Progress
from probata.cli.say import Report
from probata.dataset.large_twin import draw_blocks
from probata.dataset.partition import partition, write_parts
from probata.dataset.twin_design import TwinDesign
from probata.errors import UserError


def cut_data(data: Path, out: Path, file_rows: int, progress: Progress) -> Report:
    """Write a case file as a folder of Parquet files."""
    with progress.stage(f"Cut {data.name} into parts"):
        rows, files = partition(data, out, file_rows)
    record = {"folder": str(out), "rows": rows, "files": files}
    plural = "" if files == 1 else "s"
    return record, [f"{out}: {rows:,} rows in {files:,} Parquet file{plural}."]


def write_large_twin(
    folder: Path, out: Path | None, seed: int | None, rows: int, progress: Progress
) -> Report:
    """Write a synthetic twin of any size as a folder of Parquet files."""
    study = read_study(folder)
    design = read_design(study)
    if not isinstance(design, TwinDesign):
        raise UserError(
            f"{study.id}: its twin follows an assumed design, which --rows cannot enlarge. "
            "Leave out --rows."
        )
    used = design.file.twin.seed if seed is None else seed
    outcome = study.file.outcome
    target = out or Path(f"{study.id}_synthetic_{rows}")
    with progress.stage(f"Draw {rows:,} synthetic cases"), one_thread():
        blocks = draw_blocks(
            design, study.codebook, outcome.variable, outcome.positive, rows, used
        )
        _, files = write_parts(blocks, target)
    record = {
        "folder": str(target),
        "rows": rows,
        "files": files,
        "seed": used,
        "synthetic": True,
    }
    line = (
        f"{target}: {rows:,} synthetic cases (seed {used}). Every row says that it is "
        "synthetic; only the published shares hold, not the statements."
    )
    return record, [line]
