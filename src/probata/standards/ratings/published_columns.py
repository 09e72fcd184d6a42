"""How the columns of a published list of ratings are read: a file that maps them.

read_columns(path, framework) -> PublishedList
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from probata.declarations import (
    Declared,
    Finding,
    Place,
    build_declared,
    read_declaration,
    suggest,
)
from probata.errors import DeclarationError, InputMissing
from probata.standards.framework import Framework
from probata.standards.rating import NOT_ASSESSED
from probata.standards.ratings.rate import require_ratings

FOLDER = Path(__file__).parent.parent / "published"


class Score(Declared):
    """The column of the score: per cent of the highest possible, rounded to `digits`."""

    column: str
    digits: int = Field(default=2, ge=0, le=6)


class StandardColumn(Declared):
    """A column of grades, and the standards it can stand for, of which it shows one."""

    column: str
    standards: tuple[str, ...] = Field(min_length=1)


class PublishedList(Declared):
    """The columns of a published list.

    `grades` gives the grade that each word of the list means, or `not_assessed`; case and
    spaces around it make no difference. `score` and `standards` may be absent.
    """

    framework: str
    title: str
    unit: str
    overall: str
    score: Score | None = None
    standards: tuple[StandardColumn, ...] = ()
    grades: dict[str, str] = Field(min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """Every column that is read."""
        score = (self.score.column,) if self.score else ()
        return (
            self.unit,
            self.overall,
            *score,
            *(item.column for item in self.standards),
        )

    def grade(self, text: str) -> str | None:
        """The grade that a cell means; None for words that are no grade."""
        return self._folded.get(text.strip().casefold())

    @property
    def _folded(self) -> dict[str, str]:
        return {key.strip().casefold(): value for key, value in self.grades.items()}


class PublishedFile(Declared):
    """The shape of a file that maps a published list to a framework."""

    published: PublishedList


def read_columns(path: Path | None, framework: Framework) -> PublishedList:
    """The mapping in a file, or the one that comes with Probata for this framework.

    Raises InputMissing, or DeclarationError with every fault.
    """
    packaged = FOLDER / f"{framework.id}.toml"
    if path is None and not packaged.exists():
        raise InputMissing(
            f"No mapping of published ratings comes with Probata for {framework.id}. "
            "Name one with --columns."
        )
    declaration = read_declaration(path or packaged)
    columns = build_declared(PublishedFile, declaration).published
    found = list(_findings(columns, framework))
    if found:
        faults = [declaration.fault(*finding) for finding in found]
        raise DeclarationError(f"{declaration.path}: cannot be used.", faults)
    return columns


def _findings(columns: PublishedList, framework: Framework) -> Iterator[Finding]:
    ratings = require_ratings(framework)
    if columns.framework != framework.id:
        yield (
            ("published", "framework"),
            f"is for `{columns.framework}`, not for `{framework.id}`.",
            "Name the framework that the ratings were made under.",
        )
    if ratings.overall is None:
        yield (
            ("published", "overall"),
            f"{framework.id} has no rule for an overall rating.",
            "Declare it under [ratings.overall].",
        )
    grades = [*(grade.id for grade in ratings.grades), NOT_ASSESSED]
    for word, grade in columns.grades.items():
        if grade not in grades:
            place: Place = ("published", "grades", word)
            yield place, f"`{grade}` is not a grade.", suggest(grade, grades)
    rated = [item.id for item in framework.file.standards if item.rated]
    for index, column in enumerate(columns.standards):
        for name in column.standards:
            if name not in rated:
                yield (
                    ("published", "standards", index),
                    f"`{name}` is not a rated standard.",
                    suggest(name, rated),
                )
