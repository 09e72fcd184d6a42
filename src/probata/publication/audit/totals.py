"""Categories against their total, and what follows by subtraction about those left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from probata.publication.audit.cells import is_held_back
from probata.publication.audit.findings import Audit
from probata.publication.audit.layout import Measures, Row, Table
from probata.publication.audit.percentages import list_printed

# Fewer cases than this are a small group, as in the disclosure rules of a study.
SMALL = 10


@dataclass(frozen=True)
class Span:
    """Whole numbers from `low` to `high`."""

    low: int
    high: int

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.low:,}"
        if self.high == self.low + 1:
            return f"{self.low:,} or {self.high:,}"
        return f"{self.low:,} to {self.high:,}"


@dataclass(frozen=True)
class Group:
    """Categories that should add up to a total."""

    name: str
    rows: Sequence[Row]
    total: int
    sum: int
    held_back: Sequence[Row]

    @property
    def missing(self) -> int:
        return self.total - self.sum


def check_totals(
    table: Table,
    measures: Measures,
    of_total: bool | None,
    cases: int | None,
    audit: Audit,
) -> None:
    """Groups of one set of columns against the total row, else against `cases`."""
    if not measures.has("n") or measures.has("ratio") or measures.has("estimate"):
        return
    groups = _groups(table, measures, cases)
    if not groups:
        if len(table.rows) > 1:
            audit.skip(
                "categories against a total where no row is a total (give the number "
                "of cases with --cases)",
                table.name,
            )
        return
    audit.count("groups of categories compared with a total", len(groups))
    for group in groups:
        _compare(table, measures, group, audit)
    _subtract(table, measures, [g for g in groups if g.missing >= 0], of_total, audit)


def _groups(table: Table, measures: Measures, cases: int | None) -> list[Group]:
    overall = table.overall()
    everyone = overall.n(measures) if overall else None
    groups = []
    for name, rows in table.groups().items():
        parts = [row for row in rows if not row.is_total]
        total = _total_of(rows, measures) or everyone or measures.base or cases
        ns = [row.n(measures) for row in parts]
        held_back = [row for row in parts if is_held_back(row.text(measures, "n"))]
        known = [n for n in ns if n is not None]
        if total and known and len(known) + len(held_back) == len(parts) > 1:
            words = [item.replace("_", " ") for item in name]
            label = ": ".join(words) or table.headings[0] or table.name
            groups.append(Group(label, parts, total, sum(known), held_back))
    return groups


def _total_of(rows: Sequence[Row], measures: Measures) -> int | None:
    found = [n for row in rows if row.is_total and (n := row.n(measures))]
    return found[0] if found else None


def _compare(table: Table, measures: Measures, group: Group, audit: Audit) -> None:
    for row in group.rows:
        n = row.n(measures)
        if n is not None and n > group.total:
            message = f"{n:,} cases in one category, but {group.total:,} in all."
            audit.error("total", table.where(row), message)
    if group.missing < 0:
        audit.error(
            "total",
            f"{table.name}, {group.name}",
            f"the categories hold {group.sum:,} cases, {-group.missing:,} more than the "
            f"total of {group.total:,}: a misprint, unless a case can be in several.",
        )
    if len(group.held_back) == 1 and group.missing >= 0:
        row = group.held_back[0]
        most = (
            "" if group.missing == 0 else " (or less, if some cases are in no category)"
        )
        audit.warn(
            "disclosure",
            table.where(row),
            f"the number held back follows by subtraction: {group.missing:,}{most}.",
        )


def _subtract(
    table: Table,
    measures: Measures,
    groups: Sequence[Group],
    of_total: bool | None,
    audit: Audit,
) -> None:
    """The outcome of the cases that a group leaves out, within the limits that follow."""
    outcomes = _outcomes(table, measures, of_total)
    whole = _whole_outcome(table, measures, groups, outcomes, audit)
    for group in groups:
        if not group.missing or group.held_back:
            continue
        small = group.missing < SMALL
        where = f"{table.name}, {group.name}"
        message = f"{group.missing:,} of {group.total:,} cases are in no category"
        sums = _sum_outcomes(group, outcomes)
        if whole and sums and group.total == whole[0]:
            hidden = _between(whole[1], sums, group.missing)
            message += f"; by subtraction {hidden} of them had the outcome"
            small = small or hidden.high == 0 or hidden.low == group.missing
        (audit.warn if small else audit.note)("disclosure", where, f"{message}.")


def _outcomes(
    table: Table, measures: Measures, of_total: bool | None
) -> dict[Row, Span]:
    """How many cases of each row had the outcome, as printed percentage and n allow."""
    found = {}
    for item in list_printed(table, measures, of_total):
        counts = item.allowed("either")
        if counts and item.n == item.row.n(measures):
            found[item.row] = Span(counts[0], counts[-1])
    return found


def _sum_outcomes(group: Group, outcomes: dict[Row, Span]) -> Span | None:
    spans = [outcomes.get(row) for row in group.rows]
    known = [item for item in spans if item is not None]
    if len(known) < len(spans):
        return None
    return Span(sum(s.low for s in known), sum(s.high for s in known))


def _between(whole: Span, parts: Span, missing: int) -> Span:
    return Span(max(0, whole.low - parts.high), min(missing, whole.high - parts.low))


def _whole_outcome(
    table: Table,
    measures: Measures,
    groups: Sequence[Group],
    outcomes: dict[Row, Span],
    audit: Audit,
) -> tuple[int, Span] | None:
    """Cases and outcomes in all: as printed, narrowed by every group of categories."""
    row = table.overall()
    total = row.n(measures) if row else None
    if row is None or total is None or row not in outcomes:
        return None
    span = outcomes[row]
    for group in groups:
        if group.total != total:
            continue
        sums = _sum_outcomes(group, outcomes)
        if sums is None or group.held_back:
            continue
        low, high = max(span.low, sums.low), min(span.high, sums.high + group.missing)
        if low > high:
            audit.error(
                "total",
                f"{table.name}, {group.name}",
                f"the percentages make {sums} cases with the outcome among {group.sum:,}, "
                f"which does not go with {span} among all {group.total:,}.",
            )
            return None
        span = Span(low, high)
    return total, span
