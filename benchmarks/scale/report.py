"""The report of a benchmark of scale: Markdown, and a plot as SVG beside it."""

import math
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP = 720, 420, 70, 20
COLOURS = {
    "probata stream": "#12436d",
    "probata memory": "#28a197",
    "probata spark": "#801650",
    "statsmodels Logit": "#f46a25",
    "statsmodels GLM": "#a285d1",
    "scikit-learn": "#3d3d3d",
    "glum": "#746cb1",
    "R glm": "#8c6d1f",
    "Spark MLlib": "#2e7d32",
}


def write_report(found: dict, path: Path) -> None:
    """Write the page, and its plot into docs/images."""
    sizes = {int(n): rows for n, rows in found["sizes"].items()}
    plot = path.parents[1] / "images" / "scale.svg"
    plot.write_text(draw_plot(sizes), encoding="utf-8")
    parts = [head(found), *(fits(n, rows) for n, rows in sizes.items())]
    parts += [tables(int(n), rows) for n, rows in found["tables"].items()]
    parts += [growth(found["growth"]), missing(sizes)]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def head(found: dict) -> str:
    return f"""# Benchmark of scale

Made by `{found["command"]}` (`make bench-scale`). {found["machine"]}; the load of the
machine was {found["load_before"]:.1f} before and {found["load_after"]:.1f} after, 1 being one busy core: above 0.5,
other work ran beside, seconds are upper bounds, and only ratios within a table mean much.

The cases are made up: 25 factors (45 columns), 3 numbers and a constant, no value missing,
one outcome in three positive, in Parquet with dictionaries. Each fit is a process of its
own; *CPU* is what it and its children used in all, imports too. *Read* is from the files to
what the fit needs: for Probata, check every cell and code it; for the peers, the dense
matrix. *Fit* ends with standard errors. *Peak* is the largest resident memory of the
process, with that of its largest child for each child that it had. *Apart* is the largest
distance of an estimate, and of a standard error, from the streaming engine's, in standard
errors.

![Seconds to fit by number of rows]({"../images/scale.svg"})"""


def fits(n: int, rows: dict) -> str:
    lines = [
        f"## {n:,} rows",
        "",
        "| | read s | fit s | CPU s | passes | peak MB | fit, times the stream's | read and fit, times | apart |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    base = rows.get("probata stream", {})
    for name, row in rows.items():
        if name == "bounds":
            continue
        if "failed" in row:
            lines.append(f"| {name} | failed: {row['failed']} | | | | | | | |")
            continue
        both = row["read"] + row["fit"]
        times = [
            f"{value / other:.1f}" if other else ""
            for value, other in (
                (row["fit"], base.get("fit")),
                (both, base.get("read", 0) + base.get("fit", 0)),
            )
        ]
        apart = (
            f"{row['beta_apart']:.0e}, {row['error_apart']:.0e}"
            if "beta_apart" in row
            else ""
        )
        lines.append(
            f"| {name} | {row['read']:.2f} | {row['fit']:.2f} | {row['cpu']:.1f} | {row['passes']} | "
            f"{row['peak_mb']:.0f} | {times[0]} | {times[1]} | {apart} |"
        )
    bound = rows["bounds"]
    lines += [
        "",
        (
            f"Bounds: decoding every column once takes {bound['decode']:.3f} s; reading as many "
            f"bytes as the codes have from memory {bound['bandwidth']:.4f} s."
        ),
    ]
    if "fit" in base:
        each = base["fit"] / base["passes"]
        lines[-1] += (
            f" A pass of the stream takes {each:.3f} s, {each / bound['decode']:.1f} times "
            "the first."
        )
    return "\n".join(lines)


def tables(n: int, rows: dict) -> str:
    lines = [
        f"## 25 tables by the outcome, {n:,} rows",
        "",
        "| | s | peak MB | positive cases counted |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, row in rows.items():
        if "failed" in row:
            lines.append(f"| {name} | failed: {row['failed']} | | |")
            continue
        lines.append(
            f"| {name} | {row['seconds']:.2f} | {row['peak_mb']:.0f} | {row['total']:,} |"
        )
    ours = rows.get("probata stream", {})
    if "with_check" in ours:
        lines += [
            "",
            f"With the check and coding of every cell: {ours['with_check']:.2f} s.",
        ]
    return "\n".join(lines)


def growth(found: dict) -> str:
    lines = [
        "## Growth with the columns",
        "",
        "Nanoseconds a row and pass, one process, 100,000 rows, the best of three.",
        "",
        "| columns | histograms | dense |",
        "| ---: | ---: | ---: |",
    ]
    lines += [
        f"| {p} | {row['histograms']:.0f} | {row['dense']:.0f} |"
        for p, row in found.items()
    ]
    return "\n".join(lines)


def missing(sizes: dict) -> str:
    lines = ["## Not measured", ""]
    for n in (1539, 100_000, 1_000_000, 10_000_000, 100_000_000):
        rows = sizes.get(n, {})
        absent = [name for name in COLOURS if name not in rows]
        if absent:
            lines.append(f"- {n:,} rows: {', '.join(absent)}")
    return "\n".join(lines)


def draw_plot(sizes: dict) -> str:
    """Seconds to fit by rows, both on log scales, each line named at its end."""
    points = {
        name: [
            (n, rows[name]["fit"])
            for n, rows in sizes.items()
            if "fit" in rows.get(name, {})
        ]
        for name in COLOURS
    }
    every = [item for line in points.values() for item in line]
    low = math.floor(math.log10(min(s for _, s in every)))
    high = math.ceil(math.log10(max(s for _, s in every)))
    first, last = (math.log10(f(n for n, _ in every)) for f in (min, max))
    wide, tall = WIDTH - LEFT - 160, HEIGHT - TOP - 50

    def x(n: float) -> float:
        return LEFT + wide * (math.log10(n) - first) / max(last - first, 1e-9)

    def y(seconds: float) -> float:
        return TOP + tall * (high - math.log10(seconds)) / max(high - low, 1)

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="Arial, sans-serif" font-size="13" role="img">'
        ),
        "<title>Seconds to fit by number of rows, log scales</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(
            f'<path d="M{LEFT} {at:.1f}H{LEFT + wide}" stroke="#ddd"/>'
            f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
        )
    for n in sizes:
        parts.append(
            f'<text x="{x(n):.1f}" y="{TOP + tall + 22}" text-anchor="middle">{n:,}</text>'
        )
    parts.append(
        f'<text x="{LEFT + wide / 2}" y="{HEIGHT - 8}" text-anchor="middle">rows</text>'
    )
    ends = []
    for name, line in points.items():
        if not line:
            continue
        path = "L".join(f"{x(n):.1f} {y(s):.1f}" for n, s in line)
        parts.append(
            f'<path d="M{path}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>'
        )
        parts += [
            f'<circle cx="{x(n):.1f}" cy="{y(s):.1f}" r="3" fill="{COLOURS[name]}"/>'
            for n, s in line
        ]
        ends.append([y(line[-1][1]), x(line[-1][0]), name])
    parts += _labels(ends)
    return "\n".join([*parts, "</svg>", ""])


def _labels(ends: list) -> list[str]:
    """The names at the right, moved apart where they would touch."""
    at, parts = -1e9, []
    for height, from_x, name in sorted(ends):
        at = max(height, at + 16)
        right = WIDTH - 152
        parts.append(
            f'<path d="M{from_x + 5:.1f} {height:.1f}L{right - 4} {at:.1f}" '
            f'stroke="{COLOURS[name]}" stroke-dasharray="2 3" opacity="0.6"/>'
            f'<text x="{right}" y="{at + 4:.1f}" fill="{COLOURS[name]}">{name}</text>'
        )
    return parts
