"""The page of a calibration bench: verdicts, severity and drift, hot-spots of guidance.

make_calibration_report(page) -> Document
"""

from __future__ import annotations

from dataclasses import dataclass

from probata.analysis.rounding import number_text, rounded
from probata.assessment.calibration import (
    Assessor,
    Calibration,
    Estimate,
    HotSpot,
)
from probata.publication.anchors import make_anchor
from probata.publication.blocks import bullets, say
from probata.publication.cells import (
    Cell,
    Shorthand,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_number,
)
from probata.publication.charts.bench import (
    LIMITS,
    chart_severity,
    chart_spots,
    describe_severity,
    describe_spots,
)
from probata.publication.charts.draw_estimates import draw_estimates
from probata.publication.charts.layout import NARROW, WIDE
from probata.publication.document import Block, Document, Fact, FigureBlock, TableBlock
from probata.publication.figures import FigureData, finish_figure
from probata.publication.plain_report import Opening, Part, assemble_report

VERDICTS = {"pass": "pass", "not_yet": "not yet", "too_few": "too few answers"}
Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class CalibrationPage:
    """What the page shows; `data_name` is the file of scores."""

    found: Calibration
    synthetic: bool
    data_name: str
    empty: int
    provenance: tuple[tuple[str, str], ...]


def make_calibration_report(page: CalibrationPage) -> Document:
    """The document; every number comes from `page`."""
    parts: list[Part] = [
        ("summary", "", "Verdicts", "summary", _verdicts(page)),
        ("severity", "1", "Severity and drift", "section", _severity(page)),
        (
            "guidance",
            "2",
            "Where guidance is read in two ways",
            "section",
            _spots(page),
        ),
        ("method", "A", "How it was done", "annex", [bullets(_method(page))]),
    ]
    opening = Opening(
        title="Calibration bench",
        subtitle="Assessors against the panel's answers on benchmark cases",
        series="For quality leads: it names colleagues",
        description="Verdicts, severity and drift of assessors, and hot-spots of guidance.",
        synthetic=page.synthetic,
        internal=True,
        facts=[
            Fact(f"{len(page.found.assessors):,}", "assessors"),
            Fact(str(_count(page.found, "pass")), "pass"),
        ],
    )
    return assemble_report(opening, parts, page.provenance)


def _count(found: Calibration, verdict: str) -> int:
    return sum(item.verdict == verdict for item in found.assessors)


def _verdicts(page: CalibrationPage) -> list[Block]:
    rule = page.found.rule
    text = (
        f"An assessor passes who agrees with the panel in more than "
        f"{number_text(100 * rule.threshold, 0)}% of answers with "
        f"{number_text(100 * rule.sure, 0)}% certainty, on {rule.cases} cases and "
        f"{rule.answers} answers or more of the latest occasion."
    )
    rows = [_verdict_row(item) for item in page.found.assessors]
    header = column_headers(
        "Assessor",
        "Latest occasion",
        "Cases",
        "Answers",
        "Agreement (per cent)",
        head_limits(LIMITS),
        "At least (per cent)",
        "Verdict",
    )
    return [say(text), _table(page, "1", "Verdict for each assessor", header, rows)]


def _verdict_row(item: Assessor) -> Cells:
    latest = item.occasions[-1]
    verdict = VERDICTS[item.verdict]
    if item.verdict == "not_yet":
        verdict += ", clearly below" if item.clearly_below else ", may be either"
    return (
        Cell(item.name, "row_header"),
        Cell(latest.occasion),
        show_count(latest.cases),
        show_count(latest.answers),
        *_share(latest.agreement),
        _one(item.at_least),
        Cell(verdict),
    )


def _one(share: float | None) -> Cell:
    if share is None:
        return show_none("too few", Shorthand.NOT_AVAILABLE)
    return show_number(100 * share, 1)


def _share(found: Estimate | None) -> Cells:
    """A share in per cent, or a difference in points, with its limits."""
    if found is None:
        none = Shorthand.NOT_AVAILABLE
        return show_none("too few", none), show_none("", none, columns=2)
    limits = rounded(100 * found.low, 1), rounded(100 * found.high, 1)
    return show_number(100 * found.value, 1), show_interval(*limits, unbroken=True)


def _severity(page: CalibrationPage) -> list[Block]:
    chart = chart_severity(page.found)
    rows = tuple(
        (
            Cell(item.name, "row_header"),
            Cell(occasion.occasion, "row_header"),
            show_count(occasion.cases),
            show_count(occasion.answers),
            *_share(occasion.severity),
            *_share(occasion.agreement),
        )
        for item in page.found.assessors
        for occasion in item.occasions
    )
    columns = column_headers(
        "Assessor",
        "Occasion",
        "Cases",
        "Answers",
        "Severity (points)",
        head_limits(f"{LIMITS} of severity"),
        "Agreement (per cent)",
        head_limits(f"{LIMITS} of agreement"),
    )
    figure = finish_figure(
        "1",
        "Severity of each assessor, occasion by occasion",
        {layout.name: draw_estimates(chart, layout) for layout in (WIDE, NARROW)},
        describe_severity(page.found),
        FigureData(columns, rows, 2),
        "Right of 0: fewer positive answers than the panel's, so harsher.",
    )
    blocks: list[Block] = [FigureBlock(figure.id, figure, _source(page))]
    drifted = [item for item in page.found.assessors if item.drift is not None]
    if not drifted:
        return [*blocks, say("Drift needs two occasions of an assessor.")]
    header = column_headers(
        "Assessor", "From", "To", "Drift (points)", head_limits(LIMITS), "In words"
    )
    table = _table(page, "2", "Drift", header, [_drift_row(item) for item in drifted])
    chance = number_text(0.05 * len(drifted), 1)
    text = (
        f"If nobody had drifted, about {chance} of {len(drifted)} intervals would lie away "
        "from 0 by chance."
    )
    return [*blocks, table, say(text)]


def _drift_row(item: Assessor) -> Cells:
    assert item.drift is not None
    word = "no clear drift"
    if item.drift.low > 0:
        word = "harsher"
    elif item.drift.high < 0:
        word = "more lenient"
    return (
        Cell(item.name, "row_header"),
        Cell(item.occasions[0].occasion),
        Cell(item.occasions[-1].occasion),
        *_share(item.drift),
        Cell(word),
    )


def _spots(page: CalibrationPage) -> list[Block]:
    """Questions with the most disagreement first, by what is at least so."""
    rule = page.found.rule
    known = sorted(
        (item for item in page.found.hot_spots if item.disagreement is not None),
        key=lambda item: -item.disagreement.low if item.disagreement else 0.0,
    )
    few = len(page.found.hot_spots) - len(known)
    blocks: list[Block] = []
    if known:
        chart = chart_spots(known)
        columns = column_headers(
            "Question",
            "Guidance",
            "Answers",
            "Assessors",
            "Cases",
            "Not the panel's (per cent)",
            head_limits(LIMITS),
            "Change from the version before (points)",
            head_limits(f"{LIMITS} of the change"),
        )
        rows = tuple(_spot_row(item) for item in known)
        figure = finish_figure(
            "2",
            "Answers other than the panel's, by question and version of guidance",
            {layout.name: draw_estimates(chart, layout) for layout in (WIDE, NARROW)},
            describe_spots(known),
            FigureData(columns, rows, 2),
            "In the order of what disagreement is at least. Between versions of guidance cases and "
            "assessors differ, too.",
        )
        blocks.append(FigureBlock(figure.id, figure, _source(page)))
        blocks += [bullets(said)] if (said := _changes(known)) else []
    if few:
        blocks.append(
            say(
                f"{few} questions or versions have fewer than {rule.hot_answers} answers or "
                f"{rule.hot_assessors} assessors and are not shown."
            )
        )
    return blocks


def _spot_row(item: HotSpot) -> Cells:
    change: Cells = (show_none(""), show_none("", columns=2))
    if item.change is not None:
        change = _share(item.change)
    return (
        Cell(item.question, "row_header"),
        Cell(item.guidance, "row_header"),
        show_count(item.answers),
        show_count(item.assessors),
        show_count(item.cases),
        *_share(item.disagreement),
        *change,
    )


def _changes(spots: list[HotSpot]) -> list[str]:
    """What each version of guidance did, where the version before is known."""
    said = []
    for item in spots:
        if item.change is None:
            continue
        word = "no clear change"
        if item.change.high < 0:
            word = "less disagreement"
        elif item.change.low > 0:
            word = "more disagreement"
        points = number_text(100 * item.change.value, 0)
        limits = f"{number_text(100 * item.change.low, 0)} to {number_text(100 * item.change.high, 0)}"
        said.append(
            f"{item.question}, guidance {item.guidance}: {points} points ({limits}) from "
            f"the version before: {word}."
        )
    return said


def _table(
    page: CalibrationPage, number: str, title: str, header: Cells, rows: list[Cells]
) -> TableBlock:
    return TableBlock(
        anchor=make_anchor("table", number),
        number=number,
        title=title,
        header=header,
        rows=tuple(rows),
        source=_source(page),
    )


def _source(page: CalibrationPage) -> str:
    if page.synthetic:
        return f"Source: synthetic data, made up ({page.data_name}); says nothing of anybody."
    return f"Source: {page.data_name}."


def _method(page: CalibrationPage) -> list[str]:
    texts = [
        (
            "Cases are the sampling units: answers of one case go together. Limits are score "
            "limits with t on the number of cases less one, as for measures of agreement."
        ),
        (
            "The verdict takes a one-sided limit, so that a few lucky answers do not pass. "
            "It says how sure one is of agreement on cases like these, not how good "
            "anybody's work is."
        ),
        (
            "Severity: the share of answers that the panel judged positive less the share that "
            "the assessor did, neutral answers left out. Drift: its difference between the first "
            "and the latest occasion (Welch's t)."
        ),
    ]
    if page.empty:
        texts.append(f"{page.empty:,} rows without an answer were left out.")
    return texts
