"""The codebook: every variable of a data set, declared once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from probata.declarations import (
    Declared,
)

MissingReason = Literal[
    "not_asked", "not_applicable", "not_answered", "unknown", "declined", "not_reached"
]
MISSING_REASONS: tuple[MissingReason, ...] = (
    "not_asked",
    "not_applicable",
    "not_answered",
    "unknown",
    "declined",
    "not_reached",
)
VariableType = Literal["categorical", "ordinal", "interval", "date", "id", "text"]
Role = Literal["outcome", "characteristic", "key_question", "prompt", "design", "other"]
Polarity = Literal["positive", "negative", "neutral"]


def _as_text(value: Any) -> Any:
    """Let TOML write a code as a number: 0 and "0" are the same category id."""
    if isinstance(value, bool):
        return value
    return str(value) if isinstance(value, int | float) else value


Code = Annotated[str, BeforeValidator(_as_text)]


class Category(Declared):
    """One answer or group. `codes` are its spellings in data files (default: the id)."""

    id: Code
    label: str = ""
    polarity: Polarity | None = None
    codes: tuple[Code, ...] = ()

    @property
    def name(self) -> str:
        return self.label or self.id


class Band(Declared):
    """A range of an interval variable: `from`/`to` include the end, `above`/`below` do not."""

    id: Code
    label: str = ""
    from_: float | None = Field(default=None, alias="from")
    above: float | None = None
    to: float | None = None
    below: float | None = None

    def holds(self, values: Any) -> Any:
        """Say for each value of an array whether it lies in this band."""
        inside = values == values  # NaN lies in no band
        if self.from_ is not None:
            inside &= values >= self.from_
        if self.above is not None:
            inside &= values > self.above
        if self.to is not None:
            inside &= values <= self.to
        if self.below is not None:
            inside &= values < self.below
        return inside


class Bands(Declared):
    """How an interval variable is grouped in tables; `id` names the grouped variable."""

    id: str
    label: str = ""
    categories: tuple[Band, ...] = Field(min_length=2)
    reference: Code | None = None


class DerivedCategory(Declared):
    """A category and the condition on other variables under which a case has it."""

    category: Code
    when: str


class Derivation(Declared):
    """How a variable follows from others: the first condition that holds, or a count.

    A case for which no condition holds gets `otherwise` (a category id or a missing
    reason). Where a condition cannot be decided because a value is missing, and none
    before it holds, the case is missing as "unknown"; so is a count with an answer missing.
    """

    count_positive: tuple[str, ...] = ()
    cases: tuple[DerivedCategory, ...] = ()
    otherwise: Code = "unknown"


class Variable(Declared):
    """One variable. See docs/reference/codebook.md for each key with an example."""

    label: str
    type: VariableType
    role: Role = "other"
    question: str = ""
    note: str = ""
    column: str | None = None
    categories: tuple[Category, ...] = ()
    reference: Code | None = None
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    bands: Bands | None = None
    required: bool = False
    optional: bool = False
    missing: dict[str, MissingReason] | None = None
    applies_when: str | None = None
    not_applicable: MissingReason = "not_asked"
    derive: Derivation | None = None

    @property
    def is_categorical(self) -> bool:
        return self.type in ("categorical", "ordinal")


def _empty_is_unknown() -> dict[str, MissingReason]:
    return {"": "unknown"}


class CodebookHeader(Declared):
    """What the data set is: a row is one `unit`; default codes for missing values."""

    title: str
    unit: str = "case"
    description: str = ""
    source: str = ""
    missing: dict[str, MissingReason] = Field(default_factory=_empty_is_unknown)
    extra_columns: Literal["error", "ignore"] = "error"


class CodebookFile(Declared):
    """The shape of `codebook.toml`."""

    codebook: CodebookHeader
    variables: dict[str, Variable] = Field(min_length=1)


@dataclass(frozen=True)
class Codebook:
    """A checked codebook. `variables` holds declared and banded variables, in order."""

    header: CodebookHeader
    declared: Mapping[str, Variable]
    variables: Mapping[str, Variable]
    banded_from: Mapping[str, str]
    sha256: str

    def __contains__(self, name: object) -> bool:
        return name in self.variables

    def __getitem__(self, name: str) -> Variable:
        return self.variables[name]

    def source_of(self, name: str) -> str:
        """The interval variable behind a banded one; any other is its own source."""
        return self.banded_from.get(name, name)

    def banded_of(self, name: str) -> str:
        """The banded variable of an interval one; any other is its own."""
        variable = self.variables[name]
        return variable.bands.id if variable.bands else name

    def label(self, name: str) -> str:
        return self.variables[name].label

    def category_label(self, name: str, category: str) -> str:
        for item in self.variables[name].categories:
            if item.id == category:
                return item.name
        raise KeyError((name, category))

    def category_ids(self, name: str) -> tuple[str, ...]:
        return tuple(item.id for item in self.variables[name].categories)

    def reference(self, name: str) -> str:
        """The reference category: the declared one, else the first."""
        variable = self.variables[name]
        return variable.reference or variable.categories[0].id

    def of_role(self, role: Role) -> Iterator[str]:
        return (name for name, item in self.variables.items() if item.role == role)


def expand_bands(declared: Mapping[str, Variable]) -> dict[str, Variable]:
    """Add, after each interval variable with bands, its banded form as an ordinal one."""
    variables: dict[str, Variable] = {}
    for name, variable in declared.items():
        variables[name] = variable
        if variable.bands:
            bands = variable.bands
            variables[bands.id] = Variable(
                label=bands.label or variable.label,
                type="ordinal",
                role=variable.role,
                question=variable.question,
                categories=tuple(
                    Category(id=band.id, label=band.label) for band in bands.categories
                ),
                reference=bands.reference,
            )
    return variables
