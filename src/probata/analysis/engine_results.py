"""What the results say of the engine that added them up."""

from __future__ import annotations

from probata.analysis.reliability_results import Part


class EngineUsed(Part):
    """How the sums were added where the cases were not in memory all at once.

    `passes` over all cases, in `parts`; no area under a ROC curve is further than
    `area_error` from the exact one.
    """

    name: str
    parts: int
    passes: int
    area_error: float
