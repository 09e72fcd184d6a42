"""The design of a synthetic twin: what is published, and what is invented."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ConfigDict, Field, model_validator

from probata.dataset.codebook import Code
from probata.dataset.twin_margins import Margins
from probata.declarations import Declaration, Declared


class Part(Declared):
    """A part of the design: a number in it must be finite."""

    model_config = ConfigDict(allow_inf_nan=False)


class Header(Part):
    """Seed and sources. `published` names a folder of published figures in the package."""

    published: str
    seed: int = Field(ge=0)
    note: str
    draws: int = Field(default=2000, ge=1)


class Inspections(Part):
    """How cases are spread over units, and inspectors nested in them; all invented.

    `columns` maps a column of the published inspections to a variable. Leniency is the
    spread between inspectors, and between units, of every judgement they make.
    """

    columns: dict[str, str]
    unit: str
    inspector: str
    spread: float = Field(ge=0, lt=1)
    cases_an_inspector: int = Field(ge=1)
    unit_leniency: float = Field(ge=0)
    inspector_leniency: float = Field(ge=0)


class Score(Part):
    """A latent score: a weighted sum of factors and of other scores, plus noise.

    `noise_if_positive` is the noise among cases with the positive outcome, where it
    differs: correlations may be weaker among them. Within each outcome, cases are ranked
    by it and given the categories in `order`, from the lowest score; that the published
    counts come out is by construction.
    """

    order: tuple[Code, ...] = Field(min_length=2)
    made_of: dict[str, float] = Field(default_factory=dict)
    noise: float = Field(default=1.0, gt=0)
    noise_if_positive: float | None = Field(default=None, gt=0)


class BandValues(Part):
    """Whole numbers inside a band: from `low` to `high`, even or falling away."""

    low: int
    high: int
    mean_above: float | None = Field(default=None, gt=0)


class Cap(Part):
    """A lower maximum where another variable has a category."""

    variable: str
    category: Code
    maximum: int


class Values(Part):
    """Interval values for the bands of a published variable."""

    bands: dict[Code, BandValues]
    cap: Cap | None = None


class Invented(Part):
    """A variable with no published counts: the share of its first category by outcome."""

    order: tuple[Code, Code]
    positive_share: float = Field(ge=0, le=1)
    negative_share: float = Field(ge=0, le=1)
    made_of: dict[str, float] = Field(default_factory=dict)
    noise: float = Field(default=1.0, gt=0)


class Statement(Part):
    """Something published beyond the tables, that a draw must support to be kept.

    Either `models`, `variable` and `significant` (by both joint tests, in each model);
    or `models`, `variable` and `alone_in` (of that block, it alone is significant in all
    the models); or `variable`, `category` and `percent` (positive, in whole per cent).
    """

    variable: str
    models: tuple[str, ...] = ()
    significant: bool | None = None
    alone_in: str | None = None
    category: Code | None = None
    percent: int | None = Field(default=None, ge=0, le=100)

    @model_validator(mode="after")
    def _one_kind(self) -> Statement:
        asked = [self.significant, self.alone_in, self.percent]
        if sum(item is not None for item in asked) != 1:
            raise ValueError("give one of significant, alone_in and percent")
        if self.percent is None and not self.models:
            raise ValueError("name the `models` in which it holds")
        if self.percent is not None and (self.models or self.category is None):
            raise ValueError("a percentage needs `category`, and no `models`")
        return self


class Accept(Part):
    """When a draw is kept. p is asked to be well clear of the study's level on both sides."""

    significant_below: float = Field(gt=0, lt=1)
    not_significant_above: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _apart(self) -> Accept:
        if self.significant_below > self.not_significant_above:
            raise ValueError("significant_below must not exceed not_significant_above")
        return self


class TwinFile(Part):
    """The shape of `twin.toml`."""

    twin: Header
    inspections: Inspections
    factors: tuple[str, ...] = Field(min_length=1)
    scores: dict[str, Score]
    values: dict[str, Values] = Field(default_factory=dict)
    invented: dict[str, Invented] = Field(default_factory=dict)
    accept: Accept
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class TwinDesign:
    """A checked design with the published margins and inspections."""

    file: TwinFile
    margins: Margins
    inspections: list[dict[str, str]]
    declaration: Declaration

    @property
    def seed(self) -> int:
        return self.file.twin.seed
