"""What must not follow from a bulletin about few people, as a study declares it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from probata.declarations import Declared


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Disclosure(Declared):
    """What must not follow from a bulletin about few people, and what is done about it.

    suppress  numbers that would tell, and the cheapest others that protect them, are
              held back wherever they stand
    round     counts are rounded to a multiple of `base`, and held back where that is
              not enough
    report    nothing is changed; what the first would hold back is listed (`reason` says
              why this is right: the cases are made up, or already public)

    `minimum_n` is the least number of cases of a group, `minimum_cell` of those with
    either outcome in it (half of `minimum_n` where not given). `uniform_groups` are those
    in which every case has the same outcome, `missing_groups` those without a value, or
    left out by a model. `earlier` names the results.json of bulletins already out.
    """

    mode: Literal["suppress", "round", "report"] = "suppress"
    minimum_n: int = Field(default=10, ge=0)
    minimum_cell: int | None = Field(default=None, ge=0)
    uniform_groups: Literal["protect", "allow"] = "protect"
    missing_groups: Literal["protect", "allow"] = "protect"
    base: int = Field(default=5, ge=2)
    earlier: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    reason: str = ""

    @property
    def least_cell(self) -> int:
        """The least number of cases with either outcome."""
        if self.minimum_cell is None:
            return (self.minimum_n + 1) // 2
        return self.minimum_cell

    @model_validator(mode="after")
    def _consistent(self) -> Disclosure:
        if self.minimum_cell is not None and self.minimum_cell > self.minimum_n:
            raise ValueError(
                "minimum_cell counts a part of the cases of a group, so it is at most "
                f"minimum_n; found {self.minimum_cell} and {self.minimum_n}"
            )
        if self.mode == "report" and not self.reason.strip():
            raise ValueError(
                'mode "report" changes nothing, so it needs a `reason`: why these '
                "numbers may be published as they are"
            )
        return self
