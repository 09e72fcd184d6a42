"""Checks raw rows against a codebook and makes cases of them; reports all faults together.

check_rows(raw, codebook) -> Cases
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from probata.conditions import Bools
from probata.dataset.codebook import Codebook, Variable
from probata.dataset.columns import Cases, Coded, Column, Measured, Source
from probata.dataset.derive import NO_BAND, UNKNOWN, band_column, derive_column
from probata.dataset.order import reading_order, sources_of
from probata.dataset.places import Places
from probata.dataset.read_column import Reading, read_column
from probata.dataset.routing import apply_routing
from probata.errors import DataError, Fault
from probata.tabular.raw import RawRows

SHOWN_COLUMNS = 12


@dataclass
class _Work:
    """What is known so far, in reading order."""

    raw: RawRows
    codebook: Codebook
    columns: dict[str, Column] = field(default_factory=dict)
    wrong: dict[str, Bools] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)

    def places(self, name: str) -> Places:
        column = column_name(name, self.codebook[name])
        return Places(column, self.raw.numbers, self.faults.setdefault(name, []))


def check_rows(raw: RawRows, codebook: Codebook) -> Cases:
    """Check every cell and give every variable its typed column.

    An optional variable whose column is absent is left out, and so is whatever is
    derived from it. A banded or derived variable need not be in the file; where it is,
    it must agree with what follows from the others.

    Raises DataError with the faults of all columns, in the order of the codebook.
    """
    extra = _check_header(raw, codebook)
    work = _Work(raw, codebook)
    for name in reading_order(codebook):
        _read_variable(name, work)
    faults = [
        *extra.faults,
        *(f for name in codebook.variables for f in work.faults.get(name, ())),
    ]
    if faults:
        raise DataError(f"{raw.name}: does not agree with the codebook.", faults)
    columns = {
        name: work.columns[name] for name in codebook.variables if name in work.columns
    }
    source = Source(raw.name, raw.sha256, raw.n, extra.ignored)
    return Cases(raw.n, columns, source, _is_synthetic(columns))


def column_name(name: str, variable: Variable) -> str:
    """The header under which a variable stands in a file."""
    return variable.column or name


@dataclass(frozen=True)
class _Header:
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...]


def _check_header(raw: RawRows, codebook: Codebook) -> _Header:
    expected = {
        column_name(name, item): item for name, item in codebook.variables.items()
    }
    extra = tuple(name for name in raw.columns if name not in expected)
    if len(extra) == len(raw.columns):
        # The names are not repeated: without a header they are a person's values.
        raise DataError(
            f"{raw.name}: none of its {len(extra)} columns is in the codebook. The first "
            "row must hold the column names; is this the right file?"
        )
    follows = {
        *codebook.banded_from,
        *(n for n, v in codebook.declared.items() if v.derive),
    }
    absent = [
        name
        for name, item in codebook.variables.items()
        if not item.optional
        and name not in follows
        and column_name(name, item) not in raw.columns
    ]
    faults = [_absent(raw, name, codebook[name], extra) for name in absent]
    if codebook.header.extra_columns == "ignore":
        return _Header(tuple(faults), extra)
    if extra:
        faults.append(_extra(raw, extra))
    return _Header(tuple(faults), ())


def _absent(raw: RawRows, name: str, variable: Variable, extra: Iterable[str]) -> Fault:
    column = column_name(name, variable)
    near = {item.casefold(): item for item in extra}
    close = difflib.get_close_matches(column.casefold(), near, 1)
    found = near[close[0]] if close else ""
    mend = (
        f'The file has `{found}`: rename it, or declare column = "{found}".'
        if found
        else "Add the column, or declare the variable as optional = true."
    )
    return Fault(f"{raw.name}, header", f"the column `{column}` is missing.", mend)


def _extra(raw: RawRows, extra: tuple[str, ...]) -> Fault:
    shown = ", ".join(f"`{name}`" for name in extra[:SHOWN_COLUMNS])
    more = (
        f" and {len(extra) - SHOWN_COLUMNS} more" if len(extra) > SHOWN_COLUMNS else ""
    )
    return Fault(
        f"{raw.name}, header",
        f"the codebook does not know {shown}{more}.",
        'Declare or delete them, or set extra_columns = "ignore" under [codebook].',
    )


def _read_variable(name: str, work: _Work) -> None:
    variable = work.codebook[name]
    reading = _read_file(name, variable, work)
    follows = name in work.codebook.banded_from or variable.derive is not None
    if follows:
        _follow(name, variable, reading, work)
    elif reading is not None:
        places = work.places(name)
        done = apply_routing(variable, reading, work.columns, work.codebook, places)
        work.columns[name], work.wrong[name] = done.column, done.wrong


def _read_file(name: str, variable: Variable, work: _Work) -> Reading | None:
    cells = work.raw.columns.get(column_name(name, variable))
    if cells is None:
        return None
    return read_column(variable, cells, work.codebook, work.places(name))


def _follow(name: str, variable: Variable, given: Reading | None, work: _Work) -> None:
    """Band or derive a variable; hold the file's own column, if any, against it."""
    banded = name in work.codebook.banded_from
    sources = {work.codebook.source_of(name)} if banded else sources_of(variable)
    if not sources <= set(work.columns):
        if given is not None:
            work.columns[name], work.wrong[name] = given.column, given.wrong
        return
    derived = (
        _banded(name, work)
        if banded
        else derive_column(variable, work.columns, work.codebook)
    )
    wrong = np.any([work.wrong[source] for source in sources], axis=0)
    if given is not None:
        _compare(name, sorted(sources), given, derived, wrong, work)
    work.columns[name], work.wrong[name] = derived, wrong


def _banded(name: str, work: _Work) -> Coded:
    source = work.codebook.source_of(name)
    bands, column = work.codebook[source].bands, work.columns[source]
    assert bands is not None and isinstance(column, Measured)
    coded = band_column(bands, column)
    outside = coded.codes == NO_BAND
    work.places(source).fault(
        outside,
        f"the values lie in no band of `{name}`.",
        "Correct the cells, or widen the first or last band.",
    )
    return Coded(
        np.where(outside, UNKNOWN, coded.codes).astype(np.int16), coded.categories
    )


def _compare(
    name: str,
    sources: list[str],
    given: Reading,
    derived: Coded,
    wrong: Bools,
    work: _Work,
) -> None:
    assert isinstance(given.column, Coded)
    differ = np.maximum(given.column.codes, -1) != np.maximum(derived.codes, -1)
    work.places(name).fault(
        differ & ~wrong & ~given.wrong,
        "disagrees with what follows from "
        + ", ".join(f"`{item}`" for item in sources)
        + ".",
        "Correct one or the other, or leave the column out: it is worked out anyway.",
    )


def _is_synthetic(columns: dict[str, Column]) -> bool:
    column = columns.get("record_source")
    if not isinstance(column, Coded) or "synthetic" not in column.categories:
        return False
    return bool(column.is_category("synthetic").any())
