"""Further outcomes, interactions, splines, matrices and survival as flat CSV files."""

from __future__ import annotations

from collections.abc import Iterable

from probata.analysis.open_data.columns import (
    CURVES,
    HAZARDS,
    INTERACTIONS,
    OUTCOMES,
    STAGES,
    SURVIVAL,
    FlatTable,
)
from probata.analysis.open_data.flat_files import (
    Cells,
    count,
    exact,
    share_cells,
)
from probata.analysis.results import ModelResult, OutcomeResult, Results
from probata.analysis.rounding import CONFIDENTIAL
from probata.analysis.survival.results import SurvivalFound
from probata.analysis.term_results import InteractionResult, MatrixResult
from probata.guarded_csv import write_rows


def term_files(results: Results) -> dict[FlatTable, bytes]:
    """The files of a study that has several outcomes, interactions, splines or matrices."""
    rows: dict[FlatTable, list[Cells]] = {
        OUTCOMES: [row for item in results.outcomes for row in _outcome(item)],
        INTERACTIONS: [
            row
            for model in results.models
            for item in model.interactions
            for row in _interaction(model, item)
        ],
        CURVES: [row for model in results.models for row in _curves(model)],
        STAGES: [row for item in results.matrices for row in _stages(item)],
        SURVIVAL: [row for item in results.survival for row in _survival(item)],
        HAZARDS: [row for item in results.survival for row in _hazards(item)],
    }
    return {
        table: write_rows(table.header, found) for table, found in rows.items() if found
    }


def _interaction(model: ModelResult, item: InteractionResult) -> Iterable[Cells]:
    """The odds ratio and the percentage of each pair; the reference has no odds ratio."""
    odds = {(one.category, one.within): one for one in item.odds}
    shares = {(one.category, one.within): one for one in item.shares}
    for pair in dict.fromkeys([*shares, *odds]):
        place: list[str | int] = [
            model.id,
            item.variable,
            pair[0],
            item.within,
            pair[1],
        ]
        ratio, share = odds.get(pair), shares.get(pair)
        counted = ratio or share
        place.append(count(counted.n if counted else None))
        if ratio is not None and ratio.status == "suppressed":
            place += [CONFIDENTIAL] * 4
        elif ratio is None:
            place += [""] * 4
        else:
            numbers = (ratio.odds_ratio, ratio.ci_low, ratio.ci_high, ratio.p)
            place += map(exact, numbers)
        if share is None:
            place += [""] * 4
        else:
            limits = (share.percent, share.standard_error, share.ci_low, share.ci_high)
            place += map(exact, limits)
        yield place


def _curves(model: ModelResult) -> Iterable[Cells]:
    for curve in model.curves:
        for point in curve.points:
            numbers = (point.value, point.percent, point.ci_low, point.ci_high)
            yield [model.id, curve.variable, *map(exact, numbers)]


def _stages(matrix: MatrixResult) -> Iterable[Cells]:
    for row in matrix.rows:
        for stage, share in zip(matrix.stages, row.stages, strict=True):
            place = [matrix.id, row.id, stage]
            yield [*place, *share_cells(share), count(share.missing)]


def _survival(found: SurvivalFound) -> Iterable[Cells]:
    for curve in found.curves:
        for point in curve.points:
            counts = (point.at_risk, point.events, point.left)
            numbers = (point.percent, point.ci_low, point.ci_high)
            place = [found.id, curve.code or "all", exact(point.time)]
            yield [*place, *counts, *map(exact, numbers)]


def _hazards(found: SurvivalFound) -> Iterable[Cells]:
    for term in found.cox.terms if found.cox else ():
        numbers = (term.ratio, term.ci_low, term.ci_high, term.p)
        place = [found.id, term.name, term.code]
        yield [*place, term.n, term.events, *map(exact, numbers)]


def _outcome(outcome: OutcomeResult) -> Iterable[Cells]:
    yield [outcome.id, "all_cases", "all", *share_cells(outcome.total)]
    for name, frequency in outcome.frequencies.items():
        for item in frequency.categories:
            yield [outcome.id, name, item.category, *share_cells(item)]
