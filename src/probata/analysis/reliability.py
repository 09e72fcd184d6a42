"""What a study declares so that its findings can be put to the test."""

from __future__ import annotations

from pydantic import Field

from probata.dataset.codebook import Code
from probata.declarations import Declared


class Finding(Declared):
    """A comparison that the bulletin rests on, followed through every specification.

    `category` against `against` (default: the reference) of `variable` in `model`; for
    an interval variable, no category: one unit more.
    """

    id: str
    label: str
    model: str
    variable: str
    category: Code = ""
    against: Code | None = None


class Reliability(Declared):
    """`[reliability]`: who and what the cases have in common, and which findings to test.

    `unit` is the variable of the places that cases come from, `rater` of the persons
    who judged them; `together` are the blocks of one model that holds all key questions at once; `weight`
    an interval variable of case weights.
    """

    unit: str | None = None
    rater: str | None = None
    together: tuple[str, ...] = ()
    weight: str | None = None
    imputations: int = Field(default=20, ge=2, le=200)
    cycles: int = Field(default=5, ge=1, le=50)
    seed: int = Field(default=1, ge=0)
    findings: tuple[Finding, ...] = Field(min_length=1)
