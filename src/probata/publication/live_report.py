"""The page of a unit's ratings while cases are open: for whoever leads its inspection.

make_live_report(page) -> Document
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from probata.analysis.rounding import number_text, percent_text
from probata.analysis.unit_results import Funnel
from probata.assessment.live_ratings import LiveRatings
from probata.publication.anchors import make_anchor
from probata.publication.blocks import bullets, say
from probata.publication.cells import Cell, Shorthand, column_headers
from probata.publication.charts.draw_estimates import draw_estimates
from probata.publication.charts.funnel import (
    POSITIONS,
    describe_funnel,
    draw_funnel_chart,
    note_funnel,
    tabulate_funnel,
)
from probata.publication.charts.layout import NARROW, WIDE
from probata.publication.charts.live import (
    collect_chances,
    collect_outlook,
    describe_chances,
    describe_outlook,
    tabulate_chances,
    tabulate_outlook,
)
from probata.publication.charts.stacked import draw_stacked
from probata.publication.document import Block, Document, Fact, FigureBlock, TableBlock
from probata.publication.figures import FigureData, finish_figure
from probata.publication.plain_report import Opening, Part, assemble_report

_NOTHING = Cell("", values=(Shorthand.NOT_APPLICABLE,))


@dataclass(frozen=True)
class LivePage:
    """What the page shows. `grades`: their labels by id, from the lowest.

    `standards`: the title of the standard of each key question. `cuts`: the limits of the
    grades, where all rules have the same. `second` names the file of second judgements.
    """

    framework: str
    grades: Mapping[str, str]
    standards: Mapping[str, str]
    cuts: tuple[float, ...]
    live: LiveRatings
    funnels: tuple[Funnel, ...]
    synthetic: bool
    data_name: str
    second: str
    second_synthetic: bool
    provenance: tuple[tuple[str, str], ...]


def make_live_report(page: LivePage) -> Document:
    """The document; every number comes from `page`."""
    parts: list[Part] = [
        ("summary", "", "Where it stands", "summary", _summarise(page)),
        ("key-questions", "1", "Key questions", "section", _questions(page)),
        ("chances", "2", "Chances of each rating", "section", _chances(page)),
        ("comparison", "3", "Beside other units", "section", _compare(page)),
        ("method", "A", "How it was done", "annex", [bullets(list(_method(page)))]),
    ]
    return assemble_report(_front(page), parts, page.provenance)


def _front(page: LivePage) -> Opening:
    rating = page.live.as_judged
    kind = "synthetic cases judged" if page.synthetic else "cases judged"
    facts = [
        Fact(f"{rating.judged:,} of {rating.cohort:,}", kind),
        Fact(f"{page.live.open_cases:,}", "still open"),
    ]
    return Opening(
        title=f"{rating.unit}: ratings so far",
        subtitle=f"{page.framework}, while cases are open",
        series="Live ratings",
        description=f"Where the ratings of {rating.unit} are heading.",
        synthetic=page.synthetic or page.second_synthetic,
        internal=True,
        facts=facts,
    )


def _summarise(page: LivePage) -> list[Block]:
    live, rating = page.live, page.live.as_judged
    if not rating.judged:
        return [say(f"No case of {rating.unit} has been judged yet.")]
    words = [
        (
            f"{rating.judged:,} of {rating.cohort:,} cases are judged, {live.open_cases:,} are "
            "open. Nothing on this page is a result: it says what may still come."
        )
    ]
    if rating.overall and rating.overall.grade:
        words.append(f"Overall so far: {page.grades[rating.overall.grade]}.")
    open_standards = rating.overall.open if rating.overall else ()
    if open_standards:
        words.append(
            f"{len(open_standards)} standards are not rated yet, so there is no overall "
            "rating."
        )
    words += [
        f"{item.title}: the panel gave {page.grades[item.given]} where the rule gives "
        f"{page.grades[item.computed]}. {item.reason}"
        for item in live.adjustments
    ]
    return [bullets(words)]


def _questions(page: LivePage) -> list[Block]:
    if not page.live.questions:
        return [say("No key question has an answer yet.")]
    chart = collect_outlook(page.live, page.standards, page.cuts)
    figure = finish_figure(
        "1",
        "Percentages so far, and where they will be once every case is judged",
        {layout.name: draw_estimates(chart, layout) for layout in (WIDE, NARROW)},
        describe_outlook(page.live),
        FigureData(*_behind(tabulate_outlook(page.live, page.standards))),
        "The lines of the grid are the limits of the grades." if page.cuts else "",
    )
    return [
        say(
            "The point is the percentage of positive answers so far. The line holds where it "
            "will be once every case is judged, 95 times in 100, if the open cases are like "
            "the judged ones. The bar is all that is still possible."
        ),
        FigureBlock(figure.id, figure, _source(page)),
    ]


def _behind(
    table: tuple[int, tuple[Cell, ...], tuple[tuple[Cell, ...], ...]],
) -> tuple[tuple[Cell, ...], tuple[tuple[Cell, ...], ...], int]:
    headers, columns, rows = table
    return columns, rows, headers


def _chances(page: LivePage) -> list[Block]:
    chart = collect_chances(page.live, page.grades)
    if not chart.groups:
        return [say("No rating can be worked out yet.")]
    figure = finish_figure(
        "2",
        "Chance of each grade",
        {layout.name: draw_stacked(chart, layout) for layout in (WIDE, NARROW)},
        describe_chances(chart),
        FigureData(
            *_behind(tabulate_chances(chart)),
        ),
        "The first bar: once every case is judged. The second: "
        f"{page.live.supposed}; its distance from the first is what disagreement adds."
        if page.live.judged_again
        else "Chances once every case is judged; they take judgements to be without error.",
    )
    return [FigureBlock(figure.id, figure, _source(page)), _reach(page)]


def _reach(page: LivePage) -> TableBlock:
    """A row a standard, the whole last: now, reachable, allowed, decided."""
    rating = page.live.as_judged
    rows = [
        (
            Cell(item.title, "row_header"),
            _label(page, item.computed),
            _label(page, item.grade),
            _ends(page, item.reachable),
            _labels(page, item.allowed),
            Cell(item.reason) if item.reason else _NOTHING,
        )
        for item in rating.standards
        if item.computed or item.grade or item.status == "not_assessed"
    ]
    if rating.overall:
        rows.append(
            (
                Cell("Overall", "row_header"),
                _label(page, rating.overall.computed),
                _label(page, rating.overall.grade),
                _ends(page, rating.overall.reachable),
                _NOTHING,
                Cell(rating.overall.reason) if rating.overall.reason else _NOTHING,
            )
        )
    return TableBlock(
        anchor=make_anchor("table", "1"),
        number="1",
        title="Grades so far, and what open cases can still make of them",
        header=column_headers(
            "Standard", "By rule", "Stands", "Reachable", "A panel may give", "Reason"
        ),
        rows=tuple(rows),
        notes=(
            (
                "Reachable: if every open case were judged negative, and if every one positive. "
                "A grade that a panel gave stands whatever open cases will say."
            ),
        ),
        source=_source(page),
    )


def _label(page: LivePage, grade: str | None) -> Cell:
    return (
        Cell(page.grades[grade]) if grade else Cell("none yet", values=_NOTHING.values)
    )


def _labels(page: LivePage, grades: tuple[str, ...]) -> Cell:
    return (
        Cell(" or ".join(page.grades[item] for item in grades)) if grades else _NOTHING
    )


def _ends(page: LivePage, ends: tuple[str, str] | None) -> Cell:
    if ends is None:
        return _NOTHING
    low, high = (page.grades[item] for item in ends)
    return Cell(low if low == high else f"{low} to {high}")


def _compare(page: LivePage) -> list[Block]:
    if not page.funnels:
        return [say("The judgements hold no other unit.")]
    unit = page.live.as_judged.unit
    blocks: list[Block] = []
    for at, funnel in enumerate(page.funnels, 3):
        own = funnel.point(unit)
        if own is not None:
            blocks.append(
                say(
                    f"{funnel.label}: {percent_text(own.positive, own.n)}% so far, "
                    f"{POSITIONS[own.position]}."
                )
            )
        figure = finish_figure(
            str(at),
            f"{funnel.label} in {unit} and in other units",
            {
                layout.name: draw_funnel_chart(funnel, unit, layout)
                for layout in (WIDE, NARROW)
            },
            describe_funnel(funnel, unit),
            FigureData(*_behind(tabulate_funnel(funnel))),
            note_funnel(funnel),
        )
        blocks.append(FigureBlock(figure.id, figure, _source(page)))
    return blocks


def _source(page: LivePage) -> str:
    if page.synthetic:
        return f"Source: synthetic data, made up ({page.data_name}); says nothing of any real unit."
    return f"Source: {page.data_name}."


def _method(page: LivePage) -> Iterator[str]:
    live = page.live
    yield (
        f"Open cases are drawn {live.draws:,} times (seed {live.seed}) from an urn that holds "
        "the judged cases and two half cases, one all positive and one all negative; for one "
        "key question that is the beta-binomial distribution of Jeffreys' prior. Every "
        "completed cohort is rated by the rules of the framework."
    )
    yield (
        "Judged cases are taken to be a random part of the cohort. If hard cases are left to "
        "the end, chances are too good; the reachable range does not depend on it."
    )
    told = [item.disagreement for item in live.questions if item.disagreement]
    if not told:
        yield (
            f"No disagreement between judgements is reckoned with: fewer than {live.minimum} "
            "cases were judged twice."
        )
        return
    yield from _tell_disagreement(page)


def _tell_disagreement(page: LivePage) -> Iterator[str]:
    yield f"Second judgements: {page.second}" + (
        " (synthetic, made up)." if page.second_synthetic else "."
    )
    titles = {item.id: item.title for item in page.live.as_judged.key_questions}
    pooled_told = False
    for item in page.live.questions:
        found = item.disagreement
        if found is None or (found.pooled and pooled_told):
            continue
        pooled_told |= found.pooled
        name = (
            "Questions with few pairs, from all pairs"
            if found.pooled
            else titles[item.id]
        )
        text = f"{name}: {number_text(found.agreed, 0)} of {number_text(found.pairs, 0)} pairs agree"
        for measure in ("kappa", "sensitivity", "specificity"):
            value = getattr(found, measure)
            if value is not None:
                limits = f"{number_text(value.low, 2)} to {number_text(value.high, 2)}"
                text += f"; {measure} {number_text(value.value, 2)} ({limits})"
        yield text + "."
    if page.live.by_panel:
        yield (
            "The second judgements are taken for right. Sensitivity and specificity, with "
            "their uncertainty, turn each completed cohort into what the panel would find."
        )
    else:
        yield (
            "The second assessors are peers of the first: other assessors add chance and no "
            "bias. Errors of different key questions are drawn apart, so that the chance of "
            "a standard may be a little too wide or narrow where one assessor errs alike in "
            "several."
        )
