"""From cases to the columns of a model: complete cases, reference categories, aliasing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from probata.analysis.aliasing import find_aliased
from probata.analysis.results import CompleteCases, FlowStep, MissingCount
from probata.analysis.study import Model, Study
from probata.analysis.terms import (
    SplineBasis,
    is_product,
    product_name,
    split_product,
)
from probata.dataset.codebook import MISSING_REASONS
from probata.dataset.columns import MISSING_CODES, Cases, Coded
from probata.errors import AnalysisError, Fault

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
CONSTANT = "constant"


class _Parts(TypedDict):
    factors: dict[tuple[str, str], Floats]
    numbers: dict[str, Floats]


@dataclass(frozen=True)
class Column:
    """What one column of the design stands for; `category` is empty for an interval term."""

    block: str
    variable: str
    category: str
    n: int | None = None

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The variables that it is the product of, each with its category."""
        names, categories = split_product(self.variable), split_product(self.category)
        return list(zip(names, categories, strict=True))


@dataclass(frozen=True)
class Design:
    """`x` (n, p) with the constant first, `y` (n,), and what was left out of it.

    `empty` are categories without a case among the complete ones; `aliased` are columns
    that earlier ones explain, each with the names of those. `factors` holds the columns,
    dropped ones too, of each variable that stands in a product, and `numbers` the values
    of each interval variable that does, or that has a spline.
    """

    x: Floats
    y: Floats
    columns: tuple[Column, ...]
    empty: tuple[Column, ...]
    aliased: tuple[tuple[Column, str], ...]
    references: dict[str, str]
    rows: Bools
    flow: CompleteCases
    factors: Mapping[tuple[str, str], Floats] = field(default_factory=dict)
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    splines: Mapping[str, SplineBasis] = field(default_factory=dict)

    def of_variable(self, variable: str) -> list[int]:
        return [i for i, item in enumerate(self.columns) if item.variable == variable]

    def of_blocks(self, blocks: Sequence[str]) -> list[int]:
        return [i for i, item in enumerate(self.columns) if item.block in ("", *blocks)]

    def up_to(self, blocks: Sequence[str]) -> Design:
        """The same cases with the constant and the columns of some blocks alone."""
        columns = self.of_blocks(blocks)
        return replace(
            self,
            x=self.x[:, columns],
            columns=tuple(self.columns[i] for i in columns),
            empty=tuple(item for item in self.empty if item.block in blocks),
            aliased=tuple(item for item in self.aliased if item[0].block in blocks),
        )

    def assume(self, values: Mapping[str, str | float]) -> Floats:
        """`x` as if every case had these categories or numbers and was otherwise as it is."""
        x = self.x.copy()
        for index, column in enumerate(self.columns):
            if values.keys() & set(split_product(column.variable)):
                x[:, index] = 1.0
                for part in column.parts:
                    x[:, index] *= self._part(part, values)
        return x

    def _part(
        self, part: tuple[str, str], values: Mapping[str, str | float]
    ) -> Floats | float:
        variable, category = part
        if variable not in values:
            return self.factors[part]
        value = values[variable]
        if isinstance(value, str):
            return float(value == category)
        if variable not in self.splines:
            return value
        basis = self.splines[variable]
        spread = basis.spread(np.array([value]))[0]
        return float(spread[basis.categories.index(category)])

    def slopes(self, variable: str) -> Floats:
        """(n, p) how each column changes with one more of an interval variable."""
        found = np.zeros_like(self.x)
        basis = self.splines.get(variable)
        steep = None if basis is None else basis.slopes(self.numbers[variable])
        for index, column in enumerate(self.columns):
            if variable not in split_product(column.variable):
                continue
            found[:, index] = 1.0
            for name, category in column.parts:
                if name != variable:
                    found[:, index] *= self.factors[name, category]
                elif basis is not None and steep is not None:
                    found[:, index] *= steep[:, basis.categories.index(category)]
        return found


def model_terms(study: Study, model: Model) -> list[tuple[str, str]]:
    """(block, term) in the order of entry; within a block, products come last."""
    return [(name, term) for name in model.blocks for term in study.blocks[name].terms]


def _model_splines(study: Study, model: Model) -> dict[str, SplineBasis]:
    return {
        name: SplineBasis(spline.kind, spline.knots)
        for block in model.blocks
        for name, spline in study.blocks[block].splines.items()
    }


def positive_outcome(study: Study, cases: Cases) -> tuple[Floats, Bools]:
    """The outcome (n,) as 1 and 0, and where it is known."""
    outcome = study.file.outcome
    column = cases.coded(outcome.variable)
    return column.is_category(outcome.positive).astype(float), column.codes >= 0


def build_design(
    study: Study,
    model: Model,
    cases: Cases,
    terms: list[tuple[str, str]] | None = None,
) -> Design:
    """Complete cases and columns of a model; `terms` stand in for its own where given.

    Raises AnalysisError when no case is complete, the outcome takes one value, or a
    reference category has no case.
    """
    outcome, known = positive_outcome(study, cases)
    terms = model_terms(study, model) if terms is None else terms
    rows, flow = _complete_cases(study, cases, terms, outcome, known)
    y = outcome[rows]
    names = [name for _, name in terms if not is_product(name)]
    _refuse_unusable(study, model, cases, rows, y, names)
    columns = [Column("", CONSTANT, "", int(rows.sum()))]
    values = [np.ones(y.size)]
    empty: list[Column] = []
    splines = _model_splines(study, model)
    spread: dict[str, list[tuple[str, Floats]]] = {}
    for block, name in terms:
        spread[name] = _spread_term(study, cases, rows, name, splines, spread)
        for category, column_values in spread[name]:
            counted = category and _is_dummy(study, name)
            count = int(column_values.sum()) if counted else None
            column = Column(block, name, category, count)
            if column_values.any() or not category:
                columns.append(column)
                values.append(column_values)
            else:
                empty.append(column)
    x = np.column_stack(values)
    kept, aliased = find_aliased(x)
    return Design(
        x=np.ascontiguousarray(x[:, kept]),
        y=y,
        columns=tuple(columns[i] for i in kept),
        empty=tuple(empty),
        aliased=tuple((columns[i], describe_columns(columns, by)) for i, by in aliased),
        references={
            name: study.codebook.reference(name)
            for _, name in terms
            if not is_product(name) and isinstance(cases[name], Coded)
        },
        rows=rows,
        flow=flow,
        splines=splines,
        **_crossed(cases, rows, spread, splines),
    )


def _crossed(
    cases: Cases,
    rows: Bools,
    spread: Mapping[str, list[tuple[str, Floats]]],
    splines: Mapping[str, SplineBasis],
) -> _Parts:
    """`factors` and `numbers` of a design: what its products and splines are made of."""
    parts = {
        part for name in spread if is_product(name) for part in split_product(name)
    }
    return {
        "factors": {
            (name, category): values
            for name in spread
            if name in parts
            for category, values in spread[name]
        },
        "numbers": {
            name: cases.measured(name).values[rows]
            for name in spread
            if name in {*parts, *splines} and not isinstance(cases[name], Coded)
        },
    }


def _spread_term(
    study: Study,
    cases: Cases,
    rows: Bools,
    name: str,
    splines: Mapping[str, SplineBasis],
    spread: Mapping[str, list[tuple[str, Floats]]],
) -> list[tuple[str, Floats]]:
    """The columns of a term: its categories but the reference, a number, a spline, products.

    As in R, the categories of the first variable of a product run fastest.
    """
    if is_product(name):
        first, second = split_product(name)
        return [
            (product_name(one, other), left * right)
            for other, right in spread[second]
            for one, left in spread[first]
        ]
    data = cases[name]
    if not isinstance(data, Coded):
        numbers = cases.measured(name).values[rows]
        if name not in splines:
            return [("", numbers)]
        basis = splines[name]
        return list(zip(basis.categories, basis.spread(numbers).T, strict=True))
    dummies = [(item, data.is_category(item)[rows]) for item in data.categories]
    reference = study.codebook.reference(name)
    return [
        (category, dummy.astype(float))
        for category, dummy in dummies
        if category != reference or not dummy.any()
    ]


def _is_dummy(study: Study, name: str) -> bool:
    """Whether the columns of a term count cases."""
    return all(study.codebook[part].is_categorical for part in split_product(name))


def describe_columns(columns: Sequence[Column], which: Sequence[int]) -> str:
    """`sex=female, age`."""
    named = [columns[i] for i in which]
    return ", ".join(
        f"{c.variable}={c.category}" if c.category else c.variable for c in named
    )


def _complete_cases(
    study: Study,
    cases: Cases,
    terms: list[tuple[str, str]],
    outcome: Floats,
    known: Bools,
) -> tuple[Bools, CompleteCases]:
    rows = known.copy()
    steps = []
    for _, name in terms:
        if is_product(name):  # its variables have been counted
            continue
        missing = cases[name].missing()
        lost = rows & (missing < 0)
        steps.append(
            FlowStep(
                variable=name,
                missing=int((missing < 0).sum()),
                lost=int(lost.sum()),
                reasons=count_missing(missing, outcome),
            )
        )
        rows &= missing == 0
    flow = CompleteCases(
        cases=cases.n,
        outcome_missing=int((~known).sum()),
        steps=tuple(steps),
        used=int(rows.sum()),
        positive=int(outcome[rows].sum()),
    )
    return rows, flow


def count_missing(
    missing: NDArray[np.int16], outcome: Floats
) -> tuple[MissingCount, ...]:
    """Missing values by reason, with how many of those cases are positive."""
    counts = []
    for reason in MISSING_REASONS:
        at = missing == MISSING_CODES[reason]
        if at.any():
            positive = int(outcome[at].sum())
            counts.append(
                MissingCount(reason=reason, n=int(at.sum()), positive=positive)
            )
    return tuple(counts)


def find_no_contrast(
    study: Study, model: Model, used: int, positive: int, worst: str
) -> list[Fault]:
    """No complete case, or one outcome alone; `worst` is the variable missing most often."""
    where = f"study.toml, model `{model.id}`"
    if not used:
        problem = (
            "no case has a value for every variable of the model; "
            f"`{worst}` is missing most often."
        )
        mend = "Leave out a variable that is missing for most cases."
        return [Fault(where, problem, mend)]
    if positive in (0, used):
        problem = (
            f"the outcome `{study.file.outcome.variable}` takes one value among the "
            f"{used:,} complete cases."
        )
        return [Fault(where, problem, "A model needs both outcomes.")]
    return []


def _refuse_unusable(
    study: Study, model: Model, cases: Cases, rows: Bools, y: Floats, names: list[str]
) -> None:
    where = f"study.toml, model `{model.id}`"
    gaps = {name: int((cases[name].missing() < 0).sum()) for name in names}
    worst = max(gaps, key=lambda name: gaps[name], default="")
    faults = find_no_contrast(study, model, y.size, int(y.sum()), worst)
    for name in names if y.size else ():
        if fault := _lost_reference(study, cases, rows, name, where):
            faults.append(fault)
    if faults:
        raise AnalysisError(f"{study.id}: model `{model.id}` cannot be fitted.", faults)


def _lost_reference(
    study: Study, cases: Cases, rows: Bools, name: str, where: str
) -> Fault | None:
    """A reference without a case would leave the others compared with an arbitrary one.

    Where one category is left the variable is constant, and falls to aliasing.
    """
    data = cases[name]
    if not isinstance(data, Coded):
        return None
    reference = study.codebook.reference(name)
    present = [item for item in data.categories if data.is_category(item)[rows].any()]
    if reference in present or len(present) < 2:
        return None
    return Fault(
        where,
        f"no complete case has the reference category `{reference}` of `{name}`.",
        "Declare another `reference` in the codebook.",
    )
