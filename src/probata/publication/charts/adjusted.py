"""Percentages as found beside those adjusted by a model, in words and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from probata.analysis.results import AdjustedShare, Results, Share
from probata.analysis.rounding import count_text, number_text, percent_text, rounded
from probata.analysis.study import FigureSpec, Study
from probata.phrases import phrase
from probata.publication.cells import (
    Cell,
    Shorthand,
    column_headers,
    head_limits,
    show_interval,
    show_none,
    show_number,
    show_share,
)
from probata.publication.charts.data_table import Behind
from probata.publication.charts.estimates import EstimateChart, Group, Point, Row
from probata.publication.charts.odds import interval_title
from probata.publication.charts.percentages import plural
from probata.publication.charts.scale import percent_scale
from probata.publication.charts.text_width import NO_BREAK
from probata.publication.language import translate

FOUND = phrase("{percent} ({low} to {high}) as found")
ADJUSTED = phrase("{percent} ({low} to {high}) adjusted")


@dataclass(frozen=True)
class Pair:
    """One category of a variable: its share as found, and by the model (None: no number)."""

    variable: str
    category: str
    found: Share
    adjusted: AdjustedShare | None


def list_pairs(spec: FigureSpec, study: Study, results: Results) -> list[Pair]:
    """Each category of the figure's variables, in the order of the codebook."""
    book = study.codebook
    adjusted = {
        (name, item.category): item
        for name in spec.variables
        for item in results.model(spec.model_of(name)).adjusted
        if item.variable == name
    }
    return [
        Pair(
            name,
            book.category_label(name, item.category),
            item,
            adjusted.get((name, item.category)),
        )
        for name in spec.variables
        for item in results.frequencies[name].categories
    ]


def collect_adjusted(
    spec: FigureSpec, study: Study, results: Results, end: tuple[int, int]
) -> EstimateChart:
    """A group a variable, a row a category, in it the two percentages."""
    pairs = list_pairs(spec, study, results)
    phrase = study.file.outcome.phrase or study.codebook.label(
        study.file.outcome.variable
    )
    unit = plural(study.codebook.header.unit)
    return EstimateChart(
        groups=tuple(
            Group(
                study.codebook.label(name),
                tuple(_row(pair) for pair in pairs if pair.variable == name),
            )
            for name in spec.variables
        ),
        scale=percent_scale(end),
        key=(
            ("open", translate("As found")),
            ("solid", translate("Adjusted by the model")),
        ),
        interval_title=interval_title(results),
        axis_title=translate(
            "{measure} (per cent of {units})",
            measure=phrase[:1].upper() + phrase[1:],
            units=unit,
        ),
    )


def _row(pair: Pair) -> Row:
    label = translate(
        "{category} (n\u00a0=\u00a0{count})",
        category=pair.category,
        count=count_text(pair.found.n),
    )
    points, gone = [], []
    found, adjusted = pair.found, pair.adjusted
    if found.percent is None or found.ci_low is None or found.ci_high is None:
        gone.append(_percent(found))
    else:
        words = _words(FOUND, _percent(found), found.ci_low, found.ci_high)
        points.append(Point(found.percent, found.ci_low, found.ci_high, "open", words))
    if adjusted is None:
        gone.append(translate("not adjusted"))
    else:
        percent = f"{number_text(adjusted.percent, 0)}%"
        words = _words(ADJUSTED, percent, adjusted.ci_low, adjusted.ci_high)
        points.append(
            Point(adjusted.percent, adjusted.ci_low, adjusted.ci_high, "solid", words)
        )
    return Row(label, tuple(points), "; ".join(gone))


def _percent(share: Share) -> str:
    if share.n is None or share.positive is None:
        return translate("suppressed")
    if not share.n:
        return translate("no cases")
    return f"{percent_text(share.positive, share.n, 0)}%"


def _words(text: str, percent: str, low: float, high: float) -> str:
    limits = {"low": number_text(low, 0), "high": number_text(high, 0)}
    return translate(text, percent=percent, **limits).replace(" ", NO_BREAK)


# --- the same in words, and as a table ---------------------------------------------


def describe_adjusted(spec: FigureSpec, study: Study, results: Results) -> str:
    """Both percentages of each category, and which move beyond the interval as found."""
    unit = plural(study.codebook.header.unit)
    pairs = list_pairs(spec, study, results)
    by = translate("a model")
    if len(spec.models) == 1:
        by = results.model(spec.models[0]).label
    sentences = [
        translate(
            "Chart of the percentages of {units} as found, and adjusted by {model}, "
            "each with its interval.",
            units=unit,
            model=by,
        )
    ]
    for name in spec.variables:
        own = [pair for pair in pairs if pair.variable == name]
        said = "; ".join(_both(pair) for pair in own)
        sentences.append(f"{study.codebook.label(name)}: {said}.")
        sentences += _spread(own)
    return " ".join([*sentences, *_moved(pairs, study)])


def _both(pair: Pair) -> str:
    found = _percent(pair.found)
    if pair.adjusted is None:
        return translate(
            "“{category}” {found}, not adjusted", category=pair.category, found=found
        )
    return translate(
        "“{category}” {found}, adjusted {adjusted}%",
        category=pair.category,
        found=found,
        adjusted=number_text(pair.adjusted.percent, 0),
    )


def _spread(own: list[Pair]) -> Iterator[str]:
    """The distance from the lowest to the highest category, of the percentages as said."""
    raw = [
        int(_percent(pair.found).removesuffix("%"))
        for pair in own
        if pair.found.percent is not None
    ]
    fitted = [
        int(number_text(pair.adjusted.percent, 0))
        for pair in own
        if pair.adjusted is not None
    ]
    if len(raw) > 1 and len(fitted) == len(raw):
        before, after = (max(shares) - min(shares) for shares in (raw, fitted))
        yield translate(
            "From lowest to highest: {before} points as found, {after} adjusted.",
            before=before,
            after=after,
        )


def _moved(pairs: list[Pair], study: Study) -> Iterator[str]:
    both = [
        (pair, pair.found.ci_low, pair.adjusted.percent, pair.found.ci_high)
        for pair in pairs
        if pair.adjusted is not None
    ]
    known = [
        (pair, low is not None and high is not None and not low <= value <= high)
        for pair, low, value, high in both
    ]
    moved = [pair for pair, out in known if out]
    if moved:
        names = "; ".join(
            f"{study.codebook.label(pair.variable)}, “{pair.category}”"
            for pair in moved
        )
        yield translate(
            "Outside the interval of the percentage as found once adjusted: {names}.",
            names=names,
        )
    elif known:
        yield translate(
            "No adjusted percentage lies outside the interval of that as found."
        )


def note_adjusted(spec: FigureSpec, study: Study, results: Results) -> str:
    """What the two percentages are counted on."""
    unit = plural(study.codebook.header.unit)
    models = dict.fromkeys(spec.model_of(name) for name in spec.variables)
    used = [_say_model(name, spec, study, results) for name in models]
    note = translate(
        "As found: all {units} with a known answer, unadjusted. Adjusted: the average "
        "that the model gives if all {units} that it can use had the answer and were "
        "otherwise as they are ({cases}). It is an association, not an effect.",
        units=unit,
        cases="; ".join(used),
    )
    if all(pair.adjusted for pair in list_pairs(spec, study, results)):
        return note
    gone = translate("Not adjusted: the model has a term that has no estimate.")
    return f"{note} {gone}"


def _say_model(name: str, spec: FigureSpec, study: Study, results: Results) -> str:
    model = results.model(name)
    said = f"{model.label}: {model.complete_cases.used:,}"
    if len(spec.models) == 1:
        return said
    own = [item for item in spec.variables if spec.model_of(item) == name]
    return translate(
        "{variables} by {model}",
        variables=", ".join(study.codebook.label(item) for item in own),
        model=said,
    )


def tabulate_adjusted(spec: FigureSpec, study: Study, results: Results) -> Behind:
    """Both percentages of each category with their intervals."""
    rows = tuple(
        (
            Cell(study.codebook.label(pair.variable), "row_header"),
            Cell(pair.category, "row_header"),
            *show_share(pair.found),
            *_fitted(pair.adjusted),
        )
        for pair in list_pairs(spec, study, results)
    )
    level = interval_title(results)
    columns = column_headers(
        translate("Variable"),
        translate("Category"),
        translate("Number of {units}", units=plural(study.codebook.header.unit)),
        translate("Per cent as found"),
        head_limits(translate("{interval}, as found", interval=level)),
        translate("Per cent adjusted"),
        head_limits(translate("{interval}, adjusted", interval=level)),
    )
    return 2, columns, rows


def _fitted(share: AdjustedShare | None) -> tuple[Cell, ...]:
    if share is None:
        gone = Shorthand.NOT_AVAILABLE
        said = translate("not adjusted")
        return show_none(said, gone), show_none(said, gone, columns=2)
    limits = rounded(share.ci_low, 1), rounded(share.ci_high, 1)
    return show_number(share.percent, 1), show_interval(*limits)
