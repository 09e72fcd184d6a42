"""Puts the findings of a study to the test, as its `[reliability]` declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from probata.analysis.checks.model_checks import check_model
from probata.analysis.judged_twice import measure_twice
from probata.analysis.multiplicity import benjamini_hochberg, holm
from probata.analysis.reliability import Reliability as Settings
from probata.analysis.reliability_results import AdjustedTest, Checks, Reliability
from probata.analysis.results import ModelResult
from probata.analysis.sensitivity.bench import Bench, group_codes
from probata.analysis.sensitivity.same_rater import explain_away, measure_leniency
from probata.analysis.sensitivity.sheet import make_sheet
from probata.analysis.study import Study
from probata.analysis.tested_models import is_tested
from probata.analysis.threads import one_thread
from probata.dataset.columns import Cases, Measured
from probata.errors import AnalysisError, Fault

Tell = Callable[[str], None]


def assess_findings(
    study: Study, cases: Cases, models: tuple[ModelResult, ...], tell: Tell
) -> Reliability:
    """Checks, sensitivity sheet and the rest; `tell` hears the name of each step.

    `cases` are those that the exclusions leave. Raises AnalysisError where a variable
    cannot serve as it is declared to.
    """
    settings = study.file.reliability
    assert settings is not None
    refuse_unusable(study, cases, settings)
    with one_thread():
        bench = Bench(study, cases, settings)
        tell("Checks of each model")
        checks = _check_models(bench)
        sheet = make_sheet(bench, tell)
        tell("Raters")
        return Reliability(
            units=_count(cases, settings.unit),
            raters=_count(cases, settings.rater),
            imputations=settings.imputations,
            seed=settings.seed,
            sheet=sheet,
            checks=tuple(checks),
            tests=tuple(adjust_tests(study, models)),
            leniency=tuple(measure_leniency(bench)),
            shared=tuple(explain_away(bench, sheet.rows)),
            second=measure_twice(study, bench.judged_twice())
            if settings.second is not None
            else None,
        )


def _check_models(bench: Bench) -> list[Checks]:
    inference = bench.study.file.inference
    found = (
        check_model(
            model.id,
            bench.design(model.id),
            bench.fit(model.id),
            inference,
            bench.settings.seed,
        )
        for model in bench.study.file.models
        if is_tested(bench.study.file, model)
    )
    return [item for item in found if item is not None]


def adjust_tests(
    study: Study, models: tuple[ModelResult, ...]
) -> Iterator[AdjustedTest]:
    """Every joint test of the bulletin's kind, adjusted for all of them together."""
    kind = study.file.inference.test
    tests = [
        (model.id, test.variable, test.p)
        for model in models
        for test in model.tests
        if test.test == kind and test.p is not None
    ]
    p = np.array([item[2] for item in tests])
    both = zip(tests, holm(p), benjamini_hochberg(p), strict=True)
    for (model, variable, raw), family, discovery in both:
        yield AdjustedTest(
            model=model,
            variable=variable,
            p=raw,
            holm=float(family),
            benjamini_hochberg=float(discovery),
        )


def _count(cases: Cases, variable: str | None) -> int | None:
    if variable is None:
        return None
    return int(np.unique(group_codes(cases, variable)).size)


def refuse_unusable(study: Study, cases: Cases, settings: Settings) -> None:
    """Raise with every variable that cannot serve: one cluster, a bad weight, no value."""
    faults = [*_clusters(study, cases, settings), *_weights(study, cases, settings)]
    for name in Bench(study, cases, settings).predictors():
        if (cases[name].missing() < 0).all():
            faults.append(
                study.declaration.fault(
                    ("reliability", "imputations"),
                    f"`{name}` has no value in any case, so it cannot be imputed.",
                    "Leave it out of the models.",
                )
            )
    if faults:
        raise AnalysisError(
            f"{study.id}: the findings cannot be put to the test.", faults
        )


def _clusters(study: Study, cases: Cases, settings: Settings) -> Iterator[Fault]:
    for key, name in (("unit", settings.unit), ("rater", settings.rater)):
        if name is None:
            continue
        groups = np.unique(group_codes(cases, name))
        found = int((groups >= 0).sum())
        if found < 2:
            yield study.declaration.fault(
                ("reliability", key),
                f"`{name}` has {found} different value{'s' if found != 1 else ''}; cases "
                "must come from two or more.",
                "Name another variable, or take the line out.",
            )


def _weights(study: Study, cases: Cases, settings: Settings) -> Iterator[Fault]:
    if settings.weight is None:
        return
    column = cases[settings.weight]
    assert isinstance(column, Measured)
    values = column.values[column.reasons == 0]
    bad = int((values < 0).sum())
    if bad or not values.size or values.max() <= 0:
        problem = f"{bad:,} are negative" if bad else "none is above 0"
        yield study.declaration.fault(
            ("reliability", "weight"),
            f"`{settings.weight}` holds the case weights, and {problem}.",
            "A weight is 0 or more.",
        )
