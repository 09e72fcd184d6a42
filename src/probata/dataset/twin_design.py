"""The design of a synthetic twin: what is published, and what is invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, model_validator

from probata.dataset.codebook import Code, Codebook
from probata.dataset.twin_margins import Margins, read_margins, read_table
from probata.declarations import (
    Declared,
    Place,
    build_declared,
    read_declaration,
    suggest,
)
from probata.errors import DeclarationError


class Header(Declared):
    """Seed and sources. `published` names a folder of published figures in the package."""

    published: str
    seed: int = Field(ge=0)
    note: str
    draws: int = Field(default=2000, ge=1)


class Inspections(Declared):
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


class Score(Declared):
    """A latent score: a weighted sum of factors and of other scores, plus noise.

    `noise_if_positive` is the noise among cases with the positive outcome, where it
    differs: correlations may be weaker among them. Within each outcome, cases are ranked by it and given the categories in `order`, from
    the lowest score; that the published counts come out is by construction.
    """

    order: tuple[Code, ...] = Field(min_length=2)
    made_of: dict[str, float] = Field(default_factory=dict)
    noise: float = Field(default=1.0, gt=0)
    noise_if_positive: float | None = Field(default=None, gt=0)


class BandValues(Declared):
    """Whole numbers inside a band: from `low` to `high`, even or falling away."""

    low: int
    high: int
    mean_above: float | None = Field(default=None, gt=0)


class Cap(Declared):
    """A lower maximum where another variable has a category."""

    variable: str
    category: Code
    maximum: int


class Values(Declared):
    """Interval values for the bands of a published variable."""

    bands: dict[Code, BandValues]
    cap: Cap | None = None


class Invented(Declared):
    """A variable with no published counts: the share of its first category by outcome."""

    order: tuple[Code, Code]
    positive_share: float = Field(ge=0, le=1)
    negative_share: float = Field(ge=0, le=1)
    made_of: dict[str, float] = Field(default_factory=dict)
    noise: float = Field(default=1.0, gt=0)


class Statement(Declared):
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
    percent: int | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Statement:
        asked = [self.significant, self.alone_in, self.percent]
        if sum(item is not None for item in asked) != 1:
            raise ValueError("give one of significant, alone_in and percent")
        if (self.percent is None) == (not self.models):
            raise ValueError("a percentage needs `category`, any other `models`")
        return self


class Accept(Declared):
    """When a draw is kept. p is asked to be well clear of the study's level on both sides."""

    significant_below: float = Field(gt=0, lt=1)
    not_significant_above: float = Field(gt=0, lt=1)


class TwinFile(Declared):
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
    sha256: str


def read_twin_design(path: Path, codebook: Codebook) -> TwinDesign:
    """Read `twin.toml`. Raises InputMissing, or DeclarationError with every fault."""
    declaration = read_declaration(path)
    file = build_declared(TwinFile, declaration)
    margins = read_margins(file.twin.published, declaration)
    found = [
        *_scores(file, codebook, margins),
        *_values(file, codebook),
        *_made_of(file),
        *_inspections(file, codebook),
        *_statements(file, codebook),
    ]
    if found:
        faults = [declaration.fault(place, *words) for place, *words in found]
        raise DeclarationError(f"{path}: cannot be used.", faults)
    rows = read_table(file.twin.published, "inspections.csv")
    return TwinDesign(file, margins, rows, declaration.sha256)


Found = tuple[Place, str, str]


def _scores(file: TwinFile, codebook: Codebook, margins: Margins) -> Iterator[Found]:
    for name in margins.variables:
        if name not in file.scores:
            yield (
                ("scores",),
                f"the published variable `{name}` has no score.",
                f"Add [scores.{name}].",
            )
    for name, score in file.scores.items():
        place: Place = ("scores", name)
        if name not in margins.variables:
            yield (
                place,
                f"`{name}` is not in the published margins.",
                suggest(name, margins.variables),
            )
        elif name not in codebook:
            yield (
                place,
                f"`{name}` is not in the codebook.",
                suggest(name, codebook.variables),
            )
        else:
            yield from _order(place, name, score.order, codebook, margins)


def _order(
    place: Place,
    name: str,
    order: tuple[str, ...],
    codebook: Codebook,
    margins: Margins,
) -> Iterator[Found]:
    published = set(margins.variables[name])
    if sorted(order) != sorted(published):
        wanted = ", ".join(sorted(published))
        yield (
            (*place, "order"),
            f"must name each published category of `{name}` once: {wanted}.",
            "",
        )
    for category in sorted(published - set(codebook.category_ids(name))):
        yield (
            place,
            f"the published category `{category}` is not in the codebook.",
            suggest(category, codebook.category_ids(name)),
        )


def _values(file: TwinFile, codebook: Codebook) -> Iterator[Found]:
    for name, values in file.values.items():
        place: Place = ("values", name)
        banded = codebook[name].bands if name in codebook else None
        if banded is None:
            yield (place, f"`{name}` is not an interval variable with bands.", "")
            continue
        bands = {band.id: band for band in banded.categories}
        if set(bands) != set(values.bands):
            yield (
                (*place, "bands"),
                f"must name each band of `{name}`: {', '.join(bands)}.",
                "",
            )
        for band, item in values.bands.items():
            if band in bands and not all(
                bool(bands[band].holds(float(end))) for end in (item.low, item.high)
            ):
                yield (
                    (*place, "bands"),
                    f"{item.low} to {item.high} is not inside the band `{band}`.",
                    "Keep both ends inside.",
                )


def _made_of(file: TwinFile) -> Iterator[Found]:
    known = {*file.factors, "leniency"}
    for part in ("scores", "invented"):
        for name, item in getattr(file, part).items():
            for source in item.made_of:
                if source not in known:
                    yield (
                        (part, name, "made_of"),
                        f"`{source}` is neither a factor nor a score above.",
                        suggest(source, sorted(known)),
                    )
            known.add(name)


def _inspections(file: TwinFile, codebook: Codebook) -> Iterator[Found]:
    part = file.inspections
    for name in (*part.columns.values(), part.unit, part.inspector):
        if name not in codebook:
            yield (
                ("inspections",),
                f"`{name}` is not in the codebook.",
                suggest(name, codebook.variables),
            )


def _statements(file: TwinFile, codebook: Codebook) -> Iterator[Found]:
    for index, item in enumerate(file.statements):
        if item.variable not in codebook:
            yield (
                ("statements", index, "variable"),
                f"`{item.variable}` is not in the codebook.",
                suggest(item.variable, codebook.variables),
            )
