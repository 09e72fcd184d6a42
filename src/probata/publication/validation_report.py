"""The report on a score: who was scored, discrimination, calibration, by group.

make_validation_report(found) -> Document
"""

from __future__ import annotations

from probata.analysis.results import Share
from probata.analysis.rounding import number_text, percent_text, rounded
from probata.analysis.validation import GroupValidation, Measure, Validation
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
    show_share,
)
from probata.publication.charts.draw_estimates import draw_estimates
from probata.publication.charts.layout import NARROW, WIDE
from probata.publication.charts.score import (
    collect_score,
    describe_score,
    range_text,
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

Row = tuple[Cell, ...]


def make_validation_report(found: Validation) -> Document:
    """The document; every number comes from `found`."""
    parts: list[Part] = [
        ("summary", "", "Summary", "summary", _summarise(found)),
        ("outcomes", "1", "Outcomes by score", "section", _by_score(found)),
        (
            "groups",
            "2",
            "Discrimination and calibration",
            "section",
            [*_tabulate_groups(found)],
        ),
        ("method", "A", "How it was done", "annex", _describe_method(found)),
    ]
    return assemble_report(_front(found), parts, _provenance(found))


def _front(found: Validation) -> Opening:
    kind = "synthetic people" if found.synthetic else "people"
    facts = [Fact(f"{_n(found):,}", f"{kind} with score and outcome")]
    if found.everybody.auc is not None:
        facts.append(Fact(number_text(found.everybody.auc.value, 2), "area under ROC"))
    return Opening(
        title=f"How well {found.score} tells {found.outcome}",
        subtitle=f"Discrimination and calibration on {found.data_name}",
        series="Report on a score",
        description=f"Discrimination and calibration of {found.score}, by group.",
        synthetic=found.synthetic,
        internal=True,
        facts=tuple(facts),
    )


def _n(found: Validation) -> int:
    return found.everybody.observed.n or 0


def _summarise(found: Validation) -> list[Block]:
    whole = found.everybody
    texts = [
        (
            f"Of {_n(found):,} people with a score and an outcome, {_positive(whole.observed)} "
            f"had the outcome ({found.outcome} = {found.positive})."
        )
    ]
    texts += [
        f"{count:,} more have {reason} and are left out."
        for reason, count in found.left_out.items()
        if count
    ]
    if whole.auc is not None:
        texts.append(
            f"The area under the ROC curve is {_say(whole.auc, 3)}: among pairs of a person "
            "with the outcome and one without, the share in which the first has the "
            "higher score, equal scores counting half. 0.5 is no better than chance."
        )
    if whole.expected is not None and whole.observed.percent is not None:
        texts.append(
            f"The scores expect {number_text(whole.expected, 1)}% on average, where "
            f"{number_text(whole.observed.percent, 1)}% was observed."
        )
    if whole.slope is not None:
        texts.append(f"{_slope_name(found)}: {_say(whole.slope, 3)}.")
    return [
        bullets(texts),
        say(
            "A score says what became of people with such facts on record. An outcome is "
            "what was recorded, so that it also holds who was watched and charged. "
            "Differences between groups are associations, and no single measure decides "
            "whether a score is fair."
        ),
    ]


def _positive(share: Share) -> str:
    return (
        f"{share.positive or 0:,} ({percent_text(share.positive or 0, share.n or 1)}%)"
    )


def _say(measure: Measure, digits: int) -> str:
    value = number_text(measure.value, digits)
    if measure.low is None or measure.high is None:
        return value
    low, high = number_text(measure.low, digits), number_text(measure.high, digits)
    return f"{value} ({low} to {high})"


def _slope_name(found: Validation) -> str:
    if found.scale == "points":
        return "Log odds of the outcome for one point more"
    return "Calibration slope (1 if right)"


def _by_score(found: Validation) -> list[Block]:
    chart = collect_score(found)
    header, rows = _bin_table(found)
    figure = finish_figure(
        "1",
        f"Observed outcomes by {found.score}",
        {layout.name: draw_estimates(chart, layout) for layout in (WIDE, NARROW)},
        describe_score(found),
        FigureData(header, rows, 1),
        "Tenths of the people by score, equal scores together."
        if any(item.lowest != item.highest for item in found.bins)
        else "",
    )
    return [FigureBlock(figure.id, figure, _source(found))]


def _bin_table(found: Validation) -> tuple[Row, tuple[Row, ...]]:
    header = column_headers(
        "Score",
        "Mean score",
        "People",
        "With the outcome",
        "Per cent",
        head_limits(_interval(found)),
    )
    rows = []
    for item in found.bins:
        n, percent, interval = show_share(item.observed)
        mean = show_number(item.mean, 2)
        count = show_count(item.observed.positive)
        label = Cell(range_text(item), "row_header")
        rows.append((label, mean, n, count, percent, interval))
    return header, tuple(rows)


def _tabulate_groups(found: Validation) -> list[TableBlock]:
    groups = (found.everybody, *found.groups)
    discrimination = [
        (_name(item), *_counted(item), *_shown(item.auc, 3)) for item in groups
    ]
    tables = [
        _table(
            found,
            "1",
            "Outcomes and area under the ROC curve, by group",
            (
                "Group",
                "People",
                "With the outcome",
                "Per cent",
                "Area under ROC",
                head_limits(_interval(found)),
            ),
            discrimination,
        )
    ]
    slope = (_slope_name(found), head_limits(f"{_interval(found)} of the slope"))
    if found.scale == "points":
        rows = [(_name(item), *_shown(item.slope, 3)) for item in groups]
        tables.append(_table(found, "2", "Slope, by group", ("Group", *slope), rows))
        return tables
    rows = [
        (
            _name(item),
            _or_none(item.expected, 1),
            _or_none(item.observed.percent, 1),
            *_shown(item.intercept, 3),
            *_shown(item.slope, 3),
            _or_none(item.brier, 3),
        )
        for item in groups
    ]
    header = (
        "Group",
        "Per cent expected",
        "Per cent observed",
        "Intercept (0 if right)",
        head_limits(f"{_interval(found)} of the intercept"),
        *slope,
        "Brier score",
    )
    tables.append(_table(found, "2", "Calibration, by group", header, rows))
    return tables


def _table(
    found: Validation,
    number: str,
    title: str,
    header: tuple[str | Cell, ...],
    rows: list[Row],
) -> TableBlock:
    reasons = dict.fromkeys(
        item.reason for item in (found.everybody, *found.groups) if item.reason
    )
    return TableBlock(
        anchor=make_anchor("table", number),
        number=number,
        title=title,
        header=column_headers(*header),
        rows=tuple(rows),
        notes=tuple(f"Not measured: {reason}." for reason in reasons),
        source=_source(found),
    )


def _name(item: GroupValidation) -> Cell:
    text = f"{item.variable}: {item.group}" if item.variable else "Everybody"
    return Cell(text, "row_header")


def _counted(item: GroupValidation) -> Row:
    n, percent, _ = show_share(item.observed)
    return n, show_count(item.observed.positive), percent


def _shown(measure: Measure | None, digits: int) -> Row:
    none = Shorthand.NOT_AVAILABLE
    if measure is None:
        return (
            show_none("not measured", none),
            show_none("not measured", none, columns=2),
        )
    value = show_number(measure.value, digits)
    if measure.low is None or measure.high is None:
        return value, show_none("no spread", none, columns=2)
    limits = rounded(measure.low, digits), rounded(measure.high, digits)
    return value, show_interval(*limits)


def _or_none(value: float | None, digits: int) -> Cell:
    if value is None:
        return show_none("not measured", Shorthand.NOT_AVAILABLE)
    return show_number(value, digits)


def _interval(found: Validation) -> str:
    return f"{number_text(100 * found.confidence, 0)}% interval"


def _source(found: Validation) -> str:
    if found.synthetic:
        return f"Source: synthetic data, made up ({found.data_name})."
    return f"Source: {found.data_name}."


def _describe_method(found: Validation) -> list[Block]:
    texts = [
        "Percentages are from whole counts, with Wilson's interval.",
        "The interval of the area under the ROC curve is DeLong's.",
    ]
    if found.scale == "points":
        texts.append(
            "The score is a number of points and no probability, so that its calibration "
            "cannot be judged: the slope is that of a logistic regression of the outcome "
            "on the score, with Wald's interval."
        )
    else:
        texts.append(
            "The slope is that of a logistic regression of the outcome on the logit of "
            "the score, the intercept that of the same with the slope held at 1 (Cox "
            "1958), both with Wald's interval. An intercept above 0 means that the "
            "outcome came more often than expected; a slope below 1 that the scores lie "
            "too far apart."
        )
    texts.append(
        "A group with fewer than ten people of either outcome has counts and no measure."
    )
    return [bullets(texts)]


def _provenance(found: Validation) -> tuple[tuple[str, str], ...]:
    return (
        ("Probata", found.probata),
        ("Data", f"{found.data_name} (sha256 {found.data_sha256[:16]})"),
        ("Score", f"{found.score}, {found.scale}"),
        ("Outcome", f"{found.outcome} = {found.positive}"),
    )
