"""Carries out a study on an engine that adds sums, and says how the work was done."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from probata.analysis.engine_results import EngineUsed
from probata.analysis.engines.engine import Engine
from probata.analysis.engines.fits import Fitter
from probata.analysis.engines.models import model_on
from probata.analysis.engines.structure import missing_counts
from probata.analysis.engines.tally import REASONS, Tally, TallyTask
from probata.analysis.frequencies import (
    make_cross,
    make_frequency,
    make_listing,
    measure_share,
)
from probata.analysis.results import (
    Cross,
    Excluded,
    Frequency,
    ListingResult,
    Results,
)
from probata.analysis.run import (
    cross_pairs,
    record_provenance,
    tabled_variables,
)
from probata.analysis.study import Listing, Study
from probata.analysis.threads import one_thread
from probata.dataset.columns import Source
from probata.errors import AnalysisError

Tell = Callable[[str], None]


def tally_task(study: Study) -> TallyTask:
    """Everything that a study counts."""
    outcome = study.file.outcome
    models = tuple(
        (
            model.id,
            tuple(
                name for block in model.blocks for name in study.blocks[block].variables
            ),
        )
        for model in study.file.models
    )
    return TallyTask(
        outcome.variable,
        outcome.positive,
        models,
        tuple(cross_pairs(study)),
        tuple((item.id, item.variables) for item in study.file.listings),
    )


def run_on(
    study: Study,
    engine: Engine,
    source: Source,
    twin_seed: int | None = None,
    progress: Tell | None = None,
) -> Results:
    """The results of a study, as `analysis.run.run_study` has them. Raises AnalysisError.

    Unlike there, a model of which a term separates the outcomes is refused where the
    cases are too many to be at hand all at once.
    """
    tell = progress or (lambda _: None)
    tell("Check, code and count")
    tally = _count(study, engine)
    fitter = Fitter(engine, passes=1)
    models, area_error = [], 0.0
    with one_thread():
        for model in study.file.models:
            tell(model.label)
            found = model_on(study, model, tally, fitter)
            models.append(found.result)
            area_error = max(area_error, found.area_error)
    inference = study.file.inference
    outcome = tally.counts["variable", study.file.outcome.variable]
    known = outcome[REASONS:].sum(axis=0)
    frequencies = {
        name: _frequency(study, tally, name)
        for name in tabled_variables(study)
        if ("variable", name) in tally.counts
    }
    crosses = [_cross(study, tally, *pair) for pair in cross_pairs(study)]
    return Results(
        study=study.id,
        provenance=record_provenance(study, source, tally.synthetic, twin_seed),
        cases=int(tally.counts["n",]),
        excluded=tuple(
            Excluded(reason=item.reason, cases=int(n))
            for item, n in zip(
                study.file.data.exclude, tally.counts["excluded",], strict=True
            )
        ),
        outcome_missing=missing_counts(outcome, known=False),
        total=measure_share(int(known[1]), int(known.sum()), inference.confidence),
        significance=inference.significance,
        confidence=inference.confidence,
        frequencies=frequencies,
        crosses=tuple(crosses),
        listings=tuple(_listing(study, tally, item) for item in study.file.listings),
        models=tuple(models),
        engine=EngineUsed(
            name=engine.name,
            parts=len(engine.parts),
            passes=fitter.passes,
            area_error=area_error,
        ),
    )


def _count(study: Study, engine: Engine) -> Tally:
    tally: Tally = engine.total(tally_task(study))
    if not int(tally.counts["n",]):
        raise AnalysisError(
            f"{study.id}: no case is left after the exclusions of study.toml."
        )
    return tally


def _listing(study: Study, tally: Tally, spec: Listing) -> ListingResult:
    found = sorted(tally.listed[spec.id].items())
    names = [study.codebook.category_ids(name) for name in spec.variables]
    return make_listing(spec, names, [row for row, _ in found], [n for _, n in found])


def _frequency(study: Study, tally: Tally, name: str) -> Frequency:
    table = tally.counts["variable", name]
    counts = np.stack([table[REASONS:, :2].sum(axis=1), table[REASONS:, 1]], axis=1)
    return make_frequency(
        name,
        study.codebook.category_ids(name),
        counts.astype(np.int64),
        missing_counts(table, known=True),
        study.file.inference.confidence,
    )


def _cross(study: Study, tally: Tally, name: str, by: str) -> Cross:
    table = tally.counts["cross", name, by]
    counts = np.stack([table.sum(axis=2), table[:, :, 1]], axis=2).astype(np.int64)
    names = study.codebook.category_ids(name), study.codebook.category_ids(by)
    return make_cross(name, by, names, counts, study.file.inference.confidence)
