"""The files of a sample: drawn cases, their reserve, and how the draw was made."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from probata.cohort.draw_sample import Sample, Stratum, draw_sample
from probata.cohort.read_cohort import FILE, Cohort
from probata.cohort.record import write_record
from probata.cohort.sample_size import margin_of_error
from probata.declarations import suggest
from probata.errors import UserError

CONFIDENCES = (0.80, 0.95)


@dataclass(frozen=True)
class UnitSample:
    """The sample of one unit: rows of the cohort file, and the draw among them."""

    unit: str
    rows: list[int]
    sample: Sample

    @property
    def drawn(self) -> int:
        return sum(item.drawn for item in self.sample.strata)


def draw_units(
    cohort: Cohort, by: Sequence[str], size_of: Callable[[int], int], seed: int
) -> list[UnitSample]:
    """Draw a sample of each unit's cohort, stratified by columns of the cohort file.

    `size_of` gives the size for a number of eligible cases. Raises UserError for a
    column that the cohort does not have.
    """
    for name in by:
        if name not in cohort.columns:
            raise UserError(
                f"--by: the cohort has no column `{name}`. "
                f"{suggest(name, cohort.columns)}"
            )
    units: dict[str, list[int]] = {}
    for at, unit in enumerate(cohort.columns["unit"]):
        units.setdefault(unit, []).append(at)
    found = []
    for unit, rows in sorted(units.items()):
        described = [
            ", ".join(f"{name} {cohort.columns[name][at] or 'unknown'}" for name in by)
            for at in rows
        ]
        cases = [cohort.cases[at] for at in rows]
        sample = draw_sample(cases, described, size_of(len(rows)), seed)
        found.append(UnitSample(unit, rows, sample))
    return found


def sample_files(
    cohort: Cohort, units: Sequence[UnitSample], by: Sequence[str], seed: int
) -> dict[str, bytes]:
    """cohort.csv with the sample, reserve.csv, sample.json, sample.md, selection.json."""
    return {
        FILE: _cases(cohort, units, drawn=True),
        "reserve.csv": _cases(cohort, units, drawn=False),
        "sample.json": _record(units, by, seed),
        "sample.md": _report(cohort, units, by, seed).encode(),
        "selection.json": write_record(cohort.record),
    }


def _cases(cohort: Cohort, units: Sequence[UnitSample], drawn: bool) -> bytes:
    """Cases of the sample by name, or of the reserve in the order of the draw."""
    chosen: list[tuple[int, Stratum, int]] = []
    for unit in units:
        kept = np.flatnonzero(unit.sample.drawn == drawn).tolist()
        if not drawn:
            kept.sort(key=lambda at: (unit.sample.stratum[at], unit.sample.order[at]))
        chosen += [
            (
                unit.rows[at],
                unit.sample.strata[unit.sample.stratum[at]],
                int(unit.sample.order[at]),
            )
            for at in kept
        ]
    more = {
        "stratum": [stratum.name for _, stratum, _ in chosen],
        "draw_order": [str(order) for _, _, order in chosen],
        "inclusion_probability": [f"{s.probability:.6f}" for _, s, _ in chosen],
        "weight": [
            f"{1 / stratum.probability:.6f}" if stratum.drawn else ""
            for _, stratum, _ in chosen
        ],
    }
    return cohort.write([row for row, _, _ in chosen], more)


def _record(units: Sequence[UnitSample], by: Sequence[str], seed: int) -> bytes:
    record = {
        "seed": seed,
        "stratified_by": list(by),
        "generator": "numpy PCG64, permutation of the cases sorted by name",
        "units": {
            unit.unit: [
                {
                    "stratum": item.name,
                    "eligible": item.eligible,
                    "drawn": item.drawn,
                    "inclusion_probability": item.probability,
                }
                for item in unit.sample.strata
            ]
            for unit in units
        },
    }
    return (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()


def _report(
    cohort: Cohort, units: Sequence[UnitSample], by: Sequence[str], seed: int
) -> str:
    names = {item.unit: item.name for item in cohort.record.inspections}
    parts = ["# Sample of a cohort"]
    if cohort.record.synthetic:
        parts.append("**Synthetic data: these people do not exist.**")
    strata = ", ".join(f"`{name}`" for name in by) or "nothing"
    parts.append(
        f"Stratified by {strata}, in proportion; seed {seed}. Who cannot be read is "
        "replaced by the next case of the same stratum in `reserve.csv`, in its order."
    )
    for unit in units:
        eligible = len(unit.rows)
        parts.append(f"## {names.get(unit.unit, unit.unit)}")
        parts.append(f"{unit.drawn:,} of {eligible:,} cases. {_say_margins(unit)}")
        lines = [
            "| stratum | eligible | drawn | probability |",
            "| --- | ---: | ---: | ---: |",
        ]
        lines += [
            f"| {item.name or 'all'} | {item.eligible:,} | {item.drawn:,} "
            f"| {item.probability:.3f} |"
            for item in unit.sample.strata
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _say_margins(unit: UnitSample) -> str:
    said = [
        f"{100 * margin_of_error(unit.drawn, len(unit.rows), confidence):.1f} points at "
        f"{100 * confidence:.0f} % confidence"
        for confidence in CONFIDENCES
    ]
    return (
        f"A percentage near 50 is known to within {' and '.join(said)}, as if the cases "
        "were drawn without strata."
    )
