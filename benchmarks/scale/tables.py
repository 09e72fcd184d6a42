"""Cross-tabulations of every factor by the outcome, by one engine or peer, as JSON.

usage: python tables.py NAME DATA_FOLDER STUDY_FOLDER
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import made_up


def main() -> None:
    name, data, study = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if name == "probata stream":
        found = count_ours(data, study)
    else:
        start = time.perf_counter()
        counts = PEERS[name](str(data / "*.parquet"))
        found = {"seconds": time.perf_counter() - start, "total": counts}
    found["peak_mb"] = made_up.peak_mb()
    print(json.dumps(found))


def count_ours(data: Path, folder: Path) -> dict[str, float]:
    """All tables from codes that are there, and with the check that makes the codes."""
    from probata.analysis.engines.chunks import Recipe, Store
    from probata.analysis.engines.engine import open_stream
    from probata.analysis.engines.run import tally_task
    from probata.analysis.read_study import read_study
    from probata.dataset.parts import list_parts

    study = read_study(folder)
    parted = list_parts(data)
    with tempfile.TemporaryDirectory(dir=data.parent) as codes:
        store = Store(Path(codes) / "codes", Recipe.of(study))
        with open_stream(store, parted.parts) as engine:
            start = time.perf_counter()
            engine.total(tally_task(study))
            coded = time.perf_counter()
            tally = engine.total(tally_task(study))
            done = time.perf_counter()
    total = sum(int(tally.counts["variable", n][:, 1].sum()) for n in made_up.names())
    return {"seconds": done - coded, "with_check": coded - start, "total": total}


def count_polars(pattern: str) -> int:
    import polars as pl

    frame = pl.scan_parquet(pattern)
    tables = [
        frame.group_by(name).agg(pl.len(), (pl.col("outcome") == "yes").sum())
        for name in made_up.names()
    ]
    found = pl.collect_all(tables, engine="streaming")
    return int(sum(table["outcome"].sum() for table in found))


def count_duckdb(pattern: str) -> int:
    import duckdb

    connection = duckdb.connect()
    sets = ", ".join(f"({name})" for name in made_up.names())
    rows = connection.execute(
        f"SELECT {', '.join(made_up.names())}, count(*), "
        "count(*) FILTER (outcome = 'yes') "
        f"FROM read_parquet('{pattern}') GROUP BY GROUPING SETS ({sets})"
    ).fetchall()
    return int(sum(row[-1] for row in rows))


def count_pandas(pattern: str) -> int:
    import pandas as pd

    folder = Path(pattern).parent
    parts = [pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))]
    frame = pd.concat(parts, ignore_index=True)
    yes = frame["outcome"] == "yes"
    tables = [
        yes.groupby(frame[name], observed=True).agg(["size", "sum"])
        for name in made_up.names()
    ]
    return int(sum(table["sum"].sum() for table in tables))


PEERS = {"Polars": count_polars, "DuckDB SQL": count_duckdb, "pandas": count_pandas}

if __name__ == "__main__":
    main()
