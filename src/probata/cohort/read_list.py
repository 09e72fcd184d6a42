"""Reads a case list: every row checked, the rows of one case joined, findings kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from probata.cohort.case_list_file import CaseListFile
from probata.cohort.cells import Cells
from probata.cohort.findings import Finding, Rows, needs_consent, say_count
from probata.cohort.list_columns import (
    Bools,
    CaseList,
    Coded,
    Ints,
    ListColumn,
    Several,
    rank_codes,
    take,
)
from probata.cohort.match_headers import Matched, match_headers
from probata.cohort.places import Places
from probata.cohort.read_cells import read_cells
from probata.cohort.row_checks import (
    check_identities,
    check_length,
    check_orders,
    check_regions,
    check_sameness,
)
from probata.errors import DataError
from probata.tabular.files import read_file


@dataclass(frozen=True)
class _Groups:
    """Rows by person and by sentence, -1 where an identifier could not be read."""

    person: Ints
    case: Ints


def read_case_list(path: Path, file: CaseListFile, places: Places) -> CaseList:
    """Read and check a case list; what cannot be used is set aside and told.

    A case of which one row is set aside is set aside whole. Raises DataError where no
    row can be used at all or a needed column is missing; see `demand_consent`.
    """
    raw = read_file(path)
    matched = match_headers(raw, file)
    columns: dict[str, ListColumn] = {}
    findings: list[Finding] = list(check_length(int(raw.numbers[-1])))
    for name, column in matched.columns.items():
        cells = Cells(
            matched.headers[name], file.fields[name], file, column, raw.numbers
        )
        columns[name], found = read_cells(cells, places)
        findings += found
    groups = _group(columns)
    findings += _check_rows(file, columns, matched, raw.numbers, groups, places)
    aside = _set_aside(findings, raw.numbers, groups.case)
    if aside.all():
        raise DataError(
            f"{raw.name}: no row can be used.",
            [item.fault for item in needs_consent(findings)],
        )
    case = np.where(aside, -1, groups.case)
    rows, first, count = _rows_by_case(case, columns, raw.numbers)
    person = groups.person[rows[first]]
    return CaseList(
        raw.name,
        raw.sha256,
        file,
        len(first),
        {
            name: _join_rows(column, rows, first, count)
            for name, column in columns.items()
        },
        np.unique(person, return_inverse=True)[1].astype(np.int32),
        raw.numbers[rows[first]],
        count.astype(np.int32),
        raw.n,
        raw.numbers[aside],
        matched.synthetic,
        tuple(findings),
        matched.ignored,
    )


def demand_consent(cases: CaseList) -> None:
    """Raise DataError with every finding that the user has not yet agreed to."""
    open_findings = needs_consent(cases.findings)
    if open_findings:
        raise DataError(
            f"{cases.name}: {say_count(len(open_findings), 'thing')} to put right. "
            "`probata cohort select --set-aside` goes on with the rest: "
            f"{cases.rows_set_aside:,} of {cases.rows_read:,} rows would be set aside "
            "and listed.",
            [item.fault for item in open_findings],
        )


def _group(columns: Mapping[str, ListColumn]) -> _Groups:
    crn, event = columns["crn"], columns["event_number"]
    assert isinstance(crn, Coded) and isinstance(event, Coded)
    both = crn.known & event.known
    pairs = crn.index.astype(np.int64) * max(len(event.codes), 1) + event.index
    case = np.full(len(pairs), -1, dtype=np.int32)
    case[both] = np.unique(pairs[both], return_inverse=True)[1]
    return _Groups(crn.index, case)


def _check_rows(
    file: CaseListFile,
    columns: Mapping[str, ListColumn],
    matched: Matched,
    numbers: Rows,
    groups: _Groups,
    places: Places,
) -> list[Finding]:
    headers = matched.headers
    by = {"person": groups.person, "case": groups.case}
    return [
        *check_orders(file, columns, headers, numbers),
        *check_sameness(file, columns, headers, numbers, by),
        *check_regions(columns, headers, numbers, places),
        *check_identities(columns, headers, numbers, groups.person),
        *_repeated(matched, headers, numbers, groups.case),
    ]


def _repeated(
    matched: Matched, headers: Mapping[str, str], numbers: Rows, case: Ints
) -> list[Finding]:
    """Rows that are the same in every column that is read; they count once."""
    keys = np.stack([column.index for column in matched.columns.values()], axis=1)
    packed = np.ascontiguousarray(keys).view(
        np.dtype((np.void, keys.itemsize * keys.shape[1]))
    )
    first = np.unique(packed.ravel(), return_index=True)[1]
    again = np.ones(len(case), dtype=bool)
    again[first] = False
    again &= case >= 0
    if not again.any():
        return []
    return [
        Finding(
            "repeated_row",
            headers["crn"],
            numbers[again],
            "the row repeats an earlier one in every column that is read; it counts once.",
            "Nothing needs to be done.",
            "note",
        )
    ]


def _set_aside(findings: list[Finding], numbers: Rows, case: Ints) -> Bools:
    """(n,) rows that a finding sets aside, with all other rows of their case."""
    rows = [item.rows for item in findings if item.consequence == "set_aside"]
    aside = (
        np.isin(numbers, np.concatenate(rows)) if rows else np.zeros(len(case), bool)
    )
    aside = aside | (case < 0)
    hit = np.zeros(int(case.max(initial=-1)) + 2, dtype=bool)  # the last is for -1
    hit[case[aside]] = True
    return np.asarray(hit[case] | aside)


def _rows_by_case(
    case: Ints, columns: Mapping[str, ListColumn], numbers: Rows
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Usable rows sorted by identity, where each case starts among them, its row count.

    Sorted by CRN and event, so that the order of rows in the file makes no difference.
    """
    crn, event = columns["crn"], columns["event_number"]
    assert isinstance(crn, Coded) and isinstance(event, Coded)
    rows = np.flatnonzero(case >= 0)
    keys = (numbers, rank_codes(event), rank_codes(crn))
    rows = rows[np.lexsort([key[rows] for key in keys])]
    new = np.flatnonzero(np.diff(case[rows], prepend=-1))
    return rows, new, np.diff(np.append(new, len(rows)))


def _join_rows(
    column: ListColumn,
    rows: NDArray[np.intp],
    first: NDArray[np.intp],
    count: NDArray[np.intp],
) -> ListColumn:
    """One value a case: the codes of all its rows, else the first known value."""
    if isinstance(column, Several):
        return Several(column.codes, np.logical_or.reduceat(column.has[rows], first))
    known = column.known[rows]
    place = np.where(known, np.arange(len(rows)), len(rows))
    found = np.minimum.reduceat(place, first)
    return take(column, rows[np.where(found < len(rows), found, first)])
