"""Carries out a study on its cases and writes down what made the results."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib.metadata import version

from probata import __version__
from probata.analysis.curves import list_curves
from probata.analysis.design import (
    build_design,
    count_missing,
    model_terms,
    positive_outcome,
)
from probata.analysis.entry import (
    goodness_of,
    list_earlier,
    list_entry_tests,
    list_equation,
)
from probata.analysis.fitting import fit_safely
from probata.analysis.frequencies import (
    list_combinations,
    measure_cross,
    measure_total,
    measure_variable,
)
from probata.analysis.goodness import classify
from probata.analysis.guards import find_guards
from probata.analysis.inference import enter_blocks, list_covariances, list_steps
from probata.analysis.interactions import list_interactions
from probata.analysis.list_survival import list_survival
from probata.analysis.margins import list_adjusted, list_margins
from probata.analysis.matrices import list_matrices
from probata.analysis.performance.run import measure_performance
from probata.analysis.results import (
    Excluded,
    ModelResult,
    OutcomeResult,
    Provenance,
    Results,
)
from probata.analysis.study import Model, Study
from probata.analysis.threads import one_thread
from probata.dataset.columns import Cases, Source
from probata.dataset.derive import conditions_on_cases
from probata.errors import AnalysisError

Tell = Callable[[str], None]


def run_study(
    study: Study,
    cases: Cases,
    twin_seed: int | None = None,
    progress: Tell | None = None,
) -> Results:
    """All frequencies and models of a study. Raises AnalysisError.

    `progress` is told the name of each model before it is fitted.
    """
    with one_thread():
        kept, excluded = exclude_cases(study, cases)
        outcome, known = positive_outcome(study, kept)
        frequencies = {
            name: measure_variable(study, kept, name)
            for name in tabled_variables(study)
            if name in kept.columns
        }
        crosses = [measure_cross(study, kept, *pair) for pair in cross_pairs(study)]
        models = []
        for model in study.file.models:
            if progress:
                progress(model.label)
            models.append(run_model(study.about(model.outcome), model, kept))
        outcomes = tuple(
            _count_outcome(study.about(item.id), kept) for item in study.file.outcomes
        )
        performance = (
            measure_performance(study, kept) if study.file.performance else None
        )
    inference = study.file.inference
    column = kept.coded(study.file.outcome.variable)
    return Results(
        study=study.id,
        provenance=record_provenance(study, cases.source, cases.synthetic, twin_seed),
        cases=kept.n,
        excluded=tuple(excluded),
        outcome_missing=count_missing(column.missing(), outcome),
        total=measure_total(study, kept),
        significance=inference.significance,
        confidence=inference.confidence,
        frequencies=frequencies,
        crosses=tuple(crosses),
        listings=tuple(list_combinations(item, kept) for item in study.file.listings),
        models=tuple(models),
        outcomes=outcomes,
        matrices=tuple(list_matrices(study, kept)),
        performance=performance,
        survival=tuple(list_survival(study, kept)),
    )


def exclude_cases(study: Study, cases: Cases) -> tuple[Cases, list[Excluded]]:
    """The cases that stay, and how many left for each reason, in order.

    A case for which a condition cannot be decided stays.
    """
    excluded = []
    for item in study.file.data.exclude:
        out = conditions_on_cases(cases, item.when).true
        excluded.append(Excluded(reason=item.reason, cases=int(out.sum())))
        cases = cases.keep(~out)
    if cases.n == 0:
        raise AnalysisError(
            f"{study.id}: no case is left after the exclusions of study.toml."
        )
    return cases, excluded


def run_model(study: Study, model: Model, cases: Cases) -> ModelResult:
    """One block-entry logistic regression with everything that is said of it."""
    inference = study.file.inference
    design = build_design(study, model, cases)
    fit = fit_safely(design.x, design.y)
    terms = model_terms(study, model)
    coefficients, tests = list_equation(design, fit, terms, inference, whole=True)
    entered = enter_blocks(design, model.blocks, fit)
    return ModelResult(
        id=model.id,
        label=model.label,
        outcome=model.outcome,
        blocks=model.blocks,
        complete_cases=design.flow,
        references=design.references,
        guards=tuple(find_guards(study, design, fit)),
        converged=fit.converged,
        iterations=fit.iterations,
        steps=tuple(list_steps(entered, inference.confidence)),
        coefficients=tuple(coefficients),
        covariances=list_covariances(design, fit),
        tests=tuple(tests),
        classification=classify(design.y, fit.mu, inference.classification_cut),
        hosmer_lemeshow=goodness_of(design.y, fit, inference),
        margins=tuple(list_margins(design, fit, inference.confidence)),
        adjusted=tuple(list_adjusted(design, fit, inference.confidence)),
        earlier=tuple(list_earlier(entered, terms, inference)),
        entry_tests=tuple(list_entry_tests(design.up_to(model.blocks[:1]))),
        interactions=tuple(list_interactions(study, model, design, fit)),
        curves=tuple(list_curves(design, fit, inference.confidence)),
    )


def _count_outcome(study: Study, cases: Cases) -> OutcomeResult:
    """Every count, of the outcome that this study is about."""
    outcome, _ = positive_outcome(study, cases)
    column = cases.coded(study.file.outcome.variable)
    return OutcomeResult(
        id=study.file.outcome.id,
        outcome_missing=count_missing(column.missing(), outcome),
        total=measure_total(study, cases),
        frequencies={
            name: measure_variable(study, cases, name)
            for name in tabled_variables(study)
            if name in cases.columns
        },
        crosses=tuple(
            measure_cross(study, cases, *pair) for pair in cross_pairs(study)
        ),
    )


def tabled_variables(study: Study) -> list[str]:
    """Every variable that a table, figure, claim or model may show, in tabled form."""
    names = [name for table in study.file.tables for name in table.variables]
    names += [name for figure in study.file.figures for name in figure.variables]
    names += [figure.by for figure in study.file.figures if figure.by]
    names += [claim.variable for claim in study.file.claims if claim.category]
    names += [name for block in study.file.blocks for name in block.variables]
    tabled = [study.codebook.banded_of(name) for name in names]
    return [
        name for name in dict.fromkeys(tabled) if study.codebook[name].is_categorical
    ]


def cross_pairs(study: Study) -> list[tuple[str, str]]:
    """Every variable that is shown within the categories of another, with that one."""
    pairs = [
        (name, figure.by)
        for figure in study.file.figures
        for name in figure.variables
        if figure.by
    ]
    pairs += [(claim.variable, claim.by) for claim in study.file.claims if claim.by]
    pairs += [
        (item.variable, item.within)
        for block in study.file.blocks
        for item in block.interactions
    ]
    book = study.codebook
    return [
        (name, by)
        for name, by in dict.fromkeys(pairs)
        if book[name].is_categorical and book[by].is_categorical
    ]


def _list_libraries() -> dict[str, str]:
    """Versions that the last digits of a number can depend on."""
    named = {name: version(name) for name in ("numpy", "scipy")}
    return {"Python": platform.python_version(), **named}


def record_provenance(
    study: Study, source: Source, synthetic: bool, twin_seed: int | None
) -> Provenance:
    """What made the results."""
    return Provenance(
        probata=__version__,
        libraries=_list_libraries(),
        data_name=source.name,
        data_sha256=source.sha256,
        data_rows=source.rows,
        ignored_columns=source.ignored_columns,
        codebook_sha256=study.codebook.sha256,
        study_sha256=study.sha256,
        synthetic=synthetic,
        twin_seed=twin_seed,
    )
