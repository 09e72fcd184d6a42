"""Reads the facts that OGRS3 needs from a file of people.

    read_people(path, headers, pad_codes) -> PeopleFile

The columns are `problems.FIELDS` by name; `date_of_first_sanction` may stand for
`age_at_first_sanction`, and `offence` (one of `coefficients.OFFENCES`) for `offence_code`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from probata.declarations import suggest
from probata.errors import DataError, Fault
from probata.risk.coefficients import OFFENCES, read_offence_codes
from probata.risk.people import (
    NEEDS_DETAILS,
    NO_WEIGHT,
    WRONG_FORMAT,
    People,
)
from probata.risk.problems import FIELDS
from probata.tabular.files import SPREADSHEETS, read_file
from probata.tabular.given import Given, month_first_faults, read_cells, read_days
from probata.tabular.parquet_rows import read_parquet
from probata.tabular.raw import RawRows

READERS = {**SPREADSHEETS, ".parquet": read_parquet}
INSTEAD = {
    "age_at_first_sanction": "date_of_first_sanction",
    "offence_code": "offence",
}
KNOWN = (*FIELDS, *INSTEAD.values(), "id")
SEX = {"m": 0, "male": 0, "f": 1, "female": 1}
DIGITS = 5
_WHOLE = re.compile(r"(-?[0-9]{1,9})(?:\.0+)?")


@dataclass(frozen=True)
class PeopleFile:
    """A file as read. `headers`: the column of each fact that it gives, and of `id`."""

    rows: RawRows
    people: People
    headers: Mapping[str, str]

    @property
    def id_header(self) -> str | None:
        return self.headers.get("id")

    @property
    def field_headers(self) -> tuple[str, ...]:
        """The columns in the order of `problems.FIELDS`."""
        return tuple(
            self.headers.get(INSTEAD.get(field, ""), self.headers.get(field, ""))
            for field in FIELDS
        )


def read_people(
    path: Path, headers: Mapping[str, str], pad_codes: bool = False
) -> PeopleFile:
    """Read a CSV, XLSX or Parquet file; `headers` maps a field to its column's name.

    `pad_codes` puts back the leading zeros that a spreadsheet drops from offence codes.
    Raises InputMissing and DataError, the latter also where a column is absent, both
    ways of giving a fact are present, or a date column has American dates.
    """
    rows = read_file(path, READERS)
    at = _find_columns(rows, headers)
    days = [header for field, header in at.items() if field.startswith("date")]
    if faults := month_first_faults(rows, days):
        raise DataError(f"{rows.name}: American dates are not read.", faults)
    by_date = "date_of_first_sanction" in at
    people = People(
        sex=_read(rows, at["sex"], _sex),
        birth=read_days(rows.columns[at["date_of_birth"]]),
        conviction=read_days(rows.columns[at["date_of_current_conviction"]]),
        followup=read_days(rows.columns[at["date_at_start_of_followup"]]),
        sanctions=_read(rows, at["n_sanctions"], _whole),
        first=read_days(rows.columns[at["date_of_first_sanction"]])
        if by_date
        else _read(rows, at["age_at_first_sanction"], _age),
        offence=_read(rows, at["offence"], _kind)
        if "offence" in at
        else _read(rows, at["offence_code"], _padded if pad_codes else _code),
        first_is_date=by_date,
    )
    return PeopleFile(rows, people, at)


def _find_columns(rows: RawRows, headers: Mapping[str, str]) -> dict[str, str]:
    """Field -> header. A header that is named must be there; others go by their name."""
    faults = [
        Fault(rows.name, f"has no column `{header}`.", suggest(header, rows.columns))
        for header in headers.values()
        if header not in rows.columns
    ]
    loose = {re.sub(r"[\W_]+", "_", name).lower(): name for name in rows.columns}
    at = {name: loose[name] for name in KNOWN if name in loose}
    if "id" not in headers and "case_id" in loose:
        at["id"] = loose["case_id"]
    for field in headers:
        at.pop(_other_way(field), None)
    at |= {field: name for field, name in headers.items() if name in rows.columns}
    for field in FIELDS:
        other = INSTEAD.get(field)
        if field in at and other in at:
            problem = f"has both `{field}` and `{other}`."
            mend = f"Say which to use: --column {field}={at[field]}, for one."
            faults.append(Fault(rows.name, problem, mend))
        if field not in at and other not in at and field not in headers:
            words = f"`{field}`" + (f" (or `{other}`)" if other else "")
            mend = f"Name the column: --column {field}=HEADER."
            faults.append(Fault(rows.name, f"has no column {words}.", mend))
    if faults:
        raise DataError(f"{rows.name}: OGRS3 cannot be computed.", faults)
    return at


def _other_way(field: str) -> str:
    """The field that gives the same fact in another way."""
    pairs = {**INSTEAD, **{other: field for field, other in INSTEAD.items()}}
    return pairs.get(field, "")


def _read(rows: RawRows, header: str, read: Callable[[str], int | None]) -> Given:
    return read_cells(rows.columns[header], read)


def _sex(text: str) -> int | None:
    return SEX.get(text.lower())


def _whole(text: str) -> int | None:
    found = _WHOLE.fullmatch(text)
    return int(found[1]) if found else None


def _age(text: str) -> int | None:
    age = _whole(text)
    return age if age is not None and age >= 0 else None


def _code(text: str) -> int:
    if len(text) != DIGITS:
        return WRONG_FORMAT
    found = read_offence_codes().get(text, NO_WEIGHT)
    if isinstance(found, int):
        return found
    return NEEDS_DETAILS if found == "NEED_DETAILS_OF_EXACT_OFFENCE" else NO_WEIGHT


def _padded(text: str) -> int:
    return _code(text.zfill(DIGITS) if text.isdecimal() else text)


def _kind(text: str) -> int:
    name = re.sub(r"[\W_]+", "_", text).lower()
    return OFFENCES.index(name) if name in OFFENCES else NO_WEIGHT
