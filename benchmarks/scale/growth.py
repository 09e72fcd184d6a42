"""How the cost of a pass grows with the columns, by histograms and by the dense product."""

import tempfile
import time
from pathlib import Path

import made_up
import numpy as np

ROWS = 100_000
TIMES = (0.5, 1, 2, 4)


def measure(folder: Path) -> dict[int, dict[str, float]]:
    """Nanoseconds a row and pass of one process, by columns of the design."""
    from probata.analysis.engines import sums
    from probata.analysis.engines.chunks import Recipe, Store
    from probata.analysis.engines.engine import open_stream
    from probata.analysis.engines.run import tally_task
    from probata.analysis.engines.structure import build_structure
    from probata.analysis.read_study import read_study
    from probata.dataset.parts import list_parts

    found = {}
    for times in TIMES:
        levels = (made_up.LEVELS * 4)[: int(len(made_up.LEVELS) * times)]
        data, study_folder = folder / f"data{times}", folder / f"study{times}"
        made_up.write(data, ROWS, levels)
        made_up.study(study_folder, levels)
        study = read_study(study_folder)
        with tempfile.TemporaryDirectory(dir=folder) as codes:
            store = Store(Path(codes) / "codes", Recipe.of(study))
            with open_stream(store, list_parts(data).parts, 1) as engine:
                tally = engine.total(tally_task(study))
                plan = build_structure(study, study.models["m"], tally).plan
                row = {}
                for name, limit in (("histograms", 10**9), ("dense", 0)):
                    sums.DENSE_FROM = limit
                    task = sums.SumTask(plan, np.zeros(plan.size))
                    best = min(_seconds(engine, task) for _ in range(3))
                    row[name] = best / ROWS * 1e9
        found[plan.size] = row
    return found


def _seconds(engine: object, task: object) -> float:
    start = time.perf_counter()
    engine.total(task)
    return time.perf_counter() - start
