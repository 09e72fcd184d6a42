"""Draws a synthetic twin: made-up cases that meet every published count exactly."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from probata.conditions import evaluate_condition, parse_condition
from probata.dataset.codebook import Codebook
from probata.dataset.columns import Coded
from probata.dataset.derive import operand_of
from probata.dataset.twin_design import Inspections, TwinDesign, Values
from probata.dataset.twin_margins import Counts

Floats = NDArray[np.float64]
Words = NDArray[np.object_]
Bools = NDArray[np.bool_]


def draw_twin(
    design: TwinDesign,
    codebook: Codebook,
    outcome: str,
    positive: str,
    rng: np.random.Generator,
    first: int = 0,
) -> dict[str, Words]:
    """Columns (n,) of text, one for each declared variable, in the codebook's order.

    Ids go on after the `first` so many. A missing value is an empty cell. Every published count, those of missing values
    included, comes out whatever the generator's state; what is not published does not.
    """
    margins = design.margins
    n = margins.positive + margins.negative
    columns, leniency = _spread_cases(design, n, rng)
    # Lenient inspectors judge the outcome, too, more kindly.
    latent = leniency + rng.normal(size=n)
    yes = np.zeros(n, dtype=bool)
    yes[np.argsort(-latent, kind="stable")[: margins.positive]] = True
    negative = next(item for item in codebook.category_ids(outcome) if item != positive)
    columns[outcome] = np.where(yes, positive, negative).astype(object)
    scores: dict[str, Floats] = {
        name: rng.normal(size=n) for name in design.file.factors
    }
    scores["leniency"] = leniency
    for name, score in design.file.scores.items():
        noise = score.noise_if_positive or score.noise
        spread = np.where(yes, noise, score.noise)
        scores[name] = _mix(score.made_of, spread, scores, rng)
        columns[name] = _by_rank(
            scores[name],
            yes,
            score.order,
            margins.variables[name],
            margins.missing[name],
            rng,
        )
    _invent(design, codebook, columns, scores, yes, rng)
    for name, values in design.file.values.items():
        banded = codebook.banded_of(name)
        columns[name] = _fill_bands(values, columns[banded], columns, rng)
    _name_cases(codebook, columns, first, n)
    return {name: columns[name] for name in codebook.declared if name in columns}


def _mix(
    parts: Mapping[str, float],
    noise: float | Floats,
    scores: Mapping[str, Floats],
    rng: np.random.Generator,
) -> Floats:
    """A weighted sum plus noise, brought to unit spread."""
    size = next(iter(scores.values())).size
    total = noise * rng.normal(size=size)
    for name, weight in parts.items():
        total = total + weight * scores[name]
    return np.asarray(total / total.std())


def _by_rank(
    score: Floats,
    yes: Bools,
    order: tuple[str, ...],
    counts: Mapping[str, Counts],
    missing: Counts,
    rng: np.random.Generator,
) -> Words:
    """Categories from the lowest score up, within each outcome; missing ones at random."""
    column = np.full(score.size, "", dtype=object)
    for side, group in enumerate((yes, ~yes)):
        rows = np.flatnonzero(group)
        lost = rng.choice(rows.size, missing[side], replace=False)
        rows = np.delete(rows, lost)
        rows = rows[np.argsort(score[rows], kind="stable")]
        start = 0
        for category in order:
            stop = start + counts[category][side]
            column[rows[start:stop]] = category
            start = stop
    return column


def _fill_bands(
    values: Values, bands: Words, columns: Mapping[str, Words], rng: np.random.Generator
) -> Words:
    """A whole number inside each case's band."""
    numbers = np.full(bands.size, "", dtype=object)
    for band, item in values.bands.items():
        rows = np.flatnonzero(bands == band)
        high = np.full(rows.size, item.high)
        if values.cap is not None:
            capped = columns[values.cap.variable][rows] == values.cap.category
            high[capped] = np.minimum(high[capped], max(item.low, values.cap.maximum))
        width = high - item.low + 1
        if item.mean_above is None:
            above = rng.integers(0, width)
        else:
            above = np.floor(rng.exponential(item.mean_above, rows.size)).astype(int)
            above %= width
        numbers[rows] = (item.low + above).astype(str)
    return numbers


def _invent(
    design: TwinDesign,
    codebook: Codebook,
    columns: dict[str, Words],
    scores: dict[str, Floats],
    yes: Bools,
    rng: np.random.Generator,
) -> None:
    """Variables without published counts; empty where routing does not ask them."""
    for name, item in design.file.invented.items():
        score = _mix(item.made_of, item.noise, scores, rng)
        column = np.full(yes.size, item.order[1], dtype=object)
        for group, share in ((yes, item.positive_share), (~yes, item.negative_share)):
            rows = np.flatnonzero(group)
            rows = rows[np.argsort(-score[rows], kind="stable")]
            column[rows[: round(share * rows.size)]] = item.order[0]
        condition = codebook[name].applies_when
        if condition is not None:
            asked = evaluate_condition(
                parse_condition(condition),
                lambda parent: operand_of(_code(codebook, parent, columns)),
            )
            column[~asked.true] = ""
        columns[name] = column


def _code(codebook: Codebook, name: str, columns: Mapping[str, Words]) -> Coded:
    categories = codebook.category_ids(name)
    codes = np.full(columns[name].size, -4, dtype=np.int16)
    for index, category in enumerate(categories):
        codes[columns[name] == category] = index
    return Coded(codes, categories)


def _spread_cases(
    design: TwinDesign, n: int, rng: np.random.Generator
) -> tuple[dict[str, Words], Floats]:
    """Units and inspectors of every case, in order of unit, and their leniency (n,)."""
    part = design.file.inspections
    units = design.inspections
    sizes = _share_out(n, len(units), part.spread, rng)
    of_unit = np.repeat(np.arange(len(units)), sizes)
    columns = {
        variable: np.array([row[column] for row in units], dtype=object)[of_unit]
        for column, variable in part.columns.items()
    }
    inspector = _assign_inspectors(part, sizes, rng)
    names = np.array(
        [f"I{i + 1:03d}" for i in range(inspector.max() + 1)], dtype=object
    )
    columns[part.inspector] = names[inspector]
    leniency = part.unit_leniency * rng.normal(size=len(units))[of_unit]
    leniency += part.inspector_leniency * rng.normal(size=names.size)[inspector]
    return columns, leniency


def _share_out(
    n: int, units: int, spread: float, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Whole numbers that add up to n, about n / units each."""
    weights = np.clip(1 + spread * rng.normal(size=units), 0.4, 1.8)
    ends = np.round(np.cumsum(weights) / weights.sum() * n).astype(np.intp)
    return np.asarray(np.diff(ends, prepend=0))


def _assign_inspectors(
    part: Inspections, sizes: NDArray[np.intp], rng: np.random.Generator
) -> NDArray[np.intp]:
    """Inspectors nested in units, each with about the same number of its cases."""
    numbers: list[NDArray[np.intp]] = []
    first = 0
    for size in sizes:
        team = max(1, round(int(size) / part.cases_an_inspector))
        numbers.append(first + rng.permutation(np.arange(size) % team))
        first += team
    return np.concatenate(numbers)


def _name_cases(
    codebook: Codebook, columns: dict[str, Words], first: int, n: int
) -> None:
    """Pseudonymous ids; every row says that it is synthetic."""
    for name, variable in codebook.declared.items():
        if variable.type == "id":
            columns[name] = np.array(
                [f"S{i + 1:06d}" for i in range(first, first + n)], dtype=object
            )
    if "record_source" in codebook:
        columns["record_source"] = np.full(n, "synthetic", dtype=object)
