"""What `probata audit` does, from files to a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from probata.declarations import suggest
from probata.errors import AuditError, UserError
from probata.publication.audit.columns import ROLES, Role
from probata.publication.audit.names import read_names
from probata.publication.audit.read_source import read_bytes, read_sources
from probata.publication.audit.report import count_level, write_lines, write_record
from probata.publication.audit.run import Options, audit_sources
from probata.publication.audit.source import Source


def audit_files(
    paths: Sequence[Path],
    columns: Sequence[str],
    percent_of: str | None,
    cases: int | None,
    names: Path | None,
) -> tuple[dict[str, Any], list[str], int]:
    """The report, as a record and as lines, and the exit code: 0 where no error is found."""
    roles = _read_roles(columns)
    sources = read_sources(paths)
    _refuse_unknown(roles, sources)
    options = Options(
        columns=roles,
        of_total=None if percent_of is None else percent_of == "total",
        cases=cases,
        names=None if names is None else read_names(str(names), read_bytes(names)),
    )
    audits = audit_sources(sources, options)
    code = AuditError.exit_code if count_level(audits, "error") else 0
    return write_record(audits) | {"exit_code": code}, write_lines(audits), code


def _read_roles(columns: Sequence[str]) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    for item in columns:
        role, found, heading = item.partition("=")
        if not found or role.strip() not in ROLES or not heading.strip():
            raise UserError(
                f"--column {item}: write ROLE=HEADING. {suggest(role.strip(), ROLES)}"
            )
        roles[heading.strip()] = cast(Role, role.strip())
    return roles


def _refuse_unknown(roles: dict[str, Role], sources: Sequence[Source]) -> None:
    cells = {
        cell.casefold(): cell
        for source in sources
        for grid in source.grids
        for row in grid.rows[:30]
        for cell in row
        if cell
    }
    for heading in roles:
        if heading.casefold() not in cells:
            near = suggest(heading, list(cells.values())[:200])
            raise UserError(f"--column: no table has the heading `{heading}`. {near}")
