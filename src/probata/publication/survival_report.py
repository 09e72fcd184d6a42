"""The report on time to an event: curves, comparison, Cox regression.

make_survival_report(found) -> Document
"""

from __future__ import annotations

from functools import partial

from probata.analysis.rounding import number_text, p_text, ratio_text
from probata.analysis.survival.results import (
    CoxResult,
    SurvivalResults,
)
from probata.publication.anchors import make_anchor
from probata.publication.blocks import bullets, say
from probata.publication.cells import (
    Cell,
    column_headers,
    show_count,
    show_number,
    show_p,
)
from probata.publication.charts.layout import NARROW, WIDE
from probata.publication.charts.percentages import plural
from probata.publication.charts.survival import (
    describe_survival,
    draw_survival,
    tabulate_survival,
)
from probata.publication.document import (
    Block,
    Document,
    Fact,
    FigureBlock,
    TableBlock,
)
from probata.publication.figures import FigureData, finish_figure
from probata.publication.plain_report import Opening, Part, assemble_report
from probata.publication.survival_tables import make_hazards


def make_survival_report(found: SurvivalResults) -> Document:
    """The document; every number comes from `found`."""
    parts: list[Part] = [
        ("summary", "", "Summary", "summary", _summarise(found)),
        ("curves", "1", "When it happened", "section", _curves(found)),
    ]
    if found.cox:
        cox = _cox(found, found.cox)
        parts.append(("cox", "2", "Cox regression", "section", cox))
    parts.append(("method", "A", "How it was done", "annex", _describe_method(found)))
    return assemble_report(_front(found), parts, _provenance(found))


def _front(found: SurvivalResults) -> Opening:
    kind = (
        f"synthetic {plural(found.unit)}"
        if found.synthetic
        else f"{plural(found.unit)} followed"
    )
    events = sum(curve.events for curve in found.curves)
    return Opening(
        title=f"Time to {found.event}: {found.happened}",
        subtitle=found.title,
        series="Report on time to an event",
        description=f"Kaplan-Meier curves of {found.time}.",
        synthetic=found.synthetic,
        internal=True,
        facts=(Fact(f"{found.cases:,}", kind), Fact(f"{events:,}", "events")),
    )


def _summarise(found: SurvivalResults) -> list[Block]:
    texts = []
    if found.left_out:
        texts.append(
            f"{found.left_out:,} {plural(found.unit)} without a known time or event are left out."
        )
    for curve in found.curves:
        half = (
            "fewer than half in the time observed"
            if curve.median is None
            else f"half had the event by {curve.median:,.4g} {found.time_unit}"
        )
        name = curve.group or "All"
        texts.append(f"{name}: {curve.events:,} of {curve.n:,} had the event; {half}.")
    if found.test:
        texts.append(
            f"Log-rank test that the groups do not differ: chi-square "
            f"{number_text(found.test.statistic, 2)}, {found.test.df} degrees of "
            f"freedom, {p_text(found.test.p)}."
        )
    return [
        bullets(texts),
        say("Differences between groups are associations, and say nothing of causes."),
    ]


def _curves(found: SurvivalResults) -> list[Block]:
    by = f", by {found.by}" if found.by else ""
    headers, columns, rows = tabulate_survival(found)
    draw = partial(draw_survival, found)
    figure = finish_figure(
        "1",
        f"Per cent without the event, by time{by}",
        {layout.name: draw(layout) for layout in (WIDE, NARROW)},
        describe_survival(found),
        FigureData(columns, rows, headers),
        "A curve falls where an event happened. Far to the right few are still followed, "
        "and a curve says little.",
    )
    return [FigureBlock(figure.id, figure, _source(found))]


def _cox(found: SurvivalResults, cox: CoxResult) -> list[Block]:
    lost = [f"{count:,} without {name}" for name, count in cox.lost.items() if count]
    left = f" Left out: {', '.join(lost)}." if lost else ""
    units = plural(found.unit)
    largest = max(cox.terms, key=lambda term: abs(term.estimate / term.standard_error))
    name = largest.category or largest.variable
    return [
        say(
            f"The regression rests on {cox.n:,} {units} with {cox.events:,} events."
            f"{left} All predictors together: chi-square {number_text(cox.statistic, 2)}, "
            f"{cox.df} degrees of freedom, {p_text(cox.p)}. The clearest association is "
            f"that of {name}, hazard ratio {ratio_text(largest.ratio)}."
        ),
        make_hazards(found, cox, "1", "Hazard ratios", _source(found)),
        say(
            "A hazard ratio above 1 goes with the event coming sooner, given the other "
            "predictors. It is taken to be the same at all times; the next table tests "
            "that, and where the curves of groups cross, one ratio misleads."
        ),
        _constant(found, cox),
    ]


def _constant(found: SurvivalResults, cox: CoxResult) -> TableBlock:
    """The tests that each ratio is the same at all times."""
    rows = [
        (
            Cell(item.variable or "All together", "row_header"),
            show_number(item.statistic, 2),
            show_count(item.df),
            show_p(item.p),
        )
        for item in cox.constant
    ]
    return TableBlock(
        anchor=make_anchor("table", "2"),
        number="2",
        title="Is the hazard ratio the same at all times?",
        header=column_headers("Predictor", "Chi-square", "Degrees of freedom", "p"),
        rows=tuple(rows),
        notes=("A small p speaks against one ratio for all times.",),
        source=_source(found),
    )


def _source(found: SurvivalResults) -> str:
    if found.synthetic:
        return f"Source: synthetic data, made up ({found.data_name})."
    return f"Source: {found.data_name}."


def _describe_method(found: SurvivalResults) -> list[Block]:
    texts = [
        (
            "Curves are Kaplan and Meier's (1958). Who leaves at the time of an event was at "
            "risk of it. Limits come from Greenwood's variance on the scale of "
            "log(-log(survival))."
        ),
        (
            "Who leaves is taken to be like those who stay; where death or recall tells of "
            "the risk, the curves are too high or too low."
        ),
    ]
    if found.test:
        texts.append("The groups are compared by Mantel's log-rank test.")
    if found.cox:
        texts.append(
            f"The regression is Cox's (1972), ties by {found.cox.ties.capitalize()}'s "
            "method, intervals and p-values Wald's, the test of all predictors a "
            "likelihood-ratio test. Whether the ratios are the same at all times is "
            "Grambsch and Therneau's score test with the Kaplan-Meier transform."
        )
    return [bullets(texts)]


def _provenance(found: SurvivalResults) -> tuple[tuple[str, str], ...]:
    return (
        ("Probata", found.probata),
        ("Data", f"{found.data_name} (sha256 {found.data_sha256[:16]})"),
        ("Codebook", f"sha256 {found.codebook_sha256[:16]}"),
    )
