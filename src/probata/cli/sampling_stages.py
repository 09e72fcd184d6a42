"""What the sampling commands of `probata cohort` do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from probata.cohort.power import found_difference, power_of, size_for_power
from probata.cohort.read_cohort import read_cohort
from probata.cohort.sample_files import CONFIDENCES, draw_units, sample_files
from probata.cohort.sample_size import margin_of_error, sample_size
from probata.errors import UserError
from probata.outputs import write_folder

Report = tuple[dict[str, Any], list[str]]
# The numbers of eligible cases that a lead inspector is likely to meet.
ELIGIBLE = (15, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000)


def tell_sizes(eligible: Sequence[int], margin: float, share: float) -> Report:
    """The size table: cases needed for a margin at 80 and 95 per cent confidence."""
    rows = [
        {
            "eligible": cases,
            **{
                f"confidence_{100 * level:.0f}": sample_size(
                    cases, margin / 100, level, share / 100
                )
                for level in CONFIDENCES
            },
        }
        for cases in (eligible or ELIGIBLE)
    ]
    record = {"margin": margin, "share": share, "sizes": rows}
    lines = [
        f"Cases that give a percentage near {share:g} to within {margin:g} points:",
        "  eligible   80 %   95 %",
    ]
    lines += [
        f"  {row['eligible']:>8,} {row['confidence_80']:>6,} {row['confidence_95']:>6,}"
        for row in rows
    ]
    return record, lines


def tell_margins(eligible: Sequence[int], drawn: int, share: float) -> Report:
    """The margin of error of a number of cases."""
    if not eligible:
        raise UserError("--sample needs --eligible: a margin depends on both.")
    rows = []
    for cases in eligible:
        if drawn > cases:
            raise UserError(
                f"--sample: {drawn:,} cases cannot be drawn from {cases:,}."
            )
        margins = {
            f"confidence_{100 * level:.0f}": 100
            * margin_of_error(drawn, cases, level, share / 100)
            for level in CONFIDENCES
        }
        rows.append({"eligible": cases, **margins})
    record = {"sample": drawn, "share": share, "margins": rows}
    lines = [f"A percentage near {share:g} from {drawn:,} cases is known to within"]
    lines += [
        f"  {row['confidence_80']:.1f} points at 80 %, {row['confidence_95']:.1f} at 95 % "
        f"confidence, of {row['eligible']:,} eligible"
        for row in rows
    ]
    return record, lines


def tell_power(
    first: int,
    second: int,
    share: float,
    other: float | None,
    level: float,
    wanted: float,
) -> Report:
    """Power for one difference, or the differences that are found with a power."""
    sizes = f"{first:,} and {second:,} cases"
    if other is not None:
        found = 100 * power_of(first, second, share / 100, other / 100, level / 100)
        needed = size_for_power(share / 100, other / 100, wanted / 100, level / 100)
        each = "more than ten million" if needed is None else f"{needed:,}"
        lines = [
            (
                f"{share:g} against {other:g} per cent, {sizes}: power {found:.0f} per cent "
                f"at the {level:g} per cent level."
            ),
            f"{wanted:g} per cent power needs {each} cases in each group.",
        ]
        return {"power": found, "needed_each": needed}, lines
    below, above = found_difference(
        first, second, share / 100, wanted / 100, level / 100
    )
    said = [
        "none below" if below is None else f"{100 * below:.1f} or less",
        "none above" if above is None else f"{100 * above:.1f} or more",
    ]
    lines = [
        (
            f"{sizes}, one group at {share:g} per cent: with {wanted:g} per cent power the "
            f"other is found to differ at {said[0]}, and at {said[1]}, per cent "
            f"({level:g} per cent level)."
        )
    ]
    record = {
        "below": None if below is None else 100 * below,
        "above": None if above is None else 100 * above,
    }
    return record, lines


def draw_sample_files(
    folder: Path,
    wanted: int | None,
    precision: tuple[float, float],
    by: str,
    seed: int,
    out: Path | None,
) -> Report:
    """Draw a sample of a cohort folder; `precision` is margin and confidence in per cent."""
    cohort = read_cohort(folder)
    names = [name.strip() for name in by.split(",") if name.strip()]
    margin, confidence = (value / 100 for value in precision)

    def size_of(eligible: int) -> int:
        if wanted is not None:
            return min(wanted, eligible)
        return sample_size(eligible, margin, confidence)

    units = draw_units(cohort, names, size_of, seed)
    target = out or Path("build") / "sample" / folder.resolve().name
    files = sample_files(cohort, units, names, seed)
    write_folder(target, files)
    record = {
        "folder": str(target),
        "files": sorted(files),
        "seed": seed,
        "stratified_by": names,
        "synthetic": cohort.record.synthetic,
        "drawn": {unit.unit: unit.drawn for unit in units},
        "eligible": {unit.unit: len(unit.rows) for unit in units},
    }
    kind = "synthetic cases" if cohort.record.synthetic else "cases"
    lines = [f"{target}: a sample with seed {seed}."]
    lines += [
        f"  {unit.unit}: {unit.drawn:,} of {len(unit.rows):,} {kind}" for unit in units
    ]
    return record, lines
