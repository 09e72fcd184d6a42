"""Hazard ratios as a table, in a report and in a bulletin; the figure of the curves."""

from __future__ import annotations

from probata.analysis.results import Results
from probata.analysis.rounding import number_text, p_text, rounded_ratio
from probata.analysis.study import Study
from probata.analysis.survival.results import CoxResult, HazardRatio, SurvivalFound
from probata.analysis.survival.survival_spec import Survival
from probata.publication.anchors import make_anchor
from probata.publication.cells import (
    Cell,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_p,
    show_value,
)
from probata.publication.charts.percentages import plural
from probata.publication.document import TableBlock
from probata.publication.language import translate
from probata.publication.tables import source_line


def make_hazards(
    found: SurvivalFound,
    cox: CoxResult,
    number: str,
    title: str,
    source: str,
    notes: tuple[str, ...] = (),
) -> TableBlock:
    """A row a category against its reference, or one more of a number."""
    rows = [
        (
            Cell(_name(term), "row_header"),
            Cell(term.reference or translate("one more")),
            show_count(term.n),
            show_count(term.events),
            show_value(rounded_ratio(term.ratio)),
            show_interval(rounded_ratio(term.ci_low), rounded_ratio(term.ci_high)),
            show_p(term.p),
        )
        for term in cox.terms
    ]
    level = number_text(100 * found.confidence, 0)
    return TableBlock(
        anchor=make_anchor("table", number),
        number=number,
        title=title,
        header=column_headers(
            translate("Predictor"),
            translate("Against"),
            plural(found.unit).capitalize(),
            translate("Events"),
            translate("Hazard ratio"),
            head_limits(translate("{level}% interval", level=level)),
            translate("p"),
        ),
        rows=tuple(rows),
        notes=notes,
        source=source,
    )


def _name(term: HazardRatio) -> str:
    return f"{term.variable}: {term.category}" if term.category else term.variable


def make_survival_table(spec: Survival, study: Study, results: Results) -> TableBlock:
    """The Cox regression of a study, with what it rests on in the notes."""
    found = results.followed(spec.id)
    assert (
        found.cox is not None
    )  # a text that asks for it without predictors is refused
    return make_hazards(
        found,
        found.cox,
        spec.id,
        spec.title,
        source_line(study, results),
        _notes(found, found.cox),
    )


def _notes(found: SurvivalFound, cox: CoxResult) -> tuple[str, ...]:
    said = translate(
        "Cox regression of the time to {event}: {happened}; {cases} {units}, {events} events. "
        "All predictors together: chi-square {statistic}, df {df}, {p}. A "
        "ratio above 1 goes with the event coming sooner. It is an association, not an "
        "effect.",
        event=found.event,
        happened=found.happened,
        cases=f"{cox.n:,}",
        units=plural(found.unit),
        events=f"{cox.events:,}",
        statistic=number_text(cox.statistic, 1),
        df=cox.df,
        p=p_text(cox.p),
    )
    together = translate("all together")
    tests = "; ".join(
        f"{item.variable or together} {p_text(item.p)}" for item in cox.constant
    )
    constant = translate(
        "Is each ratio the same at all times? A small p speaks against it: {tests}.",
        tests=tests,
    )
    lost = [
        translate("{cases} without {variable}", cases=f"{count:,}", variable=name)
        for name, count in cox.lost.items()
        if count
    ]
    left = [translate("Left out: {lost}.", lost=", ".join(lost))] if lost else []
    return (said, constant, *left)
