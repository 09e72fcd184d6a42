"""Rewrites results so that a number held back is gone wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from probata.analysis.frequencies import measure_share
from probata.analysis.results import (
    WITHHELD,
    CategoryShare,
    CompleteCases,
    Cross,
    CrossShare,
    FlowStep,
    Frequency,
    ListingResult,
    MissingCount,
    ModelResult,
    OutcomeResult,
    Results,
    Share,
)
from probata.analysis.study import MAIN, Study
from probata.analysis.term_results import MatrixResult, StageShare
from probata.publication.disclosure.linear import Name
from probata.publication.disclosure.rounded import round_count
from probata.publication.disclosure.told import name_of
from probata.publication.disclosure.withheld import Withheld
from probata.publication.disclosure.withhold import withhold_model
from probata.publication.disclosure.withhold_performance import withhold_performance
from probata.publication.disclosure.withhold_reliability import withhold_reliability

S = TypeVar("S", Share, CategoryShare, CrossShare, StageShare)
HIDDEN = dict.fromkeys(("positive", "percent", "ci_low", "ci_high"))


@dataclass(frozen=True)
class Applied:
    """The numbers that are held back, and how the others are printed.

    `study` is about the outcome whose numbers they are.
    """

    study: Study
    off: frozenset[Name]
    base: int | None
    confidence: float

    def about(self, outcome: str) -> Applied:
        return replace(self, study=self.study.about(outcome))

    def hides(self, *name: str) -> bool:
        return name_of(self.study.file.outcome.id, name) in self.off

    def count(self, value: int | None, *name: str) -> int | None:
        """A count as printed."""
        if value is None or self.hides(*name):
            return None
        return value if self.base is None else round_count(value, self.base)

    def share(self, share: S, *name: str) -> S:
        """A share as printed: a percentage is worked out from rounded counts alone."""
        n = self.count(share.n, *name, "n")
        positive = self.count(share.positive, *name, "positive")
        if n is None or positive is None:
            return share.model_copy(update={**HIDDEN, "n": n})
        if self.base is None:
            return share
        if n < max(1, self.study.file.disclosure.minimum_n):
            return share.model_copy(update={**HIDDEN, "n": n})
        rounded = measure_share(positive, n, self.confidence)
        return share.model_copy(update=rounded.model_dump())

    def missing(
        self, counts: Iterable[MissingCount], variable: str
    ) -> tuple[MissingCount, ...]:
        found = []
        for item in counts:
            name = ("missing", variable, item.reason)
            n = self.count(item.n, *name, "n")
            positive = self.count(item.positive, *name, "positive")
            if n is None:
                positive = None
            found.append(item.model_copy(update={"n": n, "positive": positive}))
        return tuple(found)


def apply_choice(
    study: Study, results: Results, off: frozenset[Name], base: int | None
) -> Results:
    """The results with these numbers held back and, with `base`, the others rounded."""
    applied = Applied(study, off, base, results.confidence)
    withheld = {
        outcome: Withheld(
            study.about(outcome), results.about(outcome), off, rounded=base is not None
        )
        for outcome in (MAIN, *(item.id for item in results.outcomes))
    }
    models = tuple(
        _model(
            applied.about(item.outcome), withhold_model(item, withheld[item.outcome])
        )
        for item in results.models
    )
    reliability = results.reliability
    if reliability is not None:
        reliability = withhold_reliability(reliability, models, withheld[MAIN])
    performance = results.performance
    if performance is not None:
        performance = withhold_performance(performance, withheld[MAIN])
    return results.model_copy(
        update={
            **_counts(applied, results, withheld[MAIN]),
            "outcomes": tuple(
                item.model_copy(
                    update=_counts(applied.about(item.id), item, withheld[item.id])
                )
                for item in results.outcomes
            ),
            "matrices": tuple(_matrix(applied, item) for item in results.matrices),
            "listings": tuple(_listing(applied, item) for item in results.listings),
            "models": models,
            "reliability": reliability,
            "performance": performance,
        }
    )


def _counts(
    applied: Applied, found: Results | OutcomeResult, withheld: Withheld
) -> dict[str, object]:
    """What there is for each outcome."""
    return {
        "total": _total(applied, found.total),
        "frequencies": {
            name: _frequency(applied, item, withheld)
            for name, item in found.frequencies.items()
        },
        "crosses": tuple(_cross(applied, item) for item in found.crosses),
    }


def _total(applied: Applied, total: Share) -> Share:
    """The total is not rounded: models tell it anyway."""
    if applied.hides("total", "positive"):
        return total.model_copy(update=HIDDEN)
    return total


def _frequency(applied: Applied, item: Frequency, withheld: Withheld) -> Frequency:
    categories = tuple(
        applied.share(share, "frequency", item.variable, share.category)
        for share in item.categories
    )
    missing = applied.missing(item.missing, item.variable)
    update: dict[str, object] = {"categories": categories, "missing": missing}
    if withheld.is_touched(item.variable):  # chi-square could be solved for a count
        update |= {"test": None, "note": f"test {WITHHELD}"}
    return item.model_copy(update=update)


def _cross(applied: Applied, item: Cross) -> Cross:
    place = ("cross", item.variable, item.by)
    cells = tuple(
        applied.share(cell, *place, cell.category, cell.by_category)
        for cell in item.cells
    )
    return item.model_copy(update={"cells": cells})


def _matrix(applied: Applied, item: MatrixResult) -> MatrixResult:
    rows = []
    for row in item.rows:
        shares = []
        for stage, share in zip(item.stages, row.stages, strict=True):
            name = ("matrix", item.id, row.id, stage)
            missing = applied.count(share.missing, *name, "missing")
            shown = applied.share(share, *name)
            shares.append(shown.model_copy(update={"missing": missing}))
        rows.append(row.model_copy(update={"stages": tuple(shares)}))
    return item.model_copy(update={"rows": tuple(rows)})


def _listing(applied: Applied, item: ListingResult) -> ListingResult:
    rows = tuple(
        row.model_copy(
            update={"n": applied.count(row.n, "listing", item.id, str(index), "n")}
        )
        for index, row in enumerate(item.rows)
    )
    return item.model_copy(update={"rows": rows})


def _model(applied: Applied, model: ModelResult) -> ModelResult:
    """Counts as printed; what they would give away is withheld already."""
    flow = _flow(applied, model.complete_cases, model.id)
    coefficients = tuple(
        item.model_copy(update={"n": applied.count(item.n)}) if item.category else item
        for item in model.coefficients
    )
    return model.model_copy(
        update={"complete_cases": flow, "coefficients": coefficients}
    )


def _flow(applied: Applied, flow: CompleteCases, model: str) -> CompleteCases:
    """Cases used and lost are not rounded: the fit of the model tells them anyway."""
    positive = None if applied.hides("used", model, "positive") else flow.positive
    steps = tuple(_step(applied, step, model) for step in flow.steps)
    return flow.model_copy(update={"steps": steps, "positive": positive})


def _step(applied: Applied, step: FlowStep, model: str) -> FlowStep:
    tabled = applied.study.codebook.banded_of(step.variable)
    missing = applied.count(step.missing, "flow", model, step.variable, "missing")
    reasons = applied.missing(step.reasons, tabled)
    return step.model_copy(update={"missing": missing, "reasons": reasons})
