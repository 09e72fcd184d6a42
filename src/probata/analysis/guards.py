"""What a reader must know before using a model's numbers; decided here alone."""

from __future__ import annotations

from typing import Literal

from probata.analysis.design import CONSTANT, Column, Design
from probata.analysis.fitting import SafeFit
from probata.analysis.results import Guard
from probata.analysis.study import Study
from probata.analysis.terms import label_column, label_term

EVENTS_PER_PARAMETER = 10
FEWEST_IN_CATEGORY = 10


def find_guards(study: Study, design: Design, fit: SafeFit) -> list[Guard]:
    """All guards of a fitted design, gravest first."""
    guards = _separated(study, design, fit)
    if not fit.converged:
        guards.append(
            Guard(
                kind="no_convergence",
                message=f"the search for estimates did not converge in {fit.iterations} "
                "steps; no coefficient is printed",
            )
        )
    for column, by in design.aliased:
        guards.append(
            Guard(
                kind="aliased",
                variables=(column.variable,),
                message=f"{_say(study, column)} is a combination of {by} and was dropped; "
                "the rest of the model is unchanged",
            )
        )
    guards += _idle_blocks(study, design)
    for column in design.empty:
        guards.append(
            Guard(
                kind="empty_category",
                variables=(column.variable,),
                message=f"no complete case has {_say(study, column)}; it has no estimate",
            )
        )
    return [*guards, *_thin(study, design)]


def _idle_blocks(study: Study, design: Design) -> list[Guard]:
    """Blocks of which no column is left, so that they have no test."""
    kept = {column.block for column in design.columns}
    gone = [column for column, _ in design.aliased] + list(design.empty)
    guards = []
    for at, block in enumerate(study.file.blocks):
        own = [column.variable for column in gone if column.block == block.id]
        if own and block.id not in kept:
            where = study.declaration.where(("blocks", at))
            message = (
                f"block “{block.label}” ({where}) adds nothing to the blocks before it: "
                "none of its columns is left, so it has no test"
            )
            names = tuple(dict.fromkeys(own))
            guards.append(Guard(kind="aliased", variables=names, message=message))
    return guards


def _say(study: Study, column: Column) -> str:
    label = label_term(study.codebook, column.variable)
    if not column.category:
        return label
    category = label_column(study.codebook, column.variable, column.category)
    return f"{label}: {category}"


def _separated(study: Study, design: Design, fit: SafeFit) -> list[Guard]:
    if fit.separation is None:
        return []
    named = [
        design.columns[index]
        for index in fit.separation.columns()
        if design.columns[index].variable != CONSTANT
    ]
    what = "; ".join(_say(study, column) for column in named)
    cases = int(fit.separation.fixed.sum())
    names = tuple(dict.fromkeys(column.variable for column in named))
    firth = study.file.inference.separation == "firth"
    instead = "the table gives Firth's penalised estimates of the whole model"
    if fit.separation.complete:
        found = (
            f"{what} tell the outcome of every case apart (complete separation): no "
            "maximum-likelihood estimate exists"
        )
        printed = f"; {instead}" if firth else " and none is printed"
        kind: Literal["complete_separation", "quasi_separation"] = "complete_separation"
    else:
        found = (
            f"{what}: tells the outcome of {cases:,} cases without exception "
            "(quasi-complete separation), so its estimate is infinite"
        )
        printed = " and is not printed; the others are given at their limit"
        printed = f"; {instead}" if firth else printed
        kind = "quasi_separation"
    return [Guard(kind=kind, variables=names, message=found + printed)]


def _thin(study: Study, design: Design) -> list[Guard]:
    guards = []
    positive = design.flow.positive or 0
    events = min(positive, design.flow.used - positive)
    parameters = len(design.columns) - 1
    if parameters and events < EVENTS_PER_PARAMETER * parameters:
        guards.append(
            Guard(
                kind="few_events",
                message=f"{events:,} cases with the rarer outcome for {parameters} "
                f"parameters is {events / parameters:.1f} each; below "
                f"{EVENTS_PER_PARAMETER} estimates tend to be too far from none",
            )
        )
    small = [
        column
        for column in design.columns
        if column.category and column.n is not None and column.n < FEWEST_IN_CATEGORY
    ]
    for column in small:
        guards.append(
            Guard(
                kind="small_category",
                variables=(column.variable,),
                message=f"{_say(study, column)} has {column.n} complete cases; "
                "its estimate rests on very few",
            )
        )
    return guards
