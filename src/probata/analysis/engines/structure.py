"""The columns of a model from counts: what `analysis.design` does with rows at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import (
    CONSTANT,
    Column,
    Design,
    find_no_contrast,
    model_terms,
)
from probata.analysis.engines.plan import Factor, Number, Plan
from probata.analysis.engines.tally import REASONS, Tally
from probata.analysis.results import CompleteCases, FlowStep, MissingCount
from probata.analysis.study import Model, Study
from probata.dataset.codebook import MISSING_REASONS
from probata.dataset.columns import MISSING_CODES
from probata.errors import AnalysisError, Fault

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Structure:
    """A design without rows, before aliasing, and the plan of the same columns.

    `sizes` (p,) are the lengths of the columns as they are: roots of sums of squares.
    """

    design: Design
    plan: Plan
    sizes: NDArray[np.float64]


def missing_counts(table: Ints, known: bool) -> tuple[MissingCount, ...]:
    """By reason, from a variable's table by code and outcome; `known` outcomes alone or all."""
    counts = []
    for reason in MISSING_REASONS:
        row = table[MISSING_CODES[reason] + REASONS]
        n = int(row[:2].sum() if known else row.sum())
        if n:
            counts.append(MissingCount(reason=reason, n=n, positive=int(row[1])))
    return tuple(counts)


def build_structure(study: Study, model: Model, tally: Tally) -> Structure:
    """Columns and complete cases of a model. Raises AnalysisError as `build_design` does."""
    terms = model_terms(study, model)
    flow = _flow(study, model, terms, tally)
    _refuse_unusable(study, model, terms, tally, flow)
    columns = [Column("", CONSTANT, "", flow.used)]
    sizes = [flow.used]
    empty: list[Column] = []
    references: dict[str, str] = {}
    factors, numbers = [], []
    for block, name in terms:
        counts = tally.counts["model", model.id, "of", name]
        if not study.codebook[name].is_categorical:
            numbers.append(_number(name, len(columns), counts, flow.used))
            columns.append(Column(block, name, ""))
            sizes.append(counts[1])
            continue
        references[name] = study.codebook.reference(name)
        places = []
        for category, n in zip(study.codebook.category_ids(name), counts, strict=True):
            places.append(-1)
            if category == references[name] and n:
                continue
            column = Column(block, name, category, int(n))
            if n:
                places[-1] = len(columns)
                columns.append(column)
                sizes.append(n)
            else:
                empty.append(column)
        factors.append(Factor(name, tuple(places)))
    outcome = study.file.outcome
    plan = Plan(
        outcome.variable,
        outcome.positive,
        tuple(name for _, name in terms),
        tuple(factors),
        tuple(numbers),
        len(columns),
    )
    design = Design(
        x=np.empty((0, len(columns))),
        y=np.empty(0),
        columns=tuple(columns),
        empty=tuple(empty),
        aliased=(),
        references=references,
        rows=np.empty(0, dtype=bool),
        flow=flow,
    )
    return Structure(design, plan, np.sqrt(np.array(sizes, dtype=float)))


def _number(name: str, column: int, counts: NDArray[Any], n: int) -> Number:
    centre = float(counts[0]) / n
    spread = float(counts[1]) / n - centre**2
    # A constant, or as good as one, keeps its own size; aliasing will find it.
    scale = float(np.sqrt(spread)) if spread > 1e-12 * centre**2 else abs(centre)
    return Number(name, column, centre, scale or 1.0)


def _flow(
    study: Study, model: Model, terms: list[tuple[str, str]], tally: Tally
) -> CompleteCases:
    def count(*key: str) -> int:
        return int(tally.counts["model", model.id, *key])

    steps = []
    for _, name in terms:
        table = tally.counts["variable", name]
        steps.append(
            FlowStep(
                variable=name,
                missing=int(table[:REASONS].sum()),
                lost=count("lost", name),
                reasons=missing_counts(table, known=False),
            )
        )
    outcome = tally.counts["variable", study.file.outcome.variable]
    return CompleteCases(
        cases=int(tally.counts["n",]),
        outcome_missing=int(outcome[:REASONS].sum()),
        steps=tuple(steps),
        used=count("used"),
        positive=count("positive"),
    )


def _refuse_unusable(
    study: Study,
    model: Model,
    terms: list[tuple[str, str]],
    tally: Tally,
    flow: CompleteCases,
) -> None:
    where = f"study.toml, model `{model.id}`"
    gaps = {step.variable: step.missing or 0 for step in flow.steps}
    worst = max(gaps, key=lambda name: gaps[name], default="")
    faults = find_no_contrast(study, model, flow.used, flow.positive or 0, worst)
    for _, name in terms if flow.used else ():
        if not study.codebook[name].is_categorical:
            continue
        counts = tally.counts["model", model.id, "of", name]
        ids = study.codebook.category_ids(name)
        present = [item for item, n in zip(ids, counts, strict=True) if n]
        reference = study.codebook.reference(name)
        if reference not in present and len(present) > 1:
            faults.append(
                Fault(
                    where,
                    f"no complete case has the reference category `{reference}` of `{name}`.",
                    "Declare another `reference` in the codebook.",
                )
            )
    if faults:
        raise AnalysisError(f"{study.id}: model `{model.id}` cannot be fitted.", faults)
