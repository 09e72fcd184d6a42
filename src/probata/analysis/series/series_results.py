"""The results of a series: no row of data is in them."""

from __future__ import annotations

from typing import Literal

from probata.analysis.reliability_results import Part
from probata.analysis.results import Share

Verdict = Literal["comparable", "with_care", "not_comparable"]
# From the least to the most that stands in the way of a comparison.
VERDICTS: tuple[Verdict, ...] = ("comparable", "with_care", "not_comparable")


class QuestionNote(Part):
    """What happened to one question from a release to the next, and why that matters."""

    earlier: str
    later: str
    question: str
    label: str
    verdict: Verdict
    reasons: tuple[str, ...]


class SeriesChange(Part):
    """From one release to the next: a difference in percentage points, where comparable.

    Limits by Newcombe's hybrid score method; p of the pooled test of two proportions;
    `holm` adjusts it for all comparable measures of the same step. None where the series
    breaks or a release has no case.
    """

    earlier: str
    later: str
    verdict: Verdict
    difference: float | None
    ci_low: float | None
    ci_high: float | None
    p: float | None
    holm: float | None


class MeasureResult(Part):
    """A measure at each release, and the changes between."""

    id: str
    label: str
    questions: tuple[str, ...]
    points: tuple[Share, ...]
    changes: tuple[SeriesChange, ...]


class ReleaseRecord(Part):
    """What a release was made of."""

    id: str
    label: str
    framework: str
    cases: int
    data_name: str
    data_sha256: str
    codebook_sha256: str
    synthetic: bool
    twin_seed: int | None = None


class SeriesResults(Part):
    """Everything that a series bulletin prints."""

    format: Literal["probata-series"] = "probata-series"
    version: Literal[1] = 1
    id: str
    title: str
    subtitle: str
    date: str
    publisher: str
    licence: str
    source: str
    outcome: str
    unit: str
    probata: str
    study_sha256: str
    series_sha256: str
    confidence: float
    significance: float
    releases: tuple[ReleaseRecord, ...]
    measures: tuple[MeasureResult, ...]
    notes: tuple[QuestionNote, ...]
    small_cells: tuple[str, ...] = ()

    @property
    def synthetic(self) -> bool:
        return any(item.synthetic for item in self.releases)

    def label(self, release: str) -> str:
        return next(item.label for item in self.releases if item.id == release)
