"""`series.toml`: one study over several releases and framework versions, declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, model_validator

from probata.analysis.study import MAIN, Study
from probata.dataset.codebook import Code
from probata.declarations import (
    Declaration,
    Declared,
    Place,
    build_declared,
    read_declaration,
    suggest,
)
from probata.errors import DeclarationError

Found = tuple[Place, str, str]


class SeriesHeader(Declared):
    """What the series is called, and the study that every release is put to."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    subtitle: str = ""
    date: str = ""
    publisher: str = ""
    licence: str = ""
    study: str = "study.toml"
    synthetic_source: str = ""


class Release(Declared):
    """Rows, their codebook and the framework version that they were judged by.

    `comparison` is what `probata standards compare OLD NEW --json` writes, with the
    framework of the release before; it is needed where that is another.
    """

    id: str
    label: str
    framework: str
    codebook: str
    data: str | None = None
    twin: str | None = None
    comparison: str | None = None

    @model_validator(mode="after")
    def _rows(self) -> Release:
        if (self.data is None) == (self.twin is None):
            raise ValueError("give one of `data` and `twin`")
        return self


class Measure(Declared):
    """A percentage that is followed: of all cases, or where `variable` has a category.

    `questions` are the parts of the framework that it rests on, by their later id.
    """

    id: str
    label: str
    questions: tuple[str, ...] = Field(min_length=1)
    outcome: str = MAIN
    variable: str = ""
    category: Code = ""


class SeriesFile(Declared):
    """The shape of `series.toml`."""

    series: SeriesHeader
    releases: tuple[Release, ...] = Field(min_length=2)
    measures: tuple[Measure, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Series:
    """A series as read, with the folder of its files."""

    folder: Path
    file: SeriesFile
    declaration: Declaration


def read_series(path: Path) -> Series:
    """Read `series.toml`, or that of a folder. Raises with every fault of its own."""
    path = path if path.suffix == ".toml" else path / "series.toml"
    declaration = read_declaration(path)
    file = build_declared(SeriesFile, declaration)
    faults = [declaration.fault(place, *words) for place, *words in _problems(file)]
    if faults:
        raise DeclarationError(f"{path}: cannot be used.", faults)
    return Series(path.parent, file, declaration)


def _problems(file: SeriesFile) -> Iterator[Found]:
    for part in ("releases", "measures"):
        seen: set[str] = set()
        for index, item in enumerate(getattr(file, part)):
            if item.id in seen:
                yield (
                    (part, index, "id"),
                    f"the id `{item.id}` stands twice in {part}.",
                    "Give each an id of its own.",
                )
            seen.add(item.id)
    before = file.releases[0]
    if before.comparison is not None:
        yield (
            ("releases", 0, "comparison"),
            "the first release has none before it to compare with.",
            "Remove it.",
        )
    for index, item in enumerate(file.releases[1:], 1):
        if item.framework != before.framework and item.comparison is None:
            yield (
                ("releases", index),
                (
                    f"`{item.id}` was judged by {item.framework} and `{before.id}` by "
                    f"{before.framework}, and nothing says what that breaks."
                ),
                "Name as `comparison` what `probata standards compare OLD NEW --json` writes.",
            )
        before = item


def check_measures(series: Series, studies: list[Study]) -> None:
    """Raise with every measure that a release's codebook cannot give."""
    faults = []
    for index, item in enumerate(series.file.measures):
        place: Place = ("measures", index)
        for release, study in zip(series.file.releases, studies, strict=True):
            for key, problem, mend in _missing(item, study):
                said = f"release `{release.id}`: {problem}"
                faults.append(series.declaration.fault((*place, key), said, mend))
    if faults:
        path = series.declaration.path
        raise DeclarationError(f"{path}: cannot be used.", faults)


def _missing(item: Measure, study: Study) -> Iterator[tuple[str, str, str]]:
    outcomes = [MAIN, *(other.id for other in study.file.outcomes)]
    if item.outcome not in outcomes:
        yield (
            "outcome",
            f"there is no outcome `{item.outcome}`.",
            suggest(item.outcome, outcomes),
        )
    if not item.variable:
        return
    book = study.codebook
    if item.variable not in book or not book[item.variable].is_categorical:
        yield (
            "variable",
            f"there is no variable `{item.variable}` with categories.",
            suggest(item.variable, book.variables),
        )
    elif item.category not in book.category_ids(item.variable):
        yield (
            "category",
            f"`{item.category}` is not a category of `{item.variable}`.",
            suggest(item.category, book.category_ids(item.variable)),
        )
