"""What a study declares so that its findings can be put to the test."""

from __future__ import annotations

from typing import Literal

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


class Second(Declared):
    """`[reliability.second]`: cases that were judged twice.

    Either a `file`, relative to the study's folder, with a row a judgement (columns case,
    question, rater, answer; rater is `first` or `second`), or `columns` of the data: the
    variable of the second judgement for that of the first. `by`: a peer, who could have
    been the first, or a panel, which is right. `minimum`: cases judged twice before
    anything is said of a question.
    """

    file: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    by: Literal["peer", "panel"] = "peer"
    minimum: int = Field(default=10, ge=2)


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
    second: Second | None = None
    findings: tuple[Finding, ...] = Field(min_length=1)
