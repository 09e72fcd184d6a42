"""The tables of a linkage report."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from probata.analysis.rounding import rounded
from probata.linkage.report import (
    Accuracy,
    AtThreshold,
    GroupShare,
    GroupTable,
    LinkageReport,
)
from probata.publication.anchors import make_anchor
from probata.publication.blocks import say
from probata.publication.cells import (
    Cell,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_number,
    show_value,
)
from probata.publication.document import Block, TableBlock
from probata.publication.unit_tables import Numbering

Row = tuple[Cell, ...]
LIMITS = "95% interval"
MEASURES = {
    "missed": (
        "Matches missed, by {column}",
        "With a true match (n)",
        "Not linked to it",
        "Of the records that have a true match: those linked to none of their matches.",
    ),
    "wrong": (
        "Links that are wrong, by {column}",
        "Linked (n)",
        "To somebody else",
        "Of the records that are linked: those with a link to somebody else's record.",
    ),
    "linked": (
        "Records linked, by {column}",
        "Records (n)",
        "Linked",
        (
            "Without the true persons, a group that is linked less may be worse linked, or "
            "may have fewer matches to find."
        ),
    ),
}


def tabulate_linkage(
    report: LinkageReport,
    number: Numbering,
    title: str,
    header: Row,
    rows: Sequence[Row],
    notes: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
) -> TableBlock:
    name = number.next()
    made_up = report.provenance.synthetic
    files = ", ".join(file.source for file in report.files)
    return TableBlock(
        anchor=make_anchor("table", name),
        number=name,
        title=title,
        header=header,
        rows=tuple(rows),
        notes=notes,
        source=f"Source: {'synthetic records, made up: ' if made_up else ''}{files}.",
        groups=groups,
    )


def _head(text: str) -> Cell:
    return Cell(text, "row_header")


def list_files(report: LinkageReport, number: Numbering) -> list[Block]:
    """A row a file: records, and how many are linked."""
    rows = [
        (
            _head(file.name),
            Cell(file.source),
            show_count(file.records),
            show_count(file.linked),
            _percent(file.linked / file.records),
        )
        for file in report.files
    ]
    header = column_headers("File", "Source", "Records", "Linked", "Per cent")
    return [tabulate_linkage(report, number, "Records and links", header, rows)]


def list_thresholds(report: LinkageReport, number: Numbering) -> list[Block]:
    """A row a threshold: links, and precision and recall, true or expected."""
    known = report.cluster_accuracy is not None
    heads = ["Links from", "Links", "Records linked"]
    heads += ["Precision", "Recall", "F1"] if known else []
    heads += ["Expected precision", "Expected recall"]
    rows = [_threshold_row(report, line, known) for line in report.thresholds]
    notes = (
        (
            "Precision: right links among all links. Recall: linked pairs among all true "
            "pairs. F1: their harmonic mean."
        ),
        (
            "Expected: what the match probabilities themselves say; expected recall is of "
            "the true pairs among those compared, not of all. The marked row is the "
            "threshold that was used."
        ),
    )
    title = "The linkage at several thresholds"
    blocks: list[Block] = [
        tabulate_linkage(
            report,
            number,
            title,
            column_headers(*heads),
            rows,
            notes if known else notes[1:],
        )
    ]
    if report.cluster_accuracy is not None:
        blocks.append(say(_say_clusters(report, report.cluster_accuracy)))
    return blocks


def _say_clusters(report: LinkageReport, found: Accuracy) -> str:
    return (
        f"The links join the records into {report.clusters:,} clusters, the largest of "
        f"{report.largest_cluster:,} records. Counting every pair within a cluster, "
        f"precision is {_share_text(found.precision)}, recall {_share_text(found.recall)} "
        f"and F1 {_share_text(found.f1)}."
    )


def _share_text(value: float | None) -> str:
    return "not defined" if value is None else f"{rounded(100 * value, 1):f}%"


def _threshold_row(report: LinkageReport, line: AtThreshold, known: bool) -> Row:
    used = line.threshold == report.threshold
    row = [
        Cell(f"{line.threshold:g}", "row_header", marked=used),
        show_count(line.links),
        show_count(line.records_linked),
    ]
    if known and line.accuracy is not None:
        row += [
            _percent(value)
            for value in (
                line.accuracy.precision,
                line.accuracy.recall,
                line.accuracy.f1,
            )
        ]
    return (*row, _percent(line.expected_precision), _percent(line.expected_recall))


def _percent(share: float | None) -> Cell:
    return show_none("none") if share is None else show_number(100 * share, 1, "%")


def list_groups(report: LinkageReport, number: Numbering) -> list[Block]:
    """A table a column of groups and measure, and what it can say."""
    intro = say(
        "A linkage that works less well for a group biases every comparison of outcomes "
        "with that group: its missed matches pass for people to whom nothing happened. "
        "Each group is held against the one with most records."
    )
    return [
        intro,
        *(_group_table(report, number, table) for table in report.groups),
    ]


def _group_table(
    report: LinkageReport, number: Numbering, table: GroupTable
) -> TableBlock:
    title, base, hit, note = MEASURES[table.measure]
    header = column_headers(
        "Group",
        base,
        hit,
        "Per cent",
        head_limits(LIMITS),
        "Difference (points)",
        head_limits(f"{LIMITS} of the difference"),
    )
    notes = (note, "Intervals: Wilson; of differences: Newcombe's hybrid score method.")
    rows = [_group_row(share) for share in table.rows]
    return tabulate_linkage(
        report, number, title.format(column=table.column), header, rows, notes
    )


def _group_row(share: GroupShare) -> Row:
    gap: Row = (show_none("reference"), show_none("", columns=2))
    if share.difference is not None:
        gap = (
            show_value(_tenths(share.difference)),
            show_interval(
                _tenths(share.difference_low), _tenths(share.difference_high)
            ),
        )
    return (
        _head(share.group),
        show_count(share.n),
        show_count(share.positive),
        show_number(share.percent, 1),
        show_interval(rounded(share.low, 1), rounded(share.high, 1)),
        *gap,
    )


def _tenths(value: float | None) -> Decimal:
    return rounded(value or 0, 1)


def list_notes(report: LinkageReport, number: Numbering) -> list[Block]:
    """A row for each thing that was found in a file or among the pairs."""
    rows = [
        (Cell(x.where, "row_header"), Cell(x.what), show_count(x.count))
        for x in report.notes
    ]
    header = column_headers("Where", "What", "Number")
    if not rows:
        return [say("Nothing was found that needs a word.")]
    return [
        tabulate_linkage(
            report, number, "Records and pairs by what was found", header, rows
        )
    ]


def list_rules(report: LinkageReport, number: Numbering) -> list[Block]:
    rows = [(_head(rule.rule), show_count(rule.pairs)) for rule in report.rules]
    header = column_headers("Pairs that agree on", "Pairs")
    notes = ("A pair may agree on several.",)
    title = "Which pairs were compared"
    return [tabulate_linkage(report, number, title, header, rows, notes)]


def list_weights(report: LinkageReport, number: Numbering) -> list[Block]:
    """A row a step of likeness: how often true and false pairs stand on it."""
    rows: list[Row] = []
    for field in report.fields:
        rows.append((Cell(field, "group_header", values=(field,)),))
        rows += [
            (_head(x.label), _chance(x.true_pairs), _chance(x.false_pairs))
            for x in report.weights
            if x.field == field
        ]
    header = column_headers("Step", "Among true pairs (%)", "Among false pairs (%)")
    notes = (
        "A step that the records did not teach has no number; a standard value was used.",
    )
    title = "What each step of likeness is worth"
    return [tabulate_linkage(report, number, title, header, rows, notes, ("Field",))]


def _chance(share: float | None) -> Cell:
    return show_none("not learnt") if share is None else show_number(100 * share, 4)
