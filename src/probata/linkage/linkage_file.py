"""What a linkage file declares: the files, the roles of their columns, rules and thresholds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from probata.declarations import Declared

Role = Literal[
    "forename",
    "surname",
    "date_of_birth",
    "sex",
    "identifier",
    "postcode",
    "address",
    "place",
    "email",
    "other",
]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Probability = Annotated[float, Field(gt=0, lt=1)]


class Header(Declared):
    """What the linkage is called, and on what it runs."""

    title: str = Field(description="Stands at the head of the report.")
    synthetic: bool = Field(
        False, description="The records are made up; every output says so."
    )
    backend: Literal["duckdb", "spark"] = Field(
        "duckdb", description="What carries out the comparisons."
    )


class FileSpec(Declared):
    """A file of records: where it is and what its columns are."""

    path: str = Field(description="CSV or XLSX, relative to the linkage file.")
    id: str = Field(description="Column that names each record once.")
    fields: dict[Name, str] = Field(
        description="Field -> column. A field named like a role has that role."
    )
    pseudonymous: bool = Field(
        False, description="The ids say nothing of a person and stay as they are."
    )
    person_once: bool = Field(
        False, description="Nobody stands in the file twice, so two records never join."
    )
    days_first: bool = Field(True, description="05/04/1990 is the fifth of April.")
    truth: str = Field("", description="Column that names the true person, if known.")
    groups: tuple[str, ...] = Field(
        (), description="Columns by which the quality is compared, such as ethnicity."
    )
    carry: tuple[str, ...] = Field(
        (), description="Columns that go into linked.csv; never one that identifies."
    )


class FieldSpec(Declared):
    """How a field that is not named like a role is compared, or one that is, otherwise."""

    role: Role | None = Field(None, description="Default: the name of the field.")
    similarity: tuple[Probability, ...] | None = Field(
        None, description="Jaro-Winkler similarities, each a level of likeness."
    )
    edits: tuple[Annotated[int, Field(ge=1, le=5)], ...] | None = Field(
        None,
        description="Typing errors (Damerau-Levenshtein), each a level of likeness.",
    )
    rarity: bool | None = Field(
        None, description="Agreement on a rare value counts for more."
    )


class Blocking(Declared):
    """Which pairs are compared."""

    rules: tuple[tuple[str, ...], ...] = Field(
        (),
        description="Pairs that agree on every part of a rule are compared. A part is a "
        "field or its first letters, `surname[:4]`. Default: from the roles.",
    )
    pairs: int = Field(
        10_000_000,
        ge=1,
        description="Broad default rules are left out above so many pairs.",
    )


class Training(Declared):
    """How the weights of the comparisons are learnt."""

    seed: int = Field(1, ge=0)
    pairs: int = Field(
        1_000_000, ge=1000, description="Random pairs that show chance agreement."
    )
    recall: Probability = Field(
        0.7,
        description="Share of true pairs that agree on an identifier, or on names and "
        "date of birth; the number of true pairs is estimated from it.",
    )


class Thresholds(Declared):
    """From which match probability on pairs are links, and which are looked at."""

    link: Probability = Field(0.95, description="Pairs from here on are linked.")
    review: Probability = Field(
        0.5, description="Pairs from here to `link` go to clerical review."
    )
    table: tuple[Probability, ...] = Field(
        (0.5, 0.8, 0.9, 0.95, 0.99, 0.999),
        description="Thresholds that the report compares.",
    )


class Outcome(Declared):
    """What a link means for a record of the first file."""

    label: str = Field(description="Such as `proven reoffending`.")
    column: str = Field(
        "", description="Column of the second file; empty: any link is the outcome."
    )
    values: tuple[str, ...] = Field(
        (), description="Values of the column that are the outcome."
    )
    key: str = Field(
        "",
        description="Column of a study's data that names the case (default: the first "
        "file's id).",
    )


class LinkageFile(Declared):
    """A whole linkage file."""

    linkage: Header
    files: dict[Name, FileSpec] = Field(
        min_length=1,
        max_length=2,
        description="One file: duplicates in it. Two: the first linked to the second.",
    )
    fields: dict[Name, FieldSpec] = Field(default_factory=dict)
    blocking: Blocking = Blocking()
    training: Training = Training()
    thresholds: Thresholds = Thresholds()
    outcome: Outcome | None = None

    @property
    def two_files(self) -> bool:
        return len(self.files) == 2

    def field_names(self) -> tuple[str, ...]:
        """The fields that every file has, in the order of the first."""
        specs = list(self.files.values())
        return tuple(
            name for name in specs[0].fields if all(name in s.fields for s in specs)
        )

    def role(self, name: str) -> Role:
        """The role of a field that was checked to have one."""
        spec = self.fields.get(name)
        role = spec.role if spec and spec.role else name
        return role  # type: ignore[return-value]

    def open_columns(self, name: str) -> tuple[str, ...]:
        """The columns of a file that say nothing of who a person is."""
        spec = self.files[name]
        columns = [*spec.groups, *spec.carry]
        if self.outcome and self.outcome.column and name == list(self.files)[-1]:
            columns.append(self.outcome.column)
        return tuple(dict.fromkeys(columns))

    def of_role(self, role: Role) -> list[str]:
        return [name for name in self.field_names() if self.role(name) == role]
