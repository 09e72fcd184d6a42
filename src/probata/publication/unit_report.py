"""Puts the annexe of one unit together: ratings, comparison, every question, the cohort.

make_unit_report(report) -> Document
"""

from __future__ import annotations

from functools import partial

from probata.analysis.rounding import number_text, percent_text
from probata.analysis.unit_results import UnitReport
from probata.publication.blocks import bullets, say
from probata.publication.charts.funnel import (
    POSITIONS,
    describe_funnel,
    draw_funnel_chart,
    note_funnel,
    tabulate_funnel,
)
from probata.publication.charts.layout import NARROW, WIDE
from probata.publication.document import (
    Block,
    Document,
    Fact,
    FigureBlock,
)
from probata.publication.figures import FigureData, finish_figure
from probata.publication.plain_report import Opening, Part, assemble_report
from probata.publication.unit_method import describe_unit_method
from probata.publication.unit_tables import (
    Numbering,
    list_flow,
    list_key_questions,
    list_ratings,
    source_of,
    tabulate_questions,
)


def make_unit_report(report: UnitReport) -> Document:
    """The document of a unit's report; every number comes from `report`."""
    number = Numbering()
    parts: list[Part] = [
        ("summary", "", "Summary", "summary", _summarise(report)),
        ("ratings", "1", "Ratings", "section", _rate(report, number)),
        ("comparison", "2", "Comparison with other units", "section", _compare(report)),
        (
            "cohort",
            "3",
            "From the list to the judgements",
            "section",
            list_flow(report, number),
        ),
        ("questions", "A", "Every question", "annex", _questions(report, number)),
        ("method", "B", "How it was done", "annex", describe_unit_method(report)),
    ]
    return assemble_report(_front(report), parts, _provenance(report))


def _front(report: UnitReport) -> Opening:
    kind = "synthetic cases" if report.provenance.synthetic else "cases judged"
    facts = [Fact(f"{report.judged:,}", kind)]
    if report.cohort is not None:
        facts.append(Fact(f"{report.cohort:,}", "cases in the cohort"))
    if report.overall is not None and report.overall.grade:
        facts.append(Fact(report.overall.grade, "overall rating"))
    return Opening(
        title=f"{report.unit}: data annexe",
        subtitle=report.framework,
        series="Inspection data annexe",
        description=f"Ratings, comparison and every question of {report.unit}.",
        synthetic=report.provenance.synthetic,
        facts=tuple(facts),
    )


def _summarise(report: UnitReport) -> list[Block]:
    cohort = (
        f" of the {report.cohort:,} in its cohort" if report.cohort is not None else ""
    )
    region = f" ({report.region})" if report.region else ""
    whole = (
        f"This annexe holds the judgements of {report.judged:,} cases{cohort} in "
        f"{report.unit}{region}, beside {report.cases:,} cases of {report.units:,} "
        "units inspected so far, itself included."
    )
    blocks: list[Block] = [say(whole)]
    rated = [f"{line.title}: {line.grade}." for line in report.standards if line.grade]
    if report.overall is not None and report.overall.grade:
        rated.append(f"Overall: {report.overall.grade}.")
    return [*blocks, bullets(rated)] if rated else blocks


def _rate(report: UnitReport, number: Numbering) -> list[Block]:
    blocks: list[Block] = []
    if report.standards or report.overall:
        blocks.append(list_ratings(report, number))
    else:
        blocks.append(say("The framework has no ratings."))
    if report.key_questions:
        blocks.append(list_key_questions(report, number))
    return blocks


def _compare(report: UnitReport) -> list[Block]:
    """A funnel a key question, each after a sentence that says what it shows."""
    if not report.funnels:
        if report.minimum_n and report.units > 1:
            return [
                say("No key question has enough cases in each unit to be compared.")
            ]
        return [say("No key question has been answered in more than one unit.")]
    blocks: list[Block] = [
        say(
            "Each point is a unit. Units with few cases differ by chance more than units "
            "with many, so they are held against limits that narrow with the number of "
            "cases. A unit beyond the 95% limits is as far out as one in twenty alike "
            "units would be by the luck of their cases; why a unit differs is not in "
            "these data."
        )
    ]
    for at, funnel in enumerate(report.funnels, 1):
        own = funnel.point(report.unit)
        if own is not None:
            blocks.append(
                say(
                    f"{funnel.label}: {percent_text(own.positive, own.n)}% in "
                    f"{report.unit}, {percent_text(funnel.positive, funnel.n)}% in all "
                    f"units; {POSITIONS[own.position]}."
                )
            )
        headers, columns, rows = tabulate_funnel(funnel)
        figure = finish_figure(
            str(at),
            f"{funnel.label} in {report.unit} and in other units",
            {
                layout.name: draw_funnel_chart(funnel, report.unit, layout)
                for layout in (WIDE, NARROW)
            },
            describe_funnel(funnel, report.unit),
            FigureData(columns, rows, headers),
            note_funnel(funnel),
        )
        blocks.append(FigureBlock(figure.id, figure, source_of(report)))
    return blocks


def _questions(report: UnitReport, number: Numbering) -> list[Block]:
    intro = say(
        "Percentages are of the cases with an answer to the question. A question that "
        "follows on from another, or is asked of some cases only, has fewer answers."
    )
    groups = list(dict.fromkeys(item.group for item in report.questions))
    return [intro, *map(partial(tabulate_questions, report, number), groups)]


def _provenance(report: UnitReport) -> tuple[tuple[str, str], ...]:
    made = report.provenance
    kind = "synthetic" if made.synthetic else "given"
    return (
        ("Probata", made.probata),
        ("Framework", f"{made.framework} (sha256 {made.framework_sha256[:16]})"),
        ("Data", f"{made.data_name}, {kind} (sha256 {made.data_sha256[:16]})"),
        ("Completed cohorts", f"{made.draws:,}, seed {made.seed}"),
        ("Confidence of intervals", f"{number_text(100 * report.interval, 0)}%"),
    )
