"""What the tests of the findings must not print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from probata.analysis.reliability_results import (
    Calibration,
    Cell,
    Checks,
    Reliability,
    Row,
    SharedError,
)
from probata.analysis.results import WITHHELD, ModelResult
from probata.publication.disclosure.withheld import Withheld

Terms = Mapping[str, frozenset[tuple[str, str]]]


def withhold_reliability(
    found: Reliability, models: Sequence[ModelResult], withheld: Withheld
) -> Reliability:
    """The tests without what is withheld of the models, and without counts by fit."""
    gone = {
        model.id: frozenset(
            (item.variable, item.category)
            for item in model.coefficients
            if item.status == "suppressed"
        )
        for model in models
    }
    by_id = {model.id: model for model in models}
    whole = {model.id for model in models if _is_whole(model)}
    untested = {
        (model.id, test.variable)
        for model in models
        for test in model.tests
        if test.reason == WITHHELD
    }
    rows = tuple(_row(row, gone) for row in found.sheet.rows)
    lost = {row.finding for row in rows if row.estimated == 0}
    variables = {row.finding: row.variable for row in rows}
    return found.model_copy(
        update={
            "sheet": found.sheet.model_copy(update={"rows": rows}),
            "checks": tuple(
                _checks(item, by_id[item.model], gone[item.model], withheld)
                for item in found.checks
                if item.model not in whole
            ),
            "tests": tuple(
                item
                for item in found.tests
                if (item.model, item.variable) not in untested
            ),
            "shared": tuple(
                _shared(item, withheld.is_touched(variables[item.finding]))
                for item in found.shared
                if item.finding not in lost
            ),
        }
    )


def _is_whole(model: ModelResult) -> bool:
    return all(item.status == "suppressed" for item in model.coefficients)


def _row(row: Row, gone: Terms) -> Row:
    """A finding on a withheld estimate is withheld under every specification."""
    hidden = gone[row.model]
    if not {(row.variable, row.category), (row.variable, row.against)} & hidden:
        return row
    cells = tuple(
        Cell(specification=cell.specification, verdict="none", reason=WITHHELD)
        for cell in row.cells
    )
    return row.model_copy(update={"cells": cells, "estimated": 0, "agree": 0})


def _checks(
    checks: Checks,
    model: ModelResult,
    gone: frozenset[tuple[str, str]],
    withheld: Withheld,
) -> Checks:
    calibration = checks.calibration
    if calibration is not None:
        calibration = _calibration(calibration, model, withheld)
    return checks.model_copy(
        update={
            "terms": tuple(
                item
                for item in checks.terms
                if (item.variable, item.category) not in gone
            ),
            "profile": tuple(
                item
                for item in checks.profile
                if (item.variable, item.category) not in gone
            ),
            "calibration": calibration,
        }
    )


def _calibration(
    found: Calibration, model: ModelResult, withheld: Withheld
) -> Calibration:
    update: dict[str, object] = {}
    if withheld.hides_fitted(model, "calibration"):
        update["bins"] = ()
    if withheld.hides_positive(model.id):
        update["brier_null"] = None
    return found.model_copy(update=update)


def _shared(item: SharedError, touched: bool) -> SharedError:
    """The share of a common impression is worked out from a table of two by two."""
    return item.model_copy(update={"shared_variance": None}) if touched else item
