"""Odds ratios of a model as a chart on a log scale, in words and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from probata.analysis.claims import model_variable
from probata.analysis.results import Coefficient, ModelResult, Results
from probata.analysis.rounding import number_text, ratio_text, rounded_ratio
from probata.analysis.study import FigureSpec, Study
from probata.analysis.terms import is_product, label_column, label_term
from probata.phrases import phrase
from probata.publication.cells import (
    Cell,
    Shorthand,
    column_headers,
    head_limits,
    show_count,
    show_interval,
    show_none,
    show_suppressed,
    show_value,
)
from probata.publication.charts.data_table import Behind
from probata.publication.charts.estimates import EstimateChart, Group, Point, Row, Style
from probata.publication.charts.scale import ratio_scale
from probata.publication.charts.text_width import NO_BREAK
from probata.publication.language import translate, translate_count
from probata.publication.reasons import explain_missing

# Of more ratios clear of 1 than this, the text alternative names the ends alone.
_NAMED = 8
_MOST = 1000
_SIDES = {
    "above": phrase("Clear of 1 and above it: {ratios}."),
    "below": phrase("Clear of 1 and below it: {ratios}."),
}
CLEAR, UNCLEAR = phrase("Interval clear of 1"), phrase("Interval includes 1")
GONE = {
    "aliased": phrase("dropped"),
    "empty": phrase("no cases"),
    "suppressed": phrase("not shown"),
}


@dataclass(frozen=True)
class Term:
    """A parameter of the model and what readers call it."""

    variable: str
    category: str
    estimate: Coefficient

    @property
    def name(self) -> str:
        return f"{self.variable}: {self.category}"

    @property
    def ratio(self) -> float:
        return self.estimate.odds_ratio or 0.0

    @property
    def limits(self) -> tuple[float, float] | None:
        """The interval; None where there is no estimate to print."""
        low, high = self.estimate.ci_low, self.estimate.ci_high
        if self.estimate.odds_ratio is None or low is None or high is None:
            return None
        return low, high

    @property
    def digits(self) -> int:
        # One year or one sanction more moves odds little: a third decimal shows it.
        return 2 if self.estimate.category else 3


def list_terms(spec: FigureSpec, study: Study, results: Results) -> list[Term]:
    """The parameters of the figure's model, all or those of its variables."""
    model, book = results.model(spec.models[0]), study.codebook
    wanted = {model_variable(model, name, study) for name in spec.variables}
    return [
        Term(
            label_term(book, item.variable),
            label_column(book, item.variable, item.category, translate)
            if item.category
            else translate("one more"),
            item,
        )
        for item in model.coefficients
        if item.block and (not wanted or item.variable in wanted)  # no constant
    ]


def collect_odds(spec: FigureSpec, study: Study, results: Results) -> EstimateChart:
    """A group a variable, headed by its reference, and a row a parameter."""
    model, terms = results.model(spec.models[0]), list_terms(spec, study, results)
    limits = [item.limits for item in terms if item.limits is not None]
    outcome = study.file.outcome.phrase or study.codebook.label(
        study.file.outcome.variable
    )
    return EstimateChart(
        groups=tuple(_groups(terms, model, study)),
        scale=ratio_scale(end for pair in limits for end in pair),
        key=(("solid", translate(CLEAR)), ("open", translate(UNCLEAR))),
        interval_title=interval_title(results),
        axis_title=translate(
            "Odds ratio for “{outcome}” (log scale). Right of 1: higher odds; left of "
            "1: lower odds.",
            outcome=outcome,
        ),
    )


def interval_title(results: Results) -> str:
    return translate(
        "{level}% confidence interval", level=f"{results.confidence * 100:g}"
    )


def _groups(terms: Sequence[Term], model: ModelResult, study: Study) -> Iterator[Group]:
    book = study.codebook
    for variable in dict.fromkeys(item.estimate.variable for item in terms):
        own = [item for item in terms if item.estimate.variable == variable]
        heading = own[0].variable
        if variable in model.references:
            reference = book.category_label(variable, model.references[variable])
            heading = translate(
                "{variable} (compared with: {reference})",
                variable=heading,
                reference=reference,
            )
        elif not is_product(variable) and (unit := book[variable].unit):
            heading = translate("{variable} (in {unit})", variable=heading, unit=unit)
        yield Group(heading, tuple(_row(item) for item in own))


def _row(term: Term) -> Row:
    item, limits = term.estimate, term.limits
    label = term.category[:1].upper() + term.category[1:]
    if item.category and item.n is not None:
        label = translate(
            "{category} (n\u00a0=\u00a0{count})", category=label, count=f"{item.n:,}"
        )
    if limits is None:
        return Row(label, missing=_say_missing(term))
    return Row(label, (make_point(term.ratio, *limits, term.digits),))


def make_point(ratio: float, low: float, high: float, digits: int = 2) -> Point:
    """An odds ratio as a point: solid where its interval is clear of 1."""
    shown = [short_ratio(ratio, digits)]
    for end in (low, high):
        rounded = ratio_text(end, digits)
        # A limit that would read as 1 gets a digit more, to show its side.
        shown.append(short_ratio(end, digits + (float(rounded.replace(",", "")) == 1)))
    words = translate(
        "{estimate} ({low} to {high})", estimate=shown[0], low=shown[1], high=shown[2]
    )
    style: Style = "open" if low <= 1 <= high else "solid"
    return Point(ratio, low, high, style, words.replace(" ", NO_BREAK))


def short_ratio(value: float, digits: int) -> str:
    """An odds ratio as written beside its point, where a long number has no room."""
    if value >= _MOST:
        return translate("over\u00a0{number}", number=f"{_MOST:,}")
    if value < 1 / _MOST:
        return translate("under 0.001")
    return ratio_text(value, digits)


def _say_missing(term: Term) -> str:
    word = translate(GONE.get(term.estimate.status, phrase("not estimated")))
    reason = explain_missing(term.estimate)
    return f"{word}: {reason}" if reason else word


# --- the same in words, and as a table ---------------------------------------------


def describe_odds(spec: FigureSpec, study: Study, results: Results) -> str:
    """Which odds ratios are clear of 1 and on which side, the ends, what is not drawn."""
    terms = list_terms(spec, study, results)
    drawn = [item for item in terms if item.limits is not None]
    level = number_text(100 * results.confidence, 0)
    model = results.model(spec.models[0]).label
    sentences = [
        translate(
            "Chart of {number} odds ratios of {model}, with {level}% intervals, on a "
            "log scale.",
            number=len(drawn),
            model=model,
            level=level,
        )
    ]
    clear = [item for item in drawn if _side(item)]
    if drawn:
        sentences += _clear(clear, len(drawn))
        sentences.append(_ends(drawn))
    sentences += [
        translate(
            "Not drawn: {name}, {reason}.", name=item.name, reason=_say_missing(item)
        )
        for item in terms
        if item.limits is None
    ]
    return " ".join(sentences)


def _side(term: Term) -> str:
    """On which side of 1 the whole interval lies; empty where it includes 1."""
    assert term.limits is not None
    low, high = term.limits
    return "above" if low > 1 else "below" if high < 1 else ""


def _clear(clear: list[Term], drawn: int) -> Iterator[str]:
    if not clear:
        yield translate("Every interval includes 1.")
        return
    for side, text in _SIDES.items():
        found = [item for item in clear if _side(item) == side]
        if not found:
            continue
        named = "; ".join(_value(item) for item in found)
        yield translate(text, ratios=named if len(clear) <= _NAMED else len(found))
    rest = drawn - len(clear)
    if rest:
        yield translate_count(
            "The interval of the other {count} includes 1.",
            "The intervals of the other {count} include 1.",
            rest,
        )


def _value(term: Term) -> str:
    return f"{term.name}, {short_ratio(term.ratio, term.digits)}"


def _ends(drawn: list[Term]) -> str:
    if len(drawn) == 1:
        return translate(
            "It is {ratio}: {name}.",
            ratio=short_ratio(drawn[0].ratio, drawn[0].digits),
            name=drawn[0].name,
        )
    high = max(drawn, key=lambda item: item.ratio)
    low = min(drawn, key=lambda item: item.ratio)
    return translate(
        "The largest is {high}; the smallest {low}.", high=_value(high), low=_value(low)
    )


def tabulate_odds(spec: FigureSpec, study: Study, results: Results) -> Behind:
    """Every parameter with its reference, cases, odds ratio, interval and reason."""
    model, book = results.model(spec.models[0]), study.codebook
    rows = []
    for term in list_terms(spec, study, results):
        item = term.estimate
        reference = model.references.get(item.variable)
        against = (
            book.category_label(item.variable, reference)
            if reference
            else translate("none")
        )
        rows.append(
            (
                Cell(term.variable, "row_header"),
                Cell(term.category, "row_header"),
                Cell(against),
                show_none("") if _unnumbered(item) else show_count(item.n),
                *_numbers(term),
            )
        )
    columns = column_headers(
        translate("Variable"),
        translate("Category"),
        translate("Compared with"),
        translate("Cases (n)"),
        translate("Odds ratio"),
        head_limits(interval_title(results)),
    )
    return 2, columns, tuple(rows)


def _unnumbered(item: Coefficient) -> bool:
    """Whether there is no count to show, not even a suppressed one."""
    return item.n is None and item.status != "suppressed"


def _numbers(term: Term) -> tuple[Cell, ...]:
    if term.estimate.status == "suppressed":
        return show_suppressed(), show_suppressed(columns=2)
    if term.limits is None:
        said = _say_missing(term)
        gone = Shorthand.NOT_AVAILABLE
        return show_none(said, gone, remark=said), show_none(
            translate("none"), gone, columns=2
        )
    ratio, *limits = (
        rounded_ratio(value, term.digits) for value in (term.ratio, *term.limits)
    )
    return show_value(ratio), show_interval(limits[0], limits[1])
