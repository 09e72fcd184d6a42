"""How well questions work: as charts, as tables, and in words."""

from __future__ import annotations

from collections.abc import Sequence

from probata.analysis.performance_results import (
    FactorResult,
    Limited,
    PerformanceResult,
    ScaleResult,
)
from probata.analysis.results import Results
from probata.analysis.rounding import number_text, rounded
from probata.analysis.study import Study
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
from probata.publication.charts.data_table import Behind
from probata.publication.charts.estimates import EstimateChart, Group, Point, Row, Style
from probata.publication.charts.scale import Scale
from probata.publication.language import translate, translate_found

_STEPS = (-1.0, -0.8, -0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def found_of(results: Results) -> PerformanceResult:
    """The results of `[performance]`, which the rules have made sure are there."""
    assert results.performance is not None
    return results.performance


def _unit_scale(values: Sequence[float]) -> Scale:
    """From 0, or the step below the least value, to 1."""
    least = min([0.0, *values])
    ticks = [step for step in _STEPS if step >= 0 or step > least - 0.2]
    return Scale(tuple((at, f"{at:.1f}") for at in ticks), False, 0.0)


def _point(found: Limited, style: Style) -> Point:
    words = translate(
        "{value} ({low} to {high})",
        value=number_text(found.value, 2),
        low=number_text(found.low, 2),
        high=number_text(found.high, 2),
    )
    return Point(found.value, found.low, found.high, style, words)


def interval_name() -> str:
    """What the limits of these measures are called; they do not follow the study's level."""
    return translate("{level}% interval", level="95")


def collect_critical(study: Study, results: Results) -> EstimateChart:
    """A group a key question, a row a prompt: phi with its interval."""
    groups = []
    for scale in found_of(results).scales:
        rows = tuple(
            Row(
                study.codebook.label(item.prompt),
                (_point(item.phi, "solid"),) if item.phi else (),
                "" if item.phi else translate_found(item.reason),
            )
            for item in scale.prompts
        )
        groups.append(Group(study.codebook.label(scale.key_question), rows))
    lows = [
        item.phi.low
        for scale in found_of(results).scales
        for item in scale.prompts
        if item.phi
    ]
    return EstimateChart(
        groups=tuple(groups),
        scale=_unit_scale(lows),
        key=(("solid", translate("Prompt met or not, with its key question")),),
        interval_title=interval_name(),
        axis_title=translate("Phi (0: nothing in common; 1: always alike)"),
    )


def collect_coherent(study: Study, results: Results) -> EstimateChart:
    """A group a key question: alpha of its prompts, and alpha without each."""
    groups = []
    values: list[float] = []
    for scale in found_of(results).scales:
        rows = [_alpha_row(scale)]
        for item in scale.items:
            label = translate(
                "without \u201c{prompt}\u201d", prompt=study.codebook.label(item.prompt)
            )
            if item.dropped is None:
                continue  # of two prompts, the other alone has no alpha
            values.append(item.dropped)
            words = number_text(item.dropped, 2)
            point = Point(item.dropped, item.dropped, item.dropped, "open", words)
            rows.append(Row(label, (point,)))
        values += [scale.alpha.low] if scale.alpha else []
        groups.append(Group(study.codebook.label(scale.key_question), tuple(rows)))
    return EstimateChart(
        groups=tuple(groups),
        scale=_unit_scale(values),
        key=(
            ("solid", translate("All prompts")),
            ("open", translate("Without one of them")),
        ),
        interval_title=interval_name(),
        axis_title=translate("Alpha (KR-20)"),
    )


def _alpha_row(scale: ScaleResult) -> Row:
    label = translate("all prompts")
    if scale.alpha is None:
        return Row(label, (), translate_found(scale.reason))
    return Row(label, (_point(scale.alpha, "solid"),))


def collect_scree(study: Study, results: Results) -> EstimateChart:
    """A row an eigenvalue, beside that of shuffled answers."""
    found = factors_of(results)
    rows = tuple(
        Row(
            str(at),
            (
                Point(value, value, value, "solid", number_text(value, 2)),
                Point(chance, chance, chance, "open", number_text(chance, 2)),
            ),
        )
        for at, (value, chance) in enumerate(
            zip(found.eigenvalues, found.random, strict=True), 1
        )
    )
    most = max([1.0, *found.eigenvalues])
    step = next(step for step in (0.5, 1.0, 2.0, 5.0, 50.0) if most <= 7 * step)
    ticks = [step * at for at in range(int(most // step) + 2)]
    return EstimateChart(
        groups=(Group(translate("Eigenvalue"), rows),),
        scale=Scale(tuple((at, f"{at:g}") for at in ticks), False, 0.0),
        key=(
            ("solid", translate("Of the answers")),
            ("open", translate("Of shuffled answers, 95th percentile")),
        ),
        interval_title="",
        axis_title=translate("Eigenvalue of the correlations"),
    )


def factors_of(results: Results) -> FactorResult:
    """The factors; the rules have made sure that they were asked for."""
    found = found_of(results).factors
    assert found is not None
    return found


def describe_critical(study: Study, results: Results) -> str:
    """Every prompt's phi, in words."""
    said = "; ".join(
        translate(
            "{key_question}, {prompt}: {value}",
            key_question=study.codebook.label(scale.key_question),
            prompt=study.codebook.label(item.prompt),
            value=number_text(item.phi.value, 2) if item.phi else item.reason,
        )
        for scale in found_of(results).scales
        for item in scale.prompts
    )
    return translate(
        "Chart of phi between each prompt and its key question. {found}.", found=said
    )


def describe_coherent(study: Study, results: Results) -> str:
    """Every scale's alpha, in words."""
    said = "; ".join(
        translate(
            "{key_question}: {value}",
            key_question=study.codebook.label(scale.key_question),
            value=number_text(scale.alpha.value, 2) if scale.alpha else scale.reason,
        )
        for scale in found_of(results).scales
    )
    return translate(
        "Chart of alpha of the prompts of each key question, and without each prompt. "
        "{found}.",
        found=said,
    )


def describe_scree(study: Study, results: Results) -> str:
    """How many eigenvalues stand out."""
    found = factors_of(results)
    values = ", ".join(number_text(value, 2) for value in found.eigenvalues)
    return translate(
        "Chart of the eigenvalues of the correlations beside those of shuffled answers. "
        "{values}; {count} stand out.",
        values=values or translate("none"),
        count=found.suggested or 0,
    )


def tabulate_critical(study: Study, results: Results) -> Behind:
    """A row a prompt."""
    columns = column_headers(
        translate("Key question"),
        translate("Prompt"),
        translate("Cases (n)"),
        translate("Phi"),
        head_limits(interval_name()),
    )
    rows = tuple(
        (
            Cell(study.codebook.label(scale.key_question), "row_header"),
            Cell(study.codebook.label(item.prompt), "row_header"),
            show_count(item.n),
            *show_limited(item.phi, item.n is None),
        )
        for scale in found_of(results).scales
        for item in scale.prompts
    )
    return 2, columns, rows


def tabulate_coherent(study: Study, results: Results) -> Behind:
    """A row a scale, and one a prompt left out of it."""
    columns = column_headers(
        translate("Key question"),
        translate("Prompts"),
        translate("Alpha (KR-20)"),
        head_limits(interval_name()),
    )
    rows: list[tuple[Cell, ...]] = []
    for scale in found_of(results).scales:
        head = Cell(study.codebook.label(scale.key_question), "row_header")
        rows.append(
            (
                head,
                Cell(translate("all prompts"), "row_header"),
                *show_limited(scale.alpha, False),
            )
        )
        for item in scale.items:
            label = translate(
                "without \u201c{prompt}\u201d", prompt=study.codebook.label(item.prompt)
            )
            value = show_number_or(item.dropped)
            none = show_none("", columns=2)
            rows.append((head, Cell(label, "row_header"), value, none))
    return 2, columns, tuple(rows)


def tabulate_scree(study: Study, results: Results) -> Behind:
    """A row an eigenvalue."""
    columns = column_headers(
        translate("Eigenvalue"),
        translate("Of the answers"),
        translate("Of shuffled answers, 95th percentile"),
    )
    found = factors_of(results)
    rows = tuple(
        (Cell(str(at), "row_header"), show_number(value, 3), show_number(chance, 3))
        for at, (value, chance) in enumerate(
            zip(found.eigenvalues, found.random, strict=True), 1
        )
    )
    return 1, columns, rows


def show_limited(found: Limited | None, held_back: bool) -> tuple[Cell, Cell]:
    """A measure and its limits; a symbol where it is not there or held back."""
    if found is None:
        symbol = Shorthand.CONFIDENTIAL if held_back else Shorthand.NOT_AVAILABLE
        text = symbol if held_back else translate("not defined")
        return show_none(text, symbol), show_none("", symbol, columns=2)
    ends = rounded(found.low, 2), rounded(found.high, 2)
    limits = show_interval(*ends, unbroken=True)
    return show_number(found.value, 2), limits


def show_number_or(value: float | None, digits: int = 2) -> Cell:
    """A number, or that it is not defined."""
    if value is None:
        return show_none(translate("not defined"), Shorthand.NOT_AVAILABLE)
    return show_number(value, digits)
