"""One finding under one specification, as a table cell and in words."""

from __future__ import annotations

from collections.abc import Sequence

from probata.analysis.reliability_results import Cell as Estimate
from probata.analysis.reliability_results import Row, Verdict
from probata.analysis.results import WITHHELD
from probata.analysis.rounding import ratio_text, rounded_ratio
from probata.phrases import phrase
from probata.publication.cells import Cell, Shorthand, show_none, show_suppressed
from probata.publication.language import translate

_NAMES: dict[Verdict, str] = {
    "higher": phrase("higher"),
    "lower": phrase("lower"),
    "unclear": phrase("unclear"),
    "none": phrase("none"),
}


def name_verdict(verdict: Verdict) -> str:
    """The word for a verdict."""
    return translate(_NAMES[verdict])


def show_verdict(cell: Estimate, first: Estimate) -> Cell:
    """The odds ratio and, on a page where it is another than the first, the verdict."""
    if cell.reason == WITHHELD:
        return show_suppressed(columns=2)
    if cell.odds_ratio is None:
        gone = Shorthand.NOT_AVAILABLE
        return show_none(translate("none"), gone, columns=2)
    shown = ratio_text(cell.odds_ratio)
    words = name_verdict(cell.verdict)
    if cell.verdict != first.verdict:
        shown += f" ({words})"
    elif cell.changed:
        text = phrase("{verdict} (not in {number})")
        words = translate(text, verdict=words, number=cell.changed)
        shown = translate(text, verdict=shown, number=cell.changed)
    return Cell(shown, "number", values=(rounded_ratio(cell.odds_ratio), words))


def show_agreement(row: Row) -> Cell:
    """Under how many of the specifications the verdict is the first one's."""
    if not row.estimated:
        return show_none(translate("none"), Shorthand.NOT_AVAILABLE, columns=2)
    text = translate("{part} of {whole}", part=row.agree, whole=row.estimated)
    return Cell(text, "number", values=(Shorthand.NOT_APPLICABLE, text))


def is_moved(cell: Estimate, first: Estimate) -> bool:
    """Whether an estimate, or one refit or more, has another verdict than the first."""
    numbered = cell.verdict != "none"
    return numbered and (cell.verdict != first.verdict or bool(cell.changed))


def count_steady(rows: Sequence[Row]) -> str:
    """How many findings keep their verdict under all specifications, and which do not."""
    shown = [row for row in rows if row.estimated]
    if not shown:
        return translate("No finding has an estimate that can be shown.")
    steady = sum(row.agree == row.estimated for row in shown)
    if steady == len(shown):
        return translate("No finding changes its verdict under any of them.")
    moved = [row.label for row in shown if row.agree != row.estimated]
    return translate(
        "{steady} of the {number} keep their verdict under all; it changes at least once "
        "for: {findings}.",
        steady=steady,
        number=len(shown),
        findings="; ".join(moved),
    )
