"""From cases to the columns of a model: complete cases, reference categories, aliasing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from probata.analysis.results import CompleteCases, FlowStep, MissingCount
from probata.analysis.study import Model, Study
from probata.dataset.codebook import MISSING_REASONS
from probata.dataset.columns import MISSING_CODES, Cases, Coded
from probata.errors import AnalysisError, Fault

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
CONSTANT = "constant"
# R's tolerance for a column that earlier columns explain.
ALIAS_TOLERANCE = 1e-7


@dataclass(frozen=True)
class Column:
    """What one column of the design stands for; `category` is empty for an interval term."""

    block: str
    variable: str
    category: str
    n: int | None = None


@dataclass(frozen=True)
class Design:
    """`x` (n, p) with the constant first, `y` (n,), and what was left out of it.

    `empty` are categories without a case among the complete ones; `aliased` are columns
    that earlier ones explain, each with the names of those.
    """

    x: Floats
    y: Floats
    columns: tuple[Column, ...]
    empty: tuple[Column, ...]
    aliased: tuple[tuple[Column, str], ...]
    references: dict[str, str]
    rows: Bools
    flow: CompleteCases

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


def model_terms(study: Study, model: Model) -> list[tuple[str, str]]:
    """(block, variable) in the order of entry."""
    return [
        (block, variable)
        for block in model.blocks
        for variable in study.blocks[block].variables
    ]


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
    _refuse_unusable(study, model, cases, rows, y, [name for _, name in terms])
    columns = [Column("", CONSTANT, "", int(rows.sum()))]
    values = [np.ones(y.size)]
    empty: list[Column] = []
    references: dict[str, str] = {}
    for block, name in terms:
        data = cases[name]
        if not isinstance(data, Coded):
            columns.append(Column(block, name, ""))
            values.append(cases.measured(name).values[rows])
            continue
        references[name] = study.codebook.reference(name)
        for category in data.categories:
            dummy = data.is_category(category)[rows]
            if category == references[name] and dummy.any():
                continue
            column = Column(block, name, category, int(dummy.sum()))
            if dummy.any():
                columns.append(column)
                values.append(dummy.astype(float))
            else:
                empty.append(column)
    x = np.column_stack(values)
    kept, aliased = find_aliased(x)
    return Design(
        x=np.ascontiguousarray(x[:, kept]),
        y=y,
        columns=tuple(columns[i] for i in kept),
        empty=tuple(empty),
        aliased=tuple(
            (columns[i], ", ".join(_name(columns[j]) for j in by)) for i, by in aliased
        ),
        references=references,
        rows=rows,
        flow=flow,
    )


def _name(column: Column) -> str:
    return (
        f"{column.variable}={column.category}" if column.category else column.variable
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


def _refuse_unusable(
    study: Study, model: Model, cases: Cases, rows: Bools, y: Floats, names: list[str]
) -> None:
    where = f"study.toml, model `{model.id}`"
    faults = []
    if not y.size:
        worst = max(names, key=lambda name: int((cases[name].missing() < 0).sum()))
        faults.append(
            Fault(
                where,
                "no case has a value for every variable of the model; "
                f"`{worst}` is missing most often.",
                "Leave out a variable that is missing for most cases.",
            )
        )
    elif y.min() == y.max():
        faults.append(
            Fault(
                where,
                f"the outcome `{study.file.outcome.variable}` takes one value among the "
                f"{y.size:,} complete cases.",
                "A model needs both outcomes.",
            )
        )
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


def find_aliased(x: Floats) -> tuple[list[int], list[tuple[int, list[int]]]]:
    """Columns to keep, and each one that earlier kept columns explain, with those.

    As R does: columns are taken in order; one whose remainder after projection is
    within 1e-7 of its own size is aliased.
    """
    kept: list[int] = []
    aliased: list[tuple[int, list[int]]] = []
    basis = np.empty((x.shape[0], 0))
    for index in range(x.shape[1]):
        column = x[:, index]
        size = float(np.linalg.norm(column))
        rest = column - basis @ (basis.T @ column)
        rest -= basis @ (basis.T @ rest)  # twice is enough for orthogonality
        length = float(np.linalg.norm(rest))
        if size == 0 or length <= ALIAS_TOLERANCE * size:
            weights = np.linalg.lstsq(x[:, kept], column, rcond=None)[0]
            by = [k for k, w in zip(kept, weights, strict=True) if abs(w) > 1e-6]
            aliased.append((index, by))
        else:
            kept.append(index)
            basis = np.column_stack([basis, rest / length])
    return kept, aliased
