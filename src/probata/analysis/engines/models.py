"""One block-entry logistic regression on an engine, with all that is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import Design, model_terms
from probata.analysis.engines.aliasing import drop_aliased
from probata.analysis.engines.averages import AverageTask
from probata.analysis.engines.choose import ROWS_AT_HAND, is_shaped
from probata.analysis.engines.chunks import Chunk
from probata.analysis.engines.fits import Fitted, Fitter
from probata.analysis.engines.margins import list_adjusted, list_margins
from probata.analysis.engines.scores import Scores
from probata.analysis.engines.structure import build_structure
from probata.analysis.engines.sums import SumTask
from probata.analysis.engines.tally import Tally
from probata.analysis.entry import test_entries
from probata.analysis.fit_results import EntryTest
from probata.analysis.guards import find_guards
from probata.analysis.inference import (
    list_coefficients,
    list_covariances,
    list_joint_tests,
    list_wald_tests,
    measure_step,
)
from probata.analysis.kernel import Sums
from probata.analysis.results import Equation, ModelResult, Step
from probata.analysis.run import run_model
from probata.analysis.study import Inference, Model, Study
from probata.dataset.columns import Cases, join_cases
from probata.errors import AnalysisError, Fault

Floats = NDArray[np.float64]


@dataclass
class Modelled:
    """The result of a model, and how far its areas can be from the exact ones."""

    result: ModelResult
    area_error: float = 0.0


@dataclass(frozen=True)
class Entered:
    """The model after a block has entered."""

    block: str
    design: Design
    fitted: Fitted
    scores: Scores


def model_on(study: Study, model: Model, tally: Tally, fitter: Fitter) -> Modelled:
    """As `analysis.run.run_model`. Raises AnalysisError.

    Where the search for estimates runs away, the rows are needed to name what separates
    the outcomes; with more than ROWS_AT_HAND of them it is refused.
    """
    if any(is_shaped(study.blocks[name]) for name in model.blocks):
        return Modelled(_with_rows(study, model, tally, fitter))
    structure = build_structure(study, model, tally)
    null: Sums = fitter.total(SumTask(structure.plan, np.zeros(structure.plan.size)))
    gram = 4 * null.information  # every weight is a quarter
    structure, kept = drop_aliased(structure, gram, fitter.engine)
    whole = fitter.fit(structure.plan)
    if not whole.certain:
        return Modelled(_with_rows(study, model, tally, fitter))
    entered = _enter(structure.design, model, whole, fitter)
    first = structure.design.of_blocks(model.blocks[:1])
    tests = _entry_tests(
        structure.design, gram[np.ix_(kept, kept)], null.score[kept], first
    )
    return _describe(study, model, structure.design, entered, tests, fitter)


def _describe(
    study: Study,
    model: Model,
    design: Design,
    entered: list[Entered],
    entry_tests: list[EntryTest],
    fitter: Fitter,
) -> Modelled:
    inference = study.file.inference
    confidence = inference.confidence
    whole, scores = entered[-1].fitted, entered[-1].scores
    terms = model_terms(study, model)
    fit = whole.safe
    fitter.passes += 1
    averages = fitter.engine.total(AverageTask(whole.plan, whole.beta))

    def refit(columns: list[int]) -> tuple[float, bool]:
        return fitter.measure_part(whole, columns)

    steps: list[Step] = []
    for item in entered:
        area = item.scores.area(confidence)
        loglik = item.fitted.climb.sums.loglik
        steps.append(measure_step(item.block, item.design, loglik, area, steps))
    result = ModelResult(
        id=model.id,
        label=model.label,
        outcome=model.outcome,
        blocks=model.blocks,
        complete_cases=design.flow,
        references=design.references,
        guards=tuple(find_guards(study, design, fit)),
        converged=fit.converged,
        iterations=fit.iterations,
        steps=tuple(steps),
        coefficients=tuple(list_coefficients(design, fit, confidence)),
        covariances=list_covariances(design, fit),
        tests=tuple(list_joint_tests(design, fit, terms, refit)),
        classification=scores.classify(inference.classification_cut),
        hosmer_lemeshow=scores.hosmer_lemeshow(
            inference.groups, inference.hosmer_lemeshow
        ),
        margins=tuple(list_margins(design, whole, averages, confidence)),
        adjusted=tuple(list_adjusted(design, whole, averages, confidence)),
        earlier=tuple(_list_earlier(entered, terms, inference)),
        entry_tests=tuple(entry_tests),
    )
    # At the first step all cases share one value, which is no error.
    return Modelled(result, max(item.scores.area_error() for item in entered[1:]))


def _enter(
    design: Design, model: Model, whole: Fitted, fitter: Fitter
) -> list[Entered]:
    """The constant alone, then the model after each block, all on the same cases."""
    entered = []
    for number, block in enumerate(["", *model.blocks]):
        columns = design.of_blocks(model.blocks[:number])
        part = design.up_to(model.blocks[:number])
        every = len(columns) == len(design.columns)
        fitted = whole if every else fitter.fit_part(whole, columns)
        entered.append(Entered(block, part, fitted, fitter.scores(fitted)))
    return entered


def _list_earlier(
    entered: list[Entered], terms: list[tuple[str, str]], inference: Inference
) -> list[Equation]:
    """The equation of every step but the last."""
    equations = []
    for number, item in enumerate(entered[:-1]):
        fit = item.fitted.safe
        blocks = [other.block for other in entered[: number + 1]]
        own = [term for term in terms if term[0] in blocks]
        grouped = item.scores.hosmer_lemeshow(
            inference.groups, inference.hosmer_lemeshow
        )
        equations.append(
            Equation(
                step=number,
                iterations=fit.iterations,
                coefficients=tuple(
                    list_coefficients(item.design, fit, inference.confidence)
                ),
                tests=tuple(list_wald_tests(item.design, fit, own)),
                classification=item.scores.classify(inference.classification_cut),
                hosmer_lemeshow=grouped if number else None,
            )
        )
    return equations


def _entry_tests(
    design: Design, gram: Floats, score: Floats, first: list[int]
) -> list[EntryTest]:
    """Score tests of the first block; `score` is X'(y - 1/2) at no coefficients."""
    n = gram[0, 0]
    share = 0.5 + score[0] / n
    centred = gram - np.outer(gram[0], gram[0]) / n
    pull = score + (0.5 - share) * gram[0]
    columns = [design.columns[at] for at in first]
    information = share * (1 - share) * centred[np.ix_(first, first)]
    return test_entries(columns, information, pull[first])


@dataclass(frozen=True)
class Rows:
    """Cases of chunks, in their order."""

    cases: list[Cases]

    def __add__(self, other: Rows) -> Rows:
        return Rows(self.cases + other.cases)


@dataclass(frozen=True)
class RowsTask:
    """Every case, for what cannot be added up."""

    def __call__(self, chunks: Iterable[Chunk]) -> Rows:
        return Rows([chunk.cases for chunk in chunks])


def rows_at_hand(fitter: Fitter) -> Cases:
    """All cases in memory."""
    found: Rows = fitter.engine.total(RowsTask())
    return join_cases(found.cases)


def _with_rows(study: Study, model: Model, tally: Tally, fitter: Fitter) -> ModelResult:
    if int(tally.counts["n",]) <= ROWS_AT_HAND:
        return run_model(study, model, rows_at_hand(fitter))
    raise AnalysisError(
        f"{study.id}: model `{model.id}` has no finite estimates, or none was found, so "
        "some predictors tell the outcome of some cases without exception.",
        [
            Fault(
                f"study.toml, model `{model.id}`",
                f"finding out which needs all rows at once, and these are more than "
                f"{ROWS_AT_HAND:,}.",
                "Look for a category with one outcome only in the tables and merge it "
                "with another, or run the model on a sample with --engine memory.",
            )
        ],
    )
