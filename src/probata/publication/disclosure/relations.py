"""What tables, figures and listings tell about numbers of cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from probata.analysis.results import Cross, ListingResult, ListingRow, add_counts
from probata.dataset.combinations import Gap, Value, combine_values, depends_on
from probata.publication.disclosure.linear import Form, negate
from probata.publication.disclosure.risks import Kind
from probata.publication.disclosure.tables import Cell
from probata.publication.disclosure.told import Forms, Told, cells_of, number


def tell_counts(told: Told) -> None:
    """Totals, frequencies and crosses of one outcome."""
    _tell_total(told)
    for name in told.results.frequencies:
        _tell_frequency(told, name)
    for cross in told.results.crosses:
        _tell_cross(told, cross)


def tell_listings(told: Told) -> None:
    """Listings, of all cases whatever their outcome."""
    for listing in told.results.listings:
        _tell_listing(told, listing)


def follow_derivations(told: Told) -> None:
    """Tie the variables of tables to those that they follow from."""
    for name in told.results.frequencies:
        _follow_derivation(told, name)


def _tell_total(told: Told) -> None:
    told.add_table([])
    total, forms = told.results.total, told.forms(())
    told.tell_exactly(forms.n, total.n)
    group = told.note_group("all cases", forms, total.n, total.positive)
    if told.at_risk(group) or told.beside_earlier:
        name = ("total", "positive")
        told.tell(forms.positive, total.positive, *name, rounded=False)
    else:
        told.tell_exactly(forms.positive, total.positive)


def _tell_frequency(told: Told, name: str) -> None:
    frequency = told.results.frequencies[name]
    names = told.learn([name])
    told.add_table(names)
    for item in frequency.categories:
        values: dict[str, Value] = {name: item.category}
        forms = told.by_outcome(values, *_cells(told, values))
        told.tell_share(forms, item, "frequency", name, item.category)
        if names:  # of the outcome itself each case has the same, as it must
            about = told.label(name, item.category)
            told.note_group(about, forms, item.n, item.positive, of=names)
    gaps = []
    said = [item.reason for item in frequency.missing]
    for value in told.tables.gaps(name) if names else ():
        if isinstance(value, Gap) and value.reason not in said:
            told.tell_exactly(told.forms(*cells_of({name: [value]})).n, 0)
    for gap in frequency.missing if names else ():
        gaps += cells_of({name: [Gap(gap.reason)]})
        forms = told.forms(gaps[-1])
        told.tell_share(forms, gap, "missing", name, gap.reason)
        about = f"{told.label(name, None)} ({gap.reason.replace('_', ' ')})"
        told.note_group(about, forms, gap.n, gap.positive, "left_over", of=names)
    if len(gaps) > 1:
        n = add_counts(item.n for item in frequency.missing)
        positive = add_counts(item.positive for item in frequency.missing)
        about = told.label(name, None)
        told.note_group(about, told.forms(*gaps), n, positive, "left_over", of=names)


def _cells(
    told: Told, values: Mapping[str, Value]
) -> list[tuple[tuple[str, Value], ...]]:
    """The one cell of these values, leaving the outcome aside."""
    return cells_of(
        {name: [value] for name, value in values.items() if name != told.outcome}
    )


def _tell_cross(told: Told, cross: Cross) -> None:
    names = told.learn([cross.variable, cross.by])
    told.add_table(names)
    for cell in cross.cells:
        values: dict[str, Value] = {
            cross.variable: cell.category,
            cross.by: cell.by_category,
        }
        forms = told.by_outcome(values, *_cells(told, values))
        where = (cross.variable, cross.by, cell.category, cell.by_category)
        told.tell_share(forms, cell, "cross", *where)
        if len(names) == len(values):
            about = " and ".join(told.label(*item) for item in values.items())
            told.note_group(about, forms, cell.n, cell.positive, of=names)
    if told.costs is not None and len(names) > 1:
        _note_left_over(told, cross)


def _note_left_over(told: Told, cross: Cross) -> None:
    """What is left of each margin of a cross: cases without a value of the other variable."""
    for name, other in ((cross.variable, cross.by), (cross.by, cross.variable)):
        frequency = told.results.frequencies.get(name)
        gaps = told.tables.gaps(other)
        if frequency is None or not gaps:
            continue
        for item in frequency.categories:
            inside = [
                cell
                for cell in cross.cells
                if item.category
                == (cell.category if name == cross.variable else cell.by_category)
            ]
            n = number(item.n) - sum(number(cell.n) for cell in inside)
            positive = number(item.positive) - sum(
                number(cell.positive) for cell in inside
            )
            cells = cells_of({name: [item.category], other: gaps})
            about = f"{told.label(name, item.category)} and {told.label(other, None)}"
            told.note_group(
                about, told.forms(*cells), n, positive, "left_over", of=(name, other)
            )


# --- listings -------------------------------------------------------------------------


def _tell_listing(told: Told, listing: ListingResult) -> None:
    """A listing counts all cases, also those whose outcome is missing."""
    names = told.learn(listing.variables)
    rows = [_row_values(told, listing, row) for row in listing.rows]
    present = {
        cell: None
        for values in rows
        for cell in cells_of({name: values[name] for name in names})
    }
    told.tables.add(names, present)
    for cell in told.tables.tables[tuple(sorted(names))]:
        if cell not in present:  # a cross counts it, and the listing has no row of it
            told.system.equate(told.tables.every(cell), 0)
    seen: dict[tuple[object, ...], None] = {}
    for index, (row, values) in enumerate(zip(listing.rows, rows, strict=True)):
        cells = cells_of({name: values[name] for name in names})
        single = {name: options[0] for name, options in values.items()}
        form = _count_row(told, single, cells)
        told.tell(form, row.n, "listing", listing.id, str(index), "n")
        told.system.at_most.append((negate(form), -1))  # a row that is there has a case
        about = " and ".join(told.label(*item) for item in single.items())
        kind: Kind = "left_over" if None in row.categories else "listed"
        told.note_group(
            about, Forms(form, {}, {}), row.n, None, kind, of=listing.variables
        )
        seen[(*cells, single.get(told.outcome))] = None
    if told.outcome in listing.variables:
        _tell_absent(told, names, rows, seen)


def _row_values(
    told: Told, listing: ListingResult, row: ListingRow
) -> dict[str, Sequence[Value]]:
    """The values that a row may stand for: any reason where there is none."""
    found: dict[str, Sequence[Value]] = {}
    for name, category in zip(listing.variables, row.categories, strict=True):
        if category is not None:
            found[name] = [category]
        elif name == told.outcome:
            found[name] = [Gap("unknown")]
        else:
            found[name] = told.tables.gaps(name) or [Gap("unknown")]
    return found


def _count_row(told: Told, values: Mapping[str, Value], cells: Sequence[Cell]) -> Form:
    if told.outcome not in values:
        return told.tables.every(*cells)
    if isinstance(values[told.outcome], Gap):
        return told.tables.count(cells, ["unknown"])
    return told.by_outcome(values, *cells).n


def _tell_absent(
    told: Told,
    names: Sequence[str],
    rows: Sequence[Mapping[str, Sequence[Value]]],
    seen: Mapping[tuple[object, ...], None],
) -> None:
    """A row that could be there and is not has no case."""
    for values in rows:
        cells = cells_of({name: values[name] for name in names})
        for category in told.study.codebook.category_ids(told.outcome):
            if (*cells, category) not in seen:
                absent: dict[str, Value] = {told.outcome: category}
                told.system.equate(told.by_outcome(absent, *cells).n, 0)


# --- derived variables ----------------------------------------------------------------


def _follow_derivation(told: Told, name: str) -> None:
    """Tie a variable to those that it is derived from, or that decide who is asked it."""
    gaps = {
        variable: [value.reason for value in values if isinstance(value, Gap)]
        for variable, values in told.tables.values.items()
    }
    book, tables = told.study.codebook, told.tables
    if not any(item in tables.values for item in depends_on(name, book)):
        return
    found = combine_values(name, book, gaps)
    if found is None or told.outcome in found.variables:
        told.unlinked.append(name)
        return
    rows = [
        row
        for row in found.rows
        if all(
            value in tables.values[item]
            for item, value in zip(found.variables, row, strict=True)
            if item in tables.values
        )
    ]
    for at, item in enumerate(found.variables):
        if item not in tables.values:
            tables.values[item] = list(dict.fromkeys(row[at] for row in rows))
    tables.add(found.variables, _as_cells(found.variables, rows))


def _as_cells(
    names: Sequence[str], rows: Sequence[Sequence[Value]]
) -> Iterator[tuple[tuple[str, Value], ...]]:
    for row in rows:
        yield tuple(sorted(zip(names, row, strict=True), key=lambda pair: pair[0]))
