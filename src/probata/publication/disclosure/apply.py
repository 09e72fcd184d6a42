"""Rewrites results so that a number held back is gone wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from probata.analysis.frequencies import measure_share
from probata.analysis.results import (
    WITHHELD,
    CompleteCases,
    Cross,
    FlowStep,
    Frequency,
    ListingResult,
    MissingCount,
    ModelResult,
    Results,
    Share,
)
from probata.analysis.study import Study
from probata.publication.disclosure.linear import Name
from probata.publication.disclosure.rounded import round_count
from probata.publication.disclosure.withheld import Withheld
from probata.publication.disclosure.withhold import withhold_model
from probata.publication.disclosure.withhold_reliability import withhold_reliability

S = TypeVar("S", bound=Share)
HIDDEN = dict.fromkeys(("positive", "percent", "ci_low", "ci_high"))


@dataclass(frozen=True)
class Applied:
    """The numbers that are held back, and how the others are printed."""

    study: Study
    off: frozenset[Name]
    base: int | None
    confidence: float

    def count(self, value: int | None, *name: str) -> int | None:
        """A count as printed."""
        if value is None or name in self.off:
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
    withheld = Withheld(study, results, off, rounded=base is not None)
    models = tuple(
        _model(applied, withhold_model(model, withheld)) for model in results.models
    )
    reliability = results.reliability
    if reliability is not None:
        reliability = withhold_reliability(reliability, models, withheld)
    return results.model_copy(
        update={
            "total": _total(applied, results.total),
            "frequencies": {
                name: _frequency(applied, item, withheld)
                for name, item in results.frequencies.items()
            },
            "crosses": tuple(_cross(applied, item) for item in results.crosses),
            "listings": tuple(_listing(applied, item) for item in results.listings),
            "models": models,
            "reliability": reliability,
        }
    )


def _total(applied: Applied, total: Share) -> Share:
    """The total is not rounded: models tell it anyway."""
    if ("total", "positive") in applied.off:
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
    positive = None if ("used", model, "positive") in applied.off else flow.positive
    steps = tuple(_step(applied, step, model) for step in flow.steps)
    return flow.model_copy(update={"steps": steps, "positive": positive})


def _step(applied: Applied, step: FlowStep, model: str) -> FlowStep:
    tabled = applied.study.codebook.banded_of(step.variable)
    missing = applied.count(step.missing, "flow", model, step.variable, "missing")
    reasons = applied.missing(step.reasons, tabled)
    return step.model_copy(update={"missing": missing, "reasons": reasons})
