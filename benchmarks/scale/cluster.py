"""What a run on a cluster costs, from measurements on this machine: CPU seconds a row,
bytes and seconds of adding a partial result, seconds a task of Spark's scheduler.

usage: python benchmarks/scale/cluster.py [--rows 1e6] [--work build/scale] [--tasks 512,4096]
"""

import argparse
import json
import pickle
import shutil
import tempfile
import time
from pathlib import Path

import made_up
import numpy as np

ROOT = Path(__file__).parents[2]
SIZES = (1e8, 1e9, 1e10)
CORES = (2, 16, 64, 256, 1024)


def main() -> None:
    options = read_options()
    data, study = options.work / f"{options.rows}", options.work / "study"
    made_up.write(data, options.rows)
    made_up.study(study)
    found = measure_rows(data, study, options.rows)
    found["tasks"] = measure_tasks(options.tasks)
    found["predicted"] = [
        predict(found, int(n), cores) for n in SIZES for cores in CORES
    ]
    (options.work / "cluster.json").write_text(json.dumps(found, indent=1))
    print(describe(found))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=lambda text: int(float(text)), default=1_000_000)
    parser.add_argument("--work", type=Path, default=ROOT / "build/scale")
    parser.add_argument(
        "--tasks",
        type=lambda text: [int(item) for item in text.split(",") if item],
        default=[512, 2048, 8192],
    )
    return parser.parse_args()


def measure_rows(data: Path, folder: Path, rows: int) -> dict[str, object]:
    """CPU seconds a row of each kind of pass, and what comes of a part."""
    from probata.analysis.engines.chunks import Recipe, Store
    from probata.analysis.engines.engine import open_stream
    from probata.analysis.engines.run import tally_task
    from probata.analysis.engines.scores import ScoreTask
    from probata.analysis.engines.structure import build_structure
    from probata.analysis.engines.sums import SumTask
    from probata.analysis.read_study import read_study
    from probata.dataset.parts import list_parts

    study, parts = read_study(folder), list_parts(data).parts
    codes = Path(tempfile.mkdtemp(dir=data.parent))
    found: dict[str, object] = {"columns": 0}
    try:
        store = Store(codes / "codes", Recipe.of(study))
        with open_stream(store, parts, 1) as engine:
            count = tally_task(study)
            first, tally = timed(lambda: engine.total(count))
            again, _ = timed(lambda: engine.total(count))
            kept = sum(path.stat().st_size for path in store.folder.iterdir())
            plan = build_structure(study, study.models["m"], tally).plan
            beta = np.zeros(plan.size)
            tasks = {
                "tally": count,
                "sums": SumTask(plan, beta),
                "score": SumTask(plan, beta, information=False),
                "bins": ScoreTask(plan, beta, exact=False),
            }
            found |= {"columns": plan.size, "code": (first - again) / rows}
            found |= {"disk": kept / rows, "parquet": size_of(data) / rows}
            for name, task in tasks.items():
                best, part = min(
                    (timed(lambda task=task: engine.total(task)) for _ in range(3)),
                    key=lambda item: item[0],
                )
                found[name] = best / rows
                found[f"{name}_bytes"] = len(pickle.dumps(part))
                found[f"{name}_add"] = min(
                    timed(lambda part=part: part + part)[0] for _ in range(5)
                )
    finally:
        shutil.rmtree(codes)
    return found


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.parquet"))


def timed(call: object) -> tuple[float, object]:
    start = time.process_time()
    value = call()
    return time.process_time() - start, value


def measure_tasks(counts: list[int]) -> dict[int, dict[str, float]]:
    """Seconds a task that does nothing takes of the driver, and of a core of an executor.

    Tasks without Python tell what the driver needs to hand one out; what Python adds is
    done by all cores at once.
    """
    from probata.analysis.engines.spark import _start

    session = _start("local[*]")
    try:
        context = session.sparkContext
        cores = int(context.defaultParallelism)
        context.parallelize(range(8), 8).count()
        session.range(0, 8, 1, 8).count()
        found = {}
        for n in counts:
            bare = least(lambda n=n: session.range(0, n, 1, n).count())
            python = least(lambda n=n: nothing(context, n))
            found[n] = {
                "driver": bare / n,
                "executor": max(python - bare, 0.0) * cores / n,
            }
        return found
    finally:
        session.stop()


def nothing(context: object, tasks: int) -> None:
    context.parallelize(range(tasks), tasks).mapPartitions(lambda _: [0]).collect()


def least(call: object) -> float:
    times = []
    for _ in range(2):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


# A bulletin of one model with four blocks: the count, and the passes of its fits.
FULL, LIGHT, BINNED = 5, 24, 6


def predict(found: dict, n: int, cores: int) -> dict[str, float]:
    """Seconds on a cluster, and what its driver takes, for the cases of the benchmark."""
    from probata.analysis.engines.spark import count_tasks
    from probata.dataset.parts import PART_ROWS

    parts = -(-n // PART_ROWS)
    rows = found["code"] + found["tally"] + FULL * found["sums"]
    rows += LIGHT * found["score"] + BINNED * found["bins"]
    slices = count_tasks(parts, cores)
    passes = 1 + FULL + LIGHT + BINNED
    task = found["tasks"][max(found["tasks"])]
    waves = -(-slices // cores) * cores / slices  # cores idle in the last wave
    work = (n * rows + passes * slices * task["executor"]) / cores * waves
    driver = passes * slices * task["driver"]
    return {
        "rows": n,
        "cores": cores,
        "parts": parts,
        "work": work,
        "driver": driver,
        "seconds": work + driver,
        "codes_gb": n * found["disk"] / 1e9,
        "sums_mb": slices * found["sums_bytes"] / 1e6,
        "bins_mb_at_once": slices * found["bins_bytes"] / 1e6,
    }


def describe(found: dict) -> str:
    lines = [
        f"{name}: {value:.3g}"
        for name, value in found.items()
        if isinstance(value, float | int)
    ]
    lines += [
        f"{tasks} tasks: driver {each['driver'] * 1e3:.2f} ms, "
        f"executor {each['executor'] * 1e3:.2f} ms each"
        for tasks, each in found["tasks"].items()
    ]
    for row in found["predicted"]:
        lines.append("  ".join(f"{name} {value:.4g}" for name, value in row.items()))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
