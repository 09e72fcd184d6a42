"""The shape of `joins.toml`: which columns of other files come beside each case."""

from __future__ import annotations

from pydantic import Field

from probata.declarations import Declared


class JoinedFile(Declared):
    """A file with at most one row for each value of `key`.

    `on` is the column of the cases that holds the same value; several cases may share it,
    as those of one practitioner do. `take` names the new columns and where they are from.
    """

    key: str
    on: str
    take: dict[str, str] = Field(min_length=1)


class JoinedCases(Declared):
    """`id` is the identifier of the cases, one row each; `keep` their columns that stay."""

    id: str = "case_id"
    keep: tuple[str, ...]


class JoinFile(Declared):
    """Names of `files` are those that the command line gives paths for."""

    cases: JoinedCases
    files: dict[str, JoinedFile] = Field(min_length=1)
