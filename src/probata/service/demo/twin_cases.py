"""The cases of a study's synthetic twin, as the demonstration needs them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from probata.analysis.read_study import read_study
from probata.analysis.twin_search import read_design
from probata.dataset.twin import draw_twin
from probata.dataset.twin_design import TwinDesign
from probata.errors import InputMissing

SEED = 2023
_FACTS = ("case_type",)


@dataclass(frozen=True)
class TwinCase:
    """One made-up case."""

    reference: str
    unit: str
    region: str
    inspector: str
    facts: dict[str, str]
    answers: dict[str, str]


def read_twin_cases(study: Path) -> list[TwinCase]:
    """Every case of one draw; which supports the counts, if not each statement, of the study."""
    read = read_study(study)
    rng = np.random.default_rng(SEED)
    outcome = read.file.outcome
    design = read_design(read)
    if not isinstance(design, TwinDesign):
        raise InputMissing(f"{study}: its twin has no published counts to follow.")
    columns = draw_twin(design, read.codebook, outcome.variable, outcome.positive, rng)
    names = list(columns)
    cases = []
    for index, row in enumerate(zip(*columns.values(), strict=True)):
        cell = {name: str(value) for name, value in zip(names, row, strict=True)}
        facts = {name: cell[name] for name in _FACTS if cell[name]}
        # What no column says: each twelfth case is unpaid work alone, most were due a review.
        facts["unpaid_work_only"] = "yes" if _unpaid(index, facts) else "no"
        facts["review_due"] = "no" if index % 5 == 0 else "yes"
        cases.append(
            TwinCase(
                reference=f"T-{index + 1:04d}",
                unit=cell["delivery_unit"],
                region=cell["region"],
                inspector=cell["inspector"],
                facts=facts,
                answers=cell,
            )
        )
    return cases


def _unpaid(index: int, facts: dict[str, str]) -> bool:
    return index % 12 == 5 and facts.get("case_type") == "community"
