"""Times the main job as a whole process, its peers beside it, and prints ratios.

    make bench

Peers run only where they are at hand (Rscript). Every figure is the median of several
runs after one that is not counted; memory is the largest resident size of the process.
"""

import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROBATA = str(Path(sys.executable).parent / "probata")
RUNS = 5


def run_once(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak resident MB of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    scale = 1024 if platform.system() == "Linux" else 1024 * 1024
    return took, usage.ru_maxrss / scale


def time_command(command: list[str]) -> tuple[float, float]:
    """Median wall seconds and peak MB over RUNS runs, after a warm-up."""
    run_once(command)
    runs = [run_once(command) for _ in range(RUNS)]
    return statistics.median(run[0] for run in runs), max(run[1] for run in runs)


def time_fits(data: Path) -> float:
    """Median milliseconds of the four fits together, inside one process."""
    from probata.analysis.design import build_design
    from probata.analysis.logistic import fit_logistic
    from probata.analysis.read_study import read_study
    from probata.dataset.load import load_cases

    study = read_study(ROOT / "bulletins/early_outcomes")
    cases = load_cases(data, study.codebook)
    designs = [build_design(study, model, cases) for model in study.file.models]
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        for design in designs:
            fit_logistic(design.x, design.y)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times[1:])


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "early_outcomes"
        command = [PROBATA, "bulletin", "bulletins/early_outcomes", "--out", str(out)]
        rows = {
            "probata bulletin (warm twin)": time_command(command),
            "probata --help": time_command([PROBATA, "--help"]),
        }
        data = out / "data" / "cases_synthetic.csv"
        fits = time_fits(data)
        if shutil.which("Rscript"):
            script = str(ROOT / "benchmarks" / "main_job.R")
            plots = Path(folder) / "plots"
            plots.mkdir()
            rows["Rscript: the same numbers and charts"] = time_command(
                ["Rscript", "--vanilla", script, str(data), str(plots)]
            )
    first = rows["probata bulletin (warm twin)"][0]
    for name, (seconds, memory) in rows.items():
        print(f"{name:<44} {seconds:6.2f} s {memory:6.0f} MB  x{seconds / first:.2f}")
    print(f"{'the four fits together':<44} {fits:6.1f} ms")
    print(json.dumps({"python": platform.python_version(), "runs": RUNS}))


if __name__ == "__main__":
    main()
