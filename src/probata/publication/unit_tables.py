"""The tables of a unit's annexe."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from probata.analysis.results import Share
from probata.analysis.rounding import number_text
from probata.analysis.unit_results import (
    AnswerShare,
    QuestionResult,
    RatedLine,
    UnitReport,
)
from probata.publication.anchors import make_anchor
from probata.publication.blocks import say
from probata.publication.cells import (
    Cell,
    Shorthand,
    column_headers,
    head_limits,
    note_suppressed,
    show_count,
    show_none,
    show_percent,
    show_share,
    show_suppressed,
)
from probata.publication.document import Block, TableBlock
from probata.publication.tables import missing_text

Row = tuple[Cell, ...]


@dataclass
class Numbering:
    """Gives the tables their numbers, in the order in which they are made."""

    last: int = 0

    def next(self) -> str:
        self.last += 1
        return str(self.last)


def source_of(report: UnitReport) -> str:
    """What stands under every table and figure."""
    if report.provenance.synthetic:
        return "Source: synthetic data, made up; says nothing of any real unit."
    return f"Source: case assessments, {report.framework}."


def _table(
    report: UnitReport,
    number: Numbering,
    title: str,
    header: Row,
    rows: list[Row],
    notes: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
) -> TableBlock:
    name = number.next()
    return TableBlock(
        anchor=make_anchor("table", name),
        number=name,
        title=title,
        header=header,
        rows=tuple(rows),
        notes=(*notes, *note_suppressed(rows, *notes)),
        source=source_of(report),
        groups=groups,
    )


def list_ratings(report: UnitReport, number: Numbering) -> TableBlock:
    """A row a standard, the whole last: grade, what limits it, how certain it is."""
    lines = [*report.standards, *([report.overall] if report.overall else [])]
    notes = [
        (
            "Chance: the probability of the grade by rule once every case of the cohort is "
            "judged, from the cases judged so far. Reachable: the grades that open cases can "
            "still lead to."
        )
    ]
    notes += [f"{line.title}: {line.reason}" for line in lines if line.reason]
    return _table(
        report,
        number,
        f"Ratings of {report.unit}",
        column_headers(
            "Standard",
            "Grade",
            "By rule",
            "Points",
            "Limited by",
            "Chance",
            "Reachable",
        ),
        [_rating_row(line) for line in lines],
        tuple(notes),
    )


def _rating_row(line: RatedLine) -> Row:
    return (
        Cell(line.title, "row_header"),
        Cell(line.grade) if line.grade else _nothing("not rated"),
        Cell(line.by_rule) if line.by_rule else _nothing(""),
        _points(line),
        Cell(", ".join(line.limited_by)) if line.limited_by else _nothing(""),
        Cell(_chances(line.chances)) if line.chances else _nothing(""),
        Cell(_range(line.reachable)) if line.reachable else _nothing(""),
    )


def _points(line: RatedLine) -> Cell:
    if line.points is None:
        return show_none("")
    whole = f" of {line.maximum}" if line.maximum is not None else ""
    return Cell(f"{line.points}{whole}", "number", values=(Decimal(line.points),))


def _nothing(text: str) -> Cell:
    return Cell(text, values=(Shorthand.NOT_APPLICABLE,))


def _chances(chances: dict[str, float]) -> str:
    told = [
        f"{label} {'over 99' if 0.995 <= chance < 1 else number_text(100 * chance, 0)}%"
        for label, chance in chances.items()
        if chance >= 0.005
    ]
    return ", ".join(told)


def _range(ends: tuple[str, str]) -> str:
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def list_key_questions(report: UnitReport, number: Numbering) -> TableBlock:
    """A row a key question: counts, percentage, interval for the cohort, band, all units."""
    level = number_text(100 * report.interval, 0)
    rows: list[Row] = []
    for standard in dict.fromkeys(item.standard for item in report.key_questions):
        rows.append((Cell(standard, "group_header", values=(standard,)),))
        for item in report.key_questions:
            if item.standard == standard:
                n, percent, interval = show_share(item.unit)
                rows.append(
                    (
                        Cell(item.label, "row_header"),
                        n,
                        show_count(item.unit.positive),
                        percent,
                        interval,
                        Cell(item.band) if item.band else _nothing("not rated"),
                        show_count(item.all_units.n),
                        *show_share(item.all_units)[1:2],
                    )
                )
    return _table(
        report,
        number,
        f"Key questions in {report.unit} and in all units",
        column_headers(
            "Key question",
            "Cases (n)",
            "Of these, positive",
            "Per cent",
            head_limits(f"{level}% interval"),
            "Band",
            "All units: cases",
            "All units: per cent",
        ),
        rows,
        _cohort_note(report),
        ("Standard",),
    )


def _cohort_note(report: UnitReport) -> tuple[str, ...]:
    if report.cohort is None:
        return ()
    return (
        (
            f"Intervals are for the {report.cohort:,} cases of the cohort, {report.judged:,} of "
            "which are judged."
        ),
    )


def tabulate_questions(report: UnitReport, number: Numbering, group: str) -> Block:
    """The questions of one key question, each with its answers, in the unit and in all."""
    inside = [item for item in report.questions if item.group == group]
    rows: list[Row] = []
    notes = []
    for item in inside:
        rows.append((_question_header(item),))
        rows += [_answer_row(answer) for answer in item.answers]
        if item.missing:
            notes.append(f"{item.label}: {missing_text(item.missing)}.")
    return _table(
        report,
        number,
        f"{group}: every question",
        column_headers(
            "Answer",
            "Cases",
            "Per cent",
            head_limits(f"{number_text(100 * report.interval, 0)}% interval"),
            "All units: cases",
            "All units: per cent",
        ),
        rows,
        tuple(["Cases without an answer: " + " ".join(notes)] if notes else []),
        ("Question", "Answers"),
    )


def _question_header(item: QuestionResult) -> Cell:
    if item.n is None:
        symbol = Shorthand.CONFIDENTIAL
        head = f"{item.label} ({symbol} answers)"
        return Cell(head, "group_header", values=(item.label, symbol))
    head = f"{item.label} ({item.n:,} answers)"
    return Cell(head, "group_header", values=(item.label, Decimal(item.n)))


def _answer_row(answer: AnswerShare) -> Row:
    return (
        Cell(answer.label, "row_header"),
        *_given(answer.unit),
        *show_share(answer.unit)[2:],
        *_given(answer.all_units),
    )


def _given(share: Share) -> Row:
    """How many gave an answer, and their percentage of all who answered."""
    if share.n is None or share.positive is None:
        return show_suppressed(), show_suppressed()
    if not share.n:
        return show_count(0), show_none("no cases")
    return show_count(share.positive), show_percent(share.positive, share.n)


def list_flow(report: UnitReport, number: Numbering) -> list[Block]:
    """The steps from the unit's cases to its cohort, then to the judgements."""
    judged = [
        ("Judged", report.judged),
        *(
            [("Not judged yet", report.cohort - report.judged)]
            if report.cohort is not None
            else []
        ),
    ]
    rows: list[Row] = []
    if report.flow:
        first = report.flow[0].before
        rows.append(
            (Cell("Cases of the unit in its list", "row_header"), show_count(first))
        )
        rows += [
            (Cell(f"Left out: {step.reason}", "row_header"), show_count(step.left_out))
            for step in report.flow
        ]
    if report.cohort is not None:
        rows.append((Cell("Cohort", "row_header"), show_count(report.cohort)))
    rows += [(Cell(text, "row_header"), show_count(n)) for text, n in judged]
    blocks: list[Block] = []
    if not report.flow:
        blocks.append(say("How the cohort was selected is not part of this annexe."))
    table = _table(
        report,
        number,
        "From the list to the judgements",
        column_headers("Step", "Number of cases"),
        rows,
    )
    return [*blocks, table]
