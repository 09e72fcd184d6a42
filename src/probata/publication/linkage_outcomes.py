"""The tables of a linkage report that say what the threshold changes."""

from __future__ import annotations

from probata.analysis.rounding import number_text, rounded, rounded_ratio
from probata.linkage.report import LinkageReport, OddsAt, StudyTable
from probata.publication.blocks import say
from probata.publication.cells import (
    Cell,
    Shorthand,
    column_headers,
    head_column,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_number,
)
from probata.publication.document import Block
from probata.publication.linkage_tables import LIMITS, tabulate_linkage
from probata.publication.unit_tables import Numbering


def list_outcomes(report: LinkageReport, number: Numbering) -> list[Block]:
    """A row a threshold: how many records of the first file have the outcome."""
    rows = [
        (
            Cell(
                f"{line.threshold:g}",
                "row_header",
                marked=line.threshold == report.threshold,
            ),
            show_count(report.files[0].records),
            show_count(line.outcome),
            show_number(line.outcome_percent, 1),
            show_interval(
                rounded(line.outcome_low or 0, 1), rounded(line.outcome_high or 0, 1)
            ),
        )
        for line in report.thresholds
    ]
    header = column_headers(
        "Links from", "Records (n)", "With the outcome", "Per cent", head_limits(LIMITS)
    )
    intro = say(
        f"The outcome is {report.outcome}. A record without a link counts as without the "
        "outcome, so that a stricter threshold lowers the percentage and a looser one "
        "raises it. What does not hold over the whole table rests on the linkage."
    )
    title = f"{report.outcome.capitalize()} at several thresholds"
    return [intro, tabulate_linkage(report, number, title, header, rows)]


def list_study(report: LinkageReport, number: Numbering) -> list[Block]:
    """A row a parameter of the study's models: its odds ratio at every threshold."""
    table = report.study
    if table is None:
        return []
    rows: list[tuple[Cell, ...]] = []
    for model in dict.fromkeys(row.model for row in table.rows):
        rows.append((Cell(model, "group_header", values=(model,)),))
        rows += [
            (Cell(row.term, "row_header"), *(_odds(item) for item in row.odds))
            for row in table.rows
            if row.model == model
        ]
    heads = [_head_threshold(at.threshold) for at in table.columns]
    intro = say(
        f"The study {table.study} was carried out at each threshold, a case having its "
        "outcome where a link at that threshold says so. An odds ratio that moves with the "
        "threshold rests on the linkage. These are associations, not effects."
    )
    level = number_text(100 * table.confidence, 0)
    made = tabulate_linkage(
        report,
        number,
        f"Odds ratios at several thresholds, with {level}% intervals",
        column_headers("Links from", *heads),
        rows,
        (_say_counts(table),),
        ("Model",),
    )
    return [intro, made]


def _head_threshold(threshold: float) -> Cell:
    name = f"{threshold:g}"
    return head_column(name, name, f"{name}: lower limit", f"{name}: upper limit")


def _odds(item: OddsAt) -> Cell:
    if item.odds_ratio is None or item.low is None or item.high is None:
        return show_none("not estimated", Shorthand.NOT_AVAILABLE, columns=3)
    ratio, low, high = (
        rounded_ratio(value) for value in (item.odds_ratio, item.low, item.high)
    )
    limits = show_interval(low, high, unbroken=True)
    return Cell(f"{ratio:f} ({limits.text})", "number", values=(ratio, low, high))


def _say_counts(table: StudyTable) -> str:
    told = ", ".join(f"{at.positive:,} at {at.threshold:g}" for at in table.columns)
    return f"Cases with the outcome, of {table.columns[0].n:,}: {told}."
