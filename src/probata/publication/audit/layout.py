"""From a grid to rows with labels and sets of measures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from probata.publication.audit.cells import (
    Quantity,
    is_empty,
    is_held_back,
    read_counts,
    read_quantity,
)
from probata.publication.audit.columns import Role, find_base, find_level, find_role
from probata.publication.audit.source import Grid

TOTAL = re.compile(
    r"(?:grand |overall )?total|all(?: (?!others?|two|three|four|five|six|of)[a-z]+)?|overall|everyone|whole (?:sample|cohort)",
    re.IGNORECASE,
)
# Beside one of these, `all` is the last of a list: none, one, two, all.
SOME = re.compile(r"none|some|any|one|two|three|half|few|most", re.IGNORECASE)
# `97 (34.5%)`, `1.53 (1.10 to 2.12)`: a number with another, or with its limits.
PAIR = re.compile(
    r"(?P<first>[^()\[\]]*\d[^()\[\]]*?)\s*[(\[](?P<second>[^()\[\]]*\d[^()\[\]]*)[)\]]\S?"
)
LIMITS = re.compile(
    r"\s*[(\[]?\s*(-?[\d.,]+)\s*%?\s*(?:to|,|;|-|\u2013|\u2212|\u2014)\s*(-?[\d.,]+)\s*%?\s*[)\]]?\s*\S?\s*"
)
ESTIMATES: tuple[Role, ...] = ("ratio", "estimate", "percent", "modelled", "mean")
INTERVAL: tuple[Role, ...] = ("ci", "ci_low", "ci_high")
# Columns of words that say something of a row and do not name it.
REMARK = re.compile(r"signific|\bmark|\bnotes?\b|shorthand|\bflag", re.IGNORECASE)
LONGEST = 80  # characters of a cell that is read for two numbers
NO_NAME = re.compile(r"[-\u2010-\u2015.]+|\[[a-z]\]")
Columns = Mapping[Role, int]


@dataclass(frozen=True)
class Measures:
    """Columns that belong together, by role.

    `level` is that of the interval and `base` the n of the whole column, where headings
    state them (`95% CI`, `Men (n = 1,299)`).
    """

    columns: Columns
    level: float | None = None
    base: int | None = None
    proportion: bool = False

    def has(self, *roles: Role) -> bool:
        return all(role in self.columns for role in roles)


@dataclass(frozen=True)
class Row:
    """One row of the body. `group` is what it stands under, `label` what it is itself."""

    number: int
    group: tuple[str, ...]
    label: str
    cells: tuple[str, ...]
    is_total: bool = False

    @property
    def name(self) -> str:
        return ": ".join(item for item in (*self.group, self.label) if item)

    def text(self, measures: Measures, role: Role) -> str:
        at = measures.columns.get(role)
        return "" if at is None else self.cells[at]

    def quantity(self, measures: Measures, role: Role) -> Quantity | None:
        return read_quantity(self.text(measures, role))

    def counts(self, measures: Measures, role: Role) -> tuple[int, ...]:
        return read_counts(self.text(measures, role))

    def n(self, measures: Measures) -> int | None:
        """The row's own number of cases, where it is one whole number."""
        return self.whole(measures, "n")

    def whole(self, measures: Measures, role: Role) -> int | None:
        found = self.counts(measures, role)
        return found[0] if len(found) == 1 else None

    def limits(self, measures: Measures) -> tuple[Quantity, Quantity] | None:
        """Lower and upper limit, from one column or two."""
        if measures.has("ci_low", "ci_high"):
            texts = self.text(measures, "ci_low"), self.text(measures, "ci_high")
        else:
            found = _limits(self.text(measures, "ci"))
            texts = (found[1], found[2]) if found else ("", "")
        low, high = map(read_quantity, texts)
        return (low, high) if low and high else None


@dataclass(frozen=True)
class Table:
    """A table as the checks see it."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    sets: tuple[Measures, ...]

    def where(self, row: Row) -> str:
        if not row.number:
            return self.name
        name = f" ({row.name})" if row.name else ""
        return f"{self.name}, row {row.number}{name}"

    def groups(self) -> dict[tuple[str, ...], list[Row]]:
        """Rows by what they stand under, in order."""
        groups: dict[tuple[str, ...], list[Row]] = {}
        for row in self.rows:
            groups.setdefault(row.group, []).append(row)
        return groups

    def overall(self) -> Row | None:
        """The row for everyone: the only total, or one that is of no group of its own."""
        totals = [row for row in self.rows if row.is_total]
        sizes = Counter(row.group for row in self.rows)
        for row in totals:
            if len(totals) == 1 or not row.group or sizes[row.group] == 1:
                return row
        return None


def lay_out(grid: Grid, named: Mapping[str, Role]) -> Table:
    """Rows and measures of a grid; `named` are roles that a person gave to headings."""
    named = {heading.casefold(): role for heading, role in named.items()}
    split = _split_pairs(grid)
    top = _headings(split, named)
    headings = _join_headings(split.rows[:top])
    body = list(range(top, len(split.rows)))
    roles = _roles(
        headings, [split.rows[at] for at in body if at not in split.bands], named
    )
    first = next((at for at, role in enumerate(roles) if role not in (None, "p")), 0)
    first = first or next((at for at, role in enumerate(roles) if role), len(roles))
    labels = [
        at
        for at in range(first)
        if roles[at] is None
        and any(split.rows[row][at] for row in body)
        and not REMARK.search(headings[at])
    ]
    for at in range(labels[-1] if labels else 0):
        roles[at] = None  # a p before the name of the row is that of its group
    return Table(
        grid.name,
        tuple(headings),
        tuple(_mark_totals(_rows(split, body, labels, first))),
        tuple(_sets(headings, roles)),
    )


def _mark_totals(rows: list[Row]) -> Iterator[Row]:
    listed = {row.group for row in rows if SOME.fullmatch(row.label)}
    for row in rows:
        label = row.label.replace("_", " ")
        total = TOTAL.fullmatch(label) is not None
        if label.lower().startswith("all") and row.group in listed:
            total = False
        yield replace(row, is_total=total)


def _split_pairs(grid: Grid) -> Grid:
    """Columns of `97 (34.5)` or `1.53 (1.10 to 2.12)` as two columns each."""
    if not grid.rows:
        return grid
    top = grid.headers or 1
    double = []
    for at in range(1, len(grid.rows[0])):
        cells = [
            row[at]
            for row in grid.rows[top:]
            if read_quantity(row[at]) or _pair(row[at])
        ]
        pairs = [cell for cell in cells if _pair(cell)]
        if pairs and 2 * len(pairs) > len(cells):
            double.append(at)
    if not double:
        return grid
    rows = [
        tuple(
            text
            for at, cell in enumerate(row)
            for text in (_halves(cell, number < top) if at in double else (cell,))
        )
        for number, row in enumerate(grid.rows)
    ]
    return Grid(grid.name, tuple(rows), grid.numbers, grid.headers, grid.bands)


def _pair(cell: str) -> re.Match[str] | None:
    return PAIR.fullmatch(cell) if len(cell) <= LONGEST else None


def _limits(cell: str) -> re.Match[str] | None:
    return LIMITS.fullmatch(cell) if len(cell) <= LONGEST else None


def _halves(cell: str, heading: bool) -> tuple[str, str]:
    if not heading:
        found = _pair(cell)
        return (found["first"], found["second"]) if found else (cell, "")
    found = re.fullmatch(r"(.+?)[,;/]?\s*[(\[](.*)[)\]]", cell)
    if found and find_role(found[2]) and not find_base(cell):
        return found[1], found[2]
    return f"{cell} (n)", f"{cell} (%)"


def _headings(grid: Grid, named: Mapping[str, Role]) -> int:
    """How many rows of headings: as marked, else up to the row that names most measures."""
    if grid.headers is not None:
        return grid.headers
    best, most = 1, 0
    for at, row in enumerate(grid.rows[:30]):
        named_here = [named.get(cell.casefold()) or find_role(cell) for cell in row[1:]]
        found = sum(1 for role in named_here if role)
        numbers = sum(1 for cell in row if read_quantity(cell))
        if found > max(most, numbers):
            best, most = at + 1, found
    return best


def _join_headings(rows: Sequence[Sequence[str]]) -> list[str]:
    """One heading a column; what stands above it comes first, once."""
    joined = []
    for column in zip(*rows, strict=True):
        joined.append(" ".join(dict.fromkeys(cell for cell in column if cell)))
    return joined


def _roles(
    headings: list[str], body: list[tuple[str, ...]], named: Mapping[str, Role]
) -> list[Role | None]:
    roles: list[Role | None] = []
    for at, heading in enumerate(headings):
        given = named.get(heading.strip().casefold())
        if given:
            roles.append(None if given in ("label", "other") else given)
            continue
        role = find_role(heading) if at else None
        cells = [
            row[at]
            for row in body
            if not is_empty(row[at]) and not is_held_back(row[at])
        ]
        fitting = sum(1 for cell in cells if _fits(cell, role))
        roles.append(role if role and 2 * fitting >= len(cells) else None)
    # Two counts of cases side by side before anything else: the first is a label.
    for at in range(1, len(roles) - 1):
        if (
            roles[at] == roles[at + 1] == "n"
            and not any(roles[:at])
            and headings[at].lower().startswith("number of")
        ):
            roles[at] = None
    return roles


def _fits(cell: str, role: Role | None) -> bool:
    if role == "ci":
        return _limits(cell) is not None
    if role in ("n", "count"):
        return bool(read_counts(cell))
    return read_quantity(re.sub(r"^p\s*", "", cell)) is not None


def _sets(headings: list[str], roles: list[Role | None]) -> list[Measures]:
    """Columns from left to right; a role that comes again begins a new set.

    So does an estimate after an interval, which belongs to the estimate before it.
    """
    sets: list[dict[Role, int]] = [{}]
    for at, role in enumerate(roles):
        if role is None:
            continue
        after = role in ESTIMATES and any(item in sets[-1] for item in INTERVAL)
        if role in sets[-1] or after:
            sets.append({})
        sets[-1][role] = at
    found = []
    for columns in sets:
        if not columns:
            continue
        texts = [headings[at] for at in columns.values()]
        intervals = [text for text in texts if find_role(text) in INTERVAL]
        level = next((x for text in intervals if (x := find_level(text))), None)
        base = next((x for text in texts if (x := find_base(text))), None)
        shares = columns.get("percent")
        parts = shares is not None and headings[shares].lower().startswith("proportion")
        found.append(Measures(columns, level, base, parts))
    return found


def _rows(grid: Grid, body: list[int], labels: list[int], first: int) -> list[Row]:
    rows: list[Row] = []
    band: tuple[str, ...] = ()
    above: list[str] = []
    for at in body:
        cells = grid.rows[at]
        if at in grid.bands or (cells[0] and not any(cells[1:]) and len(cells) > 1):
            band, above = (cells[0],), []
            continue
        texts = ["" if NO_NAME.fullmatch(cells[x]) else cells[x] for x in labels]
        if not any(cells[first:]) and not any(texts):
            continue
        *group, label = texts or [""]
        if label and not any(group) and len(above) == len(group):
            group = above  # a group's name is often printed in its first row alone
        above = group
        rows.append(Row(grid.numbers[at], (*band, *group), label, cells))
    return rows
