"""A synthetic twin where little is published: made-up cases drawn to a stated design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field, model_validator

from probata.conditions import evaluate_condition, parse_condition
from probata.dataset.codebook import Code, Codebook
from probata.dataset.columns import MISSING_CODES, Coded, Measured
from probata.dataset.derive import operand_of
from probata.declarations import Declaration, Declared

Floats = NDArray[np.float64]
Words = NDArray[np.object_]
Bools = NDArray[np.bool_]
UNKNOWN = MISSING_CODES["unknown"]


class Part(Declared):
    """A part of the design: a number in it must be finite."""

    model_config = ConfigDict(allow_inf_nan=False)


class AssumedHeader(Part):
    """How many cases, from which seed, and what the reader must know."""

    cases: int = Field(ge=1)
    seed: int = Field(ge=0)
    note: str
    factors: tuple[str, ...] = ()


class Groups(Part):
    """Cases come in groups, such as those of one practitioner: `size` each on average."""

    variable: str
    prefix: str = "G"
    size: float = Field(ge=1)
    factors: tuple[str, ...] = ()


class Push(Part):
    """Raises (or lowers) the score of the cases for which a condition holds."""

    when: str
    by: float


class Shares(Part):
    """Shares of the categories, in per cent, among the cases for which a condition holds."""

    when: str
    shares: dict[Code, float] = Field(min_length=2)


class Draw(Part):
    """How one variable is drawn, after those above it.

    Cases are ranked by a score: the weighted sum `made_of` factors and of scores drawn
    above, `pushed` by conditions, plus noise. With `shares` (per cent) they are given the
    categories from the lowest score up, within each of `within` where a condition holds,
    so that the shares come out exactly, to the case. With `low`, `high`, `mean` and
    `spread` they are given whole numbers. `each` draws once for a whole group. `missing`
    is the per cent of cases without a value, at random.
    """

    variable: str
    shares: dict[Code, float] = Field(default_factory=dict)
    within: tuple[Shares, ...] = ()
    low: int | None = None
    high: int | None = None
    mean: float | None = None
    spread: float | None = Field(default=None, gt=0)
    made_of: dict[str, float] = Field(default_factory=dict)
    pushed: tuple[Push, ...] = ()
    noise: float = Field(default=1.0, gt=0)
    missing: float = Field(default=0.0, ge=0, lt=100)
    each: bool = False

    @model_validator(mode="after")
    def _one_kind(self) -> Draw:
        numbers = (self.low, self.high, self.mean, self.spread)
        given = [item is not None for item in numbers]
        if bool(self.shares) == any(given):
            raise ValueError("give `shares`, or `low`, `high`, `mean` and `spread`")
        if any(given) and not all(given):
            raise ValueError("numbers need `low`, `high`, `mean` and `spread`")
        if self.within and not self.shares:
            raise ValueError("`within` needs `shares` for the other cases")
        for shares in (self.shares, *(item.shares for item in self.within)):
            total = sum(shares.values())
            if shares and abs(total - 100) > 1e-6:
                raise ValueError(f"shares add up to {total:g} and not to 100")
            if any(value < 0 for value in shares.values()):
                raise ValueError("a share is below nought")
        return self


class AssumedFile(Part):
    """The shape of a `twin.toml` that begins with `[assumed]`."""

    assumed: AssumedHeader
    groups: Groups | None = None
    draws: tuple[Draw, ...] = Field(min_length=1)


@dataclass(frozen=True)
class AssumedDesign:
    """A checked design."""

    file: AssumedFile
    declaration: Declaration

    @property
    def seed(self) -> int:
        return self.file.assumed.seed


@dataclass(frozen=True)
class _State:
    """What has been drawn: text columns, scores, and the group of each case."""

    codebook: Codebook
    columns: dict[str, Words]
    scores: dict[str, Floats]
    group: NDArray[np.intp]
    rng: np.random.Generator

    def holds(self, condition: str) -> Bools:
        """Where a condition on drawn variables is true."""
        parsed = parse_condition(condition)
        return evaluate_condition(
            parsed, lambda name: operand_of(self._column(name))
        ).true

    def _column(self, name: str) -> Coded | Measured:
        words = self.columns[name]
        if self.codebook[name].is_categorical:
            codes = np.full(words.size, UNKNOWN, dtype=np.int16)
            categories = self.codebook.category_ids(name)
            for at, category in enumerate(categories):
                codes[words == category] = at
            return Coded(codes, categories)
        empty = words == ""
        values = np.where(empty, "nan", words).astype(float)
        reasons = np.where(empty, UNKNOWN, 0).astype(np.int16)
        return Measured(values, reasons)


def draw_assumed(
    design: AssumedDesign, codebook: Codebook, seed: int
) -> dict[str, Words]:
    """Columns of text, one for each declared variable that is drawn; empty where missing."""
    rng = np.random.default_rng(seed)
    n = design.file.assumed.cases
    groups = design.file.groups
    group = _spread_groups(n, groups, rng)
    scores = {name: rng.normal(size=n) for name in design.file.assumed.factors}
    columns: dict[str, Words] = {}
    if groups is not None:
        scores |= {
            name: rng.normal(size=group.max() + 1)[group] for name in groups.factors
        }
        names = [f"{groups.prefix}{at + 1:04d}" for at in range(group.max() + 1)]
        columns[groups.variable] = np.array(names, dtype=object)[group]
    state = _State(codebook, columns, scores, group, rng)
    for item in design.file.draws:
        _draw(item, state)
    for name, variable in codebook.declared.items():
        if variable.type == "id":
            columns[name] = np.array(
                [f"S{at + 1:06d}" for at in range(n)], dtype=object
            )
    if "record_source" in codebook:
        columns["record_source"] = np.full(n, "synthetic", dtype=object)
    return {name: columns[name] for name in codebook.declared if name in columns}


def _spread_groups(
    n: int, groups: Groups | None, rng: np.random.Generator
) -> NDArray[np.intp]:
    """The group of each case, in order; every group has one case or more."""
    if groups is None:
        return np.arange(n)
    count = max(1, round(n / groups.size))
    spare = rng.multinomial(n - count, np.full(count, 1 / count))
    return np.repeat(np.arange(count), spare + 1)


def _draw(item: Draw, state: _State) -> None:
    n = state.group.size
    first = np.unique(state.group, return_index=True)[1] if item.each else np.arange(n)
    score = item.noise * state.rng.normal(size=first.size)
    for name, weight in item.made_of.items():
        score = score + weight * state.scores[name][first]
    for push in item.pushed:
        score = score + push.by * state.holds(push.when)[first]
    spread = float(score.std())
    score = (score - score.mean()) / spread if spread else score * 0
    drawn = (
        _give_categories(item, score, first, state)
        if item.shares
        else _numbers(item, score)
    )
    if item.missing:
        lost = round(item.missing / 100 * first.size)
        drawn[state.rng.choice(first.size, lost, replace=False)] = ""
    spread_out = state.group if item.each else np.arange(n)
    state.scores[item.variable] = score[spread_out]
    column = drawn[spread_out]
    condition = state.codebook[item.variable].applies_when
    if condition is not None:
        column[~state.holds(condition)] = ""
    state.columns[item.variable] = column


def _numbers(item: Draw, score: Floats) -> Words:
    """Whole numbers from `low` to `high`, about `mean` with `spread` before they are cut."""
    values = np.clip((item.mean or 0) + (item.spread or 0) * score, item.low, item.high)
    return np.array([str(int(value)) for value in np.rint(values)], dtype=object)


def _give_categories(
    item: Draw, score: Floats, first: NDArray[np.intp], state: _State
) -> Words:
    """Exact shares by rank; in each group of `within`, the first that holds, its own."""
    column = np.full(score.size, "", dtype=object)
    free = np.ones(score.size, dtype=bool)
    for part in item.within:
        rows = np.flatnonzero(free & state.holds(part.when)[first])
        free[rows] = False
        _fill(column, rows, score, part.shares)
    _fill(column, np.flatnonzero(free), score, item.shares)
    return column


def _fill(
    column: Words, rows: NDArray[np.intp], score: Floats, shares: Mapping[str, float]
) -> None:
    """Categories in their order, from the lowest score up."""
    ranked = rows[np.argsort(score[rows], kind="stable")]
    ends = np.rint(np.cumsum(list(shares.values())) / 100 * rows.size).astype(int)
    start = 0
    for category, end in zip(shares, ends, strict=True):
        column[ranked[start:end]] = category
        start = end
