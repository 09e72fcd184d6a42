"""What disclosure control did, as a typed part of the results."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class DisclosureRecord(BaseModel):
    """What disclosure control did to these results, without saying to which number.

    `suppressed` counts the printed numbers that were held back and `rounded` says to what
    multiple the others were; in mode "report" nothing was done, and `risks` were found.
    Which numbers are small in themselves, and which only protect those, is not told: to
    know it would narrow down the small ones.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Literal["suppress", "round", "report"]
    minimum_n: int
    minimum_cell: int
    uniform_groups: Literal["protect", "allow"]
    missing_groups: Literal["protect", "allow"]
    suppressed: int = 0
    rounded: int | None = None
    risks: int = 0
    reason: str = ""
    earlier: tuple[str, ...] = ()
