"""Made-up cases for the benchmark of scale: 25 factors, 3 numbers, a yes in three."""

import resource
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

LEVELS = [2] * 9 + [3] * 12 + [4] * 4
NUMBERS = {"age": (18, 75), "sanctions": (0, 40), "months": (1, 48)}
BLOCK = 131_072


def names(factors: int = len(LEVELS)) -> list[str]:
    return [f"f{at + 1:02d}" for at in range(factors)]


def draw(block: int, rows: int, levels: list[int]) -> pa.Table:
    """One block of rows; each has a seed of its own, so that any n begins alike."""
    random = np.random.default_rng([20261124, block])
    quality = random.normal(size=rows)
    columns: dict[str, pa.Array] = {}
    eta = -0.9 + 0.8 * quality
    for at, k in enumerate(levels):
        score = 0.6 * quality + random.normal(size=rows)
        cuts = np.linspace(-1.0, 1.0, k - 1) if k > 2 else np.array([0.2])
        code = np.searchsorted(cuts, score).astype(np.int8)
        words = pa.array([str(item) for item in range(k)])
        columns[f"f{at + 1:02d}"] = pa.DictionaryArray.from_arrays(code, words)
        eta = eta + (0.05 + 0.02 * (at % 5)) * code * (-1) ** at
    for name, (low, high) in NUMBERS.items():
        values = low + np.floor((high - low) * random.beta(1.5, 4, size=rows))
        columns[name] = pa.array(values.astype(np.int16))
        eta = eta + 0.4 * (values - low) / (high - low)
    yes = random.random(rows) < 1 / (1 + np.exp(-eta))
    answers = pa.array(["no", "yes"])
    columns["outcome"] = pa.DictionaryArray.from_arrays(yes.astype(np.int8), answers)
    return pa.table(columns)


def write(folder: Path, rows: int, levels: list[int] = LEVELS) -> None:
    """Parquet in files of sixteen row groups, written anew unless it is there."""
    if (folder / "done").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    writer, left, block = None, rows, 0
    while left:
        table = draw(block, min(left, BLOCK), levels)
        if block % 16 == 0:
            if writer:
                writer.close()
            path = folder / f"part-{block // 16:05d}.parquet"
            writer = parquet.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
        left, block = left - table.num_rows, block + 1
    writer.close()
    (folder / "done").write_text(str(rows))


def study(folder: Path, levels: list[int] = LEVELS) -> None:
    """A study of the outcome on every factor and number, in one block."""
    variables = [*names(len(levels)), *NUMBERS]
    lines = ['[codebook]\ntitle = "Made-up cases"']
    lines.append(
        '[variables.outcome]\nlabel = "Outcome"\ntype = "categorical"\n'
        'categories = [{ id = "no" }, { id = "yes" }]'
    )
    for name, k in zip(names(len(levels)), levels, strict=True):
        inside = ", ".join(f'{{ id = "{item}" }}' for item in range(k))
        lines.append(
            f'[variables.{name}]\nlabel = "{name}"\ntype = "categorical"\n'
            f"categories = [{inside}]"
        )
    lines += [f'[variables.{n}]\nlabel = "{n}"\ntype = "interval"' for n in NUMBERS]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "codebook.toml").write_text("\n".join(lines) + "\n")
    quoted = ", ".join(f'"{name}"' for name in variables)
    (folder / "study.toml").write_text(
        '[study]\nid = "scale"\ntitle = "Scale"\n'
        '[outcome]\nvariable = "outcome"\npositive = "yes"\n'
        f'[[blocks]]\nid = "all"\nlabel = "All"\nvariables = [{quoted}]\n'
        '[[models]]\nid = "m"\nlabel = "M"\nblocks = ["all"]\n'
    )


def cpu_seconds() -> float:
    """Of this process and of its children that have ended: what others do adds nothing."""
    used = [
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(item.ru_utime + item.ru_stime for item in used)


def peak_mb(processes: int = 1) -> float:
    """Largest resident memory of this process, with its largest child's as often as it has some."""
    status = Path("/proc/self/status").read_text()
    own = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (int(own.split()[1]) + children * processes) / 1024
