"""What must hold within a row, between the rows of a case and of a person, and of a list."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from probata.cohort.case_list_file import CaseListFile, DateOrder
from probata.cohort.findings import Finding, Rows
from probata.cohort.list_columns import (
    Bools,
    Coded,
    Days,
    Ints,
    ListColumn,
    Numbers,
    Several,
)
from probata.cohort.places import Places
from probata.tabular.date_forms import date_of

EXCEL_ROWS = 1_048_576
OLD_EXCEL_ROWS = 65_536
Columns = Mapping[str, ListColumn]
Headers = Mapping[str, str]


def check_length(last_row: int) -> Iterator[Finding]:
    """A list that ends exactly where a spreadsheet must end was probably cut there."""
    if last_row in (EXCEL_ROWS, OLD_EXCEL_ROWS):
        yield Finding(
            "row_limit",
            "",
            np.asarray([last_row], dtype=np.int32),
            f"the list stops at row {last_row:,}, the most that a sheet of Excel holds; "
            "cases below it are probably lost.",
            "Export the list as CSV, or in parts, without opening it in Excel.",
            "accept",
        )


def check_orders(
    file: CaseListFile, columns: Columns, headers: Headers, numbers: Rows
) -> Iterator[Finding]:
    """Dates of which the declared earlier one comes later."""
    for order in file.orders:
        earlier, later = columns.get(order.earlier), columns.get(order.later)
        if not (isinstance(earlier, Days) and isinstance(later, Days)):
            continue
        wrong = earlier.known & later.known & ~_in_order(earlier, later, order)
        if wrong.any():
            first, second = headers[order.earlier], headers[order.later]
            years = order.at_least_years
            after = f"less than {years} years after" if years else "before"
            yield Finding(
                "order",
                second,
                numbers[wrong],
                f"the date is {after} that in `{first}`, but {order.reason}.",
                "Put one of the two dates right.",
                "set_aside",
            )


def _in_order(earlier: Days, later: Days, order: DateOrder) -> Bools:
    if not order.at_least_years:
        return np.asarray(earlier.day <= later.day)
    distinct, back = np.unique(earlier.day, return_inverse=True)
    moved = [_years_later(int(day), order.at_least_years) for day in distinct]
    return np.asarray(np.asarray(moved, dtype=np.int32)[back] <= later.day)


def _years_later(day: int, years: int) -> int:
    """The same day some years later; 29 February becomes 1 March where there is none."""
    date = date_of(day)
    try:
        moved = date.replace(year=date.year + years)
    except ValueError:
        moved = datetime.date(date.year + years, 3, 1)
    return day + (moved - date).days


def check_regions(
    columns: Columns, headers: Headers, numbers: Rows, places: Places
) -> Iterator[Finding]:
    """Rows whose region is not that of their unit; the unit is what counts."""
    region, unit = columns.get("region"), columns.get("unit")
    if not (isinstance(region, Coded) and isinstance(unit, Coded)):
        return
    at_region = {place.id: at for at, place in enumerate(places.regions)}
    home = [at_region[places.region_of(item).id] for item in places.units]
    expected = np.asarray(home, dtype=np.int32)[unit.index]
    wrong = region.known & unit.known & (region.index != expected)
    if wrong.any():
        yield Finding(
            "region",
            headers["region"],
            numbers[wrong],
            f"the region is not that of the unit in `{headers['unit']}`; the unit counts.",
            "Ask which of the two is right.",
            "note",
        )


def check_sameness(
    file: CaseListFile,
    columns: Columns,
    headers: Headers,
    numbers: Rows,
    groups: Mapping[str, Ints],
) -> Iterator[Finding]:
    """Facts that differ between rows of one person, or of one sentence of a person.

    `groups` numbers the people (`person`) and their sentences (`case`) by row, -1 where
    an identifier could not be read.
    """
    for name, column in columns.items():
        about = file.fields[name].about
        if about == "requirement" or name in ("crn", "event_number"):
            continue
        differing = _differing(column, groups[about])
        if differing.any():
            whose = "person" if about == "person" else "sentence of one person"
            yield Finding(
                "different_facts",
                headers[name],
                numbers[differing],
                f"rows of the same {whose} (`{headers['crn']}`"
                + ("" if about == "person" else f" and `{headers['event_number']}`")
                + ") hold different facts here.",
                "Find out which one is right and give it in all of these rows.",
                "set_aside",
            )


def _differing(column: ListColumn, group: Ints) -> Bools:
    """(n,) true for every row of a group in which known values differ."""
    values, known = _comparable(column)
    use = known & (group >= 0)
    highest = int(group.max(initial=-1)) + 1
    least = np.full(highest, np.inf)
    most = np.full(highest, -np.inf)
    np.minimum.at(least, group[use], values[use])
    np.maximum.at(most, group[use], values[use])
    bad = np.append(least < most, False)  # group -1 is the last: never bad
    return np.asarray(bad[group])


def _comparable(column: ListColumn) -> tuple[NDArray[np.float64], Bools]:
    if isinstance(column, Coded):
        return column.index.astype(np.float64), column.known
    if isinstance(column, Days):
        return column.day.astype(np.float64), column.known
    if isinstance(column, Numbers):
        return column.value, column.known
    assert not isinstance(column, Several)
    raise TypeError(type(column))


def check_identities(
    columns: Columns, headers: Headers, numbers: Rows, person: Ints
) -> Iterator[Finding]:
    """Two case reference numbers that share a police or prison number."""
    for name in ("pnc_id", "noms_number"):
        column = columns.get(name)
        if not isinstance(column, Coded):
            continue
        shared = _differing(
            Coded(("",), person), np.where(column.known, column.index, -1)
        )
        if shared.any():
            yield Finding(
                "shared_identity",
                headers[name],
                numbers[shared],
                f"different people (`{headers['crn']}`) share this number; they are "
                "counted as different people.",
                "Ask the unit whether they are one person under two numbers.",
                "note",
            )
