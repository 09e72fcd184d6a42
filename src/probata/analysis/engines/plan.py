"""A model's columns without its matrix: which code of which variable is which column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.analysis.engines.tally import complete_rows, outcome_codes
from probata.dataset.columns import Cases

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
# Joint codes of a group of factors; of 32, 64, 128 and 256 the fastest (stack measurements).
LEVELS = 256


@dataclass(frozen=True)
class Factor:
    """A categorical variable: the column of each of its codes, -1 where it has none."""

    name: str
    columns: tuple[int, ...]


@dataclass(frozen=True)
class Number:
    """An interval variable in column `column` as (value - centre) / scale."""

    name: str
    column: int
    centre: float
    scale: float


@dataclass(frozen=True)
class Group:
    """Factors packed into one joint code; `own` are their columns, in ascending order.

    `spread` (levels, own) is 1 where a joint code has a column.
    """

    factors: tuple[Factor, ...]
    steps: tuple[int, ...]
    own: tuple[int, ...]
    spread: Floats

    def pack(
        self, codes: Sequence[NDArray[Any]], keep: slice | NDArray[np.intp]
    ) -> Codes:
        """(kept,) the joint code of each kept case, added up in as few bytes as hold it."""
        small = np.dtype(np.uint8 if len(self.spread) <= LEVELS else np.intp)
        first, *rest = codes
        joint: NDArray[Any] = first[keep].astype(small)
        for own, step in zip(rest, self.steps[1:], strict=True):
            joint += own[keep].astype(small) * small.type(step)
        return joint.astype(np.intp)


@dataclass(frozen=True)
class Plan:
    """The complete cases and `size` columns of a model; column 0 is the constant.

    `variables` decide which cases are complete, whichever columns are left.
    """

    outcome: str
    positive: str
    variables: tuple[str, ...]
    factors: tuple[Factor, ...]
    numbers: tuple[Number, ...]
    size: int

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Neighbouring factors together while their joint codes fit into LEVELS."""
        packed: list[list[Factor]] = []
        room = 0
        for factor in self.factors:
            if not any(at >= 0 for at in factor.columns):
                continue
            levels = len(factor.columns)
            if packed and levels <= room:
                packed[-1].append(factor)
                room //= levels
            else:
                packed.append([factor])
                room = LEVELS // levels
        return tuple(_pack(factors) for factors in packed)

    @cached_property
    def undo(self) -> Floats:
        """(size, size): coefficients of the variables as they are, from the scaled ones."""
        change = np.eye(self.size)
        for item in self.numbers:
            if item.column >= 0:
                change[item.column, item.column] = 1 / item.scale
                change[0, item.column] = -item.centre / item.scale
        return change

    def only(self, columns: Sequence[int]) -> Plan:
        """The same cases with these columns alone, in this order; the constant is first."""
        at = {column: new for new, column in enumerate(columns)}
        factors = tuple(
            Factor(f.name, tuple(at.get(item, -1) for item in f.columns))
            for f in self.factors
        )
        numbers = tuple(
            replace(item, column=at.get(item.column, -1)) for item in self.numbers
        )
        return replace(self, factors=factors, numbers=numbers, size=len(columns))

    def read(self, cases: Cases, thin: int = 1) -> Rows:
        """The complete cases of a chunk, or every `thin`-th of them, as the kernels want them."""
        outcome = outcome_codes(cases, self.outcome, self.positive)
        rows = complete_rows(cases, self.variables, outcome)
        keep: slice | NDArray[np.intp] = slice(None)
        if thin > 1 or not rows.all():
            keep = np.flatnonzero(rows)[::thin]
        joint = []
        for group in self.groups:
            joint.append(
                group.pack([cases.coded(f.name).codes for f in group.factors], keep)
            )
        numbers = [
            (cases.measured(item.name).values[keep].astype(float) - item.centre)
            / item.scale
            for item in self.numbers
            if item.column >= 0
        ]
        return Rows(joint, numbers, outcome[keep].astype(float))

    def matrix(self, rows: Rows) -> Floats:
        """(n, size) the columns written out."""
        x = np.zeros((rows.y.size, self.size))
        x[:, 0] = 1.0
        for group, code in zip(self.groups, rows.joint, strict=True):
            x[:, list(group.own)] = group.spread[code]
        for at, values in zip(self.number_columns, rows.numbers, strict=True):
            x[:, at] = values
        return x

    @cached_property
    def number_columns(self) -> tuple[int, ...]:
        return tuple(item.column for item in self.numbers if item.column >= 0)


@dataclass(frozen=True)
class Rows:
    """Complete cases: a joint code (n,) a group, a scaled value (n,) a number, y (n,)."""

    joint: list[Codes]
    numbers: list[Floats]
    y: Floats


def _pack(factors: Sequence[Factor]) -> Group:
    steps, levels = [], 1
    for factor in factors:
        steps.append(levels)
        levels *= len(factor.columns)
    own = sorted(at for factor in factors for at in factor.columns if at >= 0)
    place = {column: at for at, column in enumerate(own)}
    spread = np.zeros((levels, len(own)))
    codes = np.arange(levels)
    for factor, step in zip(factors, steps, strict=True):
        level = codes // step % len(factor.columns)
        for code, column in enumerate(factor.columns):
            if column >= 0:
                spread[level == code, place[column]] = 1.0
    return Group(tuple(factors), tuple(steps), tuple(own), spread)
