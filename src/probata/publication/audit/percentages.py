"""Percentages against their n: impossible ones, and by which rule they were rounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from probata.analysis.rounding import number_text
from probata.publication.audit.cells import Quantity
from probata.publication.audit.findings import Audit
from probata.publication.audit.grain import (
    Rule,
    is_testable,
    is_tie,
    possible_counts,
)
from probata.publication.audit.layout import Measures, Row, Table

CHECK = "percentage"
# Of the percentages of a table, the share that must be parts of the total for all to be.
MOST = 0.6
# Percentages from which a total that is not printed can be told.
FEWEST = 3
# Where digits are cut off, half of the percentages look wrong; a few are misprints.
CUT = 0.25


@dataclass(frozen=True)
class Printed:
    """A percentage with what it may be a percentage of: n, and k where that is given."""

    row: Row
    share: Quantity
    n: int
    counts: tuple[int, ...] = ()

    def allowed(self, rule: Rule) -> Sequence[int]:
        """Counts that print as this percentage by the rule, in order."""
        fits = possible_counts(self.share.value, self.share.digits, self.n, rule)
        return [k for k in sorted(self.counts) if k in fits] if self.counts else fits


def check_percentages(
    table: Table, measures: Measures, of_total: bool | None, audit: Audit
) -> None:
    """Percentages of one set of columns; `of_total` says what they are parts of."""
    if measures.has("modelled"):
        words = "percentages that are modelled, adjusted, weighted or changes"
        audit.skip(f"{words}, as no whole number of cases is behind them", table.name)
    printed = list_printed(table, measures, of_total)
    for row in table.rows:
        share = row.quantity(measures, "percent")
        if share is not None and not 0 <= share.value <= _whole(measures):
            message = f"{share} per cent is not between 0 and 100."
            audit.error(CHECK, table.where(row), message)
    shares = [row.quantity(measures, "percent") for row in table.rows]
    given = sum(1 for item in shares if item is not None)
    audit.count("percentages", given)
    audit.count("percentages tested against a count or n", len(printed))
    if not measures.has("count"):
        parts = sum(1 for item in printed if item.counts)
        audit.count("of these, percentages read as parts of a total", parts)
    testable = sum(1 for p in printed if p.counts or is_testable(p.share.digits, p.n))
    audit.count("of these, percentages for which some values are impossible", testable)
    if given and not printed:
        audit.skip(
            "percentages without a column of n beside them (name it with "
            "--column n=HEADING)",
            table.name,
        )
    _judge(table, printed, audit)


def check_means(table: Table, measures: Measures, audit: Audit) -> None:
    """Means of whole numbers against their n; only of columns that a person named."""
    for row in table.rows:
        mean, n = row.quantity(measures, "mean"), row.n(measures)
        if mean is None or not n or not is_testable(mean.digits, n, per=1):
            continue
        audit.count("means of whole numbers tested against n")
        if not possible_counts(mean.value, mean.digits, n, per=1):
            message = f"no {n:,} whole numbers have the mean {mean.value}."
            audit.error("mean", table.where(row), message)


def list_printed(
    table: Table, measures: Measures, of_total: bool | None
) -> list[Printed]:
    """Each percentage with its n, or with the n of the whole where it is a part of it.

    Where nobody says which, the numbers do: parts of the sum of their group or of the
    total; else shares of their row's own n; else parts of one total that is not printed.
    """
    if not measures.has("percent") or measures.proportion:
        return []
    if measures.base:
        return _of_base(table.rows, measures, measures.base)
    own = _of_own(table.rows, measures)
    if measures.has("count") or not measures.has("n") or of_total is False:
        return own
    parts = _of_total(table, measures)
    fitting = sum(1 for item in parts if item.allowed("either"))
    if of_total or (len(parts) > 1 and fitting >= MOST * len(parts)):
        return parts
    if all(item.allowed("either") for item in own):
        return own
    base = _find_base(own)
    return _of_base(table.rows, measures, base) if base else own


def _find_base(own: Sequence[Printed]) -> int | None:
    """A total of which every n is the printed percentage; None where there is none."""
    low, high = Decimal(0), Decimal("Infinity")
    told = [item for item in own if item.share.value > 0]
    for item in told:
        half = Decimal(5).scaleb(-item.share.digits - 1)
        low = max(low, Decimal(100 * item.n) / (item.share.value + half))
        high = min(high, Decimal(100 * item.n) / (item.share.value - half))
    if len(told) < FEWEST or high < low or high == Decimal("Infinity"):
        return None
    base = int((low + high) / 2)
    return base if low <= base <= high else None


def _of_base(rows: Iterable[Row], measures: Measures, base: int) -> list[Printed]:
    """Percentages of one number of cases; the row's n is then a count."""
    printed = []
    for row in rows:
        share = row.quantity(measures, "percent")
        counts = row.counts(measures, "count") or row.counts(measures, "n")
        if share and not share.relation and 0 <= share.value <= 100:
            if counts and max(counts) > base:
                continue
            printed.append(Printed(row, share, base, counts))
    return printed


def _whole(measures: Measures) -> int:
    return 1 if measures.proportion else 100


def _of_own(rows: Iterable[Row], measures: Measures) -> list[Printed]:
    printed = []
    for row in rows:
        share, n = row.quantity(measures, "percent"), row.n(measures)
        if share is None or share.relation or not 0 <= share.value <= 100 or not n:
            continue
        printed.append(Printed(row, share, n, row.counts(measures, "count")))
    return printed


def _of_total(table: Table, measures: Measures) -> list[Printed]:
    """Each n as a part of the sum of its group, or of the total where that fits better."""
    printed = []
    everyone = table.overall()
    for rows in table.groups().values():
        ns = [row.n(measures) for row in rows if not row.is_total]
        sums = {sum(n for n in ns if n is not None)}
        totals = [row for row in (*rows, everyone) if row is not None and row.is_total]
        sums |= {n for row in totals if (n := row.n(measures))}
        group = [_part(row, measures, sums) for row in rows]
        printed += [item for item in group if item is not None]
    return printed


def _part(row: Row, measures: Measures, sums: set[int]) -> Printed | None:
    share, n = row.quantity(measures, "percent"), row.n(measures)
    if share is None or share.relation or n is None or share.value > 100:
        return None
    tried = [
        Printed(row, share, whole, (n,)) for whole in sorted(sums) if whole >= n > 0
    ]
    fitting = [item for item in tried if item.allowed("either")]
    return next(iter(fitting or tried), None)


def _judge(table: Table, printed: Sequence[Printed], audit: Audit) -> None:
    """Report what no rounding allows, and what the rest says of the rule."""
    wrong = [item for item in printed if not item.allowed("either")]
    cut = len(wrong) > 1 and len(wrong) >= CUT * len(printed)
    if cut and all(item.allowed("truncation") for item in printed):
        audit.warn(
            CHECK,
            table.name,
            f"{len(wrong)} of {len(printed)} percentages fit only if the digits beyond "
            "those printed were cut off, not rounded.",
        )
        return
    testable = [p for p in printed if p.counts or is_testable(p.share.digits, p.n)]
    if len(wrong) >= FEWEST and 2 * len(wrong) > len(testable):
        audit.warn(
            CHECK,
            table.name,
            f"{len(wrong)} of {len(testable)} percentages do not go with the n beside "
            "them: they may be of another number of cases (--percent-of, --column).",
        )
        return
    for item in wrong:
        audit.error(CHECK, table.where(item.row), explain(item))
    _name_rule(table, [item for item in printed if item not in wrong], audit)


def explain(item: Printed) -> str:
    """Why a percentage cannot be, with the nearest that can."""
    shown = f"{item.share.value} per cent"
    if item.counts:
        k = item.counts[0]
        exact = _percent(k, item.n, item.share.digits + 1)
        return f"{shown}, but {k:,} of {item.n:,} is {exact}."
    below = int(item.share.value * item.n / 100)
    near = [
        f"{k:,} cases are {_percent(k, item.n, item.share.digits + 1)}"
        for k in (below, below + 1)
        if k <= item.n
    ]
    return f"{shown} is impossible for n = {item.n:,}: {' and '.join(near)}."


def _percent(k: int, n: int, digits: int) -> str:
    return number_text(Decimal(100 * k) / n, digits)


def _name_rule(table: Table, printed: Sequence[Printed], audit: Audit) -> None:
    """A percentage that only one rule allows tells which was used; two rules do not mix."""
    rules: tuple[Rule, ...] = ("half-up", "half-even", "half-down")
    telling = [p for p in printed if any(not p.allowed(rule) for rule in rules)]
    if not telling:
        if printed:
            audit.count("tables whose percentages fit every rule of rounding")
        return
    fitting = [rule for rule in rules if all(p.allowed(rule) for p in telling)]
    shown = "; ".join(_tie(item) for item in telling[:3])
    if fitting:
        audit.note(
            "rounding",
            table.name,
            f"rounded {' or '.join(fitting)} throughout: {shown}.",
        )
    else:
        audit.warn(
            "rounding", table.name, f"no one rule of rounding fits all rows: {shown}."
        )


def _tie(item: Printed) -> str:
    ks = [k for k in item.allowed("either") if is_tie(k, item.n, item.share.digits)]
    exact = _percent(ks[0], item.n, item.share.digits + 1)
    return f"{ks[0]:,} of {item.n:,} is {exact}, printed {item.share.value} ({item.row.name})"
