"""What every [[survival]] of a study asks for."""

from __future__ import annotations

from collections.abc import Iterator

from probata.analysis.study import Study
from probata.analysis.survival.results import SurvivalFound
from probata.analysis.survival.run import Asked, follow_cases
from probata.dataset.columns import Cases


def list_survival(study: Study, cases: Cases) -> Iterator[SurvivalFound]:
    """Curves and regressions, in their order. Raises AnalysisError."""
    for spec in study.file.survival:
        asked = Asked(
            spec.time,
            spec.event,
            spec.positive,
            spec.by,
            spec.predictors,
            spec.ties,
            study.file.inference.confidence,
        )
        found = follow_cases(cases, study.codebook, asked)
        yield found.model_copy(update={"id": spec.id})
