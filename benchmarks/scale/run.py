"""Times the engines beside their peers at growing sizes; writes one report with a plot.

usage: python benchmarks/scale/run.py [--sizes 1539,1e5,1e6] [--ours 1e7] [--spark 1e6]
           [--work build/scale] [--report docs/reference/scale-benchmark.md]

Each fit runs in a process of its own, one after another, in rounds: so a slow minute of
the machine hits neighbours alike. What was not run is said to be so in the report.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import made_up
import numpy as np
from report import write_report

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OURS = ["probata memory", "probata stream"]
PEERS = ["statsmodels Logit", "statsmodels GLM", "scikit-learn", "glum", "R glm"]
TABLES = ["probata stream", "Polars", "DuckDB SQL", "pandas"]
# Above these sizes a peer needs more memory than this machine has (24 GiB), or the
# engine keeps all rows.
MOST = {"probata memory": 1_000_000, "statsmodels GLM": 1_000_000, "R glm": 1_000_000}


def main() -> None:
    options = read_options()
    options.work.mkdir(parents=True, exist_ok=True)
    study = options.work / "study"
    made_up.study(study)
    found: dict[str, object] = {
        "command": " ".join(["python", "benchmarks/scale/run.py", *sys.argv[1:]]),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "load_before": os.getloadavg()[0],
        "sizes": {},
        "tables": {},
    }
    whole = sorted({*options.sizes, *options.ours, *options.spark})
    for n in whole:
        data = options.work / f"{n}"
        made_up.write(data, n)
        names = []
        if n in options.sizes:
            names += [name for name in OURS + PEERS if n <= MOST.get(name, n)]
        elif n in options.ours:
            names += ["probata stream"]
        if n in options.spark:
            names += ["probata spark", "Spark MLlib"]
        rows = {name: run(options, "one.py", name, data, study) for name in names}
        compare(rows)
        rows["bounds"] = bounds(data)
        found["sizes"][n] = rows
        if n >= 100_000:
            found["tables"][n] = {
                name: run(options, "tables.py", name, data, study)
                for name in TABLES
                if n in options.sizes or name != "pandas"
            }
    found["growth"] = grow(options)
    found["load_after"] = os.getloadavg()[0]
    (options.work / "scale.json").write_text(json.dumps(found, indent=1))
    write_report(found, options.report)


def read_options() -> argparse.Namespace:
    def sizes(text: str) -> list[int]:
        return [int(float(item)) for item in text.split(",") if item]

    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=sizes, default=[1539, 100_000, 1_000_000])
    parser.add_argument("--ours", type=sizes, default=[10_000_000])
    parser.add_argument("--spark", type=sizes, default=[1_000_000])
    parser.add_argument("--work", type=Path, default=ROOT / "build/scale")
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv/peers/bin/python")
    report = ROOT / "docs/reference/scale-benchmark.md"
    parser.add_argument("--report", type=Path, default=report)
    return parser.parse_args()


def run(
    options: argparse.Namespace, script: str, name: str, data: Path, study: Path
) -> dict[str, object]:
    """One process: its JSON, or why there is none."""
    ours = name.startswith("probata")
    python = sys.executable if ours else str(options.peers)
    print(f"{time.strftime('%X')} {script} {name} {data.name}", file=sys.stderr)
    done = subprocess.run(
        [python, str(HERE / script), name, str(data), str(study)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
        return {"failed": lines[-1][:200]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def compare(rows: dict[str, dict[str, object]]) -> None:
    """The largest difference of an estimate and of an error from the streaming engine's."""
    base = rows.get("probata stream", {})
    for row in rows.values():
        for key in ("beta", "error"):
            mine, its = base.get(key), row.pop(key, None) if row is not base else None
            if mine is not None and its is not None:
                size = np.asarray(base["error"])
                apart = np.abs(np.asarray(its) - np.asarray(mine)) / size
                row[f"{key}_apart"] = float(apart.max())
    for key in ("beta", "error"):
        base.pop(key, None)


def bounds(data: Path) -> dict[str, float]:
    """Seconds of one pass of decoding every column, and of reading as many codes."""
    from pyarrow import parquet

    start = time.perf_counter()
    rows = 0
    for path in sorted(data.glob("*.parquet")):
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(131_072, use_threads=True):
                rows += batch.num_rows
    decode = time.perf_counter() - start
    codes = np.ones(min(rows, 5_000_000) * 40 // 8, dtype=np.int64)
    start = time.perf_counter()
    codes.sum()
    bandwidth = (time.perf_counter() - start) * rows / min(rows, 5_000_000)
    return {"decode": decode, "bandwidth": bandwidth}


def grow(options: argparse.Namespace) -> dict[int, dict[str, float]]:
    """Seconds a row of one pass by the number of columns, histograms and dense."""
    from growth import measure

    return measure(options.work / "growth")


if __name__ == "__main__":
    main()
