"""Times the random-intercept fit beside lme4's glmer, on the same cases in one run.

make bench-mixed
"""

import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from probata.analysis.read_study import read_study
from probata.analysis.sensitivity.bench import Bench
from probata.analysis.sensitivity.clustered import fit_mixed, model_clusters
from probata.analysis.threads import one_thread
from probata.dataset.load import load_cases

ROOT = Path(__file__).parents[1]
DATA = ROOT / "build/early_outcomes/data/cases_synthetic.csv"
RUNS = 5


def main() -> None:
    study = read_study(ROOT / "bulletins/early_outcomes")
    assert study.file.reliability is not None
    bench = Bench(study, load_cases(DATA, study.codebook), study.file.reliability)
    design, fit = bench.design("model_1"), bench.fit("model_1")
    cluster = model_clusters(bench, "model_1", "inspector")
    times = []
    with one_thread():
        for _ in range(RUNS + 1):
            start = time.perf_counter()
            found = fit_mixed(design, fit, cluster)
            times.append(time.perf_counter() - start)
    own = statistics.median(times[1:])
    names = [(item.variable, item.category) for item in design.columns]
    beta = found.beta[names.index(("engagement", "yes"))]
    print(
        f"probata  {own:6.2f} s  sigma {found.sigma:.4f}  engagement {beta:.4f}  "
        f"log-likelihood {found.loglik:.3f}"
    )
    if shutil.which("Rscript") is None:
        print("Rscript is not at hand: no comparison.")
        return
    script = str(ROOT / "benchmarks" / "mixed.R")
    run = subprocess.run(
        ["Rscript", "--vanilla", script, str(DATA)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, sigma, other, loglik = map(float, run.stdout.split())
    print(
        f"glmer    {seconds:6.2f} s  sigma {sigma:.4f}  engagement {other:.4f}  "
        f"log-likelihood {loglik:.3f}  x{seconds / own:.1f}"
    )


if __name__ == "__main__":
    main()
