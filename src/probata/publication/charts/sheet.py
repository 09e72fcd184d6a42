"""The sensitivity sheet as a figure: what it shows, in words and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from probata.analysis.reliability_results import Cell as Estimate
from probata.analysis.reliability_results import Row, Sheet, Verdict
from probata.analysis.results import Results
from probata.analysis.rounding import number_text, ratio_text
from probata.publication.cells import Cell, column_headers, head_column
from probata.publication.charts.data_table import Behind
from probata.publication.language import translate, translate_found
from probata.publication.verdicts import (
    count_steady,
    is_moved,
    name_verdict,
    show_agreement,
    show_verdict,
)

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Mark:
    """A verdict with its odds ratio as text; `moved` where another one was printed."""

    verdict: Verdict
    text: str
    moved: bool


@dataclass(frozen=True)
class Line:
    """One finding under every specification."""

    label: str
    marks: tuple[Mark, ...]
    agree: str


@dataclass(frozen=True)
class SheetChart:
    """Findings down, specifications across, each of these under a letter."""

    specifications: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    level: str

    def verdicts(self) -> list[Verdict]:
        """The verdicts that occur, in the order of the key."""
        found = {mark.verdict for line in self.lines for mark in line.marks}
        order: tuple[Verdict, ...] = ("higher", "lower", "unclear", "none")
        return [verdict for verdict in order if verdict in found]

    def any_moved(self) -> bool:
        return any(mark.moved for line in self.lines for mark in line.marks)


def read_sheet(results: Results) -> Sheet:
    """The sheet of the results, which the rules of a study make sure of."""
    assert results.reliability is not None
    return results.reliability.sheet


def collect_sheet(results: Results) -> SheetChart:
    """Every finding's verdicts, with the specifications as letters."""
    sheet = read_sheet(results)
    labels = [translate_found(item.label) for item in sheet.specifications]
    return SheetChart(
        tuple(zip(_LETTERS, labels, strict=False)),
        tuple(_line(row) for row in sheet.rows),
        number_text(results.significance, 2),
    )


def _line(row: Row) -> Line:
    first = row.cells[0]
    marks = tuple(
        Mark(cell.verdict, _short(cell), is_moved(cell, first)) for cell in row.cells
    )
    return Line(row.label, marks, show_agreement(row).text)


def _short(cell: Estimate) -> str:
    """An odds ratio of at most four characters or so: 0.22, 8.05, 15.2, 152."""
    ratio = cell.odds_ratio
    if ratio is None:
        return translate("none")
    if ratio >= 1000:
        return ">999"
    if ratio < 0.005:
        return "<0.01"
    return number_text(ratio, 2 if ratio < 9.995 else 1 if ratio < 99.95 else 0)


def describe_sheet(results: Results) -> str:
    """How steady the findings are as a whole, and each with the range of its estimates."""
    sheet = read_sheet(results)
    return " ".join(
        [
            translate(
                "Grid of {findings} findings by {ways} ways of estimating them.",
                findings=len(sheet.rows),
                ways=len(sheet.specifications),
            ),
            count_steady(sheet.rows),
            *(_say_row(row, sheet) for row in sheet.rows),
        ]
    )


def _say_row(row: Row, sheet: Sheet) -> str:
    first = row.cells[0]
    ratios = [cell.odds_ratio for cell in row.cells if cell.odds_ratio is not None]
    if first.odds_ratio is None:
        return translate("{finding}: no estimate as printed.", finding=row.label)
    said = {
        "finding": row.label,
        "verdict": name_verdict(first.verdict),
        "ratio": ratio_text(first.odds_ratio),
        "low": ratio_text(min(ratios)),
        "high": ratio_text(max(ratios)),
        "share": show_agreement(row).text,
    }
    moved = ", ".join(_moved(row, sheet))
    if not moved:
        return translate(
            "{finding}: {verdict}, odds ratio {ratio} as printed and from {low} to "
            "{high} over all; the same verdict in {share}.",
            **said,
        )
    return translate(
        "{finding}: {verdict}, odds ratio {ratio} as printed and from {low} to {high} "
        "over all; the same verdict in {share}; another: {specifications}.",
        specifications=moved,
        **said,
    )


def _moved(row: Row, sheet: Sheet) -> Iterator[str]:
    for plan, cell in zip(sheet.specifications, row.cells, strict=True):
        if not is_moved(cell, row.cells[0]):
            continue
        if cell.refits is None:
            yield f"{translate_found(plan.label)} ({name_verdict(cell.verdict)})"
        else:
            yield translate(
                "{name} (in {changed} of {refits})",
                name=translate_found(plan.label),
                changed=cell.changed,
                refits=cell.refits,
            )


def note_sheet(results: Results) -> str:
    """What the numbers are."""
    notes = [translate("The number under each sign is the odds ratio.")]
    refitted = any(
        cell.refits is not None
        for row in read_sheet(results).rows
        for cell in row.cells
    )
    if refitted:
        notes.append(
            translate(
                "Where one is left out at a time, it is that of the weakest refit."
            )
        )
    return " ".join(notes)


def tabulate_sheet(results: Results) -> Behind:
    """A row a finding, its odds ratio under each specification, and how many agree."""
    sheet = read_sheet(results)
    heads = [
        head_column(
            label,
            translate("{name}: odds ratio", name=label),
            translate("{name}: verdict", name=label),
        )
        for label in (translate_found(item.label) for item in sheet.specifications)
    ]
    rows = tuple(
        (
            Cell(row.label, "row_header"),
            *(show_verdict(cell, row.cells[0]) for cell in row.cells),
            Cell(show_agreement(row).text, "number"),
        )
        for row in sheet.rows
    )
    return (
        1,
        column_headers(translate("Finding"), *heads, translate("Same verdict")),
        rows,
    )
