"""What a study declares so that its questions are put to the test: `[performance]`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from probata.declarations import Declared


class Scale(Declared):
    """A key question with its prompts. `model`: one of the study's, of this key question on them."""

    key_question: str
    prompts: tuple[str, ...] = Field(min_length=2)
    model: str | None = None


class Factors(Declared):
    """Which questions are looked at for what they have in common, and how.

    `number`: of factors, or `parallel` for as many as parallel analysis gives.
    """

    variables: tuple[str, ...] = Field(min_length=4)
    correlation: Literal["tetrachoric", "phi"] = "tetrachoric"
    number: int | Literal["parallel"] = "parallel"
    rotation: Literal["promax", "varimax"] = "promax"
    samples: int = Field(default=200, ge=20, le=5000)
    seed: int = Field(default=1, ge=0)


class Performance(Declared):
    """Answers count as yes (positive), no (negative) or not applicable (neutral, or none).

    `not_applicable` says which cases a scale's covariances rest on: `pairwise`, those to
    which both prompts of a pair apply; `complete`, those to which all apply. A prompt that
    applies to a smaller share of cases than `least_share` is in no scale and no factor.
    """

    not_applicable: Literal["pairwise", "complete"] = "pairwise"
    least_share: float = Field(default=0.5, ge=0, le=1)
    scales: tuple[Scale, ...] = ()
    key_questions: tuple[str, ...] = ()
    factors: Factors | None = None
