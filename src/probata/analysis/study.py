"""The study: one bulletin declared as data, outcome, blocks, models, tables, figures, claims."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from probata.analysis.disclosure_spec import Disclosure
from probata.analysis.matrix_spec import Matrix
from probata.analysis.performance_spec import Performance
from probata.analysis.reliability import Reliability
from probata.analysis.survival.survival_spec import Survival
from probata.analysis.term_spec import Comparison, Interaction, Spline
from probata.dataset.codebook import Code, Codebook
from probata.declarations import Declaration, Declared


def _day(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


Day = Annotated[str, BeforeValidator(_day)]


MAIN = "main"


class Header(Declared):
    """Front matter: what the bulletin is called and who stands behind it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    subtitle: str = ""
    series: str = ""
    number: str = ""
    date: Day = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    contact: str = ""
    licence: str = ""
    language: str = "en-GB"
    description: str = ""
    theme: str = "slate"


class Exclusion(Declared):
    """Cases left out before analysis; counted and reported with the reason."""

    when: str
    reason: str


class DataSection(Declared):
    """Where the rows come from when no --data is given, and which are left out.

    `twin` declares how made-up cases are drawn; `twin_of` names the folder of another
    study, relative to this one, whose made-up cases are used.
    `synthetic_source` is what tables and figures name as their source when the cases are
    made up; by default, that they meet published counts.
    """

    codebook: str = "codebook.toml"
    twin: str | None = None
    twin_of: str | None = None
    file: str | None = None
    synthetic_source: str = ""
    exclude: tuple[Exclusion, ...] = ()


class Outcome(Declared):
    """The yes/no variable that everything is about and its positive category.

    Others, under `[[outcomes]]`, have an `id` by which models, tables, figures and claims
    name them; what names none is about the first, whose id is `main`.
    """

    id: str = MAIN
    variable: str
    positive: Code
    phrase: str = ""


class Inference(Declared):
    """How significance is judged, and intervals drawn, throughout the bulletin."""

    significance: float = Field(default=0.05, gt=0, lt=0.5)
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    test: Literal["likelihood_ratio", "wald"] = "likelihood_ratio"
    hosmer_lemeshow: Literal["quantiles", "averaged_quantiles", "equal_groups"] = (
        "quantiles"
    )
    groups: int = Field(default=10, ge=3, le=50)
    classification_cut: float = Field(default=0.5, gt=0, lt=1)
    separation: Literal["refuse", "firth"] = "refuse"


class Block(Declared):
    """Predictors that enter together; products of variables enter after these."""

    id: str
    label: str
    variables: tuple[str, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    splines: dict[str, Spline] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _not_empty(self) -> Block:
        if not self.variables and not self.interactions:
            raise ValueError("a block needs `variables` or `interactions`")
        return self

    @property
    def terms(self) -> tuple[str, ...]:
        """Its variables, then its products."""
        return (*self.variables, *(item.term for item in self.interactions))


class Model(Declared):
    """A block-entry logistic regression: blocks enter in this order, on common cases."""

    id: str
    label: str
    blocks: tuple[str, ...] = Field(min_length=1)
    outcome: str = MAIN
    note: str = ""


class LeftOut(Declared):
    """A variable that the models do not use, and why; printed in the methodology annex."""

    variable: str
    reason: str


class TableSpec(Declared):
    """A table of n and per cent positive; `marks_from` names the model whose joint tests mark it.

    Several `outcomes` stand side by side, and then no model marks it.
    """

    id: str
    title: str
    variables: tuple[str, ...] = Field(min_length=1)
    total: bool = True
    marks_from: str | None = None
    outcomes: tuple[str, ...] = ()


class Listing(Declared):
    """A table of the combinations of categories that occur, with the number of cases."""

    id: str
    title: str
    variables: tuple[str, ...] = Field(min_length=1)
    counts: bool = True


class FigureSpec(Declared):
    """A figure: a chart of percentages (with `variables`, perhaps `by`) or a diagram.

    bars     one bar per category of each variable, grouped by variable; with `by`, the
             same within each category of `by`, after the bars for all cases
    flow     columns of boxes joined by arrows (`columns`)
    cycle    steps in a ring (`steps`)
    cards    headed boxes (`steps`)
    odds     odds ratios of a `model` on a log axis, all or those of `variables`
    adjusted percentages as they are, and adjusted by a `model`, for each of `variables`;
             `model` may be a list, one for each variable
    within   an interaction of a `model`: the odds ratios of the one variable of
             `variables` within the categories of `by`
    combined the same interaction as percentages adjusted by the model, each combination
    stages   a `matrix` as a flow: a band for each need that narrows from stage to stage
    survival the curves of a `survival`, with the numbers still followed
    curve    percentages adjusted by a `model` along each of `variables`, numbers
    sheet    the findings of `[reliability]` under every specification
    rater    the findings of `[reliability]` within raters and without each of them
    calibration  observed by fitted percentages of a `model`, out of sample
    critical, coherent, scree  what `[performance]` finds of the questions
    """

    id: str
    title: str
    kind: Literal[
        "bars",
        "flow",
        "cycle",
        "cards",
        "odds",
        "adjusted",
        "within",
        "combined",
        "curve",
        "stages",
        "survival",
        "sheet",
        "rater",
        "calibration",
        "critical",
        "coherent",
        "scree",
    ] = "bars"
    model: str | tuple[str, ...] = ()
    outcome: str = MAIN
    variables: tuple[str, ...] = ()
    matrix: str | None = None
    survival: str | None = None
    by: str | None = None
    columns: tuple[DiagramColumn, ...] = ()
    steps: tuple[DiagramStep, ...] = ()
    alt: str = ""
    note: str = ""

    @property
    def models(self) -> tuple[str, ...]:
        """The models named: none, one for the figure, or one for each variable."""
        return (self.model,) if isinstance(self.model, str) else self.model

    def model_of(self, variable: str) -> str:
        """The model that a variable of the figure is shown by."""
        if len(self.models) == 1:
            return self.models[0]
        return self.models[self.variables.index(variable)]


class DiagramColumn(Declared):
    heading: str
    items: tuple[str, ...]
    measured_by: str = ""


class DiagramStep(Declared):
    label: str
    detail: str = ""


class Claim(Declared):
    """A statement of the text that the results must support. One kind of test a claim.

    significant     each of `models` has joint p < significance for `variable` (or, when
                    `significant = false`, has not)
    direction       with `category`: that category's odds ratio against `against` (default:
                    the reference) is above (`more_likely`) or below (`less_likely`) 1
                    and its own p < significance; with `survival` instead of models, its
                    hazard ratio against the reference
    only_in         `variable` is the only one of block `only_in` significant in all `models`
    percent         the percentage positive for `variable` = `category` (and, where given,
                    `by` = `by_category`) rounded half-up to `digits` equals `percent`,
                    or lies from `at_least` to `at_most`; with `matrix`, `row` and
                    `stage` instead of a variable, the share that reaches that stage
    higher_than     the percentage positive for `variable` = `category` is higher than that
                    of each `higher_than` (category ids of the same variable)
    cases           the number of cases equals `cases`
    """

    id: str
    models: tuple[str, ...] = ()
    variable: str = ""
    category: Code | None = None
    against: Code | None = None
    by: str | None = None
    by_category: Code | None = None
    significant: bool | None = None
    direction: Literal["more_likely", "less_likely"] | None = None
    only_in: str | None = None
    percent: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    digits: int = Field(default=0, ge=0, le=3)
    higher_than: tuple[Code, ...] = ()
    cases: int | None = None
    outcome: str = MAIN
    matrix: str | None = None
    survival: str | None = None
    row: str = ""
    stage: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> Claim:
        if len(self.kinds()) != 1:
            found = ", ".join(self.kinds()) or "none"
            raise ValueError(
                "a claim tests one thing: significant, direction, only_in, percent "
                f"(or at_least, at_most), higher_than or cases; found {found}"
            )
        return self

    def kinds(self) -> list[str]:
        asked = {
            "significant": self.significant is not None,
            "direction": self.direction is not None,
            "only_in": self.only_in is not None,
            "percent": any(
                item is not None for item in (self.percent, self.at_least, self.at_most)
            ),
            "higher_than": bool(self.higher_than),
            "cases": self.cases is not None,
        }
        return [kind for kind, found in asked.items() if found]


class TextSection(Declared):
    """The Markdown files of the bulletin, in order, relative to the study folder."""

    summary: str = "text/summary.md"
    sections: tuple[str, ...] = Field(min_length=1)
    annexes: tuple[str, ...] = ()


class StudyFile(Declared):
    """The shape of `study.toml`."""

    study: Header
    data: DataSection = Field(default_factory=DataSection)
    outcome: Outcome
    outcomes: tuple[Outcome, ...] = ()
    inference: Inference = Field(default_factory=Inference)
    blocks: tuple[Block, ...] = ()
    models: tuple[Model, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    tables: tuple[TableSpec, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    listings: tuple[Listing, ...] = ()
    matrices: tuple[Matrix, ...] = ()
    survival: tuple[Survival, ...] = ()
    figures: tuple[FigureSpec, ...] = ()
    claims: tuple[Claim, ...] = ()
    disclosure: Disclosure = Field(default_factory=Disclosure)
    reliability: Reliability | None = None
    performance: Performance | None = None
    text: TextSection | None = None


@dataclass(frozen=True)
class Study:
    """A checked study with its codebook. `folder` holds its files."""

    folder: Path
    file: StudyFile
    codebook: Codebook
    sha256: str
    declaration: Declaration

    @property
    def id(self) -> str:
        return self.file.study.id

    def about(self, outcome: str) -> Study:
        """The same study about another of its outcomes."""
        known = {item.id: item for item in (self.file.outcome, *self.file.outcomes)}
        file = self.file.model_copy(update={"outcome": known[outcome]})
        return replace(self, file=file)

    @property
    def blocks(self) -> Mapping[str, Block]:
        return {block.id: block for block in self.file.blocks}

    @property
    def models(self) -> Mapping[str, Model]:
        return {model.id: model for model in self.file.models}
