"""An interaction of a model as a chart: odds ratios, or percentages, within a moderator."""

from __future__ import annotations

from dataclasses import dataclass

from probata.analysis.claims import find_interaction, find_share
from probata.analysis.results import Results, Share
from probata.analysis.rounding import number_text, percent_text, rounded, rounded_ratio
from probata.analysis.study import FigureSpec, Study
from probata.analysis.term_results import CombinedShare, InteractionResult, SimpleOdds
from probata.phrases import phrase
from probata.publication.cells import (
    Cell,
    Shorthand,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_number,
    show_percent,
    show_suppressed,
    show_value,
)
from probata.publication.charts.data_table import Behind
from probata.publication.charts.estimates import EstimateChart, Group, Point, Row
from probata.publication.charts.odds import CLEAR, UNCLEAR, interval_title, make_point
from probata.publication.charts.percentages import plural
from probata.publication.charts.scale import percent_scale, ratio_scale
from probata.publication.charts.text_width import NO_BREAK
from probata.publication.language import translate, translate_found

WORDS = phrase("{percent} ({low} to {high})")


@dataclass(frozen=True)
class Named:
    """An interaction with what readers call its variables and their categories."""

    found: InteractionResult
    study: Study
    model: str

    @property
    def variable(self) -> str:
        return self.study.codebook.label(self.found.variable)

    @property
    def moderator(self) -> str:
        return self.study.codebook.label(self.found.within)

    def category(self, category: str) -> str:
        return self._name(self.found.variable, category)

    def level(self, level: str) -> str:
        return self._name(self.found.within, level)

    def levels(self) -> list[str]:
        return list(dict.fromkeys(item.within for item in self.found.shares))

    def _name(self, variable: str, category: str) -> str:
        book = self.study.codebook
        if book[variable].is_categorical:
            return book.category_label(variable, category)
        if not category:
            return translate("one more")
        unit = book[variable].unit
        return f"{category} {unit}" if unit else category


def name_interactions(spec: FigureSpec, study: Study, results: Results) -> list[Named]:
    """The interactions that a figure shows, one for each of its variables."""
    model = results.model(spec.models[0])
    found = (find_interaction(model, name, spec.by or "") for name in spec.variables)
    return [Named(item, study, model.label) for item in found if item is not None]


def _outcome(study: Study) -> str:
    outcome = study.file.outcome
    return outcome.phrase or study.codebook.label(outcome.variable)


def _heading(named: Named, level: str, several: bool) -> str:
    text = f"{named.moderator}: {named.level(level)}"
    return f"{named.variable}. {text}" if several else text


# --- odds ratios ---------------------------------------------------------------------


def collect_within(spec: FigureSpec, study: Study, results: Results) -> EstimateChart:
    """A group a category of the moderator, a row an odds ratio in it."""
    interactions = name_interactions(spec, study, results)
    several = len(interactions) > 1
    ends = [
        end
        for named in interactions
        for item in named.found.odds
        for end in (item.ci_low, item.ci_high)
        if end is not None
    ]
    return EstimateChart(
        groups=tuple(
            Group(
                _heading(named, level, several),
                tuple(
                    _odds_row(named, item)
                    for item in named.found.odds
                    if item.within == level
                ),
            )
            for named in interactions
            for level in named.levels()
        ),
        scale=ratio_scale(ends),
        key=(("solid", translate(CLEAR)), ("open", translate(UNCLEAR))),
        interval_title=interval_title(results),
        axis_title=translate(
            "Odds ratio for “{outcome}” (log scale). Right of 1: higher odds; left of "
            "1: lower odds.",
            outcome=_outcome(study),
        ),
    )


def _label(name: str, n: int | None) -> str:
    label = name[:1].upper() + name[1:]
    if n is None:
        return label
    return translate(
        "{category} (n\u00a0=\u00a0{count})", category=label, count=f"{n:,}"
    )


def _odds_row(named: Named, item: SimpleOdds) -> Row:
    label = _label(named.category(item.category), item.n)
    if item.odds_ratio is None or item.ci_low is None or item.ci_high is None:
        return Row(label, missing=translate_found(item.reason))
    digits = 2 if item.category else 3
    return Row(label, (make_point(item.odds_ratio, item.ci_low, item.ci_high, digits),))


def describe_within(spec: FigureSpec, study: Study, results: Results) -> str:
    """Every odds ratio with its interval, by category of the moderator."""
    sentences = []
    for named in name_interactions(spec, study, results):
        sentences.append(
            translate(
                "Chart of odds ratios of {variable} in {model}, within categories of "
                "{moderator}, on a log scale.",
                variable=named.variable,
                model=named.model,
                moderator=named.moderator,
            )
        )
        for level in named.levels():
            rows = [item for item in named.found.odds if item.within == level]
            said = "; ".join(
                f"{named.category(item.category)} {_say_odds(named, item)}"
                for item in rows
            )
            sentences.append(f"{named.level(level)}: {said}.")
    return " ".join(sentences)


def _say_odds(named: Named, item: SimpleOdds) -> str:
    row = _odds_row(named, item)
    return row.points[0].words.replace(NO_BREAK, " ") if row.points else row.missing


def note_within(spec: FigureSpec, study: Study, results: Results) -> str:
    """What is compared with what, and by which test the categories differ."""
    book, said = study.codebook, []
    for named in name_interactions(spec, study, results):
        if book[named.found.variable].is_categorical:
            reference = book.reference(named.found.variable)
            against = book.category_label(named.found.variable, reference)
            said.append(
                translate(
                    "“{variable}” is compared with “{reference}” within each category of "
                    "“{moderator}”.",
                    variable=named.variable,
                    reference=against,
                    moderator=named.moderator,
                )
            )
    caution = translate(
        "That one interval includes 1 and another does not is no evidence that they "
        "differ; the joint test of the interaction is."
    )
    return " ".join([*said, caution])


def tabulate_within(spec: FigureSpec, study: Study, results: Results) -> Behind:
    """A row an odds ratio."""
    rows = tuple(
        row
        for named in name_interactions(spec, study, results)
        for row in odds_rows(named)
    )
    columns = column_headers(
        translate("Within"),
        translate("Category"),
        translate("Cases (n)"),
        translate("Odds ratio"),
        head_limits(interval_title(results)),
    )
    return 2, columns, rows


def odds_rows(named: Named) -> list[tuple[Cell, ...]]:
    """Moderator, category, cases, odds ratio and interval of each."""
    return [
        (
            Cell(f"{named.moderator}: {named.level(item.within)}", "row_header"),
            Cell(f"{named.variable}: {named.category(item.category)}", "row_header"),
            show_count(item.n),
            *_odds_cells(item),
        )
        for item in named.found.odds
    ]


def _odds_cells(item: SimpleOdds) -> tuple[Cell, ...]:
    if item.status == "suppressed":
        return show_suppressed(), show_suppressed(columns=2)
    if item.odds_ratio is None or item.ci_low is None or item.ci_high is None:
        said, gone = translate_found(item.reason), Shorthand.NOT_AVAILABLE
        none = translate("none")
        return show_none(none, gone, remark=said), show_none(none, gone, columns=2)
    digits = 2 if item.category else 3
    ratio, *ends = (
        rounded_ratio(value, digits)
        for value in (item.odds_ratio, item.ci_low, item.ci_high)
    )
    return show_value(ratio), show_interval(ends[0], ends[1])


# --- percentages ---------------------------------------------------------------------


def collect_combined(
    spec: FigureSpec, study: Study, results: Results, end: tuple[int, int]
) -> EstimateChart:
    """A group a category of the moderator, in each row the share as found and adjusted."""
    interactions = name_interactions(spec, study, results)
    several = len(interactions) > 1
    outcome = _outcome(study)
    return EstimateChart(
        groups=tuple(
            Group(
                _heading(named, level, several),
                tuple(
                    _share_row(named, item, results)
                    for item in named.found.shares
                    if item.within == level
                ),
            )
            for named in interactions
            for level in named.levels()
        ),
        scale=percent_scale(end),
        key=(
            ("open", translate("As found")),
            ("solid", translate("Adjusted by the model")),
        ),
        interval_title=interval_title(results),
        axis_title=translate(
            "{measure} (per cent of {units})",
            measure=outcome[:1].upper() + outcome[1:],
            units=plural(study.codebook.header.unit),
        ),
    )


def _as_found(named: Named, item: CombinedShare, results: Results) -> Share | None:
    found = named.found
    return find_share(results, found.variable, item.category, found.within, item.within)


def _share_row(named: Named, item: CombinedShare, results: Results) -> Row:
    points = []
    found = _as_found(named, item, results)
    if found is not None and found.positive is not None and found.n:
        percent = percent_text(found.positive, found.n, 0)
        points.append(_point(percent, found, "open"))
    if item.percent is not None:
        points.append(_point(number_text(item.percent, 0), item, "solid"))
    missing = "" if item.percent is not None else translate("not adjusted")
    return Row(_label(named.category(item.category), item.n), tuple(points), missing)


def _point(percent: str, share: Share | CombinedShare, style: str) -> Point:
    assert share.percent is not None and share.ci_low is not None
    assert share.ci_high is not None
    limits = {"low": share.ci_low, "high": share.ci_high}
    ends = {key: number_text(value, 0) for key, value in limits.items()}
    words = translate(WORDS, percent=f"{percent}%", **ends)
    return Point(
        share.percent,
        share.ci_low,
        share.ci_high,
        "open" if style == "open" else "solid",
        words.replace(" ", NO_BREAK),
    )


def describe_combined(spec: FigureSpec, study: Study, results: Results) -> str:
    """Every percentage, as found and adjusted, by category of the moderator."""
    sentences = []
    for named in name_interactions(spec, study, results):
        sentences.append(
            translate(
                "Chart of percentages by {variable} within categories of {moderator}, as "
                "found and adjusted by {model}.",
                variable=named.variable,
                moderator=named.moderator,
                model=named.model,
            )
        )
        for level in named.levels():
            own = [item for item in named.found.shares if item.within == level]
            said = "; ".join(_say_share(named, item, results) for item in own)
            sentences.append(f"{named.level(level)}: {said}.")
    return " ".join(sentences)


def _say_share(named: Named, item: CombinedShare, results: Results) -> str:
    row = _share_row(named, item, results)
    said = [point.words.replace(NO_BREAK, " ") for point in row.points]
    shown = ", ".join([*said, *([row.missing] if row.missing else [])])
    return f"“{named.category(item.category)}” {shown}"


def tabulate_combined(spec: FigureSpec, study: Study, results: Results) -> Behind:
    """A row a combination."""
    rows = tuple(
        row
        for named in name_interactions(spec, study, results)
        for row in share_rows(named, results)
    )
    level = interval_title(results)
    columns = column_headers(
        translate("Within"),
        translate("Category"),
        translate("Cases (n)"),
        translate("Per cent as found"),
        translate("Per cent adjusted"),
        head_limits(translate("{interval}, adjusted", interval=level)),
    )
    return 2, columns, rows


def share_rows(named: Named, results: Results) -> list[tuple[Cell, ...]]:
    """Moderator, category, cases of the model, share as found, adjusted, interval."""
    return [
        (
            Cell(f"{named.moderator}: {named.level(item.within)}", "row_header"),
            Cell(f"{named.variable}: {named.category(item.category)}", "row_header"),
            show_count(item.n),
            _found_cell(_as_found(named, item, results)),
            *_adjusted_cells(item),
        )
        for item in named.found.shares
    ]


def _found_cell(share: Share | None) -> Cell:
    if share is None:  # a number has no cases of its own
        return show_none("", Shorthand.NOT_APPLICABLE)
    if share.positive is None or share.n is None:
        return show_suppressed()
    if not share.n:
        return show_none(translate("no cases"))
    return show_percent(share.positive, share.n)


def _adjusted_cells(item: CombinedShare) -> tuple[Cell, ...]:
    if item.percent is None or item.ci_low is None or item.ci_high is None:
        gone = Shorthand.NOT_AVAILABLE
        none = translate("not adjusted")
        return show_none(none, gone), show_none(none, gone, columns=2)
    limits = rounded(item.ci_low, 1), rounded(item.ci_high, 1)
    return show_number(item.percent, 1), show_interval(*limits)
