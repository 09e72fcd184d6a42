"""What the specifications share: cases, designs, fits, clusters, each made once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from probata.analysis.design import Design, build_design, model_terms, positive_outcome
from probata.analysis.fitting import SafeFit, fit_safely
from probata.analysis.judged_twice import (
    Misjudging,
    Twice,
    draw_misjudging,
    read_twice,
)
from probata.analysis.reliability import Reliability
from probata.analysis.sensitivity.estimates import Level
from probata.analysis.study import Study
from probata.dataset.columns import Cases, Coded, Measured

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]


@dataclass
class Bench:
    """The cases of a study with everything that several specifications need."""

    study: Study
    cases: Cases
    settings: Reliability
    designs: dict[str, Design] = field(default_factory=dict)
    fits: dict[str, SafeFit] = field(default_factory=dict)
    completed: list[Cases] | None = None
    twice: Twice | None = None

    @property
    def level(self) -> Level:
        inference = self.study.file.inference
        return Level(inference.significance, inference.confidence)

    def design(self, model: str) -> Design:
        if model not in self.designs:
            self.designs[model] = build_design(
                self.study, self.study.models[model], self.cases
            )
        return self.designs[model]

    def fit(self, model: str) -> SafeFit:
        if model not in self.fits:
            design = self.design(model)
            self.fits[model] = fit_safely(design.x, design.y)
        return self.fits[model]

    def variables(self, model: str) -> list[str]:
        return [name for _, name in model_terms(self.study, self.study.models[model])]

    def predictors(self) -> list[str]:
        """Every variable of every model that a finding names, once."""
        models = dict.fromkeys(item.model for item in self.settings.findings)
        names = [name for model in models for name in self.variables(model)]
        return list(dict.fromkeys(names))

    def judged_twice(self) -> Twice:
        """The cases judged twice, which the declaration must have."""
        if self.twice is None:
            self.twice = read_twice(self.study, self.cases)
        return self.twice

    def misjudging(self, draws: int) -> dict[str, Misjudging]:
        """How the questions judged twice are misjudged."""
        return draw_misjudging(self.study, self.judged_twice(), draws)

    def outcome(self) -> Floats:
        """The outcome (n,), NaN where it is missing."""
        values, known = positive_outcome(self.study, self.cases)
        return np.where(known, values, np.nan)


def group_codes(cases: Cases, variable: str) -> Codes:
    """Codes 0, 1, ... of a cluster variable (n,); -1 where it is missing."""
    column = cases[variable]
    missing = column.missing() < 0
    values = column.codes if isinstance(column, Coded) else column.values
    if isinstance(column, Measured):
        values = np.where(missing, 0.0, column.values)
    codes = np.full(cases.n, -1, dtype=np.intp)
    codes[~missing] = np.unique(values[~missing], return_inverse=True)[1]
    return codes
